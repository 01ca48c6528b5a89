"""Amounts of money as Danes and English-set systems print them, found in text; and printed by us.

What a number is *for* is decided by its column or label, not here: quantities and prices look alike. Ours are printed
after the CLDR pattern ``#,##0.00 ¤``.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from bot.danish.amount_forms import (
    BEFORE,
    CENTS,
    CODES,
    FIXED_SPACE,
    MINUS,
    SPACES,
    WITH_SPACES,
    currency_code,
    is_negative,
    magnitude,
    number_in,
)

_DIGIT = re.compile(r"[0-9]")
_SIGNS = f"{MINUS}÷/"
#: First characters of what makes a whole number an amount (a currency, ``,-``, three digits more) …
_MAY_FOLLOW = frozenset("dDeEsSnNuUgGiIcCpPkKøØ€$£,.0123456789)")
#: … and what may stand before it.
_MAY_PRECEDE = frozenset(f"€$£({_SIGNS}")
_CURRENCY_ENDS = ("kr", "ner", "uro", *CODES.lower().split("|"))
#: What follows a number that is no money: share, measure, clock, date, more of a number.
_NOT_MONEY_AFTER = re.compile(
    rf"\s?(?:%|‰|pct\b|procent|promille|percent|°)|[:/][0-9]|[{MINUS}][0-9]"
    r"|[ \u00a0]?(?:timer?|t|kg|g|gr|l|ltr|liter|cl|dl|ml|m2|m²|m|km|cm|mm|min|stk|pers|kuv|kuverter|personer"
    r"|flasker|fl|dage|dg|hrs?"
    r"|hours?|pcs|pax|mdr?|år)\b(?!\.?\s?pris)",
    re.IGNORECASE,
)
_CLOCK_BEFORE = re.compile(r"(?:\bkl\.?|\bca\. kl\.?|\btlf\.?:?|\bpkt\.?|\bversion|§)\s?$", re.IGNORECASE)
#: Two decimals behind a comma, grouped by points or not at all: nothing else it could be but for its neighbours.
_PLAIN = r"(?:(?<=[1-9])[0-9]{0,2}(?:\.[0-9]{3}){1,4}|[0-9]{0,11}),[0-9]{2}(?![0-9]|[.,][0-9])"
_DIGITS = re.compile(rf"[0-9](?:(?P<plain>{_PLAIN})|[0-9]*(?:[.,][0-9]+)*)")
#: How a word may begin that makes the number before it a share.
_OF_SHARES = frozenset("%‰°pP")


class FoundAmount(NamedTuple):
    """An amount and its place."""

    value: Decimal
    start: int
    end: int
    text: str
    #: ISO 4217 where a currency is printed with it («kr.» counts as DKK), else None.
    currency: str | None = None


def find_amounts(text: str) -> list[FoundAmount]:
    """All amounts in the text, in order; two decimals always.

    A bare whole number (``1234``) is one only beside a currency or ``,-``. Dates, clock times, percentages,
    measures («2,5 kg»), phone and account numbers are left out where their form tells. The other numbers of
    the text decide whether plain spaces group («2 628,00») or separate columns («8 205,00»).
    """
    pattern = number_in(text)
    out: list[FoundAmount] = []
    end = floor = 0
    while digits := _DIGITS.search(text, end):
        start, end = digits.span()
        if digits.lastgroup and _is_alone(text, start, end):
            value = Decimal(text[start:end].replace(".", "").replace(",", "."))
            out.append(FoundAmount(value, start, end, text[start:end]))
            floor = end
            continue
        if not _is_worth_a_look(text, start, end):
            continue
        match = pattern.match(text, start) if _may_start(text, start) else None
        found = _read(match, text, floor) if match else None
        if found:
            out.append(found)
            end = floor = found.end
    return out


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether the number is its whole line, and neither neighbour is one that speaks of it («kl.», «%»).

    Most amounts of an invoice stand so, in cells of a table; all else takes the long way, which says the same of these.
    """
    if start and not (
        text[start - 1] == "\n" and text[start - 2 : start - 1].isalnum() and text[start - 2] not in "lftnLFTN"
    ):
        return False
    return end == len(text) or (text[end] == "\n" and text[end + 1 : end + 2] not in _OF_SHARES)


