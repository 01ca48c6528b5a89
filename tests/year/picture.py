"""The year's letters as a picture (SVG): a row for each kind, a bar for each day, with Danish words."""

from collections import Counter
from datetime import date, timedelta
from html import escape

from tests.year.days import MONTHS, is_free
from tests.year.run import OFF_DAYS, Lived

#: The rows from the top: what the people get first, what the secretariat gets last.
ROWS: tuple[tuple[str, str, str], ...] = (
    ("invitation", "Indkaldelser", "#1f6f8b"),
    ("update", "Ændringer", "#e08e0b"),
    ("cancellation", "Aflysninger", "#b3261e"),
    ("unanswered", "«Kommer du?» (14 og 7 dage før)", "#6a4c93"),
    ("all", "«Husk mødet» (2 dage før)", "#2e7d32"),
    ("answer", "Svar til koordinatorer", "#37474f"),
    ("head_count", "Antal til køkkenet (5 dage før)", "#00838f"),
    ("words", "Medlemmers egne ord, givet videre", "#8d6e63"),
    ("no_place", "Møde uden sted (6 og 3 uger før)", "#ad1457"),
    ("no_invoice", "Faktura mangler (3 uger efter)", "#c0392b"),
    ("no_invoice_staff", "Faktura mangler, til kontoret (6 uger efter)", "#7b241c"),
    ("plan", "Årshjulet: mødeplanen", "#5d7b1f"),
    ("invoice", "Svar på fakturaer", "#455a64"),
    ("summary", "Daglig opsamling", "#90a4ae"),
)
LEFT, TOP, DAY, ROW, BAR = 250, 74, 2.6, 54, 40


def draw(lived: Lived) -> str:
    """The whole document."""
    first, days = lived.plan.first, lived.plan.days
    width, height = LEFT + DAY * days + 66, TOP + ROW * len(ROWS) + 58
    counts = Counter((x.kind or "", (x.at.date() - first).days) for x in lived.letters)
    total = sum(counts.values())
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}"',
        ' font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
        '<text x="16" y="26" font-size="17" font-weight="bold">'
        f"Et års breve: {_number(total)} breve til {lived.plan.networks} netværk</text>",
        f'<text x="16" y="46" fill="#555">{escape(_under(lived))}</text>',
    ]
    bottom = TOP + ROW * len(ROWS)
    out += _ground(first, days, bottom)
    out += _off(lived, bottom)
    for number, (kind, label, colour) in enumerate(ROWS):
        out += _row(kind, label, colour, TOP + ROW * number, {d: n for (k, d), n in counts.items() if k == kind}, days)
    out += _months(first, days, bottom)
    return "\n".join([*out, "</svg>", ""])


def _under(lived: Lived) -> str:
    told = "Lodret: breve pr. dag; tallet til højre er dagen med flest. Grå striber: søndage og helligdage."
    return f"{told} Gule felter: slukket i {OFF_DAYS} dage." if lived.off else told


def _ground(first: date, days: int, bottom: int) -> list[str]:
    free = (n for n in range(days) if is_free(first + timedelta(days=n)))
    return [
        f'<rect x="{LEFT + DAY * n:.1f}" y="{TOP}" width="{DAY}" height="{bottom - TOP}" fill="#eceff1"/>' for n in free
    ]


def _off(lived: Lived, bottom: int) -> list[str]:
    out = []
    for begin, _ in lived.off:
        x = LEFT + DAY * ((begin.date() - lived.plan.first).days + begin.hour / 24)
        out.append(f'<rect x="{x:.1f}" y="{TOP}" width="{DAY * OFF_DAYS:.1f}" height="{bottom - TOP}" fill="#ffe082"/>')
    return out


def _row(kind: str, label: str, colour: str, top: int, counts: dict[int, int], days: int) -> list[str]:
    most, base = max(counts.values(), default=0), top + ROW - 6
    out = [
        f'<text x="{LEFT - 12}" y="{base - 20}" text-anchor="end">{escape(label)}</text>',
        f'<text x="{LEFT - 12}" y="{base - 5}" text-anchor="end" fill="#777" font-size="11">'
        f"{_number(sum(counts.values()))}</text>",
        f'<line x1="{LEFT}" y1="{base}" x2="{LEFT + DAY * days:.1f}" y2="{base}" stroke="#b0bec5"/>',
    ]
    for day, n in sorted(counts.items()):
        tall = max(2.0, BAR * n / most)
        x, y = LEFT + DAY * day, base - tall
        out.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{DAY - 0.3:.1f}" height="{tall:.1f}" fill="{colour}"/>')
    if most:
        out.append(f'<text x="{LEFT + DAY * days + 8:.1f}" y="{base - BAR + 9}" fill="{colour}">{most}</text>')
    return out


def _months(first: date, days: int, bottom: int) -> list[str]:
    out = []
    for n in range(days):
        day = first + timedelta(days=n)
        if day.day == 1 or n == 0:
            x = LEFT + DAY * n
            out.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom + 6}" stroke="#cfd8dc"/>')
            if day.day < 20 and days - n > 14:
                out.append(f'<text x="{x + 3:.1f}" y="{bottom + 20}">{MONTHS[day.month - 1]}</text>')
    year = f"{first.year}"
    return [*out, f'<text x="{LEFT + 3}" y="{bottom + 38}" fill="#777">{year}</text>']


def _number(n: int) -> str:
    """«4.272»."""
    return f"{n:,}".replace(",", ".")
