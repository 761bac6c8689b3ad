import { api } from "./api";
import { accessible, expect, hydrated, test } from "./fixtures";
import { choose, expectNames, makeCharts, makeDashboard, rows, toast, word } from "./lists";

test("a list is searched, ordered and filtered, and its address says so", async ({ page, request }) => {
  const name = word();
  await makeCharts(await api(request), name, ["pie", "table", "heatmap_v2"]);
  await page.goto("/charts");
  await hydrated(page);
  await page.getByRole("searchbox", { name: "Search charts" }).fill(name);
  await expect(page).toHaveURL(new RegExp(`search=${name}`));
  await expect(rows(page)).toHaveCount(3);

  await page.getByRole("link", { name: "Name" }).click();
  await expectNames(page, [`${name} heatmap_v2`, `${name} pie`, `${name} table`]);
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");
  await page.getByRole("link", { name: "Name" }).click();
  await expectNames(page, [`${name} table`, `${name} pie`, `${name} heatmap_v2`]);

  await page.getByRole("combobox", { name: "Kind" }).selectOption("pie");
  await expectNames(page, [`${name} pie`]);
  await expect(page).toHaveURL(/kind=pie/);
  await page.getByRole("combobox", { name: "Owner" }).selectOption("Me");
  await expect(page).toHaveURL(/owner=me/);
  await expectNames(page, [`${name} pie`]);
  await page.reload();
  await hydrated(page);
  await expectNames(page, [`${name} pie`]);
  await expect(page.getByRole("combobox", { name: "Kind" })).toHaveValue("pie");
  await accessible(page);

  await page.getByRole("searchbox", { name: "Search charts" }).fill(`${name} nothing`);
  await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();
  await page.getByRole("link", { name: "Clear" }).click();
  await expect(page).toHaveURL(/\/charts$/);
  await expect(page.getByRole("searchbox", { name: "Search charts" })).toHaveValue("");
  await expect(page.getByRole("combobox", { name: "Kind" })).toHaveValue("");
});

test("rows are marked, duplicated, exported and deleted, and Undo brings them back", async ({ page, request }) => {
  const name = word();
  await makeCharts(await api(request), name, ["pie", "table"]);
  await page.goto(`/charts?search=${name}&order=slice_name&direction=asc`);
  await hydrated(page);

  const star = page.getByRole("button", { name: `Favorite ${name} pie` });
  const marked = page.waitForResponse((response) => response.url().includes("/fn/mark_asset"));
  await star.click();
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await marked;
  await page.getByRole("combobox", { name: "Favorites" }).selectOption("Favorites");
  await expectNames(page, [`${name} pie`]);
  await page.getByRole("combobox", { name: "Favorites" }).selectOption("All charts");
  await expectNames(page, [`${name} pie`, `${name} table`]);

  await choose(page, `${name} pie`, "Duplicate");
  await expectNames(page, [`${name} pie`, `${name} pie (copy)`, `${name} table`]);

  const download = page.waitForEvent("download");
  await choose(page, `${name} table`, "Export");
  expect((await download).suggestedFilename()).toMatch(/^chart_export_.*\.zip$/);

  await choose(page, `${name} pie (copy)`, "Delete");
  await expectNames(page, [`${name} pie`, `${name} table`]);
  const moved = toast(page, `Moved “${name} pie (copy)” to the trash.`);
  await moved.getByRole("button", { name: "Undo" }).click();
  await expectNames(page, [`${name} pie`, `${name} pie (copy)`, `${name} table`]);

  // All at once, and by the keyboard.
  await page.getByRole("checkbox", { name: `Select ${name} pie (copy)` }).press("Space");
  await page.getByRole("checkbox", { name: `Select ${name} table` }).press("Space");
  const bar = page.getByRole("toolbar", { name: "Selected charts" });
  await expect(bar.getByRole("status")).toHaveText("2 selected");
  await accessible(page);
  await bar.getByRole("button", { name: "Delete" }).press("Enter");
  await expectNames(page, [`${name} pie`]);
  await expect(toast(page, "Moved 2 charts to the trash.")).toBeVisible();
  await expect(bar).toBeHidden();
});

test("a row's menu opens and closes by the keyboard", async ({ page, request }) => {
  const name = word();
  await makeDashboard(await api(request), name);
  await page.goto(`/dashboards?search=${name}`);
  await hydrated(page);
  const menu = page.getByRole("button", { name: `Actions for ${name}` });
  await menu.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Edit" })).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByRole("menuitem", { name: "Delete" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toBeFocused();
});

test("a new dashboard opens in its editor", async ({ page }) => {
  await page.goto("/dashboards");
  await hydrated(page);
  await page.getByRole("button", { name: "New dashboard" }).click();
  await expect(page).toHaveURL(/\/dashboard\/\d+\/edit$/);
});

test("an import says what is wrong with it", async ({ page, problems }) => {
  problems.allow(/422/);
  await page.goto("/dashboards");
  await hydrated(page);
  await page.getByRole("button", { name: "Import" }).click();
  const dialog = page.getByRole("dialog", { name: "Import" });
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Choose a file first.");
  await dialog.getByLabel("File").setInputFiles(new URL("data/sales-dashboard.zip", import.meta.url).pathname);
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(dialog.getByRole("alert")).toContainText("it is here already.");
  await accessible(page);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
});

test("datasets tell their database", async ({ page }) => {
  await page.goto("/datasets?search=seattle");
  await hydrated(page);
  await expect(rows(page).first()).toContainText("Physical");
  await page.getByRole("combobox", { name: "Database" }).selectOption({ label: "Examples" });
  await expect(page).toHaveURL(/database=\d+/);
  await expect(rows(page).first()).toBeVisible();
  await accessible(page);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a list can be read, searched and ordered", async ({ page, request }) => {
    const name = word();
    await makeCharts(await api(request), name, ["table", "pie"]);
    await page.goto("/charts");
    await page.getByRole("searchbox", { name: "Search charts" }).fill(name);
    await page.getByRole("searchbox", { name: "Search charts" }).press("Enter");
    await expect(rows(page)).toHaveCount(2);
    await page.getByRole("link", { name: "Name" }).click();
    await expectNames(page, [`${name} pie`, `${name} table`]);
    await page.getByRole("combobox", { name: "Kind" }).selectOption("table");
    await page.getByRole("button", { name: "Apply" }).click();
    await expectNames(page, [`${name} table`]);
    await expect(page.getByRole("checkbox")).toHaveCount(0);
  });
});
