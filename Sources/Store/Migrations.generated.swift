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
        Migration(number: 2, name: "one_wording", sql: #"""
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
"""#),
        Migration(number: 3, name: "app_settings", sql: #"""
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
"""#),
        Migration(number: 4, name: "operations", sql: #"""
-- Operations stand in timelines beside messages, and leave their marks on them.
-- 0 a message; 1 to 9 an operation, as clients number them.
ALTER TABLE messages ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
-- The message an operation is about.
ALTER TABLE messages ADD COLUMN related INTEGER;
-- What its sender knows of it: 1 delivered, 2 read, 3 played. Never sinks.
ALTER TABLE messages ADD COLUMN status INTEGER NOT NULL DEFAULT 0;
-- When its text last changed, in milliseconds.
ALTER TABLE messages ADD COLUMN edited_at INTEGER;
-- The recall that erased it.
ALTER TABLE messages ADD COLUMN recall INTEGER;
-- When the server was handed it, in milliseconds.
ALTER TABLE messages ADD COLUMN received_at INTEGER;

-- The largest id given under a conversation, also to what only some of its people read.
ALTER TABLE conversations ADD COLUMN given INTEGER NOT NULL DEFAULT 0;
-- The newest message that was recalled.
ALTER TABLE conversations ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
UPDATE conversations SET given = newest;
-- How many of its messages were too old to be kept: the number of the last one removed.
ALTER TABLE conversations ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;

-- Everything up to here is read.
ALTER TABLE participants ADD COLUMN read_upto INTEGER NOT NULL DEFAULT 0;
-- Nobody has kept what was read before: what has come to a device counts as read.
UPDATE participants SET read_upto = coalesce(
    (SELECT max(c.message) FROM cursors c
     WHERE c.app = participants.app AND c.user_id = participants.user_id AND c.conversation = participants.conversation), 0);
-- The newest of what only he reads.
ALTER TABLE participants ADD COLUMN own_newest INTEGER NOT NULL DEFAULT 0;
-- He deleted the conversation up to here.
ALTER TABLE participants ADD COLUMN cleared INTEGER NOT NULL DEFAULT 0;
-- The newest message he deleted for himself.
ALTER TABLE participants ADD COLUMN hides INTEGER NOT NULL DEFAULT 0;
CREATE INDEX participants_by_conversation ON participants (app, conversation, user_id);

-- Items of a conversation that one of its people alone reads: what his devices do, receipts in groups.
CREATE TABLE own_items (
    app INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    related INTEGER,
    sender INTEGER NOT NULL,
    device INTEGER NOT NULL,
    -- Whom the item names as its receiver.
    target INTEGER NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (app, user_id, conversation, id)
) WITHOUT ROWID;

-- Messages up to the read mark that somebody wants to be unread again.
CREATE TABLE read_cancellations (
    app INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (app, user_id, conversation, message)
) WITHOUT ROWID;

-- Messages that somebody deleted for himself.
CREATE TABLE hidden_messages (
    app INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (app, user_id, conversation, message)
) WITHOUT ROWID;

-- The device does not show the conversation up to here.
ALTER TABLE cursors ADD COLUMN cleared INTEGER NOT NULL DEFAULT 0;
-- When the cursor came to where it is, in milliseconds.
ALTER TABLE cursors ADD COLUMN confirmed_at INTEGER;

-- 0 member, 1 admin, 2 owner.
ALTER TABLE group_members ADD COLUMN role INTEGER NOT NULL DEFAULT 0;
"""#),
        Migration(number: 5, name: "devices", sql: #"""
-- When a device was connected last, in milliseconds: tells who was offline longest.
ALTER TABLE devices ADD COLUMN last_seen_at INTEGER NOT NULL DEFAULT 0;
UPDATE devices SET last_seen_at = last_login_at;

-- The highest number that a device of the user ever had: the number of one that is gone is not given again.
ALTER TABLE users ADD COLUMN last_device INTEGER NOT NULL DEFAULT 0;
UPDATE users SET last_device = (SELECT max(sn) FROM devices WHERE devices.app = users.app AND devices.user_id = users.id)
    WHERE EXISTS (SELECT 1 FROM devices WHERE devices.app = users.app AND devices.user_id = users.id);
"""#),
        Migration(number: 6, name: "accounts", sql: #"""
-- What people set for themselves, what they say of each other, and what is known for a short time only.

-- How others become friends: 0 at once, 1 asked, 2 who knows the answer, 3 nobody.
ALTER TABLE users ADD COLUMN auth_mode INTEGER NOT NULL DEFAULT 1;
ALTER TABLE users ADD COLUMN auth_question TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN auth_answer TEXT NOT NULL DEFAULT '';
-- Booleans are 0 and 1.
ALTER TABLE users ADD COLUMN auto_download INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN group_confirm INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN no_push INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN no_push_detail INTEGER NOT NULL DEFAULT 0;
-- Hours of the day, 0 to 23.
ALTER TABLE users ADD COLUMN no_push_start_hour INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN no_push_end_hour INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN no_sounds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN vibratory INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN push_nick_name TEXT NOT NULL DEFAULT '';
-- Hours of the day, 0 to 23.
ALTER TABLE users ADD COLUMN silence_start_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN silence_end_time INTEGER NOT NULL DEFAULT 0;
-- Until when the user may send nothing, in milliseconds; 0 for no ban, -1 for ever.
ALTER TABLE users ADD COLUMN banned_until INTEGER NOT NULL DEFAULT 0;
-- When his roster last changed, in milliseconds.
ALTER TABLE users ADD COLUMN roster_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN removed_at INTEGER;
-- 1 when nothing is left of what only he, who is removed, was given.
ALTER TABLE users ADD COLUMN cleaned INTEGER NOT NULL DEFAULT 0;
CREATE INDEX users_to_clean ON users (removed_at) WHERE removed_at IS NOT NULL AND cleaned = 0;
CREATE UNIQUE INDEX users_by_mobile ON users (app, mobile) WHERE mobile <> '';
CREATE UNIQUE INDEX users_by_email ON users (app, email) WHERE email <> '';

-- The owner wants nothing from the contact. Beside the relation: who is blocked may be a friend.
ALTER TABLE roster ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;
-- From here on the relation is 0 friend, 1 the contact's account is gone, 2 stranger.
UPDATE roster SET blocked = 1, relation = 2 WHERE relation = 3;
CREATE INDEX roster_by_contact ON roster (app, contact, relation, owner);
CREATE INDEX roster_by_time ON roster (app, owner, relation, created_at, contact);

-- Who wants to be whose friend.
CREATE TABLE roster_applications (
    app INTEGER NOT NULL,
    target INTEGER NOT NULL,
    applicant INTEGER NOT NULL,
    reason TEXT NOT NULL,
    -- What the applicant is going to call the target.
    alias TEXT NOT NULL,
    -- 0 open, 1 accepted, 2 declined.
    status INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (app, target, applicant)
) WITHOUT ROWID;
CREATE INDEX roster_applications_by_time ON roster_applications (app, target, changed_at, applicant);
CREATE INDEX roster_applications_by_applicant ON roster_applications (app, applicant);

-- The conversations somebody keeps on top, by the name they have for him.
CREATE TABLE pinned_conversations (
    app INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    peer INTEGER NOT NULL,
    pinned_at INTEGER NOT NULL,
    PRIMARY KEY (app, user_id, peer)
) WITHOUT ROWID;

-- Codes that stand for something until they are used or end. Only their hash is kept.
CREATE TABLE one_time_codes (
    app INTEGER NOT NULL,
    code_hash TEXT NOT NULL,
    -- What it is for, as IM numbers it.
    purpose INTEGER NOT NULL,
    -- Whose it is; 0 for nobody's, or nobody's yet.
    user_id INTEGER NOT NULL,
    content TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (app, code_hash)
) WITHOUT ROWID;
CREATE INDEX one_time_codes_by_end ON one_time_codes (expires_at);
CREATE INDEX one_time_codes_by_user ON one_time_codes (app, user_id);

-- Servers look for what was revoked a moment ago, to end its sessions.
CREATE INDEX tokens_by_revocation ON tokens (revoked_at, app, id) WHERE revoked_at IS NOT NULL;
"""#),
        Migration(number: 7, name: "groups", sql: #"""
-- Groups with all that is said of them, who belongs to them, and who did when.

-- What every member sees. Booleans are 0 and 1.
ALTER TABLE groups ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE groups ADD COLUMN ext TEXT NOT NULL DEFAULT '';
ALTER TABLE groups ADD COLUMN member_invite INTEGER NOT NULL DEFAULT 1;
ALTER TABLE groups ADD COLUMN member_modify INTEGER NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN read_ack INTEGER NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN history_visible INTEGER NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN hide_member_info INTEGER NOT NULL DEFAULT 0;
-- Until when plain members may say nothing, in milliseconds; 0 for no ban, -1 for ever.
ALTER TABLE groups ADD COLUMN ban_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
-- The operator's switches: nothing may be changed or said; no announcements.
ALTER TABLE groups ADD COLUMN in_recovery INTEGER NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN announcements_forbidden INTEGER NOT NULL DEFAULT 0;
-- When each list last changed, in milliseconds; grows with every change. The audience is who is a member, whatever his role and name.
ALTER TABLE groups ADD COLUMN members_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN audience_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN bans_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN blocks_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN applications_version INTEGER NOT NULL DEFAULT 0;
-- From here on a capacity of 0 is that of the app.
UPDATE groups SET capacity = 0, updated_at = created_at;
CREATE INDEX groups_by_owner ON groups (app, owner, status, id);
CREATE INDEX groups_by_type ON groups (app, type, status, id);

-- How many groups there are that are not destroyed.
ALTER TABLE apps ADD COLUMN group_count INTEGER NOT NULL DEFAULT 0;
UPDATE apps SET group_count = (SELECT count(*) FROM groups g WHERE g.app = apps.number AND g.status = 0);

-- An owner is one by his role too.
UPDATE group_members SET role = 2 WHERE EXISTS (
    SELECT 1 FROM groups g WHERE g.app = group_members.app AND g.id = group_members.group_id AND g.owner = group_members.user_id);
ALTER TABLE group_members ADD COLUMN display_name TEXT NOT NULL DEFAULT '';
CREATE INDEX group_members_by_time ON group_members (app, group_id, joined_at, user_id);
CREATE INDEX group_admins ON group_members (app, group_id, user_id) WHERE role > 0;

-- What a group remembers of somebody, member or not.
CREATE TABLE group_people (
    app INTEGER NOT NULL,
    group_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    -- How often he was removed.
    kicks INTEGER NOT NULL DEFAULT 0,
    -- Since when he may not come back, in milliseconds; 0 for who may.
    blocked_at INTEGER NOT NULL DEFAULT 0,
    -- Until when he may say nothing, in milliseconds; 0 for no ban, -1 for ever.
    banned_until INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app, group_id, user_id)
) WITHOUT ROWID;
CREATE INDEX group_blocks ON group_people (app, group_id, blocked_at, user_id) WHERE blocked_at > 0;
CREATE INDEX group_bans ON group_people (app, group_id, user_id) WHERE banned_until <> 0;

