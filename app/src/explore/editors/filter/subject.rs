//! The left side of a comparison.

use serde_json::Value;
use sx_model::ExploreDataset;
use sx_query::Kind;

use super::operator::{OPERATORS, Operator, usual_operator};

#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    None,
    Column(String),
    /// A saved metric: groups are compared, so it is written as a HAVING of its expression.
    Metric(String),
    /// An expression that stands in place of a column.
    Adhoc(Value),
}

impl Subject {
    /// Of metrics, a number; of what is not known, none.
    pub fn kind(&self, dataset: &ExploreDataset) -> Option<Kind> {
        match self {
            Self::Column(name) => {
                let column = dataset.column(name)?;
                Some(if column.is_dttm { Kind::Temporal } else { column.kind })
            }
            Self::Metric(_) => Some(Kind::Numeric),
            Self::None | Self::Adhoc(_) => None,
        }
    }

    pub fn takes(&self, operator: &Operator, dataset: &ExploreDataset) -> bool {
        match self {
            Self::Metric(_) => operator.fits_metrics(),
            Self::None | Self::Column(_) | Self::Adhoc(_) => operator.fits(self.kind(dataset)),
        }
    }

    pub fn usual_operator(&self, dataset: &ExploreDataset) -> &'static Operator {
        usual_operator(self.kind(dataset))
    }
}

/// Those that the subject takes, and the one that it has.
pub fn offered(subject: &Subject, current: &'static Operator, dataset: &ExploreDataset) -> Vec<&'static Operator> {
    OPERATORS.iter().filter(|operator| *operator == current || subject.takes(operator, dataset)).collect()
}
