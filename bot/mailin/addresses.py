"""Address lists (RFC 5322 §3.4) → ``Address``. Linear, no recursion: ten thousand open comments are just text.

The raw value is split before encoded words are decoded: an encoded comma or ``@`` belongs to a name, never to an
address.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.danish.text import one_line
from bot.mailin.headers import MAX_VALUE, decode_words, header_text
from bot.model.message import Address

#: More recipients than this are not kept.
MAX_ADDRESSES = 500

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"?|<([^<>]*)>?|([(),;:])|([^"<(),;:]+)|.', re.DOTALL)
_ADDR_SPEC = re.compile(r"[^\s@<>\"(),;:\\\x00-\x1f\x7f]+@[^\s@<>\"(),;:\\\x00-\x1f\x7f]+")
_QUOTED_LOCAL = re.compile(r'"([^"\\\s@<>]+)"@')


@dataclass(slots=True)
class _Entry:
    """One mailbox while it is being read."""

    words: list[str] = field(default_factory=list)
    comment: list[str] = field(default_factory=list)
    angle: str | None = None

    def address(self) -> Address | None:
        plain = "".join(self.words)
        spec = _addr_spec(self.angle if self.angle is not None else plain)
        if spec is None:
            return None
        name = " ".join(self.words) if self.angle is not None else ""
        return Address(spec, _name(name) or _name(" ".join(self.comment)))


def parse_addresses(value: bytes | str) -> tuple[Address, ...]:
    """The mailboxes, groups opened (RFC 5322 §3.4). What is no address is left out."""
    text = header_text(value) if isinstance(value, bytes) else value[:MAX_VALUE]
    found = _addresses(text)
    if not found and "=?" in text:  # the whole mailbox inside one encoded word: wrong, and seen
        found = _addresses(decode_words(text))
    if not found and '"' in text:  # a quote that is never closed swallowed it
        found = _addresses(text.replace('"', " "))
    return found


def _addresses(text: str) -> tuple[Address, ...]:
    out: list[Address] = []
    carried: list[str] = []
    for entry in _entries(text):
        if entry.angle is not None and carried:  # «Holm, Mette <m@x>» without its quotes
            entry.words[:0] = [*carried, ","]
        address = entry.address()
        carried = entry.words if address is None and entry.angle is None else []
        if address is not None:
            out.append(address)
        if len(out) == MAX_ADDRESSES:
            break
    return tuple(out)


def _entries(text: str) -> Iterator[_Entry]:
    entry, depth = _Entry(), 0
    for quoted, angle, special, words in _TOKEN.findall(text):
        if special == "(":
            depth += 1
        elif special == ")":
            depth = max(0, depth - 1)
        elif depth:
            entry.comment.append(words or quoted or special)
        elif special in (",", ";"):
            yield entry
            entry = _Entry()
        elif special == ":" and entry.angle is None:
            entry = _Entry()  # the name of a group, or «mailto:»
        elif angle:
            entry.angle = angle
        elif words.strip():
            entry.words.append(words.strip())
        elif quoted:
            entry.words.append(re.sub(r"\\(.)", r"\1", quoted))
    yield entry


def _addr_spec(text: str) -> str | None:
    text = _QUOTED_LOCAL.sub(r"\1@", text).rpartition(":")[2]  # after a source route, RFC 5322 §4.4
    text = "@".join(piece.strip() for piece in text.split("@"))
    return text.lower() if _ADDR_SPEC.fullmatch(text) else None


def _name(text: str) -> str | None:
    name = one_line(decode_words(text) if "=?" in text else text).replace(" ,", ",").strip("'\" ")
    return name[:200] or None
