//! The text of an input, both ways.

use leptos::prelude::*;

use crate::ui::Bound;

/// Keeps what the element shows equal to `value`, without touching it while the two agree: that would move the cursor. What
/// was typed before the page hydrated is kept and told to `changed`.
#[cfg(feature = "hydrate")]
pub fn follow<E>(element: NodeRef<E>, value: Bound<String>, changed: Callback<String>)
where
    E: leptos::html::ElementType + 'static,
    E::Output: wasm_bindgen::JsCast + Clone + 'static,
{
    Effect::new(move |earlier: Option<()>| {
        use wasm_bindgen::JsCast as _;
        let text = value.get();
        let Some(element) = element.get() else { return };
        // A textarea has the same properties under the same names.
        let input = element.unchecked_ref::<web_sys::HtmlInputElement>();
        let is_typed = earlier.is_none() && input.value() != input.default_value();
        if is_typed {
            changed.run(input.value());
        } else if input.value() != text {
            input.set_value(&text);
        }
    });
}

#[cfg(not(feature = "hydrate"))]
pub fn follow<E>(_: NodeRef<E>, _: Bound<String>, _: Callback<String>)
where
    E: leptos::html::ElementType + 'static,
    E::Output: 'static,
{
}

/// Writes to the signal, then tells the listener.
pub fn change(value: Bound<String>, on_input: Option<Callback<String>>) -> Callback<String> {
    Callback::new(move |text: String| {
        value.set(text.clone());
        if let Some(on_input) = on_input {
            on_input.run(text);
        }
    })
}
