"""Where letters leave, and how we may log in there."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.mailout.errors import SetupMailError
from bot.model.host import is_loopback

Security = Literal["tls", "starttls", "none"]
Auth = Literal["password", "microsoft365", "google", "none"]

#: RFC 5321 §4.5.3.2.6: a shorter wait for the answer to the final dot makes second copies.
FINAL_DOT_SECONDS = 600.0
#: RFC 5321 §4.5.4.1: "the give-up time generally needs to be at least 4-5 days".
LEAST_GIVE_UP_DAYS = 4


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """One submission server (RFC 6409). ``secret`` and ``token`` are asked at every login and kept nowhere.

    ``timeout`` is in seconds and for every step but the final dot. Raises ``SetupMailError`` for plaintext to another
    machine.
    """

    host: str
    port: int
    user: str = ""
    security: Security = "tls"
    auth: Auth = "password"
    secret: Callable[[], str] | None = field(default=None, repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)
    ca_file: str | None = None
    timeout: float = 60.0
    final_dot_timeout: float = FINAL_DOT_SECONDS
    rate_per_minute: int = 30
    give_up_days: int = 5

    def __post_init__(self) -> None:
        if self.security == "none" and not is_loopback(self.host):
            raise SetupMailError(
                "insecure", f'{self.name}: security = "none" må kun bruges til denne maskine selv; brug "starttls"'
            )

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def helo(self) -> str:
        """For EHLO (RFC 5321 §4.1.1.1), without asking DNS: our own mail domain, else the loopback literal."""
        domain = self.user.rpartition("@")[2]
        return domain if "." in domain and domain.isascii() else "[127.0.0.1]"

    def context(self) -> ssl.SSLContext | None:
        """TLS that verifies name and chain; None without TLS. Raises ``SetupMailError`` for a bad ``ca_file``."""
        if self.security == "none":
            return None
        context = ssl.create_default_context()
        if self.ca_file:
            try:
                context.load_verify_locations(self.ca_file)
            except OSError as error:
                raise SetupMailError("ca-file", f"ca_file {self.ca_file} kan ikke læses ({error})") from error
        return context
