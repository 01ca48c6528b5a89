# ruff: noqa: E501 - what stands on one line of a page stands on one line here
"""Writing on a page from the top down: what the families of layouts are made of."""

import textwrap
from collections.abc import Sequence
from itertools import pairwise
from random import Random

from tests.corpus import wording as w
from tests.corpus.canvas import BLACK, GREY, Canvas, Colour, width
from tests.corpus.facts import Facts

Pairs = list[tuple[str, str]]


class Column:
    """A column of a table: its title, where it is, and "l" or "r"."""

    def __init__(self, title: str, x: float, align: str = "l") -> None:
        self.title, self.x, self.align = title, x, align


class Pen:
    """``y`` is the baseline of the next line."""

    def __init__(self, c: Canvas, y: float = 60, left: float = 50, right: float = 545, size: float = 10) -> None:
        self.c, self.y, self.left, self.right, self.size = c, y, left, right, size

    def skip(self, gap: float) -> "Pen":
        self.y += gap
        return self

    def line(
        self,
        text: str,
        *,
        x: float | None = None,
        size: float | None = None,
        bold: bool = False,
        align: str = "l",
        colour: Colour = BLACK,
        gap: float | None = None,
    ) -> None:
        at = x if x is not None else {"l": self.left, "r": self.right, "c": (self.left + self.right) / 2}[align]
        chosen = size or self.size
        if text:
            self.c.put(at, self.y, text, chosen, bold=bold, align=align, colour=colour)
        self.y += gap if gap is not None else 1.35 * chosen

    def lines(self, texts: Sequence[str], *, x: float | None = None, size: float | None = None, align: str = "l", first_bold: bool = False) -> None:  # fmt: skip
        for k, text in enumerate(texts):
            self.line(text, x=x, size=size, align=align, bold=first_bold and k == 0)

    def wrapped(self, text: str, letters: int = 90, *, x: float | None = None, size: float | None = None) -> None:
        self.lines(textwrap.wrap(text, letters, break_on_hyphens=False), x=x, size=size)

    def pairs(
        self,
        pairs: Pairs,
        x: float,
        to: float,
        *,
        colon: str = "",
        align: str = "l",
        gap: float = 13.5,
        size: float | None = None,
        bold: bool = False,
    ) -> None:
        """Labels at ``x``, values at ``to``, or farther right where a label is longer."""
        chosen = size or self.size
        if align == "l":
            longest = max((width(f"{label}:", self.c.font, chosen, bold=bold) for label, _ in pairs), default=0.0)
            to = max(to, x + longest + 6)
        for label, value in pairs:
            self.c.put(x, self.y, label + (colon if not label.endswith((".", ":")) or colon == " :" else ""), chosen, bold=bold)  # fmt: skip
            self.c.put(to, self.y, value, chosen, align=align)
            self.y += gap

    def stacked(
        self, pairs: Pairs, x: float, *, small: float = 7.5, gap: float = 26, under: bool = False, letters: int = 30
    ) -> None:
        """A small caption over its value (or under it)."""
        for label, value in pairs:
            self.c.put(x, self.y + (11 if under else 0), label, small, colour=GREY)
            first, *more = textwrap.wrap(value, letters, break_on_hyphens=False) or [""]
            self.c.put(x, self.y + (0 if under else 11), first, self.size)
            for line in more:
                self.y += 1.2 * self.size
                self.c.put(x, self.y + 11, line, self.size)
            self.y += gap

    def head(self, pairs: Pairs, xs: Sequence[float], *, boxed: bool = False, size: float | None = None) -> None:
        """A row of labels over a row of values."""
        chosen = size or self.size
        for (label, value), x in zip(pairs, xs, strict=False):
            self.c.put(x, self.y, label, chosen - 1.5, bold=not boxed)
            self.c.put(x, self.y + 13, value, chosen)
        if boxed:
            edges = [*(x - 3 for x in xs[: len(pairs)]), self.right]
            for a, b in pairwise(edges):
                self.c.box(a, self.y - 10, b, self.y + 18)
        self.y += 30

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, rule: bool = True, band: Colour | None = None, gap: float = 15, size: float | None = None) -> None:  # fmt: skip
        """``band``: a filled head; rows that reach the foot go on on the next page, under the same head."""
        chosen = size or self.size
        self._table_head(columns, rule, band, chosen)
        for row in rows:
            if self.y > self.c.size[1] - 90:
                self.page()
                self._table_head(columns, rule, band, chosen)
            for column, text in zip(columns, row, strict=True):
                self.c.put(column.x, self.y, text, chosen, align=column.align)
            self.y += gap

    def _table_head(self, columns: Sequence[Column], rule: bool, band: Colour | None, size: float) -> None:
        if band:
            self.c.fill(self.left - 4, self.y - 11, self.right + 4, self.y + 5, band)
        dark = band is not None and sum(band) < 1.5
        for column in columns:
            self.c.put(column.x, self.y, column.title, size, bold=True, align=column.align, colour=(1.0, 1.0, 1.0) if dark else BLACK)  # fmt: skip
        if rule:
            self.c.rule(self.left, self.y + 4, self.right, self.y + 4)
        self.y += 18

    def page(self) -> None:
        self.c.page += 1
        self.y = 70

    def foot(self, text: str, *, size: float = 7.5) -> None:
        """In the middle at the foot of the page."""
        self.c.put(self.c.size[0] / 2, self.c.size[1] - 28, text, size, align="c", colour=GREY)


