-- Agendas that coordinators send in place of the rules', and the place's address that a booking shows.

CREATE TABLE agendas (
    agenda TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meetings (meeting_id),
    message INTEGER REFERENCES messages (id),
    items TEXT NOT NULL CHECK (json_valid(items)),
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    content BLOB NOT NULL,
    at TEXT NOT NULL
) STRICT;
ALTER TABLE meetings ADD COLUMN agenda TEXT;
ALTER TABLE meetings ADD COLUMN place_email TEXT;
ALTER TABLE invitations ADD COLUMN agenda TEXT NOT NULL DEFAULT '';
