use leptos::prelude::*;

use super::{NumberBody, Sentence, TableBody, chart::ChartCanvas};
use crate::{
    dashboard::{
        answer::{Answer, AnswerKind},
        tile_state::TileState,
    },
    ui::ErrorState,
};

/// What a tile shows in the browser. A chart keeps its canvas when its data changes; all else is small and built anew.
#[component]
pub fn AnswerView(state: TileState, name: String, #[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let kind = Memo::new(move |_| state.answer.read().as_ref().map(Answer::kind));
    move || {
        let name = name.clone();
        match kind.get()? {
            AnswerKind::Chart => Some(view! { <Canvas state name/> }.into_any()),
            _ => Some((move || state.answer.get().map(|answer| words(answer, state, &name, on_retry))).into_any()),
        }
    }
}

fn words(answer: Answer, state: TileState, name: &str, on_retry: Callback<()>) -> AnyView {
    let name = name.to_owned();
    match answer {
        Answer::Table(table) => view! { <TableBody table label=name/> }.into_any(),
        Answer::Number(number, trend) => {
            let trend = trend.map(|_| view! { <Canvas state name/> }.into_any());
            view! { <NumberBody number=(*number).clone() trend/> }.into_any()
        }
        Answer::Empty(message) => view! { <Sentence message/> }.into_any(),
        Answer::Failed(failure) => view! { <ErrorState failure on_retry/> }.into_any(),
        // Its own arm above; here for the moment between one kind and the next.
        Answer::Chart(_) => ().into_any(),
    }
}

#[component]
fn Canvas(state: TileState, name: String) -> impl IntoView {
    let option = Signal::derive(move || state.answer.read().as_ref().and_then(Answer::option));
    view! {
        <ChartCanvas
            option
            label=name
            on_painted=move || state.uncover()
            on_failed=move |failure| {
                state.uncover();
                _ = state.answer.try_set(Some(Answer::Failed(failure)));
            }
        />
    }
}
