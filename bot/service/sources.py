"""The inboxes of the configuration, one after the other."""

from dataclasses import dataclass, replace

from bot.config import Config, Inbox


@dataclass(frozen=True, slots=True)
class Source:
    """One configured inbox. ``number`` names it in the log, counted from 1 within its first secretariat."""

    #: Whose mail comes there; more than one where they share it.
    secretariats: tuple[str, ...]
    inbox: Inbox
    number: int


def sources(config: Config) -> list[Source]:
    """Every inbox of the configuration, in its order; one that several secretariats name is read once."""
    found: dict[str, Source] = {}
    for name, secretariat in config.secretariat.items():
        for number, inbox in enumerate(secretariat.inbox, 1):
            known = found.setdefault(inbox.key, Source((), inbox, number))
            if name not in known.secretariats:
                found[inbox.key] = replace(known, secretariats=(*known.secretariats, name))
    return list(found.values())
