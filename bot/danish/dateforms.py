"""How a day is printed: the forms, and what day, month and year stand in each.

Whether such a day exists, and which year is meant where none stands, is for ``dates``.
"""

import re
from dataclasses import dataclass
from typing import Literal

from bot.danish.late import late

Form = Literal["numeric", "iso", "compact", "words"]

#: Months by the start of the word: Danish, English, Swedish, Norwegian, German.
_MONTH_STARTS = {
    "jan": 1, "feb": 2, "mar": 3, "mär": 3, "apr": 4, "maj": 5, "may": 5, "mai": 5, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12, "des": 12, "dez": 12,
}  # fmt: skip
#: Written with a point after them, which is part of the date.
_SHORT_MONTHS = frozenset({*_MONTH_STARTS, "febr", "sept"} - {"maj", "may", "mai"})
_MONTH = (
    r"(?:januari?|january|jan|februari?|february|febr|feb|marts|march|mars|märz|mar|april|apr|maj|mai|may"
    r"|june|juni|jun|july|juli|jul|augusti|august|aug|september|sept|sep|oktober|october|okt|oct"
    r"|november|nov|december|desember|dezember|dec|des|dez)(?![^\W\d_])"
)
_MONTH_BEFORE = late(rf"(?<![^\W_])(?P<month>{_MONTH})\.?\s$", re.IGNORECASE)
_ASKS_FOR_DATE = re.compile(
    r"(?:dato|date|dag|forfald\w{0,6}|afholdt|senest|betales|inden|frist|\bden|\bd\.|\bpr\.?)\s{0,2}[:.]?\s{0,2}$",
    re.IGNORECASE,
)
_PAGE_BEFORE = re.compile(r"(?:side|page|ark|blad|nr\.?)\s?$", re.IGNORECASE)

