//! What a new chart starts with.

use serde_json::{Value, json};
use sx_chart::FormData;
use sx_model::ExploreDataset;

use super::{
    Edit, State,
    edit::apply,
    fit::{column_filter, sql_metric},
    is_time,
};

/// A line over the dataset's main time, or a table where it has none: something to see at once, and to change.
pub fn new_form(dataset: &ExploreDataset) -> FormData {
    let mut form = FormData::new();
    form.insert("datasource".to_owned(), format!("{}__table", dataset.id).into());
    let metric = first_metric(dataset);
    match dataset.main_dttm_col.as_deref().filter(|main| is_time(dataset)(main)) {
        Some(main) => {
            form.insert("viz_type".to_owned(), "echarts_timeseries_line".into());
            form.insert("x_axis".to_owned(), main.into());
            form.insert("adhoc_filters".to_owned(), json!([column_filter(dataset, main)]));
            if dataset.time_grains.iter().any(|choice| choice.duration == "P1D") {
                form.insert("time_grain_sqla".to_owned(), "P1D".into());
            }
        }
        None => {
            form.insert("viz_type".to_owned(), "table".into());
            form.insert("query_mode".to_owned(), "aggregate".into());
            form.insert("adhoc_filters".to_owned(), json!([]));
        }
    }
    form.insert("metrics".to_owned(), json!([metric]));
    form.insert("groupby".to_owned(), json!([]));
    let whole = Edit::Form(form.clone());
    apply(&State::default(), &whole, dataset).map_or(form, |state| state.form)
}

/// A count where the dataset has one, as it is what people ask first; else its first metric.
fn first_metric(dataset: &ExploreDataset) -> Value {
    let usable = || dataset.metrics.iter().filter(|metric| metric.problem.is_none());
    let counted = usable().find(|metric| metric.name == "count");
    match counted.or_else(|| usable().next()) {
        Some(metric) => metric.name.as_str().into(),
        None => sql_metric("COUNT(*)"),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{question::missing, samples},
        *,
    };

    #[test]
    fn a_new_chart_can_be_asked_at_once() {
        let mut dataset = samples::dataset();
        let form = new_form(&dataset);
        assert_eq!(
            (&form["x_axis"], &form["metrics"], &form["time_grain_sqla"]),
            (&json!("day"), &json!(["revenue"]), &json!("P1D"))
        );
        assert_eq!(missing(&form, &dataset), None);
        dataset.main_dttm_col = None;
        dataset.metrics.clear();
        let form = new_form(&dataset);
        assert_eq!((&form["viz_type"], &form["metrics"][0]["label"]), (&json!("table"), &json!("COUNT(*)")));
        assert_eq!(missing(&form, &dataset), None);
    }
}
