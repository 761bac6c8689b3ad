use leptos::{ev::MouseEvent, prelude::*};
use sx_query::Kind;

use crate::{
    explore::{builder::Builder, model::Item},
    expression::kind_name,
    ui::{Icon, IconView, drag_source, use_drag},
};

/// A column or a saved metric, as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub is_metric: bool,
    /// Of a column.
    pub kind: Option<Kind>,
    pub hint: String,
    /// It cannot be used; the hint says why.
    pub is_broken: bool,
    pub is_certified: bool,
}

impl Field {
    /// Another text is another line.
    pub fn key(&self) -> String {
        format!("{}/{}/{}/{}", self.is_metric, self.name, self.label, self.hint)
    }

    fn item(&self) -> Item {
        match self.is_metric {
            true => Item::Metric(self.name.clone()),
            false => Item::Column(self.name.clone()),
        }
    }
}

pub fn field_icon(kind: Option<Kind>) -> Icon {
    match kind {
        None => Icon::Function,
        Some(Kind::Numeric) => Icon::Hash,
        Some(Kind::String) => Icon::Abc,
        Some(Kind::Temporal) => Icon::Clock,
        Some(Kind::Boolean) => Icon::Toggle,
    }
}

/// Dragged to a shelf, or added to the fitting one by a double click or Enter. Space picks it up.
#[component]
pub fn FieldItem(field: Field) -> impl IntoView {
    let builder = Builder::of_page();
    let kind = field.kind.map_or("metric", kind_name);
    let icon = field_icon(field.kind);
    let (item, label) = (field.item(), field.label.clone());
    let source = use_drag::<Item>().source(item.clone().into(), label.clone().into(), false);
    let source = source.disabled_when(field.is_broken.into());
    let add = {
        let (item, is_broken) = (item.clone(), field.is_broken);
        move || {
            if !is_broken {
                builder.add(item.clone());
            }
        }
    };
    let by_key = add.clone();
    view! {
        <button
            type="button"
            class="field-item"
            class=("field-item--metric", field.is_metric)
            aria-disabled=field.is_broken.then_some("true")
            data-tooltip=(!field.hint.is_empty()).then_some(field.hint)
            use:drag_source=source
            on:click=move |event: MouseEvent| {
                // Enter makes a click without a pointer.
                if event.detail() == 0 {
                    by_key();
                }
            }
            on:dblclick=move |_| add()
        >
            <IconView icon/>
            <span class="visually-hidden">{format!("{kind}: ")}</span>
            <span class="field-item__name">{label}</span>
            {field.is_certified.then(|| view! { <IconView icon=Icon::Check/><span class="visually-hidden">", certified"</span> })}
            {field.is_broken.then(|| view! { <IconView icon=Icon::Warning/> })}
        </button>
    }
}
