"""Letters about invitations that came back: to the coordinator, who knows the person; else to the secretariat. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from bot.meetings.quiet import is_quiet
from bot.model.letter import Letter
from bot.model.letter_context import SecretariatLines, context_of
from bot.model.meeting_context import BouncedLetter, BouncedLines
from bot.model.message import Address
from bot.model.register import Network, Register
from bot.model.rules import Rules
from bot.model.zone import COPENHAGEN


@dataclass(frozen=True, slots=True)
class Returned:
    """One invitation that did not reach its member. ``why``: the server's answer or a status code."""

    meeting_id: str
    network_id: str
    address: str
    name: str
    why: str
    at: datetime


def bounce_letters(
    register: Register, rules: Rules, secretariat: SecretariatLines, staff: tuple[str, ...], rows: Iterable[Returned],
    now: datetime,
) -> Iterator[Letter]:  # fmt: skip
    """One letter a network. ``rows``: those that nobody was told of, by network and address."""
    if is_quiet(rules.meetings, now):
        return
    for network_id, group in groupby(sorted(rows, key=attrgetter("network_id")), key=attrgetter("network_id")):
        network = register.network(network_id)
        if network is not None and network.secretariat == rules.secretariat:
            yield _letter(register, rules, secretariat, staff, network, tuple(group), now)


def _letter(
    register: Register, rules: Rules, secretariat: SecretariatLines, staff: tuple[str, ...], network: Network,
    rows: tuple[Returned, ...], now: datetime,
) -> Letter:  # fmt: skip
    people: dict[str, Returned] = {}
    for row in rows:
        people.setdefault(row.address, row)
    today = now.astimezone(COPENHAGEN).date()
    to = _heads(register, network, people, today)
    lines = BouncedLetter(
        secretariat=secretariat,
        name=to[0].name or "" if to else "",
        network=network.name,
        people=tuple(BouncedLines(p.name, p.address, p.why) for p in people.values()),
        days=tuple(sorted({day for row in rows if (day := _day(register, row.meeting_id)) is not None})),
    )
    first = min(row.at for row in rows).astimezone(COPENHAGEN).date()
    return Letter(
        cause=f"bounced:{network.network_id}:{first}:{','.join(sorted(people))}",
        template="coordinator_bounced",
        secretariat=rules.secretariat,
        to=to or tuple(Address(a.lower()) for a in staff),
        context=context_of(lines),
        auto_submitted="auto-generated",
        from_network=True,
        tells_bounces=tuple((row.meeting_id, row.address) for row in rows),
    )


def _heads(register: Register, network: Network, people: dict[str, Returned], today: date) -> tuple[Address, ...]:
    """Coordinators in office whose own mail is not what came back."""
    heads = register.coordinators_of(network.network_id, today)
    return tuple(Address(h.email.lower(), h.name) for h in heads if h.email and h.email.lower() not in people)


def _day(register: Register, meeting_id: str) -> date | None:
    meeting = register.meeting(meeting_id)
    return None if meeting is None else register.day_of(meeting)
