//! How values lean to one side, and how heavy their tails are; both without the bias of a small sample.

/// `None` of fewer than three values; 0 where all are equal.
pub(super) fn skewness(values: &[f64]) -> Option<f64> {
    let count = values.len() as f64;
    if values.len() < 3 {
        return None;
    }
    let [second, third, _] = central(values);
    if is_constant(values) {
        return Some(0.0);
    }
    if second <= 1e-14 {
        return None;
    }
    Some((count * (count - 1.0)).sqrt() * third / ((count - 2.0) * second.powf(1.5)))
}

/// `None` of fewer than four values; -3 where all are equal.
pub(super) fn kurtosis(values: &[f64]) -> Option<f64> {
    let count = values.len() as f64;
    if values.len() < 4 {
        return None;
    }
    let [second, _, fourth] = central(values);
    if is_constant(values) {
        return Some(-3.0);
    }
    if second <= 1e-14 {
        return None;
    }
    let heaviness = (count * count - 1.0) * fourth / (second * second) - 3.0 * (count - 1.0).powi(2);
    Some(heaviness / ((count - 2.0) * (count - 3.0)))
}

/// The second, third and fourth moment around the mean.
fn central(values: &[f64]) -> [f64; 3] {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let moment = |power: i32| values.iter().map(|value| (value - mean).powi(power)).sum::<f64>() / count;
    [moment(2), moment(3), moment(4)]
}

fn is_constant(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[0] == pair[1])
}
