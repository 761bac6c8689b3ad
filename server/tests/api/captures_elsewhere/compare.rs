//! The comparison of `replay.py` of the conformance suite, which tells all that differs and not only the first.

use serde_json::{Map, Value, json};

use super::captures::Capture;

const FACTS: [&str; 10] = [
    "status",
    "error",
    "colnames",
    "coltypes",
    "rowcount",
    "label_map",
    "from_dttm",
    "to_dttm",
    "applied_filters",
    "rejected_filters",
];

/// Words of a time range that moves on.
const RELATIVE: [&str; 8] = ["now", "ago", "last", "next", "today", "this", "previous", "current"];

/// A sentence for each thing that differs; none when only rows that the question leaves tied stand in another order.
pub fn differences(capture: &Capture, ours: &Value) -> Vec<String> {
    let empty = Vec::new();
    let ours = ours.as_array().unwrap_or(&empty);
    if ours.len() != capture.result.len() {
        return vec![format!("{} queries answered instead of {}", ours.len(), capture.result.len())];
    }
    let mut told = Vec::new();
    for (number, (ours, theirs)) in ours.iter().zip(&capture.result).enumerate() {
        let query = &capture.queries[number];
        let mut sentences = facts(query, ours, theirs);
        sentences.extend(rows(query, &ours["data"], &theirs["data"]));
        told.extend(sentences.into_iter().map(|sentence| format!("query {number}: {sentence}")));
    }
    told
}

fn facts(query: &Value, ours: &Value, theirs: &Value) -> Vec<String> {
    let text = query.to_string().to_lowercase();
    let moves_on = RELATIVE.iter().any(|word| text.contains(word));
    let mut told = Vec::new();
    for fact in FACTS.iter().filter(|fact| theirs.get(**fact).is_some()) {
        let is_compared = !(moves_on && fact.ends_with("_dttm"));
        if is_compared && !same(&ours[*fact], &theirs[*fact]) {
            told.push(format!("{fact} is {} instead of {}", short(&ours[*fact]), short(&theirs[*fact])));
        }
    }
    // The captures leave the names of the rows out where they are their numbers; they are everywhere.
    let count = ours["data"].as_array().map_or(0, Vec::len);
    if theirs.get("colnames").is_some() && ours["indexnames"] != json!((0..count).collect::<Vec<_>>()) {
        told.push(format!("indexnames is {}", short(&ours["indexnames"])));
    }
    told
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.len() {
        0..=80 => text,
        length => format!("a text of {length} bytes"),
    }
}

fn rows(query: &Value, ours: &Value, theirs: &Value) -> Option<String> {
    if same(ours, theirs) {
        return None;
    }
    let (Some(ours), Some(theirs)) = (ours.as_array(), theirs.as_array()) else {
        return Some(format!("data is {} instead of {}", short(ours), short(theirs)));
    };
    let mut missing = without(theirs, ours);
    let more = without(ours, theirs);
    if missing.is_empty() && more.is_empty() {
        return unordered(query, ours, theirs);
    }
    if same(&sorted_within(ours), &sorted_within(theirs)) {
        return Some("lists within the rows are in another order".to_owned());
    }
    missing.truncate(1);
    let example = missing.first().map(|row| format!(", as {}", start(&row.to_string()))).unwrap_or_default();
    Some(format!("{} of {} rows are not among the {} captured{example}", more.len(), ours.len(), theirs.len()))
}

fn start(text: &str) -> String {
    text.chars().take(120).collect()
}

/// The captured sequence has to be kept by the columns that the question sorts by.
fn unordered(query: &Value, ours: &[Value], theirs: &[Value]) -> Option<String> {
    for target in query["orderby"].as_array().into_iter().flatten() {
        let Some(label) = target[0].as_str().or_else(|| target[0]["label"].as_str()) else { continue };
        let column = |rows: &[Value]| -> Value { rows.iter().map(|row| row[label].clone()).collect() };
        if theirs.first().is_some_and(|row| row.get(label).is_some()) && !same(&column(ours), &column(theirs)) {
            return Some(format!("the rows are not ordered by {label}"));
        }
    }
    None
}

