//! The list of databases that can be connected.

use crate::{
    ConnectError, ConnectErrorKind, ConnectionUri, Connector, duckdb::DuckDb, mysql::MySql, postgres::Postgres,
    sqlite::Sqlite,
};

/// Every connector; a new one is one folder and one line here.
pub static CONNECTORS: &[&dyn Connector] = &[&Postgres, &MySql, &DuckDb, &Sqlite];

/// The connector that knows the URI's scheme; the driver after `+` (`postgresql+psycopg2`) is the reference's business.
pub fn connector_for(uri: &ConnectionUri) -> Result<&'static dyn Connector, ConnectError> {
    let scheme = uri.scheme().to_ascii_lowercase();
    let backend = scheme.split('+').next().unwrap_or_default();
    CONNECTORS.iter().copied().find(|connector| connector.schemes().contains(&backend)).ok_or_else(|| {
        let known: Vec<&str> = CONNECTORS.iter().map(|connector| connector.id()).collect();
        let message = format!("No connector knows \"{backend}\". Known are: {}.", known.join(", "));
        ConnectError::new(ConnectErrorKind::ConnectionMissingParametersError, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(uri: &str) -> Result<&'static str, String> {
        connector_for(&ConnectionUri::parse(uri).unwrap()).map(|c| c.id()).map_err(|e| e.message)
    }

    #[test]
    fn schemes_find_their_connector_whatever_the_driver() {
        for uri in ["postgresql+psycopg2://h/d", "postgres://h/d", "postgresql://h/d", "PostgreSQL+asyncpg://h/d"] {
            assert_eq!(found(uri), Ok("postgresql"), "{uri}");
        }
        for uri in [
            "mysql://h/d",
            "mysql+mysqldb://h/d",
            "mysql+pymysql://h",
            "mariadb://h/d",
            "mariadb+mariadbconnector://h/d",
        ] {
            assert_eq!(found(uri), Ok("mysql"), "{uri}");
        }
        assert_eq!(found("duckdb:///data"), Ok("duckdb"));
        assert_eq!(found("sqlite+pysqlite:////data/a.db"), Ok("sqlite"));
        insta::assert_snapshot!(found("oracle://h/d").unwrap_err(), @r#"No connector knows "oracle". Known are: postgresql, mysql, duckdb, sqlite."#);
    }

    #[test]
    fn each_connector_has_a_form_and_a_dialect_of_its_own_name() {
        for connector in CONNECTORS {
            assert!(!connector.settings().is_empty());
            assert_eq!(connector.dialect().id(), connector.id());
            assert!(!connector.schemes().is_empty());
        }
    }
}
