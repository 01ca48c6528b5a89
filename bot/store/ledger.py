"""What is filed, as deciding asks for it (``bot.model.world.Ledger``): indexed questions, no writing."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.model.payment import payment_from_json
from bot.model.world import FiledInvoice, Supplier
from bot.store import lessons
from bot.store.database import Database
from bot.store.values import day_or_none, moment, money_or_none, stamp

_SELECT = (
    "SELECT i.id, m.message_id, i.sha256, i.part, i.kind, i.supplier, i.cvr, i.invoice_number, i.total, i.meeting_date,"
    " i.due_date, i.network_id, i.meeting_id, i.verdict, i.payment, m.received, i.closed_by, i.pay_on"
    " FROM invoices AS i JOIN documents AS d ON d.id = i.document JOIN messages AS m ON m.id = d.message"
)


class StoredLedger:
    """Belongs to the thread of its ``Database``."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._suppliers: tuple[tuple[object, ...], tuple[Supplier, ...]] | None = None

    def by_sha256(self, sha256: str, part: int) -> FiledInvoice | None:
        """The first that was filed with these bytes and is no duplicate itself; else the first."""
        found = self._invoices("i.sha256 = ? AND i.part = ?", (sha256, part))
        return next((invoice for invoice in found if invoice.verdict != "duplicate"), found[0] if found else None)

    def invoices_of(self, cvr: str | None, supplier_key: str | None) -> tuple[FiledInvoice, ...]:
        # UNION, not OR: each half is one index look-up.
        return self._invoices(
            "i.id IN (SELECT id FROM invoices WHERE cvr = ? UNION SELECT id FROM invoices WHERE supplier_key = ?)",
            (cvr, supplier_key),
        )

    def invoices_numbered(self, invoice_number: str) -> tuple[FiledInvoice, ...]:
        return self._invoices("i.invoice_number = ?", (invoice_number,))

    def invoices_of_meeting(self, meeting_id: str) -> tuple[FiledInvoice, ...]:
        return self._invoices("i.meeting_id = ?", (meeting_id,))

    def invoices_from(self, address: str) -> tuple[FiledInvoice, ...]:
        return self._invoices("m.from_address = ?", (address,))

    def invoice(self, invoice_id: int) -> FiledInvoice | None:
        return next(iter(self._invoices("i.id = ?", (invoice_id,))), None)

    def _invoices(self, where: str, values: Sequence[object]) -> tuple[FiledInvoice, ...]:
        rows = self._db.all(f"{_SELECT} WHERE {where} ORDER BY m.received, i.id", values)
        return tuple(_filed(row) for row in rows)

    def suppliers(self) -> tuple[Supplier, ...]:
        """The same tuple for as long as nobody is added, changed or learnt of: whoever reads with it is told once."""
        # A supplier is added, or gets a number or a phone that it had not; nothing of one is replaced.
        stamp = tuple(
            self._db.one(
                "SELECT count(*) AS a, count(cvr) AS b, count(phone) AS c, max(added_at) AS d,"
                " (SELECT count(*) FROM lessons) AS e, (SELECT max(taught_at) FROM lessons) AS f,"
                " (SELECT sum(id) FROM lessons) AS g FROM suppliers"
            )
            or ()
        )
        if self._suppliers is None or self._suppliers[0] != stamp:
            self._suppliers = stamp, tuple(self._all_suppliers())
        return self._suppliers[1]

    def _all_suppliers(self) -> Iterator[Supplier]:
        """Those that are known for their lessons only come last, without a name."""
        taught = lessons.by_cvr(self._db)
        for row in self._db.all("SELECT name, cvr, phone FROM suppliers ORDER BY id"):
            yield Supplier(row["name"], row["cvr"], row["phone"], taught.pop(row["cvr"], ()))
        yield from (Supplier("", cvr, lessons=of) for cvr, of in taught.items())

    def own_firm_agreed(self, network_id: str, day: date) -> bool:
        row = self._db.one(
            'SELECT 1 FROM own_firm_agreements WHERE network_id = ?1 AND start <= ?2 AND coalesce("end", ?2) >= ?2',
            (network_id, day.isoformat()),
        )
        return row is not None

    def answers_to(self, address: str, since: datetime) -> int:
        """An answer is a letter with In-Reply-To, or any to a supplier: mail without a Message-ID is answered too.

        Copies to the coordinator do not count as answers to the coordinator.
        """
        row = self._db.one(
            "SELECT count(*) AS n FROM recipients AS r JOIN letters AS l ON l.id = r.letter"
            " WHERE r.address = ? AND r.role = 'to' AND l.queued_at >= ?"
            " AND (l.in_reply_to IS NOT NULL OR l.template LIKE 'invoice\\_%' ESCAPE '\\')",
            (address.lower(), stamp(since)),
        )
        return int(row["n"]) if row else 0

    def is_own_letter(self, message_id: str) -> bool:
        return self._db.one("SELECT 1 FROM letters WHERE message_id = ?", (message_id,)) is not None


def _filed(row: sqlite3.Row) -> FiledInvoice:
    return FiledInvoice(
        invoice_id=row["id"],
        message_id=row["message_id"],
        sha256=row["sha256"],
        part=row["part"],
        kind=row["kind"],
        supplier=row["supplier"],
        cvr=row["cvr"],
        invoice_number=row["invoice_number"],
        total=money_or_none(row["total"]),
        meeting_date=day_or_none(row["meeting_date"]),
        due_date=day_or_none(row["due_date"]),
        network_id=row["network_id"],
        meeting_id=row["meeting_id"],
        verdict=row["verdict"],
        payment=None if row["payment"] is None else payment_from_json(json.loads(row["payment"])),
        received=moment(row["received"]),
        closed=row["closed_by"] is not None,
        pay_on=day_or_none(row["pay_on"]),
    )
