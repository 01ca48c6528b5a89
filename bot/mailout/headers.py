"""Header fields of our own letters (RFC 5322, 2047, 2231, 6532), written so that nothing from outside can end or
start one.

The standard library writes most of this too, but folds Message-IDs longer than a line into encoded words, which
breaks threads (Python 3.11, ``email.policy``), and has no way to write a UTF-8 address.
"""

import re
from collections.abc import Iterable
from email.charset import BASE64, Charset
from email.header import Header
from functools import lru_cache

from bot.danish.cpr import mask_cpr
from bot.danish.text import one_line
from bot.model.message import Address

#: RFC 5322 §3.6.4 sets no limit; enough for any thread, and short of what servers refuse.
MOST_REFERENCES = 20
LONGEST_SUBJECT = 200
LONGEST_NAME = 80

_ATEXT = r"[^\s\x00-\x1f\x7f-\x9f()<>\[\]:;@\\,\"]"
_ADDRESS = re.compile(rf"{_ATEXT}{{1,64}}@[^\W_](?:[\w.-]{{0,251}}[^\W_])?\Z")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>\Z")
_REPLY_PREFIX = re.compile(r"(?:(?:sv|re|aw|antw|vs)(?:\[\d{1,3}\])?\s?:\s*)+", re.IGNORECASE)
#: Base64 alone: weighing it against quoted-printable, character by character, took longer than the rest of a header.
_UTF_8 = Charset("utf-8")
_UTF_8.header_encoding = BASE64
#: Characters that an unquoted display name may hold (RFC 5322 §3.2.3).
_PLAIN_NAME = re.compile(r"[\w!#$%&'*+/=?^`{|}~ -]+\Z", re.ASCII)


def is_sendable(address: Address) -> bool:
    """Whether the address can stand in a header and an envelope; quoted local parts are not worth their traps."""
    return _ADDRESS.match(address.address) is not None and wire_address(address.address) is not None


def wire_address(address: str) -> str | None:
    """As it goes over the wire: the domain in A-labels (RFC 5890), the local part as it is. None where the domain has
    none.
    """
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None


def mailboxes(name: str, addresses: Iterable[Address]) -> bytes:
    """An address header. A display name that looks like an address is left out: it could only mislead."""
    written = [_mailbox(a) for a in addresses]
    return f"{name}: {(',' + FOLD).join(written)}\r\n".encode()


@lru_cache(maxsize=64)
def subject(text: str, name: str = "Subject") -> bytes:
    """Unstructured text (RFC 5322 §2.2.1), encoded where it is not plain ASCII or could pass for an encoded word.

    Kept for a while: all members of a network are written to with one subject.
    """
    line = safe_line(text, LONGEST_SUBJECT)
    charset = "us-ascii" if line.isascii() and "=?" not in line else _UTF_8
    return f"{name}: {Header(line, charset, header_name=name).encode(linesep=CRLF)}\r\n".encode("ascii")


def message_ids(name: str, ids: Iterable[str]) -> bytes:
    """One id a line: ids are never broken."""
    return f"{name}: {FOLD.join(ids)}\r\n".encode("ascii")


def reply_subject(answered: str, prefix: str) -> str:
    """``SV: `` once, however many SV, Re and AW it had. Empty where the mail answered had no subject."""
    bare = _REPLY_PREFIX.sub("", safe_line(answered, LONGEST_SUBJECT - len(prefix) - 1), count=1).strip()
    return f"{prefix} {bare}" if bare else ""


def thread(references: Iterable[str], in_reply_to: str | None) -> tuple[str | None, tuple[str, ...]]:
    """(In-Reply-To, References) by RFC 5322 §3.6.4: the parent's thread and the parent last; the first one is kept,
    as it names the thread. Malformed ids are dropped.
    """
    parent = in_reply_to if in_reply_to and _MESSAGE_ID.match(in_reply_to) else None
    ids = [i for i in dict.fromkeys(references) if _MESSAGE_ID.match(i) and i != parent]
    if parent:
        ids.append(parent)
    if len(ids) > MOST_REFERENCES:
        ids = [ids[0], *ids[-(MOST_REFERENCES - 1) :]]
    return parent, tuple(ids)


def safe_line(text: str, longest: int) -> str:
    """One line, no CPR number, cut at ``longest`` characters."""
    line = mask_cpr(one_line(text[: 8 * longest]))
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


CRLF = "\r\n"
FOLD = CRLF + " "


@lru_cache(maxsize=256)
def _mailbox(address: Address) -> str:
    wire = wire_address(address.address)
    name = safe_line(address.name or "", LONGEST_NAME)
    if not name or "@" in name:
        return str(wire)
    if name.isascii() and "=?" not in name:
        return f"{name if _PLAIN_NAME.match(name) else _quoted(name)} <{wire}>"
    encoded = Header(name, _UTF_8, maxlinelen=70).encode(linesep=CRLF)
    return f"{encoded}{FOLD}<{wire}>"


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