CREATE TABLE group_invitations (
    app INTEGER NOT NULL,
    invitee INTEGER NOT NULL,
    group_id INTEGER NOT NULL,
    inviter INTEGER NOT NULL,
    reason TEXT NOT NULL,
    -- 0 open, 1 accepted, 2 declined.
    status INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (app, invitee, group_id, inviter)
) WITHOUT ROWID;
CREATE INDEX group_invitations_by_time ON group_invitations (app, invitee, changed_at, group_id, inviter);
CREATE INDEX group_invitations_by_group ON group_invitations (app, group_id);

CREATE TABLE group_applications (
    app INTEGER NOT NULL,
    group_id INTEGER NOT NULL,
    applicant INTEGER NOT NULL,
    reason TEXT NOT NULL,
    -- 0 open, 1 accepted, 2 declined.
    status INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (app, group_id, applicant)
) WITHOUT ROWID;
CREATE INDEX group_applications_by_time ON group_applications (app, group_id, changed_at, applicant);
CREATE INDEX group_applications_by_applicant ON group_applications (app, applicant);

CREATE TABLE group_announcements (
    app INTEGER NOT NULL,
    group_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    author INTEGER NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (app, group_id, id)
) WITHOUT ROWID;

-- Files are kept elsewhere: here is where.
CREATE TABLE group_files (
    app INTEGER NOT NULL,
    group_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    uploader INTEGER NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    type TEXT NOT NULL,
    size INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (app, group_id, id)
) WITHOUT ROWID;

