use leptos::prelude::*;
use sx_model::{BadCell, BadRows};

use super::state::Upload;
use crate::ui::{RadioGroup, TableView};

/// Rows that do not fit, one by one, and what shall become of them.
#[component]
pub fn Problems(upload: Upload) -> impl IntoView {
    move || upload.problems.get().map(|bad_rows| view! { <Told upload bad_rows/> })
}

#[component]
fn Told(upload: Upload, bad_rows: BadRows) -> impl IntoView {
    let BadRows { count, rows } = bad_rows;
    let choices = [
        ("refuse", "Upload nothing as long as rows do not fit"),
        ("leave_out", "Leave those rows out"),
        ("empty", "Keep the rows and empty those cells"),
    ];
    let hidden = count.saturating_sub(distinct(&rows));
    view! {
        <section class="upload__problems">
            <h2 class="upload__title">
                {if count == 1 { "1 row does not fit".to_owned() } else { format!("{count} rows do not fit") }}
            </h2>
            <BadCells cells=rows/>
            {(hidden > 0).then(|| view! { <p class="upload__more">{format!("and {hidden} more rows")}</p> })}
            <RadioGroup
                label="What to do with them"
                options=choices.map(|(value, text)| (value.to_owned(), text.to_owned())).into()
                value=upload.bad_rows
                on_change=move |choice| upload.bad_rows.set(choice)
            />
        </section>
    }
}

/// Cells that did not fit, with their place in the file.
#[component]
pub fn BadCells(cells: Vec<BadCell>) -> impl IntoView {
    let lines = cells.into_iter().map(|cell| {
        view! {
            <tr>
                <th scope="row">{cell.row}</th>
                <td>{cell.column}</td>
                <td class="upload__value">{cell.value}</td>
                <td>{cell.reason}</td>
            </tr>
        }
    });
    view! {
        <TableView caption="Rows that do not fit" columns=&["Row", "Column", "Value", "Why"]>
            {lines.collect_view()}
        </TableView>
    }
}

fn distinct(cells: &[BadCell]) -> u64 {
    let mut rows: Vec<_> = cells.iter().map(|cell| cell.row).collect();
    rows.dedup();
    rows.len() as u64
}
