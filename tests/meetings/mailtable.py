"""The table of mails in ``mails/*.toml``: each is made bytes, parsed, read and decided as the service does it, without
servers, database or child processes; and what came of it is held against what a careful person would have done.

``truth`` is a list of: ``created 2026-05-28 17:00-20:00 @ Hotel Fjorden | Fjorden``, ``moved APR …`` (the same),
``cancelled APR``, ``updated APR``, ``ask date``, ``ask`` (whatever is asked), each with `` tentative`` behind it where
that is to be; empty where nothing may be made, moved or cancelled. ``either``: one of them is enough.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, cast
from zipfile import ZipFile

from bot.danish.references import reference
from bot.danish.text import fold
from bot.documents.answering import answer
from bot.documents.job import Job, Known
from bot.flow import handle, wants_own_text
from bot.kinds.request import Read
from bot.mailin.parse import parse
from bot.model.decision import Decision
from bot.model.letter_context import SecretariatLines
from bot.model.meeting import MeetingAct, NoMeetings, OpenQuestion
from bot.model.message import Message
from bot.model.register import BookedMeeting, Coordinator, Member, Network, Register
from bot.model.world import World
from bot.model.zone import COPENHAGEN
from bot.rulebook import Rulebook
from tests.judging import Filed

FOLDER = Path(__file__).with_name("mails")
SENT = "2026-03-02T09:30"  # a Monday
AASE = "aase@fjordfys.example"
#: "right": as the table says; "asked": a person is asked where the mail was clear; "wrong": something was made,
#: moved or called off that should not have been, or at another time or place.
Outcome = Literal["right", "asked", "wrong"]


@dataclass(frozen=True)
class Mail:
    id: str
    group: str
    given: Mapping[str, Any]

    @property
    def truth(self) -> tuple[str, ...]:
        return tuple(self.given["truth"])

    @property
    def sent(self) -> datetime:
        return datetime.fromisoformat(self.given.get("sent", SENT)).replace(tzinfo=COPENHAGEN)


def mails() -> tuple[Mail, ...]:
    out = []
    for path in sorted(FOLDER.glob("*.toml")):
        out += [Mail(c["id"], path.stem, c) for c in tomllib.loads(path.read_text("utf-8"))["case"]]
    return tuple(out)


def _booked(meeting_id: str, network: str, start: str, hours: int, venue: str | None, **more: Any) -> BookedMeeting:
    begin = datetime.fromisoformat(start).replace(tzinfo=COPENHAGEN)
    # One of the register's files that nobody was asked to yet is called by its coordinator's next mail about it.
    more = {"inviting": True, **more}
    return BookedMeeting(meeting_id, network, begin, begin.replace(hour=begin.hour + hours), venue, **more)


REFERENCE = reference("FYS-041", 2026, 1, "KN")
REGISTER = Register(
    networks=(
        Network("FYS-041", "Kvalitetsnetværk Fjordby Øst", "EKM", "Region Midtjylland", None),
        Network("FYS-052", "Kvalitetsnetværk Bakkerup", "EKM", "Region Midtjylland", None),
        Network("FYS-053", "Kvalitetsnetværk Sundby", "EKM", "Region Midtjylland", None),
        Network("KLY-401", "Kvalitetsklynge Øjenlæger Fjordland", "eKVIS", "Region Midtjylland", "øjensygdomme"),
        Network("FYS-301", "Kvalitetsnetværk Viborg Øst", "EKM", "Region Midtjylland", None),
        Network("FYS-302", "Kvalitetsnetværk Esbjerg Nord", "EKM", "Region Syddanmark", None),
        Network("FYS-303", "Kvalitetsnetværk Næstved-Faxe", "EKM", "Region Sjælland", None),
        Network("FYS-304", "Kvalitetsnetværk Hjørring", "EKM", "Region Nordjylland", None),
        Network("KLY-402", "Kvalitetsklynge Gynækologi Sjælland", "eKVIS", "Region Sjælland", "gynækologi"),
    ),
    coordinators=(
        Coordinator("FYS-041", "Åse Lund", AASE, None, date(2024, 1, 1)),
        Coordinator("FYS-052", "Per Vang", "per@vangfys.example", None, date(2024, 1, 1)),
        Coordinator("FYS-053", "Per Vang", "per@vangfys.example", None, date(2024, 1, 1)),
        Coordinator("KLY-401", "Ida Krogh", "ida@krogh.example", None, date(2024, 1, 1)),
        Coordinator("FYS-301", "Dagmar Højlund", "dagmar@norresofys.example", None, date(2022, 1, 1)),
        Coordinator("FYS-302", "Kim Østerby", "kim.osterby@hjertingfys.example", None, date(2024, 1, 1)),
        Coordinator("FYS-303", "Liselotte Hvam", "lh@suskfys.example", None, date(2023, 1, 1)),
        Coordinator("FYS-304", "Arne Vinterberg", "arne@vendsysselfys.example", None, date(2021, 1, 1),
                    date(2025, 12, 31)),
        Coordinator("FYS-304", "Mona Klitgaard", "mona@hirtshalsfysio.example", None, date(2026, 1, 1)),
        Coordinator("KLY-402", "Regitze Blom", "regitze@gynkoge.example", None, date(2024, 1, 1)),
    ),
    members=(
        Member("FYS-041", "041001", "Åse Lund", "Fjord Fysioterapi", AASE),
        Member("FYS-041", "041002", "Bo Holm", "Klinik Holm", "bo@holm.example"),
        Member("FYS-041", "041003", "Eva Dam", "Klinik Dam", "eva@dam.example"),
        Member("FYS-052", "052001", "Per Vang", "Vang Fys", "per@vangfys.example"),
        Member("KLY-401", "401001", "Ida Krogh", "Øjenklinikken Krogh", "ida@krogh.example"),
        Member("FYS-301", "301010", "Dagmar Højlund", "Nørresø Fysioterapi", "dagmar@norresofys.example"),
        Member("FYS-301", "301028", "Bent Aagaard", "Bjerringbro Fys", "bent@bjerringbrofys.example"),
        Member("FYS-301", "301036", "Rosa Tjørring", "Tjele Fysioterapi", "rosa@tjelefys.example"),
        Member("FYS-302", "302018", "Kim Østerby", "Hjerting Fysioterapi", "kim.osterby@hjertingfys.example"),
        Member("FYS-302", "302026", "Maria Skov", "Kvaglund Fys", "maria.skov@kvaglundfys.example"),
        Member("FYS-302", "302034", "Maria Skovgaard", "Sædding Fysioterapi", "ms@saeddingfys.example"),
        Member("FYS-302", "302042", "Preben Løth", "Bramming Klinik", "preben@brammingklinik.example"),
        Member("FYS-303", "303016", "Liselotte Hvam", "Suså Fysioterapi", "lh@suskfys.example"),
        Member("FYS-303", "303024", "Omar Saleh", "Haslev Fys", "omar@haslevfys.example"),
        Member("FYS-303", "303032", "Tut Engberg", "Faxe Ladeplads Fysioterapi", "tut@ladepladsfys.example"),
        Member("FYS-304", "304014", "Mona Klitgaard", "Hirtshals Fysioterapi", "mona@hirtshalsfysio.example"),
        Member("FYS-304", "304022", "Arne Vinterberg", "Vendsyssel Fys", "arne@vendsysselfys.example"),
        Member("FYS-304", "304030", "Sif Aabo", "Sindal Fysioterapi", "sif@sindalfys.example"),
        Member("KLY-402", "402016", "Regitze Blom", "Gynækologisk Klinik Køge", "regitze@gynkoge.example"),
        Member("KLY-402", "402024", "Ulrik Haar", "Gynklinikken Slagelse", "ulrik@gynslagelse.example"),
    ),
    meetings=(
        _booked("APR", "FYS-041", "2026-04-16T17:00", 3, "Hotel Fjorden", address="Havnevej 1, 8000 Aarhus C",
                reference=REFERENCE, participants=10),
        _booked("SEP", "FYS-041", "2026-09-10T17:00", 3, "Klinik Holm"),
        _booked("NOV", "FYS-041", "2026-11-25T17:00", 3, None, status="tentative"),
        _booked("MAJ", "FYS-052", "2026-05-20T16:00", 3, "Bakkerup Kro"),
        _booked("VIB", "FYS-301", "2026-03-17T17:00", 3, "Hotel Hald", address="Ravnsbjergvej 76, 8800 Viborg"),
        _booked("TJE", "FYS-301", "2026-09-29T17:00", 3, "Tjele Fysioterapi"),
        _booked("ESB", "FYS-302", "2026-05-27T16:00", 3, "Hjerting Badehotel"),
        _booked("SUS", "FYS-303", "2026-04-09T18:00", 3, "Kro ved Susåen", address="Åvej 2, 4700 Næstved"),
        _booked("HIR", "FYS-304", "2026-06-02T17:00", 3, "Hirtshals Fysioterapi"),
        _booked("KOE", "KLY-402", "2026-10-08T16:00", 4, "Gynækologisk Klinik Køge"),
    ),
)  # fmt: skip


class _Asked(NoMeetings):
    def __init__(self, question: OpenQuestion | None) -> None:
        self._question = question

    def question(self, message_ids: tuple[str, ...]) -> OpenQuestion | None:
        return self._question if message_ids else None


@cache
def _book() -> Rulebook:
    return Rulebook.load()


def world(secretariat: str, question: OpenQuestion | None = None) -> World:
    domain = secretariat.lower()
    box = "klynger" if secretariat == "eKVIS" else "netvaerk"
    own = ("netvaerk@ekm.example", "faktura@ekm.example", "klynger@ekvis.example", "faktura@ekvis.example")
    return World(
        register=REGISTER,
        ledger=Filed(),
        rules=_book().rules(secretariat, date(2026, 3, 2)),
        own_addresses=frozenset(own),
        staff={secretariat: (f"sekretariat@{domain}.example",)},
        secretariat=SecretariatLines(secretariat, f"faktura@{domain}.example", f"{box}@{domain}.example"),
        meetings=_Asked(question),
    )


def message_of(mail: Mail) -> Message:
    to = mail.given.get("to", "netvaerk@ekm.example")
    secretariat = "eKVIS" if "ekvis" in to else "EKM"
    raw = raw_of(mail, to)
    return parse(raw, received=mail.sent, mailbox=to, secretariat=secretariat, authserv_ids=("mx.ekm.example",))


def raw_of(mail: Mail, to: str) -> bytes:
    given = mail.given
    sender = given.get("from", AASE)
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = sender, given.get("written_to", to)
    if "written_to" in given:
        made["Cc"] = to
    forwarded = given.get("forwarded")
    replied = "before" in given
    made["Subject"] = given.get("subject") or ("VS: Bekræftelse" if forwarded else "SV: Møde" if replied else "Møde")
    made["Date"] = format_datetime(mail.sent)
    made["Message-ID"] = "<1@test.example>"
    if replied:
        made["In-Reply-To"] = "<question@ekm.example>"
    if "html" in given:
        made.set_content(given["html"], subtype="html", cte="8bit")
    else:
        made.set_content(_text(given, forwarded), cte="8bit")
    if "calendar" in given:
        made.add_alternative(given["calendar"].encode(), maintype="text", subtype="calendar",
                             params={"method": "REQUEST", "charset": "utf-8"})  # fmt: skip
    _attach(made, given)
    domain = sender.partition("@")[2]
    verdict = "pass" if given.get("passes", True) else "fail"
    trace = (
        f"Authentication-Results: mx.ekm.example; dmarc={verdict} header.from={domain}\r\n"
        f"Received: from mail.{domain} by mx.ekm.example; {format_datetime(mail.sent)}\r\n"
    )
    return trace.encode() + made.as_bytes()


def _text(given: Mapping[str, Any], forwarded: str | None) -> str:
    text = cast(str, given.get("text", "")).strip("\n")
    if forwarded is None:
        return text.replace("@REF@", REFERENCE) + "\n"
    subject = given.get("inner_subject", "Bekræftelse")
    return (
        f"{given.get('own', '')}\n\nFra: {forwarded}\nSendt: 27. februar 2026 14:12\nTil: Åse Lund <{AASE}>\n"
        f"Emne: {subject}\n\n{text}\n"
    )


def _attach(made: EmailMessage, given: Mapping[str, Any]) -> None:
    for file in given.get("files", ()):
        kind, _, sub = file.get("type", "text/csv").partition("/")
        made.add_attachment(file["text"].encode(file["encoding"]), maintype=kind, subtype=sub, filename=file["name"])
    if "sheet" in given:
        made.add_attachment(_sheet(given["sheet"]), maintype="application", filename="plan.xlsx",
                            subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet")  # fmt: skip
    if "zipped" in given:
        held = BytesIO()
        with ZipFile(held, "w") as archive:
            archive.writestr(given["zipped"]["name"], given["zipped"]["text"])
        made.add_attachment(held.getvalue(), maintype="application", subtype="zip", filename="arkiv.zip")
    if "attached_mail" in given:
        inner = given["attached_mail"].lstrip("\n").replace("\n", "\r\n").encode()
        from email import message_from_bytes, policy

        made.add_attachment(message_from_bytes(inner, policy=policy.default))


def _sheet(rows: Sequence[Sequence[Any]]) -> bytes:
    """Of the table's own values: TOML's dates and times become a sheet's."""
    from openpyxl import Workbook

    book, out = Workbook(), BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    book.save(out)
    return out.getvalue()


