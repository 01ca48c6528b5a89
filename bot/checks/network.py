"""Whose meeting it was: the network and its coordinator.

Source: EKM's coordinators' guide, «Krav til faktura», first point.
"""

from bot.checks.case import Case
from bot.danish.dates import format_date
from bot.danish.names import name_tokens, same_person
from bot.model.finding import Finding


def network_missing(case: Case) -> Finding | None:
    """No network's name on the document."""
    if case.fields.network is not None:
        return None
    known = case.register.network(case.reading.network_id)
    unit = case.rules.words["unit"]
    return case.finding(
        "network_missing",
        f"Fakturaen nævner ikke, hvilket {unit} mødet var for.",
        "network",
        known.name if known else None,
    )


def network_unknown(case: Case) -> Finding | None:
    """A name stands there, and the register has none like it, or several: neighbours differ in one word, and a score
    must never choose between them. Those that it may mean are named.
    """
    printed = case.fields.network
    if printed is None or case.network is not None:
        return None
    if not case.reading.network_rivals:
        return case.finding("network_unknown", f"Registret har intet netværk, der ligner «{printed.text}».", "network")
    ids = dict.fromkeys((case.reading.network_id, *case.reading.network_rivals))
    names = [network.name for network in map(case.register.network, ids) if network]
    detail = f"«{printed.text}» passer på flere netværk: {', '.join(names)}."
    if len(names) > 1 and case.reading.network_id is not None:
        detail = f"{detail[:-1]}; koordinatoren og datoen peger på {names[0]}."
    if len(names) == 1:
        detail = f"«{printed.text}» kan være {names[0]}, men navnet afgør det ikke."
    return case.finding("network_unknown", detail, "network", " / ".join(names))


def wrong_secretariat(case: Case) -> Finding | None:
    """The network belongs to another secretariat, which has an inbox here itself: accepted, the wrong one would pay."""
    if not _is_elsewhere(case) or case.network is None or case.network.secretariat not in case.secretariats:
        return None
    other = case.network.secretariat
    detail = f"{case.network.name} hører under {other}, som betaler den; fakturaen kom til {case.rules.secretariat}."
    return case.finding("wrong_secretariat", detail, "network")


def _is_elsewhere(case: Case) -> bool:
    return case.network is not None and case.network.secretariat != case.rules.secretariat


def other_secretariat(case: Case) -> Finding | None:
    """The network belongs to a secretariat that is not served here: who pays, the register can't say."""
    if not _is_elsewhere(case) or case.network is None or case.network.secretariat in case.secretariats:
        return None
    detail = f"{case.network.name} hører under {case.network.secretariat}; fakturaen kom til {case.rules.secretariat}."
    return case.finding("other_secretariat", detail, "network")


def coordinator_missing(case: Case) -> Finding | None:
    """No coordinator's name on the document. With the network unknown it cannot be checked."""
    if case.network is None or case.fields.coordinator is not None:
        return None
    head = case.rules.words["head_definite"]
    return case.finding("coordinator_missing", f"Fakturaen nævner ikke {head}s navn.", "coordinator", _names(case))


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
    when = f" {format_date(case.day)}" if case.day else ""
    right = _names(case) or "ingen"
    detail = f"Fakturaen nævner {printed.text}; {case.network.name} havde{when} {right}."
    return case.finding("coordinator_mismatch", detail, "coordinator", _names(case))


def _likeness(printed: str, registered: str) -> float:
    """``same_person``, and 0.3 for nothing but the first name's initial."""
    tokens, right = name_tokens(printed), name_tokens(registered)
    if len(tokens) == 1 and len(tokens[0]) == 1 and right and right[0].startswith(tokens[0]):
        return 0.3
    return same_person(printed, registered)


def _names(case: Case) -> str | None:
    return ", ".join(c.name for c in case.coordinators) or None
