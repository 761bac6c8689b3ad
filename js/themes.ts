import colors from "./theme.json";

type Role = keyof typeof colors;
/** `sentinel` is the engine's: its colours are replaced by classes afterwards, so one picture serves both themes. */
export type ThemeName = "light" | "dark" | "sentinel";

export const FONT = "Inter, sans-serif";

/** Drawn with when an option names no colours. */
const PALETTE = ["#1fa8c9", "#454e7c", "#5ac189", "#ff7f44", "#666666", "#e04355", "#fcc700", "#a868b7", "#3cccb2", "#a38f79"];

export function theme(name: ThemeName): object {
  const color = (role: Role) => colors[role][name];
  return {
    darkMode: name === "dark",
    color: PALETTE,
    backgroundColor: name === "sentinel" ? color("surface") : "transparent",
    textStyle: { color: color("text"), fontFamily: FONT, fontSize: 12 },
    title: { textStyle: { color: color("strong") }, subtextStyle: { color: color("muted") } },
    legend: {
      textStyle: { color: color("text") },
      inactiveColor: color("inactive"),
      inactiveBorderColor: color("inactive"),
      pageTextStyle: { color: color("muted") },
      pageIconColor: color("muted"),
      pageIconInactiveColor: color("inactive"),
    },
    tooltip: {
      backgroundColor: color("surface"),
      borderColor: color("split"),
      defaultBorderColor: color("split"),
      textStyle: { color: color("text"), fontSize: 12 },
    },
    axisPointer: {
      lineStyle: { color: color("axis") },
      crossStyle: { color: color("axis") },
      shadowStyle: { color: color("axis"), opacity: 0.15 },
      label: { color: color("surface"), backgroundColor: color("muted") },
    },
    dataZoom: zoom(color),
    visualMap: {
      textStyle: { color: color("text") },
      handleStyle: { borderColor: color("axis") },
      indicatorStyle: { borderColor: color("surface") },
    },
    categoryAxis: axis(color, false),
    valueAxis: axis(color, true),
    timeAxis: axis(color, false, true),
    logAxis: axis(color, true),
    line: { symbol: "circle", symbolSize: 5 },
    pie: { itemStyle: { borderColor: color("surface"), borderWidth: 1 }, label: { color: color("text") } },
    markLine: { label: { color: color("text") } },
  };
}

function axis(color: (role: Role) => string, withGrid: boolean, hideOverlap = false): object {
  return {
    axisLine: { lineStyle: { color: color("axis") } },
    axisTick: { lineStyle: { color: color("axis") } },
    minorTick: { lineStyle: { color: color("axis") } },
    axisLabel: { color: color("text"), ...(hideOverlap ? { hideOverlap } : {}) },
    splitLine: { show: withGrid, lineStyle: { color: color("split") } },
    minorSplitLine: { lineStyle: { color: color("split") } },
    splitArea: { areaStyle: { color: [color("surface"), color("split")], opacity: 0.4 } },
    nameTextStyle: { color: color("muted") },
  };
}

function zoom(color: (role: Role) => string): object {
  return {
    borderColor: color("split"),
    backgroundColor: "transparent",
    // The colour lies over the chart's own shadow; a picture keeps it as a class with an opacity.
    fillerColor: withAlpha(color("accent"), 0.12),
    textStyle: { color: color("muted") },
    handleStyle: { color: color("surface"), borderColor: color("axis") },
    moveHandleStyle: { color: color("axis"), opacity: 0.5 },
    brushStyle: { color: withAlpha(color("accent"), 0.12) },
    dataBackground: { lineStyle: { color: color("axis") }, areaStyle: { color: color("split") } },
    selectedDataBackground: { lineStyle: { color: color("accent") }, areaStyle: { color: color("split") } },
    emphasis: { handleStyle: { borderColor: color("accent") }, moveHandleStyle: { color: color("accent") } },
  };
}

function withAlpha(hex: string, alpha: number): string {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return `rgba(${part(1)},${part(3)},${part(5)},${alpha})`;
}
