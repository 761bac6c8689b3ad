//! A filter: a comparison, or a condition in SQL.

mod offers;
mod operator;
mod simple;
mod subject;
mod texts;
mod value;
mod values;

use leptos::prelude::*;
use serde_json::Value;
use sx_model::ExpressionType;

use self::{
    operator::Takes,
    simple::{Simple, SimpleTab},
    value::Filter,
};
use super::{expression::ExpressionEditor, form::EditorForm};
use crate::{
    explore::fields::Fields,
    ui::{LocalTabs, RadioGroup, TabPanel},
};

const SIMPLE: &str = "filter-simple";
const SQL: &str = "filter-sql";

/// What the tabs share.
#[derive(Clone, Copy)]
struct Parts {
    tab: RwSignal<String>,
    simple: Simple,
    is_having: RwSignal<bool>,
    sql: RwSignal<String>,
}

impl Parts {
    fn new(filter: Filter) -> Self {
        Self {
            tab: RwSignal::new(if filter.is_sql { SQL } else { SIMPLE }.to_owned()),
            simple: Simple {
                subject: RwSignal::new(filter.subject),
                operator: RwSignal::new(filter.operator),
                values: RwSignal::new(filter.values),
                time_range: RwSignal::new(filter.time_range),
                range_problem: RwSignal::default(),
            },
            is_having: RwSignal::new(filter.is_having),
            sql: RwSignal::new(filter.sql),
        }
    }

    fn filter(self) -> Filter {
        Filter {
            is_sql: *self.tab.read() == SQL,
            subject: self.simple.subject.get(),
            operator: self.simple.operator.get(),
            values: self.simple.values.get(),
            time_range: self.simple.time_range.get(),
            is_having: self.is_having.get(),
            sql: self.sql.get(),
        }
    }
}

#[component]
pub fn FilterEditor(value: Value, fields: Fields, on_save: Callback<Value>, on_close: Callback<()>) -> impl IntoView {
    let parts = Parts::new(Filter::read(&value, &fields.dataset_untracked()));
    let filter = Memo::new(move |_| parts.filter());
    let problem = Signal::derive(move || {
        let filter = filter.read();
        let has_range = !filter.is_sql && filter.operator.takes == Takes::TimeRange;
        let wrong_range = parts.simple.range_problem.get().filter(|_| has_range);
        filter.problem(&fields.dataset_untracked()).or(wrong_range)
    });
    let save = Callback::new(move |()| {
        if problem.read_untracked().is_none() {
            let written = filter.read_untracked().write(&value, &fields.dataset_untracked());
            on_save.run(written);
        }
    });
    let items = [(SIMPLE, "Simple"), (SQL, "Custom SQL")].map(|(id, text)| (id.to_owned(), text.to_owned())).to_vec();
    view! {
        <EditorForm problem on_save=save on_close>
            <LocalTabs label="Sorts of filters" items selected=parts.tab/>
            <TabPanel id=SIMPLE selected=parts.tab><SimpleTab simple=parts.simple fields/></TabPanel>
            <TabPanel id=SQL selected=parts.tab><SqlTab parts fields on_submit=save/></TabPanel>
        </EditorForm>
    }
    .into_any()
}

#[component]
fn SqlTab(parts: Parts, fields: Fields, on_submit: Callback<()>) -> impl IntoView {
    let Parts { is_having, sql, .. } = parts;
    let kind = Signal::derive(move || if is_having.get() { ExpressionType::Having } else { ExpressionType::Where });
    let options = [("where", "WHERE: of each row"), ("having", "HAVING: of each group")];
    let options = options.map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec();
    let clause = Signal::derive(move || if is_having.get() { "having" } else { "where" }.to_owned());
    view! {
        <div class="fields">
            <RadioGroup
                label="Clause"
                inline=true
                options
                value=clause
                on_change=move |clause: String| is_having.set(clause == "having")
            />
            <ExpressionEditor label="Condition" kind value=sql fields with_metrics=is_having on_submit/>
        </div>
    }
}
