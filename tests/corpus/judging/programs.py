# ruff: noqa: E501 - what stands on one line of a page stands on one line here
# fmt: off
"""Invoices as Danish accounting programs set them up (their usual places and words; firms and logos are invented)."""

from tests.corpus import wording as w
from tests.corpus.canvas import GREY, Canvas
from tests.corpus.facts import Facts
from tests.corpus.pen import Column, Pen, due, given, item_rows, meeting, no_vat, said, sums, title


def economic(f: Facts) -> Canvas:
    """Buyer left, numbers right, terms and bank in sentences, the seller in a line at the foot."""
    c = Canvas()
    p = Pen(c, 70, size=9.5)
    p.line(f.firm.name, size=19, bold=True, align="r", colour=(0.15, 0.3, 0.45), gap=60)
    p.lines(f.buyer)
    p.skip(40)
    start = p.y
    p.line(title(f), size=17, bold=True)
    p.y = start - 14
    numbers = [("Fakturanr.", f.number), ("Fakturadato", f.date(f.issued)), *given(("Deres ref.", f.coordinator_printed))]
    numbers += [("Kundenr.", str(f.rnd.randint(100, 9999))), ("Vor ref.", f.seller_person), ("Side", "1 af 1")]
    p.pairs(numbers, 400, 545, colon=":", align="r")
    p.skip(22)
    if text := said(f, who=False):
        p.line(text, gap=24)
    columns = [Column("Beskrivelse", 50), Column("Antal", 355, "r"), Column("Stk. pris", 450, "r"), Column("Pris", 545, "r")]
    p.table(columns, [[text, q, price, total] for q, text, price, total in item_rows(f)])
    c.rule(330, p.y, 545, p.y)
    p.skip(16)
    words = {"net": "Subtotal", "vat": "Moms (25,00 %)", "total": "Total DKK", "vat_in": "Heraf moms", "rest": "At betale DKK"}
    p.pairs(sums(f, **words), 330, 545, align="r", gap=16)
    p.skip(20)
    terms = f.terms if f.terms and ":" in f.terms else f"Betalingsbetingelser: {f.terms}" if f.terms else ""
    last = f"Forfaldsdato: {f.date(f.due)}" if f.due and f.due_printed else ""
    p.line(" - ".join(x for x in (terms, last) if x))
    p.line(no_vat(f))
    if f.account:
        p.line("Beløbet indbetales på bank:")
        p.line(f"Andelskassen / Regnr.: {f.account.registration} / Kontonr.: {f.account.account}")
    else:
        p.line(f.paying.text)
    p.line(f.paying.extra)
    p.line(f"Fakturanr. {f.number} bedes angivet ved bankoverførsel")
    p.foot(f"{f.firm.name} - {f.firm.street} - {f.firm.city} - CVR-nr.: {f.firm.cvr} - Tlf.: {f.firm.phone}")
    return c


def dinero(f: Facts) -> Canvas:
    """Bold labels with values behind, much white, the seller in three lines under the table."""
    c = Canvas(font="vera")
    p = Pen(c, 80, size=8.5)
    p.lines([*f.buyer, *([f"Att.: {f.coordinator_printed}"] if f.coordinator_printed else [])])
    p.y = 80
    for label, value in [("Fakturanummer", f.number), ("Fakturadato", f.date(f.issued)), *due(f, "Betalingsfrist")]:
        c.put(370, p.y, label, 8.5, bold=True)
        c.put(545, p.y, value, 8.5, align="r")
        p.y += 13
    p.y = 210
    p.line(title(f), size=24, gap=34)
    if text := said(f, who=False):
        p.line(text, size=9.5, gap=26)
    columns = [Column("Beskrivelse", 50), Column("Antal", 330, "r"), Column("Enhed", 345), Column("Enhedspris", 465, "r"), Column("Pris", 545, "r")]
    rows = [[i.text, f"{i.quantity},00", f.unit or "stk." if k == 0 else "stk.", f.amount(i.price), f.amount(i.total)] for k, i in enumerate(f.items)]
    p.table(columns, rows, band=(0.93, 0.93, 0.93), rule=False, gap=17)
    p.skip(14)
    words = {"net": "Subtotal", "vat": "Moms (25,00%)", "total": "Total", "vat_in": "Heraf moms (25,00%)", "rest": "Til betaling"}
    for label, value in sums(f, **words, rounding="Afrunding"):
        p.line(f"{label}: {value} DKK" if not value.endswith("-") else f"{label}: {value}", align="r", gap=15)
    p.skip(10)
    p.line("Betaling", bold=True)
    p.lines([x for x in (f.terms or "", no_vat(f), f.paying.text, f.paying.extra) if x])
    p.line(f"Ved betaling bedes fakturanummer {f.number} oplyst. Rente 1,5 % pr. påbegyndt måned.", size=7.5, colour=GREY)
    p.y = 770
    p.lines([f.firm.name, f"{f.firm.street}, {f.firm.city}", f"CVR-nr. {f.firm.cvr}   {f.firm.mail}"], size=8, align="c")
    return c


