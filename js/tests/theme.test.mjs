import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

test("the page's tokens and the canvas have the same colours", () => {
  const roles = JSON.parse(read("../theme.json"));
  const tokens = read("../../style/tokens.scss");
  for (const [role, { light, dark }] of Object.entries(roles)) {
    const found = [...tokens.matchAll(new RegExp(`--chart-${role}: (#[0-9a-f]+);`, "g"))].map((match) => match[1]);
    assert.deepEqual(found, [light, dark], role);
  }
});
