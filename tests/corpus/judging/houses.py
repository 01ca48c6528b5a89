# ruff: noqa: E501 - what stands on one line of a page stands on one line here
# fmt: off
"""Invoices as hotels, inns, halls, canteens and cooks make them, with a booking system, a till or by hand."""

from datetime import timedelta

from tests.corpus import wording as w
from tests.corpus.canvas import GREY, Canvas
from tests.corpus.facts import Facts
from tests.corpus.pen import Column, Pen, due, given, item_rows, meeting, no_vat, said, sums, title

MENUS = (
    ["Varmrøget laks med friskost og syltede rødløg", "Braiseret kalvekæbe, kartoffelpuré og glaserede rødder", "Gateau Marcel med havtorn"],
    ["Tarteletter med høns i asparges", "Stegt flæsk med persillesovs og nye kartofler", "Æblekage med creme"],
    ["Hjemmebagt focaccia og oliven", "Kyllingelår confiteret i citron, perlebyg og broccoli", "To danske oste med kiks"],
)  # fmt: skip


def folio(f: Facts) -> Canvas:
    """A hotel's folio: every row with its date, debit and credit, the guest's room, balance last."""
    c = Canvas(font="times")
    p = Pen(c, 60)
    p.line(f.firm.name.upper(), size=15, align="c")
    p.line(f"{f.firm.street} · {f.firm.city} · {f.firm.phone}", size=9, align="c", gap=40)
    top = p.y
    p.lines([*f.buyer, *([f.network_printed] if f.network_printed else [])])
    p.y = top
    day = meeting(f)
    stay = [("Faktura / Folio" if f.kind == "invoice" else title(f), f.number), ("Dato", f.date(f.issued)), *given(("Ankomst", day), ("Selskab v/", f.coordinator_printed))]
    stay += [("Lokale", f"{f.rnd.randint(1, 9)}"), ("Kasserer", f.seller_person), *due(f, "Betalingsfrist")]
    p.pairs(stay, 350, 440, colon=" :")
    p.skip(40)
    stamp = f.date(f.meeting) if f.meeting else f.date(f.issued - timedelta(days=1))
    if not f.meeting:
        stamp = ""
    columns = [Column("Dato", 50), Column("Tekst", 120), Column("Debet DKK", 455, "r"), Column("Kredit DKK", 545, "r")]
    rows = [[stamp, f"{q} {text}" if k == 0 else f"{text} x {q}", total, ""] for k, (q, text, _, total) in enumerate(item_rows(f))]
    m, a = f.money, f.amount
    if m.prepaid:
        rows.append(["", "Depositum modtaget", "", a(m.prepaid)])
    p.table(columns, rows)
    c.rule(50, p.y - 6, 545, p.y - 6)
    p.skip(10)
    if m.vat is not None and not m.included:
        p.pairs([("Beløb før moms", a(m.net)), ("Moms 25 %", a(m.vat))], 320, 545, align="r")
    p.pairs([("I alt DKK", a(m.gross))], 320, 545, align="r")
    if m.vat is not None and m.included:
        p.pairs([("Heraf moms 25 %", a(m.vat))], 320, 545, align="r")
    if m.rounding:
        p.pairs([("Afrunding", a(m.rounding))], 320, 545, align="r")
    p.pairs([("Saldo", a(m.total))], 320, 545, align="r", bold=True)
    p.skip(30)
    p.lines([x for x in (no_vat(f), f.terms or "", f.paying.text, f.paying.extra) if x], size=9)
    p.foot(f"{f.firm.name} · CVR-nr. {f.firm.cvr} · {f.firm.mail}")
    return c


def conference(f: Facts) -> Canvas:
    """A conference centre: a panel of facts left of the invoice's rows, the package by heads."""
    c = Canvas()
    c.fill(40, 40, 195, 802, (0.94, 0.93, 0.9))
    p = Pen(c, 70, left=50, right=185, size=9)
    p.line(f.firm.name, size=11 if len(f.firm.name) < 22 else 8, bold=True, gap=26)
    facts = [("Fakturanummer", f.number), ("Fakturadato", f.date(f.issued)), *due(f, "Betales senest"), *given(("Arrangement", f.network_printed), ("Arrangementsdato", meeting(f)), ("Jeres kontaktperson", f.coordinator_printed))]
    facts += [("Bookingnr.", str(f.rnd.randint(20000, 99999))), ("Vores kontaktperson", f.seller_person), ("CVR", f.firm.cvr), ("Telefon", f.firm.phone)]
    p.stacked(facts, 50, gap=30)
    p.lines([f.firm.street, f.firm.city])
    p = Pen(c, 70, left=215, right=555, size=9.5)
    p.line(title(f), size=22, gap=34)
    p.lines(f.buyer)
    p.skip(30)
    columns = [Column("Ydelse", 215), Column("Antal", 400, "r"), Column("Á pris", 470, "r"), Column("Sum", 555, "r")]
    p.table(columns, [[text, q, price, total] for q, text, price, total in item_rows(f)], gap=18)
    p.skip(10)
    words = {"net": "Sum ekskl. moms", "vat": "Moms", "total": "Sum inkl. moms" if f.money.vat is not None else "Sum i alt", "vat_in": "Moms udgør", "rest": "Skyldigt beløb"}
    p.pairs(sums(f, **words), 360, 555, align="r", gap=17)
    p.skip(24)
    p.lines([x for x in (f.terms or "", no_vat(f), f.paying.text, f.paying.extra, *f.notes) if x], size=8)
    return c


