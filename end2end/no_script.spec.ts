import type { Locator, Page } from "@playwright/test";
import { api } from "./api";
import { expect, test } from "./fixtures";
import { answerOf, chartsOfSales, openSales } from "./sales";
import { numbers, states, tiles } from "./tiles";

test.use({ javaScriptEnabled: false });

/** Somebody has looked before: all answers and pictures are there. */
async function warm(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      await openSales(page);
      return new Set(await states(page));
    }, { timeout: 20_000 })
    .toEqual(new Set(["drawn"]));
}

test("the first HTML holds each tile of the visible tab", async ({ page }) => {
  await warm(page);
  for (const tile of await tiles(page).all()) {
    const shows = tile.locator("svg.chart-picture, .data-table table, .number__value").filter({ visible: true });
    await expect(shows.first()).toBeVisible();
    await expect(tile.getByRole("heading")).toBeVisible();
  }
  // A picture is in the page once, and never again in the data that hydration reads.
  expect(await page.content()).not.toContain("u003csvg");
});

test("a picture has a mark for each point of its data", async ({ page, request }) => {
  const client = await api(request);
  const charts = await chartsOfSales(client);
  await warm(page);
  let counted = 0;
  for (const tile of await tiles(page).all()) {
    const chart = charts.get((await tile.getAttribute("data-chart-id"))!)!;
    if (!["echarts_timeseries_bar", "pie", "heatmap_v2"].includes(chart.vizType)) continue;
    await test.step(chart.name, async () => {
      const points = numbers(await answerOf(client, chart)).length;
      expect(await marks(tile)).toBe(points);
    });
    counted++;
  }
  expect(counted).toBeGreaterThanOrEqual(3);
});

test.describe("in the dark", () => {
  test.use({ colorScheme: "dark" });

  test("the same picture has the colours of the dark theme", async ({ page }) => {
    await warm(page);
    const text = tiles(page).locator("svg.chart-picture .sx-fill-text").first();
    const [red] = await text.evaluate((element) => getComputedStyle(element).fill.match(/\d+/g)!.map(Number));
    expect(red, "light text").toBeGreaterThan(150);
  });
});

/** Bars, slices and cells: shapes filled with a colour of the data, where they belong; the legend's and the scale's are moved there. */
async function marks(tile: Locator): Promise<number> {
  return tile.locator("svg.chart-picture").evaluate((svg) => {
    const shapes = [...svg.querySelectorAll("path[fill]:not([transform]), rect[fill]:not([transform])")];
    return shapes.filter((shape) => /^(#|rgb)/.test(shape.getAttribute("fill") ?? "")).length;
  });
}
