//! Values as text, the way Python writes them; texts inside of lists become SQL literals.

use minijinja::value::ValueKind;
use minijinja::{Error, Value};
use sx_query::{Dialect, Param};

use super::arguments::require_defined;
use super::error::refused;
use super::reads::Reads;

/// What `{{ value }}` writes.
pub(super) fn text_of(value: &Value, reads: &Reads) -> Result<String, Error> {
    require_defined(value)?;
    match value.as_str() {
        Some(text) => {
            // Texts of the question are marked; wherever one is written, it must end up inside of quotes.
            if value.is_safe() {
                reads.note(text);
            }
            Ok(text.to_owned())
        }
        None => written(value, reads.surroundings.dialect, 0),
    }
}

fn written(value: &Value, dialect: &dyn Dialect, depth: usize) -> Result<String, Error> {
    require_defined(value)?;
    if depth > 40 {
        return Err(refused("lists are nested too deeply"));
    }
    let list = || -> Result<Vec<String>, Error> {
        value.try_iter()?.checked().map(|item| written(&item?, dialect, depth + 1)).collect()
    };
    Ok(match value.kind() {
        ValueKind::String => literal(value, dialect),
        ValueKind::None => "None".to_owned(),
        ValueKind::Bool => if value.is_true() { "True" } else { "False" }.to_owned(),
        ValueKind::Seq | ValueKind::Iterable if value.is_tuple() => match list()?.as_slice() {
            [one] => format!("({one},)"),
            all => format!("({})", all.join(", ")),
        },
        ValueKind::Seq | ValueKind::Iterable => format!("[{}]", list()?.join(", ")),
        ValueKind::Map => {
            let pairs: Result<Vec<String>, Error> = value
                .try_iter()?
                .checked()
                .map(|key| {
                    let key = key?;
                    let item = written(&value.get_item(&key)?, dialect, depth + 1)?;
                    Ok(format!("{}: {item}", written(&key, dialect, depth + 1)?))
                })
                .collect();
            format!("{{{}}}", pairs?.join(", "))
        }
        ValueKind::Bytes => return Err(refused("bytes cannot be written")),
        _ => value.to_string(),
    })
}

/// One value as SQL.
pub(super) fn literal(value: &Value, dialect: &dyn Dialect) -> String {
    match value.as_str() {
        Some(text) if value.is_safe() => dialect.literal(&Param::Text(unescaped(text, dialect))),
        Some(text) => dialect.literal(&Param::Text(text.to_owned())),
        None => match value.kind() {
            ValueKind::None | ValueKind::Undefined => dialect.literal(&Param::Null),
            ValueKind::Bool => dialect.literal(&Param::Bool(value.is_true())),
            ValueKind::Number => number(value, dialect),
            _ => dialect.literal(&Param::Text(value.to_string())),
        },
    }
}

fn number(value: &Value, dialect: &dyn Dialect) -> String {
    match (value.is_integer(), value.as_i64(), f64::try_from(value.clone())) {
        (true, Some(number), _) => dialect.literal(&Param::Int(number)),
        (true, None, _) | (_, _, Err(_)) => value.to_string(),
        (false, _, Ok(number)) => dialect.literal(&Param::Float(number)),
    }
}

/// The text as it stands between the quotes of a literal.
pub(super) fn escaped(text: &str, dialect: &dyn Dialect) -> String {
    let literal = dialect.literal(&Param::Text(text.to_owned()));
    match literal.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(inside) => inside.to_owned(),
        None => text.replace('\'', "''"),
    }
}

fn unescaped(text: &str, dialect: &dyn Dialect) -> String {
    let plain = text.replace("''", "'");
    if escaped("\\", dialect) == "\\" { plain } else { plain.replace("\\\\", "\\") }
}
