-- What is deleted goes to the trash first: it keeps its row, its owners and its grants, and nothing finds it there.
ALTER TABLE databases ADD COLUMN deleted_on TIMESTAMPTZ;
ALTER TABLE databases ADD COLUMN deleted_by_id BIGINT REFERENCES users (id) ON DELETE SET NULL;
ALTER TABLE datasets ADD COLUMN deleted_on TIMESTAMPTZ;
ALTER TABLE datasets ADD COLUMN deleted_by_id BIGINT REFERENCES users (id) ON DELETE SET NULL;
ALTER TABLE charts ADD COLUMN deleted_on TIMESTAMPTZ;
ALTER TABLE charts ADD COLUMN deleted_by_id BIGINT REFERENCES users (id) ON DELETE SET NULL;
ALTER TABLE dashboards ADD COLUMN deleted_on TIMESTAMPTZ;
ALTER TABLE dashboards ADD COLUMN deleted_by_id BIGINT REFERENCES users (id) ON DELETE SET NULL;

-- The trash is small beside what is in use.
CREATE INDEX databases_deleted_on_idx ON databases (deleted_on) WHERE deleted_on IS NOT NULL;
CREATE INDEX datasets_deleted_on_idx ON datasets (deleted_on) WHERE deleted_on IS NOT NULL;
CREATE INDEX charts_deleted_on_idx ON charts (deleted_on) WHERE deleted_on IS NOT NULL;
CREATE INDEX dashboards_deleted_on_idx ON dashboards (deleted_on) WHERE deleted_on IS NOT NULL;

-- A name or a slug in the trash is free for others; the names of the constraints stay, sx-store knows them.
ALTER TABLE databases DROP CONSTRAINT databases_database_name_key;
CREATE UNIQUE INDEX databases_database_name_key ON databases (database_name) WHERE deleted_on IS NULL;
ALTER TABLE dashboards DROP CONSTRAINT dashboards_slug_key;
CREATE UNIQUE INDEX dashboards_slug_key ON dashboards (slug) WHERE deleted_on IS NULL;

-- What somebody was working on when the browser ended.
CREATE TABLE drafts (
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    -- The asset's id, or a name that the browser made up for one that has none yet. No foreign key: a draft may outlive it.
    "key" TEXT NOT NULL,
    body TEXT NOT NULL,
    -- The asset's `changed_on` when the work began.
    based_on TIMESTAMPTZ,
    saved_on TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (user_id, kind, "key")
);
CREATE INDEX drafts_saved_on_idx ON drafts (saved_on);
