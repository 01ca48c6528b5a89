-- Version 2. What came in, as it came in, lies apart: no view and no list joins `originals`. People read `copies`, in
-- which CPR numbers are masked; whoever reads an original leaves a row in `accesses`.

ALTER TABLE raw_mails RENAME TO originals;
ALTER TABLE originals ADD COLUMN forgotten_at TEXT;
ALTER TABLE messages RENAME COLUMN raw_mail TO original;
DROP INDEX messages_raw_mail;
CREATE INDEX messages_original ON messages (original);

CREATE TABLE copies (
    message INTEGER NOT NULL REFERENCES messages (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    name TEXT,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    text TEXT NOT NULL,
    whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
    PRIMARY KEY (message, position)
) STRICT;

CREATE TABLE accesses (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL CHECK (who <> ''),
    purpose TEXT NOT NULL CHECK (purpose IN ('handling', 'decision', 'person')),
    message INTEGER NOT NULL REFERENCES messages (id),
    original INTEGER NOT NULL REFERENCES originals (id),
    reason TEXT,
    CHECK (purpose <> 'person' OR trim(coalesce(reason, '')) <> '')
) STRICT;
CREATE INDEX accesses_message ON accesses (message);
CREATE INDEX accesses_original ON accesses (original);
CREATE INDEX accesses_by_people ON accesses (at) WHERE purpose <> 'handling';
CREATE TRIGGER accesses_no_update BEFORE UPDATE ON accesses
BEGIN
    SELECT RAISE(ABORT, 'accesses is append-only');
END;
CREATE TRIGGER accesses_no_delete BEFORE DELETE ON accesses
BEGIN
    SELECT RAISE(ABORT, 'accesses is append-only');
END;
CREATE TRIGGER accesses_no_replace BEFORE INSERT ON accesses WHEN EXISTS (SELECT 1 FROM accesses WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'accesses is append-only');
END;

CREATE VIEW adgange AS
SELECT a.id AS adgang, datetime(a.at, 'localtime') AS tid, a.who AS hvem,
    CASE a.purpose WHEN 'handling' THEN 'behandling' WHEN 'decision' THEN 'afgørelse' ELSE 'læst' END AS formaal,
    a.message AS besked, a.reason AS begrundelse
FROM accesses AS a ORDER BY a.id DESC;
