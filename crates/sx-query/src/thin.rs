//! Series thinned to what a screen can show (M4): in each column of pixels the first, the last, the smallest and the largest
//! value. The line that is drawn through these is, pixel by pixel, the line through all of them.

use std::ops::Range;

use crate::Values;

/// The rows that a line over `axis` needs on `width` columns of pixels; `None` when it needs all of them: there are few, or
/// the axis is no ascending row of numbers or times, or no series has numbers.
///
/// Of each series at most four values in each column of pixels are kept for its own sake; where there are several series, a
/// row that one of them needs is kept for all. A run of NULLs leaves one, so a line still breaks there.
pub(crate) fn kept_rows<'a>(axis: &Values, series: impl Iterator<Item = &'a Values>, width: u32) -> Option<Vec<usize>> {
    let width = width.max(1) as usize;
    if axis.len() <= width.saturating_mul(4) {
        return None;
    }
    let places = places(axis)?;
    let mut kept = vec![false; axis.len()];
    for series in series.filter_map(Series::of) {
        for bucket in buckets(&places, width) {
            series.mark(bucket, &mut kept);
        }
    }
    if !kept.contains(&true) {
        return None;
    }
    // The axis keeps its ends, whatever stands there.
    for end in [0, axis.len() - 1] {
        kept[end] = true;
    }
    Some(kept.iter().enumerate().filter_map(|(row, kept)| kept.then_some(row)).collect())
}

/// Where each row lies; `None` unless every row lies somewhere, none before the one above it.
fn places(values: &Values) -> Option<Vec<f64>> {
    let places: Vec<f64> = match values {
        Values::Int(v) | Values::Time(v) => {
            v.iter().map(|place| place.map(|place| place as f64)).collect::<Option<_>>()?
        }
        Values::Float(v) => v.iter().copied().collect::<Option<_>>()?,
        Values::Text(_) | Values::Bool(_) | Values::Json(_) => return None,
    };
    let is_ascending = places.is_sorted() && places.iter().all(|place| place.is_finite());
    is_ascending.then_some(places)
}

/// The rows of each column of pixels that has some.
fn buckets(places: &[f64], width: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let (first, last) = (places.first().copied().unwrap_or(0.0), places.last().copied().unwrap_or(0.0));
    let bucket = move |place: f64| {
        let share = if last > first { (place - first) / (last - first) } else { 0.0 };
        ((share * width as f64) as usize).min(width - 1)
    };
    let mut start = 0;
    std::iter::from_fn(move || {
        let own = bucket(*places.get(start)?);
        let length = places[start..].iter().take_while(|place| bucket(**place) == own).count();
        let rows = start..start + length;
        start = rows.end;
        Some(rows)
    })
}