def billy(f: Facts) -> Canvas:
    """A coloured band with the number, captions in capitals over their values in three columns."""
    c = Canvas()
    p = Pen(c, 62)
    c.fill(0, 0, 595, 84, (0.13, 0.47, 0.5))
    p.line(f"{title(f)} #{f.number}" if f.rnd.random() < 0.5 else f"{title(f)} {f.number}", size=20, bold=True, colour=(1.0, 1.0, 1.0))
    for x, head, block in ((50, "TIL", f.buyer), (310, "FRA", [*f.firm.address, f"CVR {f.firm.cvr}"])):
        p.y = 120
        p.line(head, x=x, size=7.5, colour=GREY)
        p.lines(block, x=x, first_bold=True, size=9.5)
    p.y = 215
    cells = [("FAKTURADATO", f.date(f.issued)), *due(f, "FORFALDSDATO"), *given(("KONTAKTPERSON", f.coordinator_printed), ("ARRANGEMENT", meeting(f)))]
    for k, (label, value) in enumerate(cells):
        c.put(50 + 130 * (k % 4), p.y, label, 7, colour=GREY)
        c.put(50 + 130 * (k % 4), p.y + 13, value, 9.5)
    p.skip(40)
    if f.network_printed:
        c.put(50, p.y, "REFERENCE", 7, colour=GREY)
        c.put(50, p.y + 13, f.network_printed, 9.5)
        p.skip(36)
    columns = [Column("VARE", 50), Column("ANTAL", 350, "r"), Column("PRIS", 450, "r"), Column("TOTAL", 545, "r")]
    p.table(columns, [[text, q, price, total] for q, text, price, total in item_rows(f)], gap=19)
    p.skip(6)
    words = {"net": "Total ekskl. moms", "vat": "Moms (25%)", "total": "Total inkl. moms" if f.money.vat is not None else "Total", "vat_in": "Deraf moms", "rest": "Restbeløb"}
    p.pairs(sums(f, **words), 330, 545, align="r", gap=17)
    p.skip(24)
    p.lines([x for x in (f.terms or "", no_vat(f), f.paying.text, f.paying.extra, *f.notes) if x], size=9)
    return c


def uniconta(f: Facts) -> Canvas:
    """Two rows of boxes with captions, item numbers, sums in a boxed row."""
    c = Canvas()
    p = Pen(c, 60, size=9)
    p.line(f.firm.name, size=15, bold=True)
    p.line(f"{f.firm.street} · {f.firm.city} · Tlf. {f.firm.phone} · CVR-nr. {f.firm.cvr}", size=8, gap=40)
    p.lines(f.buyer)
    p.skip(24)
    p.line(title(f).upper(), size=14, bold=True, gap=26)
    first = [("Fakturanummer", f.number), ("Fakturadato", f.date(f.issued)), *due(f, "Forfaldsdato"), ("Konto", str(f.rnd.randint(10000, 99999)))]
    p.head(first, [53, 180, 300, 425], boxed=True)
    second = given(("Deres ref.", f.coordinator_printed), ("Leveringsdato", meeting(f)), ("Vores ref.", f.seller_person))
    p.head(second, [53, 225, 400], boxed=True)
    if f.network_printed:
        p.pairs([("Rekvisition", f.network_printed)], 53, 140, gap=20)
    columns = [Column("Varenr.", 50), Column("Tekst", 100), Column("Antal", 370, "r"), Column("Pris", 455, "r"), Column("Beløb", 542, "r")]
    rows = [[str(1000 + 7 * k), text, q, price, total] for k, (q, text, price, total) in enumerate(item_rows(f))]
    p.table(columns, rows, rule=True, band=(0.9, 0.93, 0.96))
    p.skip(24)
    m = f.money
    if m.vat is not None and not m.included and not m.prepaid and not m.rounding:
        cells = [("Momsgrundlag", f.amount(m.net)), ("Momsbeløb", f.amount(m.vat)), ("Valuta", "DKK"), ("At betale", f.amount(m.total))]
        p.head(cells, [200, 290, 380, 440], boxed=True)
    else:
        words = {"net": "Nettobeløb", "vat": "Moms 25%", "total": "Fakturatotal", "vat_in": "Heraf moms 25%", "rest": "At betale"}
        p.pairs(sums(f, **words), 350, 542, align="r")
    p.skip(20)
    p.lines([x for x in (f.terms or "", no_vat(f), f.paying.text, f.paying.extra) if x])
    return c


