//! Which rules there are, and which of them are for a caller. Read once a second, not once a question.

use std::{collections::HashMap, sync::Arc};

use sx_model::{DatabaseId, DatasetId, PUBLIC, Result, RoleId, RowRule};
use sx_store::RuledRelation;

use super::applied::{AppliedRule, CallerRules};
use crate::{Caller, Service, store_error};

/// Every rule, and what the datasets read that rules are on.
pub struct RuleBook {
    rules: Vec<RowRule>,
    relations: HashMap<DatasetId, Arc<RuledRelation>>,
    /// The role of who is not signed in.
    public: Option<RoleId>,
}

impl Service {
    /// Fails rather than forgets: without the rules nothing is asked.
    pub(crate) async fn rule_book(&self) -> Result<Arc<RuleBook>> {
        let load = || async {
            let rules = self.store.all_row_rules().await.map_err(store_error)?;
            if rules.is_empty() {
                return Ok(RuleBook { rules, relations: HashMap::new(), public: None });
            }
            let relations = self.store.ruled_relations().await.map_err(store_error)?;
            let public = self.store.find_role_by_name(PUBLIC).await.map_err(store_error)?;
            Ok(RuleBook {
                rules,
                relations: relations.into_iter().map(|it| (it.dataset_id, Arc::new(it))).collect(),
                public: public.map(|role| role.id),
            })
        };
        self.meta.rule_book(load).await
    }

    /// The caller's rules on the tables and datasets of a database. No role is exempt by itself, neither Admin nor the owner:
    /// as in the reference, a rule is for those whom its roles say.
    pub(crate) async fn rules_for(&self, caller: &Caller, database: DatabaseId) -> Result<CallerRules> {
        Ok(self.rule_book().await?.for_caller(caller, database))
    }
}

impl RuleBook {
    pub(super) fn for_caller(&self, caller: &Caller, database: DatabaseId) -> CallerRules {
        let roles = self.roles_of(caller);
        let mut applied = Vec::new();
        for rule in self.rules.iter().filter(|rule| rule.is_for(&roles)) {
            let relations = rule.datasets.iter().filter_map(|dataset| self.relations.get(&dataset.id));
            for relation in relations.filter(|relation| relation.database_id == database) {
                applied.push(AppliedRule {
                    relation: Arc::clone(relation),
                    name: rule.fields.name.clone(),
                    group_key: rule.fields.group_key.clone().filter(|key| !key.is_empty()),
                    clause: rule.fields.clause.clone(),
                    hidden: rule.fields.hidden_columns.clone(),
                });
            }
        }
        CallerRules::new(caller, applied)
    }

    /// Whether a rule is on the dataset, for anybody.
    pub(super) fn is_on(&self, id: DatasetId) -> bool {
        self.relations.contains_key(&id)
    }

    pub(super) fn roles_of(&self, caller: &Caller) -> Vec<RoleId> {
        if caller.is_anonymous() { self.public.into_iter().collect() } else { caller.role_ids() }
    }
}
