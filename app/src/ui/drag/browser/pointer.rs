//! From a pointer that goes down to the drop.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::{Board, HAS_HANDLE, SOURCE, autoscroll, closest, hit, running};

/// A click may shake so much.
const THRESHOLD_PX: f64 = 4.0;
/// A finger that moves more before the time is over scrolls.
const SCROLL_PX: f64 = 8.0;
const LONG_PRESS: Duration = Duration::from_millis(300);
/// A target where the pointer rests so long is told.
const DWELL_MS: f64 = 600.0;
/// Rectangles of a list are read again after so many frames, for the page may move under the pointer.
const FRESH_FRAMES: u32 = 12;
/// What a pointer means to use, not to drag.
const IN_USE: &str =
    "input, textarea, select, [contenteditable]:not([contenteditable=false]), .cm-editor, [data-no-drag]";

/// A pointer that is down on a source.
#[derive(Clone, Copy)]
pub struct Press {
    source: u32,
    pointer: i32,
    start: (f64, f64),
    /// By touch, away from a handle: it may become a scroll.
    waits: bool,
}

/// The pointer of a running drag.
pub struct Pointer {
    id: i32,
    at: (f64, f64),
    has_moved: bool,
    frames: u32,
    /// What lay below it when the browser was last asked.
    under: Option<Under>,
    /// The target that wants to know of a rest, since when, and whether it was told.
    rest: Option<(u32, f64, bool)>,
}

/// What lies below the pointer, and what scrolls around it.
struct Under {
    element: Element,
    boxes: Vec<autoscroll::ScrollBox>,
}

/// `pointerdown`: nothing is prevented yet, for it may become a click or a scroll.
pub fn down(board: &Board, event: &PointerEvent) {
    give_up(board);
    let swallowing = std::mem::take(&mut *board.0.swallowing.borrow_mut());
    drop(swallowing);
    if event.button() != 0 || !event.is_primary() || event.ctrl_key() {
        return;
    }
    let Some(pressed) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Some((source, by_handle)) = source_under(&pressed) else { return };
    if board.source(source).is_none_or(|source| source.what.disabled.get_untracked()) {
        return;
    }
    let waits = event.pointer_type() == "touch" && !by_handle;
    let press = Press { source, pointer: event.pointer_id(), start: position(event), waits };
    *board.0.press.borrow_mut() = Some(press);
    listen(board);
    if waits {
        begin_after_long_press(board, press);
    }
}

/// The source that a press there drags: the innermost whose handle, if it has one, was pressed.
fn source_under(pressed: &Element) -> Option<(u32, bool)> {
    let handle = pressed.closest("[data-drag-handle]").ok().flatten();
    let in_use = pressed.closest(IN_USE).ok().flatten();
    let mut from = Some(pressed.clone());
    while let Some((element, id)) = from.as_ref().and_then(|from| closest(from, SOURCE)) {
        if in_use.as_ref().is_some_and(|in_use| element.contains(Some(in_use))) {
            return None;
        }
        let by_handle = handle.as_ref().is_some_and(|handle| closest(handle, SOURCE).is_some_and(|(_, of)| of == id));
        if by_handle || !element.has_attribute(HAS_HANDLE) {
            return Some((id, by_handle));
        }
        from = element.parent_element();
    }
    None
}

fn begin_after_long_press(board: &Board, press: Press) {
    let weak = board.downgrade();
    set_timeout(
        move || {
            let Some(board) = weak.upgrade().map(Board) else { return };
            let still =
                board.0.press.borrow().is_some_and(|now| now.pointer == press.pointer && now.start == press.start);
            if still {
                begin(&board, press, press.start);
            }
        },
        LONG_PRESS,
    );
}

