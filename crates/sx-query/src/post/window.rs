//! Windows whose rows weigh more in the middle, with the weights of `scipy.signal.windows`.

use std::f64::consts::PI;

use serde_json::{Map, Value};

use super::frame::problem;
use crate::QueryError;

/// A sum, mean or spread in which each row of the window has a weight.
pub(super) struct Weighted {
    weights: Vec<f64>,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Sum,
    Mean,
    Var(usize),
    Std(usize),
}

impl Weighted {
    /// # Errors
    /// For a statistic that has no weighted form.
    pub fn new(
        operation: &str,
        name: &str,
        weights: Vec<f64>,
        options: &Map<String, Value>,
    ) -> Result<Self, QueryError> {
        let ddof = options.get("ddof").and_then(Value::as_u64).map_or(1, |ddof| ddof as usize);
        let kind = match name {
            "sum" => Kind::Sum,
            "mean" => Kind::Mean,
            "var" => Kind::Var(ddof),
            "std" => Kind::Std(ddof),
            other => return Err(problem(operation, format!("Invalid rolling_type: {other}"))),
        };
        Ok(Self { weights, kind })
    }

    /// The window that ends with row `end`, which may lie behind the last row.
    pub fn at(&self, values: &[Option<f64>], end: usize, least: usize) -> Option<f64> {
        let window = self.weights.len();
        // In its variances pandas gives each row a weight of its own, wherever the window is.
        let is_spread = matches!(self.kind, Kind::Var(_) | Kind::Std(_));
        let weighted = || {
            (0..window).filter_map(move |position| {
                let row = (end + 1 + position).checked_sub(window)?;
                let weight = self.weights[if is_spread { row % window } else { position }];
                Some((weight, values.get(row).copied().flatten()?))
            })
        };
        let count = weighted().count();
        if count < least.max(1) {
            return None;
        }
        let total: f64 = weighted().map(|(weight, _)| weight).sum();
        let sum: f64 = weighted().map(|(weight, value)| weight * value).sum();
        match self.kind {
            Kind::Sum => Some(sum),
            Kind::Mean => Some(sum / total).filter(|mean| !mean.is_nan()),
            Kind::Var(ddof) | Kind::Std(ddof) => {
                if count <= ddof {
                    return None;
                }
                let mean = sum / total;
                let spread: f64 = weighted().map(|(weight, value)| weight * (value - mean).powi(2)).sum();
                // As pandas has it: the window's length stands for the count.
                let scale = window as f64 / (window.checked_sub(ddof)? as f64 * total);
                let variance = if count == 1 { 0.0 } else { (spread * scale).max(0.0) };
                Some(if matches!(self.kind, Kind::Std(_)) { variance.sqrt() } else { variance })
            }
        }
    }
}

