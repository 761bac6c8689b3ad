use leptos::{ev::KeyboardEvent, prelude::*, task::spawn_local};
use sx_model::ExploreChart;

use super::{conflict::ConflictDialog, keys, menu::ChartMenu, save::Saving, save_as::SaveAsDialog};
use crate::{
    explore::{
        api::is_favorite_chart,
        asking::Asking,
        builder::Builder,
        draft::{self, Drafts, Keeping},
        load::load,
    },
    lists::{ListKind, Star},
    ui::{Alert, Badge, Button, Icon, IconButton, Look, Tone},
};

/// Name, state of the work, undo, save.
#[component]
pub fn Head() -> impl IntoView {
    let builder = Builder::of_page();
    let saving = Saving::provide();
    keys::listen(builder, Asking::of_page(), saving);
    let (can_undo, can_redo) = (builder.can_undo(), builder.can_redo());
    let title =
        move || Some(builder.name.get()).filter(|name| !name.is_empty()).unwrap_or_else(|| "New chart".to_owned());
    view! {
        <div class="explore__head">
            <h1 class="visually-hidden">{title}</h1>
            <NameField/>
            {move || builder.chart.get().map(|chart| view! { <Marks chart=(*chart).clone()/> })}
            <WorkState/>
            <div class="explore__actions" role="group" aria-label="What to do with the chart">
                <IconButton
                    label="Undo (Ctrl+Z)"
                    icon=Icon::Undo
                    disabled=Signal::derive(move || !can_undo.get())
                    on_click=move |()| builder.undo()
                />
                <IconButton
                    label="Redo (Ctrl+Shift+Z)"
                    icon=Icon::Redo
                    disabled=Signal::derive(move || !can_redo.get())
                    on_click=move |()| builder.redo()
                />
                <ChartMenu/>
                <SaveButtons saving/>
            </div>
        </div>
        <RestoredNotice/>
        <SaveAsDialog saving/>
        <ConflictDialog saving/>
    }
}

/// The title in place: it looks like a heading until somebody writes in it.
#[component]
fn NameField() -> impl IntoView {
    let builder = Builder::of_page();
    let leave = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            blur(&event);
        }
    };
    view! {
        <input
            class="explore__name"
            type="text"
            aria-label="Name of the chart"
            placeholder="New chart"
            maxlength="250"
            autocomplete="off"
            prop:value=move || builder.name.get()
            value=builder.name.get_untracked()
            on:input=move |event| builder.name.set(event_target_value(&event))
            on:keydown=leave
        />
    }
}

#[cfg(feature = "hydrate")]
fn blur(event: &KeyboardEvent) {
    let field: web_sys::HtmlElement = event_target(event);
    _ = field.blur();
}

#[cfg(not(feature = "hydrate"))]
fn blur(_: &KeyboardEvent) {}

#[component]
fn Marks(chart: ExploreChart) -> impl IntoView {
    let stored = load(move || Some(chart.id), is_favorite_chart);
    let marked = Signal::derive(move || stored.get());
    let details = chart.certification_details;
    let certified = chart.certified_by.filter(|by| !by.is_empty());
    view! {
        <Star kind=ListKind::Chart id=chart.id.0 label="Favorite" is_favorite=marked/>
        {certified.map(|by| view! {
            <span title=details><Badge tone=Tone::Accent>"Certified by " {by}</Badge></span>
        })}
        {(!chart.may_edit).then(|| view! {
            <Badge tone=Tone::Neutral>"Read only"</Badge>
        })}
    }
}

/// “Unsaved”, and whether it would survive a crash.
#[component]
fn WorkState() -> impl IntoView {
    let (builder, drafts) = (Builder::of_page(), expect_context::<Drafts>());
    let text = move || {
        if !builder.is_changed.get() {
            return "";
        }
        match drafts.keeping.get() {
            Keeping::Nothing => "Unsaved changes",
            Keeping::Kept => "Unsaved changes, kept as a draft",
            Keeping::Failed => "Unsaved changes, and no draft could be kept",
        }
    };
    view! { <span class="explore__state" role="status">{text}</span> }
}

#[component]
fn SaveButtons(saving: Saving) -> impl IntoView {
    let builder = Builder::of_page();
    let may_overwrite = move || builder.chart.read().as_ref().is_some_and(|chart| chart.may_edit);
    let nothing = Signal::derive(move || !builder.is_changed.get());
    let why = Signal::derive(move || nothing.get().then(|| "Everything is saved.".to_owned()));
    let is_new = move || builder.chart.read().is_none();
    view! {
        {move || (builder.may_create && !is_new()).then(|| view! {
            <Button on_click=move |()| saving.ask_name()>"Save as…"</Button>
        })}
        {move || may_overwrite().then(|| view! {
            <Button look=Look::Primary busy=saving.busy disabled=nothing reason=why on_click=move |()| saving.save()>
                "Save"
            </Button>
        })}
        {move || (is_new() && builder.may_create).then(|| view! {
            <Button look=Look::Primary on_click=move |()| saving.ask_name()>"Save"</Button>
        })}
    }
}

/// Somebody comes back to work that was never saved.
#[component]
fn RestoredNotice() -> impl IntoView {
    let (builder, asking, drafts) = (Builder::of_page(), Asking::of_page(), expect_context::<Drafts>());
    let discard = move |()| {
        builder.discard();
        drafts.restored.set(None);
        drafts.keeping.set(Keeping::Nothing);
        spawn_local(draft::forget(builder.draft_key()));
        asking.run(false);
    };
    move || {
        drafts.restored.get().map(|when| {
            let time = local_time(&when);
            view! {
                <div class="explore__notice">
                    <Alert>
                        "Your unsaved work " {(!time.is_empty()).then(|| format!("from {time} "))} "was restored. "
                        <Button look=Look::Quiet on_click=discard>"Discard it"</Button>
                        <Button look=Look::Quiet on_click=move |()| drafts.restored.set(None)>"Go on with it"</Button>
                    </Alert>
                </div>
            }
        })
    }
}

/// The time of day where the person is, and the day if it was another one.
#[cfg(feature = "hydrate")]
fn local_time(rfc3339: &str) -> String {
    let (date, now) = (js_sys::Date::new(&rfc3339.into()), js_sys::Date::new_0());
    let time = format!("{:02}:{:02}", date.get_hours(), date.get_minutes());
    let day = |date: &js_sys::Date| (date.get_full_year(), date.get_month(), date.get_date());
    match day(&date) == day(&now) {
        true => time,
        false => format!("{}-{:02}-{:02} {time}", date.get_full_year(), date.get_month() + 1, date.get_date()),
    }
}

#[cfg(not(feature = "hydrate"))]
fn local_time(_: &str) -> String {
    String::new()
}