-- The last item that is somebody's; 0 while he is in the conversation.
ALTER TABLE participants ADD COLUMN until INTEGER NOT NULL DEFAULT 0;
-- Who came back: nothing up to here is his that lies in one of his absences. 0 for who was never away.
ALTER TABLE participants ADD COLUMN returned INTEGER NOT NULL DEFAULT 0;
-- 1 where nothing waits for who is away: in a chatroom.
ALTER TABLE participants ADD COLUMN transient INTEGER NOT NULL DEFAULT 0;

-- Nothing comes after the end of a group.
UPDATE participants SET until = 1 WHERE EXISTS (
    SELECT 1 FROM groups g WHERE g.app = participants.app AND g.id = participants.peer AND g.status <> 0);
UPDATE participants SET transient = 1 WHERE EXISTS (
    SELECT 1 FROM groups g WHERE g.app = participants.app AND g.id = participants.peer AND g.type = 2);

-- What was said in a group while somebody was not in it: the items after the first id, up to and with the second.
CREATE TABLE absences (
    app INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    since INTEGER NOT NULL,
    upto INTEGER NOT NULL,
    PRIMARY KEY (app, user_id, conversation, since)
) WITHOUT ROWID;
"""#),
        Migration(number: 8, name: "states", sql: #"""
-- Who sits in chatrooms: looked for whenever somebody comes or goes. It holds all that is asked for, or the table's own key would be taken.
CREATE INDEX chatroom_seats ON participants (app, user_id, peer, conversation, transient, until) WHERE transient = 1 AND until = 0;
"""#),
        Migration(number: 9, name: "license", sql: #"""
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
"""#),
        Migration(number: 10, name: "audit", sql: #"""
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
"""#),
        Migration(number: 11, name: "token_ends", sql: #"""
-- Why a token was ended before its time (TokenEnd); 0 for no noted cause.
ALTER TABLE tokens ADD COLUMN ended_by INTEGER NOT NULL DEFAULT 0;
"""#),
        Migration(number: 12, name: "censorship", sql: #"""
-- Word lists: which version of each holds. A list that is removed keeps its row: the numbers of versions never go back.
CREATE TABLE word_list_heads (
    app INTEGER NOT NULL,
    list TEXT NOT NULL,
    version INTEGER NOT NULL,
    is_removed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app, list)
);

-- A row for each version of each list. Rules are kept of the last versions alone.
CREATE TABLE word_lists (
    app INTEGER NOT NULL,
    list TEXT NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    note TEXT NOT NULL,
    -- How many rules it has, and how it differs from the version before.
    count INTEGER NOT NULL,
    added INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    -- The rules, a line each, as files have them; NULL where they are kept no more.
    rules BLOB,
    PRIMARY KEY (app, list, version)
);

-- Texts that somebody is asked to look at. Ids are those of the clock that messages have.
CREATE TABLE reviews (
    app INTEGER NOT NULL,
    id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    author INTEGER NOT NULL,
    -- 1 message, 2 edit, 3 profile, 4 group, 5 announcement, 6 display name, 7 reason.
    kind INTEGER NOT NULL,
    field TEXT NOT NULL,
    -- The user, or the group; NULL and NULL for none.
    target_user INTEGER,
    target_group INTEGER,
    -- The message; 0 for other texts.
    message INTEGER NOT NULL,
    text BLOB NOT NULL,
    -- A line for each rule that found something: list, action, kind, text, and what it found, with tabs between them.
    hits BLOB NOT NULL,
    -- 0 nothing yet, 1 keep, 2 recall.
    verdict INTEGER NOT NULL DEFAULT 0,
    is_banned INTEGER NOT NULL DEFAULT 0,
    decided_at INTEGER,
    decided_by TEXT,
    decision_note TEXT,
    PRIMARY KEY (app, id)
);
CREATE INDEX reviews_open ON reviews (app, id) WHERE verdict = 0;
CREATE INDEX reviews_by_author ON reviews (app, author, id);
"""#),
        Migration(number: 13, name: "callbacks", sql: #"""
