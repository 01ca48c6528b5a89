"""What a server's answers mean (RFC 5321 §4.2) for a letter, a recipient, or all of them. Pure."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.danish.text import one_line
from bot.mailout.errors import SetupMailError, TransientMailError

Fate = Literal["delivered", "deferred", "refused"]

#: Our login is missing or wrong (RFC 4954 §6), wherever the server says so: not the letter's fault.
_LOGIN_CODES = {530, 534, 535, 538}
_REPLY = re.compile(r"[245][0-9]{2}(?![^ ])")
#: "Closing": the connection's end, not the letter's.
_CLOSING = 421
#: RFC 5321 §4.5.3.1.10: servers say 552 at RCPT where "too many recipients" is meant, and it is to be read as 452.
_TOO_MANY = 552


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one recipient. ``text`` is the server's line, or our own where there was none."""

    address: str
    fate: Fate
    text: str

    @property
    def code(self) -> str:
        """The server's reply code; "–" where the words are our own, which may hold a server's name or address."""
        return self.text[:3] if _REPLY.match(self.text) else "–"


def fate_of(code: int, line: str) -> Fate:
    """What a refusing reply says of the letter. Raises where it is about the connection or our login."""
    if code in _LOGIN_CODES:
        raise SetupMailError(f"smtp-{code}", f"serveren vil have et andet login ({line})")
    if code == _CLOSING:
        raise TransientMailError(f"smtp-{code}", line)
    return "refused" if 500 <= code < 600 else "deferred"


def fate_of_recipient(code: int, line: str) -> Fate:
    """The same for a reply to RCPT."""
    return fate_of(452 if code == _TOO_MANY else code, line)


def server_line(code: int, message: str, secret: str) -> str:
    """The server's words on one line of at most 200 characters, without our secret, should it echo it."""
    words = one_line(message.encode("utf-8", "replace").decode("utf-8"))
    if secret:
        words = words.replace(secret, "…")
    return f"{code} {words}"[:200].rstrip()


def lost(error: Exception, ambiguous: bool) -> TransientMailError:
    """For a connection that ended in the middle of a letter; ``ambiguous``: after its content."""
    late = isinstance(error, TimeoutError)
    code, what = ("timeout", "serveren svarede ikke i tide") if late else ("cut", "forbindelsen blev afbrudt")
    if not ambiguous:
        return TransientMailError(code, what)
    told = "efter brevets sidste linje: det kan være kommet frem; sendes igen med samme Message-ID"
    return TransientMailError(f"{code}-final-dot", f"{what} {told}", ambiguous=True)
