use std::time::Duration;

use leptos::{ev::SubmitEvent, html::Input, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{Asked, ListKind, act::ListState, api::Choices};
use crate::ui::{Icon, IconView};

/// One GET form, so that it also works before WASM comes and without it; with it each change asks at once.
#[component]
pub fn Filters(state: ListState, choices: Choices) -> impl IntoView {
    let (kind, asked) = (state.kind, state.asked);
    let navigate = use_navigate();
    let go = Callback::new(move |asked: Asked| {
        // Each letter would be a step of "back".
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&Asked { page: 0, ..asked }.href(kind), options);
    });
    let pick = move |name: &'static str, label: &'static str, all: &'static str, options: Vec<(String, String)>| {
        view! { <Pick name label all options asked go/> }
    };
    let marked = vec![("true".to_owned(), "Favorites".to_owned())];
    let status = [("published", "Published"), ("draft", "Draft")].map(|(id, text)| (id.to_owned(), text.to_owned()));
    let everything = if kind == ListKind::Chart { "All charts" } else { "All dashboards" };
    let has_databases = kind == ListKind::Dataset;
    view! {
        <form
            class="list-filters"
            role="search"
            method="get"
            action=kind.path()
            on:submit=|event: SubmitEvent| event.prevent_default()
        >
            <Search kind asked go/>
            {(!choices.owners.is_empty()).then(|| pick("owner", "Owner", "Any owner", choices.owners.clone()))}
            {(kind == ListKind::Dashboard).then(|| pick("status", "Status", "Any status", status.to_vec()))}
            {(!choices.kinds.is_empty()).then(|| pick("kind", "Kind", "Any kind", choices.kinds.clone()))}
            {has_databases.then(|| pick("database", "Database", "Any database", choices.databases.clone()))}
            {kind.has_favorites().then(|| pick("favorite", "Favorites", everything, marked))}
            <button class="button list-filters__apply" type="submit">"Apply"</button>
            {move || asked.read().is_narrowed().then(|| view! { <a class="list-filters__clear" href=kind.path()>"Clear"</a> })}
        </form>
    }
}

#[component]
fn Search(kind: ListKind, asked: Memo<Asked>, go: Callback<Asked>) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let search = move || {
        let Some(input) = input.get_untracked() else { return };
        let (search, now) = (input.value().trim().to_owned(), asked.get_untracked());
        if search != now.search {
            go.run(Asked { search, ..now });
        }
    };
    let mut search_later = debounce(Duration::from_millis(200), move |()| search());
    let label = format!("Search {}", kind.plural());
    follow(input, asked);
    view! {
        <span class="search-field list-filters__search">
            <IconView icon=Icon::Search/>
            <input
                class="search-field__input"
                type="search"
                name="search"
                aria-label=label.clone()
                placeholder=format!("{label}…")
                autocomplete="off"
                value=asked.get_untracked().search
                node_ref=input
                on:input=move |_| search_later(())
                on:change=move |_| search()
            />
        </span>
    }
}

/// "Back" and "Clear" change what is asked; while somebody types, the field is theirs.
#[cfg(feature = "hydrate")]
fn follow(input: NodeRef<Input>, asked: Memo<Asked>) {
    Effect::new(move |_| {
        let search = asked.get().search;
        let Some(input) = input.get() else { return };
        let is_typing = document().active_element().as_ref() == Some(input.as_ref());
        if !is_typing && input.value().trim() != search {
            input.set_value(&search);
        }
    });
}

#[cfg(not(feature = "hydrate"))]
fn follow(_: NodeRef<Input>, _: Memo<Asked>) {}

#[component]
fn Pick(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    options: Vec<(String, String)>,
    asked: Memo<Asked>,
    go: Callback<Asked>,
) -> impl IntoView {
    let option = move |(value, text): (String, String)| {
        let own = value.clone();
        let is_chosen = Memo::new(move |_| *field(&mut asked.get(), name) == own);
        view! {
            <option value=value selected=is_chosen.get_untracked() prop:selected=move || is_chosen.get()>{text}</option>
        }
    };
    let change = move |event| {
        let mut asked = asked.get_untracked();
        *field(&mut asked, name) = event_target_value(&event);
        go.run(asked);
    };
    view! {
        <select class="list-filters__pick" name=name aria-label=label autocomplete="off" on:change=change>
            {option((String::new(), all.to_owned()))}
            {options.into_iter().map(option).collect_view()}
        </select>
    }
}

/// By its name in the URL.
fn field<'a>(asked: &'a mut Asked, name: &str) -> &'a mut String {
    match name {
        "owner" => &mut asked.owner,
        "status" => &mut asked.status,
        "kind" => &mut asked.kind,
        "database" => &mut asked.database,
        "favorite" => &mut asked.favorite,
        _ => &mut asked.search,
    }
}
