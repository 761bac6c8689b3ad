//! Inputs of their own kind. (Helper H2 fills these; the signatures are the contract.)

use leptos::prelude::*;
use serde_json::Value;

macro_rules! inputs {
    ($($name:ident),*) => {$(
        #[component]
        pub fn $name(
            #[prop(into)] label: String,
            value: Signal<Value>,
            on_change: Callback<Value>,
            /// Of palettes: colours with an order, for numbers.
            #[prop(optional)]
            ordered: bool,
        ) -> impl IntoView {
            _ = (on_change, ordered);
            view! { <p>{label}": "{move || value.get().to_string()}</p> }
        }
    )*};
}

inputs!(PaletteInput, NumberFormatInput, TimeFormatInput, CurrencyInput, BoundsInput);