-- What apps' own servers are still to be told of. A row is written with what happened and goes when it is told.
CREATE TABLE callbacks (
    -- In the order in which things happened.
    number INTEGER PRIMARY KEY,
    app INTEGER NOT NULL,
    at INTEGER NOT NULL,
    -- 101 message sent, and so on: CallbackEvent.number.
    event INTEGER NOT NULL,
    sender INTEGER NOT NULL,
    -- A user, even, or a group, odd; 0 for none and for the system.
    target INTEGER NOT NULL,
    -- 0 for none.
    message INTEGER NOT NULL,
    -- Ids with commas between them.
    others BLOB NOT NULL,
    -- Of a message its body, else a text.
    body BLOB NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    -- When it is to be tried; while somebody tries it, when he is taken for gone.
    next_at INTEGER NOT NULL,
    -- 0 waits, 1 is not tried any more.
    state INTEGER NOT NULL DEFAULT 0,
    last_error TEXT
);
CREATE INDEX callbacks_due ON callbacks (app, next_at, number) WHERE state = 0;
CREATE INDEX callbacks_dead ON callbacks (app, number) WHERE state = 1;
"""#),
    ]

    public static let postgres: [Migration] = [
        Migration(number: 1, name: "first_light", sql: #"""
-- Apps, accounts, devices, rosters, groups as lists show them, conversations and messages.
-- The app's number comes first in every key.

CREATE TABLE apps (
    number BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);

CREATE TABLE signing_keys (
    app BIGINT NOT NULL REFERENCES apps (number),
    id TEXT NOT NULL,
    secret BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (app, id)
);

-- Numbers given out by the whole store: identity (users even, groups odd).
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('identity', 500000);

CREATE TABLE users (
    app BIGINT NOT NULL REFERENCES apps (number),
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    nick_name TEXT NOT NULL DEFAULT '',
    avatar TEXT NOT NULL DEFAULT '',
    about TEXT NOT NULL DEFAULT '',
    public_info TEXT NOT NULL DEFAULT '',
    private_info TEXT NOT NULL DEFAULT '',
    mobile TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (app, id)
);
CREATE UNIQUE INDEX users_by_name ON users (app, name);

CREATE TABLE tokens (
    app BIGINT NOT NULL,
    id TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    role INTEGER NOT NULL,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    device INTEGER,
    PRIMARY KEY (app, id)
);
CREATE INDEX tokens_by_user ON tokens (app, user_id);
CREATE INDEX tokens_by_end ON tokens (expires_at);

CREATE TABLE devices (
    app BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    sn INTEGER NOT NULL,
    guid TEXT NOT NULL,
    platform INTEGER NOT NULL,
    user_agent TEXT NOT NULL,
    sdk_version TEXT NOT NULL,
    -- Where the device begins to read; 0 for the first device of a user.
    registered_at BIGINT NOT NULL,
    last_login_at BIGINT NOT NULL,
    PRIMARY KEY (app, user_id, sn)
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX devices_by_guid ON devices (app, user_id, guid);

CREATE TABLE roster (
    app BIGINT NOT NULL,
    owner BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    -- 0 friend, 1 deleted, 3 blocked, as clients number relations.
    relation INTEGER NOT NULL DEFAULT 0,
    alias TEXT NOT NULL DEFAULT '',
    ext TEXT NOT NULL DEFAULT '',
    muted INTEGER NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (app, owner, contact)
);

CREATE TABLE groups (
    app BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    avatar TEXT NOT NULL DEFAULT '',
    owner BIGINT NOT NULL,
    type INTEGER NOT NULL DEFAULT 0,
    status INTEGER NOT NULL DEFAULT 0,
    member_count INTEGER NOT NULL DEFAULT 0,
    capacity INTEGER NOT NULL DEFAULT 500,
    apply_approval INTEGER NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (app, id)
);

CREATE TABLE group_members (
    app BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    mute_mode INTEGER NOT NULL DEFAULT 0,
    push_mode INTEGER NOT NULL DEFAULT 0,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (app, group_id, user_id)
);
CREATE INDEX group_members_by_user ON group_members (app, user_id, group_id);

-- A timeline: of two users (low < high, or the same twice), or of a group (low = group, high = 0).
-- Each send updates its row: room on the page keeps that from growing the indexes.
CREATE TABLE conversations (
    app BIGINT NOT NULL,
    id BIGINT NOT NULL,
    low BIGINT NOT NULL,
    high BIGINT NOT NULL,
    newest BIGINT NOT NULL DEFAULT 0,
    -- Dense count of messages, so that undelivered ones are a subtraction.
    sequence BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app, id)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
CREATE UNIQUE INDEX conversations_by_pair ON conversations (app, low, high);
CREATE SEQUENCE conversation_numbers;

-- Who is in a timeline, and the name it has for him.
CREATE TABLE participants (
    app BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    peer BIGINT NOT NULL,
    conversation BIGINT NOT NULL,
    -- Nothing before this id is his.
    joined BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app, user_id, peer)
);

