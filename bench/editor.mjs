// Drags a tile across a dashboard of 100 tiles in its editor, and prints how many frames the browser drew each second.
//   node bench/editor.mjs BASE_URL PASSWORD [CPU_SLOWDOWN]
import { chromium } from "@playwright/test";

const TILES = 100;
const [base, password, slowdown = "1"] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.SEXTANT_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await signIn(page);
  const id = await dashboard(page);
  await page.goto(`${base}/dashboard/${id}/edit`);
  await page.locator("body[data-hydrated=true]").waitFor();
  await page.locator(".edit-node--tile").nth(TILES - 1).waitFor();
  await page.waitForLoadState("networkidle");
  const wire = await page.context().newCDPSession(page);
  await wire.send("Emulation.setCPUThrottlingRate", { rate: Number(slowdown) });
  console.log(JSON.stringify(await drag(page)));
} finally {
  await browser.close();
}

async function signIn(page) {
  await page.goto(base);
  await page.getByLabel("Username").fill("admin");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Home" }).waitFor();
}

/** 25 rows of four charts, the charts that there are in turn; answers its id. */
async function dashboard(page) {
  const login = await page.request.post(`${base}/api/v1/security/login`, {
    data: { username: "admin", password, provider: "db", refresh: true },
  });
  const headers = { Authorization: `Bearer ${(await login.json()).access_token}` };
  const listed = await page.request.get(`${base}/api/v1/chart/?q=(page_size:100)`, { headers });
  const charts = (await listed.json()).result;
  const nodes = { ROOT_ID: { type: "ROOT", id: "ROOT_ID", children: ["GRID_ID"] }, GRID_ID: { type: "GRID", id: "GRID_ID", children: [] } };
  for (let tile = 0; tile < TILES; tile++) {
    const row = `ROW-${Math.floor(tile / 4)}`;
    if (tile % 4 === 0) {
      nodes[row] = { type: "ROW", id: row, children: [], meta: { background: "BACKGROUND_TRANSPARENT" } };
      nodes.GRID_ID.children.push(row);
    }
    const chart = charts[tile % charts.length];
    nodes[`CHART-${tile}`] = {
      type: "CHART", id: `CHART-${tile}`, children: [],
      meta: { chartId: chart.id, sliceName: chart.slice_name, width: 3, height: 25 },
    };
    nodes[row].children.push(`CHART-${tile}`);
  }
  const data = { dashboard_title: "Hundred tiles", position_json: JSON.stringify(nodes) };
  const made = await page.request.post(`${base}/api/v1/dashboard/`, { headers, data });
  return (await made.json()).id;
}

async function drag(page) {
  const grip = await page.locator(".edit-node--tile .tile__head").first().boundingBox();
  await page.mouse.move(grip.x + 20, grip.y + 10);
  await page.mouse.down();
  await page.mouse.move(grip.x + 60, grip.y + 60, { steps: 4 });
  await page.evaluate(() => {
    window.frames60 = [];
    const tick = (now) => {
      window.frames60.push(now);
      if (window.frames60) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  for (let round = 0; round < 6; round++) {
    await page.mouse.move(900, 250 + 80 * (round % 3), { steps: 40 });
    await page.mouse.move(120, 600 - 60 * (round % 3), { steps: 40 });
  }
  const times = await page.evaluate(() => window.frames60);
  await page.mouse.up();
  const gaps = times.slice(1).map((time, at) => time - times[at]).sort((a, b) => a - b);
  const seconds = (times.at(-1) - times[0]) / 1000;
  return {
    tiles: TILES,
    frames_per_second: Math.round(gaps.length / seconds),
    slowest_frame_ms: Math.round(gaps.at(-1)),
    frame_95_ms: Math.round(gaps[Math.floor(gaps.length * 0.95)]),
  };
}
