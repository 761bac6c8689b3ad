//! Conditions on moments in a database that keeps them as texts.
//!
//! One moment has many texts there: `2024-01-31`, `2024-01-31 00:00:00`, `2024-01-31 00:00:00.000000`. All of them lie from
//! the shortest one up to, and not including, the shortest of the next microsecond. So what is asked of a moment is asked
//! of that stretch; `>=` and `<` are right as they are.

use crate::Param;
use crate::sql::Sql;

/// `left operator moment`, or `None` where the plain comparison says the same.
pub(super) fn compared(left: &Sql, operator: &str, micros: i64) -> Option<Sql> {
    match operator {
        "==" | "=" => Some(within(left, micros)),
        "!=" | "<>" => Some(Sql::concat(["NOT ".into(), within(left, micros)])),
        ">" => Some(side(left, " >= ", micros.saturating_add(1))),
        "<=" => Some(side(left, " < ", micros.saturating_add(1))),
        _ => None,
    }
}

/// `left IN (values)` or its contrary; values that are no moments are compared as they are.
pub(super) fn one_of(left: &Sql, values: &[Param], is_in: bool) -> Sql {
    let same = values.iter().map(|value| match value {
        Param::Time(micros) => within(left, *micros),
        other => Sql::concat([left.clone(), " = ".into(), Sql::value(other.clone())]),
    });
    let any = Sql::join(same.collect::<Vec<_>>(), " OR ").in_parentheses();
    if is_in { any } else { Sql::concat(["NOT ".into(), any]) }
}

fn within(left: &Sql, micros: i64) -> Sql {
    Sql::join([side(left, " >= ", micros), side(left, " < ", micros.saturating_add(1))], " AND ").in_parentheses()
}

fn side(left: &Sql, operator: &str, micros: i64) -> Sql {
    Sql::concat([left.clone(), operator.into(), Sql::value(Param::Time(micros))])
}
