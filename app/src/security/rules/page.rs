use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    api::{PAGE_SIZE, Rule, Rules, delete_row_rule, list_row_rules},
    asked::Asked,
    form::RuleDialog,
    rows::RuleRows,
};
use crate::{
    security::places::Places,
    ui::{
        Alert, Button, ButtonLink, ConfirmDialog, EmptyState, ErrorState, Icon, Look, Pagination, SearchField,
        TableSkeleton, Toast, use_toasts,
    },
};

#[component]
pub fn RulesPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let query = query.read();
        Asked::read(query.get_str("search"), query.get_str("page"))
    });
    let rules = Resource::new(move || asked.get(), list_row_rules);
    let (is_editing, is_deleting) = (RwSignal::new(false), RwSignal::new(false));
    let (edited, deleted) = (RwSignal::new(None::<Rule>), RwSignal::new(None::<Rule>));
    let roles = StoredValue::new(Vec::<(i64, String)>::new());
    let reload = Callback::new(move |()| rules.refetch());
    let edit = Callback::new(move |rule: Rule| {
        edited.set(Some(rule));
        is_editing.set(true);
    });
    let delete = Callback::new(move |rule: Rule| {
        deleted.set(Some(rule));
        is_deleting.set(true);
    });
    let add = move |()| {
        edited.set(None);
        is_editing.set(true);
    };
    view! {
        <Title text="Rules"/>
        <Places/>
        <div class="page__head">
            <h1 class="page__title">"Rules"</h1>
            <SearchField
                label="Search rules"
                action="/rules"
                value=Signal::derive(move || asked.get().search)
                href=|search| Asked { search, page: 0 }.href()
            />
            <div class="page__actions"><Button look=Look::Primary icon=Icon::Plus on_click=add>"New rule"</Button></div>
        </div>
        <p class="page__description">
            "A rule says which rows of a dataset exist for whom, and which columns do not. It holds wherever the data is read: charts, dashboards, samples, filters, SQL."
        </p>
        <Transition fallback=|| view! { <TableSkeleton rows=8/> }>
            {move || Suspend::new(async move {
                match rules.await {
                    Ok(found) => {
                        roles.set_value(found.roles.clone());
                        view! { <Found found asked=asked.get_untracked() edit delete/> }.into_any()
                    }
                    Err(failure) => view! { <ErrorState failure on_retry=reload/> }.into_any(),
                }
            })}
        </Transition>
        <RuleDialog open=is_editing rule=edited roles on_saved=reload/>
        <DeleteDialog open=is_deleting rule=deleted on_deleted=reload/>
    }
}

#[component]
fn Found(found: Rules, asked: Asked, edit: Callback<Rule>, delete: Callback<Rule>) -> impl IntoView {
    let Rules { count, rows, .. } = found;
    let search = asked.search;
    if rows.is_empty() && search.is_empty() {
        return view! {
            <EmptyState icon=Icon::Search title="No rules" level=2>
                <p>"Whoever may read a dataset sees all of it."</p>
            </EmptyState>
        }
        .into_any();
    }
    if rows.is_empty() {
        return view! {
            <EmptyState icon=Icon::Search title="Nothing found" level=2>
                <p>"No rule matches “" {search} "”."</p>
                <ButtonLink href="/rules">"Show all rules"</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <RuleRows rows edit delete/>
        <Pagination
            label="Pages of rules"
            page=asked.page
            page_size=PAGE_SIZE
            count
            href=move |page| Asked { search: search.clone(), page }.href()
        />
    }
    .into_any()
}

/// It opens data to people, so it is asked.
#[component]
fn DeleteDialog(open: RwSignal<bool>, rule: RwSignal<Option<Rule>>, on_deleted: Callback<()>) -> impl IntoView {
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let toasts = use_toasts();
    let title =
        Signal::derive(move || format!("Delete {}?", rule.get().map(|rule| rule.draft.name).unwrap_or_default()));
    let confirm = move |()| {
        let Some(Rule { id, draft, .. }) = rule.get_untracked() else { return };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = delete_row_rule(id).await;
            busy.set(false);
            match answer {
                Ok(()) => {
                    open.set(false);
                    on_deleted.run(());
                    toasts.show(Toast::good(format!("{} was deleted.", draft.name)));
                }
                Err(refused) => failure.set(Some(refused.message)),
            }
        });
    };
    view! {
        <ConfirmDialog title open action="Delete rule" busy on_confirm=confirm>
            <p>"Whom it was for sees at once what it kept from them."</p>
            {move || failure.get().map(|text| view! { <Alert>{text}</Alert> })}
        </ConfirmDialog>
    }
}
