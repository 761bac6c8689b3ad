use leptos::prelude::*;

use super::{Section, section::Part};
use crate::ui::{Combobox, MultiSelect, Select, SelectOption};

const COUNTRIES: [&str; 12] = [
    "Argentina",
    "Belgium",
    "Canada",
    "Denmark",
    "Estonia",
    "France",
    "Germany",
    "Hungary",
    "Iceland",
    "Japan",
    "Kenya",
    "Latvia",
];

#[component]
pub fn Selects() -> impl IntoView {
    view! {
        <Section id="selects" title="Selects">
            <One/>
            <FreeText/>
            <Many/>
        </Section>
    }
}

#[component]
fn One() -> impl IntoView {
    let country = RwSignal::new(None::<String>);
    let set_country = Callback::new(move |value| country.set(value));
    let grain = RwSignal::new(Some("P1D".to_owned()));
    let set_grain = Callback::new(move |value| grain.set(value));
    let grains = vec![
        SelectOption::new("PT1H", "Hour"),
        SelectOption::new("P1D", "Day"),
        SelectOption::new("P1W", "Week").with_hint("From Monday on"),
        SelectOption::new("P1M", "Month").disabled(),
        SelectOption::new("P1Y", "Year"),
    ];
    let all =
        Signal::stored((0..1200).map(|number| SelectOption::plain(format!("Column {number}"))).collect::<Vec<_>>());
    let nothing = Signal::stored(None::<String>);
    let none = Signal::stored(Vec::<SelectOption>::new());
    view! {
        <Part title="One of many">
            <Select label="Country" options=countries() value=country on_change=set_country clearable=true/>
            <Select label="Time grain" options=Signal::stored(grains) value=grain on_change=set_grain required=true/>
            <Select label="Column" options=all value=country on_change=set_country hint="There are 1200."/>
            <Select label="Schema" options=none value=nothing on_change=|_| () searchable=true loading=true/>
            <Select label="Table" options=none value=nothing on_change=|_| () error="Choose a table."/>
            <Select label="Locked" options=countries() value="Japan" on_change=|_| () disabled=true/>
            <output class="ui-page__output" aria-label="Country's value">
                {move || country.get().unwrap_or_else(|| "none".to_owned())}
            </output>
            <output class="ui-page__output" aria-label="Time grain's value">{move || grain.get()}</output>
        </Part>
    }
}

#[component]
fn FreeText() -> impl IntoView {
    let city = RwSignal::new(String::new());
    view! {
        <Part title="Text with suggestions">
            <Combobox label="Origin" options=countries() value=city on_change=move |text| city.set(text)/>
            <output class="ui-page__output" aria-label="Origin's value">{move || city.get()}</output>
        </Part>
    }
}

#[component]
fn Many() -> impl IntoView {
    let visited = RwSignal::new(vec!["Canada".to_owned(), "Japan".to_owned()]);
    let tags = RwSignal::new(Vec::<String>::new());
    // As a server would: it answers what was asked for.
    let asked = RwSignal::new(String::new());
    let answered = Signal::derive(move || {
        let asked = asked.get();
        (1..=3).map(|number| SelectOption::plain(format!("{asked}{number}"))).collect::<Vec<_>>()
    });
    let remote = RwSignal::new(Vec::<String>::new());
    view! {
        <Part title="Some of many">
            <MultiSelect label="Visited" options=countries() values=visited on_change=move |values| visited.set(values)/>
            <MultiSelect
                label="Tags"
                options=countries()
                values=tags
                on_change=move |values| tags.set(values)
                creatable=true
                hint="Enter or a comma makes a new one."
            />
            <MultiSelect
                label="Searched elsewhere"
                options=answered
                values=remote
                on_change=move |values| remote.set(values)
                on_search=move |text| asked.set(text)
            />
            <MultiSelect
                label="Locked values"
                options=countries()
                values=vec!["Kenya".to_owned()]
                on_change=|_| ()
                disabled=true
            />
            <output class="ui-page__output" aria-label="Visited's value">{move || visited.get().join(", ")}</output>
            <output class="ui-page__output" aria-label="Tags' value">{move || tags.get().join(", ")}</output>
        </Part>
    }
}

fn countries() -> Signal<Vec<SelectOption>> {
    Signal::stored(COUNTRIES.into_iter().map(SelectOption::plain).collect())
}
