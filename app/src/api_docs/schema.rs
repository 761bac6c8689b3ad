use leptos::prelude::*;

use super::model::Shape;

/// Fields and their types; what has fields of its own unfolds.
#[component]
pub fn ShapeTree(parts: Vec<Shape>, is_open: bool) -> AnyView {
    if parts.is_empty() {
        return ().into_any();
    }
    let part = |shape: Shape| {
        let mut shape = shape;
        let parts = std::mem::take(&mut shape.parts);
        if parts.is_empty() {
            return view! { <li><ShapeLine shape/></li> }.into_any();
        }
        view! {
            <li>
                <details>
                    <summary><ShapeLine shape/></summary>
                    <ShapeTree parts is_open=true/>
                </details>
            </li>
        }
        .into_any()
    };
    let list = view! { <ul class="api-shapes">{parts.into_iter().map(part).collect_view()}</ul> };
    if is_open {
        return list.into_any();
    }
    view! { <details><summary>"Fields"</summary>{list}</details> }.into_any()
}

/// Name, type, whether it must be there, and what it means.
#[component]
pub fn ShapeLine(shape: Shape, #[prop(optional)] place: String) -> impl IntoView {
    let marks = [(shape.is_required, "required"), (shape.is_nullable, "may be null")];
    let marks = marks.into_iter().filter(|(applies, _)| *applies);
    view! {
        <span class="api-shape">
            {(!shape.name.is_empty()).then(|| view! { <code class="api-shape__name">{shape.name}</code> })}
            <span class="api-shape__type">{shape.type_text}</span>
            {(!place.is_empty()).then(|| view! { <span class="api-shape__mark">{format!("in {place}")}</span> })}
            {marks.map(|(_, mark)| view! { <span class="api-shape__mark">{mark}</span> }).collect_view()}
            {(!shape.description.is_empty())
                .then(|| view! { <span class="api-shape__about">{shape.description}</span> })}
        </span>
    }
}
