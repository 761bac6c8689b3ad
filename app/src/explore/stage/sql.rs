use leptos::prelude::*;

use crate::{
    clipboard,
    explore::asking::Asking,
    ui::{Button, Icon, Look, use_toasts},
};

/// What the database was asked, one text for each question.
#[component]
pub fn SqlText() -> impl IntoView {
    let asking = Asking::of_page();
    move || match asking.answered.get() {
        Some(answered) => {
            let queries = answered.answer.queries.iter().enumerate();
            queries.map(|(index, query)| view! { <Statement index sql=query.sql.clone()/> }).collect_view().into_any()
        }
        None => view! { <p class="panes__none">"Run the chart to see its SQL."</p> }.into_any(),
    }
}

#[component]
fn Statement(index: usize, sql: String) -> impl IntoView {
    let toasts = use_toasts();
    let label = format!("SQL of question {}", index + 1);
    let copied = sql.clone();
    let copy = move |()| clipboard::copy(toasts, copied.clone());
    view! {
        <div class="sql-text">
            <div class="sql-text__bar"><Button look=Look::Quiet icon=Icon::Copy on_click=copy>"Copy SQL"</Button></div>
            <pre class="sql-text__code" tabindex="0" role="region" aria-label=label><code>{sql}</code></pre>
        </div>
    }
}
