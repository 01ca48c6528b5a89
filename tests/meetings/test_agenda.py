"""The agenda: its clock times, its sheet of paper, and the coordinator's own in its place."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest

from bot.meetings.agenda import Item, agenda, as_lines
from bot.meetings.agenda_pdf import Sheet, SheetWords, agenda_pdf
from bot.model.zone import COPENHAGEN
from bot.rulebook import Rulebook
from tests.documents.formats.made import docx, paragraph
from tests.judging import rules
from tests.meetings.desk import AASE, BO, EVA, Desk, calendar

START = datetime(2026, 5, 7, 17, tzinfo=COPENHAGEN)
BOOKING = "Hej EKM. Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden. Emnet er knæ. Åse"


@pytest.fixture(scope="module")
def rule() -> Any:
    return Rulebook.load().rules("EKM", START.date()).agenda


@pytest.mark.parametrize("minutes", [45, 60, 90, 120, 150, 175, 180, 200, 240, 300, 600])
@pytest.mark.parametrize("topic", ["knæ", None, "", "  \n "])
def test_any_length_is_filled_exactly_and_no_placeholder_is_left(rule: Any, minutes: int, topic: str | None) -> None:
    items = agenda(rule, START, START + timedelta(minutes=minutes), topic)
    assert sum(i.minutes for i in items) == minutes
    assert items[0].start == START
    for before, after in pairwise(items):
        assert before.start is not None
        assert after.start == before.start + timedelta(minutes=before.minutes)
    text = "\n".join(as_lines(items))
    assert not set("{}") & set(text)
    assert ("knæ" in text) is (topic == "knæ")


def sheet(items: tuple[Item, ...]) -> Sheet:
    return Sheet(
        "Kvalitetsnetværk Fjordby Øst", START, START + timedelta(hours=3), "Hotel Fjorden, Havnevej 1, 8000 Aarhus C",
        "Knæ", "koordinator", "Åse Lund", "EKM", items, SheetWords(**rules().calendar["sheet"]),
    )  # fmt: skip


def text_of(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def test_the_sheet_says_it_all_in_danish_letters_that_are_in_it(rule: Any) -> None:
    items = agenda(rule, START, START + timedelta(hours=3), "knæ")
    content = agenda_pdf(sheet(items))
    (text,) = text_of(content)
    for told in (
        "Dagsorden", "Kvalitetsnetværk Fjordby Øst", "torsdag den 7. maj 2026 kl. 17.00–20.00", "Havnevej 1",
        "Koordinator", "Åse Lund", "17.05", "Kort oplæg om knæ", "10 min.", "Eventuelt", "20.00", "EKM",
    ):  # fmt: skip
        assert told in text
    with pypdfium2.PdfDocument(content) as pdf:
        assert [round(size) for size in pdf[0].get_size()] == [595, 842], "A4"
    assert content.count(b"/FontFile2") == 2, "the letters travel with it"
    assert len(content) < 30_000, "it goes with every member's letter"
    agenda_pdf.cache_clear()
    assert agenda_pdf(sheet(items)) == content, "the same agenda is the same file"


def test_many_and_long_items_go_on_to_the_next_sheet() -> None:
    items = tuple(Item(f"Punkt {n}: " + "ord og atter ord " * (n % 9), 5, START) for n in range(1, 60))
    pages = text_of(agenda_pdf(sheet(items)))
    assert len(pages) > 2
    assert all(sum(f"Punkt {n}:" in page for page in pages) == 1 for n in range(1, 60))
    assert f"2 af {len(pages)}" in pages[1]


@pytest.mark.parametrize("text", ["🙂 Velkommen 🍽️", "Ελληνικά", "\x00\x1b[31m", "", "x" * 400, "{nb} {topic}"])
def test_whatever_stands_in_it_makes_a_sheet(text: str) -> None:
    assert text_of(agenda_pdf(replace(sheet((Item(text, 5, None),)), topic=text, place=text)))


def words_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def files(mail: Any) -> dict[str, bytes]:
    return {p.get_filename(): p.get_payload(decode=True) for p in mail.iter_attachments()}


def test_the_sheet_goes_with_the_invitation_and_with_the_reminder_to_all(at: Desk) -> None:
    at.post(AASE, BOOKING)
    (invitation,) = at.to(BO)
    content = files(invitation)["dagsorden-2026-05-07.pdf"]
    assert "17.05" in text_of(content)[0]
    assert files(at.to(EVA)[0])["dagsorden-2026-05-07.pdf"] == content
    reminder = next(m for m in at.pass_days(70) if m["To"] and BO in str(m["To"]) and "Husk" in m["Subject"])
    assert files(reminder)["dagsorden-2026-05-07.pdf"] == content
    assert "Kort oplæg om knæ" in words_of(reminder)


def test_a_cancellation_brings_no_agenda(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(AASE, "Vi må desværre aflyse mødet den 7. maj.")
    letter = at.to(BO)[-1]
    assert calendar(letter).method.value == "CANCEL"
    assert list(files(letter)) == ["invite.ics"]


OWN = """Hej EKM
Her er dagsordenen til mødet den 7. maj:
17.00 Velkomst og sandwich
17.20-18.00 Oplæg ved Kim
18.00 Cases i grupper (60 min)
19.30 Evaluering og deltagerliste
Eventuelt

