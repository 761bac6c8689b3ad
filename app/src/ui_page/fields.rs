use leptos::prelude::*;

use super::{Section, section::Part};
use crate::ui::{NumberField, TextArea, TextField};

#[component]
pub fn Fields() -> impl IntoView {
    let name = RwSignal::new("Sales".to_owned());
    let limit = RwSignal::new(Some(1000.0));
    let set_limit = Callback::new(move |number| limit.set(number));
    let name_error = Signal::derive(move || name.read().is_empty().then(|| "A name is needed.".to_owned()));
    let note = RwSignal::new("Two lines\n<b>& more</b>".to_owned());
    view! {
        <Section id="fields" title="Fields">
            <Part title="Text">
                <TextField label="Name" value=name required=true hint="Shown in lists." error=name_error/>
                <TextField label="Read only text" value=Signal::stored("Fixed".to_owned()) disabled=true/>
                <TextField label="With a mistake" value=RwSignal::new("sales dashboard".to_owned()) error="No spaces, please."/>
                <TextField label="Password" kind="password" placeholder="At least 12 characters"/>
                <output class="ui-page__output" aria-label="Name's value">{move || name.get()}</output>
            </Part>
            <Part title="Number">
                <NumberField
                    label="Row limit"
                    value=limit
                    on_change=set_limit
                    min=1.0
                    max=50_000.0
                    step=100.0
                    hint="From 1 to 50000."
                />
                <NumberField label="Threshold" value=Signal::stored(Some(0.25)) on_change=|_| () disabled=true/>
                <output class="ui-page__output" aria-label="Row limit's value">
                    {move || limit.get().map_or_else(|| "none".to_owned(), |number| number.to_string())}
                </output>
            </Part>
            <Part title="Several lines">
                <TextArea label="Note" value=note/>
                <TextArea label="JSON" value=RwSignal::new("{}".to_owned()) monospace=true error="Line 1: a key is expected."/>
                <output class="ui-page__output" aria-label="Note's value">{move || note.get()}</output>
            </Part>
        </Section>
    }
}
