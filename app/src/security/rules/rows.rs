use leptos::prelude::*;
use sx_model::RowRuleKind;

use super::api::Rule;
use crate::ui::{Icon, Menu, MenuItem, TableView};

/// `edit` and `delete` hear of the row's menu.
#[component]
pub fn RuleRows(rows: Vec<Rule>, edit: Callback<Rule>, delete: Callback<Rule>) -> impl IntoView {
    view! {
        <TableView caption="Rules" columns=&["Rule", "For", "Datasets", "Rows", "Hidden columns", "Actions"]>
            {rows.into_iter().map(|rule| view! { <RuleLine rule edit delete/> }).collect_view()}
        </TableView>
    }
}

#[component]
fn RuleLine(rule: Rule, edit: Callback<Rule>, delete: Callback<Rule>) -> impl IntoView {
    let label = format!("Actions for {}", rule.draft.name);
    let stored = StoredValue::new(rule.clone());
    let items = Signal::derive(move || {
        let run = |callback: Callback<Rule>| Callback::new(move |()| callback.run(stored.get_value()));
        vec![MenuItem::action("Edit", Icon::Edit, run(edit)), MenuItem::danger("Delete", Icon::Trash, run(delete))]
    });
    let datasets: Vec<_> = rule.datasets.iter().map(|(_, name)| name.as_str()).collect();
    view! {
        <tr>
            <th scope="row">
                <button class="link-button" type="button" on:click=move |_| edit.run(stored.get_value())>
                    {rule.draft.name.clone()}
                </button>
            </th>
            <td>{for_whom(&rule)}</td>
            <td>{datasets.join(", ")}</td>
            <td><code>{rule.draft.clause.clone()}</code></td>
            <td>{rule.draft.hidden_columns.join(", ")}</td>
            <td class="table-view__actions"><Menu label items/></td>
        </tr>
    }
}

fn for_whom(rule: &Rule) -> String {
    match (rule.draft.filter_type, rule.role_names.is_empty()) {
        (RowRuleKind::Regular, true) => "Nobody".to_owned(),
        (RowRuleKind::Regular, false) => rule.role_names.clone(),
        (RowRuleKind::Base, true) => "Everybody".to_owned(),
        (RowRuleKind::Base, false) => format!("All but {}", rule.role_names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_says_for_whom_it_is() {
        let mut rule = Rule { role_names: "Gamma, Sales".to_owned(), ..Rule::default() };
        assert_eq!(for_whom(&rule), "Gamma, Sales");
        rule.draft.filter_type = RowRuleKind::Base;
        assert_eq!(for_whom(&rule), "All but Gamma, Sales");
        rule.role_names.clear();
        assert_eq!(for_whom(&rule), "Everybody");
    }
}
