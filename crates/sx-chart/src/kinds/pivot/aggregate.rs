//! The functions that make one value of many.

use super::{questions::BY_METRIC, records::Measure};

/// The function of the form, `Sum as Fraction of Rows` for example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Aggregate {
    pub function: Function,
    pub share_of: Option<Whole>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Count,
    CountUnique,
    ListUnique,
    Sum,
    Average,
    Median,
    Variance,
    Deviation,
    Minimum,
    Maximum,
    First,
    Last,
}

/// What shares add up to 100 % over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    Total,
    Row,
    Column,
}

pub(super) const OPTIONS: &[(&str, &str)] = &[
    (BY_METRIC, "As the metric says"),
    ("Count", "Count"),
    ("Count Unique Values", "Count unique values"),
    ("List Unique Values", "List unique values"),
    ("Sum", "Sum"),
    ("Average", "Average"),
    ("Median", "Median"),
    ("Sample Variance", "Sample variance"),
    ("Sample Standard Deviation", "Sample standard deviation"),
    ("Minimum", "Minimum"),
    ("Maximum", "Maximum"),
    ("First", "First"),
    ("Last", "Last"),
    ("Sum as Fraction of Total", "Sum as fraction of total"),
    ("Sum as Fraction of Rows", "Sum as fraction of rows"),
    ("Sum as Fraction of Columns", "Sum as fraction of columns"),
    ("Count as Fraction of Total", "Count as fraction of total"),
    ("Count as Fraction of Rows", "Count as fraction of rows"),
    ("Count as Fraction of Columns", "Count as fraction of columns"),
];

impl Aggregate {
    /// By its stored name; an unknown one is the sum.
    pub fn of(name: &str) -> Self {
        let (name, share_of) = match name.split_once(" as Fraction of ") {
            Some((name, "Rows")) => (name, Some(Whole::Row)),
            Some((name, "Columns")) => (name, Some(Whole::Column)),
            Some((name, _)) => (name, Some(Whole::Total)),
            None => (name, None),
        };
        Self { function: Function::of(name), share_of }
    }

    /// Whether the values count things, whatever the metric's unit is.
    pub fn counts(self) -> bool {
        matches!(self.function, Function::Count | Function::CountUnique)
    }
}

impl Function {
    fn of(name: &str) -> Self {
        match name {
            "Count" => Self::Count,
            "Count Unique Values" => Self::CountUnique,
            "List Unique Values" => Self::ListUnique,
            "Average" => Self::Average,
            "Median" => Self::Median,
            "Sample Variance" => Self::Variance,
            "Sample Standard Deviation" => Self::Deviation,
            "Minimum" => Self::Minimum,
            "Maximum" => Self::Maximum,
            // The database computed each cell, so there is one value to take.
            "First" | BY_METRIC => Self::First,
            "Last" => Self::Last,
            _ => Self::Sum,
        }
    }

    /// `None` where there is nothing to compute: no values, texts that have no sum, or more than a number can hold.
    pub fn apply(self, measures: &[&Measure]) -> Option<Measure> {
        let numbers: Vec<f64> = measures.iter().filter_map(|measure| measure.number()).collect();
        let first = *measures.first()?;
        match self {
            Self::Count => Measure::finite(measures.len() as f64),
            Self::CountUnique => Measure::finite(unique(measures).len() as f64),
            Self::ListUnique => Some(list(&unique(measures))),
            Self::First => Some(first.clone()),
            Self::Last => measures.last().map(|measure| (*measure).clone()),
            Self::Minimum | Self::Maximum if numbers.is_empty() => {
                let texts = measures.iter().filter_map(|measure| measure.text());
                let text = if self == Self::Minimum { texts.min() } else { texts.max() };
                text.map(|text| Measure::Text(text.to_owned()))
            }
            // One text alone is what the cell says; several have no sum.
            _ if numbers.is_empty() => (measures.len() == 1).then(|| first.clone()),
            _ => Measure::finite(self.of_numbers(numbers)),
        }
    }

