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
