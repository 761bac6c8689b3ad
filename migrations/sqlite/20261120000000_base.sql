-- House rules for this folder and its twin (postgres):
--
-- * Both folders hold files of equal names, and running them gives equal schemas: tables, columns, nullability, defaults,
--   uniqueness, foreign keys, indexes. A test of sx-store compares them.
-- * A file is named by its moment and its subject (YYYYMMDDhhmmss_subject.sql) and listed in crates/sx-store/src/migrations.rs.
-- * Forward only, and never edited once released (its checksum is kept). Servers of the last release still run while a
--   migration does: expand first (a nullable column, a new table), move the data, contract one release later.
-- * Tables are plural, names snake_case. Key: `id`, 64 bits, never used twice. Assets have a `uuid` besides, which is how
--   bundles know them.
-- * Times are UTC, truncated to microseconds, written by the program: no DEFAULT now(), no triggers.
-- * JSON is TEXT, for `params`, `position_json` and `json_metadata` come back byte for byte.
-- * A link table's primary key begins with the side that owns the link; the other side has an index.
-- * Uniqueness is a table constraint with its default name: sx-store turns it into a sentence.
-- * Here: INTEGER for BIGINT, BLOB for UUID and BYTEA, DATETIME for TIMESTAMPTZ (RFC 3339 in UTC, which sorts as text).

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    username TEXT NOT NULL UNIQUE,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    email TEXT NOT NULL,
    -- Argon2id in PHC form.
    password_hash TEXT NOT NULL,
    is_active BOOLEAN NOT NULL,
    -- Access and refresh tokens carry it; raising it makes all of them worthless.
    token_version INTEGER NOT NULL DEFAULT 1,
    login_count INTEGER NOT NULL DEFAULT 0,
    -- Failures since the last success.
    failed_login_count INTEGER NOT NULL DEFAULT 0,
    last_login_on DATETIME,
    created_on DATETIME NOT NULL,
    changed_on DATETIME NOT NULL
);

CREATE TABLE roles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
);

INSERT INTO roles (name) VALUES ('Admin'), ('Alpha'), ('Gamma'), ('Public');

CREATE TABLE user_roles (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, role_id)
);
CREATE INDEX user_roles_role_id_idx ON user_roles (role_id);

-- A session that ends is removed: there is no row for what is no longer good.
CREATE TABLE sessions (
    -- SHA-256 of the token; the token itself is only in the cookie.
    token_hash BLOB NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    csrf_token TEXT NOT NULL,
    created_on DATETIME NOT NULL,
    expires_on DATETIME NOT NULL
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);
CREATE INDEX sessions_expires_on_idx ON sessions (expires_on);

CREATE TABLE databases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid BLOB NOT NULL UNIQUE,
    database_name TEXT NOT NULL UNIQUE,
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
    changed_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL
);
CREATE INDEX databases_changed_on_id_idx ON databases (changed_on, id);

CREATE TABLE datasets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid BLOB NOT NULL UNIQUE,
    database_id INTEGER NOT NULL REFERENCES databases (id) ON DELETE RESTRICT,
    table_name TEXT NOT NULL,
    "catalog" TEXT,
    "schema" TEXT,
    "sql" TEXT,
    main_dttm_col TEXT,
    description TEXT,
    default_endpoint TEXT,
    "offset" INTEGER NOT NULL,
    cache_timeout INTEGER,
    params TEXT,
    template_params TEXT,
    filter_select_enabled BOOLEAN NOT NULL,
    fetch_values_predicate TEXT,
    extra TEXT,
    normalize_columns BOOLEAN NOT NULL,
    always_filter_main_dttm BOOLEAN NOT NULL,
    currency_code_column TEXT,
    folders TEXT,
    rest TEXT NOT NULL,
    created_on DATETIME NOT NULL,
    changed_on DATETIME NOT NULL,
    created_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    changed_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL
);
CREATE INDEX datasets_database_id_table_name_idx ON datasets (database_id, table_name);
CREATE INDEX datasets_changed_on_id_idx ON datasets (changed_on, id);

CREATE TABLE dataset_columns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset_id INTEGER NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    -- The order in which people put them.
    "position" INTEGER NOT NULL,
    uuid BLOB,
    column_name TEXT NOT NULL,
    verbose_name TEXT,
    description TEXT,
    is_dttm BOOLEAN NOT NULL,
    is_active BOOLEAN NOT NULL,
    "type" TEXT,
    advanced_data_type TEXT,
    groupby BOOLEAN NOT NULL,
    filterable BOOLEAN NOT NULL,
    expression TEXT,
    python_date_format TEXT,
    datetime_format TEXT,
    extra TEXT,
    rest TEXT NOT NULL,
    UNIQUE (dataset_id, column_name)
);

