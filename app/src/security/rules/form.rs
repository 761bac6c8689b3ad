use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use sx_model::RowRuleKind;

use super::api::{Rule, RuleDraft, columns_to_hide, find_ruled_datasets, save_row_rule};
use crate::{
    security::outcome::{Faults, Outcome},
    ui::{Alert, Button, Dialog, Look, MultiSelect, Select, SelectOption, TextArea, TextField, Toast, use_toasts},
};

type Names = Vec<(i64, String)>;

/// The dialog of a rule that is there, or of a new one (`rule` is `None`).
#[component]
pub fn RuleDialog(
    open: RwSignal<bool>,
    rule: RwSignal<Option<Rule>>,
    roles: StoredValue<Names>,
    #[prop(into)] on_saved: Callback<()>,
) -> impl IntoView {
    let title = Signal::derive(move || match rule.get() {
        Some(rule) => format!("Edit {}", rule.draft.name),
        None => "New rule".to_owned(),
    });
    view! {
        <Dialog title open>
            {move || view! { <RuleForm open rule=rule.get() roles on_saved/> }}
        </Dialog>
    }
}

#[component]
fn RuleForm(
    open: RwSignal<bool>,
    rule: Option<Rule>,
    roles: StoredValue<Names>,
    on_saved: Callback<()>,
) -> impl IntoView {
    let id = rule.as_ref().map(|rule| rule.id);
    let Rule { draft: start, datasets, .. } = rule.unwrap_or_default();
    let (name, group_key) = (RwSignal::new(start.name), RwSignal::new(start.group_key));
    let (clause, description) = (RwSignal::new(start.clause), RwSignal::new(start.description));
    let kind = RwSignal::new(start.filter_type);
    let dataset_ids = RwSignal::new(texts(&start.datasets));
    let role_ids = RwSignal::new(texts(&start.roles));
    let hidden = RwSignal::new(start.hidden_columns);
    let (faults, failure, busy) = (Faults::new(), RwSignal::new(None::<String>), RwSignal::new(false));
    let toasts = use_toasts();
    let save = move || {
        let draft = RuleDraft {
            name: name.get_untracked(),
            filter_type: kind.get_untracked(),
            datasets: numbers(&dataset_ids.get_untracked()),
            roles: numbers(&role_ids.get_untracked()),
            group_key: group_key.get_untracked(),
            clause: clause.get_untracked(),
            hidden_columns: hidden.get_untracked(),
            description: description.get_untracked(),
        };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let name = draft.name.trim().to_owned();
            let answer = save_row_rule(id, draft).await;
            busy.set(false);
            match answer {
                Ok(Outcome::Done(_)) => {
                    open.set(false);
                    on_saved.run(());
                    toasts.show(Toast::good(format!("{name} was saved and holds from now on.")));
                }
                Ok(Outcome::Refused(wrong)) => faults.set(wrong),
                Err(refused) => failure.set(Some(refused.message)),
            }
        });
    };
    let choose_kind = move |chosen: Option<String>| kind.set(kind_named(chosen.as_deref()));
    let role_options: Vec<_> = roles.with_value(|roles| roles.iter().map(option).collect());
    let role_hint = Signal::derive(move || {
        Some(
            match kind.get() {
                RowRuleKind::Regular => {
                    "The rule is for who has one of these. Nobody is left out by rank, Admin included."
                }
                RowRuleKind::Base => "The rule is for everybody but who has one of these.",
            }
            .to_owned(),
        )
    });
    view! {
        <form class="form" novalidate on:submit=move |event| { event.prevent_default(); save() }>
            {move || failure.get().map(|text| view! { <Alert>{text}</Alert> })}
            <TextField label="Name" value=name required=true error=faults.of("name")/>
            <Datasets chosen=dataset_ids known=datasets faults/>
            <Select
                label="Kind"
                options=kinds()
                value=Signal::derive(move || Some(kind.get().as_str().to_owned()))
                on_change=choose_kind
            />
            <MultiSelect
                label=Signal::derive(move || match kind.get() {
                    RowRuleKind::Regular => "Roles".to_owned(),
                    RowRuleKind::Base => "All but these roles".to_owned(),
                })
                options=role_options
                values=role_ids
                on_change=move |ids| role_ids.set(ids)
                hint=role_hint
                error=faults.of("roles")
            />
            <TextArea
                label="Rows"
                value=clause
                monospace=true
                placeholder="region = 'north'"
                hint=hint("A condition in the dataset's SQL. Empty where the rule only hides columns.")
                error=faults.of("clause")
            />
            <HiddenColumns hidden dataset_ids faults/>
            <TextField
                label="Group key"
                value=group_key
                hint=hint("Rules of one key are joined with OR, all others with AND.")
            />
            <TextField label="Description" value=description/>
            <div class="form__actions">
                <Button on_click=move |()| open.set(false)>"Cancel"</Button>
                <Button submit=true look=Look::Primary busy>{if id.is_none() { "Add rule" } else { "Save" }}</Button>
            </div>
        </form>
    }
}

