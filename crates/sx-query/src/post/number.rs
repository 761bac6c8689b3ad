//! Arithmetic on columns of numbers with gaps.

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
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    Linear,
    Midpoint,
}

/// `percent` of 0 to 100 into values that are sorted; `None` of nothing.
pub(super) fn percentile(sorted: &[f64], percent: f64, between: Between) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = (percent.clamp(0.0, 100.0) / 100.0) * last as f64;
    let (below, above) = (position.floor(), position.ceil());
    let fraction = match between {
        Between::Linear => position - below,
        Between::Midpoint if below == above => 0.0,
        Between::Midpoint => 0.5,
    };
    let (low, high) = (sorted[below as usize], sorted[above as usize]);
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