CREATE TABLE dataset_metrics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset_id INTEGER NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    "position" INTEGER NOT NULL,
    uuid BLOB,
    metric_name TEXT NOT NULL,
    verbose_name TEXT,
    metric_type TEXT,
    expression TEXT NOT NULL,
    description TEXT,
    d3format TEXT,
    currency TEXT,
    extra TEXT,
    warning_text TEXT,
    rest TEXT NOT NULL,
    UNIQUE (dataset_id, metric_name)
);

CREATE TABLE charts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid BLOB NOT NULL UNIQUE,
    -- A chart outlives its dataset: it is shown as broken and can be pointed at another.
    dataset_id INTEGER REFERENCES datasets (id) ON DELETE SET NULL,
    slice_name TEXT NOT NULL,
    viz_type TEXT NOT NULL,
    params TEXT NOT NULL,
    query_context TEXT,
    description TEXT,
    cache_timeout INTEGER,
    certified_by TEXT,
    certification_details TEXT,
    is_managed_externally BOOLEAN NOT NULL,
    external_url TEXT,
    rest TEXT NOT NULL,
    created_on DATETIME NOT NULL,
    changed_on DATETIME NOT NULL,
    created_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    changed_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL
);
CREATE INDEX charts_dataset_id_idx ON charts (dataset_id);
CREATE INDEX charts_changed_on_id_idx ON charts (changed_on, id);

CREATE TABLE dashboards (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid BLOB NOT NULL UNIQUE,
    dashboard_title TEXT NOT NULL,
    slug TEXT UNIQUE,
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
    changed_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL
);
CREATE INDEX dashboards_changed_on_id_idx ON dashboards (changed_on, id);

CREATE TABLE dashboard_charts (
    dashboard_id INTEGER NOT NULL REFERENCES dashboards (id) ON DELETE CASCADE,
    chart_id INTEGER NOT NULL REFERENCES charts (id) ON DELETE CASCADE,
    PRIMARY KEY (dashboard_id, chart_id)
);
CREATE INDEX dashboard_charts_chart_id_idx ON dashboard_charts (chart_id);

-- Roles that may open a dashboard although they do not own it.
CREATE TABLE dashboard_roles (
    dashboard_id INTEGER NOT NULL REFERENCES dashboards (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (dashboard_id, role_id)
);
CREATE INDEX dashboard_roles_role_id_idx ON dashboard_roles (role_id);

-- Owners; one table per kind, so that a foreign key keeps each honest.
CREATE TABLE dataset_owners (
    dataset_id INTEGER NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (dataset_id, user_id)
);
CREATE INDEX dataset_owners_user_id_idx ON dataset_owners (user_id);

CREATE TABLE chart_owners (
    chart_id INTEGER NOT NULL REFERENCES charts (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (chart_id, user_id)
);
CREATE INDEX chart_owners_user_id_idx ON chart_owners (user_id);

CREATE TABLE dashboard_owners (
    dashboard_id INTEGER NOT NULL REFERENCES dashboards (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (dashboard_id, user_id)
);
CREATE INDEX dashboard_owners_user_id_idx ON dashboard_owners (user_id);

-- What a role may read.
CREATE TABLE database_grants (
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    database_id INTEGER NOT NULL REFERENCES databases (id) ON DELETE CASCADE,
    PRIMARY KEY (role_id, database_id)
);
CREATE INDEX database_grants_database_id_idx ON database_grants (database_id);

CREATE TABLE dataset_grants (
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    dataset_id INTEGER NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    PRIMARY KEY (role_id, dataset_id)
);
CREATE INDEX dataset_grants_dataset_id_idx ON dataset_grants (dataset_id);

CREATE TABLE chart_grants (
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    chart_id INTEGER NOT NULL REFERENCES charts (id) ON DELETE CASCADE,
    PRIMARY KEY (role_id, chart_id)
);
CREATE INDEX chart_grants_chart_id_idx ON chart_grants (chart_id);

CREATE TABLE dashboard_grants (
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    dashboard_id INTEGER NOT NULL REFERENCES dashboards (id) ON DELETE CASCADE,
    PRIMARY KEY (role_id, dashboard_id)
);
CREATE INDEX dashboard_grants_dashboard_id_idx ON dashboard_grants (dashboard_id);

CREATE TABLE key_values (
    scope TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    -- NULL: for ever.
    expires_on DATETIME,
    PRIMARY KEY (scope, "key")
);
CREATE INDEX key_values_expires_on_idx ON key_values (expires_on);
