//! One change of the chart, and what comes of it.

use serde_json::Value;
use sx_chart::{FormData, controls::Input};
use sx_model::ExploreDataset;

use super::{
    Item, State, fit, is_time,
    shelf::{Shelf, controls, on, shelf},
    switch,
};

#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Null takes the control back to “nothing”, which is not its default.
    Set {
        control: String,
        value: Value,
    },
    /// Like `Set`, letter by letter: undone as one step.
    Type {
        control: String,
        value: Value,
    },
    /// A field comes onto a shelf; from another shelf it moves. `index` does not count the item itself.
    Add {
        shelf: String,
        index: usize,
        item: Item,
    },
    /// A finished value of an editor comes onto a shelf.
    Insert {
        shelf: String,
        index: usize,
        value: Value,
    },
    Remove {
        shelf: String,
        index: usize,
    },
    Replace {
        shelf: String,
        index: usize,
        value: Value,
    },
    Kind(String),
    /// Another form altogether: a draft, or what somebody else saved.
    Form(FormData),
}

/// The state after the edit; else a sentence that says why it cannot be.
pub fn apply(state: &State, edit: &Edit, dataset: &ExploreDataset) -> Result<State, String> {
    let had_grain = wants_grain(&state.form, dataset);
    let mut next = changed(state, edit, dataset)?;
    add_grain(&mut next.form, had_grain, dataset);
    list_times(&mut next.form, dataset);
    Ok(next)
}

fn changed(state: &State, edit: &Edit, dataset: &ExploreDataset) -> Result<State, String> {
    let mut next = state.clone();
    let form = &mut next.form;
    match edit {
        Edit::Set { control, value } | Edit::Type { control, value } => _ = form.insert(control.clone(), value.clone()),
        Edit::Add { shelf, index, item } => {
            let target = find(state, shelf)?;
            let value = fit(item, &target, form, dataset)?;
            if let Some((origin, from)) = item.origin() {
                remove(form, &find(state, origin)?, from);
            }
            insert(form, &target, *index, value);
        }
        Edit::Insert { shelf, index, value } => insert(form, &find(state, shelf)?, *index, value.clone()),
        Edit::Remove { shelf, index } => remove(form, &find(state, shelf)?, *index),
        Edit::Replace { shelf, index, value } => {
            let target = find(state, shelf)?;
            remove(form, &target, *index);
            insert(form, &target, *index, value.clone());
        }
        Edit::Kind(viz_type) => next = switch::switch(state, viz_type, dataset),
        Edit::Form(other) => next = State::new(other.clone()),
    }
    Ok(next)
}

fn find(state: &State, name: &str) -> Result<Shelf, String> {
    shelf(state.viz_type(), name).ok_or_else(|| "This kind of chart has no such shelf.".to_owned())
}

/// A shelf for one holds the value itself, a shelf for many a list.
pub fn put(form: &mut FormData, shelf: &Shelf, mut items: Vec<Value>) {
    let value = match shelf.many {
        true => Value::Array(items),
        false if items.is_empty() => Value::Null,
        false => items.swap_remove(0),
    };
    form.insert(shelf.name.to_owned(), value);
}

fn insert(form: &mut FormData, shelf: &Shelf, index: usize, value: Value) {
    let mut items = if shelf.many { on(form, shelf.name).to_vec() } else { Vec::new() };
    items.insert(index.min(items.len()), value);
    put(form, shelf, items);
}

fn remove(form: &mut FormData, shelf: &Shelf, index: usize) {
    let mut items = on(form, shelf.name).to_vec();
    if index < items.len() {
        items.remove(index);
    }
    put(form, shelf, items);
}

fn wants_grain(form: &FormData, dataset: &ExploreDataset) -> bool {
    let grain = controls(super::viz_type(form)).find(|control| control.input == Input::TimeGrain);
    grain.is_some_and(|grain| grain.visible.holds(form, &is_time(dataset)))
}

/// The first time column brings the grain along; who took the grain away before does not get it back.
fn add_grain(form: &mut FormData, had_grain: bool, dataset: &ExploreDataset) {
    let is_new = !had_grain && wants_grain(form, dataset) && !form.contains_key("time_grain_sqla");
    let default = || {
        controls(super::viz_type(form)).find(|control| control.input == Input::TimeGrain).map(|it| it.default_value())
    };
    if let Some(grain) = is_new.then(default).flatten()
        && dataset.time_grains.iter().any(|choice| Value::String(choice.duration.clone()) == grain)
    {
        form.insert("time_grain_sqla".to_owned(), grain);
    }
}

