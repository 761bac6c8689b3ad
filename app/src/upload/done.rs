use leptos::prelude::*;
use sx_model::UploadedTable;

use super::{problems::BadCells, state::Upload};
use crate::ui::{Alert, Button, ButtonLink, Icon, Look, Tone};

/// What was made, and where to go from here.
#[component]
pub fn Done(upload: Upload, table: UploadedTable) -> impl IntoView {
    let UploadedTable { table_name, dataset_id, rows, bad_rows, .. } = table;
    let rows = format!("{rows} row{}", if rows == 1 { "" } else { "s" });
    let was_emptied = upload.bad_rows.get_untracked() == "empty";
    let told = match (bad_rows.count, was_emptied) {
        (0, _) => None,
        (1, true) => Some("1 row has cells that were emptied:".to_owned()),
        (count, true) => Some(format!("{count} rows have cells that were emptied:")),
        (1, false) => Some("1 row was left out:".to_owned()),
        (count, false) => Some(format!("{count} rows were left out:")),
    };
    view! {
        <div class="upload">
            <Alert tone=Tone::Good>{format!("The table “{table_name}” has {rows} from your file.")}</Alert>
            <div class="upload__next">
                <ButtonLink href=format!("/explore?dataset_id={dataset_id}") look=Look::Primary icon=Icon::Chart>
                    "Explore it"
                </ButtonLink>
                <ButtonLink href=format!("/dataset/{dataset_id}") icon=Icon::Edit>"Edit dataset"</ButtonLink>
                <Button look=Look::Quiet icon=Icon::Upload on_click=move |()| upload.forget()>"Upload another file"</Button>
            </div>
            {told.map(|told| view! {
                <section>
                    <h2 class="upload__title">{told}</h2>
                    <BadCells cells=bad_rows.rows/>
                </section>
            })}
        </div>
    }
}
