"""Where sums stand: right of their labels, under them, behind them in a sentence, or named by the word «moms» alone."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.danish.terms import find_terms
from bot.documents.fields.found import MAX_LINE, Placed
from bot.documents.fields.labels import Hit
from bot.documents.fields.openings import TERMS, VAT
from bot.documents.fields.products import is_priced
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.sums import Sum, Sums, near
from bot.documents.line import SAME_EDGE, Line, Span, has_figure

#: Groups of labels.toml that name sums, strongest first: of several before one amount, the first here decides.
GROUPS = (
    *("payable", "balance", "prepaid", "rounding", "fee", "discount"),
    *("vat", "exempt", "taxable", "gross", "net", "total"),
)
#: A table's head: "I alt" among these is a column of line totals, no sum.
_TABLE_HEAD = ("column_quantity", "column_price", "column_text")
#: Sums that have their VAT in them.
_WHOLE = ("payable", "gross", "total")
#: So many labels over so many amounts are a row of boxes.
_BOXES = 2
#: What a row of the table of rates begins with.
_RATE = re.compile(r"(?:[^\W\d]+\s)?\d{1,2}(?:[.,]\d{1,2})?\s?%")


@lru_cache(maxsize=4)
def sums_of(sheet: Sheet) -> Sums:
    out: list[Sum] = []
    for line, opens in zip(sheet.lines, sheet.opens, strict=True):
        hits = sum_hits(sheet, line)
        if hits:
            found = list(_on_line(sheet, line, hits))
            out.extend(_vat_before(sheet, line, found) if opens & VAT else ())
            out.extend(found)
        elif opens & VAT and line.index in sheet.amounts_by_line:
            out.extend(_vat_by_word(sheet, line))
    return Sums(_net_called_total(_vat_called_gross(out)))


def _net_called_total(sums: Sequence[Sum]) -> tuple[Sum, ...]:
    """«Sum 1.440,00 + 25 % moms 360,00» over «I alt til betaling 1.800,00»: what another sum is with the VAT."""
    vats = [s.value for s in sums if s.role == "vat" and s.value > 0]
    whole = [s.value for s in sums if s.role in ("payable", "gross", "total")]
    return tuple(
        s._replace(role="net")
        if s.role == "total" and any(near(v * 4, s.value) and any(near(s.value + v, w) for w in whole) for v in vats)
        else s
        for s in sums
    )


def _vat_called_gross(sums: Sequence[Sum]) -> tuple[Sum, ...]:
    """«Grand total 3.450,00» over «Incl. VAT 25 % 690,00»: a fifth of another sum, where no VAT is told otherwise."""
    if any(s.role == "vat" for s in sums):
        return tuple(sums)
    totals = [s.value for s in sums if s.role in _WHOLE and s.value]
    return tuple(
        s._replace(role="vat") if s.role == "gross" and s.value and any(near(s.value * 5, t) for t in totals) else s
        for s in sums
    )


def sum_hits(sheet: Sheet, line: Line) -> list[Hit]:
    """The labels of sums on the line; «Lokaleleje (momsfri)» is a row, not all that is free of VAT."""
    hits = sheet.hits_of(line, *GROUPS)
    if not hits:
        return _amount_alone(sheet, line)
    hits = [h for h in hits if not _is_beside_row(sheet, line, h) and not _is_terms(sheet, line, h)]
    return [h for h in hits if h.group != "exempt" or line.is_blank(line.cells[h.cell].start, h.start) or h != hits[0]]


def _is_beside_row(sheet: Sheet, line: Line, hit: Hit) -> bool:
    """«Netto 10 dage» in a margin on the height of «11  Æblemost  65,40  719,40», or «Drikkevarer i alt  2  30,00
    60,00»: a row is no sum.
    """
    begin = line.cells[hit.cell].end
    if not line.is_blank(line.cells[hit.cell].start, hit.start):
        return is_priced(sheet, line, begin)
    named = any(
        not line.is_blank(c.start, c.end) and not has_figure(line.text[c.start : c.end]) for c in line.cells[1:]
    )
    return named and len(line.cells) > 3 and is_priced(sheet, line, begin)


def _is_terms(sheet: Sheet, line: Line, hit: Hit) -> bool:
    """«Netto 10 dage», beside whatever it stands."""
    if hit.group != "net" or not sheet.opens[line.index] & TERMS:
        return False
    end = min(line.cells[hit.cell].end, hit.start + MAX_LINE)
    return any(terms.start == 0 for terms in find_terms(line.text[hit.start : end]))


def _amount_alone(sheet: Sheet, line: Line) -> list[Hit]:
    """«Sum DKK 5.020,00»: what is else the head of a column, before the one amount of its line."""
    hits = sheet.hits[line.index]
    if len(hits) != 1 or hits[0].group != "column_amount" or not line.is_blank(0, hits[0].start):
        return []
    amounts = sheet.amounts_by_line.get(line.index, [])
    alone = len(amounts) == 1 and line.is_blank(hits[0].end, amounts[0].span.start)
    return [hits[0]._replace(group="total")] if alone else []


def _in_brackets(line: Line, start: int, span: Span) -> bool:
    """«Moms (25 % af 100,00)»: what the rate is taken of, not the sum."""
    between = line.text[start : span.start]
    return between.count("(") > between.count(")") and ")" in line.text[span.end :]


def _label_end(hits: Sequence[Hit], amount: Placed) -> int:
    """Where the last label before the amount ends: «Total 100,00 (moms 20,00)» has a label inside the brackets."""
    return max((h.end for h in hits if h.end <= amount.span.start), default=hits[0].start)


def _vat_by_word(sheet: Sheet, line: Line) -> Iterable[Sum]:
    """«I beløbet er indeholdt moms med 854,40»: the word alone, before the line's one amount."""
    amounts = [a for a in sheet.amounts_by_line[line.index] if not _in_brackets(line, 0, a.span)]
    words = [t.key for t in line.tokens if amounts and t.end <= amounts[0].span.start]
    named, not_vat = (sheet.vocabulary.word_set("vat", name) for name in ("words", "with_or_without"))
    said = [i for i, word in enumerate(words) if word in named]
    if len(amounts) == 1 and said and not (said[0] and words[said[0] - 1] in not_vat):
        yield Sum("vat", amounts[0].found.value, amounts[0].span, strong=False)


