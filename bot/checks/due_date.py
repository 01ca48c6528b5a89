"""When it must be paid. Counted from the day the mail came: the days that run are the secretariat's.

Source: EKM's coordinators' guide, «Krav til faktura», second point (14 days).
"""

from datetime import date, timedelta

from bot.checks.case import Case
from bot.danish.dates import format_date
from bot.model.finding import Finding


def earliest_due_date(case: Case) -> date:
    """The first due date (BT-9) that is in time for a mail of that day."""
    return case.received + timedelta(days=int(case.numbers("due_date_too_soon")["minimum_days"]))


def due_date_missing(case: Case) -> Finding | None:
    """No due date, and no terms to work it out from (terms without an invoice date give none)."""
    if case.fields.due_date is not None:
        return None
    terms = case.reading.terms
    why = f", og «{terms.text}» kan ikke omregnes uden en fakturadato" if terms else ""
    return case.finding(
        "due_date_missing",
        f"Fakturaen har ingen betalingsfrist{why}; den må tidligst være {format_date(earliest_due_date(case))}.",
        "due_date",
        format_date(earliest_due_date(case)),
    )


def due_date_too_soon(case: Case) -> Finding | None:
    """The supplier leaves the secretariat too few days to pay. Exactly ``minimum_days`` is in time.

    From the day the mail arrived, not from the invoice date (BT-2).
    """
    due = case.fields.due_date
    if due is None or due.value >= earliest_due_date(case):
        return None
    worked_out = " (regnet ud fra betalingsbetingelserne)" if case.reading.due_date_from_terms else ""
    earliest = format_date(earliest_due_date(case))
    detail = f"Betalingsfristen er {format_date(due.value)}{worked_out}; den må tidligst være {earliest}."
    return case.finding("due_date_too_soon", detail, "due_date", earliest)
