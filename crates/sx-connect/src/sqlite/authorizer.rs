//! What a statement may do, decided by the database itself while it compiles it. The SQL was parsed and checked before;
//! this stands below that, should one ever come so far unchecked.

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

/// Tables that tell about the file or the library, not about the data. `sqlite_` are the catalog's, `pragma_` are the
/// PRAGMAs as tables.
const SYSTEM_PREFIXES: &[&str] = &["sqlite_", "pragma_"];
const SYSTEM_TABLES: &[&str] = &["dbstat", "fts3tokenize", "bytecode", "tables_used"];
const CATALOG: &str = "sqlite_master";
/// Loads code, or hands out addresses of the process.
const DANGEROUS_FUNCTIONS: &[&str] = &["load_extension", "fts3_tokenizer", "fts5"];

/// Reads only: no ATTACH, no PRAGMA, no transaction, nothing that changes or creates.
pub(super) fn reads_only(context: AuthContext<'_>) -> Authorization {
    let is_allowed = match context.action {
        AuthAction::Select | AuthAction::Recursive => true,
        // A virtual table pretends to be created when it is first read. A statement that really wrote to the catalog would
        // fail three times: by the file, which is open to be read, by the switches, and by what `answer` asks of each.
        AuthAction::Update { table_name: CATALOG, .. } => true,
        AuthAction::Read { table_name: CATALOG, column_name: "ROWID" } => true,
        AuthAction::Read { table_name, .. } => !is_system(table_name),
        // A full-text table asks by itself whether the file has changed.
        AuthAction::Pragma { pragma_name: "data_version", pragma_value: None } => true,
        AuthAction::Function { function_name } => !is_one_of(DANGEROUS_FUNCTIONS, function_name),
        _ => false,
    };
    if is_allowed { Authorization::Allow } else { Authorization::Deny }
}

fn is_system(table: &str) -> bool {
    let table = table.to_ascii_lowercase();
    SYSTEM_PREFIXES.iter().any(|prefix| table.starts_with(prefix)) || SYSTEM_TABLES.contains(&table.as_str())
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}
