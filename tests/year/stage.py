"""The real thing: the service as a process, Dovecot with everybody's mailbox, an SMTP server, and a clock to move.

A step: the clock is moved, mail is delivered, the register read in; then we wait until the service has done all there
is to do and has looked once more at what the clock brings; then everybody reads their mail.
"""

import csv
import imaplib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from bot.config import load
from bot.model.zone import COPENHAGEN
from bot.store import Store, register_csv
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import PASSWORD
from tests.servers.sink import Accepted, SmtpSink
from tests.year import mails
from tests.year.cards import STAFF, Kind
from tests.year.clock import MovableClock
from tests.year.journal import Answered, Billed, Journal, Meeting, Register, Step, Wrote
from tests.year.letters import Letter, letter, parsed
from tests.year.life import Life, Post

_BOXES = {"EKM": "ekm", "eKVIS": "ekvis"}
_CONFIG = """
database = "year.sqlite"
[smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"
auth = "none"
user = "bot@ekm.example"
rate_per_minute = 100000
[service]
poll_seconds = 1
answers_per_day = 1000
alarm_minutes = 1440
log_level = "WARNING"
"""
_SECRETARIAT = """
[secretariat.{name}]
invoice_address = "{invoices}"
network_address = "{networks}"
staff = ["{staff}"]
summary_to = ["{staff}"]
authserv_id = "mx.{domain}"
[[secretariat.{name}.inbox]]
host = "127.0.0.1"
port = {imap}
security = "none"
user = "{box}"
password = "env:YEAR_PASSWORD"
"""
#: Seconds after which a step that does not end is a fault. No measurement: the machine may be slow.
PATIENCE = 300
#: Seconds in which the server still reads and takes what a killed process had sent.
AFTERWARDS = 0.3


class StuckError(Exception):
    """The service did not come to rest; its log's end is the message."""


