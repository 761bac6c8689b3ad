import { expect, type Locator, type Page } from "@playwright/test";

/** The charts on the visible part of a dashboard: tabs that are not open hold none. */
export function tiles(page: Page): Locator {
  return page.locator("article.tile[data-chart-id]").filter({ visible: true });
}

/** What each visible tile shows: `loading`, `drawn` (the server's picture), `live`, `empty` or `error`. */
export async function states(page: Page): Promise<string[]> {
  return tiles(page).evaluateAll((all) => all.map((tile) => tile.getAttribute("data-state") ?? ""));
}

/** Brings each tile into view, for tiles ask when they are seen, and waits until all of them are interactive. */
export async function allLive(page: Page): Promise<void> {
  await expect(tiles(page).first()).toBeVisible();
  for (const tile of await tiles(page).all()) {
    await tile.scrollIntoViewIfNeeded();
    await expect(tile, await nameOf(tile)).toHaveAttribute("data-state", "live");
  }
}

export async function nameOf(tile: Locator): Promise<string> {
  return (await tile.getAttribute("aria-label")) ?? "";
}

/** Pixels of a canvas that are not transparent. */
export async function painted(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const pixels = (element as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, width, height).data;
    let count = 0;
    for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 0) count++;
    return count;
  });
}

/** The colours of a canvas, as a text that changes when anything on it does. */
export async function look(canvas: Locator): Promise<string> {
  return canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
}

interface Series {
  name: unknown;
  type: unknown;
  data: unknown[];
}

/** What a canvas draws, read back from the chart itself. */
export async function series(tile: Locator): Promise<Series[]> {
  return tile.locator(".chart-canvas[data-drawn=true]").evaluate((element) => {
    const holder = element as unknown as { __chart: { values(): Series[] } };
    return holder.__chart.values();
  });
}

/** What the points of series measure: a point is `v`, `[x, v]`, `[x, y, v, …]` or `{value: …}`. */
export function measures(all: Series[]): unknown[] {
  return all.flatMap((one) => (one.data ?? []).map(measure));
}

/** The numbers among values, sorted; gaps are left out. */
export function numbers(values: unknown[]): number[] {
  return values.filter((value): value is number => typeof value === "number" && Number.isFinite(value)).sort((a, b) => a - b);
}

function measure(point: unknown): unknown {
  if (Array.isArray(point)) return point.length > 2 ? point[2] : point.at(-1);
  if (typeof point === "object" && point !== null && "value" in point) return measure(point.value);
  return point;
}
