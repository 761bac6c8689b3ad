//! Python's methods of texts, lists and dicts.

use std::sync::Arc;

use minijinja::formatting::FormatStyle;
use minijinja::{Environment, Error, State, Value};
use minijinja_contrib::pycompat::unknown_method_callback;

use super::arguments::{Given as _, bind};
use super::filters::{formatted, joined, replaced};
use super::reads::Reads;
use super::text::text_of;

pub(super) fn register(env: &mut Environment<'_>, reads: &Arc<Reads>) {
    let reads = Arc::clone(reads);
    env.set_unknown_method_callback(move |state, value, method, args| {
        reads.budget.pay(std::slice::from_ref(value))?;
        reads.budget.pay(args)?;
        let made = call(state, value, method, args, &reads)?;
        reads.budget.pay_text(made.as_str().map_or(0, str::len))?;
        Ok(made)
    });
}

fn call(state: &mut State<'_, '_>, value: &Value, method: &str, args: &[Value], reads: &Reads) -> Result<Value, Error> {
    let Some(text) = value.as_str() else { return unknown_method_callback(state, value, method, args) };
    match method {
        "join" => {
            let [values] = bind(method, ["iterable"], args)?;
            joined(&values.required(method, "iterable")?, text, None, reads)
        }
        "replace" => {
            let [old, new, count] = bind(method, ["old", "new", "count"], args)?;
            let (old, new) = (old.required(method, "old")?, new.required(method, "new")?);
            let count = count.and_then(|count| count.as_usize());
            replaced(text, &text_of(&old, reads)?, &text_of(&new, reads)?, count)
        }
        "format" => formatted(FormatStyle::StrFormat, text, args).map(Value::from),
        _ => unknown_method_callback(state, value, method, args),
    }
}
