"""What lies in a document: taken out piece by piece, and counted.

All that lies in one document shares one account of bytes, files and depth, so that neither a bomb nor an archive that
holds itself costs more than the limits say. What is refused is named (``UnreadPart``), never passed over.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.danish.filenames import safe_name
from bot.documents.errors import Reason
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document, UnreadPart

#: Whether it matters if a person would see the words of a document: it is given with ``looked_at`` False.
Matters = Callable[[Document], bool]


def always(document: Document) -> bool:  # noqa: ARG001 - as every ``Matters``
    return True


class Member(NamedTuple):
    """One file taken out of another. Its name is safe to show and never a path."""

    name: str
    content: bytes
    #: Whether it is the text of a mail.
    is_mail_text: bool = False


@dataclass(slots=True)
class Account:
    """What may still be taken out of one document, and what all in it is read with."""

    limits: Limits = DEFAULTS
    #: Tried on what asks for one.
    passwords: Sequence[str] = ()
    #: Asked of the words of a PDF: whether it is worth while to look if a person would see them. The other formats tell
    #: that by the way.
    matters: Matters = always
    #: Once it says so, nothing more is taken out of a container.
    is_late: Callable[[], bool] = lambda: False
    #: Is given what lies in the document, each with its bytes: for whoever wants more of it than words.
    keep: Callable[[Document, bytes], None] = lambda _, __: None
    #: Files that are not to be read, by their SHA-256, and why.
    left_out: Mapping[str, Reason] = field(default_factory=dict)
    #: Is told the SHA-256 of the file that is read from now on, so that somebody knows which one it is that never ends.
    #: "": none of them.
    begins: Callable[[str], None] = lambda _: None
    bytes_left: int = field(init=False)
    parts_left: int = field(init=False)

    def __post_init__(self) -> None:
        self.bytes_left, self.parts_left = self.limits.unpacked, self.limits.parts


@dataclass(slots=True)
class Inside:
    """What one document holds: ``members`` in their order, and what of it stays closed."""

    account: Account
    #: How many containers this document lies in.
    depth: int = 0
    members: list[Member] = field(default_factory=list)
    unread: list[UnreadPart] = field(default_factory=list)
    first_reason: Reason | None = None

    @property
    def limits(self) -> Limits:
        return self.account.limits

    @property
    def is_deep_enough(self) -> bool:
        """Whether nothing more is opened here."""
        return self.depth >= self.limits.depth

    def room(self, packed: int | None = None) -> int:
        """Bytes that the next file may have; ``packed``: the size that it takes up in its archive."""
        grown = self.account.bytes_left if packed is None else max(1_000_000, packed * self.limits.growth)
        return min(self.account.bytes_left, self.limits.size, grown)

    def spend(self, count: int) -> None:
        """Bytes that were unpacked, whether or not anything came of them."""
        self.account.bytes_left = max(0, self.account.bytes_left - count)

    def take(
        self, name: str | None, content: bytes, otherwise: str, *, is_paid: bool = False, is_mail_text: bool = False
    ) -> None:
        """One file in it. ``otherwise``: what it is called where it has no name of its own. ``is_paid``: its bytes are
        counted already.
        """
        if self.account.parts_left < 1 or (not is_paid and len(content) > self.room()):
            self.refuse(name, "too_large", otherwise)
            return
        if not is_paid:
            self.spend(len(content))
        self.account.parts_left -= 1
        self.members.append(Member(safe_name(name) or otherwise, content, is_mail_text))

    def refuse(self, name: str | None, reason: Reason, otherwise: str = "fil") -> None:
        """One that stays closed. As many are named as may be opened; of more nothing new is said."""
        self.first_reason = self.first_reason or reason
        if len(self.unread) < self.limits.parts:
            self.unread.append(UnreadPart(safe_name(name) or otherwise, reason))
