"""The letters that a mail with invoices leads to: one answer to its sender, or a notice to the coordinator instead.

Each letter's cause holds the mail's SHA-256: no second look at the mail can make a second letter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.checks import worst
from bot.kinds.invoice.context import invoice_lines, secretariat_lines
from bot.kinds.invoice.judging import Judged
from bot.kinds.invoice.selection import is_picture
from bot.kinds.request import Request
from bot.mailin.language import language_of as text_language
from bot.mailin.vocabulary import vocabulary_of
from bot.model.finding import Verdict
from bot.model.invoice import Language
from bot.model.letter import Letter
from bot.model.letter_context import InvoiceLines, ReminderAlert, SupplierLetter, context_of
from bot.model.message import Address, Message
from bot.model.register import Coordinator
from bot.model.world import FiledInvoice

TEMPLATES: dict[Verdict, str] = {
    "accepted": "invoice_accepted",
    "rejected": "invoice_rejected",
    "review": "invoice_review",
    "duplicate": "invoice_duplicate",
}
#: Reasons for not answering that leave the mail an honest one: the coordinator is told instead of the machine that
#: sent it.
TELL_COORDINATOR = (
    "auto-submitted", "list", "bulk", "response-suppress", "null-sender", "no-reply", "no_sender",
    "reply_to_elsewhere", "cpr_address", "limit",
)  # fmt: skip


def answer(request: Request, judged: Sequence[Judged], to: Address) -> Letter:
    """The one answer to the mail, all its invoices in it, by the worst verdict; copy to the network's coordinator."""
    verdict = worst(j.decision.verdict for j in judged)
    assert verdict is not None  # the caller answers only where there is one
    return replying(
        request.message,
        Letter(
            cause=_cause(request, judged),
            template=TEMPLATES[verdict],
            secretariat=request.world.rules.secretariat,
            to=(to,),
            cc=copies(judged, to),
            language=language_of(request, judged),
            context=context_of(supplier_letter(request, judged)),
        ),
    )


def _cause(request: Request, judged: Sequence[Judged]) -> str:
    """The mail; for mere duplicates the invoice and the day, so that a machine that sends one again and again is told
    once a day.
    """
    with_verdict = [j for j in judged if j.decision.verdict is not None]
    if all(j.decision.verdict == "duplicate" and j.first is not None for j in with_verdict):
        first = "-".join(str(j.first.invoice_id) for j in with_verdict if j.first is not None)
        return f"duplicate:{first}:{request.today.isoformat()}"
    return f"mail:{request.message.sha256}:answer"


def replying(message: Message, letter: Letter) -> Letter:
    """In the mail's thread (RFC 5322 §3.6.4)."""
    references = tuple(dict.fromkeys((*message.references, message.message_id or "")))
    return replace(
        letter,
        reply_subject=message.subject,
        in_reply_to=message.message_id,
        references=tuple(reference for reference in references if reference),
    )


def supplier_letter(request: Request, judged: Iterable[Judged]) -> SupplierLetter:
    shown = list(judged)
    logos = {r.name for r in request.reads if r.attachment and (r.attachment.inline or is_picture(r.attachment))}
    opened = {r.name for r in request.reads if r.document.parts and not r.document.page_count}
    filed = [j.decision.attachment for j in shown if j.decision.verdict is None]
    return SupplierLetter(
        secretariat=secretariat_lines(request.world, request.message),
        received=request.message.received_day,
        invoices=_lines(request, shown),
        others=tuple(dict.fromkeys(name for name in filed if name and name not in logos | opened)),
    )


def _lines(request: Request, judged: Iterable[Judged]) -> tuple[InvoiceLines, ...]:
    return tuple(invoice_lines(j, j.decision.verdict, request.today) for j in judged if j.decision.verdict is not None)


def copies(judged: Sequence[Judged], to: Address) -> tuple[Address, ...]:
    """The coordinators of the one network that the mail is about.

    None where invoices of several networks share the letter, where the supplier is the coordinator, or where the
    network itself was read with doubt: the copy would go to somebody whom it does not concern.
    """
    with_verdict = [j for j in judged if j.decision.verdict is not None]
    networks = {j.case.network.network_id if j.case.network else None for j in with_verdict}
    if len(networks) != 1 or None in networks or any(_own_firm(j) or _doubtful_network(j) for j in with_verdict):
        return ()
    people = [c for j in with_verdict for c in in_office(j)]
    return tuple(a for a in dict.fromkeys(_address(c) for c in people) if a is not None and a.address != to.address)


