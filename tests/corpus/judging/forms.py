# ruff: noqa: E501 - what stands on one line of a page stands on one line here
# fmt: off
"""Forms: payment slips at the foot, several pages, English chains, two columns of rows."""

from bot.model.payment import Fik, Giro
from tests.corpus.canvas import GREY, Canvas
from tests.corpus.facts import Facts
from tests.corpus.pen import Column, Pen, due, given, item_rows, meeting, no_vat, said, sums, title


def slip(f: Facts) -> Canvas:
    """The lower third is the payment slip with its boxes and code line."""
    c = Canvas()
    p = Pen(c, 58, size=9.5)
    p.lines([f.firm.name, f"{f.firm.street}, {f.firm.city}", f"CVR-nr. {f.firm.cvr} · tlf. {f.firm.phone}"], first_bold=True)
    p.skip(22)
    top = p.y
    p.lines(f.buyer)
    p.y = top
    numbers = [("Faktura nr.", f.number), ("Fakturadato", f.date(f.issued)), ("Kunde nr.", str(f.rnd.randint(1000, 99999))), *given(("Deres ref.", f.coordinator_printed))]
    p.pairs(numbers, 350, 435, colon=":")
    p.y = top + 84
    p.line(title(f), size=15, bold=True, gap=20)
    if text := said(f, who=False):
        p.line(text, gap=20)
    columns = [Column("Antal", 50), Column("Tekst", 130), Column("Pris", 450, "r"), Column("Beløb", 545, "r")]
    p.table(columns, item_rows(f), gap=14)
    p.skip(6)
    words = {"net": "Nettobeløb", "vat": "25 % moms", "total": "Fakturabeløb", "vat_in": "Heraf moms", "rest": "At betale"}
    p.pairs(sums(f, **words), 330, 545, align="r", gap=14)
    p.lines([x for x in (no_vat(f), f.terms or "", f.paying.extra) if x], size=9)
    if isinstance(f.payment, Fik | Giro):
        _slip(c, f, f.payment)
    else:
        p.lines([f"{label} {value}" for label, value in due(f, "Betales senest")])
        p.line(f.paying.text)
    return c


def _slip(c: Canvas, f: Facts, payment: Fik | Giro) -> None:
    c.rule(30, 560, 565, 560, 0.4, GREY)
    for x, name in ((44, "Kvittering"), (250, "Indbetalingskort" if isinstance(payment, Fik) else "Girokort")):
        c.put(x, 574, name, 9, bold=True)
    target = payment.creditor if isinstance(payment, Fik) else payment.account
    for x, wide in ((44, 190), (250, 310)):
        c.box(x, 580, x + wide, 630, 0.4)
        c.put(x + 3, 588, "Kreditornummer og betalingsmodtager", 6, colour=GREY)
        for k, text in enumerate([target, f.firm.name, f.firm.city]):
            c.put(x + 3, 600 + 11 * k, text, 8.5)
    amount = f.amount(f.money.total)
    for x, label, value in ((44, "Kroner", amount), (250, "Kroner", amount), (400, "Betalingsdato", f.date(f.due) if f.due and f.due_printed else "")):  # fmt: skip
        c.box(x, 690, x + 110, 716, 0.4)
        c.put(x + 3, 697, label, 6, colour=GREY)
        c.put(x + 55, 711, value, 9.5, align="c")
    c.put(250, 652, "Underskrift ved overførsel fra egen konto", 6, colour=GREY)
    digits = {"71": 15, "75": 16, "04": 16}.get(payment.card, 0)
    code = f"+{payment.card}<{(payment.id or '').zfill(digits) if digits else ''}+{target}<"
    c.put(250, 790, f.rnd.choice([code, code.replace("+", " +").strip()]), 11, font="courier")
    c.put(44, 790, "Til maskinel aflæsning – undgå venligst at skrive her", 5.5, colour=GREY)


def pages(f: Facts) -> Canvas:
    """Many small rows over two or three pages, carried forward at the foot of each."""
    c = Canvas()
    p = Pen(c, 60, size=9.5)
    _page_head(p, f, 1)
    p.lines(f.buyer)
    p.skip(10)
    numbers = [("Fakturanummer", f.number), ("Udstedelsesdato", f.date(f.issued)), *due(f, "Rettidig betaling"), *given(("Rekvirent", f.coordinator_printed), ("Vedrører", f.network_printed), ("Afholdt", meeting(f)))]
    p.pairs(numbers, 50, 150, colon=":")
    p.skip(24)
    columns = [Column("Specifikation", 50), Column("Antal", 360, "r"), Column("Enhedspris", 450, "r"), Column("I alt", 545, "r")]
    rows = [[text, q, price, total] for q, text, price, total in item_rows(f)]
    free = [[f"  {text}", "", "", ""] for text in _program(f)]
    p.table(columns, rows[:1] + free, gap=15)
    if c.page == 0:
        p.page()
    _page_head(p, f, c.page + 1)
    p.table(columns, rows[1:], gap=15)
    p.skip(12)
    words = {"net": "Beløb ekskl. moms", "vat": "Moms 25 %", "total": "Faktura i alt", "vat_in": "Moms heraf", "rest": "Beløb til betaling"}
    p.pairs(sums(f, **words), 330, 545, align="r")
    p.skip(18)
    p.lines([x for x in (no_vat(f), f.terms or "", f.paying.text, f.paying.extra, *f.notes) if x], size=9)
    return c


