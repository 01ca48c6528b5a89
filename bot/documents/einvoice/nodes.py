"""An element of an invoice and what can be asked of it: texts, days and amounts by the names on the way to them.

Names are local names: UBL's and CII's namespaces change with every version, and within one invoice no two elements
share a name and differ in meaning. What may stand there once and stands there twice with another value is written
down as a doubt.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from bot.danish.cpr import mask_cpr, without_cpr

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:Z|[+-]\d{2}:\d{2}|T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?", re.ASCII)
#: UN/CEFACT 2379: 102 (a day), 203 and 204 (with a time).
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6})?", re.ASCII)
#: xs:decimal, of a size that money has.
_DECIMAL = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,20})?|\.\d{1,20})", re.ASCII)
#: Letters of one text: longer ones are no invoice's (a whole PDF as a note).
MAX_TEXT = 20_000
#: Values with another sense than their words: schemes of identifiers that are people's.
_PERSONS = re.compile(r"CPR|^9901$|^ARR$", re.IGNORECASE)


class Node:
    """``doubts`` is one list for the whole invoice."""

    __slots__ = ("_children", "doubts", "element")

    def __init__(self, element: Any, doubts: list[str]) -> None:
        self.element = element
        self.doubts = doubts
        self._children: dict[str, list[Node]] | None = None

    def all(self, path: str) -> list["Node"]:
        """Those at the end of ``"A/B|C"``: B or C, children of A, children of this one; in the order of the file."""
        found = [self]
        for step in path.split("/"):
            names = step.split("|")
            found = [child for node in found for name in names for child in node._by_name().get(name, ())]
        return found

    def first(self, path: str) -> "Node | None":
        return next(iter(self.all(path)), None)

    def attribute(self, name: str) -> str | None:
        return (self.element.get(name) or "").strip() or None

    @property
    def raw(self) -> str:
        """Its own text as it stands, trimmed. CPR numbers are not masked: nothing of it may leave this package."""
        return "".join((self.element.text or "", *((c.tail or "") for c in self.element)))[:MAX_TEXT].strip()

    @property
    def is_persons(self) -> bool:
        """Whether it says itself that it identifies a person by CPR number (OIOUBL «DK:CPR», Peppol EAS 9901), or
        that it may (Danish CIUS: «ARR», a reference that a person is asked for).
        """
        return any(_PERSONS.search(self.attribute(name) or "") for name in ("schemeID", "schemeName"))

    def texts(self, path: str) -> tuple[str, ...]:
        """Every text there, once each, lines kept, CPR numbers masked."""
        found = (mask_cpr(node.raw) for node in self.all(path) if not node.is_persons)
        return tuple(dict.fromkeys(text for text in found if text))

    def text(self, path: str) -> str | None:
        """The first of them, on one line."""
        return next((" ".join(text.split()) for text in self.texts(path)), None)

    def number(self, path: str, said: str = "Faktura nr. ") -> str | None:
        """An identifier of something, so that ten bare digits are no CPR number. ``said``: words that say what it
        is.
        """
        for node in self.all(path):
            value = " ".join(node.raw.split())
            if value and not node.is_persons:
                return without_cpr(value) if said.startswith("Faktura") else mask_cpr(said + value)[len(said) :]
        return None

    def only(self, path: str, field: str) -> "Node | None":
        """The one node there; another with another text is a doubt about ``field``."""
        found = [node for node in self.all(path) if node.raw]
        if len({node.raw for node in found}) > 1:
            self.doubt("several_values", field)
        return found[0] if found else None

    def day(self, path: str, field: str) -> date | None:
        """A day as ISO 8601 or as eight digits. What is none is a doubt about ``field``, and several are."""
        node = self.only(path, field)
        return None if node is None else self.as_day(node, field)

    def days(self, path: str, field: str) -> list[date]:
        """All that stand there, in order, once each."""
        found = (self.as_day(node, field) for node in self.all(path) if node.raw)
        return list(dict.fromkeys(day for day in found if day is not None))

    def as_day(self, node: "Node", field: str) -> date | None:
        match = _DAY.fullmatch(node.raw) or _DIGITS.fullmatch(node.raw)
        try:
            if match is not None:
                return date(*map(int, match.groups()[:3]))
        except ValueError:
            pass
        self.doubt("bad_value", field)
        return None

    def amount(self, path: str, field: str) -> Decimal | None:
        """A decimal number. What is none is a doubt about ``field``, and several are."""
        node = self.only(path, field)
        return None if node is None else self.as_amount(node, field)

    def as_amount(self, node: "Node", field: str) -> Decimal | None:
        if _DECIMAL.fullmatch(node.raw):
            return Decimal(node.raw)
        self.doubt("bad_value", field)
        return None

    def doubt(self, code: str, field: str = "") -> None:
        said = f"{code}:{field}" if field else code
        if said not in self.doubts:
            self.doubts.append(said)

    def _by_name(self) -> dict[str, list["Node"]]:
        if self._children is None:
            self._children = {}
            for child in _elements(self.element):
                name = child.tag.rpartition("}")[2]
                self._children.setdefault(name, []).append(Node(child, self.doubts))
        return self._children


def _elements(element: Any) -> Iterator[Any]:
    return (child for child in element if isinstance(child.tag, str))


def is_wordy(text: str) -> bool:
    """Whether it has words that people read: «Kvalitetsnetværk Aarhus», not «PO-4500123»."""
    return re.search(r"[^\W\d_]{3,}", text) is not None


def distinct(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
