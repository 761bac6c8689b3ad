use leptos::prelude::*;

use super::{
    super::section::{Part, Section},
    dragged::{Dragged, Pill, Shelf, Shelves},
};
use crate::ui::{
    Button, Dialog, DragHandle, DragSource, DropLayout, DropPoint, DropTarget, Icon, IconButton, provide_drag, use_drag,
};

const FIELDS: &[(&str, bool)] =
    &[("Sales", true), ("Region", false), ("Quantity", true), ("Country", false), ("Product", false), ("Profit", true)];

#[component]
pub fn DragSection() -> impl IntoView {
    provide_drag::<Dragged>();
    let shelves = Shelves::new();
    let metrics = shelves.shelf(&["Orders", "Returns"], true);
    let dimensions = shelves.shelf(&["City"], false);
    let in_dialog = shelves.shelf(&["First", "Second", "Third"], false);
    let open = RwSignal::new(false);
    view! {
        <Section id="drag" title="Drag and drop">
            <Part title="From a list to shelves">
                <ul class="ui-page__fields" aria-label="Fields" tabindex="0">
                    {FIELDS.iter().map(|(name, is_number)| view! { <Field name is_number=*is_number/> }).collect_view()}
                </ul>
                <ShelfView label="Metrics" shelf=metrics shelves layout=DropLayout::Column only_numbers=true/>
                <ShelfView label="Dimensions" shelf=dimensions shelves layout=DropLayout::Row only_numbers=false/>
                <Canvas/>
            </Part>
            <Part title="In a dialog">
                <Button on_click=move |()| open.set(true)>"Open the order…"</Button>
                <Dialog title="Order" open>
                    <ShelfView label="Order" shelf=in_dialog shelves layout=DropLayout::Column only_numbers=false/>
                </Dialog>
            </Part>
        </Section>
    }
}

#[component]
fn Field(name: &'static str, is_number: bool) -> impl IntoView {
    let clicks = RwSignal::new(0);
    let payload = Dragged { name: name.to_owned(), is_number, pill: None };
    view! {
        <li on:click=move |_| clicks.update(|clicks| *clicks += 1)>
            <DragSource<Dragged> class="ui-page__field" payload label=name>
                {name} {move || (clicks.get() > 0).then(|| format!(" (clicked {})", clicks.get()))}
            </DragSource<Dragged>>
        </li>
    }
}

#[component]
fn ShelfView(
    label: &'static str,
    shelf: Shelf,
    shelves: Shelves,
    layout: DropLayout,
    only_numbers: bool,
) -> impl IntoView {
    let class = match layout {
        DropLayout::Row => "ui-page__shelf ui-page__shelf--row",
        DropLayout::Column | DropLayout::Area => "ui-page__shelf",
    };
    let put = move |(dragged, point): (Dragged, DropPoint)| shelves.put(shelf, dragged, point);
    view! {
        <div class="ui-page__shelf-box" role="group" aria-label=label>
            <p class="field__label">{label}</p>
            <DropTarget<Dragged>
                class
                label
                layout
                accepts=move |dragged: &Dragged| dragged.is_number || !only_numbers
                on_drop=put
            >
                <For each=move || shelf.pills.get() key=|pill| pill.key let:pill>
                    <PillView pill shelf/>
                </For>
            </DropTarget<Dragged>>
        </div>
    }
}

#[component]
fn PillView(pill: Pill, shelf: Shelf) -> impl IntoView {
    let Pill { key, name, is_number } = pill;
    let payload = Dragged { name: name.clone(), is_number, pill: Some(key) };
    let remove = move |()| shelf.pills.update(|pills| pills.retain(|pill| pill.key != key));
    view! {
        <div class="ui-page__pill" data-drop-item>
            <DragSource<Dragged> class="ui-page__pill-inner" payload label=name.clone() has_handle=true>
                <DragHandle label=name.clone()/>
                <span>{name.clone()}</span>
                <IconButton label=format!("Remove {name}") icon=Icon::Close on_click=remove/>
            </DragSource<Dragged>>
        </div>
    }
}

/// One place, that tells where in it.
#[component]
fn Canvas() -> impl IntoView {
    let drag = use_drag::<Dragged>();
    let over = RwSignal::new(None::<DropPoint>);
    let rests = RwSignal::new(0);
    let dropped = RwSignal::new(None::<(Dragged, DropPoint)>);
    let told = move || match (over.get(), dropped.get()) {
        (Some(point), _) => format!("At {:.0}, {:.0} of {:.0} × {:.0}", point.x, point.y, point.width, point.height),
        (None, Some((dragged, point))) => format!("{} at {:.0}, {:.0}", dragged.name, point.x, point.y),
        (None, None) => "Drop anything here".to_owned(),
    };
    let dragged = move || match drag.dragged().get() {
        Some(dragged) => format!("Dragging {}", dragged.name),
        None if drag.is_dragging().get() => "Dragging".to_owned(),
        None => "Nothing is dragged".to_owned(),
    };
    view! {
        <DropTarget<Dragged>
            class="ui-page__canvas"
            label="Canvas"
            on_drop=move |drop: (Dragged, DropPoint)| dropped.set(Some(drop))
            over
            on_dwell=move |()| rests.update(|rests| *rests += 1)
        >
            <p>{told}</p>
            <p class="ui-page__output">{dragged}</p>
            <p class="ui-page__output">{move || format!("Rested {} times", rests.get())}</p>
        </DropTarget<Dragged>>
    }
}
