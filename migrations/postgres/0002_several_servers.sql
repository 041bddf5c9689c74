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
