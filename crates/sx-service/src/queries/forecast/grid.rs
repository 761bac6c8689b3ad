//! A history as models want it: one value for each step, without gaps.

pub(super) struct Grid {
    /// One for each step; those between two known ones lie on the line between them.
    pub values: Vec<f64>,
    /// The step of each time that is known.
    pub places: Vec<usize>,
}

impl Grid {
    /// `times` are in order, `step` is the mean distance of two of them in microseconds.
    pub fn new(times: &[i64], values: &[f64], step: i64) -> Self {
        let first = times.first().copied().unwrap_or_default();
        let place = |time: &i64| ((time - first) as f64 / step.max(1) as f64).round() as usize;
        let places: Vec<usize> = times.iter().map(place).collect();
        let is_ordered = places.windows(2).all(|pair| pair[0] < pair[1]);
        // Times that do not keep to the steps are taken for steps themselves.
        let places = if is_ordered { places } else { (0..times.len()).collect() };
        let mut filled = Vec::new();
        for (place, value) in places.iter().zip(values) {
            let gap = place - filled.len();
            let start = filled.last().copied().unwrap_or(*value);
            let part = |position: usize| position as f64 / (gap + 1) as f64;
            filled.extend((1..=gap).map(|position| start + (value - start) * part(position)));
            filled.push(*value);
        }
        Self { values: filled, places }
    }
}
