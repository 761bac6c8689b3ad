//! What a new chart starts with.

use serde_json::{Value, json};
use sx_chart::{FormData, controls::is_filled};
use sx_model::ExploreDataset;

use super::{
    Edit, State,
    edit::apply,
    fit::{column_filter, sql_metric},
    is_time,
    shelf::controls,
    viz_type,
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

/// The form of a stored chart as the builder shows it. Charts from before the x-axis was a field of its own are drawn over
/// `granularity_sqla`; it takes its place on the shelf, as in the reference's builder.
pub fn opened_form(mut form: FormData) -> FormData {
    let has_axis = controls(viz_type(&form)).any(|control| control.name == "x_axis");
    let lacks_axis = has_axis && !form.get("x_axis").is_some_and(is_filled);
    if lacks_axis && let Some(time) = form.get("granularity_sqla").filter(|time| time.is_string()).cloned() {
        form.insert("x_axis".to_owned(), time);
    }
    form
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
    fn older_charts_have_their_time_on_the_axis() {
        let old = |viz_type: &str| {
            samples::form(json!({ "viz_type": viz_type, "granularity_sqla": "day", "metrics": ["revenue"] }))
        };
        let form = opened_form(old("echarts_timeseries_bar"));
        assert_eq!((&form["x_axis"], missing(&form, &samples::dataset())), (&json!("day"), None));
        assert_eq!(opened_form(old("table")), old("table"));
        let mut new = old("echarts_timeseries_bar");
        new.insert("x_axis".to_owned(), "city".into());
        assert_eq!(opened_form(new.clone()), new);
    }

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
