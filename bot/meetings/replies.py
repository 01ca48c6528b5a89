"""Answers from calendar programs: METHOD:REPLY and COUNTER (RFC 5546 §3.2.3, §3.2.7) in the shapes that programs send.

A reader of its own over ``icalendar``'s lines, with limits first: fifty thousand events in one file take minutes.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.danish.text import one_line
from bot.model.meeting import Partstat
from bot.model.zone import COPENHAGEN

#: Octets of a reply that are looked at: a real one has two thousand.
LIMIT = 200_000
#: Attendees of one reply that are looked at (RFC 5546 allows one).
MOST_ATTENDEES = 5
_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(?P<value>.*)',
    re.DOTALL,
)
_PARAM = re.compile(r';(?P<name>[A-Za-z0-9-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^";:,]*))')
_PARTSTATS: dict[str, Partstat] = {
    "ACCEPTED": "ACCEPTED", "DECLINED": "DECLINED", "TENTATIVE": "TENTATIVE", "DELEGATED": "DELEGATED",
    "NEEDS-ACTION": "NEEDS-ACTION",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reply:
    """What a calendar part says. ``attendee`` and ``sent_by`` are lower case addresses."""

    method: str
    uid: str
    attendee: str
    partstat: Partstat
    sequence: int | None
    dtstamp: datetime | None
    comment: str | None = None
    sent_by: str | None = None
    delegated_to: str | None = None
    delegated_from: str | None = None
    #: Another time that is proposed (COUNTER); aware.
    proposed_start: datetime | None = None
    proposed_end: datetime | None = None
    #: CN of the attendee, where it stands there.
    name: str | None = None


def read_replies(content: bytes) -> tuple[Reply, ...]:
    """The answers in a calendar part; empty where it is none. Never raises."""
    text = content[:LIMIT].decode("utf-8", "replace").lstrip("\ufeff")
    lines = [m for line in _FOLD.sub("", text).splitlines() if (m := _LINE.fullmatch(line.strip()))]
    method = next((m["value"].strip().upper() for m in lines if m["name"].upper() == "METHOD"), "")
    if method not in ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"):
        return ()
    event = _first_event(lines)
    uid = _value(event, "UID")
    if not uid:
        return ()
    attendees = [m for m in event if m["name"].upper() == "ATTENDEE"][:MOST_ATTENDEES]
    return tuple(r for m in attendees if (r := _reply(method, uid, m, event)) is not None)


def _first_event(lines: list[re.Match[str]]) -> list[re.Match[str]]:
    """The lines of the first VEVENT, without those of what is inside it (alarms)."""
    out: list[re.Match[str]] = []
    inside: list[str] = []
    for m in lines:
        name, value = m["name"].upper(), m["value"].strip().upper()
        if name == "BEGIN":
            inside.append(value)
        elif name == "END":
            if inside and inside[-1] == "VEVENT":
                break
            if inside:
                inside.pop()
        elif inside[-1:] == ["VEVENT"]:
            out.append(m)
    return out


def _reply(method: str, uid: str, attendee: re.Match[str], event: list[re.Match[str]]) -> Reply | None:
    params = {
        p["name"].upper(): (p["quoted"] if p["quoted"] is not None else p["bare"])
        for p in _PARAM.finditer(attendee["params"])
    }
    address = _address(attendee["value"])
    partstat = _PARTSTATS.get(params.get("PARTSTAT", "NEEDS-ACTION").upper())
    if not address or partstat is None:
        return None
    sequence = _value(event, "SEQUENCE")
    return Reply(
        method=method,
        uid=uid,
        attendee=address,
        partstat=partstat,
        sequence=int(sequence)
        if sequence and sequence.isascii() and sequence.isdigit() and len(sequence) < 9
        else None,
        dtstamp=_utc(_value(event, "DTSTAMP")),
        # Google writes the note into a parameter of its own.
        comment=_unescaped(_value(event, "COMMENT")) or one_line(params.get("X-RESPONSE-COMMENT") or "")[:2000] or None,
        sent_by=_address(params["SENT-BY"]) if "SENT-BY" in params else None,
        delegated_to=_address(params["DELEGATED-TO"]) if "DELEGATED-TO" in params else None,
        delegated_from=_address(params["DELEGATED-FROM"]) if "DELEGATED-FROM" in params else None,
        proposed_start=_moment(event, "DTSTART") if method == "COUNTER" else None,
        proposed_end=_moment(event, "DTEND") if method == "COUNTER" else None,
        name=one_line(params.get("CN") or "")[:200] or None,
    )


def _moment(event: list[re.Match[str]], name: str) -> datetime | None:
    """RFC 5545 §3.3.5 in its three forms: UTC, local with a TZID, local to whoever reads it. A day alone is none."""
    line = next((m for m in event if m["name"].upper() == name), None)
    if line is None:
        return None
    value = line["value"].strip()
    if value.endswith("Z"):
        return _utc(value)
    try:
        wall = datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - its zone follows
    except ValueError:
        return None
    tzid = next((p["quoted"] or p["bare"] for p in _PARAM.finditer(line["params"]) if p["name"].upper() == "TZID"), "")
    return wall.replace(tzinfo=_zone(tzid))


def _zone(tzid: str) -> ZoneInfo:
    """Exchange names zones in Windows' words («Romance Standard Time»); a name that nobody knows is ours."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - 125 ms, for a rare mail

    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(tzid, tzid).strip("/") or "Europe/Copenhagen")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return COPENHAGEN


def _value(event: list[re.Match[str]], name: str) -> str | None:
    found = next((m["value"].strip() for m in event if m["name"].upper() == name), None)
    return found or None


def _address(value: str) -> str:
    text = one_line(value)
    return re.sub(r"^mailto:", "", text, flags=re.IGNORECASE).strip("<> ").lower()[:254]


def _utc(value: str | None) -> datetime | None:
    try:
        return datetime.strptime(value or "", "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _unescaped(value: str | None) -> str | None:
    if value is None:
        return None
    text = re.sub(r"\\([nN;,\\])", lambda m: " " if m[1] in "nN" else m[1], value)
    return one_line(text)[:2000] or None
