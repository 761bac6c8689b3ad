use leptos::prelude::*;

use super::api::Right;
use crate::ui::TableView;

/// The table that the server itself reads, in words.
#[component]
pub fn RightsTable(name: String, rights: Vec<Right>) -> impl IntoView {
    let line = |right: Right| {
        let reach = match right.reach {
            Some(reach) => view! { <span>{reach}</span> }.into_any(),
            None => view! { <span class="rights__never">"No"</span> }.into_any(),
        };
        view! { <tr><th scope="row">{right.action}</th><td>{reach}</td></tr> }
    };
    let whom = match name.as_str() {
        "Public" => "What may be done without signing in.".to_owned(),
        "Admin" | "Alpha" | "Gamma" => format!("What {name} may do. Several roles add up."),
        _ => "What everybody who is signed in may do. Give people Gamma or Alpha besides, for more.".to_owned(),
    };
    view! {
        <section class="section" aria-labelledby="rights">
            <div class="section__head"><h2 id="rights">"May do"</h2></div>
            <p class="page__description section__note">{whom}</p>
            <TableView caption="May do" columns=&["Action", "On what"]>
                {rights.into_iter().map(line).collect_view()}
            </TableView>
        </section>
    }
}
