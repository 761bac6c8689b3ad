use leptos::prelude::*;
use sx_model::{DatasetId, ExpressionType};

use super::editing::Editing;
use crate::{
    datasets::sql_field::SqlField,
    expression::{Checked, check_while_written},
};

/// An expression that the database checks while it is written.
#[component]
pub fn ExpressionField(
    #[prop(into)] label: Signal<String>,
    kind: ExpressionType,
    value: Signal<String>,
    on_input: Callback<String>,
    #[prop(default = 3)] rows: u8,
) -> impl IntoView {
    let editing = Editing::current();
    let written = Signal::derive(move || (value.get(), kind));
    let Checked { errors, hint } = check_while_written(DatasetId(editing.id), written);
    let completions = editing.column_names();
    view! { <SqlField label value on_input rows disabled=!editing.may_edit() completions hint errors/> }
}
