use leptos::prelude::*;
use std::sync::Arc;
use sx_query::Table;

use super::{download::download as download_text, rows};
use crate::{
    clipboard,
    ui::{Button, GridColumn, Icon, Look, VirtualTable, use_toasts},
};

/// Rows to be searched, copied, and downloaded as CSV: those that are found.
#[component]
pub fn Grid(#[prop(into)] caption: String, table: Arc<Table>, #[prop(optional, into)] note: String) -> impl IntoView {
    let toasts = use_toasts();
    let table = StoredValue::new(table);
    let search = RwSignal::new(String::new());
    let found = Memo::new(move |_| table.with_value(|table| rows::found(table, &search.read())));
    let columns = table.with_value(|table| table.columns.iter().map(column).collect::<Vec<_>>());
    let text = move |(row, column): (usize, usize)| {
        let row = found.read().get(row).copied();
        row.and_then(|row| table.with_value(|table| rows::cell(table, row, column)))
            .unwrap_or_else(|| "null".to_owned())
    };
    let total = table.with_value(|table| rows::row_count(table));
    let count = move || {
        let shown = found.read().len();
        let noun = if total == 1 { "row" } else { "rows" };
        if shown == total { format!("{total} {noun}") } else { format!("{shown} of {total} {noun}") }
    };
    let copy_rows = move |()| {
        clipboard::copy(toasts, table.with_value(|table| rows::tsv(table, &found.read_untracked())));
    };
    let file = format!("{}.csv", caption.to_lowercase().replace(' ', "_"));
    let download = move |()| {
        download_text(&file, "text/csv", &table.with_value(|table| rows::csv(table, &found.read_untracked())));
    };
    let label = format!("Search in {}", caption.to_lowercase());
    view! {
        <div class="data-grid">
            <div class="data-grid__bar">
                <input
                    class="field__input"
                    type="search"
                    aria-label=label
                    placeholder="Search rows…"
                    autocomplete="off"
                    on:input=move |event| search.set(event_target_value(&event))
                />
                <span class="data-grid__count" role="status">{count}</span>
                <span class="data-grid__note">{note}</span>
                <Button look=Look::Quiet icon=Icon::Copy on_click=copy_rows>"Copy"</Button>
                <Button look=Look::Quiet icon=Icon::Download on_click=download>"CSV"</Button>
            </div>
            <div class="data-grid__table">
                <VirtualTable
                    caption
                    columns=Signal::stored(columns)
                    row_count=Signal::derive(move || found.read().len())
                    cell=text
                    empty="No rows."
                />
            </div>
        </div>
    }
}

fn column(column: &sx_query::Column) -> GridColumn {
    match rows::is_number(column.kind) {
        true => GridColumn::number(column.name.clone()),
        false => GridColumn::text(column.name.clone()),
    }
}
