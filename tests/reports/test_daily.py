"""The daily summary: what must be in it, in which order, in plain Danish; it comes on quiet days too."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.cli.output import plain
from bot.mailout.compose import compose
from bot.mailout.templates import Templates
from bot.model.letter import ComposedLetter
from bot.model.letter_context import SecretariatLines
from bot.model.message import Address
from bot.model.summary import DayFigures, SummaryFinding, SummaryInbox
from bot.reports.daily import as_json, as_text, daily_summary, headline, sections
from tests.reports.figures import FULL, QUIET, WORDS, invoice

TEMPLATES = Templates()
STAFF = Address("sekretariat@ekm.example")


def composed(figures: DayFigures) -> ComposedLetter:
    who = SecretariatLines("EKM", "faktura@ekm.example")
    letter = daily_summary(figures, "summary:EKM:2026-03-15", [STAFF], who, WORDS)
    return compose(letter, Address("faktura@ekm.example", "EKM"), TEMPLATES, datetime(2026, 3, 16, 6, tzinfo=UTC))


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("Restaurant Møllen ApS · 4.272,00 kr.", id="an accepted invoice"),
        pytest.param("betales 1. april 2026", id="when it is paid"),
        pytest.param("Betalingsfristen er 20. marts 2026", id="why one was rejected"),
        pytest.param("Rykker fra Restaurant Møllen ApS", id="a dunning letter"),
        pytest.param("Ring til leverandøren på 62 52 00 00", id="the phone we had before"),
        pytest.param("[9] Havnecaféen", id="the number to decide with"),
        pytest.param("Kvalitetsnetværk Aarhus Nord", id="a meeting without an invoice"),
        pytest.param("7 fremmødte à 534,00 kr.", id="the pool"),
        pytest.param("534,00 kr. mere, end puljen dækker", id="over the pool"),
        pytest.param("Satsen for 2026 er foreløbig", id="a provisional rate"),
        pytest.param("Booking af møde", id="mail of a kind not built yet"),
        pytest.param("550 5.1.1 no such user", id="a refused letter"),
        pytest.param("faktura@ekm.example@imap.example:993/INBOX", id="the health of an inbox"),
        pytest.param("fik intet svar", id="who was not answered"),
    ],
)
def test_a_full_day_says(said: str) -> None:
    letter = composed(FULL)
    assert said in " ".join(letter.text.split())
    assert said in as_text(FULL, WORDS)


def test_outside_text_is_escaped_in_html_and_plain_in_text() -> None:
    letter = composed(FULL)
    assert "Café &lt;b&gt;Ærø&lt;/b&gt; &amp; Sønner" in letter.html
    assert "<b>Ærø</b>" not in letter.html
    assert "Café <b>Ærø</b> & Sønner" in letter.text


def test_what_to_do_comes_before_what_to_know() -> None:
    keys = [s.key for s in sections(FULL, WORDS) if s.items]
    assert keys[:2] == ["urgent", "waiting"]
    assert keys.index("waiting") < keys.index("new_accepted") < keys.index("inboxes")


def test_waiting_is_oldest_first() -> None:
    waiting = next(s for s in sections(FULL, WORDS) if s.key == "waiting")
    assert [item.number for item in waiting.items] == [9, 14]


def test_a_quiet_day_is_told_too() -> None:
    letter = composed(QUIET)
    assert headline(QUIET, WORDS) == "stille dag, intet venter"
    assert "stille dag" in letter.subject
    assert "Intet venter på jer." in letter.text
    assert letter.attachments == ("opsamling-EKM-2026-03-15.xlsx",)


def test_an_inbox_that_is_not_read_stands_on_top() -> None:
    ill = replace(QUIET, inboxes=(SummaryInbox("faktura@imap.example:993/INBOX", None, False, "imap_login_refused"),))
    text = composed(ill).text
    assert text.index("kan ikke læses") < text.index("VENTER")
    assert "serveren afviser login" in text


def test_json_has_every_section_with_its_rows() -> None:
    rows = [json.loads(json.dumps(plain(s))) for s in as_json(FULL, WORDS)]
    by_key = {r["section"]: r for r in rows}
    assert by_key["day"]["received"] == 7
    assert by_key["new_accepted"]["rows"][0]["total"] == "4272.00"
    assert by_key["waiting"]["rows"][0]["findings"][0]["code"] == "network_unknown"
    assert set(by_key) == {"day", *(s.key for s in sections(FULL, WORDS))}


@pytest.mark.parametrize("code", ["payment_changed", "payment_differs", "payment_in_mail"])
def test_any_doubt_about_the_account_is_urgent_and_says_whom_to_ring(code: str) -> None:
    doubt = SummaryFinding(code, "review", "Kontoen er en anden.")
    day = replace(QUIET, waiting=(invoice(9, "review", doubt, known_phone="62 52 00 00"),))
    (urgent,) = next(s for s in sections(day, WORDS) if s.key == "urgent").items
    assert "Ring til leverandøren på 62 52 00 00, nummeret fra den ældste godkendte faktura." in urgent.notes
