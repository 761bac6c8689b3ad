use leptos::prelude::*;

use super::{Section, section::Part};
use crate::ui::{Checkbox, RadioGroup, Switch};

#[component]
pub fn Choices() -> impl IntoView {
    let ticked = RwSignal::new(true);
    let on = RwSignal::new(false);
    let order = RwSignal::new("asc".to_owned());
    let options = || vec![("asc".to_owned(), "Ascending".to_owned()), ("desc".to_owned(), "Descending".to_owned())];
    let set_order = Callback::new(move |value| order.set(value));
    view! {
        <Section id="choices" title="Choices">
            <Part title="Checkbox">
                <Checkbox label="Show totals" checked=ticked on_change=move |value| ticked.set(value) hint="Adds one query."/>
                <Checkbox label="Stays as it is" checked=true on_change=|_| ()/>
                <Checkbox label="Locked" checked=true on_change=|_| () disabled=true/>
            </Part>
            <Part title="Switch">
                <Switch label="Published" checked=on on_change=move |value| on.set(value) hint="Everybody with rights sees it."/>
                <Switch label="Locked on" checked=true on_change=|_| () disabled=true/>
            </Part>
            <Part title="Radio buttons">
                <RadioGroup label="Order" options=options() value=order on_change=set_order/>
                <RadioGroup label="Order, side by side" options=options() value=order on_change=set_order inline=true/>
                <RadioGroup label="Locked order" options=options() value=order on_change=set_order disabled=true/>
            </Part>
        </Section>
    }
}
