use leptos::{html::Div, prelude::*};

/// The tooltip of the page: once, in the frame.
#[component]
pub fn TooltipLayer() -> impl IntoView {
    let layer = NodeRef::<Div>::new();
    #[cfg(feature = "hydrate")]
    browser::listen(layer);
    view! { <div class="tooltip" id="tooltip" popover="manual" role="tooltip" node_ref=layer></div> }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use leptos::{
        ev::{self, MouseEvent},
        html::Div,
        prelude::*,
    };
    use send_wrapper::SendWrapper;
    use wasm_bindgen::JsCast as _;
    use web_sys::{Element, Event, EventTarget};

    /// The pointer rests this long before the tooltip opens, so that it does not follow the pointer over a row of buttons.
    const REST: Duration = Duration::from_millis(450);

    /// The stylesheet places the tooltip at the element with this attribute.
    const SHOWN: &str = "data-tooltip-shown";

    #[derive(Clone, Copy)]
    struct Layer {
        element: NodeRef<Div>,
        waiting: StoredValue<Option<TimeoutHandle>>,
        /// Whose tooltip is open.
        target: StoredValue<Option<SendWrapper<Element>>>,
    }

    pub fn listen(element: NodeRef<Div>) {
        let layer = Layer { element, waiting: StoredValue::new(None), target: StoredValue::new(None) };
        let handles = [
            window_event_listener(ev::mouseover, move |event| layer.over(&event)),
            window_event_listener(ev::focusin, move |event| layer.focused(&event)),
            window_event_listener(ev::focusout, move |_| layer.hide()),
            window_event_listener(ev::pointerdown, move |_| layer.hide()),
            window_event_listener(ev::keydown, move |event| {
                if event.key() == "Escape" {
                    layer.hide();
                }
            }),
        ];
        on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
    }

    impl Layer {
        fn over(self, event: &MouseEvent) {
            let Some(under) = element(event.target()) else { return };
            // It can be read with the pointer on it.
            if under.closest("#tooltip").ok().flatten().is_some() {
                return;
            }
            let Some(target) = target(&under) else { return self.hide() };
            if target.has_attribute(SHOWN) {
                return;
            }
            self.hide();
            let target = SendWrapper::new(target);
            let later = move || self.show(&target);
            self.waiting.set_value(set_timeout_with_handle(later, REST).ok());
        }

        /// Only where the focus is seen: a click on a button says nothing about it.
        fn focused(self, event: &Event) {
            let Some(focused) = element(event.target()).filter(|focused| focused.matches(":focus-visible") == Ok(true))
            else {
                return;
            };
            if let Some(target) = target(&focused) {
                self.show(&target);
            }
        }

        fn show(self, target: &Element) {
            let text = target.get_attribute("data-tooltip").filter(|text| !text.is_empty());
            let (Some(layer), Some(text)) = (self.element.get_untracked(), text.filter(|_| target.is_connected()))
            else {
                return;
            };
            self.hide();
            // A name needs no description that repeats it.
            if target.get_attribute("aria-label").as_ref() != Some(&text) {
                _ = described(target).set_attribute("aria-describedby", "tooltip");
            }
            _ = target.set_attribute(SHOWN, "");
            self.target.set_value(Some(SendWrapper::new(target.clone())));
            layer.set_text_content(Some(&text));
            _ = layer.show_popover();
        }

        fn hide(self) {
            if let Some(handle) = self.waiting.try_update_value(Option::take).flatten() {
                handle.clear();
            }
            let Some(target) = self.target.try_update_value(Option::take).flatten() else { return };
            _ = target.remove_attribute(SHOWN);
            let described = described(&target);
            if described.get_attribute("aria-describedby").as_deref() == Some("tooltip") {
                _ = described.remove_attribute("aria-describedby");
            }
            if let Some(layer) = self.element.get_untracked() {
                _ = layer.hide_popover();
            }
        }
    }

    fn element(target: Option<EventTarget>) -> Option<Element> {
        target?.dyn_into().ok()
    }

    fn target(under: &Element) -> Option<Element> {
        under.closest("[data-tooltip]").ok().flatten()
    }

    /// The thing itself, or what `Tooltip` is around.
    fn described(target: &Element) -> Element {
        let child = if target.class_list().contains("tooltip-target") { target.first_element_child() } else { None };
        child.unwrap_or_else(|| target.clone())
    }
}
