//! The operators of templates in our words: `+`, `~`, `*` and `%` with Python's meaning and within the budget.
//!
//! The engine's own would make texts as large as they like; see [`program`](super::program) for how they are replaced.

use std::sync::Arc;

use minijinja::formatting::FormatStyle;
use minijinja::value::{Object, ObjectRepr, Tuple, ValueKind};
use minijinja::{Environment, Error, State, Value};

use super::arguments::require_defined;
use super::error::refused;
use super::filters::{FILTERS, formatted};
use super::list::{List, frozen, items_of};
use super::reads::Reads;
use super::text::text_of;

/// Names that no template can write, so none can take them over.
pub(super) const ADD: &str = " +";
pub(super) const CONCAT: &str = " ~";
pub(super) const MULTIPLY: &str = " *";
pub(super) const REMAINDER: &str = " %";
pub(super) const CONTAINS: &str = " in";
pub(super) const LIST: &str = " []";
pub(super) const COPY: &str = " [:]";
pub(super) const FROZEN: &str = " frozen";

#[derive(Clone, Copy, Debug)]
enum Kind {
    Add,
    Concat,
    Multiply,
    Remainder,
    Contains,
    List,
    Copy,
    Frozen,
    Filter(&'static str),
}

#[derive(Debug)]
struct Operator {
    kind: Kind,
    reads: Arc<Reads>,
}

pub(super) fn register(env: &mut Environment<'_>, reads: &Arc<Reads>) {
    let mut add = |name: &'static str, kind| {
        env.add_global(name, Value::from_object(Operator { kind, reads: Arc::clone(reads) }));
    };
    for (name, kind) in [
        (ADD, Kind::Add),
        (CONCAT, Kind::Concat),
        (MULTIPLY, Kind::Multiply),
        (REMAINDER, Kind::Remainder),
        (CONTAINS, Kind::Contains),
        (LIST, Kind::List),
        (COPY, Kind::Copy),
        (FROZEN, Kind::Frozen),
    ] {
        add(name, kind);
    }
    for (name, operator) in FILTERS {
        add(operator, Kind::Filter(name));
    }
}

impl Object for Operator {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        self.reads.budget.pay(args)?;
        match (self.kind, args) {
            (Kind::Add, [left, right]) => self.add(left, right),
            (Kind::Concat, [left, right]) => {
                let text = text_of(left, &self.reads)? + &text_of(right, &self.reads)?;
                self.text(text)
            }
            (Kind::Multiply, [left, right]) => self.multiply(left, right),
            (Kind::Remainder, [left, right]) => self.remainder(left, right),
            (Kind::Contains, [item, container]) => contains(item, container),
            (Kind::Copy, [list]) => Ok(Value::from_object(List::new(items_of(list)?))),
            (Kind::Frozen, [value]) => {
                require_defined(value)?;
                frozen(value)
            }
            (Kind::Filter(name), args) => {
                let made = state.apply_filter(name, args)?;
                self.reads.budget.pay_text(made.as_str().map_or(0, str::len))?;
                // Its text is marked as safe for HTML, which is not what the mark means here.
                let json = made.as_str().filter(|_| name == "tojson").map(Value::from);
                Ok(json.unwrap_or(made))
            }
            (Kind::List, items) => Ok(Value::from_object(List::new(items.to_vec()))),
            _ => Err(refused("an operator has too few operands")),
        }
    }
}

impl Operator {
    fn text(&self, text: String) -> Result<Value, Error> {
        self.reads.budget.pay_text(text.len())?;
        Ok(Value::from(text))
    }

    fn add(&self, left: &Value, right: &Value) -> Result<Value, Error> {
        if left.as_str().is_some() && right.as_str().is_some() {
            return self.text(text_of(left, &self.reads)? + &text_of(right, &self.reads)?);
        }
        let is_list = |value: &Value| matches!(value.kind(), ValueKind::Seq | ValueKind::Iterable);
        if is_list(left) && is_list(right) {
            let mut items = items_of(left)?;
            items.extend(items_of(right)?);
            return Ok(match left.is_tuple() && right.is_tuple() {
                true => Value::from(Tuple::from(items)),
                false => Value::from_object(List::new(items)),
            });
        }
        compute(left, right, "+", i128::checked_add, |left, right| left + right)
    }

    fn multiply(&self, left: &Value, right: &Value) -> Result<Value, Error> {
        let repeated = match (left.as_str(), right.as_str()) {
            (Some(text), None) => Some((text, right)),
            (None, Some(text)) => Some((text, left)),
            _ => None,
        };
        let Some((text, times)) = repeated else {
            return compute(left, right, "*", i128::checked_mul, |left, right| left * right);
        };
        let times = times.as_usize().ok_or_else(|| refused("a text can be repeated so many times only"))?;
        self.reads.budget.pay_text(text.len().saturating_mul(times))?;
        Ok(Value::from(text.repeat(times)))
    }

    /// Of numbers with the sign of the divisor, as in Python; of a text the old way of formatting.
    fn remainder(&self, left: &Value, right: &Value) -> Result<Value, Error> {
        if let Some(format) = left.as_str() {
            let values: Vec<Value> = if right.is_tuple() { items_of(right)? } else { vec![right.clone()] };
            return self.text(formatted(FormatStyle::Printf, format, &values)?);
        }
        let whole = |left: i128, right: i128| {
            let rest = left.checked_rem(right)?;
            if rest != 0 && (rest < 0) != (right < 0) { rest.checked_add(right) } else { Some(rest) }
        };
        compute(left, right, "%", whole, |left, right| left - right * (left / right).floor())
    }
}

fn compute(
    left: &Value,
    right: &Value,
    sign: &str,
    whole: impl Fn(i128, i128) -> Option<i128>,
    float: impl Fn(f64, f64) -> f64,
) -> Result<Value, Error> {
    require_defined(left)?;
    require_defined(right)?;
    let wrong = || refused(format!("“{sign}” does not go with {} and {}", left.kind(), right.kind()));
    if !left.is_number() || !right.is_number() {
        return Err(wrong());
    }
    if left.is_integer() && right.is_integer() {
        let (left, right) = (i128::try_from(left.clone())?, i128::try_from(right.clone())?);
        return whole(left, right).map(Value::from).ok_or_else(|| refused(format!("“{sign}” has no result here")));
    }
    Ok(Value::from(float(f64::try_from(left.clone())?, f64::try_from(right.clone())?)))
}

fn contains(item: &Value, container: &Value) -> Result<Value, Error> {
    require_defined(item)?;
    require_defined(container)?;
    if let Some(text) = container.as_str() {
        return Ok(Value::from(item.as_str().is_some_and(|part| text.contains(part))));
    }
    Ok(Value::from(items_of(container)?.contains(item)))
}
