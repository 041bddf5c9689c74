-- The same words on both databases: "user" means the role of the connection in PostgreSQL.
ALTER TABLE tokens RENAME COLUMN user TO user_id;
ALTER TABLE devices RENAME COLUMN user TO user_id;
ALTER TABLE group_members RENAME COLUMN user TO user_id;
ALTER TABLE participants RENAME COLUMN user TO user_id;
ALTER TABLE cursors RENAME COLUMN user TO user_id;

-- Client ids are clocks: with them in front, new rows lie side by side instead of all over the table.
CREATE TABLE sends_by_clock (
    app INTEGER NOT NULL,
    period INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    device INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (app, period, client_id, user_id, device, fingerprint)
) WITHOUT ROWID;
INSERT INTO sends_by_clock (app, period, client_id, user_id, device, fingerprint, message)
    SELECT app, period, client_id, user, device, fingerprint, message FROM sends;
DROP TABLE sends;
ALTER TABLE sends_by_clock RENAME TO sends;
