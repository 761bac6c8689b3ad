//! Filters: Superset's two, and those of Jinja that make texts, within bounds.

use std::sync::Arc;

use minijinja::formatting::{FormatStyle, format};
use minijinja::value::{Rest, ValueOrKwargs};
use minijinja::{Environment, Error, Value, functions};

use super::arguments::{Given as _, bind};
use super::budget::LARGEST;
use super::error::refused;
use super::list::{List, items_of};
use super::moment::to_datetime;
use super::reads::Reads;
use super::text::{literal, text_of};

const LONGEST_RANGE: usize = 10_000;

/// Filters that are paid for by the size of what they are given, and the operators that do so.
pub(super) const FILTERS: &[(&str, &str)] = &[
    ("capitalize", " |capitalize"),
    ("count", " |count"),
    ("dictsort", " |dictsort"),
    ("first", " |first"),
    ("format", " |format"),
    ("items", " |items"),
    ("join", " |join"),
    ("last", " |last"),
    ("length", " |length"),
    ("lines", " |lines"),
    ("list", " |list"),
    ("lower", " |lower"),
    ("map", " |map"),
    ("max", " |max"),
    ("min", " |min"),
    ("reject", " |reject"),
    ("rejectattr", " |rejectattr"),
    ("replace", " |replace"),
    ("reverse", " |reverse"),
    ("select", " |select"),
    ("selectattr", " |selectattr"),
    ("sort", " |sort"),
    ("split", " |split"),
    ("string", " |string"),
    ("sum", " |sum"),
    ("title", " |title"),
    ("tojson", " |tojson"),
    ("trim", " |trim"),
    ("unique", " |unique"),
    ("upper", " |upper"),
    ("where_in", " |where_in"),
];

/// What nobody needs for SQL, or what makes values of any size.
const LEFT_OUT: &[&str] =
    &["batch", "chain", "e", "escape", "groupby", "indent", "pprint", "slice", "urlencode", "zip"];

pub(super) fn register(env: &mut Environment<'_>, reads: &Arc<Reads>) {
    for name in LEFT_OUT {
        env.remove_filter(name);
    }
    env.remove_global("debug");
    env.add_function("range", |lower: isize, upper: Option<isize>, step: Option<isize>| {
        let range = functions::range(lower, upper, step)?;
        match range.len() {
            Some(length) if length <= LONGEST_RANGE => Ok(range),
            _ => Err(refused(format!("a range has more than {LONGEST_RANGE} elements"))),
        }
    });
    add(env, "where_in", reads, where_in);
    add(env, "join", reads, |value, args, reads| {
        let [separator, attribute] = bind("join", ["d", "attribute"], args)?;
        joined(value, &separator.text().unwrap_or_default(), attribute.text().as_deref(), reads)
    });
    add(env, "replace", reads, |value, args, reads| {
        let [old, new, count] = bind("replace", ["old", "new", "count"], args)?;
        let (old, new) = (old.required("replace", "old")?, new.required("replace", "new")?);
        let count = count.filter(|count| !count.is_none()).and_then(|count| count.as_usize());
        replaced(&text_of(value, reads)?, &text_of(&old, reads)?, &text_of(&new, reads)?, count)
    });
    add(env, "format", reads, |value, args, reads| {
        formatted(FormatStyle::Printf, &text_of(value, reads)?, args).map(Value::from)
    });
    add(env, "string", reads, |value, _args, reads| text_of(value, reads).map(Value::from));
    add(env, "list", reads, |value, _args, _reads| Ok(Value::from_object(List::new(items_of(value)?))));
    add(env, "safe", reads, |value, _args, _reads| Ok(value.clone()));
    add(env, "to_datetime", reads, |value, args, _reads| to_datetime(value, args));
}

fn add(
    env: &mut Environment<'_>,
    name: &'static str,
    reads: &Arc<Reads>,
    work: impl Fn(&Value, &[Value], &Reads) -> Result<Value, Error> + Send + Sync + 'static,
) {
    let reads = Arc::clone(reads);
    env.add_filter(name, move |value: Value, args: Rest<ValueOrKwargs>| work(&value, &args.into_values(), &reads));
}

/// `('a', 'b')`: the dialect's own literals. An empty list is `(NULL)`, which nothing is in; `()` would be no SQL.
fn where_in(values: &Value, args: &[Value], reads: &Reads) -> Result<Value, Error> {
    let [_mark, default_to_none] = bind("where_in", ["mark", "default_to_none"], args)?;
    let dialect = reads.surroundings.dialect;
    let literals: Vec<String> = items_of(values)?.iter().map(|value| literal(value, dialect)).collect();
    Ok(match (literals.is_empty(), default_to_none.is_true()) {
        (true, true) => Value::from(()),
        (true, false) => Value::from("(NULL)"),
        (false, _) => Value::from(format!("({})", literals.join(", "))),
    })
}

pub(super) fn joined(values: &Value, separator: &str, attribute: Option<&str>, reads: &Reads) -> Result<Value, Error> {
    let mut text = String::new();
    for (position, value) in items_of(values)?.into_iter().enumerate() {
        let value = match attribute {
            Some(name) => value.get_attr(name)?,
            None => value,
        };
        if position > 0 {
            text.push_str(separator);
        }
        text.push_str(&text_of(&value, reads)?);
        if text.len() > LARGEST {
            return Err(refused("a text grows too large"));
        }
    }
    Ok(Value::from(text))
}

pub(super) fn replaced(text: &str, old: &str, new: &str, count: Option<usize>) -> Result<Value, Error> {
    let times = text.matches(old).count().min(count.unwrap_or(usize::MAX));
    if text.len().saturating_add(times.saturating_mul(new.len())) > LARGEST {
        return Err(refused("a text grows too large"));
    }
    Ok(Value::from(text.replacen(old, new, times)))
}

/// `"%s"` and `"{}"`, where neither widths nor repetitions make the text large.
pub(super) fn formatted(style: FormatStyle, text: &str, values: &[Value]) -> Result<String, Error> {
    let mut digits = 0;
    for byte in text.bytes() {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        if digits > 3 {
            return Err(refused("a number in the format is too large"));
        }
    }
    let sign = if style == FormatStyle::Printf { '%' } else { '{' };
    let places: Vec<&str> = text.split(sign).skip(1).collect();
    // A width that is itself a value could be any.
    let is_computed = |place: &&str| match style {
        FormatStyle::Printf => place.trim_start_matches(['-', '+', ' ', '#', '0', '.']).starts_with('*'),
        FormatStyle::StrFormat => place.contains(':') && !place.contains('}'),
    };
    if places.iter().any(|place| is_computed(place) || place.contains(".*")) {
        return Err(refused("a width in the format must be a number"));
    }
    let largest = values.iter().map(|value| value.as_str().map_or(100, str::len)).max().unwrap_or(0);
    if places.len().saturating_mul(largest + 1_000) > 16 * LARGEST {
        return Err(refused("a text grows too large"));
    }
    format(style, text, values)
}
