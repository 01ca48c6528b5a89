"""Amounts of money as Danes and English-set systems print them, and back.

Shared facts: point or space = thousands, comma = decimals; ``4.272`` is four thousand; ``4,272`` is ambiguous
(three decimals never occur in kroner); ``÷`` and ``./.`` are minus signs; CLDR pattern ``#,##0.00 ¤``.
Quantities and prices look alike: what a number is *for* is decided by its column or label, not here.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from bot.danish.late import late

_MINUS = "-−–‐‑‒"
#: Spaces that only typesetters use between thousands: NBSP, narrow NBSP, thin and figure space.
_FIXED_SPACE = "\u00a0\u202f\u2009\u2007"
_CURRENCIES = {
    "kr": "DKK",
    "kroner": "DKK",
    "krone": "DKK",
    "dkk": "DKK",
    "dkr": "DKK",
    "d.kr": "DKK",
    "øre": "DKK",
    "€": "EUR",
    "euro": "EUR",
    "$": "USD",
    "£": "GBP",
}
_CODES = "DKK|EUR|SEK|NOK|USD|GBP|ISK|CHF|PLN"

#: A number, digits first: one alternative for each way of grouping. ``[0-9]``, not ``\d``: no other script's
#: digits.
_NUMBER = (
    r"(?:(?P<dot>[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4})(?:,(?P<dotdec>[0-9]{1,2}))?"
    rf"|(?P<fixed>[1-9][0-9]{{0,2}}(?:[{_FIXED_SPACE}][0-9]{{3}}){{1,4}})(?:[,.](?P<fixeddec>[0-9]{{1,2}}))?"
    r"|SPACE(?P<comma>[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4})(?:\.(?P<commadec>[0-9]{2}))?"
    r"|(?P<int>[0-9]{1,12})(?:(?P<sep>[,.])(?P<dec>[0-9]{1,2}))?)"
    r"(?![0-9])(?![.,][0-9])"
)
_SPACED = r"(?P<space>[1-9][0-9]{0,2}(?: [0-9]{3}){1,4})(?:[,.](?P<spacedec>[0-9]{1,2}))?(?![0-9])(?![.,][0-9])|"
_AFTER = (
    rf"(?P<dash>[,.:][{_MINUS}=]{{1,2}}(?![0-9]))?"
    rf"(?P<trailing>[{_MINUS}](?=\s|$|\))| [{_MINUS}](?=[ ]*(?:$|\n))| ?\./\.| ?÷(?![ ]?[0-9]))?"
    rf"(?:[ {_FIXED_SPACE}]{{0,2}}(?P<after>(?:{_CODES}|d\.?kr|kroner|krone|euro|kr|øre)(?![^\W_])\.?|[€$£]))?"
    r"(?P<close>[ ]?\))?"
)
_WITH_SPACES = late(_NUMBER.replace("SPACE", _SPACED) + _AFTER, re.IGNORECASE)
_WITHOUT_SPACES = re.compile(_NUMBER.replace("SPACE", "") + _AFTER, re.IGNORECASE)
_DIGIT = re.compile(r"[0-9]")
_SPACES = f" {_FIXED_SPACE}"
_SIGNS = f"{_MINUS}÷/"
#: First characters of what makes a whole number an amount (a currency, ``,-``, three digits more) …
_MAY_FOLLOW = frozenset("dDeEsSnNuUgGiIcCpPkKøØ€$£,.0123456789)")
#: … and what may stand before it.
_MAY_PRECEDE = frozenset(f"€$£({_SIGNS}")
_CURRENCY_ENDS = ("kr", "ner", "uro", *_CODES.lower().split("|"))
_SIGN = rf"(?:[{_MINUS}÷]|\./\.)"
#: What stands before the number, read backwards from it: bracket, sign, currency, sign.
_BEFORE = re.compile(
    rf"(?P<open>\([ ]?)?(?P<sign>{_SIGN}[ {_FIXED_SPACE}]?)?"
    rf"(?:(?P<before>(?<![^\W_])(?:{_CODES}|d\.?kr|kroner|euro|kr)\.?"
    rf"|[€$£])[:]?[ {_FIXED_SPACE}]{{0,3}})?(?P<sign2>{_SIGN}[ ]?)?\Z",
    re.IGNORECASE,
)
#: What follows a number that is no money: share, measure, clock, date, more of a number.
_NOT_MONEY_AFTER = re.compile(
    rf"\s?(?:%|‰|pct\b|procent|promille|percent|°)|[:/][0-9]|[{_MINUS}][0-9]"
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
#: Shows that the text groups with points, or not at all: then a plain space stands between two columns.
_NO_SPACE_GROUPS = re.compile(
    r"[0-9](?<![0-9.,][0-9])(?:[0-9]{0,2}(?:\.[0-9]{3}){1,4},[0-9]{2}|[0-9]{3,8}[,.][0-9]{2}"
    r"|[0-9]{0,2}(?:,[0-9]{3}){1,4}\.[0-9]{2})(?![0-9.,])"
)
_ENGLISH = re.compile(r"[0-9](?<![0-9.,][0-9])(?:[0-9]{0,2}(?:,[0-9]{3}){1,4}|[0-9]{2,8})\.[0-9]{2}(?![0-9.,-])")
_DANISH = late(r"[0-9](?<![0-9.,][0-9])(?:[0-9]{0,2}(?:\.[0-9]{3}){1,4}|[0-9]{0,8}),[0-9]{2}(?![0-9.,])")
_CENTS = Decimal("0.01")
_UNGROUP = dict.fromkeys(map(ord, f".,{_SPACES}"))


class FoundAmount(NamedTuple):
    """An amount and its place. ``ambiguous``: the form alone does not decide; ``alternatives`` are the other
    values it may have.
    """

    value: Decimal
    start: int
    end: int
    text: str
    #: ISO 4217 where a currency is printed with it («kr.» counts as DKK), else None.
    currency: str | None = None
    ambiguous: bool = False
    alternatives: tuple[Decimal, ...] = ()


def find_amounts(text: str) -> list[FoundAmount]:
    """All amounts in the text, in order; two decimals always.

    A bare whole number (``1234``) is one only beside a currency or ``,-``. Dates, clock times, percentages,
    measures («2,5 kg»), phone and account numbers are left out where their form tells. The other numbers of
    the text decide whether plain spaces group («2 628,00») or separate columns («8 205,00»); where they do
    not, the amount is ``ambiguous``.
    """
    pattern = _WITHOUT_SPACES if _NO_SPACE_GROUPS.search(text) else _WITH_SPACES
    english = bool(_ENGLISH.search(text)) and not _DANISH.search(text)
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
        found = _read(match, text, floor, english) if match else None
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
    stripped = text.strip(f" \t\r\n{_FIXED_SPACE}:*=")
    digit = _DIGIT.search(stripped)
    if digit is None:
        return None
    before = _BEFORE.match(stripped[: digit.start()])
    match = _WITH_SPACES.fullmatch(stripped, digit.start())
    if before is None or match is None:
        return None
    minus, _ = _is_negative(before, match, dash_is_minus=True)
    return -_magnitude(match) if minus else _magnitude(match)


def format_amount(value: Decimal) -> str:
    """``4.272,00``: two decimals, points between thousands, a plain hyphen as minus. Halves are rounded to
    even øre.
    """
    return f"{value.quantize(_CENTS):,.2f}".translate(str.maketrans(",.", ".,"))


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
    if before in ":/" or before in _MINUS:
        return start < 2 or not text[start - 2].isdigit()
    return not before.isdigit() and before != "_"


def _ends_with_currency(text: str, start: int) -> bool:
    match = _BEFORE.search(text, max(0, start - 12), start)
    return match is not None and (
        match["before"] is not None or match["sign2"] is not None or match["sign"] is not None
    )


def _is_worth_a_look(text: str, start: int, end: int) -> bool:
    """Whether anything beside the digits could make them an amount: most numbers of a page are let go here."""
    if end - start > 2 and (text.find(",", start, end) >= 0 or text.find(".", start, end) >= 0):
        return True
    after = text[end : end + 3].lstrip(_SPACES)
    return after[:1] in _MAY_FOLLOW or _currency_may_end(text, start) or (start > 0 and text[start - 1] in _SIGNS)


def _currency_may_end(text: str, end: int) -> bool:
    """Whether a currency, a sign or a bracket stands right before ``end``, perhaps with spaces between."""
    before = text[max(0, end - 7) : end].rstrip(_SPACES)
    if before[-1:] in _MAY_PRECEDE or before.endswith("./."):
        return True
    return before.rstrip(".:")[-3:].lower().endswith(_CURRENCY_ENDS)


def _read(match: re.Match[str], text: str, floor: int, english: bool) -> FoundAmount | None:
    """The amount at ``match``, or None where its form says something else. ``floor``: nothing before it
    belongs to this one.
    """
    something_before = _currency_may_end(text, match.start())
    bare = _is_bare(match) and not match["after"] and not match["dash"]
    if bare and not something_before:
        return None
    before = _BEFORE.search(text, max(floor, match.start() - 14) if something_before else match.start(), match.start())
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
    minus, doubtful = _is_negative(before, match, dash_is_minus=_at_column_start(text, start))
    size = _magnitude(match)
    others = () if before["before"] else _other_sizes(match, english)
    if doubtful:
        others = (*others, -size)
        start = match.start() if before["before"] is None else before.start("before")
    clocklike = match["sep"] == "." and not currency and not english  # 17.30 is a time, 12.03 a day
    value = -size if minus else size
    return FoundAmount(
        value,
        start,
        end,
        text[start:end],
        _currency(currency),
        bool(others) or clocklike,
        tuple(-o if minus else o for o in others),
    )


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


def _is_negative(before: re.Match[str], match: re.Match[str], *, dash_is_minus: bool) -> tuple[bool, bool]:
    """(minus, in doubt). «- 50,00» after a word is a dash more often than a minus."""
    sign = before["sign"] or before["sign2"]
    if sign and sign[0] in _MINUS and sign[-1:] in f" {_FIXED_SPACE}" and not dash_is_minus:
        return False, True
    bracketed = bool(before["open"] and match["close"])
    return bool(sign) or bracketed or bool(match["trailing"]), False


def _magnitude(match: re.Match[str]) -> Decimal:
    whole = match["dot"] or match["fixed"] or match["comma"] or match["int"]
    decimals = match["dotdec"] or match["fixeddec"] or match["commadec"] or match["dec"]
    if whole is None:  # only the pattern in which spaces group has this
        whole, decimals = match["space"], match["spacedec"]
    number = Decimal(whole.translate(_UNGROUP) + "." + (decimals or "0"))
    if match["after"] and match["after"].casefold().startswith("øre"):
        number /= 100
    return number.quantize(_CENTS)


def _other_sizes(match: re.Match[str], english: bool) -> tuple[Decimal, ...]:
    """What else the digits may say: «4,272» four and a bit, «8 205,00» eight at 205."""
    groups = match.groupdict()
    if groups["comma"] is not None and not groups["commadec"] and groups["comma"].count(",") == 1 and not english:
        return (Decimal(groups["comma"].replace(",", ".")).quantize(_CENTS),)
    if groups["dot"] is not None and not groups["dotdec"] and english and groups["dot"].count(".") == 1:
        return (Decimal(groups["dot"]).quantize(_CENTS),)
    if groups.get("space") is not None and groups["spacedec"]:
        parts = groups["space"].split(" ")
        return tuple(
            Decimal("".join(parts[i:]) + "." + groups["spacedec"]).quantize(_CENTS)
            for i in range(1, len(parts))
            if parts[i][0] != "0"
        )
    return ()


def _currency(printed: str | None) -> str | None:
    if printed is None:
        return None
    key = printed.casefold().rstrip(".")
    return _CURRENCIES.get(key, key.upper())