def navision(f: Facts) -> Canvas:
    """Buyer and seller side by side, posting dates, «Salg - Faktura», numbers of goods."""
    c = Canvas(font="times")
    p = Pen(c, 60)
    person = f.coordinator_printed or ""
    p.lines([*f.buyer, *([f"Att. {person}"] if person else [])])
    p.y = 60
    p.lines(f.firm.address, x=370, first_bold=True)
    p.skip(12)
    right = [("Telefon", f.firm.phone), ("SE/CVR-nr.", f.firm.cvr)]
    if f.account:
        right += [("Reg.nr.", f.account.registration), ("Kontonr.", f.account.account)]
    p.pairs(right, 370, 450)
    p.y = 215
    heading = {"Faktura": "Salg - Faktura", "Kreditnota": "Salg - Kreditnota"}.get(title(f), title(f)) if f.kind in ("invoice", "credit_note") else title(f)
    p.line(f"{heading} {f.number}", size=15, bold=True, gap=26)
    cells = [("Faktureres til kundenr.", f"D{f.rnd.randint(1000, 9999)}"), ("Bogføringsdato", f.date(f.issued)), ("Ordrenr.", f"SO{f.rnd.randint(10000, 99999)}")]
    cells += [*due(f, "Forfaldsdato"), ("Sælger", f.seller_person), ("Bilagsdato", f.date(f.issued))]
    cells += given(("Reference", f.network_printed), ("Afholdelsesdato", meeting(f)))
    for k, (label, value) in enumerate(cells):
        c.put(50 if k % 2 == 0 else 330, p.y, label, 9.5)
        c.put(150 if k % 2 == 0 else 430, p.y, value, 9.5 if k % 2 or len(value) < 34 else 8)
        p.y += 14 * (k % 2)
    p.skip(36)
    columns = [Column("Nr.", 50), Column("Beskrivelse", 95), Column("Antal", 350, "r"), Column("Enhedspris", 440, "r"), Column("Linjebeløb", 545, "r")]
    p.table(columns, [[str(80 + 3 * k), text, q, price, total] for k, (q, text, price, total) in enumerate(item_rows(f))])
    p.skip(12)
    words = {"net": "I alt DKK ekskl. moms", "vat": "25% moms", "total": "I alt DKK inkl. moms" if f.money.vat is not None else "I alt DKK", "vat_in": "Momsbeløb", "rest": "At betale DKK"}
    p.pairs(sums(f, **words), 300, 545, align="r", gap=15)
    p.skip(26)
    p.pairs(given(("Betalingsbetingelser", f.terms)), 50, 165)
    p.lines([x for x in (no_vat(f), "" if f.account else f.paying.text, f.paying.extra, *f.notes) if x], size=9)
    return c


def visma(f: Facts) -> Canvas:
    """Numbers in two columns, sums in a row under their heads, the foot in four columns with the bank in it."""
    c = Canvas()
    p = Pen(c, 64, size=9)
    c.put(50, 64, f.firm.name, 14, bold=True)
    c.put(340, 64, title(f), 20, bold=True)
    p.y = 100
    numbers = [("Fakturanr", f.number), ("Kundenr", str(f.rnd.randint(10, 999))), ("Fakturadato", f.date(f.issued)), *due(f, "Forfaldsdato")]
    numbers += given(("Deres reference", f.coordinator_printed), ("Vores reference", f.seller_person), ("Mødedato", meeting(f)))
    p.pairs(numbers, 340, 440)
    p.y = 150
    p.lines(f.buyer)
    p.y = 250
    if f.network_printed:
        p.line(f.network_printed, bold=True, gap=22)
    columns = [Column("Navn", 50), Column("Antal", 380, "r"), Column("À-pris", 460, "r"), Column("Beløb", 545, "r")]
    p.table(columns, [[text, q, price, total] for q, text, price, total in item_rows(f)], band=(0.85, 0.9, 0.95), rule=False)
    p.y = max(p.y + 20, 560)
    m, a = f.money, f.amount
    cells = [("Netto", a(m.net)), ("Moms kr", a(m.vat))] if m.vat is not None else [("Momsfrit", a(m.net))]
    cells += [("A conto", "-" + a(m.prepaid))] if m.prepaid else []
    cells += [("Øreafrunding", a(m.rounding)), ("Til betaling", f"DKK {a(m.total)}")]
    c.rule(50, p.y - 14, 545, p.y - 14)
    for k, (label, value) in enumerate(cells):
        c.put(120 + 106 * k, p.y, label, 8, align="r")
        c.put(120 + 106 * k, p.y + 14, value, 9.5, bold=k + 1 == len(cells), align="r")
    p.skip(44)
    p.lines([x for x in (f.terms or "", "" if f.account else f.paying.text, f.paying.extra, *f.notes) if x])
    foot = [["Adresse", f.firm.street, f.firm.city], ["Telefon", f.firm.phone, f.firm.mail], ["CVR-nr.", f.firm.cvr]]
    if f.account:
        foot.insert(2, ["Reg.nr - Kontonr.", f"{f.account.registration} - {f.account.account}"])
    for k, block in enumerate(foot):
        p.y = 770
        p.lines(block, x=50 + 128 * k, size=8)
    return c


