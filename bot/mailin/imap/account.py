"""Where a mailbox is and how to get in."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.mailin.imap.errors import ImapInsecure
from bot.model.host import is_loopback

Security = Literal["tls", "starttls", "none"]
Auth = Literal["password", "microsoft365", "google", "xoauth2", "oauthbearer"]


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """One folder of one user at one server.

    ``secret`` gives the password and is asked at every login; with any other ``auth`` than ``password`` it is
    ``token`` that is asked, for an OAuth 2.0 access token. ``microsoft365`` and ``google`` use whichever of
    XOAUTH2 and OAUTHBEARER (RFC 7628) the server offers. ``timeout`` is in seconds: for the connection, for
    each wait, and for each whole command, so that a server which drips is given up as well as a silent one.

    Raises ``ImapInsecure`` where ``security`` is ``none`` and the host is not this machine.
    """

    host: str
    port: int
    user: str
    security: Security = "tls"
    auth: Auth = "password"
    secret: Callable[[], str] | None = field(default=None, repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)
    folder: str = "INBOX"
    ca_file: str | None = None
    timeout: float = 30.0

    def __post_init__(self) -> None:
        if self.security == "none" and not is_loopback(self.host):
            raise ImapInsecure(
                f'{self.name}: security = "none" er kun tilladt til denne maskine selv; brug "tls" eller "starttls".'
            )
        if (self.secret if self.auth == "password" else self.token) is None:
            what = "en adgangskode (password)" if self.auth == "password" else "en kilde til tokens"
            raise ValueError(f'{self.name}: auth = "{self.auth}" kræver {what}.')

    @property
    def name(self) -> str:
        """``user@host:port/folder``: the key under which the store knows the inbox."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"

    def context(self) -> ssl.SSLContext | None:
        """TLS that verifies name and chain, by the system's authorities and ``ca_file``'s; None without TLS.

        Raises ``ImapInsecure`` where ``ca_file`` cannot be read.
        """
        if self.security == "none":
            return None
        context = ssl.create_default_context()
        if self.ca_file is not None:
            try:
                context.load_verify_locations(self.ca_file)
            except OSError as e:  # ssl.SSLError is one
                raise ImapInsecure(f"{self.name}: ca_file {self.ca_file} kan ikke læses; ret stien.") from e
        return context
