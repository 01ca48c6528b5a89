"""What the sender wrote now, and what is quoted or forwarded below it, with the sender, date and subject of that.

Mail programs mark it in a dozen ways and mix languages while doing so (a Danish Gmail writes «Forwarded message»,
«Fra:», «Date:»): a line between dashes, a block of header lines, a line «Den … skrev …:», quote marks. The words are in
``rules/vocabulary/mail.toml``; the shapes are here. Never raises; the text is read once, line by line.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.mailin.addresses import parse_addresses
from bot.mailin.header_blocks import QUOTE, fields_of_line, read_block, unquoted
from bot.mailin.quoted import CLOCK, name_at_end, quoted_date, quoted_sender
from bot.mailin.standing_text import without_standing_text
from bot.mailin.vocabulary import MailVocabulary
from bot.model.message import Quoted

#: Lines looked at, and mails inside mails that are told apart.
MAX_LINES = 20_000
MAX_QUOTED = 20
#: Lines that one «Den … skrev …:» may be broken over.
_WROTE_LINES = 4
_LONG_LINE = 2_000

_DIGIT = re.compile(r"\d")
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


@dataclass(frozen=True, slots=True)
class Ends:
    """Between whom a mail went: its author's address, and the domain of our mailbox that it came to; "" not known."""

    author: str = ""
    house: str = ""


def split_conversation(text: str, subject: str, words: MailVocabulary, ends: Ends = Ends()) -> Conversation:
    """Cut a body. What is below «Oprindelig meddelelse» or a bare header block is passed on where the subject says
    so, or where the subject is no reply's and it was written neither to nor by us: people give a forward a new subject.
    """
    lines = [line[:_LONG_LINE] for line in text.split("\n", MAX_LINES)[:MAX_LINES]]
    own: list[str] = []
    quoted: list[Quoted] = []
    cut = _find_cut(lines, 0, words)
    own.extend(lines[: cut.start] if cut else lines)
    passed_on = words.is_forward(subject) or (cut is not None and _is_of_others(cut, subject, words, ends))
    while cut is not None and len(quoted) < MAX_QUOTED:
        end = _end_of_quote(lines, cut) if cut.kind == "wrote" else len(lines)
        inner = [QUOTE.sub("", line, count=1) if QUOTE.match(line) else line for line in lines[cut.body : end]]
        own.extend(lines[end:])
        lines = inner
        following = _find_cut(lines, 0, words)
        body = lines[: following.start] if following else lines
        quoted.append(_quoted(cut, _text(without_standing_text(body, words)), passed_on))
        # What is passed on may pass on something itself; what an answer in it quotes is only quoted, unless the author
        # passes on an answer of their own: then what it answers is the news.
        own_answer = quoted[-1].kind == "forwarded" and _author_of(quoted[-1]) == ends.author != ""
        passed_on = words.is_forward(cut.fields.get("subject", "")) or own_answer
        cut = following
    new, marked = _without_quote_marks(own)
    if marked and not quoted:
        quoted.append(Quoted("quoted", None, None, None, _text(marked)))
    return Conversation(_text(without_standing_text(new, words)), tuple(quoted))


def _author_of(quoted: Quoted) -> str:
    return quoted.from_.address if quoted.from_ is not None else ""


def _is_of_others(cut: _Cut, subject: str, words: MailVocabulary, ends: Ends) -> bool:
    """Whether what is quoted is not the mail that is answered: under a new subject, and by nobody of our house.

    A name without an address stands in a header block for somebody in the author's own house; over a quotation
    («Den … skrev EKM:») it may be us.
    """
    if not ends.house or words.is_reply(subject):
        return False
    if f"@{ends.house}" in f"{cut.fields.get('to', '')} {cut.fields.get('cc', '')}".lower():
        return False  # it came to us when it was sent
    sender = quoted_sender(cut.fields.get("from", ""))
    if sender is None:
        return cut.kind != "wrote" and "from" in cut.fields
    return sender.domain != ends.house


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
            body, fields = read_block(lines, index + 1, words)
            return _Cut(index, body, kind, fields)
        if marker and (label := words.label_line.fullmatch(marker[1])):
            fields = {}
            fields_of_line(label[1], label[2], fields, words)
            return _Cut(index, index + 1, kind, fields)
    label = words.label_line.fullmatch(unquoted(line))
    if label and words.label_of[label[1].lower()] == "from":
        body, fields = read_block(lines, index, words)
        if "subject" in fields and "date" in fields and _is_somebody(fields["from"]):
            return _Cut(_before_rule(lines, index), body, "original", fields)
    return _wrote(lines, index, words)


def _is_somebody(value: str) -> bool:
    """Not «Fra: kl. 17»: a programme has the same words in it as a header block."""
    return "@" in value or not (value.strip() == "" or _DIGIT.search(value))


def _before_rule(lines: list[str], index: int) -> int:
    """The line of underscores that Outlook on the web draws above its block, and the blank ones between."""
    above = index - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and _RULE.fullmatch(lines[above]) else index


def _wrote(lines: list[str], index: int, words: MailVocabulary) -> _Cut | None:
    """«Den man. 3. mar. 2025 kl. 10.12 skrev Anna <a@x.example>:», also broken over lines, also in quote marks."""
    joined = ""
    for count, line in enumerate(lines[index : index + _WROTE_LINES], start=1):
        bare = unquoted(line).strip()
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
    return bool(QUOTE.match(following))


def _end_of_quote(lines: list[str], cut: _Cut) -> int:
    """After «… skrev …:» the marked lines are the quotation and the rest is new; all of it where none is marked."""
    index = cut.body
    while index < len(lines) and not lines[index].strip():
        index += 1
    if index == len(lines) or not QUOTE.match(lines[index]):
        return len(lines)
    while index < len(lines) and (QUOTE.match(lines[index]) or not lines[index].strip()):
        index += 1
    return index


def _without_quote_marks(lines: list[str]) -> tuple[list[str], list[str]]:
    marked = [line for line in lines if QUOTE.match(line)]
    return [line for line in lines if not QUOTE.match(line)], [unquoted(line) for line in marked]


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
