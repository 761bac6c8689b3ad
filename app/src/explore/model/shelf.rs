//! Shelves: the controls that fields are dropped on.

use serde_json::Value;
use sx_chart::{
    FormData,
    controls::{Control, Input, fields},
    kind_or_fallback,
};
use sx_model::ExploreDataset;
use sx_query::Kind;

use super::{Item, fit, is_time, viz_type};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// The key in the form data.
    pub name: &'static str,
    pub label: &'static str,
    pub takes: Takes,
    pub many: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Columns,
    Metrics,
    Filters,
    Ordering,
}

/// The shelf that a control is, if it is one.
pub fn shelf_of(control: &Control) -> Option<Shelf> {
    let (takes, many) = match control.input {
        Input::Column { many } => (Takes::Columns, many),
        Input::Metric { many } => (Takes::Metrics, many),
        Input::Filters => (Takes::Filters, true),
        Input::Ordering => (Takes::Ordering, true),
        Input::TimeRange
        | Input::TimeGrain
        | Input::Toggle
        | Input::Text
        | Input::Number { .. }
        | Input::Limit
        | Input::Select { .. }
        | Input::Texts { .. }
        | Input::AxisSort
        | Input::Bounds
        | Input::Palette { .. }
        | Input::NumberFormat
        | Input::TimeFormat
        | Input::Currency
        | Input::TimeColumns => return None,
    };
    Some(Shelf { name: control.name, label: control.label, takes, many })
}

pub fn controls(viz_type: &str) -> impl Iterator<Item = &'static Control> {
    kind_or_fallback(viz_type).controls().iter().flat_map(|section| section.controls)
}

pub fn shelves(viz_type: &str) -> impl Iterator<Item = Shelf> {
    controls(viz_type).filter_map(shelf_of)
}

/// The shelf of this kind with this name.
pub fn shelf(viz_type: &str, name: &str) -> Option<Shelf> {
    shelves(viz_type).find(|shelf| shelf.name == name)
}

/// What stands on a shelf, in order.
pub fn on<'a>(form: &'a FormData, shelf: &str) -> &'a [Value] {
    form.get(shelf).map_or(&[], fields)
}

/// Where a field goes that somebody adds without saying where: the first visible shelf of its sort that is empty, else the
/// first that takes many. Times go to the x-axis first, and what no shelf of columns takes is counted; filters are never meant.
pub fn best_shelf(form: &FormData, item: &Item, dataset: &ExploreDataset) -> Option<Shelf> {
    let wanted = match item {
        // A number is meant to be summed up, as long as there is a place for a sum.
        Item::Column(name) if is_number(dataset, name) => [Takes::Metrics, Takes::Columns],
        Item::Column(_) => [Takes::Columns, Takes::Metrics],
        Item::Metric(_) => [Takes::Metrics, Takes::Metrics],
        Item::Placed { .. } => return None,
    };
    wanted.into_iter().find_map(|wanted| best_of(form, item, wanted, dataset))
}

fn is_number(dataset: &ExploreDataset, name: &str) -> bool {
    dataset.column(name).is_some_and(|column| column.kind == Kind::Numeric)
}

fn best_of(form: &FormData, item: &Item, wanted: Takes, dataset: &ExploreDataset) -> Option<Shelf> {
    let is_axis_like = match item {
        Item::Column(name) => is_time(dataset)(name),
        Item::Metric(_) | Item::Placed { .. } => false,
    };
    let time = is_time(dataset);
    let open = |control: &&Control| control.visible.holds(form, &time);
    let candidates: Vec<Shelf> = controls(viz_type(form))
        .filter(open)
        .filter_map(shelf_of)
        .filter(|shelf| shelf.takes == wanted && fit(item, shelf, form, dataset).is_ok())
        .collect();
    let is_empty = |shelf: &&Shelf| on(form, shelf.name).is_empty();
    let optional =
        |shelf: &&Shelf| !["timeseries_limit_metric", "series_limit_metric", "stackDimension"].contains(&shelf.name);
    let usual: Vec<&Shelf> = candidates.iter().filter(optional).collect();
    let axis = usual.iter().find(|shelf| shelf.name == "x_axis" && is_empty(shelf)).copied();
    let first_many = usual.iter().find(|shelf| shelf.many).copied();
    let first_empty = usual.iter().find(|shelf| is_empty(shelf)).copied();
    let chosen = if is_axis_like { axis.or(first_many) } else { None };
    chosen.or(first_empty).or(first_many).or(usual.first().copied()).copied()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::samples, *};

    fn place(form: Value, item: Item) -> Option<&'static str> {
        best_shelf(&samples::form(form), &item, &samples::dataset()).map(|shelf| shelf.name)
    }

    #[test]
    fn a_field_finds_its_shelf() {
        let bar = |rest: Value| {
            let mut form = json!({"viz_type": "echarts_timeseries_bar"});
            sx_chart::merge(&mut form, rest);
            form
        };
        assert_eq!(place(bar(json!({})), Item::Column("day".into())), Some("x_axis"));
        assert_eq!(place(bar(json!({})), Item::Column("city".into())), Some("x_axis"));
        assert_eq!(place(bar(json!({"x_axis": "day"})), Item::Column("city".into())), Some("groupby"));
        assert_eq!(
            place(bar(json!({"x_axis": "day", "groupby": ["product"]})), Item::Column("city".into())),
            Some("groupby")
        );
        assert_eq!(place(bar(json!({"metrics": []})), Item::Metric("revenue".into())), Some("metrics"));
        assert_eq!(place(json!({"viz_type": "pie"}), Item::Metric("revenue".into())), Some("metric"));
        assert_eq!(place(json!({"viz_type": "big_number_total"}), Item::Column("city".into())), Some("metric"));
        assert_eq!(place(bar(json!({"x_axis": "day"})), Item::Column("sales".into())), Some("metrics"));
        assert_eq!(
            place(json!({"viz_type": "table", "query_mode": "raw"}), Item::Column("city".into())),
            Some("all_columns")
        );
    }
}
