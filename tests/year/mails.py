"""Mails as people and their programs write them: bookings in Danish, answers in the shapes of five programs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from bot.demo.paper import Paper, draw
from tests.year.days import written, written_whole
from tests.year.journal import Meeting, Partstat
from tests.year.town import Inn, Person

NETWORKS = {"EKM": "netvaerk@ekm.example", "eKVIS": "klynger@ekvis.example"}
INVOICES = {"EKM": "faktura@ekm.example", "eKVIS": "regning@ekvis.example"}
_SAID = {"ACCEPTED": "Accepteret", "DECLINED": "Afslået", "TENTATIVE": "Foreløbig"}
_PRODID = {
    "outlook": "Microsoft Exchange Server 2010", "google": "-//Google Inc//Google Calendar 70.9054//EN",
    "apple": "-//Apple Inc.//macOS 15.3//EN", "thunderbird": "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
    "nextcloud": "-//Sabre//Sabre VObject 4.5.6//EN",
}  # fmt: skip
WORDS: dict[Partstat, tuple[str, ...]] = {
    "ACCEPTED": ("Ja tak, jeg kommer.", "Jeg kommer gerne.", "Tak, jeg er med."),
    "DECLINED": ("Jeg kommer desværre ikke.", "Jeg må melde afbud.", "Jeg kan desværre ikke den dag."),
    "TENTATIVE": ("Jeg ved det ikke endnu.", "Måske, jeg giver besked senere."),
}
QUESTION = "Kan jeg tage en studerende med, og hvor er det bedst at parkere?"


@dataclass(frozen=True)
class Invited:
    """What a person's program keeps of an invitation. ``event``: the VEVENT as it came."""

    key: str
    uid: str
    sequence: int
    organizer: str
    message_id: str
    subject: str
    event: Any


def mail(
    message_id: str, sender: str, name: str, to: str, subject: str, text: str, at: datetime, *, answers: str = ""
) -> EmailMessage:
    """As a mail program writes it. ``answers``: the Message-ID that it answers."""
    out = EmailMessage(policy=SMTP)
    out["From"] = f"{name} <{sender}>"
    out["To"] = to
    out["Subject"] = subject
    out["Date"] = format_datetime(at)
    out["Message-ID"] = message_id
    if answers:
        out["In-Reply-To"] = out["References"] = answers
    out.set_content(text)
    return out


def received(raw: bytes, sender: str, to: str, at: datetime, *, passes: bool = True) -> bytes:
    """With the lines that our own server puts above it (RFC 8601, RFC 5321 §4.4)."""
    domain, own = sender.partition("@")[2], to.partition("@")[2]
    trace = (
        f"Delivered-To: {to}\r\n"
        f"Authentication-Results: mx.{own}; dmarc={'pass' if passes else 'fail'} header.from={domain}\r\n"
        f"Received: from mail.{domain} by mx.{own}; {format_datetime(at)}\r\n"
    )
    return trace.encode() + raw


# -- what coordinators write -------------------------------------------------------------------------------


def booking(m: Meeting, inn: Inn, form: int, name: str, *, end: bool = True, weekday: bool = True) -> str:
    """One meeting. ``end``: whether its end is told; ``weekday``: whether the weekday is the right one."""
    day = m.start.date()
    whole = written_whole(day) if weekday else f"{written_whole(day + timedelta(days=1)).split()[0]} den {written(day)}"
    clock = f"{m.start:%H.%M}-{m.end:%H.%M}" if end else f"{m.start:%H.%M}"
    perhaps = "foreløbigt " if m.tentative else ""
    topic = f" Emnet er {m.topic}." if m.topic else ""
    if form == 0:
        return f"Hej. Vi mødes {perhaps}{whole} kl. {clock} på {inn.name}.{topic} Hilsen {name}"
    if form == 1:
        rows = ["Hermed næste møde.", f"Dato: {whole}", f"Tid: {clock}", f"Sted: {inn.name}, {inn.address}"]
        rows += ["Antal: 9", f"Emne: {m.topic}" if m.topic else "", "Datoen er foreløbig." if m.tentative else ""]
        return "\n".join(filter(None, rows))
    return f"Nyt møde: {perhaps}{whole} kl. {clock}, {inn.name}.{topic}\n\n{name}"


def plan(meetings: tuple[Meeting, ...], name: str) -> str:
    rows = [
        f"{m.start.day}/{m.start.month} {m.start.year} kl. {m.start:%H.%M}-{m.end:%H.%M}, {m.venue}" for m in meetings
    ]
    return "Mødeplan\n" + "\n".join(rows) + f"\n\nVh {name}"


def move(before: Meeting, after: Meeting) -> str:
    """To another day, or to another time of the same day."""
    old = written(before.start.date())
    if before.start.date() != after.start.date():
        return f"Mødet d. {old} flyttes til {written_whole(after.start.date())}, samme tid og sted."
    return f"Mødet den {old} flyttes til kl. {after.start:%H.%M}-{after.end:%H.%M}, samme sted."


