-- Version 1. docs/schema.md says what each table and column is for; a test holds the two together.
-- Every moment is UTC, `2026-03-15T08:00:00.000Z`: as text it sorts as time does. Every day is ISO 8601, Danish.
-- Every amount is text with two decimals and a point. Texts come in with CPR numbers masked; only raw_mails.bytes and
-- letters.raw are as they were sent.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE inboxes (
    inbox TEXT PRIMARY KEY,
    last_read_at TEXT,
    last_new INTEGER,
    last_error TEXT,
    last_error_at TEXT,
    failing_since TEXT
) STRICT;

CREATE TABLE raw_mails (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    size INTEGER NOT NULL CHECK (size >= 0),
    packing TEXT NOT NULL CHECK (packing IN ('none', 'zlib')),
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    raw_mail INTEGER NOT NULL REFERENCES raw_mails (id),
    mailbox TEXT NOT NULL CHECK (mailbox <> ''),
    secretariat TEXT NOT NULL CHECK (secretariat <> ''),
    content_key TEXT NOT NULL CHECK (length(content_key) = 64),
    received TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'handled', 'parked', 'old')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    last_error TEXT,
    message_id TEXT,
    in_reply_to TEXT,
    from_address TEXT,
    from_name TEXT,
    subject TEXT,
    kind TEXT CHECK (kind IN ('invoice', 'booking', 'cancellation', 'rsvp', 'attendance', 'membership', 'annual_status',
        'questionnaire', 'command', 'auto_reply', 'bounce', 'unknown')),
    verdict TEXT CHECK (verdict IN ('accepted', 'review', 'rejected', 'duplicate')),
    outcome TEXT CHECK (outcome IN ('accepted', 'rejected', 'review', 'duplicate', 'automatic', 'other', 'inbox')),
    unanswered TEXT,
    attention TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attention)),
    authentication TEXT CHECK (authentication IN ('pass', 'fail', 'none')),
    handled_at TEXT,
    UNIQUE (mailbox, content_key),
    CHECK ((state = 'handled') = (handled_at IS NOT NULL)),
    CHECK (state <> 'handled' OR (kind IS NOT NULL AND outcome IS NOT NULL))
) STRICT;
CREATE INDEX messages_waiting ON messages (received, id) WHERE state = 'waiting';
CREATE INDEX messages_parked ON messages (id) WHERE state = 'parked';
CREATE INDEX messages_received ON messages (received);
CREATE INDEX messages_message_id ON messages (message_id);
CREATE INDEX messages_raw_mail ON messages (raw_mail);

CREATE TABLE locations (
    id INTEGER PRIMARY KEY,
    message INTEGER NOT NULL REFERENCES messages (id),
    inbox TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL CHECK (uidvalidity >= 0),
    uid INTEGER NOT NULL CHECK (uid > 0),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'stays', 'due', 'moved', 'refile', 'gone')),
    outcome TEXT,
    folder TEXT,
    seen_at TEXT NOT NULL,
    changed_at TEXT,
    UNIQUE (inbox, uidvalidity, uid),
    CHECK (state <> 'due' OR outcome IS NOT NULL),
    CHECK (state NOT IN ('moved', 'refile') OR folder IS NOT NULL)
) STRICT;
CREATE INDEX locations_due ON locations (inbox, id) WHERE state = 'due';
CREATE INDEX locations_refile ON locations (inbox, id) WHERE state = 'refile';
CREATE INDEX locations_message ON locations (message);

CREATE TABLE networks (
    network_id TEXT PRIMARY KEY CHECK (network_id <> ''),
    position INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    secretariat TEXT NOT NULL CHECK (secretariat <> ''),
    region TEXT,
    specialty TEXT
) STRICT;

