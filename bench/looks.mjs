// Changes the look of a chart in the builder, and prints how long it takes until the chart is drawn anew: from the event of
// the control to the first frame after the canvas was drawn on.
//   node bench/looks.mjs BASE_URL PASSWORD [CPU_SLOWDOWN]
import { chromium } from "@playwright/test";

const TIMES = 20;
const [base, password, slowdown = "4"] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.SEXTANT_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(watchCanvases);
  await page.goto(base);
  await page.getByLabel("Username").fill("admin");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Home" }).waitFor();
  for (const kind of ["echarts_timeseries_bar", "echarts_timeseries_line"]) {
    const id = await chartOf(page, kind);
    if (id) console.log(JSON.stringify({ kind, ...(await looks(page, id)) }));
  }
} finally {
  await browser.close();
}

/** Notes when the last control changed, and the first frame after a canvas was drawn on since. */
function watchCanvases() {
  window.looks = { changed: 0, drawn: 0, taken: [] };
  const { looks } = window;
  addEventListener("click", (event) => { looks.changed = event.timeStamp; looks.drawn = 0; }, true);
  const note = () => {
    if (!looks.changed || looks.drawn) return;
    looks.drawn = performance.now();
    requestAnimationFrame(() => setTimeout(() => {
      looks.taken.push(performance.now() - looks.changed);
      looks.changed = 0;
    }));
  };
  for (const method of ["clearRect", "fill", "stroke", "fillText"]) {
    const draw = CanvasRenderingContext2D.prototype[method];
    CanvasRenderingContext2D.prototype[method] = function (...args) { note(); return draw.apply(this, args); };
  }
}

async function chartOf(page, kind) {
  const q = `(filters:!((col:viz_type,opr:eq,value:${kind})),page_size:1)`;
  const login = await page.request.post(`${base}/api/v1/security/login`, { data: { username: "admin", password, provider: "db", refresh: true } });
  const headers = { Authorization: `Bearer ${(await login.json()).access_token}` };
  return (await (await page.request.get(`${base}/api/v1/chart/?q=${q}`, { headers })).json()).result[0]?.id;
}

async function looks(page, id) {
  await page.goto(`${base}/explore?slice_id=${id}`);
  await page.locator("body[data-hydrated=true]").waitFor();
  await page.locator(".stage__canvas[data-state=live] canvas").first().waitFor();
  await page.getByRole("tab", { name: "Look" }).click();
  const control = page.getByRole("tabpanel").getByRole("switch").first();
  const name = await control.getAttribute("aria-label") ?? (await control.evaluate((it) => it.labels?.[0]?.textContent));
  const wire = await page.context().newCDPSession(page);
  await wire.send("Emulation.setCPUThrottlingRate", { rate: Number(slowdown) });
  await page.waitForTimeout(2000);
  await page.evaluate(() => { window.looks.taken.length = 0; });
  for (let time = 0; time < TIMES; time++) {
    await control.click({ force: true });
    await page.waitForTimeout(1200);
  }
  await wire.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  const taken = (await page.evaluate(() => window.looks.taken)).sort((a, b) => a - b);
  return {
    control: name?.trim(),
    redrawn: taken.length,
    median_ms: Math.round(taken[Math.floor(taken.length / 2)]),
    p75_ms: Math.round(taken[Math.floor(taken.length * 0.75)]),
    longest_ms: Math.round(taken.at(-1)),
  };
}
