use leptos::prelude::*;
use sx_model::{ExploreColumn, ExploreMetric};

use super::{
    dataset_head::DatasetHead,
    field_item::{Field, FieldItem},
};
use crate::explore::builder::Builder;

/// Longer groups are cut: nobody scrolls through hundreds of fields, they search.
const SHOWN: usize = 200;

/// The dataset's metrics and columns, to be searched and dragged.
#[component]
pub fn FieldList() -> impl IntoView {
    let builder = Builder::of_page();
    let search = RwSignal::new(String::new());
    let metrics = Memo::new(move |_| {
        let search = search.read();
        let found = builder.fields.metrics().into_iter().filter(|it| is_found(&[&it.name, &it.label], &search));
        found.map(of_metric).collect::<Vec<_>>()
    });
    let columns = Memo::new(move |_| {
        let search = search.read();
        let found = builder.fields.columns().into_iter().filter(|it| is_found(&[&it.name, &it.label], &search));
        found.map(of_column).collect::<Vec<_>>()
    });
    let count = move || {
        let all = builder.fields.dataset();
        let (shown, of) = (metrics.read().len() + columns.read().len(), all.metrics.len() + all.columns.len());
        if shown == of { format!("{of} fields") } else { format!("Showing {shown} of {of}") }
    };
    view! {
        <section class="field-list" aria-label="Fields of the dataset">
            <DatasetHead/>
            <div class="field-list__search">
                <input
                    class="field__input"
                    type="search"
                    aria-label="Search fields"
                    placeholder="Search fields…"
                    autocomplete="off"
                    on:input=move |event| search.set(event_target_value(&event))
                />
                <p class="field-list__count" role="status">{count}</p>
            </div>
            <div class="field-list__scroll">
                <Group title="Metrics" fields=metrics/>
                <Group title="Columns" fields=columns/>
            </div>
        </section>
    }
}

#[component]
fn Group(title: &'static str, fields: Memo<Vec<Field>>) -> impl IntoView {
    let cut = move || {
        let more = fields.read().len().saturating_sub(SHOWN);
        (more > 0).then(|| view! { <p class="field-list__more">{format!("{more} more. Search to find them.")}</p> })
    };
    let shown = move || fields.get().into_iter().take(SHOWN).collect::<Vec<_>>();
    view! {
        <section class="field-group" aria-label=title hidden=move || fields.read().is_empty()>
            <h2 class="field-group__title">{title}</h2>
            <ul class="field-group__list">
                <For each=shown key=Field::key let:field>
                    <li><FieldItem field/></li>
                </For>
            </ul>
            {cut}
        </section>
    }
}

fn of_metric(metric: ExploreMetric) -> Field {
    Field {
        is_metric: true,
        kind: None,
        hint: hint(metric.description.as_deref(), Some(&metric.expression), metric.problem.as_deref()),
        is_broken: metric.problem.is_some(),
        is_certified: metric.certified_by.is_some(),
        name: metric.name,
        label: metric.label,
    }
}

fn of_column(column: ExploreColumn) -> Field {
    Field {
        is_metric: false,
        kind: Some(column.kind),
        hint: hint(column.description.as_deref(), column.type_text.as_deref(), column.problem.as_deref()),
        is_broken: column.problem.is_some(),
        is_certified: column.certified_by.is_some(),
        name: column.name,
        label: column.label,
    }
}

/// What is wrong comes first, then what people wrote, then what the database says.
fn hint(description: Option<&str>, technical: Option<&str>, problem: Option<&str>) -> String {
    let parts = [problem, description.filter(|text| !text.trim().is_empty()), technical];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn is_found(texts: &[&str], search: &str) -> bool {
    let wanted = search.trim().to_lowercase();
    texts.iter().any(|text| text.to_lowercase().contains(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_name_and_label() {
        assert!(is_found(&["order_date", "Ordered"], " DATE"));
        assert!(is_found(&["order_date", "Ordered"], "ordered"));
        assert!(!is_found(&["order_date", "Ordered"], "city"));
        assert!(is_found(&["order_date"], ""));
    }

    #[test]
    fn a_hint_says_what_is_wrong_first() {
        assert_eq!(hint(Some("Euros"), Some("numeric"), Some("It is gone.")), "It is gone. · Euros · numeric");
        assert_eq!(hint(Some(" "), None, None), "");
    }
}
