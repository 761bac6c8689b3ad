use leptos::prelude::*;
use sx_chart::{ChartKind, KINDS, kind_or_fallback};

use crate::{
    explore::{builder::Builder, model::Edit},
    ui::{Icon, IconView, Popover},
};

/// The gallery of kinds, in a popover.
#[component]
pub fn KindPicker() -> impl IntoView {
    let builder = Builder::of_page();
    let viz_type = builder.viz_type();
    let open = RwSignal::new(false);
    let trigger = move || {
        let kind = move || kind_or_fallback(&viz_type.read());
        view! {
            <span class="kind-picker__icon">{move || view! { <IconView icon=icon(kind().id())/> }}</span>
            <span class="kind-picker__text">
                <span class="visually-hidden">"Kind of chart: "</span>
                {move || kind().name()}
            </span>
            <IconView icon=Icon::Down/>
        }
    };
    view! {
        <div class="kind-picker">
            <Popover label="Kinds of charts" open trigger trigger_class="kind-picker__button" wide=true>
                <Gallery viz_type open/>
            </Popover>
        </div>
    }
}

#[component]
fn Gallery(viz_type: Memo<String>, open: RwSignal<bool>) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let found = move || {
        let wanted = search.read().trim().to_lowercase();
        let is_found = |kind: &&&'static dyn ChartKind| {
            [kind.name(), kind.category()].iter().any(|text| text.to_lowercase().contains(&wanted))
        };
        categories(KINDS.iter().filter(is_found).copied())
    };
    let is_empty = move || found().is_empty();
    view! {
        <div class="gallery">
            <input
                class="field__input"
                type="search"
                aria-label="Search kinds of charts"
                placeholder="Search kinds…"
                autocomplete="off"
                data-focus=""
                on:input=move |event| search.set(event_target_value(&event))
            />
            {move || found().into_iter().map(|(category, kinds)| view! {
                <section class="gallery__group" aria-label=category>
                    <h3 class="gallery__title">{category}</h3>
                    <div class="gallery__kinds">
                        {kinds.into_iter().map(|kind| view! { <KindButton kind viz_type open/> }).collect_view()}
                    </div>
                </section>
            }).collect_view()}
            {move || is_empty().then(|| view! { <p class="gallery__none">"No kind has this in its name."</p> })}
        </div>
    }
}

#[component]
fn KindButton(kind: &'static dyn ChartKind, viz_type: Memo<String>, open: RwSignal<bool>) -> impl IntoView {
    let builder = Builder::of_page();
    let is_current = move || *viz_type.read() == kind.id();
    view! {
        <button
            type="button"
            class="gallery__kind"
            aria-pressed=move || if is_current() { "true" } else { "false" }
            on:click=move |_| {
                builder.edit(Edit::Kind(kind.id().to_owned()));
                open.set(false);
            }
        >
            <IconView icon=icon(kind.id())/>
            <span>{kind.name()}</span>
        </button>
    }
}

/// In the order of the first kind of each.
fn categories(kinds: impl Iterator<Item = &'static dyn ChartKind>) -> Vec<(&'static str, Vec<&'static dyn ChartKind>)> {
    let mut groups: Vec<(&'static str, Vec<&'static dyn ChartKind>)> = Vec::new();
    for kind in kinds {
        match groups.iter_mut().find(|(category, _)| *category == kind.category()) {
            Some((_, members)) => members.push(kind),
            None => groups.push((kind.category(), vec![kind])),
        }
    }
    groups
}

fn icon(viz_type: &str) -> Icon {
    match viz_type {
        "table" | "pivot_table_v2" => Icon::Table,
        "big_number" | "big_number_total" => Icon::Hash,
        "heatmap_v2" => Icon::Dashboard,
        "pie" => Icon::Pie,
        "echarts_timeseries_line" | "echarts_timeseries_smooth" | "echarts_timeseries_step" => Icon::Line,
        "echarts_area" => Icon::Area,
        "echarts_timeseries_scatter" => Icon::Scatter,
        _ => Icon::Chart,
    }
}