Hilsen Åse"""


def test_a_coordinators_own_agenda_takes_the_rules_place(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.store.db.execute("UPDATE invitations SET partstat = 'ACCEPTED' WHERE address = ?", (BO,))
    handled = at.post(AASE, OWN, subject="Dagsorden")
    assert [(a.action, a.asked) for a in handled.decision.meetings] == [("updated", ())]
    letter = at.to(BO)[-1]
    text = words_of(letter)
    assert "Dagsorden" in letter["Subject"]
    for line in ("17.00 Velkomst og sandwich", "17.20 Oplæg ved Kim (40 min.)", "18.00 Cases i grupper (60 min.)",
                 "19.30 Evaluering og deltagerliste", "Eventuelt"):  # fmt: skip
        assert f"   {line}\n" in text
    assert "Plenumdiskussion" not in text
    assert "Oplæg ved Kim" in text_of(files(letter)["dagsorden-2026-05-07.pdf"])[0]
    event = calendar(letter).vevent
    assert (event.sequence.value, event.attendee.params["PARTSTAT"]) == ("0", ["ACCEPTED"])
    assert "Oplæg ved Kim" in event.description.value
    assert at.answers()[BO] == "ACCEPTED", "no rescheduling: the answer stands (RFC 5546 §3.2.2.2)"
    answer = next(m for m in reversed(at.to(AASE)) if "modtaget" in m["Subject"] or "SV" in m["Subject"])
    assert "18.00 Cases i grupper" in words_of(answer)
    assert at.tick() == [], "everybody has it"
    before = len(at.sent)
    at.post(AASE, OWN, subject="Dagsorden")
    assert len(at.sent) == before + 1, "sent once more it is known; members hear nothing"


def test_it_moves_with_the_meeting_and_goes_to_who_joins_later(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(AASE, OWN, subject="Dagsorden")
    at.post(AASE, "Mødet den 7. maj flyttes til torsdag den 21. maj kl. 18-21, samme sted.")
    letter = at.to(BO)[-1]
    text = words_of(letter)
    assert "18.20 Oplæg ved Kim" in text
    assert "17.20" not in text
    from tests.meetings.desk import MEMBERS

    at.change_register(MEMBERS + "FYS-041,041009,Ny Nielsen,Klinik Ny,ny@ny.example,owner,2020-01-01,\n")
    (late,) = (m for m in at.tick() if "ny@ny.example" in str(m["To"]))
    assert "18.20 Oplæg ved Kim" in words_of(late)


TEXTS = {
    "numbered": ("Dagsorden til mødet:\n1. Velkomst\n2. Oplæg om ryg\n3. Eventuelt", ["1. Velkomst", "3. Eventuelt"]),
    "dashes and lengths": ("Dagsorden\n- Velkomst (10 min.)\n- Oplæg, 45 min\n- Drøftelse 60 minutter\n- Eventuelt",
                           ["17.00 Velkomst (10 min.)", "17.10 Oplæg (45 min.)", "17.55 Drøftelse (60 min.)",
                            "18.55 Eventuelt"]),
    "bare lines below a heading": ("Her er dagsordenen:\n\nVelkomst\nOplæg om ryg\n\nHilsen Åse",
                                   ["1. Velkomst", "2. Oplæg om ryg"]),
    "no heading": ("Brug denne dagsorden til mødet, tak.\n\n1) Velkomst\n2) Oplæg\n3) Tak for i dag\n\nMvh Åse",
                   ["1. Velkomst", "3. Tak for i dag"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), TEXTS.values(), ids=TEXTS)
def test_agendas_as_people_write_them(at: Desk, text: str, lines: list[str]) -> None:
    at.post(AASE, BOOKING)
    at.post(AASE, text, subject="Dagsorden til mødet")
    told = words_of(at.to(BO)[-1])
    for line in lines:
        assert f"   {line}\n" in told
    assert "Hilsen" not in told.split("Venlig hilsen")[0]


def test_a_booking_with_its_agenda_makes_both(at: Desk) -> None:
    handled = at.post(
        AASE, f"{BOOKING.removesuffix(' Åse')}\n\nDagsorden:\n16.50 Ankomst\n17.00 Oplæg\n19.00 Mad\n\nÅse"
    )
    assert [(a.action, a.asked) for a in handled.decision.meetings] == [("created", ())]
    assert at.meeting().start == START
    text = words_of(at.to(BO)[0])
    assert "16.50 Ankomst" in text
    assert "19.00 Mad" in text
    assert at.tick() == []


NO_AGENDAS = {
    "it follows": "Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden. Dagsorden følger senere.",
    "it is asked for": "Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden. Skal jeg lave en dagsorden?",
    "it is the usual": "Torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden.\nDagsorden som vi plejer.",
}


@pytest.mark.parametrize("text", NO_AGENDAS.values(), ids=NO_AGENDAS)
def test_only_spoken_of_it_is_none(at: Desk, text: str) -> None:
    at.post(AASE, text)
    assert at.meeting().agenda is None
    assert "Plenumdiskussion" in words_of(at.to(BO)[0])


def test_between_two_meetings_it_is_asked_and_a_date_tells(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(AASE, "Vi mødes torsdag den 17. september 2026 kl. 17-20 på Hotel Fjorden")
    before = len(at.to(BO))
    text = "Dagsorden:\n1. Velkomst\n2. Oplæg\n3. Eventuelt"
    at.post(AASE, text, subject="Dagsorden")
    assert len(at.to(BO)) == before, "nothing goes out on a guess"
    question = words_of(at.to(AASE)[-1])
    assert "Hvilket møde er dagsordenen til (7. maj 2026, 17. september 2026)?" in question
    at.post(AASE, f"Til mødet den 17. september.\n\n{text}", subject="Dagsorden")
    assert "17. september" in at.to(BO)[-1]["Subject"]


@pytest.mark.parametrize("passes", [True, False])
def test_only_the_coordinator_can_send_it(at: Desk, passes: bool) -> None:
    at.post(AASE, BOOKING)
    before = len(at.to(EVA))
    at.post(BO if passes else AASE, OWN, subject="Dagsorden", passes=passes)
    assert len(at.to(EVA)) == before
    assert at.meeting().agenda is None


WORD = docx(paragraph("Dagsorden") + paragraph("1. Velkomst") + paragraph("2. Oplæg om skuldre"))
UNNAMED = docx(paragraph("Program for aftenen") + paragraph("1. Velkomst") + paragraph("2. Oplæg om skuldre"))
CPR = docx(paragraph("Dagsorden") + paragraph("Vi taler om patienten 010190-2476"))
FILES = {
    "called so": ("Se vedhæftede", "Dagsorden maj.docx", WORD),
    "says so at its top": ("Hermed, til mødet den 7. maj", "Dokument1.docx", WORD),
    "the only file of a mail that sends one": ("Her er dagsordenen til mødet", "Dokument2.docx", UNNAMED),
    "a pdf": ("Dagsorden vedhæftet", "dagsorden.pdf", b"%PDF"),
    "plain text": ("Dagsorden vedhæftet", "dagsorden.txt", "1. Velkomst\n2. Oplæg om skuldre\n".encode()),
}


@pytest.mark.parametrize(("text", "name", "content"), FILES.values(), ids=FILES)
def test_a_file_is_passed_on_as_it_came(at: Desk, text: str, name: str, content: bytes) -> None:
    at.post(AASE, BOOKING)
    if content == b"%PDF":
        content = agenda_pdf(sheet((Item("Velkomst", 5, START),)))
    handled = at.post(AASE, text, subject="Dagsorden", files={name: content})
    assert [(a.action, a.asked) for a in handled.decision.meetings] == [("updated", ())]
    letter = at.to(BO)[-1]
    assert files(letter) == {"invite.ics": files(letter)["invite.ics"], name: content}
    assert f"Dagsordenen er vedhæftet: {name}" in words_of(letter)
    assert calendar(letter).vevent.description.value.endswith(f"Dagsordenen er vedhæftet: {name}")
    answer = next(m for m in at.sent if "SV: Dagsorden" in str(m["Subject"]))
    assert name in words_of(answer)


BAD_FILES = {
    "a CPR number in it": ("Dagsorden.docx", CPR),
    "nothing that can be read": ("Dagsorden.docx", b"PK\x03\x04" + b"\xff" * 300),
    "a program": ("Dagsorden.exe", b"MZ" + b"\x00" * 300),
    "too large for a letter": ("Dagsorden.txt", b"punkt\n" * 600_000),
}


@pytest.mark.parametrize(("name", "content"), BAD_FILES.values(), ids=BAD_FILES)
def test_what_cannot_be_passed_on_is_told(at: Desk, name: str, content: bytes) -> None:
    at.post(AASE, BOOKING)
    before = len(at.to(BO))
    at.post(AASE, "Her er dagsordenen", subject="Dagsorden", files={name: content})
    assert len(at.to(BO)) == before
    assert f"Vi kan ikke sende «{name}» videre" in words_of(at.to(AASE)[-1])
    assert at.meeting().agenda is None
