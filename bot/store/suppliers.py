"""Suppliers and the accounts they were paid to, learnt from accepted invoices only: a stranger's mail teaches nothing.

A supplier is its CVR number where one is known, else its name as compared (``danish.text.firm_key``).
"""

from datetime import datetime

from bot.danish.text import firm_key
from bot.model.payment import Payment
from bot.store import history
from bot.store.database import Database
from bot.store.reading_rows import payment_text
from bot.store.values import masked, stamp


def learn(
    db: Database,
    invoice: int,
    name: str | None,
    cvr: str | None,
    phone: str | None,
    payment: Payment | None,
    now: datetime,
) -> None:
    """Notes who was accepted and where the money goes. Inside the unit that accepts."""
    if name is None:
        return
    supplier = _supplier(db, invoice, masked(name), cvr, masked(phone), now)
    if payment is None:
        return
    added = db.execute(
        "INSERT INTO supplier_accounts (supplier, payment_key, payment, first_invoice, first_seen)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (supplier, payment.key, payment_text(payment), invoice, stamp(now)),
    )
    if added.rowcount:
        after = {"payment_key": payment.key, "invoice": invoice}
        history.add(db, now, "supplier_accounts", supplier, "added", after=after)


def _supplier(db: Database, invoice: int, name: str, cvr: str | None, phone: str | None, now: datetime) -> int:
    key = firm_key(name)
    known = db.one("SELECT id, phone FROM suppliers WHERE cvr = ?", (cvr,)) if cvr else None
    if known is None:
        # A name that was seen without a number takes the number; another number is another firm.
        known = db.one("SELECT id, phone FROM suppliers WHERE supplier_key = ? AND cvr IS NULL", (key,))
        if known is not None and cvr:
            db.execute("UPDATE suppliers SET cvr = ? WHERE id = ?", (cvr, known["id"]))
            history.add(db, now, "suppliers", known["id"], "changed", after={"cvr": cvr})
    if known is None and not cvr:
        only = db.all("SELECT id, phone FROM suppliers WHERE supplier_key = ? LIMIT 2", (key,))
        known = only[0] if len(only) == 1 else None
    if known is not None:
        if phone and not known["phone"]:  # the oldest phone is the one to call back on: it is never replaced
            db.execute("UPDATE suppliers SET phone = ? WHERE id = ?", (phone, known["id"]))
        return int(known["id"])
    supplier = db.insert(
        "INSERT INTO suppliers (name, supplier_key, cvr, phone, first_invoice, added_at) VALUES (?, ?, ?, ?, ?, ?)",
        (name, key, cvr, phone, invoice, stamp(now)),
    )
    history.add(db, now, "suppliers", supplier, "added", after={"name": name, "cvr": cvr, "invoice": invoice})
    return supplier
