"""A secretariat with its database and the real pipeline, without servers: mail in, letters out, a clock to move."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, cast

from bot.config import load
from bot.model.register import BookedMeeting
from bot.model.zone import COPENHAGEN
from bot.service.pipeline import Handled, Pipeline
from bot.service.surroundings import Surroundings
from bot.service.timed import Timed
from bot.store import Incoming, Store, register_csv

CONFIG = """
database = "desk.sqlite"
[smtp]
host = "127.0.0.1"
port = 2525
security = "none"
auth = "none"
[secretariat.EKM]
invoice_address = "faktura@ekm.example"
network_address = "netvaerk@ekm.example"
staff = ["sekretariat@ekm.example"]
summary_to = []
authserv_id = "mx.ekm.example"
"""
NETWORKS = (
    "network_id,name,secretariat,region,specialty\nFYS-041,Kvalitetsnetværk Fjordby Øst,EKM,Region Midtjylland,\n"
)
COORDINATORS = (
    "network_id,name,email,phone,from,to,fee_share\nFYS-041,Åse Lund,aase@fjordfys.example,,2024-01-01,,1\n"
    "FYS-041,Gert Gammel,gert@gammelfys.example,,2020-01-01,2023-12-31,1\n"
)
MEMBERS = (
    "network_id,ydernummer,name,clinic,email,role,from,to\n"
    "FYS-041,041001,Åse Lund,Fjord Fysioterapi,aase@fjordfys.example,owner,2020-01-01,\n"
    "FYS-041,041002,Bo Holm,Klinik Holm,bo@holm.example,owner,2020-01-01,\n"
    "FYS-041,041003,Eva Dam,Klinik Dam,eva@dam.example,tenant,2020-01-01,\n"
    "FYS-041,041004,Ib Rask,Klinik Rask,ib@rask.example,owner,2020-01-01,2025-12-31\n"
)
AASE, BO, EVA = "aase@fjordfys.example", "bo@holm.example", "eva@dam.example"
START = datetime(2026, 3, 2, 10, tzinfo=COPENHAGEN)


@dataclass
class Desk:
    folder: Path
    around: Surroundings
    store: Store
    now: datetime = START
    sent: list[EmailMessage] = field(default_factory=list)
    number: int = 0

    def post(
        self, sender: str, text: str, subject: str = "Møde", *, answers: EmailMessage | None = None,
        passes: bool = True, calendar: bytes | None = None, name: str = "", files: Mapping[str, bytes] | None = None,
    ) -> Handled:  # fmt: skip
        """One mail to the networks' address, handled at once."""
        self.number += 1
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"] = f"{name} <{sender}>" if name else sender
        mail["To"] = "netvaerk@ekm.example"
        mail["Subject"] = f"SV: {answers['Subject']}" if answers is not None else subject
        mail["Date"] = format_datetime(self.now)
        mail["Message-ID"] = f"<{self.number}@{sender.partition('@')[2]}>"
        if answers is not None:
            mail["In-Reply-To"] = mail["References"] = str(answers["Message-ID"])
        mail.set_content(text)
        if calendar is not None:
            method = re.search(rb"METHOD:(\w+)", calendar)
            kind = {"method": method[1].decode() if method else "REPLY", "charset": "utf-8"}
            mail.add_alternative(calendar, maintype="text", subtype="calendar", params=kind)
        for file, content in (files or {}).items():
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=file)
        return self.take(mail.as_bytes(), sender, passes=passes)

    def take(self, raw: bytes, sender: str, *, passes: bool = True, later: timedelta = timedelta()) -> Handled:
        """A mail as it came, behind what our own server says of its sender; handled so much later."""
        domain = sender.partition("@")[2]
        verdict = "pass" if passes else "fail"
        trace = (
            f"Authentication-Results: mx.ekm.example; dmarc={verdict} header.from={domain}\r\n"
            f"Received: from mail.{domain} by mx.ekm.example; {format_datetime(self.now)}\r\n"
        )
        incoming = Incoming(None, trace.encode() + raw, self.now, "netvaerk@ekm.example", "EKM")
        (kept,) = self.store.keep("disk", 0, [incoming], self.now)
        self.now += later
        handled = Pipeline(self.around, self.store, lambda: self.now).take(kept)
        assert handled is not None
        self.sent += [read(letter.raw) for letter in handled.letters]
        return handled

    def tick(self) -> list[EmailMessage]:
        """What the clock brings now."""
        known = {x.message_id for x in self.store.outbox()}
        Timed(self.around, self.store, lambda: self.now).ring()
        found = [read(self.raw(x.message_id)) for x in self.store.outbox() if x.message_id not in known]
        self.sent += found
        return found

    def pass_days(self, days: int) -> list[EmailMessage]:
        """Noon after noon."""
        out = []
        for _ in range(days):
            self.now = (self.now + timedelta(days=1)).replace(hour=12)
            out += self.tick()
        return out

    def raw(self, message_id: str) -> bytes:
        row = self.store.db.one("SELECT raw FROM letters WHERE message_id = ?", (message_id,))
        assert row is not None
        return cast(bytes, row["raw"])

    def to(self, address: str) -> list[EmailMessage]:
        return [m for m in self.sent if str(m["To"]).endswith(f"{address}>") or str(m["To"]) == address]

    def meetings(self) -> list[BookedMeeting]:
        return list(self.store.register().meetings)

    def meeting(self) -> BookedMeeting:
        (meeting,) = self.meetings()
        return meeting

    def answers(self) -> dict[str, str]:
        return {i.address: i.partstat for m in self.meetings() for i in self.store.meetings.invitees(m.meeting_id)}

    def change_register(self, members: str = MEMBERS, coordinators: str = COORDINATORS) -> None:
        write_register(self.folder, members, coordinators)
        register_csv.apply(self.store, register_csv.read(self.folder / "register"), self.now)

    def move_in_files(self, *before_after: str) -> None:
        """The register as its files have it, with each text before changed to the one behind it, read in again."""
        folder = self.folder / "register"
        register_csv.export(self.store, folder)
        (folder / "attendance.csv").unlink()
        text = (folder / "meetings.csv").read_text("utf-8")
        for before, after in zip(before_after[::2], before_after[1::2], strict=True):
            assert before in text
            text = text.replace(before, after)
        (folder / "meetings.csv").write_text(text, "utf-8")
        register_csv.apply(self.store, register_csv.read(folder), self.now)


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def calendar(mail: EmailMessage) -> Any:
    """The calendar part, by a parser that is not ours."""
    import vobject

    part = next(p for p in mail.walk() if p.get_content_type() == "text/calendar")
    return vobject.readOne(part.get_content())


def write_register(folder: Path, members: str, coordinators: str) -> None:
    register = folder / "register"
    register.mkdir(exist_ok=True)
    (register / "networks.csv").write_text(NETWORKS, "utf-8")
    (register / "coordinators.csv").write_text(coordinators, "utf-8")
    (register / "members.csv").write_text(members, "utf-8")
    (register / "meetings.csv").write_text(
        "meeting_id,network_id,start,end,venue,address,topic,mandatory_topic\n", "utf-8"
    )


@contextmanager
def desk(folder: Path, extra: str = "") -> Iterator[Desk]:
    (folder / "config.toml").write_text(CONFIG + extra, "utf-8")
    write_register(folder, MEMBERS, COORDINATORS)
    around = Surroundings(load(folder / "config.toml"))
    try:
        with Store(folder / "desk.sqlite", create=True) as store:
            register_csv.apply(store, register_csv.read(folder / "register"), START)
            yield Desk(folder, around, store)
    finally:
        around.close()
