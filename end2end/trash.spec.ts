import { api } from "./api";
import { accessible, expect, hydrated, test } from "./fixtures";
import { expectNames, makeCharts, makeDashboard, rows, toast, word } from "./lists";

test("what was deleted is restored or deleted for good", async ({ page, request }) => {
  const [client, name] = [await api(request), word()];
  const kept = await makeDashboard(client, `${name} kept`);
  const gone = await makeDashboard(client, `${name} gone`);
  await client.delete(`/api/v1/dashboard/?q=!(${kept},${gone})`);
  await page.goto(`/trash?search=${name}`);
  await hydrated(page);
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).first()).toContainText("Dashboard");
  await accessible(page);

  await page.getByRole("button", { name: `Restore ${name} kept` }).click();
  await expectNames(page, [`${name} gone`]);
  await expect(toast(page, `Restored “${name} kept”.`)).toBeVisible();
  expect((await client.get(`/api/v1/dashboard/${kept}`)).result.dashboard_title).toBe(`${name} kept`);

  const dialog = page.getByRole("dialog", { name: "Delete for good" });
  await page.getByRole("button", { name: `Delete for good ${name} gone` }).click();
  await expect(dialog).toContainText("cannot be restored afterwards");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expectNames(page, [`${name} gone`]);
  await page.getByRole("button", { name: `Delete for good ${name} gone` }).click();
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();
  await accessible(page);
});

test("a tile keeps the place of a chart that is in the trash", async ({ page, request }) => {
  const [client, name] = [await api(request), word()];
  const [chart] = await makeCharts(client, name, ["table"]);
  const position = {
    ROOT_ID: { type: "ROOT", id: "ROOT_ID", children: ["GRID_ID"] },
    GRID_ID: { type: "GRID", id: "GRID_ID", children: ["ROW-1"] },
    "ROW-1": { type: "ROW", id: "ROW-1", children: ["CHART-1"], meta: {} },
    "CHART-1": { type: "CHART", id: "CHART-1", children: [], meta: { chartId: chart, width: 6, height: 30 } },
  };
  const dashboard = await makeDashboard(client, name, JSON.stringify(position));
  await client.delete(`/api/v1/chart/${chart}`);
  await page.goto(`/dashboard/${dashboard}`);
  await hydrated(page);
  await expect(page.getByRole("article", { name: `${name} table` })).toContainText("This chart is in the trash.");
  await client.post("/api/v1/trash/restore", { data: [{ kind: "chart", id: chart }] });
  await page.reload();
  await expect(page.getByText("This chart is in the trash.")).toBeHidden();
  await expect(page.locator(`[data-chart-id="${chart}"]`)).toBeVisible();
});
