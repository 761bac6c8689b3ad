import { type APIRequestContext, expect as check, type Locator, type Page } from "@playwright/test";
import { fillSignIn } from "./actions";
import { type Api, api } from "./api";
import { Finger } from "./finger";
import { accessible, expect, hydrated, test } from "./fixtures";
import { ADMIN_STATE } from "./playwright.config";
import { chartsOfSales } from "./sales";

/** A dashboard of its own for each test: `Quarterly` and `Revenue` in one row, `Items` in the next. */
async function made(request: APIRequestContext, title: string): Promise<{ client: Api; id: number; names: string[] }> {
  const client = await api(request);
  const charts = [...(await chartsOfSales(client)).entries()].slice(0, 3).map(([id, chart]) => ({ id: Number(id), name: chart.name }));
  const chart = (n: number, row: string, width: number) => ({
    [`CHART-${n}`]: {
      type: "CHART",
      id: `CHART-${n}`,
      children: [],
      parents: ["ROOT_ID", "GRID_ID", row],
      meta: { chartId: charts[n]!.id, sliceName: charts[n]!.name, width, height: 30 },
    },
  });
  const row = (id: string, children: string[]) => ({
    [id]: { type: "ROW", id, children, parents: ["ROOT_ID", "GRID_ID"], meta: { background: "BACKGROUND_TRANSPARENT" } },
  });
  const position = {
    DASHBOARD_VERSION_KEY: "v2",
    ROOT_ID: { type: "ROOT", id: "ROOT_ID", children: ["GRID_ID"] },
    GRID_ID: { type: "GRID", id: "GRID_ID", children: ["ROW-1", "ROW-2"], parents: ["ROOT_ID"] },
    HEADER_ID: { type: "HEADER", id: "HEADER_ID", meta: { text: title } },
    ...row("ROW-1", ["CHART-0", "CHART-1"]),
    ...row("ROW-2", ["CHART-2"]),
    ...chart(0, "ROW-1", 4),
    ...chart(1, "ROW-1", 4),
    ...chart(2, "ROW-2", 6),
  };
  const data = { dashboard_title: title, position_json: JSON.stringify(position) };
  const { id } = await client.post("/api/v1/dashboard/", { data });
  return { client, id, names: charts.map((one) => one.name) };
}

async function open(page: Page, id: number): Promise<void> {
  await page.goto(`/dashboard/${id}/edit`);
  await hydrated(page);
  await expect(canvas(page)).toBeVisible();
}

const canvas = (page: Page) => page.getByRole("region", { name: "Layout" });
const node = (page: Page, name: string) => canvas(page).getByRole("group", { name, exact: true });
const handle = (page: Page, name: string) => node(page, name).getByRole("button", { name: `Move ${name}`, exact: true });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const status = (page: Page) => page.locator(".edit-head__status");

/** The rows as they stand, each as names with widths: `Quarterly 4`. */
const rows = (page: Page) =>
  canvas(page)
    .locator(".edit-node--row")
    .evaluateAll((all) =>
      all.map((row) =>
        [...row.querySelectorAll(":scope > .grid-row > .edit-node")].map((tile) => {
          const width = /span-(\d+)/.exec(tile.className)?.[1] ?? "";
          return `${(tile.getAttribute("aria-label") ?? "").replace("Chart ", "")} ${width}`.trim();
        }),
      ),
    );

async function middle(of: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await of.scrollIntoViewIfNeeded();
  const box = await of.boundingBox();
  if (!box) throw new Error("it is not drawn");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width, height: box.height };
}

/** As a hand does it: down, some steps, up. */
async function drag(page: Page, from: Locator, to: { x: number; y: number }): Promise<void> {
  const start = await middle(from);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 10 });
  await page.waitForFunction(() => document.querySelector(".drag-layer") !== null);
  await page.mouse.move(to.x + 1, to.y, { steps: 2 });
  await page.mouse.up();
}

const PASSWORD = "a long enough password";

/** Answers the id of the role. */
async function person(client: Api, username: string, role: string): Promise<number> {
  const roles = await client.get("/api/v1/security/roles/?q=(page_size:100)");
  const { id } = roles.result.find((one: { name: string }) => one.name === role);
  const names = { username, first_name: "Gerda", last_name: role, email: `${username}@example.org`, active: true };
  await client.post("/api/v1/security/users/", { data: { ...names, password: PASSWORD, roles: [id] } });
  return id;
}

async function storedRows(client: Api, id: number): Promise<string[][]> {
  const { result } = await client.get(`/api/v1/dashboard/${id}`);
  const position = JSON.parse(result.position_json);
  return position.GRID_ID.children
    .filter((row: string) => position[row].type === "ROW")
    .map((row: string) => position[row].children.map((child: string) => `${position[child].meta.sliceName} ${position[child].meta.width}`));
}

