use leptos::prelude::*;

use super::super::section::{Part, Section};
use crate::ui::{
    Accepts, Button, DropLayout, DropPoint, DropTarget, TargetOptions, drag_source, drop_target, provide_drag, use_drag,
};

/// A number, so that it is not dragged to the shelves above.
#[derive(Clone, Copy, PartialEq)]
struct Tile(u32);

/// As much as the largest dashboards have: does it still move smoothly?
#[component]
pub fn Crowd() -> impl IntoView {
    provide_drag::<Tile>();
    let is_shown = RwSignal::new(false);
    let last = RwSignal::new(None::<(u32, u32)>);
    let told = move || last.get().map(|(tile, place)| format!("Tile {tile} is at place {place}."));
    view! {
        <Section id="crowd" title="A hundred sources, three hundred targets">
            <Part title="Nested, in a box that scrolls">
                <Button on_click=move |()| is_shown.update(|is_shown| *is_shown = !*is_shown)>"Show them"</Button>
                <p class="ui-page__output" role="status">{told}</p>
                <Show when=move || is_shown.get()>
                    <div class="ui-page__crowd" role="region" aria-label="Crowd" tabindex="0">
                        {(0..100).map(|number| view! { <Cell number last/> }).collect_view()}
                    </div>
                </Show>
            </Part>
        </Section>
    }
}

/// A tile between two places, in a third. The places are elements of its own, with the directive.
#[component]
fn Cell(number: u32, last: RwSignal<Option<(u32, u32)>>) -> impl IntoView {
    let drag = use_drag::<Tile>();
    let put = move |place: u32| Callback::new(move |(tile, _): (Tile, DropPoint)| last.set(Some((tile.0, place))));
    let slot = move |place: u32| {
        drag.target(TargetOptions {
            label: Signal::stored(format!("Place {place}")),
            accepts: Accepts::default(),
            on_drop: put(place),
            layout: DropLayout::Area,
            inset: 0.0,
            over: None,
            on_dwell: None,
        })
    };
    let source = drag.source(Signal::stored(Tile(number)), Signal::stored(format!("Tile {number}")), false);
    view! {
        <DropTarget<Tile> class="ui-page__cell" label=format!("Place {number}") on_drop=put(number)>
            <p class="ui-page__slot" use:drop_target=slot(100 + number)></p>
            <p class="ui-page__field" use:drag_source=source>{format!("Tile {number}")}</p>
            <p class="ui-page__slot" use:drop_target=slot(200 + number)></p>
        </DropTarget<Tile>>
    }
}
