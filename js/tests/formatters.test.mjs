import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./bundle.mjs";

const { resolveFormats } = await load("formatters.ts");

/** The function that a format object becomes, inside a label or a tooltip. */
const label = (format) => resolveFormats({ series: [{ label: { formatter: format } }] }).series[0].label.formatter;
const tooltip = (format, rest = {}) => resolveFormats({ ...rest, tooltip: { formatter: format } }).tooltip.formatter;
const texts = (html) => html.replace(/<[^>]*>/g, "|").split("|").filter(Boolean);

test("numbers: a value, a label's row, a gap", () => {
  const format = label({ $format: "number", spec: ",.1f", currency: { symbol: "USD", symbolPosition: "prefix" } });
  assert.equal(format(1234.56), "$ 1,234.6");
  assert.equal(format({ value: [1704067200000, 20] }), "$ 20.0");
  assert.equal(format({ value: ["a", 20, null] }), "$ 20.0");
  assert.equal(format({ value: null }), "");
  assert.equal(label({ $format: "number", spec: ",d", dim: 0 })({ value: [5, 1704067200000] }), "5");
  assert.equal(label({ $format: "total_label", spec: ",d" })({ value: ["x", 5000] }), "5,000");
  assert.equal(label({ $format: "heatmap_label", spec: ".1f" })({ value: [0, 1, 2] }), "2.0");
});

test("times: milliseconds, ISO text, the name of a category", () => {
  const format = label({ $format: "time", spec: "%b %Y" });
  assert.equal(format(1704067200000), "Jan 2024");
  assert.equal(format("2024-02-01T00:00:00"), "Feb 2024");
  assert.equal(format("1704067200000"), "Jan 2024");
  assert.equal(format("other"), "other");
  assert.equal(format({ value: 1704067200000, seriesData: [] }), "Jan 2024");
});

test("each kind of pie label", () => {
  const params = { name: "<a>", value: 1500, percent: 37.5 };
  const all = ["key", "value", "percent", "key_value", "key_percent", "key_value_percent", "value_percent"];
  assert.deepEqual(
    all.map((label_type) => label({ $format: "pie_label", label_type, spec: "SMART_NUMBER" })(params)),
    ["<a>", "1.5k", "37.50%", "<a>: 1.5k", "<a>: 37.50%", "<a>: 1.5k (37.50%)", "1.5k (37.50%)"],
  );
  assert.deepEqual(texts(tooltip({ $format: "pie_label", spec: ",d" })(params)), ["&lt;a&gt;", "1,500", "37.50%"]);
});

test("an axis tooltip: title, order, shares, total", () => {
  const format = tooltip({ $format: "axis_tooltip", time: "%Y", spec: ",d", total: true, percent: true, sort: true });
  const encode = { x: [0], y: [1] };
  const point = (seriesName, value) => ({ seriesName, value: [1704067200000, value], axisValue: 1704067200000, axisDim: "x", encode, color: "#123456" });
  assert.deepEqual(texts(format([point("A", 1000), point("B", 3000), point("gap", null)])), [
    "2024", "B", "3,000", "75.00%", "A", "1,000", "25.00%", "Total", "4,000", "100.00%",
  ]);
});

test("an axis tooltip of a sideways chart shows the measure, not the time", () => {
  const point = { seriesName: "A", value: [7, 1704067200000], axisValue: 1704067200000, axisDim: "y", encode: { x: [0], y: [1] } };
  assert.deepEqual(texts(tooltip({ $format: "axis_tooltip", spec: ",d" })([point])), ["1704067200000", "A", "7"]);
});

test("a long axis tooltip is cut", () => {
  const points = Array.from({ length: 40 }, (_, at) => ({ seriesName: `s${at}`, value: at, axisValue: "x" }));
  const html = tooltip({ $format: "axis_tooltip", total: true })(points);
  assert.equal(html.match(/<tr/g).length, 31);
  assert.match(html, /and 10 more/);
});

test("names and colours cannot leave their place", () => {
  const hostile = { seriesName: "<img src=x onerror=alert(1)>", name: "<b>", value: 1, axisValue: "<i>", color: '"><script>' };
  for (const $format of ["axis_tooltip", "item_tooltip", "pie_label", "heatmap_tooltip", "nosuch"]) {
    const html = tooltip({ $format, x: "<u>", metric: "<s>" })(hostile);
    assert.doesNotMatch(html, /<(img|b|i|u|s|script)\b/, $format);
    assert.doesNotMatch(html, /style=/, $format);
  }
});

test("an item tooltip", () => {
  const params = { seriesName: "A", name: "Berlin", value: [1704067200000, 1500] };
  assert.deepEqual(texts(tooltip({ $format: "item_tooltip", time: "%Y-%m-%d" })(params)), ["2024-01-01", "A", "1.5k"]);
  assert.deepEqual(texts(tooltip({ $format: "item_tooltip" })(params)), ["Berlin", "A", "1.5k"]);
});

test("a heatmap tooltip knows its categories and the whole", () => {
  const option = { xAxis: { data: ["Mon", "Tue"] }, yAxis: { data: ["am", { value: "pm" }] }, series: [{ data: [[0, 0, 30], [1, 1, 10]] }] };
  const format = tooltip({ $format: "heatmap_tooltip", x: "Day", y: "Half", metric: "Sum", spec: ",d", percent: true }, option);
  assert.deepEqual(texts(format({ value: [1, 1, 10], seriesIndex: 0 })), ["Day", "Tue", "Half", "pm", "Sum", "10", "25.00%"]);
  assert.deepEqual(texts(format({ value: ["x", "y", 10], seriesIndex: 0 })).slice(0, 4), ["Day", "x", "Half", "y"]);
});

test("an unknown name is shown as text, with one warning", (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const formats = [label({ $format: "mystery" }), label({ $format: "mystery" })];
  assert.equal(formats[0](5), "5");
  assert.equal(formats[1]({ value: 7 }), "7");
  assert.deepEqual(warn.mock.calls.map((call) => call.arguments[0]), ["unknown chart format: mystery"]);
});

test("the option itself is not changed, and plain data is shared", () => {
  const data = [[1, 2], [3, 4]];
  const option = { series: [{ data, label: { formatter: { $format: "number" } } }] };
  const resolved = resolveFormats(option);
  assert.equal(resolved.series[0].data, data);
  assert.equal(option.series[0].label.formatter.$format, "number");
});

test("an item of the data may have a formatter of its own", () => {
  const option = { series: [{ data: [{ value: 1500, label: { formatter: { $format: "number" } } }, 3] }] };
  assert.equal(resolveFormats(option).series[0].data[0].label.formatter({ value: 1500 }), "1.5k");
});
