//! Another dataset under the same chart: fields that it has, too, stay.

use serde_json::Value;
use sx_chart::{FormData, controls::field_label};
use sx_model::ExploreDataset;

use super::{
    State, Takes,
    edit::{Edit, apply, put},
    fit::read_ordering,
    is_time, pill_label,
    shelf::{on, shelves},
};

#[derive(Clone, Debug, PartialEq)]
pub struct Swapped {
    pub state: State,
    /// What the new dataset has not, as people read it.
    pub left_out: Vec<String>,
}

/// Custom SQL stays: only the database knows whether it still holds.
pub fn swap_dataset(state: &State, before: &ExploreDataset, after: &ExploreDataset) -> Swapped {
    let mut form = state.form.clone();
    form.insert("datasource".to_owned(), format!("{}__table", after.id).into());
    form.remove("temporal_columns_lookup");
    let mut left_out = Vec::new();
    for shelf in shelves(state.viz_type()) {
        let items = on(&form, shelf.name).to_vec();
        let (kept, gone): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| is_known(item, shelf.takes, after));
        for item in &gone {
            let label = pill_label(item, shelf.takes, before);
            if !left_out.contains(&label) {
                left_out.push(label);
            }
        }
        if !gone.is_empty() {
            put(&mut form, &shelf, kept);
        }
    }
    add_axis(&mut form, state.viz_type(), after);
    // An edit that changes nothing brings what goes with the columns.
    let settled =
        apply(&State::new(form.clone()), &Edit::Form(form.clone()), after).unwrap_or_else(|_| State::new(form));
    Swapped { state: settled, left_out }
}

fn is_known(item: &Value, takes: Takes, dataset: &ExploreDataset) -> bool {
    let column = |value: &Value| match value.as_str() {
        Some(name) => dataset.column(name).is_some(),
        None => true,
    };
    match takes {
        Takes::Columns => column(item),
        Takes::Metrics => match (item.as_str(), item.get("column")) {
            (Some(saved), _) => dataset.metric(saved).is_some(),
            (None, Some(of)) if of.is_object() => of.get("column_name").is_some_and(column),
            (None, _) => true,
        },
        Takes::Filters => item.get("subject").is_none_or(column),
        Takes::Ordering => read_ordering(item).is_some_and(|(name, _)| dataset.column(&field_label(&name)).is_some()),
    }
}

/// A time axis that is gone gives way to the dataset's own.
fn add_axis(form: &mut FormData, viz_type: &str, dataset: &ExploreDataset) {
    let has_axis = shelves(viz_type).any(|shelf| shelf.name == "x_axis");
    if let Some(main) = dataset.main_dttm_col.as_deref().filter(|main| is_time(dataset)(main))
        && has_axis
        && on(form, "x_axis").is_empty()
    {
        form.insert("x_axis".to_owned(), main.into());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use sx_model::DatasetId;

    use super::{
        super::{fit::column_filter, samples},
        *,
    };

    #[test]
    fn what_the_other_dataset_has_too_stays() {
        let before = samples::dataset();
        let mut after = samples::dataset();
        after.id = DatasetId(8);
        after.columns.retain(|column| column.name != "city" && column.name != "day");
        after.columns[0].name = "month".into();
        after.columns[0].is_dttm = true;
        after.main_dttm_col = Some("month".into());
        let mut form = samples::bar();
        form.insert("adhoc_filters".into(), json!([column_filter(&before, "city"), column_filter(&before, "sales")]));
        let Swapped { state, left_out } = swap_dataset(&State::new(form), &before, &after);
        assert_eq!(left_out, ["day", "city", "city in ()"]);
        assert_eq!(state.form["datasource"], "8__table");
        assert_eq!((&state.form["x_axis"], &state.form["groupby"]), (&json!("month"), &json!([])));
        assert_eq!(state.form["metrics"], json!(["revenue"]));
        assert_eq!(state.form["adhoc_filters"].as_array().map(Vec::len), Some(1));
    }
}
