"""When it was: the meeting date and the booking.

Source: EKM's coordinators' guide, «Krav til faktura», first point, and «Proceduren».
"""

from bot.checks.case import Case
from bot.danish.dates import format_date
from bot.model.finding import Finding
from bot.model.zone import COPENHAGEN


def meeting_date_missing(case: Case) -> Finding | None:
    """No meeting date on the document."""
    if case.fields.meeting_date is not None:
        return None
    return case.missing("meeting_date_missing", "meeting_date")


def meeting_not_booked(case: Case) -> Finding | None:
    """No booked meeting of the network on that date. With network or date missing it cannot be checked."""
    if case.network is None or case.day is None or case.meeting is not None:
        return None
    days = sorted(m.start.astimezone(COPENHAGEN).date() for m in case.register.meetings_of(case.network.network_id))
    day = case.day
    nearest = min(days, key=lambda d: abs(d - day), default=None)
    known = format_date(nearest) if nearest else None
    return case.finding(
        "meeting_not_booked",
        "meeting_date",
        sentence="said" if known else "none_booked",
        expected=known,
        network=case.network.name,
        day=format_date(day),
        nearest=known,
    )
