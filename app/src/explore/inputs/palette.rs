use leptos::prelude::*;
use serde_json::Value;
use sx_chart::color::{CATEGORICAL, Palette, SEQUENTIAL};

use crate::ui::{Popover, use_id};

/// A palette by its stored name; null for the dashboard's, or our own. Each choice is drawn at once, so it stays open.
#[component]
pub fn PaletteInput(
    #[prop(into)] label: String,
    value: Signal<Value>,
    on_change: Callback<Value>,
    /// Colours with an order, for numbers.
    #[prop(optional)]
    ordered: bool,
) -> impl IntoView {
    let palettes = if ordered { SEQUENTIAL } else { CATEGORICAL };
    let open = RwSignal::new(false);
    let name = Memo::new(move |_| value.read().as_str().unwrap_or_default().to_owned());
    let shown = label.clone();
    let trigger = move || {
        let shown = shown.clone();
        view! {
            <span class="visually-hidden">{format!("{shown}: ")}</span>
            {move || view! { <Chosen palettes name=name.get()/> }}
        }
    };
    view! {
        <div class="field palette-input">
            <span class="field__label" aria-hidden="true">{label.clone()}</span>
            <Popover label=label.clone() open trigger trigger_class="palette-input__button">
                <Palettes label=label.clone() palettes name on_change/>
            </Popover>
        </div>
    }
    .into_any()
}

/// One that is not known is named all the same: the chart was made elsewhere.
#[component]
fn Chosen(palettes: &'static [Palette], name: String) -> impl IntoView {
    match palettes.iter().find(|(own, ..)| *own == name) {
        Some((_, label, colors)) => view! {
            <span class="palette-input__name">{*label}</span>
            <Swatches colors/>
        }
        .into_any(),
        None if name.is_empty() => {
            view! { <span class="palette-input__name">"As the dashboard says"</span> }.into_any()
        }
        None => view! { <span class="palette-input__name">{name}</span> }.into_any(),
    }
}

#[component]
fn Palettes(
    label: String,
    palettes: &'static [Palette],
    name: Memo<String>,
    on_change: Callback<Value>,
) -> impl IntoView {
    let group = use_id();
    let present = name.get_untracked();
    let none = (group.clone(), present.clone());
    let lines = palettes.iter().map(|(own, label, colors)| {
        let (group, present) = (group.clone(), present.clone());
        view! { <Line group present own label colors=Some(*colors) name on_change/> }
    });
    view! {
        <fieldset class="palettes">
            <legend class="visually-hidden">{label}</legend>
            <Line group=none.0 present=none.1 own="" label="As the dashboard says" colors=None name on_change/>
            {lines.collect_view()}
        </fieldset>
    }
}

/// A radio button, whose arrow keys move and choose.
#[component]
fn Line(
    group: String,
    /// What was chosen when the list opened: the focus begins there.
    present: String,
    own: &'static str,
    label: &'static str,
    colors: Option<&'static [&'static str]>,
    name: Memo<String>,
    on_change: Callback<Value>,
) -> impl IntoView {
    let is_present = present == own;
    let value = if own.is_empty() { Value::Null } else { own.into() };
    view! {
        <label class="palettes__line">
            <input
                class="radio__dot"
                type="radio"
                name=group
                value=own
                autocomplete="off"
                data-focus=is_present.then_some("")
                checked=is_present
                prop:checked=move || *name.read() == own
                on:change=move |_| on_change.run(value.clone())
            />
            <span class="palettes__name">{label}</span>
            {colors.map(|colors| view! { <Swatches colors/> })}
        </label>
    }
}

/// Drawn as a picture: its fills are attributes, which need no styles.
#[component]
fn Swatches(colors: &'static [&'static str]) -> impl IntoView {
    view! {
        <svg
            class="swatches"
            viewBox=format!("0 0 {} 1", colors.len())
            preserveAspectRatio="none"
            aria-hidden="true"
            inner_html=squares(colors)
        ></svg>
    }
}

fn squares(colors: &[&str]) -> String {
    let square = |(index, color): (usize, &&str)| format!(r#"<rect x="{index}" width="1" height="1" fill="{color}"/>"#);
    colors.iter().enumerate().map(square).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_colour_is_a_square() {
        assert_eq!(
            squares(&["#fff", "red"]),
            r##"<rect x="0" width="1" height="1" fill="#fff"/><rect x="1" width="1" height="1" fill="red"/>"##
        );
    }
}