/// Listeners of the window, in the capture phase: nobody below can hide an event from a running drag.
fn listen(board: &Board) {
    let window = window();
    let listeners = [
        board.listen(&window, "pointermove", true, |board, event| moved(board, event.unchecked_ref())),
        board.listen(&window, "pointerup", true, |board, event| up(board, event.unchecked_ref())),
        board.listen(&window, "pointercancel", true, |board, _| give_up(board)),
        board.listen(&window, "blur", false, |board, _| give_up(board)),
        board.listen(&window, "keydown", true, |board, event| {
            let is_escape = event.unchecked_ref::<web_sys::KeyboardEvent>().key() == "Escape";
            if is_escape && board.is_running() {
                event.prevent_default();
                event.stop_immediate_propagation();
                give_up(board);
            }
        }),
        // Links and pictures would be dragged by the browser, a long press would open its menu.
        board.listen(&window, "dragstart", true, |_, event| event.prevent_default()),
        board.listen(&window, "contextmenu", true, |_, event| event.prevent_default()),
        // Left alone, the browser looks with each move for text to select.
        board.listen(&window, "mousemove", true, |board, event| {
            if board.is_running() {
                event.prevent_default();
            }
        }),
        board.listen(&window, "selectstart", true, |board, event| {
            if board.is_running() {
                event.prevent_default();
            }
        }),
    ];
    *board.0.session.borrow_mut() = listeners.into_iter().flatten().collect();
}

fn moved(board: &Board, event: &PointerEvent) {
    let at = position(event);
    let press = *board.0.press.borrow();
    if let Some(press) = press.filter(|press| press.pointer == event.pointer_id()) {
        let far = (at.0 - press.start.0).hypot(at.1 - press.start.1);
        match press.waits {
            true if far > SCROLL_PX => give_up(board),
            false if far >= THRESHOLD_PX => begin(board, press, at),
            _ => {}
        }
    }
    if let Some(running) = board.0.running.borrow_mut().as_mut()
        && let Some(pointer) = running.pointer.as_mut().filter(|pointer| pointer.id == event.pointer_id())
    {
        (pointer.at, pointer.has_moved) = (at, true);
        event.prevent_default();
    }
}

fn begin(board: &Board, press: Press, at: (f64, f64)) {
    *board.0.press.borrow_mut() = None;
    let Some(source) = board.source(press.source) else { return give_up(board) };
    // The element may have lost the pointer; the listeners of the window suffice.
    _ = source.element.set_pointer_capture(press.pointer);
    if let Ok(Some(selection)) = window().get_selection() {
        _ = selection.remove_all_ranges();
    }
    let pointer = Pointer { id: press.pointer, at, has_moved: true, frames: 0, under: None, rest: None };
    running::begin(board, &source, Some(pointer));
    next_frame(board);
}

fn up(board: &Board, event: &PointerEvent) {
    if !board.is_running() {
        return give_up(board);
    }
    event.prevent_default();
    let at = position(event);
    look(board, under(at), at);
    swallow_click(board);
    forgive_soon(board);
    running::drop_here(board);
    board.end_session();
}

fn give_up(board: &Board) {
    let captured = board.0.running.borrow().as_ref().and_then(|running| {
        let pointer = running.pointer.as_ref()?;
        Some((running.source.clone(), pointer.id))
    });
    if let Some((source, pointer)) = captured {
        _ = source.release_pointer_capture(pointer);
        // The button is still down.
        swallow_click(board);
        let up = board.listen(&window(), "pointerup", true, |board, _| forgive_soon(board));
        board.0.swallowing.borrow_mut().extend(up);
    }
    drop_press(board);
    running::cancel(board);
}

fn drop_press(board: &Board) {
    if board.0.press.borrow_mut().take().is_some() {
        board.end_session();
    }
}

fn next_frame(board: &Board) {
    let weak = board.downgrade();
    request_animation_frame(move || {
        if let Some(board) = weak.upgrade().map(Board) {
            frame(&board);
        }
    });
}

