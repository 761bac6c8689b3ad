// Opens a dashboard in Chromium with an empty cache, several times, and prints what came over the wire and when all was drawn.
//   node bench/page.mjs BASE_URL PATH PASSWORD TIMES
import { chromium } from "@playwright/test";

const [base, path, password, times] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.SEXTANT_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const storageState = await signedIn();
  const runs = [];
  for (let run = 0; run < Number(times); run++) runs.push(await open(storageState));
  console.log(JSON.stringify({ ...runs[0], drawn: runs.map((one) => one.drawn) }));
} finally {
  await browser.close();
}

/** Only cookies: a context made from them has an empty HTTP cache. */
async function signedIn() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(base);
  await page.getByLabel("Username").fill("admin");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Home" }).waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

async function open(storageState) {
  const context = await browser.newContext({ storageState, viewport: { width: 1280, height: 2400 } });
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable");
  const kinds = new Map();
  const bytes = {};
  let requests = 0;
  wire.on("Network.responseReceived", ({ requestId, response }) => kinds.set(requestId, kindOf(response)));
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    if (kind === undefined) return;
    requests++;
    bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength;
  });
  await page.addInitScript(noteWhenDrawn);
  await page.goto(base + path);
  const drawn = await page.waitForFunction(() => window.drawnAt, undefined, { timeout: 30_000 });
  const at = await drawn.jsonValue();
  await page.waitForLoadState("networkidle");
  await context.close();
  return { drawn: at, requests, bytes };
}

function kindOf({ url, mimeType }) {
  const { pathname } = new URL(url);
  if (pathname.endsWith(".wasm")) return "app WASM";
  if (pathname.startsWith("/js/")) return "ECharts";
  if (pathname.endsWith(".js")) return "app JS";
  if (pathname.endsWith(".css")) return "CSS";
  if (pathname.startsWith("/fonts/")) return "font";
  if (mimeType === "text/html") return "HTML";
  if (mimeType.includes("json")) return "data";
  return "other";
}

/** Runs in the page: the time since the navigation's start at which every tile of the visible tab was drawn. */
function noteWhenDrawn() {
  const look = () => {
    const tiles = [...document.querySelectorAll("article.tile[data-chart-id]")].filter((tile) => tile.checkVisibility());
    const states = tiles.map((tile) => tile.dataset.state);
    if (states.includes("error")) throw new Error("a tile shows an error");
    const done = states.length > 0 && states.every((state) => state === "live");
    if (done) window.drawnAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
