"""What an amount of money looks like in print: the patterns (``number_in``, ``BEFORE``), and what their matches say.

Point or space = thousands, comma = decimals; ``4.272`` is four thousand, and so is ``4,272`` (three decimals never
occur in kroner); ``÷`` and ``./.`` are minus signs.
"""

import re
from decimal import Decimal

from bot.danish.late import late

MINUS = "-−–‐‑‒"
#: Spaces that only typesetters use between thousands: NBSP, narrow NBSP, thin and figure space.
FIXED_SPACE = "\u00a0\u202f\u2009\u2007"
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
CODES = "DKK|EUR|SEK|NOK|USD|GBP|ISK|CHF|PLN"

#: A number, digits first: one alternative for each way of grouping. ``[0-9]``, not ``\d``: no other script's
#: digits.
_NUMBER = (
    r"(?:(?P<dot>[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4})(?:,(?P<dotdec>[0-9]{1,2}))?"
    rf"|(?P<fixed>[1-9][0-9]{{0,2}}(?:[{FIXED_SPACE}][0-9]{{3}}){{1,4}})(?:[,.](?P<fixeddec>[0-9]{{1,2}}))?"
    r"|SPACE(?P<comma>[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4})(?:\.(?P<commadec>[0-9]{2}))?"
    r"|(?P<int>[0-9]{1,12})(?:[,.](?P<dec>[0-9]{1,2}))?)"
    r"(?![0-9])(?![.,][0-9])"
)
_SPACED = r"(?P<space>[1-9][0-9]{0,2}(?: [0-9]{3}){1,4})(?:[,.](?P<spacedec>[0-9]{1,2}))?(?![0-9])(?![.,][0-9])|"
_AFTER = (
    rf"(?P<dash>[,.:][{MINUS}=]{{1,2}}(?![0-9]))?"
    rf"(?P<trailing>[{MINUS}](?=\s|$|\))| [{MINUS}](?=[ ]*(?:$|\n))| ?\./\.| ?÷(?![ ]?[0-9]))?"
    rf"(?:[ {FIXED_SPACE}]{{0,2}}(?P<after>(?:{CODES}|d\.?kr|kroner|krone|euro|kr|øre)(?![^\W_])\.?|[€$£]))?"
    r"(?P<close>[ ]?\))?"
)
WITH_SPACES = late(_NUMBER.replace("SPACE", _SPACED) + _AFTER, re.IGNORECASE)
_WITHOUT_SPACES = re.compile(_NUMBER.replace("SPACE", "") + _AFTER, re.IGNORECASE)
SPACES = f" {FIXED_SPACE}"
_SIGN = rf"(?:[{MINUS}÷]|\./\.)"
#: What stands before the number, read backwards from it: bracket, sign, currency, sign.
BEFORE = re.compile(
    rf"(?P<open>\([ ]?)?(?P<sign>{_SIGN}[ {FIXED_SPACE}]?)?"
    rf"(?:(?P<before>(?<![^\W_])(?:{CODES}|d\.?kr|kroner|euro|kr)\.?"
    rf"|[€$£])[:]?[ {FIXED_SPACE}]{{0,3}})?(?P<sign2>{_SIGN}[ ]?)?\Z",
    re.IGNORECASE,
)
#: Shows that the text groups with points, or not at all: then a plain space stands between two columns.
_NO_SPACE_GROUPS = re.compile(
    r"[0-9](?<![0-9.,][0-9])(?:[0-9]{0,2}(?:\.[0-9]{3}){1,4},[0-9]{2}|[0-9]{3,8}[,.][0-9]{2}"
    r"|[0-9]{0,2}(?:,[0-9]{3}){1,4}\.[0-9]{2})(?![0-9.,])"
)
CENTS = Decimal("0.01")
_UNGROUP = dict.fromkeys(map(ord, f".,{SPACES}"))


def number_in(text: str) -> re.Pattern[str]:
    """The pattern of an amount in this text, from its first digit on: its other numbers tell whether spaces group."""
    return _WITHOUT_SPACES if _NO_SPACE_GROUPS.search(text) else WITH_SPACES


def is_negative(before: re.Match[str], match: re.Match[str], *, dash_is_minus: bool) -> tuple[bool, bool]:
    """(minus, in doubt). «- 50,00» after a word is a dash more often than a minus."""
    sign = before["sign"] or before["sign2"]
    if sign and sign[0] in MINUS and sign[-1:] in f" {FIXED_SPACE}" and not dash_is_minus:
        return False, True
    bracketed = bool(before["open"] and match["close"])
    return bool(sign) or bracketed or bool(match["trailing"]), False


def magnitude(match: re.Match[str]) -> Decimal:
    """The number without its sign, in the currency's main unit: 50 øre are 0.50."""
    whole = match["dot"] or match["fixed"] or match["comma"] or match["int"]
    decimals = match["dotdec"] or match["fixeddec"] or match["commadec"] or match["dec"]
    if whole is None:  # only the pattern in which spaces group has this
        whole, decimals = match["space"], match["spacedec"]
    number = Decimal(whole.translate(_UNGROUP) + "." + (decimals or "0"))
    if match["after"] and match["after"].casefold().startswith("øre"):
        number /= 100
    return number.quantize(CENTS)


def currency_code(printed: str | None) -> str | None:
    """ISO 4217 of what is printed beside the number («kr.» counts as DKK)."""
    if printed is None:
        return None
    key = printed.casefold().rstrip(".")
    return _CURRENCIES.get(key, key.upper())