def in_office(judged: Judged) -> tuple[Coordinator, ...]:
    """Those of the meeting date; of the day of receipt where no date is known or nobody was in office."""
    case = judged.case
    if case.network is None:
        return ()
    register, network_id = case.register, case.network.network_id
    on_the_day = register.coordinators_of(network_id, case.day) if case.day else ()
    return on_the_day or register.coordinators_of(network_id, case.received)


def coordinator_notices(request: Request, judged: Sequence[Judged], cause: str) -> tuple[Letter, ...]:
    """Where the sender takes no answer, each network's coordinators hear of their own invoices. Always in Danish.

    ``cause`` is what each letter's own cause begins with.
    """
    letters = []
    told = [j for j in judged if j.decision.verdict not in (None, "duplicate") and not _doubtful_network(j)]
    for network_id in dict.fromkeys(j.case.network.network_id for j in told if j.case.network):
        own = [j for j in told if j.case.network and j.case.network.network_id == network_id]
        for person in dict.fromkeys(c for j in own for c in in_office(j)):
            address = _address(person)
            if address is not None:
                notice = _notice(request, own, person, address)
                letters.append(replace(notice, cause=f"{cause}:{network_id}:{address.address}"))
    return tuple(letters)


def _notice(request: Request, own: Sequence[Judged], person: Coordinator, address: Address) -> Letter:
    sender = request.message.from_
    context = replace(
        supplier_letter(request, own),
        coordinator_name=person.name,
        supplier_address=sender.address if sender else None,
    )
    return Letter(
        cause="",
        template="coordinator_notice",
        secretariat=request.world.rules.secretariat,
        to=(address,),
        context=context_of(context),
        auto_submitted="auto-generated",
    )


def reminder_alert(request: Request, judged: Judged | None, known: FiledInvoice | None) -> Letter | None:
    """Staff see a dunning letter at once. None where the configuration names nobody."""
    message, world = request.message, request.world
    staff = tuple(Address(a) for a in (world.staff or {}).get(message.secretariat, ()))
    if not staff:
        return None
    lines = invoice_lines(judged, "review", request.today) if judged else InvoiceLines("review")
    sender = message.from_
    alert = ReminderAlert(
        secretariat=secretariat_lines(world, message),
        received=message.received_day,
        sender_address=sender.address if sender else "",
        subject=message.subject,
        attachment=lines.attachment,
        supplier=lines.supplier,
        number=known.invoice_number if known else lines.number,
        total=lines.total,
        currency=lines.currency,
        due_date=lines.due_date,
        network=lines.network,
        meeting_date=lines.meeting_date,
        known_id=known.invoice_id if known else None,
        known_received=known.received.date() if known else None,
        known_verdict=known.verdict if known else None,
        known_pay_on=known.pay_on if known else None,
    )
    return Letter(
        cause=f"mail:{message.sha256}:reminder",
        template="staff_reminder_alert",
        secretariat=world.rules.secretariat,
        to=staff,
        context=context_of(alert),
        auto_submitted="auto-generated",
    )


def language_of(request: Request, judged: Iterable[Judged]) -> Language:
    """English only where every invoice of the mail is; where none could be read, the mail's own language."""
    with_verdict = [j for j in judged if j.decision.verdict is not None]
    languages = {j.decision.reading.language for j in with_verdict if j.case.unreadable is None}
    if not languages:
        return text_language(request.message.new_text, vocabulary_of(request.world.rules.vocabulary))
    return "en" if languages == {"en"} else "da"


def _address(person: Coordinator) -> Address | None:
    return Address(person.email.strip().lower(), person.name) if person.email and "@" in person.email else None


def _own_firm(judged: Judged) -> bool:
    return any(finding.code == "supplier_is_coordinator" for finding in judged.decision.findings)


def _doubtful_network(judged: Judged) -> bool:
    """Read below the rule file's confidence, or where nobody sees it."""
    network, case = judged.case.fields.network, judged.case
    if network is None:
        return True
    least = float(case.rules.checks["low_confidence"].numbers.get("network", 0))
    return network.confidence < least or bool(network.doubts)
