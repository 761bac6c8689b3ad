import type { Page } from "@playwright/test";
import { accessible, expect, hydrated, test } from "./fixtures";

const ROWS = Array.from({ length: 20 }, (_, at) => `${at + 1},2026-01-${String(at + 1).padStart(2, "0")},${at * 1.5}`);

/** The header is row 1 of the file. */
function csv(changes: Record<number, string> = {}): string {
  return ["id,day,amount", ...ROWS.map((row, at) => changes[at + 2] ?? row)].join("\n");
}

async function choose(page: Page, text: string): Promise<void> {
  await page.goto("/upload");
  await hydrated(page);
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name: "My Sales.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(text),
  });
  await expect(page.getByRole("heading", { name: "Columns" })).toBeVisible();
}

test("three bad rows are listed, left out, and the table can be explored", async ({ page, problems }) => {
  problems.allow(/HTTP 422: POST .*\/upload\//);
  problems.allow(/status of 422/);
  const name = `sales_${Date.now()}`;
  await choose(page, csv({ 4: "x,2026-01-03,4", 6: "5,yesterday,8", 9: "8,2026-01-08,many" }));
  await expect(page.getByLabel("Type of id")).toHaveValue("integer");
  await expect(page.getByLabel("Type of day")).toHaveValue("date");
  await expect(page.getByLabel("Type of amount")).toHaveValue("number");
  await expect(page.getByLabel("Table name")).toHaveValue("My_Sales");
  await page.getByLabel("Table name").fill(name);
  await accessible(page);

  await page.getByRole("button", { name: "Upload", exact: true }).click();
  await expect(page.getByRole("heading", { name: "3 rows do not fit" })).toBeVisible();
  const bad = page.getByRole("table", { name: "Rows that do not fit" }).getByRole("row");
  await expect(bad).toHaveText(["RowColumnValueWhy", /4idxIt is no integer/, /6dayyesterdayIt is no date/, /9amountmanyIt is no number/]);
  await accessible(page);
  await page.getByRole("radio", { name: "Leave those rows out" }).check();
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  await expect(page.getByText(`The table “${name}” has 17 rows`)).toBeVisible();
  await expect(page.getByRole("heading", { name: "3 rows were left out:" })).toBeVisible();
  await accessible(page);
  await expect(page.getByRole("link", { name: "Edit dataset" })).toHaveAttribute("href", /\/dataset\/\d+$/);
  await page.getByRole("link", { name: "Explore it" }).click();
  await expect(page).toHaveURL(/\/explore\?dataset_id=\d+/);
});

test("types and names are changed before the table is written, by keyboard", async ({ page }) => {
  const name = `chosen_${Date.now()}`;
  await choose(page, csv());
  await page.getByLabel("Type of id").selectOption("text");
  await page.getByLabel("Name of amount").fill("Price");
  const take = page.getByRole("checkbox", { name: "Take day" });
  await take.focus();
  await page.keyboard.press("Space");
  await expect(take).not.toBeChecked();
  await page.getByLabel("Table name").fill(name);
  await page.getByRole("button", { name: "Upload", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText(`The table “${name}” has 20 rows`)).toBeVisible();
  await page.getByRole("link", { name: "Edit dataset" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await expect(page.getByText("Price", { exact: true }).first()).toBeVisible();
});

test("another delimiter and a file that is none are told apart", async ({ page, problems }) => {
  problems.allow(/HTTP 422: POST .*\/upload_metadata\//);
  problems.allow(/status of 422/);
  await choose(page, "Datum;Preis\n31.12.2026;1,5\n01.02.2026;2,25\n");
  await expect(page.getByLabel("Type of Datum")).toHaveValue("date");
  await expect(page.getByLabel("Type of Preis")).toHaveValue("number");
  await expect(page.getByRole("combobox", { name: "Delimiter" })).toHaveText(/Semicolon/);
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name: "book.xlsx",
    mimeType: "application/octet-stream",
    buffer: Buffer.from("no workbook"),
  });
  await expect(page.getByText("The file is no .xlsx workbook.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Columns" })).toBeHidden();
});

test("a name that is taken is told, and then replaced", async ({ page, problems }) => {
  problems.allow(/HTTP 422: POST .*\/upload\//);
  problems.allow(/status of 422/);
  const name = `twice_${Date.now()}`;
  for (const at of [0, 1]) {
    await choose(page, csv());
    await page.getByLabel("Table name").fill(name);
    await page.getByRole("button", { name: "Upload", exact: true }).click();
    if (at === 1) {
      await expect(page.getByText("exists already")).toBeVisible();
      await page.getByRole("radio", { name: "Replace it" }).check();
      await page.getByRole("button", { name: "Upload", exact: true }).click();
    }
    await expect(page.getByText(`The table “${name}” has 20 rows`)).toBeVisible();
  }
});
