//! The migrations, embedded. A new one: two files of the same name in `migrations/{postgres,sqlite}` and one line here.

use std::borrow::Cow;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{Connection as _, SqlSafeStr as _, SqliteConnection};

use crate::db::Pools;
use crate::{Result, StoreError};

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        [$(File {
            name: $name,
            postgres: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/postgres/", $name)),
            sqlite: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/sqlite/", $name)),
        }),*]
    };
}

struct File {
    name: &'static str,
    postgres: &'static str,
    sqlite: &'static str,
}

const FILES: [File; 8] = migrations![
    "20261120000000_base.sql",
    "20261120093000_log_and_favorites.sql",
    "20261120140000_trash_drafts_permalinks.sql",
    "20261120141000_schema_grants.sql",
    "20261120150000_ssh_tunnel.sql",
    "20261120160000_row_rules.sql",
    "20261120161000_cache_generation.sql",
    "20261120220000_time_settings.sql",
];

/// `run_direct` where `run` would do: for a borrowed connection the future of `run` is not `Send`.
pub(crate) async fn run(pools: &Pools) -> Result<()> {
    match pools {
        // sqlx holds an advisory lock meanwhile.
        Pools::Postgres(pool) => {
            let mut connection = pool.acquire().await?;
            migrator(|file| file.postgres).run_direct(None, &mut *connection, false).await?;
        }
        Pools::Sqlite { writer, .. } => {
            let mut connection = writer.acquire().await?;
            // A table that is made anew must not take along what points at it; the switch does nothing within a transaction.
            sqlx::query("PRAGMA foreign_keys = OFF").execute(&mut *connection).await?;
            let outcome = run_sqlite(&mut connection).await;
            sqlx::query("PRAGMA foreign_keys = ON").execute(&mut *connection).await?;
            outcome?;
        }
    }
    Ok(())
}

/// SQLite has no such lock: one immediate transaction around all makes a second server wait, then find it done.
async fn run_sqlite(connection: &mut SqliteConnection) -> Result<()> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    migrator(|file| file.sqlite).run_direct(None, &mut *transaction, false).await?;
    let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut *transaction).await?;
    if !broken.is_empty() {
        let message = format!("{} rows point at rows that do not exist", broken.len());
        return Err(StoreError::Damaged { message });
    }
    transaction.commit().await?;
    Ok(())
}

fn migrator(sql: impl Fn(&File) -> &'static str) -> Migrator {
    let migrations = FILES.iter().map(|file| {
        let (version, subject) = split_name(file.name);
        Migration::new(version, Cow::Borrowed(subject), MigrationType::Simple, sql(file).into_sql_str(), false)
    });
    let mut migrator = Migrator::with_migrations(migrations.collect());
    // While a new release rolls out, servers of the old one still start against the newer schema.
    migrator.set_ignore_missing(true);
    migrator
}

fn split_name(name: &'static str) -> (i64, &'static str) {
    let (moment, subject) = name.split_once('_').unwrap_or((name, name));
    (moment.parse().unwrap_or_default(), subject.trim_end_matches(".sql"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that nobody listed would never run.
    #[test]
    fn both_folders_hold_just_the_listed_files() {
        let listed: Vec<_> = FILES.iter().map(|file| file.name.to_owned()).collect();
        for backend in ["postgres", "sqlite"] {
            let folder = format!("{}/../../migrations/{backend}", env!("CARGO_MANIFEST_DIR"));
            let mut found: Vec<_> = std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            found.sort();
            assert_eq!(found, listed, "{backend}");
        }
    }

    #[test]
    fn versions_are_moments_in_order() {
        let versions: Vec<_> = FILES.iter().map(|file| split_name(file.name).0).collect();
        assert!(versions.iter().all(|version| version.to_string().len() == "YYYYMMDDhhmmss".len()), "{versions:?}");
        assert!(versions.is_sorted_by(|a, b| a < b), "{versions:?}");
    }
}
