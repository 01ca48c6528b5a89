# ruff: noqa: E501 - what stands on one line of a page stands on one line here
# fmt: off
"""Layouts of the sorts that ``blocks`` cannot make: boxes, panels, strips, slips, several pages."""

from tests.corpus import wording as w
from tests.corpus.canvas import GREY, Canvas
from tests.corpus.facts import Facts
from tests.corpus.pen import Column, Pairs, Pen, due, given, item_rows, meeting, no_vat, said, sums, title


def _words(f: Facts) -> dict[str, str]:
    r = f.rnd
    plain = [t for t in w.TOTAL if "etal" not in t]
    changed = f.money.prepaid or f.money.rounding
    return {
        "net": r.choice(w.NET), "vat": r.choice([v for v in w.VAT if "{" not in v]), "total": r.choice(plain if changed else w.TOTAL),
        "vat_in": r.choice(w.VAT_IN), "rest": r.choice(w.REST), "prepaid": r.choice(w.PREPAID), "rounding": r.choice(w.ROUNDING),
    }  # fmt: skip


def _numbers(f: Facts) -> Pairs:
    r = f.rnd
    out = [(r.choice(w.NUMBER), f.number), (r.choice(w.ISSUED), f.date(f.issued)), *due(f, r.choice(w.DUE))]
    if r.random() < 0.5:
        out.insert(r.randint(1, 2), (r.choice(w.OTHER_NUMBER), str(r.randint(1000, 99999))))
    if r.random() < 0.4:
        out.append((r.choice(w.OUR_REF), f.seller_person))
    return out


def _ours(f: Facts) -> Pairs:
    r = f.rnd
    return given((r.choice(w.ABOUT), f.network_printed), (r.choice([*w.YOUR_REF, *w.COORDINATOR]), f.coordinator_printed), (r.choice(w.MEETING), meeting(f)))  # fmt: skip


def _paid(f: Facts) -> list[str]:
    return [x for x in (no_vat(f), f.terms or "", f.paying.text, f.paying.extra, *f.notes) if x]


def _head(f: Facts) -> list[str]:
    return [f.firm.name, f.firm.street, f.firm.city, f"CVR-nr. {f.firm.cvr}", f"Tlf. {f.firm.phone}"]


def ledger(f: Facts) -> Canvas:
    """Rows of boxed captions over values, a ruled table."""
    c = Canvas()
    p = Pen(c, 60, size=9)
    p.lines(_head(f), first_bold=True)
    p.skip(20)
    p.line(title(f), size=16, bold=True, gap=24)
    p.lines(f.buyer)
    p.skip(24)
    pairs = [*_numbers(f), *(x for x in _ours(f) if x[1] != f.network_printed)]
    for start in range(0, len(pairs), 3):
        p.head(pairs[start : start + 3], [53, 220, 390], boxed=True)
    if f.network_printed:
        p.line(f"{f.rnd.choice(w.ABOUT)}: {f.network_printed}", gap=20)
    p.skip(6)
    columns = [Column("Antal", 53), Column("Tekst", 130), Column("Pris", 440, "r"), Column("I alt", 542, "r")]
    p.table(columns, item_rows(f), band=(0.9, 0.9, 0.9))
    p.skip(10)
    p.pairs(sums(f, **_words(f)), 340, 542, align="r")
    p.skip(20)
    p.lines(_paid(f))
    return c


def menu_card(f: Facts) -> Canvas:
    """A serif letterhead in the middle, the menu under its row."""
    c = Canvas(font="times")
    p = Pen(c, 60)
    p.line(f.firm.name, size=22, align="c", gap=22)
    p.line(f"{f.firm.street} | {f.firm.city} | CVR {f.firm.cvr}", size=8.5, align="c", gap=34)
    p.lines(f.buyer)
    p.skip(16)
    p.line(title(f), size=15, gap=22)
    p.pairs(_numbers(f), 50, 190, colon=":")
    p.skip(8)
    p.line(said(f))
    p.skip(12)
    for k, (q, text, price, total) in enumerate(item_rows(f)):
        c.put(50, p.y, f"{q} x {text}", 10)
        c.put(440, p.y, price, 10, align="r")
        p.line(total, align="r")
        if k == 0:
            p.lines(f.rnd.sample(["Rejecocktail", "Oksesteg med bønner", "Citronfromage", "Kransekage", "Suppe med boller"], 3), x=66, size=8.5)
    p.skip(8)
    p.pairs(sums(f, **_words(f)), 340, 545, align="r", gap=15)
    p.skip(16)
    p.lines(_paid(f), size=9)
    return c


