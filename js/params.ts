/** The part of ECharts' callback parameters that formatters read. */
export interface Params {
  name?: unknown;
  seriesName?: string;
  seriesIndex?: number;
  color?: unknown;
  value?: unknown;
  percent?: number;
  axisValue?: unknown;
  axisValueLabel?: unknown;
  axisDim?: string;
  encode?: Record<string, number[]>;
}

/** A formatter is called with a value by axes and with an object by labels and tooltips. */
export function isParams(input: unknown): input is Params {
  return typeof input === "object" && input !== null && !Array.isArray(input) && !(input instanceof Date);
}

/** The number to show for one value: itself, or the last number of a row such as `[x, y, value]`. */
export function lastNumber(value: unknown, dim?: number): number | null {
  if (Array.isArray(value)) {
    if (dim !== undefined) return asNumber(value[dim]);
    for (let at = value.length - 1; at >= 0; at--) {
      const number = asNumber(value[at]);
      if (number !== null) return number;
    }
    return null;
  }
  return asNumber(value);
}

/** The measured number of a point under an axis tooltip; on a sideways bar it stands before the category or time. */
export function measured(params: Params): number | null {
  const { value, encode, axisDim } = params;
  const dim = encode?.[axisDim === "y" ? "x" : "y"]?.[0];
  return lastNumber(value, Array.isArray(value) ? dim : undefined);
}

function asNumber(value: unknown): number | null {
  if (typeof value === "number") return value;
  // ECharts itself takes numbers in quotes; "-" is its word for a gap.
  if (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))) return Number(value);
  return null;
}
