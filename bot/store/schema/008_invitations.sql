-- Invitations that came back, the SEQUENCE since which a meeting's time and place stand, and a count of who was told what.

ALTER TABLE invitations ADD COLUMN bounced_at TEXT;
ALTER TABLE invitations ADD COLUMN bounce TEXT;
ALTER TABLE invitations ADD COLUMN bounce_told_at TEXT;
ALTER TABLE meetings ADD COLUMN moved_sequence INTEGER NOT NULL DEFAULT 0 CHECK (moved_sequence >= 0);
UPDATE meetings SET moved_sequence = sequence;
CREATE INDEX invitations_bounced ON invitations (bounced_at) WHERE bounced_at IS NOT NULL;

INSERT INTO meta (key, value) VALUES ('invitations_version', '0');
CREATE TRIGGER invitations_added AFTER INSERT ON invitations BEGIN
    UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'invitations_version';
END;
CREATE TRIGGER invitations_changed AFTER UPDATE OF meeting_id, address, sequence, method, agenda ON invitations BEGIN
    UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'invitations_version';
END;
CREATE TRIGGER invitations_gone AFTER DELETE ON invitations BEGIN
    UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'invitations_version';
END;
