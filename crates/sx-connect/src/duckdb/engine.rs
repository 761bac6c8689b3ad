//! One locked-down instance in memory, with a view per file.

use std::{path::Path, sync::Arc};

use adbc_core::{
    Connection as _, Database as _, Driver as _, Statement as _,
    options::{OptionDatabase, OptionValue},
};
use adbc_driver_manager::{ManagedConnection, ManagedDatabase};
use arrow_array::cast::AsArray as _;

use super::{
    bucket::Bucket,
    errors::{bucket_error, engine_error, stream_error},
    files::{Scan, of_objects, scan},
    library,
    lockdown::{SpillFolder, statements, view},
};
use crate::{ConnectError, ConnectErrorKind};

/// Each is a view, and opening the engine reads the head of each.
const MOST_OBJECTS: usize = 500;

/// Field order matters: the database closes before its spill folder goes.
pub(super) struct Engine {
    database: ManagedDatabase,
    pub scan: Scan,
    /// The names of the views, in the order of the files.
    pub tables: Vec<String>,
    _spill: SpillFolder,
}

impl Engine {
    /// Blocks for as long as the files' heads take to read.
    pub fn open(folder: &Path) -> Result<Self, ConnectError> {
        let mut engine = Self::unlocked()?;
        engine.scan = scan(folder)?;
        engine.lock()?;
        Ok(engine)
    }

    /// The engine that is known while the bucket holds the same objects, else a new one. Blocks for as long as the bucket
    /// takes to be listed, and the heads of its objects to be read.
    pub fn over(bucket: &Bucket, known: Option<Arc<Self>>) -> Result<Arc<Self>, ConnectError> {
        let mut engine = Self::unlocked()?;
        let mut connection = engine.connect()?;
        for sql in Bucket::preparations(&library::httpfs()?) {
            run(&mut connection, &sql)?;
        }
        // Its own message would repeat the statement, and with it the key.
        run(&mut connection, bucket.secret().expose()).map_err(|_| {
            ConnectError::new(
                ConnectErrorKind::GenericDbEngineError,
                "The engine does not take these keys and settings.",
            )
        })?;
        let urls = texts(&mut connection, &bucket.listing()).map_err(|error| bucket_error(error, bucket.url()))?;
        if urls.len() > MOST_OBJECTS {
            let message = format!("{} holds more than {MOST_OBJECTS} objects. Name a longer prefix.", bucket.url());
            return Err(ConnectError::new(ConnectErrorKind::GenericDbEngineError, message));
        }
        engine.scan = of_objects(urls, bucket.url());
        match known.filter(|known| known.scan == engine.scan) {
            Some(known) => Ok(known),
            None => engine.lock().map(|()| Arc::new(engine)),
        }
    }

    /// Knows no files yet, and must not be asked by others before [`Engine::lock`].
    fn unlocked() -> Result<Self, ConnectError> {
        let spill = SpillFolder::new().map_err(|error| {
            let message = format!("No temporary folder could be made: {error}.");
            ConnectError::new(ConnectErrorKind::GenericDbEngineError, message)
        })?;
        let path = (OptionDatabase::Other("path".into()), OptionValue::String(":memory:".into()));
        let database = library::driver()?.new_database_with_opts([path]).map_err(|error| engine_error(&error))?;
        let scan = Scan { files: Vec::new(), refused: Vec::new() };
        Ok(Self { database, scan, tables: Vec::new(), _spill: spill })
    }

    /// A connection per question: what one leaves behind (variables, temporary tables) is gone with it.
    pub fn connect(&self) -> Result<ManagedConnection, ConnectError> {
        self.database.new_connection().map_err(|error| engine_error(&error))
    }

    /// Only the files of the scan can be read from here on.
    fn lock(&mut self) -> Result<(), ConnectError> {
        for reason in &self.scan.refused {
            tracing::warn!(reason, "a file is no table");
        }
        let mut connection = self.connect()?;
        for sql in statements(&self.scan.files, self._spill.path()) {
            run(&mut connection, &sql)?;
        }
        for file in &self.scan.files {
            match run(&mut connection, &view(file)) {
                Ok(()) => self.tables.push(file.table.clone()),
                // One broken file must not take the others with it.
                Err(error) => tracing::warn!(path = file.path, %error, "a file is no table"),
            }
        }
        Ok(())
    }
}

