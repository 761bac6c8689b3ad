// Bundles the scripts into js/dist and prints their sizes; fails when the browser's bundle grows over its budget.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const BUDGET_KB = 350;

const common = {
  bundle: true,
  minify: true,
  target: "es2022",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
};

await build({ ...common, entryPoints: [join(here, "charts.ts")], outfile: join(here, "dist/charts.js"), format: "esm", platform: "browser" });
await build({ ...common, entryPoints: [join(here, "render.ts")], outfile: join(here, "dist/render.js"), format: "iife", platform: "neutral" });

for (const name of ["charts.js", "render.js"]) {
  const bytes = readFileSync(join(here, "dist", name));
  const brotli = brotliCompressSync(bytes).length;
  console.log(`${name}: ${kb(bytes.length)} KB, ${kb(brotli)} KB with brotli`);
  if (name === "charts.js" && brotli > BUDGET_KB * 1024) throw new Error(`charts.js is over its budget of ${BUDGET_KB} KB`);
}

function kb(bytes) {
  return (bytes / 1024).toFixed(0);
}