/// Once for each picture on the screen: find the place below the pointer, scroll, and follow it. All is read before anything
/// is moved, and the browser is asked once what lies there, and only when that may have changed: it searches the page for it.
fn frame(board: &Board) {
    let Some(Advance { at, has_moved, is_stale, known }) = advance(board) else { return };
    let under = if has_moved || is_stale { look_under(known, at, is_stale) } else { known };
    let has_scrolled = under.as_ref().is_some_and(|under| autoscroll::toward(&under.boxes, at));
    if has_scrolled || is_stale {
        running::forget_rectangles(board);
    }
    if has_moved || has_scrolled || is_stale {
        look(board, under.as_ref().map(|under| under.element.clone()), at);
    }
    rest(board, under.as_ref().map(|under| &under.element));
    if let Some(running) = board.0.running.borrow_mut().as_mut() {
        if has_moved {
            running.layer.move_ghost(at);
        }
        if let Some(pointer) = running.pointer.as_mut() {
            // What has scrolled may have brought something else below it.
            pointer.has_moved |= has_scrolled;
            pointer.under = under;
        }
    }
    next_frame(board);
}

struct Advance {
    at: (f64, f64),
    has_moved: bool,
    is_stale: bool,
    known: Option<Under>,
}

fn advance(board: &Board) -> Option<Advance> {
    let mut running = board.0.running.borrow_mut();
    let running = running.as_mut()?;
    let pointer = running.pointer.as_mut()?;
    pointer.frames = pointer.frames.wrapping_add(1);
    Some(Advance {
        at: pointer.at,
        has_moved: std::mem::take(&mut pointer.has_moved),
        is_stale: pointer.frames.is_multiple_of(FRESH_FRAMES),
        known: pointer.under.take(),
    })
}

fn under((x, y): (f64, f64)) -> Option<Element> {
    document().element_from_point(x as f32, y as f32)
}

fn look_under(known: Option<Under>, at: (f64, f64), is_stale: bool) -> Option<Under> {
    let element = under(at)?;
    match known.filter(|known| !is_stale && known.element == element) {
        Some(known) => Some(known),
        None => Some(Under { boxes: autoscroll::boxes(&element), element }),
    }
}

fn look(board: &Board, under: Option<Element>, at: (f64, f64)) {
    let hit = hit::at(board, under, at);
    running::set_over(board, hit);
}

/// Tells a target that the pointer rests on it, accepted or not.
fn rest(board: &Board, under: Option<&Element>) {
    let resting = under.and_then(|under| hit::dwelling(board, under));
    let now = js_sys::Date::now();
    let told = {
        let mut running = board.0.running.borrow_mut();
        let Some(pointer) = running.as_mut().and_then(|running| running.pointer.as_mut()) else { return };
        match (pointer.rest, &resting) {
            (Some((id, since, told)), Some((now_id, _))) if id == *now_id => {
                let is_due = !told && now - since >= DWELL_MS;
                pointer.rest = Some((id, since, told || is_due));
                is_due
            }
            (_, resting) => {
                pointer.rest = resting.as_ref().map(|(id, _)| (*id, now, false));
                false
            }
        }
    };
    if let (true, Some((_, on_dwell))) = (told, resting) {
        on_dwell.run(());
    }
}

fn position(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// The click that the browser makes of a drop, or of the end of a cancelled drag, is not meant.
fn swallow_click(board: &Board) {
    let swallowed = board.listen(&window(), "click", true, |_, event| {
        event.prevent_default();
        event.stop_immediate_propagation();
    });
    *board.0.swallowing.borrow_mut() = swallowed.into_iter().collect();
}

/// The click comes right after the pointer went up; the next one is meant again.
fn forgive_soon(board: &Board) {
    let weak = board.downgrade();
    let forgive = move || {
        if let Some(board) = weak.upgrade() {
            let listeners = std::mem::take(&mut *board.swallowing.borrow_mut());
            drop(listeners);
        }
    };
    set_timeout(forgive, Duration::from_millis(50));
}
