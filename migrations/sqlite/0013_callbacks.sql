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
