-- What a role may read of a database: every dataset over a table of this schema.
CREATE TABLE schema_grants (
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    database_id INTEGER NOT NULL REFERENCES databases (id) ON DELETE CASCADE,
    "schema" TEXT NOT NULL,
    PRIMARY KEY (role_id, database_id, "schema")
);
CREATE INDEX schema_grants_database_id_idx ON schema_grants (database_id);
-- The log is read by kind, asset and person.
CREATE INDEX audit_log_asset_kind_asset_id_idx ON audit_log (asset_kind, asset_id);
CREATE INDEX audit_log_user_id_idx ON audit_log (user_id);
