//! A metric: a saved one, an aggregate of a column, or SQL.

mod value;

use leptos::prelude::*;
use serde_json::Value;
use sx_model::{ExploreDataset, ExploreMetric, ExpressionType};
use sx_query::Kind;

use self::value::{Metric, Way, aggregates, usual_aggregate};
use super::{choices::column_options, expression::ExpressionEditor, form::EditorForm};
use crate::{
    explore::fields::Fields,
    ui::{LocalTabs, Select, SelectOption, TabPanel, TextField},
};

const SAVED: &str = "metric-saved";
const SIMPLE: &str = "metric-simple";
const SQL: &str = "metric-sql";

/// What the tabs share, each part on its own.
#[derive(Clone, Copy)]
struct Parts {
    tab: RwSignal<String>,
    saved: RwSignal<Option<String>>,
    column: RwSignal<Option<String>>,
    aggregate: RwSignal<Option<String>>,
    sql: RwSignal<String>,
    label: RwSignal<String>,
}

impl Parts {
    fn new(metric: Metric) -> Self {
        Self {
            tab: RwSignal::new(tab(metric.way).to_owned()),
            saved: RwSignal::new(metric.saved),
            column: RwSignal::new(metric.column),
            aggregate: RwSignal::new(metric.aggregate),
            sql: RwSignal::new(metric.sql),
            label: RwSignal::new(metric.label),
        }
    }

    fn metric(self) -> Metric {
        let way = match self.tab.read().as_str() {
            SAVED => Way::Saved,
            SQL => Way::Sql,
            _ => Way::Simple,
        };
        Metric {
            way,
            saved: self.saved.get(),
            column: self.column.get(),
            aggregate: self.aggregate.get(),
            sql: self.sql.get(),
            label: self.label.get(),
        }
    }
}

#[component]
pub fn MetricEditor(value: Value, fields: Fields, on_save: Callback<Value>, on_close: Callback<()>) -> impl IntoView {
    let dataset = fields.dataset_untracked();
    let parts = Parts::new(Metric::read(&value));
    let metric = Memo::new(move |_| parts.metric());
    let problem = Signal::derive(move || metric.read().problem().map(str::to_owned));
    let save = Callback::new(move |()| {
        if problem.read_untracked().is_none() {
            let written = metric.read_untracked().write(&value, &fields.dataset_untracked());
            on_save.run(written);
        }
    });
    let items = [(SAVED, "Saved"), (SIMPLE, "Simple"), (SQL, "Custom SQL")];
    let items = items.map(|(id, text)| (id.to_owned(), text.to_owned())).to_vec();
    let kind = Signal::stored(ExpressionType::Metric);
    let (of_saved, of_simple) = (dataset.clone(), dataset);
    view! {
        <EditorForm problem on_save=save on_close>
            <LocalTabs label="Sorts of metrics" items selected=parts.tab/>
            <TabPanel id=SAVED selected=parts.tab>
                <SavedTab metrics=of_saved.metrics.clone() saved=parts.saved/>
            </TabPanel>
            <TabPanel id=SIMPLE selected=parts.tab>
                <SimpleTab dataset=(*of_simple).clone() parts/>
            </TabPanel>
            <TabPanel id=SQL selected=parts.tab>
                <ExpressionEditor label="Expression" kind value=parts.sql fields with_metrics=true on_submit=save/>
            </TabPanel>
            <Label metric label=parts.label/>
        </EditorForm>
    }
    .into_any()
}

fn tab(way: Way) -> &'static str {
    match way {
        Way::Saved => SAVED,
        Way::Simple => SIMPLE,
        Way::Sql => SQL,
    }
}

/// Saved metrics keep the name that the dataset gives them.
#[component]
fn Label(metric: Memo<Metric>, label: RwSignal<String>) -> impl IntoView {
    let is_own = Memo::new(move |_| metric.read().way != Way::Saved);
    let hint = Signal::derive(move || {
        let auto = metric.read().auto_label();
        (label.read().trim().is_empty() && !auto.is_empty()).then(|| format!("Without one it is “{auto}”."))
    });
    move || is_own.get().then(|| view! { <TextField label="Label" value=label hint/> })
}

#[component]
fn SavedTab(metrics: Vec<ExploreMetric>, saved: RwSignal<Option<String>>) -> impl IntoView {
    if metrics.is_empty() && saved.read_untracked().is_none() {
        return view! { <p class="field-editor__none">"The dataset has no saved metrics. Make one on the tab “Simple”."</p> }
            .into_any();
    }
    let options = metrics.iter().map(option).collect::<Vec<_>>();
    let detail = move || {
        let metric = metrics.iter().find(|metric| saved.read().as_ref() == Some(&metric.name))?;
        let description = metric.description.clone().filter(|text| !text.is_empty());
        Some(view! {
            <div class="field-editor__detail">
                {description.map(|text| view! { <p>{text}</p> })}
                <code class="field-editor__code">{metric.expression.clone()}</code>
            </div>
        })
    };
    view! {
        <Select
            label="Saved metric"
            searchable=true
            options=Signal::stored(options)
            value=saved
            on_change=move |chosen| saved.set(chosen)
        />
        {detail}
    }
    .into_any()
}

fn option(metric: &ExploreMetric) -> SelectOption {
    let told = metric.problem.clone().or_else(|| metric.description.clone()).filter(|text| !text.is_empty());
    let option =
        SelectOption::new(&metric.name, &metric.label).with_hint(told.unwrap_or_else(|| metric.expression.clone()));
    if metric.problem.is_some() { option.disabled() } else { option }
}

#[component]
fn SimpleTab(dataset: ExploreDataset, parts: Parts) -> impl IntoView {
    let Parts { column, aggregate, .. } = parts;
    let columns = column_options(&dataset, |_| true);
    let dataset = StoredValue::new(dataset);
    let kind = move |name: &Option<String>| -> Option<Kind> {
        dataset.with_value(|dataset| Some(dataset.column(name.as_deref()?)?.kind))
    };
    let choose = move |chosen: Option<String>| {
        let kind = kind(&chosen);
        column.set(chosen);
        // What the new column does not take gives way to what is usual for it.
        if aggregate.read_untracked().as_deref().is_none_or(|it| !aggregates(kind).contains(&it)) {
            aggregate.set(Some(usual_aggregate(kind).to_owned()));
        }
    };
    let options = Signal::derive(move || {
        let known = aggregates(kind(&column.read()));
        known.iter().map(|name| SelectOption::plain(*name)).collect::<Vec<_>>()
    });
    view! {
        <div class="fields fields--columns">
            <Select
                label="Column"
                searchable=true
                options=Signal::stored(columns)
                value=column
                on_change=choose
            />
            <Select label="Aggregate" options value=aggregate on_change=move |chosen| aggregate.set(chosen)/>
        </div>
    }
}
