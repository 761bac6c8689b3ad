//! What a request wants of a rule, and what is wrong with it.

use serde::Deserialize;
use sx_model::{
    DatasetId, ExpressionQuestion, ExpressionType, ListFilter, ListQuery, Result, RoleId, RowRule, RowRuleFields,
    RowRuleKind,
};

use crate::{
    Caller, Service,
    queries::render_clause,
    store_error,
    wrong::{Wrong, given},
};

/// As long as in the reference.
const LONGEST_NAME: usize = 255;
const LONGEST_CLAUSE: usize = 20_000;

/// `POST /api/v1/rowlevelsecurity/`.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
pub struct NewRowRule {
    pub name: String,
    pub filter_type: RowRuleKind,
    /// Ids of datasets.
    pub tables: Vec<DatasetId>,
    pub roles: Vec<RoleId>,
    #[serde(default)]
    pub group_key: Option<String>,
    /// A condition in SQL; may be empty where columns are hidden.
    pub clause: String,
    #[serde(default)]
    pub description: Option<String>,
    /// Not in the reference: columns that do not exist for those whom the rule is for.
    #[serde(default)]
    pub hidden_columns: Vec<String>,
}

/// `PUT /api/v1/rowlevelsecurity/{id}`: what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
pub struct RowRuleChange {
    pub name: Option<String>,
    pub filter_type: Option<RowRuleKind>,
    pub tables: Option<Vec<DatasetId>>,
    pub roles: Option<Vec<RoleId>>,
    #[serde(default, deserialize_with = "given")]
    pub group_key: Option<Option<String>>,
    pub clause: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub description: Option<Option<String>>,
    pub hidden_columns: Option<Vec<String>>,
}

impl From<NewRowRule> for RowRuleChange {
    fn from(new: NewRowRule) -> Self {
        Self {
            name: Some(new.name),
            filter_type: Some(new.filter_type),
            tables: Some(new.tables),
            roles: Some(new.roles),
            group_key: Some(new.group_key),
            clause: Some(new.clause),
            description: Some(new.description),
            hidden_columns: Some(new.hidden_columns),
        }
    }
}

/// The rule as it shall be.
#[derive(Default)]
pub(super) struct Wanted {
    pub fields: RowRuleFields,
    pub datasets: Vec<DatasetId>,
    pub roles: Vec<RoleId>,
}

impl Wanted {
    pub fn stored(rule: &RowRule) -> Self {
        Self {
            fields: rule.fields.clone(),
            datasets: rule.datasets.iter().map(|dataset| dataset.id).collect(),
            roles: rule.roles.iter().map(|role| role.id).collect(),
        }
    }

    fn changed(mut self, change: RowRuleChange) -> Self {
        let filled = |text: Option<String>| text.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
        let fields = &mut self.fields;
        fields.name = change.name.map_or_else(|| fields.name.clone(), |name| name.trim().to_owned());
        fields.filter_type = change.filter_type.unwrap_or(fields.filter_type);
        fields.group_key = change.group_key.map_or_else(|| fields.group_key.clone(), filled);
        fields.clause = change.clause.map_or_else(|| fields.clause.clone(), |clause| clause.trim().to_owned());
        fields.description = change.description.map_or_else(|| fields.description.clone(), filled);
        fields.hidden_columns = change.hidden_columns.unwrap_or_else(|| fields.hidden_columns.clone());
        fields.hidden_columns.sort();
        fields.hidden_columns.dedup();
        self.datasets = change.tables.unwrap_or(self.datasets);
        self.datasets.sort_unstable();
        self.datasets.dedup();
        self.roles = change.roles.unwrap_or(self.roles);
        self.roles.sort_unstable();
        self.roles.dedup();
        self
    }
}

