import { accessible, expect, hydrated, test } from "./fixtures";

test("home greets and leads to the dashboards", async ({ page }) => {
  await page.goto("/");
  await hydrated(page);
  await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  await accessible(page);
  await page.getByRole("link", { name: "Dashboards", exact: true }).first().click();
  await expect(page).toHaveURL(/\/dashboards$/);
  await expect(page.getByRole("heading", { name: "Dashboards", level: 1 })).toBeVisible();
});

test("an address that does not exist says so", async ({ page, problems }) => {
  problems.allow(/404/);
  await page.goto("/no-such-page");
  await expect(page.getByRole("heading", { name: /not found/i })).toBeVisible();
});