def mono(f: Facts) -> Canvas:
    """An old program on a line printer: capitals, dots to the colon, one fount."""
    c = Canvas(font="courier")
    p = Pen(c, 56, size=9)
    right = ["SIDE      : 1", f"{title(f).upper():<10}: {f.number}", f"DATO      : {f.date(f.issued)}", *(f"FORFALD   : {v}" for _, v in due(f, ""))]
    left = [f.firm.name.upper(), f.firm.street.upper(), f.firm.city.upper(), f"CVR-NR {f.firm.cvr}  TLF {f.firm.phone}", ""]
    for k in range(max(len(left), len(right))):
        p.line(f"{left[k] if k < len(left) else '':<56}{right[k] if k < len(right) else ''}".rstrip())
    p.skip(20)
    p.lines([x.upper() for x in f.buyer])
    p.skip(16)
    p.lines([f"{label:<14}: {value}" for label, value in given(("VOR REF.", f.seller_person.upper()), ("REKVIRENT", f.coordinator_printed), ("NETVÆRK", f.network_printed), ("MØDE AFHOLDT", meeting(f)))])
    p.skip(12)
    p.line(f"{'VARETEKST':<40}{'ANTAL':>12}{'PRIS':>14}{'BELØB':>18}")
    p.line("-" * 84)
    for q, text, price, total in item_rows(f):
        p.line(f"{text[:38].upper():<40}{q.upper():>12}{price:>14}{total:>18}")
    p.line("-" * 84)
    words = {"net": "MOMSPLIGTIGT BELØB", "vat": "25 % MOMS", "total": "I ALT DKK", "vat_in": "HERAF MOMS", "rest": "AT BETALE DKK", "prepaid": "BETALT A CONTO", "rounding": "ØREAFRUNDING"}
    for label, value in sums(f, **words):
        p.line(f"{label:<40}{value:>44}")
    p.skip(16)
    p.lines([x for x in ((f.terms or "").upper(), no_vat(f).upper(), f.paying.text, f.paying.extra) if x])
    return c


def spreadsheet(f: Facts) -> Canvas:
    """A sheet printed on its side: every cell ruled, the totals in the grid's last rows."""
    c = Canvas((842.0, 595.0))
    p = Pen(c, 50, right=792, size=9.5)
    p.line(f.firm.name, size=16, bold=True, gap=16)
    p.line(f"{f.firm.street}, {f.firm.city}   CVR: {f.firm.cvr}   Tlf: {f.firm.phone}", size=8.5, gap=28)
    p.line(title(f), size=14, bold=True, gap=20)
    top = p.y
    p.lines(f.buyer)
    p.y = top
    p.pairs([("Faktura nr.", f.number), ("Dato", f.date(f.issued)), *due(f, "Sidste rettidige betaling")], 330, 470)
    p.y = top
    p.pairs(given(("Netværk", f.network_printed), ("Kontaktperson", f.coordinator_printed), ("Dato for møde", meeting(f))), 560, 650)
    p.y = top + 74
    edges = [50, 460, 560, 670, 792]
    rows = [["Tekst", "Antal", "Pris", "I alt"], *([text, q, price, total] for q, text, price, total in item_rows(f)), ["", "", "", ""]]
    words = {"net": "Pris ekskl. moms", "vat": "Moms 25 %", "total": "Pris inkl. moms" if f.money.vat is not None else "I alt", "vat_in": "Heraf moms", "rest": "Rest til betaling"}
    rows += [["", "", label, value] for label, value in sums(f, **words)]
    for k, row in enumerate(rows):
        for text, x0, x1, right in zip(row, edges, edges[1:], (False, True, k < len(f.items) + 2, True), strict=False):
            c.box(x0, p.y - 11, x1, p.y + 4, 0.4)
            c.put(x1 - 4 if right else x0 + 4, p.y, text, 9.5, bold=k == 0, align="r" if right else "l")
        p.y += 15
    p.skip(20)
    p.lines([x for x in (f.terms or "", no_vat(f), f.paying.text, f.paying.extra, w.NOTES[4]) if x])
    return c