def _vat_before(sheet: Sheet, line: Line, found: Sequence[Sum]) -> Iterable[Sum]:
    """«Dertil kommer moms, kr. 628,75, så det samlede beløb andrager kr. 3.143,75»: a fifth of the line's sum."""
    totals = [s for s in found if s.role in _WHOLE and s.value]
    if not totals or any(s.role == "vat" for s in found):
        return
    for amount in sheet.amounts_by_line.get(line.index, []):
        words = [t.key for t in line.tokens if t.end <= amount.span.start]
        vat = abs(amount.found.value)  # «I alt inkl. moms (368,00)  1.840,00»: brackets are no minus here
        is_fifth = any(amount.span.end <= s.span.start and near(vat * 5, s.value) for s in totals)
        if is_fifth and not sheet.vocabulary.word_set("vat", "words").isdisjoint(words):
            yield Sum("vat", vat, amount.span, strong=False)


def _on_line(sheet: Sheet, line: Line, hits: Sequence[Hit]) -> Iterable[Sum]:
    """Amounts right of their labels; under them where the line has none; left of them in a sentence."""
    amounts = sheet.amounts_by_line.get(line.index, [])
    if amounts and _runs_on(sheet, amounts[0]):
        amounts = amounts[1:]  # the label that it belongs to ends the line above
    below = sheet.amounts_by_line.get(line.index + 1, [])[:1]
    if below and _runs_on(sheet, below[0]):
        yield _sum(line, hits[-1:], below[0], strong=False)
        hits = hits[:-1]
        if not hits:
            return
    after = [a for a in amounts if a.span.start > hits[0].start and not _in_brackets(line, _label_end(hits, a), a.span)]
    if after:
        yield from _right_of(line, _without_rates(sheet, line, hits), after)
        return
    if amounts and amounts[-1].cell == hits[0].cell and amounts[-1].span.end <= hits[0].start:
        yield _sum(line, hits[:1], amounts[-1], strong=False)
        return
    if not sheet.hits_of(line, *_TABLE_HEAD):
        yield from _in_boxes(sheet, line, hits) or _below(sheet, line, hits)


