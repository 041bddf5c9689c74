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
