"""What is due some days before and after a meeting: a pure function of the meeting, its answers and the day.

The database keeps what was sent by its cause; a bell that rings twice, a clock that jumps and days of downtime make no
second letter, and what is too late to be of use is left out (``late_days``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from bot.meetings.inviting import JUST_INVITED
from bot.model.meeting import Invitee
from bot.model.register import BookedMeeting
from bot.model.zone import COPENHAGEN

Code = Literal["unanswered", "all", "head_count", "no_place", "no_invoice", "no_invoice_staff"]
#: To members, one letter each.
TO_MEMBERS: tuple[Code, ...] = ("unanswered", "all")


@dataclass(frozen=True, slots=True)
class Reminder:
    """One letter that should exist by now. ``address`` empty: the coordinator, or the secretariat's staff."""

    code: Code
    meeting: BookedMeeting
    cause: str
    address: str = ""
    name: str = ""


def due_distances(rules: Mapping[str, Any], *, without: str = "") -> frozenset[int]:
    """Days between today and a meeting at which any reminder may be due: most meetings are at none of them.

    ``without``: a code that does not count, as ``no_place`` for a meeting that has one.
    """
    return frozenset(
        distance
        for code, rule in rules["reminders"].items()
        if code != without
        for d in rule["days"]
        for distance in range(int(d) - int(rule["late_days"]), int(d) + 1)
    )


def due_reminders(
    meeting: BookedMeeting, invited: Sequence[Invitee], rules: Mapping[str, Any], now: datetime, has_invoice: bool
) -> tuple[Reminder, ...]:
    """Everything of this meeting that is due and not too late; nothing of a cancelled one."""
    if not meeting.is_on:
        return ()
    day, today = _day(meeting.start), _day(now)
    out: list[Reminder] = []
    for code, rule in rules["reminders"].items():
        due = _latest_due([int(d) for d in rule["days"]], day, today, int(rule["late_days"]))
        if due is None or (due >= 0 and meeting.start <= now):
            continue
        out += _of_rule(code, due, meeting, invited, has_invoice, now)
    return tuple(out)


def _latest_due(days: Sequence[int], day: date, today: date, late: int) -> int | None:
    """Of those whose time has come the last one: after a week of downtime one reminder goes out, not two."""
    come = [d for d in days if 0 <= (today - (day - timedelta(days=d))).days <= late]
    return min(come) if come else None


def _of_rule(
    code: Code, days: int, meeting: BookedMeeting, invited: Sequence[Invitee], has_invoice: bool, now: datetime
) -> list[Reminder]:
    # The day is part of the cause: a meeting that is moved is reminded of anew.
    cause = f"meeting:{meeting.meeting_id}:{code}:{days}:{_day(meeting.start)}"
    if code in TO_MEMBERS:
        return [
            Reminder(code, meeting, f"{cause}:{i.address}", i.address, i.name)
            for i in invited
            if _is_reminded(code, i, now)
        ]
    wanted = {
        "head_count": meeting.inviting,
        "no_place": not meeting.venue,
        "no_invoice": not has_invoice,
        "no_invoice_staff": not has_invoice,
    }
    return [Reminder(code, meeting, cause)] if wanted.get(code, False) else []


def _is_reminded(code: Code, invitee: Invitee, now: datetime) -> bool:
    """Not somebody who declined, nor one who was invited a moment ago, nor one whose invitation came back."""
    if not invitee.is_invited or invitee.bounced_at is not None:
        return False
    if invitee.sent_at is not None and now - invitee.sent_at < JUST_INVITED:
        return False
    if code == "unanswered":
        return invitee.partstat in ("NEEDS-ACTION", "TENTATIVE")
    return invitee.partstat not in ("DECLINED", "DELEGATED")


def _day(moment: datetime) -> date:
    return moment.astimezone(COPENHAGEN).date()


@dataclass(frozen=True, slots=True)
class HeadCount:
    """What the caterer must know. ``eating`` counts those who come and eat."""

    accepted: tuple[str, ...]
    tentative: tuple[str, ...]
    declined: tuple[str, ...]
    unanswered: tuple[str, ...]
    #: Who sends somebody else: whether that one comes, the coordinator must know.
    delegated: tuple[str, ...]
    eating: int
    #: Words of the diet and how many of each, no names: the kitchen needs none.
    diets: tuple[tuple[str, int], ...]


def as_asked(meeting: BookedMeeting, invited: Sequence[Invitee]) -> tuple[Invitee, ...]:
    """Who answered for where and when it was before has not answered, also while the news has yet to reach them."""
    return tuple(replace(i, partstat="NEEDS-ACTION") if i.sequence < meeting.moved_sequence else i for i in invited)


def head_count(meeting: BookedMeeting, invited: Sequence[Invitee]) -> HeadCount:
    there = [i for i in as_asked(meeting, invited) if i.is_invited]
    coming = [i for i in there if i.partstat == "ACCEPTED"]
    diets: dict[str, int] = {}
    for invitee in coming:
        if invitee.diet and invitee.eats:
            diets[invitee.diet] = diets.get(invitee.diet, 0) + 1
    return HeadCount(
        accepted=_names(there, "ACCEPTED"),
        tentative=_names(there, "TENTATIVE"),
        declined=_names(there, "DECLINED"),
        unanswered=_names(there, "NEEDS-ACTION"),
        delegated=_names(there, "DELEGATED"),
        eating=sum(i.eats for i in coming),
        diets=tuple(sorted(diets.items())),
    )


def _names(invited: Sequence[Invitee], partstat: str) -> tuple[str, ...]:
    return tuple(i.name or i.address for i in invited if i.partstat == partstat)
