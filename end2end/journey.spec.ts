import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request as requests, type Page } from "@playwright/test";
import { fillSignIn } from "./actions";
import { api } from "./api";
import { accessible, expect, hydrated, test as base } from "./fixtures";
import { type Hand, Keyboard, Pointer } from "./hands";
import { ADMIN_PASSWORD } from "./playwright.config";

const GUEST_PASSWORD = "another good password";

/** A server with nothing in it but its administrator. */
const test = base.extend<object>({
  // biome-ignore lint: Playwright reads the fixture's needs from this pattern.
  baseURL: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), "sextant-journey."));
    const port = await freePort();
    const server = spawn(process.env.SEXTANT_E2E_SERVER ?? "", ["serve"], {
      cwd: join(import.meta.dirname, ".."),
      stdio: "ignore",
      env: {
        ...process.env,
        SEXTANT_ADDR: `127.0.0.1:${port}`,
        SEXTANT_HOME: home,
        SEXTANT_ADMIN_PASSWORD: ADMIN_PASSWORD,
        SEXTANT_LOAD_EXAMPLES: "false",
      },
    });
    await listening(server, port);
    await use(`http://127.0.0.1:${port}`);
    server.kill("SIGTERM");
    rmSync(home, { recursive: true, force: true });
  },
  // biome-ignore lint: as above
  storageState: async ({}, use) => use({ cookies: [], origins: [] }),
});

test.describe.configure({ timeout: 180_000 });

test("from an empty server to a shared dashboard, by pointer", async ({ page, baseURL, problems }) => {
  await journey(page, new Pointer(page), baseURL ?? "");
  await colleague(page, baseURL ?? "", problems);
});

test("from an empty server to a shared dashboard, by keyboard alone", async ({ page, baseURL, problems }) => {
  await journey(page, new Keyboard(page), baseURL ?? "");
  await colleague(page, baseURL ?? "", problems);
});

async function journey(page: Page, hand: Hand, url: string): Promise<void> {
  const client = await api(await requests.newContext({ baseURL: url }));
  await test.step("sign in", async () => {
    await page.goto("/");
    await fillSignIn(page, "admin", ADMIN_PASSWORD);
    await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
    await accessible(page);
  });
  await test.step("connect Postgres", () => connect(page, hand));
  const dataset = await test.step("a dataset with a calculated column and a metric", () => describe(page, hand));
  await test.step("four charts of different kinds", async () => {
    for (const chart of CHARTS) await build(page, hand, dataset, chart);
  });
  await test.step("a dashboard with two tabs, published", async () => arrange(page, hand, await dashboardId(client)));
}

async function connect(page: Page, hand: Hand): Promise<void> {
  // `setup.ts` loaded the Sales table there, for a role that may only read.
  const { hostname, port } = new URL(process.env.SEXTANT_TEST_POSTGRES ?? "");
  await page.goto("/databases");
  await hydrated(page);
  await accessible(page);
  await hand.press(page.getByRole("button", { name: "Connect a database" }).first());
  const drawer = page.getByRole("dialog", { name: "Connect a database" });
  await hand.write(drawer.getByLabel("Name", { exact: true }), "Warehouse");
  await hand.write(drawer.getByLabel("Host"), hostname);
  await hand.write(drawer.getByLabel("Port"), port);
  await hand.write(drawer.getByLabel("Database name"), "examples");
  await hand.write(drawer.getByLabel("User name"), "superset");
  await hand.write(drawer.getByLabel("Password"), "superset");
  await hand.press(drawer.getByRole("button", { name: "Test connection" }));
  await expect(drawer.getByText("The connection works.")).toBeVisible();
  await hand.press(drawer.getByRole("button", { name: "Connect", exact: true }));
  await expect(drawer).toBeHidden();
  await hand.press(page.getByRole("button", { name: "Warehouse", exact: true }));
  const tables = page.getByRole("dialog", { name: "Tables of “Warehouse”" });
  await hand.write(tables.getByLabel("Search tables"), "cleaned");
  await hand.press(tables.getByRole("link", { name: "Create dataset" }));
  await expect(page).toHaveURL(/\/datasets\/new\?/);
}

