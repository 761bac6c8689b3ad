use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::api::{find_role_people, set_role_people};
use crate::ui::{Alert, Button, Look, MultiSelect, SelectOption, Toast, use_toasts};

type Names = Vec<(i64, String)>;

/// Who has the role; what is chosen counts after “Save people”.
#[component]
pub fn People(id: i64, people: Names) -> impl IntoView {
    let saved = RwSignal::new(people.clone());
    let found = RwSignal::new(Names::new());
    let known = RwSignal::new(people);
    let values = RwSignal::new(texts(&saved.get_untracked()));
    let (busy, is_searching, failure) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<String>));
    let toasts = use_toasts();
    let options = Signal::derive(move || {
        let mut options = known.get();
        options.extend(found.get().into_iter().filter(|(id, _)| !known.read().iter().any(|(own, _)| own == id)));
        options.into_iter().map(|(id, name)| SelectOption::new(id.to_string(), name)).collect::<Vec<_>>()
    });
    let search = move |text: String| {
        is_searching.set(true);
        spawn_local(async move {
            let answer = find_role_people(text).await;
            is_searching.set(false);
            found.set(answer.unwrap_or_default());
        });
    };
    let search_later = StoredValue::new(debounce(Duration::from_millis(200), search));
    let change = move |chosen: Vec<String>| {
        // Whoever was found and chosen stays among the options when the next search finds others.
        let news = found.get_untracked().into_iter().filter(|(id, _)| chosen.contains(&id.to_string()));
        let news: Vec<_> = news.filter(|(id, _)| !known.read_untracked().iter().any(|(own, _)| own == id)).collect();
        known.update(|known| known.extend(news));
        values.set(chosen);
    };
    let save = Callback::new(move |chosen: Vec<i64>| {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = set_role_people(id, chosen).await;
            busy.set(false);
            match answer {
                Ok(people) => {
                    values.set(texts(&people));
                    saved.set(people);
                }
                Err(refused) => failure.set(Some(refused.message)),
            }
        });
    });
    let click = move |()| {
        let before: Vec<i64> = saved.get_untracked().iter().map(|(id, _)| *id).collect();
        save.run(values.get_untracked().iter().filter_map(|id| id.parse().ok()).collect());
        let undo = Callback::new(move |()| save.run(before.clone()));
        toasts.show(Toast::good("The people of this role were saved.").with_action("Undo", undo));
    };
    let is_same = Signal::derive(move || {
        let (mut chosen, mut before) = (values.get(), texts(&saved.read()));
        chosen.sort();
        before.sort();
        chosen == before
    });
    view! {
        <section class="section" aria-labelledby="people">
            <div class="section__head"><h2 id="people">"People"</h2></div>
            {move || failure.get().map(|text| view! { <Alert>{text}</Alert> })}
            <div class="form form--row">
                <MultiSelect
                    label="People of this role"
                    hide_label=true
                    placeholder="Search people…"
                    options
                    values
                    on_change=change
                    on_search=move |text| search_later.update_value(|search| search(text))
                    loading=is_searching
                />
                <Button look=Look::Primary busy disabled=is_same on_click=click>"Save people"</Button>
            </div>
        </section>
    }
}

fn texts(people: &Names) -> Vec<String> {
    people.iter().map(|(id, _)| id.to_string()).collect()
}