def parse_amount(text: str) -> Decimal | None:
    """The amount that the whole text is, or None. Here a bare whole number counts («1234»), and a space
    groups.
    """
    stripped = text.strip(f" \t\r\n{FIXED_SPACE}:*=")
    digit = _DIGIT.search(stripped)
    if digit is None:
        return None
    before = BEFORE.match(stripped[: digit.start()])
    match = WITH_SPACES.fullmatch(stripped, digit.start())
    if before is None or match is None:
        return None
    minus, _ = is_negative(before, match, dash_is_minus=True)
    return -magnitude(match) if minus else magnitude(match)


def format_amount(value: Decimal) -> str:
    """``4.272,00``: two decimals, points between thousands, a plain hyphen as minus. Halves are rounded to
    even øre.
    """
    return f"{value.quantize(CENTS):,.2f}".translate(str.maketrans(",.", ".,"))


def kroner(value: Decimal) -> str:
    """``4.272,00 kr.``"""
    return f"{format_amount(value)} kr."


def _may_start(text: str, start: int) -> bool:
    """Not inside a word, a longer number, a date or a clock time. A factor («8x205,00») and a currency may
    touch.
    """
    if start == 0:
        return True
    before = text[start - 1]
    if before in ".,":
        return start > 1 and not text[start - 2].isdigit() and _ends_with_currency(text, start)
    if before.isalpha():
        return before in "xX×" or _ends_with_currency(text, start)
    if before in ":/" or before in MINUS:
        return start < 2 or not text[start - 2].isdigit()
    return not before.isdigit() and before != "_"


def _ends_with_currency(text: str, start: int) -> bool:
    match = BEFORE.search(text, max(0, start - 12), start)
    return match is not None and (
        match["before"] is not None or match["sign2"] is not None or match["sign"] is not None
    )


def _is_worth_a_look(text: str, start: int, end: int) -> bool:
    """Whether anything beside the digits could make them an amount: most numbers of a page are let go here."""
    if end - start > 2 and (text.find(",", start, end) >= 0 or text.find(".", start, end) >= 0):
        return True
    after = text[end : end + 3].lstrip(SPACES)
    return after[:1] in _MAY_FOLLOW or _currency_may_end(text, start) or (start > 0 and text[start - 1] in _SIGNS)


def _currency_may_end(text: str, end: int) -> bool:
    """Whether a currency, a sign or a bracket stands right before ``end``, perhaps with spaces between."""
    before = text[max(0, end - 7) : end].rstrip(SPACES)
    if before[-1:] in _MAY_PRECEDE or before.endswith("./."):
        return True
    return before.rstrip(".:")[-3:].lower().endswith(_CURRENCY_ENDS)


def _read(match: re.Match[str], text: str, floor: int) -> FoundAmount | None:
    """The amount at ``match``, or None where its form says something else. ``floor``: nothing before it
    belongs to this one.
    """
    something_before = _currency_may_end(text, match.start())
    bare = _is_bare(match) and not match["after"] and not match["dash"]
    if bare and not something_before:
        return None
    before = BEFORE.search(text, max(floor, match.start() - 14) if something_before else match.start(), match.start())
    assert before is not None  # every part of it is optional
    currency = before["before"] or match["after"]
    if bare and not currency:
        return None
    if not currency and _is_something_else(match, text):
        return None
    start, end = before.start(), match.end()
    if before["open"] and not match["close"]:
        start += len(before["open"])
    if match["close"] and not before["open"]:
        end -= len(match["close"])
    minus, doubtful = is_negative(before, match, dash_is_minus=_at_column_start(text, start))
    if doubtful:
        start = match.start() if before["before"] is None else before.start("before")
    size = magnitude(match)
    return FoundAmount(-size if minus else size, start, end, text[start:end], currency_code(currency))


def _is_bare(match: re.Match[str]) -> bool:
    """A whole number that only its neighbours could make an amount."""
    return (match["int"] is not None and match["dec"] is None) or (
        "space" in match.re.groupindex and match["space"] is not None and match["spacedec"] is None
    )


def _is_something_else(match: re.Match[str], text: str) -> bool:
    return bool(
        _NOT_MONEY_AFTER.match(text, match.end())
        or _CLOCK_BEFORE.search(text, max(0, match.start() - 12), match.start())
    )


def _at_column_start(text: str, start: int) -> bool:
    """Whether a minus with a space after it stands alone: first on its line or after a gap («Middag - 50,00»
    has a dash).
    """
    before = text[max(0, start - 3) : start]
    return before.endswith(("  ", "\t", "\n", "\n ", "\t ")) or not before.strip(" ")
