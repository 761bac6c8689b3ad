import { accessible, expect, hydrated, test } from "./fixtures";

test("the API is searched, opened and copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/api-docs");
  await hydrated(page);
  const list = page.getByRole("navigation", { name: "Operations" });
  await expect(list.getByRole("link").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "Choose an operation" })).toBeVisible();
  await accessible(page);

  await page.getByRole("searchbox", { name: "Search the API" }).fill("post list");
  await expect(list.getByText("Nothing found")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search the API" }).fill("create chart");
  await expect(list.getByRole("link")).toHaveCount(1);
  await list.getByRole("link", { name: /POST.*Create chart/ }).click();
  const operation = page.getByRole("article", { name: "Create chart" });
  await expect(operation).toBeVisible();
  await expect(list.getByRole("link", { name: /Create chart/ })).toHaveAttribute("aria-current", "true");
  const body = operation.getByRole("region", { name: "Request body" });
  await expect(body.getByText("slice_name", { exact: true })).toBeVisible();
  await expect(operation.getByText("Needs a token, or the browser's session with the header X-CSRFToken.")).toBeVisible();
  await accessible(page);

  await operation.getByRole("button", { name: "Copy" }).click();
  await expect(page.getByText("Copied.")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("curl -X POST \"$SEXTANT_URL\"'/api/v1/chart'");
  expect(copied).toContain('"slice_name":"text"');
});

test("an operation has an address of its own", async ({ page }) => {
  await page.goto("/api-docs#get_dashboard_id_or_slug_charts");
  await expect(page).toHaveURL(/operation=get_dashboard_id_or_slug_charts/);
  const operation = page.getByRole("article", { name: "Charts of dashboard" });
  await expect(operation.getByText("id_or_slug", { exact: true })).toBeVisible();
});

test("the keyboard is enough, and the tree unfolds", async ({ page }) => {
  await page.goto("/api-docs?operation=get_chart");
  await hydrated(page);
  const answers = page.getByRole("region", { name: "Answers" });
  const result = answers.locator("summary", { hasText: "result" });
  await result.focus();
  await page.keyboard.press("Enter");
  await expect(answers.getByText("viz_type", { exact: true })).toBeVisible();
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("an operation is read", async ({ page }) => {
    await page.goto("/api-docs?operation=get_chart_id");
    await expect(page.getByRole("article", { name: "Find chart" })).toContainText("query_context");
  });
});

test("what is no operation is said so", async ({ page, problems }) => {
  problems.allow(/404/);
  await page.goto("/api-docs?operation=get_nothing");
  await expect(page.getByText("This operation not found")).toBeVisible();
});
