use leptos::prelude::*;
use sx_chart::controls::Control;

use super::{add::AddField, pill::Pill};
use crate::{
    explore::{
        builder::Builder,
        model::{Edit, Item, Shelf, Takes},
    },
    ui::{Accepts, DropLayout, DropPoint, DropTarget, use_drag, use_id},
};

/// A control that fields are dropped on.
#[component]
pub fn ShelfView(shelf: Shelf, control: &'static Control) -> impl IntoView {
    let builder = Builder::of_page();
    let items = builder.items(shelf);
    let label_id = use_id();
    let label = label_id.clone();
    let accepts = move |item: &Item| builder.fit(item, &shelf).is_ok();
    let dropped = move |(item, point): (Item, DropPoint)| drop_on(builder, shelf, item, point);
    let pills = move || {
        builder.fields.track();
        items.get().into_iter().enumerate().map(|(index, value)| view! { <Pill shelf index value/> }).collect_view()
    };
    let takes_more = move || shelf.many || items.read().is_empty();
    view! {
        <div class="shelf" role="group" aria-labelledby=label data-shelf=shelf.name>
            <div class="shelf__head">
                <span class="shelf__label" id=label_id>{shelf.label}</span>
                {control.required.then(|| view! { <span class="shelf__required">"required"</span> })}
            </div>
            <DropTarget<Item>
                class="shelf__drop"
                label=shelf.label
                layout=DropLayout::Column
                accepts=Accepts::from(accepts)
                on_drop=dropped
            >
                {pills}
                {move || takes_more().then(|| view! { <AddField shelf/> })}
            </DropTarget<Item>>
            <Refusal shelf/>
            {(!control.help.is_empty()).then(|| view! { <p class="shelf__help">{control.help}</p> })}
        </div>
    }
}

/// A filter without values asks nothing yet: its editor opens instead of a pill that would be wrong.
fn drop_on(builder: Builder, shelf: Shelf, item: Item, point: DropPoint) {
    let is_new_filter = shelf.takes == Takes::Filters && item.origin().is_none_or(|(origin, _)| origin != shelf.name);
    if !is_new_filter {
        builder.edit(Edit::Add { shelf: shelf.name.to_owned(), index: point.index, item });
        return;
    }
    if let Ok(value) = builder.fit(&item, &shelf) {
        builder.begin(shelf, point.index, value);
    }
}

/// While something is dragged that this shelf does not take: why not.
#[component]
fn Refusal(shelf: Shelf) -> impl IntoView {
    let builder = Builder::of_page();
    let dragged = use_drag::<Item>().dragged();
    move || {
        let item = dragged.get()?;
        let sentence = builder.fit(&item, &shelf).err()?;
        Some(view! { <p class="shelf__refusal">{sentence}</p> })
    }
}
