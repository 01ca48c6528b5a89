"""Whose meeting it was: the network and its coordinator.

Source: EKM's coordinators' guide, «Krav til faktura», first point.
"""

from bot.checks.case import Case
from bot.danish.dates import format_date
from bot.danish.names import name_tokens, same_person
from bot.model.finding import Finding
from bot.model.register import Network


def network_missing(case: Case) -> Finding | None:
    """No network's name on the document."""
    if case.fields.network is not None:
        return None
    known = case.register.network(case.reading.network_id)
    return case.missing("network_missing", "network", expected=known.name if known else None)


def network_unknown(case: Case) -> Finding | None:
    """A name stands there, and the register has none like it, or several: neighbours differ in one word, and a score
    must never choose between them. Those that it may mean are named.
    """
    printed = case.fields.network
    if printed is None or case.network is not None:
        return None
    if not case.reading.network_rivals:
        return case.finding("network_unknown", "network", printed=printed.text)
    ids = dict.fromkeys((case.reading.network_id, *case.reading.network_rivals))
    names = [network.name for network in map(case.register.network, ids) if network]
    sentence = "several" if case.reading.network_id is None else "several_one_likely"
    return case.finding(
        "network_unknown",
        "network",
        sentence="one_likely" if len(names) == 1 else sentence,
        expected=" / ".join(names),
        printed=printed.text,
        names=", ".join(names),
        likely=names[0] if names else "",
    )


def wrong_secretariat(case: Case) -> Finding | None:
    """The network belongs to another secretariat, which has an inbox here itself: accepted, the wrong one would pay."""
    network = _elsewhere(case)
    if network is None or network.secretariat not in case.secretariats:
        return None
    return _whose(case, "wrong_secretariat", network)


def other_secretariat(case: Case) -> Finding | None:
    """The network belongs to a secretariat that is not served here: who pays, the register can't say."""
    network = _elsewhere(case)
    if network is None or network.secretariat in case.secretariats:
        return None
    return _whose(case, "other_secretariat", network)


def _elsewhere(case: Case) -> Network | None:
    """The network, where it is another secretariat's."""
    return case.network if case.network and case.network.secretariat != case.rules.secretariat else None


def _whose(case: Case, code: str, network: Network) -> Finding:
    own, other = case.rules.secretariat, network.secretariat
    return case.finding(code, "network", network=network.name, other=other, secretariat=own)


def coordinator_missing(case: Case) -> Finding | None:
    """No coordinator's name on the document. With the network unknown it cannot be checked."""
    if case.network is None or case.fields.coordinator is not None:
        return None
    return case.missing("coordinator_missing", "coordinator", expected=_names(case))


def coordinator_mismatch(case: Case) -> Finding | None:
    """The name is nobody's who was the network's coordinator on the meeting date.

    Co-coordinators count, and so does a first name or an initial that fits (docs/interface.md).
    """
    printed = case.fields.coordinator
    if case.network is None or printed is None:
        return None
    least = float(case.numbers("coordinator_mismatch")["minimum_likeness"])
    if any(_likeness(printed.value, c.name) >= least for c in case.coordinators):
        return None
    right = _names(case)
    return case.finding(
        "coordinator_mismatch",
        "coordinator",
        sentence="on_day" if case.day else "said",
        expected=right,
        printed=printed.text,
        network=case.network.name,
        day=format_date(case.day) if case.day else "",
        right=right or case.say("coordinator_mismatch", "nobody"),
    )


def _likeness(printed: str, registered: str) -> float:
    """``same_person``, and 0.3 for nothing but the first name's initial."""
    tokens, right = name_tokens(printed), name_tokens(registered)
    if len(tokens) == 1 and len(tokens[0]) == 1 and right and right[0].startswith(tokens[0]):
        return 0.3
    return same_person(printed, registered)


def _names(case: Case) -> str | None:
    return ", ".join(c.name for c in case.coordinators) or None
