/** Charts in the browser: what the WASM binding imports. */
import { CanvasRenderer } from "echarts/renderers";
import { type EChartsType, init as initChart, use } from "./echarts";
import { resolveFormats } from "./formatters";
import { type ThemeName, theme } from "./themes";

use([CanvasRenderer]);

type Plain = Record<string, unknown>;
type Callback = (event: unknown) => void;

/** Draws into `el`, which must have a size. When the first drawing is done, `el` gets `data-drawn="true"`. */
export function init(el: HTMLElement, themeName: ThemeName): Chart {
  return new Chart(el, themeName);
}

/** One living chart. Whoever made it calls `dispose`. */
export class Chart {
  readonly #el: HTMLElement;
  readonly #chart: EChartsType;
  readonly #callbacks = new Map<string, Map<Callback, Callback>>();
  #drawn = false;

  constructor(el: HTMLElement, themeName: ThemeName) {
    this.#el = el;
    this.#chart = initChart(el, theme(themeName), { renderer: "canvas" });
    this.#chart.on("finished", () => this.#markDrawn());
  }

  /** Takes the option as JSON text or already parsed, and replaces the one before. */
  setOption(option: string | Plain): void {
    const parsed: Plain = typeof option === "string" ? JSON.parse(option) : option;
    const full = resolveFormats(withDefaults(parsed));
    // The first drawing replaces a finished picture, so it must not grow from nothing.
    if (!this.#drawn || prefersReducedMotion()) full.animation = false;
    this.#chart.setOption(full, { notMerge: true });
  }

  setTheme(themeName: ThemeName): void {
    this.#chart.setTheme(theme(themeName));
  }

  /** Fits the chart to its element. */
  resize(): void {
    this.#chart.resize();
  }

  /** Calls back with plain data: an event of the mouse is cut down to what was hit. */
  on(event: string, callback: Callback): void {
    const wrapped: Callback = (params) => callback(plainEvent(params));
    const ofEvent = this.#callbacks.get(event) ?? new Map<Callback, Callback>();
    this.#callbacks.set(event, ofEvent.set(callback, wrapped));
    this.#chart.on(event, wrapped);
  }

  /** Without a callback, all callbacks of the event go. */
  off(event: string, callback?: Callback): void {
    const ofEvent = this.#callbacks.get(event);
    for (const [known, wrapped] of ofEvent ?? []) {
      if (callback !== undefined && known !== callback) continue;
      this.#chart.off(event, wrapped);
      ofEvent?.delete(known);
    }
  }

  /** What is drawn, for tests: `[{name, type, data}]`. */
  values(): { name: unknown; type: unknown; data: unknown }[] {
    const series = this.#chart.getOption().series;
    return (Array.isArray(series) ? series : []).map(({ name, type, data }) => ({ name, type, data }));
  }

  dispose(): void {
    if (this.#chart.isDisposed()) return;
    this.#chart.dispose();
    this.#callbacks.clear();
    delete this.#el.dataset.drawn;
  }

  #markDrawn(): void {
    if (this.#drawn) return;
    this.#drawn = true;
    this.#el.dataset.drawn = "true";
  }
}

function withDefaults(option: Plain): Plain {
  return { useUTC: true, animationDuration: 300, aria: { enabled: true }, ...option, tooltip: tooltip(option.tooltip) };
}

/** ECharts' own tooltip writes `style` attributes as markup, which a strict content security policy refuses. */
function tooltip(given: unknown): unknown {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
  const own = given as Plain;
  const $format = own.trigger === "axis" ? "axis_tooltip" : "item_tooltip";
  return { confine: true, formatter: { $format }, ...own };
}

function plainEvent(params: unknown): unknown {
  if (typeof params !== "object" || params === null || !("componentType" in params)) return params;
  const { type, componentType, seriesName, seriesIndex, seriesType, dataIndex, name, value } = params as Plain;
  return { type, componentType, seriesName, seriesIndex, seriesType, dataIndex, name, value };
}

function prefersReducedMotion(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
