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
