"""CVR numbers: 8 digits, printed ``12345674``, ``12 34 56 74`` or ``DK12345674``.

Weights 2 7 6 5 4 3 2 1, the sum divides by 11 (Erhvervsstyrelsen; ``stdnum.dk.cvr``). SE numbers have the
same form.
"""

import re
from dataclasses import dataclass

from bot.danish.scan import lowered, matches_at

_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
_DIGITS = r"(?P<digits>[0-9](?:[ \u00a0.]?[0-9]){7})(?![0-9])(?![ \u00a0][0-9]{2}(?![0-9.,]))"
_LABELLED = re.compile(
    r"(?<![^\W_])(?:CVR|SE|MOMS|VAT|TAX|CVR\s?/\s?SE|Org)[ .-]{0,2}(?:reg\.?[ .-]{0,2})?(?:nr|nummer|no|number|id)?\.?"
    r"\)?[ ]{0,2}(?:/\s?(?:SE|CVR|VAT|moms)[ .-]{0,2}(?:nr|no|nummer)?\.?)?\s{0,3}(?:\(DK\))?"
    r"\s{0,3}[:#]?\s{0,3}(?:DK)?[ -]?" + _DIGITS,
    re.IGNORECASE,
)
_STARTS = re.compile(r"[csmvto](?<![^\W_][a-z])(?:(?<=c)vr|(?<=s)e|(?<=m)oms|(?<=v)at|(?<=t)ax|(?<=o)rg)")
_PREFIXED = re.compile(r"(?<![^\W_])DK[ -]?(?P<digits>[0-9]{8}|[0-9]{2}(?: [0-9]{2}){3})(?![ ]?[0-9])")


@dataclass(frozen=True, slots=True)
class FoundCvr:
    """A number printed as a CVR or SE number. ``is_valid``: its check digit fits."""

    value: str
    start: int
    end: int
    text: str
    is_valid: bool


def is_cvr(digits: str) -> bool:
    """Whether the 8 digits (nothing else) pass the check. No check is made that the firm exists."""
    if len(digits) != 8 or not digits.isascii() or not digits.isdecimal() or digits[0] == "0":
        return False
    return sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def find_cvr(text: str) -> list[FoundCvr]:
    """Numbers with a CVR, SE or VAT label or the prefix DK, in order. Eight bare digits are as often a phone."""
    out: dict[int, FoundCvr] = {}
    prefixed = _PREFIXED.finditer(text) if "DK" in text else ()
    for match in (*matches_at(_LABELLED, _STARTS, text, lowered(text)), *prefixed):
        digits = "".join(c for c in match["digits"] if c.isdecimal())
        start, end = match.span("digits")
        out.setdefault(start, FoundCvr(digits, start, end, text[start:end], is_cvr(digits)))
    return [out[start] for start in sorted(out)]
