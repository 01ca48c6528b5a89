"""The agenda as a well set PDF: A4, its letters in it. Pure: the same sheet, the same bytes.

Set first, so that a page can tell how many there are, then drawn with ``reportlab``. The fonts are Noto Sans, cut down
to Latin letters (``fonts/OFL.txt``): a sheet is some 12 kB, for it goes with every member's letter.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING

from bot.danish.clock import format_time
from bot.danish.dates import format_day
from bot.danish.text import one_line
from bot.meetings.agenda import Item

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

Color = tuple[float, float, float]
Mark = tuple[float, float, str, "Style"]  # from the left, from the top, what is printed there, how

_MM = 72 / 25.4
_WIDTH, _HEIGHT = 210 * _MM, 297 * _MM
_LEFT, _RIGHT, _TOP, _BOTTOM, _FOOT = 22 * _MM, 188 * _MM, 22 * _MM, 275 * _MM, 284.4 * _MM
_LABEL, _TIME, _MINUTES = 28 * _MM, 20 * _MM, 20 * _MM
_LINE, _GAP = 6 * _MM, 2.5 * _MM
_INK, _SOFT, _RULE = (0.11, 0.11, 0.10), (0.41, 0.41, 0.385), (0.81, 0.81, 0.785)


@dataclass(frozen=True, slots=True)
class Style:
    """``weight``: a file of ``fonts/``. ``size``: points. ``right``: ends where it is put."""

    weight: str
    size: float
    color: Color
    right: bool = False


_TITLE, _NAME = Style("Bold", 21, _INK), Style("Regular", 13, _INK)
_FACT, _FACT_LABEL = Style("Regular", 10, _INK), Style("Regular", 10, _SOFT)
_TEXT, _CLOCK = Style("Regular", 11, _INK), Style("Bold", 11, _INK)
_LENGTH, _SMALL = Style("Regular", 9, _SOFT, right=True), Style("Regular", 8, _SOFT)


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
    return _drawn(sheet, _set(sheet))


@dataclass(slots=True)
class _Page:
    marks: list[Mark] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)  # from the top


@dataclass(slots=True)
class _Setting:
    """Pages so far, and how far down the last one is full."""

    pages: list[_Page] = field(default_factory=lambda: [_Page()])
    depth: float = _TOP

    def turn(self) -> None:
        self.pages.append(_Page())
        self.depth = _TOP

    def lines(self, lines: list[str], left: float, style: Style, height: float = _LINE) -> None:
        """One below the other, each on a page that has room for it."""
        for line in lines:
            if self.depth + height > _BOTTOM:
                self.turn()
            self.mark(line, left, style, height)
            self.depth += height

    def mark(self, text: str, left: float, style: Style, height: float = _LINE) -> None:
        # Letters stand in the middle of their line: half of it, and three tenths of a letter, down.
        self.pages[-1].marks.append((left, self.depth + height / 2 + 0.3 * style.size, text, style))

    def rule(self) -> None:
        self.pages[-1].rules.append(self.depth)


def _set(sheet: Sheet) -> list[_Page]:
    setting, width = _Setting(), _RIGHT - _LEFT
    setting.lines([sheet.words.title], _LEFT, _TITLE, 11 * _MM)
    setting.lines(_broken(sheet.network, width, _NAME), _LEFT, _NAME, 7 * _MM)
    setting.depth += 2 * _GAP
    for label, value in _facts(sheet):
        setting.mark(label, _LEFT, _FACT_LABEL)
        setting.lines(_broken(value, width - _LABEL, _FACT), _LEFT + _LABEL, _FACT)
    setting.depth += 7 * _MM
    for item in sheet.items:
        _set_item(setting, item, sheet.words)
    setting.rule()
    _set_feet(setting.pages, sheet)
    return setting.pages


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


def _set_item(setting: _Setting, item: Item, words: SheetWords) -> None:
    """Clock time, what, and for how long; a long text goes on below itself, never below the time."""
    lines = _broken(item.text, _RIGHT - _LEFT - _TIME - _MINUTES, _TEXT)
    if setting.depth + _LINE * len(lines) + _LINE > _BOTTOM:
        setting.turn()
    setting.rule()
    setting.depth += _GAP
    if item.start:
        setting.mark(format_time(item.start.time()), _LEFT, _CLOCK)
    if item.minutes:
        setting.mark(words.minutes.format(minutes=item.minutes), _RIGHT, _LENGTH)
    setting.lines(lines, _LEFT + _TIME, _TEXT)
    setting.depth += _GAP


def _set_feet(pages: list[_Page], sheet: Sheet) -> None:
    """Whose it is; from the second sheet on also which of how many."""
    for number, page in enumerate(pages, 1):
        told = sheet.words.page.format(page=number, pages=len(pages)) if number > 1 else ""
        page.marks.append((_LEFT, _FOOT, _printable(" · ".join(filter(None, (sheet.secretariat, told)))), _SMALL))


def _broken(text: str, width: float, style: Style) -> list[str]:
    """In lines of at most ``width`` points; a word that is longer is broken where it must be. Always one line."""
    measure = _font(style.weight).stringWidth
    lines, line = [], ""
    for word in _printable(text).split():
        longer = f"{line} {word}" if line else word
        if measure(longer, style.size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = ""
        for letter in word:
            if measure(line + letter, style.size) > width:
                lines.append(line)
                line = ""
            line += letter
    return [*lines, line]


def _drawn(sheet: Sheet, pages: list[_Page]) -> bytes:
    from reportlab import rl_config  # noqa: PLC0415 - 100 ms that only a meeting's letter needs
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    rl_config.useA85 = 0  # bytes as they are: a mail writes them as letters once more
    out = BytesIO()
    # ``invariant``: without the clock, in the file's number either.
    canvas = Canvas(out, pagesize=(_WIDTH, _HEIGHT), lang="da", invariant=1, pageCompression=1)
    canvas.setTitle(f"{sheet.words.title}: {_printable(sheet.network)}, {format_day(sheet.start.date())}")
    canvas.setAuthor(_printable(sheet.secretariat))
    canvas.setCreator("kvalitetsbot")
    for page in pages:
        canvas.setStrokeColorRGB(*_RULE)
        canvas.setLineWidth(0.2 * _MM)
        for depth in page.rules:
            canvas.line(_LEFT, _HEIGHT - depth, _RIGHT, _HEIGHT - depth)
        for left, depth, text, style in page.marks:
            canvas.setFont(_font(style.weight).fontName, style.size)
            canvas.setFillColorRGB(*style.color)
            draw = canvas.drawRightString if style.right else canvas.drawString
            draw(left, _HEIGHT - depth, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _printable(text: str) -> str:
    """One line of letters that the font has: what it lacks (a smiley) would be an empty box."""
    known = _font("Regular").face.charToGlyph
    return " ".join("".join(c for c in one_line(text) if ord(c) in known).split())


@lru_cache(maxsize=2)
def _font(weight: str) -> "TTFont":
    from reportlab.pdfbase.pdfmetrics import registerFont  # noqa: PLC0415 - as above
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    content = resources.files("bot.meetings").joinpath("fonts", f"NotoSans-{weight}.ttf").read_bytes()
    font = TTFont(f"NotoSans-{weight}", BytesIO(content), asciiReadable=False)  # only the letters that are used
    registerFont(font)  # a canvas takes fonts by their names
    return font
