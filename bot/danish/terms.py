"""Payment terms («netto 14 dage», «lb. md. + 30 dage») and the due date that follows from them (BT-20, BT-9).

*Løbende måned* is the rest of the month of issue: the days after it count from its last day. Some guides
explain it wrongly as the following month. A printed due date beats all of this. Source: Danish trade usage.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.danish.late import late
from bot.danish.scan import Taken, lowered, matches_at

Kind = Literal["net", "months", "end_of_month", "on_receipt", "prepaid", "paid"]

_NUMBERS = {
    "otte": 8, "ti": 10, "fjorten": 14, "tyve": 20, "tredive": 30, "en": 1, "én": 1, "et": 1, "to": 2, "tre": 3,
    "fire": 4,
}  # fmt: skip
_DAYS = r"(?:kalenderdages?|dages?|dg|dgs|days?|dagar|tage)\b\.?"
_UNIT = rf"[ -]{{0,2}}(?P<unit>{_DAYS}|ugers?\b|uges?\b|weeks?\b|måneders?\b|måneds?\b|mdr\b\.?|md\b\.?|months?\b)"
_MONTH_END = (
    r"(?:løbende|løb\.?|lbn?\.?|lb\.?)[ ]{0,2}(?:måneds?|mdr|mnd|md|mån)\b\.?|(?:end of month|EOM"
    r"|månedens udgang|udgangen af måneden)\b"
)
_PLUS = r"[ ]{0,2}(?:\+|plus|og|tillagt|,|netto|-|–)?[ ]{0,2}(?:netto[ ]{0,2})?"
_TERMS = re.compile(
    rf"(?<![^\W_])(?:netto[ ]{{0,2}})?(?:(?P<before>[0-9]{{1,3}})[ ]{{0,2}}{_DAYS}{_PLUS})?(?P<month>{_MONTH_END})"
    rf"(?:{_PLUS}(?P<extra>[0-9]{{1,3}})(?![0-9.,/-])(?:[ ]{{0,2}}{_DAYS})?)?"
    r"|(?<![^\W_])(?P<prepaid>forudbetal(?:ing|es|t)|betales (?:ved|før) ankomst|betaling (?:ved|før) ankomst"
    r"|prepayment|payment in advance|in advance)\b"
    r"|(?<![^\W_])(?P<receipt>netto kontant|pr\.? kontant|kontant(?! rabat| ?betalt)|forfalder straks"
    r"|straks(?: efter modtagelse)?"
    r"|ved modtagelse|(?:due )?(?:up)?on receipt|cash on delivery|immediate(?:ly)?|kontant ved levering)\b(?!rabat)"
    r"|(?<![^\W_])(?P<paid>betalt|paid)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"(?<![\w.,/+-])(?P<count>[0-9]{{1,3}}|{'|'.join(_NUMBERS)}){_UNIT}", re.IGNORECASE)
#: Words that make «14 dage» a term, just before or just after it.
_ASK_BEFORE = re.compile(
    r"(?<![^\W_])(?:netto|net|kredit|credit|(?:betalings)?frist|(?:betalings)?betingelser?|(?:betalings)?vilkår"
    r"|bet\.? ?(?:bet(?:ingelser)?|vilkår)\.?|terms|forfald(?:er|sdato)?|fakturadato|invoice date"
    r"|due|zahlbar|zahlungsziel|(?:ind)?betal(?:es|ing|ingen|t)?(?: venligst| bedes)?|overføres|payment|payable"
    r"|(?:ind)?betal[^.,;:\n0-9]{0,30} (?:inden|senest|om)"
    r"|pay[^.,;:\n0-9]{0,30} within)"
    r"[ ]{0,2}(?:\(?dage\)?)?[:.+]?[ ]{0,2}(?:(?:er|is|om|due|within|inden(?: for)?|senest|netto"
    r"|net|\+|plus) ?){0,3}\Z",
    re.IGNORECASE,
)
_ASK_AFTER = re.compile(
    r"[ ]{0,2}(?:netto|net\b|kredit|credit|betalingsfrist|(?:fra|efter|from|after|of) (?:d\.?d\.?|dags? dato"
    r"|fakturadato|fakturaens dato|faktura|invoice|modtage\w*|receipt|udstedelse"
    r"|the date))",
    re.IGNORECASE,
)
#: «21 dage før festen»: nothing that an invoice asks for.
_DAYS_BEFORE = re.compile(r"[ ]{0,2}(?:før|forud for|before|prior to)\b", re.IGNORECASE)
#: Terms of something else: interest, reminders, discount for early payment, cancelling.
_OTHER_MATTER = late(
    r"(?:rabat|%|pct\.?|rente[r]?|rykker\w*|gebyr|afbestil\w*|afmeld\w*|reklam\w*|kontantrabat|discount|skonto"
    r"|klage\w*|retur\w*|opbevar\w*|gælder|gyldig)"
    r"[^.,;\n]{0,32}\Z",
    re.IGNORECASE,
)
_NOT_PAID = late(
    r"(?:ikke|ej|bliver|er det|not|når|hvis|senest|inden|skal være|bedes|venligst|være|blive"
    r"|forud|for lidt|for meget) \Z",
    re.IGNORECASE,
)
_TO_BE_PAID = re.compile(r"\s(?:inden|senest|før|rettidigt|til tiden|by|within)\b", re.IGNORECASE)
_LIMIT = 365
#: The first letters of the words above, and of the units; «30 dage løbende måned» is looked for at its number.
_STARTS = re.compile(
    "netto|l[øb]|end of|eom|månedens|udgangen|forudb|betal|prepay|payment in|in adv|pr|kontant|forfalder|straks"
    "|ved mod|due|on rec|upon|cash|immed|paid|[0-9]{1,3} {0,2}(?:dag|dg|kal)"
)
_UNITS = re.compile("dag|dg|day|kalender|tage|uge|week|måned|md|month")
_COUNT_BEFORE = re.compile(rf"(?:[0-9]{{1,3}}|{'|'.join(_NUMBERS)})[ -]{{0,2}}\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundTerms:
    """Terms and their place. ``count``: days for "net" and (after the month's end) "end_of_month", months for
    "months", else 0.
    """

    kind: Kind
    count: int
    start: int
    end: int
    text: str


def find_terms(text: str) -> list[FoundTerms]:
    """All payment terms, in order. «14 dage» alone is none: a word beside it must speak of paying."""
    found: list[FoundTerms] = []
    low = lowered(text)
    for match in matches_at(_TERMS, _STARTS, text, low):
        terms = _of_words(match, text)
        if terms is not None:
            found.append(terms)
    for unit in _UNITS.finditer(low):
        count = _COUNT_BEFORE.search(text, max(0, unit.start() - 12), unit.start())
        counted = _COUNTED.match(text, count.start()) if count else None
        terms = _counted(counted, text) if counted else None
        if terms is not None:
            found.append(terms)
    taken = Taken()
    return sorted((terms for terms in found if taken.take(terms.start, terms.end)), key=lambda f: f.start)


def due_from_terms(terms: FoundTerms, invoice_date: date) -> date | None:
    """The due date that the terms give, or None where nothing is due by a date (prepaid, paid)."""
    match terms.kind:
        case "net":
            return invoice_date + timedelta(days=terms.count)
        case "months":
            return _months_later(invoice_date, terms.count)
        case "end_of_month":
            last = monthrange(invoice_date.year, invoice_date.month)[1]
            return invoice_date.replace(day=last) + timedelta(days=terms.count)
        case "on_receipt":
            return invoice_date
        case _:
            return None


def _of_words(match: re.Match[str], text: str) -> FoundTerms | None:
    start, end = match.span()
    if match["month"]:
        days = int(match["extra"] or match["before"] or 0)
        return FoundTerms("end_of_month", days, start, end, match.group()) if days <= _LIMIT else None
    if match["paid"]:
        if _NOT_PAID.search(text, max(0, start - 14), start) or _TO_BE_PAID.match(text, end):
            return None
        return FoundTerms("paid", 0, start, end, match.group())
    return FoundTerms("prepaid" if match["prepaid"] else "on_receipt", 0, start, end, match.group())


def _counted(match: re.Match[str], text: str) -> FoundTerms | None:
    start, end = match.span()
    before = _ASK_BEFORE.search(text, max(0, start - 48), start)
    after = _ASK_AFTER.match(text, end)
    if _DAYS_BEFORE.match(text, end):
        return None
    if (before is None and after is None) or _OTHER_MATTER.search(
        text, max(0, start - 48), start if before is None else before.start()
    ):
        return None
    word = match["count"].casefold()
    count = _NUMBERS.get(word) or int(word)
    unit = match["unit"].casefold()
    first = before.start() if before else start
    last = after.end() if after else end
    if unit.startswith(("m",)):
        return FoundTerms("months", count, first, last, text[first:last]) if count <= 12 else None
    days = count * 7 if unit.startswith(("u", "w")) else count
    return FoundTerms("net", days, first, last, text[first:last]) if days <= _LIMIT else None


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
