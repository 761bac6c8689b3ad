//! Another kind for the same chart: what both know stays, fields move to the shelves that there are, and the rest is kept
//! aside for the way back.

use serde_json::Value;
use std::collections::HashSet;
use sx_chart::{
    FormData, KINDS,
    controls::{field_label, fields},
};
use sx_model::ExploreDataset;

use super::{
    State,
    edit::put,
    is_time,
    shelf::{Shelf, Takes, controls, on, shelf, shelves},
    viz_type,
};

/// Columns and metrics, each once, in the order of the panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pool {
    columns: Vec<Value>,
    metrics: Vec<Value>,
}

/// A kind that was left.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    form: FormData,
    spare: Pool,
    pool: Pool,
}

impl Pool {
    fn of(form: &FormData, spare: &Self) -> Self {
        let mut pool = Self::default();
        for shelf in shelves(viz_type(form)).filter(is_part) {
            for value in on(form, shelf.name) {
                pool.add(shelf.takes, value);
            }
        }
        for value in &spare.columns {
            pool.add(Takes::Columns, value);
        }
        for value in &spare.metrics {
            pool.add(Takes::Metrics, value);
        }
        pool
    }

    fn list(&mut self, takes: Takes) -> &mut Vec<Value> {
        if takes == Takes::Metrics { &mut self.metrics } else { &mut self.columns }
    }

    fn add(&mut self, takes: Takes, value: &Value) {
        let list = self.list(takes);
        if !list.iter().any(|other| field_label(other) == field_label(value)) {
            list.push(value.clone());
        }
    }

    fn holds(&self, takes: Takes, value: &Value) -> bool {
        let list = if takes == Takes::Metrics { &self.metrics } else { &self.columns };
        list.iter().any(|other| field_label(other) == field_label(value))
    }

    /// The same fields, in whatever order.
    fn equals(&self, other: &Self) -> bool {
        let labels = |list: &[Value]| list.iter().map(field_label).collect::<HashSet<_>>();
        labels(&self.columns) == labels(&other.columns) && labels(&self.metrics) == labels(&other.metrics)
    }
}

pub fn switch(state: &State, to: &str, dataset: &ExploreDataset) -> State {
    let from = viz_type(&state.form);
    if from == to {
        return state.clone();
    }
    let pool = Pool::of(&state.form, &state.spare);
    let mut next = State { left: state.left.clone(), ..State::default() };
    let left = Left { form: state.form.clone(), spare: state.spare.clone(), pool: pool.clone() };
    next.left.insert(from.to_owned(), left);
    next.form = kept(&state.form, to);
    next.form.insert("viz_type".to_owned(), to.into());
    if let Some(before) = state.left.get(to) {
        restore(&mut next, before, &pool, from);
    }
    place(&mut next, &pool, dataset);
    next
}

/// Sorting follows the metrics; it takes no part in moving them.
fn is_part(shelf: &Shelf) -> bool {
    let sorts = matches!(shelf.name, "timeseries_limit_metric" | "series_limit_metric" | "stackDimension");
    matches!(shelf.takes, Takes::Columns | Takes::Metrics) && !sorts
}

/// What the new kind knows by the same name, and what no kind knows: that is somebody else's.
fn kept(form: &FormData, to: &str) -> FormData {
    let all: HashSet<&str> = KINDS.iter().flat_map(|kind| controls(kind.id())).map(|control| control.name).collect();
    let own: HashSet<&str> = controls(to).map(|control| control.name).collect();
    let stays = |name: &str| own.contains(name) || !all.contains(name);
    let mut kept: FormData =
        form.iter().filter(|(name, _)| stays(name)).map(|(name, value)| (name.clone(), value.clone())).collect();
    for shelf in shelves(to) {
        if let Some(value) = kept.get(shelf.name) {
            let items = fields(value).to_vec();
            put(&mut kept, &shelf, items);
        }
    }
    kept
}

/// With the same fields all is as it was, but for what both kinds share; else the fields that are still there come back.
fn restore(next: &mut State, before: &Left, pool: &Pool, from: &str) {
    let shared: HashSet<&str> = controls(from).map(|control| control.name).collect();
    let to = viz_type(&before.form).to_owned();
    let same = pool.equals(&before.pool);
    if same {
        next.spare = before.spare.clone();
    }
    for control in controls(&to) {
        let shelf = shelf(&to, control.name).filter(is_part);
        let Some(value) = before.form.get(control.name) else { continue };
        match shelf {
            Some(_) if same => _ = next.form.insert(control.name.to_owned(), value.clone()),
            Some(shelf) => {
                let items = fields(value).iter().filter(|item| pool.holds(shelf.takes, item)).cloned().collect();
                put(&mut next.form, &shelf, items);
            }
            None if !shared.contains(control.name) => _ = next.form.insert(control.name.to_owned(), value.clone()),
            None => {}
        }
    }
}