def till(f: Facts) -> Canvas:
    """A restaurant's till: a narrow strip, the quantity under the text, on account."""
    c = Canvas((226.0, 700.0), font="courier")
    p = Pen(c, 24, left=10, right=216, size=7.5)
    p.lines([f.firm.name, f.firm.street, f.firm.city, f"Tlf {f.firm.phone}", f"CVR-nr {f.firm.cvr}"], align="c")
    p.line("=" * 45)
    p.line(f"{title(f).upper()} {f.number}", size=10, bold=True)
    p.line(f"{f.date(f.issued)} {f.rnd.randint(18, 22)}:{f.rnd.randint(10, 59)}   Bord {f.rnd.randint(1, 40)}")
    p.line(f"Betjent af: {f.seller_person}")
    p.line("Kunde:")
    p.lines([x[:44] for x in f.buyer])
    p.lines([x for x in (f.network_printed or "", f"Møde {meeting(f)}" if f.meeting else "", f"V/ {f.coordinator_printed}" if f.coordinator_printed else "") if x])
    p.line("-" * 45)
    for q, text, price, total in item_rows(f):
        p.line(text[:36])
        c.put(18, p.y, f"{q} x {price}", 7.5)
        p.line(total, align="r")
    p.line("-" * 45)
    words = {"net": "NETTO", "vat": "MOMS 25%", "total": "TOTAL DKK", "vat_in": "HERAF MOMS 25%", "rest": "TIL BETALING"}
    p.pairs(sums(f, **words), 10, 216, align="r", gap=11)
    p.line("-" * 45)
    p.line("PÅ KONTO" if f.kind == "invoice" else "")
    p.lines([f"{label} {value}" for label, value in due(f, "Betales senest")])
    for text in (f.terms or "", no_vat(f), f.paying.text, f.paying.extra):
        p.wrapped(text, 44)
    return c


def inn(f: Facts) -> Canvas:
    """An inn: the menu written out under its row, a greeting, the bank in the foot."""
    c = Canvas(font="times")
    p = Pen(c, 66, size=10.5)
    p.line(f.firm.name, size=24, align="c", colour=(0.45, 0.1, 0.1), gap=18)
    p.line("Mad, drikke og selskaber i hyggelige rammer", size=9, align="c", colour=GREY, gap=36)
    top = p.y
    p.lines(f.buyer)
    p.y = top
    p.pairs([(f"{title(f)} nr.", f.number), ("Dato", f.date(f.issued)), *due(f, "Forfalder til betaling")], 340, 460, colon=":")
    p.y = top + 88
    who = f"Selskabet var bestilt af {f.coordinator_printed}." if f.coordinator_printed else ""
    name = f"Tak fordi {f.network_printed} lagde vejen forbi" if f.network_printed else "Tak fordi I lagde vejen forbi"
    when = f" {meeting(f)}." if f.meeting else "."
    p.wrapped(f"{name}{when} {who}", 88)
    p.skip(16)
    menu = f.rnd.choice(MENUS)
    for k, (q, text, _, total) in enumerate(item_rows(f)):
        c.put(50, p.y, f"{q} {text}", 10.5)
        p.line(total, align="r", gap=15)
        if k == 0:
            p.lines(menu, x=70, size=9)
    c.rule(400, p.y, 545, p.y)
    p.skip(18)
    words = {"net": "Beløb uden moms", "vat": "Moms heraf 25 %" if f.money.included else "25 % moms heraf", "total": "I alt kr.", "vat_in": "Momsen udgør", "rest": "Rest at betale"}
    p.pairs(sums(f, **words, prepaid="Betalt depositum"), 320, 545, align="r", gap=16)
    p.skip(16)
    p.lines([x for x in (no_vat(f), f.terms or "", f.paying.text, f.paying.extra) if x])
    p.y = 770
    p.line("Med venlig hilsen og på gensyn", align="c", size=9)
    p.line(f"{f.firm.street} – {f.firm.city} – telefon {f.firm.phone} – CVR {f.firm.cvr}", align="c", size=8.5)
    return c


