use leptos::prelude::*;

use super::classes::classes;

/// How the two parts of a `SplitPane` lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SplitDirection {
    /// Beside each other.
    #[default]
    Columns,
    /// Above each other.
    Rows,
}

impl SplitDirection {
    fn class(self) -> &'static str {
        match self {
            Self::Columns => "split--columns",
            Self::Rows => "split--rows",
        }
    }

    /// Of the separator, which lies across.
    fn orientation(self) -> &'static str {
        match self {
            Self::Columns => "vertical",
            Self::Rows => "horizontal",
        }
    }
}

/// Two parts and a separator that pointer and arrow keys move; a double click or Enter brings the first size back. It fills
/// its parent. On a narrow screen there is nothing to move: the parts follow each other, each as high as its content.
#[component]
pub fn SplitPane(
    #[prop(optional, into)] class: String,
    /// Of the separator: “Size of the field list”.
    #[prop(into)]
    label: String,
    #[prop(into)] first: ViewFn,
    #[prop(into)] second: ViewFn,
    #[prop(optional)] direction: SplitDirection,
    /// The size of the first part in percent.
    #[prop(default = 50)]
    initial: u8,
    /// Neither part gets smaller, in percent.
    #[prop(default = 15)]
    min: u8,
    /// Where the browser keeps the size that a person chose.
    #[prop(optional)]
    storage_key: Option<&'static str>,
) -> impl IntoView {
    let (min, max) = (f64::from(min.min(50)), f64::from(100 - min.min(50)));
    let initial = f64::from(initial).clamp(min, max);
    let size = RwSignal::new(initial);
    let root = NodeRef::<leptos::html::Div>::new();
    let separator = Separator { root, size, direction, initial, min, max, storage_key };
    separator.restore();
    let own_class = format!("split {} percent-{initial}", direction.class());
    view! {
        // The server's size is a class; what a person chose is set on the element.
        <div class=classes(&own_class, &class) node_ref=root>
            <div class="split__part">{first.run()}</div>
            <div
                class="split__separator"
                role="separator"
                tabindex="0"
                aria-label=label
                aria-orientation=direction.orientation()
                aria-valuemin=min.to_string()
                aria-valuemax=max.to_string()
                aria-valuenow=move || size.get().round().to_string()
                on:keydown=move |event| separator.key(&event)
                on:pointerdown=move |event| separator.grab(&event)
                on:pointermove=move |event| separator.pull(&event)
                on:dblclick=move |_| separator.reset()
            ></div>
            <div class="split__part">{second.run()}</div>
        </div>
    }
    .into_any()
}

/// The size that a key leads to; `None` for keys that do nothing here.
#[cfg(any(feature = "hydrate", test))]
fn target(key: &str, direction: SplitDirection, size: f64, initial: f64, (min, max): (f64, f64)) -> Option<f64> {
    let (less, more) = match direction {
        SplitDirection::Columns => ("ArrowLeft", "ArrowRight"),
        SplitDirection::Rows => ("ArrowUp", "ArrowDown"),
    };
    let wanted = match key {
        "Home" => min,
        "End" => max,
        "Enter" => initial,
        key if key == less => size - 2.0,
        key if key == more => size + 2.0,
        _ => return None,
    };
    Some(wanted.clamp(min, max))
}

#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser moves it"))]
#[derive(Clone, Copy)]
struct Separator {
    root: NodeRef<leptos::html::Div>,
    size: RwSignal<f64>,
    direction: SplitDirection,
    initial: f64,
    min: f64,
    max: f64,
    storage_key: Option<&'static str>,
}

#[cfg(not(feature = "hydrate"))]
impl Separator {
    fn restore(self) {}
    fn reset(self) {}
    fn key(self, _: &leptos::ev::KeyboardEvent) {}
    fn grab(self, _: &leptos::ev::PointerEvent) {}
    fn pull(self, _: &leptos::ev::PointerEvent) {}
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use web_sys::{HtmlElement, KeyboardEvent, PointerEvent};

    use super::{Separator, SplitDirection, target};

    impl Separator {
        /// After hydration, for the server does not know what the browser keeps.
        pub fn restore(self) {
            Effect::new(move |_| {
                if self.root.get().is_none() {
                    return;
                }
                let kept = self.storage_key.and_then(|key| storage()?.get_item(&name(key)).ok()?);
                if let Some(size) = kept.and_then(|size| size.parse::<f64>().ok()).filter(|size| size.is_finite()) {
                    self.show(size);
                }
            });
        }

        pub fn reset(self) {
            self.set(self.initial);
        }

        pub fn key(self, event: &KeyboardEvent) {
            let size = self.size.get_untracked();
            if let Some(size) = target(&event.key(), self.direction, size, self.initial, (self.min, self.max)) {
                event.prevent_default();
                self.set(size);
            }
        }

        pub fn grab(self, event: &PointerEvent) {
            if event.button() == 0
                && let Some(separator) = separator(event)
            {
                _ = separator.set_pointer_capture(event.pointer_id());
                _ = separator.focus();
                event.prevent_default();
            }
        }

        pub fn pull(self, event: &PointerEvent) {
            let Some(separator) = separator(event) else { return };
            if !separator.has_pointer_capture(event.pointer_id()) {
                return;
            }
            let Some(root) = self.root.get_untracked() else { return };
            let rect = root.get_bounding_client_rect();
            let part = match self.direction {
                SplitDirection::Columns => (f64::from(event.client_x()) - rect.left()) / rect.width(),
                SplitDirection::Rows => (f64::from(event.client_y()) - rect.top()) / rect.height(),
            };
            if part.is_finite() {
                self.set(part * 100.0);
            }
        }

        fn set(self, size: f64) {
            let size = self.show(size);
            if let (Some(key), Some(storage)) = (self.storage_key, storage()) {
                // A full or forbidden storage only forgets the size.
                _ = storage.set_item(&name(key), &format!("{size:.2}"));
            }
        }

        fn show(self, size: f64) -> f64 {
            let size = size.clamp(self.min, self.max);
            if let Some(root) = self.root.get_untracked() {
                let root: &HtmlElement = &root;
                _ = root.style().set_property("--percent", &format!("{size:.2}"));
            }
            self.size.set(size);
            size
        }
    }

    fn separator(event: &PointerEvent) -> Option<HtmlElement> {
        event.current_target()?.dyn_into().ok()
    }

    fn name(key: &str) -> String {
        format!("split-{key}")
    }

    fn storage() -> Option<web_sys::Storage> {
        window().local_storage().ok().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::{SplitDirection::*, target};

    #[test]
    fn keys_move_the_separator_between_its_ends() {
        let key = |key, direction, size| target(key, direction, size, 30.0, (15.0, 85.0));
        assert_eq!(key("ArrowRight", Columns, 30.0), Some(32.0));
        assert_eq!(key("ArrowLeft", Columns, 16.0), Some(15.0));
        assert_eq!(key("ArrowDown", Rows, 84.0), Some(85.0));
        assert_eq!(key("ArrowRight", Rows, 30.0), None);
        assert_eq!(key("Home", Rows, 30.0), Some(15.0));
        assert_eq!(key("End", Columns, 30.0), Some(85.0));
        assert_eq!(key("Enter", Columns, 70.0), Some(30.0));
    }
}
