"""★ What ``check`` tries, one thing after the other, each with its mend. A part that fails does not stop the next."""

import datetime as dt
import os
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from zoneinfo import ZoneInfo

from bot.clock import SystemClock
from bot.config import Config, ConfigError
from bot.mailin.imap import ImapError, Mailbox
from bot.service.logins import imap_account
from bot.service.sources import Source, sources
from bot.service.status import Part
from bot.store import Store, StoreError

#: How OCR comes to be there.
_OCR_MEND = "installér med «pip install 'kvalitetsbot[ocr]'»"
#: Free space (bytes) under which a person should know.
LITTLE_SPACE = 1_000_000_000


def checks(config: Config) -> Iterator[Part]:
    """Every line of ``check``, in the order of a mail's way through."""
    yield Part(part="opsætning", ok=True, detail=str(config.file))
    yield from _guarded("regler", lambda: _rules(config))
    yield from _guarded("breve", lambda: _templates(config))
    yield from _guarded("database", lambda: _database(config))
    yield from _guarded("ur", lambda: _clock(config))
    yield from _guarded("læsning", lambda: _reading(config))
    yield from _guarded("ocr", _ocr)
    for source in sources(config):
        yield from _guarded(f"postkasse {source.inbox.user}", partial(_inbox, config, source))
    yield from _guarded("smtp", lambda: _smtp(config))
    yield from _advice(config)


def _guarded(part: str, step: Callable[[], str]) -> Iterator[Part]:
    try:
        yield Part(part=part, ok=True, detail=step())
    except (ConfigError, ImapError, StoreError, OSError, _WrongError) as error:
        yield Part(part=part, ok=False, detail=str(error))


class _WrongError(Exception):
    """A part is wrong; its text says how it is mended."""


def _rules(config: Config) -> str:
    from bot.rulebook import Rulebook  # noqa: PLC0415

    book = Rulebook.load(overlay=config.rules)
    today = SystemClock().now().date()
    told = []
    for name in config.secretariat:
        rules = book.rules(name, today)
        rates = rules.pool_rates_for(today.year)
        if not rates:
            raise _WrongError(f"{name} har ingen sats for {today.year}; skriv den i rules/{name}/{today.year}.toml")
        told.append(f"{name} {today.year}" + (" (foreløbig sats)" if any(r.provisional for r in rates) else ""))
        told.extend(book.missing(name, today))
    return ", ".join(told)


def _templates(config: Config) -> str:
    """Every letter of every language is rendered once with invented values."""
    from bot.mailout.samples import try_all  # noqa: PLC0415
    from bot.mailout.templates import Templates  # noqa: PLC0415

    return f"{try_all(Templates(*([config.templates] if config.templates else [])))} breve kan skrives"


def _database(config: Config) -> str:
    with Store(config.database, create=False) as store:
        networks = len(store.register().networks)
    free = shutil.disk_usage(config.database.parent).free
    if free < LITTLE_SPACE:
        raise _WrongError(f"{config.database}: der er kun {free / 1e6:.0f} MB ledig plads; ryd op på disken")
    if not networks:
        raise _WrongError(f"{config.database}: registret er tomt; læs det ind med «kvalitetsbot register import MAPPE»")
    return f"{config.database}, {networks} netværk"


def _clock(config: Config) -> str:
    copenhagen = dt.datetime(2026, 7, 1, tzinfo=ZoneInfo("Europe/Copenhagen"))
    if copenhagen.utcoffset() != dt.timedelta(hours=2):
        raise _WrongError("tidszonen Europe/Copenhagen er forkert; installér pakken tzdata")
    now = SystemClock().now()
    newest = max((f.stat().st_mtime for f in (config.file,) if f.exists()), default=0.0)
    if now.timestamp() + 86_400 < newest:
        raise _WrongError(f"uret står på {now:%Y-%m-%d %H.%M}, før opsætningen blev skrevet; stil maskinens ur")
    return f"{now:%Y-%m-%d %H.%M} dansk tid"


def _reading(config: Config) -> str:
    from bot.service.surroundings import Surroundings  # noqa: PLC0415

    around = Surroundings(config)
    try:
        begun = time.monotonic()
        document = around.reader.read("Prøve af læsningen".encode(), "prøve.txt")
    finally:
        around.close()
    if document.unreadable:
        raise _WrongError(f"læseprocessen svarer ikke ({document.unreadable}); se [reading] i {config.file.name}")
    return f"læseprocessen svarer efter {1000 * (time.monotonic() - begun):.0f} ms"


def _ocr() -> str:
    """Which engines read scans and photos, and that they know Danish."""
    try:
        from bot.documents.ocr.engines import engines  # noqa: PLC0415 - an extra: a second, and half a gigabyte
    except ImportError:
        raise _WrongError(f"scannede fakturaer går til gennemsyn; {_OCR_MEND}") from None
    found = engines()
    if found.first is None:
        why = ", ".join(f"{name} {reason}" for name, reason in found.missing)
        raise _WrongError(f"scannede fakturaer går til gennemsyn ({why}); {_OCR_MEND}")
    others = f"; {found.witness.name} spørges, hvor den er i tvivl" if found.witness else ""
    return f"{found.first.name} læser dansk{others}"


def _inbox(config: Config, source: Source) -> str:
    with Mailbox(imap_account(source.inbox)) as mailbox:
        count = len(mailbox.uids())
        idle = (
            "siger selv til (IDLE)" if mailbox.can("IDLE") else f"spørges hvert {config.service.poll_seconds}. sekund"
        )
        there = set(mailbox.folders())
        missing = [f for f in _folders(config) if f not in there]
    later = f"; mapper, der bliver lavet: {', '.join(missing)}" if missing else ""
    return f"{count} mails i {source.inbox.folder}, {idle}{later}"


def _folders(config: Config) -> list[str]:
    folders = config.folders
    return [f for f in (folders.accepted, folders.rejected, folders.review, folders.duplicate, folders.automatic,
                        folders.other) if f]  # fmt: skip


def _smtp(config: Config) -> str:
    from bot.mailout.errors import MailError  # noqa: PLC0415
    from bot.mailout.smtp import try_login  # noqa: PLC0415
    from bot.service.outgoing import smtp_account  # noqa: PLC0415

    try:
        return try_login(smtp_account(config.smtp))
    except MailError as error:
        raise _WrongError(str(error)) from None


def _advice(config: Config) -> Iterator[Part]:
    """What is allowed but seldom meant."""
    if config.service.answer_from is None:
        detail = "answer_from er ikke sat: også gammel post i postkassen bliver besvaret"
        yield Part(part="råd", ok=True, detail=detail)
    for name, s in config.secretariat.items():
        if not s.summary_to:
            yield Part(part="råd", ok=True, detail=f"{name}: ingen får dagens opsamling (summary_to)")
        if not s.authserv_id:
            yield Part(part="råd", ok=True, detail=f"{name}: authserv_id mangler, så afsendere kan ikke efterprøves")
    if os.name == "posix" and config.file.stat().st_mode & 0o077 and "env:" not in config.file.read_text("utf-8"):
        yield Part(part="råd", ok=True, detail=f"{config.file.name} kan læses af andre på maskinen")