def _runs_on(sheet: Sheet, amount: Placed) -> bool:
    """Whether the amount begins its line, and its label ends the one above."""
    wrapped = sheet.wrapped(amount.line) if amount.line.is_blank(0, amount.span.start) else None
    return wrapped is not None and wrapped.group in GROUPS


def _without_rates(sheet: Sheet, line: Line, hits: Sequence[Hit]) -> Sequence[Hit]:
    """«I alt inkl. 25 % moms 2.500,00»: right behind the label of a sum, that says what is in the sum."""
    rates = [
        hit
        for before, hit in pairwise(hits)
        if hit.group == "vat" and before.group in _WHOLE and _is_included(sheet, line, before.end, hit.start)
    ]
    return [hit for hit in hits if hit not in rates] if rates else hits


def _is_included(sheet: Sheet, line: Line, start: int, end: int) -> bool:
    """Whether one word stands there, and it is «inkl.» or the like."""
    between = [t.key for t in line.tokens if start <= t.start < end]
    included, either = (sheet.vocabulary.word_set("vat", name) for name in ("with", "with_or_without"))
    return len(between) == 1 and between[0] in included and between[0] in either


def _right_of(line: Line, hits: Sequence[Hit], amounts: Sequence[Placed]) -> Iterable[Sum]:
    """Runs of labels and amounts: the labels before an amount name it; of amounts in a row the last counts («25 % af
    100,00: 25,00»), but for «25 % moms 25,00 af 100,00».
    """
    events: list[tuple[int, Hit | Placed]] = [(h.start, h) for h in hits]
    events.extend((a.span.start, a) for a in amounts)
    labels: list[Hit] = []
    found: list[Sum] = []
    last: Placed | None = None
    for _, item in sorted(events, key=lambda e: e[0]):
        if isinstance(item, Placed):
            if last is not None and _is_vat_in(labels, last, item):
                # «I alt (heraf moms 500,00)  2.500,00»
                found.append(_sum(line, labels[-1:], last))
                labels, last = labels[:-1], item
            # «Sum  4.200,00  0,00»: nothing in the column of credits
            elif last is None or ((item.found.value or last.cell == item.cell) and not _is_vat_of(labels, last, item)):
                last = item
            continue
        if last is not None:
            found.append(_sum(line, labels, last))
            labels, last = [], None
        labels.append(item)
    if last is not None and labels:
        found.append(_sum(line, labels, last))
    return [_share_of(found[i - 1], this) if i else this for i, this in enumerate(found)]


def _is_vat_in(labels: Sequence[Hit], this: Placed, following: Placed) -> bool:
    """Whether the label of a sum stands before that of VAT, and the first of the two amounts is the second's VAT: a
    fifth, or less in the label's own cell, where not all is liable.
    """
    if len(labels) < 2 or labels[-1].group != "vat" or labels[-2].group not in _WHOLE or not this.found.value:
        return False
    whole = abs(this.found.value) * 5
    apart = this.cell == labels[-1].cell != following.cell
    return near(whole, following.found.value) or (apart and whole < following.found.value)


def _is_vat_of(labels: Sequence[Hit], this: Placed, following: Placed) -> bool:
    """Whether the labels name VAT, and the first of the two amounts is that of the second, its net."""
    named = any(h.group == "vat" for h in labels)
    return named and bool(this.found.value) and near(this.found.value * 4, following.found.value)


