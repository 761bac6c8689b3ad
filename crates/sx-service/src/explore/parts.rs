//! Assets as the chart builder sees them.

use chrono::SecondsFormat;
use serde_json::Value;
use sx_model::{
    Chart, DatasetColumnFields, DatasetMetricFields, ExploreChart, ExploreColumn, ExploreDashboard, ExploreDataset,
    ExploreMetric, TimeGrainChoice,
};

use crate::{
    charts::currency,
    datasets::{LoadedDataset, kind_of_type},
};

pub(super) fn dataset(loaded: &LoadedDataset, may_edit: bool) -> ExploreDataset {
    let (dataset, database) = (&loaded.dataset, &loaded.connection.database);
    let fields = &dataset.fields;
    let active = dataset.columns.iter().map(|column| &column.fields).filter(|column| column.is_active);
    let dialect = loaded.connector.dialect();
    let grains = dialect.time_grains().iter();
    let grains = grains.map(|it| TimeGrainChoice { name: it.name.to_owned(), duration: it.duration.to_owned() });
    ExploreDataset {
        id: dataset.id,
        name: fields.table_name.clone(),
        schema: filled(&fields.schema),
        database_id: dataset.database_id,
        database_name: database.fields.database_name.clone(),
        backend: dialect.id().to_owned(),
        is_virtual: filled(&fields.sql).is_some(),
        description: filled(&fields.description),
        columns: active.map(|fields| column(loaded, fields)).collect(),
        metrics: dataset.metrics.iter().map(|it| metric(loaded, &it.fields)).collect(),
        main_dttm_col: filled(&fields.main_dttm_col),
        time_grains: grains.collect(),
        filter_select_enabled: fields.filter_select_enabled,
        certified_by: certified_by(fields.extra.as_ref()),
        warning: warning(fields.extra.as_ref()),
        changed_on: dataset.audit.changed_on,
        may_edit,
    }
}

fn column(loaded: &LoadedDataset, fields: &DatasetColumnFields) -> ExploreColumn {
    let name = &fields.column_name;
    ExploreColumn {
        name: name.clone(),
        label: filled(&fields.verbose_name).unwrap_or_else(|| name.clone()),
        kind: kind_of_type(fields.type_.as_deref().unwrap_or_default()),
        type_text: filled(&fields.type_),
        is_dttm: fields.is_dttm,
        groupby: fields.groupby,
        filterable: fields.filterable,
        expression: filled(&fields.expression),
        description: filled(&fields.description),
        certified_by: certified_by(fields.extra.as_ref()),
        warning: warning(fields.extra.as_ref()),
        problem: loaded.refusal(name).map(str::to_owned),
    }
}

fn metric(loaded: &LoadedDataset, fields: &DatasetMetricFields) -> ExploreMetric {
    let name = &fields.metric_name;
    ExploreMetric {
        name: name.clone(),
        label: filled(&fields.verbose_name).unwrap_or_else(|| name.clone()),
        expression: fields.expression.clone(),
        description: filled(&fields.description),
        d3format: filled(&fields.d3format),
        currency: fields.currency.as_ref().and_then(currency),
        certified_by: certified_by(fields.extra.as_ref()),
        warning: filled(&fields.warning_text).or_else(|| warning(fields.extra.as_ref())),
        problem: loaded.refusal(name).map(str::to_owned),
    }
}

pub(super) fn chart(
    chart: &Chart,
    dashboards: Vec<ExploreDashboard>,
    may_edit: bool,
    may_delete: bool,
) -> ExploreChart {
    let fields = &chart.fields;
    ExploreChart {
        id: chart.id,
        uuid: chart.uuid,
        name: fields.slice_name.clone(),
        viz_type: fields.viz_type.clone(),
        description: filled(&fields.description),
        certified_by: filled(&fields.certified_by),
        certification_details: filled(&fields.certification_details),
        cache_timeout: fields.cache_timeout,
        is_managed_externally: fields.is_managed_externally,
        owners: chart.owners.clone(),
        changed_on: chart.audit.changed_on,
        changed_by: chart.audit.changed_by.clone(),
        based_on: chart.audit.changed_on.to_rfc3339_opts(SecondsFormat::Micros, false),
        may_edit,
        may_delete,
        dashboards,
    }
}

fn filled(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.trim().is_empty())
}

/// `extra` is `{"certification": {"certified_by"}, "warning_markdown"}`; older versions of the reference stored it as text.
fn certified_by(extra: Option<&Value>) -> Option<String> {
    let name = part(extra?, |extra| extra["certification"]["certified_by"].as_str().map(str::to_owned));
    filled(&name)
}

fn warning(extra: Option<&Value>) -> Option<String> {
    filled(&part(extra?, |extra| extra["warning_markdown"].as_str().map(str::to_owned)))
}

fn part(extra: &Value, find: impl Fn(&Value) -> Option<String>) -> Option<String> {
    match extra {
        Value::String(text) => find(&serde_json::from_str(text).ok()?),
        other => find(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn extra_is_an_object_or_its_text() {
        let extra = json!({ "certification": { "certified_by": "Ann" }, "warning_markdown": " " });
        for extra in [Value::String(extra.to_string()), extra] {
            assert_eq!(certified_by(Some(&extra)).as_deref(), Some("Ann"));
            assert_eq!(warning(Some(&extra)), None);
        }
        assert_eq!(certified_by(Some(&json!("{"))), None);
        assert_eq!(certified_by(None), None);
    }
}
