"""A mail cut into pieces that one person wrote at one time: what the sender writes now, what is forwarded, each file.

Days without a year, and «på torsdag», count from the day on which that piece was written.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.danish.dates import MONTHS, WEEKDAYS
from bot.danish.text import one_line
from bot.model.booking import Doubt
from bot.model.message import Address, Message, Quoted
from bot.model.zone import COPENHAGEN

#: Lines and letters of a piece that are looked at: a plan for years has some dozens.
MAX_LINES = 400
MAX_LETTERS = 500

Origin = Literal["own", "forwarded", "file"]


@dataclass(frozen=True, slots=True)
class Segment:
    """``lines`` are stripped, without empty ones at the ends; cells of a table row stand between tabs."""

    origin: Origin
    lines: tuple[str, ...]
    #: The Danish day on which it was written.
    written: date
    #: Who wrote it, as far as the header says; None of a file.
    sender: Address | None = None
    #: The file's name; the subject of a forwarded mail.
    title: str = ""
    #: The signature under it, where ``moods`` has told it apart.
    foot: tuple[str, ...] = ()
    #: Whether something of it is only asked, offered or wished.
    unsettled: bool = False
    #: Whether a sentence with a day was left out.
    leaves_day_out: bool = False
    #: Of a file that must be asked about before anything is made of it.
    doubts: tuple[Doubt, ...] = ()

    @property
    def source(self) -> str:
        return {"own": "mail", "forwarded": "forwarded", "file": self.title}[self.origin]


@dataclass(frozen=True, slots=True)
class FileLines:
    """``doubts``: what a person must be asked before anything is made of the file."""

    lines: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def segments_of(message: Message, files: Iterable[tuple[str, FileLines]] = ()) -> tuple[Segment, ...]:
    """What the sender wrote first, then what is forwarded, outermost first, then the files (name, lines).

    What is merely quoted in an answer is an earlier mail that was handled when it came, and is left out.
    """
    sent = _day_of(message)
    found = [Segment("own", _lines(_with_subject(message)), sent, message.from_)]
    written = sent
    for quoted in message.quoted:
        if quoted.kind != "forwarded":
            continue
        found.append(segment_of(quoted, written, sent))
        written = found[-1].written
    found += [Segment("file", _table(file.lines), written, None, name, doubts=file.doubts) for name, file in files]
    return tuple(segment for segment in found if segment.lines or segment.doubts)


def answered(message: Message) -> Segment | None:
    """The mail that this one answers, as far as it is quoted right below, as a piece of its writer's."""
    quoted = next((q for q in message.quoted if q.kind == "quoted"), None)
    if quoted is None or quoted is not message.quoted[0]:
        return None
    sent = _day_of(message)
    return segment_of(quoted, sent, sent)


def segment_of(quoted: Quoted, written: date, sent: date) -> Segment:
    """One that is passed on; ``written``: the day to count from where its header tells none, ``sent``: the latest."""
    if quoted.date is not None:
        written = min(sent, quoted.date.astimezone(COPENHAGEN).date())
    return Segment("forwarded", _lines(quoted.text), written, quoted.from_, quoted.subject or "")


def _day_of(message: Message) -> date:
    """The day of sending, unless the sender's clock is off by more than the mail can have been under way."""
    received = message.received_day
    if message.date is None:
        return received
    sent = message.date.astimezone(COPENHAGEN).date()
    return sent if 0 <= (received - sent).days <= 5 else received


_PREFIX = re.compile(r"\s*(?:(?:sv|vs|re|fw|fwd|svar|videresendt)\s*:\s*|\[[^\]]{1,20}\]\s*)+", re.IGNORECASE)


def _with_subject(message: Message) -> str:
    """Somebody who writes «Møde 12/3 kl. 17» in the subject writes it nowhere else. A reply's subject is another's."""
    prefix = _PREFIX.match(message.subject)
    return message.new_text if prefix else f"{message.subject}\n{message.new_text}"


def _lines(text: str) -> tuple[str, ...]:
    plain = _BULLETS.sub(", ", _CHAT.sub("", text.replace("\r", ""))).split("\n")[:MAX_LINES]
    lines = [_cells(line) for line in _unnumbered(_unwrapped(plain))]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


