//! Fields of the dataset as lines of a select.

use sx_model::{ExploreColumn, ExploreDataset};

use crate::{expression::kind_name, ui::SelectOption};

/// Under each name its type; those that cannot be used say why.
pub fn column_options(dataset: &ExploreDataset, is_offered: impl Fn(&ExploreColumn) -> bool) -> Vec<SelectOption> {
    dataset.columns.iter().filter(|column| is_offered(column)).map(option).collect()
}

fn option(column: &ExploreColumn) -> SelectOption {
    let option = SelectOption::new(&column.name, &column.label);
    match (&column.problem, &column.description) {
        (Some(problem), _) => option.with_hint(problem.clone()).disabled(),
        (None, Some(text)) if !text.is_empty() => option.with_hint(format!("{} · {text}", kind_name(column.kind))),
        (None, _) => option.with_hint(kind_name(column.kind)),
    }
}
