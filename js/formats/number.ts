import { formatLocale } from "d3-format";
import { type Currency, hasSymbol, withCurrency } from "./currency";
import { durationFormats } from "./duration";

export type NumberFormat = (value: number) => string;

/** The plain hyphen is the sign that the stored charts and their exports use; d3 would write U+2212. */
const locale = formatLocale({ decimal: ".", thousands: ",", grouping: [3], currency: ["$", ""], minus: "-" });

const si = locale.format(".3~s");
const twoPlaces = locale.format(".2~f");
const fourPlaces = locale.format(".4~f");

const named: Record<string, NumberFormat> = {
  SMART_NUMBER: smartNumber,
  SMART_NUMBER_SIGNED: (value) => (value > 0 ? "+" : "") + smartNumber(value),
  ...durationFormats,
  MEMORY_DECIMAL: (value) => memory(value, 1000),
  MEMORY_BINARY: (value) => memory(value, 1024),
  MEMORY_TRANSFER_RATE_DECIMAL: (value) => `${memory(value, 1000)}/s`,
  MEMORY_TRANSFER_RATE_BINARY: (value) => `${memory(value, 1024)}/s`,
};

const cache = new Map<string, NumberFormat>();

/** The format of a name or of a d3 specification; `SMART_NUMBER` when there is none. Never throws. */
export function numberFormat(spec?: string | null, currency?: Currency | null): NumberFormat {
  if (!hasSymbol(currency)) return finite(byName(spec));
  // A symbol of its own replaces the one, or the percent sign, that the specification asks for.
  const bare = finite(byName((spec ?? "").replace(/[$%]/g, "")));
  return (value) => withCurrency(bare(value), currency);
}

function byName(spec?: string | null): NumberFormat {
  const key = (spec ?? "").trim() || "SMART_NUMBER";
  let format = cache.get(key);
  if (!format) {
    format = (Object.hasOwn(named, key) && named[key]) || d3Format(key);
    cache.set(key, format);
  }
  return format;
}

function d3Format(spec: string): NumberFormat {
  try {
    return locale.format(spec);
  } catch {
    return (value) => `${value} (Invalid format: ${spec})`;
  }
}

function finite(format: NumberFormat): NumberFormat {
  return (value) => (Number.isFinite(value) ? format(value) : Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞");
}

function smartNumber(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  // People know billions better than gigas.
  if (size >= 1000) return si(value).replace("G", "B");
  if (size >= 1) return twoPlaces(value);
  if (size >= 0.001) return fourPlaces(value);
  if (size > 0.000001) return `${si(value * 1_000_000)}µ`;
  return si(value);
}

function memory(value: number, base: 1000 | 1024): string {
  const units =
    base === 1024
      ? ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"]
      : ["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB", "RB", "QB"];
  if (value === 0) return "0B";
  const size = Math.abs(value);
  const step = Math.max(0, Math.min(units.length - 1, Math.floor(Math.log(size) / Math.log(base))));
  return `${value < 0 ? "-" : ""}${Number((size / base ** step).toFixed(2))}${units[step]}`;
}
