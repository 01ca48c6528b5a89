-- What each mail is made of, and what became of every part of it.

CREATE TABLE mail_parts (
    message INTEGER NOT NULL REFERENCES messages (id),
    position INTEGER NOT NULL,
    path TEXT NOT NULL,
    name TEXT,
    content_type TEXT,
    size INTEGER,
    sha256 TEXT,
    fate TEXT NOT NULL CHECK (fate IN (
        'text', 'read', 'opened', 'unreadable', 'ornament', 'proof', 'calendar', 'contact', 'closed', 'unread'
    )),
    detail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (message, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_parts_sha256 ON mail_parts (sha256);