def cancel(m: Meeting) -> str:
    return f"Vi må desværre aflyse mødet den {written(m.start.date())}."


def topic(m: Meeting) -> str:
    return f"Til mødet den {written(m.start.date())}:\nEmne: {m.topic}"


# -- what members' programs answer -------------------------------------------------------------------------


def reply(
    person: Person, invited: Invited, partstat: Partstat, message_id: str, at: datetime, comment: str = ""
) -> bytes:
    """METHOD:REPLY as the person's program sends it (RFC 6047)."""
    ics = _ics(person, invited, partstat, at, comment)
    said, program = _SAID[partstat], person.program
    subject = f"{said}: {invited.subject.partition(': ')[2]}"
    if program == "thunderbird":
        subject = f"Svar på begivenhed ({said.lower()}): {invited.subject.partition(': ')[2]}"
    text = f"{person.name} har svaret: {said.lower()}." if program != "outlook" else comment
    out = mail(message_id, person.email, person.name, invited.organizer, subject, text, at, answers=invited.message_id)
    kind = {"method": "REPLY", "charset": "utf-8"}
    if program in ("thunderbird", "nextcloud"):
        out.add_attachment(ics, maintype="text", subtype="calendar", params=kind, filename="event.ics")
        return out.as_bytes()
    out.add_alternative(ics, maintype="text", subtype="calendar", params=kind)
    if program == "google":
        out.add_attachment(ics, maintype="application", subtype="ics", filename="invite.ics")
    return out.as_bytes()


def _ics(person: Person, invited: Invited, partstat: Partstat, at: datetime, comment: str) -> bytes:
    program, event = person.program, invited.event
    name = person.email if program == "google" else person.name
    start, end = (event.dtstart.value, event.dtend.value)
    times = [f"DTSTART:{_utc(start)}", f"DTEND:{_utc(end)}"]
    address = f"MAILTO:{person.email}" if program == "outlook" else f"mailto:{person.email}"
    lines = [
        "BEGIN:VCALENDAR", f"PRODID:{_PRODID[program]}", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT", *times,
        f"DTSTAMP:{_utc(at)}", f"UID:{invited.uid}", f"SEQUENCE:{invited.sequence}",
        f"ORGANIZER:mailto:{invited.organizer}", f'ATTENDEE;PARTSTAT={partstat};CN="{name}":{address}',
        *([f"COMMENT:{_escaped(comment)}"] if comment else []),
        f"SUMMARY:{_escaped(str(event.summary.value))}", "STATUS:CONFIRMED", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(_folded(line) + "\r\n" for line in lines).encode()


def in_words(person: Person, invited: Invited, text: str, message_id: str, at: datetime) -> bytes:
    subject = f"SV: {invited.subject}"
    first = person.name.split()[0]
    return mail(
        message_id, person.email, person.name, invited.organizer, subject, f"{text}\n\nVh {first}", at,
        answers=invited.message_id,
    ).as_bytes()  # fmt: skip


def out_of_office(person: Person, invited: Invited, message_id: str, at: datetime) -> bytes:
    text = f"Jeg holder ferie til {written((at + timedelta(days=9)).date())} og kommer ikke på klinikken før."
    out = mail(
        message_id, person.email, person.name, invited.organizer, f"Automatisk svar: {invited.subject}", text, at,
        answers=invited.message_id,
    )  # fmt: skip
    out["Auto-Submitted"] = "auto-replied"
    return out.as_bytes()


# -- what places send --------------------------------------------------------------------------------------


def invoice(  # noqa: PLR0917 - all that stands on one
    message_id: str,
    number: str,
    inn: Inn,
    network: str,
    secretariat: str,
    head: str,
    held: date,
    at: datetime,
    days: int,
) -> bytes:
    """An invoice as PDF that is due ``days`` after it is sent."""
    about = (network, f"Mødedato: {written(held)}", f"Koordinator: {head}")
    day = at.date()
    paper = Paper(
        f"{inn.name} ApS", inn.address, inn.cvr, number, day, day + timedelta(days=days), about, 8, Decimal(450),
        ("Betales til reg.nr. 1234 kontonr. 0012345678",), buyer=(secretariat, "Holmens Kanal 7", "1060 København K"),
    )  # fmt: skip
    out = mail(message_id, inn.email, inn.name, INVOICES[secretariat], f"Faktura {number}", "Hermed faktura.", at)
    out.add_attachment(draw(paper), maintype="application", subtype="pdf", filename=f"faktura-{number}.pdf")
    return out.as_bytes()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At 70 octets (RFC 5545 §3.1), never within a character."""
    out, length = "", 0
    for letter in line:
        size = len(letter.encode())
        if length + size > 70:
            out, length = f"{out}\r\n ", 1
        out, length = out + letter, length + size
    return out
