/**
 * The HTML of tooltips. Names come from data, so every text is escaped; colours are attributes of a small SVG, because
 * a `style` attribute in markup would break the page's content security policy.
 */
export interface Row {
  color?: unknown;
  name: string;
  /** Already formatted: value, share. */
  cells: string[];
  total?: boolean;
}

/** More rows than this would not fit on the screen. */
const MAX_ROWS = 30;

export function tooltipHtml(title: string, rows: Row[]): string {
  const points = rows.filter((row) => !row.total);
  const shown = [...points.slice(0, MAX_ROWS), ...rows.filter((row) => row.total)];
  const left = points.length - MAX_ROWS;
  const more = left > 0 ? `<div class="chart-tip__more">and ${left} more</div>` : "";
  const head = title === "" ? "" : `<div class="chart-tip__title">${escapeHtml(title)}</div>`;
  return `<div class="chart-tip">${head}<table class="chart-tip__rows"><tbody>${shown.map(rowHtml).join("")}</tbody></table>${more}</div>`;
}

export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}

function rowHtml(row: Row): string {
  const cells = row.cells.map((cell) => `<td class="chart-tip__value">${escapeHtml(cell)}</td>`).join("");
  const kind = row.total ? ' class="chart-tip__total"' : "";
  return `<tr${kind}><td>${marker(row.color)}${escapeHtml(row.name)}</td>${cells}</tr>`;
}

function marker(color: unknown): string {
  if (color === undefined) return "";
  const fill = typeof color === "string" ? escapeHtml(color) : "currentColor";
  return `<svg class="chart-tip__marker" width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="5" fill="${fill}"></circle></svg>`;
}