CREATE TABLE messages (
    app BIGINT NOT NULL,
    conversation BIGINT NOT NULL,
    id BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    sender BIGINT NOT NULL,
    device INTEGER NOT NULL,
    content_type INTEGER NOT NULL,
    payload BYTEA NOT NULL,
    PRIMARY KEY (app, conversation, id)
);

-- What was sent in the last days, to know a repeated send. One range of the key is one period,
-- so that forgetting is one range too; client ids are clocks, so new rows lie side by side.
CREATE TABLE sends (
    app BIGINT NOT NULL,
    period INTEGER NOT NULL,
    client_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    device INTEGER NOT NULL,
    fingerprint BIGINT NOT NULL,
    message BIGINT NOT NULL,
    PRIMARY KEY (app, period, client_id, user_id, device, fingerprint)
);

CREATE TABLE cursors (
    app BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    conversation BIGINT NOT NULL,
    device INTEGER NOT NULL,
    message BIGINT NOT NULL,
    PRIMARY KEY (app, user_id, conversation, device)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
"""#),
        Migration(number: 2, name: "several_servers", sql: #"""
-- Servers that share the store. Each holds one number, which is part of the message ids it gives;
-- a batch of messages is only taken from the holder of its number.
CREATE TABLE nodes (
    number INTEGER PRIMARY KEY,
    -- Made anew each time a server takes the number.
    holder TEXT NOT NULL DEFAULT '',
    -- The largest message id written under this number.
    newest BIGINT NOT NULL DEFAULT 0
) WITH (fillfactor = 10);
INSERT INTO nodes (number) SELECT generate_series(0, 15);
"""#),
        Migration(number: 3, name: "app_settings", sql: #"""
-- Grows with every change of an app and its settings: tells which of two readings is the later one.
ALTER TABLE apps ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

-- What is set for an app, as text. What has its default has no row.
CREATE TABLE app_settings (
    app BIGINT NOT NULL REFERENCES apps (number),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (app, key)
);

-- What was set when, and by whom; NULL is the default of that time.
CREATE TABLE app_setting_changes (
    app BIGINT NOT NULL REFERENCES apps (number),
    -- The app's version with this change.
    number BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    key TEXT NOT NULL,
    old_value TEXT,
    new_value TEXT,
    author TEXT NOT NULL,
    PRIMARY KEY (app, number)
);
"""#),
        Migration(number: 4, name: "operations", sql: #"""
-- Operations stand in timelines beside messages, and leave their marks on them.
-- 0 a message; 1 to 9 an operation, as clients number them.
ALTER TABLE messages ADD COLUMN kind SMALLINT NOT NULL DEFAULT 0;
-- The message an operation is about.
ALTER TABLE messages ADD COLUMN related BIGINT;
-- What its sender knows of it: 1 delivered, 2 read, 3 played. Never sinks.
ALTER TABLE messages ADD COLUMN status SMALLINT NOT NULL DEFAULT 0;
-- When its text last changed, in milliseconds.
ALTER TABLE messages ADD COLUMN edited_at BIGINT;
-- The recall that erased it.
ALTER TABLE messages ADD COLUMN recall BIGINT;
-- When the server was handed it, in milliseconds.
ALTER TABLE messages ADD COLUMN received_at BIGINT;

-- The largest id given under a conversation, also to what only some of its people read.
ALTER TABLE conversations ADD COLUMN given BIGINT NOT NULL DEFAULT 0;
-- The newest message that was recalled.
ALTER TABLE conversations ADD COLUMN erased BIGINT NOT NULL DEFAULT 0;
UPDATE conversations SET given = newest;
-- How many of its messages were too old to be kept: the number of the last one removed.
ALTER TABLE conversations ADD COLUMN removed BIGINT NOT NULL DEFAULT 0;

-- Everything up to here is read.
ALTER TABLE participants ADD COLUMN read_upto BIGINT NOT NULL DEFAULT 0;
-- Nobody has kept what was read before: what has come to a device counts as read.
UPDATE participants SET read_upto = coalesce(
    (SELECT max(c.message) FROM cursors c
     WHERE c.app = participants.app AND c.user_id = participants.user_id AND c.conversation = participants.conversation), 0);
-- The newest of what only he reads.
ALTER TABLE participants ADD COLUMN own_newest BIGINT NOT NULL DEFAULT 0;
-- He deleted the conversation up to here.
ALTER TABLE participants ADD COLUMN cleared BIGINT NOT NULL DEFAULT 0;
-- The newest message he deleted for himself.
ALTER TABLE participants ADD COLUMN hides BIGINT NOT NULL DEFAULT 0;
-- Read marks are moved in place.
ALTER TABLE participants SET (fillfactor = 70);
CREATE INDEX participants_by_conversation ON participants (app, conversation, user_id);

-- Items of a conversation that one of its people alone reads: what his devices do, receipts in groups.
CREATE TABLE own_items (
    app BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    conversation BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind SMALLINT NOT NULL,
    related BIGINT,
    sender BIGINT NOT NULL,
    device INTEGER NOT NULL,
    -- Whom the item names as its receiver.
    target BIGINT NOT NULL,
    payload BYTEA NOT NULL,
    PRIMARY KEY (app, user_id, conversation, id)
);

-- Messages up to the read mark that somebody wants to be unread again.
CREATE TABLE read_cancellations (
    app BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    conversation BIGINT NOT NULL,
    message BIGINT NOT NULL,
    PRIMARY KEY (app, user_id, conversation, message)
);

-- Messages that somebody deleted for himself.
CREATE TABLE hidden_messages (
    app BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    conversation BIGINT NOT NULL,
    message BIGINT NOT NULL,
    PRIMARY KEY (app, user_id, conversation, message)
);

-- The device does not show the conversation up to here.
ALTER TABLE cursors ADD COLUMN cleared BIGINT NOT NULL DEFAULT 0;
-- When the cursor came to where it is, in milliseconds.
ALTER TABLE cursors ADD COLUMN confirmed_at BIGINT;

-- 0 member, 1 admin, 2 owner.
ALTER TABLE group_members ADD COLUMN role SMALLINT NOT NULL DEFAULT 0;
"""#),
        Migration(number: 5, name: "devices", sql: #"""
-- When a device was connected last, in milliseconds: tells who was offline longest.
ALTER TABLE devices ADD COLUMN last_seen_at BIGINT NOT NULL DEFAULT 0;
UPDATE devices SET last_seen_at = last_login_at;

-- The highest number that a device of the user ever had: the number of one that is gone is not given again.
ALTER TABLE users ADD COLUMN last_device INTEGER NOT NULL DEFAULT 0;
UPDATE users SET last_device = (SELECT max(sn) FROM devices WHERE devices.app = users.app AND devices.user_id = users.id)
    WHERE EXISTS (SELECT 1 FROM devices WHERE devices.app = users.app AND devices.user_id = users.id);
"""#),
        Migration(number: 6, name: "accounts", sql: #"""
-- What people set for themselves, what they say of each other, and what is known for a short time only.

-- How others become friends: 0 at once, 1 asked, 2 who knows the answer, 3 nobody.
ALTER TABLE users ADD COLUMN auth_mode SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE users ADD COLUMN auth_question TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN auth_answer TEXT NOT NULL DEFAULT '';
-- Booleans are 0 and 1.
ALTER TABLE users ADD COLUMN auto_download SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN group_confirm SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN no_push SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN no_push_detail SMALLINT NOT NULL DEFAULT 0;
-- Hours of the day, 0 to 23.
ALTER TABLE users ADD COLUMN no_push_start_hour SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN no_push_end_hour SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN no_sounds SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN vibratory SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN push_nick_name TEXT NOT NULL DEFAULT '';
-- Hours of the day, 0 to 23.
ALTER TABLE users ADD COLUMN silence_start_time SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN silence_end_time SMALLINT NOT NULL DEFAULT 0;
-- Until when the user may send nothing, in milliseconds; 0 for no ban, -1 for ever.
ALTER TABLE users ADD COLUMN banned_until BIGINT NOT NULL DEFAULT 0;
-- When his roster last changed, in milliseconds.
ALTER TABLE users ADD COLUMN roster_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN removed_at BIGINT;
-- 1 when nothing is left of what only he, who is removed, was given.
ALTER TABLE users ADD COLUMN cleaned SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX users_to_clean ON users (removed_at) WHERE removed_at IS NOT NULL AND cleaned = 0;
CREATE UNIQUE INDEX users_by_mobile ON users (app, mobile) WHERE mobile <> '';
CREATE UNIQUE INDEX users_by_email ON users (app, email) WHERE email <> '';

-- The owner wants nothing from the contact. Beside the relation: who is blocked may be a friend.
ALTER TABLE roster ADD COLUMN blocked SMALLINT NOT NULL DEFAULT 0;
-- From here on the relation is 0 friend, 1 the contact's account is gone, 2 stranger.
UPDATE roster SET blocked = 1, relation = 2 WHERE relation = 3;
CREATE INDEX roster_by_contact ON roster (app, contact, relation, owner);
CREATE INDEX roster_by_time ON roster (app, owner, relation, created_at, contact);

-- Who wants to be whose friend.
CREATE TABLE roster_applications (
    app BIGINT NOT NULL,
    target BIGINT NOT NULL,
    applicant BIGINT NOT NULL,
    reason TEXT NOT NULL,
    -- What the applicant is going to call the target.
    alias TEXT NOT NULL,
    -- 0 open, 1 accepted, 2 declined.
    status SMALLINT NOT NULL,
    changed_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (app, target, applicant)
);
CREATE INDEX roster_applications_by_time ON roster_applications (app, target, changed_at, applicant);
CREATE INDEX roster_applications_by_applicant ON roster_applications (app, applicant);

-- The conversations somebody keeps on top, by the name they have for him.
CREATE TABLE pinned_conversations (
    app BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    peer BIGINT NOT NULL,
    pinned_at BIGINT NOT NULL,
    PRIMARY KEY (app, user_id, peer)
);

-- Codes that stand for something until they are used or end. Only their hash is kept.
CREATE TABLE one_time_codes (
    app BIGINT NOT NULL,
    code_hash TEXT NOT NULL,
    -- What it is for, as IM numbers it.
    purpose SMALLINT NOT NULL,
    -- Whose it is; 0 for nobody's, or nobody's yet.
    user_id BIGINT NOT NULL,
    content TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (app, code_hash)
);
CREATE INDEX one_time_codes_by_end ON one_time_codes (expires_at);
CREATE INDEX one_time_codes_by_user ON one_time_codes (app, user_id);

-- Servers look for what was revoked a moment ago, to end its sessions.
CREATE INDEX tokens_by_revocation ON tokens (revoked_at, app, id) WHERE revoked_at IS NOT NULL;
"""#),
        Migration(number: 7, name: "groups", sql: #"""
-- Groups with all that is said of them, who belongs to them, and who did when.

-- What every member sees. Booleans are 0 and 1.
ALTER TABLE groups ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE groups ADD COLUMN ext TEXT NOT NULL DEFAULT '';
ALTER TABLE groups ADD COLUMN member_invite SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE groups ADD COLUMN member_modify SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN read_ack SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN history_visible SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN hide_member_info SMALLINT NOT NULL DEFAULT 0;
-- Until when plain members may say nothing, in milliseconds; 0 for no ban, -1 for ever.
ALTER TABLE groups ADD COLUMN ban_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
-- The operator's switches: nothing may be changed or said; no announcements.
ALTER TABLE groups ADD COLUMN in_recovery SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN announcements_forbidden SMALLINT NOT NULL DEFAULT 0;
-- When each list last changed, in milliseconds; grows with every change. The audience is who is a member, whatever his role and name.
ALTER TABLE groups ADD COLUMN members_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN audience_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN bans_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN blocks_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN applications_version BIGINT NOT NULL DEFAULT 0;
-- From here on a capacity of 0 is that of the app.
UPDATE groups SET capacity = 0, updated_at = created_at;
CREATE INDEX groups_by_owner ON groups (app, owner, status, id);
CREATE INDEX groups_by_type ON groups (app, type, status, id);

-- How many groups there are that are not destroyed.
ALTER TABLE apps ADD COLUMN group_count BIGINT NOT NULL DEFAULT 0;
UPDATE apps SET group_count = (SELECT count(*) FROM groups g WHERE g.app = apps.number AND g.status = 0);

-- An owner is one by his role too.
UPDATE group_members SET role = 2 WHERE EXISTS (
    SELECT 1 FROM groups g WHERE g.app = group_members.app AND g.id = group_members.group_id AND g.owner = group_members.user_id);
ALTER TABLE group_members ADD COLUMN display_name TEXT NOT NULL DEFAULT '';
CREATE INDEX group_members_by_time ON group_members (app, group_id, joined_at, user_id);
CREATE INDEX group_admins ON group_members (app, group_id, user_id) WHERE role > 0;

-- What a group remembers of somebody, member or not.
CREATE TABLE group_people (
    app BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    -- How often he was removed.
    kicks INTEGER NOT NULL DEFAULT 0,
    -- Since when he may not come back, in milliseconds; 0 for who may.
    blocked_at BIGINT NOT NULL DEFAULT 0,
    -- Until when he may say nothing, in milliseconds; 0 for no ban, -1 for ever.
    banned_until BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app, group_id, user_id)
);
CREATE INDEX group_blocks ON group_people (app, group_id, blocked_at, user_id) WHERE blocked_at > 0;
CREATE INDEX group_bans ON group_people (app, group_id, user_id) WHERE banned_until <> 0;

