//! Row rules: which rows and columns of a dataset exist for whom. Here they are made and changed; how they reach a question
//! is in [`restrict`], which of them are a caller's in [`book`].

mod applied;
mod book;
mod change;
mod restrict;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sx_model::{AppError, DatasetId, ListQuery, Page, Result, RowRule, RowRuleId};

pub(crate) use applied::CallerRules;
pub(crate) use book::RuleBook;
pub use change::{NewRowRule, RowRuleChange};
pub(crate) use restrict::{AppliedToDataset, Restricted, RestrictedKey, without_words};

use change::Wanted;

use crate::{
    Caller, Service,
    access::Action,
    audit::{Deed, differences},
    store_error,
};

impl Service {
    pub async fn list_row_rules(&self, caller: &Caller, query: &ListQuery) -> Result<Page<RowRule>> {
        caller.require(Action::ManageRowRules)?;
        self.store.list_row_rules(query).await.map_err(store_error)
    }

    pub async fn find_row_rule(&self, caller: &Caller, id: RowRuleId) -> Result<RowRule> {
        caller.require(Action::ManageRowRules)?;
        let found = self.store.lookup_row_rule(id).await.map_err(store_error)?;
        found.ok_or_else(|| AppError::not_found("Rule"))
    }

    /// The names of the columns of these datasets, sorted; rules of who manages rules hide none of them.
    pub async fn columns_to_hide(&self, caller: &Caller, datasets: &[DatasetId]) -> Result<Vec<String>> {
        caller.require(Action::ManageRowRules)?;
        let mut names = BTreeSet::new();
        for id in datasets {
            let dataset = self.store.lookup_dataset(*id).await.map_err(store_error)?;
            let columns = dataset.into_iter().flat_map(|dataset| dataset.columns);
            names.extend(columns.map(|column| column.fields.column_name));
        }
        Ok(names.into_iter().collect())
    }

    /// It holds from this moment on, here; on other servers within a second.
    pub async fn create_row_rule(&self, caller: &Caller, new: NewRowRule) -> Result<RowRule> {
        caller.require(Action::ManageRowRules)?;
        let wanted = self.wanted_rule(caller, None, new.into()).await?;
        let tx = self.store.begin().await.map_err(store_error)?;
        let added = tx.add_row_rule(&wanted.fields, caller.user_id(), self.clock.now()).await;
        let id = added.map_err(store_error)?;
        tx.set_row_rule_links(id, &wanted.datasets, &wanted.roles).await.map_err(store_error)?;
        self.log(&tx, caller, Deed::new("create", "row_rule", id.0), differences(&(), &wanted.told())).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_rules();
        self.find_row_rule(caller, id).await
    }

    pub async fn update_row_rule(&self, caller: &Caller, id: RowRuleId, change: RowRuleChange) -> Result<RowRule> {
        let before = self.find_row_rule(caller, id).await?;
        let wanted = self.wanted_rule(caller, Some(&before), change).await?;
        let tx = self.store.begin().await.map_err(store_error)?;
        let updated = tx.update_row_rule(id, &wanted.fields, caller.user_id(), self.clock.now()).await;
        updated.map_err(store_error)?;
        tx.set_row_rule_links(id, &wanted.datasets, &wanted.roles).await.map_err(store_error)?;
        let changes = differences(&Wanted::stored(&before).told(), &wanted.told());
        self.log(&tx, caller, Deed::new("update", "row_rule", id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_rules();
        self.find_row_rule(caller, id).await
    }

    /// All of them or none.
    pub async fn delete_row_rules(&self, caller: &Caller, ids: &[RowRuleId]) -> Result<()> {
        caller.require(Action::ManageRowRules)?;
        let tx = self.store.begin().await.map_err(store_error)?;
        for id in ids {
            let rule = tx.lookup_row_rule(*id).await.map_err(store_error)?;
            let rule = rule.ok_or_else(|| AppError::not_found("Rule"))?;
            tx.remove_row_rule(*id).await.map_err(store_error)?;
            let changes = differences(&Wanted::stored(&rule).told(), &());
            self.log(&tx, caller, Deed::new("delete", "row_rule", id.0), changes).await?;
        }
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_rules();
        Ok(())
    }
}

impl Wanted {
    /// As the log tells it.
    fn told(&self) -> Value {
        let mut told = json!(self.fields);
        told["tables"] = json!(self.datasets);
        told["roles"] = json!(self.roles);
        told
    }
}
