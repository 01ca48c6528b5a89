"""★ Mails from disk, handled as ``process`` asks."""

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from bot.cli import message_json
from bot.cli.output import note, shown_path
from bot.clock import Clock
from bot.mailin.delivery import delivered_to
from bot.mailin.parse import received_from_headers
from bot.service.pipeline import Handled, Pipeline, Prepared
from bot.service.surroundings import Surroundings, secretariat_of
from bot.store import Incoming, Store


class Begun(NamedTuple):
    """A mail of which the first half is done."""

    source: str
    raw: bytes
    #: The address that the mail came to.
    mailbox: str
    #: None where there is nothing to handle.
    prepared: Prepared | None


@dataclass(frozen=True)
class Taking:
    """Mails from disk, each in two halves, so that the documents of the next are read meanwhile."""

    args: argparse.Namespace
    around: Surroundings
    store: Store
    pipeline: Pipeline
    clock: Clock
    #: Numbers of those that have begun: the same mail twice in one call is handled once.
    taken: set[int] = field(default_factory=set)

    def begin(self, mail: tuple[str, bytes]) -> Begun:
        """Keeps a mail and has its documents read, where it is new, or was kept and not handled when an earlier call
        was stopped.
        """
        (source, raw), now, store = mail, self.clock.now(), self.store
        addresses = (self.args.inbox,) if self.args.inbox else tuple(delivered_to(raw))
        mailbox, secretariat = secretariat_of(self.around.config, addresses)
        received = received_from_headers(raw) or now
        kept = store.keep("disk", 0, [Incoming(None, raw, received, mailbox, secretariat)], now)
        number = kept[0] if kept else store.find(mailbox, raw)
        known = None if number is None or number in self.taken else store.message(number)
        if number is None or known is None or known.state != "waiting":
            return Begun(shown_path(source), raw, mailbox, None)
        self.taken.add(number)
        return Begun(shown_path(source), raw, mailbox, self.pipeline.begin(number))

    def end(self, begun: Begun) -> tuple[dict[str, Any], bool]:
        """What is told of the mail, and whether a person is needed."""
        handled = None if begun.prepared is None else self.pipeline.end(begun.prepared)
        if handled is None:
            return _seen_before(self.store, begun.mailbox, begun.source, begun.raw)
        if self.args.letters:
            _write_letters(self.args.letters, handled)
        needs_person = handled.decision.verdict == "review" or bool(handled.decision.attention)
        return message_json.of(begun.source, handled), needs_person


def _seen_before(store: Store, mailbox: str, source: str, raw: bytes) -> tuple[dict[str, Any], bool]:
    """A mail that is filed already (the same bytes), or one that could not be handled and is put aside."""
    number = store.find(mailbox, raw)
    known = store.message(number) if number is not None else None
    handled = known is not None and known.state == "handled"
    note(f"{source}: {'er arkiveret i forvejen' if handled else 'kunne ikke behandles'}")
    keys = ("message_id", "received", "kind", "verdict", "state")
    shown = {key: getattr(known, key) for key in keys if getattr(known, key, None) is not None}
    return {"source": source} | shown, not handled


def _write_letters(folder: Path, handled: Handled) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for letter in handled.letters:
        name = letter.message_id.strip("<>").partition("@")[0]
        (folder / f"{letter.template}-{name}.eml").write_bytes(letter.raw)