CREATE TABLE group_invitations (
    app BIGINT NOT NULL,
    invitee BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    inviter BIGINT NOT NULL,
    reason TEXT NOT NULL,
    -- 0 open, 1 accepted, 2 declined.
    status SMALLINT NOT NULL,
    changed_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (app, invitee, group_id, inviter)
);
CREATE INDEX group_invitations_by_time ON group_invitations (app, invitee, changed_at, group_id, inviter);
CREATE INDEX group_invitations_by_group ON group_invitations (app, group_id);

CREATE TABLE group_applications (
    app BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    applicant BIGINT NOT NULL,
    reason TEXT NOT NULL,
    -- 0 open, 1 accepted, 2 declined.
    status SMALLINT NOT NULL,
    changed_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (app, group_id, applicant)
);
CREATE INDEX group_applications_by_time ON group_applications (app, group_id, changed_at, applicant);
CREATE INDEX group_applications_by_applicant ON group_applications (app, applicant);

CREATE TABLE group_announcements (
    app BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    author BIGINT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (app, group_id, id)
);

-- Files are kept elsewhere: here is where.
CREATE TABLE group_files (
    app BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    uploader BIGINT NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    type TEXT NOT NULL,
    size BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (app, group_id, id)
);

-- The last item that is somebody's; 0 while he is in the conversation.
ALTER TABLE participants ADD COLUMN until BIGINT NOT NULL DEFAULT 0;
-- Who came back: nothing up to here is his that lies in one of his absences. 0 for who was never away.
ALTER TABLE participants ADD COLUMN returned BIGINT NOT NULL DEFAULT 0;
-- 1 where nothing waits for who is away: in a chatroom.
ALTER TABLE participants ADD COLUMN transient SMALLINT NOT NULL DEFAULT 0;

