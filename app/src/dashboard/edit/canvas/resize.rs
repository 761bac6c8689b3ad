use leptos::{ev::PointerEvent, prelude::*};

use super::super::editor::Editor;

/// Three edges to pull at. They snap to the columns and to units of eight pixels; the keyboard does the same with Shift and an
/// arrow on the handle.
#[component]
pub fn Resizers(id: String, has_height: bool) -> impl IntoView {
    let editor = Editor::of_page();
    let pull = StoredValue::new(None::<Pull>);
    let begun = id.clone();
    view! {
        <div
            class="edit-resize"
            aria-hidden="true"
            data-no-drag=""
            on:pointerdown=move |event| pull.set_value(begin(editor, &begun, &event))
            on:pointermove=move |event| {
                if let Some(now) = pull.get_value() {
                    pulled(editor, &id, now, &event);
                }
            }
            on:lostpointercapture=move |event| {
                if pull.try_update_value(Option::take).flatten().is_some() {
                    end(editor, &event);
                }
            }
            on:click=|event| event.stop_propagation()
        >
            <i class="edit-resize__edge edit-resize__edge--right" data-sides="x"></i>
            {has_height.then(|| view! {
                <i class="edit-resize__edge edit-resize__edge--bottom" data-sides="y"></i>
                <i class="edit-resize__edge edit-resize__edge--corner" data-sides="xy"></i>
            })}
        </div>
    }
    .into_any()
}

/// A pull under way, as it began.
#[derive(Clone, Copy)]
struct Pull {
    pointer: i32,
    x: f64,
    y: f64,
    /// Columns and units.
    width: u32,
    height: u32,
    /// One column with its gap, in pixels.
    column_px: f64,
    sides: (bool, bool),
}

impl Pull {
    /// The size that a pointer there means, before the rules of the place.
    fn size_at(self, x: f64, y: f64) -> (f64, f64) {
        let width = f64::from(self.width) + (x - self.x) / self.column_px;
        let height = f64::from(self.height) + (y - self.y) / f64::from(sx_model::GRID_UNIT_PX);
        (width.round(), height.round())
    }
}

fn within(size: f64, range: Option<(u32, u32)>) -> Option<u32> {
    range.map(|(least, most)| size.clamp(f64::from(least), f64::from(most)) as u32)
}

fn pulled(editor: Editor, id: &str, pull: Pull, event: &PointerEvent) {
    if pull.pointer != event.pointer_id() {
        return;
    }
    let (width, height) = pull.size_at(f64::from(event.client_x()), f64::from(event.client_y()));
    let (now, width, height) = editor.with_untracked(|position| {
        let now = (position.width(id), position.height(id));
        let width = within(width, position.width_range(id)).filter(|_| pull.sides.0);
        (now, width, within(height, position.height_range(id)).filter(|_| pull.sides.1))
    });
    if (width.unwrap_or(now.0), height.unwrap_or(now.1)) != now {
        let edit = sx_model::position::Edit::Resize { id: id.to_owned(), width, height };
        editor.apply_in(edit, Some(&format!("resize {id}")));
    }
}

#[cfg(feature = "hydrate")]
use browser::{begin, end};

#[cfg(not(feature = "hydrate"))]
fn begin(_: Editor, _: &str, _: &PointerEvent) -> Option<Pull> {
    None
}

#[cfg(not(feature = "hydrate"))]
fn end(_: Editor, _: &PointerEvent) {}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::ev::PointerEvent;
    use wasm_bindgen::JsCast;
    use web_sys::Element;

    use super::{Editor, Pull};

    /// As in the stylesheet.
    const GAP_PX: f64 = 16.0;
    /// The list around shows its columns meanwhile.
    const GUIDES: &str = "data-guides";

    pub fn begin(editor: Editor, id: &str, event: &PointerEvent) -> Option<Pull> {
        if event.button() != 0 {
            return None;
        }
        let edge = event.target()?.dyn_into::<Element>().ok()?;
        let sides = edge.get_attribute("data-sides")?;
        let node = edge.closest("[data-node]").ok()??;
        event.prevent_default();
        event.stop_propagation();
        event.current_target()?.dyn_into::<Element>().ok()?.set_pointer_capture(event.pointer_id()).ok()?;
        _ = node.parent_element()?.set_attribute(GUIDES, "");
        editor.end_group();
        let (width, height) = editor.with_untracked(|position| (position.width(id), position.height(id)));
        Some(Pull {
            pointer: event.pointer_id(),
            x: f64::from(event.client_x()),
            y: f64::from(event.client_y()),
            width,
            height,
            column_px: (node.get_bounding_client_rect().width() + GAP_PX) / f64::from(width),
            sides: (sides.contains('x'), sides.contains('y')),
        })
    }

    pub fn end(editor: Editor, event: &PointerEvent) {
        editor.end_group();
        let node = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let node = node.and_then(|element| element.closest("[data-node]").ok().flatten());
        if let Some(list) = node.and_then(|node| node.parent_element()) {
            _ = list.remove_attribute(GUIDES);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pull_snaps_to_columns_and_units() {
        let pull = Pull { pointer: 1, x: 400.0, y: 300.0, width: 4, height: 50, column_px: 100.0, sides: (true, true) };
        assert_eq!(pull.size_at(449.0, 303.0), (4.0, 50.0));
        assert_eq!(pull.size_at(451.0, 305.0), (5.0, 51.0));
        assert_eq!(within(9.0, Some((1, 6))), Some(6));
        assert_eq!(within(-3.0, Some((1, 6))), Some(1));
        assert_eq!(within(3.0, None), None);
    }
}
