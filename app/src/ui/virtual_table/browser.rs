use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, HtmlElement, KeyboardEvent, MouseEvent, ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition,
};

use super::{
    Active, Grid,
    keys::{Size, target},
};

/// The same as in style/_virtual_table.scss: every row is so high.
const ROW_PX: f64 = 28.0;
const HEAD_PX: f64 = 32.0;
/// Rows drawn above and below those in sight, so that scrolling does not show their absence.
const OVERSCAN: usize = 8;

impl Grid {
    /// Keeps the window, the empty rows around it, and the mark of the active cell in step.
    pub fn follow(self, rows: Memo<(usize, usize)>) {
        Effect::new(move |_| {
            if let Some(scroller) = self.scroller.get() {
                self.observe(&scroller);
            }
        });
        Effect::new(move |_| {
            let ((start, end), count) = (rows.get(), self.row_count.get());
            set_height(self.above, start);
            set_height(self.below, count - end.min(count));
            // A table that became shorter is scrolled by the browser, without an event.
            self.scrolled();
        });
        Effect::new(move |_| {
            self.active.track();
            rows.track();
            // After the rows of this change are in the document.
            request_animation_frame(move || self.mark());
        });
    }

    fn observe(self, scroller: &Element) {
        let resized = Closure::<dyn FnMut()>::new(move || self.scrolled());
        let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) else { return };
        observer.observe(scroller);
        let held = SendWrapper::new((observer, resized));
        on_cleanup(move || held.0.disconnect());
    }

    /// At most once for each picture on the screen.
    pub fn scrolled(self) {
        if self.is_due.try_get_value() != Some(false) {
            return;
        }
        self.is_due.set_value(true);
        request_animation_frame(move || {
            self.is_due.try_set_value(false);
            self.look();
        });
    }

    fn look(self) {
        let Some(Some(scroller)) = self.scroller.try_get_untracked() else { return };
        let first = (f64::from(scroller.scroll_top()) / ROW_PX) as usize;
        let window = (first.saturating_sub(OVERSCAN), first + rows_in_sight(&scroller) + OVERSCAN + 1);
        if self.window.try_get_untracked().is_some_and(|now| now != window) {
            self.window.set(window);
        }
    }

    pub fn focused(self) {
        if self.active.get_untracked().is_none() && self.row_count.get_untracked() > 0 {
            self.active.set(Some(Active { row: Some(0), column: 0 }));
        }
    }

    pub fn key(self, event: &KeyboardEvent) {
        let Some(scroller) = self.scroller.get_untracked() else { return };
        let active = self.active.get_untracked().unwrap_or(Active { row: Some(0), column: 0 });
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            return self.choose(active);
        }
        let size = Size {
            rows: self.row_count.get_untracked(),
            columns: self.columns.read_untracked().len(),
            page: rows_in_sight(&scroller).saturating_sub(1).max(1),
            has_head: self.on_sort.is_some(),
        };
        if event.alt_key() || size.rows == 0 {
            return;
        }
        let Some(active) = target(&event.key(), event.ctrl_key() || event.meta_key(), active, size) else { return };
        event.prevent_default();
        show_row(&scroller, active.row);
        self.reveals.set_value(true);
        self.active.set(Some(active));
    }

    fn choose(self, active: Active) {
        match (active.row, self.on_select, self.on_sort) {
            (Some(row), Some(on_select), _) if row < self.row_count.get_untracked() => {
                on_select.run((row, active.column))
            }
            (None, _, Some(on_sort)) => on_sort.run(active.column),
            _ => {}
        }
    }

    pub fn click(self, event: &MouseEvent) {
        let Some((cell, active)) = cell_under(event) else { return };
        let is_head_without_button = active.row.is_none() && cell.query_selector("button").ok().flatten().is_none();
        if !is_head_without_button {
            self.active.set(Some(active));
            self.choose(active);
        }
    }

    /// A text that does not fit is told when the pointer rests on it.
    pub fn hovered(self, event: &MouseEvent) {
        let Some((cell, Active { row: Some(_), .. })) = cell_under(event) else { return };
        if cell.scroll_width() > cell.client_width() {
            _ = cell.set_attribute("title", &cell.text_content().unwrap_or_default());
        }
    }

    /// The active cell is the table's active descendant while it is in the document.
    fn mark(self) {
        let Some(Some(table)) = self.table.try_get_untracked() else { return };
        let table: &Element = &table;
        if let Ok(Some(before)) = table.query_selector(".is-active") {
            _ = before.class_list().remove_1("is-active");
            _ = before.remove_attribute("id");
        }
        let Some(Some(active)) = self.active.try_get_untracked() else { return };
        let row = active.row.map_or(1, |row| row + 2);
        let cell = table.query_selector(&format!("tr[aria-rowindex='{row}']")).ok().flatten();
        let cell = cell.and_then(|row| row.children().item(u32::try_from(active.column).ok()?));
        let Some(cell) = cell else { return table.remove_attribute("aria-activedescendant").unwrap_or_default() };
        let id = format!("{}-cell", self.id.try_get_value().unwrap_or_default());
        cell.set_id(&id);
        _ = cell.class_list().add_1("is-active");
        _ = table.set_attribute("aria-activedescendant", &id);
        if self.reveals.try_update_value(std::mem::take).unwrap_or_default() {
            reveal(&cell);
        }
    }
}

fn rows_in_sight(scroller: &Element) -> usize {
    ((f64::from(scroller.client_height()) - HEAD_PX) / ROW_PX).ceil().max(1.0) as usize
}

fn set_height(row: NodeRef<leptos::html::Tr>, rows: usize) {
    if let Some(row) = row.get_untracked() {
        let row: &HtmlElement = &row;
        _ = row.style().set_property("height", &format!("{}px", rows as f64 * ROW_PX));
    }
}

/// Scrolls as little as shows the row below the head, which stays.
fn show_row(scroller: &Element, row: Option<usize>) {
    let Some(row) = row else { return scroller.set_scroll_top(0) };
    let top = row as f64 * ROW_PX;
    let least = top + HEAD_PX + ROW_PX - f64::from(scroller.client_height());
    let now = f64::from(scroller.scroll_top());
    if now > top {
        scroller.set_scroll_top(top as i32);
    } else if now < least {
        scroller.set_scroll_top(least.ceil() as i32);
    }
}

/// Sideways, and in the page around the table. The style sheet keeps it clear of the head.
fn reveal(cell: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options.set_inline(ScrollLogicalPosition::Nearest);
    cell.scroll_into_view_with_scroll_into_view_options(&options);
}

fn cell_under(event: &MouseEvent) -> Option<(Element, Active)> {
    let cell = event.target()?.dyn_into::<Element>().ok()?.closest("td, th").ok()??;
    let row: usize = cell.parent_element()?.get_attribute("aria-rowindex")?.parse().ok()?;
    let column = cell.dyn_ref::<web_sys::HtmlTableCellElement>()?.cell_index();
    Some((cell, Active { row: row.checked_sub(2), column: usize::try_from(column).ok()? }))
}
