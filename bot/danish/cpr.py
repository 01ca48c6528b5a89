"""CPR numbers: where they stand in a text, and the text with them masked. Nothing may be shown, logged or
sent before ``mask_cpr``.

A number is not rejected by its check digit: since October 2007 numbers are issued that fail modulus 11
(cpr.dk), so context decides. Six digits with a day and month, a dash and four digits are always one. With a
space, or nothing, between, the words before them decide, for accounts, P numbers and phones have the same
shape; ten bare digits that are a possible birth date and that no word claims are masked, for a number masked
wrongly costs a look at the original, and one shown wrongly cannot be taken back. What only looks like digits
(full-width ones, an O that a scan made of a nought) counts as digits.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

from bot.danish.late import late
from bot.danish.lookalikes import LIKE, in_digits
from bot.danish.scan import Taken, lowered, matches_at

MASK = "******-****"

_HIDDEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_DASH = "-‐‑‒–—―−·•∙‧﹣－\u00ad"
_H = rf"[{_HIDDEN}]{{0,3}}"
_D = rf"[0-9]{_H}"
#: Six digits (day 01-31, or 61-91 in replacement numbers; month 01-12), at most four characters, four digits.
_SIX = rf"(?:[0-36-9](?<![0-9][0-9]){_H}[0-9]{_H}[01]{_H}[0-9]{_H}[0-9]{_H}[0-9])"
_GAPS = rf"\s./_{_HIDDEN}{_DASH[1:]}-"
_CANDIDATE = re.compile(rf"(?P<six>{_SIX})(?P<gap>[{_GAPS}]{{0,4}})(?P<four>{_D}{_D}{_D}[0-9])(?![0-9])")
#: After a label any ten digits, however grouped: «CPR: 01 01 90 - 24 76», «cpr.nr. 01.01.90-2476».
_LABEL = late(
    r"(?<![^\W_])(?:CPR|person(?:nummer|nr|[ -]nr|ligt nummer)|pers\.? ?nr|fødselsnummer|nemkonto"
    r"|civil ?reg)[^0-9\n]{0,40}(?:\n[^0-9\n]{0,12})?",
    re.IGNORECASE,
)
_LABEL_STARTS = ("cpr", "pers", "fødsel", "nemkonto", "civil")
_BETWEEN = rf"[ \t\u00a0\u202f\u2009./|_{_HIDDEN}{_DASH[1:]}-]"
_TEN = late(rf"[0-9](?:{_BETWEEN}{{0,3}}[0-9]){{9}}(?![0-9])")
#: … with the century, or with its two halves in two columns or on two lines.
_LABELLED = (
    _TEN,
    late(rf"[0-9](?:{_BETWEEN}{{0,3}}[0-9]){{11}}(?![0-9])"),
    late(rf"{_SIX}\W{{1,24}}{_D}{_D}{_D}[0-9](?![0-9])"),
)
#: «010190- 24 76».
_PAIRED = re.compile(rf"(?P<six>{_SIX})\s?[{_DASH[1:]}-]\s?[0-9]{{2}}\s[0-9]{{2}}(?![0-9])")
#: Born «01.01.90» or in 1990, then a dash and four digits.
_POINTED = re.compile(
    rf"(?P<day>[0-9](?<![0-9][0-9]){_H}[0-9])[./ -](?P<month>{_D}[0-9])[./ -]{_D}[0-9]"
    rf"\s?[{_DASH[1:]}-]\s?{_D}{_D}{_D}[0-9](?![0-9])"
)
_LONG_YEAR = re.compile(rf"(?P<six>{_SIX})[0-9]{{2}}\s?[{_DASH[1:]}-]\s?[0-9]{{4}}(?![0-9])")
#: Whatever stands without a label is all digits and what may be between them: a text of a thousand characters has one
#: such place or two, and only they are looked at.
_RUN = re.compile(rf"[0-9][0-9{_GAPS}]{{9,}}+")
#: Words that say what the number after them is.
_CLAIMS = late(
    r"(?P<cpr>CPR|personn|pers\.? ?nr|fødselsn|nemkonto)"
    r"|(?P<account>konto|(?<![^\W_])(?:kto|reg|bank|iban|acc|giro|fik(?![^\W_])|fi-|kred)|betalings)"
    r"|(?<![^\W_])(?:p-?n(?:r|um)|produktions|prod|fax|(?:ean|gln|cvr|se)(?![^\W_]))|tlf|telefon|phone|mobil"
    r"|faktura|invoice|ordre|order|kunde|debitor|booking|reserv|bilag|stregkode|varen|sags|journal|løbe|serie|licens",
    re.IGNORECASE,
)
#: How far those of accounts and CPR reach (characters), and what may stand after the others: «Faktura nr.: », but not
#: «Faktura til Mette Holm ».
_REACH = 40
_SUFFIX = late(r"[^\W\d_]{0,12}[ .:/-]{0,3}(?:nr|nummer|no|number|id)?[\s.:#(+-]{0,5}(?:45 )?")
_REG_BEFORE = re.compile(r"(?<![0-9])[0-9]{4}[ \u00a0./–-]{1,3}\Z")
#: Below so many digits there is no number in a text, however badly it was scanned.
_ENOUGH = re.compile(r"(?:\D*+\d){6}")
#: Characters: of the shortest text with a number in it, and of the longest that is remembered for a while.
_SHORTEST, _REMEMBERED = 10, 4000
_IN_AN_ID = re.compile(r"(?<![^\W_])(?P<six>[0-9]{6})[-_][0-9]{4}(?![^\W_])|(?<=^<)(?P<bare>[0-9]{6})[0-9]{4}(?=@)")
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NEAR = 56
#: Nine to eleven characters like digits, alone, with what may stand between them; and so many must be digits.
_ALIKE = late(rf"(?<![^\W_])[{LIKE}](?:[ \t\u00a0./{_DASH[1:]}-]{{0,3}}[{LIKE}]){{8,10}}(?![^\W_])")
_SIX_AND_FOUR = late(rf"[{LIKE}]{{6}}\s?[{_DASH[1:]}-]\s?[{LIKE}]{{4}}")
_LEGIBLE = 6
#: «CFR», «GPR»: the label, a letter off.
_MISREAD_LABEL = late(r"(?<![^\W_])[CGO€][PFR][RBKP](?![^\W_])[^\n]{0,16}\Z", re.IGNORECASE)


def find_cpr(text: str) -> Sequence[tuple[int, int]]:
    """(start, end) of every CPR number, in order, not overlapping."""
    if len(text) < _SHORTEST or not _ENOUGH.match(text):
        return ()
    return _find(text) if len(text) > _REMEMBERED else _found(text)


@lru_cache(maxsize=256)
def _found(text: str) -> Sequence[tuple[int, int]]:
    """As ``_find``: what a mail says is asked about again where it is told, and again where it is filed."""
    return _find(text)


def _find(text: str) -> Sequence[tuple[int, int]]:
    text = in_digits(text)
    taken = Taken()
    runs = [run.span() for run in _RUN.finditer(text)]
    spans = [m.span() for run in runs for m in _CANDIDATE.finditer(text, *run) if _is_cpr(m, text)]
    for run in runs:
        spans += [
            m.span() for m in _POINTED.finditer(text, *run) if _may_be_birthday(_digits(m["day"] + m["month"]) + "00")
        ]
    for pattern in (_LONG_YEAR, _PAIRED):
        spans += [m.span() for run in runs for m in pattern.finditer(text, *run) if _may_be_birthday(_digits(m["six"]))]
    for label in matches_at(_LABEL, _LABEL_STARTS, text, lowered(text)):
        spans += [found.span() for form in _LABELLED if (found := form.match(text, label.end()))][:1]
    return tuple(sorted(span for span in spans if taken.take(*span)))


def find_misread_cpr(text: str) -> Sequence[tuple[int, int]]:
    """As ``find_cpr`` in what OCR has read, with what may be such a number read wrongly: a digit off, lost or doubled,
    spaces in it. Where nothing claims it, six and four with a dash are enough, whatever day they name.
    """
    taken, spans = Taken(), [*find_cpr(text)]
    for span in spans:
        taken.take(*span)
    for alike in _ALIKE.finditer(text):
        if sum(c.isdecimal() for c in alike[0]) < _LEGIBLE:
            continue
        claim = _nearest_claim(text, alike.start())
        is_said = claim == "cpr" or _MISREAD_LABEL.search(text, max(0, alike.start() - _NEAR), alike.start())
        if (is_said or (claim is None and _SIX_AND_FOUR.fullmatch(alike[0]))) and taken.take(*alike.span()):
            spans.append(alike.span())
    return tuple(sorted(spans))


def mask_misread_cpr(text: str) -> str:
    """As ``mask_cpr``, for what OCR has read."""
    return _masked(text, find_misread_cpr(text))


def mask_cpr(text: str) -> str:
    """The text with every CPR number as ``******-****``. Masking twice is masking once."""
    return _masked(text, find_cpr(text))


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    out, last = [], 0
    for start, end in spans:
        out += [text[last:start], MASK]
        last = end
    return "".join((*out, text[last:])) if out else text


def without_cpr(number: str) -> str:
    """An identifier (an invoice's number) with CPR numbers masked so that two of them stay two: ``******-****~3fa9``.

    Ten bare digits are no CPR number where an invoice's number is expected. Sixteen bits of a hash tell two apart
    and leave a hundred thousand numbers that it could be.
    """
    said = "Faktura nr. "
    out, last = [], 0
    for start, end in find_cpr(said + number):
        begin, stop = max(0, start - len(said)), end - len(said)
        tag = hashlib.sha256(_digits(number[begin:stop]).encode()).hexdigest()[:4]
        out += [number[last:begin], f"{MASK}~{tag}"]
        last = stop
    return "".join((*out, number[last:])) if out else number


def without_cpr_in_id(identifier: str) -> str:
    """A Message-ID with CPR numbers masked, so that two of them stay two.

    Programs make them, of hexadecimal and of seconds since 1970 too: only a number that stands alone counts, with a
    dash or as all that is before the «@».
    """
    masked: str = _IN_AN_ID.sub(_tagged, identifier)
    return masked


def _tagged(found: re.Match[str]) -> str:
    if not _may_be_birthday(found["six"] or found["bare"]):
        return found[0]
    tag = hashlib.sha256(_digits(found[0]).encode()).hexdigest()[:4]
    return f"{MASK}~{tag}"


def _is_cpr(match: re.Match[str], text: str) -> bool:
    gap = "".join(c for c in match["gap"] if c not in _HIDDEN or c == "\u00ad")
    if not _may_be_birthday(_digits(match["six"])) or "." in gap or "/" in gap:
        return False
    if any(c in _DASH for c in gap):
        return True
    claim = _nearest_claim(text, match.start())
    if claim is not None:
        return claim == "cpr"
    if _REG_BEFORE.search(text, max(0, match.start() - 7), match.start()):
        return False
    return not _continues(text, match.end())


def _nearest_claim(text: str, start: int) -> str | None:
    """``"cpr"``, ``"other"``, or None where no word before the number says what it is.

    A word whose own number stands between («Tlf. 24 32 95 61, 010190 2476») claims nothing more; four digits
    between may be a registration number.
    """
    claim = None
    for match in _CLAIMS.finditer(text, max(0, start - _NEAR), start):
        claim = match
    if claim is None:
        return None
    between = text[claim.end() : start]
    if len(between) > _REACH or sum(c.isdigit() for c in between) > 4:
        return None
    if claim.lastgroup is None and not _SUFFIX.fullmatch(between):
        return None
    return "cpr" if claim["cpr"] else "other"


def _digits(printed: str) -> str:
    return "".join(c for c in printed if c.isdecimal())


def _may_be_birthday(six: str) -> bool:
    day, month = int(six[:2]), int(six[2:4])
    day -= 60 if day > 60 else 0
    return 1 <= month <= 12 and 1 <= day <= _MONTH_DAYS[month - 1]


def _continues(text: str, end: int) -> bool:
    """Whether the digits go on as an amount, a longer number or a code line."""
    return re.match(r"[.,+<-][0-9]|[ \u00a0][0-9]{3}(?![0-9])", text[end : end + 6]) is not None
