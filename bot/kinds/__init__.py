"""What a mail is. A kind is a module (or a small folder): ``recognise(request)`` and ``decide(request)``, both pure.

To add one: write the module, put it in ``KINDS`` where it belongs, and say why there.
"""

from typing import Protocol

from bot.kinds import (
    annual_status,
    attendance,
    auto_reply,
    booking,
    bounce,
    cancellation,
    command,
    invoice,
    membership,
    questionnaire,
    rsvp,
    unknown,
)
from bot.kinds.request import Read, Request
from bot.model.decision import Decision

__all__ = ["KINDS", "Kind", "Read", "Request", "kind_of"]


class Kind(Protocol):
    """``decide`` is only asked of what ``recognise`` took."""

    def recognise(self, request: Request) -> bool: ...

    def decide(self, request: Request) -> Decision: ...


#: The first that recognises a mail gets it. Machines before people: a bounce that quotes an invoice is a bounce.
#: Answers by calendar before words, staff before others. Money before words: a booking's words beside an invoice
#: book nothing. The word kinds weigh their words against each other, so their order among themselves does not
#: matter. Last what takes all.
KINDS: tuple[Kind, ...] = (
    bounce, auto_reply, rsvp, command, invoice, cancellation, booking, attendance, membership, annual_status,
    questionnaire, unknown, )  # fmt: skip


def kind_of(request: Request) -> Kind:
    """The first that recognises it; ``unknown`` takes what nobody else does."""
    return next(kind for kind in KINDS if kind.recognise(request))
