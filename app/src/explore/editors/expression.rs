use leptos::prelude::*;
use sx_model::ExpressionType;

use crate::{
    explore::fields::Fields,
    expression::{Checked, check_while_written, kind_name},
    ui::{CodeEditor, CodeLanguage, Completion, CompletionKind},
};

/// Longer expressions of metrics are no completions.
const LONGEST: usize = 80;

/// SQL that the database checks while it is written, in its own words. Ctrl+Enter is `on_submit`.
#[component]
pub fn ExpressionEditor(
    #[prop(into)] label: Signal<String>,
    /// What the expression is to be.
    #[prop(into)]
    kind: Signal<ExpressionType>,
    value: RwSignal<String>,
    fields: Fields,
    /// Also the expressions of saved metrics are offered.
    #[prop(optional, into)]
    with_metrics: Signal<bool>,
    on_submit: Callback<()>,
) -> impl IntoView {
    let written = Signal::derive(move || (value.get(), kind.get()));
    let Checked { errors, hint } = check_while_written(fields.dataset_id(), written);
    let completions = Signal::derive(move || completions(fields, with_metrics.get()));
    view! { <CodeEditor label language=CodeLanguage::Sql value completions errors hint rows=5 on_submit/> }.into_any()
}

fn completions(fields: Fields, with_metrics: bool) -> Vec<Completion> {
    let dataset = fields.dataset();
    let columns = dataset.columns.iter().map(|column| Completion {
        label: quoted(&column.name),
        kind: CompletionKind::Column,
        detail: column.type_text.clone().unwrap_or_else(|| kind_name(column.kind).to_owned()),
    });
    let metrics = dataset.metrics.iter().filter(|metric| with_metrics && metric.expression.len() <= LONGEST);
    let metrics = metrics.map(|metric| Completion {
        label: metric.expression.clone(),
        kind: CompletionKind::Metric,
        detail: metric.label.clone(),
    });
    columns.chain(metrics).collect()
}

/// Names that the database would not read as they are stand in quotes.
fn quoted(name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let begins_well = name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_');
    if begins_well && name.chars().all(is_plain) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_names_are_quoted() {
        for (name, written) in
            [("order_date", "order_date"), ("Order Date", "\"Order Date\""), ("2a", "\"2a\""), ("a\"b", "\"a\"\"b\"")]
        {
            assert_eq!(quoted(name), written);
        }
    }
}
