use leptos::{prelude::*, task::spawn_local};
use sx_model::ExploreQuestion;

use crate::{
    explore::{
        api::{DatasetChoice, open_explore},
        builder::Builder,
        open::DatasetChooser,
    },
    ui::{Dialog, DialogSize, Icon, Menu, MenuItem, Toast, use_toasts},
};

/// Which dataset is asked, and the way to another one.
#[component]
pub fn DatasetHead() -> impl IntoView {
    let builder = Builder::of_page();
    let toasts = use_toasts();
    let open = RwSignal::new(false);
    let dataset = move || builder.fields.dataset();
    let place = move || {
        let dataset = dataset();
        let parts = [Some(dataset.database_name.as_str()), dataset.schema.as_deref()];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let choose = move |choice: DatasetChoice| {
        open.set(false);
        spawn_local(async move {
            let question = ExploreQuestion { dataset_id: Some(choice.id), ..ExploreQuestion::default() };
            match open_explore(question).await {
                Ok(page) => {
                    if let Some(dataset) = page.dataset {
                        builder.swap_dataset(dataset);
                    }
                }
                Err(failure) => toasts.show(Toast::bad(failure.message)),
            }
        });
    };
    let items = Signal::derive(move || {
        let swap = Callback::new(move |()| open.set(true));
        let mut items = vec![MenuItem::action("Swap dataset…", Icon::Restore, swap)];
        if dataset().may_edit {
            items.push(MenuItem::link("Edit dataset", Icon::Edit, format!("/dataset/{}", dataset().id)));
        }
        items
    });
    view! {
        <div class="dataset-head">
            <div class="dataset-head__text">
                <p class="dataset-head__name">{move || dataset().name.clone()}</p>
                <p class="dataset-head__place">{place}</p>
            </div>
            <Menu label="Dataset" items/>
        </div>
        <Dialog title="Swap dataset" open size=DialogSize::Small>
            <div class="form">
                <p>"Fields that the other dataset has, too, stay on their shelves."</p>
                <DatasetChooser label="Dataset" on_choose=choose/>
            </div>
        </Dialog>
    }
}
