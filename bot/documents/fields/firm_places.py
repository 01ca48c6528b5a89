"""What the place of a name says for its being the sender's: its size, where on the page, an address below it."""

from itertools import pairwise

from bot.documents.fields.firm_names import LEGAL, POSTCODE, STREET, is_likely, said_of_address
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Line, Span

#: Labels over a name that make it another's.
_OTHERS = ("buyer", "buyer_ref", "seller_ref", "coordinator", "concerning", "network")
#: The words of a letterhead are no further apart, in its heights.
_SET_APART = 1.6
#: The room that each letter has on such a line, at least.
_SPACED = 0.66


def looks(sheet: Sheet, line: Line, number: int, span: Span) -> float:
    """What the words and their size say: a legal form, a word venues like, larger than the rest, at the top."""
    score, scores = 0.0, sheet.scores("supplier")
    if LEGAL.search(span.text):
        score += scores["legal_form"]
    if is_likely(sheet, span.text):
        score += scores["likely_word"]
    if line.height > 1.25 * sheet.usual_height:
        score += scores["large"]
    elif line.height > 1.1 * sheet.usual_height:
        score += scores["larger"]
    page = sheet.layout.pages[0]
    if line.page == page.number and (line.index == 0 or (line.top < page.height * 0.15 and sheet.layout.paged)):
        score += scores["top_of_page"]
    if line.index <= first_line(sheet) and number == 0:
        score += scores["first_line"]
    label = sheet.label_of(line, span.start)
    if label is not None and (label.how in ("same", "left") or label.group in _OTHERS):
        score -= scores["of_another"]
    if len(span.text.split()) > 6:
        score -= scores["wordy"]
    return score


def address_near(sheet: Sheet, line: Line, number: int, spans: list[Span]) -> float:
    """A street or postcode after it on its line, or in the cells below: a name over its address."""
    scores = sheet.scores("supplier")
    rest = line.text[spans[0].end : line.cells[number].end]
    if len(spans) > 1 and (POSTCODE.search(rest) or STREET.search(spans[1].text)):
        return scores["address_behind"]
    score, current = 0.0, (line, number)
    for depth in range(4):
        below = sheet.layout.below(current[0], current[0].cells[current[1]], reach=1.6)
        if below is None:
            break
        text = below[0].cell_text(below[1])
        if depth == 0 and not any(map(str.isalpha, text)):
            return -scores["over_number"]  # «Telefon» over its number, though misread
        if below[0].index in sheet.amounts_by_line:
            break
        if (below[0].index, below[1]) in sheet.buyer_cells:
            break
        said = said_of_address(text)
        if said == "address":
            return score + scores["address_under" if depth <= 1 else "address_below"]
        if said == "contact":
            score = max(score, scores["contact_below"])
        current = below
    return score


def near_cvr(sheet: Sheet, line: Line, cvr_line: Line | None) -> float:
    """What its distance from the supplier's CVR number says."""
    if cvr_line is None or cvr_line.page != line.page:
        return 0.0
    apart = abs(cvr_line.index - line.index)
    scores = sheet.scores("supplier")
    if apart <= 1:
        return scores["cvr_next" if apart else "cvr_on_line"]
    return scores["cvr_near"] if apart <= 4 else 0.0


def first_line(sheet: Sheet) -> int:
    """The index of the first line that is more than the document's heading: the sender's, as a rule."""
    top = sheet.lines[0]
    alone = len(top.cells) == 1 and sheet.vocabulary.headings.contains(top.text) is not None
    return 1 if alone and top.height > 1.25 * sheet.usual_height else 0


def is_letterhead(sheet: Sheet, line: Line) -> bool:
    """«MAD MED   MERE APS»: the top line, in large letters, capitals set apart, or a typewriter's capitals."""
    if line.index > first_line(sheet) or len(line.cells) < 2:
        return False
    if line.height <= 1.25 * sheet.usual_height and not _is_spaced(line) and not _is_typed(line):
        return False
    near = all(b.x0 - a.x1 < _SET_APART * line.height for a, b in pairwise(line.cells))
    words = sheet.vocabulary.headings
    return near and not sheet.hits[line.index] and not any(words.match(t, 0) for t in line.cell_tokens)


def _is_typed(line: Line) -> bool:
    """Capitals without a number: no address stands behind the name."""
    return line.text.isupper() and not any(t.key.isdecimal() for t in line.tokens)


def _is_spaced(line: Line) -> bool:
    """Capitals with more room between them than type has."""
    advances = ((w.x1 - w.x0) / len(w.text) for w in line.words)
    return line.text.isupper() and all(advance > _SPACED * line.height for advance in advances)
