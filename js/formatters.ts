import { type Currency } from "./formats/currency";
import { numberFormat } from "./formats/number";
import { timeFormat } from "./formats/time";
import { type Params, isParams, lastNumber, measured } from "./params";
import { type Row, tooltipHtml } from "./tooltip";

/** A formatter as an option holds it: a name and its settings, no function. */
interface FormatObject {
  $format: string;
  spec?: string | null;
  time?: string | null;
  currency?: Currency | null;
  label_type?: string;
  total?: boolean;
  percent?: boolean;
  sort?: boolean;
  /** Which number of a row `[a, b, …]` is meant, where the last one is not. */
  dim?: number;
  x?: string;
  y?: string;
  metric?: string;
}

type Formatter = (input: unknown) => string;
type Plain = Record<string, unknown>;

/** Where a format object stands: whose option it is, and whether its answer is HTML. */
interface Place {
  option: Plain;
  inTooltip: boolean;
}

const FORMATS: Record<string, (format: FormatObject, place: Place) => Formatter> = {
  number: numberLabel,
  total_label: numberLabel,
  time: timeLabel,
  pie_label: (format, place) => (place.inTooltip ? pieTooltip(format) : pieLabel(format)),
  axis_tooltip: axisTooltip,
  item_tooltip: itemTooltip,
  heatmap_label: numberLabel,
  heatmap_tooltip: heatmapTooltip,
};

const share = numberFormat(",.2%");
const warned = new Set<string>();

/** A copy of the option in which each `{"$format": name, …}` is a function. Plain data is shared, not copied. */
export function resolveFormats(option: Plain): Plain {
  return resolve(option, { option, inTooltip: false }) as Plain;
}

function resolve(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return isPlainData(value) ? value : value.map((item) => resolve(item, place));
  if (!isPlain(value)) return value;
  if (typeof value.$format === "string") return formatter(value as unknown as FormatObject, place);
  const copy: Plain = {};
  for (const [key, child] of Object.entries(value)) {
    copy[key] = resolve(child, key === "tooltip" ? { ...place, inTooltip: true } : place);
  }
  return copy;
}

