//! Near the edge of a box that scrolls, a drag scrolls it.

use leptos::prelude::*;
use web_sys::Element;

const EDGE_PX: f64 = 48.0;
/// In each frame, at the very edge.
const FASTEST_PX: f64 = 16.0;

/// A box with more in it than it shows.
#[derive(Clone)]
pub struct ScrollBox {
    element: Element,
    is_root: bool,
    scrolls_x: bool,
    scrolls_y: bool,
}

/// The boxes around an element that scroll, the innermost first. To find them costs a look at the style of each element
/// around it, so ask when another element is under the pointer, not with each frame.
pub fn boxes(under: &Element) -> Vec<ScrollBox> {
    let root = document().document_element();
    let mut found = Vec::new();
    let mut around = Some(under.clone());
    while let Some(element) = around {
        around = element.parent_element();
        let is_root = root.as_ref() == Some(&element);
        let over_x = element.scroll_width() > element.client_width();
        let over_y = element.scroll_height() > element.client_height();
        let scrolls_x = over_x && scrolls(&element, is_root, "overflow-x");
        let scrolls_y = over_y && scrolls(&element, is_root, "overflow-y");
        if scrolls_x || scrolls_y {
            found.push(ScrollBox { element, is_root, scrolls_x, scrolls_y });
        }
    }
    found
}

/// Scrolls the first of them that can go where the pointer points. Tells whether one did.
pub fn toward(boxes: &[ScrollBox], at: (f64, f64)) -> bool {
    boxes.iter().any(|scroll_box| scroll(scroll_box, at))
}

fn scroll(ScrollBox { element, is_root, scrolls_x, scrolls_y }: &ScrollBox, (x, y): (f64, f64)) -> bool {
    let rect = element.get_bounding_client_rect();
    let (left, top) = if *is_root { (0.0, 0.0) } else { (rect.left(), rect.top()) };
    let (width, height) = (f64::from(element.client_width()), f64::from(element.client_height()));
    let dx = if *scrolls_x { speed(x - left, width) } else { 0.0 };
    let dy = if *scrolls_y { speed(y - top, height) } else { 0.0 };
    if dx == 0.0 && dy == 0.0 {
        return false;
    }
    let before = (element.scroll_left(), element.scroll_top());
    element.scroll_by_with_x_and_y(dx, dy);
    before != (element.scroll_left(), element.scroll_top())
}

/// Pixels in a frame, for a pointer `at` in a box of this length: faster toward the edge, none in the middle.
fn speed(at: f64, length: f64) -> f64 {
    let edge = EDGE_PX.min(length / 4.0);
    let near = |distance: f64| ((edge - distance) / edge).clamp(0.0, 1.0) * FASTEST_PX;
    if at < -edge || at > length + edge { 0.0 } else { (near(length - at) - near(at)).round() }
}

fn scrolls(element: &Element, is_root: bool, property: &str) -> bool {
    if is_root {
        return true;
    }
    let Ok(Some(style)) = window().get_computed_style(element) else { return false };
    matches!(style.get_property_value(property).as_deref(), Ok("auto" | "scroll"))
}
