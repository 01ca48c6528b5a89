"""Who or what changed what, and when: rows that are only ever added (triggers refuse the rest)."""

import json
from datetime import datetime
from typing import Any

from bot.store.database import Database
from bot.store.rows import HistoryRow
from bot.store.values import masked, moment, stamp, to_json

#: ``who`` for what the program does by itself.
PROGRAM = "kvalitetsbot"


def add(
    db: Database,
    now: datetime,
    what: str,
    item: object,
    action: str,
    *,
    who: str = PROGRAM,
    before: Any = None,
    after: Any = None,
) -> None:
    """``what`` is a table, ``item`` the row's key; ``before`` and ``after`` anything that JSON can say."""
    db.execute(
        "INSERT INTO history (at, who, what, item, action, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (stamp(now), masked(who), what, masked(str(item)), action, _json(before), _json(after)),
    )


def _json(value: Any) -> str | None:
    return None if value is None else to_json(value)


def of(db: Database, what: str, item: object) -> tuple[HistoryRow, ...]:
    """The history of one row, oldest first."""
    rows = db.all("SELECT * FROM history WHERE what = ? AND item = ? ORDER BY id", (what, masked(str(item))))
    return tuple(
        HistoryRow(
            r["id"], moment(r["at"]), r["who"], r["what"], r["item"], r["action"],
            None if r["before"] is None else json.loads(r["before"]),
            None if r["after"] is None else json.loads(r["after"]),
        )
        for r in rows
    )  # fmt: skip
