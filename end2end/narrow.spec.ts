import { api } from "./api";
import { accessible, expect, hydrated, test } from "./fixtures";

/** Each place of the product, by an address with the ids of the examples. */
const PLACES = [
  "/",
  "/dashboards",
  "/charts",
  "/datasets",
  "/dataset/{dataset}",
  "/datasets/new",
  "/databases",
  "/upload",
  "/explore",
  "/explore?slice_id={chart}",
  "/dashboard/{dashboard}",
  "/dashboard/{dashboard}/edit",
  "/users",
  "/roles",
  "/roles/1",
  "/log",
  "/profile",
  "/trash",
  "/api-docs",
];

test.use({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });

for (const place of PLACES) {
  test(`${place} fits a phone, and is accessible when it is dark`, async ({ page, request }) => {
    const client = await api(request);
    const first = async (kind: string) => (await client.get(`/api/v1/${kind}/?q=(page_size:1)`)).result[0].id;
    let path = place;
    for (const kind of ["dataset", "chart", "dashboard"]) {
      if (path.includes(`{${kind}}`)) path = path.replace(`{${kind}}`, await first(kind));
    }
    await page.goto(path);
    await hydrated(page);
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), "nothing is wider than the page").toBe(0);
    // What authors of dashboards wrote has headings of its own.
    await accessible(page, place.startsWith("/dashboard/") ? ["heading-order"] : []);
  });
}
