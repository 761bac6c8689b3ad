//! A straight line through few points.

use sx_query::Forecast;

/// For each value, then for so many steps ahead.
pub(super) fn forecast(values: &[f64], ahead: usize, confidence: f64) -> Forecast {
    let count = values.len() as f64;
    let middle = (count - 1.0) / 2.0;
    let mean = values.iter().sum::<f64>() / count;
    let spread: f64 = (0..values.len()).map(|at| (at as f64 - middle).powi(2)).sum();
    let slant: f64 = values.iter().enumerate().map(|(at, value)| (at as f64 - middle) * (value - mean)).sum();
    let slope = slant / spread.max(1.0);
    let at = |step: f64| mean + slope * (step - middle);
    let rest: f64 = values.iter().enumerate().map(|(step, value)| (value - at(step as f64)).powi(2)).sum();
    let deviation = (rest / (count - 2.0).max(1.0)).sqrt();
    let reach = quantile(0.5 + confidence / 2.0);
    // The farther from the middle of what is known, the wider.
    let width = |step: f64| reach * deviation * (1.0 + 1.0 / count + (step - middle).powi(2) / spread.max(1.0)).sqrt();
    let steps = || (0..values.len() + ahead).map(|step| step as f64);
    Forecast {
        yhat: steps().map(at).collect(),
        lower: steps().map(|step| at(step) - width(step)).collect(),
        upper: steps().map(|step| at(step) + width(step)).collect(),
    }
}

/// How many deviations lie below that share of a normal distribution; the share is above a half.
fn quantile(share: f64) -> f64 {
    // Abramowitz and Stegun, 26.2.23: right to four digits.
    let t = (-2.0 * (1.0 - share).max(1e-12).ln()).sqrt();
    let above = 2.515_517 + 0.802_853 * t + 0.010_328 * t * t;
    t - above / (1.0 + 1.432_788 * t + 0.189_269 * t * t + 0.001_308 * t.powi(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_a_normal_distribution() {
        for (share, known) in [(0.9, 1.2816), (0.95, 1.6449), (0.975, 1.9600), (0.995, 2.5758)] {
            assert!((quantile(share) - known).abs() < 5e-4, "{share}");
        }
    }
}
