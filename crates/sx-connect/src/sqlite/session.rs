//! One connection to the file, locked down before it is asked anything.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, Error, OpenFlags, config::DbConfig, limits::Limit};

use super::{authorizer::reads_only, errors::open_error};
use crate::ConnectError;

/// How long a writer elsewhere is waited for.
const BUSY: Duration = Duration::from_secs(2);

/// Most that one statement may make of itself. A longer text or blob than the first is an error.
const LIMITS: [(Limit, i32); 6] = [
    (Limit::SQLITE_LIMIT_LENGTH, 64 << 20),
    // The time that LIKE takes grows with the pattern's length times the text's, and nothing can interrupt it.
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 5_000),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 1_000),
];

/// What the library would do beyond answering, switched off; a name in double quotes that is no column is an error, not
/// a text.
const SWITCHES: [(DbConfig, bool); 7] = [
    (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
    (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
    (DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true),
];

/// Memory for pages in KiB, as SQLite spells it; what does not fit while sorting goes to a file.
const PRAGMAS: &str = "PRAGMA query_only = ON; PRAGMA cache_size = -8192; PRAGMA temp_store = FILE; \
                       PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON;";

/// For questions: whatever is no read is refused.
pub(super) fn open(path: &Path) -> Result<Connection, ConnectError> {
    let connection = open_for_catalog(path)?;
    connection.authorizer(Some(reads_only)).map_err(|error| open_error(&error, path))?;
    Ok(connection)
}

/// For our own questions about tables and columns, which ask what others may not.
pub(super) fn open_for_catalog(path: &Path) -> Result<Connection, ConnectError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let opened = Connection::open_with_flags(path, flags).and_then(|connection| {
        prepare(&connection)?;
        Ok(connection)
    });
    opened.map_err(|error| open_error(&error, path))
}

fn prepare(connection: &Connection) -> Result<(), Error> {
    connection.busy_timeout(BUSY)?;
    for (limit, most) in LIMITS {
        connection.set_limit(limit, most)?;
    }
    for (switch, is_on) in SWITCHES {
        connection.set_db_config(switch, is_on)?;
    }
    connection.execute_batch(PRAGMAS)
}