/// Those rows that have no partner among the others, each of which is the partner of one.
fn without<'a>(rows: &'a [Value], others: &[Value]) -> Vec<&'a Value> {
    let mut keys: Vec<_> = others.iter().map(key).collect();
    keys.sort_unstable();
    let mut taken = vec![false; keys.len()];
    let mut left = Vec::new();
    for row in rows {
        let key = key(row);
        let first = keys.partition_point(|other| *other < key);
        let free = (first..keys.len()).take_while(|at| keys[*at] == key).find(|at| !taken[*at]);
        match free {
            Some(at) => taken[at] = true,
            None => left.push(row),
        }
    }
    left
}

/// A row with its numbers to nine digits, as `replay.py` rounds them.
fn key(value: &Value) -> String {
    match value {
        Value::Number(number) => format!("{:.8e}", number.as_f64().unwrap_or_default() + 0.0),
        Value::Array(values) => values.iter().map(|value| key(value) + ",").collect(),
        Value::Object(fields) => fields_of(fields).map(|(name, value)| format!("{name}={};", key(value))).collect(),
        other => other.to_string(),
    }
}

fn fields_of(fields: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_unstable_by_key(|(name, _)| *name);
    fields.into_iter()
}

fn sorted_within(rows: &[Value]) -> Value {
    let sorted = |value: &Value| match value {
        Value::Array(values) => {
            let mut values = values.clone();
            values.sort_by_cached_key(key);
            values.into()
        }
        other => other.clone(),
    };
    let row = |row: &Value| -> Value {
        let fields = row.as_object().into_iter().flatten();
        fields.map(|(name, value)| (name.clone(), sorted(value))).collect::<Map<_, _>>().into()
    };
    rows.iter().map(row).collect()
}

/// Numbers within 1e-9, everything else exactly.
fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap_or_default(), b.as_f64().unwrap_or_default());
            (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, value)| b.get(name).is_some_and(|other| same(value, other)))
        }
        (a, b) => a == b,
    }
}

#[test]
fn what_is_wrong_is_told() {
    let captured =
        json!([{ "a": "x", "n": 1.5, "l": [1, 2] }, { "a": "y", "n": 1.5, "l": [] }, { "a": "z", "n": 3, "l": [] }]);
    let answer = |rows: &Value| {
        let count = rows.as_array().unwrap().len();
        json!([{ "colnames": ["a", "n", "l"], "rowcount": count, "indexnames": (0..count).collect::<Vec<_>>(), "data": rows }])
    };
    let told = |change: &dyn Fn(&mut Value)| {
        let mut rows = captured.clone();
        change(&mut rows);
        let capture = Capture {
            name: String::new(),
            table: String::new(),
            queries: json!([{ "orderby": [["n", true]] }]),
            result: vec![answer(&captured)[0].clone()],
        };
        differences(&capture, &answer(&rows))
    };
    let swap = |rows: &mut Value, a: usize, b: usize| rows.as_array_mut().unwrap().swap(a, b);
    assert!(told(&|_| ()).is_empty());
    assert!(told(&|rows| rows[0]["n"] = json!(1.500_000_000_1)).is_empty(), "the last digits");
    assert!(told(&|rows| swap(rows, 0, 1)).is_empty(), "they are tied");
    assert_eq!(told(&|rows| swap(rows, 1, 2)), ["query 0: the rows are not ordered by n"]);
    assert_eq!(told(&|rows| rows[0]["l"] = json!([2, 1])), ["query 0: lists within the rows are in another order"]);
    let other = "1 of 3 rows are not among the 3 captured, as {\"a\":\"z\",\"n\":3,\"l\":[]}";
    assert_eq!(told(&|rows| rows[2]["n"] = json!(3.001)), [format!("query 0: {other}")]);
    assert_eq!(told(&|rows| rows[2]["a"] = json!(null)), [format!("query 0: {other}")]);
    let twice = told(&|rows| rows[2] = rows[0].clone());
    assert_eq!(twice, [format!("query 0: {other}")], "one captured row has one partner");
    let fewer = told(&|rows| _ = rows.as_array_mut().unwrap().pop());
    assert_eq!(fewer[0], "query 0: rowcount is 2 instead of 3");
    assert!(fewer[1].starts_with("query 0: 0 of 2 rows are not among the 3 captured, as "), "{fewer:?}");
}
