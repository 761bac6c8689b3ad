use leptos::prelude::*;
use sx_query::{Column, Kind, Table};

use super::kinds::{cell_text, kind_word};

/// Rows as they are, with the kind of each column below its name.
#[component]
pub fn PreviewTable(caption: &'static str, table: Table) -> impl IntoView {
    let count = table.row_count();
    let heads = table.columns.iter().map(|column| {
        view! {
            <th scope="col" class=side(column)>
                {column.name.clone()}
                <span class="preview-table__kind">{kind_word(column.kind)}</span>
            </th>
        }
    });
    let rows = (0..count).map(|row| {
        let cells = table.columns.iter().map(|column| match cell_text(&column.values, row) {
            Some(text) => view! { <td class=side(column)>{text}</td> }.into_any(),
            None => view! { <td class="preview-table__null">"NULL"</td> }.into_any(),
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <div class="preview-table" tabindex="0" role="region" aria-label=caption>
            <table>
                <caption class="visually-hidden">{caption}</caption>
                <thead><tr>{heads.collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            {(count == 0).then(|| view! { <p class="dataset-nothing">"There are no rows."</p> })}
        </div>
    }
}

fn side(column: &Column) -> &'static str {
    if column.kind == Kind::Numeric { "preview-table__number" } else { "" }
}
