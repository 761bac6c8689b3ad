//! Row rules: which rows and columns of a dataset exist for whom.

use serde::{Deserialize, Serialize};

use crate::{Audit, DatasetId, Role, RoleId, RowRuleId};

/// For whom a rule is, seen from the roles that it lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RowRuleKind {
    /// For whoever has one of them.
    #[default]
    Regular,
    /// For whoever has none of them.
    Base,
}

impl RowRuleKind {
    pub const ALL: [Self; 2] = [Self::Regular, Self::Base];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Regular => "Regular",
            Self::Base => "Base",
        }
    }
}

/// What a rule says, as it is written; ids in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowRuleFields {
    /// No other rule has it.
    pub name: String,
    pub filter_type: RowRuleKind,
    /// Rules of one key are joined with OR; everything else with AND.
    pub group_key: Option<String>,
    /// A condition in the dataset's SQL, which may hold a template; empty where the rule only hides columns.
    pub clause: String,
    pub description: Option<String>,
    /// Columns of the datasets that do not exist for those whom the rule is for.
    pub hidden_columns: Vec<String>,
}

/// A rule as those see it who manage rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowRule {
    pub id: RowRuleId,
    pub fields: RowRuleFields,
    /// By id.
    pub datasets: Vec<RuledDataset>,
    /// By id.
    pub roles: Vec<Role>,
    pub audit: Audit,
}

/// A dataset that a rule is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuledDataset {
    pub id: DatasetId,
    pub table_name: String,
    pub schema: Option<String>,
}

impl RowRule {
    /// Whether it is for a person with these roles.
    pub fn is_for(&self, roles: &[RoleId]) -> bool {
        let is_listed = self.roles.iter().any(|role| roles.contains(&role.id));
        match self.fields.filter_type {
            RowRuleKind::Regular => is_listed,
            RowRuleKind::Base => !is_listed,
        }
    }
}
