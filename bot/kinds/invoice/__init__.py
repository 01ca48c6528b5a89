"""A mail with invoices in it: judged, filed, answered. Credit notes and dunning letters come here too.

Money before words: what a mail with an invoice says beside it does not make it a booking.
"""

from collections.abc import Sequence

from bot.checks import worst
from bot.kinds.invoice import letters as writing
from bot.kinds.invoice.again import judge_again
from bot.kinds.invoice.answering import answer_to, unanswered
from bot.kinds.invoice.belonging import belongs_to
from bot.kinds.invoice.by_person import decide_by_person
from bot.kinds.invoice.judging import Judged, judge_all
from bot.kinds.invoice.pairs import paired
from bot.kinds.invoice.selection import is_about_invoices, select
from bot.kinds.invoice.staff_review import staff_review
from bot.kinds.request import Request
from bot.kinds.words import says
from bot.model.decision import Decision, Outcome
from bot.model.finding import Verdict
from bot.model.letter import Letter
from bot.model.message import Address

__all__ = ["decide", "decide_by_person", "judge_again", "recognise"]

OUTCOMES: dict[Verdict | None, Outcome] = {
    "accepted": "accepted",
    "rejected": "rejected",
    "review": "review",
    "duplicate": "duplicate",
    None: "other",
}
#: What ``mailin`` left out of a mail: another invoice, or what takes this one back, may lie there.
UNREAD = frozenset({"too_many_attachments", "too_many_parts", "too_deep", "too_large"})
#: Reasons under which it is right that nobody hears of a rejection.
SILENT = ("old", "same_mail")


def recognise(request: Request) -> bool:
    return is_about_invoices(request)


def decide(request: Request) -> Decision:
    """Everything in one decision: documents, letters, the folder, and why a person must see it at once."""
    judged = judge_all(request, paired(request, select(request)))
    verdict = worst(j.decision.verdict for j in judged)
    address = answer_to(request)
    why = unanswered(request, judged, address)
    letters = _letters(request, judged, address, why)
    attention = _attention(request, judged)
    if verdict == "rejected" and not letters and why not in SILENT:
        attention = (*attention, "nobody_told")
    review = staff_review(request, judged, why)
    alert = _alert(request, judged) if "reminder" in attention and why != "old" else None
    return Decision(
        kind="invoice",
        verdict=verdict,
        documents=tuple(j.decision for j in judged),
        letters=(*letters, *(letter for letter in (alert, review) if letter)),
        outcome="review" if attention else OUTCOMES[verdict],
        attention=attention,
        unanswered=why,
    )


def _letters(
    request: Request, judged: tuple[Judged, ...], address: Address | None, why: str | None
) -> tuple[Letter, ...]:
    """The answer, or notices to the coordinators instead; a mail that may be forged reaches neither."""
    if why is None and address is not None:
        return (writing.answer(request, judged, address),)
    if why in writing.TELL_COORDINATOR and request.message.authentication.result != "fail":
        return writing.coordinator_notices(request, judged, f"mail:{request.message.sha256}:coordinator")
    return ()


def _alert(request: Request, judged: Sequence[Judged]) -> Letter | None:
    reminder = next((j for j in judged if j.decision.reading.kind == "reminder"), judged[0])
    return writing.reminder_alert(request, reminder, belongs_to(reminder.case) or reminder.first)


def _attention(request: Request, judged: Sequence[Judged]) -> tuple[str, ...]:
    """Codes of what a person must see whatever the verdicts are."""
    codes = []
    readings = [j.decision.reading for j in judged]
    if any(r.kind == "reminder" for r in readings) or _speaks_of_reminder(request):
        codes.append("reminder")
    notes = [j.decision for j in judged if j.decision.reading.kind == "credit_note"]
    if notes:
        codes.append("credit_note" if all(d.belongs_to for d in notes) else "credit_note_without_invoice")
    if any(r.kind == "invoice" and r.paid for r in readings):
        codes.append("paid_receipt")
    if not UNREAD.isdisjoint(request.message.defects) or any(r.document.unread_parts for r in request.reads):
        codes.append("partly_read")
    return tuple(codes)


def _speaks_of_reminder(request: Request) -> bool:
    """The invoice attached again, and the dunning in the mail's own words."""
    return says(f"{request.message.subject} {request.message.new_text}", request.wording["invoice"]["reminders"])
