-- Grows with every change of an app and its settings: tells which of two readings is the later one.
ALTER TABLE apps ADD COLUMN version INTEGER NOT NULL DEFAULT 0;

-- What is set for an app, as text. What has its default has no row.
CREATE TABLE app_settings (
    app INTEGER NOT NULL REFERENCES apps (number),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (app, key)
) WITHOUT ROWID;

-- What was set when, and by whom; NULL is the default of that time.
CREATE TABLE app_setting_changes (
    app INTEGER NOT NULL REFERENCES apps (number),
    -- The app's version with this change.
    number INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    key TEXT NOT NULL,
    old_value TEXT,
    new_value TEXT,
    author TEXT NOT NULL,
    PRIMARY KEY (app, number)
) WITHOUT ROWID;