/** Its id. */
async function describe(page: Page, hand: Hand): Promise<string> {
  await expect(page.getByRole("columnheader", { name: /order_number/ })).toBeVisible();
  await accessible(page);
  await hand.press(page.getByRole("tabpanel", { name: "From a table" }).getByRole("button", { name: "Create dataset" }));
  await expect(page).toHaveURL(/\/dataset\/\d+$/);
  await expect(page.getByRole("heading", { name: "cleaned_sales_data", level: 1 })).toBeVisible();
  await hand.tab(page.getByRole("tab", { name: "Calculated columns" }));
  await hand.press(page.getByRole("button", { name: "Add calculated column" }));
  await hand.write(page.getByRole("textbox", { name: "Name", exact: true }), "order_size");
  const accepted = page.getByText(/^The database accepts it\./);
  await hand.code(
    page.getByRole("textbox", { name: "Expression" }),
    "CASE WHEN quantity_ordered > 40 THEN 'many' ELSE 'few' END",
  );
  await expect(accepted).toBeVisible();
  await hand.tab(page.getByRole("tab", { name: "Metrics" }));
  await hand.press(page.getByRole("button", { name: "Add metric" }));
  await hand.write(page.getByRole("textbox", { name: "Name", exact: true }), "revenue");
  await hand.code(page.getByRole("textbox", { name: "Expression" }), "SUM(sales)");
  await expect(accepted).toBeVisible();
  await hand.press(page.getByRole("button", { name: "Save", exact: true }));
  await expect(page.getByText("Dataset saved")).toBeVisible();
  await accessible(page);
  return new URL(page.url()).pathname.split("/").pop() ?? "";
}

interface Chart {
  kind: string;
  name: string;
  /** Fields that are dragged onto shelves: the name of the shelf, then of the field. */
  parts: [string, string][];
  /** How many charts the dashboard gets before this one; the first makes it. */
  isOnDashboard: boolean;
}

const DASHBOARD = "Shared sales";

const CHARTS: Chart[] = [
  { kind: "Bar chart", name: "By size", parts: [["X-axis", "order_size"], ["Metrics", "revenue"]], isOnDashboard: true },
  { kind: "Pie chart", name: "By line", parts: [["Dimensions", "product_line"], ["Metric", "revenue"]], isOnDashboard: true },
  { kind: "Line chart", name: "Over time", parts: [["X-axis", "order_date"], ["Metrics", "revenue"]], isOnDashboard: false },
  { kind: "Big number", name: "Revenue", parts: [["Metric", "revenue"]], isOnDashboard: false },
];

async function build(page: Page, hand: Hand, dataset: string, chart: Chart): Promise<void> {
  await page.goto(`/explore?dataset_id=${dataset}`);
  await hydrated(page);
  await hand.press(page.getByRole("button", { name: /^Kind of chart/ }));
  await hand.press(page.getByRole("dialog", { name: "Kinds of charts" }).getByRole("button", { name: chart.kind, exact: true }));
  const pills = page.locator(".shelf .pill__main");
  for (let left = await pills.count(); left > 0; left--) {
    await pills.first().press("Delete");
    await expect(pills).toHaveCount(left - 1);
  }
  const fields = page.getByRole("region", { name: "Fields of the dataset" });
  for (const [shelf, field] of chart.parts) {
    const place = page.getByRole("group", { name: shelf, exact: true });
    const thing = fields.getByRole("button", { name: new RegExp(`^\\S+( \\S+)*: ?${field}$`) });
    if (hand instanceof Keyboard) await hand.press(thing);
    else await hand.drag(thing, place.locator(".shelf__drop"), shelf);
    await expect(place.locator(".pill__main")).toHaveCount(1);
  }
  await hand.press(page.getByRole("button", { name: "Run", exact: true }));
  await expect(page.locator(".stage__canvas")).toHaveAttribute("data-state", "live");
  await expect(page.getByText("The chart does not show your last changes.")).toHaveCount(0);
  await hand.press(page.getByRole("button", { name: "Save", exact: true }));
  const dialog = page.getByRole("dialog", { name: "Save chart" });
  await hand.write(dialog.getByRole("textbox", { name: "Name", exact: true }), chart.name);
  if (chart.isOnDashboard && chart === CHARTS[0]) {
    await hand.choose(dialog.getByRole("combobox", { name: "Add to dashboard", exact: true }), "New dashboard…");
    await hand.write(dialog.getByRole("textbox", { name: "Title of the new dashboard" }), DASHBOARD);
  } else if (chart.isOnDashboard) {
    await hand.choose(dialog.getByRole("combobox", { name: "Add to dashboard", exact: true }), DASHBOARD);
  }
  await accessible(page);
  await hand.press(dialog.getByRole("button", { name: "Save", exact: true }));
  await expect(page).toHaveURL(/slice_id=\d+/);
}

async function dashboardId(client: Awaited<ReturnType<typeof api>>): Promise<number> {
  const found = await client.get("/api/v1/dashboard/");
  expect(found.count).toBe(1);
  return found.ids[0];
}