FORMS = re.compile(
    # 2026-03-12, 2026.03.12
    r"(?P<isoyear>(?:19|20)[0-9]{2})(?P<isosep>[-./])(?P<isomonth>0?[1-9]|1[0-2])(?P=isosep)"
    r"(?P<isoday>[0-2]?[0-9]|3[01])(?![0-9]|[-./][0-9])"
    # 20260312
    r"|(?P<compact>20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))(?![0-9]|[.,-][0-9])"
    # 12. marts, 16-Feb, 12th of March; the year is looked for afterwards
    rf"|(?P<wday>[0-3]?[0-9])(?:\.|st|nd|rd|th)?(?: of)?[ ./-]{{0,2}}(?P<wmonth>{_MONTH})"
    # 12.03.2026, 12-3-26, 12/3/26, 12. 3. 2026
    r"|(?P<day>[0-3]?[0-9])(?P<sep>[./-]) ?(?P<month>[0-3]?[0-9])(?P=sep)"
    r"(?P<year>(?:19|20)[0-9]{2}|[0-9]{2}| (?:19|20)[0-9]{2})(?![0-9]|[./:-][0-9])"
    # 12/3-2026, 12/3-26, 12/3 2026, 12/3, 2026
    r"|(?P<sday>[0-3]?[0-9])/(?P<smonth>[01]?[0-9])(?: ?[-.'] ?(?P<syear>(?:19|20)[0-9]{2}|[0-9]{2})"
    r"|,? (?P<lyear>(?:19|20)[0-9]{2}))(?![0-9]|[./:-][0-9])"
    # 12 03 2026
    r"|(?P<pday>[0-3][0-9]) (?P<pmonth>0[1-9]|1[0-2]) (?P<pyear>20[0-9]{2})(?![0-9]|[., -][0-9])"
    # 12/3, d. 12.3
    r"|(?P<nday>[0-3]?[0-9])(?P<nsep>[./])(?P<nmonth>0?[1-9]|1[0-2])(?![0-9]|[./:,][0-9]| ?%)"
    # March 12, 2026; March 12th
    r"|(?P<eday>[0-3]?[0-9])(?:(?:st|nd|rd|th)?,? (?P<eyear>(?:19|20)[0-9]{2})(?![0-9])|(?:st|nd|rd|th)\b)"
    # 120326
    r"|(?P<six>(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2})(?![0-9]|[-.,/ ][0-9])",
    re.IGNORECASE,
)
_YEAR_AFTER_WORD = late(
    r"\.?,?(?: i(?= (?:19|20)[0-9]{2}(?![0-9])))?[ ./-]{0,2}"
    r"(?:(?P<long>(?:19|20)[0-9]{2})(?![0-9])|['’](?P<marked>[0-9]{2})(?![0-9])"
    r"|(?<=[./-])(?P<joined>[0-9]{2})(?![0-9]|[./:,][0-9]|\. ?[^\W\d_])"
    r"|(?<=[ ])(?P<spaced>[2-4][0-9])(?![0-9]|[./:,%-][0-9]|%|\.? ?-| ?[^\W\d_]))"
)
#: «½ l» and «1/1 dag» are no days.
_FRACTION_AFTER = re.compile(r"\s?(?:fl|flasker?|l|liter|dag|pris|time|portion|kande|side)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """Day, month and year as they stand there, before anyone asks whether such a day exists."""

    day: int
    month: int
    year: int | None
    form: Form
    start: int
    end: int
    #: «d. 12.3»: only with a word before it.
    needs_word: bool = False


def printed_in(match: re.Match[str], text: str, floor: int, compact: bool) -> Printed | None:
    """What a match of ``FORMS`` says.

    ``floor``: nothing before it belongs to this date; ``compact``: six digits count without a word before them.
    """
    if match["wday"]:
        return _with_words(match, text)
    if match["eday"]:
        return _month_first(match, text, floor)
    if match["nday"]:
        return _without_year(match, text)
    if digits := match["compact"]:
        return Printed(int(digits[6:]), int(digits[4:6]), int(digits[:4]), "compact", *match.span())
    if digits := match["six"]:
        asked = compact or _ASKS_FOR_DATE.search(text, max(0, match.start() - 16), match.start())
        day, month, year = int(digits[:2]), int(digits[2:4]), _year(digits[4:])
        return Printed(day, month, year, "compact", *match.span()) if asked else None
    return _in_full(match)


def _in_full(match: re.Match[str]) -> Printed:
    """Day, month and year in digits with something between."""
    if match["isoyear"]:
        return Printed(int(match["isoday"]), int(match["isomonth"]), int(match["isoyear"]), "iso", *match.span())
    day = int(match["day"] or match["sday"] or match["pday"])
    month = int(match["month"] or match["smonth"] or match["pmonth"])
    year = (match["year"] or match["syear"] or match["lyear"] or match["pyear"]).strip()
    if month > 12 and match["sep"] == "/" and len(year) == 4:
        day, month = month, day  # 03/25/2026 can only be American
    return Printed(day, month, _year(year), "numeric", *match.span())


def _without_year(match: re.Match[str], text: str) -> Printed | None:
    start, end = match.span()
    if _PAGE_BEFORE.search(text, max(0, start - 6), start) or _FRACTION_AFTER.match(text, end):
        return None
    day, month = int(match["nday"]), int(match["nmonth"])
    return Printed(day, month, None, "numeric", start, end, needs_word=match["nsep"] == ".")


def _with_words(match: re.Match[str], text: str) -> Printed:
    month = _MONTH_STARTS[match["wmonth"][:3].casefold()]
    after = _YEAR_AFTER_WORD.match(text, match.end())
    year = after and (after["long"] or after["marked"] or after["joined"] or after["spaced"])
    end = after.end() if after and year else match.end()
    if not year and match["wmonth"].casefold() in _SHORT_MONTHS and text[end : end + 1] == ".":
        end += 1
    return Printed(int(match["wday"]), month, _year(year) if year else None, "words", match.start(), end)


def _month_first(match: re.Match[str], text: str, floor: int) -> Printed | None:
    before = _MONTH_BEFORE.search(text, max(floor, match.start() - 12), match.start())
    if before is None:
        return None
    year = int(match["eyear"]) if match["eyear"] else None
    return Printed(
        int(match["eday"]),
        _MONTH_STARTS[before["month"][:3].casefold()],
        year,
        "words",
        before.start(),
        match.end(),
    )


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 80 else 1900)