-- Nothing comes after the end of a group.
UPDATE participants SET until = 1 WHERE EXISTS (
    SELECT 1 FROM groups g WHERE g.app = participants.app AND g.id = participants.peer AND g.status <> 0);
UPDATE participants SET transient = 1 WHERE EXISTS (
    SELECT 1 FROM groups g WHERE g.app = participants.app AND g.id = participants.peer AND g.type = 2);

-- What was said in a group while somebody was not in it: the items after the first id, up to and with the second.
CREATE TABLE absences (
    app BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    conversation BIGINT NOT NULL,
    since BIGINT NOT NULL,
    upto BIGINT NOT NULL,
    PRIMARY KEY (app, user_id, conversation, since)
);
"""#),
        Migration(number: 8, name: "states", sql: #"""
-- Who sits in chatrooms: looked for whenever somebody comes or goes.
CREATE INDEX chatroom_seats ON participants (app, user_id, peer) WHERE transient = 1 AND until = 0;
"""#),
        Migration(number: 9, name: "license", sql: #"""
-- How many may use the server, and how many there are.

-- One row, made when it is first asked for.
CREATE TABLE license (
    number SMALLINT PRIMARY KEY,
    -- Which server this is, for those who issue licenses.
    license_key TEXT NOT NULL,
    -- The installed license as it was written; NULL for none.
    content TEXT,
    changed_at BIGINT NOT NULL,
    -- Grows with every change.
    version BIGINT NOT NULL
);

