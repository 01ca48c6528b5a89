"""What is decided can be said: every decision's letters, through the real templates, in both languages."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.kinds.invoice import decide, decide_by_person
from bot.mailout.compose import compose
from bot.mailout.templates import Templates
from bot.model.letter import ComposedLetter
from bot.model.message import Address
from bot.model.payment import Iban
from tests.judging import NOW, OTHER_ACCOUNT, Filed, filed, message, read, reading, request, said

TEMPLATES = Templates()
SENDER = Address("faktura-ekm@ekm.example", "EKM")
EARLIEST = NOW.date() + timedelta(days=14)

#: One poor invoice for each code that a supplier is told of while it rejects, and what the letter must hold.
REJECTING: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "network_missing": ({"network": None}, ("Kvalitetsnetværk Aarhus Midt",)),
    "coordinator_missing": ({"coordinator": None}, ("Mette Holm Sørensen",)),
    "meeting_date_missing": ({"meeting_date": None}, ()),
    "due_date_missing": ({"due_date": None}, (f"{EARLIEST.day}. marts 2026",)),
    "due_date_too_soon": (
        {"due_date": said(date(2026, 3, 28), text="28/3-26")},
        ("28/3-26", f"{EARLIEST.day}. marts 2026"),
    ),
    "payment_missing": ({"payment": None}, ()),
    "payment_not_danish": ({"payment": said(Iban("SE4550000000058398257466"), text="SE45 5000")}, ("SE45 5000",)),
    "total_missing": ({"total": None}, ()),
}


def composed(asked: Any) -> list[ComposedLetter]:
    return [compose(letter, SENDER, TEMPLATES, NOW) for letter in decide(asked).letters]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("code", REJECTING)
def test_a_rejection_says_what_was_read_and_what_should_stand_there(code: str, language: str) -> None:
    changes, held = REJECTING[code]
    asked = request(read(reading(language=language, **changes)))
    assert [f.code for f in decide(asked).documents[0].findings] == [code]
    (letter,) = composed(asked)
    assert letter.template == "invoice_rejected"
    for text in held:
        english = f"{EARLIEST.day} March 2026" if "marts" in text and language == "en" else text
        assert english in letter.text, letter.text
        assert english in letter.html


def test_the_due_date_that_the_letter_asks_for_passes_the_rule() -> None:
    (letter,) = decide(request(read(reading(due_date=None)))).letters
    asked_for = letter.context["invoices"][0].right.earliest_due_date
    assert decide(request(read(reading(due_date=asked_for)))).verdict == "accepted"
    assert decide(request(read(reading(due_date=asked_for - timedelta(days=1))))).verdict == "rejected"


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(request(read(reading())), id="accepted"),
        pytest.param(request(read(reading(network_id=None))), id="review"),
        pytest.param(request(read(unreadable="encrypted")), id="unreadable"),
        pytest.param(request(read(reading()), read(name="menu.pdf")), id="with a menu"),
        pytest.param(request(read(reading(), reading(part=2, invoice_number="7", total="9.00"))), id="two in one file"),
        pytest.param(request(read(reading()), mail=message(headers={"precedence": "bulk"})), id="coordinator's notice"),
        pytest.param(request(read(reading(kind="reminder"))), id="reminder"),
        pytest.param(
            request(read(reading()), mail=message(subject="", message_id=None)), id="no subject, no Message-ID"
        ),
        pytest.param(
            request(read(reading(supplier="<b>\r\nBcc: x@evil.example")), mail=message(subject="a\r\nb")), id="hostile"
        ),
    ],
)
def test_every_letter_can_be_composed(asked: Any) -> None:
    letters = composed(asked)
    assert letters
    for letter in letters:
        assert letter.subject.strip()
        assert letter.text.strip()
        assert b"evil.example" not in letter.raw.partition(b"\r\n\r\n")[0]


def test_a_changed_account_is_not_told_to_whom_may_have_changed_it() -> None:
    asked = request(read(reading(payment=OTHER_ACCOUNT)), ledger=Filed((filed(),)))
    (letter,) = composed(asked)
    assert letter.template == "invoice_review"
    assert "0012345678" not in letter.text + letter.html
    assert "et andet end sidst" not in letter.text


def test_a_persons_reason_stands_in_the_letter() -> None:
    asked = request(read(reading(network_id=None)))
    decision = decide_by_person(asked, decide(asked).documents[0], 12, "rejected", "Mødet var ikke aftalt med os")
    letter = compose(decision.letters[0], SENDER, TEMPLATES, NOW)
    assert "Mødet var ikke aftalt med os" in letter.text
