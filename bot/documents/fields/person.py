"""A person's name in a stretch of a line."""

import re
from collections.abc import Sequence

from bot.danish.names import same_person
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Line, Span, Token

_NAME_JOIN = re.compile(r"^[ .‑-]{1,3}$|^-$|^[.]$")
#: «Serveret den», «Sælgers ref.»: an unknown label, no name.
_LABEL_GOES_ON = re.compile(r"\s?:|\s(?:den|d\.|ref|reference|dato|nr|no|kl)\b", re.IGNORECASE)
_INITIAL = re.compile(r"^[A-ZÆØÅ]$")


def name_in(sheet: Sheet, line: Line, start: int, end: int, *, surname: bool = False) -> Span | None:
    """A person's name at the start of the stretch: capitalised words and initials, «Holm, Mette» too; a network's
    name is none.
    """
    words = sheet.vocabulary
    particles, titles = words.word_set("person", "particles"), words.word_set("person", "titles")
    index = sheet.networks
    tokens = [t for t in line.tokens if start <= t.start < end]
    while tokens and tokens[0].key in titles:
        tokens.pop(0)
    if not tokens or (not line.is_blank(start, tokens[0].start) and _has_words(line, start, tokens[0].start, titles)):
        return None
    taken = _words_of_name(sheet, line, tokens)
    while taken and tokens[taken[-1]].key in particles:
        taken.pop()
    if len(taken) == 1 and (
        _sounds_like_label(sheet, tokens[0].key)
        or _LABEL_GOES_ON.match(line.text, tokens[0].end, line.cells[line.cell_at(tokens[0].start)].end)
    ):
        return None
    if not taken or (surname and tokens[taken[0]].key not in index.people):
        return None
    if all(_INITIAL.match(line.text[tokens[i].start : tokens[i].end]) for i in taken) and taken[-1] < len(tokens) - 1:
        return None  # an initial alone is a name only where the surname may stand on the next line
    return Span(line, tokens[0].start, tokens[taken[-1]].end)


def _words_of_name(sheet: Sheet, line: Line, tokens: Sequence[Token]) -> list[int]:
    """Indexes of the tokens from the first on that are capitalised words, initials or particles of one name."""
    words, index = sheet.vocabulary, sheet.networks
    never, particles = words.word_set("person", "never"), words.word_set("person", "particles")
    taken: list[int] = []
    for i, token in enumerate(tokens[:6]):
        raw = line.text[token.start : token.end]
        gap = line.text[tokens[i - 1].end : token.start] if i else ""
        if i and not _NAME_JOIN.match(gap) and not (gap.strip() == "," and _is_turned(sheet, line, tokens, i)):
            break
        if i and token.key in particles and raw.islower():
            taken.append(i)
            continue
        if (
            not raw[0].isupper()
            or not raw.isalpha()
            or (token.key in never and len(raw) > 1)
            or words.network_words.match(tokens, i)
        ):
            break
        if len(raw) > 1 and index.is_word(token.key) and token.key not in index.people:
            break
        taken.append(i)
    return taken


def _sounds_like_label(sheet: Sheet, key: str) -> bool:
    """«Bestillingsdato», «Ordrenr»: an unknown label in the place of a name."""
    endings, beginnings = (
        tuple(sheet.vocabulary.word_set("person", name)) for name in ("label_endings", "label_beginnings")
    )
    return key.endswith(endings) or (key.startswith(beginnings) and key not in sheet.networks.people)


def _has_words(line: Line, start: int, stop: int, allowed: frozenset[str]) -> bool:
    return any(t.key not in allowed for t in line.tokens if start <= t.start < stop)


def _is_turned(sheet: Sheet, line: Line, tokens: Sequence[Token], i: int) -> bool:
    """«Holm, Mette»: one surname before the comma, and behind it what is no network, date or place."""
    if i > 2 or i >= len(tokens):
        return False
    token = tokens[i]
    raw = line.text[token.start : token.end]
    index = sheet.networks
    if not raw[0].isupper() or index.is_word(token.key) or token.key in sheet.vocabulary.word_set("person", "never"):
        return False
    turned = line.text[tokens[0].start : token.end]
    return i == 1 or any(same_person(turned, name) >= 0.9 for name in index.namesakes(turned))
