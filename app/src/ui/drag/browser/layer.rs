//! What a drag shows above everything else, and what it says. It is made when a drag begins and stands in the top layer,
//! so it is above dialogs too.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::set;
use crate::ui::drag::point::Area;

pub const HELP_ID: &str = "drag-help";
const STATUS_ID: &str = "drag-status";

/// Leaves with the drag.
pub struct Layer {
    root: Option<HtmlElement>,
    ghost: Option<HtmlElement>,
    line: Option<HtmlElement>,
    status: Option<HtmlElement>,
}

impl Layer {
    /// `ghost` is the text that follows the pointer. What is said outside of an open dialog nobody hears, so all is made
    /// beside the source.
    pub fn new(source: &Element, ghost: Option<&str>) -> Self {
        let dialog = source.closest("dialog").ok().flatten();
        let home = dialog.or_else(|| document().body().map(Into::into));
        let root = home.as_ref().and_then(|home| child(home, "div", "drag-layer"));
        if let Some(root) = &root {
            _ = root.set_popover(Some("manual"));
            set(root, "aria-hidden", "true");
            // A browser without popovers shows it where it stands.
            _ = root.show_popover();
        }
        let part = |class| root.as_ref().and_then(|root| child(root, "div", class));
        let line = part("drag-line");
        let ghost = ghost.and_then(|text| {
            let ghost = part("drag-ghost")?;
            ghost.set_text_content(Some(text));
            Some(ghost)
        });
        let status = home.as_ref().and_then(status_in);
        Self { root, ghost, line, status }
    }

    pub fn move_ghost(&self, (x, y): (f64, f64)) {
        if let Some(ghost) = &self.ghost {
            style(ghost, "transform", &format!("translate({}px, {}px)", x + 12.0, y + 12.0));
        }
    }

    pub fn show_line(&self, area: Option<Area>) {
        let Some(line) = &self.line else { return };
        style(line, "visibility", if area.is_some() { "visible" } else { "hidden" });
        let Some(area) = area else { return };
        style(line, "transform", &format!("translate({}px, {}px)", area.left, area.top));
        style(line, "width", &format!("{}px", area.width));
        style(line, "height", &format!("{}px", area.height));
    }

    /// A moment later, for a region that has just been made is not listened to yet.
    pub fn say(&self, text: &str) {
        let (Some(status), text) = (self.status.clone(), text.to_owned()) else { return };
        set_timeout(move || status.set_text_content(Some(&text)), Duration::from_millis(50));
    }
}

impl Drop for Layer {
    fn drop(&mut self) {
        if let Some(root) = &self.root {
            root.remove();
        }
    }
}

/// Makes what `aria-describedby` of all sources names.
pub fn describe_sources() {
    if document().get_element_by_id(HELP_ID).is_some() {
        return;
    }
    let Some(help) = document().body().and_then(|body| child(&body, "div", "visually-hidden")) else { return };
    help.set_id(HELP_ID);
    help.set_hidden(true);
    help.set_text_content(Some("Press Space to pick up."));
}

/// The page's one live region of drags, moved to where it is heard.
fn status_in(home: &Element) -> Option<HtmlElement> {
    let known = document().get_element_by_id(STATUS_ID).and_then(|status| status.dyn_into::<HtmlElement>().ok());
    if let Some(status) = known {
        if status.parent_element().as_ref() != Some(home) {
            _ = home.append_child(&status);
        }
        return Some(status);
    }
    let status = child(home, "div", "visually-hidden")?;
    status.set_id(STATUS_ID);
    for (name, value) in [("role", "status"), ("aria-live", "polite"), ("aria-atomic", "true")] {
        set(&status, name, value);
    }
    Some(status)
}

fn child(parent: &Element, name: &str, class: &str) -> Option<HtmlElement> {
    let child = document().create_element(name).ok()?.dyn_into::<HtmlElement>().ok()?;
    child.set_class_name(class);
    parent.append_child(&child).ok()?;
    Some(child)
}

/// Through the object model, which the content security policy allows; it refuses `style` attributes.
fn style(element: &HtmlElement, name: &str, value: &str) {
    _ = element.style().set_property(name, value);
}
