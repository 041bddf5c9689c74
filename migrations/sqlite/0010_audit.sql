-- Why an app has its status, in an operator's words.
ALTER TABLE apps ADD COLUMN status_reason TEXT NOT NULL DEFAULT '';
-- How often all devices of the app were told to connect anew, and with which UserNotice the last time; 0 for never.
ALTER TABLE apps ADD COLUMN reconnections INTEGER NOT NULL DEFAULT 0;
ALTER TABLE apps ADD COLUMN reconnect_notice INTEGER NOT NULL DEFAULT 0;

-- Every administrative act: who, when, from where, what, before and after. Ids are those of the clock that messages have.
CREATE TABLE audit (
    id INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    -- 1 the admin API, 2 the command line without a server, 3 an admin token of an app.
    author INTEGER NOT NULL,
    author_name TEXT NOT NULL,
    address TEXT NOT NULL,
    act TEXT NOT NULL,
    -- The AppID; empty where it is about no app.
    app TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- JSON; NULL where there is nothing to tell.
    old_value TEXT,
    new_value TEXT
);
CREATE INDEX audit_by_app ON audit (app, id);
CREATE INDEX audit_by_act ON audit (act, id);
CREATE INDEX audit_by_both ON audit (app, act, id);

-- Rows come and stay.
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- A row that would replace another one is left out: replacing fires no trigger of its own.
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) BEGIN
    SELECT RAISE(IGNORE);
END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
