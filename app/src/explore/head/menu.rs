use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use sx_model::{ChartId, ExploreChart};

use super::properties::PropertiesDialog;
use crate::{
    clipboard::copy_link,
    explore::{
        address,
        api::{duplicate_explored, link_explored},
        builder::Builder,
    },
    lists::{ListKind, trash},
    ui::{Icon, Menu, MenuItem, Toast, use_toasts},
};

/// What is done seldom.
#[component]
pub fn ChartMenu() -> impl IntoView {
    let builder = Builder::of_page();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let properties = RwSignal::new(false);
    let go = {
        let navigate = navigate.clone();
        Callback::new(move |href: String| navigate(&href, NavigateOptions::default()))
    };
    let share = Callback::new(move |()| {
        let form = builder.form.with_untracked(serde_json::to_string).unwrap_or_default();
        spawn_local(async move {
            match link_explored(form).await {
                Ok(key) => toasts.show(copy_link(&format!("/explore/p/{key}")).await),
                Err(failure) => toasts.show(Toast::bad(failure.message)),
            }
        });
    });
    let duplicate = move |chart: &ExploreChart| {
        let id = chart.id;
        Callback::new(move |()| {
            spawn_local(async move {
                match duplicate_explored(id).await {
                    Ok(copy) => go.run(address::of_chart(copy)),
                    Err(failure) => toasts.show(Toast::bad(failure.message)),
                }
            });
        })
    };
    let delete = move |chart: &ExploreChart| {
        let (id, name) = (chart.id.0, format!("“{}”", builder.name.get_untracked()));
        let navigate = navigate.clone();
        Callback::new(move |()| {
            let (name, navigate) = (name.clone(), navigate.clone());
            let back = move || navigate(&address::of_chart(ChartId(id)), NavigateOptions::default());
            spawn_local(async move {
                match trash(toasts, ListKind::Chart, vec![id], &name, back).await {
                    Ok(()) => go.run("/charts".to_owned()),
                    Err(failure) => toasts.show(Toast::bad(failure.message)),
                }
            });
        })
    };
    let items = Signal::derive(move || {
        let mut items = vec![MenuItem::action("Copy link to this state", Icon::Link, share)];
        let Some(chart) = builder.chart.get() else { return items };
        if chart.may_edit {
            items.push(MenuItem::action("Properties…", Icon::Edit, Callback::new(move |()| properties.set(true))));
        }
        if builder.may_create {
            items.push(MenuItem::action("Duplicate", Icon::Copy, duplicate(&chart)));
        }
        let export = format!("/api/v1/chart/export/?q=!({})", chart.id);
        items.push(MenuItem::action("Export as ZIP", Icon::Download, Callback::new(move |()| download(&export))));
        for dashboard in &chart.dashboards {
            let title = if dashboard.title.is_empty() { "Untitled dashboard" } else { &dashboard.title };
            items.push(MenuItem::link(
                format!("On “{title}”"),
                Icon::Dashboard,
                format!("/dashboard/{}", dashboard.id),
            ));
        }
        if chart.may_delete {
            items.push(MenuItem::separator());
            items.push(MenuItem::danger("Move to trash", Icon::Trash, delete(&chart)));
        }
        items
    });
    view! {
        <Menu label="More about this chart" items/>
        <PropertiesDialog open=properties/>
    }
}

/// The answer is a file, so the page stays.
fn download(href: &str) {
    _ = window().location().set_href(href);
}
