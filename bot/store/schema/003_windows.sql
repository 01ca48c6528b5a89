-- Version 3. Indexes for what is asked again and again of a database of many years.

CREATE INDEX locations_returned ON locations (inbox, id)
    WHERE state = 'stays' AND changed_at IS NULL AND outcome <> 'inbox';
CREATE INDEX invoices_due ON invoices (due_date) WHERE verdict = 'accepted' AND closed_by IS NULL;
CREATE INDEX letters_open ON letters (id) WHERE state IN ('queued', 'sending', 'failed');
CREATE INDEX recipients_refused ON recipients (letter) WHERE state = 'refused';
CREATE INDEX recipients_open ON recipients (letter) WHERE state IN ('queued', 'sending');
CREATE INDEX messages_parked_received ON messages (received, id) WHERE state = 'parked';
