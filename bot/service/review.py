"""★ A person's word on an invoice that waits: decided, filed and queued in one transaction, like the program's own."""

from collections.abc import Sequence
from datetime import datetime
from typing import NotRequired, TypedDict

from bot.flow import decide_by_person, judge_again
from bot.kinds import Request
from bot.model.decision import DocumentDecision
from bot.model.errors import TellableError
from bot.model.finding import Verdict
from bot.service.surroundings import Surroundings
from bot.service.teaching import teach
from bot.store import Access, BadCorrection, Conflict, ReviewDetail, Store, UnknownItem


class NotWaitingError(TellableError):
    """There is no such invoice, or nobody is asked about it any more."""

    exit_status = 2


class BadValueError(TellableError):
    """A correction that the field cannot hold; its sentence says what it wants."""

    exit_status = 2


class Outcome(TypedDict):
    """What came of it; ``findings`` and ``letters`` are codes and template names."""

    id: int
    verdict: str
    findings: list[str]
    letters: list[str]
    #: What the next invoice of that supplier and layout is read by: ``field`` and ``label``.
    learnt: NotRequired[list[dict[str, str]]]


def decide(
    around: Surroundings, store: Store, invoice: int, verdict: Verdict, reason: str, by: str, now: datetime
) -> Outcome:
    """Accepts or rejects. The same word twice writes one letter. Raises ``NotWaitingError``."""
    try:
        detail = store.review(invoice)
        request = _request(around, store, detail, by, now)
        decision = decide_by_person(request, _filed(detail), invoice, verdict, reason or None)
        letters = around.compose_all(decision.letters, now)
        done = store.decide(invoice, verdict, by, reason or None, letters, now, decision.documents[0].pay_on)
    except (UnknownItem, Conflict) as error:
        raise NotWaitingError(str(error)) from None
    sent = [letter.template for letter in letters] if done else []
    return Outcome(id=invoice, verdict=verdict, findings=[f.code for f in detail.row.findings], letters=sent)


def correct(
    around: Surroundings, store: Store, invoice: int, pairs: Sequence[tuple[str, str]], by: str, now: datetime
) -> Outcome:
    """Sets what was read wrongly and judges again; what is then plain is decided, the rest goes on waiting. What is
    corrected teaches where such a supplier prints it (``service.teaching``).

    Raises ``NotWaitingError``, or ``BadValueError``: then none of the corrections is made.
    """
    again, learnt = _corrected(around, store, invoice, pairs, by, now)
    codes = [f.code for f in again.findings]
    if again.verdict in ("accepted", "rejected"):
        decided = decide(around, store, invoice, again.verdict, "", by, now)
        return Outcome(id=invoice, verdict=again.verdict, findings=codes, letters=decided["letters"], learnt=learnt)
    return Outcome(id=invoice, verdict="review", findings=codes, letters=[], learnt=learnt)


def accept(
    around: Surroundings,
    store: Store,
    invoice: int,
    pairs: Sequence[tuple[str, str]],
    reason: str,
    by: str,
    now: datetime,
) -> Outcome:
    """Accepts with these corrections, whatever the checks then say: a person has looked. Raises as ``correct``."""
    if not pairs:
        return decide(around, store, invoice, "accepted", reason, by, now)
    _, learnt = _corrected(around, store, invoice, pairs, by, now)
    return decide(around, store, invoice, "accepted", reason, by, now) | {"learnt": learnt}


def _corrected(
    around: Surroundings, store: Store, invoice: int, pairs: Sequence[tuple[str, str]], by: str, now: datetime
) -> tuple[DocumentDecision, list[dict[str, str]]]:
    try:
        if store.review(invoice).row.verdict != "review":
            raise NotWaitingError(f"Faktura {invoice} venter ikke på nogen.")
        with store.atomic():
            for field, value in pairs:
                store.correct(invoice, field, value, by, now)
            detail = store.review(invoice)
            request = _request(around, store, detail, by, now)
            again = judge_again(request, _filed(detail), invoice)
            store.found_again(invoice, again.findings, again.meeting_id, by, now)
    except (UnknownItem, Conflict) as error:
        raise NotWaitingError(str(error)) from None
    except BadCorrection as error:
        raise BadValueError(str(error)) from None
    lessons = teach(around, store, request.message, detail, [field for field, _ in pairs], by, now)
    return again, [{"field": x.field, "label": x.label} for x in lessons]


def _request(around: Surroundings, store: Store, detail: ReviewDetail, by: str, now: datetime) -> Request:
    """The mail again, from its bytes, in the world of today; its rules are those of the day of receipt."""
    access = Access(by, "decision", f"faktura {detail.row.id}")
    message = around.parsed(store, store.waiting(detail.row.message), access, now)
    return Request(message, (), around.world(store, message), now)


def _filed(detail: ReviewDetail) -> DocumentDecision:
    row = detail.row
    return DocumentDecision(
        row.document, row.sha256, row.part, detail.reading, row.findings, row.verdict, row.meeting_id, row.pay_on,
        row.corrects, row.belongs_to,
    )  # fmt: skip
