import type { Locator, Page } from "@playwright/test";
import { type Api, api } from "./api";
import { Finger } from "./finger";
import { accessible, expect, hydrated, test } from "./fixtures";
import { chartsOfSales } from "./sales";
import { look } from "./tiles";

const ASK = "/api/v1/explore/ask";

let dataset: number;
let client: Api;

// Unsaved work is kept by person and dataset: at the same time these tests would see each other's.
test.describe.configure({ mode: "default" });

test.beforeEach(async ({ request }) => {
  client = await api(request);
  const found = await client.get("/api/v1/dataset/?q=(filters:!((col:table_name,opr:eq,value:cleaned_sales_data)))");
  dataset = found.result[0].id;
  await client.delete(`/api/v1/draft/chart/new-${dataset}`);
});

const fields = (page: Page) => page.getByRole("region", { name: "Fields of the dataset" });
const field = (page: Page, name: string) => fields(page).getByRole("button", { name: new RegExp(`^\\S+( \\S+)*: ?${name}$`) });
const shelf = (page: Page, name: string) => page.getByRole("group", { name, exact: true });
const pills = (page: Page, name: string) => shelf(page, name).locator(".pill__main");
const stage = (page: Page) => page.getByRole("region", { name: "Chart", exact: true });
const canvas = (page: Page) => page.locator(".stage__canvas");

async function openNew(page: Page): Promise<void> {
  await page.goto(`/explore?dataset_id=${dataset}`);
  await hydrated(page);
  await expect(canvas(page)).toHaveAttribute("data-state", "live");
}

async function middle(of: Locator): Promise<{ x: number; y: number }> {
  await of.scrollIntoViewIfNeeded();
  const box = await of.boundingBox();
  if (!box) throw new Error("it is not drawn");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await to.scrollIntoViewIfNeeded();
  const [start, end] = [await middle(from), await middle(to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 8 });
  await page.mouse.up();
}

async function chooseKind(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^Kind of chart/ }).click();
  await page.getByRole("dialog", { name: "Kinds of charts" }).getByRole("button", { name, exact: true }).click();
}

async function emptyShelves(page: Page): Promise<void> {
  const all = page.locator(".shelf .pill__main");
  for (let left = await all.count(); left > 0; left--) {
    await all.first().press("Delete");
    await expect(all).toHaveCount(left - 1);
  }
}

async function run(page: Page): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().endsWith(ASK));
  await page.getByRole("button", { name: "Run", exact: true }).click();
  expect((await answered).ok()).toBe(true);
  await expect(canvas(page)).toHaveAttribute("data-state", "live");
}

/** What each kind is made of: the shelf, and the field that is dropped there. */
const KINDS: [string, [string, string][]][] = [
  ["Bar chart", [["X-axis", "deal_size"], ["Metrics", "sales"], ["Dimensions", "product_line"]]],
  ["Line chart", [["X-axis", "order_date"], ["Metrics", "sales"]]],
  ["Smooth line", [["X-axis", "order_date"], ["Metrics", "sales"]]],
  ["Stepped line", [["X-axis", "order_date"], ["Metrics", "sales"]]],
  ["Area chart", [["X-axis", "order_date"], ["Metrics", "sales"], ["Dimensions", "deal_size"]]],
  ["Scatter plot", [["X-axis", "order_date"], ["Metrics", "sales"]]],
  ["Pie chart", [["Dimensions", "product_line"], ["Metric", "sales"]]],
  ["Big number", [["Metric", "sales"]]],
  ["Big number with trendline", [["Time column", "order_date"], ["Metric", "sales"]]],
  ["Table", [["Dimensions", "product_line"], ["Metrics", "sales"]]],
  ["Pivot table", [["Rows", "product_line"], ["Columns", "deal_size"], ["Metrics", "sales"]]],
  ["Heatmap", [["X-axis", "deal_size"], ["Y-axis", "product_line"], ["Metric", "sales"]]],
];

for (const [kind, parts] of KINDS) {
  test(`a ${kind.toLowerCase()} is made from nothing by dragging`, async ({ page }) => {
    await openNew(page);
    await chooseKind(page, kind);
    await emptyShelves(page);
    for (const [name, column] of parts) {
      await drag(page, field(page, column), shelf(page, name).locator(".shelf__drop"));
      await expect(pills(page, name)).toHaveCount(1);
    }
    await run(page);
    await expect(page.getByText("The chart does not show your last changes.")).toHaveCount(0);
  });
}

test("every chart of an imported dashboard opens, asks and is drawn", async ({ page }) => {
  test.slow();
  for (const [id, chart] of await chartsOfSales(client)) {
    await page.goto(`/explore?slice_id=${id}`);
    await hydrated(page);
    await expect(canvas(page), chart.name).toHaveAttribute("data-state", "live");
    await expect(page.getByRole("button", { name: "Save", exact: true }), `${chart.name}: nothing was changed yet`).toBeDisabled();
  }
});

