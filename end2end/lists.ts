import { randomUUID } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";
import type { Api } from "./api";

/** A word that nothing else on the shared server has in its name. */
export function word(): string {
  return `q${randomUUID().slice(0, 8)}`;
}

/** Charts over any dataset, of these kinds, named `<word> <kind>`; their ids in order. */
export async function makeCharts(client: Api, name: string, kinds: string[]): Promise<number[]> {
  const datasets = await client.get("/api/v1/dataset/?q=(page_size:1)");
  const ids: number[] = [];
  for (const viz_type of kinds) {
    const data = { slice_name: `${name} ${viz_type}`, viz_type, datasource_id: datasets.ids[0], datasource_type: "table" };
    ids.push((await client.post("/api/v1/chart/", { data })).id);
  }
  return ids;
}

export async function makeDashboard(client: Api, title: string, position_json = "{}"): Promise<number> {
  return (await client.post("/api/v1/dashboard/", { data: { dashboard_title: title, position_json } })).id;
}

/** The rows of the list, without its head. */
export function rows(page: Page): Locator {
  return page.getByRole("table").getByRole("row").filter({ has: page.getByRole("rowheader") });
}

export async function expectNames(page: Page, names: string[]): Promise<void> {
  await expect(rows(page).getByRole("rowheader")).toHaveText(names);
}

/** Opens a row's menu and chooses. */
export async function choose(page: Page, name: string, command: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: command }).click();
}

/** The message that says this. */
export function toast(page: Page, text: string | RegExp): Locator {
  return page.getByRole("status", { name: "Notifications" }).locator(".toast").filter({ hasText: text });
}
