"""How well it could be read. What a person would not see, or the page says twice in two ways, is never accepted."""

from collections.abc import Iterable, Mapping

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
    why = _told(case, "unreadable").get(case.unreadable, "filen kan ikke læses")
    kind = _told(case, "formats").get(case.format)
    return case.finding("unreadable", f"Dokumentet kan ikke læses: {why}{f' ({kind})' if kind else ''}.")


def hidden_text(case: Case) -> Finding | None:
    """Something was read that a person looking at the page would not see, or that something else is drawn over."""
    return _doubted(case, "hidden_text", HIDDEN, "Dokumentet har tekst, som et menneske ikke ser på siden")


def contradictory(case: Case) -> Finding | None:
    """The document says two different things about one field."""
    return _doubted(case, "contradictory", CONTRADICTORY, "Dokumentet siger forskellige ting")


def einvoice_differs(case: Case) -> Finding | None:
    """The electronic invoice states what the page that people see does not say: which of them is to be paid?"""
    names = [name for name, field in case.fields.found() if DIFFERS & set(field.doubts)]
    if not names and not DIFFERS & set(case.reading.doubts):
        return None
    said = [_both(case, d) for d in case.reading.differences]
    about = "; ".join(said) or _listed(case, names) or "siden kunne ikke læses"
    return case.finding(
        "einvoice_differs",
        f"Den elektroniske faktura og den viste side siger ikke det samme ({about}).",
        names[0] if names else None,
    )


def _both(case: Case, difference: Difference) -> str:
    name, stated, printed = difference.field, difference.stated, difference.printed
    if name == "kind":
        kinds = _told(case, "kinds")
        stated, printed = kinds.get(stated, "andet"), kinds.get(printed, "andet")
    return f"{_told(case, 'fields').get(name, 'arten')}: {stated} elektronisk, {printed or 'intet'} på siden"


def doubtful(case: Case) -> Finding | None:
    """Any other reason to look: a draft, a statement of several invoices, …"""
    doubts = set(case.reading.doubts) | {d for _, f in case.fields.found() for d in f.doubts}
    other = sorted(doubts - HIDDEN - CONTRADICTORY - DIFFERS)
    if not other:
        return None
    return case.finding(
        "doubtful", f"Dokumentet skal ses af et menneske: {_why(case, other)}.", _first(case, set(other))
    )


def said_in_mail(case: Case) -> Finding | None:
    """The mail that brings it says that it is paid, a draft, called off. A new account is ``payment_in_mail``."""
    other = [code for code in case.said_against if code != "new_account"]
    if not other:
        return None
    return case.finding("said_in_mail", f"Læs mailen, før fakturaen betales: {_why(case, other)}.")


def _why(case: Case, codes: Iterable[str]) -> str:
    words = _told(case, "said")
    return "; ".join(words.get(code, code) for code in codes)


def _told(case: Case, table: str) -> Mapping[str, str]:
    """A table of ``rules/vocabulary/doubts.toml``: code → Danish words."""
    found: Mapping[str, str] = case.rules.vocabulary.get("doubts", {}).get(table, {})
    return found


def low_confidence(case: Case) -> Finding | None:
    """A required field was read below the rule file's confidence. A network that the register does not have is
    unsure for that very reason, and ``network_unknown`` says so.
    """
    limits = case.numbers("low_confidence")
    weak = [name for name, field in case.fields.found() if field.confidence < float(limits.get(name, 0))]
    weak = [name for name in weak if name != "network" or case.network is not None]
    if not weak:
        return None
    return case.finding("low_confidence", f"Usikkert læst: {_listed(case, weak)}.", weak[0])


def _doubted(case: Case, code: str, wanted: frozenset[str], sentence: str) -> Finding | None:
    names = [name for name, field in case.fields.found() if wanted & set(field.doubts)]
    if not names and not wanted & set(case.reading.doubts) and not _others(case, wanted):
        return None
    about = f" ({_listed(case, names)})" if names else ""
    return case.finding(code, f"{sentence}{about}.", names[0] if names else None)


def _others(case: Case, wanted: frozenset[str]) -> bool:
    """A further payment means that is hidden or painted over is as bad as the first."""
    return any(wanted & set(field.doubts) for field in case.reading.other_payments)


def _first(case: Case, doubts: set[str]) -> str | None:
    return next((name for name, field in case.fields.found() if doubts & set(field.doubts)), None)


def _listed(case: Case, names: list[str]) -> str:
    words = _told(case, "fields")
    return ", ".join(words.get(name, name) for name in names)