#[component]
fn Datasets(chosen: RwSignal<Vec<String>>, known: Names, faults: Faults) -> impl IntoView {
    let (known, found) = (RwSignal::new(known), RwSignal::new(Names::new()));
    let is_searching = RwSignal::new(false);
    let options = Signal::derive(move || {
        let mut names = known.get();
        names.extend(found.get().into_iter().filter(|(id, _)| !known.read().iter().any(|(own, _)| own == id)));
        names.iter().map(option).collect::<Vec<_>>()
    });
    let search = move |text: String| {
        is_searching.set(true);
        spawn_local(async move {
            let answer = find_ruled_datasets(text).await;
            is_searching.set(false);
            found.set(answer.unwrap_or_default());
        });
    };
    let search_later = StoredValue::new(debounce(Duration::from_millis(200), search));
    // The first of them are there before anything is typed.
    Effect::new(move |_| search(String::new()));
    let change = move |ids: Vec<String>| {
        // What was found and chosen stays among the options when the next search finds others.
        let is_new = |(id, _): &(i64, String)| {
            ids.contains(&id.to_string()) && !known.read_untracked().iter().any(|(own, _)| own == id)
        };
        let news: Vec<_> = found.get_untracked().into_iter().filter(is_new).collect();
        known.update(|known| known.extend(news));
        chosen.set(ids);
    };
    view! {
        <MultiSelect
            label="Datasets"
            placeholder="Search datasets…"
            required=true
            options
            values=chosen
            on_change=change
            on_search=move |text| search_later.update_value(|search| search(text))
            loading=is_searching
            hint=hint("The rules of a table follow it into datasets made from SQL.")
            error=faults.of("tables")
        />
    }
}

#[component]
fn HiddenColumns(hidden: RwSignal<Vec<String>>, dataset_ids: RwSignal<Vec<String>>, faults: Faults) -> impl IntoView {
    let columns = RwSignal::new(Vec::<String>::new());
    // Which columns there are to choose from is known elsewhere, and changes with the datasets.
    Effect::new(move |_| {
        let ids = numbers(&dataset_ids.get());
        spawn_local(async move {
            columns.set(columns_to_hide(ids).await.unwrap_or_default());
        });
    });
    let options = Signal::derive(move || {
        let columns = columns.read();
        columns.iter().map(|name| SelectOption::new(name.clone(), name)).collect::<Vec<_>>()
    });
    view! {
        <MultiSelect
            label="Hidden columns"
            placeholder="None"
            options
            values=hidden
            on_change=move |names| hidden.set(names)
            hint=hint("For whom the rule is, these columns do not exist.")
            error=faults.of("hidden_columns")
        />
    }
}

fn hint(text: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || Some(text.to_owned()))
}

fn kinds() -> Vec<SelectOption> {
    vec![
        SelectOption::new(RowRuleKind::Regular.as_str(), "Regular: for the roles below"),
        SelectOption::new(RowRuleKind::Base.as_str(), "Base: for everybody but the roles below"),
    ]
}

fn kind_named(name: Option<&str>) -> RowRuleKind {
    RowRuleKind::ALL.into_iter().find(|kind| Some(kind.as_str()) == name).unwrap_or_default()
}

fn option((id, name): &(i64, String)) -> SelectOption {
    SelectOption::new(id.to_string(), name)
}

fn texts(ids: &[i64]) -> Vec<String> {
    ids.iter().map(i64::to_string).collect()
}

fn numbers(texts: &[String]) -> Vec<i64> {
    texts.iter().filter_map(|id| id.parse().ok()).collect()
}
