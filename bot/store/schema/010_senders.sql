-- Mails by who sent them: what a new supplier's address has sent before is asked of each of its first invoices.

CREATE INDEX messages_sender ON messages (from_address);
