//! The metrics of a dataset.

use std::collections::HashMap;

use serde_json::Value;
use sx_model::{DatasetId, DatasetMetric, DatasetMetricFields, DatasetMetricId};

use super::fields::json;
use super::parts::PartTable;
use crate::asset::Values;
use crate::row::Row;
use crate::{Result, Store};

const TABLE: PartTable = PartTable {
    name: "dataset_metrics",
    key: "metric_name",
    plural: "metrics",
    read_tag: "dataset.metrics",
    write_tag: "dataset.set_metrics",
};

impl Store {
    pub(super) async fn set_metrics(&self, id: DatasetId, metrics: &[DatasetMetricFields]) -> Result<()> {
        let names = metrics.iter().map(|metric| metric.metric_name.as_str()).collect();
        let rows = metrics.iter().map(values).collect();
        self.set_parts(&TABLE, id, names, rows).await
    }

    pub(super) async fn metrics_of(&self, dataset_ids: &[i64]) -> Result<HashMap<i64, Vec<DatasetMetric>>> {
        self.parts_of(&TABLE, values(&DatasetMetricFields::default()), metric, dataset_ids).await
    }
}

fn values(fields: &DatasetMetricFields) -> Values {
    vec![
        ("uuid", fields.uuid.into()),
        ("metric_name", fields.metric_name.as_str().into()),
        ("verbose_name", fields.verbose_name.clone().into()),
        ("metric_type", fields.metric_type.clone().into()),
        ("expression", fields.expression.as_str().into()),
        ("description", fields.description.clone().into()),
        ("d3format", fields.d3format.clone().into()),
        ("currency", json(&fields.currency).into()),
        ("extra", json(&fields.extra).into()),
        ("warning_text", fields.warning_text.clone().into()),
        ("rest", Value::Object(fields.rest.clone()).to_string().into()),
    ]
}

fn metric(row: &Row) -> Result<DatasetMetric> {
    Ok(DatasetMetric {
        id: DatasetMetricId(row.get("id")?),
        fields: DatasetMetricFields {
            uuid: row.get("uuid")?,
            metric_name: row.get("metric_name")?,
            verbose_name: row.get("verbose_name")?,
            metric_type: row.get("metric_type")?,
            expression: row.get("expression")?,
            description: row.get("description")?,
            d3format: row.get("d3format")?,
            currency: row.json("currency")?,
            extra: row.json("extra")?,
            warning_text: row.get("warning_text")?,
            rest: row.json_map("rest")?,
        },
    })
}