    fn of_numbers(self, mut numbers: Vec<f64>) -> f64 {
        let count = numbers.len() as f64;
        match self {
            Self::Average => numbers.iter().map(|number| number / count).sum(),
            Self::Minimum => numbers.into_iter().fold(f64::INFINITY, f64::min),
            Self::Maximum => numbers.into_iter().fold(f64::NEG_INFINITY, f64::max),
            Self::Median => {
                numbers.sort_by(f64::total_cmp);
                let middle = (numbers.len() - 1) / 2;
                f64::midpoint(numbers[middle], numbers[numbers.len() / 2])
            }
            Self::Variance => variance(&numbers),
            Self::Deviation => variance(&numbers).sqrt(),
            Self::Count | Self::CountUnique | Self::ListUnique | Self::Sum | Self::First | Self::Last => {
                numbers.into_iter().sum()
            }
        }
    }
}

impl Measure {
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) => None,
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Number(_) => None,
            Self::Text(text) => Some(text),
        }
    }

    fn finite(number: f64) -> Option<Self> {
        number.is_finite().then_some(Self::Number(number))
    }
}

fn unique<'a>(measures: &[&'a Measure]) -> Vec<&'a Measure> {
    let mut seen = std::collections::HashSet::new();
    let mut unique = Vec::new();
    for measure in measures.iter().copied() {
        let is_new = seen.insert(match measure {
            Measure::Number(number) => Ok(number.to_bits()),
            Measure::Text(text) => Err(text.as_str()),
        });
        if is_new {
            unique.push(measure);
        }
    }
    unique
}

/// One value alone keeps its own format.
fn list(unique: &[&Measure]) -> Measure {
    if let [single] = unique {
        return (*single).clone();
    }
    let text = |measure: &&Measure| match measure {
        Measure::Number(number) => number.to_string(),
        Measure::Text(text) => text.clone(),
    };
    Measure::Text(unique.iter().map(text).collect::<Vec<_>>().join(", "))
}

/// Of a sample. A single value does not vary.
fn variance(numbers: &[f64]) -> f64 {
    if numbers.len() < 2 {
        return 0.0;
    }
    let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
    let squares: f64 = numbers.iter().map(|number| (number - mean).powi(2)).sum();
    squares / (numbers.len() - 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(name: &str, measures: &[Measure]) -> Option<Measure> {
        Aggregate::of(name).function.apply(&measures.iter().collect::<Vec<_>>())
    }

    #[test]
    fn each_function_of_the_form() {
        let numbers = [3.0, 1.0, 2.0, 2.0].map(Measure::Number);
        let cases = [
            ("Count", 4.0),
            ("Count Unique Values", 3.0),
            ("Sum", 8.0),
            ("Average", 2.0),
            ("Median", 2.0),
            ("Sample Variance", 2.0 / 3.0),
            ("Sample Standard Deviation", (2.0_f64 / 3.0).sqrt()),
            ("Minimum", 1.0),
            ("Maximum", 3.0),
            ("First", 3.0),
            ("Last", 2.0),
            ("Sum as Fraction of Rows", 8.0),
            ("Count as Fraction of Total", 4.0),
            ("no such function", 8.0),
        ];
        for (name, expected) in cases {
            assert_eq!(apply(name, &numbers), Some(Measure::Number(expected)), "{name}");
        }
        assert_eq!(apply("List Unique Values", &numbers), Some(Measure::Text("3, 1, 2".into())));
        assert!(OPTIONS.iter().all(|(name, _)| apply(name, &numbers).is_some() && apply(name, &[]).is_none()));
    }

    #[test]
    fn texts_are_shown_but_not_summed() {
        let texts = ["pear", "apple"].map(|text| Measure::Text(text.into()));
        let text = |text: &str| Some(Measure::Text(text.into()));
        assert_eq!(apply("Sum", &texts[..1]), text("pear"));
        assert_eq!(apply("Sum", &texts), None);
        assert_eq!(apply("Minimum", &texts), text("apple"));
        assert_eq!(apply("Last", &texts), text("apple"));
        assert_eq!(apply("List Unique Values", &texts), text("pear, apple"));
    }

    #[test]
    fn what_a_number_cannot_hold_is_no_number() {
        assert_eq!(apply("Sum", &[f64::MAX, f64::MAX].map(Measure::Number)), None);
        assert_eq!(apply("Sample Variance", &[Measure::Number(5.0)]), Some(Measure::Number(0.0)));
        assert_eq!(apply("Median", &[4.0, 1.0].map(Measure::Number)), Some(Measure::Number(2.5)));
    }
}
