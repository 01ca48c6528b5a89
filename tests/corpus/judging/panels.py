# ruff: noqa: E501 - what stands on one line of a page stands on one line here
# fmt: off
"""Panels: captions in small print under their values, a margin beside a letter, labels and values in narrow boxes."""

import textwrap

from tests.corpus.canvas import GREY, Canvas, width
from tests.corpus.facts import Facts
from tests.corpus.pen import Column, Pairs, Pen, due, given, item_rows, meeting, no_vat, said, sums, title

_WORDS = {"net": "I alt ekskl. moms", "vat": "Moms 25 %", "total": "I alt inkl. moms", "vat_in": "Heraf moms 25 %", "rest": "Til betaling"}


def captions(f: Facts) -> Canvas:
    """Two rows of values, each over its caption in small grey print."""
    c = Canvas(font="vera")
    p = Pen(c, 66, size=9)
    p.line(f.firm.name, size=16, bold=True, gap=14)
    p.line(title(f), size=11, gap=30)
    _row(p, [("FAKTURANUMMER", f.number), ("FAKTURADATO", f.date(f.issued)), *due(f, "FORFALDSDATO")])
    _row(p, given(("NETVÆRK", f.network_printed), ("MØDEDATO", meeting(f)), ("KOORDINATOR", f.coordinator_printed)))
    p.skip(8)
    p.lines(f.buyer)
    p.skip(20)
    columns = [Column("Tekst", 50), Column("Antal", 340, "r"), Column("Pris", 440, "r"), Column("Beløb", 545, "r")]
    p.table(columns, [[text, q, price, total] for q, text, price, total in item_rows(f)])
    p.skip(8)
    p.pairs(sums(f, **_WORDS), 340, 545, align="r")
    p.skip(24)
    p.lines([x for x in (no_vat(f), f.terms or "", f.paying.text, f.paying.extra) if x])
    p.foot(f"{f.firm.name}, {f.firm.street}, {f.firm.city}, CVR-nr. {f.firm.cvr}, tlf. {f.firm.phone}")
    return c


def _row(p: Pen, pairs: Pairs) -> None:
    x = p.left
    for label, value in pairs:
        p.c.put(x, p.y, value, 11, bold=True)
        p.c.put(x, p.y + 11, label, 6.5, colour=GREY)
        x += max(width(value, p.c.font, 11, bold=True), width(label, p.c.font, 6.5)) + 24
    p.y += 34


def margin(f: Facts) -> Canvas:
    """All about the invoice in a margin, a letter beside it."""
    c = Canvas()
    c.fill(24, 30, 168, 810, (0.95, 0.95, 0.92))
    side = Pen(c, 52, left=34, right=160, size=9)
    side.lines([f.firm.name, f.firm.street, f.firm.city, f"Tlf. {f.firm.phone}", f"CVR-nr. {f.firm.cvr}"], first_bold=True)
    side.skip(16)
    side.stacked([("Fakturanr.", f.number), ("Udstedt", f.date(f.issued)), *due(f, "Betales senest")], 34, gap=28)
    side.skip(10)
    side.line("Betaling", size=7.5, colour=GREY)
    for text in (f.paying.text, f.paying.extra, f.terms or ""):
        side.wrapped(text, 26)
    p = Pen(c, 64, left=190, size=9.5)
    p.line(title(f), size=20, gap=36)
    p.lines(f.buyer)
    p.skip(22)
    p.wrapped(said(f), 72)
    p.skip(14)
    columns = [Column("Stk.", 190), Column("Ydelse", 262), Column("à pris", 460, "r"), Column("I alt", 545, "r")]
    p.table(columns, item_rows(f))
    p.skip(8)
    p.pairs(sums(f, **_WORDS), 330, 545, align="r")
    p.line(no_vat(f))
    return c


def narrow(f: Facts) -> Canvas:
    """A box whose labels take two lines, and long values two as well."""
    c = Canvas()
    p = Pen(c, 58, size=9.5)
    p.lines([f.firm.name, f.firm.street, f.firm.city, f"CVR {f.firm.cvr}"], first_bold=True)
    p.skip(14)
    p.line(title(f), size=15, bold=True, gap=24)
    top = p.y
    p.lines(f.buyer)
    rows = [(("Faktura-", "nummer"), f.number), (("Faktura-", "dato"), f.date(f.issued))]
    rows += [(("Sidste rettidige", "betalingsdag"), value) for _, value in due(f, "")]
    rows += [(("Arrangementets", "dato"), value) for _, value in given(("", meeting(f)))]
    rows += [(("Jeres", "kontaktperson"), value) for _, value in given(("", f.coordinator_printed))]
    _boxes(c, top - 4, rows)
    p.y = max(p.y, top + 28 * len(rows)) + 20
    if f.network_printed:
        p.line(f.network_printed, gap=22)
    columns = [Column("Antal", 50), Column("Tekst", 120), Column("Pris", 450, "r"), Column("Beløb", 545, "r")]
    p.table(columns, item_rows(f))
    p.skip(8)
    p.pairs(sums(f, **_WORDS), 340, 545, align="r")
    p.skip(20)
    p.lines([x for x in (no_vat(f), f.terms or "", f.paying.text, f.paying.extra) if x])
    return c


def _boxes(c: Canvas, y: float, rows: list[tuple[tuple[str, str], str]]) -> None:
    for label, value in rows:
        for k, part in enumerate(label):
            c.put(350, y + 10.5 * k, part, 9)
        lines = textwrap.wrap(value, 20, break_on_hyphens=False)
        for k, part in enumerate(lines):
            c.put(432, y + 10.5 * k + (5.2 if len(lines) == 1 else 0), part, 9)
        y += 28
