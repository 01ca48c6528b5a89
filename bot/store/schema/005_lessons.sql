-- Version 5. What people's corrections taught: by which label a supplier's invoices of one layout print a field.

CREATE TABLE lessons (
    id INTEGER PRIMARY KEY,
    cvr TEXT NOT NULL CHECK (length(cvr) = 8 AND cvr NOT GLOB '*[^0-9]*'),
    field TEXT NOT NULL,
    layout TEXT NOT NULL CHECK (json_valid(layout)),
    label TEXT NOT NULL CHECK (label <> ''),
    place TEXT NOT NULL CHECK (place IN ('same', 'left', 'above')),
    invoice INTEGER NOT NULL REFERENCES invoices (id),
    taught_by TEXT NOT NULL CHECK (taught_by <> ''),
    taught_at TEXT NOT NULL
) STRICT;
CREATE INDEX lessons_cvr ON lessons (cvr);
CREATE INDEX lessons_invoice ON lessons (invoice);
