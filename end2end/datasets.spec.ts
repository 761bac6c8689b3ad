import type { Page } from "@playwright/test";
import { type Api, api } from "./api";
import { accessible, expect, hydrated, test } from "./fixtures";

const DATABASE = "examples";

/** A SELECT over the Sales table as a dataset of its own, so that tests that edit do not meet. */
async function dataset(client: Api, name: string): Promise<number> {
  const database = await databaseId(client);
  const sql = "SELECT order_date, status, sales, quantity_ordered FROM cleaned_sales_data";
  const made = await client.post("/api/v1/dataset/", { data: { database, table_name: name, sql } });
  return made.id;
}

async function databaseId(client: Api): Promise<number> {
  const found = await client.get(`/api/v1/database/?q=(filters:!((col:database_name,opr:eq,value:${DATABASE})))`);
  return found.ids[0];
}

async function open(page: Page, id: number): Promise<void> {
  await page.goto(`/dataset/${id}`);
  await hydrated(page);
}

/** Types into a code editor as a person does, over what is there. */
async function write(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByRole("textbox", { name: label, exact: true });
  await field.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

test("a dataset from a SELECT: checked, previewed, named", async ({ page, problems }) => {
  await page.goto("/datasets/new");
  await hydrated(page);
  await page.getByRole("combobox", { name: "Database" }).click();
  await page.getByRole("option", { name: DATABASE, exact: true }).click();
  await page.getByRole("tab", { name: "From a SELECT" }).click();

  problems.allow(/HTTP 422.*preview_source/);
  problems.allow(/console error: .*422/);
  await write(page, "SQL", "SELECT nothing FROM cleaned_sales_data");
  await page.getByRole("button", { name: "Check and preview" }).click();
  await expect(page.getByRole("alert")).toContainText("nothing");

  await write(page, "SQL", "SELECT status, count(*) AS orders FROM cleaned_sales_data GROUP BY status");
  await page.getByRole("button", { name: "Check and preview" }).click();
  await expect(page.getByRole("columnheader", { name: /orders/ })).toBeVisible();
  await accessible(page);

  await page.getByRole("textbox", { name: "Name of the dataset" }).fill("orders by status");
  await page.getByRole("tabpanel", { name: "From a SELECT" }).getByRole("button", { name: "Create dataset" }).click();
  await expect(page).toHaveURL(/\/dataset\/\d+$/);
  await expect(page.getByRole("heading", { name: "orders by status", level: 1 })).toBeVisible();
  await expect(page.getByRole("row", { name: /status/ })).toBeVisible();
});

test("a dataset from a table shows its rows first", async ({ page, request }) => {
  const database = await databaseId(await api(request));
  await page.goto(`/datasets/new?database=${database}&schema=public&table=cleaned_sales_data`);
  await hydrated(page);
  await expect(page.getByRole("columnheader", { name: /order_number/ })).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Table or view" })).toHaveText(/cleaned_sales_data/);
  await accessible(page);
});

test("columns are edited in place, undone, redone and saved", async ({ page, request }) => {
  const client = await api(request);
  const id = await dataset(client, "edited in place");
  await open(page, id);
  const label = page.getByRole("textbox", { name: "Label of status" });
  await label.fill("State of the order");
  await page.getByRole("checkbox", { name: "Group by sales" }).uncheck();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("checkbox", { name: "Group by sales" })).toBeChecked();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(label).toHaveValue("");
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
  await page.getByRole("button", { name: "Redo" }).click();
  await expect(label).toHaveValue("State of the order");
  await accessible(page);
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByText("Dataset saved")).toBeVisible();
  await page.reload();
  await hydrated(page);
  await expect(label).toHaveValue("State of the order");
});

test("a metric and a calculated column are checked by the database while they are written", async ({ page, request }) => {
  const client = await api(request);
  const id = await dataset(client, "described");
  await open(page, id);
  await page.getByRole("tab", { name: "Calculated columns" }).click();
  await page.getByRole("button", { name: "Add calculated column" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("half");
  await write(page, "Expression", "sales / nothing");
  await expect(page.getByText(/column "nothing" does not exist/)).toBeVisible();
  await write(page, "Expression", "sales / 2");
  await expect(page.getByText("The database accepts it. It yields: number.")).toBeVisible();

  await page.getByRole("tab", { name: "Metrics" }).click();
  await page.getByRole("button", { name: "Add metric" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("revenue");
  await write(page, "Expression", "SUM(sales)");
  await page.getByRole("combobox", { name: "Number format" }).fill(",.2f");
  await page.getByRole("combobox", { name: "Currency" }).fill("EUR");
  await expect(page.getByText("12345.678 is shown as € 12,345.68")).toBeVisible();
  await expect(page.getByText("The database accepts it. It yields: number.")).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Dataset saved")).toBeVisible();
  const { result } = await client.get(`/api/v1/dataset/${id}`);
  expect(result.columns.at(-1)).toMatchObject({ column_name: "half", expression: "sales / 2" });
  expect(result.metrics.at(-1)).toMatchObject({
    metric_name: "revenue",
    d3format: ",.2f",
    currency: { symbol: "EUR", symbolPosition: "prefix" },
  });
});

test("who saves second is told, and chooses", async ({ page, request, problems }) => {
  const client = await api(request);
  const id = await dataset(client, "edited by two");
  await open(page, id);
  await page.getByRole("textbox", { name: "Label of sales" }).fill("mine");
  await client.put(`/api/v1/dataset/${id}`, { data: { description: "theirs" } });
  problems.allow(/HTTP 409.*save_dataset/);
  problems.allow(/console error: .*409/);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByRole("button", { name: "Save mine over it" }).click();
  await expect(page.getByText("Dataset saved")).toBeVisible();
  const { result } = await client.get(`/api/v1/dataset/${id}`);
  const sales = result.columns.find((column: { column_name: string }) => column.column_name === "sales");
  expect(sales.verbose_name).toBe("mine");
});

test("the SELECT changes, its columns follow, and the preview shows rows", async ({ page, request }) => {
  const client = await api(request);
  const id = await dataset(client, "another select");
  await open(page, id);
  await page.getByRole("tab", { name: "Settings" }).click();
  await write(page, "SQL", "SELECT status, sales, deal_size FROM cleaned_sales_data");
  await page.getByRole("button", { name: "Read columns" }).click();
  await expect(page.getByText("Columns: 1 is new, 2 are gone.")).toBeVisible();
  await accessible(page);
  await page.getByRole("tab", { name: "Columns", exact: true }).click();
  await expect(page.getByRole("textbox", { name: "Label of deal_size" })).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Dataset saved")).toBeVisible();
  await page.getByRole("tab", { name: "Preview" }).click();
  await expect(page.getByRole("columnheader", { name: /deal_size/ })).toBeVisible();
  await accessible(page);
});

test("before it is deleted it is said what uses it", async ({ page, request }) => {
  const client = await api(request);
  const id = await dataset(client, "to be deleted");
  const chart = { slice_name: "Depends on it", datasource_id: id, datasource_type: "table", viz_type: "table", params: "{}" };
  await client.post("/api/v1/chart/", { data: chart });
  await open(page, id);
  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete this dataset?" });
  await expect(dialog.getByRole("link", { name: "Depends on it" })).toBeVisible();
  await dialog.getByRole("button", { name: "Move to trash" }).click();
  await expect(page).toHaveURL(/\/datasets$/);
  await expect(page.getByText("Moved “to be deleted” to the trash")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page).toHaveURL(new RegExp(`/dataset/${id}$`));
  await expect(page.getByRole("heading", { name: "to be deleted", level: 1 })).toBeVisible();
});
