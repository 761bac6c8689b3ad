use leptos::prelude::*;
use std::sync::Arc;
use sx_chart::{Align, Cell, TableColumn, TableDrawing};

/// More rows than this make a page slow and are read by nobody; the rest is a download.
const SHOWN: usize = 1000;

/// Rows under a head that stays. It scrolls, so the keyboard must reach it. No signals: the server also writes it as text.
#[component]
pub fn TableBody(table: Arc<TableDrawing>, label: String) -> impl IntoView {
    let note = table.note.clone();
    let cut = cut_note(table.rows.len());
    let columns = table.columns.iter().map(head).collect_view();
    let rows = table.rows.iter().take(SHOWN).map(|cells| row(&table.columns, cells)).collect_view();
    view! {
        <div class="data-table">
            {note.map(|note| view! { <p class="data-table__note">{note}</p> })}
            {cut.map(|note| view! { <p class="data-table__note">{note}</p> })}
            <div class="data-table__scroll" role="region" aria-label=label tabindex="0">
                <table>
                    <thead><tr>{columns}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
}

fn cut_note(rows: usize) -> Option<String> {
    (rows > SHOWN).then(|| format!("The first {SHOWN} of {rows} rows."))
}

fn head(column: &TableColumn) -> impl IntoView + use<> {
    view! { <th scope="col" class=align_class(column.align)>{column.label.clone()}</th> }
}

fn row(columns: &[TableColumn], cells: &[Cell]) -> impl IntoView + use<> {
    let cells = cells
        .iter()
        .zip(columns)
        .map(|(cell, column)| view! { <td class=cell_class(cell, column.align)>{cell.text.clone()}</td> });
    view! { <tr>{cells.collect_view()}</tr> }
}

fn align_class(align: Align) -> Option<&'static str> {
    match align {
        Align::Start => None,
        Align::End => Some("is-end"),
    }
}

/// `None` for most cells: a class on each would be half the table's HTML.
fn cell_class(cell: &Cell, align: Align) -> Option<String> {
    let bar = cell.bar.map(|share| {
        let side = if share < 0.0 { "has-bar is-below" } else { "has-bar" };
        format!("{side} percent-{}", (share.abs().min(1.0) * 100.0).round() as u32)
    });
    let null = cell.null.then_some("is-null");
    let parts: Vec<&str> = [align_class(align), null, bar.as_deref()].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(bar: Option<f64>, null: bool) -> Cell {
        Cell { text: "1".into(), bar, null }
    }

    #[test]
    fn a_plain_cell_has_no_class() {
        assert_eq!(cell_class(&cell(None, false), Align::Start), None);
        assert_eq!(cell_class(&cell(None, true), Align::End).as_deref(), Some("is-end is-null"));
    }

    #[test]
    fn a_bar_says_how_long_and_to_which_side() {
        assert_eq!(cell_class(&cell(Some(0.434), false), Align::End).as_deref(), Some("is-end has-bar percent-43"));
        assert_eq!(cell_class(&cell(Some(-1.0), false), Align::Start).as_deref(), Some("has-bar is-below percent-100"));
    }

    #[test]
    fn rows_left_off_are_said() {
        assert_eq!(cut_note(1000), None);
        assert_eq!(cut_note(1001).as_deref(), Some("The first 1000 of 1001 rows."));
    }
}