/// Gives the fields that stand nowhere yet a shelf; those without one are spare.
fn place(next: &mut State, pool: &Pool, dataset: &ExploreDataset) {
    let to = viz_type(&next.form).to_owned();
    if to == "table" && !next.form.contains_key("query_mode") {
        let mode = if pool.metrics.is_empty() && !pool.columns.is_empty() { "raw" } else { "aggregate" };
        next.form.insert("query_mode".to_owned(), mode.into());
    }
    let placed = Pool::of(&next.form, &Pool::default());
    let mut spare = Pool::default();
    let sorts = [(Takes::Columns, &pool.columns), (Takes::Metrics, &pool.metrics)];
    for (takes, values) in sorts {
        for value in values.iter().filter(|value| !placed.holds(takes, value)) {
            match home(&next.form, &to, takes, value, dataset) {
                Some(shelf) => {
                    let mut items = on(&next.form, shelf.name).to_vec();
                    items.push(value.clone());
                    put(&mut next.form, &shelf, items);
                }
                None => spare.add(takes, value),
            }
        }
    }
    next.spare = spare;
}

/// Times stand on the x-axis where there is one; everything else takes the first place that is free.
fn home(form: &FormData, to: &str, takes: Takes, value: &Value, dataset: &ExploreDataset) -> Option<Shelf> {
    let time = is_time(dataset);
    let shown = |shelf: &Shelf| controls(to).any(|it| it.name == shelf.name && it.visible.holds(form, &time));
    let open = |shelf: &Shelf| shelf.takes == takes && is_part(shelf) && shown(shelf);
    let free = |shelf: &Shelf| shelf.many || on(form, shelf.name).is_empty();
    let is_time_value = value.as_str().is_some_and(&time);
    let fits_axis = |shelf: &Shelf| shelf.name != "x_axis" || is_time_value || to != "big_number";
    let candidates: Vec<Shelf> = shelves(to).filter(open).filter(free).filter(fits_axis).collect();
    let axis = candidates.iter().find(|shelf| shelf.name == "x_axis" && is_time_value);
    let empty = candidates.iter().find(|shelf| on(form, shelf.name).is_empty());
    axis.or(empty).or_else(|| candidates.iter().find(|shelf| shelf.many)).copied()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::samples, *};

    fn through(kinds: &[&str]) -> State {
        let dataset = samples::dataset();
        kinds.iter().fold(State::new(samples::bar()), |state, kind| switch(&state, kind, &dataset))
    }

    #[test]
    fn fields_move_to_the_shelves_of_the_new_kind() {
        let pie = through(&["pie"]).form;
        assert_eq!((&pie["metric"], &pie["groupby"]), (&json!("revenue"), &json!(["city", "day"])));
        assert_eq!(pie.get("metrics"), None, "the questions would ask for it");
        assert_eq!(pie.get("stack"), None);
        let pivot = through(&["pivot_table_v2"]).form;
        assert_eq!((&pivot["groupbyColumns"], &pivot["groupbyRows"]), (&json!(["day"]), &json!(["city"])));
        let table = through(&["table"]).form;
        assert_eq!((&table["query_mode"], &table["groupby"]), (&json!("aggregate"), &json!(["city", "day"])));
        let heatmap = through(&["heatmap_v2"]).form;
        assert_eq!(
            (&heatmap["x_axis"], &heatmap["groupby"], &heatmap["metric"]),
            (&json!("day"), &json!("city"), &json!("revenue"))
        );
    }

    #[test]
    fn the_way_back_restores_all_of_it() {
        let there_and_back = ["pie", "echarts_timeseries_bar"];
        assert_eq!(Value::Object(through(&there_and_back).form), Value::Object(samples::bar()));
        let by_a_number = ["big_number_total", "echarts_timeseries_bar"];
        assert_eq!(Value::Object(through(&by_a_number).form), Value::Object(samples::bar()));
    }

    #[test]
    fn what_a_kind_has_no_place_for_waits_for_the_next() {
        let pie = through(&["big_number_total", "pie"]).form;
        assert_eq!((&pie["metric"], &pie["groupby"]), (&json!("revenue"), &json!(["day", "city"])));
    }

    #[test]
    fn a_change_on_the_way_comes_back_too() {
        let dataset = samples::dataset();
        let mut pie = through(&["pie"]);
        pie.form.insert("metric".into(), json!({"expressionType": "SQL", "sqlExpression": "1", "label": "one"}));
        pie.form.insert("groupby".into(), json!(["city"]));
        let bar = switch(&pie, "echarts_timeseries_bar", &dataset).form;
        assert_eq!(bar["groupby"], json!(["city"]));
        assert_eq!(bar["metrics"][0]["label"], "one");
        assert_eq!(bar["x_axis"], Value::Null, "the day was taken away");
        assert_eq!(bar["stack"], "Stack");
    }

    #[test]
    fn what_no_kind_knows_stays() {
        let mut form = samples::bar();
        form.insert("dashboards".into(), json!([3]));
        let pie = switch(&State::new(form), "pie", &samples::dataset()).form;
        assert_eq!(pie["dashboards"], json!([3]));
        assert_eq!(pie["datasource"], "7__table");
    }
}
