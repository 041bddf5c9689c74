-- The store as migrations up to 0011 made it, with some rows: a dump, to be upgraded by a test. Never changed.
BEGIN TRANSACTION;
CREATE TABLE absences (
    app INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    since INTEGER NOT NULL,
    upto INTEGER NOT NULL,
    PRIMARY KEY (app, user_id, conversation, since)
) WITHOUT ROWID;
CREATE TABLE apps (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
, version INTEGER NOT NULL DEFAULT 0, group_count INTEGER NOT NULL DEFAULT 0, user_count INTEGER NOT NULL DEFAULT 0, status_reason TEXT NOT NULL DEFAULT '', reconnections INTEGER NOT NULL DEFAULT 0, reconnect_notice INTEGER NOT NULL DEFAULT 0);
INSERT INTO "apps" VALUES(1,'fixtureapp01','Café ☕',0,1735700000000,1,1,2,'',0,0);
INSERT INTO "apps" VALUES(2,'fixtureapp02','frozen',1,1735700000001,0,0,1,'',0,0);
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
INSERT INTO "app_setting_changes" VALUES(1,1,1735700009000,'recall.window.chat',NULL,'60','operator');
CREATE TABLE app_settings (
    app INTEGER NOT NULL REFERENCES apps (number),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (app, key)
) WITHOUT ROWID;
INSERT INTO "app_settings" VALUES(1,'recall.window.chat','60');
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
INSERT INTO "audit" VALUES(123000000000000,1735700000500,1,'operator ☕','192.0.2.1','PATCH /admin/apps/{app_id}','fixtureapp01','','{"name":"a"}','{"name":"b"}');
CREATE TABLE conversations (
    app INTEGER NOT NULL,
    id INTEGER NOT NULL,
    low INTEGER NOT NULL,
    high INTEGER NOT NULL,
    newest INTEGER NOT NULL DEFAULT 0,
    -- Dense count of messages, so that undelivered ones are a subtraction.
    sequence INTEGER NOT NULL DEFAULT 0, given INTEGER NOT NULL DEFAULT 0, erased INTEGER NOT NULL DEFAULT 0, removed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app, id)
) WITHOUT ROWID;
INSERT INTO "conversations" VALUES(1,3,500002,500004,124000008192000,3,124000010240000,0,0);
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO "counters" VALUES('conversation',3);
INSERT INTO "counters" VALUES('identity',500007);
INSERT INTO "counters" VALUES('newest_message',124000010240000);
CREATE TABLE cursors (
    app INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    device INTEGER NOT NULL,
    message INTEGER NOT NULL, cleared INTEGER NOT NULL DEFAULT 0, confirmed_at INTEGER,
    PRIMARY KEY (app, user_id, conversation, device)
) WITHOUT ROWID;
INSERT INTO "cursors" VALUES(1,500002,3,1,124000004096000,0,1735700000700);
INSERT INTO "cursors" VALUES(1,500004,3,1,124000000000000,0,NULL);
CREATE TABLE devices (
    app INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    sn INTEGER NOT NULL,
    guid TEXT NOT NULL,
    platform INTEGER NOT NULL,
    user_agent TEXT NOT NULL,
    sdk_version TEXT NOT NULL,
    -- Where the device begins to read; 0 for the first device of a user.
    registered_at INTEGER NOT NULL,
    last_login_at INTEGER NOT NULL, last_seen_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app, user_id, sn)
) WITHOUT ROWID;
INSERT INTO "devices" VALUES(1,500002,1,'annas-guid',6,'web','3.0.0',0,1735700000101,1735700000101);
INSERT INTO "devices" VALUES(1,500004,1,'bens-guid',2,'phone','2.0.0',0,1735700000201,1735700000201);
INSERT INTO "devices" VALUES(1,500004,2,'bens-second',6,'web','3.0.0',124000004096000,1735700000202,1735700000800);
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
CREATE TABLE group_members (
    app INTEGER NOT NULL,
    group_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    mute_mode INTEGER NOT NULL DEFAULT 0,
    push_mode INTEGER NOT NULL DEFAULT 0,
    joined_at INTEGER NOT NULL, role INTEGER NOT NULL DEFAULT 0, display_name TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (app, group_id, user_id)
) WITHOUT ROWID;
INSERT INTO "group_members" VALUES(1,500007,500002,0,2,1735700000400,2,'');
INSERT INTO "group_members" VALUES(1,500007,500004,1,2,1735700000401,0,'');
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
    created_at INTEGER NOT NULL, description TEXT NOT NULL DEFAULT '', ext TEXT NOT NULL DEFAULT '', member_invite INTEGER NOT NULL DEFAULT 1, member_modify INTEGER NOT NULL DEFAULT 0, read_ack INTEGER NOT NULL DEFAULT 0, history_visible INTEGER NOT NULL DEFAULT 0, hide_member_info INTEGER NOT NULL DEFAULT 0, ban_until INTEGER NOT NULL DEFAULT 0, updated_at INTEGER NOT NULL DEFAULT 0, in_recovery INTEGER NOT NULL DEFAULT 0, announcements_forbidden INTEGER NOT NULL DEFAULT 0, members_version INTEGER NOT NULL DEFAULT 0, audience_version INTEGER NOT NULL DEFAULT 0, bans_version INTEGER NOT NULL DEFAULT 0, blocks_version INTEGER NOT NULL DEFAULT 0, applications_version INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app, id)
) WITHOUT ROWID;
INSERT INTO "groups" VALUES(1,500007,'group','',500002,0,0,2,0,1,1735700000400,'','',1,0,0,0,0,0,1735700000400,0,0,0,0,0,0,0);
CREATE TABLE hidden_messages (
    app INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (app, user_id, conversation, message)
) WITHOUT ROWID;
INSERT INTO "hidden_messages" VALUES(1,500002,3,124000000000000);
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
CREATE TABLE messages (
    app INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    sender INTEGER NOT NULL,
    device INTEGER NOT NULL,
    content_type INTEGER NOT NULL,
    payload BLOB NOT NULL, kind INTEGER NOT NULL DEFAULT 0, related INTEGER, status INTEGER NOT NULL DEFAULT 0, edited_at INTEGER, recall INTEGER, received_at INTEGER,
    PRIMARY KEY (app, conversation, id)
) WITHOUT ROWID;
INSERT INTO "messages" VALUES(1,3,124000000000000,1,500002,1,0,X'6669727374',0,NULL,2,NULL,NULL,1735700000501);
INSERT INTO "messages" VALUES(1,3,124000004096000,2,500004,2,0,X'00FF000A',0,NULL,0,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(1,3,124000008192000,3,500002,1,0,X'',0,NULL,0,NULL,NULL,NULL);
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
INSERT INTO "one_time_codes" VALUES(1,'hash of a code',1,500002,'content',4102444800000);
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
INSERT INTO "own_items" VALUES(1,500002,3,124000010240000,6,124000000000000,500002,1,500004,X'00FF01');
CREATE TABLE participants (
    app INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    peer INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    -- Nothing before this id is his.
    joined INTEGER NOT NULL DEFAULT 0, read_upto INTEGER NOT NULL DEFAULT 0, own_newest INTEGER NOT NULL DEFAULT 0, cleared INTEGER NOT NULL DEFAULT 0, hides INTEGER NOT NULL DEFAULT 0, until INTEGER NOT NULL DEFAULT 0, returned INTEGER NOT NULL DEFAULT 0, transient INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app, user_id, peer)
) WITHOUT ROWID;
INSERT INTO "participants" VALUES(1,500002,500004,3,0,124000004096000,124000010240000,0,124000000000000,0,0,0);
INSERT INTO "participants" VALUES(1,500004,500002,3,0,124000000000000,0,0,0,0,0,0);
CREATE TABLE pinned_conversations (
    app INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    peer INTEGER NOT NULL,
    pinned_at INTEGER NOT NULL,
    PRIMARY KEY (app, user_id, peer)
) WITHOUT ROWID;
INSERT INTO "pinned_conversations" VALUES(1,500002,0,1735700000610);
INSERT INTO "pinned_conversations" VALUES(1,500002,500004,1735700000611);
CREATE TABLE read_cancellations (
    app INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (app, user_id, conversation, message)
) WITHOUT ROWID;
INSERT INTO "read_cancellations" VALUES(1,500002,3,124000004096000);
CREATE TABLE roster (
    app INTEGER NOT NULL,
    owner INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    -- 0 friend, 1 deleted, 3 blocked, as clients number relations.
    relation INTEGER NOT NULL DEFAULT 0,
    alias TEXT NOT NULL DEFAULT '',
    ext TEXT NOT NULL DEFAULT '',
    muted INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL, blocked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app, owner, contact)
) WITHOUT ROWID;
INSERT INTO "roster" VALUES(1,500002,500004,0,'Benny','{"a":1}',1,1735700000300,0);
INSERT INTO "roster" VALUES(1,500004,500002,2,'','',0,1735700000301,1);
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
INSERT INTO "roster_applications" VALUES(1,500002,500004,'let''s','Annie',2,1735700000600,1735700900600);
CREATE TABLE schema_migrations (
    number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum BIGINT NOT NULL, applied_at BIGINT NOT NULL);
