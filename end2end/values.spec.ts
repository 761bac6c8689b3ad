import { api } from "./api";
import { expect, hydrated, test } from "./fixtures";
import { answerOf, chartsOfSales, openSales } from "./sales";
import { allLive, measures, numbers, series, tiles } from "./tiles";

test("the canvases show what chart/data answers", async ({ page, request }) => {
  test.slow();
  const client = await api(request);
  const charts = await chartsOfSales(client);
  await openSales(page);
  await hydrated(page);
  let compared = 0;
  for (const tab of await page.getByRole("tab").all()) {
    await tab.click();
    await allLive(page);
    for (const tile of await tiles(page).filter({ has: page.locator("canvas") }).all()) {
      const chart = charts.get((await tile.getAttribute("data-chart-id"))!)!;
      await test.step(chart.name, async () => {
        // A stacked area draws 0 where there is nothing.
        const [expected, drawn] = [await answerOf(client, chart), measures(await series(tile))].map((values) =>
          numbers(values).filter((value) => value !== 0),
        ) as [number[], number[]];
        expect(drawn.length).toBe(expected.length);
        drawn.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 6));
      });
      compared++;
    }
  }
  expect(compared, "bar, area, pie and heatmap").toBeGreaterThanOrEqual(6);
});