impl Service {
    /// All that is wrong at once.
    pub(super) async fn wanted_rule(
        &self,
        caller: &Caller,
        before: Option<&RowRule>,
        change: RowRuleChange,
    ) -> Result<Wanted> {
        let wanted = before.map(Wanted::stored).unwrap_or_default().changed(change);
        let mut wrong = Wrong::default();
        self.check_rule_name(before, &wanted.fields.name, &mut wrong).await?;
        let fields = &wanted.fields;
        if fields.clause.is_empty() && fields.hidden_columns.is_empty() {
            wrong.add("clause", "A condition is needed, or columns to hide.");
        }
        if fields.clause.chars().count() > LONGEST_CLAUSE {
            wrong.add("clause", format!("A condition has at most {LONGEST_CLAUSE} characters."));
        }
        if wanted.datasets.is_empty() {
            wrong.add("tables", "A rule is on at least one dataset.");
        }
        let known = self.store.list_roles().await.map_err(store_error)?;
        if wanted.roles.iter().any(|id| !known.iter().any(|role| role.id == *id)) {
            wrong.add("roles", "Some roles do not exist");
        }
        self.check_on_datasets(caller, before, &wanted, &mut wrong).await?;
        wrong.check()?;
        Ok(wanted)
    }

    async fn check_rule_name(&self, before: Option<&RowRule>, name: &str, wrong: &mut Wrong) -> Result<()> {
        if name.is_empty() {
            wrong.add("name", "A name is needed.");
        }
        if name.chars().count() > LONGEST_NAME {
            wrong.add("name", format!("A name has at most {LONGEST_NAME} characters."));
        }
        let same = ListFilter { col: "name".to_owned(), opr: "eq".to_owned(), value: name.into() };
        let query = ListQuery { filters: vec![same], ..ListQuery::default() };
        let found = self.store.list_row_rules(&query).await.map_err(store_error)?;
        if found.items.iter().any(|rule| before.is_none_or(|before| before.id != rule.id)) {
            wrong.add("name", "Must be unique");
        }
        Ok(())
    }

    /// The condition is asked of each dataset that is new to it; a database that cannot be reached just now refuses nothing.
    async fn check_on_datasets(
        &self,
        caller: &Caller,
        before: Option<&RowRule>,
        wanted: &Wanted,
        wrong: &mut Wrong,
    ) -> Result<()> {
        let fields = &wanted.fields;
        let is_checked = |id: &DatasetId| {
            before
                .is_some_and(|it| it.fields.clause == fields.clause && it.datasets.iter().any(|known| known.id == *id))
        };
        let mut missing = fields.hidden_columns.clone();
        for id in &wanted.datasets {
            let dataset = self.store.lookup_dataset(*id).await.map_err(store_error)?;
            // A dataset in the trash keeps its rules.
            let stays = before.is_some_and(|it| it.datasets.iter().any(|known| known.id == *id));
            let Some(dataset) = dataset else {
                if stays {
                    missing.clear();
                } else {
                    wrong.add("tables", "Some datasets do not exist");
                }
                continue;
            };
            missing.retain(|name| !dataset.columns.iter().any(|column| column.fields.column_name == *name));
            if !fields.clause.is_empty() && !is_checked(id) {
                self.check_clause(caller, *id, &dataset.fields.table_name, &fields.clause, wrong).await?;
            }
        }
        for name in missing {
            wrong.add("hidden_columns", format!("None of the datasets has a column “{name}”."));
        }
        Ok(())
    }

    async fn check_clause(
        &self,
        caller: &Caller,
        id: DatasetId,
        table_name: &str,
        clause: &str,
        wrong: &mut Wrong,
    ) -> Result<()> {
        // Without the rules of who writes it: a rule may read what it hides.
        let loaded = self.unrestricted_dataset(id).await?;
        let clause = match render_clause(caller, loaded.connector.dialect(), clause) {
            Ok(clause) => clause,
            Err(sentence) => {
                wrong.add("clause", format!("{table_name}: {sentence}"));
                return Ok(());
            }
        };
        let question = ExpressionQuestion { expression: clause, expression_type: ExpressionType::Where };
        match self.probe(caller, &loaded, &question).await {
            Ok(check) => {
                for problem in check.problems {
                    wrong.add("clause", format!("{table_name}: {}", problem.message));
                }
            }
            Err(error) => tracing::info!(%error, table_name, "a row rule is saved unchecked"),
        }
        Ok(())
    }
}