test.describe("by touch", () => {
  test.use({ hasTouch: true });

  test("a field held for a moment is dragged onto a shelf", async ({ page }) => {
    await openNew(page);
    await chooseKind(page, "Pie chart");
    await emptyShelves(page);
    const finger = await Finger.of(page);
    const place = shelf(page, "Dimensions").locator(".shelf__drop");
    await place.scrollIntoViewIfNeeded();
    const [from, to] = [await middle(field(page, "product_line")), await middle(place)];
    await finger.down(from);
    await expect(page.locator(".drag-ghost")).toHaveText("product_line");
    await finger.move(from, to);
    await finger.up();
    await expect(pills(page, "Dimensions")).toHaveText(["product_line"]);
  });
});

test("a chart is made by keyboard alone", async ({ page }) => {
  await openNew(page);
  await page.getByRole("button", { name: /^Kind of chart/ }).press("Enter");
  await page.getByRole("searchbox", { name: "Search kinds of charts" }).fill("pie");
  await page.getByRole("button", { name: "Pie chart" }).press("Enter");
  await emptyShelves(page);
  await shelf(page, "Dimensions").getByRole("combobox").press("Enter");
  await expect(page.getByRole("combobox", { name: "Search Add to Dimensions" })).toBeFocused();
  await page.keyboard.type("product_line");
  await page.keyboard.press("Enter");
  await expect(pills(page, "Dimensions")).toHaveText(["product_line"]);
  await field(page, "sales").focus();
  await page.keyboard.press("Space");
  await expect(page.locator("#drag-status")).toContainText("Picked up sales");
  const said = page.locator("#drag-status");
  for (let step = 0; step < 12; step++) {
    const before = (await said.textContent()) ?? "";
    await page.keyboard.press("ArrowDown");
    await expect(said).not.toHaveText(before);
    if (/^Over Metric\b/.test((await said.textContent()) ?? "")) break;
  }
  await page.keyboard.press("Space");
  await expect(pills(page, "Metric")).toHaveText(["SUM(sales)"]);
  const answered = page.waitForResponse((response) => response.url().endsWith(ASK));
  await page.keyboard.press("Control+Enter");
  await answered;
  await expect(canvas(page)).toHaveAttribute("data-state", "live");
});

test("Enter and a double click add a field where it fits", async ({ page }) => {
  await openNew(page);
  await field(page, "product_line").dblclick();
  await expect(pills(page, "Dimensions")).toHaveText(["product_line"]);
  await field(page, "deal_size").press("Enter");
  await expect(pills(page, "Dimensions")).toHaveText(["product_line", "deal_size"]);
  await drag(page, pills(page, "Dimensions").nth(1), pills(page, "Dimensions").first());
  await expect(pills(page, "Dimensions")).toHaveText(["deal_size", "product_line"]);
});

test("fields are searched and counted", async ({ page }) => {
  await openNew(page);
  await page.getByRole("searchbox", { name: "Search fields" }).fill("order_");
  await expect(fields(page).getByRole("status")).toHaveText(/^Showing \d+ of \d+$/);
  await expect(field(page, "order_date")).toBeVisible();
  await expect(field(page, "product_line")).toHaveCount(0);
});

test("undo goes back to the start, and redo to the end", async ({ page }) => {
  await openNew(page);
  const undo = page.getByRole("button", { name: /^Undo/ });
  const redo = page.getByRole("button", { name: /^Redo/ });
  await expect(undo).toBeDisabled();
  await field(page, "product_line").dblclick();
  await chooseKind(page, "Pie chart");
  await field(page, "deal_size").dblclick();
  await expect(pills(page, "Dimensions")).toHaveCount(3);
  for (let step = 0; step < 3; step++) await undo.click();
  await expect(undo).toBeDisabled();
  await expect(pills(page, "X-axis")).toHaveText(["order_date"]);
  await expect(pills(page, "Dimensions")).toHaveCount(0);
  for (let step = 0; step < 3; step++) await redo.click();
  await expect(pills(page, "Dimensions")).toHaveCount(3);
  await expect(redo).toBeDisabled();
});

test("looks are drawn at once, without a request", async ({ page }) => {
  await openNew(page);
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/explore/ask")) asked.push(request.url());
  });
  const drawing = canvas(page).locator("canvas").first();
  const before = await look(drawing);
  await page.getByRole("tab", { name: "Look" }).click();
  await page.getByRole("switch", { name: "Markers" }).check();
  await expect.poll(() => look(drawing)).not.toBe(before);
  await page.getByRole("textbox", { name: "X-axis title" }).fill("The day");
  await chooseKind(page, "Bar chart");
  await expect(page.getByText("The chart does not show your last changes.")).toHaveCount(0);
  expect(asked).toEqual([]);
  await page.getByRole("tab", { name: "Data" }).click();
  await field(page, "product_line").dblclick();
  await expect(page.getByText("The chart does not show your last changes.")).toBeVisible();
  expect(asked).toEqual([]);
});

