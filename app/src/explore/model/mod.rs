//! The chart under construction as plain values: no signals, no page. Edits are values too, so they can be undone and tested.

mod defaults;
mod edit;
mod fit;
mod history;
mod question;
mod shelf;
mod swap;
mod switch;
mod words;

pub use defaults::{new_form, opened_form};
pub use edit::{Edit, apply};
pub use fit::{Item, fit, option_name, ordering, read_ordering, simple_metric, sql_metric};
pub use history::History;
pub use question::{Asked, asked, is_time};
pub use shelf::{Shelf, Takes, best_shelf, shelf_of};
pub use swap::{Swapped, swap_dataset};
pub use words::pill_label;

use serde_json::Value;
use std::collections::BTreeMap;
use sx_chart::FormData;

/// What an undo restores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub form: FormData,
    /// What kinds that were left looked like, by `viz_type`: coming back restores them.
    left: BTreeMap<String, switch::Left>,
    /// Fields that the present kind has no place for.
    spare: switch::Pool,
}

impl State {
    pub fn new(form: FormData) -> Self {
        Self { form, ..Self::default() }
    }

    pub fn viz_type(&self) -> &str {
        viz_type(&self.form)
    }
}

pub fn viz_type(form: &FormData) -> &str {
    form.get("viz_type").and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
pub mod samples {
    use serde_json::{Value, json};
    use sx_chart::FormData;
    use sx_model::{DatabaseId, DatasetId, ExploreColumn, ExploreDataset, ExploreMetric, TimeGrainChoice};
    use sx_query::Kind;

    pub fn form(value: Value) -> FormData {
        match value {
            Value::Object(form) => form,
            _ => FormData::new(),
        }
    }

    fn column(name: &str, kind: Kind) -> ExploreColumn {
        ExploreColumn {
            name: name.into(),
            label: name.into(),
            kind,
            type_text: None,
            is_dttm: kind == Kind::Temporal,
            groupby: true,
            filterable: true,
            expression: None,
            description: None,
            certified_by: None,
            warning: None,
            problem: None,
        }
    }

    /// `day`, `city`, `product`, `sales`, `online`; the metric `revenue`.
    pub fn dataset() -> ExploreDataset {
        let metric = ExploreMetric {
            name: "revenue".into(),
            label: "Revenue".into(),
            expression: "SUM(sales)".into(),
            description: None,
            d3format: None,
            currency: None,
            certified_by: None,
            warning: None,
            problem: None,
        };
        ExploreDataset {
            id: DatasetId(7),
            name: "orders".into(),
            schema: None,
            database_id: DatabaseId(1),
            database_name: "shop".into(),
            backend: "postgresql".into(),
            is_virtual: false,
            description: None,
            columns: vec![
                column("day", Kind::Temporal),
                column("city", Kind::String),
                column("product", Kind::String),
                column("sales", Kind::Numeric),
                column("online", Kind::Boolean),
            ],
            metrics: vec![metric],
            main_dttm_col: Some("day".into()),
            time_grains: ["P1D", "P1M"]
                .map(|duration| TimeGrainChoice { name: duration.into(), duration: duration.into() })
                .into(),
            filter_select_enabled: true,
            certified_by: None,
            warning: None,
            changed_on: Default::default(),
            may_edit: true,
        }
    }

    pub fn bar() -> FormData {
        form(json!({
            "datasource": "7__table", "viz_type": "echarts_timeseries_bar", "x_axis": "day", "time_grain_sqla": "P1M",
            "metrics": ["revenue"], "groupby": ["city"], "adhoc_filters": [], "stack": "Stack",
        }))
    }
}
