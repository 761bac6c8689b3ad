//! A table of any length: only the rows in sight, and some around them, are in the document.

#[cfg(feature = "hydrate")]
mod browser;
mod cells;
#[cfg(any(feature = "hydrate", test))]
mod keys;

use leptos::prelude::*;

use super::{classes::classes, use_id};
pub(super) use cells::escaped;
use cells::{column_chars, row_html};

/// The server draws so many, and so does the browser until it knows its height.
const FIRST_ROWS: usize = 50;

/// Which side the texts of a column keep to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GridAlign {
    #[default]
    Start,
    /// Numbers.
    End,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct GridColumn {
    pub label: String,
    pub align: GridAlign,
    /// Shown when the pointer rests on the head.
    pub hint: Option<String>,
}

impl GridColumn {
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), align: GridAlign::Start, hint: None }
    }

    pub fn number(label: impl Into<String>) -> Self {
        Self { align: GridAlign::End, ..Self::text(label) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridSort {
    pub column: usize,
    pub descending: bool,
}

/// It fills the height of its parent. One stop of the Tab key; arrows, Home, End and the page keys move the active cell.
#[component]
pub fn VirtualTable(
    #[prop(optional, into)] class: String,
    /// The table's name for screen readers.
    #[prop(into)]
    caption: String,
    #[prop(into)] columns: Signal<Vec<GridColumn>>,
    #[prop(into)] row_count: Signal<usize>,
    /// The text of a cell by row and column. It may read signals: the rows are drawn again when they change.
    #[prop(into)]
    cell: Callback<(usize, usize), String>,
    #[prop(optional, into)] sort: Signal<Option<GridSort>>,
    /// Somebody wants the rows in the order of this column: by its head, or Enter on it.
    #[prop(optional, into)]
    on_sort: Option<Callback<usize>>,
    /// A click or Enter on a cell: row and column.
    #[prop(optional, into)]
    on_select: Option<Callback<(usize, usize)>>,
    #[prop(optional, into)] loading: Signal<bool>,
    #[prop(default = "No rows.".to_owned(), into)] empty: String,
) -> impl IntoView {
    let grid = Grid::new(row_count, columns, on_sort, on_select);
    let widths = Memo::new(move |_| column_chars(&columns.read(), row_count.get(), cell));
    let rows = Memo::new(move |_| {
        let (start, end) = grid.window.get();
        let count = row_count.get();
        (start.min(count), end.min(count))
    });
    grid.follow(rows);
    let heads = move || {
        let head = |(index, column)| head_view(index, column, sort, on_sort.is_some());
        columns.get().into_iter().enumerate().map(head).collect_view()
    };
    let row = move |row: usize| {
        let html = move || row_html(row, &columns.read(), cell);
        view! { <tr aria-rowindex={row + 2} inner_html=html></tr> }
    };
    let note = move || match (row_count.get(), loading.get()) {
        (0, true) => Some("Loading…".to_owned()),
        (0, false) => Some(empty.clone()),
        _ => None,
    };
    view! {
        <div class=classes("virtual-table", &class) node_ref=grid.scroller on:scroll=move |_| grid.scrolled()>
            <table
                class="virtual-table__table"
                class:virtual-table__table--selectable=on_select.is_some()
                role="grid"
                tabindex="0"
                aria-rowcount=move || row_count.get() + 1
                aria-colcount=move || columns.read().len()
                aria-busy=move || loading.get().then_some("true")
                node_ref=grid.table
                on:keydown=move |event| grid.key(&event)
                on:click=move |event| grid.click(&event)
                on:focus=move |_| grid.focused()
                on:mouseover=move |event| grid.hovered(&event)
            >
                <caption class="visually-hidden">{caption}</caption>
                <colgroup>
                    {move || widths.get().into_iter().map(|chars| view! { <col class=format!("chars-{chars}")/> }).collect_view()}
                </colgroup>
                <thead>
                    <tr aria-rowindex="1">{heads}</tr>
                </thead>
                <tbody>
                    <tr class="virtual-table__space" aria-hidden="true" node_ref=grid.above></tr>
                    <For each=move || { let (start, end) = rows.get(); start..end } key=|row| *row children=row/>
                    <tr class="virtual-table__space" aria-hidden="true" node_ref=grid.below></tr>
                </tbody>
            </table>
            {move || note().map(|note| view! { <p class="virtual-table__note">{note}</p> })}
        </div>
    }
    .into_any()
}

fn head_view(index: usize, column: GridColumn, sort: Signal<Option<GridSort>>, sorts: bool) -> impl IntoView {
    let GridColumn { label, align, hint } = column;
    let order = move || match sort.get().filter(|sort| sort.column == index) {
        Some(GridSort { descending: true, .. }) => Some("descending"),
        Some(_) => Some("ascending"),
        None => None,
    };
    // The button is for pointers; keys sort by Enter on the active head.
    let content = if sorts {
        view! { <button type="button" class="virtual-table__sort" tabindex="-1">{label}</button> }.into_any()
    } else {
        label.into_any()
    };
    view! {
        <th scope="col" class:is-end=align == GridAlign::End title=hint aria-sort=order>
            {content}
        </th>
    }
}

/// The active cell; no row is the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Active {
    row: Option<usize>,
    column: usize,
}

/// The moving parts of one table.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server nothing moves"))]
#[derive(Clone, Copy)]
struct Grid {
    row_count: Signal<usize>,
    columns: Signal<Vec<GridColumn>>,
    on_sort: Option<Callback<usize>>,
    on_select: Option<Callback<(usize, usize)>>,
    /// The rows that are drawn: from, to.
    window: RwSignal<(usize, usize)>,
    active: RwSignal<Option<Active>>,
    /// A frame is asked for already.
    is_due: StoredValue<bool>,
    /// Keys moved the active cell: it must come in sight.
    reveals: StoredValue<bool>,
    id: StoredValue<String>,
    scroller: NodeRef<leptos::html::Div>,
    table: NodeRef<leptos::html::Table>,
    above: NodeRef<leptos::html::Tr>,
    below: NodeRef<leptos::html::Tr>,
}

impl Grid {
    fn new(
        row_count: Signal<usize>,
        columns: Signal<Vec<GridColumn>>,
        on_sort: Option<Callback<usize>>,
        on_select: Option<Callback<(usize, usize)>>,
    ) -> Self {
        Self {
            row_count,
            columns,
            on_sort,
            on_select,
            window: RwSignal::new((0, FIRST_ROWS)),
            active: RwSignal::new(None),
            is_due: StoredValue::new(false),
            reveals: StoredValue::new(false),
            id: StoredValue::new(use_id()),
            scroller: NodeRef::new(),
            table: NodeRef::new(),
            above: NodeRef::new(),
            below: NodeRef::new(),
        }
    }
}

#[cfg(not(feature = "hydrate"))]
impl Grid {
    fn follow(self, _: Memo<(usize, usize)>) {}
    fn scrolled(self) {}
    fn key(self, _: &leptos::ev::KeyboardEvent) {}
    fn click(self, _: &leptos::ev::MouseEvent) {}
    fn focused(self) {}
    fn hovered(self, _: &leptos::ev::MouseEvent) {}
}
