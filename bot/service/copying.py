"""What the store keeps for people to read of a mail: its own text, and each document's."""

from collections.abc import Sequence

from bot.flow import Read
from bot.model.message import Attachment, Message
from bot.store import Copy


def copies_of(message: Message, reads: Sequence[Read]) -> tuple[Copy, ...]:
    """The mail's own text first, then each attachment in the mail's order. The store masks what it is given."""
    own = Copy(None, message.sha256, message.text)
    return (own, *(_of(read.attachment, read) for read in reads if read.attachment is not None))


def _of(attachment: Attachment, read: Read) -> Copy:
    document = read.document
    whole = document.unreadable is None and not document.unread_pages
    return Copy(attachment.name, document.sha256, read.text, whole)