def hall(f: Facts) -> Canvas:
    """A village hall's letter from its treasurer: everything in sentences, a few lines with sums."""
    c = Canvas(font="times")
    p = Pen(c, 60, size=11)
    p.lines([f.firm.name, f.firm.street, f.firm.city, f"CVR {f.firm.cvr}"], align="r")
    p.skip(26)
    p.lines(f.buyer)
    p.skip(26)
    p.line(f.date(f.issued), align="r", gap=26)
    p.line(f"{title(f, f.rnd.choice(['Regning', 'Faktura']))} nr. {f.number}", size=13, bold=True, gap=26)
    where = f" for {f.network_printed}" if f.network_printed else ""
    when = f" den {f.date(f.meeting)}" if f.meeting else ""
    one_word = len((f.coordinator_printed or "").split()) == 1
    who = f", som {'jeres koordinator ' * one_word}{f.coordinator_printed} har bestilt" if f.coordinator_printed else ""
    p.wrapped(f"Hermed regning for leje af lokaler og spisning ved mødet{where}{when}{who}.", 84)
    p.skip(12)
    for q, text, price, total in item_rows(f):
        c.put(60, p.y, f"{q} {text} á {price}", 11)
        p.line(total, align="r", gap=16)
    words = {"net": "Tilsammen før moms", "vat": "Moms", "total": "I alt", "vat_in": "Heraf moms", "rest": "At betale"}
    p.skip(6)
    p.pairs(sums(f, **words), 60, 545, align="r", gap=16)
    p.skip(14)
    p.line(no_vat(f))
    if f.due and f.due_printed:
        p.line(f.rnd.choice(["Pengene bedes være os i hænde senest {}.", "Vi beder om betaling senest den {}.", "Beløbet skal være betalt senest {}."]).format(f.date(f.due)))
    p.lines([x for x in (f.terms or "", f.paying.text, f.paying.extra) if x])
    p.skip(24)
    p.lines(["Venlig hilsen", f"{f.seller_person}, kasserer"])
    return c


def canteen(f: Facts) -> Canvas:
    """A canteen's invoice over a day: heads, cost centre, a table without prices a piece."""
    c = Canvas(font="vera")
    p = Pen(c, 60, size=9)
    p.line(f"{title(f)}: {f.number}", size=15, bold=True, gap=22)
    c.rule(50, p.y - 10, 545, p.y - 10, 1.2)
    left = [("Leverandør", f.firm.name), ("Adresse", f"{f.firm.street}, {f.firm.city}"), ("CVR", f.firm.cvr), ("Udstedt", f.date(f.issued)), *due(f, "Sidste betalingsdag")]
    p.skip(8)
    top = p.y
    p.pairs(left, 50, 130, colon=":")
    p.y = max(p.y, top + 70) + 14
    p.pairs([("Kunde", ", ".join(f.buyer))], 50, 130, colon=":")
    p.pairs(given(("Gruppe", f.network_printed), ("Bestiller", f.coordinator_printed), ("Serveret", meeting(f))), 50, 130, colon=":")
    p.skip(24)
    columns = [Column("Antal", 50), Column("Vare", 140), Column("Beløb kr.", 545, "r")]
    p.table(columns, [[q, text, total] for q, text, _, total in item_rows(f)], rule=True, gap=16)
    p.skip(12)
    words = {"net": "Varer i alt", "vat": "Moms (25 %)", "total": "Total kr.", "vat_in": "Momsandel 25 %", "rest": "Til betaling kr."}
    p.pairs(sums(f, **words), 300, 545, align="r", gap=16)
    p.skip(20)
    p.lines([x for x in (no_vat(f), f.terms or "", f.paying.text, f.paying.extra, *f.notes) if x], size=8.5)
    return c


def cook(f: Facts) -> Canvas:
    """A cook with a word processor: a centred name, a plain two-column table, no lines, all sums in one sentence."""
    c = Canvas()
    p = Pen(c, 70, size=11)
    p.line(f.firm.name, size=16, bold=True, align="c")
    p.line(f"{f.firm.street}, {f.firm.city}", align="c")
    p.line(f"Tlf. {f.firm.phone} · CVR-nr. {f.firm.cvr}", align="c", gap=36)
    p.line(f"{title(f)} {f.number}", size=14, bold=True, gap=24)
    p.line(f"Dato: {f.date(f.issued)}")
    p.line("Til: " + ", ".join(f.buyer), size=10)
    if text := said(f):
        p.line(f"Vedr.: {text}", size=10)
    p.skip(16)
    for q, text, price, total in item_rows(f):
        c.put(50, p.y, f"{text}, {q} á {price}", 11)
        p.line(total, x=470, align="r", gap=16)
    p.skip(8)
    words = {"net": "Uden moms", "vat": "Moms 25%", "total": "Pris i alt" if f.money.included else "Pris i alt med moms", "vat_in": "Heraf moms", "rest": "Mangler at blive betalt"}
    if f.money.vat is None:
        words["total"] = "Pris i alt"
    p.pairs(sums(f, **words, prepaid="Allerede betalt"), 50, 470, align="r", gap=16)
    p.skip(16)
    p.line(no_vat(f))
    p.lines([f"{label} {value}" for label, value in due(f, "Betaling senest")])
    p.lines([x for x in (f.terms or "", f.paying.text, f.paying.extra, w.NOTES[2]) if x])
    return c
