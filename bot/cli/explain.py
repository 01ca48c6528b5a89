"""★ ``extract --explain``: for each field what it was chosen from, and why."""

from typing import TYPE_CHECKING, Any

from bot.cli.output import harmless

if TYPE_CHECKING:
    from bot.documents.telling import Telling, Told
    from bot.model.invoice import InvoiceReading


def as_json(reading: "InvoiceReading", telling: "Telling") -> dict[str, Any]:
    """The ``explain`` object of docs/interface.md: field → its candidates, the one that was read first."""
    return {field: [_row(told) for told in several] for field, several in telling.explained(reading)}


def _row(told: "Told") -> dict[str, Any]:
    c = told.candidate
    shown = {
        "value": c.value, "score": c.score, "chosen": c.chosen, "how": c.how or None, "text": c.text,
        "label": c.label or None, "page": c.page, "box": [round(v, 1) for v in c.box] if c.box else None,
        "why": told.why,
    }  # fmt: skip
    return {key: value for key, value in shown.items() if value is not None}


def print_explained(reading: "InvoiceReading", telling: "Telling") -> None:
    """A paragraph for each field: what won, and below it what lost."""
    for field, several in telling.explained(reading):
        print()
        first, *others = several
        if first.candidate.chosen:
            print(f"{_sentence(telling.name(field))}: {_shown(first.candidate)} ({_score(first)}) {first.why}.")
        else:
            print(f"{_sentence(telling.name(field))}: ikke fundet.")
            others = list(several)
        for told in others:
            score = f" ({_score(told)})" if told.candidate.score else ""
            same = first.candidate.chosen and told.candidate.value == first.candidate.value
            print(f"    {'også' if same else 'ikke'} {_shown(told.candidate)}{score}: {told.why}.")


def _shown(candidate: Any) -> str:
    """The value, and what stands on the page where that is written otherwise."""
    value, text = harmless(candidate.value), harmless(candidate.text)
    page = f", side {candidate.page}" if (candidate.page or 1) > 1 else ""
    return f"{value}{page}" if text == value else f"{value} («{text}»{page})"


def _score(told: "Told") -> str:
    return f"{told.candidate.score:.2f}".replace(".", ",")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