def wide(f: Facts) -> Canvas:
    """On its side, facts in three columns over a table."""
    c = Canvas((842.0, 595.0), font="vera")
    p = Pen(c, 48, right=790, size=8.5)
    p.line(f"{title(f)}   {f.firm.name}", size=15, bold=True, gap=28)
    top = p.y
    p.lines(f.buyer)
    p.y = top
    p.pairs(_numbers(f), 300, 430, colon=":")
    p.y = top
    p.pairs(_ours(f), 560, 660, colon=":", gap=14)
    p.y = top + 96
    columns = [Column("Antal", 50), Column("Beskrivelse", 140), Column("Pris", 640, "r"), Column("Beløb", 790, "r")]
    p.table(columns, item_rows(f))
    p.skip(8)
    p.pairs(sums(f, **_words(f)), 560, 790, align="r")
    p.lines(_paid(f))
    p.foot(f"{f.firm.street}, {f.firm.city}, CVR-nr. {f.firm.cvr}, tlf. {f.firm.phone}")
    return c


def panel(f: Facts) -> Canvas:
    """A grey panel right with captions over values."""
    c = Canvas()
    c.fill(400, 40, 570, 560, (0.93, 0.95, 0.97))
    p = Pen(c, 64, left=410, right=560, size=9)
    p.stacked([*_numbers(f), *_ours(f)], 410, gap=29)
    p = Pen(c, 64, right=385, size=9.5)
    p.lines(_head(f), first_bold=True)
    p.skip(18)
    p.lines(f.buyer)
    p.skip(18)
    p.line(title(f), size=18, gap=26)
    for q, text, _, total in item_rows(f):
        c.put(50, p.y, f"{q} {text}", 9.5)
        p.line(total, align="r", gap=16)
    p.skip(8)
    p.pairs(sums(f, **_words(f)), 50, 385, align="r", gap=15)
    p.skip(20)
    for text in _paid(f):
        p.wrapped(text, 68)
    return c


def strip(f: Facts) -> Canvas:
    """A till's narrow strip."""
    c = Canvas((240.0, 720.0), font="courier")
    p = Pen(c, 24, left=10, right=230, size=8)
    p.lines(_head(f), align="c")
    p.line("-" * 44)
    p.line(f"{title(f).upper()} NR. {f.number}", bold=True)
    p.line(f"{f.rnd.choice(['Dato', 'Udstedt'])} {f.date(f.issued)}")
    p.lines([f"{label} {value}" for label, value in due(f, f.rnd.choice(["Forfald", "Betales senest", "Betalingsfrist"]))])
    p.lines([x[:44] for x in f.buyer])
    p.lines([f"{label}: {value}" for label, value in _ours(f)], size=7)
    p.line("-" * 44)
    for q, text, _, total in item_rows(f):
        c.put(10, p.y, f"{q} {text}"[:34], 8)
        p.line(total, align="r")
    p.line("-" * 44)
    p.pairs(sums(f, **_words(f)), 10, 230, align="r", gap=11)
    for text in _paid(f):
        p.wrapped(text, 44, size=7)
    return c


def carried(f: Facts) -> Canvas:
    """Rows on two pages, sums and payment on the second."""
    c = Canvas()
    p = Pen(c, 60, size=9.5)
    p.lines(_head(f), first_bold=True)
    p.skip(16)
    p.line(f"{title(f)}", size=15, bold=True, gap=22)
    top = p.y
    p.lines(f.buyer)
    p.y = top
    p.pairs([*_numbers(f), *_ours(f)], 300, 420, colon=":")
    p.y = max(p.y, top + 80) + 16
    columns = [Column("Tekst", 50), Column("Antal", 350, "r"), Column("Pris", 450, "r"), Column("Beløb", 545, "r")]
    rows = [[text, q, price, total] for q, text, price, total in item_rows(f)]
    p.table(columns, rows[:1] + [[f"  efter kokkens valg, ret {k + 1}", "", "", ""] for k in range(f.rnd.choice([4, 30, 40]))])
    p.page()
    p.line(f"{title(f)} {f.number}, fortsat", size=9, colour=GREY, gap=30)
    p.table(columns, rows[1:])
    p.skip(8)
    p.pairs(sums(f, **_words(f)), 330, 545, align="r")
    p.skip(16)
    p.lines(_paid(f))
    return c


def deposit_slip(f: Facts) -> Canvas:
    """Invoice above, a slip with a code line at the foot."""
    c = Canvas()
    p = Pen(c, 60, size=9.5)
    p.lines(f.buyer)
    p.y = 60
    p.lines(_head(f), x=390, first_bold=True)
    p.skip(20)
    p.line(title(f), size=16, bold=True, gap=24)
    p.pairs([*_numbers(f), *_ours(f)], 50, 190, colon=":")
    p.skip(14)
    columns = [Column("Antal", 50), Column("Vare", 140), Column("Pris", 450, "r"), Column("Beløb", 545, "r")]
    p.table(columns, item_rows(f))
    p.skip(6)
    p.pairs(sums(f, **_words(f)), 330, 545, align="r")
    p.lines([x for x in (no_vat(f), f.terms or "", f.paying.extra) if x])
    c.rule(30, 640, 565, 640, 0.4)
    c.put(50, 656, "Indbetalingskort", 9, bold=True)
    c.put(50, 680, f.firm.name, 9)
    c.put(300, 680, "Beløb", 7, colour=GREY)
    c.put(420, 694, f.amount(f.money.total), 10, align="r")
    c.put(200, 780, f.paying.text, 10.5, font="courier")
    return c
