use wasm_bindgen::prelude::*;
use web_sys::{AddEventListenerOptions, Event, EventTarget};

/// An event listener that ends when it is dropped. It is not passive: it may prevent what the browser would do.
pub struct Listener {
    on: EventTarget,
    name: &'static str,
    capture: bool,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    pub fn new(on: &EventTarget, name: &'static str, capture: bool, run: impl FnMut(Event) + 'static) -> Option<Self> {
        let closure = Closure::<dyn FnMut(Event)>::new(run);
        let options = AddEventListenerOptions::new();
        options.set_capture(capture);
        options.set_passive(false);
        let function = closure.as_ref().unchecked_ref();
        on.add_event_listener_with_callback_and_add_event_listener_options(name, function, &options).ok()?;
        Some(Self { on: on.clone(), name, capture, closure })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        _ = self.on.remove_event_listener_with_callback_and_bool(self.name, function, self.capture);
    }
}
