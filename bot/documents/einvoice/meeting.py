"""The day of the meeting where an electronic invoice states a day of delivery, or a period, and its words name no day.

A day of delivery is stated because the law asks for it where it is another day than that of issue; programs write the
day of issue there too. So it is the meeting's where a meeting is booked on it, or where it is another day.
"""

from datetime import date

from bot.documents.einvoice.stating import contradicted, field
from bot.documents.fields.draft import Draft
from bot.documents.fields.meeting_date import booked_days, read_meeting_date
from bot.documents.fields.sheet import Sheet
from bot.model.einvoice import EInvoice
from bot.model.field import Field

#: Days of a period, at the most, for its one booked day to be the meeting's.
_LONGEST = 366


def read_day(sheet: Sheet, draft: Draft, invoice: EInvoice) -> Draft:
    """In its words, else as stated; a booked day that is stated beats one that words only hint at."""
    booked = booked_days(sheet, draft)
    found = read_meeting_date(sheet, draft)
    said = found.fields.meeting_date
    if said is not None and (said.value in booked or said.confidence >= sheet.scores("einvoice")["said"]):
        return found
    given = _given(sheet, invoice, booked)
    if given is None or (said is not None and given.value not in booked):
        return found
    return draft.having(meeting_date=given)


def _given(sheet: Sheet, invoice: EInvoice, booked: frozenset[date]) -> Field[date] | None:
    scores = sheet.scores("einvoice")
    days = _days(invoice)
    fitting = [day for day in days if day in booked]
    if len(fitting) == 1:
        return field(fitting[0], scores["booked"])
    if fitting:
        return contradicted(fitting[0], scores)
    around = _booked_within(invoice, booked)
    if around is not None:
        return field(around, scores["in_period"], f"{invoice.start} – {invoice.end}")
    others = [day for day in days if day != invoice.issue_date]
    return field(others[0], scores["delivered"]) if len(others) == 1 else None


def _days(invoice: EInvoice) -> list[date]:
    """Days that are stated as one day: of delivery, of a period that ends as it begins, of the lines'."""
    periods = [(invoice.start, invoice.end), *((line.start, line.end) for line in invoice.lines)]
    single = [start for start, end in periods if start is not None and start == end]
    return list(dict.fromkeys(day for day in (invoice.delivery_date, *single) if day is not None))


def _booked_within(invoice: EInvoice, booked: frozenset[date]) -> date | None:
    if invoice.start is None or invoice.end is None or (invoice.end - invoice.start).days > _LONGEST:
        return None
    inside = [day for day in booked if invoice.start <= day <= invoice.end]
    return inside[0] if len(inside) == 1 else None