CREATE TABLE coordinators (
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    network_id TEXT NOT NULL REFERENCES networks (network_id),
    name TEXT NOT NULL CHECK (name <> ''),
    email TEXT,
    phone TEXT,
    start TEXT CHECK (start IS date(start)),
    "end" TEXT CHECK ("end" IS date("end")),
    fee_share TEXT,
    CHECK (start IS NULL OR "end" IS NULL OR start <= "end")
) STRICT;
CREATE UNIQUE INDEX coordinators_one ON coordinators (network_id, name, coalesce(start, ''));

CREATE TABLE members (
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    network_id TEXT NOT NULL REFERENCES networks (network_id),
    ydernummer TEXT,
    name TEXT NOT NULL CHECK (name <> ''),
    clinic TEXT,
    email TEXT,
    role TEXT NOT NULL CHECK (role IN ('owner', 'tenant', 'guest')),
    start TEXT CHECK (start IS date(start)),
    "end" TEXT CHECK ("end" IS date("end")),
    CHECK (start IS NULL OR "end" IS NULL OR start <= "end")
) STRICT;
CREATE UNIQUE INDEX members_one ON members (network_id, coalesce(ydernummer, ''), name, coalesce(start, ''));

CREATE TABLE meetings (
    meeting_id TEXT PRIMARY KEY CHECK (meeting_id <> ''),
    position INTEGER NOT NULL,
    network_id TEXT NOT NULL REFERENCES networks (network_id),
    start TEXT NOT NULL,
    "end" TEXT,
    venue TEXT,
    address TEXT,
    topic TEXT,
    mandatory_topic TEXT
) STRICT;
CREATE INDEX meetings_network ON meetings (network_id);

CREATE TABLE attendance (
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    meeting_id TEXT NOT NULL REFERENCES meetings (meeting_id),
    ydernummer TEXT,
    name TEXT NOT NULL CHECK (name <> ''),
    role TEXT,
    state TEXT NOT NULL CHECK (state IN ('present', 'online', 'excused', 'absent', 'unknown'))
) STRICT;
CREATE UNIQUE INDEX attendance_one ON attendance (meeting_id, coalesce(ydernummer, ''), name);

CREATE TABLE own_firm_agreements (
    id INTEGER PRIMARY KEY,
    network_id TEXT NOT NULL REFERENCES networks (network_id),
    start TEXT NOT NULL CHECK (start = date(start)),
    "end" TEXT CHECK ("end" IS date("end")),
    noted_by TEXT NOT NULL,
    noted_at TEXT NOT NULL,
    UNIQUE (network_id, start),
    CHECK ("end" IS NULL OR start <= "end")
) STRICT;

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    message INTEGER NOT NULL REFERENCES messages (id),
    attachment TEXT,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    method TEXT NOT NULL CHECK (method IN ('text', 'ocr', 'ubl', 'cii', 'mixed')),
    pages INTEGER NOT NULL CHECK (pages >= 0)
) STRICT;
CREATE INDEX documents_message ON documents (message);

