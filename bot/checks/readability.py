"""How well it could be read. What a person would not see, or the page says twice in two ways, is never accepted."""

from collections.abc import Iterable

from bot.checks.case import Case
from bot.model.finding import Finding
from bot.model.invoice import Difference

#: "not_looked_at": nobody has looked yet whether the words are to be seen.
HIDDEN = frozenset({"hidden", "overprinted", "hidden_text", "not_looked_at"})
CONTRADICTORY = frozenset({"contradicted", "several_totals"})
#: An electronic invoice and its page: ``documents.einvoice.pairing``.
DIFFERS = frozenset({"einvoice_differs"})


def unreadable(case: Case) -> Finding | None:
    """No text and no OCR result, a damaged or encrypted file."""
    if case.unreadable is None:
        return None
    reasons, name = case.told("unreadable_because"), case.told("formats").get(case.format)
    why = reasons.get(case.unreadable, reasons["else"])
    return case.finding("unreadable", sentence="of_format" if name else "said", why=why, format=name)


def hidden_text(case: Case) -> Finding | None:
    """Something was read that a person looking at the page would not see, or that something else is drawn over."""
    return _doubted(case, "hidden_text", HIDDEN)


def contradictory(case: Case) -> Finding | None:
    """The document says two different things about one field."""
    return _doubted(case, "contradictory", CONTRADICTORY)


def einvoice_differs(case: Case) -> Finding | None:
    """The electronic invoice states what the page that people see does not say: which of them is to be paid?"""
    names = [name for name, field in case.fields.found() if DIFFERS & set(field.doubts)]
    if not names and not DIFFERS & set(case.reading.doubts):
        return None
    said = [_both(case, d) for d in case.reading.differences]
    about = "; ".join(said) or _listed(case, names) or case.say("einvoice_differs", "page_unread")
    return case.finding("einvoice_differs", names[0] if names else None, about=about)


def _both(case: Case, difference: Difference) -> str:
    code, stated, printed = "einvoice_differs", difference.stated, difference.printed
    if difference.field == "kind":
        kinds = case.told("kinds")
        stated, printed = kinds.get(stated, kinds["other"]), kinds.get(printed, kinds["other"])
    name = _listed(case, [difference.field])
    return case.say(code, "field", name=name, stated=stated, printed=printed or case.say(code, "nothing"))


def doubtful(case: Case) -> Finding | None:
    """Any other reason to look: a draft, a statement of several invoices, …"""
    doubts = set(case.reading.doubts) | {d for _, f in case.fields.found() for d in f.doubts}
    other = sorted(doubts - HIDDEN - CONTRADICTORY - DIFFERS)
    if not other:
        return None
    return case.finding("doubtful", _first(case, set(other)), why=_why(case, other))


def said_in_mail(case: Case) -> Finding | None:
    """The mail that brings it says that it is paid, a draft, called off. A new account is ``payment_in_mail``."""
    other = [code for code in case.said_against if code != "new_account"]
    if not other:
        return None
    return case.finding("said_in_mail", why=_why(case, other))


def _why(case: Case, codes: Iterable[str]) -> str:
    words = case.told("doubts")
    return "; ".join(words.get(code, code) for code in codes)


def low_confidence(case: Case) -> Finding | None:
    """A required field was read below the rule file's confidence. A network that the register does not have is
    unsure for that very reason, and ``network_unknown`` says so.
    """
    limits = case.numbers("low_confidence")
    weak = [name for name, field in case.fields.found() if field.confidence < float(limits.get(name, 0))]
    weak = [name for name in weak if name != "network" or case.network is not None]
    if not weak:
        return None
    return case.finding("low_confidence", weak[0], fields=_listed(case, weak))


def _doubted(case: Case, code: str, wanted: frozenset[str]) -> Finding | None:
    names = [name for name, field in case.fields.found() if wanted & set(field.doubts)]
    if not names and not wanted & set(case.reading.doubts) and not _others(case, wanted):
        return None
    if not names:
        return case.finding(code)
    return case.finding(code, names[0], sentence="fields", fields=_listed(case, names))


def _others(case: Case, wanted: frozenset[str]) -> bool:
    """A further payment means that is hidden or painted over is as bad as the first."""
    return any(wanted & set(field.doubts) for field in case.reading.other_payments)


def _first(case: Case, doubts: set[str]) -> str | None:
    return next((name for name, field in case.fields.found() if doubts & set(field.doubts)), None)


def _listed(case: Case, names: list[str]) -> str:
    words = case.told("fields")
    return ", ".join(words.get(name, name) for name in names)