/// Tables ask which of their dimensions are times.
fn list_times(form: &mut FormData, dataset: &ExploreDataset) {
    let Some(control) = controls(super::viz_type(form)).find(|it| it.input == Input::TimeColumns) else { return };
    let times = dataset.columns.iter().filter(|column| is_time(dataset)(&column.name));
    let mut lookup = match form.get(control.name) {
        Some(Value::Object(stored)) => stored.clone(),
        _ => FormData::new(),
    };
    lookup.extend(times.map(|column| (column.name.clone(), Value::Bool(true))));
    if !lookup.is_empty() {
        form.insert(control.name.to_owned(), Value::Object(lookup));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{
        super::{Takes, samples},
        *,
    };

    fn after(form: Value, edit: Edit) -> Result<FormData, String> {
        apply(&State::new(samples::form(form)), &edit, &samples::dataset()).map(|state| state.form)
    }

    fn add(shelf: &str, index: usize, item: Item) -> Edit {
        Edit::Add { shelf: shelf.into(), index, item }
    }

    #[test]
    fn a_field_comes_where_it_is_dropped() {
        let form = json!({"viz_type": "table", "query_mode": "aggregate", "groupby": ["city"]});
        let form = after(form, add("groupby", 0, Item::Column("product".into()))).unwrap();
        assert_eq!(form["groupby"], json!(["product", "city"]));
        let form = after(form.into(), add("groupby", 99, Item::Column("online".into()))).unwrap();
        assert_eq!(form["groupby"], json!(["product", "city", "online"]));
    }

    #[test]
    fn a_pill_moves_within_its_shelf_and_to_others() {
        let form = json!({"viz_type": "pivot_table_v2", "groupbyRows": ["city", "product"], "groupbyColumns": []});
        let pill = |index: usize, name: &str| Item::Placed {
            shelf: "groupbyRows",
            takes: Takes::Columns,
            index,
            value: name.into(),
        };
        let moved = after(form.clone(), add("groupbyRows", 1, pill(0, "city"))).unwrap();
        assert_eq!(moved["groupbyRows"], json!(["product", "city"]));
        let moved = after(form, add("groupbyColumns", 0, pill(0, "city"))).unwrap();
        assert_eq!((&moved["groupbyRows"], &moved["groupbyColumns"]), (&json!(["product"]), &json!(["city"])));
    }

    #[test]
    fn a_shelf_for_one_holds_the_value_itself() {
        let form = json!({"viz_type": "pie", "metric": "revenue"});
        let replaced = after(form.clone(), add("metric", 1, Item::Column("sales".into()))).unwrap();
        assert_eq!(replaced["metric"]["label"], "SUM(sales)");
        let removed = after(form, Edit::Remove { shelf: "metric".into(), index: 0 }).unwrap();
        assert_eq!(removed["metric"], Value::Null);
    }

    #[test]
    fn a_time_column_brings_its_grain_once() {
        let form = json!({"viz_type": "echarts_timeseries_line"});
        let timed = after(form, add("x_axis", 0, Item::Column("day".into()))).unwrap();
        assert_eq!(timed["time_grain_sqla"], "P1D");
        let emptied = after(timed.into(), Edit::Set { control: "time_grain_sqla".into(), value: Value::Null }).unwrap();
        let form = after(emptied.into(), add("groupby", 0, Item::Column("city".into()))).unwrap();
        assert_eq!(form["time_grain_sqla"], Value::Null);
    }

    #[test]
    fn a_table_knows_its_times() {
        let form = json!({"viz_type": "table", "query_mode": "aggregate"});
        let form = after(form, add("groupby", 0, Item::Column("day".into()))).unwrap();
        assert_eq!(form["temporal_columns_lookup"], json!({"day": true}));
    }

    #[test]
    fn a_refused_edit_changes_nothing() {
        let refused = after(json!({"viz_type": "pie"}), add("groupby", 0, Item::Metric("revenue".into())));
        assert_eq!(refused.unwrap_err(), "“Revenue” is a metric, and “Dimensions” takes columns.");
        assert!(after(json!({"viz_type": "pie"}), Edit::Remove { shelf: "nowhere".into(), index: 0 }).is_err());
    }
}
