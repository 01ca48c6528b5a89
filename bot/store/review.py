"""A person's word: what waits, everything known of one invoice, the decision. All of it goes into the history."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.model.finding import VERDICTS, Finding, Verdict
from bot.model.letter import ComposedLetter
from bot.store import filing, history, lists, outbox
from bot.store.database import Database
from bot.store.errors import Conflict, UnknownItem
from bot.store.reading_rows import reading_of
from bot.store.rows import DecisionRow, ReviewDetail
from bot.store.values import day, masked, moment, stamp


def detail(db: Database, invoice: int) -> ReviewDetail:
    """Raises ``UnknownItem``."""
    with db.snapshot():
        row = lists.invoice(db, invoice)
        record = lists.invoice_record(db, invoice)
        if row is None or record is None:
            raise UnknownItem(f"Der er ingen faktura {invoice}; «review list» viser dem, der venter.")
        fields = db.all("SELECT * FROM fields WHERE invoice = ? ORDER BY name, position", (invoice,))
        decisions = db.all("SELECT * FROM decisions WHERE invoice = ? ORDER BY id", (invoice,))
    return ReviewDetail(
        row,
        reading_of(record, fields),
        tuple(DecisionRow(moment(d["at"]), d["by"], d["verdict"], d["reason"]) for d in decisions),
        record["in_reply_to"],
    )


def found_again(
    db: Database, invoice: int, findings: Sequence[Finding], meeting_id: str | None, by: str, now: datetime
) -> None:
    """New findings in place of the old ones, after a correction; the verdict stays until it is decided."""
    with db.atomic():
        before = [row["code"] for row in db.all("SELECT code FROM findings WHERE invoice = ?", (invoice,))]
        db.execute("DELETE FROM findings WHERE invoice = ?", (invoice,))
        filing.add_findings(db, invoice, findings)
        db.execute("UPDATE invoices SET meeting_id = ? WHERE id = ?", (meeting_id, invoice))
        after = [f.code for f in findings]
        history.add(db, now, "invoices", invoice, "judged again", who=by, before=before, after=after)


def decide(
    db: Database,
    invoice: int,
    verdict: Verdict,
    by: str,
    reason: str | None,
    letters: Sequence[ComposedLetter],
    now: datetime,
    pay_on: date | None = None,
) -> bool:
    """A person's verdict on an invoice that waits, with its letters, in one unit.

    False where the same verdict stands already (the command was given twice). Raises ``UnknownItem``, or ``Conflict``
    where it was decided otherwise, where a later one took its place, or where the same bill is accepted already.
    """
    with db.atomic():
        known = detail(db, invoice)
        if known.row.verdict == verdict and known.row.closed_by is None:
            return False
        _may_be_decided(known, verdict)
        db.execute(
            "UPDATE invoices SET verdict = ?, pay_on = ? WHERE id = ?",
            (verdict, day(pay_on) if verdict == "accepted" else None, invoice),
        )
        db.execute(
            "INSERT INTO decisions (invoice, at, by, verdict, reason) VALUES (?, ?, ?, ?, ?)",
            (invoice, stamp(now), masked(by), verdict, masked(reason)),
        )
        if verdict == "accepted":
            filing.learn_supplier(db, invoice, known.reading, now)
        for letter in letters:
            outbox.queue(db, letter, now, known.row.message)
        _settle_message(db, known.row.message)
        history.add(
            db, now, "invoices", invoice, "decided", who=by,
            before={"verdict": known.row.verdict}, after={"verdict": verdict, "reason": masked(reason)},
        )  # fmt: skip
        return True


def _may_be_decided(known: ReviewDetail, verdict: Verdict) -> None:
    row = known.row
    if row.closed_by is not None:
        raise Conflict(f"Faktura {row.id} er erstattet af faktura {row.closed_by}.")
    if row.verdict != "review":
        raise Conflict(f"Faktura {row.id} venter ikke på nogen: {row.verdict or row.kind}.")
    if verdict == "accepted" and row.kind != "invoice":
        raise Conflict(f"Dokument {row.id} er ikke læst som faktura ({row.kind}); ret det først med kind=invoice.")


def _settle_message(db: Database, message: int) -> None:
    """The mail's verdict is the worst of its documents', and the mail goes to that verdict's folder."""
    verdicts = {row.verdict for row in lists.invoices_of_message(db, message)}
    worst = next((verdict for verdict in reversed(VERDICTS) if verdict in verdicts), None)
    if worst is None:
        return
    db.execute("UPDATE messages SET verdict = ?, outcome = ? WHERE id = ?", (worst, worst, message))
    db.execute(
        "UPDATE locations SET state = CASE WHEN state IN ('moved', 'refile') THEN 'refile' ELSE 'due' END,"
        " outcome = ?1 WHERE message = ?2"
        " AND (state IN ('waiting', 'stays', 'due', 'refile') OR (state = 'moved' AND outcome <> ?1))",
        (worst, message),
    )
