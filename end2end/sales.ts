import { readdirSync, readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import type { Api } from "./api";

const CAPTURES = new URL("../server/tests/api/captures/", import.meta.url);
const TITLE = "Sales Dashboard";

let address: string | undefined;

/** Opens the Sales dashboard by its link, as a person finds it, and once that is known by its address. */
export async function openSales(page: Page, shown = true): Promise<void> {
  if (address === undefined) {
    await page.goto("/dashboards?search=sales");
    address = (await page.getByRole("link", { name: TITLE }).getAttribute("href")) ?? undefined;
  }
  await page.goto(address!);
  if (shown) await expect(page.getByRole("heading", { name: TITLE, level: 1 })).toBeVisible();
}

export interface Chart {
  name: string;
  vizType: string;
  /** What Superset's own front end asks for it; the API tests replay the same. `undefined` for kinds that ask otherwise. */
  queries: unknown[] | undefined;
}

/** The dashboard's charts by id. */
export async function chartsOfSales(client: Api): Promise<Map<string, Chart>> {
  const found = await client.get(`/api/v1/dashboard/?q=(filters:!((col:dashboard_title,opr:eq,value:'${TITLE}')))`);
  const { result } = await client.get(`/api/v1/dashboard/${found.result[0].id}/charts`);
  const files = readdirSync(CAPTURES);
  return new Map(
    result.map((chart: { id: number; slice_name: string; form_data: { viz_type: string } }) => {
      const { slice_name: name, form_data } = chart;
      const file = files.find((file) => file.replace(/-\d+\.json$/, "") === slug(name));
      const queries = file && JSON.parse(readFileSync(new URL(file, CAPTURES), "utf8")).queries;
      return [String(chart.id), { name, vizType: form_data.viz_type, queries }];
    }),
  );
}

/** The numbers that chart/data answers for a chart, those that its kind draws. */
export async function answerOf(client: Api, chart: Chart): Promise<unknown[]> {
  const datasets = await client.get("/api/v1/dataset/?q=(filters:!((col:table_name,opr:eq,value:cleaned_sales_data)))");
  const data = {
    datasource: { id: datasets.result[0].id, type: "table" },
    queries: chart.queries,
    result_format: "json",
    result_type: "full",
  };
  const { colnames, coltypes, data: rows } = (await client.post("/api/v1/chart/data", { data })).result[0];
  const numeric: string[] = colnames.filter((_: string, at: number) => coltypes[at] === 0);
  // Beside the metric these kinds are told a rank or a share, which they do not draw as a value.
  const drawn = ["pie", "heatmap_v2"].includes(chart.vizType) ? numeric.slice(0, 1) : numeric;
  return rows.flatMap((row: Record<string, unknown>) => drawn.map((column) => row[column]));
}

function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
