-- When a device was connected last, in milliseconds: tells who was offline longest.
ALTER TABLE devices ADD COLUMN last_seen_at BIGINT NOT NULL DEFAULT 0;
UPDATE devices SET last_seen_at = last_login_at;

-- The highest number that a device of the user ever had: the number of one that is gone is not given again.
ALTER TABLE users ADD COLUMN last_device INTEGER NOT NULL DEFAULT 0;
UPDATE users SET last_device = (SELECT max(sn) FROM devices WHERE devices.app = users.app AND devices.user_id = users.id)
    WHERE EXISTS (SELECT 1 FROM devices WHERE devices.app = users.app AND devices.user_id = users.id);
