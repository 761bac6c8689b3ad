import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { type Api, api } from "./api";
import { accessible, expect, hydrated, test } from "./fixtures";

const SUM = {
  expressionType: "SIMPLE",
  column: { column_name: "sales", id: 734, type: "DOUBLE PRECISION" },
  aggregate: "SUM",
  sqlExpression: null,
  hasCustomLabel: false,
  label: "SUM(sales)",
  optionName: "metric_abc",
};

let dataset: number;
let client: Api;

test.beforeEach(async ({ request }) => {
  client = await api(request);
  // One of its own: unsaved work is kept by person and dataset.
  const { ids } = await client.get("/api/v1/database/?q=(filters:!((col:database_name,opr:eq,value:examples)))");
  const data = { database: ids[0], table_name: `sales ${randomUUID()}`, sql: "SELECT * FROM cleaned_sales_data" };
  dataset = (await client.post("/api/v1/dataset/", { data })).id;
});

const shelf = (page: Page, name: string) => page.getByRole("group", { name, exact: true });
const pills = (page: Page, name: string) => shelf(page, name).locator(".pill__main");
const dialog = (page: Page, name: string) => page.getByRole("dialog", { name, exact: true });
const save = (editor: Locator) => editor.getByRole("button", { name: "Save", exact: true });

/** A pie over product lines, with what the test gives it. */
async function open(page: Page, more: object = {}): Promise<void> {
  const form = { viz_type: "pie", datasource: `${dataset}__table`, groupby: ["product_line"], metric: SUM, adhoc_filters: [], ...more };
  const { key } = await client.post("/api/v1/explore/form_data", {
    data: { datasource_id: dataset, datasource_type: "table", form_data: JSON.stringify(form) },
  });
  await page.goto(`/explore?form_data_key=${key}`);
  await hydrated(page);
  await expect(page.locator(".stage__canvas")).toHaveAttribute("data-state", "live");
}

/** What the chart asks now; the database must take it. */
async function asked(page: Page): Promise<Record<string, any>> {
  const answered = page.waitForResponse((response) => response.url().endsWith("/api/v1/explore/ask"));
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const response = await answered;
  expect(response.status(), await response.text()).toBe(200);
  return response.request().postDataJSON().form;
}

async function choose(editor: Locator, label: string, option: string): Promise<void> {
  await editor.getByRole("combobox", { name: label, exact: true }).click();
  await editor.getByRole("option", { name: option }).first().click();
}

/** Begins what is not on the shelf yet. */
async function add(page: Page, name: string, option: string): Promise<Locator> {
  await shelf(page, name).getByRole("combobox", { name: `Add to ${name}` }).click();
  await page.keyboard.type(option);
  await page.keyboard.press("Enter");
  return dialog(page, `Add to ${name}`);
}

test("a simple metric gets another aggregate and a label of its own", async ({ page }) => {
  await open(page);
  await pills(page, "Metric").click();
  const editor = dialog(page, "Edit SUM(sales)");
  await expect(editor.getByRole("tab", { name: "Simple" })).toHaveAttribute("aria-selected", "true");
  await choose(editor, "Aggregate", "AVG");
  await expect(editor.getByText("Without one it is “AVG(sales)”.")).toBeVisible();
  await save(editor).click();
  await expect(pills(page, "Metric")).toHaveText("AVG(sales)");
  await pills(page, "Metric").press("Enter");
  await dialog(page, "Edit AVG(sales)").getByRole("textbox", { name: "Label" }).fill("Mean sale");
  await page.keyboard.press("Enter");
  await expect(pills(page, "Metric")).toHaveText("Mean sale");
  const { metric } = await asked(page);
  expect(metric).toEqual({ ...SUM, aggregate: "AVG", label: "Mean sale", hasCustomLabel: true });
});

