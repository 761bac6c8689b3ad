//! What a role may read.

use serde::{Deserialize, Serialize};

use crate::{ChartId, DashboardId, DatabaseId, DatasetId};

/// `{"kind": "dataset", "id": 7}`, or `{"kind": "schema", "id": 1, "schema": "public"}` with the id of the schema's database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Granted {
    /// The database itself, and every dataset over it.
    Database {
        id: DatabaseId,
    },
    /// Every dataset over a table of this schema, those to come included; the database itself not.
    Schema {
        id: DatabaseId,
        schema: String,
    },
    Dataset {
        id: DatasetId,
    },
    Chart {
        id: ChartId,
    },
    Dashboard {
        id: DashboardId,
    },
}

/// As the log tells it: `schema public of database 1`.
impl std::fmt::Display for Granted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Database { id } => write!(f, "database {id}"),
            Self::Schema { id, schema } => write!(f, "schema {schema} of database {id}"),
            Self::Dataset { id } => write!(f, "dataset {id}"),
            Self::Chart { id } => write!(f, "chart {id}"),
            Self::Dashboard { id } => write!(f, "dashboard {id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_with_its_kind() {
        let schema = Granted::Schema { id: DatabaseId(1), schema: "public".to_owned() };
        let text = serde_json::to_string(&schema).unwrap();
        assert_eq!(text, r#"{"kind":"schema","id":1,"schema":"public"}"#);
        assert_eq!(serde_json::from_str::<Granted>(&text).unwrap(), schema);
        assert!(serde_json::from_str::<Granted>(r#"{"kind":"user","id":1}"#).is_err());
    }
}