-- By age over all apps.
CREATE INDEX users_by_id ON users (id) WHERE status <> 2;

-- How many users there are that are not removed.
ALTER TABLE apps ADD COLUMN user_count BIGINT NOT NULL DEFAULT 0;
UPDATE apps SET user_count = (SELECT count(*) FROM users u WHERE u.app = apps.number AND u.status <> 2);
"""#),
        Migration(number: 10, name: "audit", sql: #"""
-- Why an app has its status, in an operator's words.
ALTER TABLE apps ADD COLUMN status_reason TEXT NOT NULL DEFAULT '';
-- How often all devices of the app were told to connect anew, and with which UserNotice the last time; 0 for never.
ALTER TABLE apps ADD COLUMN reconnections BIGINT NOT NULL DEFAULT 0;
ALTER TABLE apps ADD COLUMN reconnect_notice INTEGER NOT NULL DEFAULT 0;

-- Every administrative act: who, when, from where, what, before and after. Ids are those of the clock that messages have.
CREATE TABLE audit (
    id BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
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
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END
$$;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
"""#),
        Migration(number: 11, name: "token_ends", sql: #"""
-- Why a token was ended before its time (TokenEnd); 0 for no noted cause.
ALTER TABLE tokens ADD COLUMN ended_by INTEGER NOT NULL DEFAULT 0;
"""#),
        Migration(number: 12, name: "censorship", sql: #"""
-- Word lists: which version of each holds. A list that is removed keeps its row: the numbers of versions never go back.
CREATE TABLE word_list_heads (
    app BIGINT NOT NULL,
    list TEXT NOT NULL,
    version BIGINT NOT NULL,
    is_removed BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app, list)
);

-- A row for each version of each list. Rules are kept of the last versions alone.
CREATE TABLE word_lists (
    app BIGINT NOT NULL,
    list TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    note TEXT NOT NULL,
    -- How many rules it has, and how it differs from the version before.
    count BIGINT NOT NULL,
    added BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    -- The rules, a line each, as files have them; NULL where they are kept no more.
    rules BYTEA,
    PRIMARY KEY (app, list, version)
);

-- Texts that somebody is asked to look at. Ids are those of the clock that messages have.
CREATE TABLE reviews (
    app BIGINT NOT NULL,
    id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    author BIGINT NOT NULL,
    -- 1 message, 2 edit, 3 profile, 4 group, 5 announcement, 6 display name, 7 reason.
    kind BIGINT NOT NULL,
    field TEXT NOT NULL,
    -- The user, or the group; NULL and NULL for none.
    target_user BIGINT,
    target_group BIGINT,
    -- The message; 0 for other texts.
    message BIGINT NOT NULL,
    text BYTEA NOT NULL,
    -- A line for each rule that found something: list, action, kind, text, and what it found, with tabs between them.
    hits BYTEA NOT NULL,
    -- 0 nothing yet, 1 keep, 2 recall.
    verdict BIGINT NOT NULL DEFAULT 0,
    is_banned BIGINT NOT NULL DEFAULT 0,
    decided_at BIGINT,
    decided_by TEXT,
    decision_note TEXT,
    PRIMARY KEY (app, id)
);
CREATE INDEX reviews_open ON reviews (app, id) WHERE verdict = 0;
CREATE INDEX reviews_by_author ON reviews (app, author, id);
"""#),
        Migration(number: 13, name: "callbacks", sql: #"""
-- What apps' own servers are still to be told of. A row is written with what happened and goes when it is told.
CREATE TABLE callbacks (
    -- In the order in which things happened.
    number BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    app BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- 101 message sent, and so on: CallbackEvent.number.
    event BIGINT NOT NULL,
    sender BIGINT NOT NULL,
    -- A user, even, or a group, odd; 0 for none and for the system.
    target BIGINT NOT NULL,
    -- 0 for none.
    message BIGINT NOT NULL,
    -- Ids with commas between them.
    others BYTEA NOT NULL,
    -- Of a message its body, else a text.
    body BYTEA NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    -- When it is to be tried; while somebody tries it, when he is taken for gone.
    next_at BIGINT NOT NULL,
    -- 0 waits, 1 is not tried any more.
    state BIGINT NOT NULL DEFAULT 0,
    last_error TEXT
);
CREATE INDEX callbacks_due ON callbacks (app, next_at, number) WHERE state = 0;
CREATE INDEX callbacks_dead ON callbacks (app, number) WHERE state = 1;
"""#),
    ]
}
