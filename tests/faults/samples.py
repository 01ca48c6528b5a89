"""All mails of a folder through the running service, once: each filed once, moved, its letters delivered once.

    python -m tests.faults.samples FOLDER [--kills N] [--seed N] [--summary DIR]

``FOLDER`` has a register (``register/*.csv``) and mails (``*.eml``, also below), which come to the inbox of the
secretariat that they are addressed to, on the day that their topmost Received says. With ``--kills`` the service is
killed so many times at random moments while they come in. A start after the next must then find nothing to do.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from bot.clock import SystemClock
from bot.mailin.delivery import delivered_to
from bot.mailin.parse import received_from_headers
from bot.service.surroundings import ours
from bot.store import Store, register_csv
from tests.faults.harness import SERVICE, Ambiguous, Delivered, compare, end_leases, is_quiet, numbered, taken, until
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import PASSWORD, Box
from tests.servers.sink import SmtpSink
from tests.service.live import Live, kill, said

USERS = {"EKM": "ekm", "eKVIS": "ekvis"}
_SECOND = """
[secretariat.eKVIS]
invoice_address = "faktura-ekvis@ekvis.example"
network_address = "klynger@ekvis.example"
staff = ["sekretariat@ekvis.example"]
summary_to = ["sekretariat@ekvis.example"]
authserv_id = "mx.ekm.example"
[[secretariat.eKVIS.inbox]]
host = "127.0.0.1"
port = {port}
security = "none"
user = "ekvis"
password = "env:LIVE_PASSWORD"
"""


class TwoInboxes(Live):
    """Two secretariats, with the register of the samples."""

    def write_config(self) -> None:
        super().write_config()
        with self.config_file.open("a", encoding="utf-8") as file:
            file.write(_SECOND.format(port=self.box.account().port))

    @property
    def boxes(self) -> Sequence[tuple[Box, str]]:
        inboxes = {name: s.inbox[0].key for name, s in self.config.secretariat.items()}
        return [(Box(self.box.server, user), inboxes[name]) for name, user in USERS.items()]


class Coming(Delivered):
    """Each mail to the inbox of its secretariat, on its day."""

    live: TwoInboxes

    def more(self, mails: int) -> None:
        for _, raw in zip(range(mails), self.source, strict=False):
            boxes = dict(zip(USERS, (box for box, _ in self.live.boxes), strict=True))
            found = next(filter(None, (ours(self.live.config, a) for a in delivered_to(raw))), ("", "EKM"))
            boxes[found[1]].deliver(raw, when=_received(raw))
            self.count[len(self.count) + 1] += 1


def _received(raw: bytes) -> datetime:
    return received_from_headers(raw) or SystemClock().now()


def mails_of(folder: Path) -> Iterator[bytes]:
    """In the order in which they came."""
    found = sorted((f.read_bytes() for f in folder.rglob("*.eml")), key=_received)
    return (numbered(raw, number) for number, raw in enumerate(found, 1))


def through(live: TwoInboxes, coming: Coming, kills: int, seed: int) -> Ambiguous:
    """Until all is quiet. With kills, the mails come in between them."""
    chance, ambiguous = random.Random(seed), Ambiguous()
    for number in range(1, kills + 1):
        coming.more(chance.randint(0, 2))
        process = live.process()
        time.sleep(chance.uniform(0.2, 4.0 if number % 2 else 2.0))
        kill(process)
        ambiguous.look(live)
        if number % 10 == 0:
            end_leases(live)
            print(f"{number} kills, {len(coming.count)} mails", file=sys.stderr, flush=True)
    coming.more(1_000_000)
    end_leases(live)
    process = live.process()
    try:
        until(lambda: is_quiet(live, coming), 1200)
    finally:
        process.terminate()
        process.wait(15)
    return ambiguous


def answered_twice(live: Live) -> Iterator[str]:
    """A sender who has two answers to one mail."""
    with live.store() as store:
        answers = Counter(
            (letter.message, address)
            for letter in store.outbox()
            if letter.message is not None and letter.in_reply_to is not None
            for address in letter.to
        )
        yield from (f"row {row} is answered {n} times" for (row, _), n in answers.items() if n > 1)


def told(live: TwoInboxes) -> str:
    """How many mails lie where, and how many letters of each template there are."""
    folders: Counter[str] = Counter()
    for box, _ in live.boxes:
        with box.open() as mailbox:
            names = mailbox.folders()
        folders.update({name: len(box.contents(name)) for name in names})
    with live.store() as store:
        letters = Counter(letter.template for letter in store.outbox())
        kinds = Counter(f"{m.kind} {m.verdict or ''}".strip() for m in store.messages())
    parts = {"kinds": kinds, "folders": +folders, "letters": letters}
    return "\n".join(f"  {name}: {', '.join(f'{n} {x}' for x, n in c.most_common())}" for name, c in parts.items())


def busiest(live: Live) -> str:
    """The day on which most mails came."""
    with live.store() as store:
        return str(Counter(m.received.date() for m in store.messages()).most_common(1)[0][0])


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--kills", type=int, default=0)
    arguments.add_argument("--seed", type=int, default=20260315)
    arguments.add_argument("--summary", type=Path, help="where to write the summary of the day with most mails")
    given = arguments.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="faults-") as folder,
        Dovecot(dict.fromkeys(USERS.values(), PASSWORD)) as server,
        SmtpSink() as sink,
    ):
        live = TwoInboxes(Path(folder), Box(server, "ekm"), sink, service=SERVICE, invoices="faktura-ekm@ekm.example")
        with Store(live.config.database) as store:
            register_csv.apply(store, register_csv.read(given.folder / "register"), SystemClock().now())
        coming = Coming(live.box, mails_of(given.folder))
        coming.live = live
        ambiguous = through(live, coming, given.kills, given.seed)
        live.once()  # what today's clock has brought meanwhile: reminders of meetings that are near
        before = taken(sink)
        again = live.once()
        outcome = compare(live, coming, ambiguous)
        faults = [*outcome.faults, *answered_twice(live)]
        faults += [f"a start with nothing to do leaves {again}"] if again else []
        faults += ["a start with nothing to do sends letters"] if taken(sink) != before else []
        print(f"{given.kills} kills, {ambiguous.kills} of them after a final dot: {outcome}\n{told(live)}")
        print("\n".join(faults))
        if given.summary:
            print(said(live, "report", "daily", "--write", str(given.summary), "--date", busiest(live))[1][:300])
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
