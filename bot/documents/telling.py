"""Evidence in words for the secretariat's own people: what a field is called, its colour, why one candidate won and
another lost. The words are ``rules/vocabulary/evidence.toml``'s.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bot.documents.fields.evidence import of_field
from bot.model.field import Candidate
from bot.model.invoice import InvoiceReading

#: A vocabulary without such words: fields go by their outer names.
_NONE: Mapping[str, Any] = {"fields": {}, "colours": {}}


class Told(NamedTuple):
    """A candidate with one sentence (without its full stop) on why it won or lost."""

    candidate: Candidate
    why: str


class Telling:
    """``words``: the vocabulary's "evidence"."""

    def __init__(self, vocabulary: Mapping[str, Any]) -> None:
        self._words: Mapping[str, Any] = vocabulary.get("evidence", _NONE)

    def name(self, field: str) -> str:
        """The field's Danish name, lower case; an unknown one's own."""
        return str(self._words["fields"].get(field, field))

    def colour(self, field: str) -> str:
        """``#rrggbb``."""
        return str(self._words["colours"].get(field, "#000000"))

    def explained(self, reading: InvoiceReading) -> Iterator[tuple[str, Sequence[Told]]]:
        """(field, its candidates with why), of a reading that was traced, in the order of its trace. What an e-invoice
        states had no rivals.
        """
        traced = {c.field for c in reading.trace}
        stated = tuple(of_field(name, field) for name, field in reading.fields.found() if name not in traced)
        for field in dict.fromkeys(c.field for c in (*reading.trace, *stated)):
            own = [c for c in (*reading.trace, *stated) if c.field == field]
            best = own[0]
            yield field, [Told(c, self.won(c) if c is best and c.chosen else self.lost(c, best)) for c in own]

    def won(self, c: Candidate) -> str:
        won = self._words["won"]
        sentence = won[c.how or "read"] if c.label else won["bare"][c.how or "read"]
        return str(sentence).format(label=c.label)

    def lost(self, c: Candidate, best: Candidate) -> str:
        group = self._words["groups"].get(c.group)
        if best.chosen and c.value == best.value:
            key = "same"
        elif c.score == 0:
            key = "group" if group and c.label else "nobody"
        elif not best.chosen:
            key = "refused"
        else:
            key = "label" if c.label else "bare"
        return str(self._words["lost"][key]).format(
            label=c.label, group=group, field=self.name(c.field), score=_danish(c.score), best=_danish(best.score)
        )


def _danish(score: float) -> str:
    return f"{score:.2f}".replace(".", ",")