/** Rows of a series can be many, and rows of numbers, texts or arrays hold no formatter. */
function isPlainData(items: unknown[]): boolean {
  return items.every((item) => !isPlain(item) && !(Array.isArray(item) && item.some(isPlain)));
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function formatter(format: FormatObject, place: Place): Formatter {
  const make = Object.hasOwn(FORMATS, format.$format) ? FORMATS[format.$format] : undefined;
  if (make) return make(format, place);
  if (!warned.has(format.$format)) {
    warned.add(format.$format);
    console.warn(`unknown chart format: ${format.$format}`);
  }
  return (input) => {
    const text = String(isParams(input) ? (lastNumber(input.value) ?? input.name ?? "") : input);
    return place.inTooltip ? tooltipHtml(text, []) : text;
  };
}

function numberLabel(format: FormatObject): Formatter {
  const number = numberFormat(format.spec, format.currency);
  return (input) => {
    const value = isParams(input) ? input.value : input;
    const found = lastNumber(value, format.dim);
    if (found !== null) return number(found);
    return typeof value === "string" ? value : "";
  };
}

function timeLabel(format: FormatObject): Formatter {
  const time = timeFormat(format.spec);
  return (input) => timeText(isParams(input) ? input.value : input, time);
}

/** A time in milliseconds or as ISO text; anything else, such as the name of a category, stays as it is. */
function timeText(value: unknown, time: (ms: number) => string): string {
  const first = Array.isArray(value) ? value[0] : value;
  if (first instanceof Date) return time(first.getTime());
  if (typeof first === "number") return time(first);
  const text = String(first ?? "");
  const ms = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : /^-?\d{9,}$/.test(text) ? Number(text) : NaN;
  return Number.isNaN(ms) ? text : time(ms);
}

function pieLabel(format: FormatObject): Formatter {
  const number = numberFormat(format.spec, format.currency);
  return (input) => {
    const params = isParams(input) ? input : {};
    const name = String(params.name ?? "");
    const value = numberText(lastNumber(params.value), number);
    const percent = share((params.percent ?? 0) / 100);
    switch (format.label_type) {
      case "value":
        return value;
      case "percent":
        return percent;
      case "key_value":
        return `${name}: ${value}`;
      case "key_percent":
        return `${name}: ${percent}`;
      case "key_value_percent":
        return `${name}: ${value} (${percent})`;
      case "value_percent":
        return `${value} (${percent})`;
      default:
        return name;
    }
  };
}

function pieTooltip(format: FormatObject): Formatter {
  const number = numberFormat(format.spec, format.currency);
  return (input) => {
    const params = isParams(input) ? input : {};
    const cells = [numberText(lastNumber(params.value), number), share((params.percent ?? 0) / 100)];
    return tooltipHtml("", [{ color: params.color, name: String(params.name ?? ""), cells }]);
  };
}

function axisTooltip(format: FormatObject): Formatter {
  const number = numberFormat(format.spec, format.currency);
  return (input) => {
    const all = (Array.isArray(input) ? input : [input]).filter(isParams);
    const points = all.flatMap((params) => {
      const value = measured(params);
      return value === null ? [] : [{ params, value }];
    });
    if (format.sort) points.sort((a, b) => b.value - a.value);
    const total = points.reduce((sum, point) => sum + point.value, 0);
    const withShare = format.percent === true && total !== 0;
    const cells = (value: number) => [number(value), ...(withShare ? [share(value / total)] : [])];
    const rows: Row[] = points.map(({ params, value }) => ({
      color: params.color,
      name: params.seriesName ?? "",
      cells: cells(value),
    }));
    if (format.total && points.length > 1) rows.push({ name: "Total", cells: cells(total), total: true });
    return tooltipHtml(axisTitle(all[0], format), rows);
  };
}

function axisTitle(params: Params | undefined, format: FormatObject): string {
  if (!params) return "";
  const value = params.axisValue ?? params.name;
  return format.time ? timeText(value, timeFormat(format.time)) : String(params.axisValueLabel ?? value ?? "");
}

function itemTooltip(format: FormatObject): Formatter {
  const number = numberFormat(format.spec, format.currency);
  return (input) => {
    const params = isParams(input) ? input : {};
    const at = Array.isArray(params.value) ? params.value[0] : params.name;
    const title = format.time ? timeText(at, timeFormat(format.time)) : String(params.name || (at ?? ""));
    const cells = [numberText(lastNumber(params.value, format.dim), number)];
    return tooltipHtml(title, [{ color: params.color, name: params.seriesName ?? "", cells }]);
  };
}

function heatmapTooltip(format: FormatObject, place: Place): Formatter {
  const number = numberFormat(format.spec, format.currency);
  return (input) => {
    const params = isParams(input) ? input : {};
    const cell = Array.isArray(params.value) ? params.value : [];
    const value = lastNumber(cell[2]);
    const cells = [numberText(value, number)];
    if (format.percent && value !== null) {
      const total = heatmapTotal(place.option, params.seriesIndex ?? 0);
      if (total !== 0) cells.push(share(value / total));
    }
    return tooltipHtml("", [
      { name: format.x ?? "x", cells: [category(place.option.xAxis, cell[0])] },
      { name: format.y ?? "y", cells: [category(place.option.yAxis, cell[1])] },
      { color: params.color, name: format.metric ?? params.seriesName ?? "", cells },
    ]);
  };
}

/** A cell names its row and column by text, or by their places on a category axis. */
function category(axis: unknown, value: unknown): string {
  const data = (Array.isArray(axis) ? axis[0] : (axis as Plain | undefined))?.data;
  const found = typeof value === "number" && Array.isArray(data) ? data[value] : undefined;
  const name = isPlain(found) ? found.value : found;
  return String(name ?? value ?? "");
}

function heatmapTotal(option: Plain, seriesIndex: number): number {
  const series = Array.isArray(option.series) ? option.series[seriesIndex] : option.series;
  const data = isPlain(series) && Array.isArray(series.data) ? series.data : [];
  return data.reduce((sum: number, item: unknown) => sum + (lastNumber(isPlain(item) ? item.value : item, 2) ?? 0), 0);
}

function numberText(value: number | null, number: (value: number) => string): string {
  return value === null ? "N/A" : number(value);
}
