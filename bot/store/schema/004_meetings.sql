-- Meetings by mail: what stands beside the register's row, who is invited, what they answered, what was asked.

ALTER TABLE meetings ADD COLUMN status TEXT NOT NULL DEFAULT 'confirmed'
    CHECK (status IN ('confirmed', 'tentative', 'cancelled'));
ALTER TABLE meetings ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0 CHECK (sequence >= 0);
ALTER TABLE meetings ADD COLUMN uid TEXT;
ALTER TABLE meetings ADD COLUMN reference TEXT;
ALTER TABLE meetings ADD COLUMN participants INTEGER CHECK (participants > 0);
ALTER TABLE meetings ADD COLUMN catering TEXT;
ALTER TABLE meetings ADD COLUMN price TEXT;
ALTER TABLE meetings ADD COLUMN contact TEXT;
ALTER TABLE meetings ADD COLUMN inviting INTEGER NOT NULL DEFAULT 0 CHECK (inviting IN (0, 1));
ALTER TABLE meetings ADD COLUMN booked_by INTEGER REFERENCES messages (id);
CREATE UNIQUE INDEX meetings_uid ON meetings (uid) WHERE uid IS NOT NULL;
CREATE UNIQUE INDEX meetings_reference ON meetings (reference) WHERE reference IS NOT NULL;
CREATE INDEX meetings_start ON meetings (start);

CREATE TABLE invitations (
    meeting_id TEXT NOT NULL REFERENCES meetings (meeting_id),
    address TEXT NOT NULL CHECK (address <> ''),
    name TEXT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    method TEXT NOT NULL CHECK (method IN ('REQUEST', 'CANCEL')),
    sent_at TEXT,
    partstat TEXT NOT NULL DEFAULT 'NEEDS-ACTION'
        CHECK (partstat IN ('NEEDS-ACTION', 'ACCEPTED', 'DECLINED', 'TENTATIVE', 'DELEGATED')),
    answered_at TEXT,
    answer_sequence INTEGER,
    answer_dtstamp TEXT,
    diet TEXT,
    eats INTEGER NOT NULL DEFAULT 1 CHECK (eats IN (0, 1)),
    PRIMARY KEY (meeting_id, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitations_address ON invitations (address);

CREATE TABLE meeting_letters (
    message_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL REFERENCES meetings (meeting_id),
    PRIMARY KEY (message_id, meeting_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE questions (
    cause TEXT PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    message INTEGER NOT NULL REFERENCES messages (id),
    network_id TEXT REFERENCES networks (network_id),
    address TEXT NOT NULL,
    readings TEXT NOT NULL CHECK (json_valid(readings)),
    asked TEXT NOT NULL CHECK (json_valid(asked)),
    asked_at TEXT NOT NULL,
    answered_by INTEGER REFERENCES messages (id)
) STRICT;
CREATE INDEX questions_open ON questions (asked_at) WHERE answered_by IS NULL;

CREATE TABLE meeting_acts (
    id INTEGER PRIMARY KEY,
    message INTEGER REFERENCES messages (id),
    meeting_id TEXT REFERENCES meetings (meeting_id),
    network_id TEXT REFERENCES networks (network_id),
    act TEXT NOT NULL CHECK (act IN ('created', 'moved', 'cancelled', 'updated', 'none')),
    asked TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(asked)),
    before TEXT CHECK (before IS NULL OR json_valid(before)),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX meeting_acts_at ON meeting_acts (at);
CREATE INDEX meeting_acts_message ON meeting_acts (message);