def decide(mail: Mail) -> Decision:
    message = message_of(mail)
    question = None
    if "before" in mail.given:
        first = replace(mail, given={**mail.given, "text": mail.given["before"], "subject": "Møde"})
        first.given.pop("before")  # type: ignore[attr-defined]
        question = decide(first).question
        assert question is not None, "the first mail must be asked about"
    around = world(message.secretariat, question)
    known = Known(REGISTER, (), around.rules.vocabulary)
    reads = [
        read
        for a in message.attachments
        for read in Read.of(a, answer(Job(a.content, a.name or "", message.received_day, words=True), known))
    ]
    if wants_own_text(message, reads):
        for body in (message.text, *(q.text for q in message.quoted if q.is_attached)):
            done = answer(Job(body.encode(), "mail", message.received_day, is_mail=True), known)
            reads.append(Read(None, done.document, done.readings))
    return handle(message, reads, around, mail.sent)


def outcome(mail: Mail, decision: Decision) -> tuple[Outcome, str]:
    """With what came of it, in the table's words."""
    acts = decision.meetings
    got = [told(act) for act in acts]
    shown = "; ".join(got) or f"[{decision.kind} {decision.outcome} {','.join(decision.attention)}]"
    done = [act for act in acts if act.action != "none"]
    if mail.given.get("either"):
        if any(_fits([truth], acts) for truth in mail.truth):
            return "right", shown
    elif _fits(mail.truth, acts) and mail.given.get("network", acts[0].network_id if acts else None) in {
        a.network_id for a in acts
    } | {None}:
        return "right", shown
    wanted = [t for t in mail.truth if not t.startswith("ask")]
    if all(any(_is(truth, act) for truth in wanted) for act in done) and (
        len(done) == 0 or any(a.action == "none" for a in acts) or len(done) == len(wanted)
    ):
        return "asked", shown
    return "wrong", shown


