// Bundles a script in memory and imports it, so that tests run what the browser runs.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** `entry` is relative to `js/`. */
export async function load(entry) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../${entry}`, import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    logLevel: "error",
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`);
}
