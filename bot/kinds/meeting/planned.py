"""The yearly wheel: coordinators are reminded of what their plan lacks, once for each turn. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.kinds.meeting.letters import meeting_lines
from bot.meetings.planning import Gap, Round, gaps, rounds, turning
from bot.meetings.quiet import is_quiet
from bot.model.letter import Letter
from bot.model.letter_context import SecretariatLines, context_of
from bot.model.meeting_context import PlanGapLines, PlanLetter
from bot.model.message import Address
from bot.model.register import BookedMeeting, Network, Register
from bot.model.rules import Rules
from bot.model.zone import COPENHAGEN

#: What the secretariat should look at first.
ORDER = ("too_few", "no_mandatory_topic", "short_plan", "no_topic", "too_many")


@dataclass(frozen=True, slots=True)
class Lacking:
    """A network whose plan lacks something, as the secretariat sees it."""

    network: Network
    gaps: tuple[Gap, ...]
    has_coordinator: bool


def lacking(register: Register, rules: Rules, today: date, year: int) -> tuple[Lacking, ...]:
    """The secretariat's networks with a gap in their plan, those with the most missing first."""
    out = []
    for network in register.networks:
        if network.secretariat != rules.secretariat:
            continue
        found = gaps(register.meetings_of(network.network_id), rules.plan_for(year), today, year)
        if found:
            out.append(Lacking(network, found, bool(_heads(register, network, today))))
    return tuple(sorted(out, key=lambda one: min(ORDER.index(g.code) for g in one.gaps)))


def plan_letters(
    register: Register, rules: Rules, secretariat: SecretariatLines, since: date, now: datetime
) -> Iterator[Letter]:
    """Reminders of the plan that should exist by now. None of a turn before ``since``, when nobody asked us to yet."""
    today = now.astimezone(COPENHAGEN).date()
    if is_quiet(rules.meetings, now):
        return
    for network, turn in _turns(register, rules, today):
        meetings = register.meetings_of(network.network_id)
        to = _heads(register, network, today)
        missing = _missing(turn, meetings, rules, today)
        if to and missing and turn.due >= since:
            yield _letter(network, turn, missing, meetings, to, rules, secretariat, today)


def _turns(register: Register, rules: Rules, today: date) -> tuple[tuple[Network, Round], ...]:
    """Which networks have a turn today; worked out once a day for a register that stays as it is."""
    key = ("turns", rules.secretariat)
    known = register.memo.get(key)
    if known is None or known[:2] != (today, rules.wheel):
        wheel = turning(rules.wheel, today)
        found = tuple(
            (network, turn)
            for network in register.networks
            if network.secretariat == rules.secretariat and wheel
            for turn in rounds(wheel, register.meetings_of(network.network_id), today)
        )
        known = register.memo[key] = (today, rules.wheel, found)
    return tuple(known[2])


def plan_cause(network_id: str, name: str, year: int) -> str:
    """``year``: the one that the turn is about."""
    return f"plan:{network_id}:{name}:{year}"


def plan_network(cause: str) -> str:
    """Of a ``plan_cause``, its network; an id may hold colons itself."""
    return cause.removeprefix("plan:").rsplit(":", 2)[0]


def _missing(turn: Round, meetings: Sequence[BookedMeeting], rules: Rules, today: date) -> tuple[Gap, ...]:
    return tuple(g for g in gaps(meetings, rules.plan_for(turn.of), today, turn.of) if g.code in turn.lacks)


def _heads(register: Register, network: Network, today: date) -> tuple[Address, ...]:
    heads = register.coordinators_of(network.network_id, today)
    return tuple(Address(c.email.lower(), c.name) for c in heads if c.email)


def _letter(
    network: Network, turn: Round, missing: tuple[Gap, ...], meetings: Sequence[BookedMeeting],
    to: tuple[Address, ...], rules: Rules, secretariat: SecretariatLines, today: date,
) -> Letter:  # fmt: skip
    coming = sorted((m for m in meetings if m.start.astimezone(COPENHAGEN).date() >= today), key=lambda m: m.start)
    rule = rules.plan_for(turn.of)
    context = PlanLetter(
        secretariat=secretariat,
        name=" og ".join(a.name or a.address for a in to),
        network=network.name,
        gaps=tuple(PlanGapLines(g.code, g.year, g.have, g.wanted, g.days) for g in missing),
        planned=tuple(meeting_lines(network.name, m, None, "none") for m in coming),
        next_year=turn.of > today.year,
        mandatory_title=rule.mandatory_title if rule else "",
    )
    return Letter(
        cause=plan_cause(network.network_id, turn.name, turn.of),
        template="coordinator_plan",
        secretariat=rules.secretariat,
        to=to,
        context=context_of(context),
        auto_submitted="auto-generated",
        from_network=True,
    )
