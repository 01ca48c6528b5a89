"""The summary's figures on meetings: what was booked, what was asked, who comes to what."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from bot.kinds.meeting.planned import lacking, plan_network
from bot.meetings.reminders import as_asked
from bot.model.meeting import Invitee
from bot.model.register import Register
from bot.model.rules import Rules
from bot.model.summary import SummaryBooking, SummaryBounce, SummaryComing, SummaryPlan, SummaryQuestion
from bot.model.zone import COPENHAGEN
from bot.store import Store


def bookings(
    store: Store, register: Register, secretariat: str, since: datetime, until: datetime
) -> Iterator[SummaryBooking]:
    """What mails and people did to meetings from ``since`` and before ``until``, and what was asked for it."""
    for row in store.meetings.acts(since, until):
        network, meeting = register.network(row.network_id), register.meeting(row.meeting_id)
        if network is None or network.secretariat != secretariat or (row.act == "none" and not row.asked):
            continue
        yield SummaryBooking(
            row.act,
            network.name,
            meeting.start if meeting else None,
            meeting.venue if meeting else None,
            meeting.reference if meeting else None,
            row.asked,
        )


def open_questions(
    store: Store, register: Register, secretariat: str, since: datetime, at: datetime
) -> Iterator[SummaryQuestion]:
    """What coordinators were asked from ``since`` on and had not answered at ``at``, also of no known network."""
    today = at.astimezone(COPENHAGEN).date()
    for question in store.meetings.open_questions(since, at):
        network = register.network(question.network_id)
        if network is not None and network.secretariat != secretariat:
            continue
        days = (today - question.asked_at.astimezone(COPENHAGEN).date()).days
        yield SummaryQuestion(network.name if network else "", question.address, question.asked, days)


def bounces(
    store: Store, register: Register, secretariat: str, since: datetime, until: datetime
) -> Iterator[SummaryBounce]:
    """One row a person and network, however many meetings."""
    found = store.meetings.bounced(since, until)
    for (network_id, address), group in groupby(found, key=lambda r: (r.network_id, r.address)):
        network, rows = register.network(network_id), tuple(group)
        if network is not None and network.secretariat == secretariat:
            starts = tuple(m.start for r in rows if (m := register.meeting(r.meeting_id)) is not None)
            yield SummaryBounce(network.name, rows[0].name, address, rows[0].why, starts)


def plans(store: Store, register: Register, rules: Rules, day: date, at: datetime) -> Iterator[SummaryPlan]:
    """In the one summary a month that shows them. ``day``: the summary's; it comes the morning after, at ``at``."""
    comes = day + timedelta(days=1)
    if rules.plan_summary is None or not rules.plan_summary.is_on(comes):
        return
    reminded: dict[str, date] = {}
    for cause, queued_at in sorted(store.queued("plan:").items(), key=lambda one: one[1]):
        if queued_at <= at:
            reminded[plan_network(cause)] = queued_at.astimezone(COPENHAGEN).date()
    for found in lacking(register, rules, comes, comes.year):
        network = found.network
        lacks = tuple(gap.detail for gap in found.gaps)
        yield SummaryPlan(
            network.network_id, network.name, lacks, found.has_coordinator, reminded.get(network.network_id)
        )


def coming(
    store: Store, register: Register, secretariat: str, at: datetime, until: datetime
) -> Iterator[SummaryComing]:
    """Meetings that are on and begin after ``at`` and before ``until``, with who comes as it was known at ``at``."""
    own = {n.network_id: n.name for n in register.networks if n.secretariat == secretariat}
    meetings = sorted(
        (m for m in register.meetings if m.network_id in own and m.is_on and at < m.start < until),
        key=lambda m: m.start,
    )
    invitees = store.meetings.invitees_of(tuple(m.meeting_id for m in meetings))
    for meeting in meetings:
        everyone = as_asked(meeting, invitees.get(meeting.meeting_id, ()))
        counts = _counts(everyone) if all(_is_as_it_was(i, at) for i in everyone) else (None,) * 4
        yield SummaryComing(meeting.meeting_id, own[meeting.network_id], meeting.start, meeting.venue, *counts)


def _is_as_it_was(invitee: Invitee, at: datetime) -> bool:
    """Whether the row has not changed since: how it was before is not kept."""
    return all(moment is None or moment <= at for moment in (invitee.sent_at, invitee.answered_at))


def _counts(invitees: Sequence[Invitee]) -> tuple[int, int, int, int]:
    """Of those who are invited: how many, and how many come, do not come, and have not answered."""
    given = Counter(i.partstat for i in invitees if i.is_invited)
    return given.total(), given["ACCEPTED"], given["DECLINED"], given["NEEDS-ACTION"]
