import type { NumberFormat } from "./number";

/** Milliseconds in words or with colons: `1m 6.5s`, `1m 6s 500ms`, `1:06.5`. */
export const durationFormats: Record<string, NumberFormat> = {
  DURATION: (value) => sign(value) + words(Math.abs(value), false),
  DURATION_SUB: (value) => sign(value) + words(Math.abs(value), true),
  DURATION_COL: (value) => sign(value) + colons(Math.abs(value)),
};

function sign(value: number): string {
  return value < 0 ? "-" : "";
}

function words(ms: number, toNanoseconds: boolean): string {
  const parts: string[] = [];
  const add = (count: number | string, unit: string) => Number(count) > 0 && parts.push(`${count}${unit}`);
  const { days, hours, minutes } = large(ms);
  add(Math.trunc(days / 365), "y");
  add(days % 365, "d");
  add(hours, "h");
  add(minutes, "m");
  if (toNanoseconds) {
    const left = ms % 1000;
    add(Math.trunc(ms / 1000) % 60, "s");
    add(Math.trunc(left), "ms");
    add(Math.trunc(left * 1000) % 1000, "µs");
    add(Math.trunc(left * 1_000_000) % 1000, "ns");
  } else if (ms < 1000) {
    add(ms >= 1 ? Math.round(ms) : Math.ceil(ms), "ms");
  } else {
    add(seconds(ms), "s");
  }
  return parts.join(" ") || "0ms";
}

function colons(ms: number): string {
  const { days, hours, minutes } = large(ms);
  // Minutes are always there, so that a few seconds do not look like hours.
  const parts = days > 0 ? [days, hours, minutes] : hours > 0 ? [hours, minutes] : [minutes];
  const two = (part: number | string) => String(part).replace(/^\d(?!\d)/, "0$&");
  return [...parts, seconds(ms)].map((part, at) => (at === 0 ? String(part) : two(part))).join(":");
}

function large(ms: number): { days: number; hours: number; minutes: number } {
  return { days: Math.trunc(ms / 86_400_000), hours: Math.trunc(ms / 3_600_000) % 24, minutes: Math.trunc(ms / 60_000) % 60 };
}

/** Cut to one digit, not rounded: 59.96 seconds are not a minute. */
function seconds(ms: number): string {
  const cut = Math.floor(((ms / 1000) % 60) * 10 + 0.0000001) / 10;
  return cut.toFixed(1).replace(/\.0$/, "");
}