/// The weights of a window by its name.
///
/// # Errors
/// An unknown name, or an option that the window needs and does not find.
pub(super) fn weights(
    operation: &str,
    name: &str,
    length: usize,
    options: &Map<String, Value>,
) -> Result<Vec<f64>, QueryError> {
    let option = |option: &str| options.get(option).and_then(Value::as_f64);
    let needed = |wanted: &str| {
        let sentence = || format!("the window {name} needs the option `{wanted}`");
        option(wanted).ok_or_else(|| problem(operation, sentence()))
    };
    // A window that is not symmetric is a longer one without its last weight.
    let is_periodic = options.get("sym") == Some(&Value::Bool(false)) && length > 1;
    let window = Window::new(length + usize::from(is_periodic));
    let mut weights = match name {
        "boxcar" => window.each(|_, _| 1.0),
        "triang" => window.triangle(),
        "blackman" => window.cosines(&[0.42, 0.50, 0.08]),
        "nuttall" => window.cosines(&[0.3635819, 0.4891775, 0.1365995, 0.0106411]),
        "blackmanharris" => window.cosines(&[0.35875, 0.48829, 0.14128, 0.01168]),
        "flattop" => window.cosines(&[0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368]),
        "hann" => window.cosines(&[0.5, 0.5]),
        "hamming" => window.cosines(&[0.54, 0.46]),
        "general_hamming" => {
            let alpha = needed("alpha")?;
            window.cosines(&[alpha, 1.0 - alpha])
        }
        "bartlett" => window.each(|at, last| if at <= last / 2.0 { 2.0 * at / last } else { 2.0 - 2.0 * at / last }),
        "barthann" => window.each(|at, last| {
            let aside = (at / last - 0.5).abs();
            0.62 - 0.48 * aside + 0.38 * (2.0 * PI * aside).cos()
        }),
        "parzen" => window.parzen(),
        "bohman" => window.each(|at, last| {
            let aside = (2.0 * at / last - 1.0).abs();
            if aside >= 1.0 { 0.0 } else { (1.0 - aside) * (PI * aside).cos() + (PI * aside).sin() / PI }
        }),
        "cosine" => window.each(|at, last| (PI / (last + 1.0) * (at + 0.5)).sin()),
        "lanczos" => window.each(|at, last| {
            let x = PI * (2.0 * at / last - 1.0);
            if x == 0.0 { 1.0 } else { x.sin() / x }
        }),
        "gaussian" => {
            let std = needed("std")?;
            window.each(|at, last| (-(at - last / 2.0).powi(2) / (2.0 * std * std)).exp())
        }
        "general_gaussian" => {
            let (power, sigma) = (needed("p")?, needed("sig")?);
            window.each(|at, last| (-0.5 * ((at - last / 2.0) / sigma).abs().powf(2.0 * power)).exp())
        }
        "exponential" => {
            let (center, tau) = (option("center"), option("tau").unwrap_or(1.0));
            window.each(|at, last| (-(at - center.unwrap_or(last / 2.0)).abs() / tau).exp())
        }
        "tukey" => window.tukey(option("alpha").unwrap_or(0.5)),
        "kaiser" => {
            let beta = needed("beta")?;
            window.each(|at, last| {
                let aside = 2.0 * at / last - 1.0;
                bessel(beta * (1.0 - aside * aside).max(0.0).sqrt()) / bessel(beta)
            })
        }
        other => return Err(problem(operation, format!("Invalid win_type: {other}"))),
    };
    weights.truncate(length);
    Ok(weights)
}

struct Window {
    length: usize,
}

impl Window {
    fn new(length: usize) -> Self {
        Self { length }
    }

    /// The weight at each position from 0 to the last one; a window of one row weighs one.
    fn each(&self, weight: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        let last = self.length.saturating_sub(1) as f64;
        if self.length == 1 {
            return vec![1.0];
        }
        (0..self.length).map(|at| weight(at as f64, last)).collect()
    }

    fn cosines(&self, factors: &[f64]) -> Vec<f64> {
        self.each(|at, last| {
            let angle = -PI + 2.0 * PI * at / last;
            factors.iter().enumerate().map(|(order, factor)| factor * (order as f64 * angle).cos()).sum()
        })
    }

    fn triangle(&self) -> Vec<f64> {
        let half = self.length.div_ceil(2) as f64;
        let is_odd = self.length % 2 == 1;
        self.each(|at, last| {
            let from_edge = at.min(last - at);
            if is_odd { (from_edge + 1.0) / half } else { (2.0 * from_edge + 1.0) / (2.0 * half) }
        })
    }

    fn parzen(&self) -> Vec<f64> {
        let half = self.length as f64 / 2.0;
        self.each(|at, last| {
            let aside = (at - last / 2.0).abs();
            let share = aside / half;
            if aside <= last / 4.0 {
                1.0 - 6.0 * share.powi(2) + 6.0 * share.powi(3)
            } else {
                2.0 * (1.0 - share).powi(3)
            }
        })
    }

    fn tukey(&self, alpha: f64) -> Vec<f64> {
        if alpha <= 0.0 {
            return self.each(|_, _| 1.0);
        }
        if alpha >= 1.0 {
            return self.cosines(&[0.5, 0.5]);
        }
        self.each(|at, last| {
            let width = (alpha * last / 2.0).floor();
            let from_edge = at.min(last - at);
            if from_edge > width { 1.0 } else { 0.5 * (1.0 + (PI * (2.0 * from_edge / (alpha * last) - 1.0)).cos()) }
        })
    }
}

/// The modified Bessel function of order zero, by its series.
fn bessel(x: f64) -> f64 {
    let quarter = x * x / 4.0;
    let (mut sum, mut term) = (1.0, 1.0);
    for order in 1..500 {
        term *= quarter / f64::from(order * order);
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    sum
}
