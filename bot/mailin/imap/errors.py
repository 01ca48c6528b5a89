"""What can go wrong at a mailbox, by what a person or the service can do about it.

Each message is one Danish sentence that names the mailbox and the mend; ``code`` is what a log may carry.
A server's own words are cut, put on one line and cleared of the secret before they are quoted.
"""

from typing import ClassVar


class ImapError(Exception):
    """A mailbox did not do as asked."""

    code: ClassVar[str] = "imap_error"


class ImapUnreachable(ImapError):  # noqa: N818 - named by what happened
    """No connection, a lost one, or one that no longer makes sense: try again later with a new one."""

    code = "imap_unreachable"


class ImapGarbled(ImapUnreachable):
    """The answer came whole and made no sense: the same may happen again with a new connection."""

    code = "imap_garbled"


class ImapReadOnly(ImapError):  # noqa: N818 - named by what happened
    """The folder can be read but nothing moved in it: a person must act."""

    code = "imap_read_only"


class ImapLoginRefused(ImapError):  # noqa: N818 - named by what happened
    """The server knows the user and the secret no longer, or never did: a person must act."""

    code = "imap_login_refused"


class ImapFolderMissing(ImapError):  # noqa: N818 - named by what happened
    """The configured folder is not there: a person must act."""

    code = "imap_folder_missing"


class ImapRefused(ImapError):  # noqa: N818 - named by what happened
    """The server answered NO or BAD to one command; the connection is still good."""

    code = "imap_refused"


class ImapInsecure(ImapError):  # noqa: N818 - named by what happened
    """The connection would carry mail or a secret in clear: never made."""

    code = "imap_insecure"


def quoted(words: object, secret: str = "") -> str:
    """A server's words as they may be shown: one line, at most 160 characters, never with the secret."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    if secret:
        text = text.replace(secret, "…")
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= 160 else line[:159] + "…"
