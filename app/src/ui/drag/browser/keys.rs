//! A drag by keyboard.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::{Board, HAS_HANDLE, SOURCE, TARGET, closest, hit, running};
use crate::ui::{
    DropLayout,
    drag::{
        places::{Place, Shape, reading_order, step},
        words,
    },
};

/// Space or Enter on a source or its handle. On buttons and links that are sources themselves Enter keeps its meaning.
pub fn pick_up(board: &Board, event: &KeyboardEvent) {
    if event.default_prevented()
        || event.repeat()
        || board.is_running()
        || !matches!(event.key().as_str(), " " | "Enter")
    {
        return;
    }
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
        return;
    }
    let Some(focused) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Some((element, id)) = closest(&focused, SOURCE) else { return };
    let is_handle = focused.has_attribute("data-drag-handle");
    let is_itself = focused == element && !element.has_attribute(HAS_HANDLE);
    let keeps_enter = !is_handle && event.key() == "Enter" && focused.matches("a, button").unwrap_or(false);
    if !(is_handle || is_itself) || keeps_enter {
        return;
    }
    let Some(source) = board.source(id).filter(|source| !source.what.disabled.get_untracked()) else { return };
    event.prevent_default();
    running::begin(board, &source, None);
    listen(board);
    let count = Places::read(board).order.len();
    if count == 0 {
        return running::give_back(board, &words::picked_up(&source.what.label.get_untracked(), 0));
    }
    say(board, |label| words::picked_up(label, count));
}

fn listen(board: &Board) {
    let window = window();
    let listeners = [
        board.listen(&window, "keydown", true, |board, event| pressed(board, event.unchecked_ref())),
        // A button is clicked when Space goes up.
        board.listen(&window, "keyup", true, |_, event| {
            if event.unchecked_ref::<KeyboardEvent>().key() == " " {
                event.prevent_default();
            }
        }),
        board.listen(&window, "blur", false, |board, _| running::cancel(board)),
    ];
    *board.0.session.borrow_mut() = listeners.into_iter().flatten().collect();
}

fn pressed(board: &Board, event: &KeyboardEvent) {
    if !board.is_running() {
        return;
    }
    match event.key().as_str() {
        "Escape" => running::cancel(board),
        " " | "Enter" if !event.repeat() => {
            running::drop_here(board);
            board.end_session();
        }
        " " | "Enter" => {}
        key => {
            let places = Places::read(board);
            let Some(next) = step(key, event.shift_key(), &places.order, places.current(board)) else { return };
            places.go(board, next);
        }
    }
    event.prevent_default();
    event.stop_immediate_propagation();
}

/// Read at each key, for a place may open or go while it is dragged.
struct Places {
    targets: Vec<(u32, Element)>,
    order: Vec<Place>,
}

impl Places {
    fn read(board: &Board) -> Self {
        let mut targets = running::accepting(board);
        targets.retain(|(_, element)| is_in_reach(board, element));
        let shapes: Vec<Shape> = targets.iter().map(|(id, element)| shape(board, *id, element, &targets)).collect();
        Self { order: reading_order(&shapes), targets }
    }

    fn current(&self, board: &Board) -> Option<usize> {
        let over = running::over(board)?;
        let is_here = |place: &Place| {
            let target = self.targets.get(place.target);
            target.is_some_and(|(id, _)| *id == over.id) && place.index == over.point.index
        };
        self.order.iter().position(is_here)
    }

    fn go(&self, board: &Board, index: usize) {
        let Some(place) = self.order.get(index) else { return };
        let Some((id, element)) = self.targets.get(place.target) else { return };
        let Some(hit) = hit::by_index(board, *id, element, place.index) else { return };
        let label = board.target(*id).map(|target| target.what.label.get_untracked()).unwrap_or_default();
        let point = hit.point;
        running::set_over(board, Some(hit));
        say(board, |_| words::over(&label, point));
    }
}

/// It is drawn, and in the same dialog as the source.
fn is_in_reach(board: &Board, element: &Element) -> bool {
    let dialog = |of: &Element| of.closest("dialog").ok().flatten();
    let source = hit::dragged_element(board);
    let area = hit::area(element);
    area.width > 0.0 && area.height > 0.0 && source.is_some_and(|source| dialog(&source) == dialog(element))
}

fn shape(board: &Board, id: u32, element: &Element, targets: &[(u32, Element)]) -> Shape {
    let dragged = hit::dragged_element(board);
    let layout = board.target(id).map(|target| target.what.layout).unwrap_or_default();
    let count = if layout == DropLayout::Area { 1 } else { hit::items(element, dragged.as_ref()).len() + 1 };
    let parent = parent(element, targets);
    let item = parent.and_then(|parent| targets.get(parent)).and_then(|(_, parent)| {
        hit::items(parent, dragged.as_ref()).iter().position(|item| item.contains(Some(element)))
    });
    Shape { parent, item, count }
}

/// The nearest target around it that accepts, too.
fn parent(element: &Element, targets: &[(u32, Element)]) -> Option<usize> {
    let mut around = element.parent_element();
    while let Some((outer, id)) = around.as_ref().and_then(|around| closest(around, TARGET)) {
        if let Some(index) = targets.iter().position(|(target, _)| *target == id) {
            return Some(index);
        }
        around = outer.parent_element();
    }
    None
}

fn say(board: &Board, words: impl FnOnce(&str) -> String) {
    if let Some(running) = board.0.running.borrow().as_ref() {
        running.layer.say(&words(&running.label));
    }
}