test("by pointer: move, resize, add, undo to the start, redo, save, reload", async ({ page, request }) => {
  test.slow();
  const { client, id, names } = await made(request, "Edited by pointer");
  const [first, second, third] = names as [string, string, string];
  await open(page, id);
  const start = [[`${first} 4`, `${second} 4`], [`${third} 6`]];
  await expect.poll(() => rows(page)).toEqual(start);
  await expect(button(page, "Save")).toBeDisabled();

  await test.step("to the end of another row, which shrinks it to what is free there", async () => {
    const goal = await middle(node(page, `Chart ${third}`));
    await node(page, `Chart ${first}`).hover();
    await drag(page, handle(page, `Chart ${first}`), { x: goal.x + goal.width / 2 + 60, y: goal.y });
    await expect.poll(() => rows(page)).toEqual([[`${second} 4`], [`${third} 6`, `${first} 4`]]);
  });

  await test.step("wider by its edge", async () => {
    const tile = node(page, `Chart ${second}`);
    const box = await middle(tile);
    await tile.hover();
    await page.mouse.move(box.x + box.width / 2 + 1, box.y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 1 + (box.width / 4) * 2, box.y, { steps: 10 });
    await page.mouse.up();
    await expect.poll(() => rows(page)).toEqual([[`${second} 6`], [`${third} 6`, `${first} 4`]]);
  });

  await test.step("a header from the palette", async () => {
    await page.getByRole("tab", { name: "Layout" }).click();
    const goal = await middle(node(page, "Row").first());
    await drag(page, page.locator(".edit-item", { hasText: "Header" }), { x: goal.x, y: goal.y - goal.height / 2 - 6 });
    await expect(node(page, "Header New header")).toBeVisible();
  });

  const end = await rows(page);
  await test.step("undo to the start, redo to the end", async () => {
    for (let step = 0; step < 3; step += 1) await button(page, "Undo").click();
    await expect.poll(() => rows(page)).toEqual(start);
    await expect(button(page, "Undo")).toBeDisabled();
    await expect(button(page, "Save")).toBeDisabled();
    for (let step = 0; step < 3; step += 1) await button(page, "Redo").click();
    await expect.poll(() => rows(page)).toEqual(end);
  });

  await button(page, "Save").click();
  await expect(status(page)).toHaveText("Saved");
  await page.reload();
  await hydrated(page);
  await expect.poll(() => rows(page)).toEqual(end);
  check(await storedRows(client, id)).toEqual(end);
  await accessible(page);
});

test.describe("by touch", () => {
  test.use({ hasTouch: true });

  test("a tile is dragged by its handle", async ({ page, request }) => {
    const { id, names } = await made(request, "Edited by touch");
    const [first, second, third] = names as [string, string, string];
    await open(page, id);
    const finger = await Finger.of(page);
    // A first touch selects it, which shows its handle.
    await node(page, `Chart ${first}`).tap();
    const from = await middle(handle(page, `Chart ${first}`));
    const goal = await middle(node(page, `Chart ${third}`));
    await finger.down(from);
    await finger.move(from, { x: goal.x + goal.width / 2 + 60, y: goal.y });
    await expect(page.locator(".drag-layer")).toBeAttached();
    await finger.up();
    await expect.poll(() => rows(page)).toEqual([[`${second} 4`], [`${third} 6`, `${first} 4`]]);
  });
});

test("by keyboard alone: move, resize, rename, remove, undo, redo, save", async ({ page, request }) => {
  test.slow();
  const { client, id, names } = await made(request, "Edited by keyboard");
  const [first, second, third] = names as [string, string, string];
  await open(page, id);
  const start = await rows(page);

  await handle(page, `Chart ${third}`).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Home");
  // The first place is above the first row; the next are in it.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect.poll(() => rows(page)).toEqual([[`${third} 4`, `${first} 4`, `${second} 4`]]);
  await expect(handle(page, `Chart ${third}`)).toBeFocused();

  // While Shift is held it is one step.
  await page.keyboard.down("Shift");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.up("Shift");
  await expect.poll(() => rows(page)).toEqual([[`${third} 3`, `${first} 4`, `${second} 4`]]);
  await page.keyboard.press("F2");
  await expect(page.getByLabel("Name on this dashboard")).toBeFocused();
  await page.keyboard.type("Renamed");
  await expect(node(page, "Chart Renamed")).toBeVisible();

  await handle(page, `Chart ${second}`).focus();
  await expect(page.getByLabel("Name on this dashboard")).toHaveValue("");
  await page.keyboard.press("Delete");
  await expect(page.getByText(`Removed ${second}.`)).toBeVisible();
  await expect.poll(() => rows(page)).toEqual([["Renamed 3", `${first} 4`]]);
  const end = await rows(page);

  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect.poll(() => rows(page)).toEqual(start);
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("Control+Shift+z");
  await expect.poll(() => rows(page)).toEqual(end);
  await page.keyboard.press("Control+s");
  await expect(status(page)).toHaveText("Saved");
  check((await storedRows(client, id))[0]).toHaveLength(2);
});

