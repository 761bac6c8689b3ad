//! What a statement cannot reach, should one ever come this far without having been parsed.

use std::{fs, os::unix::fs::symlink};

use sx_connect::Source;

use crate::harness::*;

struct Locked {
    folder: Folder,
    source: std::sync::Arc<dyn Source>,
}

impl Locked {
    fn new() -> Self {
        let folder = Folder::new();
        folder.write("good.csv", "a\n1\n");
        symlink("/etc/passwd", folder.path().join("link.csv")).unwrap();
        let source = folder.source();
        Self { folder, source }
    }

    /// The class of the engine's refusal; `{}` in the statement stands for the folder.
    async fn refusal(&self, sql: &str) -> String {
        let sql = sql.replace("{}", &self.folder.path().display().to_string());
        match ask(&*self.source, &sql).await {
            Ok(table) => panic!("{sql} answered {}", rows(&table)),
            Err(error) => error.message.lines().next().unwrap_or_default().to_owned(),
        }
    }

    async fn all_refused_with(&self, part: &str, statements: &[&str]) {
        for sql in statements {
            let refusal = self.refusal(sql).await;
            assert!(refusal.contains(part), "{sql}: {refusal}");
        }
    }
}

#[tokio::test]
async fn files_outside_the_list_cannot_be_read() {
    let locked = Locked::new();
    locked
        .all_refused_with(
            "file system operations are disabled",
            &[
                "SELECT * FROM read_csv('/etc/passwd')",
                "SELECT * FROM read_text('/etc/passwd')",
                "SELECT * FROM read_blob('/etc/passwd')",
                "SELECT * FROM read_parquet('/etc/passwd')",
                "SELECT * FROM read_json('/etc/passwd')",
                "SELECT * FROM glob('/etc/*')",
                "SELECT * FROM glob('{}/*')",
                "SELECT * FROM read_text('{}/link.csv')",
                "SELECT * FROM read_csv('{}/link.csv')",
                "SELECT * FROM read_text('{}/../../etc/passwd')",
                "SELECT * FROM read_text('{}/good.csv/../../../etc/passwd')",
                "SELECT * FROM read_text('/proc/self/environ')",
                "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
                "SELECT * FROM read_csv('{}/*.csv')",
            ],
        )
        .await;
    locked.all_refused_with("does not exist", &["SELECT * FROM '/etc/passwd'", "SELECT getenv('HOME')"]).await;
    assert_eq!(value(&*locked.source, "SELECT a FROM good").await, "1");
}

#[tokio::test]
async fn a_file_that_came_later_or_became_a_link_is_out_of_reach() {
    let locked = Locked::new();
    locked.source.ping().await.unwrap();
    fs::remove_file(locked.folder.path().join("good.csv")).unwrap();
    symlink("/etc/passwd", locked.folder.path().join("good.csv")).unwrap();
    let refusal = locked.refusal("SELECT * FROM read_text('{}/good.csv')").await;
    assert!(refusal.contains("file system operations are disabled"), "{refusal}");
}

#[tokio::test]
async fn only_selects_run() {
    let locked = Locked::new();
    locked
        .all_refused_with(
            "Only SELECT statements",
            &[
                "COPY (SELECT 1) TO '{}/good.csv' (USE_TMP_FILE false)",
                "EXPLAIN ANALYZE COPY (SELECT 1) TO '{}/good.csv' (USE_TMP_FILE false)",
                "SELECT 1; COPY (SELECT 1) TO '{}/good.csv' (USE_TMP_FILE false)",
                "/* SELECT */ CREATE TABLE t AS SELECT 1",
                "ATTACH ':memory:' AS other",
                "SET VARIABLE a = 1",
                "DROP VIEW good",
                "PRAGMA threads = 64",
            ],
        )
        .await;
    assert_eq!(fs::read_to_string(locked.folder.path().join("good.csv")).unwrap(), "a\n1\n");
    for sql in ["EXPLAIN SELECT a FROM good", "DESCRIBE good", "WITH t AS (SELECT 1 AS a) FROM t", "VALUES (1)"] {
        assert!(ask(&*locked.source, sql).await.unwrap().row_count() > 0, "{sql}");
    }
}

#[tokio::test]
async fn the_engine_is_small_and_locked() {
    let locked = Locked::new();
    for (setting, expected) in [
        ("enable_external_access", "false"),
        ("lock_configuration", "true"),
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("allow_community_extensions", "false"),
        ("threads", "2"),
        ("memory_limit", r#""488.2 MiB""#),
        ("TimeZone", r#""UTC""#),
    ] {
        assert_eq!(
            value(&*locked.source, &format!("SELECT current_setting('{setting}')")).await,
            expected,
            "{setting}"
        );
    }
}
