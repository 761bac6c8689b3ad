import type { Page } from "@playwright/test";
import { signIn, signOut } from "./actions";
import { api } from "./api";
import { accessible, expect, hydrated, layoutShift, test, watchLayoutShift } from "./fixtures";
import { openSales } from "./sales";
import { allLive, look, nameOf, painted, states, tiles } from "./tiles";

/** The Sales dashboard's own markdown leaves a level of headings out. */
const AUTHORS = ["heading-order"];

test("each dashboard opens, and each tile of each tab becomes interactive", async ({ page, request }) => {
  test.slow();
  const { result } = await (await api(request)).get("/api/v1/dashboard/?q=(page_size:100)");
  expect(result.length, "the examples and the Sales dashboard").toBeGreaterThanOrEqual(2);
  for (const dashboard of result) {
    await test.step(dashboard.dashboard_title, async () => {
      await page.goto(dashboard.url);
      await hydrated(page);
      await expect(page.getByRole("heading", { name: dashboard.dashboard_title, level: 1 })).toBeVisible();
      const tabs = await page.getByRole("tab").all();
      for (const tab of tabs.length > 0 ? tabs : [undefined]) {
        await tab?.click();
        await allLive(page);
        for (const canvas of await tiles(page).locator("canvas").all()) expect(await painted(canvas)).toBeGreaterThan(500);
        await accessible(page, AUTHORS);
      }
    });
  }
});

test("what is seen is asked for in one request", async ({ page }) => {
  const questions: number[] = [];
  page.on("request", (asked) => {
    if (asked.url().endsWith("/tiles")) questions.push(asked.postDataJSON().chart_ids.length);
  });
  await openSales(page);
  await expect.poll(async () => (await states(page)).includes("live")).toBe(true);
  expect(questions[0]).toBeGreaterThan(1);
  await allLive(page);
  // One for what was seen at first, one for each step of scrolling at most.
  expect(questions.length).toBeLessThan(await tiles(page).count());
});

test("nothing moves between the first picture and the canvas", async ({ page }) => {
  await watchLayoutShift(page);
  await openSales(page);
  await hydrated(page);
  await allLive(page);
  expect(await layoutShift(page)).toBe(0);
});

test("tabs are addresses", async ({ page }) => {
  await openSales(page);
  await hydrated(page);
  const [first, second] = await page.getByRole("tab").all();
  const before = await tiles(page).evaluateAll((all) => all.map((tile) => tile.getAttribute("data-chart-id")));
  await second!.click();
  await expect(second!).toHaveAttribute("aria-selected", "true");
  await expect(page).toHaveURL(/tab=/);
  await allLive(page);
  const after = await tiles(page).evaluateAll((all) => all.map((tile) => tile.getAttribute("data-chart-id")));
  expect(after.filter((id) => before.includes(id))).toEqual([]);

  await page.reload();
  await hydrated(page);
  await expect(second!).toHaveAttribute("aria-selected", "true");
  await page.goBack();
  await expect(first!).toHaveAttribute("aria-selected", "true");
});

test("canvases follow the window", async ({ page }) => {
  await openSales(page);
  await hydrated(page);
  await allLive(page);
  await page.setViewportSize({ width: 1000, height: 900 });
  await allLive(page);
  for (const tile of await tiles(page).filter({ has: page.locator("canvas") }).all()) {
    const fits = () =>
      tile.evaluate((element) => {
        const canvas = element.querySelector("canvas")!.getBoundingClientRect();
        const around = element.querySelector(".tile__body")!.getBoundingClientRect();
        return canvas.width <= around.width + 1 && canvas.width > around.width * 0.6;
      });
    await expect.poll(fits, await nameOf(tile)).toBe(true);
  }
});

test("the theme changes in place, and is remembered", async ({ page }) => {
  await openSales(page);
  await hydrated(page);
  await allLive(page);
  const canvas = page.getByRole("article", { name: "Quarterly Revenue", exact: true }).locator("canvas");
  const before = { face: await faceOf(page), canvas: await look(canvas) };

  await page.getByRole("radio", { name: "Dark" }).check({ force: true });
  await expect.poll(() => faceOf(page)).not.toBe(before.face);
  await expect.poll(() => look(canvas)).not.toBe(before.canvas);
  await accessible(page, AUTHORS);

  await page.reload();
  await hydrated(page);
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  expect(await faceOf(page)).not.toBe(before.face);
});

test("refresh asks the databases again and keeps what is on screen", async ({ page }) => {
  await openSales(page);
  await hydrated(page);
  await allLive(page);
  const asked = page.waitForRequest((request) => request.url().endsWith("/tiles") && request.postDataJSON().force === true);
  await page.getByRole("button", { name: "Refresh" }).click();
  await asked;
  await allLive(page);
});

test("its link opens the same tab for somebody else", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openSales(page);
  await hydrated(page);
  const second = page.getByRole("tab").nth(1);
  await second.click();
  await expect(second).toHaveAttribute("aria-selected", "true");
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByText(/^Link copied: /)).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/dashboard\/p\/[0-9A-Za-z]{22}$/);
  await page.goto(link);
  await expect(second).toHaveAttribute("aria-selected", "true");
});

test.describe("on its own session", () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test("signs out from a dashboard", async ({ page }) => {
    await signIn(page);
    await openSales(page);
    await hydrated(page);
    await signOut(page);
    await openSales(page, false);
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  });
});

test("a dashboard that does not exist says so", async ({ page, problems }) => {
  problems.allow(/404/);
  await page.goto("/dashboard/999999");
  await expect(page.getByRole("heading", { name: "Dashboard not found" })).toBeVisible();
  await accessible(page);
});

async function faceOf(page: Page): Promise<string> {
  return page.locator("html").evaluate((root) => getComputedStyle(root).backgroundColor);
}