CREATE TABLE invoices (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    part INTEGER NOT NULL CHECK (part >= 1),
    several INTEGER NOT NULL CHECK (several IN (0, 1)),
    kind TEXT NOT NULL CHECK (kind IN ('invoice', 'credit_note', 'reminder', 'booking', 'other')),
    language TEXT NOT NULL CHECK (language IN ('da', 'en')),
    network_id TEXT REFERENCES networks (network_id),
    network_rivals TEXT NOT NULL CHECK (json_valid(network_rivals)),
    meeting_id TEXT REFERENCES meetings (meeting_id),
    network TEXT,
    coordinator TEXT,
    meeting_date TEXT CHECK (meeting_date IS date(meeting_date)),
    invoice_number TEXT,
    invoice_date TEXT CHECK (invoice_date IS date(invoice_date)),
    due_date TEXT CHECK (due_date IS date(due_date)),
    due_date_from_terms INTEGER NOT NULL CHECK (due_date_from_terms IN (0, 1)),
    supplier TEXT,
    supplier_key TEXT,
    supplier_phone TEXT,
    cvr TEXT,
    total TEXT CHECK (total GLOB '*[0-9].[0-9][0-9]' AND ltrim(total, '-') NOT GLOB '*[^0-9.]*'),
    vat TEXT CHECK (vat GLOB '*[0-9].[0-9][0-9]' AND ltrim(vat, '-') NOT GLOB '*[^0-9.]*'),
    currency TEXT,
    participants INTEGER,
    payment TEXT CHECK (payment IS NULL OR json_valid(payment)),
    payment_key TEXT,
    amounts TEXT NOT NULL CHECK (json_valid(amounts)),
    paid INTEGER NOT NULL CHECK (paid IN (0, 1)),
    doubts TEXT NOT NULL CHECK (json_valid(doubts)),
    verdict TEXT CHECK (verdict IN ('accepted', 'review', 'rejected', 'duplicate')),
    pay_on TEXT CHECK (pay_on IS date(pay_on)),
    corrects INTEGER REFERENCES invoices (id),
    closed_by INTEGER REFERENCES invoices (id),
    belongs_to INTEGER REFERENCES invoices (id),
    CHECK (verdict IS NULL OR verdict <> 'accepted' OR kind = 'invoice'),
    CHECK ((payment IS NULL) = (payment_key IS NULL)),
    CHECK (closed_by IS NULL OR closed_by <> id)
) STRICT;
CREATE INDEX invoices_document ON invoices (document);
CREATE INDEX invoices_sha256 ON invoices (sha256, part);
CREATE INDEX invoices_cvr ON invoices (cvr);
CREATE INDEX invoices_supplier_key ON invoices (supplier_key);
CREATE INDEX invoices_number ON invoices (invoice_number);
CREATE INDEX invoices_meeting ON invoices (meeting_id);
CREATE INDEX invoices_network ON invoices (network_id);
CREATE INDEX invoices_review ON invoices (id) WHERE verdict = 'review' AND closed_by IS NULL;
-- The same bill is accepted once, whoever decides and however many programs run.
CREATE UNIQUE INDEX invoices_accepted_once ON invoices (coalesce(cvr, supplier_key), invoice_number, total)
    WHERE verdict = 'accepted' AND closed_by IS NULL;
CREATE UNIQUE INDEX invoices_bytes_accepted_once ON invoices (sha256, part)
    WHERE verdict = 'accepted' AND closed_by IS NULL;

