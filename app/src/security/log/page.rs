use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use super::{
    api::{Log, PAGE_SIZE, list_log},
    asked::Asked,
    rows::LogRows,
};
use crate::{
    security::places::Places,
    ui::{
        ButtonLink, EmptyState, ErrorState, Icon, Pagination, SearchField, Select, SelectOption, TableSkeleton,
        TextField,
    },
};

const ACTIONS: [&str; 6] = ["create", "update", "delete", "restore", "purge", "import"];
const KINDS: [&str; 9] =
    ["dashboard", "chart", "dataset", "database", "user", "role", "row_rule", "bundle", "permalink"];

#[component]
pub fn LogPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let query = query.read();
        Asked::read(|name| query.get(name))
    });
    let log = Resource::new(move || asked.get(), list_log);
    view! {
        <Title text="Log"/>
        <Places/>
        <div class="page__head"><h1 class="page__title">"Log"</h1></div>
        <Filters asked/>
        <Transition fallback=|| view! { <TableSkeleton rows=12/> }>
            {move || Suspend::new(async move {
                match log.await {
                    Ok(log) => view! { <Found log asked=asked.get_untracked()/> }.into_any(),
                    Err(failure) => view! { <ErrorState failure on_retry=move || log.refetch()/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Filters(asked: Memo<Asked>) -> impl IntoView {
    let navigate = StoredValue::new(use_navigate());
    let go = move |change: &dyn Fn(&mut Asked)| {
        let mut next = Asked { page: 0, ..asked.get_untracked() };
        change(&mut next);
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&next.href(), options));
    };
    let options = |values: &[&str]| values.iter().map(|value| SelectOption::plain(*value)).collect::<Vec<_>>();
    let filled = |text: String| Some(text).filter(|text| !text.is_empty());
    let chosen_action = Signal::derive(move || filled(asked.get().action));
    let chosen_kind = Signal::derive(move || filled(asked.get().kind));
    let by_action = move |action: Option<String>| go(&|asked| asked.action = action.clone().unwrap_or_default());
    let by_kind = move |kind: Option<String>| go(&|asked| asked.kind = kind.clone().unwrap_or_default());
    let from = move |from: String| go(&|asked| asked.from.clone_from(&from));
    let until = move |until: String| go(&|asked| asked.until.clone_from(&until));
    view! {
        <div class="log__filters" role="group" aria-label="Filters">
            <SearchField
                label="Search people"
                action="/log"
                value=Signal::derive(move || asked.get().search)
                href=move |search| Asked { search, page: 0, ..asked.get_untracked() }.href()
            />
            <Select
                label="Action"
                options=options(&ACTIONS)
                value=chosen_action
                clearable=true
                placeholder="Any action"
                on_change=by_action
            />
            <Select
                label="Kind"
                options=options(&KINDS)
                value=chosen_kind
                clearable=true
                placeholder="Any kind"
                on_change=by_kind
            />
            <TextField
                label="From"
                kind="date"
                value=Signal::derive(move || asked.get().from)
                on_input=from
            />
            <TextField
                label="Until"
                kind="date"
                value=Signal::derive(move || asked.get().until)
                on_input=until
            />
        </div>
    }
}

#[component]
fn Found(log: Log, asked: Asked) -> impl IntoView {
    let Log { count, entries } = log;
    if entries.is_empty() {
        let sentence =
            if asked.is_everything() { "Nothing was changed yet." } else { "No entry matches these filters." };
        return view! {
            <EmptyState icon=Icon::List title="Nothing here" level=2>
                <p>{sentence}</p>
                {(!asked.is_everything()).then(|| view! { <ButtonLink href="/log">"Show everything"</ButtonLink> })}
            </EmptyState>
        }
        .into_any();
    }
    let page = asked.page;
    view! {
        <LogRows entries/>
        <Pagination
            label="Pages of the log"
            page
            page_size=PAGE_SIZE
            count
            href=move |page| Asked { page, ..asked.clone() }.href()
        />
    }
    .into_any()
}