def told(act: MeetingAct) -> str:
    if act.action == "none":
        codes = [d.code for d in act.reading.doubts] if act.reading else []
        return f"ask {' '.join(act.asked)} {codes}" if act.asked else "none"
    m = act.meeting
    assert m is not None
    start = m.start.astimezone(COPENHAGEN)
    end = m.end.astimezone(COPENHAGEN).strftime("%H:%M") if m.end else "?"
    name = f" {act.before.meeting_id}" if act.before else ""
    return f"{act.action}{name} {start:%Y-%m-%d %H:%M}-{end} @ {m.venue}" + (" tentative" * (m.status == "tentative"))


def _fits(truths: Any, acts: tuple[MeetingAct, ...]) -> bool:
    if not truths:
        return all(act.action == "none" for act in acts)
    left = list(acts)
    for truth in truths:
        found = next((act for act in left if _is(truth, act)), None)
        if found is None:
            return False
        left.remove(found)
    return all(act.action == "none" and (not act.asked or truths == ("ask",)) for act in left)


_TRUTH = re.compile(
    r"(?P<action>created|moved|cancelled|updated)(?: (?P<id>[A-Z]{3}))?"
    r"(?: (?P<day>\S+) (?P<start>\d\d:\d\d)-(?P<end>\d\d:\d\d) @ (?P<venue>.+?))?(?P<tentative> tentative)?"
)


