use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use sx_model::SourceQuestion;

use crate::{
    Failure,
    datasets::api::create_dataset,
    ui::{Alert, Button, Icon, Look, Toast, use_toasts},
};

/// Where to go with the new dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Edit,
    Explore,
}

#[component]
pub fn CreateButtons(question: Signal<Option<SourceQuestion>>, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let create = Action::new(move |next: &Next| {
        let (next, question, name) = (*next, question.get_untracked(), name.get_untracked().trim().to_owned());
        async move {
            match question {
                Some(question) => create_dataset(question, name).await.map(|id| (id, next)),
                None => Err(Failure::new(sx_model::ErrorKind::Invalid, "Choose a source first.")),
            }
        }
    });
    Effect::new(move |_| {
        if let Some(Ok((id, next))) = &*create.value().read() {
            toasts.show(Toast::good(format!("Created the dataset “{}”", name.get_untracked())));
            let address = match next {
                Next::Edit => format!("/dataset/{id}"),
                Next::Explore => format!("/explore?dataset_id={id}"),
            };
            navigate(&address, NavigateOptions::default());
        }
    });
    let disabled = Signal::derive(move || question.read().is_none() || name.read().trim().is_empty());
    view! {
        {move || match create.value().get() {
            Some(Err(failure)) => Some(view! { <Alert>{failure.message}</Alert> }),
            Some(Ok(_)) | None => None,
        }}
        <div class="new-dataset__foot">
            <Button icon=Icon::Chart busy=create.pending() disabled on_click=move |()| { create.dispatch(Next::Explore); }>
                "Create and explore"
            </Button>
            <Button look=Look::Primary busy=create.pending() disabled on_click=move |()| { create.dispatch(Next::Edit); }>
                "Create dataset"
            </Button>
        </div>
    }
}
