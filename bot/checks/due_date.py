"""When it must be paid. Counted from the day the mail came: the days that run are the secretariat's.

Source: EKM's coordinators' guide, «Krav til faktura», second point (14 days).
"""

from datetime import date, timedelta

from bot.checks.case import Case
from bot.danish.dates import format_date
from bot.danish.terms import due_from_terms, find_terms
from bot.model.finding import Finding


def earliest_due_date(case: Case) -> date:
    """The first due date (BT-9) that is in time for a mail of that day."""
    return case.received + timedelta(days=int(case.numbers("due_date_too_soon")["minimum_days"]))


def due_date_missing(case: Case) -> Finding | None:
    """No due date, and no terms to work it out from (terms without an invoice date give none)."""
    if case.fields.due_date is not None:
        return None
    terms = case.reading.terms
    earliest = format_date(earliest_due_date(case))
    return case.missing(
        "due_date_missing",
        "due_date",
        sentence="with_terms" if terms else "said",
        expected=earliest,
        terms=terms.text if terms else "",
        earliest=earliest,
    )


def due_date_too_soon(case: Case) -> Finding | None:
    """The supplier leaves the secretariat too few days to pay. Exactly ``minimum_days`` is in time.

    From the day the mail arrived, not from the invoice date (BT-2).
    """
    due = case.fields.due_date
    if due is None or due.value >= earliest_due_date(case):
        return None
    earliest = format_date(earliest_due_date(case))
    return case.finding(
        "due_date_too_soon",
        "due_date",
        sentence="from_terms" if case.reading.due_date_from_terms else "said",
        severity="review" if _may_be_misread(case) else None,
        expected=earliest,
        due=format_date(due.value),
        earliest=earliest,
    )


def _may_be_misread(case: Case) -> bool:
    """Whether OCR is not sure enough of the day for a letter to a supplier: a person looks first (low_confidence)."""
    due, limit = case.fields.due_date, float(case.numbers("low_confidence").get("due_date", 0))
    would_reject = case.rules.checks["due_date_too_soon"].severity == "reject"
    return would_reject and case.is_pictured and due is not None and due.confidence < limit


def due_date_differs(case: Case) -> Finding | None:
    """The printed date is not the one that the terms beside it give: the printed one counts (docs/interface.md), and it
    may be a slip. Terms of cash, and a few days' shift over a weekend, say nothing.
    """
    due, issued, terms = case.fields.due_date, case.fields.invoice_date, case.reading.terms
    if due is None or issued is None or terms is None or case.reading.due_date_from_terms:
        return None
    said = [t for t in find_terms(terms.text) or find_terms(f"netto {terms.text}") if t.kind != "on_receipt"]
    days = [day for t in said if (day := due_from_terms(t, issued.value)) is not None]
    slack = timedelta(days=int(case.numbers("due_date_differs")["slack_days"]))
    if not days or any(abs(due.value - day) <= slack for day in days):
        return None
    given = format_date(days[0])
    return case.finding(
        "due_date_differs",
        "due_date",
        expected=given,
        due=format_date(due.value),
        terms=terms.text,
        worked_out=given,
    )
