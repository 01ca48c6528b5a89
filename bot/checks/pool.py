"""What the activity pool pays for the registered attendance.

Source: EKM's coordinators' guide, «Økonomi»: 534 kr. incl. VAT a meeting for each owner of a ydernummer who attends
(price level 2025); guests' cost is never covered. A deposit and a final invoice for one meeting are two invoices, one
pool.
"""

from collections.abc import Iterator
from decimal import Decimal

from bot.checks.case import Case
from bot.danish.amounts import kroner
from bot.model.finding import Finding
from bot.model.register import Attendance
from bot.model.rules import PoolRule, Rate
from bot.model.zone import COPENHAGEN

#: States that say something about a person; a list of nothing but "unknown" is no list.
KNOWN = ("present", "online", "excused", "absent")


def attended(rows: tuple[Attendance, ...], rule: PoolRule) -> int:
    """How many the pool pays for."""
    there = [row for row in rows if row.role in rule.roles and row.state in rule.states]
    if rule.count == "persons":
        return len({(row.ydernummer, row.name) for row in there})
    return len({row.ydernummer or row.name for row in there})


def over_pool(case: Case) -> Finding | None:
    """More than the pool pays for those who came, earlier and accompanying invoices of the meeting counted in."""
    rows, rates = _attendance(case), _rates(case)
    if not rows or not rates or case.fields.total is None:
        return None
    heads = attended(rows, case.rules.pool)
    rate = min(rates, key=lambda r: r.amount)
    pool, asked = heads * rate.amount, case.fields.total.value + _already(case)
    if asked <= pool + case.numbers("over_pool")["tolerance"]:
        return None
    return case.finding(
        "over_pool",
        "total",
        expected=kroner(pool),
        asked=kroner(asked),
        heads=heads,
        rate=kroner(rate.amount),
        pool=kroner(pool),
        notes="".join(_notes(case, rates, rate, heads, asked)),
    )


def _notes(case: Case, rates: tuple[Rate, ...], rate: Rate, heads: int, asked: Decimal) -> Iterator[str]:
    """What puts the lowest rate's figure in another light."""
    highest = heads * max(r.amount for r in rates)
    if asked <= highest:
        yield case.say("over_pool", "out_of_house", pool=kroner(highest))
    if rate.provisional:
        yield case.say("over_pool", "provisional")


def rate_missing(case: Case) -> Finding | None:
    """Attendance is registered, and ``rules/`` has no rate for the meeting's year: the pool cannot be checked."""
    if not _attendance(case) or _rates(case) or case.meeting is None:
        return None
    year = case.meeting.start.astimezone(COPENHAGEN).year
    return case.finding("rate_missing", year=year)


def _attendance(case: Case) -> tuple[Attendance, ...]:
    rows = case.register.attendance_of(case.meeting.meeting_id) if case.meeting else ()
    return rows if any(row.state in KNOWN for row in rows) else ()


def _rates(case: Case) -> tuple[Rate, ...]:
    """Those of the meeting's year; none where the network is another secretariat's, with its own rates."""
    if case.meeting is None or case.network is None or case.network.secretariat != case.rules.secretariat:
        return ()
    return case.rules.pool_rates_for(case.meeting.start.astimezone(COPENHAGEN).year)


def _already(case: Case) -> Decimal:
    """What was accepted for the meeting before, and what comes in the same mail."""
    filed = case.ledger.invoices_of_meeting(case.meeting.meeting_id) if case.meeting else ()
    accepted = [i.total for i in filed if i.kind == "invoice" and i.verdict == "accepted" and not i.closed and i.total]
    beside = [
        r.fields.total.value
        for r in case.together
        if r.network_id == case.reading.network_id
        and r.fields.total
        and r.fields.meeting_date
        and r.fields.meeting_date.value == case.day
    ]
    return sum(accepted, Decimal(0)) + sum(beside, Decimal(0))
