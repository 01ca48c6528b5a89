"""Folders by the name that people use, ``Behandlet/Godkendt``, whatever the server puts between its levels.

Servers differ in the delimiter (``/``, ``.``) and in a prefix for one's own folders (``INBOX.``; RFC 2342). Names
travel as modified UTF-7 (RFC 3501 §5.1.3), which is imapclient's work.
"""

import imaplib
import unicodedata
from typing import Any

from bot.mailin.imap.connection import Client


class Folders:
    """What is known of a connection's folders. Methods raise imaplib's errors."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: set[str] = set()
        self._prefix, self._delimiter = self._layout()

    def _layout(self) -> tuple[str, str]:
        if self._client.has_capability("NAMESPACE"):
            personal = self._client.namespace().personal
            if personal and personal[0][1]:
                return _str(personal[0][0]), _str(personal[0][1])
        listed = self._client.list_folders("", "")
        return "", _str(listed[0][1]) if listed and listed[0][1] else "/"

    def server_name(self, folder: str) -> str:
        """The server's spelling of ``folder``, whose levels are divided by ``/``.

        Raises ``ValueError`` for an empty level or a control character.
        """
        levels = unicodedata.normalize("NFC", folder).split("/")
        if not all(levels) or any(not c.isprintable() for c in folder):
            raise ValueError(f"{folder!r} kan ikke være navnet på en mappe.")
        if levels[0].upper() == "INBOX":
            levels[0] = "INBOX"
        # A delimiter inside a level would make two of it; in a name written as the server writes it, it stays.
        own = self._delimiter in folder and folder.upper().startswith("INBOX" + self._delimiter)
        if self._delimiter != "/" and not own:
            levels = [level.replace(self._delimiter, "-") for level in levels]
        name = self._delimiter.join(levels)
        if name == "INBOX" or name.startswith(self._prefix) or own:
            return name
        return self._prefix + name

    def names(self) -> list[str]:
        """All folders as people write them: what ``server_name`` makes the server's names of."""
        names = (_str(name) for _flags, _delimiter, name in self._client.list_folders())
        return sorted(name.removeprefix(self._prefix).replace(self._delimiter, "/") for name in names)

    def exists(self, folder: str) -> bool:
        """Whether it can be selected: a ``\\Noselect`` level only holds others."""
        for flags, _delimiter, name in self._client.list_folders("", self.server_name(folder)):
            gone = {str(_str(f)).lower() for f in flags} & {"\\noselect", "\\nonexistent"}
            if _str(name).upper() == self.server_name(folder).upper() and not gone:
                return True
        return False

    def ensure(self, folder: str) -> str:
        """Its server name; created (with the levels above it) and subscribed to where it is not there."""
        name = self.server_name(folder)
        if name in self._known:
            return name
        if not self.exists(folder):
            self._create(name)
        self._known.add(name)
        return name

    def forget(self, folder: str) -> None:
        """Look again next time: somebody may have removed it."""
        self._known.discard(self.server_name(folder))

    def _create(self, name: str) -> None:
        levels = name.split(self._delimiter)
        for depth in range(1, len(levels) + 1):
            level = self._delimiter.join(levels[:depth])
            if level + self._delimiter == self._prefix or level == "INBOX":
                continue
            try:
                self._client.create_folder(level)
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error:
                if depth == len(levels):
                    raise
                continue  # a level above, there already
            self._subscribe(level)

    def _subscribe(self, name: str) -> None:
        """So that mail programs show it. Not all servers know subscriptions: then nothing is lost."""
        try:
            self._client.subscribe_folder(name)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            return


def _str(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
