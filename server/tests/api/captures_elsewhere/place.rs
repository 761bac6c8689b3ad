//! A database of each kind with the tables in it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::tables::{TABLES, ask, dumps, open_folder};
use crate::{
    harness::{postgres_batch, postgres_url, postgres_url_of, postgres_with, workspace},
    mariadb::{client_output, mariadb, mariadb_schema, mariadb_uri},
};

pub enum Place {
    Postgres {
        database: String,
    },
    MariaDb {
        schema: String,
    },
    Duckdb {
        folder: PathBuf,
    },
    /// A folder with one file.
    Sqlite {
        folder: PathBuf,
    },
}

impl Place {
    /// A folder with a Parquet file for each table.
    pub fn duckdb() -> Self {
        let folder = new_folder();
        for table in TABLES {
            let file = format!("{table}.parquet");
            std::fs::copy(workspace().join("end2end/data").join(&file), folder.join(&file)).unwrap();
        }
        Self::Duckdb { folder }
    }

    /// A folder with a CSV file for each table; nothing in it says what the columns are.
    pub async fn csv() -> Self {
        let folder = new_folder();
        for (table, dump) in dumps().await {
            std::fs::write(folder.join(format!("{table}.csv")), dump.csv()).unwrap();
        }
        Self::Duckdb { folder }
    }

    pub async fn postgres() -> Self {
        let place = Self::Postgres { database: postgres_with("").await.0 };
        let types = ["bigint", "double precision", "text", "boolean", "timestamp"];
        place.load(types, '"', "\\copy {table} FROM '{file}'").await;
        place
    }

    pub async fn mariadb(collation: &str) -> Self {
        let place = Self::MariaDb { schema: mariadb_schema(collation) };
        let types = ["bigint", "double", "text", "boolean", "datetime(6)"];
        place.load(types, '`', "LOAD DATA LOCAL INFILE '{file}' INTO TABLE {table} CHARACTER SET utf8mb4").await;
        place
    }

    pub async fn sqlite() -> Self {
        let folder = new_folder();
        let mut connection = rusqlite::Connection::open(folder.join("tables.db")).unwrap();
        for (table, dump) in dumps().await {
            let columns = dump.columns(["bigint", "double", "text", "boolean", "datetime"], '"');
            connection.execute_batch(&format!("CREATE TABLE {table} ({columns})")).unwrap();
            let transaction = connection.transaction().unwrap();
            let places = columns.split(", ").map(|_| "?").collect::<Vec<_>>().join(", ");
            let mut insert = transaction.prepare(&format!("INSERT INTO {table} VALUES ({places})")).unwrap();
            for row in dump.cells() {
                // The column's type makes numbers of the texts.
                insert.execute(rusqlite::params_from_iter(row)).unwrap();
            }
            drop(insert);
            transaction.commit().unwrap();
        }
        Self::Sqlite { folder }
    }

    /// What the files hold, by the database's own client.
    async fn load(&self, types: [&str; 5], quote: char, load: &str) {
        let folder = new_folder();
        for (table, dump) in dumps().await {
            let file = folder.join(table);
            std::fs::write(&file, dump.rows()).unwrap();
            let load = load.replace("{table}", table).replace("{file}", &file.display().to_string());
            self.print(&format!("CREATE TABLE {table} ({});\n{load}\n", dump.columns(types, quote))).await;
        }
        std::fs::remove_dir_all(folder).unwrap();
    }

    pub fn uri(&self) -> String {
        match self {
            Self::Postgres { database } => {
                postgres_url_of(database).replacen("postgres://", "postgresql+psycopg2://", 1)
            }
            Self::MariaDb { schema } => mariadb_uri(schema),
            Self::Duckdb { folder } => format!("duckdb:///{}", folder.display()),
            Self::Sqlite { folder } => format!("sqlite:///{}/tables.db", folder.display()),
        }
    }

    pub fn schema(&self) -> &str {
        match self {
            Self::Postgres { .. } => "public",
            Self::MariaDb { schema } => schema,
            Self::Duckdb { .. } | Self::Sqlite { .. } => "main",
        }
    }

    /// What the database itself answers: a line for each row, ` | ` between the values.
    pub async fn print(&self, sql: &str) -> String {
        match self {
            Self::Postgres { database } => psql(database, sql),
            Self::MariaDb { schema } => mariadb(schema, sql).replace('\t', " | "),
            Self::Duckdb { folder } => {
                let table = ask(&*open_folder(folder), sql).await;
                let text = |value: serde_json::Value| value.as_str().map_or(value.to_string(), str::to_owned);
                let row = |row| table.columns.iter().map(|column| text(column.values.json(row))).collect::<Vec<_>>();
                (0..table.row_count()).map(|at| row(at).join(" | ") + "\n").collect()
            }
            Self::Sqlite { folder } => sqlite(folder, sql),
        }
    }

    pub async fn end(self) {
        match self {
            Self::Postgres { database } => {
                postgres_batch(&postgres_url(), &format!("DROP DATABASE {database} WITH (FORCE)")).await;
            }
            Self::MariaDb { schema } => _ = mariadb("", &format!("DROP DATABASE {schema}")),
            Self::Duckdb { folder } | Self::Sqlite { folder } => std::fs::remove_dir_all(folder).unwrap(),
        }
    }
}

fn new_folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("sextant-captures-{}", uuid::Uuid::new_v4().simple()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn psql(database: &str, sql: &str) -> String {
    let mut command = Command::new("psql");
    client_output(command.args([&postgres_url_of(database), "-qXAt", "-F", " | ", "-v", "ON_ERROR_STOP=1"]), sql)
}

fn sqlite(folder: &Path, sql: &str) -> String {
    let connection = rusqlite::Connection::open(folder.join("tables.db")).unwrap();
    let mut statement = connection.prepare(sql).unwrap();
    let width = statement.column_count();
    let text = |value: rusqlite::types::Value| match value {
        rusqlite::types::Value::Text(text) => text,
        rusqlite::types::Value::Integer(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    let line = |row: &rusqlite::Row<'_>| (0..width).map(|at| row.get(at).map(text)).collect::<Result<Vec<_>, _>>();
    let lines = statement.query_map([], line).unwrap().map(|line| line.unwrap().join(" | ") + "\n");
    lines.collect()
}
