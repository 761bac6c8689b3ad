import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test as setup, expect } from "@playwright/test";
import { signIn } from "./actions";
import { api } from "./api";
import { ADMIN_STATE } from "./playwright.config";

const BUNDLE_DATABASE = "examples";

/** Brings the Sales dashboard of a Superset, as a person would: its table, its bundle, its connection. */
setup("import the Sales dashboard", async ({ request }) => {
  const uri = loadSales();
  const client = await api(request);
  await client.post("/api/v1/dashboard/import/", {
    multipart: {
      formData: {
        name: "sales-dashboard.zip",
        mimeType: "application/zip",
        buffer: readFileSync(new URL("data/sales-dashboard.zip", import.meta.url)),
      },
      passwords: JSON.stringify({ [`databases/${BUNDLE_DATABASE}.yaml`]: "superset" }),
      overwrite: "true",
    },
  });
  const databases = await client.get(`/api/v1/database/?q=(filters:!((col:database_name,opr:eq,value:${BUNDLE_DATABASE})))`);
  expect(databases.count).toBe(1);
  await client.put(`/api/v1/database/${databases.result[0].id}`, { data: { sqlalchemy_uri: uri } });
});

setup("sign in", async ({ page }) => {
  await signIn(page);
  await page.context().storageState({ path: ADMIN_STATE });
});

/** The bundle's table in a database of our own PostgreSQL, for a role that may only read; answers its URI. */
function loadSales(): string {
  return execFileSync("../.ci/load-sales", { cwd: import.meta.dirname, encoding: "utf8" }).trim();
}
