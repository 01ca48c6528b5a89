"""★ The health of each part, for ``status``, for a monitor's file, and for the exit status."""

import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypedDict

from bot.config import Config
from bot.service.sources import sources
from bot.store import Store

#: A service whose heart has not beaten for so long is not running.
DEAD_AFTER = timedelta(minutes=3)
#: Tries after which a letter that has not gone out is news.
STUCK_AFTER = 3


class Part(TypedDict):
    """One part's health: ``detail`` is a Danish sentence, with the mend where it is not ``ok``."""

    part: str
    ok: bool
    detail: str


def parts(config: Config, store: Store, now: datetime, inbox_errors: Mapping[str, str]) -> list[Part]:
    """One line for the service, each inbox, the letters, and what waits for a person.

    ``inbox_errors``: the words for why an inbox is not read, by code.
    """
    counts = store.counts()
    letters = f"{counts.queued_letters} på vej, {counts.failed_letters} afvist"
    stuck = _stuck(store)
    mails = f"{counts.unhandled} venter på botten, {counts.parked} sat til side"
    return [
        _service(store, now),
        *_inboxes(config, store, now, inbox_errors),
        Part(part="breve", ok=not counts.failed_letters and not stuck, detail=letters + stuck),
        Part(part="mails", ok=not counts.parked, detail=mails),
        Part(part="gennemsyn", ok=True, detail=f"{counts.review} venter på et menneske"),
    ]


def _stuck(store: Store) -> str:
    """What keeps letters back where one was tried several times: a server that is away, a login refused."""
    tried = [x for x in store.outbox("queued") if x.attempts >= STUCK_AFTER]
    return f"; {len(tried)} er forsøgt {STUCK_AFTER} gange eller mere ({tried[0].last_error})" if tried else ""


def _service(store: Store, now: datetime) -> Part:
    beat = store.last_beat()
    if beat is None:
        return Part(part="tjeneste", ok=False, detail="har aldrig kørt; start den med «kvalitetsbot run»")
    alive = now - beat < DEAD_AFTER
    detail = f"sidste hjerteslag {beat:%Y-%m-%d %H.%M.%S}"
    return Part(part="tjeneste", ok=alive, detail=detail if alive else f"{detail}; den kører ikke")


def _inboxes(config: Config, store: Store, now: datetime, errors: Mapping[str, str]) -> list[Part]:
    health = {h.inbox: h for h in store.inboxes()}
    found = []
    for source in sources(config):
        key = source.inbox.key
        known = health.get(key)
        if known is None or known.last_read_at is None:
            error = f": {errors.get(known.last_error, known.last_error)}" if known and known.last_error else ""
            found.append(Part(part=key, ok=False, detail=f"er aldrig læst{error}"))
            continue
        late = now - known.last_read_at > timedelta(minutes=config.service.alarm_minutes)
        error = ""
        if known.failing_since:
            why = known.last_error or ""
            error = f", fejl siden {known.failing_since:%Y-%m-%d %H.%M}: {errors.get(why, why)}"
        found.append(Part(part=key, ok=not late, detail=f"sidst læst {known.last_read_at:%Y-%m-%d %H.%M.%S}{error}"))
    return found


def write_status(config: Config, store: Store, now: datetime, inbox_errors: Mapping[str, str]) -> None:
    """Rewrites the monitor's file whole: a reader never sees half of it."""
    path = config.service.status_file
    assert path is not None
    health = parts(config, store, now, inbox_errors)
    text = json.dumps({"at": now.isoformat(), "ok": all(p["ok"] for p in health), "parts": health}, ensure_ascii=False)
    new = path.with_name(path.name + ".new")
    new.write_text(text + "\n", encoding="utf-8")
    os.replace(new, path)  # noqa: PTH105  # atomic on one file system
