-- What is deleted goes to the trash first: it keeps its row, its owners and its grants, and nothing finds it there.
ALTER TABLE datasets ADD COLUMN deleted_on DATETIME;
ALTER TABLE datasets ADD COLUMN deleted_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL;
ALTER TABLE charts ADD COLUMN deleted_on DATETIME;
ALTER TABLE charts ADD COLUMN deleted_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL;

-- A name or a slug in the trash is free for others. SQLite drops no constraint, so two tables are made anew; migrations run
-- with foreign keys off, so nothing that points at them goes with the old ones.
CREATE TABLE new_databases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid BLOB NOT NULL UNIQUE,
    database_name TEXT NOT NULL,
    sqlalchemy_uri TEXT NOT NULL,
    -- Sealed by sx-store, never readable here.
    sealed_password BLOB,
    sealed_encrypted_extra BLOB,
    -- Raised by each change: pools and cached answers of an older revision are not used again.
    revision INTEGER NOT NULL DEFAULT 1,
    cache_timeout INTEGER,
    expose_in_sqllab BOOLEAN NOT NULL,
    allow_run_async BOOLEAN NOT NULL,
    allow_ctas BOOLEAN NOT NULL,
    allow_cvas BOOLEAN NOT NULL,
    allow_dml BOOLEAN NOT NULL,
    allow_file_upload BOOLEAN NOT NULL,
    impersonate_user BOOLEAN NOT NULL,
    configuration_method TEXT NOT NULL,
    extra TEXT NOT NULL,
    rest TEXT NOT NULL,
    created_on DATETIME NOT NULL,
    changed_on DATETIME NOT NULL,
    created_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    changed_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    deleted_on DATETIME,
    deleted_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL
);
INSERT INTO new_databases (
    id, uuid, database_name, sqlalchemy_uri, sealed_password, sealed_encrypted_extra, revision, cache_timeout,
    expose_in_sqllab, allow_run_async, allow_ctas, allow_cvas, allow_dml, allow_file_upload, impersonate_user,
    configuration_method, extra, rest, created_on, changed_on, created_by_id, changed_by_id
)
SELECT
    id, uuid, database_name, sqlalchemy_uri, sealed_password, sealed_encrypted_extra, revision, cache_timeout,
    expose_in_sqllab, allow_run_async, allow_ctas, allow_cvas, allow_dml, allow_file_upload, impersonate_user,
    configuration_method, extra, rest, created_on, changed_on, created_by_id, changed_by_id
  FROM databases;
-- Ids are never used twice, also those of rows that are gone.
DELETE FROM sqlite_sequence WHERE name = 'new_databases';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_databases', seq FROM sqlite_sequence WHERE name = 'databases';
DROP TABLE databases;
ALTER TABLE new_databases RENAME TO databases;
CREATE INDEX databases_changed_on_id_idx ON databases (changed_on, id);
CREATE UNIQUE INDEX databases_database_name_key ON databases (database_name) WHERE deleted_on IS NULL;

CREATE TABLE new_dashboards (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid BLOB NOT NULL UNIQUE,
    dashboard_title TEXT NOT NULL,
    slug TEXT,
    description TEXT,
    css TEXT,
    position_json TEXT NOT NULL,
    json_metadata TEXT NOT NULL,
    published BOOLEAN NOT NULL,
    certified_by TEXT,
    certification_details TEXT,
    is_managed_externally BOOLEAN NOT NULL,
    external_url TEXT,
    rest TEXT NOT NULL,
    created_on DATETIME NOT NULL,
    changed_on DATETIME NOT NULL,
    created_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    changed_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    deleted_on DATETIME,
    deleted_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL
);
INSERT INTO new_dashboards (
    id, uuid, dashboard_title, slug, description, css, position_json, json_metadata, published, certified_by,
    certification_details, is_managed_externally, external_url, rest, created_on, changed_on, created_by_id,
    changed_by_id
)
SELECT
    id, uuid, dashboard_title, slug, description, css, position_json, json_metadata, published, certified_by,
    certification_details, is_managed_externally, external_url, rest, created_on, changed_on, created_by_id,
    changed_by_id
  FROM dashboards;
-- Ids are never used twice, also those of rows that are gone.
DELETE FROM sqlite_sequence WHERE name = 'new_dashboards';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_dashboards', seq FROM sqlite_sequence WHERE name = 'dashboards';
DROP TABLE dashboards;
ALTER TABLE new_dashboards RENAME TO dashboards;
CREATE INDEX dashboards_changed_on_id_idx ON dashboards (changed_on, id);
CREATE UNIQUE INDEX dashboards_slug_key ON dashboards (slug) WHERE deleted_on IS NULL;

-- The trash is small beside what is in use.
CREATE INDEX databases_deleted_on_idx ON databases (deleted_on) WHERE deleted_on IS NOT NULL;
CREATE INDEX datasets_deleted_on_idx ON datasets (deleted_on) WHERE deleted_on IS NOT NULL;
CREATE INDEX charts_deleted_on_idx ON charts (deleted_on) WHERE deleted_on IS NOT NULL;
CREATE INDEX dashboards_deleted_on_idx ON dashboards (deleted_on) WHERE deleted_on IS NOT NULL;

-- What somebody was working on when the browser ended.
CREATE TABLE drafts (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    -- The asset's id, or a name that the browser made up for one that has none yet. No foreign key: a draft may outlive it.
    "key" TEXT NOT NULL,
    body TEXT NOT NULL,
    -- The asset's `changed_on` when the work began.
    based_on DATETIME,
    saved_on DATETIME NOT NULL,
    PRIMARY KEY (user_id, kind, "key")
);
CREATE INDEX drafts_saved_on_idx ON drafts (saved_on);
