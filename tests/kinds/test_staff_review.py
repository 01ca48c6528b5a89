"""The letter to staff about a mail that a person must look at: when there is one, to whom, what it asks."""

from dataclasses import replace
from typing import Any

import pytest

from bot.kinds.invoice import decide
from bot.kinds.invoice.staff_review import MOST, with_numbers, with_pictures
from bot.model.letter import Letter
from bot.model.message import Authentication
from tests.judging import STAFF, message, read, reading, request

EKM = frozenset({"EKM"})
#: An account with a wrong check digit, another currency: a person decides.
DOUBTFUL = reading(currency="EUR")


def review_letters(*readings: Any, **changes: Any) -> list[Letter]:
    reads = [
        read(one, name=f"faktura-{n}.pdf", content=str(n).encode(), index=n) for n, one in enumerate(readings, start=1)
    ]
    decision = decide(request(*reads, **{"review_letters": EKM, **changes}))
    return [letter for letter in decision.letters if letter.template == "staff_review"]


def test_one_letter_for_one_mail_to_staff_alone() -> None:
    (letter,) = review_letters(DOUBTFUL, reading(), reading(invoice_number="7", currency="EUR"))
    assert [a.address for a in letter.to] == [STAFF]
    assert letter.cc == ()
    assert (letter.in_reply_to, letter.references, letter.auto_submitted) == (None, (), "auto-generated")
    assert letter.cause == f"mail:{message().sha256}:review"
    assert letter.numbered == (0, 2), "the accepted one is no business of theirs"
    first = letter.context["invoices"][0]
    assert {f.name: f.value for f in first.fields}["betalingsfrist"] == "12. april 2026"
    assert any("EUR" in sentence for sentence in first.findings)


@pytest.mark.parametrize(
    ("readings", "changes"),
    [
        pytest.param([reading()], {}, id="accepted"),
        pytest.param([reading(due_date=None)], {}, id="rejected"),
        pytest.param([DOUBTFUL], {"review_letters": frozenset()}, id="the configuration wants the summary only"),
        pytest.param([DOUBTFUL], {"review_letters": frozenset({"eKVIS"})}, id="another secretariat wants them"),
        pytest.param([DOUBTFUL], {"staff": {}}, id="no staff"),
        pytest.param([DOUBTFUL], {"answer_from": message().received.replace(year=2030)}, id="from before we began"),
    ],
)
def test_no_letter(readings: list[Any], changes: dict[str, Any]) -> None:
    assert review_letters(*readings, **changes) == []


def test_staff_hear_of_a_forgery_that_nobody_answers() -> None:
    mail = replace(message(), authentication=Authentication("fail"))
    (letter,) = review_letters(DOUBTFUL, mail=mail)
    assert letter.context["unanswered"] == "unverified"


def test_a_mail_full_of_invoices_is_one_letter_of_some() -> None:
    (letter,) = review_letters(*(reading(invoice_number=str(n), currency="EUR") for n in range(MOST + 4)))
    assert len(letter.context["invoices"]) == len(letter.numbered) == MOST


def test_what_was_not_found_is_named() -> None:
    (letter,) = review_letters(reading(currency="EUR", invoice_number=None))
    assert letter.context["invoices"][0].missing == ("fakturanummer",)


def test_numbers_and_pictures_come_to_their_invoices() -> None:
    (letter,) = review_letters(DOUBTFUL, reading(), reading(invoice_number="7", currency="EUR"))
    done = with_pictures(with_numbers(letter, [41, 42, 43]), [None, "billede-2@x"])
    assert [(i.id, i.picture) for i in done.context["invoices"]] == [(41, None), (43, "billede-2@x")]
