import { chromium } from "@playwright/test";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const p = await b.newPage({ viewport: { width: 1440, height: 900 } });
p.on("console", m => console.log("console", m.type(), m.text().slice(0, 1500)));
p.on("pageerror", e => console.log("pageerror", e.message.slice(0, 1500)));
p.on("response", r => { if (r.status() >= 400) console.log("HTTP", r.status(), r.url()); });
await p.goto("http://127.0.0.1:8899/");
await p.getByLabel("Username").fill("admin"); await p.getByLabel("Password").fill("correct horse battery staple");
await p.getByRole("button", { name: "Sign in" }).click();
await p.waitForTimeout(4000);
console.log(p.url(), await p.locator("body").getAttribute("data-hydrated"));
for (const [i, path] of process.argv.slice(2).entries()) {
  await p.goto("http://127.0.0.1:8899" + path);
  await p.waitForTimeout(5000);
  console.log(p.url(), await p.locator("body").getAttribute("data-hydrated"));
  await p.screenshot({ path: `/tmp/s3/h-${i}.png` });
}
await b.close();