#: «2. Januar: torsdag den 21. januar»
_NUMBERED = re.compile(rf"\s*(?P<number>\d)\.\s+(?=(?:{'|'.join(MONTHS)})\b[^:]{{0,8}}:)", re.IGNORECASE)


def _unnumbered(lines: Sequence[str]) -> list[str]:
    """Lines counted from 1, a month behind each number, are no first, second and third of a month: points."""
    found = {i: match for i, line in enumerate(lines) if (match := _NUMBERED.match(line))}
    counted = [match["number"] for match in found.values()] == [str(n) for n in range(1, len(found) + 1)]
    if len(found) < 2 or not counted:
        return list(lines)
    return [f"- {line[found[i].end() :]}" if i in found else line for i, line in enumerate(lines)]


#: «[05.09.2026 18.47] Birgitte: »: of messages that somebody copied, when each came and from whom.
_CHAT = re.compile(
    r"^[ \t>]*\[?\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d),? (?:kl\. ?)?\d{1,2}[.:]\d\d(?:[.:]\d\d)?\]?[ \t]*"
    r"(?:[-–][ \t]*)?[^:\n\[\]]{1,40}: ",
    re.MULTILINE,
)
#: «Pakhuset · Havnepladsen 3 · 8123 Fjordby»
_BULLETS = re.compile(r"(?<=\S) +[·•] +(?=\S)")
#: Letters from which on a line may have been broken by a mail program that keeps lines short (RFC 5322 §2.1.1).
_WRAPPED = 45
#: Letters that such a program leaves on a line at most.
_LONGEST = 78
#: «Dato .............. 16-11-2026»
_LEADERS = re.compile(r"(?<=[^\s.])\s?(?:\.{4,}|…{2,}|_{4,})\s*(?=\S)")
_THREE_CELLS = re.compile(r"\S {2,}\S[^\n]*? {2,}\S")
_ZIP = re.compile(r"\b\d{4} [A-ZÆØÅ]")
_MONTH = re.compile(rf"(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)

_DAYS = (*WEEKDAYS, "den ", "d. ", "kl")


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Sentences that a program broke over two lines, in one again."""
    out: list[str] = []
    for line in lines:
        if out and not _is_row(line) and not _is_row(out[-1]) and _goes_on(out[-1].rstrip(), line):
            out[-1] = f"{out[-1].rstrip()} {line}"
        else:
            out.append(line)
    return out


def _is_row(line: str) -> bool:
    """Of a table: three cells, apart by tabs or wide spaces."""
    return "\t" in line or _THREE_CELLS.search(line) is not None


def _goes_on(line: str, below: str) -> bool:
    """Where the next begins with a small letter, or with a name that had no room on the line («… hos Bo» | «Holm»)."""
    if len(line) < _WRAPPED:
        return False
    if _MONTH.match(below) and line[-1:] == "." and line[-2:-1].isdigit():
        return True  # «tirsdag den 16.» | «marts»
    if line[-1] in ".!?:" or ":" in below[:20]:
        return False
    if below[:1].islower():
        return not below.startswith(_DAYS)
    if ":" in f"{line[:20]}{below}" or _ZIP.search(line):
        return False  # lines of a form, and a place's card
    had_no_room = len(line) <= _LONGEST < len(line) + 1 + len(below.split(" ", maxsplit=1)[0])
    return had_no_room and below[:1].isupper() and line[-1].isalpha()


def _table(lines: Sequence[str]) -> tuple[str, ...]:
    """Cells as they are, also empty ones: the head tells what stands where."""
    return tuple(_BULLETS.sub(", ", line[: 4 * MAX_LETTERS].strip(" ")) for line in lines[:MAX_LINES])


def _cells(line: str) -> str:
    """Cells of a table apart by tabs. Two spaces divide them where a table was laid out as text, not sentences."""
    bare = _LEADERS.sub("\t", line[:MAX_LETTERS].lstrip("> "))
    closer = re.split(r"\t+| {2,}|\|", bare)
    label = len(closer) == 2 and len(closer[0].split()) <= 3 and closer[0][-1:] not in ".!?,"
    # Three cells are a day, a time and a place.
    parts = closer if label or len(closer) >= 3 else re.split(r"\t+| {4,}|\|", bare)
    cells = (one_line(part) for part in parts)
    return "\t".join(cell for cell in cells if cell)
