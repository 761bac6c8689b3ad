use leptos::prelude::*;
use std::sync::Arc;
use sx_chart::{Align, Cell, HeadGroup, TableColumn, TableDrawing};

/// More rows than this make a page slow and are read by nobody; the rest is a download.
const SHOWN: usize = 1000;

/// Rows under a head that stays. It scrolls, so the keyboard must reach it. No signals: the server also writes it as text.
#[component]
pub fn TableBody(table: Arc<TableDrawing>, label: String) -> impl IntoView {
    let note = table.note.clone();
    let cut = cut_note(table.rows.len());
    let columns = table.columns.iter().map(head).collect_view();
    let groups = table.groups.iter().map(|groups| group_row(groups)).collect_view();
    let shown = &table.rows[..table.rows.len().min(SHOWN)];
    let names: Vec<_> = (0..table.row_heads).map(|column| spans(shown, column, table.row_heads)).collect();
    let rows = (0..shown.len()).map(|at| row(&table, at, &names)).collect_view();
    view! {
        <div class="data-table">
            {note.map(|note| view! { <p class="data-table__note">{note}</p> })}
            {cut.map(|note| view! { <p class="data-table__note">{note}</p> })}
            <div class="data-table__scroll" role="region" aria-label=label tabindex="0">
                <table>
                    <thead>{groups}<tr>{columns}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
}

fn cut_note(rows: usize) -> Option<String> {
    (rows > SHOWN).then(|| format!("The first {SHOWN} of {rows} rows."))
}

/// A cell without text heads nothing, so it is none: screen readers would stumble over it.
fn head(column: &TableColumn) -> AnyView {
    let (class, label) = (align_class(column.align), column.label.clone());
    match label.is_empty() {
        true => view! { <td class=class></td> }.into_any(),
        false => view! { <th scope="col" class=class>{label}</th> }.into_any(),
    }
}

fn group_row(groups: &[HeadGroup]) -> impl IntoView + use<> {
    let groups = groups.iter().map(|HeadGroup { label, span }| match label.is_empty() {
        true => view! { <td colspan=*span></td> }.into_any(),
        false => view! { <th scope="colgroup" colspan=*span>{label.clone()}</th> }.into_any(),
    });
    view! { <tr>{groups.collect_view()}</tr> }
}

/// `names` says for each column of names over how many rows each stands.
fn row(table: &TableDrawing, at: usize, names: &[Vec<usize>]) -> impl IntoView + use<> {
    let cells = &table.rows[at];
    let names: Vec<_> = cells.iter().zip(names).filter_map(|(cell, spans)| name(&cell.text, spans[at])).collect();
    let cells = cells
        .iter()
        .zip(&table.columns)
        .skip(table.row_heads)
        .map(|(cell, column)| view! { <td class=cell_class(cell, column.align)>{cell.text.clone()}</td> });
    let cells = cells.collect_view();
    match table.summaries.contains(&at) {
        true => view! { <tr class="is-summary">{names}{cells}</tr> }.into_any(),
        false => view! { <tr>{names}{cells}</tr> }.into_any(),
    }
}

fn name(text: &str, span: usize) -> Option<AnyView> {
    let text = text.to_owned();
    match span {
        0 => None,
        _ if text.is_empty() => Some(view! { <td></td> }.into_any()),
        1 => Some(view! { <th scope="row">{text}</th> }.into_any()),
        _ => Some(view! { <th scope="rowgroup" rowspan=span>{text}</th> }.into_any()),
    }
}

/// For each row over how many rows its name in `column` stands; 0 below a name that stands over it. The last of the names
/// is each row's own.
fn spans(rows: &[Vec<Cell>], column: usize, row_heads: usize) -> Vec<usize> {
    let mut spans = vec![1; rows.len()];
    let mut first = 0;
    for row in 1..rows.len() {
        let same = column + 1 < row_heads && rows[row][..=column] == rows[row - 1][..=column];
        if same && !rows[row][column].text.is_empty() {
            (spans[row], spans[first]) = (0, spans[first] + 1);
        } else {
            first = row;
        }
    }
    spans
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
    fn equal_names_below_each_other_are_one() {
        let row = |names: [&str; 2]| names.map(|text| Cell { text: text.into(), bar: None, null: false }).to_vec();
        let rows = [["Spain", "Madrid"], ["Spain", "Subtotal"], ["USA", "NYC"], ["USA", "NYC"], ["Total", ""]].map(row);
        assert_eq!(spans(&rows, 0, 2), [2, 0, 2, 0, 1]);
        assert_eq!(spans(&rows, 1, 2), [1, 1, 1, 1, 1]);
    }

    #[test]
    fn names_are_heads_and_corners_are_not() {
        let cell = |text: &str| Cell { text: text.into(), bar: None, null: false };
        let column = |label: &str| TableColumn { label: label.into(), align: Align::Start };
        let group = |label: &str| HeadGroup { label: label.into(), span: 1 };
        let table = TableDrawing {
            groups: vec![vec![group(""), group("Sales")]],
            columns: vec![column("Country"), column("2003")],
            row_heads: 1,
            rows: vec![vec![cell("Spain"), cell("7")], vec![cell("Total"), cell("9")]],
            summaries: vec![1],
            ..TableDrawing::default()
        };
        let html = view! { <TableBody table=Arc::new(table) label="t".into()/> }.to_html();
        for part in [
            r#"<td colspan="1"></td>"#,
            r#"<th scope="colgroup" colspan="1">Sales"#,
            r#"<th scope="row">Spain"#,
            r#"<tr class="is-summary">"#,
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn rows_left_off_are_said() {
        assert_eq!(cut_note(1000), None);
        assert_eq!(cut_note(1001).as_deref(), Some("The first 1000 of 1001 rows."));
    }
}
