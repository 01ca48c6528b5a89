"""A mailbox over IMAP (RFC 3501, 9051): look, fetch, move, wait for more.

It never sets ``\\Seen``, never deletes, and never expunges what another left. What a message says is not for
here: ``fetch`` gives bytes, and ``bot.mailin.parse`` reads them.
"""

from bot.mailin.imap.account import ImapAccount
from bot.mailin.imap.errors import (
    ImapError,
    ImapFolderMissing,
    ImapGarbled,
    ImapInsecure,
    ImapLoginRefused,
    ImapReadOnly,
    ImapRefused,
    ImapUnreachable,
)
from bot.mailin.imap.fetching import Fetched
from bot.mailin.imap.mailbox import Mailbox
from bot.mailin.imap.outline import PartOutline

__all__ = [
    "Fetched",
    "ImapAccount",
    "ImapError",
    "ImapFolderMissing",
    "ImapGarbled",
    "ImapInsecure",
    "ImapLoginRefused",
    "ImapReadOnly",
    "ImapRefused",
    "ImapUnreachable",
    "Mailbox",
    "PartOutline",
]
