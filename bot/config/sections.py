"""Every key of ``config.toml`` with its type and default; ``config.example.toml`` explains them (a test compares).

A field without a default is a key that must stand there.
"""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bot.config.secrets import Secret

Security = Literal["tls", "starttls", "none"]
Auth = Literal["password", "microsoft365", "google", "none"]
#: What Exchange Online takes from one mailbox in a minute (learn.microsoft.com, «SMTP submission»).
DEFAULT_RATE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """How to log in at a mail server; the keys of ``[smtp]`` and of each inbox."""

    host: str
    port: int
    security: Security = "tls"
    auth: Auth = "password"
    user: str = ""
    password: Secret | None = None
    #: Certificates to trust besides the system's, for a server with its own (PEM).
    ca_file: Path | None = None
    #: Seconds to wait for a connection or an answer.
    timeout: int = 60
    # OAuth 2.0, for auth "microsoft365" and "google".
    tenant: str = ""
    client_id: str = ""
    client_secret: Secret | None = None
    client_certificate: Path | None = None
    refresh_token: Secret | None = None
    #: Where tokens are fetched, where it is not Microsoft's or Google's own.
    token_url: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp(Login):
    """``[smtp]``: how letters leave."""

    #: Letters a minute at most; None: ``DEFAULT_RATE``, and no limit to a server on this machine itself.
    rate_per_minute: int | None = None
    #: The outbox gives a letter up after so many days of temporary refusals (RFC 5321 §4.5.4.1: at least 4).
    give_up_days: int = 5
    #: Seconds to wait for the answer to a letter's content (RFC 5321 §4.5.3.2.6: ten minutes).
    final_dot_timeout: int = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox(Login):
    """``[[secretariat.X.inbox]]``: one mailbox that is read."""

    folder: str = "INBOX"
    #: IDLE where the server has it; polling goes on behind it.
    idle: bool = True

    @property
    def key(self) -> str:
        """Names the inbox in the database; a change of it is another inbox."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretariatConfig:
    """``[secretariat.X]``."""

    invoice_address: str
    network_address: str
    inbox: tuple[Inbox, ...] = ()
    #: The name in From: of its letters.
    sender_name: str = ""
    staff: tuple[str, ...] = ()
    summary_to: tuple[str, ...] = ()
    summary_at: dt.time = dt.time(7, 0)
    #: Whether staff get a letter about each mail that they must look at, or find it in the summary only.
    review_letters: Literal["each", "summary"] = "each"
    #: Our own receiving server's name in Authentication-Results; more than one where there are several.
    authserv_id: tuple[str, ...] = ()
    #: More addresses that mail for this secretariat is delivered to.
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """``[folders]``: where a handled mail goes; ``/`` between levels whatever the server uses. Empty: it stays."""

    accepted: str = "Behandlet/Godkendt"
    rejected: str = "Behandlet/Afvist"
    review: str = "Behandlet/Til gennemsyn"
    duplicate: str = "Behandlet/Dublet"
    automatic: str = "Behandlet/Automatisk"
    other: str = "Behandlet/Andet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceConfig:
    """``[service]``: how ``kvalitetsbot run`` behaves."""

    poll_seconds: int = 60
    #: Mail received before this day is read and reported, never answered.
    answer_from: dt.date | None = None
    answers_per_day: int = 4
    #: An inbox not read for so many minutes is told by another way.
    alarm_minutes: int = 120
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    #: A JSON file for a monitor, rewritten at every heartbeat; empty: none.
    status_file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsConfig:
    """``[meetings]``: how bookings become meetings."""

    #: "always": a coordinator says yes to what was understood before anybody is invited.
    confirm: Literal["when_unsure", "always"] = "when_unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """``[reading]``: limits on what is read, and who reads. ``children`` is how many processes of this machine read at
    once; ``scheduler`` is the address of a Dask scheduler whose workers do instead.
    """

    executor: Literal["children", "dask"] = "children"
    children: int = 2
    scheduler: str = ""
    seconds: int = 30
    memory_mb: int = 1024
    pages: int = 20
    document_mb: int = 25
    message_mb: int = 60
    #: Scans and photos are read in a process of their own: its limits, and how long it stays without work.
    ocr_seconds: int = 120
    ocr_memory_mb: int = 3072
    ocr_pages: int = 8
    ocr_threads: int = 2
    ocr_idle_seconds: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All of it. ``file`` is where it came from; ``database``, ``rules`` and ``templates`` are absolute."""

    file: Path
    database: Path
    smtp: Smtp
    secretariat: dict[str, SecretariatConfig]
    rules: Path | None = None
    templates: Path | None = None
    folders: Folders = field(default_factory=Folders)
    service: ServiceConfig = field(default_factory=ServiceConfig)
    meetings: MeetingsConfig = field(default_factory=MeetingsConfig)
    reading: Reading = field(default_factory=Reading)

    def own_addresses(self) -> frozenset[str]:
        """Every address that mail for us comes to or goes out from, lower case: never answered."""
        own: set[str] = set()
        for s in self.secretariat.values():
            own |= {s.invoice_address, s.network_address, *s.aliases, *(i.user for i in s.inbox)}
        own.add(self.smtp.user)
        return frozenset(a.lower() for a in own if "@" in a)
