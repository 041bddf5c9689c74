// swift-format-ignore-file
// Made by scripts/embed-migrations from the folder migrations. Change the files there and run it again.

import Database

/// The steps of the schema, for each database that can hold the store.
public enum Migrations {
    public static let sqlite: [Migration] = [
        Migration(number: 1, name: "first_light", sql: #"""
-- Apps, accounts, devices, rosters, groups as lists show them, conversations and messages.
-- The app's number comes first in every key.

CREATE TABLE apps (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
);

CREATE TABLE signing_keys (
    app INTEGER NOT NULL REFERENCES apps (number),
    id TEXT NOT NULL,
    secret BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (app, id)
) WITHOUT ROWID;

-- Numbers given out by the whole server: identity (users even, groups odd), conversation,
-- and the largest message id written so far.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO counters (name, value) VALUES ('identity', 500000), ('conversation', 0), ('newest_message', 0);

CREATE TABLE users (
    app INTEGER NOT NULL REFERENCES apps (number),
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    nick_name TEXT NOT NULL DEFAULT '',
    avatar TEXT NOT NULL DEFAULT '',
    about TEXT NOT NULL DEFAULT '',
    public_info TEXT NOT NULL DEFAULT '',
    private_info TEXT NOT NULL DEFAULT '',
    mobile TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (app, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX users_by_name ON users (app, name);

CREATE TABLE tokens (
    app INTEGER NOT NULL,
    id TEXT NOT NULL,
    user INTEGER NOT NULL,
    role INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    device INTEGER,
    PRIMARY KEY (app, id)
) WITHOUT ROWID;
CREATE INDEX tokens_by_user ON tokens (app, user);
CREATE INDEX tokens_by_end ON tokens (expires_at);

CREATE TABLE devices (
    app INTEGER NOT NULL,
    user INTEGER NOT NULL,
    sn INTEGER NOT NULL,
    guid TEXT NOT NULL,
    platform INTEGER NOT NULL,
    user_agent TEXT NOT NULL,
    sdk_version TEXT NOT NULL,
    -- Where the device begins to read; 0 for the first device of a user.
    registered_at INTEGER NOT NULL,
    last_login_at INTEGER NOT NULL,
    PRIMARY KEY (app, user, sn)
) WITHOUT ROWID;
CREATE UNIQUE INDEX devices_by_guid ON devices (app, user, guid);

CREATE TABLE roster (
    app INTEGER NOT NULL,
    owner INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    -- 0 friend, 1 deleted, 3 blocked, as clients number relations.
    relation INTEGER NOT NULL DEFAULT 0,
    alias TEXT NOT NULL DEFAULT '',
    ext TEXT NOT NULL DEFAULT '',
    muted INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (app, owner, contact)
) WITHOUT ROWID;

CREATE TABLE groups (
    app INTEGER NOT NULL,
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    avatar TEXT NOT NULL DEFAULT '',
    owner INTEGER NOT NULL,
    type INTEGER NOT NULL DEFAULT 0,
    status INTEGER NOT NULL DEFAULT 0,
    member_count INTEGER NOT NULL DEFAULT 0,
    capacity INTEGER NOT NULL DEFAULT 500,
    apply_approval INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (app, id)
) WITHOUT ROWID;

CREATE TABLE group_members (
    app INTEGER NOT NULL,
    group_id INTEGER NOT NULL,
    user INTEGER NOT NULL,
    mute_mode INTEGER NOT NULL DEFAULT 0,
    push_mode INTEGER NOT NULL DEFAULT 0,
    joined_at INTEGER NOT NULL,
    PRIMARY KEY (app, group_id, user)
) WITHOUT ROWID;
CREATE INDEX group_members_by_user ON group_members (app, user, group_id);

-- A timeline: of two users (low < high, or the same twice), or of a group (low = group, high = 0).
CREATE TABLE conversations (
    app INTEGER NOT NULL,
    id INTEGER NOT NULL,
    low INTEGER NOT NULL,
    high INTEGER NOT NULL,
    newest INTEGER NOT NULL DEFAULT 0,
    -- Dense count of messages, so that undelivered ones are a subtraction.
    sequence INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX conversations_by_pair ON conversations (app, low, high);

-- Who is in a timeline, and the name it has for him.
CREATE TABLE participants (
    app INTEGER NOT NULL,
    user INTEGER NOT NULL,
    peer INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    -- Nothing before this id is his.
    joined INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app, user, peer)
) WITHOUT ROWID;

CREATE TABLE messages (
    app INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    sender INTEGER NOT NULL,
    device INTEGER NOT NULL,
    content_type INTEGER NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (app, conversation, id)
) WITHOUT ROWID;

-- What was sent in the last days, to know a repeated send. One range of the key is one period,
-- so that forgetting is one range too.
CREATE TABLE sends (
    app INTEGER NOT NULL,
    period INTEGER NOT NULL,
    user INTEGER NOT NULL,
    device INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (app, period, user, device, client_id, fingerprint)
) WITHOUT ROWID;

CREATE TABLE cursors (
    app INTEGER NOT NULL,
    user INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    device INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (app, user, conversation, device)
) WITHOUT ROWID;
"""#),
    ]
}
