"""A mail's own text beside its HTML: people see the HTML, so what only the text says is nothing that they saw.

A forger gives the text part one account and the HTML another, or hides an account in the HTML by a style sheet that
a reader of plain text knows nothing of. The words keep their places in the text; those that could be paid by and that
the HTML does not show become ``hidden``.
"""

import re
from dataclasses import replace

from bot.model.document import Document, Page, Word

#: Words of digits with at most a currency or a country beside them: amounts, dates, numbers of accounts and slips.
_FIGURE = re.compile(r"(?:[\W_]*[^\W\d_]{0,3}[\W_]*)?\d(?:[\W_]*\d)+[\W_]*[^\W\d_]{0,3}\W*")
_NEMKONTO = re.compile(r"\W*nem-?konto\w*\W*", re.IGNORECASE)
#: Addresses and the names of pictures: plain texts spell them out, HTML has them behind a word.
_ADDRESS = re.compile(r"://|@|www\.|cid:", re.IGNORECASE)
_NOT_DIGIT = re.compile(r"\D+")
NEMKONTO = "nemkonto"


def as_shown(text: Document, html: Document) -> Document:
    """``text`` with ``hidden`` on each figure that ``html`` does not show; an HTML that cannot be read shows none."""
    seen = {_key(word.text) for page in html.pages for word in page.words if not word.doubt}
    return replace(text, pages=tuple(_marked(page, seen) for page in text.pages), is_annotated=html.is_annotated)


def _marked(page: Page, seen: set[str]) -> Page:
    return replace(page, words=tuple(_seen_or_hidden(word, seen) for word in page.words))


def _seen_or_hidden(word: Word, seen: set[str]) -> Word:
    key = _key(word.text)
    return word if not key or key in seen else word._replace(doubt="hidden")


def _key(word: str) -> str:
    """The digits of a figure, whatever stands between them; empty for a word that nobody is paid by."""
    if _NEMKONTO.fullmatch(word):
        return NEMKONTO
    if _ADDRESS.search(word) or not _FIGURE.fullmatch(word):
        return ""
    return _NOT_DIGIT.sub("", word)
