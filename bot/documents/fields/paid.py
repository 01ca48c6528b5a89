"""Whether nothing is owed any more: said plainly, stamped, paid at the till, or nothing remains."""

from bot.documents.fields.draft import Draft
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.sum_lines import sums_of
from bot.documents.fields.sums import near
from bot.documents.line import Line


def is_paid(sheet: Sheet, draft: Draft) -> bool:
    """Said plainly, stamped, or nothing remains."""
    paid = sheet.vocabulary.kinds["paid"]
    text = sheet.folded_text
    for phrase in sheet.may_say(paid["phrases"]):
        at = text.find(f" {phrase} ")
        if (
            at >= 0
            and not _turned(text[:at], paid["unless"])
            and not (phrase in ("dankort", "visa dankort", "kontant") and "betalt" not in text)
            and not _is_of_part(sheet, draft, phrase)
        ):
            return True
    if _is_stamped(sheet, paid["stamps"]) or _paid_by_card(sheet, draft):
        return True
    total = draft.fields.total
    sums = sums_of(sheet).of("payable", "gross", "total", "net")
    return total is not None and total.value == 0 and any(s.value for s in sums)


def _is_of_part(sheet: Sheet, draft: Draft, phrase: str) -> bool:
    """«Øl, betalt på stedet  -180,00» over «Rest til betaling 1.620,00»: said only of what is taken off the whole, and
    what remains is printed.
    """
    total, sums = draft.fields.total, sums_of(sheet)
    if total is None or total.value <= 0 or sums.payable is None or not near(sums.payable.value, total.value):
        return False
    rest = [abs(s.value - total.value) for s in sums.of("gross", "total")]
    said = [line for line in sheet.lines if f" {phrase} " in f" {' '.join(t.key for t in line.tokens)} "]

    def is_part(line: Line) -> bool:
        amounts = sheet.amounts_by_line.get(line.index, ())
        return any(r and near(abs(a.found.value), r) for a in amounts for r in rest)

    return bool(said) and all(map(is_part, said))


def _is_stamped(sheet: Sheet, stamps: frozenset[str]) -> bool:
    """«BETALT» alone on its line."""
    return any(
        len(line.cells) == 1 and len(line.tokens) <= 3 and " ".join(t.key for t in line.tokens) in stamps
        for line in sheet.lines
    )


def _paid_by_card(sheet: Sheet, draft: Draft) -> bool:
    """«DANKORT 1.752,00» under a total of 1.752,00, as tills print it; not «MobilePay» in a margin beside «I alt»."""
    total = draft.fields.total
    means = sheet.vocabulary.kinds["paid"]["means"]
    return total is not None and any(
        line.tokens
        and line.tokens[0].key in means
        and not sheet.hits_of(line, "payable", "gross", "total")
        and any(a.found.value == total.value for a in sheet.amounts_by_line.get(line.index, ()))
        for line in sheet.lines
    )


def _turned(before: str, unless: frozenset[str]) -> bool:
    return any(word in unless for word in before.split()[-3:])
