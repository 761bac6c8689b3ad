//! Which place is under the pointer. The browser itself tells the element there: that is right inside scrolled boxes and
//! dialogs, and costs the same whether there are three targets or three hundred.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{Board, TARGET, closest, running};
use crate::ui::drag::{
    DropPoint,
    hub::Target,
    point::{Area, index_at, is_inside, line},
};

/// A place in a target.
#[derive(Clone)]
pub struct Hit {
    pub id: u32,
    pub element: Element,
    pub point: DropPoint,
    /// The line that shows the place.
    pub line: Option<Area>,
}

/// The innermost target around what is `under` the point, that takes what is dragged.
pub fn at(board: &Board, mut under: Option<Element>, (x, y): (f64, f64)) -> Option<Hit> {
    let mut innermost = None;
    while let Some((element, id)) = under.as_ref().and_then(|under| closest(under, TARGET)) {
        if running::accepts(board, id)
            && let Some(target) = board.target(id)
        {
            let target = target.what;
            if target.inset == 0.0 || is_inside(area(&element), target.layout, target.inset, x, y) {
                return Some(place(board, id, &element, &target, (x, y)));
            }
            // At its side the target around it is meant, where there is one.
            innermost.get_or_insert((id, element.clone(), target));
        }
        under = element.parent_element();
    }
    innermost.map(|(id, element, target)| place(board, id, &element, &target, (x, y)))
}

fn place(board: &Board, id: u32, element: &Element, target: &Target, (x, y): (f64, f64)) -> Hit {
    let source = dragged_element(board);
    let (area, items) =
        running::rectangles(board, id, || (area(element), items(element, source.as_ref()).iter().map(area).collect()));
    let index = index_at(target.layout, &items, x, y);
    let point = point(area, target, &items, index, (x, y));
    Hit { id, element: element.clone(), point, line: line(target.layout, &items, index) }
}

/// The place that keys chose; it is brought in sight.
pub fn by_index(board: &Board, id: u32, element: &Element, index: usize) -> Option<Hit> {
    let target = board.target(id)?.what;
    let elements = items(element, dragged_element(board).as_ref());
    // First in sight, then measured.
    scroll_into_view(elements.get(index).or(elements.last()).unwrap_or(element));
    let own = area(element);
    let items: Vec<Area> = elements.iter().map(area).collect();
    let middle = (own.left + own.width / 2.0, own.top + own.height / 2.0);
    let point = point(own, &target, &items, index, middle);
    Some(Hit { id, element: element.clone(), point, line: line(target.layout, &items, index) })
}

fn point(area: Area, target: &Target, items: &[Area], index: usize, (x, y): (f64, f64)) -> DropPoint {
    let count = if target.layout == crate::ui::DropLayout::Area { 1 } else { items.len() + 1 };
    DropPoint { x: x - area.left, y: y - area.top, width: area.width, height: area.height, index, count }
}

/// The items of a target, not of targets inside it, and not what is dragged.
pub fn items(target: &Element, dragged: Option<&HtmlElement>) -> Vec<Element> {
    let Ok(list) = target.query_selector_all("[data-drop-item]") else { return Vec::new() };
    let elements = (0..list.length()).filter_map(|index| list.get(index)?.dyn_into::<Element>().ok());
    // The dragged item itself, not the items around it: those stay when it leaves.
    let own = dragged.and_then(|dragged| dragged.closest("[data-drop-item]").ok().flatten());
    elements
        .filter(|item| {
            let around = item.parent_element().and_then(|parent| closest(&parent, TARGET));
            around.is_some_and(|(around, _)| around == *target) && own.as_ref() != Some(item)
        })
        .collect()
}

/// The innermost target around an element that wants to know when the pointer rests there.
pub fn dwelling(board: &Board, under: &Element) -> Option<(u32, Callback<()>)> {
    let mut under = Some(under.clone());
    while let Some((element, id)) = under.as_ref().and_then(|under| closest(under, TARGET)) {
        if let Some(on_dwell) = board.target(id).and_then(|target| target.what.on_dwell) {
            return Some((id, on_dwell));
        }
        under = element.parent_element();
    }
    None
}

pub fn dragged_element(board: &Board) -> Option<HtmlElement> {
    board.0.running.borrow().as_ref().map(|running| running.source.clone())
}

pub fn area(element: &Element) -> Area {
    let rect = element.get_bounding_client_rect();
    Area { left: rect.left(), top: rect.top(), width: rect.width(), height: rect.height() }
}

fn scroll_into_view(element: &Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}