test("what does not fit the column's type is not offered, and Escape changes nothing", async ({ page }) => {
  await open(page);
  await pills(page, "Metric").click();
  const editor = dialog(page, "Edit SUM(sales)");
  await choose(editor, "Column", "product_line");
  await expect(editor.getByRole("combobox", { name: "Aggregate" })).toHaveText("COUNT_DISTINCT");
  await editor.getByRole("combobox", { name: "Aggregate" }).click();
  await expect(editor.getByRole("option")).toHaveText(["COUNT", "COUNT_DISTINCT", "MAX", "MIN"]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(editor).toHaveCount(0);
  await expect(pills(page, "Metric")).toHaveText("SUM(sales)");
  await expect(pills(page, "Metric")).toBeFocused();
});

test("a metric in SQL is checked in the database's own words", async ({ page }) => {
  await open(page);
  await pills(page, "Metric").click();
  const editor = dialog(page, "Edit SUM(sales)");
  await editor.getByRole("tab", { name: "Custom SQL" }).click();
  await expect(save(editor)).toHaveAttribute("aria-disabled", "true");
  const sql = editor.getByRole("textbox", { name: "Expression" });
  await sql.fill("SUM(no_such_column)");
  await expect(editor.getByText(/no_such_column.*does not exist/)).toBeVisible();
  await sql.fill("SUM(sales) / COUNT(*)");
  await expect(editor.getByText("The database accepts it. It yields: number.")).toBeVisible();
  await sql.press("Control+Enter");
  await expect(pills(page, "Metric")).toHaveText("SUM(sales) / COUNT(*)");
  const { metric } = await asked(page);
  expect(metric).toMatchObject({ expressionType: "SQL", sqlExpression: "SUM(sales) / COUNT(*)", hasCustomLabel: false, optionName: "metric_abc" });
});

test("a saved metric is chosen by search", async ({ page }) => {
  await open(page);
  await pills(page, "Metric").click();
  const editor = dialog(page, "Edit SUM(sales)");
  await editor.getByRole("tab", { name: "Saved" }).click();
  await editor.getByRole("combobox", { name: "Saved metric" }).click();
  await editor.getByRole("combobox", { name: "Search Saved metric" }).fill("count");
  await editor.getByRole("option").first().click();
  await expect(editor.getByText("COUNT(*)").last()).toBeVisible();
  await expect(editor.getByRole("textbox", { name: "Label" })).toHaveCount(0);
  await save(editor).click();
  expect((await asked(page)).metric).toBe("count");
});

test("a column may be an expression", async ({ page }) => {
  await open(page);
  await pills(page, "Dimensions").click();
  const editor = dialog(page, "Edit product_line");
  await editor.getByRole("tab", { name: "Custom SQL" }).click();
  await editor.getByRole("textbox", { name: "Expression" }).fill("upper(product_line)");
  await expect(editor.getByText("The database accepts it. It yields: text.")).toBeVisible();
  await editor.getByRole("textbox", { name: "Label" }).fill("Line");
  await save(editor).click();
  await expect(pills(page, "Dimensions")).toHaveText("Line");
  expect((await asked(page)).groupby).toEqual([{ expressionType: "SQL", sqlExpression: "upper(product_line)", label: "Line" }]);
});

test("values of a filter are searched on the server, and others typed", async ({ page }) => {
  await open(page);
  const editor = await add(page, "Filters", "product_line");
  await expect(save(editor)).toHaveAttribute("aria-disabled", "true");
  await expect(editor.getByRole("combobox", { name: "Operator" })).toHaveText("in");
  const values = editor.getByRole("combobox", { name: "Values" });
  await values.fill("lane");
  await expect(editor.getByRole("option")).toHaveText(["Planes"]);
  await editor.getByRole("option", { name: "Planes" }).click();
  await values.fill("Trains");
  await page.keyboard.press("Enter");
  // The list lies over the button.
  await page.keyboard.press("Escape");
  await save(editor).click();
  await expect(pills(page, "Filters")).toHaveText("product_line in (Planes, Trains)");
  expect((await asked(page)).adhoc_filters).toEqual([
    expect.objectContaining({ expressionType: "SIMPLE", clause: "WHERE", subject: "product_line", operator: "IN", operatorId: "IN", comparator: ["Planes", "Trains"] }),
  ]);
});

test("numbers stay numbers", async ({ page }) => {
  await open(page);
  const editor = await add(page, "Filters", "quantity_ordered");
  await choose(editor, "Operator", "≥ at least");
  const value = editor.getByRole("combobox", { name: "Value" });
  await value.fill("many");
  await expect(editor.getByText("“many” is not a number.")).toBeVisible();
  await value.fill("30");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await expect(pills(page, "Filters")).toHaveText("quantity_ordered ≥ 30");
  expect((await asked(page)).adhoc_filters[0]).toMatchObject({ operator: ">=", operatorId: "GREATER_THAN_OR_EQUAL", comparator: 30 });
});

test("metrics are compared by HAVING, and read back", async ({ page }) => {
  await open(page);
  const editor = await add(page, "Filters", "Custom SQL");
  await editor.getByRole("tab", { name: "Simple" }).click();
  await editor.getByRole("combobox", { name: "Column" }).click();
  await editor.getByRole("combobox", { name: "Search Column" }).fill("metric");
  await editor.getByRole("option").first().click();
  await choose(editor, "Operator", "> greater than");
  await editor.getByRole("textbox", { name: "Value" }).fill("100");
  await save(editor).click();
  await expect(pills(page, "Filters")).toHaveText("COUNT(*) > 100");
  await pills(page, "Filters").click();
  await expect(dialog(page, "Edit COUNT(*) > 100").getByRole("textbox", { name: "Value" })).toHaveValue("100");
  await page.keyboard.press("Escape");
  expect((await asked(page)).adhoc_filters[0]).toMatchObject({ expressionType: "SQL", clause: "HAVING", sqlExpression: "COUNT(*) > 100" });
});

test("a condition in SQL is of rows or of groups", async ({ page }) => {
  await open(page);
  const editor = await add(page, "Filters", "Custom SQL");
  const sql = editor.getByRole("textbox", { name: "Condition" });
  await sql.fill("SUM(sales) > 10");
  await expect(editor.getByText(/aggregate functions are not allowed/)).toBeVisible();
  await editor.getByRole("radio", { name: "HAVING: of each group" }).check();
  await expect(editor.getByText(/The database accepts it/)).toBeVisible();
  await save(editor).click();
  expect((await asked(page)).adhoc_filters[0]).toMatchObject({ expressionType: "SQL", clause: "HAVING", sqlExpression: "SUM(sales) > 10" });
});

test("a time range is chosen, previewed, and read back", async ({ page, problems }) => {
  problems.allow(/HTTP 400: GET .*preview_time_range/);
  problems.allow(/HTTP 422: GET .*preview_time_range/);
  problems.allow(/console error: Failed to load resource/);
  await open(page);
  const editor = await add(page, "Filters", "order_date");
  const range = editor.locator(".range-preview");
  const way = (name: string) => editor.getByRole("radio", { name, exact: true });
  await expect(way("No filter")).toBeChecked();
  await way("Previous").check();
  await way("Previous calendar year").check();
  const year = new Date().getUTCFullYear();
  await expect(range).toContainText(`From ${year - 1}-01-01 00:00:00 until before ${year}-01-01 00:00:00 (UTC).`);
  await way("Custom").check();
  const start = editor.getByRole("group", { name: "Start", exact: true });
  const end = editor.getByRole("group", { name: "End", exact: true });
  await choose(start, "Start", "Date and time");
  await start.getByLabel("Start date and time").fill("2004-01-01T00:00");
  await choose(end, "End", "Date and time");
  await end.getByLabel("End date and time").fill("2003-01-01T00:00");
  await expect(range).toContainText("From date cannot be larger than to date");
  await expect(save(editor)).toHaveAttribute("aria-disabled", "true");
  await end.getByLabel("End date and time").fill("2005-01-01T00:00");
  await expect(range).toContainText("until before 2005-01-01 00:00:00");
  await save(editor).click();
  await expect(pills(page, "Filters")).toHaveText("order_date: 2004-01-01T00:00:00 : 2005-01-01T00:00:00");
  expect((await asked(page)).adhoc_filters[0]).toMatchObject({
    operator: "TEMPORAL_RANGE",
    operatorId: "TEMPORAL_RANGE",
    comparator: "2004-01-01T00:00:00 : 2005-01-01T00:00:00",
  });
  await pills(page, "Filters").click();
  const again = page.getByRole("dialog", { name: /^Edit order_date/ });
  await expect(again.getByRole("radio", { name: "Custom" })).toBeChecked();
  await again.getByRole("radio", { name: "Advanced" }).check();
  await again.getByRole("textbox", { name: "Range as text" }).fill("soon");
  await expect(again.getByText(/soon.*is no time range/)).toBeVisible();
  await again.getByRole("textbox", { name: "Range as text" }).fill("25 years ago : now");
  await expect(again.getByText(/^From .* \(UTC\)\.$/)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(pills(page, "Filters")).toHaveText("order_date: 25 years ago : now");
});

test("a filter is made by keyboard alone", async ({ page }) => {
  await open(page);
  await shelf(page, "Filters").getByRole("combobox", { name: "Add to Filters" }).press("Enter");
  await expect(page.getByRole("combobox", { name: "Search Add to Filters" })).toBeFocused();
  await page.keyboard.type("deal_size");
  await page.keyboard.press("Enter");
  const editor = dialog(page, "Add to Filters");
  await expect(editor).toBeVisible();
  const values = editor.getByRole("combobox", { name: "Values" });
  for (let step = 0; step < 12 && !(await values.evaluate((input) => input === document.activeElement)); step++) {
    await page.keyboard.press("Tab");
  }
  await expect(values).toBeFocused();
  await page.keyboard.type("larg");
  await expect(editor.getByRole("option", { name: "Large" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(pills(page, "Filters")).toHaveText("deal_size in (Large)");
  await expect(pills(page, "Filters")).toBeFocused();
});

test("looks are chosen by palette, format and currency", async ({ page }) => {
  await open(page);
  await page.getByRole("tab", { name: "Look" }).click();
  const panel = page.getByRole("region", { name: "Settings of the chart" });
  await panel.getByRole("button", { name: /^Colors:/ }).click();
  const palettes = dialog(page, "Colors");
  await palettes.getByRole("radio", { name: "Superset Colors" }).check();
  await page.keyboard.press("ArrowDown");
  await expect(palettes.getByRole("radio", { name: "Superset + Preset" })).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(panel.getByRole("button", { name: "Colors: Superset + Preset" })).toBeFocused();
  const format = panel.getByRole("combobox", { name: "Number format" });
  await format.fill("two digits");
  await expect(panel.getByText("“two digits” is no number format. Try “,.2f” or “.1%”.")).toBeVisible();
  await format.fill(",.2f");
  await expect(panel.locator(".field__hint", { hasText: "12345.432 → 12,345.43" })).toBeVisible();
  const time = panel.getByRole("combobox", { name: "Date format" });
  await time.fill("%Q%k");
  await expect(panel.getByText("“%k” is no part of a time.")).toBeVisible();
  await time.fill("%Y");
  const form = await asked(page);
  expect(form).toMatchObject({ color_scheme: "supersetAndPresetColors", number_format: ",.2f", date_format: "%Y" });
});

test("bounds and a currency are kept as the reference keeps them", async ({ page }) => {
  await open(page, { viz_type: "echarts_timeseries_line", x_axis: "order_date", metrics: [SUM], groupby: [] });
  await page.getByRole("tab", { name: "Look" }).click();
  const bounds = page.getByRole("group", { name: "Y-axis bounds" });
  await bounds.getByRole("spinbutton", { name: "Y-axis bounds: lowest" }).fill("10");
  await bounds.getByRole("spinbutton", { name: "Y-axis bounds: highest" }).fill("5");
  await page.keyboard.press("Enter");
  await expect(bounds.getByText("The first must be less than the second.")).toBeVisible();
  await bounds.getByRole("spinbutton", { name: "Y-axis bounds: highest" }).fill("");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "Currency", exact: true }).click();
  await page.getByRole("combobox", { name: "Currency", exact: true }).fill("euro");
  await page.getByRole("option", { name: /EUR/ }).click();
  await page.getByRole("group", { name: "Currency: place of the sign" }).getByRole("radio", { name: "After" }).check();
  const form = await asked(page);
  expect(form).toMatchObject({ y_axis_bounds: [10, null], currency_format: { symbol: "EUR", symbolPosition: "suffix" } });
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`editors are accessible when they are ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page);
    await pills(page, "Metric").click();
    const metric = dialog(page, "Edit SUM(sales)");
    for (const tab of ["Saved", "Simple", "Custom SQL"]) {
      await metric.getByRole("tab", { name: tab }).click();
      await accessible(page);
    }
    await page.keyboard.press("Escape");
    const filter = await add(page, "Filters", "order_date");
    for (const way of ["Last", "Custom", "Advanced"]) {
      await filter.getByRole("radio", { name: way, exact: true }).check();
      await expect(filter.getByText(/\(UTC\)|no time range/)).toBeVisible();
      await accessible(page);
    }
    await filter.getByRole("tab", { name: "Custom SQL" }).click();
    await accessible(page);
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "Look" }).click();
    await page.getByRole("button", { name: /^Colors:/ }).click();
    await expect(dialog(page, "Colors")).toBeVisible();
    await accessible(page);
  });
}
