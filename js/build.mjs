// Bundles the scripts into js/dist and prints their sizes; fails when one of the browser's grows over its budget.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
/** With brotli, of what the browser loads. */
const BUDGETS_KB = { "charts.js": 350, "editor.js": 160 };

const common = {
  bundle: true,
  minify: true,
  target: "es2022",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
};

for (const name of ["charts", "editor"]) {
  await build({ ...common, entryPoints: [join(here, `${name}.ts`)], outfile: join(here, `dist/${name}.js`), format: "esm", platform: "browser" });
}
await build({ ...common, entryPoints: [join(here, "render.ts")], outfile: join(here, "dist/render.js"), format: "iife", platform: "neutral" });

for (const name of ["charts.js", "editor.js", "render.js"]) {
  const bytes = readFileSync(join(here, "dist", name));
  const brotli = brotliCompressSync(bytes).length;
  console.log(`${name}: ${kb(bytes.length)} KB, ${kb(brotli)} KB with brotli`);
  if (brotli > (BUDGETS_KB[name] ?? Infinity) * 1024) throw new Error(`${name} is over its budget of ${BUDGETS_KB[name]} KB`);
}

function kb(bytes) {
  return (bytes / 1024).toFixed(0);
}
