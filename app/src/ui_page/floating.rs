use leptos::prelude::*;

use super::{Section, section::Part};
use crate::ui::{Badge, Icon, IconView, Menu, MenuItem, Popover, Select, SelectOption, TextField, Tone, Tooltip};

#[component]
pub fn Floating() -> impl IntoView {
    let open = RwSignal::new(false);
    let icon_open = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    let kind = RwSignal::new(None::<String>);
    let kinds = Signal::stored(vec![SelectOption::plain("Simple"), SelectOption::plain("Saved")]);
    view! {
        <Section id="floating" title="Popovers, menus, tooltips">
            <Part title="Popover">
                <Popover label="Metric" open trigger=|| view! { <IconView icon=Icon::Function/> "Metric" }>
                    <div class="fields">
                        <TextField label="Metric's name" value=name/>
                        <Select label="Metric's kind" options=kinds value=kind on_change=move |value| kind.set(value)/>
                    </div>
                </Popover>
                <Popover
                    label="Settings"
                    open=icon_open
                    trigger=|| view! { <IconView icon=Icon::Settings/> }
                    trigger_class="button button--quiet button--icon"
                    hide_text=true
                    wide=true
                >
                    <p>"Without a field: the popover itself is what one reads."</p>
                </Popover>
            </Part>
            <Menus/>
            <Part title="Tooltip">
                <Tooltip text="Only its owners see a draft."><Badge tone=Tone::Neutral>"Draft"</Badge></Tooltip>
                <Tooltip text="Opens the manual."><a href="/ui#floating">"Manual"</a></Tooltip>
            </Part>
        </Section>
    }
}

#[component]
fn Menus() -> impl IntoView {
    let chosen = RwSignal::new("nothing");
    let grid = RwSignal::new(true);
    let choose = move |what: &'static str| Callback::new(move |()| chosen.set(what));
    let items = Signal::derive(move || {
        vec![
            MenuItem::action("Copy", Icon::Copy, choose("copy")),
            MenuItem::action("Download", Icon::Download, choose("download")),
            MenuItem::link("Manual", Icon::Link, "/ui#floating"),
            MenuItem::action("Show grid", Icon::Table, Callback::new(move |()| grid.update(|on| *on = !*on)))
                .checked(grid.get()),
            MenuItem::separator(),
            MenuItem::action("Restore", Icon::Restore, choose("restore")).disabled("Nothing to restore"),
            MenuItem::danger("Delete", Icon::Trash, choose("delete")),
        ]
    });
    view! {
        <Part title="Menu">
            <Menu label="More actions" items/>
            <Menu label="Create" icon=Icon::Plus text="Create" items trigger_class="button button--primary"/>
            <output class="ui-page__output" aria-label="Chosen">{move || chosen.get()}</output>
        </Part>
    }
}
