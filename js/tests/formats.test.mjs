// The tables are shared with the Rust twin in crates/sx-chart. `UPDATE_CASES=1 npm test` writes what the scripts answer now.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./bundle.mjs";

const { numberFormat } = await load("formats/number.ts");
const { timeFormat } = await load("formats/time.ts");
const { SYMBOLS } = await load("formats/currency.ts");

checkTable("number-cases.json", ({ spec, value, currency }) => numberFormat(spec, currency)(value));
checkTable("time-cases.json", ({ spec, value }) => timeFormat(spec)(value));

test("values that JSON cannot hold", () => {
  const format = numberFormat(",d");
  assert.deepEqual([NaN, Infinity, -Infinity].map(format), ["NaN", "∞", "-∞"]);
});

test("an unknown d3 spec says so", () => {
  assert.equal(numberFormat("no spec")(1), "1 (Invalid format: no spec)");
  assert.equal(numberFormat("constructor")(1), "1 (Invalid format: constructor)");
});

test("currency symbols are those of Intl", () => {
  for (const [code, symbol] of Object.entries(SYMBOLS)) {
    const parts = new Intl.NumberFormat("en-US", { style: "currency", currency: code }).formatToParts(1);
    assert.equal(symbol, parts.find((part) => part.type === "currency").value, code);
  }
});

function checkTable(name, format) {
  const file = new URL(name, import.meta.url);
  const cases = JSON.parse(readFileSync(file, "utf8"));
  if (process.env.UPDATE_CASES) {
    const lines = cases.map((one) => `  ${JSON.stringify({ ...one, expected: format(one) })}`);
    writeFileSync(file, `[\n${lines.join(",\n")}\n]\n`);
  }
  test(name, () => {
    assert.ok(cases.length > 20);
    for (const one of cases) assert.equal(format(one), one.expected, JSON.stringify(one));
  });
}
