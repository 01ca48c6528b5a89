"""The inboxes of the configuration, one after the other."""

from dataclasses import dataclass

from bot.config import Config, Inbox


@dataclass(frozen=True, slots=True)
class Source:
    """One configured inbox. ``number`` names it in the log, counted from 1 within its secretariat."""

    secretariat: str
    inbox: Inbox
    number: int


def sources(config: Config) -> list[Source]:
    """Every inbox of the configuration, in its order."""
    return [Source(name, inbox, n) for name, s in config.secretariat.items() for n, inbox in enumerate(s.inbox, 1)]
