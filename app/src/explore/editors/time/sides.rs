use leptos::prelude::*;

use super::text::{Relative, Side, Sides, UNITS, from_input, to_input};
use crate::ui::{NumberField, RadioGroup, Select, SelectOption, TextField};

/// The two ends of a range.
#[component]
pub fn SidesEditor(sides: Signal<Sides>, on_change: Callback<Sides>) -> impl IntoView {
    let from = Signal::derive(move || sides.get().from);
    let until = Signal::derive(move || sides.get().until);
    let set_from = move |from: Side| on_change.run(Sides { from, ..sides.get_untracked() });
    let set_until = move |until: Side| on_change.run(Sides { until, ..sides.get_untracked() });
    view! {
        <div class="fields fields--columns">
            <SideEditor label="Start" side=from on_change=set_from/>
            <SideEditor label="End" side=until on_change=set_until/>
        </div>
    }
    .into_any()
}

const SORTS: [(&str, &str); 5] = [
    ("relative", "Relative"),
    ("at", "Date and time"),
    ("now", "Now"),
    ("midnight", "Midnight of today"),
    ("open", "Open"),
];

fn sort_of(side: &Side) -> &'static str {
    match side {
        Side::Relative(_) => "relative",
        Side::At(_) => "at",
        Side::Now => "now",
        Side::Midnight => "midnight",
        Side::Open => "open",
    }
}

/// What a side becomes that is to be of another sort.
fn turned(side: &Side, sort: &str) -> Side {
    match (sort, side) {
        ("relative", Side::Relative(relative)) => Side::Relative(relative.clone()),
        ("relative", _) => Side::Relative(Relative::default()),
        ("at", Side::At(text)) => Side::At(text.clone()),
        ("at", _) => Side::At(String::new()),
        ("now", _) => Side::Now,
        ("midnight", _) => Side::Midnight,
        _ => Side::Open,
    }
}

#[component]
fn SideEditor(label: &'static str, side: Signal<Side>, #[prop(into)] on_change: Callback<Side>) -> impl IntoView {
    let sort = Memo::new(move |_| side.with(sort_of));
    let options = SORTS.map(|(value, text)| SelectOption::new(value, text)).to_vec();
    let turn = move |sort: Option<String>| {
        let present = side.get_untracked();
        on_change.run(turned(&present, &sort.unwrap_or_default()));
    };
    let detail = move || match sort.get() {
        "relative" => view! { <RelativeEditor label side on_change/> }.into_any(),
        "at" => view! { <MomentEditor label side on_change/> }.into_any(),
        _ => ().into_any(),
    };
    view! {
        <div class="fields" role="group" aria-label=label>
            <Select
                label
                options=Signal::stored(options)
                value=Signal::derive(move || Some(sort.get().to_owned()))
                on_change=turn
            />
            {detail}
        </div>
    }
    .into_any()
}

#[component]
fn MomentEditor(label: &'static str, side: Signal<Side>, on_change: Callback<Side>) -> impl IntoView {
    let moment = move || match side.get() {
        Side::At(text) => to_input(&text),
        _ => String::new(),
    };
    let typed = move |text: String| on_change.run(Side::At(from_input(&text)));
    view! {
        <TextField
            kind="datetime-local"
            label=format!("{label} date and time")
            value=Signal::derive(moment)
            on_input=typed
            hint="In UTC."
        />
    }
}

#[component]
fn RelativeEditor(label: &'static str, side: Signal<Side>, on_change: Callback<Side>) -> impl IntoView {
    let relative = Memo::new(move |_| match side.get() {
        Side::Relative(relative) => relative,
        _ => Relative::default(),
    });
    let change = move |change: &dyn Fn(&mut Relative)| {
        let mut changed = relative.get_untracked();
        change(&mut changed);
        on_change.run(Side::Relative(changed));
    };
    let units = UNITS.map(|unit| SelectOption::new(unit, format!("{unit}s"))).to_vec();
    let count = Signal::derive(move || Some(f64::from(relative.read().count)));
    let before = [("before", "before"), ("after", "after")].map(|(value, text)| (value.to_owned(), text.to_owned()));
    let direction = Signal::derive(move || if relative.read().is_after { "after" } else { "before" }.to_owned());
    let anchors = move || {
        let own = relative.read().anchor.clone();
        let mut anchors = vec![SelectOption::new("today", "midnight of today"), SelectOption::new("now", "now")];
        if !matches!(own.as_str(), "today" | "now") {
            anchors.push(SelectOption::plain(own));
        }
        anchors
    };
    let set_count = move |count: Option<f64>| change(&|it| it.count = count.unwrap_or(0.0).round() as u32);
    let set_unit = move |unit: Option<String>| {
        let unit = unit.and_then(|unit| UNITS.into_iter().find(|known| *known == unit));
        change(&|it| it.unit = unit.unwrap_or(it.unit));
    };
    let set_anchor = move |anchor: Option<String>| {
        change(&|it| it.anchor = anchor.clone().unwrap_or_else(|| it.anchor.clone()));
    };
    let set_direction = move |direction: String| change(&|it| it.is_after = direction == "after");
    view! {
        <div class="range-side">
            <NumberField
                label=format!("{label} count")
                min=0.0
                max=100_000.0
                value=count
                on_change=set_count
            />
            <Select
                label=format!("{label} unit")
                options=Signal::stored(units)
                value=Signal::derive(move || Some(relative.read().unit.to_owned()))
                on_change=set_unit
            />
        </div>
        <RadioGroup
            label=format!("{label} direction")
            hide_label=true
            inline=true
            options=before.to_vec()
            value=direction
            on_change=set_direction
        />
        <Select
            label=format!("{label} anchor")
            hide_label=true
            options=Signal::derive(anchors)
            value=Signal::derive(move || Some(relative.read().anchor.clone()))
            on_change=set_anchor
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_turns_into_each_sort_and_keeps_what_it_is() {
        for (sort, _) in SORTS {
            assert_eq!(sort_of(&turned(&Side::Now, sort)), sort);
        }
        let three = Side::Relative(Relative { count: 3, ..Relative::default() });
        assert_eq!(turned(&three, "relative"), three);
    }
}
