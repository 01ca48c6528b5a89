-- Mails by when they were handled: what came late is told in the next summary.

CREATE INDEX messages_handled ON messages (handled_at);
