//! A chart on the grid: its frame, and what it shows by and by.
//!
//! ```text
//! waiting ─▶ skeleton ─┐
//! drawn   ─▶ picture  ─┼─▶ answer ─▶ canvas under the cover ─▶ `finished` ─▶ the cover goes
//! failed, empty ───────┘           └▶ table, number, sentence ─▶ the cover goes at once
//! ```

use leptos::{html::Div, prelude::*};
use sx_model::{ChartId, ChartTile as TileNode};

use super::{
    asking,
    cover::CoverView,
    first_paint::{FirstPaint, Question, first_paint},
    grid::{Place, size_class},
    refresh::Refresh,
    tile_state::TileState,
    tiles::{AnswerView, Sentence},
};
use crate::ui::TileSkeleton;

/// One plain resource for each tile, so that none waits for another; the `Suspend` stands in no closure (see `page.rs`).
#[component]
pub fn ChartTile(tile: TileNode, place: Place) -> impl IntoView {
    let Some(chart) = tile.chart_id else {
        return view! { <Gone tile/> }.into_any();
    };
    let size = place.space.child(tile.width).body(tile.height);
    let question = Question { dashboard: place.dashboard, chart, name: tile.name.clone(), size };
    let first = Resource::new(|| (), move |()| first_paint(question.clone()));
    let fallback = tile.clone();
    view! {
        <Suspense fallback=move || view! { <Frame tile=fallback.clone() state="loading"><TileSkeleton/></Frame> }>
            {Suspend::new(async move {
                let first = first.await;
                view! { <Living tile chart first place/> }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Living(tile: TileNode, chart: ChartId, first: FirstPaint, place: Place) -> impl IntoView {
    let content = NodeRef::<Div>::new();
    let state = TileState::new(&first.state);
    let again = Refresh::new();
    asking::ask_when_seen(content, state, chart, [place.refresh, again]);
    let retry = move || {
        state.wait();
        again.ask();
    };
    let name = tile.name.clone();
    view! {
        <Frame tile chart=chart state=Signal::derive(move || state.name()) busy=state.busy>
            <div class="tile__content" node_ref=content>
                <AnswerView state name=name.clone() on_retry=retry/>
            </div>
            <CoverView state first chart name/>
        </Frame>
    }
}

/// Head and body are of fixed height, whatever the tile shows: nothing on the page moves.
#[component]
fn Frame(
    tile: TileNode,
    #[prop(optional)] chart: Option<ChartId>,
    #[prop(into)] state: Signal<&'static str>,
    #[prop(optional, into)] busy: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let TileNode { name, description, width, height, .. } = tile;
    let label = name.clone();
    view! {
        <article
            class=format!("tile {}", size_class(width, height))
            aria-label=label
            aria-busy=move || busy.get().then_some("true")
            data-chart-id=chart.map(|chart| chart.to_string())
            data-state=move || state.get()
        >
            <div class="tile__head">
                <h2 class="tile__name" title=description>{name}</h2>
            </div>
            <div class="tile__body">{children()}</div>
        </article>
    }
}

#[component]
fn Gone(tile: TileNode) -> impl IntoView {
    let message = match tile.in_trash {
        true => "This chart is in the trash. It comes back here when it is restored.",
        false => "This chart is gone, or it was not shared with you.",
    };
    view! {
        <Frame tile state="empty">
            <div class="tile__content">
                <Sentence message/>
            </div>
        </Frame>
    }
}