INSERT INTO "schema_migrations" VALUES(1,'first_light',1969023242967480021,1735700000000);
INSERT INTO "schema_migrations" VALUES(2,'one_wording',3227649102867640596,1795415003604);
INSERT INTO "schema_migrations" VALUES(3,'app_settings',8119649337587523954,1795415003604);
INSERT INTO "schema_migrations" VALUES(4,'operations',2786206994240781746,1795420000000);
INSERT INTO "schema_migrations" VALUES(5,'devices',-7044857875725154410,1795420000000);
INSERT INTO "schema_migrations" VALUES(6,'accounts',-5466659984198263122,1795430000000);
INSERT INTO "schema_migrations" VALUES(7,'groups',-8950010195075648771,1795440000000);
INSERT INTO "schema_migrations" VALUES(8,'states',964457957195393077,1795440000000);
INSERT INTO "schema_migrations" VALUES(9,'license',-5392281740420522334,1795440000000);
INSERT INTO "schema_migrations" VALUES(10,'audit',2741342831327016274,1795440000000);
INSERT INTO "schema_migrations" VALUES(11,'token_ends',4047403723362837454,1795440000000);
CREATE TABLE "sends" (
    app INTEGER NOT NULL,
    period INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    device INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (app, period, client_id, user_id, device, fingerprint)
) WITHOUT ROWID;
INSERT INTO "sends" VALUES(1,20088,1735700000500,500002,1,-9000000000000000001,124000000000000);
INSERT INTO "sends" VALUES(1,20088,1735700000600,500004,2,77,124000004096000);
CREATE TABLE signing_keys (
    app INTEGER NOT NULL REFERENCES apps (number),
    id TEXT NOT NULL,
    secret BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (app, id)
) WITHOUT ROWID;
INSERT INTO "signing_keys" VALUES(1,'k1',X'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F',1735700000000);
INSERT INTO "signing_keys" VALUES(2,'k1',X'0000000000000000000000000000000000000000000000000000000000000000',1735700000001);
CREATE TABLE tokens (
    app INTEGER NOT NULL,
    id TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    role INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    device INTEGER, ended_by INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app, id)
) WITHOUT ROWID;
INSERT INTO "tokens" VALUES(1,'jti-anna',500002,0,1735700000100,4102444800000,NULL,1,0);
INSERT INTO "tokens" VALUES(1,'jti-ben',500004,0,1735700000200,4102444800000,1735700000999,NULL,0);
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
    email TEXT NOT NULL DEFAULT '', last_device INTEGER NOT NULL DEFAULT 0, auth_mode INTEGER NOT NULL DEFAULT 1, auth_question TEXT NOT NULL DEFAULT '', auth_answer TEXT NOT NULL DEFAULT '', auto_download INTEGER NOT NULL DEFAULT 0, group_confirm INTEGER NOT NULL DEFAULT 0, no_push INTEGER NOT NULL DEFAULT 0, no_push_detail INTEGER NOT NULL DEFAULT 0, no_push_start_hour INTEGER NOT NULL DEFAULT 0, no_push_end_hour INTEGER NOT NULL DEFAULT 0, no_sounds INTEGER NOT NULL DEFAULT 0, vibratory INTEGER NOT NULL DEFAULT 0, push_nick_name TEXT NOT NULL DEFAULT '', silence_start_time INTEGER NOT NULL DEFAULT 0, silence_end_time INTEGER NOT NULL DEFAULT 0, banned_until INTEGER NOT NULL DEFAULT 0, roster_version INTEGER NOT NULL DEFAULT 0, removed_at INTEGER, cleaned INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app, id)
) WITHOUT ROWID;
INSERT INTO "users" VALUES(1,500002,'anna','$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',0,1735700000100,'O''Anna 😀','','','{}','','','anna@example.org',1,2,'who?','me',0,1,1,0,22,7,0,1,'A',0,6,0,1735700000900,NULL,0);
INSERT INTO "users" VALUES(1,500004,'ben','$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',0,1735700000200,'','','','','','','',3,1,'','',0,0,0,0,0,0,0,0,'',0,0,0,0,NULL,0);
INSERT INTO "users" VALUES(2,500006,'anna','',1,1735700000300,'','','','','','','',0,1,'','',0,0,0,0,0,0,0,0,'',0,0,-1,0,NULL,0);
CREATE UNIQUE INDEX users_by_name ON users (app, name);
CREATE INDEX tokens_by_user ON tokens (app, user_id);
CREATE INDEX tokens_by_end ON tokens (expires_at);
CREATE UNIQUE INDEX devices_by_guid ON devices (app, user_id, guid);
CREATE INDEX group_members_by_user ON group_members (app, user_id, group_id);
CREATE UNIQUE INDEX conversations_by_pair ON conversations (app, low, high);
CREATE INDEX participants_by_conversation ON participants (app, conversation, user_id);
CREATE INDEX users_to_clean ON users (removed_at) WHERE removed_at IS NOT NULL AND cleaned = 0;
CREATE UNIQUE INDEX users_by_mobile ON users (app, mobile) WHERE mobile <> '';
CREATE UNIQUE INDEX users_by_email ON users (app, email) WHERE email <> '';
CREATE INDEX roster_by_contact ON roster (app, contact, relation, owner);
CREATE INDEX roster_by_time ON roster (app, owner, relation, created_at, contact);
CREATE INDEX roster_applications_by_time ON roster_applications (app, target, changed_at, applicant);
CREATE INDEX roster_applications_by_applicant ON roster_applications (app, applicant);
CREATE INDEX one_time_codes_by_end ON one_time_codes (expires_at);
CREATE INDEX one_time_codes_by_user ON one_time_codes (app, user_id);
CREATE INDEX tokens_by_revocation ON tokens (revoked_at, app, id) WHERE revoked_at IS NOT NULL;
CREATE INDEX groups_by_owner ON groups (app, owner, status, id);
CREATE INDEX groups_by_type ON groups (app, type, status, id);
CREATE INDEX group_members_by_time ON group_members (app, group_id, joined_at, user_id);
CREATE INDEX group_admins ON group_members (app, group_id, user_id) WHERE role > 0;
CREATE INDEX group_blocks ON group_people (app, group_id, blocked_at, user_id) WHERE blocked_at > 0;
CREATE INDEX group_bans ON group_people (app, group_id, user_id) WHERE banned_until <> 0;
CREATE INDEX group_invitations_by_time ON group_invitations (app, invitee, changed_at, group_id, inviter);
CREATE INDEX group_invitations_by_group ON group_invitations (app, group_id);
CREATE INDEX group_applications_by_time ON group_applications (app, group_id, changed_at, applicant);
CREATE INDEX group_applications_by_applicant ON group_applications (app, applicant);
CREATE INDEX chatroom_seats ON participants (app, user_id, peer, conversation, transient, until) WHERE transient = 1 AND until = 0;
CREATE INDEX users_by_id ON users (id) WHERE status <> 2;
CREATE INDEX audit_by_app ON audit (app, id);
CREATE INDEX audit_by_act ON audit (act, id);
CREATE INDEX audit_by_both ON audit (app, act, id);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) BEGIN
    SELECT RAISE(IGNORE);
END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
COMMIT;