CREATE TABLE fields (
    invoice INTEGER NOT NULL REFERENCES invoices (id),
    name TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0,
    value TEXT NOT NULL,
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    text TEXT NOT NULL,
    page INTEGER CHECK (page >= 1),
    x0 REAL,
    top REAL,
    x1 REAL,
    bottom REAL,
    doubts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(doubts)),
    source TEXT NOT NULL DEFAULT 'read' CHECK (source IN ('read', 'person')),
    PRIMARY KEY (invoice, name, position),
    CHECK ((x0 IS NULL) = (top IS NULL) AND (x0 IS NULL) = (x1 IS NULL) AND (x0 IS NULL) = (bottom IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
    invoice INTEGER NOT NULL REFERENCES invoices (id),
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('reject', 'review', 'duplicate', 'note')),
    detail TEXT NOT NULL,
    read TEXT,
    place TEXT,
    expected TEXT,
    field TEXT,
    PRIMARY KEY (invoice, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    invoice INTEGER NOT NULL REFERENCES invoices (id),
    at TEXT NOT NULL,
    by TEXT NOT NULL CHECK (by <> ''),
    verdict TEXT CHECK (verdict IN ('accepted', 'review', 'rejected', 'duplicate')),
    reason TEXT
) STRICT;
CREATE INDEX decisions_invoice ON decisions (invoice);

CREATE TABLE suppliers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    supplier_key TEXT NOT NULL,
    cvr TEXT UNIQUE,
    phone TEXT,
    first_invoice INTEGER REFERENCES invoices (id),
    added_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX suppliers_without_cvr ON suppliers (supplier_key) WHERE cvr IS NULL;
CREATE INDEX suppliers_key ON suppliers (supplier_key);

CREATE TABLE supplier_accounts (
    supplier INTEGER NOT NULL REFERENCES suppliers (id),
    payment_key TEXT NOT NULL,
    payment TEXT NOT NULL CHECK (json_valid(payment)),
    first_invoice INTEGER NOT NULL REFERENCES invoices (id),
    first_seen TEXT NOT NULL,
    PRIMARY KEY (supplier, payment_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE letters (
    id INTEGER PRIMARY KEY,
    cause TEXT NOT NULL UNIQUE CHECK (cause <> ''),
    message_id TEXT NOT NULL UNIQUE CHECK (message_id <> ''),
    message INTEGER REFERENCES messages (id),
    template TEXT NOT NULL,
    secretariat TEXT NOT NULL,
    sender TEXT NOT NULL CHECK (sender <> ''),
    subject TEXT NOT NULL,
    in_reply_to TEXT,
    attachments TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attachments)),
    text TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
    queued_at TEXT NOT NULL,
    lease_until TEXT,
    lease_owner TEXT,
    raw BLOB NOT NULL,
    CHECK ((state = 'sending') = (lease_until IS NOT NULL)),
    CHECK ((lease_owner IS NULL) = (lease_until IS NULL))
) STRICT;
CREATE INDEX letters_state ON letters (state, id);
CREATE INDEX letters_queued_at ON letters (queued_at);
CREATE INDEX letters_message ON letters (message);

CREATE TABLE recipients (
    letter INTEGER NOT NULL REFERENCES letters (id),
    address TEXT NOT NULL CHECK (address <> ''),
    role TEXT NOT NULL CHECK (role IN ('to', 'cc')),
    position INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'delivered', 'refused')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    first_try TEXT,
    next_try TEXT NOT NULL,
    last_error TEXT,
    response TEXT,
    last_try TEXT,
    PRIMARY KEY (letter, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX recipients_address ON recipients (address);

CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL CHECK (who <> ''),
    what TEXT NOT NULL,
    item TEXT NOT NULL,
    action TEXT NOT NULL,
    before TEXT CHECK (before IS NULL OR json_valid(before)),
    after TEXT CHECK (after IS NULL OR json_valid(after))
) STRICT;
CREATE INDEX history_item ON history (what, item);
CREATE TRIGGER history_no_update BEFORE UPDATE ON history
BEGIN
    SELECT RAISE(ABORT, 'history is append-only');
END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON history
BEGIN
    SELECT RAISE(ABORT, 'history is append-only');
END;
CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions
BEGIN
    SELECT RAISE(ABORT, 'decisions is append-only');
END;
CREATE TRIGGER decisions_no_delete BEFORE DELETE ON decisions
BEGIN
    SELECT RAISE(ABORT, 'decisions is append-only');
END;
-- INSERT OR REPLACE deletes without the DELETE trigger unless recursive_triggers is on: refuse a taken id outright.
CREATE TRIGGER history_no_replace BEFORE INSERT ON history WHEN EXISTS (SELECT 1 FROM history WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'history is append-only');
END;

-- What a person asks, in plain words. Times are those of the machine's own time zone.
CREATE VIEW beskeder AS
SELECT m.id AS besked, datetime(m.received, 'localtime') AS modtaget, m.secretariat AS sekretariat,
    m.mailbox AS postkasse, m.from_address AS fra, m.subject AS emne, m.kind AS slags, m.verdict AS afgoerelse,
    CASE m.state WHEN 'waiting' THEN 'venter' WHEN 'handled' THEN 'behandlet' WHEN 'parked' THEN 'sat til side'
        ELSE 'fra før start' END AS tilstand,
    (SELECT l.folder FROM locations AS l WHERE l.message = m.id ORDER BY l.id DESC LIMIT 1) AS mappe,
    m.last_error AS fejl, m.message_id
FROM messages AS m ORDER BY m.received DESC, m.id DESC;

CREATE VIEW fakturaer AS
SELECT i.id AS faktura, datetime(m.received, 'localtime') AS modtaget, m.secretariat AS sekretariat, i.kind AS slags,
    i.verdict AS afgoerelse, i.network_id AS netvaerk_id, coalesce(n.name, i.network) AS netvaerk,
    i.coordinator AS koordinator, i.meeting_date AS moededato, i.meeting_id AS moede, i.supplier AS leverandoer,
    i.cvr, i.invoice_number AS fakturanummer, i.total AS beloeb, i.currency AS valuta, i.due_date AS forfald,
    i.pay_on AS betales, i.payment_key AS konto,
    (SELECT group_concat(f.code, ', ') FROM findings AS f WHERE f.invoice = i.id) AS fund,
    i.closed_by AS erstattet_af, d.attachment AS fil, m.id AS besked
FROM invoices AS i
JOIN documents AS d ON d.id = i.document
JOIN messages AS m ON m.id = d.message
LEFT JOIN networks AS n ON n.network_id = i.network_id
ORDER BY m.received DESC, i.id DESC;

CREATE VIEW venter_paa_person AS
SELECT 'faktura' AS hvad, i.id AS nummer, datetime(m.received, 'localtime') AS siden, i.supplier AS leverandoer,
    i.network_id AS netvaerk_id, i.total AS beloeb,
    (SELECT group_concat(f.detail, ' ') FROM findings AS f WHERE f.invoice = i.id AND f.severity <> 'note') AS hvorfor,
    m.subject AS emne, m.id AS besked
FROM invoices AS i
JOIN documents AS d ON d.id = i.document
JOIN messages AS m ON m.id = d.message
WHERE i.verdict = 'review' AND i.closed_by IS NULL
UNION ALL
SELECT 'besked', m.id, datetime(m.received, 'localtime'), m.from_address, NULL, NULL, m.last_error, m.subject, m.id
FROM messages AS m WHERE m.state = 'parked'
UNION ALL
SELECT 'brev', l.id, datetime(l.queued_at, 'localtime'), r.address, NULL, NULL, r.last_error, l.subject, l.message
FROM letters AS l JOIN recipients AS r ON r.letter = l.id
WHERE r.state = 'refused' AND l.state = 'failed'
ORDER BY siden;

CREATE VIEW breve AS
SELECT l.id AS brev, datetime(l.queued_at, 'localtime') AS skrevet, l.secretariat AS sekretariat, l.template AS skabelon,
    r.address AS modtager, CASE r.role WHEN 'to' THEN 'til' ELSE 'kopi' END AS rolle, l.subject AS emne,
    CASE r.state WHEN 'queued' THEN 'i kø' WHEN 'sending' THEN 'sendes' WHEN 'delivered' THEN 'sendt'
        ELSE 'kunne ikke sendes' END AS tilstand,
    datetime(r.last_try, 'localtime') AS sidst_forsoegt, r.attempts AS forsoeg, r.last_error AS fejl, l.message AS besked, l.cause
FROM letters AS l JOIN recipients AS r ON r.letter = l.id
ORDER BY l.id DESC, r.position;

CREATE VIEW leverandoerer AS
SELECT s.id AS leverandoer, s.name AS navn, s.cvr, s.phone AS telefon, a.payment_key AS konto,
    datetime(a.first_seen, 'localtime') AS konto_siden, a.first_invoice AS foerste_faktura
FROM suppliers AS s LEFT JOIN supplier_accounts AS a ON a.supplier = s.id
ORDER BY s.name, a.first_seen;

CREATE VIEW fund AS
SELECT f.invoice AS faktura, f.code AS kode, f.severity AS alvor, f.detail AS hvad, f.read AS laest, f.place AS sted,
    f.expected AS burde_vaere, f.field AS felt
FROM findings AS f ORDER BY f.invoice DESC, f.position;

CREATE VIEW historik AS
SELECT h.id AS linje, datetime(h.at, 'localtime') AS tid, h.who AS hvem, h.what AS hvad, h.item AS nummer,
    h.action AS handling, h.before AS foer, h.after AS efter
FROM history AS h ORDER BY h.id DESC;
