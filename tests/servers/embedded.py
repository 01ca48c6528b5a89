"""The embedded server (``bot.demo.mailserver``) with the interface of ``tests.servers.dovecot``."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from bot.demo.mailserver import HOST, MailServer
from bot.mailin.imap import ImapAccount


class Embedded:
    """IMAP in clear on ``port``, SMTP on ``smtp_port``; everything in memory."""

    name = "embedded"

    def __init__(self, users: Mapping[str, str]) -> None:
        self.users = dict(users)
        self.server = MailServer(users)

    def __enter__(self) -> Self:
        self.server.start()
        self.port, self.smtp_port = self.server.imap_port, self.server.smtp_port
        return self

    def __exit__(self, *_exc: object) -> None:
        self.server.stop()

    def account(self, user: str = "bot", **changes: Any) -> ImapAccount:
        """In clear and by password, but for what ``changes`` says."""
        given = {"security": "none", "secret": lambda: self.users[user], "timeout": 5.0, **changes}
        return ImapAccount(**{"host": HOST, "port": self.port, "user": user, **given})

    def deliver(self, user: str, raw: bytes, folder: str = "INBOX", when: datetime | None = None) -> None:
        self.server.deliver(user, raw, folder, when)
