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
