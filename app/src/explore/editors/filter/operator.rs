//! The comparisons that filters know, under the reference's names.

use sx_query::Kind;

#[derive(Debug, PartialEq, Eq)]
pub struct Operator {
    /// `operatorId`.
    pub id: &'static str,
    /// `operator`, as the database is asked.
    pub text: &'static str,
    pub label: &'static str,
    pub takes: Takes,
}

/// What stands on the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Nothing,
    One,
    Pattern,
    Many,
    TimeRange,
}

const fn operator(id: &'static str, text: &'static str, label: &'static str, takes: Takes) -> Operator {
    Operator { id, text, label, takes }
}

pub static OPERATORS: [Operator; 17] = [
    operator("TEMPORAL_RANGE", "TEMPORAL_RANGE", "in time range", Takes::TimeRange),
    operator("IN", "IN", "in", Takes::Many),
    operator("NOT_IN", "NOT IN", "not in", Takes::Many),
    operator("EQUALS", "==", "= equal to", Takes::One),
    operator("NOT_EQUALS", "!=", "≠ not equal to", Takes::One),
    operator("LESS_THAN", "<", "< less than", Takes::One),
    operator("LESS_THAN_OR_EQUAL", "<=", "≤ at most", Takes::One),
    operator("GREATER_THAN", ">", "> greater than", Takes::One),
    operator("GREATER_THAN_OR_EQUAL", ">=", "≥ at least", Takes::One),
    operator("LIKE", "LIKE", "like", Takes::Pattern),
    operator("NOT_LIKE", "NOT LIKE", "not like", Takes::Pattern),
    operator("ILIKE", "ILIKE", "like, ignoring case", Takes::Pattern),
    operator("NOT_ILIKE", "NOT ILIKE", "not like, ignoring case", Takes::Pattern),
    operator("IS_NULL", "IS NULL", "has no value", Takes::Nothing),
    operator("IS_NOT_NULL", "IS NOT NULL", "has a value", Takes::Nothing),
    operator("IS_TRUE", "IS TRUE", "is true", Takes::Nothing),
    operator("IS_FALSE", "IS FALSE", "is false", Takes::Nothing),
];

impl Operator {
    pub fn by_id(id: &str) -> Option<&'static Self> {
        OPERATORS.iter().find(|operator| operator.id == id)
    }

    /// By `operator`, whose spelling differs with the age of a chart.
    pub fn by_text(text: &str) -> Option<&'static Self> {
        let text = match text.trim() {
            "=" => "==".to_owned(),
            "<>" => "!=".to_owned(),
            text => text.to_ascii_uppercase(),
        };
        OPERATORS.iter().find(|operator| operator.text == text)
    }

    /// Whether it says anything about such a column; about an unknown one, each does.
    pub fn fits(&self, kind: Option<Kind>) -> bool {
        let is_order = matches!(self.text, "<" | "<=" | ">" | ">=");
        let is_truth = matches!(self.id, "IS_TRUE" | "IS_FALSE");
        match kind {
            None => true,
            Some(_) if self.takes == Takes::Nothing && !is_truth => true,
            Some(Kind::Numeric) => matches!(self.takes, Takes::Many | Takes::One),
            Some(Kind::String) => {
                matches!(self.takes, Takes::Many | Takes::Pattern) || (self.takes == Takes::One && !is_order)
            }
            Some(Kind::Temporal) => matches!(self.takes, Takes::TimeRange | Takes::One),
            Some(Kind::Boolean) => is_truth || self.takes == Takes::Many,
        }
    }

    /// Sums and the like are only compared.
    pub fn fits_metrics(&self) -> bool {
        self.takes == Takes::One
    }
}

/// The one that such a column begins with.
pub fn usual_operator(kind: Option<Kind>) -> &'static Operator {
    let id = match kind {
        Some(Kind::Temporal) => "TEMPORAL_RANGE",
        Some(Kind::Boolean) => "IS_TRUE",
        Some(Kind::Numeric) => "GREATER_THAN_OR_EQUAL",
        Some(Kind::String) | None => "IN",
    };
    OPERATORS.iter().find(|operator| operator.id == id).unwrap_or(&OPERATORS[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_also_fits() {
        for kind in [Kind::Numeric, Kind::String, Kind::Temporal, Kind::Boolean] {
            assert!(usual_operator(Some(kind)).fits(Some(kind)), "{kind:?}");
        }
    }

    #[test]
    fn operators_fit_the_type() {
        let of = |kind: Kind| OPERATORS.iter().filter(|it| it.fits(Some(kind))).map(|it| it.text).collect::<Vec<_>>();
        assert_eq!(of(Kind::Boolean), ["IN", "NOT IN", "IS NULL", "IS NOT NULL", "IS TRUE", "IS FALSE"]);
        assert_eq!(of(Kind::Temporal), ["TEMPORAL_RANGE", "==", "!=", "<", "<=", ">", ">=", "IS NULL", "IS NOT NULL"]);
        assert!(of(Kind::String).contains(&"ILIKE") && !of(Kind::String).contains(&"<"));
        assert!(of(Kind::Numeric).contains(&"<") && !of(Kind::Numeric).contains(&"LIKE"));
    }

    #[test]
    fn older_spellings_are_read() {
        for (text, id) in
            [("in", "IN"), ("not in", "NOT_IN"), ("=", "EQUALS"), ("<>", "NOT_EQUALS"), ("is null", "IS_NULL")]
        {
            assert_eq!(Operator::by_text(text).map(|operator| operator.id), Some(id));
        }
    }
}
