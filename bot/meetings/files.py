"""Bookings in calendar files and tables of text, made lines that are read like any: «Dato<tab>Start<tab>Slut<tab>Sted».

Of a calendar (RFC 5545) as a place's or a person's own program writes it: PUBLISH, REQUEST or none; UTC, a zone of the
file's own, Windows' names of zones, no zone (Danish time then), whole days. Bounded before anything is parsed: an
endless rule, a million guests or fifty megabytes cost a look at the first bytes, and are asked about.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.danish.text import one_line
from bot.meetings.plan import MOST_ROWS
from bot.meetings.segments import FileLines
from bot.meetings.words import TENTATIVE
from bot.model.booking import Doubt
from bot.model.zone import COPENHAGEN

#: Octets and letters of one file that are looked at; a plan for years has some thousands.
MOST_BYTES = 2_000_000
_MOST_LETTERS = 500
#: What of a calendar is needed; guests, alarms and attachments are left out before it is parsed.
_NEEDED = re.compile(
    r"(?:BEGIN|END|METHOD|VERSION|PRODID|UID|DTSTART|DTEND|DURATION|SUMMARY|LOCATION|STATUS|RRULE|RDATE|ORGANIZER"
    r"|TZID|TZOFFSETFROM|TZOFFSETTO|DESCRIPTION)(?=[;:])",
    re.IGNORECASE,
)
_EVENT = re.compile(r"^BEGIN:VEVENT", re.IGNORECASE | re.MULTILINE)
_FOLDED = re.compile(r"\r?\n[ \t]")
_SECONDS = re.compile(r"(?<![\d:])(\d{1,2}[:.]\d{2})[:.]\d{2}(?![\d:+Z])")
_HEAD = "Dato\tStart\tSlut\tSted\tEmne"


def lines_of_calendar(content: bytes, own: Collection[str] = ()) -> FileLines:
    """Its meetings; none where we sent it ourselves (``own``: our addresses), where it answers, or is no calendar."""
    if len(content) > MOST_BYTES:
        return FileLines(doubts=(Doubt("too_many", "date"),))
    text = _FOLDED.sub("", content.decode("utf-8", "replace").lstrip("\ufeff"))
    kept = [line[:_MOST_LETTERS] for line in text.splitlines() if _NEEDED.match(line)]
    short = "\r\n".join(kept)
    count = len(_EVENT.findall(short))
    if count > MOST_ROWS:
        return FileLines(doubts=(Doubt("too_many", "date"),))
    events = _events(short) if count else []
    told = [e for e in events if _organizer(e) not in own]
    if not told:
        return FileLines()
    if len(told) == 1:
        return _single(told[0])
    rows = sorted((e for e in told if _start(e) is not None), key=lambda e: str(_start(e)))
    return FileLines((_HEAD, *(_row(e) for e in rows)), tuple(_doubts(told)))


def lines_of_table(text: str) -> FileLines:
    """Of a CSV, whatever divides its cells; moments («2026-05-12T17:00:00+02:00») become day and hour."""
    sample = text[:4000]
    counts = {mark: sample.count(mark) for mark in (";", "\t", ",")}
    mark = max(counts, key=lambda m: counts[m])
    out: list[str] = []
    try:
        for row in csv.reader(io.StringIO(text[:MOST_BYTES]), delimiter=mark):
            if len(out) > MOST_ROWS + 1:
                return FileLines(doubts=(Doubt("too_many", "date"),))
            if any(cell.strip() for cell in row):
                out.append("\t".join(_cell(cell) for cell in row))
    except csv.Error:
        return FileLines()
    return FileLines(tuple(_moments(out)))


def decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, else Windows' Latin."""
    head = content[:MOST_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError:
        return head.decode("cp1252", "replace")


@dataclass(frozen=True, slots=True)
class _Event:
    properties: dict[str, Any] = field(default_factory=dict)
    method: str = ""


def _events(text: str) -> list[_Event]:
    from icalendar import Calendar  # noqa: PLC0415 - heavy, and few mails have a calendar

    try:
        calendars = Calendar.from_ical(text, multiple=True)
        out = []
        for calendar in calendars:
            method = str(calendar.get("METHOD", "")).upper()
            if method in ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"):
                continue
            out += [_Event(dict(event.items()), method) for event in calendar.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
        return []  # what the library makes of hostile files is not worth more
    return out


def _single(event: _Event) -> FileLines:
    start, end = _start(event), _end(event)
    lines = []
    if start is not None:
        lines.append(f"Dato: {_day(start).isoformat()}")
    if isinstance(start, datetime):
        lines.append(f"Tid: {start:%H:%M}" + (f"-{end:%H:%M}" if isinstance(end, datetime) else ""))
    location = _text(event, "LOCATION")
    lines += [f"Sted: {location}"] if location else []
    lines += [f"({TENTATIVE})"] if _is_tentative(event) else []
    description = str(event.properties.get("DESCRIPTION", ""))[:2000]
    return FileLines((*lines, *(one_line(line) for line in description.splitlines()[:20])), tuple(_doubts([event])))


def _row(event: _Event) -> str:
    start, end = _start(event), _end(event)
    assert start is not None
    times = [f"{t:%H:%M}" if isinstance(t, datetime) else "" for t in (start, end)]
    note = f" ({TENTATIVE})" if _is_tentative(event) else ""
    return "\t".join((_day(start).isoformat(), *times, _text(event, "LOCATION"), _text(event, "SUMMARY") + note))


def _doubts(events: Iterable[_Event]) -> Iterable[Doubt]:
    for event in events:
        if "RRULE" in event.properties or "RDATE" in event.properties:
            yield Doubt("recurring", "date")
            return
        if event.method == "CANCEL" or _text(event, "STATUS").upper() == "CANCELLED":
            yield Doubt("place_cancelled", "meeting")
            return


def _start(event: _Event) -> date | datetime | None:
    return _local(event, "DTSTART")


def _end(event: _Event) -> date | datetime | None:
    found = _local(event, "DTEND")
    start = _start(event)
    length = _value(event, "DURATION")
    if found is None and isinstance(start, datetime) and isinstance(length, timedelta) and length < timedelta(days=1):
        return start + length
    return found


def _local(event: _Event, name: str) -> date | datetime | None:
    """The Danish day or moment; one without a zone is Danish time."""
    value = _value(event, name)
    if isinstance(value, datetime):
        return value.astimezone(COPENHAGEN) if value.tzinfo is not None else value
    return value if isinstance(value, date) else None


def _value(event: _Event, name: str) -> Any:
    """None where it is not there, or is no time."""
    from icalendar.error import BrokenCalendarProperty  # noqa: PLC0415

    try:
        return getattr(event.properties.get(name), "dt", None)
    except BrokenCalendarProperty:
        return None


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _text(event: _Event, name: str) -> str:
    value = event.properties.get(name, "")
    return one_line(str(value))[:_MOST_LETTERS].replace("\t", " ")


def _is_tentative(event: _Event) -> bool:
    return _text(event, "STATUS").upper() == "TENTATIVE"


def _organizer(event: _Event) -> str:
    return re.sub(r"^mailto:", "", _text(event, "ORGANIZER"), flags=re.IGNORECASE).lower()


def _cell(value: str) -> str:
    return without_seconds(one_line(value[:_MOST_LETTERS]).strip())


def without_seconds(cell: str) -> str:
    """«17:30:00», as sheets write a time, and «2026-05-12 17:30:00»: nobody meets by the second."""
    return _SECONDS.sub(r"\1", cell)


def _moments(lines: list[str]) -> Iterable[str]:
    """Columns of moments taken apart: «start» becomes day and hour, «end» its hour."""
    head, *rows = lines or [""]
    cells = [cell.casefold() for cell in head.split("\t")]
    if "start" not in cells or not any(_moment(cell) for row in rows[:5] for cell in row.split("\t")):
        yield from lines
        return
    names = {
        "start": "Dato\tStart",
        "end": "Slut",
        "slut": "Slut",
        "venue": "Sted",
        "address": "Adresse",
        "topic": "Emne",
    }
    yield "\t".join(names.get(cell, cell or "-") for cell in cells)
    for row in rows:
        yield "\t".join(_as_day_and_hour(name, cell) for name, cell in zip(cells, row.split("\t"), strict=False))


def _as_day_and_hour(name: str, cell: str) -> str:
    moment = _moment(cell)
    if name == "start":
        return f"{moment.date().isoformat()}\t{moment:%H:%M}" if moment else f"{cell}\t"
    if name in ("end", "slut"):
        return f"{moment:%H:%M}" if moment else cell
    return cell


def _moment(cell: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        return None
    if found.time() == time() and "T" not in cell:
        return None
    return found.astimezone(COPENHAGEN) if found.tzinfo is not None else found