test("unsaved work survives a reload, and can be thrown away", async ({ page }) => {
  await openNew(page);
  await field(page, "product_line").dblclick();
  await page.getByRole("textbox", { name: "Name of the chart" }).fill("Half done");
  await expect(page.getByText("Unsaved changes, kept as a draft")).toBeVisible();
  await page.reload();
  await hydrated(page);
  await expect(page.getByText(/Your unsaved work .*was restored/)).toBeVisible();
  await expect(pills(page, "Dimensions")).toHaveText(["product_line"]);
  await expect(page.getByRole("textbox", { name: "Name of the chart" })).toHaveValue("Half done");
  await page.getByRole("button", { name: "Discard it" }).click();
  await expect(pills(page, "Dimensions")).toHaveCount(0);
  await page.reload();
  await hydrated(page);
  await expect(canvas(page)).toHaveAttribute("data-state", "live");
  await expect(page.getByText(/Your unsaved work/)).toHaveCount(0);
});

test("a chart is saved, saved again, and put onto a new dashboard", async ({ page }) => {
  await openNew(page);
  await field(page, "deal_size").dblclick();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Save chart" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Sizes over time");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page).toHaveURL(/slice_id=\d+/);
  await expect(page.getByRole("textbox", { name: "Name of the chart" })).toHaveValue("Sizes over time");
  await expect(pills(page, "Dimensions")).toHaveText(["deal_size"]);
  await page.getByRole("textbox", { name: "Name of the chart" }).fill("Deal sizes over time");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(page.getByText(/^Unsaved changes/)).toHaveCount(0);
  await page.getByRole("button", { name: "Save as…" }).click();
  await dialog.getByRole("combobox", { name: "Add to dashboard" }).click();
  await page.getByRole("option", { name: "New dashboard…" }).click();
  await dialog.getByRole("textbox", { name: "Title of the new dashboard" }).fill("Made by dragging");
  await dialog.getByRole("button", { name: "Save and go to dashboard" }).click();
  await expect(page.getByRole("heading", { name: "Made by dragging", level: 1 })).toBeVisible();
  await expect(page.getByRole("article", { name: "Deal sizes over time (copy)" })).toHaveAttribute("data-state", "live");
});

test("a save over somebody's newer save is noticed", async ({ page, problems }) => {
  problems.allow(/HTTP 409: POST .*\/fn\/save_explored/);
  problems.allow(/console error: Failed to load resource/);
  const { id } = await client.post("/api/v1/chart/", {
    data: { slice_name: "Shared", viz_type: "big_number_total", datasource_id: dataset, datasource_type: "table", params: JSON.stringify({ metric: "count" }) },
  });
  await page.goto(`/explore?slice_id=${id}`);
  await hydrated(page);
  await expect(canvas(page)).toHaveAttribute("data-state", "live");
  await client.put(`/api/v1/chart/${id}`, { data: { description: "changed by somebody" } });
  await page.getByRole("textbox", { name: "Name of the chart" }).fill("Mine");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Somebody saved this chart meanwhile" });
  await expect(dialog).toContainText("saved this chart since you opened it");
  await dialog.getByRole("button", { name: "Overwrite theirs" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect((await client.get(`/api/v1/chart/${id}`)).result.slice_name).toBe("Mine");
});

test("an error of the database is told in its words, with a way on", async ({ page, problems }) => {
  problems.allow(/HTTP 400: POST .*\/explore\/ask/);
  problems.allow(/console error: Failed to load resource/);
  const metric = { expressionType: "SQL", sqlExpression: "SUM(product_line)", label: "odd" };
  const form = { viz_type: "big_number_total", datasource: `${dataset}__table`, metric };
  const { key } = await client.post("/api/v1/explore/form_data", {
    data: { datasource_id: dataset, datasource_type: "table", form_data: JSON.stringify(form) },
  });
  await page.goto(`/explore?form_data_key=${key}`);
  await hydrated(page);
  await expect(stage(page).getByRole("alert")).toContainText("sum(");
  await pills(page, "Metric").press("Delete");
  await field(page, "sales").dblclick();
  await run(page);
});

test("a question that takes long can be stopped", async ({ page }) => {
  await openNew(page);
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(`**${ASK}`, async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  await field(page, "product_line").dblclick();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(page.getByText("Stopped.")).toBeVisible();
  release();
  await page.unroute(`**${ASK}`);
  await run(page);
});

test("rows, samples and SQL stand below the chart", async ({ page }) => {
  await openNew(page);
  await expect(page.getByRole("grid", { name: "Results" })).toBeVisible();
  await page.getByRole("tab", { name: "Samples" }).click();
  await expect(page.getByRole("grid", { name: "Samples" })).toContainText("Motorcycles");
  await page.getByRole("tab", { name: "SQL" }).click();
  await expect(page.getByRole("region", { name: "SQL of question 1" })).toContainText("SELECT");
});

test("without a dataset the choice of one is the page", async ({ page }) => {
  await page.goto("/explore");
  await hydrated(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Choose a dataset for the new chart");
  await accessible(page);
  await page.getByRole("link", { name: "cleaned_sales_data" }).click();
  await expect(canvas(page)).toHaveAttribute("data-state", "live");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the builder is accessible when it is ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openNew(page);
    await accessible(page);
    await page.getByRole("tab", { name: "Look" }).click();
    await accessible(page);
  });
}
