//! A time range: a phrase of every day, two ends, or a text of the grammar.

mod preview;
mod sides;
mod text;
mod way;

use leptos::prelude::*;

use self::{
    preview::RangePreview,
    sides::SidesEditor,
    text::Sides,
    way::{NO_FILTER, WAYS, Way, phrase, phrases, way_of},
};
use crate::ui::{RadioGroup, TextField};

pub use self::text::{from_input, to_input};

/// Tells of each change at once; `problem`, if it is given, holds why the present text means no time.
#[component]
pub fn TimeRangeEditor(
    value: String,
    #[prop(into)] on_change: Callback<String>,
    #[prop(optional)] problem: Option<RwSignal<Option<String>>>,
) -> impl IntoView {
    let problem = problem.unwrap_or_else(|| RwSignal::new(None));
    let way = RwSignal::new(way_of(&value));
    let text = RwSignal::new(value);
    let set = Callback::new(move |changed: String| {
        text.set(changed.clone());
        on_change.run(changed);
    });
    let turn = move |id: String| {
        let chosen = WAYS.into_iter().find(|(_, own, _)| *own == id).map_or(Way::All, |(way, ..)| way);
        way.set(chosen);
        let present = text.get_untracked();
        set.run(turned(&present, chosen));
    };
    let options = WAYS.map(|(_, id, label)| (id.to_owned(), label.to_owned())).to_vec();
    let chosen = Signal::derive(move || id_of(way.get()).to_owned());
    let detail = move || match way.get() {
        Way::All => ().into_any(),
        way @ (Way::Last | Way::Previous | Way::Current) => view! { <Phrases way text set/> }.into_any(),
        Way::Custom => view! { <Custom text set/> }.into_any(),
        Way::Advanced => view! { <Grammar text set/> }.into_any(),
    };
    view! {
        <div class="fields time-range">
            <RadioGroup label="Time range" inline=true options value=chosen on_change=turn/>
            {detail}
            <RangePreview text problem/>
        </div>
    }
    .into_any()
}

fn id_of(way: Way) -> &'static str {
    WAYS.into_iter().find(|(own, ..)| *own == way).map_or("all", |(_, id, _)| id)
}

/// The text with which a way begins: the present one where it can show it.
fn turned(text: &str, way: Way) -> String {
    match way {
        Way::All => NO_FILTER.to_owned(),
        Way::Last | Way::Previous | Way::Current => {
            let usual = phrases(way).get(1).map_or(NO_FILTER, |(stored, _)| stored);
            phrase(way, text).unwrap_or(usual).to_owned()
        }
        Way::Custom => Sides::read(text).unwrap_or_default().write(),
        Way::Advanced => text.to_owned(),
    }
}

#[component]
fn Phrases(way: Way, text: RwSignal<String>, set: Callback<String>) -> impl IntoView {
    let options =
        phrases(way).iter().map(|(stored, label)| ((*stored).to_owned(), (*label).to_owned())).collect::<Vec<_>>();
    let chosen = Signal::derive(move || phrase(way, &text.read()).unwrap_or_default().to_owned());
    view! { <RadioGroup label="Period" options value=chosen on_change=set/> }
}

/// The sides are kept beside the text, for a side that is not filled in yet is open in it.
#[component]
fn Custom(text: RwSignal<String>, set: Callback<String>) -> impl IntoView {
    let sides = RwSignal::new(Sides::read(&text.read_untracked()).unwrap_or_default());
    let change = move |changed: Sides| {
        set.run(changed.write());
        sides.set(changed);
    };
    view! { <SidesEditor sides=sides.into() on_change=Callback::new(change)/> }
}

#[component]
fn Grammar(text: RwSignal<String>, set: Callback<String>) -> impl IntoView {
    const HINT: &str = "Start : end. Either may be empty, a date, “now”, “3 days ago”, or a function such as \
                        DATEADD(DATETIME(\"today\"), -7, day), DATETRUNC, LASTDAY, HOLIDAY.";
    view! { <TextField label="Range as text" value=Signal::from(text) on_input=set hint=HINT placeholder="Last 30 days"/> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_way_begins_with_what_it_can_show() {
        assert_eq!(turned("Last year", Way::Last), "Last year");
        assert_eq!(turned("Last year", Way::Previous), "previous calendar month");
        assert_eq!(turned("now : ", Way::Custom), "now : ");
        assert_eq!(turned("Last year", Way::Custom), "DATEADD(DATETIME(\"today\"), -7, day) : today");
        assert_eq!(turned("Last year", Way::Advanced), "Last year");
        assert_eq!(turned("Last year", Way::All), NO_FILTER);
    }
}
