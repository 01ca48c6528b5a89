"""Whether the sender may be answered, and at which address. A letter to the wrong person is worse than none.

RFC 3834: no answer to machines. Promise 15 of ``docs/reliability.md``: none to lists, bounces, null senders,
ourselves, or a third party that fails authentication, and at most so many a day to one address.
"""

from datetime import timedelta

from bot.danish.cpr import mask_cpr
from bot.kinds.auto_reply import is_ours
from bot.kinds.invoice.judging import Judged
from bot.kinds.request import Request
from bot.mailin.automatic import automatic_reason
from bot.mailin.vocabulary import vocabulary_of
from bot.model.message import Address, Message

DAY = timedelta(hours=24)


def unanswered(request: Request, judged: tuple[Judged, ...], address: Address | None) -> str | None:
    """Why no answer goes to the sender, as a code; None where one does.

    ``address`` is ``answer_to``'s. "nothing_to_answer", "old", "own", ``automatic_reason``'s codes, "unverified",
    "no_sender", "reply_to_elsewhere", "cpr_address", "same_mail" (it came by another way before), "limit".
    """
    message, world = request.message, request.world
    if not any(j.decision.verdict for j in judged):
        return "nothing_to_answer"
    if world.answer_from is not None and message.received < world.answer_from:
        return "old"
    if _came_before(message, judged):
        return "same_mail"
    automatic = automatic_reason(message, world.rules.vocabulary)
    why = unsafe(request, address) if automatic is None else automatic
    if why is None and address is not None and _had_enough(request, address):
        return "limit"
    return why


def unsafe(request: Request, address: Address | None) -> str | None:
    """Why nobody should be written to there, whoever writes: "own", "unverified", "no_sender", "reply_to_elsewhere",
    "cpr_address"."""
    message, world = request.message, request.world
    if is_ours(message, world):
        return "own"
    if message.authentication.result == "fail":
        return "unverified"
    if address is None:
        return "no_sender" if message.from_ is None else "reply_to_elsewhere"
    if mask_cpr(address.address) != address.address:
        return "cpr_address"  # it would stand in the letter, in the outbox and in a server's log
    return "own" if address.address in world.own_addresses else None


def _had_enough(request: Request, address: Address) -> bool:
    world = request.world
    return world.ledger.answers_to(address.address, request.now - DAY) >= world.answers_per_day


def answer_to(request: Request) -> Address | None:
    """Reply-To where it is the same organisation's, else From.

    Another organisation's Reply-To is how an invoice platform says where its customer reads mail, and how a forger
    has our answer sent to somebody: believed only behind a no-reply address whose domain our own server has
    verified.
    """
    message = request.message
    sender, wanted = message.from_, message.reply_to[0] if message.reply_to else None
    if sender is None:
        return None
    if wanted is not None and same_organisation(sender, wanted):
        return wanted
    words = vocabulary_of(request.world.rules.vocabulary)
    if not words.no_reply.fullmatch(sender.address.rpartition("@")[0]):
        return sender
    return wanted if message.authentication.result == "pass" else None


def same_organisation(left: Address, right: Address) -> bool:
    """The same domain, or one below the other (``mail.kro.example`` and ``kro.example``)."""
    a, b = left.domain, right.domain
    return a == b or a.endswith("." + b) or b.endswith("." + a)


def _came_before(message: Message, judged: tuple[Judged, ...]) -> bool:
    """The same mail to two of our addresses: its invoices are duplicates of themselves, and one answer has gone out."""
    with_verdict = [j for j in judged if j.decision.verdict is not None]
    return message.message_id is not None and all(
        j.first is not None and j.first.message_id == message.message_id for j in with_verdict
    )
