use leptos::prelude::*;

use super::super::section::{Part, Section};
use crate::ui::{GridAlign, GridColumn, GridSort, VirtualTable};

const ROWS: usize = 50_000;
const COLUMNS: usize = 20;

#[component]
pub fn TableSection() -> impl IntoView {
    let sort = RwSignal::new(None::<GridSort>);
    let selected = RwSignal::new(None::<(usize, usize)>);
    let cell = move |(row, column): (usize, usize)| {
        let is_turned = sort.get().is_some_and(|sort| sort.descending);
        text(if is_turned { ROWS - 1 - row } else { row }, column)
    };
    let turn = move |column: usize| {
        let descending = sort.get_untracked().is_some_and(|sort| sort.column == column && !sort.descending);
        sort.set(Some(GridSort { column, descending }));
    };
    let told = move || selected.get().map(|(row, column)| format!("Chosen: row {row}, column {column}."));
    view! {
        <Section id="virtual-table" title="Virtual table">
            <Part title="Fifty thousand rows">
                <div class="ui-page__table">
                    <VirtualTable
                        caption="Orders"
                        columns=columns()
                        row_count=ROWS
                        cell
                        sort
                        on_sort=turn
                        on_select=move |chosen| selected.set(Some(chosen))
                    />
                </div>
                <p class="ui-page__output" role="status">{told}</p>
            </Part>
            <Part title="Empty and loading">
                <div class="ui-page__table ui-page__table--low">
                    <VirtualTable caption="Nothing found" columns=columns() row_count=0_usize cell=|_| String::new()/>
                </div>
                <div class="ui-page__table ui-page__table--low">
                    <VirtualTable caption="On its way" columns=columns() row_count=0_usize cell=|_| String::new() loading=true/>
                </div>
            </Part>
        </Section>
    }
}

fn columns() -> Vec<GridColumn> {
    let numbers = (2..COLUMNS).map(|index| GridColumn::number(format!("Value {index}")));
    let customer =
        GridColumn { label: "Customer".to_owned(), align: GridAlign::Start, hint: Some("Who ordered".to_owned()) };
    [GridColumn::text("Order"), customer].into_iter().chain(numbers).collect()
}

fn text(row: usize, column: usize) -> String {
    match column {
        0 => format!("Order {row}"),
        1 if row == 3 => "<b>Ånn & \"sons\"</b>, who have a name that is longer than any column is wide".to_owned(),
        1 => format!("Customer {}", row % 97),
        _ => ((row * 31 + column * 17) % 10_000).to_string(),
    }
}