enum Series<'a> {
    Whole(&'a [Option<i64>]),
    Broken(&'a [Option<f64>]),
}

impl<'a> Series<'a> {
    fn of(values: &'a Values) -> Option<Self> {
        match values {
            Values::Int(v) => Some(Self::Whole(v)),
            Values::Float(v) => Some(Self::Broken(v)),
            Values::Text(_) | Values::Bool(_) | Values::Time(_) | Values::Json(_) => None,
        }
    }

    fn mark(&self, rows: Range<usize>, kept: &mut [bool]) {
        match self {
            Self::Whole(v) => mark(rows, kept, |row| v[row]),
            Self::Broken(v) => mark(rows, kept, |row| v[row].filter(|number| !number.is_nan())),
        }
    }
}

/// Of one column of pixels the first, last, smallest and largest value, and the NULL after the last one, or the only ones.
fn mark<T: PartialOrd + Copy>(rows: Range<usize>, kept: &mut [bool], value: impl Fn(usize) -> Option<T>) {
    let mut values = rows.clone().filter_map(|row| Some((row, value(row)?)));
    let Some(first) = values.next() else {
        kept[rows.start] = true;
        return;
    };
    let (mut last, mut least, mut most) = (first, first, first);
    for (row, number) in values {
        last = (row, number);
        if number < least.1 {
            least = last;
        }
        if number > most.1 {
            most = last;
        }
    }
    for (row, _) in [first, last, least, most] {
        kept[row] = true;
    }
    // A gap within the column of pixels is not seen; one that goes on behind it is.
    if last.0 + 1 < rows.end {
        kept[last.0 + 1] = true;
    }
    if rows.start < first.0 {
        kept[first.0 - 1] = true;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Row = (i64, Option<f64>);

    fn thinned(rows: &[Row], width: u32) -> Vec<Row> {
        let (times, values): (Vec<_>, Vec<_>) = rows.iter().map(|(time, value)| (Some(*time), *value)).unzip();
        let kept = kept_rows(&Values::Time(times), [Values::Float(values)].iter(), width);
        kept.map_or_else(|| rows.to_vec(), |kept| kept.into_iter().map(|row| rows[row]).collect())
    }

    /// The smallest and the largest value of each column of pixels, and whether it has NULLs alone.
    fn seen(rows: &[(i64, Option<f64>)], width: usize) -> Vec<(Option<f64>, Option<f64>)> {
        let places: Vec<f64> = rows.iter().map(|(time, _)| *time as f64).collect();
        let extremes = |rows: &[(i64, Option<f64>)]| {
            let values = || rows.iter().filter_map(|(_, value)| *value);
            (values().reduce(f64::min), values().reduce(f64::max))
        };
        buckets(&places, width).map(|bucket| extremes(&rows[bucket])).collect()
    }

    fn series() -> impl Strategy<Value = Vec<Row>> {
        prop::collection::vec((0_i64..50, prop::option::weighted(0.8, -100.0..100.0_f64)), 2..600).prop_map(|steps| {
            let mut time = 0;
            let place = |(step, value)| {
                time += step;
                (time, value)
            };
            steps.into_iter().map(place).collect()
        })
    }

    proptest! {
        #[test]
        fn a_thinned_line_looks_like_the_whole_one(before in series(), width in 1_u32..40) {
            let after = thinned(&before, width);
            let width = width as usize;
            // Kept rows are rows of before, in their order.
            let mut left = before.iter();
            prop_assert!(after.iter().all(|row| left.any(|other| other == row)));
            // Extremes, ends and empty columns of pixels are those of before.
            prop_assert_eq!(seen(&after, width), seen(&before, width));
            prop_assert_eq!((after.first(), after.last()), (before.first(), before.last()));
            // Between two values stands a NULL where there was one, when they are in different columns of pixels.
            let places: Vec<f64> = before.iter().map(|(time, _)| *time as f64).collect();
            for bucket in buckets(&places, width) {
                let last = bucket.clone().rev().find(|row| before[*row].1.is_some());
                let next = (bucket.end..before.len()).find(|row| before[*row].1.is_some());
                if let (Some(last), Some(next)) = (last, next) && next > last + 1 {
                    let span = before[last].0..=before[next].0;
                    prop_assert!(after.iter().any(|(time, value)| value.is_none() && span.contains(time)));
                }
            }
        }

        #[test]
        fn no_column_of_pixels_has_more_than_four_values(before in series(), width in 1_u32..40) {
            let after = thinned(&before, width);
            let places: Vec<f64> = after.iter().map(|(time, _)| *time as f64).collect();
            for bucket in buckets(&places, width as usize) {
                let values = after[bucket].iter().filter(|(_, value)| value.is_some()).count();
                prop_assert!(before.len() <= 4 * width as usize || values <= 4);
            }
        }
    }

    #[test]
    fn a_row_that_one_series_needs_is_kept_for_all() {
        let axis = Values::Int((0..1_000).map(Some).collect());
        let spike = |at: usize| Values::Int((0..1_000).map(|row| Some(i64::from(row == at))).collect());
        let kept = kept_rows(&axis, [spike(333), spike(666)].iter(), 10).unwrap();
        assert!(kept.contains(&333) && kept.contains(&666) && kept.len() < 60, "{kept:?}");
    }

    #[test]
    fn what_cannot_be_thinned_stays() {
        let ones = [Values::Int(vec![Some(1); 100])];
        let axis = |times: Vec<Option<i64>>| Values::Time(times);
        assert!(kept_rows(&axis((0..100).map(Some).collect()), ones.iter(), 10).is_some());
        assert_eq!(kept_rows(&axis((0..100).map(Some).collect()), ones.iter(), 25), None);
        assert_eq!(kept_rows(&axis((0..100).rev().map(Some).collect()), ones.iter(), 10), None);
        assert_eq!(kept_rows(&axis(vec![None; 100]), ones.iter(), 10), None);
        assert_eq!(kept_rows(&axis((0..100).map(Some).collect()), [].iter(), 10), None);
    }
}
