"""What a person's word on a waiting invoice leads to: the letter to its supplier. Pure; the store files the word."""

from dataclasses import replace

from bot.kinds.invoice.answering import answer_to, unsafe
from bot.kinds.invoice.context import invoice_lines
from bot.kinds.invoice.judging import Judged, case_of, pay_on
from bot.kinds.invoice.letters import (
    TELL_COORDINATOR,
    TEMPLATES,
    coordinator_notices,
    copies,
    language_of,
    replying,
    supplier_letter,
)
from bot.kinds.invoice.selection import Selected
from bot.kinds.request import Read, Request
from bot.model.decision import Decision, DocumentDecision
from bot.model.document import Document
from bot.model.finding import Verdict
from bot.model.letter import Letter
from bot.model.letter_context import context_of
from bot.model.message import Address


def decide_by_person(
    request: Request, filed: DocumentDecision, invoice_id: int, verdict: Verdict, reason: str | None = None
) -> Decision:
    """``filed`` is the document as it was filed, with a person's corrections in its reading; ``request`` is its
    mail (its ``reads`` are not looked at) and the world of today.

    The decision has one document, with ``pay_on`` where it is accepted, and the letter to the supplier, or a notice
    to the coordinator where the supplier has no address. Automatic mail is answered here: it is a person who
    writes. Causes are the invoice and the verdict: the command given twice writes once.
    """
    judged = _decided(request, filed, verdict)
    address, cause = answer_to(request), f"review:{invoice_id}:{verdict}"
    why = unsafe(request, address)
    letters: tuple[Letter, ...] = ()
    if why is None and address is not None:
        letters = (_letter(request, judged, address, cause, reason),)
    elif why in TELL_COORDINATOR:
        letters = coordinator_notices(request, (judged,), f"{cause}:coordinator")
    return Decision("invoice", verdict, (judged.decision,), letters, verdict, unanswered=why)


def _decided(request: Request, filed: DocumentDecision, verdict: Verdict) -> Judged:
    document = Document(source=filed.attachment or "", sha256=filed.sha256, size=0)
    case = case_of(request, Selected(Read(None, document, (filed.reading,)), filed.reading))
    day = pay_on(case, request.today) if verdict == "accepted" else None
    return Judged(case, replace(filed, verdict=verdict, pay_on=day))


def _letter(request: Request, judged: Judged, to: Address, cause: str, reason: str | None) -> Letter:
    by_person = judged.decision.verdict == "rejected" and reason is not None
    verdict = judged.decision.verdict
    assert verdict is not None  # a person's word is one
    context = replace(
        supplier_letter(request, (judged,)),
        invoices=(invoice_lines(judged, verdict, request.today),),
        reason=reason if by_person else None,
    )
    letter = Letter(
        cause=cause,
        template="invoice_rejected_by_person" if by_person else TEMPLATES[verdict],
        secretariat=request.world.rules.secretariat,
        to=(to,),
        cc=copies((judged,), to),
        language=language_of(request, (judged,)),
        context=context_of(context),
    )
    return replying(request.message, letter)
