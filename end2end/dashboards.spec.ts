import { accessible, expect, hydrated, test } from "./fixtures";

test("lists, searches and opens dashboards", async ({ page }) => {
  await page.goto("/dashboards");
  await hydrated(page);
  const sales = page.getByRole("link", { name: "Sales Dashboard" });
  await expect(sales).toBeVisible();
  await accessible(page);

  const search = page.getByRole("searchbox");
  await search.fill("no such dashboard");
  await expect(sales).toBeHidden();
  await search.fill("sales");
  await expect(sales).toBeVisible();

  await sales.click();
  await expect(page).toHaveURL(/\/dashboard\//);
  await expect(page.getByRole("heading", { name: "Sales Dashboard", level: 1 })).toBeVisible();
});