class Stage:
    """``taken``: every letter that the server took, once for each recipient."""

    def __init__(
        self, folder: Path, server: Dovecot, sink: SmtpSink, life: Life, planned: Iterable[Meeting], start: datetime
    ) -> None:
        self.folder, self.server, self.sink, self.life = folder, server, sink, life
        os.environ["YEAR_PASSWORD"] = PASSWORD
        self.clock = MovableClock(folder / "clock")
        self.clock.move_to(start)
        networks = {n.network_id: (n.name, n.secretariat) for n in life.networks.values()}
        self.journal = Journal(networks, life.people, life.heads, tuple(planned), start.date())
        self.taken: list[Letter] = []
        self.excused: Counter[tuple[str, str]] = Counter()
        self.kills = self.starts = 0
        self._answers: dict[str, Kind] = {}
        self._seen = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._write_config()
        self._store = Store(load(folder / "config.toml").database, create=True)
        self._write_register(first=True)

    @property
    def is_up(self) -> bool:
        return self._process is not None

    # -- the service ----------------------------------------------------------------------------------------

    def start(self) -> None:
        self.starts += 1
        words = [sys.executable, "-m", "tests.year.serve", str(self.folder / "config.toml"), str(self.folder / "clock")]
        with (self.folder / "service.log").open("ab") as log:
            self._process = subprocess.Popen(words, stderr=log, stdout=log, start_new_session=True)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)
            self._process = None

    def kill(self) -> None:
        """SIGKILL to it and its children: a power cut."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(60)
        self._process = None
        self.kills += 1
        time.sleep(AFTERWARDS)
        sent = Counter(
            (str(parsed(a.content)["Message-ID"]), to) for a in self.sink.accepted[self._seen :] for to in a.rcpt_tos
        )
        for row in self._store.outbox("sending"):
            for r in row.recipients:
                if r.state == "sending" and sent[row.message_id, r.address]:
                    self.excused[row.message_id, r.address] += 1

    # -- a step ---------------------------------------------------------------------------------------------

    def step(self, at: datetime, kills: Iterable[float] = (), *, is_post: bool = True) -> int:
        """``kills``: after how many seconds each it is killed and started anew. Returns the number of mails.

        ``is_post``: whether people's mail is delivered; else only the clock moves.
        """
        delivered = 0
        by_sort = groupby([*self.life.due(at)] if is_post else [], lambda p: p.raw is None)
        groups = [(key, list(group)) for key, group in by_sort] or [(False, list[Post]())]
        for number, (is_register, group) in enumerate(groups):
            moment = at + timedelta(minutes=number)
            self.clock.move_to(moment)
            if is_register:
                self._write_register(group[-1], *group[:-1])
            else:
                self._deliver(group, moment)
                delivered += len(group)
            if self.is_up:
                for seconds in kills:
                    time.sleep(seconds)
                    self.kill()
                    self.start()
                self._rest(moment)
            self.journal.steps.append(Step(moment, self.is_up, [p.fact for p in group], self.clock.now()))
            self._read_mail(moment)
        return delivered

    def _deliver(self, posts: list[Post], at: datetime) -> None:
        for number, post in enumerate(posts):
            assert post.raw is not None
            match post.fact:
                case Wrote(message_id=i):
                    self._answers[i] = "answer"
                case Billed(message_id=i):
                    self._answers[i] = "invoice"
                case Answered(message_id=i):
                    self._answers[i] = "words"
                case _:
                    pass
            for _ in range(post.copies):
                self.server.deliver(_BOXES[post.secretariat], post.raw, when=at + timedelta(seconds=number))

    def _rest(self, at: datetime) -> None:
        """Until all mail is handled and moved, all letters are sent, and what is due was looked at after that."""
        end = time.monotonic() + PATIENCE
        while True:
            self._until(lambda: self._nothing_open(at), end)
            begun, queued = self.clock.now(), self._letters()
            self._two_beats_after(begun, end)
            self._until(lambda: self._nothing_open(at), end)
            if self._letters() == queued:
                return

    def _nothing_open(self, at: datetime) -> bool:
        lying = sum(1 for box in _BOXES for name in ("new", "cur") for _ in (self._inbox(box) / name).iterdir())
        staying = self._store.db.one("SELECT count(*) AS n FROM locations WHERE state = 'stays'")
        if lying > (staying["n"] if staying else 0):
            return False
        open_work = self._store.counts()
        read = [h.last_read_at for h in self._store.inboxes()]
        is_read = len(read) == len(_BOXES) and all(r is not None and r >= at for r in read)
        return is_read and not (open_work.unhandled or open_work.queued_letters or open_work.moves)

    def _inbox(self, secretariat: str) -> Path:
        return self.server.maildir(_BOXES[secretariat])

    def _two_beats_after(self, begun: datetime, end: float) -> None:
        """A look at the clock begins with a beat: when the second begins, the first is over."""
        first: list[datetime] = []

        def beaten() -> bool:
            beat = self._store.last_beat()
            if beat is None or beat <= begun:
                return False
            first.append(beat)
            return beat != first[0]

        self._until(beaten, end)

    def _letters(self) -> int:
        row = self._store.db.one("SELECT count(*) AS n FROM letters")
        return int(row["n"]) if row else 0

    def _until(self, condition: "object", end: float) -> None:
        assert callable(condition)
        while not condition():
            if time.monotonic() > end or (self._process is not None and self._process.poll() is not None):
                log = (self.folder / "service.log").read_text("utf-8", "replace")[-3000:]
                raise StuckError(f"{self.clock.now()}: {self._store.counts()} {log}")
            time.sleep(0.03)

    # -- everybody reads their mail -------------------------------------------------------------------------

    def _read_mail(self, at: datetime) -> None:
        accepted: list[Accepted] = self.sink.accepted[self._seen :]
        self._seen += len(accepted)
        readers: dict[str, None] = {}
        for mail in accepted:
            for to in mail.rcpt_tos:
                self.taken.append(letter(mail.content, to, at, self.journal.networks, self._answers))
                if to in STAFF.values() or self.life.person(to) is not None:
                    self.server.deliver(to, mail.content, when=at)
                    readers[to] = None
        for address in readers:
            for raw in self._unseen(address):
                self.life.got(address, parsed(raw), at)

    def _unseen(self, address: str) -> Iterator[bytes]:
        """What is new in a person's mailbox, by Python's own IMAP client."""
        with imaplib.IMAP4("127.0.0.1", self.server.port, timeout=60) as client:
            client.login(address, PASSWORD)
            client.select()
            _, (numbers, *_) = client.uid("SEARCH", "UNSEEN")
            for number in (numbers or b"").split():
                _, found = client.uid("FETCH", number.decode(), "(BODY[])")
                yield from (part[1] for part in found if isinstance(part, tuple))

    # -- files ----------------------------------------------------------------------------------------------

    def _write_config(self) -> None:
        text = _CONFIG.format(smtp=self.sink.port) + "".join(
            _SECRETARIAT.format(
                name=name, invoices=mails.INVOICES[name], networks=mails.NETWORKS[name], staff=STAFF[name],
                domain=mails.NETWORKS[name].partition("@")[2], imap=self.server.port, box=box,
            )
            for name, box in _BOXES.items()
        )  # fmt: skip
        (self.folder / "config.toml").write_text(text, "utf-8")

    def _write_register(self, *posts: Post, first: bool = False) -> None:
        """As the secretariat does it: export, edit, import."""
        folder = self.folder / "register"
        folder.mkdir(exist_ok=True)
        if not first:
            register_csv.export(self._store, folder)
            (folder / "attendance.csv").unlink()
        networks = self.life.networks.values()
        _write(folder / "networks.csv", "network_id,name,secretariat,region,specialty",
               ((n.network_id, n.name, n.secretariat, "", "") for n in networks))  # fmt: skip
        _write(folder / "coordinators.csv", "network_id,name,email,phone,from,to,fee_share",
               ((h.network, h.name, h.email, "", h.start, h.end or "", "1") for h in self.life.heads))  # fmt: skip
        _write(folder / "members.csv", "network_id,ydernummer,name,clinic,email,role,from,to",
               ((p.network, p.ydernummer, p.name, p.clinic, p.email, "owner", p.start, p.end or "")
                for p in self.life.people))  # fmt: skip
        if first:
            _write(folder / "meetings.csv", "meeting_id,network_id,start,end,venue,address,topic,mandatory_topic",
                   ((f"M{k}", m.network, m.start.isoformat(), m.end.isoformat(), "", "", "", "")
                    for k, m in enumerate(self.journal.planned, 1)))  # fmt: skip
        else:
            self._move_rows(folder / "meetings.csv", posts)
        register_csv.apply(self._store, register_csv.read(folder), self.clock.now())

    def _move_rows(self, file: Path, posts: Iterable[Post]) -> None:
        head, *rows = list(csv.reader(file.read_text("utf-8").splitlines()))
        for post in posts:
            assert isinstance(post.fact, Register)
            for before, after in zip(post.before, post.fact.moved, strict=True):
                (row,) = (r for r in rows if r[1] == before.network and datetime.fromisoformat(r[2]) == before.start)
                row[2:4] = [after.start.isoformat(), after.end.isoformat()]
        _write(file, ",".join(head), rows)

    def close(self) -> None:
        self.stop()
        self._store.close()


@contextmanager
def stage(folder: Path, life: Life, planned: Iterable[Meeting], start: datetime) -> Iterator[Stage]:
    """With its servers, until the ``with`` ends."""
    users = dict.fromkeys(_BOXES.values(), PASSWORD)
    with Dovecot(users, anybody=PASSWORD) as server, SmtpSink() as sink:
        for box in users:
            server.maildir(box)
        set_up = Stage(folder, server, sink, life, planned, start.astimezone(COPENHAGEN))
        try:
            yield set_up
        finally:
            set_up.close()


def _write(file: Path, head: str, rows: Iterable[Iterable[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(head.split(","))
        writer.writerows(rows)
