"""The schema, step by step: ``schema/001_first.sql``, ``002_…``. A step that was shipped is never edited again.

sqlite-utils' ``Migrations`` keeps the book (table ``_sqlite_migrations``); ``PRAGMA user_version`` is the number of
steps, which can be read without it. A new step needs its line in ``STEPS``, its rows in ``docs/schema.md`` and a test
that starts from the file of the version before.
"""

import sqlite3
from importlib import resources
from typing import Any

STEPS = (
    "001_first", "002_originals", "003_windows", "004_meetings", "005_lessons", "006_mail_parts", "007_agendas",
    "008_invitations", "009_handled", "010_senders",
)  # fmt: skip
VERSION = len(STEPS)


def statements(step: str) -> list[str]:
    """The step's SQL, one statement each (``executescript`` would commit what came before it)."""
    sql = resources.files("bot.store").joinpath("schema", f"{step}.sql").read_text("utf-8")
    found: list[str] = []
    part = ""
    for line in sql.splitlines(keepends=True):
        if not part and (not line.strip() or line.startswith("--")):
            continue
        part += line
        if sqlite3.complete_statement(part):
            found.append(part.strip())
            part = ""
    if part.strip():
        raise ValueError(f"{step}.sql ends inside a statement")
    return found


def migrate(conn: sqlite3.Connection) -> None:
    """Takes the steps that the file has not taken. The caller holds the write transaction, so it is all or nothing."""
    from sqlite_utils import Database, Migrations  # noqa: PLC0415 - 240 ms, and only where a schema changes

    book = Migrations("kvalitetsbot")
    for step in STEPS:
        _register(book, step)
    book.apply(Database(conn, execute_plugins=False))


def _register(book: Any, step: str) -> None:
    def take(db: Any) -> None:
        for statement in statements(step):
            db.conn.execute(statement)

    book(name=step)(take)
