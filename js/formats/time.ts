import { utcFormat } from "d3-time-format";

export type TimeFormat = (ms: number) => string;

/** Which text a time gets depends on its finest part: one specification for each. */
interface ByPart {
  millisecond: string;
  second: string;
  minute: string;
  hour: string;
  day: string;
  week: string;
  month: string;
  year: string;
}

const SMART_DATE: ByPart = {
  millisecond: ".%Lms",
  second: ":%Ss",
  minute: "%I:%M",
  hour: "%I %p",
  day: "%a %d",
  week: "%b %d",
  month: "%B",
  year: "%Y",
};

const SMART_DATE_VERBOSE: ByPart = {
  millisecond: ".%L",
  second: "%a %b %d %Y, %I:%M:%S %p",
  minute: "%a %b %d %Y, %I:%M %p",
  hour: "%a %b %d %Y, %I %p",
  day: "%a %b %-e %Y",
  week: "%a %b %-e %Y",
  month: "%b %Y",
  year: "%Y",
};

const SMART_DATE_DETAILED: ByPart = {
  millisecond: "%Y-%m-%d %H:%M:%S.%L",
  second: "%Y-%m-%d %H:%M:%S",
  minute: "%Y-%m-%d %H:%M",
  hour: "%Y-%m-%d %H:%M",
  day: "%Y-%m-%d",
  week: "%Y-%m-%d",
  month: "%Y-%m-%d",
  year: "%Y",
};

const named: Record<string, ByPart> = {
  smart_date: SMART_DATE,
  smart_date_verbose: SMART_DATE_VERBOSE,
  smart_date_detailed: SMART_DATE_DETAILED,
};

const cache = new Map<string, TimeFormat>();

/** The format of a name or of a d3 specification, in UTC; `smart_date` when there is none. */
export function timeFormat(spec?: string | null): TimeFormat {
  const key = (spec ?? "").trim() || "smart_date";
  let format = cache.get(key);
  if (!format) {
    const parts = Object.hasOwn(named, key) ? named[key] : undefined;
    format = parts ? byPart(parts) : plain(key);
    cache.set(key, format);
  }
  return format;
}

function plain(spec: string): TimeFormat {
  const format = utcFormat(spec);
  return (ms) => format(new Date(ms));
}

function byPart(specs: ByPart): TimeFormat {
  return (ms) => timeFormat(specs[finestPart(new Date(ms))])(ms);
}

/** A first day of a month is a month, a Sunday (the first day of d3's week) is a week. */
function finestPart(date: Date): keyof ByPart {
  if (date.getUTCMilliseconds() !== 0) return "millisecond";
  if (date.getUTCSeconds() !== 0) return "second";
  if (date.getUTCMinutes() !== 0) return "minute";
  if (date.getUTCHours() !== 0) return "hour";
  if (date.getUTCDate() !== 1) return date.getUTCDay() === 0 ? "week" : "day";
  return date.getUTCMonth() !== 0 ? "month" : "year";
}
