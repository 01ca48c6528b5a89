"""Letters as the server took them, read as a person would: by subject and text, the calendar by ``vobject``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from bot.model.zone import COPENHAGEN
from tests.year.cards import Kind
from tests.year.days import MONTHS

_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"Kommer du til mødet", "unanswered"), (r"Husk mødet", "all"),
    (r"\d+ til bordet|Ingen har svaret endnu", "head_count"),
    (r"Mødet .* mangler et sted", "no_place"), (r"Fakturaen for mødet .* mangler", "no_invoice"),
    (r"Ingen faktura for mødet", "no_invoice_staff"), (r".* har skrevet om mødet|.*", "words"),
)  # fmt: skip
_DAY = re.compile(r"(\d{1,2})\. (" + "|".join(MONTHS) + r") (\d{4})")


@dataclass(frozen=True)
class Letter:
    """One copy for one recipient. ``at``: the step in which it was taken; ``number``: SEQUENCE, or how many eat."""

    at: datetime
    written: datetime
    to: str
    kind: Kind | None
    about: str
    message_id: str
    number: int | None = None
    uid: str = ""
    key: str = ""

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} til {self.to}: {self.about} ({self.number}) {self.message_id}"


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def event(mail: EmailMessage) -> tuple[str, Any] | None:
    """(METHOD, VEVENT) of the inline calendar part."""
    import vobject

    part = next((p for p in mail.walk() if p.get_content_type() == "text/calendar"), None)
    if part is None:
        return None
    calendar = vobject.readOne(part.get_content())
    return str(calendar.method.value), calendar.vevent


def letter(
    raw: bytes, to: str, at: datetime, networks: Mapping[str, tuple[str, str]], answers: Mapping[str, Kind]
) -> Letter:
    """``networks``: id → (name, secretariat); ``answers``: Message-ID of a person's mail → what answers it."""
    mail = parsed(raw)
    written = mail["Date"].datetime.astimezone(COPENHAGEN)
    kind, about, number, uid = _told(mail, networks, answers)
    return Letter(at, written, to, kind, about, str(mail["Message-ID"]), number, uid)


def _told(
    mail: EmailMessage, networks: Mapping[str, tuple[str, str]], answers: Mapping[str, Kind]
) -> tuple[Kind | None, str, int | None, str]:
    found = event(mail)
    if found is not None:
        method, vevent = found
        start = vevent.dtstart.value.astimezone(COPENHAGEN)
        updates = str(mail["Subject"]).startswith("Ændret")
        kind: Kind = "cancellation" if method == "CANCEL" else "update" if updates else "invitation"
        about = f"{_network(mail, networks)} {start:%Y-%m-%d %H:%M}"
        return kind, about, int(vevent.sequence.value), str(vevent.uid.value)
    return _without_calendar(mail, networks, answers)


def _without_calendar(
    mail: EmailMessage, networks: Mapping[str, tuple[str, str]], answers: Mapping[str, Kind]
) -> tuple[Kind | None, str, int | None, str]:
    subject, day = str(mail["Subject"]), _day(str(mail["Subject"]))
    thread = f"{mail['References'] or ''} {mail['In-Reply-To'] or ''}".split()
    answered = next((i for i in reversed(thread) if i in answers), None)
    if answered is not None:
        return answers[answered], answered, None, ""
    if subject.startswith("Opsamling"):
        return "summary", str(day), None, ""
    if subject.startswith("Indbakken"):
        return "alarm", "", None, ""
    if subject.startswith(("Mødeplanen for", "Næste års møder")):
        return "plan", f"{_network(mail, networks)} {'næste' if subject.startswith('Næste') else 'denne'}", None, ""
    kind = next((kind for form, kind in _KINDS[:-1] if re.match(form, subject)), None)
    eat = subject.split(maxsplit=1)[0]
    number = int(eat if eat.isdigit() else 0) if kind == "head_count" else None
    return kind, f"{_network(mail, networks)} {day}", number, ""


def _network(mail: EmailMessage, networks: Mapping[str, tuple[str, str]]) -> str:
    body = mail.get_body(("plain",))
    text = f"{mail['Subject']}\n{body.get_content() if body is not None else ''}"
    named = [(len(name), network) for network, (name, _) in networks.items() if name in text]
    return max(named)[1] if named else "?"


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    return date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1])) if found else None
