-- Who changed what, and when; a row is written in the transaction of the change itself.
CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    created_on DATETIME NOT NULL,
    user_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    -- Outlives the user; `operator` is the command line.
    username TEXT NOT NULL,
    action TEXT NOT NULL,
    asset_kind TEXT NOT NULL,
    -- Outlives the asset, so it is no foreign key.
    asset_id INTEGER,
    changes TEXT NOT NULL
);
CREATE INDEX audit_log_created_on_id_idx ON audit_log (created_on, id);

CREATE TABLE chart_favorites (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    chart_id INTEGER NOT NULL REFERENCES charts (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, chart_id)
);
CREATE INDEX chart_favorites_chart_id_idx ON chart_favorites (chart_id);

CREATE TABLE dashboard_favorites (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    dashboard_id INTEGER NOT NULL REFERENCES dashboards (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, dashboard_id)
);
CREATE INDEX dashboard_favorites_dashboard_id_idx ON dashboard_favorites (dashboard_id);
