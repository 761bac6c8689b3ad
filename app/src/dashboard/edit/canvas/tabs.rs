use leptos::{ev::KeyboardEvent, prelude::*};
use sx_model::position::{Dragged, NewNode, Spot};

use super::{
    super::{editor::Editor, face::Face},
    frame::is_in_field,
    list::{NodeList, target},
};
use crate::ui::{Button, DropLayout, Icon, Look, TargetOptions, drag_source, drop_target, panel_id, tab_id, use_drag};

/// Tabs and their panels. A panel is built when its tab is first opened, and stays.
#[component]
pub fn TabsNode(id: String, face: Memo<Face>) -> impl IntoView {
    let editor = Editor::of_page();
    let opened = id.clone();
    let open = Memo::new(move |_| editor.open_tab(&opened));
    let strip = target(editor, id.clone(), Signal::stored("Tabs".to_owned()), DropLayout::Row, 0.0);
    let children = move || face.read().children.clone();
    let tabs = StoredValue::new(id);
    let add = move |()| {
        let at = Spot { parent: tabs.get_value(), index: usize::MAX };
        editor.place(Dragged::New(NewNode::Tab), at);
    };
    view! {
        <div class="edit-tabs">
            <div class="edit-tabs__head">
                <div
                    class="tabs edit-tabs__strip"
                    role="tablist"
                    aria-label="Tabs of the dashboard"
                    use:drop_target=strip
                    on:keydown=move |event| step(editor, tabs.get_value(), open, &event)
                >
                    <For each=children key=String::clone let(id)>
                        <TabHead id tabs open/>
                    </For>
                </div>
                <Button look=Look::Quiet icon=Icon::Plus on_click=add>"Add tab"</Button>
                {move || face.read().is_top.then(|| view! {
                    <Button look=Look::Quiet on_click=move |()| editor.remove(&tabs.get_value())>"Remove tabs"</Button>
                })}
            </div>
            <For each=children key=String::clone let(id)>
                <Panel id open/>
            </For>
        </div>
    }
    .into_any()
}

/// The tab itself is its handle. Resting on it while something is dragged opens it; dropping on it places at its end.
#[component]
fn TabHead(id: String, tabs: StoredValue<String>, open: Memo<String>) -> impl IntoView {
    let editor = Editor::of_page();
    let face = editor.face(id.clone());
    let label = Signal::derive(move || face.read().label.clone());
    let own = StoredValue::new(id.clone());
    let is_open = Memo::new(move |_| open.with(|open| own.with_value(|own| own == open)));
    let show = move || editor.set_open_tab(&tabs.get_value(), &own.get_value());
    let options = TargetOptions {
        label: Signal::derive(move || format!("Tab {}", label.get())),
        accepts: (move |dragged: &Dragged| editor.may_drop(dragged, &own.get_value())).into(),
        on_drop: Callback::new(move |(dragged, _)| {
            editor.place(dragged, Spot { parent: own.get_value(), index: usize::MAX });
        }),
        layout: DropLayout::Area,
        inset: 0.0,
        over: None,
        on_dwell: Some(Callback::new(move |()| show())),
    };
    let drag = use_drag::<Dragged>();
    let name = Signal::derive(move || face.with(Face::name));
    let (source, target) =
        (drag.source(Signal::stored(Dragged::Existing(id.clone())), name, true), drag.target(options));
    view! {
        <button
            class="tabs__tab edit-tab"
            type="button"
            role="tab"
            id=tab_id(&id)
            aria-controls=panel_id(&id)
            aria-selected=move || if is_open.get() { "true" } else { "false" }
            tabindex=move || if is_open.get() { "0" } else { "-1" }
            data-drop-item=""
            data-drag-handle=""
            data-node=id
            use:drag_source=source
            use:drop_target=target
            on:click=move |event| {
                event.stop_propagation();
                show();
                editor.select(&own.get_value());
            }
            on:focusin=move |event| {
                event.stop_propagation();
                editor.selected.set(Some(own.get_value()));
            }
            on:dblclick=move |_| editor.edit(&own.get_value())
            on:keydown=move |event| tab_key(editor, &own.get_value(), &event)
        >
            {move || label.get()}
        </button>
    }
}

/// The keys of a tab; arrows are the strip's.
fn tab_key(editor: Editor, id: &str, event: &KeyboardEvent) {
    match event.key().as_str() {
        "Delete" | "Backspace" => editor.remove(id),
        "F2" => editor.edit(id),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

#[component]
fn Panel(id: String, open: Memo<String>) -> impl IntoView {
    let editor = Editor::of_page();
    let face = editor.face(id.clone());
    let own = id.clone();
    let is_open = Memo::new(move |_| *open.read() == own);
    let was_open = Memo::new(move |before: Option<&bool>| before == Some(&true) || is_open.get());
    let is_empty = Memo::new(move |_| face.read().children.is_empty());
    let label = Signal::derive(move || face.with(Face::name));
    let target = target(editor, id.clone(), label, DropLayout::Column, 0.0);
    view! {
        <div
            class="tab-panel edit-grid"
            class:edit-grid--empty=move || is_empty.get()
            role="tabpanel"
            id=panel_id(&id)
            aria-labelledby=tab_id(&id)
            hidden=move || !is_open.get()
            use:drop_target=target
        >
            {move || was_open.get().then(|| view! { <NodeList face/> })}
            {move || is_empty.get().then(|| view! {
                <p class="edit-grid__invite">"Drag a chart here, or press Enter on one in the list."</p>
            })}
        </div>
    }
    .into_any()
}

/// Arrows open the tab beside, and take the focus along.
fn step(editor: Editor, tabs: String, open: Memo<String>, event: &KeyboardEvent) {
    if event.default_prevented() || event.shift_key() || event.ctrl_key() || is_in_field(event) {
        return;
    }
    let all: Vec<String> = editor.with_untracked(|position| position.children(&tabs).map(str::to_owned).collect());
    let Some(current) = all.iter().position(|tab| open.with_untracked(|open| open == tab)) else { return };
    let next = match event.key().as_str() {
        "ArrowRight" => (current + 1) % all.len(),
        "ArrowLeft" => (current + all.len() - 1) % all.len(),
        "Home" => 0,
        "End" => all.len() - 1,
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    editor.set_open_tab(&tabs, &all[next]);
    super::super::focus::node(all[next].clone());
}
