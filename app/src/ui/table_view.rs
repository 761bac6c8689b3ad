use leptos::prelude::*;

/// A plain table of a page. The children are its rows.
#[component]
pub fn TableView(caption: &'static str, columns: &'static [&'static str], children: Children) -> impl IntoView {
    view! {
        <div class="table-view">
            <table>
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>{columns.iter().map(|label| view! { <th scope="col">{*label}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}
