"""What programs and houses put under or over every mail: no part of what its sender wrote, and often full of verbs
(«er du ikke rette modtager, bedes du slette den»). The words are in ``rules/vocabulary/mail.toml``.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.danish.dates import find_dates
from bot.mailin.vocabulary import MailVocabulary

#: A line that a mail program broke is at least so long; what follows it belongs to it.
_BROKEN = 60
#: Whether a day is named at all.
_ANY_YEAR = date(2026, 1, 1)
_SENTENCE_END = re.compile(r"[.!?][\"»”)]*\s+")
_ENDED = re.compile(r"[.!?:][\"»”)*_]*\s*\Z")


def without_standing_text(lines: Sequence[str], words: MailVocabulary) -> list[str]:
    """The lines without what phones add, notices of confidentiality from their first sentence on, and the warnings that
    servers put on top.
    """
    kept: list[str] = []
    for paragraph in _paragraphs([line for line in lines if not words.device_line.fullmatch(line.strip())]):
        kept += _without_notice(paragraph, words)
    return kept


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    """Each with the blank line that ends it."""
    paragraph: list[str] = []
    for line in lines:
        paragraph.append(line)
        if not line.strip():
            yield paragraph
            paragraph = []
    yield paragraph


def _without_notice(lines: list[str], words: MailVocabulary) -> list[str]:
    text = "\n".join(lines)
    found = words.notice.search(text)
    if found is None:
        return lines
    begins = max((m.end() for m in _SENTENCE_END.finditer(text, 0, found.start())), default=0)
    before = text[:begins].rstrip()
    first = text.count("\n", 0, found.start())
    last = first
    while last + 1 < len(lines) and lines[last + 1].strip() and _goes_on(lines[last], found[0], words):
        last += 1
    dropped = "\n".join(lines[: last + 1])[len(before) :]
    if find_dates(dropped, _ANY_YEAR):
        return lines  # «Vi taler om privatlivspolitik. Næste møde er den 12. maj»
    return [*(before.split("\n") if before else []), *_without_notice(lines[last + 1 :], words)]


def _goes_on(line: str, notice: str, words: MailVocabulary) -> bool:
    """Into the next line: a sentence that has not ended; of a notice of confidentiality the sentences behind it too."""
    if not _ENDED.search(line):
        return True
    return len(line) >= _BROKEN and words.banner.fullmatch(notice) is None
