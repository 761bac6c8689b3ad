use leptos::{html::Div, prelude::*};
use sx_model::ChartId;

use super::super::{editor::Editor, face::Face};
use crate::{
    dashboard::{
        asking,
        first_paint::FirstState,
        refresh::Refresh,
        tile_state::{Cover, TileState},
        tiles::{AnswerView, Sentence},
    },
    ui::TileSkeleton,
};

/// A chart as it will stand on the dashboard. Only another chart draws it anew; its name and its size change around it.
#[component]
pub fn ChartNode(id: String, face: Memo<Face>) -> impl IntoView {
    let editor = Editor::of_page();
    let known = Memo::new(move |_| editor.chart(&id));
    let chart = Memo::new(move |_| known.with(|known| known.as_ref().map(|known| known.chart.id)));
    let own_name = move || known.with(|known| known.as_ref().map(|known| known.chart.name.clone()));
    let name = Memo::new(move |_| {
        let shown = face.with(|face| face.label.clone());
        // A layout from elsewhere may hold no name at all.
        if shown == sx_model::position::Kind::Chart.noun() { own_name().unwrap_or(shown) } else { shown }
    });
    let description = move || known.with(|known| known.as_ref().and_then(|known| known.description.clone()));
    view! {
        <article class="tile" aria-label=move || name.get()>
            <div class="tile__head" data-drag-handle="">
                <h2 class="tile__name" title=description>{move || name.get()}</h2>
            </div>
            <div class="tile__body">
                {move || match chart.get() {
                    Some(chart) => view! { <Answer chart name=name.get_untracked()/> }.into_any(),
                    None => view! { <Sentence message="This chart is gone, or it was not shared with you."/> }.into_any(),
                }}
            </div>
        </article>
    }
    .into_any()
}

#[component]
fn Answer(chart: ChartId, name: String) -> impl IntoView {
    let content = NodeRef::<Div>::new();
    let state = TileState::new(&FirstState::Waiting);
    let again = Refresh::new();
    asking::ask_when_seen(content, state, chart, [again, again]);
    let retry = move || {
        state.wait();
        again.ask();
    };
    view! {
        <div class="tile__content" node_ref=content data-state=move || state.name()>
            <AnswerView state name on_retry=retry/>
        </div>
        {move || (state.cover.get() == Cover::Skeleton).then(|| view! {
            <div class="tile__cover"><TileSkeleton/></div>
        })}
    }
    .into_any()
}
