//! What may stand in FROM.

use sqlparser::ast::{Ident, ObjectName, TableAlias, TableFactor};

use super::{Guard, Place, expressions::SILENT_CALLS};
use crate::error::SqlError;
use crate::flavour::Flavour;
use crate::names::{canonical, fold, parts, value};

/// Endings for which DuckDB reads a file in place of a table, and what else no table is called.
const FILE_ENDINGS: &[&str] = &[
    ".arrow", ".arrows", ".avro", ".blob", ".bz2", ".csv", ".db", ".ddb", ".delta", ".duckdb", ".feather", ".fgb",
    ".geojson", ".gpkg", ".gz", ".iceberg", ".ipc", ".json", ".jsonl", ".lance", ".ndjson", ".orc", ".parq",
    ".parquet", ".pq", ".shp", ".sqlite", ".sqlite3", ".text", ".tsv", ".txt", ".vortex", ".xls", ".xlsx", ".xml",
    ".yaml", ".yml", ".zip", ".zst",
];

/// Words that no table is called without quotes. The parser would take `ONLY t` for a table `only` with the name `t`,
/// where the database reads `t`.
const RESERVED: &[&str] = &[
    "all",
    "analyse",
    "analyze",
    "and",
    "anti",
    "any",
    "array",
    "as",
    "asc",
    "asof",
    "asymmetric",
    "authorization",
    "binary",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "collation",
    "column",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "default",
    "deferrable",
    "desc",
    "describe",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "false",
    "fetch",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "glob",
    "grant",
    "group",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "lambda",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "natural",
    "not",
    "notnull",
    "null",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "overlaps",
    "pivot",
    "placing",
    "positional",
    "primary",
    "qualify",
    "references",
    "returning",
    "right",
    "rows",
    "select",
    "semi",
    "show",
    "similar",
    "some",
    "summarize",
    "symmetric",
    "table",
    "tablesample",
    "then",
    "to",
    "trailing",
    "true",
    "union",
    "unique",
    "unpivot",
    "using",
    "values",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
];

/// System catalogs: settings, files, other people's queries, the roles' secrets. `information_schema` stays open, for
/// it shows each role only what is its own; whoever calls this sees it among the reads.
const SYSTEM_PREFIXES: &[&str] = &["pg_", "duckdb_", "pragma_", "sqlite_"];

impl Guard {
    pub(super) fn table_factor(&mut self, factor: &TableFactor) -> Result<(), SqlError> {
        match factor {
            TableFactor::Table {
                name,
                alias,
                args,
                with_hints,
                version,
                with_ordinality: _,
                partitions,
                json_path,
                sample: _,
                index_hints,
            } => {
                let extras = !with_hints.is_empty() || version.is_some() || !partitions.is_empty();
                if extras || json_path.is_some() || !index_hints.is_empty() {
                    return Err(SqlError::Construct("A hint, version or partition of a table"));
                }
                match args {
                    None => self.table(name),
                    Some(args) if args.settings.is_none() => self.table_function(name, alias.as_ref()),
                    Some(_) => Err(SqlError::Construct("SETTINGS")),
                }
            }
            TableFactor::Function { name, alias, lateral: _, args: _, with_ordinality: _ } => {
                self.table_function(name, alias.as_ref())
            }
            TableFactor::UNNEST { alias, .. } => {
                self.calls.row_source("unnest", alias.as_ref(), self.flavour);
                Ok(())
            }
            // Their parts are visited by themselves.
            TableFactor::Derived { .. } | TableFactor::NestedJoin { .. } => Ok(()),
            TableFactor::Pivot { .. } | TableFactor::Unpivot { .. } if self.flavour == Flavour::DuckDb => Ok(()),
            TableFactor::Pivot { .. } | TableFactor::Unpivot { .. } => Err(SqlError::Construct("PIVOT")),
            TableFactor::TableFunction { .. } => Err(SqlError::Construct("TABLE(…)")),
            TableFactor::JsonTable { .. } | TableFactor::OpenJsonTable { .. } => Err(SqlError::Construct("JSON_TABLE")),
            TableFactor::MatchRecognize { .. } => Err(SqlError::Construct("MATCH_RECOGNIZE")),
            TableFactor::XmlTable { .. } => Err(SqlError::Construct("XMLTABLE")),
            TableFactor::SemanticView { .. } => Err(SqlError::Construct("SEMANTIC_VIEW")),
        }
    }

    fn table(&mut self, name: &ObjectName) -> Result<(), SqlError> {
        let Some(parts) = parts(name) else {
            return Err(SqlError::Relation(name.to_string()));
        };
        if let Some(word) = parts.iter().find(|part| is_reserved(part)) {
            return Err(SqlError::Relation(word.value.clone()));
        }
        // `FROM current_user` is a call to Postgres, whatever else has this name.
        if let [alone] = parts[..]
            && self.flavour == Flavour::Postgres
            && alone.quote_style.is_none()
            && SILENT_CALLS.contains(&fold(self.flavour, alone).as_str())
        {
            return Err(SqlError::Function(fold(self.flavour, alone)));
        }
        if let [alone] = parts[..]
            && self.scopes.knows(self.flavour, alone)
        {
            return Ok(());
        }
        let shown = || parts.iter().map(|part| value(part)).collect::<Vec<_>>().join(".");
        // A string in place of a name is a file to DuckDB; no database has tables that are called so.
        let is_foreign = |part: &&Ident| part.quote_style.is_some_and(|quote| quote != self.flavour.name_quote());
        if parts.iter().any(is_foreign) {
            return Err(SqlError::File(shown()));
        }
        if self.flavour.tables_may_be_files() && looks_like_a_file(&shown()) {
            return Err(SqlError::File(shown()));
        }
        let schemas = &parts[..parts.len().saturating_sub(1)];
        let is_closed = |part: &&Ident| self.flavour.system_schemas().contains(&fold(self.flavour, part).as_str());
        if parts.iter().any(|part| is_system(self.flavour, part)) || schemas.iter().any(is_closed) {
            return Err(SqlError::Relation(shown()));
        }
        self.reads.insert(canonical(self.flavour, &parts));
        Ok(())
    }

    fn table_function(&mut self, name: &ObjectName, alias: Option<&TableAlias>) -> Result<(), SqlError> {
        debug_assert!(self.place == Place::Query, "an expression has no FROM");
        let Some(function) = self.function_name(name) else {
            return Err(SqlError::Function(name.to_string()));
        };
        let functions = self.flavour.functions();
        if !functions.makes_rows(&function) {
            let known = functions.allows(&function);
            return Err(if known { SqlError::NotATableFunction(function) } else { SqlError::Function(function) });
        }
        self.calls.row_source(&function, alias, self.flavour);
        Ok(())
    }
}

fn is_reserved(part: &Ident) -> bool {
    part.quote_style.is_none() && RESERVED.contains(&part.value.to_ascii_lowercase().as_str())
}

fn is_system(flavour: Flavour, part: &Ident) -> bool {
    let folded = fold(flavour, part);
    SYSTEM_PREFIXES.iter().any(|prefix| folded.starts_with(prefix))
}

fn looks_like_a_file(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains(['/', '\\', '*', '?']) || FILE_ENDINGS.iter().any(|ending| name.ends_with(ending))
}
