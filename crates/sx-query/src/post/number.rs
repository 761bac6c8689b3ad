//! Arithmetic on columns of numbers with gaps.

use crate::Values;

/// The sum of what is there.
pub(super) fn sum(values: &[Option<f64>]) -> f64 {
    values.iter().flatten().sum()
}

/// NaN, and with it a division of nothing by nothing, is no value.
pub(super) fn known(number: f64) -> Option<f64> {
    (!number.is_nan()).then_some(number)
}

/// The smallest first.
pub(super) fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// How a percentile that falls between two values is made of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    Linear,
    Lower,
    Higher,
    Nearest,
    Midpoint,
}

impl Between {
    /// As numpy and pandas name them.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "linear" => Self::Linear,
            "lower" => Self::Lower,
            "higher" => Self::Higher,
            "nearest" => Self::Nearest,
            "midpoint" => Self::Midpoint,
            _ => return None,
        })
    }
}

/// `percent` of 0 to 100 into values that are sorted; `None` of nothing.
pub(super) fn percentile(sorted: &[f64], percent: f64, between: Between) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = (percent.clamp(0.0, 100.0) / 100.0) * last as f64;
    let (below, above) = (position.floor(), position.ceil());
    let fraction = match between {
        Between::Linear => position - below,
        Between::Lower => 0.0,
        Between::Higher => above - below,
        // A half goes to the even neighbour.
        Between::Nearest => position.round_ties_even() - below,
        Between::Midpoint => (above - below) / 2.0,
    };
    let (low, high) = (*sorted.get(below as usize)?, *sorted.get(above as usize)?);
    Some(low + (high - low) * fraction)
}

/// The spread around the mean; `ddof` is what is taken off the count (0 for numpy, 1 for pandas).
pub(super) fn variance(values: &[f64], ddof: usize) -> Option<f64> {
    let count = values.len().checked_sub(ddof).filter(|count| *count > 0)?;
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    Some(values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count as f64)
}

/// To so many decimals; a half goes to the even neighbour, as numpy rounds.
pub(super) fn round(number: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    let rounded = (number * scale).round_ties_even() / scale;
    if rounded.is_finite() { rounded } else { number }
}

/// Whole numbers where `whole` says that they were whole before, and each of them still is one.
pub(super) fn typed(values: Vec<Option<f64>>, whole: bool) -> Values {
    // Beyond 2^53 a float no longer tells one whole number from the next.
    let is_exact = |value: &Option<f64>| value.is_some_and(|n| n.fract() == 0.0 && n.abs() < 9_007_199_254_740_992.0);
    if whole && values.iter().all(is_exact) {
        return Values::Int(values.into_iter().map(|value| value.map(|n| n as i64)).collect());
    }
    Values::Float(values)
}
