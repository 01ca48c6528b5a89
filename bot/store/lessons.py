"""What people's corrections taught, and the suppliers that people look at: lessons are kept, shown and forgotten here.

A supplier's lessons are its CVR number's. Which of two that speak of one field counts, ``documents.teaching`` says.
"""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.lesson import Lesson
from bot.store import history
from bot.store.database import Database
from bot.store.values import masked, moment, stamp, to_json


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson with where it comes from: the corrected invoice's number, and whose correction it was."""

    lesson: Lesson
    invoice: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """A supplier as people look at it. ``name`` is empty for one that is known for its lessons only."""

    cvr: str | None
    name: str
    phone: str | None
    #: ``payment_key`` of the accounts that accepted invoices were paid to, oldest first.
    accounts: tuple[str, ...]
    lessons: tuple[LessonRow, ...]


def teach(
    db: Database,
    cvr: str,
    lessons: Sequence[Lesson],
    is_replaced: Callable[[Lesson], bool],
    invoice: int,
    by: str,
    now: datetime,
) -> None:
    """Keeps the lessons in place of those that ``is_replaced`` says they take the place of."""
    with db.atomic():
        for row in db.all("SELECT * FROM lessons WHERE cvr = ?", (cvr,)):
            if is_replaced(_lesson(row)):
                db.execute("DELETE FROM lessons WHERE id = ?", (row["id"],))
        for lesson in lessons:
            number = db.insert(
                "INSERT INTO lessons (cvr, field, layout, label, place, invoice, taught_by, taught_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (cvr, lesson.field, to_json([masked(x) for x in lesson.layout]), masked(lesson.label), lesson.place,
                 invoice, masked(by), stamp(now)),
            )  # fmt: skip
            after = {"cvr": cvr, "field": lesson.field, "label": masked(lesson.label), "invoice": invoice}
            history.add(db, now, "lessons", number, "taught", who=by, after=after)


def unlearn(db: Database, cvr: str, field: str | None, by: str, now: datetime) -> int:
    """Forgets what was taught of the supplier's invoices, of one field or of all; how many lessons that were."""
    with db.atomic():
        rows = db.all("SELECT * FROM lessons WHERE cvr = ? AND field = coalesce(?, field)", (cvr, field))
        for row in rows:
            db.execute("DELETE FROM lessons WHERE id = ?", (row["id"],))
            before = {"cvr": cvr, "field": row["field"], "label": row["label"]}
            history.add(db, now, "lessons", row["id"], "forgotten", who=by, before=before)
    return len(rows)


def by_cvr(db: Database) -> dict[str, tuple[Lesson, ...]]:
    """All lessons, by the supplier's CVR number."""
    found: dict[str, list[Lesson]] = {}
    for row in db.all("SELECT * FROM lessons ORDER BY id"):
        found.setdefault(row["cvr"], []).append(_lesson(row))
    return {cvr: tuple(lessons) for cvr, lessons in found.items()}


def suppliers(db: Database, cvr: str | None = None) -> tuple[SupplierRow, ...]:
    """Suppliers by name; of one CVR number where one is given. Those with lessons and no accepted invoice are last."""
    with db.snapshot():
        rows = db.all("SELECT * FROM suppliers WHERE cvr IS coalesce(?, cvr) ORDER BY name, id", (cvr,))
        accounts = db.all("SELECT * FROM supplier_accounts ORDER BY first_seen, payment_key")
        taught = db.all("SELECT * FROM lessons WHERE cvr = coalesce(?, cvr) ORDER BY id", (cvr,))
    paid: dict[int, list[str]] = {}
    for account in accounts:
        paid.setdefault(account["supplier"], []).append(account["payment_key"])
    lessons: dict[str, list[LessonRow]] = {}
    for row in taught:
        lessons.setdefault(row["cvr"], []).append(
            LessonRow(_lesson(row), row["invoice"], row["taught_by"], moment(row["taught_at"]))
        )
    known = [
        SupplierRow(r["cvr"], r["name"], r["phone"], tuple(paid.get(r["id"], ())), tuple(lessons.pop(r["cvr"], ())))
        for r in rows
    ]
    return (*known, *(SupplierRow(number, "", None, (), tuple(of)) for number, of in lessons.items()))


def _lesson(row: sqlite3.Row) -> Lesson:
    return Lesson(row["field"], tuple(json.loads(row["layout"])), row["label"], row["place"])
