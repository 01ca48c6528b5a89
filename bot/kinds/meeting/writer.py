"""Who writes, and for which networks: only a coordinator in office, or the secretariat, makes and changes meetings.

The sender's address must be the register's, and our own server must have found that the mail really comes from there
(RFC 8601): anybody can write a coordinator's name into From.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.danish.text import fold, network_tokens
from bot.kinds.auto_reply import is_ours
from bot.kinds.request import Request
from bot.mailin.automatic import automatic_reason
from bot.model.message import Address
from bot.model.register import Coordinator, Network

Role = Literal["coordinator", "staff", "member", "stranger"]


@dataclass(frozen=True, slots=True)
class Writer:
    """``networks``: those that the person may act for; ``why``: the code of why for none."""

    role: Role
    address: Address | None
    networks: tuple[Network, ...] = ()
    why: str | None = None

    @property
    def may_act(self) -> bool:
        return self.why is None


def writer_of(request: Request) -> Writer:
    """Offices are judged on the day of receipt; a meeting after its end is judged again by its own day."""
    message, world = request.message, request.world
    sender = message.from_
    if sender is None or is_ours(message, world):
        return Writer("stranger", sender, why="no_sender")
    if automatic_reason(message, world.rules.vocabulary) is not None:
        return Writer("stranger", sender, why="automatic")
    role = _role(request, sender.address)
    networks = _networks(request, sender.address, role)
    if role in ("member", "stranger"):
        return Writer(
            role, sender, networks, "former_coordinator" if _was(request, sender.address) else "not_coordinator"
        )
    if not trusted(request):
        return Writer(role, sender, networks, "unverified")
    return Writer(role, sender, networks)


def trusted(request: Request) -> bool:
    """Whether our own server found the sender genuine; or none is configured that could tell."""
    result = request.message.authentication.result
    return result == "pass" or (result == "none" and not request.world.authenticates)


def named_networks(text: str, networks: Iterable[Network]) -> tuple[Network, ...]:
    """Those whose every telling word stands in the text; a name that is part of a longer one that fits is left out."""
    words = frozenset(fold(text).split()) | network_tokens(text)
    hits = {n.network_id: (n, network_tokens(n.name)) for n in networks}
    fitting = {key: (n, tokens) for key, (n, tokens) in hits.items() if tokens and tokens <= words}
    return tuple(
        n
        for key, (n, tokens) in fitting.items()
        if not any(tokens < other for k, (_, other) in fitting.items() if k != key)
    )


def in_office(request: Request, writer: Writer, network_id: str, day: date) -> bool:
    """Whether the writer may call a meeting of that network on that day."""
    if writer.role == "staff":
        return True
    assert writer.address is not None
    return any(_is(c, writer.address.address) for c in request.world.register.coordinators_of(network_id, day))


def _role(request: Request, address: str) -> Role:
    register, day = request.world.register, request.message.received_day
    staff = (request.world.staff or {}).get(request.message.secretariat, ())
    if address in {a.lower() for a in staff}:
        return "staff"
    heads = [c for c in register.coordinators if _is(c, address)]
    # One who comes into office later books meetings of that time already.
    if any(c.end is None or c.end >= day for c in heads):
        return "coordinator"
    return "member" if any((m.email or "").lower() == address for m in register.members) or heads else "stranger"


def _networks(request: Request, address: str, role: Role) -> tuple[Network, ...]:
    register, day = request.world.register, request.message.received_day
    if role == "staff":
        return tuple(n for n in register.networks if n.secretariat == request.message.secretariat)
    ids = [c.network_id for c in register.coordinators if _is(c, address) and (c.end is None or c.end >= day)]
    if role != "coordinator":
        ids = [m.network_id for m in register.members if (m.email or "").lower() == address and m.in_office(day)]
    found = (register.network(i) for i in dict.fromkeys(ids))
    return tuple(n for n in found if n is not None)


def _was(request: Request, address: str) -> bool:
    return any(_is(c, address) for c in request.world.register.coordinators)


def _is(coordinator: Coordinator, address: str) -> bool:
    return (coordinator.email or "").lower() == address


def address_of(writer: Writer) -> str | None:
    return writer.address.address if writer.address else None