def due(f: Facts, label: str) -> Pairs:
    """The due date under a label, where it is printed."""
    return [(label, f.date(f.due))] if f.due and f.due_printed else []


def given(*pairs: tuple[str, str | None]) -> Pairs:
    """Those that have a value."""
    return [(label, value) for label, value in pairs if value]


def meeting(f: Facts) -> str | None:
    return f.meeting_printed if f.meeting else None


def item_rows(f: Facts, *, decimals: bool = False, unit: str = "") -> list[list[str]]:
    """Quantity, text, price, amount of each row; the first has the heads and their unit."""
    out = []
    for k, i in enumerate(f.items):
        quantity = f"{i.quantity},00" if decimals else str(i.quantity)
        named = f"{quantity} {f.unit}".strip() if k == 0 and not unit else quantity
        out.append([named, i.text, f.amount(i.price), f.amount(i.total)])
    return out


def sums(
    f: Facts, *, net: str, vat: str, total: str, vat_in: str, rest: str, prepaid: str = "Betalt a conto", rounding: str = "Øreafrunding"
) -> Pairs:  # fmt: skip
    """The sums as one program words them. ``total`` is what all comes to; ``rest`` what then remains."""
    m, a = f.money, f.amount
    out: Pairs = []
    if m.vat is not None and not m.included:
        out += [(net, a(m.net)), (vat, a(m.vat))]
    changed = bool(m.prepaid or m.rounding)
    out.append((total, a(m.gross)))
    if m.vat is not None and m.included:
        out.append((vat_in, a(m.vat)))
    if m.prepaid:
        out.append((prepaid, "-" + a(m.prepaid)))
    if m.rounding:
        out.append((rounding, a(m.rounding)))
    return [*out, (rest, a(m.total))] if changed else out


def title(f: Facts, invoice: str = "Faktura") -> str:
    """The heading by kind, the same on every page; the program's own word for an invoice."""
    r = Random(f.number)
    return {
        "invoice": invoice,
        "credit_note": r.choice(["Kreditnota", "Kreditnota", "Kreditfaktura"]),
        "reminder": r.choice(["Rykker 1", "Betalingspåmindelse", "2. rykker", "Rykkerskrivelse"]),
        "booking": r.choice(["Ordrebekræftelse", "Bookingbekræftelse", "Reservationsbekræftelse"]),
        "other": r.choice(["Tilbud", "Proforma", "Fakturakladde", "Følgeseddel", "Overslag"]),
    }[f.kind]


def no_vat(f: Facts) -> str:
    return f.rnd.choice([x for x in w.EXEMPT if x]) if f.money.vat is None else ""


def said(f: Facts, *, network: bool = True, day: bool = True, who: bool = True) -> str:
    """Network, day and person in one run of words, as far as they are asked for and printed."""
    r = f.rnd
    parts = [
        f.network_printed if network else None,
        meeting(f) if day else None,
        f"{r.choice(['v/', 'v. ', 'kontakt: ', 'att. '])}{f.coordinator_printed}" if who and f.coordinator_printed else None,
    ]  # fmt: skip
    if day and f.meeting and not (network and f.network_printed):
        parts[1] = f"Møde {meeting(f)}"
    return r.choice([", ", " - ", " / "]).join(p for p in parts if p)
