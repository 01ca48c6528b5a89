"""The block of header lines over a quoted mail («Fra: … Sendt: … Emne: …»), as mail programs print it for people."""

import re

from bot.mailin.vocabulary import MailVocabulary

#: Lines that one block may take.
_BLOCK_LINES = 14

QUOTE = re.compile(r"[ \t]*>[> \t]*")


def unquoted(line: str) -> str:
    """Without the marks of a quotation before it."""
    quote = QUOTE.match(line)
    return line[quote.end() :] if quote else line


def read_block(lines: list[str], start: int, words: MailVocabulary) -> tuple[int, dict[str, str]]:
    """(first line after the block, its fields). Lines of a field that is broken over several are put together."""
    index = start
    while index < len(lines) and index < start + 3 and not unquoted(lines[index]).strip():
        index += 1
    fields: dict[str, str] = {}
    last: str | None = None
    first = index
    while index < min(len(lines), first + _BLOCK_LINES):
        line = unquoted(lines[index])
        label = words.label_line.fullmatch(line)
        if label:
            last = words.label_of[label[1].lower()]
            fields_of_line(label[1], label[2], fields, words)
        elif not line.strip() and _label_follows(lines, index, fields, words):
            pass  # HTML turned to text: each label a paragraph of its own
        elif not line.strip() or last is None or not _goes_on(lines, index, last, words):
            break
        else:
            fields[last] = f"{fields.get(last, '')} {line.strip()}"
        index += 1
    return index, fields


def fields_of_line(label: str, value: str, fields: dict[str, str], words: MailVocabulary) -> None:
    """One line's field, or all of them where a program (Yahoo) puts the whole block on one line."""
    places = list(words.label_anywhere.finditer(value))
    kinds = {words.label_of[m[1].lower()] for m in places}
    if len(kinds) < 2:
        fields.setdefault(words.label_of[label.lower()], value.strip())
        return
    ends = [*(m.start() for m in places), len(value)]
    fields.setdefault(words.label_of[label.lower()], value[: ends[0]].strip())
    for m, end in zip(places, ends[1:], strict=True):
        fields.setdefault(words.label_of[m[1].lower()], value[m.end() : end].strip())


def _label_follows(lines: list[str], index: int, fields: dict[str, str], words: MailVocabulary) -> bool:
    """Whether the block goes on after an empty line: not once it has all it needs, for the text may look like it."""
    complete = "from" in fields and "subject" in fields
    following = unquoted(lines[index + 1]) if index + 1 < len(lines) else ""
    return not complete and bool(fields) and words.label_line.fullmatch(following) is not None


def _goes_on(lines: list[str], index: int, last: str, words: MailVocabulary) -> bool:
    """Whether a line without a label belongs to the field above it: an address list goes on, or a label follows."""
    if last == "other":
        return False
    ahead = [unquoted(line) for line in lines[index + 1 : index + 4]]
    if last in ("to", "cc") and "@" in lines[index] and ("," in lines[index] or ";" in lines[index]):
        return True
    for line in ahead:
        if not line.strip():
            return False
        if words.label_line.fullmatch(line):
            return True
    return False
