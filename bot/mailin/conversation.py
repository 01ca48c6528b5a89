"""What the sender wrote now, and what is quoted or forwarded below it, with the sender, date and subject of that.

Mail programs mark it in a dozen ways and mix languages while doing so (a Danish Gmail writes «Forwarded message»,
«Fra:», «Date:»): a line between dashes, a block of header lines, a line «Den … skrev …:», quote marks. The words are in
``rules/vocabulary/mail.toml``; the shapes are here. Never raises; the text is read once, line by line.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.mailin.addresses import parse_addresses
from bot.mailin.quoted import CLOCK, name_at_end, quoted_date, quoted_sender
from bot.mailin.vocabulary import MailVocabulary
from bot.model.message import Quoted

#: Lines looked at, and mails inside mails that are told apart.
MAX_LINES = 20_000
MAX_QUOTED = 20
#: Lines that one header block, and one «Den … skrev …:» broken over several lines, may take.
_BLOCK_LINES = 14
_WROTE_LINES = 4
_LONG_LINE = 2_000

_DIGIT = re.compile(r"\d")
_QUOTE = re.compile(r"[ \t]*>[> \t]*")
_RULE = re.compile(r"[ \t]*(?:_{5,}|-{5,}|\*{5,}|={5,})[ \t]*")
_ANGLE_ADDRESS = re.compile(r"<?[^\s<>@\"]+@[^\s<>@\",:;]+>?")


@dataclass(frozen=True, slots=True)
class Conversation:
    """A mail's text taken apart: what its sender wrote, and what was quoted or forwarded, outermost first."""

    new_text: str
    quoted: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where something quoted begins: its first line, the first line of its text, and what its header says."""

    start: int
    body: int
    kind: str  # "forwarded", "quoted", "wrote" (a line «Den … skrev …:»), "original" (the subject must tell)
    fields: dict[str, str]


def split_conversation(text: str, subject: str, words: MailVocabulary) -> Conversation:
    """Cut a body. ``subject`` decides whether «Oprindelig meddelelse» or a bare header block is a forward."""
    lines = [line[:_LONG_LINE] for line in text.split("\n", MAX_LINES)[:MAX_LINES]]
    outer = subject
    own: list[str] = []
    quoted: list[Quoted] = []
    cut = _find_cut(lines, 0, words)
    own.extend(lines[: cut.start] if cut else lines)
    while cut is not None and len(quoted) < MAX_QUOTED:
        end = _end_of_quote(lines, cut) if cut.kind == "wrote" else len(lines)
        inner = [_QUOTE.sub("", line, count=1) if _QUOTE.match(line) else line for line in lines[cut.body : end]]
        own.extend(lines[end:])
        lines = inner
        following = _find_cut(lines, 0, words)
        body = lines[: following.start] if following else lines
        quoted.append(_quoted(cut, _text(body), is_forward(outer, words)))
        # What is passed on may pass on something itself; what an answer in it quotes is only quoted.
        outer = cut.fields.get("subject", "")
        cut = following
    new, marked = _without_quote_marks(own)
    if marked and not quoted:
        quoted.append(Quoted("quoted", None, None, None, _text(marked)))
    return Conversation(_text(line for line in new if not words.device_line.fullmatch(line.strip())), tuple(quoted))


def is_forward(subject: str, words: MailVocabulary) -> bool:
    """Whether the outermost prefix says forward: «VS: SV: Faktura» does, «SV: VS: Faktura» does not."""
    bare = subject.strip()
    while (label := words.subject_labels.match(bare)) and label.end():
        bare = bare[label.end() :]
    return words.forward_subject.match(bare) is not None


def _find_cut(lines: list[str], start: int, words: MailVocabulary) -> _Cut | None:
    for index in range(start, len(lines)):
        line = lines[index]
        if ":" not in line and "--" not in line and not _DIGIT.search(line):
            continue  # neither a header line, nor a marker, nor the beginning of «Den 3. marts …»
        cut = _cut_at(lines, index, words)
        if cut is not None:
            return cut
    return None


def _cut_at(lines: list[str], index: int, words: MailVocabulary) -> _Cut | None:
    line = lines[index]
    for pattern, kind in ((words.forward_marker, "forwarded"), (words.original_marker, "original")):
        marker = pattern.fullmatch(line)
        if marker and not marker[1]:
            body, fields = _block(lines, index + 1, words)
            return _Cut(index, body, kind, fields)
        if marker and (label := words.label_line.fullmatch(marker[1])):
            fields = {}
            _fields_of_line(label[1], label[2], fields, words)
            return _Cut(index, index + 1, kind, fields)
    label = words.label_line.fullmatch(_unquoted(line))
    if label and words.label_of[label[1].lower()] == "from":
        body, fields = _block(lines, index, words)
        if "subject" in fields and "date" in fields and _is_somebody(fields["from"]):
            return _Cut(_before_rule(lines, index), body, "original", fields)
    return _wrote(lines, index, words)


def _is_somebody(value: str) -> bool:
    """Not «Fra: kl. 17»: a programme has the same words in it as a header block."""
    return "@" in value or not (value.strip() == "" or _DIGIT.search(value))


def _unquoted(line: str) -> str:
    quote = _QUOTE.match(line)
    return line[quote.end() :] if quote else line


def _before_rule(lines: list[str], index: int) -> int:
    """The line of underscores that Outlook on the web draws above its block, and the blank ones between."""
    above = index - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and _RULE.fullmatch(lines[above]) else index


def _block(lines: list[str], start: int, words: MailVocabulary) -> tuple[int, dict[str, str]]:
    """(first line after the block, its fields). Lines of a field that is broken over several are put together."""
    index = start
    while index < len(lines) and index < start + 3 and not _unquoted(lines[index]).strip():
        index += 1
    fields: dict[str, str] = {}
    last: str | None = None
    first = index
    while index < min(len(lines), first + _BLOCK_LINES):
        line = _unquoted(lines[index])
        label = words.label_line.fullmatch(line)
        if label:
            last = words.label_of[label[1].lower()]
            _fields_of_line(label[1], label[2], fields, words)
        elif not line.strip() and _label_follows(lines, index, fields, words):
            pass  # HTML turned to text: each label a paragraph of its own
        elif not line.strip() or last is None or not _goes_on(lines, index, last, words):
            break
        else:
            fields[last] = f"{fields.get(last, '')} {line.strip()}"
        index += 1
    return index, fields


def _label_follows(lines: list[str], index: int, fields: dict[str, str], words: MailVocabulary) -> bool:
    """Whether the block goes on after an empty line: not once it has all it needs, for the text may look like it."""
    complete = "from" in fields and "subject" in fields
    following = _unquoted(lines[index + 1]) if index + 1 < len(lines) else ""
    return not complete and bool(fields) and words.label_line.fullmatch(following) is not None


def _fields_of_line(label: str, value: str, fields: dict[str, str], words: MailVocabulary) -> None:
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


def _goes_on(lines: list[str], index: int, last: str, words: MailVocabulary) -> bool:
    """Whether a line without a label belongs to the field above it: an address list goes on, or a label follows."""
    if last == "other":
        return False
    ahead = [_unquoted(line) for line in lines[index + 1 : index + 4]]
    if last in ("to", "cc") and "@" in lines[index] and ("," in lines[index] or ";" in lines[index]):
        return True
    for line in ahead:
        if not line.strip():
            return False
        if words.label_line.fullmatch(line):
            return True
    return False


def _wrote(lines: list[str], index: int, words: MailVocabulary) -> _Cut | None:
    """«Den man. 3. mar. 2025 kl. 10.12 skrev Anna <a@x.example>:», also broken over lines, also in quote marks."""
    joined = ""
    for count, line in enumerate(lines[index : index + _WROTE_LINES], start=1):
        bare = _unquoted(line).strip()
        if not bare:
            return None
        joined = f"{joined} {bare}".strip()
        if bare.endswith(":"):
            following = next((one for one in lines[index + count : index + count + 3] if one.strip()), "")
            if _is_wrote(joined, following, words):
                verb = words.wrote.search(joined)
                split = verb.start() if verb else len(joined)
                fields = {"date": joined[:split], "from": joined[verb.end() if verb else 0 :].rstrip(" :")}
                if not parse_addresses(fields["from"]) and "@" in joined[:split]:
                    # «Anna <a@x> skrev den 3. marts 2025 10.12:», «On 3 Mar 2025, at 10.12, Anna <a@x> wrote:»
                    fields = {"date": joined, "from": name_at_end(joined[:split])}
                return _Cut(index, index + count, "wrote", fields)
            return None
    return None


def _is_wrote(joined: str, following: str, words: MailVocabulary) -> bool:
    if not words.wrote.search(joined) or not (CLOCK.search(joined) or re.search(r"\b20\d\d\b", joined)):
        return False
    if words.wrote_line.fullmatch(joined) or _ANGLE_ADDRESS.search(joined):
        return True
    return bool(_QUOTE.match(following))


def _end_of_quote(lines: list[str], cut: _Cut) -> int:
    """After «… skrev …:» the marked lines are the quotation and the rest is new; all of it where none is marked."""
    index = cut.body
    while index < len(lines) and not lines[index].strip():
        index += 1
    if index == len(lines) or not _QUOTE.match(lines[index]):
        return len(lines)
    while index < len(lines) and (_QUOTE.match(lines[index]) or not lines[index].strip()):
        index += 1
    return index


def _without_quote_marks(lines: list[str]) -> tuple[list[str], list[str]]:
    marked = [line for line in lines if _QUOTE.match(line)]
    return [line for line in lines if not _QUOTE.match(line)], [_unquoted(line) for line in marked]


def _text(lines: Iterable[str]) -> str:
    joined = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", joined).strip("\n")


def _quoted(cut: _Cut, text: str, forward: bool) -> Quoted:
    sender = quoted_sender(cut.fields.get("from", ""))
    subject = " ".join(cut.fields.get("subject", "").split()) or None
    forwarded = cut.kind == "forwarded" or forward
    return Quoted(
        "forwarded" if forwarded else "quoted", sender, quoted_date(cut.fields.get("date", "")), subject, text
    )