def _page_head(p: Pen, f: Facts, number: int) -> None:
    p.c.put(50, p.y, f"{f.firm.name}   CVR {f.firm.cvr}", 11, bold=True)
    p.c.put(545, p.y, f"{title(f)} {f.number}   side {number}", 9, align="r")
    p.y += 14
    p.line(f"{f.firm.street}, {f.firm.city}, tlf. {f.firm.phone}", size=8.5, gap=26)


def _program(f: Facts) -> list[str]:
    hours = ["Velkomst", "Oplæg ved underviser", "Pause med frugt", "Arbejde i grupper", "Opsamling", "Middag", "Kaffe", "Tak for i aften"]
    return [f"{17 + k // 8}.{(k % 8) * 7 + 10:02d} {hours[k % 8]}, bord {k % 6 + 1}" for k in range(f.rnd.choice([20, 34, 42]))]


def chain(f: Facts) -> Canvas:
    """An international chain in English, its figures with points for decimals."""
    c = Canvas(font="vera")
    p = Pen(c, 60, size=8.5)
    p.line(f.firm.name, size=17, gap=40)
    p.line("INVOICE" if f.kind == "invoice" else {"credit_note": "CREDIT NOTE", "reminder": "PAYMENT REMINDER", "booking": "BOOKING CONFIRMATION", "other": "QUOTATION"}[f.kind], size=13, bold=True, gap=22)
    top = p.y
    p.line("Bill to", bold=True)
    p.lines(f.buyer)
    p.y = top
    numbers = [("Invoice number", f.number), ("Invoice date", f.date(f.issued)), *due(f, "Payment due"), *given(("Ordered by", f.coordinator_printed), ("Event date", meeting(f)))]
    p.pairs([*numbers, ("Account manager", f.seller_person), ("VAT number", f"DK{f.firm.cvr}")], 340, 450)
    p.y = max(p.y, top + 90) + 10
    if f.network_printed:
        p.line(f"Event: {f.network_printed}", gap=22)
    columns = [Column("Description", 50), Column("Quantity", 350, "r"), Column("Rate", 445, "r"), Column("Amount (DKK)", 545, "r")]
    p.table(columns, [[text, q, price, total] for q, text, price, total in item_rows(f)], band=(0.2, 0.2, 0.25), rule=False)
    p.skip(10)
    words = {"net": "Subtotal", "vat": "VAT (25%)", "total": "Total due" if not f.money.prepaid and not f.money.rounding else "Invoice total", "vat_in": "Includes VAT 25%", "rest": "Balance due", "prepaid": "Deposit received", "rounding": "Rounding"}
    p.pairs(sums(f, **words), 330, 545, align="r")
    p.skip(24)
    terms = {"Netto": "Net"}.get((f.terms or "").split(" ")[0], "")
    days = "".join(ch for ch in f.terms or "" if ch.isdigit())
    p.lines([x for x in ("No VAT is charged." if f.money.vat is None else "", f"{terms} {days} days" if terms and f.due_printed else "", f.terms if f.terms and not f.due_printed else "") if x])
    p.lines([x for x in (f.paying.text, f.paying.extra) if x])
    p.foot(f"{f.firm.name} · {f.firm.street} · {f.firm.city} · Denmark")
    return c


def halves(f: Facts) -> Canvas:
    """Two columns: the letter and its rows left, all about paying right."""
    c = Canvas()
    p = Pen(c, 60, right=330, size=9.5)
    p.line(title(f), size=20, gap=30)
    p.lines(f.buyer)
    p.skip(18)
    for label, value in given(("Om", f.network_printed), ("Mødedag", meeting(f)), ("Tovholder", f.coordinator_printed)):
        p.line(f"{label}: {value}")
    p.skip(14)
    for q, text, _, total in item_rows(f):
        c.put(50, p.y, f"{q} {text}", 9.5)
        p.line(total, align="r", gap=15)
    c.rule(50, p.y - 6, 330, p.y - 6)
    p.skip(8)
    words = {"net": "Netto", "vat": "Moms 25 %", "total": "I alt inkl. moms" if f.money.vat is not None else "I alt", "vat_in": "Deraf moms", "rest": "Til betaling"}
    p.pairs(sums(f, **words), 50, 330, align="r", gap=15)
    p.line(no_vat(f))
    c.fill(365, 40, 570, 430, (0.96, 0.96, 0.96), edge=True)
    p = Pen(c, 64, left=378, right=560, size=9)
    p.lines([f.firm.name, f.firm.street, f.firm.city], first_bold=True)
    p.line(f"CVR-nr. {f.firm.cvr}", gap=26)
    p.stacked([("Nummer" if f.kind != "invoice" else "Fakturanr.", f.number), ("Dato", f.date(f.issued)), *due(f, "Betalingsfrist")], 378, gap=30)
    p.skip(6)
    for text in (f.terms or "", f.paying.text, f.paying.extra):
        p.wrapped(text, 38)
    return c