def _is(truth: str, act: MeetingAct) -> bool:
    if truth.startswith("ask"):
        what = truth[3:].strip()
        return act.action == "none" and bool(act.asked) and (not what or what in act.asked)
    match = _TRUTH.fullmatch(truth)
    assert match is not None, truth
    if act.action != match["action"] or act.meeting is None:
        return False
    if match["id"] and (act.before is None or act.before.meeting_id != match["id"]):
        return False
    if match["day"] is None:
        return True
    m = act.meeting
    start, end = m.start.astimezone(COPENHAGEN), m.end.astimezone(COPENHAGEN) if m.end else None
    day, first = date.fromisoformat(match["day"]), time.fromisoformat(match["start"])
    same_time = (start.date(), start.time()) == (day, first) and end is not None
    same_time = same_time and end is not None and end.time() == time.fromisoformat(match["end"])
    places = {fold(p) for p in match["venue"].split("|")}
    shown = {fold(m.venue or ""), fold(f"{m.venue} {m.address}")}
    tentative = m.status == "tentative"
    return same_time and bool(places & shown) and tentative == bool(match["tentative"])


def measured() -> Iterator[tuple[Mail, Outcome, str]]:
    for mail in mails():
        yield mail, *outcome(mail, decide(mail))


if __name__ == "__main__":
    from collections import Counter

    groups: dict[str, Counter[str]] = {}
    for mail, how, shown in measured():
        groups.setdefault(mail.group, Counter())[how] += 1
        if how != "right":
            print(f"{how:6} {mail.group}/{mail.id}\n         {shown}\n    not  {'; '.join(mail.truth) or '(nothing)'}")
    for name, counts in groups.items():
        print(name, dict(counts), f"{counts['right'] / sum(counts.values()):.3f}")
    total = sum(groups.values(), Counter())
    print("all", dict(total), f"{total['right'] / sum(total.values()):.3f}")