test("tabs: made at the top, filled by resting on one, renamed, removed again", async ({ page, request }) => {
  test.slow();
  const { id, names } = await made(request, "Edited with tabs");
  await open(page, id);
  await page.getByRole("tab", { name: "Layout" }).click();
  await drag(page, page.locator(".edit-item", { hasText: "Tabs" }), await middle(page.locator(".edit-top")));
  const tabs = page.getByRole("tablist", { name: "Tabs of the dashboard" });
  await expect(tabs.getByRole("tab")).toHaveCount(1);
  await expect.poll(() => rows(page)).toHaveLength(2);

  await button(page, "Add tab").click();
  await expect(tabs.getByRole("tab")).toHaveCount(2);
  await tabs.getByRole("tab").first().click();
  const from = await middle(node(page, `Chart ${names[2]}`));
  const to = await middle(tabs.getByRole("tab").nth(1));
  await node(page, `Chart ${names[2]}`).hover();
  const grip = await middle(handle(page, `Chart ${names[2]}`));
  await page.mouse.move(grip.x, grip.y);
  await page.mouse.down();
  await page.mouse.move(from.x, from.y, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await expect(tabs.getByRole("tab").nth(1)).toHaveAttribute("aria-selected", "true");
  const panel = await middle(page.getByRole("tabpanel", { name: "New tab" }).last());
  await page.mouse.move(panel.x, panel.y, { steps: 5 });
  await page.mouse.up();
  await expect(page.getByRole("tabpanel").filter({ visible: true }).getByRole("group", { name: `Chart ${names[2]}` })).toBeVisible();

  // What was dropped takes the focus once it stands there, which may be after this.
  await expect(async () => {
    await tabs.getByRole("tab").nth(1).focus();
    await page.keyboard.press("F2");
    await expect(page.getByLabel("Name", { exact: true })).toBeFocused({ timeout: 1000 });
  }).toPass();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Details");
  await expect(tabs.getByRole("tab", { name: "Details" })).toBeVisible();
  await accessible(page);

  await button(page, "Remove tabs").click();
  await expect(tabs).toHaveCount(0);
  await expect.poll(() => rows(page)).toHaveLength(2);
});

test("a chart of the list comes onto an empty dashboard, and its text is written beside a preview", async ({ page, request }) => {
  const client = await api(request);
  const { id } = await client.post("/api/v1/dashboard/", { data: { dashboard_title: "Empty at first" } });
  await open(page, id);
  await expect(page.getByText("Drag a chart here, or press Enter on one in the list.")).toBeVisible();
  await page.getByLabel("Search charts").fill("Quarterly");
  const found = page.locator(".edit-charts .edit-item").first();
  await expect(found).toContainText("Quarterly");
  await found.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(() => rows(page)).toHaveLength(1);
  await expect(found).toContainText("Added");
  await expect(canvas(page).locator("canvas")).toBeVisible();

  await page.getByRole("tab", { name: "Layout" }).click();
  await page.locator(".edit-item", { hasText: "Text" }).dblclick();
  await node(page, "Text").click();
  const code = page.getByRole("textbox", { name: "Markdown" });
  await code.click();
  await page.keyboard.type("**Bold** words");
  await expect(canvas(page).locator("strong", { hasText: "Bold" })).toBeVisible();
});

test("work that was not saved is offered after the browser was killed", async ({ page, playwright, launchOptions, baseURL, problems, request }) => {
  const { id, names } = await made(request, "Edited until the crash");
  const killed = await playwright.chromium.launchServer(launchOptions);
  const context = await (await playwright.chromium.connect(killed.wsEndpoint())).newContext({ baseURL, storageState: ADMIN_STATE });
  problems.watch(context);
  const first = await context.newPage();
  await open(first, id);
  await handle(first, `Chart ${names[0]}`).focus();
  await first.keyboard.press("Delete");
  await expect(status(first)).toHaveText("Draft kept");
  const edited = await rows(first);
  killed.process().kill("SIGKILL");
  await expect.poll(() => context.browser()?.isConnected()).toBe(false);

  await open(page, id);
  await expect(page.getByText(/You have changes from .* that were not saved/)).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect.poll(() => rows(page)).toEqual(edited);
  await page.getByRole("button", { name: "Discard", exact: true }).click();
  await expect.poll(() => rows(page)).not.toEqual(edited);
  await expect(status(page)).toHaveText("Saved");
  await page.reload();
  await hydrated(page);
  await expect(page.getByText(/that were not saved/)).toHaveCount(0);
});

test("somebody else's newer save is noticed, and not lost", async ({ page, request }) => {
  const { client, id, names } = await made(request, "Edited by two");
  await open(page, id);
  await client.put(`/api/v1/dashboard/${id}`, { data: { dashboard_title: "Edited by the other" } });
  await handle(page, `Chart ${names[0]}`).focus();
  await page.keyboard.press("Delete");
  await button(page, "Save").click();
  const dialog = page.getByRole("dialog", { name: "Somebody saved in between" });
  await expect(dialog).toContainText("saved this dashboard on");
  await dialog.getByRole("button", { name: "Keep mine as a draft and load theirs" }).click();
  await expect(page.getByLabel("Title of the dashboard")).toHaveValue("Edited by the other");
  await hydrated(page);
  await page.getByRole("button", { name: "Continue" }).click();
  await button(page, "Save").click();
  await dialog.getByRole("button", { name: "Overwrite" }).click();
  await expect(status(page)).toHaveText("Saved");
  check(await storedRows(client, id)).toEqual([[`${names[1]} 4`], [`${names[2]} 6`]]);
});

test("two people edit the same dashboard: the second to save keeps both", async ({ page, browser, request }) => {
  const { client, id, names } = await made(request, "Edited at two desks");
  await open(page, id);
  const username = `second${id}`;
  await person(client, username, "Admin");
  const other = await (await browser.newContext({ storageState: { cookies: [], origins: [] } })).newPage();
  await other.goto(`/dashboard/${id}/edit`);
  await fillSignIn(other, username, PASSWORD);
  await hydrated(other);
  await expect(canvas(other)).toBeVisible();

  await handle(other, `Chart ${names[2]}`).focus();
  await other.keyboard.press("Delete");
  await button(other, "Save").click();
  await expect(status(other)).toHaveText("Saved");

  await handle(page, `Chart ${names[0]}`).focus();
  await page.keyboard.press("Delete");
  await button(page, "Save").click();
  const dialog = page.getByRole("dialog", { name: "Somebody saved in between" });
  await expect(dialog).toContainText(`Removed ${names[2]}`);
  await dialog.getByRole("button", { name: "Save as a copy" }).click();
  await expect(page.getByLabel("Title of the dashboard")).toHaveValue("Edited at two desks (copy)");
  const copy = Number(/dashboard\/(\d+)\/edit/.exec(page.url())?.[1]);
  check(copy).not.toBe(id);
  check(await storedRows(client, id)).toEqual([[`${names[0]} 4`, `${names[1]} 4`]]);
  check(await storedRows(client, copy)).toEqual([[`${names[1]} 4`], [`${names[2]} 6`]]);
  await other.context().close();
});

test("properties are changed, and the JSON is checked", async ({ page, request }) => {
  const { client, id } = await made(request, "With properties");
  await open(page, id);
  await button(page, "Properties").click();
  const dialog = page.getByRole("dialog", { name: "Properties" });
  await dialog.getByLabel("Title").fill("With other properties");
  await dialog.getByLabel("URL slug").fill(`slug ${id}`);
  await dialog.getByRole("button", { name: "Save properties" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel("Title of the dashboard")).toHaveValue("With other properties");
  const { result } = await client.get(`/api/v1/dashboard/${id}`);
  check([result.dashboard_title, result.slug]).toEqual(["With other properties", `slug-${id}`]);
  await expect(button(page, "Save")).toBeDisabled();
});

test("a colleague with Gamma sees no Edit, and is refused the address", async ({ browser, request, problems }) => {
  const { client, id } = await made(request, "Only to look at");
  const username = `gamma${id}`;
  const gamma = await person(client, username, "Gamma");
  await client.put(`/api/v1/dashboard/${id}`, { data: { published: true, roles: [gamma] } });
  problems.allow(/HTTP 403/);
  problems.allow(/status of 403/);

  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto(`/dashboard/${id}`);
  await fillSignIn(page, username, PASSWORD);
  await expect(page.getByRole("heading", { name: "Only to look at", level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Edit" })).toHaveCount(0);
  const answer = await page.goto(`/dashboard/${id}/edit`);
  check(answer?.status()).toBe(403);
  await expect(page.getByRole("heading", { name: "Not yours to edit" })).toBeVisible();
  await context.close();
});
