"""Numbers of a sheet as it shows them: dates, amounts, counts (ECMA-376 part 1 §18.8.30). Danish marks: the sheet's own
are those of whoever opens it.
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: Built-in formats that show a date (§18.8.30), with a time, or an amount with two decimals.
_DATES = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
#: Built-in formats that show a time of day.
_TIMES = frozenset({*range(18, 22), 45})
_TWO_DECIMALS = frozenset({2, 4, 7, 8, 39, 40, 43, 44})
_PERCENT = frozenset({9, 10})
#: What stands in quotes, brackets or behind a backslash is text of the format, not its pattern.
_TEXT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_NEARLY_WHITE = re.compile(r"(?:[0-9a-f]{2})?[ef][0-9a-f][ef][0-9a-f][ef][0-9a-f]", re.IGNORECASE)
#: Day 0; Lotus took 1900 for a leap year and Excel followed, so that it is right from March 1900 on.
_FROM_1900, _FROM_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet has no zone
_LAST_DAY = 2_958_465  # 31 December 9999


class Style(NamedTuple):
    """How a cell shows its number: ``form`` is "date", "time", "percent", "amount" or "number"."""

    form: str = "number"
    #: White letters without a ground, or the format ``;;;``, which shows nothing.
    is_unseen: bool = False


def styles_of(root: Any) -> list[Style]:
    """By index of ``cellXfs`` (§18.8.10)."""
    formats = {f.get("numFmtId"): f.get("formatCode", "") for f in root.iter(f"{_M}numFmt")}
    white = [_is_white(font) for font in root.iterfind(f"{_M}fonts/{_M}font")]
    grounds = [_has_ground(fill) for fill in root.iterfind(f"{_M}fills/{_M}fill")]
    styles = []
    for xf in root.iterfind(f"{_M}cellXfs/{_M}xf"):
        code = formats.get(xf.get("numFmtId"), "")
        font, fill = _index(xf.get("fontId")), _index(xf.get("fillId"))
        unseen = font < len(white) and white[font] and not (fill < len(grounds) and grounds[fill])
        styles.append(Style(_form(_index(xf.get("numFmtId")), code), unseen or code.strip() == ";;;"))
    return styles


def shown(raw: str, style: Style, *, from_1904: bool) -> str:
    """A number as Excel writes it (§18.3.1.96) → as a Danish sheet shows it; "" where it is none."""
    try:
        value = Decimal(raw.strip()) if len(raw) < 64 else None
    except InvalidOperation:
        return ""
    if value is None or not value.is_finite() or abs(value) >= Decimal(10) ** 16:
        return raw if value is not None else ""
    if style.form == "date" and 0 < value <= _LAST_DAY:
        day = (_FROM_1904 if from_1904 else _FROM_1900) + timedelta(days=float(value))
        return day.strftime("%d-%m-%Y") if value == value.to_integral_value() else day.strftime("%d-%m-%Y %H:%M")
    if style.form == "time" and 0 <= value <= _LAST_DAY:
        # To the nearest second: 17.30 is 0.72916666666666663.
        second = round(value % 1 * 86_400) % 86_400
        return f"{second // 3600:02}:{second // 60 % 60:02}" + (f":{second % 60:02}" if second % 60 else "")
    if style.form == "percent":
        return f"{_plain(value * 100)} %"
    if style.form == "amount":
        return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    return _plain(value)


def _plain(value: Decimal) -> str:
    """Without needless zeros; binary floats leave a tail of nines and zeros, which no sheet shows."""
    rounded = round(value, 10)
    text = f"{rounded:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _form(number: int, code: str) -> str:
    if code:
        pattern = _TEXT.sub("", code.partition(";")[0]).lower()
        if re.search(r"[dy]|mmm", pattern):
            return "date"
        if "h" in pattern:
            return "time"
        if "%" in pattern:
            return "percent"
        return "amount" if re.search(r"[0#][.,]0{2}(?!0)", pattern) else "number"
    if number in _DATES:
        return "date"
    if number in _TIMES:
        return "time"
    if number in _PERCENT:
        return "percent"
    return "amount" if number in _TWO_DECIMALS else "number"


def _is_white(font: Any) -> bool:
    colour = font.find(f"{_M}color")
    if colour is None:
        return False
    # Theme colour 0 is the paper's; 1 and 9 are white in the table of old (§18.8.27).
    if colour.get("theme") == "0" or colour.get("indexed") in ("1", "9"):
        return True
    return _NEARLY_WHITE.fullmatch(str(colour.get("rgb", ""))) is not None


def _has_ground(fill: Any) -> bool:
    pattern = fill.find(f"{_M}patternFill")
    if pattern is None:
        return fill.find(f"{_M}gradientFill") is not None
    return str(pattern.get("patternType", "none")) != "none"


def _index(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0
