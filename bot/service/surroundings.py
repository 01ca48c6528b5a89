"""★ What handling needs besides the message: rules, templates, the reading child, who we are."""

import logging
from collections.abc import Iterable
from datetime import datetime, time
from functools import cached_property

from bot.config import Config
from bot.documents.job import Known
from bot.documents.limits import Limits
from bot.mailin.parse import parse
from bot.mailin.vocabulary import MailVocabulary, vocabulary_of
from bot.mailout.compose import compose
from bot.mailout.errors import NoRecipientError
from bot.mailout.templates import Templates
from bot.model.errors import ConfigError
from bot.model.letter import ComposedLetter, Letter
from bot.model.letter_context import SecretariatLines
from bot.model.message import Address, Message
from bot.model.world import World
from bot.model.zone import COPENHAGEN
from bot.reports.words import SummaryWords
from bot.rulebook import Rulebook
from bot.service.readers import AnyReader, limits_of, reader_of
from bot.store import Access, Store, Waiting

log = logging.getLogger("kvalitetsbot.service")


def _templates(config: Config) -> Templates:
    """Templates of the secretariat's own are all tried before any mail is touched: a slip in one of them is nothing
    to park a supplier's mail for. Raises ``ConfigError``.
    """
    if config.templates is None:
        return Templates()
    if not config.templates.is_dir():
        raise ConfigError(str(config.templates), "", "mappen med breve findes ikke", 'templates = "mine-breve"')
    from bot.mailout.samples import try_all  # noqa: PLC0415 - only where there are such templates

    templates = Templates(config.templates)
    try_all(templates)
    return templates


class Surroundings:
    """Thread-safe: what it holds is frozen, and the reader has its own lock. ``close`` ends the child."""

    def __init__(self, config: Config) -> None:
        """Raises ``ConfigError`` where rules or templates are wrong."""
        self.config = config
        self.rulebook = Rulebook.load(overlay=config.rules)
        self.templates = _templates(config)

    @cached_property
    def summary_words(self) -> SummaryWords:
        """All secretariats share them."""
        return SummaryWords.of(self.rulebook.summary)

    @cached_property
    def limits(self) -> Limits:
        return limits_of(self.config)

    @cached_property
    def reader(self) -> AnyReader:
        """Raises ``ConfigError`` where it is to be a cluster's and that does not answer."""
        return reader_of(self.config)

    def close(self) -> None:
        if "reader" in self.__dict__:
            self.reader.close()

    def authserv_ids(self, secretariat: str) -> tuple[str, ...]:
        found = self.config.secretariat.get(secretariat)
        return found.authserv_id if found else ()

    def mail_words(self, waiting: Waiting) -> MailVocabulary:
        """How people and programs write mail, by the rules of the day of receipt."""
        day = waiting.received.astimezone(COPENHAGEN).date()
        return vocabulary_of(self.rulebook.rules(waiting.secretariat, day).vocabulary)

    def parsed(self, store: Store, waiting: Waiting, access: Access, now: datetime) -> Message:
        """A kept mail, from its bytes; the store writes down who reads them."""
        return parse(
            store.original(waiting.id, access, now),
            received=waiting.received,
            mailbox=waiting.mailbox,
            secretariat=waiting.secretariat,
            authserv_ids=self.authserv_ids(waiting.secretariat),
            words=self.mail_words(waiting),
        )

    def is_about_networks(self, message: Message) -> bool:
        """Whether its files may be bookings and lists, whose words are looked at; an invoice's fields are enough."""
        config = self.config.secretariat[message.secretariat]
        return message.mailbox != config.invoice_address.lower() or not config.network_address

    def inbox_keys(self, secretariat: str) -> tuple[str, ...]:
        """The database's keys of the secretariat's inboxes."""
        return tuple(i.key for i in self.config.secretariat[secretariat].inbox)

    def sender(self, secretariat: str) -> Address:
        """Who writes: the invoice address, so that an answer to a letter comes back to an inbox that is read."""
        config = self.config.secretariat[secretariat]
        return Address(config.invoice_address.lower(), config.sender_name or secretariat)

    def compose(self, letter: Letter, now: datetime) -> ComposedLetter:
        sender = self.sender(letter.secretariat)
        if letter.from_network:
            address = self.config.secretariat[letter.secretariat].network_address
            sender = Address((address or sender.address).lower(), sender.name)
        return compose(letter, sender, self.templates, now)

    def compose_all(self, letters: Iterable[Letter], now: datetime) -> tuple[ComposedLetter, ...]:
        """A letter to an address that nobody can write to is left out: no reason not to file what it answers."""
        composed = []
        for letter in letters:
            try:
                composed.append(self.compose(letter, now))
            except NoRecipientError:
                log.warning("no recipient template=%s", letter.template)
        return tuple(composed)

    def world(self, store: Store, message: Message) -> World:
        """The view that the decision on ``message`` may look at; rules are those of the day of receipt."""
        return self.world_on(store, message.secretariat, message.received)

    def world_on(self, store: Store, secretariat: str, moment: datetime) -> World:
        config = self.config
        start = config.service.answer_from
        return World(
            register=store.register(),
            ledger=store.ledger,
            rules=self.rulebook.rules(secretariat, moment.astimezone(COPENHAGEN).date()),
            own_addresses=config.own_addresses(),
            staff={key: s.staff for key, s in config.secretariat.items()},
            review_letters=frozenset(k for k, s in config.secretariat.items() if s.review_letters == "each"),
            answers_per_day=config.service.answers_per_day,
            answer_from=None if start is None else datetime.combine(start, time(), COPENHAGEN),
            secretariat=self.lines(secretariat, moment),
            meetings=store.meetings,
            authenticates=bool(config.secretariat[secretariat].authserv_id),
            confirm=config.meetings.confirm,
        )

    def known(self, store: Store, message: Message) -> Known:
        """What reading may know beforehand, by the rules of the day of receipt."""
        vocabulary = self.rulebook.rules(message.secretariat, message.received_day).vocabulary
        return Known(store.register(), store.ledger.suppliers(), vocabulary)

    def lines(self, secretariat: str, moment: datetime) -> SecretariatLines:
        """Who writes, as the letters say it; by the rules of that Danish day."""
        config = self.config.secretariat[secretariat]
        words = self.rulebook.rules(secretariat, moment.astimezone(COPENHAGEN).date()).words
        return SecretariatLines(
            config.sender_name or secretariat, config.invoice_address, config.network_address, dict(words)
        )


def ours(config: Config, address: str) -> tuple[str, str] | None:
    """(our address, secretariat) where this is an address or a login of ours."""
    for name, s in config.secretariat.items():
        own = {s.invoice_address, s.network_address, *s.aliases, *(i.user for i in s.inbox)}
        if address.lower() in {a.lower() for a in own}:
            # A login that is no address names the inbox, not an address of ours.
            return (address if "@" in address else s.invoice_address).lower(), name
    return None


def secretariat_of(config: Config, addresses: tuple[str, ...]) -> tuple[str, str]:
    """(our address, secretariat) of the first of ``addresses`` that is ours; else of the first secretariat.

    The order is the caller's: what the server says of the delivery before what the sender wrote in To.
    """
    for address in addresses:
        if (found := ours(config, address)) is not None:
            return found
    name, first = next(iter(config.secretariat.items()))
    return first.invoice_address.lower(), name
