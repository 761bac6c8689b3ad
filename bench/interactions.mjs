// How long people wait from an interaction to the next paint, in the journeys of the browser tests with the CPU slowed four
// times. `bench/interactions` runs them and calls this with the file they wrote.
//   node bench/interactions.mjs FILE
// The browser reports no interaction that took less than 16 ms, so the percentiles are of the slower ones: an upper bound.
import { readFileSync } from "node:fs";

const lines = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => JSON.parse(line));
/** One interaction is several events (down, up, click); it takes as long as the longest of them. */
const interactions = new Map();
for (const line of lines) {
  const key = `${line.page}/${line.id}`;
  if ((interactions.get(key)?.duration ?? 0) < line.duration) interactions.set(key, line);
}
const all = [...interactions.values()];
const percentile = (of, share) => of.map((it) => it.duration).sort((a, b) => a - b)[Math.min(of.length - 1, Math.floor(of.length * share))];

console.log("| journeys | interactions of 16 ms and more | median | p75 | p95 | longest |\n|---|---|---|---|---|---|");
const row = (name, of) =>
  console.log(`| ${name} | ${of.length} | ${percentile(of, 0.5)} ms | ${percentile(of, 0.75)} ms | ${percentile(of, 0.95)} ms | ${percentile(of, 1)} ms |`);
for (const file of new Set(all.map((it) => it.test.split(":")[0]))) row(file, all.filter((it) => it.test.startsWith(`${file}:`)));
row("all", all);
console.log("\nThe longest:");
for (const it of all.sort((a, b) => b.duration - a.duration).slice(0, 25)) {
  console.log(`${it.duration} ms  ${it.event}  ${it.target}  (${it.test})`);
}
