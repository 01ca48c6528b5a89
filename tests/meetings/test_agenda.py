"""The agenda: its clock times, its sheet of paper, and the coordinator's own in its place."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest

from bot.meetings.agenda import Item, agenda, as_lines
from bot.meetings.agenda_pdf import Sheet, agenda_pdf
from bot.model.message import COPENHAGEN
from bot.rulebook import Rulebook
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
        "Knæ", "koordinator", "Åse Lund", "EKM", items,
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
    assert "Kort oplæg om knæ" in reminder.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_a_cancellation_brings_no_agenda(at: Desk) -> None:
    at.post(AASE, BOOKING)
    at.post(AASE, "Vi må desværre aflyse mødet den 7. maj.")
    letter = at.to(BO)[-1]
    assert calendar(letter).method.value == "CANCEL"
    assert list(files(letter)) == ["invite.ics"]
