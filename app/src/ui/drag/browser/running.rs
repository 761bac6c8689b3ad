//! The drag that runs: begin, over, drop, cancel.

use std::collections::HashMap;

use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

use super::{Board, TARGET, Tied, focus, hit::Hit, layer::Layer, pointer::Pointer, set};
use crate::ui::drag::{
    hub::{Payload, Source},
    point::Area,
    words,
};

const READY: &str = "data-drop-ready";
const OVER: &str = "data-drop-over";
const DRAGGED: &str = "data-dragged";
const DRAGGING: &str = "data-dragging";

pub struct Running {
    pub source: HtmlElement,
    pub payload: Payload,
    pub label: String,
    /// Nothing, for a drag by keys.
    pub pointer: Option<Pointer>,
    pub layer: Layer,
    over: Option<Hit>,
    /// What the targets said, by id.
    accepted: HashMap<u32, bool>,
    /// Of the target under the pointer: itself and its items.
    rectangles: Option<(u32, Area, Vec<Area>)>,
}

pub fn begin(board: &Board, source: &Tied<Source>, pointer: Option<Pointer>) {
    let payload = (source.what.payload)();
    let label = source.what.label.get_untracked();
    let layer = Layer::new(&source.element, pointer.is_some().then_some(label.as_str()));
    let running = Running {
        source: source.element.clone(),
        payload: payload.clone(),
        label,
        pointer,
        layer,
        over: None,
        accepted: HashMap::new(),
        rectangles: None,
    };
    *board.0.running.borrow_mut() = Some(running);
    set(&source.element, DRAGGED, "");
    if let Some(root) = document().document_element() {
        set(&root, DRAGGING, "");
    }
    let ids: Vec<u32> = board.0.targets.borrow().keys().copied().collect();
    for id in ids {
        if let Some(target) = board.target(id)
            && accepts(board, id)
        {
            set(&target.element, READY, "");
        }
    }
    board.0.dragged.set(Some(payload));
}

/// Whether a target takes what is dragged. It is asked once; what is inside the source never does.
pub fn accepts(board: &Board, id: u32) -> bool {
    let (known, payload, source) = match board.0.running.borrow().as_ref() {
        Some(running) => (running.accepted.get(&id).copied(), running.payload.clone(), running.source.clone()),
        None => return false,
    };
    if let Some(known) = known {
        return known;
    }
    let Some(target) = board.target(id) else { return false };
    let accepted = !source.contains(Some(&target.element)) && (target.what.accepts)(&payload);
    if let Some(running) = board.0.running.borrow_mut().as_mut() {
        running.accepted.insert(id, accepted);
    }
    accepted
}

/// The rectangles of a target and its items, read once while the pointer stays over it and nothing scrolls.
pub fn rectangles(board: &Board, id: u32, read: impl FnOnce() -> (Area, Vec<Area>)) -> (Area, Vec<Area>) {
    let mut running = board.0.running.borrow_mut();
    let Some(running) = running.as_mut() else { return read() };
    match &running.rectangles {
        Some((of, area, items)) if *of == id => (*area, items.clone()),
        _ => {
            let (area, items) = read();
            running.rectangles = Some((id, area, items.clone()));
            (area, items)
        }
    }
}

pub fn forget_rectangles(board: &Board) {
    if let Some(running) = board.0.running.borrow_mut().as_mut() {
        running.rectangles = None;
    }
}

/// Only the target that was left and the one that is entered hear of it.
pub fn set_over(board: &Board, hit: Option<Hit>) {
    let left = {
        let mut running = board.0.running.borrow_mut();
        let Some(running) = running.as_mut() else { return };
        running.layer.show_line(hit.as_ref().and_then(|hit| hit.line));
        std::mem::replace(&mut running.over, hit.clone())
    };
    let (before, after) = (left.as_ref().map(|hit| hit.id), hit.as_ref().map(|hit| hit.id));
    if let Some(left) = left.as_ref().filter(|_| before != after) {
        leave(board, left);
    }
    let Some(hit) = hit else { return };
    if before != after {
        set(&hit.element, OVER, "");
    }
    let is_new = left.filter(|left| left.id == hit.id).is_none_or(|left| left.point != hit.point);
    if let Some(over) = board.target(hit.id).and_then(|target| target.what.over).filter(|_| is_new) {
        over.try_set(Some(hit.point));
    }
}

pub fn over(board: &Board) -> Option<Hit> {
    board.0.running.borrow().as_ref()?.over.clone()
}

fn leave(board: &Board, hit: &Hit) {
    _ = hit.element.remove_attribute(OVER);
    if let Some(over) = board.target(hit.id).and_then(|target| target.what.over) {
        over.try_set(None);
    }
}

/// Drops where the drag is; away from every target it cancels.
pub fn drop_here(board: &Board) {
    let Some(hit) = over(board) else { return cancel(board) };
    let Some(target) = board.target(hit.id) else { return cancel(board) };
    let Some(running) = end(board) else { return };
    let label = target.what.label.get_untracked();
    running.layer.say(&words::dropped(&running.label, &label, hit.point));
    (target.what.on_drop)(&running.payload, hit.point);
    focus::after_drop(&running.source, running.pointer.is_none(), &hit);
}

pub fn cancel(board: &Board) {
    give_back(board, "Cancelled.");
}

/// Ends the drag without a drop, and says why.
pub fn give_back(board: &Board, why: &str) {
    let Some(running) = end(board) else { return };
    running.layer.say(why);
    board.end_session();
}

/// Everything as it was before.
fn end(board: &Board) -> Option<Running> {
    let running = board.0.running.borrow_mut().take()?;
    if let Some(hit) = &running.over {
        leave(board, hit);
    }
    _ = running.source.remove_attribute(DRAGGED);
    if let Some(root) = document().document_element() {
        _ = root.remove_attribute(DRAGGING);
    }
    let targets: Vec<Element> = board.0.targets.borrow().values().map(|tied| tied.element.clone().into()).collect();
    for target in targets {
        _ = target.remove_attribute(READY);
    }
    board.0.dragged.try_set(None);
    Some(running)
}

/// The targets on the page that take what is dragged, in the order of the document.
pub fn accepting(board: &Board) -> Vec<(u32, Element)> {
    let mut found = Vec::new();
    let Ok(list) = document().query_selector_all(&format!("[{TARGET}]")) else { return found };
    for index in 0..list.length() {
        let element = list.get(index).and_then(|node| wasm_bindgen::JsCast::dyn_into::<Element>(node).ok());
        let id = element.as_ref().and_then(|element| element.get_attribute(TARGET)).and_then(|id| id.parse().ok());
        if let (Some(element), Some(id)) = (element, id)
            && accepts(board, id)
        {
            found.push((id, element));
        }
    }
    found
}
