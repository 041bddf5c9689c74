-- How many may use the server, and how many there are.

-- One row, made when it is first asked for.
CREATE TABLE license (
    number INTEGER PRIMARY KEY,
    -- Which server this is, for those who issue licenses.
    license_key TEXT NOT NULL,
    -- The installed license as it was written; NULL for none.
    content TEXT,
    changed_at INTEGER NOT NULL,
    -- Grows with every change.
    version INTEGER NOT NULL
);

-- By age over all apps.
CREATE INDEX users_by_id ON users (id) WHERE status <> 2;

-- How many users there are that are not removed.
ALTER TABLE apps ADD COLUMN user_count INTEGER NOT NULL DEFAULT 0;
UPDATE apps SET user_count = (SELECT count(*) FROM users u WHERE u.app = apps.number AND u.status <> 2);
