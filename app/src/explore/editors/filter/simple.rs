use leptos::prelude::*;
use serde_json::Value;
use sx_chart::controls::field_label;
use sx_model::ExploreDataset;
use sx_query::Kind;

use super::{
    offers::Offers,
    operator::{Operator, Takes},
    subject::{Subject, offered},
    values::ValuesInput,
};
use crate::{
    explore::{
        editors::{choices::column_options, time::TimeRangeEditor},
        fields::Fields,
    },
    ui::{Select, SelectOption},
};

/// The parts of a simple filter, each on its own.
#[derive(Clone, Copy)]
pub struct Simple {
    pub subject: RwSignal<Subject>,
    pub operator: RwSignal<&'static Operator>,
    pub values: RwSignal<Vec<Value>>,
    pub time_range: RwSignal<String>,
    /// Why the time range cannot be read.
    pub range_problem: RwSignal<Option<String>>,
}

/// A column or a metric, a comparison, and what it is compared with.
#[component]
pub fn SimpleTab(simple: Simple, fields: Fields) -> impl IntoView {
    let dataset = StoredValue::new(fields.dataset_untracked());
    let kind = Memo::new(move |_| dataset.with_value(|dataset| simple.subject.read().kind(dataset)));
    let chosen = Signal::derive(move || key(&simple.subject.read()));
    let choose = move |chosen: Option<String>| {
        let subject =
            chosen.as_deref().map_or(Subject::None, |chosen| subject(chosen, &simple.subject.read_untracked()));
        dataset.with_value(|dataset| take(simple, subject, dataset));
    };
    let operators = Signal::derive(move || {
        let offered = dataset.with_value(|dataset| offered(&simple.subject.read(), simple.operator.get(), dataset));
        offered.into_iter().map(|operator| SelectOption::new(operator.id, operator.label)).collect::<Vec<_>>()
    });
    let compare = move |id: Option<String>| {
        if let Some(operator) = id.as_deref().and_then(Operator::by_id) {
            simple.operator.set(operator);
        }
    };
    let subjects = dataset.with_value(|dataset| subjects(dataset, &simple.subject.read_untracked()));
    view! {
        <div class="fields">
            <div class="fields fields--columns">
                <Select
                    label="Column"
                    searchable=true
                    options=Signal::stored(subjects)
                    value=chosen
                    on_change=choose
                />
                <Select
                    label="Operator"
                    options=operators
                    value=Signal::derive(move || Some(simple.operator.get().id.to_owned()))
                    on_change=compare
                />
            </div>
            <Right simple kind fields/>
        </div>
    }
    .into_any()
}

/// Built anew only when it is of another sort, so that typing keeps its place.
#[component]
fn Right(simple: Simple, kind: Memo<Option<Kind>>, fields: Fields) -> impl IntoView {
    let sort = Memo::new(move |_| (simple.operator.get().takes, simple.subject.get()));
    move || {
        let (takes, subject) = sort.get();
        if takes == Takes::TimeRange {
            let value = simple.time_range.get_untracked();
            let (on_change, problem) = (move |text| simple.time_range.set(text), simple.range_problem);
            return view! { <TimeRangeEditor value on_change problem/> }.into_any();
        }
        let dataset = fields.dataset_untracked();
        let column = match subject {
            Subject::Column(name) if dataset.filter_select_enabled => Some(name),
            _ => None,
        };
        let asks = matches!(takes, Takes::Many | Takes::One) && kind.get_untracked() != Some(Kind::Temporal);
        let offers = Offers::of(dataset.id, column.filter(|_| asks));
        view! { <ValuesInput takes kind=kind.get_untracked() values=simple.values offers/> }.into_any()
    }
}

/// Another subject begins without values; the operator stays where it fits.
fn take(simple: Simple, subject: Subject, dataset: &ExploreDataset) {
    if *simple.subject.read_untracked() == subject {
        return;
    }
    if !subject.takes(simple.operator.get_untracked(), dataset) {
        let usual = subject.usual_operator(dataset);
        simple.operator.set(usual);
    }
    simple.values.set(Vec::new());
    simple.subject.set(subject);
}

fn subjects(dataset: &ExploreDataset, own: &Subject) -> Vec<SelectOption> {
    let columns = column_options(dataset, |column| column.filterable).into_iter();
    let columns = columns.map(|option| SelectOption { value: format!("column:{}", option.value), ..option });
    let metrics = dataset.metrics.iter().filter(|metric| metric.problem.is_none());
    let metrics =
        metrics.map(|metric| SelectOption::new(format!("metric:{}", metric.name), &metric.label).with_hint("metric"));
    let adhoc = match own {
        Subject::Adhoc(value) => Some(SelectOption::new("adhoc:", field_label(value)).with_hint("custom SQL")),
        Subject::None | Subject::Column(_) | Subject::Metric(_) => None,
    };
    adhoc.into_iter().chain(columns).chain(metrics).collect()
}

fn key(subject: &Subject) -> Option<String> {
    match subject {
        Subject::None => None,
        Subject::Column(name) => Some(format!("column:{name}")),
        Subject::Metric(name) => Some(format!("metric:{name}")),
        Subject::Adhoc(_) => Some("adhoc:".to_owned()),
    }
}

fn subject(key: &str, present: &Subject) -> Subject {
    match key.split_once(':') {
        Some(("column", name)) => Subject::Column(name.to_owned()),
        Some(("metric", name)) => Subject::Metric(name.to_owned()),
        _ => present.clone(),
    }
}
