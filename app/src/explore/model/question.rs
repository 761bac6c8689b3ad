//! What a form asks, and whether an answer still fits it.

use sx_chart::{
    FormData,
    controls::{Control, is_filled},
    kind_or_fallback,
};
use sx_model::{DatasetId, ExploreDataset};
use sx_query::{Kind, QueryObject};

use super::{
    shelf::{controls, shelf_of},
    viz_type,
};
use crate::explore::model::Takes;

/// Two forms that ask the same differ in looks only.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    dataset: DatasetId,
    queries: Vec<QueryObject>,
}

/// What this form asks; else a sentence that names what is missing or odd.
pub fn asked(form: &FormData, dataset: &ExploreDataset) -> Result<Asked, String> {
    if let Some(sentence) = missing(form, dataset) {
        return Err(sentence);
    }
    let queries = kind_or_fallback(viz_type(form)).queries(form).map_err(|error| error.to_string())?;
    Ok(Asked { dataset: dataset.id, queries })
}

/// What has to be chosen before anything can be asked, as a sentence.
pub fn missing(form: &FormData, dataset: &ExploreDataset) -> Option<String> {
    let time = is_time(dataset);
    let lacking: Vec<&str> =
        controls(viz_type(form)).filter(|it| it.is_missing(form, &time)).map(|it| it.label).collect();
    if !lacking.is_empty() {
        return Some(format!("Drop a field on {}.", joined(&lacking)));
    }
    let has_shelves = controls(viz_type(form)).any(is_asking);
    let asks = controls(viz_type(form))
        .filter(|control| is_asking(control) && control.visible.holds(form, &time))
        .any(|control| form.get(control.name).is_some_and(is_filled));
    (has_shelves && !asks).then(|| "Drop columns or metrics on the shelves.".to_owned())
}

/// Whether the dataset says that the column holds times.
pub fn is_time(dataset: &ExploreDataset) -> impl Fn(&str) -> bool {
    move |name| dataset.column(name).is_some_and(|column| column.is_dttm || column.kind == Kind::Temporal)
}

fn is_asking(control: &Control) -> bool {
    shelf_of(control).is_some_and(|shelf| matches!(shelf.takes, Takes::Columns | Takes::Metrics))
}

/// “A”, “B” and “C”.
fn joined(labels: &[&str]) -> String {
    let quoted: Vec<String> = labels.iter().map(|label| format!("“{label}”")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use sx_chart::KINDS;

    use super::{super::samples, *};

    fn with(change: Value) -> FormData {
        let mut form = Value::Object(samples::bar());
        sx_chart::merge(&mut form, change);
        samples::form(form)
    }

    #[test]
    fn looks_ask_nothing_new() {
        let dataset = samples::dataset();
        let before = asked(&samples::bar(), &dataset).unwrap();
        for look in [
            json!({"stack": "Stream"}),
            json!({"color_scheme": "d3Category10"}),
            json!({"x_axis_title": "Day"}),
            json!({"viz_type": "echarts_timeseries_line"}),
        ] {
            assert_eq!(asked(&with(look.clone()), &dataset).unwrap(), before, "{look}");
        }
        for question in [
            json!({"row_limit": 5}),
            json!({"groupby": []}),
            json!({"time_grain_sqla": "P1D"}),
            json!({"contributionMode": "row"}),
        ] {
            assert_ne!(asked(&with(question.clone()), &dataset).unwrap(), before, "{question}");
        }
    }

    #[test]
    fn says_what_is_missing() {
        let dataset = samples::dataset();
        let says = |form: Value| missing(&samples::form(form), &dataset);
        assert_eq!(
            says(json!({"viz_type": "echarts_timeseries_bar"})).as_deref(),
            Some("Drop a field on “X-axis” and “Metrics”.")
        );
        let table = says(json!({"viz_type": "table", "query_mode": "aggregate"}));
        assert_eq!(table.as_deref(), Some("Drop columns or metrics on the shelves."));
        let raw = says(json!({"viz_type": "table", "query_mode": "raw", "groupby": ["city"]}));
        assert_eq!(raw.as_deref(), Some("Drop a field on “Columns”."));
        assert_eq!(says(json!({"viz_type": "table", "query_mode": "raw", "all_columns": ["city"]})), None);
    }

    #[test]
    fn every_sample_is_complete() {
        for kind in KINDS {
            let (form, _) = kind.sample();
            assert_eq!(missing(&form, &samples::dataset()), None, "{}", kind.id());
        }
    }
}