async function arrange(page: Page, hand: Hand, id: number): Promise<void> {
  await page.goto(`/dashboard/${id}`);
  await hydrated(page);
  await hand.press(page.getByRole("link", { name: "Edit" }));
  const canvas = page.getByRole("region", { name: "Layout" });
  await expect(canvas).toBeVisible();
  await hand.tab(page.getByRole("tab", { name: "Layout" }));
  await hand.drag(page.locator(".edit-item", { hasText: "Tabs" }), page.locator(".edit-top"), "Top of the dashboard");
  const tabs = page.getByRole("tablist", { name: "Tabs of the dashboard" });
  await expect(tabs.getByRole("tab")).toHaveCount(1);
  await hand.press(page.getByRole("button", { name: "Add tab" }));
  await expect(tabs.getByRole("tab")).toHaveCount(2);
  await hand.tab(tabs.getByRole("tab").nth(1));
  await page.keyboard.press("F2");
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await hand.write(page.getByLabel("Name", { exact: true }), "Details");
  await expect(tabs.getByRole("tab", { name: "Details" })).toBeVisible();
  await hand.tab(page.getByRole("tab", { name: "Charts", exact: true }));
  for (const name of ["Over time", "Revenue"]) {
    const panel = canvas.getByRole("tabpanel").filter({ visible: true }).last();
    await hand.drag(page.locator(".edit-charts .edit-item", { hasText: name }), panel, "Tab Details");
    await expect(canvas.getByRole("group", { name: `Chart ${name}`, exact: true })).toBeVisible();
  }
  await hand.press(page.getByRole("button", { name: "Save", exact: true }));
  await expect(page.locator(".edit-head__status")).toHaveText("Saved");
  await accessible(page);
  await hand.press(page.getByRole("button", { name: "Properties", exact: true }));
  const dialog = page.getByRole("dialog", { name: "Properties" });
  await hand.choose(dialog.getByRole("combobox", { name: "Roles", exact: true }), "Gamma");
  await page.keyboard.press("Escape");
  await hand.press(dialog.getByRole("switch", { name: "Published" }));
  await accessible(page);
  await hand.press(dialog.getByRole("button", { name: "Save properties" }));
  await expect(dialog).toBeHidden();
}

/** Who has Gamma opens what was shared with that role, sees all of it, and is refused the editor. */
async function colleague(page: Page, url: string, problems: { allow(pattern: RegExp): void; watch(context: unknown): void }): Promise<void> {
  const client = await api(await requests.newContext({ baseURL: url }));
  const id = await dashboardId(client);
  const roles = await client.get("/api/v1/security/roles/");
  const gamma = roles.result.find((role: { name: string }) => role.name === "Gamma").id;
  const person = { username: "gerda", first_name: "Gerda", last_name: "Gamma", email: "gerda@example.org", active: true };
  await client.post("/api/v1/security/users/", { data: { ...person, password: GUEST_PASSWORD, roles: [gamma] } });
  const context = await page.context().browser()?.newContext({ baseURL: url });
  if (!context) throw new Error("there is no browser");
  problems.watch(context);
  const theirs = await context.newPage();
  await theirs.goto(`/dashboard/${id}`);
  await fillSignIn(theirs, "gerda", GUEST_PASSWORD);
  await expect(theirs.getByRole("heading", { name: DASHBOARD, level: 1 })).toBeVisible();
  await hydrated(theirs);
  for (const name of ["By size", "By line"]) {
    await expect(theirs.getByRole("article", { name })).toHaveAttribute("data-state", "live");
  }
  await theirs.getByRole("tab").nth(1).click();
  for (const name of ["Over time", "Revenue"]) {
    await expect(theirs.getByRole("article", { name })).toHaveAttribute("data-state", "live");
  }
  await expect(theirs.getByRole("link", { name: "Edit" })).toHaveCount(0);
  await accessible(theirs);
  problems.allow(/HTTP 403/);
  problems.allow(/status of 403/);
  const answer = await theirs.goto(`/dashboard/${id}/edit`);
  expect(answer?.status()).toBe(403);
  await context.close();
}

async function freePort(): Promise<number> {
  return new Promise((found) => {
    const socket = createServer().listen(0, "127.0.0.1", () => {
      const { port } = socket.address() as { port: number };
      socket.close(() => found(port));
    });
  });
}

async function listening(server: ChildProcess, port: number): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (server.exitCode !== null) throw new Error("the server ended before it listened");
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("the server does not listen");
}
