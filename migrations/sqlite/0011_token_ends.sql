-- Why a token was ended before its time (TokenEnd); 0 for no noted cause.
ALTER TABLE tokens ADD COLUMN ended_by INTEGER NOT NULL DEFAULT 0;