def _share_of(before: Sum, this: Sum) -> Sum:
    """«Total kr. 3.555,- inkl. moms kr. 711,00»: what is a fifth of the sum before it on the line is its VAT."""
    includes = this.role in ("gross", "net") and before.role in ("payable", "gross", "total")
    return this._replace(role="vat") if includes and this.value and near(this.value * 5, before.value) else this


def _in_boxes(sheet: Sheet, line: Line, hits: Sequence[Hit]) -> list[Sum]:
    """«Momspligtigt beløb | Moms 25 % | Faktura total» over «1.440,00 | 360,00 | 1.800,00», which end where their boxes
    do: each amount under the label whose box it stands in. None where one is alone, two stand in one box, or another
    row of amounts follows (a table of rates).
    """
    pure = [hit for hit in hits if sheet.pure_hit(line, hit.cell) == hit]
    amounts = _row_of_amounts(sheet, line) if len(pure) >= _BOXES else []
    if not amounts or _row_of_amounts(sheet, amounts[0].line):
        return []
    below = amounts[0].line
    boxes = [_box_of(line, below, amount) for amount in amounts]
    if None in boxes or len(set(boxes)) < len(boxes):
        return []
    return [_sum(below, [hit], amount, strong=True) for hit in pure for amount, box in zip(amounts, boxes, strict=True)
            if box == hit.cell]  # fmt: skip


def _row_of_amounts(sheet: Sheet, line: Line) -> list[Placed]:
    """Those of the line right below, where it has several and nothing else."""
    amounts = sheet.amounts_by_line.get(line.index + 1, [])
    if len(amounts) < _BOXES:
        return []
    below = amounts[0].line
    is_next = below.page == line.page and below.top - line.bottom <= line.height
    alone = len(amounts) == len(below.cells) == len({a.cell for a in amounts}) and all(
        below.is_blank(below.cells[a.cell].start, a.span.start) for a in amounts
    )
    return amounts if is_next and alone else []


def _box_of(line: Line, below: Line, amount: Placed) -> int | None:
    """The index of the one caption between whose edge and the next one's the amount stands, under no other."""
    value = below.cells[amount.cell]
    begun = [n for n, caption in enumerate(line.cells) if caption.x0 <= value.x0 + SAME_EDGE]
    overlapped = [n for n, caption in enumerate(line.cells) if caption.overlaps(value)]
    return begun[-1] if begun and overlapped in ([], begun[-1:]) else None


def _below(sheet: Sheet, line: Line, hits: Sequence[Hit]) -> Iterable[Sum]:
    for hit in hits:
        if sheet.pure_hit(line, hit.cell) != hit:
            continue
        below = sheet.under(line, line.cells[hit.cell], reach=2.0)
        if below is None:
            continue
        other, index = below
        if hit.group in ("gross", "total") and all(map(_is_rates_row, sheet.lines[other.index : other.index + 2])):
            continue  # «25 %  2.552,00  638,00  3.190,00» over the row of 0 %: no sum of the invoice
        for amount in sheet.amounts_by_line.get(other.index, []):
            if amount.cell == index and other.is_blank(other.cells[index].start, amount.span.start):
                yield _sum(other, [hit], amount, strong=True)
                break


def _is_rates_row(line: Line) -> bool:
    return _RATE.match(line.text) is not None


def _sum(line: Line, labels: Sequence[Hit], amount: Placed, *, strong: bool | None = None) -> Sum:
    groups = {h.group for h in labels}
    role = next((g for g in GROUPS if g in groups), "total")
    if role == "taxable" and "vat" in groups:
        role = "vat"
    if role == "exempt" and labels[0].group in ("payable", "gross", "total"):
        role = labels[0].group  # «Total, fritaget for moms: 2.990,00»
    if strong is None:
        strong = any(line.is_blank(line.cells[h.cell].start, h.start) for h in labels)
    return Sum(role, amount.found.value, amount.span, strong)
