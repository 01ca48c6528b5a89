"""FIK and giro slips: the code line ``+71<000000000010421+81234567<``, and the same told in words.

Card 71 has a 15-digit payment ID, 75, 04 and 15 one of 16, 73 and 01 none; then the creditor (8 digits) or
the giro account (7 or 8). Source: oioubl.nemhandel.dk; Peppol DK-R-008..011; giro-kort.dk. Leading zeros of
the ID may be missing in print: they are put back, and the check digit then says whether that was right
(``Fik.is_valid``).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.danish.late import late
from bot.danish.scan import Taken, lowered, matches_at
from bot.model.payment import CARDS_WITHOUT_ID, ID_DIGITS, Fik, Giro

_GIRO_CARDS = ("01", "04", "15")
_CARD = r"(?P<card>71|73|75|01|04|15)"
#: Code line: a sign before or after the card, the ID, a plus, the creditor. Spaces and one line break may
#: fall anywhere.
_CODE_LINE = late(
    rf"(?<![0-9])(?:(?P<open>[+>])\s{{0,2}})?{_CARD}\s{{0,2}}(?P<bracket>[<>])?\s{{0,2}}"
    r"(?P<id>[0-9](?:[ \u00a0\r\n]{0,2}[0-9]){0,17})?\s{0,3}(?P<plus>\+)\s{0,2}"
    r"(?P<to>[0-9](?:[ \u00a0]?[0-9]){6,8})(?![ ]?[0-9])(?:\s{0,2}<)?"
)
#: «FIK 71 000000000010421 81234567»: the code line without its signs.
_BARE_LINE = late(
    r"(?<![^\W_])(?:FIK?|kortart|korttype|indbetalingskort|betalingskort|girokort|giro"
    r"|kode(?:linje)?)(?:[ .-]{0,2}(?:nr|kort|kode|linje|type))?"
    r"[ .:+>]{0,4}(?P<card>71|75|04|15)[ <+/,:-]{1,4}"
    r"(?P<id>[0-9](?: ?[0-9]){13,15})[ <+/,-]{1,4}(?P<to>[0-9](?: ?[0-9]){6,7})(?! ?[0-9])",
    re.IGNORECASE,
)
_CARD_WORD = late(
    rf"(?<![^\W_])(?:kortart(?:kode)?|kort-?type|FIK|FI-?kort|indbetalingskort|girokort|card(?: type)?"
    rf"|type)[ .:-]{{0,4}}(?:type[ .:]{{0,2}}|nr\.? ?)?"
    rf"[+<>(]?{_CARD}(?![0-9])",
    re.IGNORECASE,
)
_ID_WORD = late(
    r"(?<![^\W_])(?:betalings?[- ]?(?:id(?:ent\w{0,12})?|nr|nummer)|payment[- ]?(?:id|reference)|FI-?(?:nr|nummer"
    r"|id)|OCR(?:-?(?:nr|linje|ref))?"
    r"|identifikation(?:snr|snummer)?|ref(?:erence)?[- ]?(?:nr|id)|ID)[ .:-]{0,4}(?:nr\.?|nummer)?[ :.]{0,3}"
    r"(?P<id>[0-9](?:[ \u00a0]?[0-9]){0,17})(?![0-9])",
    re.IGNORECASE,
)
_TO_WORD = late(
    r"(?<![^\W_])(?:FI-?)?(?:kred(?:itor)?|creditor|modtager)[- .]{0,2}(?:nr|nummer|no|number|id)?[ .:-]{0,4}"
    r"(?P<to>[0-9](?:[ \u00a0]?[0-9]){6,8})(?![0-9]|[ ][0-9])",
    re.IGNORECASE,
)
#: «Girokonto 123 4567»; bankgiro and plusgiro are Swedish.
_GIRO_WORD = late(
    r"(?<![^\W_])(?:post)?giro(?:kort|konto|nr|nummer)?[ .:-]{0,3}(?:nr|nummer|no|konto(?:nr)?)?[ .:-]{0,3}"
    r"(?:(?P<card>01)[ <+]{1,3})?(?P<to>[0-9](?:[ \u00a0-]?[0-9]){6,7})(?![0-9]|[ -][0-9])",
    re.IGNORECASE,
)
#: A creditor, a card and an ID belong together when they stand so near each other (characters).
_NEAR = 160
#: The plus before the creditor, and how far a code line may reach from it.
_PLUS = re.compile(r"\+\s{0,2}[0-9]")
_LONGEST = 72
#: The first letters of each of the words above.
_CARD_STARTS = ("fi", "kort", "kode", "indbetal", "betalingskort", "giro")
_TO_STARTS = ("fi", "kred", "cred", "modtager")
_GIRO_STARTS = ("giro", "postgiro")


class Slip(NamedTuple):
    """A payment slip and its place: offsets into the text."""

    payment: Fik | Giro
    start: int
    end: int


def find_slips(text: str) -> list[Slip]:
    """All slips in the text: code lines first, then those told in words where no code line overlaps."""
    low = lowered(text)
    taken = Taken()
    groups = (_code_lines(text), _bare_lines(text, low), _in_words(text, low), _giro_words(text, low))
    found = [slip for group in groups for slip in group if taken.take(slip.start, slip.end)]
    return sorted(found, key=lambda slip: slip.start)


def _code_lines(text: str) -> Iterator[Slip]:
    end = 0
    for plus in _PLUS.finditer(text):
        match = _CODE_LINE.search(text, max(end, plus.start() - _LONGEST), min(len(text), plus.end() + _LONGEST))
        if match is None or text[match.end("to") : match.end("to") + 1].isdecimal():
            continue  # cut short: another plus, «lb. md. + 30 dage», stands before this one, and its turn comes
        end = match.end()
        payment_id = _digits(match["id"])
        signs = bool(match["open"]) + bool(match["bracket"])
        if signs == 0 or (signs == 1 and not payment_id and match["card"] not in CARDS_WITHOUT_ID):
            continue
        yield Slip(_slip(match["card"], payment_id, _digits(match["to"])), match.start(), match.end())


def _bare_lines(text: str, low: str) -> Iterator[Slip]:
    for match in matches_at(_BARE_LINE, _CARD_STARTS, text, low):
        yield Slip(_slip(match["card"], _digits(match["id"]), _digits(match["to"])), match.start("card"), match.end())


def _in_words(text: str, low: str) -> Iterator[Slip]:
    """«Kortart 71, Betalings-ID 1042 1, Kreditornr. 81234567», in any order."""
    for to in matches_at(_TO_WORD, _TO_STARTS, text, low):
        card, payment_id = _nearest(_CARD_WORD, text, to), _nearest(_ID_WORD, text, to)
        digits = _digits(payment_id["id"]) if payment_id else ""
        if card is None and not digits and not re.match(r"(?:FI|kred|cred)", to.group(), re.IGNORECASE):
            continue
        kind = card["card"] if card else ("75" if len(digits) == 16 else "71" if digits else "73")
        if kind in CARDS_WITHOUT_ID:
            digits = ""
        parts = [
            to.span("to"),
            *([payment_id.span("id")] if payment_id and digits else []),
            *([card.span("card")] if card else []),
        ]
        yield Slip(_slip(kind, digits, _digits(to["to"])), min(p[0] for p in parts), max(p[1] for p in parts))


def _giro_words(text: str, low: str) -> Iterator[Slip]:
    for match in matches_at(_GIRO_WORD, _GIRO_STARTS, text, low):
        yield Slip(Giro("01", None, _digits(match["to"])), match.start("to"), match.end())


def _nearest(pattern: re.Pattern[str], text: str, to: re.Match[str]) -> re.Match[str] | None:
    low, high = max(0, to.start() - _NEAR), min(len(text), to.end() + _NEAR)
    found = [m for m in pattern.finditer(text, low, high) if m.end() <= to.start() or m.start() >= to.end()]
    return min(found, key=lambda m: max(to.start() - m.end(), m.start() - to.end()), default=None)


def _slip(card: str, payment_id: str, to: str) -> Fik | Giro:
    padded = payment_id.zfill(ID_DIGITS[card]) if payment_id and card in ID_DIGITS else payment_id
    if card in _GIRO_CARDS:
        return Giro(card, padded or None, to)
    return Fik(card, padded or None, to)


def _digits(printed: str | None) -> str:
    return "".join(c for c in printed or "" if c.isdecimal())