fn run(connection: &mut ManagedConnection, sql: &str) -> Result<(), ConnectError> {
    let mut statement = connection.new_statement().map_err(|error| engine_error(&error))?;
    statement.set_sql_query(sql).map_err(|error| engine_error(&error))?;
    statement.execute_update().map(|_| ()).map_err(|error| engine_error(&error))
}

/// The first column of an answer.
fn texts(connection: &mut ManagedConnection, sql: &str) -> Result<Vec<String>, ConnectError> {
    let mut statement = connection.new_statement().map_err(|error| engine_error(&error))?;
    statement.set_sql_query(sql).map_err(|error| engine_error(&error))?;
    let mut texts = Vec::new();
    for batch in statement.execute().map_err(|error| engine_error(&error))? {
        let batch = batch.map_err(|error| stream_error(&error))?;
        let column = batch.column(0).as_string_opt::<i32>();
        texts.extend(column.into_iter().flatten().flatten().map(str::to_owned));
    }
    Ok(texts)
}

/// The engine's own refusals, below the fence that lets only SELECT through.
#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Self {
            let path = std::env::temp_dir().join(format!("sx-engine-{}", uuid::Uuid::new_v4()));
            fs::create_dir_all(&path).unwrap();
            fs::write(path.join("good.csv"), "a\n1\n").unwrap();
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn assert_refused(folder: &Folder, part: &str, statements: &[&str]) {
        let engine = Engine::open(&folder.0).unwrap();
        let mut connection = engine.connect().unwrap();
        for sql in statements {
            let sql = sql.replace("{}", folder.0.to_str().unwrap());
            let refusal = run(&mut connection, &sql).map_err(|error| error.message);
            assert!(refusal.as_ref().is_err_and(|message| message.contains(part)), "{sql}: {refusal:?}");
        }
    }

    #[test]
    fn nothing_new_can_be_written_or_attached() {
        let folder = Folder::new();
        assert_refused(
            &folder,
            "file system operations are disabled",
            &[
                "COPY (SELECT 1) TO '/tmp/sx-connect-escaped.csv'",
                "COPY (SELECT 1) TO '{}/new.csv'",
                "COPY (SELECT 1) TO '{}/good.csv'",
                "EXPORT DATABASE '{}/export'",
                "ATTACH '/tmp/sx-connect-escaped.db'",
                "ATTACH '{}/new.db'",
                "INSTALL httpfs",
                "CREATE PERSISTENT SECRET s (TYPE s3)",
            ],
        );
        assert_refused(&folder, "extensions is disabled", &["LOAD httpfs", "LOAD '/tmp/evil.duckdb_extension'"]);
        let names: Vec<_> = fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["good.csv"]);
    }

    #[test]
    fn the_lock_cannot_be_opened() {
        assert_refused(
            &Folder::new(),
            "the configuration has been locked",
            &[
                "SET lock_configuration = false",
                "SET enable_external_access = true",
                "SET allowed_paths = ['/etc/passwd']",
                "SET allowed_directories = ['/etc']",
                "SET memory_limit = '100GB'",
                "SET threads = 64",
                "RESET threads",
                "PRAGMA threads = 64",
                "SET temp_directory = '/etc'",
                "SET allow_unsigned_extensions = true",
                "SET autoload_known_extensions = true",
            ],
        );
    }

    /// What the fence is for.
    #[test]
    fn a_listed_file_and_the_spill_folder_could_be_written() {
        let folder = Folder::new();
        let engine = Engine::open(&folder.0).unwrap();
        let mut connection = engine.connect().unwrap();
        for target in [folder.0.join("good.csv"), engine._spill.path().join("x.csv")] {
            run(&mut connection, &format!("COPY (SELECT 2) TO '{}' (USE_TMP_FILE false)", target.display())).unwrap();
        }
    }
}
