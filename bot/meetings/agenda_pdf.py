"""The agenda as a well set PDF: one sheet of A4, its letters in it. Pure: the same sheet, the same bytes.

``fpdf2`` sets it. The fonts are Noto Sans, cut down to Latin letters (``fonts/OFL.txt``): a whole sheet is some 15 kB,
for it goes with every member's letter.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from bot.danish.clock import format_time
from bot.danish.dates import format_day
from bot.danish.text import one_line
from bot.meetings.agenda import Item

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = "Noto"
_MARGIN, _LABEL, _TIME, _MINUTES = 22.0, 28.0, 20.0, 20.0  # mm
_INK, _SOFT, _RULE = (28, 28, 26), (104, 104, 98), (206, 206, 200)


@dataclass(frozen=True, slots=True)
class SheetWords:
    """``[sheet]`` of ``rules/calendar.toml``."""

    file: str
    title: str
    time: str
    when: str
    place: str
    topic: str
    minutes: str
    page: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on it. ``head``: «Koordinator» or the secretariat's own word. ``start``, ``end``: Danish local."""

    network: str
    start: datetime
    end: datetime | None
    place: str
    topic: str
    head: str
    coordinator: str
    secretariat: str
    items: tuple[Item, ...]
    words: SheetWords

    @property
    def file_name(self) -> str:
        return self.words.file.format(day=self.start.date().isoformat())


@lru_cache(maxsize=32)
def agenda_pdf(sheet: Sheet) -> bytes:
    """Kept for the members' letters: all of a meeting's are the same."""
    pdf = _page(sheet)
    pdf.set_font(FONT, "B", 21)
    _color(pdf, _INK)
    pdf.cell(0, 11, _printable(sheet.words.title), new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(FONT, "", 13)
    for line in _lines(pdf, _printable(sheet.network), pdf.epw):
        pdf.cell(0, 7, line, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(5)
    for label, value in _facts(sheet):
        _fact(pdf, label, value)
    pdf.ln(7)
    for item in sheet.items:
        _row(pdf, item, sheet.words)
    _rule(pdf)
    return bytes(pdf.output())


def _facts(sheet: Sheet) -> list[tuple[str, str]]:
    clock = format_time(sheet.start.time()) + (f"–{format_time(sheet.end.time())}" if sheet.end else "")
    words = sheet.words
    told = [
        (words.time, words.when.format(day=format_day(sheet.start.date()), clock=clock)),
        (words.place, sheet.place),
        (sheet.head.capitalize(), sheet.coordinator),
        (words.topic, sheet.topic),
    ]
    return [(label, value) for label, value in told if value]


def _page(sheet: Sheet) -> "FPDF":
    from fpdf import FPDF  # noqa: PLC0415 - 300 ms that only a meeting's letter needs
    from fpdf.fonts import TTFFont  # noqa: PLC0415

    class Page(FPDF):
        def footer(self) -> None:
            self.set_y(-16)
            self.set_font(FONT, "", 8)
            _color(self, _SOFT)
            number = sheet.words.page.format(page=self.page_no(), pages="{nb}") if self.page_no() > 1 else ""
            self.cell(0, 5, _printable(" · ".join(filter(None, (sheet.secretariat, number)))), align="L")

    pdf = Page(format="A4", unit="mm")
    pdf.set_margins(_MARGIN, _MARGIN, _MARGIN)
    pdf.c_margin = 0
    pdf.set_auto_page_break(True, 22)
    fonts = resources.files("bot.meetings").joinpath("fonts")
    for style, name in (("", "Regular"), ("B", "Bold")):
        with resources.as_file(fonts.joinpath(f"NotoSans-{name}.ttf")) as file:
            pdf.add_font(FONT, style, file)
        font = pdf.fonts[f"{FONT.lower()}{style}"]
        assert isinstance(font, TTFFont)
        # Else fontTools works out the box round each letter again, point by point: a fourth of the time for a sheet.
        font.ttfont.recalcBBoxes = False
    pdf.set_lang("da")
    pdf.set_title(f"{_printable(sheet.words.title)}: {_printable(sheet.network)}, {format_day(sheet.start.date())}")
    pdf.set_author(_printable(sheet.secretariat))
    pdf.set_creator("kvalitetsbot")
    # The date in the file is the meeting's: the same agenda is the same file whenever it is made.
    pdf.set_creation_date(sheet.start.astimezone(UTC))
    pdf.add_page()
    return pdf


def _fact(pdf: "FPDF", label: str, value: str) -> None:
    pdf.set_font(FONT, "", 10)
    _color(pdf, _SOFT)
    pdf.cell(_LABEL, 6, _printable(label))
    _color(pdf, _INK)
    for line in _lines(pdf, _printable(value), pdf.epw - _LABEL):
        pdf.cell(0, 6, line, new_x="LEFT", new_y="NEXT")
    pdf.set_x(_MARGIN)


def _lines(pdf: "FPDF", text: str, width: float) -> list[str]:
    """As set in the present font. Most texts are one line, and looking for breaks took a third of a sheet's time."""
    if pdf.get_string_width(text) <= width:
        return [text]
    lines = pdf.multi_cell(width, 6, text, align="L", dry_run=True, output="LINES")
    assert isinstance(lines, list)  # of the many things that it can be asked for
    return lines


def _row(pdf: "FPDF", item: Item, words: SheetWords) -> None:
    """Clock time, what, and for how long; a long text goes on below itself, never below the time."""
    width = pdf.epw - _TIME - _MINUTES
    pdf.set_font(FONT, "", 11)
    lines = _lines(pdf, _printable(item.text), width)
    if pdf.will_page_break(6 * len(lines) + 6):
        pdf.add_page()
    _rule(pdf)
    pdf.ln(2.5)
    top = pdf.get_y()
    pdf.set_font(FONT, "B", 11)
    _color(pdf, _INK)
    pdf.cell(_TIME, 6, format_time(item.start.time()) if item.start else "")
    pdf.set_font(FONT, "", 11)
    for line in lines:
        pdf.cell(width, 6, line, new_x="LEFT", new_y="NEXT")
    below = pdf.get_y()
    if item.minutes:
        pdf.set_xy(pdf.w - _MARGIN - _MINUTES, top)
        pdf.set_font(FONT, "", 9)
        _color(pdf, _SOFT)
        pdf.cell(_MINUTES, 6, _printable(words.minutes.format(minutes=item.minutes)), align="R")
    pdf.set_xy(_MARGIN, below + 2.5)


def _rule(pdf: "FPDF") -> None:
    pdf.set_draw_color(*_RULE)
    pdf.set_line_width(0.2)
    pdf.line(_MARGIN, pdf.get_y(), pdf.w - _MARGIN, pdf.get_y())


def _color(pdf: "FPDF", color: tuple[int, int, int]) -> None:
    pdf.set_text_color(*color)


def _printable(text: str) -> str:
    """One line of letters that the font has: what it lacks (a smiley) would be an empty box."""
    known = _letters()
    return " ".join("".join(c for c in one_line(text) if ord(c) in known).split())


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - comes with fpdf2

    with resources.as_file(resources.files("bot.meetings").joinpath("fonts", "NotoSans-Regular.ttf")) as file:
        return frozenset(TTFont(file, lazy=True).getBestCmap())
