# ruff: noqa: E501, C901 - lists of wordings and places read better as long lines
"""How invoices look: each layout is a choice of blocks, so that a few blocks give many pages.

Modelled on what e-conomic, Dinero, Billy, Uniconta, Visma, C5, hotel folios, tills and hand-made letters print.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.corpus import wording as w
from tests.corpus.canvas import Canvas, width
from tests.corpus.facts import Facts

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Layout:
    name: str
    #: "left", "right", "center", "footer", "below" (under the buyer), "band" (one line with the address)
    seller: str = "left"
    #: "right", "left", "columns" (labels in a row over the values), "stacked" (label over value), "inline", "dots", "two"
    meta: str = "right"
    #: "line", "pairs" (with the meta), "address" (in the buyer's), "item", "bottom", "split"
    about: str = "line"
    #: "table", "plain", "times", "brackets", "till", "leading"
    items: str = "table"
    #: "right", "left", "row" (one row under a head), "columns2"
    sums: str = "right"
    #: "line", "footer", "block"
    pay: str = "line"
    colon: str = ":"
    title_at: str = "left"
    number_in_title: bool = False
    special: str = ""


LAYOUTS = [
    Layout("economic"), Layout("economic2", seller="right", meta="left", about="pairs"), Layout("dinero", seller="footer", meta="stacked", about="line", colon="", pay="footer"), Layout("billy", meta="columns", about="line", colon="", items="plain"),
    Layout("uniconta", seller="right", meta="two", about="split"), Layout("visma", seller="center", meta="columns", about="pairs", pay="block"), Layout("c5", seller="band", meta="dots", about="bottom", colon=""), Layout("minimal", seller="band", meta="inline", about="line", items="plain", number_in_title=True),
    Layout("letterhead", seller="footer", meta="right", about="address", pay="footer"), Layout("grid", meta="left", about="pairs", items="times", sums="left", colon=""), Layout("cards", meta="stacked", about="address", colon="", items="leading"), Layout("hotel", meta="right", about="line", items="table", sums="row"),
    Layout("hotel2", seller="center", meta="two", about="item", sums="row", pay="block"), Layout("roff", seller="band", meta="left", about="address", colon="", items="plain"), Layout("brackets", seller="below", meta="right", about="split", items="brackets"), Layout("sheet", seller="right", meta="right", about="bottom", colon="", items="table", pay="block"),
    Layout("bare", seller="left", meta="left", about="item", items="plain", number_in_title=True), Layout("bottommeta", seller="center", meta="inline", about="bottom", pay="footer"), Layout("rightpay", meta="right", about="split", pay="block", sums="columns2"), Layout("cols2", seller="below", meta="columns", about="line", items="leading", sums="right"),
    Layout("nocolon", meta="right", colon="", about="pairs", items="times"), Layout("titledot", seller="footer", meta="dots", about="line", number_in_title=True, title_at="right"), Layout("letter", special="letter"), Layout("letter2", special="letter", seller="footer"), Layout("till", special="till"), Layout("english", special="english"), Layout("english2", special="english", meta="columns"), Layout("hand", special="hand"), Layout("long", meta="right", about="line", special="long"), Layout("receiptlike", special="till", colon=""),
]  # fmt: skip


def drawing(layout: Layout) -> Callable[[Facts], Canvas]:
    return lambda f: draw(f, layout)


def draw(f: Facts, layout: Layout) -> Canvas:
    c = Canvas()
    if layout.special == "letter":
        _letter(c, f, layout)
    elif layout.special == "till":
        _till(c, f)
    elif layout.special == "hand":
        _hand(c, f)
    else:
        _standard(c, f, layout)
    return c


def _title(f: Facts) -> str:
    r = f.rnd
    return {
        "invoice": lambda: r.choice(w.TITLES), "credit_note": lambda: r.choice(["KREDITNOTA", "Kreditnota", "Kreditfaktura"]),
        "reminder": lambda: r.choice(["RYKKER", "Betalingspåmindelse", "Rykkerskrivelse 1", "1. rykker", "Påmindelse"]), "booking": lambda: r.choice(["Ordrebekræftelse", "Bookingbekræftelse", "Bekræftelse på reservation", "Reservation"]),
        "other": lambda: r.choice(["Tilbud", "Overslag", "Proformafaktura", "Fakturakladde", "Følgeseddel"]),
    }[f.kind]()  # fmt: skip


def _meta(f: Facts, layout: Layout) -> Pairs:
    r = f.rnd
    en = layout.special == "english"
    out: Pairs = []
    if not layout.number_in_title:
        out.append((r.choice(["Invoice no.", "Invoice number", "Invoice"]) if en else r.choice(w.NUMBER), f.number))
    out.append(
        (r.choice(["Invoice date", "Date", "Issued", "Date of issue"]) if en else r.choice(w.ISSUED), f.date(f.issued))
    )
    if f.due and f.due_printed:
        out.append(
            (
                r.choice(["Due date", "Payment due", "Please pay by", "Payable by"]) if en else r.choice(w.DUE),
                f.date(f.due),
            )
        )
    if layout.about in ("pairs", "split") and f.coordinator_printed:
        label = (
            r.choice(["Your ref.", "Ordered by", "Contact", "Host"]) if en else r.choice([*w.YOUR_REF, *w.COORDINATOR])
        )
        out.append((label, f.coordinator_printed))
    if layout.about in ("pairs", "split") and f.meeting:
        out.append(
            (
                r.choice(["Event date", "Meeting date", "Date of event", "Arrival"]) if en else r.choice(w.MEETING),
                f.meeting_printed,
            )
        )
    if layout.about == "pairs" and f.network_printed:
        out.append((r.choice(["Re.", "Group", "Event"]) if en else r.choice(w.ABOUT), f.network_printed))
    for chance, labels, value in (
        (0.5, ["Client no.", "Customer no."] if en else w.OTHER_NUMBER, str(r.randint(1000, 99999))), (0.4, ["Our reference", "Our contact"] if en else w.OUR_REF, f.seller_person),
        (0.3, ["Booked", "Order date", "Printed"] if en else w.OTHER_DATE, f.date(f.issued.replace(day=1) if r.random() < 0.5 else f.issued)),
    ):  # fmt: skip
        if r.random() < chance:
            out.insert(r.randint(1, len(out)), (r.choice(labels), value))
    return out


def _about(f: Facts, layout: Layout) -> list[str]:
    """Free text with what the layout has not said already."""
    r = f.rnd
    net = f.network_printed if layout.about != "pairs" else None
    who = f.coordinator_printed if layout.about not in ("pairs", "split") else None
    day = f.meeting_printed if f.meeting and layout.about not in ("pairs", "split") else None
    if layout.special == "english":
        return [" ".join(x for x in (net and f"Meeting {net}", day and f"on {day}", who and f"- host {who}") if x)]
    parts = [x for x in (net, day, who) if x]
    if not parts:
        return []
    forms = [
        lambda: [
            " ".join(
                x
                for x in (
                    r.choice(["Møde i", "Vedr.", "Vedr. møde i", "Arrangement:", "Kvalitetsmøde", "Møde"])
                    if net
                    else "Møde",
                    net,
                    day,
                    who and f"{r.choice(['v/', 'v/ ', 'ved ', 'bestilt af ', 'koordinator ', 'att. '])}{who}",
                )
                if x
            )
        ],
        lambda: [
            ", ".join(
                x
                for x in (
                    (f"Spisning til {f.heads} personer {day}" if day else f"Spisning til {f.heads} personer"),
                    net,
                    who and f"aftalt med {who}",
                )
                if x
            )
        ],
        lambda: [
            x
            for x in (
                net and f"{r.choice(w.ABOUT)}: {net}",
                day and f"{r.choice(w.MEETING)}: {day}",
                who and f"{r.choice([*w.COORDINATOR, *w.YOUR_REF[:8]])}: {who}",
            )
            if x
        ],
        lambda: [
            " – ".join(
                x
                for x in (
                    net,
                    day
                    and f"{r.choice(['møde', 'afholdt', 'den', 'aften'])} {day}".replace("den den", "den").replace(
                        "den d.", "d."
                    ),
                    who and f"v/ {who}",
                )
                if x
            )
        ],
        lambda: [
            x
            for x in ("; ".join(y for y in (f"Møde {day}" if day else "Møde", net) if y), who and f"Koordinator: {who}")
            if x
        ],
    ]
    made = r.choice(forms)()
    return [line for line in made if line]


def _standard(c: Canvas, f: Facts, layout: Layout) -> None:
    r = f.rnd
    title = "INVOICE" if layout.special == "english" and f.kind == "invoice" else _title(f)
    y = _seller_top(c, f, layout)
    if layout.number_in_title:
        title = r.choice([f"{title} {f.number}", f"{title} nr. {f.number}", f"{title} – {f.number}"])
    c.put(
        545 if layout.title_at == "right" else 50,
        y + 10,
        title,
        r.choice([14, 18, 22]),
        bold=True,
        align="r" if layout.title_at == "right" else "l",
    )
    y += 40
    buyer = list(f.buyer)
    if layout.about == "address":
        at = 1
        if f.network_printed:
            buyer.insert(at, f.network_printed)
            at += 1
        if f.coordinator_printed:
            buyer.insert(at, r.choice(["c/o ", "Att.: ", "Att. ", "v/ "]) + f.coordinator_printed)
    left = layout.meta == "left"
    for k, text in enumerate(buyer):
        c.put(330 if left else 50, y + 13 * k, text)
    end = _draw_meta(c, f, layout, _meta(f, layout), y)
    y = max(end, y + 13 * len(buyer)) + 20
    if layout.seller == "below":
        for k, text in enumerate([f.firm.name, f"{f.firm.street}, {f.firm.city}", f"CVR-nr. {f.firm.cvr}"]):
            c.put(50, y + 13 * k, text, bold=k == 0)
        y += 50
    about = _about(f, layout)
    if layout.about == "address" and f.meeting:
        about = [r.choice(["Jeres besøg ", "Møde ", "Mødedato: ", "Forplejning "]) + f.meeting_printed]
    elif layout.about == "address":
        about = []
    if layout.about in ("line", "split"):
        for text in about:
            c.put(50, y, text)
            y += 14
        y += 10
    y = _items(c, f, layout, y, about if layout.about == "item" else [])
    y = _sums(c, f, layout, y + 8)
    if layout.about in ("bottom", "address"):
        y += 14
        for text in about:
            c.put(50, y, text)
            y += 14
    _pay(c, f, layout, y + 16)


def _seller_top(c: Canvas, f: Facts, layout: Layout) -> float:
    firm, r = f.firm, f.rnd
    cvr = r.choice(
        [
            f"CVR-nr. {firm.cvr}",
            f"CVR {firm.cvr}",
            f"CVR-nr.: {firm.cvr}",
            f"CVR: DK{firm.cvr}",
            f"SE-nr. {firm.cvr}",
            f"Cvr. nr. {firm.cvr[:2]} {firm.cvr[2:4]} {firm.cvr[4:6]} {firm.cvr[6:]}",
            f"Momsnr. DK{firm.cvr}",
        ]
    )
    block = [
        firm.name,
        firm.street,
        firm.city,
        r.choice([f"Tlf. {firm.phone}", f"Telefon: {firm.phone}", firm.mail]),
        cvr,
    ]
    if layout.seller in ("left", "right", "center"):
        x = {"left": 50.0, "right": 545.0, "center": 297.0}[layout.seller]
        for k, text in enumerate(block):
            c.put(
                x,
                50 + 13 * k + (4 if k else 0),
                text,
                r.choice([10, 14, 18]) if k == 0 else 9,
                bold=k == 0,
                align=layout.seller[0],
            )
        return 140
    if layout.seller == "band":
        c.put(50, 50, firm.name, 13, bold=True)
        c.put(
            50,
            66,
            r.choice(
                [
                    f"{firm.street}, {firm.city}, {cvr}, tlf. {firm.phone}",
                    f"{firm.street} · {firm.city} · {cvr}",
                    f"{firm.street} | {firm.city} | {cvr} | {firm.mail}",
                ]
            ),
            9,
        )
        return 100
    if layout.seller == "footer":
        line = r.choice(
            [
                f"{firm.name} · {firm.street} · {firm.city} · {cvr}",
                f"{firm.name}, {firm.street}, {firm.city} - {cvr}",
                f"{firm.name} | {firm.street} | {firm.city} | Tlf. {firm.phone} | {cvr}",
            ]
        )
        c.put(297, 815, line, 8, align="c")
        if r.random() < 0.4:
            c.put(50, 50, firm.name, 18, bold=True)
    return 90


def _draw_meta(c: Canvas, f: Facts, layout: Layout, pairs: Pairs, y: float) -> float:
    colon = layout.colon
    if layout.meta in ("right", "left"):
        x = 330.0 if layout.meta == "right" else 50.0
        flush = f.rnd.random() < 0.5
        to = x + max(115.0, max(width(f"{label}:", c.font, 9.5) for label, _ in pairs) + 6)
        for k, (label, value) in enumerate(pairs):
            c.put(x, y + 14 * k, label + ("" if label.endswith(".") and f.rnd.random() < 0.5 else colon), 9.5)
            c.put(
                545 if flush and layout.meta == "right" else to,
                y + 14 * k,
                value,
                9.5,
                align="r" if flush and layout.meta == "right" else "l",
            )
        return y + 14 * len(pairs)
    if layout.meta == "stacked":
        for k, (label, value) in enumerate(pairs[:9]):
            c.put(420, y + 26 * k - 30, label, 8)
            c.put(420, y + 26 * k - 18, value, 10)
        for k, (label, value) in enumerate(pairs[9:]):
            c.put(50, y + 90 + 14 * k, f"{label}: {value}")
        return y + 26 * min(9, len(pairs))
    if layout.meta == "columns":
        for start in range(0, len(pairs), 4):
            row = y + 60 + 36 * (start // 4)
            for k, (label, value) in enumerate(pairs[start : start + 4]):
                c.put(50 + 128 * k, row, label, 9, bold=True)
                c.put(50 + 128 * k, row + 13, value, 9)
        return y + 60 + 36 * ((len(pairs) + 3) // 4)
    if layout.meta == "inline":
        for k in range(0, len(pairs), 3):
            c.put(
                50,
                y + 62 + 14 * (k // 3),
                f.rnd.choice(["   ", " · ", "  |  "]).join(f"{a}: {b}" for a, b in pairs[k : k + 3]),
                9,
            )
        return y + 62 + 14 * ((len(pairs) + 2) // 3)
    if layout.meta == "dots":
        for k, (label, value) in enumerate(pairs):
            c.put(330, y + 14 * k, f"{label} {'.' * max(2, 24 - len(label))}: {value}", 9)
        return y + 14 * len(pairs)
    for k, (label, value) in enumerate(pairs):  # two columns of pairs
        c.put(300 + 130 * (k % 2), y + 28 * (k // 2), f"{label}:", 8.5, bold=True)
        c.put(300 + 130 * (k % 2), y + 28 * (k // 2) + 11, value, 9)
    return y + 28 * ((len(pairs) + 1) // 2)


def _items(c: Canvas, f: Facts, layout: Layout, y: float, about: list[str]) -> float:
    r = f.rnd
    en = layout.special == "english"
    a = f.amount
    unit = f.unit
    if about:
        c.put(50, y, " ".join(about))
        y += 16
    if layout.items == "table" or en:
        head = (
            ["Description", "Qty", "Unit price", "Amount"]
            if en
            else [
                r.choice(["Beskrivelse", "Tekst", "Vare", "Specifikation", "Ydelse"]),
                r.choice(["Antal", "Ant.", "Stk."]),
                r.choice(["Pris", "Enhedspris", "Stk. pris", "Á pris"]),
                r.choice(["Beløb", "I alt", "Total", "Beløb DKK", "Sum"]),
            ]
        )
        for x, text, al in zip((50, 340, 440, 545), head, "lrrr", strict=True):
            c.put(x, y, text, 9.5, bold=True, align=al)
        c.rule(50, y + 4, 545, y + 4)
        y += 18
    for k, (text, quantity, price, total) in enumerate(f.items):
        if layout.special == "long" and k == 0:
            for extra in range(44):
                c.put(50, y, f"Menukort linje {extra + 1}: efter kokkens valg", 8)
                y += 12
                if y > 760:
                    c.page += 1
                    c.put(50, 50, f"Side {c.page + 1}", 8)
                    y = 80
        heads = f"{quantity}" if k else f"{quantity} {unit}".strip()
        if layout.items == "table" or en:
            c.put(50, y, text)
            q = f.rnd.choice([f"{quantity}", f"{quantity},00"]) if not en else f"{quantity}.00"
            c.put(340, y, heads if k == 0 and unit not in ("", "stk", "stk.") else q, align="r")
            c.put(440, y, a(price), align="r")
        elif layout.items == "plain":
            c.put(50, y, f"{heads} {text}")
        elif layout.items == "times":
            c.put(50, y, f"{heads} x {text} á {a(price)}")
        elif layout.items == "brackets":
            c.put(50, y, f"{text} ({heads} á {a(price)})")
        else:
            c.put(50, y, heads)
            c.put(120, y, text)
            c.put(440, y, a(price), align="r")
        c.put(545, y, a(total), align="r")
        y += 15
    return y


def _sum_pairs(f: Facts, en: bool) -> Pairs:
    r, a = f.rnd, f.amount
    out: Pairs = []
    if f.money.vat is not None and not f.money.included:
        out.append((r.choice(["Net", "Net amount", "Subtotal"]) if en else r.choice(w.NET), a(f.money.net)))
        out.append(
            (
                r.choice(["VAT 25%", "Danish VAT 25%", "VAT"])
                if en
                else r.choice(w.VAT).replace("{net}", a(f.money.net)),
                a(f.money.vat),
            )
        )
    out.append(
        (
            r.choice(["Total", "Total DKK", "Amount due", "Total incl. VAT"]) if en else r.choice(w.TOTAL),
            a(f.money.gross),
        )
    )
    if f.money.vat is not None and f.money.included:
        out.append(("Of which VAT" if en else r.choice(w.VAT_IN), a(f.money.vat)))
    if f.money.prepaid or f.money.rounding:
        out = [
            (
                label.replace("At betale", "I alt")
                .replace("at betale", "i alt")
                .replace("Til betaling", "I alt")
                .replace(" til betaling", " i alt"),
                v,
            )
            for label, v in out
        ]
    if f.money.prepaid:
        sign = "-" if en else r.choice(["-", "- ", ""])
        out.append(("Deposit paid" if en else r.choice(w.PREPAID), sign + a(f.money.prepaid)))
    if f.money.rounding:
        out.append(("Rounding" if en else r.choice(w.ROUNDING), a(f.money.rounding)))
    if f.money.prepaid or f.money.rounding:
        out.append(("Balance due" if en else r.choice(w.REST), a(f.money.total)))
    return out


def _sums(c: Canvas, f: Facts, layout: Layout, y: float) -> float:
    en = layout.special == "english"
    pairs = _sum_pairs(f, en)
    if y > 700:
        c.page += 1
        y = 80
    if layout.sums == "row" and len(pairs) == 3 and f.money.vat is not None and not f.money.prepaid:
        for k, (label, value) in enumerate(pairs):
            c.put(300 + 120 * k, y, label, 8.5, bold=True, align="r")
            c.put(300 + 120 * k, y + 13, value, align="r")
        return y + 30
    for label, value in pairs:
        if layout.sums == "left":
            c.put(50, y, f"{label}: {value}")
        elif layout.sums == "columns2":
            c.put(330, y, label)
            c.put(470, y, "DKK")
            c.put(545, y, value, align="r")
        else:
            c.put(330, y, label, bold=label == pairs[-1][0])
            c.put(545, y, value, align="r")
        y += 15
    if f.money.vat is None:
        note = f.rnd.choice(w.EXEMPT)
        if note:
            c.put(50, y, note, 9)
            y += 14
    return y


def _pay(c: Canvas, f: Facts, layout: Layout, y: float) -> None:
    lines = [f.terms] if f.terms else []
    if f.paying.text:
        lines.append(f.paying.text)
    if f.paying.extra:
        lines.append(f.paying.extra)
    lines.extend(f.notes)
    if layout.pay == "footer":
        y = 740
    if layout.pay == "block" and " Konto" in f.paying.text and f.paying.text.startswith("Reg"):
        y += 4
    for text in lines:
        c.put(50, y, text, 9)
        y += 12


def _letter(c: Canvas, f: Facts, layout: Layout) -> None:
    r, a = f.rnd, f.amount
    for k, text in enumerate(f.buyer):
        c.put(50, 60 + 13 * k, text)
    c.put(
        545,
        150,
        f"{f.firm.city.split(' ', 1)[1]}, den {w.day(r, f.issued, r.choice(['words', 'dashes']))}".replace(
            "den den", "den"
        ),
        align="r",
    )
    title = _title(f)
    c.put(
        50,
        190,
        r.choice([f"{title} nr. {f.number}", f"{title} {f.number}", f"{title} – nr. {f.number}"]),
        14,
        bold=True,
    )
    y = 220.0
    about = " ".join(
        x
        for x in (
            "Vi tillader os hermed at fakturere for",
            r.choice(["forplejning", "leje af lokale og mad"]),
            f"ved møde i {f.network_printed}" if f.network_printed else "ved jeres møde",
            f.meeting_printed if f.meeting else "",
            f"efter aftale med {f.coordinator_printed}" if f.coordinator_printed else "",
        )
        if x
    )
    for text in _wrapped(about + ".", 85):
        c.put(50, y, text)
        y += 14
    y += 10
    for text, quantity, _, total in f.items:
        c.put(50, y, f"{quantity} {f.unit} {text}".replace("  ", " "))
        c.put(400, y, a(total), align="r")
        y += 14
    for label, value in _sum_pairs(f, en=False):
        c.put(50, y + 6, label)
        c.put(400, y + 6, value, align="r")
        y += 15
    y += 16
    if f.money.vat is None:
        c.put(50, y, "Beløbet er momsfrit.")
        y += 14
    pay = f.paying.text
    if f.due and f.due_printed:
        c.put(
            50,
            y,
            r.choice(
                [
                    f"Beløbet bedes betalt senest {f.date(f.due)} til:",
                    f"Beløbet indbetales senest den {f.date(f.due)} på",
                    f"Betales inden {f.date(f.due)}:",
                    f"Sidste rettidige betalingsdag er {f.date(f.due)}.",
                ]
            ),
        )
        y += 14
    elif f.terms:
        c.put(50, y, f.terms)
        y += 14
    if pay:
        c.put(50, y, pay)
        y += 26
    c.put(50, y, "Med venlig hilsen")
    c.put(50, y + 14, f.seller_person)
    for k, text in enumerate([f.firm.name, f.firm.street, f.firm.city, f"CVR {f.firm.cvr}"]):
        if layout.seller != "footer":
            c.put(50, y + 40 + 13 * k, text)
    if layout.seller == "footer":
        c.put(297, 815, f"{f.firm.name} · {f.firm.street} · {f.firm.city} · CVR-nr. {f.firm.cvr}", 8, align="c")


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width, break_on_hyphens=False)


def _till(c: Canvas, f: Facts) -> None:
    r, a = f.rnd, f.amount
    rows: list[tuple[str, str]] = [
        (f.firm.name, ""),
        (f.firm.street, ""),
        (f.firm.city, ""),
        (f"CVR: {f.firm.cvr}", ""),
        ("-" * 46, ""),
    ]
    rows.append(
        (
            r.choice([f"{_title(f)} nr. {f.number}", f"Bon {f.number}", f"{_title(f)} {f.number}"])
            if f.kind == "invoice"
            else f"{_title(f)} {f.number}",
            "",
        )
    )
    rows.append((r.choice(["Dato ", "Dato: ", "Udstedt ", "Dato/tid "]) + f.date(f.issued), ""))
    if f.due and f.due_printed:
        rows.append((f"{r.choice(w.DUE)} {f.date(f.due)}", ""))
    rows.append((f"{r.choice(w.OUR_REF)} {f.seller_person}", ""))
    rows.extend((text, "") for text in f.buyer)
    rows.extend((text, "") for text in _about(f, Layout("till")))
    rows.append(("=" * 46, ""))
    rows.extend(
        (f"{q} {f.unit if k == 0 else ''} {text}".replace("  ", " "), a(total))
        for k, (text, q, _, total) in enumerate(f.items)
    )
    rows.append(("-" * 46, ""))
    rows.extend((label.upper() if r.random() < 0.5 else label, value) for label, value in _sum_pairs(f, en=False))
    if f.money.vat is None:
        rows.append(("Momsfri", ""))
    if f.terms:
        rows.append((f.terms, ""))
    rows.extend((text, "") for text in (f.paying.text, f.paying.extra) if text)
    for k, (left, right) in enumerate(rows):
        c.put(60, 50 + 13 * k, left, 9)
        if right:
            c.put(330, 50 + 13 * k, right, 9, align="r")


def _hand(c: Canvas, f: Facts) -> None:
    """The shortest that people write themselves."""
    r, a = f.rnd, f.amount
    rows = [
        f"{_title(f)} {f.number}",
        "",
        f.firm.name,
        f"{f.firm.street}, {f.firm.city}",
        f"CVR {f.firm.cvr}",
        "",
        "Til:",
        *f.buyer,
        "",
        f"Dato {f.date(f.issued)}",
        *_about(f, Layout("hand")),
        "",
    ]
    rows += [f"{q} {f.unit} {text} {a(total)}".replace("  ", " ") for text, q, _, total in f.items]
    rows += [
        f"{label} {value}{r.choice(['', ' kr.'])}" if not value.endswith("-") else f"{label} {value}"
        for label, value in _sum_pairs(f, en=False)
    ]
    if f.money.vat is None:
        rows.append("Ingen moms")
    if f.due and f.due_printed:
        rows.append(
            r.choice(
                [
                    f"Betales senest {f.date(f.due)}",
                    f"Forfald {f.date(f.due)}",
                    f"Betalingsfrist: {f.date(f.due)}",
                    f"Bedes betalt inden {f.date(f.due)}",
                ]
            )
        )
    elif f.terms:
        rows.append(f.terms)
    rows += [text for text in (f.paying.text, f.paying.extra) if text]
    for k, text in enumerate(rows):
        c.put(70, 60 + 15 * k, text, 11)
