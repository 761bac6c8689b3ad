/** Charts in the server's engine (QuickJS): an option becomes the text of an SVG, which `crates/sx-render` tidies. */
import "./shim";
import { SVGRenderer } from "echarts/renderers";
import { SERIES_TYPES, init, setPlatformAPI, use } from "./echarts";
import { resolveFormats } from "./formatters";
import { theme } from "./themes";

use([SVGRenderer]);

interface Host {
  /** The width in ems of a text in the font that the browser loads too. */
  __measure(text: string): number;
  __render(optionJson: string, width: number, height: number): string;
}

interface Painter {
  renderToString(opts: { cssEmphasis: boolean; cssAnimation: boolean; useViewBox: boolean }): string;
}

const host = globalThis as unknown as Host;
const sentinels = theme("sentinel");

setPlatformAPI({
  measureText: (text: string, font?: string) => {
    const size = Number(/([\d.]+)px/.exec(font ?? "")?.[1] ?? 12);
    // One font file is enough: Inter's bold letters are 6 % wider on average.
    const weight = /bold|[6-9]00/.test(font ?? "") ? 1.06 : 1;
    return { width: host.__measure(String(text)) * size * weight };
  },
});

/** The empty text means: nothing in this option can be drawn here. */
host.__render = (optionJson, width, height) => {
  seedRandom();
  const option = JSON.parse(optionJson);
  const series = [option.series ?? []].flat();
  if (series.length === 0 || !series.every((one) => SERIES_TYPES.has(one?.type))) return "";
  for (const one of series) Object.assign(one, { animation: false, progressive: 0 });
  const chart = init(null, sentinels, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(resolveFormats({ useUTC: true, ...option, series, animation: false, tooltip: undefined }));
    const painter = chart.getZr().painter as unknown as Painter;
    const svg = painter.renderToString({ cssEmphasis: false, cssAnimation: false, useViewBox: true });
    // The background was there to give labels their halo; the tile has its own.
    return svg.replace(/<rect [^>]*><\/rect>/, "");
  } finally {
    chart.dispose();
  }
};

/** The same option gives the same picture, always. */
function seedRandom(): void {
  let seed = 1;
  Math.random = () => {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    return seed / 4294967296;
  };
}
