-- Which rows and columns of a dataset a role sees, as the reference's row level security filters, and columns besides.
CREATE TABLE row_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    -- Regular: for the roles that are listed. Base: for all but those.
    filter_type TEXT NOT NULL,
    group_key TEXT,
    -- A condition in SQL; empty where the rule only hides columns.
    clause TEXT NOT NULL,
    description TEXT,
    -- A JSON list of names.
    hidden_columns TEXT NOT NULL,
    created_on DATETIME NOT NULL,
    changed_on DATETIME NOT NULL,
    created_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    changed_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL
);

CREATE TABLE row_rule_datasets (
    row_rule_id INTEGER NOT NULL REFERENCES row_rules (id) ON DELETE CASCADE,
    dataset_id INTEGER NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    PRIMARY KEY (row_rule_id, dataset_id)
);
CREATE INDEX row_rule_datasets_dataset_id_idx ON row_rule_datasets (dataset_id);

CREATE TABLE row_rule_roles (
    row_rule_id INTEGER NOT NULL REFERENCES row_rules (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (row_rule_id, role_id)
);
CREATE INDEX row_rule_roles_role_id_idx ON row_rule_roles (role_id);
