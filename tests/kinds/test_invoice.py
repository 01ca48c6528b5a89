"""A mail with invoices: which documents are judged, what they come to together, and where the mail goes."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.danish.bankdays import is_bank_day
from bot.documents.job import Answer
from bot.kinds.invoice import decide, decide_by_person, recognise
from bot.kinds.request import Read
from bot.model.document import Document
from bot.model.letter_context import SupplierLetter
from bot.model.message import Authentication
from tests.judging import (
    NETWORK_ADDRESS,
    NOW,
    OTHER_ACCOUNT,
    RECEIVED,
    REGISTER,
    STAFF,
    Filed,
    attachment,
    attended_by,
    body,
    filed,
    message,
    read,
    reading,
    request,
    rules,
    said,
)

CREDIT = reading(kind="credit_note", invoice_number="2001", total="-2136.00", preceding_invoice=said("1042"))
REMINDER = reading(kind="reminder", total="2236.00")
PAID = reading(paid=True)
MENU = read(name="menu.pdf", index=2)
FILED_1042 = filed(7, invoice_number="1042", total=Decimal("2136.00"), meeting_date=date(2026, 3, 12), meeting_id="M-1")


def verdicts(*reads: Read, **kwargs: Any) -> list[str | None]:
    return [d.verdict for d in decide(request(*reads, **kwargs)).documents]


@pytest.mark.parametrize(
    ("reads", "expected", "verdict"),
    [
        pytest.param([read(reading())], ["accepted"], "accepted", id="one invoice"),
        pytest.param([read(reading()), MENU], ["accepted", None], "accepted", id="a menu beside it has no verdict"),
        pytest.param([MENU, read(reading())], [None, "accepted"], "accepted", id="nor before it"),
        pytest.param(
            [read(reading()), body(reading())], ["accepted"], "accepted", id="the text repeats the attachment"
        ),
        pytest.param([body(reading())], ["accepted"], "accepted", id="the mail's own text is the invoice"),
        pytest.param([MENU, body(reading())], [None, "accepted"], "accepted", id="also beside a menu"),
        pytest.param(
            [read(reading()), read(reading(), name="kopi.pdf")], ["accepted", None], "accepted", id="attached twice"
        ),
        pytest.param(
            [read(reading()), read(reading(), name="scan.pdf", content=b"x")],
            ["accepted", None],
            "accepted",
            id="other bytes",
        ),
        pytest.param(
            [read(reading()), read(reading(payment=OTHER_ACCOUNT), name="b.pdf")],
            ["review", "review"],
            "review",
            id="twice, with different accounts: neither is accepted",
        ),
        pytest.param(
            [read(reading()), read(reading(invoice_number="1043"), name="b.pdf")],
            ["review", "review"],
            "review",
            id="two numbers for one meeting and amount: neither is accepted",
        ),
        pytest.param(
            [read(reading()), read(reading(invoice_number="1043", total="99.00"), name="b.pdf")],
            ["accepted", "accepted"],
            "accepted",
            id="room and food apart",
        ),
        pytest.param(
            [read(reading(), reading(invoice_number="1043", total="99.00", due_date=None, part=2))],
            ["accepted", "rejected"],
            "rejected",
            id="two in one file: the worst is the mail's",
        ),
        pytest.param(
            [read(reading()), read(CREDIT, name="k.pdf")], ["review", None], "review", id="with its credit note"
        ),
        pytest.param(
            [read(reading()), read(replace(CREDIT, preceding_invoice=said("1040")), name="k.pdf")],
            ["accepted", None],
            "accepted",
            id="with an earlier one's credit note",
        ),
        pytest.param([read(PAID)], [None], None, id="a paid receipt has no verdict"),
        pytest.param(
            [read(reading()), read(unreadable="encrypted", name="b.pdf")], ["accepted", "review"], "review", id="locked"
        ),
        pytest.param([read(unreadable="damaged")], ["review"], "review", id="damaged"),
    ],
)
def test_what_is_judged(reads: list[Read], expected: list[str | None], verdict: str | None) -> None:
    decision = decide(request(*reads))
    assert [d.verdict for d in decision.documents] == expected
    assert decision.verdict == verdict


@pytest.mark.parametrize(
    ("read_", "mail", "expected"),
    [
        pytest.param(read(unreadable="no_text"), {}, True, id="a scanned PDF to the invoice address"),
        pytest.param(
            read(unreadable="no_text", name="liste.pdf"),
            {"mailbox": NETWORK_ADDRESS, "subject": "Deltagere"},
            False,
            id="a list",
        ),
        pytest.param(
            read(unreadable="no_text", name="liste.pdf"),
            {"mailbox": NETWORK_ADDRESS, "subject": "Regning"},
            True,
            id="«Regning»",
        ),
        pytest.param(
            read(unreadable="no_text", name="faktura 7.pdf"),
            {"mailbox": NETWORK_ADDRESS, "subject": ""},
            True,
            id="by its name",
        ),
        pytest.param(read(unreadable="unsupported", name="a.jpg", content=b"x" * 90_000), {}, True, id="a photo"),
        pytest.param(
            read(unreadable="unsupported", name="a.jpg", content=b"x" * 90_000, inline=True),
            {},
            True,
            id="a photo in the text",
        ),
        pytest.param(
            read(unreadable="unsupported", name="a.png", content=b"x" * 9_000, inline=True),
            {},
            False,
            id="a logo in the text",
        ),
        pytest.param(read(unreadable="unsupported", name="a.png", content=b"x" * 900), {}, False, id="a small icon"),
        pytest.param(read(unreadable="unsupported", name="invite.ics"), {}, False, id="a calendar file"),
        pytest.param(
            read(unreadable="unsupported", name="smime.p7s", content_type="application/pkcs7-signature"),
            {},
            False,
            id="a signature",
        ),
        pytest.param(read(), {}, False, id="a menu"),
    ],
)
def test_a_file_nobody_can_read(read_: Read, mail: dict[str, Any], expected: bool) -> None:
    asked = request(read_, mail=message(**{"subject": "Hej", **mail}))
    assert recognise(asked) is expected
    if expected:
        assert decide(asked).verdict == "review"


@pytest.mark.parametrize("reason", ["timeout", "memory", "crashed"])
def test_a_file_that_its_child_was_ended_over_is_a_persons(reason: str) -> None:
    file = attachment("a.pdf")
    (ended,) = Read.of(file, Answer(Document("a.pdf", file.sha256, len(file.content), unreadable=reason)))
    asked = request(ended, mail=message(subject="Hej"))
    assert recognise(asked)
    assert decide(asked).verdict == "review"


def test_beside_a_readable_invoice_logos_and_other_formats_are_no_ones_trouble() -> None:
    logo = read(unreadable="unsupported", name="logo.png", content=b"x" * 99_000)
    xml = read(unreadable="unsupported", name="faktura.xml")
    decision = decide(request(read(reading()), logo, xml))
    assert decision.verdict == "accepted"
    assert len(decision.documents) == 3
    assert SupplierLetter(**decision.letters[0].context).others == ("faktura.xml",)


@pytest.mark.parametrize(
    ("text", "is_invoice"),
    [
        pytest.param(reading(), True, id="a whole invoice"),
        pytest.param(reading(total=None, payment=None), False, id="«hermed faktura 1042»"),
        pytest.param(reading(total=None), True, id="an invoice that forgot how much"),
        pytest.param(reading(payment=None, invoice_number=None, due_date=None), False, id="an amount alone"),
        pytest.param(reading(kind="reminder", total=None), True, id="a reminder needs no amount"),
        pytest.param(reading(kind="booking"), False, id="a confirmation"),
    ],
)
def test_the_mails_own_text(text: Any, is_invoice: bool) -> None:
    assert recognise(request(body(text))) is is_invoice


@pytest.mark.parametrize(
    ("beside", "text"),
    [
        pytest.param([MENU], "", id="a file came with it"),
        pytest.param([], "Faktura 1042 er vedhæftet.", id="a file should have come with it"),
        pytest.param([], "Faktura 1042: https://faktura.example/1042", id="a link"),
    ],
)
def test_an_amount_may_stand_elsewhere(beside: list[Read], text: str) -> None:
    assert not recognise(request(*beside, body(reading(total=None)), mail=message(text=text)))


def test_an_invoice_without_an_amount_in_a_mails_own_text_is_rejected() -> None:
    decision = decide(request(body(reading(total=None))))
    assert decision.verdict == "rejected"
    assert [f.code for f in decision.documents[0].findings] == ["total_missing"]


# -- outcome, attention ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reads", "earlier", "outcome", "attention"),
    [
        pytest.param([read(reading())], [], "accepted", (), id="accepted"),
        pytest.param([read(reading(due_date=None))], [], "rejected", (), id="rejected"),
        pytest.param([read(reading(network_id=None))], [], "review", (), id="review"),
        pytest.param([read(reading())], [FILED_1042], "duplicate", (), id="duplicate"),
        pytest.param(
            [read(CREDIT)], [], "review", ("credit_note_without_invoice",), id="a credit note for nothing we know"
        ),
        pytest.param([read(CREDIT)], [FILED_1042], "review", ("credit_note",), id="a credit note"),
        pytest.param([read(REMINDER)], [], "review", ("reminder",), id="a reminder"),
        pytest.param([read(PAID)], [], "review", ("paid_receipt",), id="a paid receipt"),
        pytest.param([read(reading()), read(REMINDER, name="b.pdf")], [], "review", ("reminder",), id="both"),
    ],
)
def test_outcome(reads: list[Read], earlier: list[Any], outcome: str, attention: tuple[str, ...]) -> None:
    decision = decide(request(*reads, ledger=Filed(tuple(earlier))))
    assert (decision.outcome, decision.attention) == (outcome, attention)


def test_a_rejection_that_nobody_could_be_told_is_a_persons() -> None:
    mail = message(headers={"auto-submitted": "auto-generated"})
    decision = decide(request(read(reading(network=None, network_id=None)), mail=mail))
    assert (decision.verdict, decision.letters) == ("rejected", ())
    assert (decision.outcome, decision.attention) == ("review", ("nobody_told",))


def test_an_unverified_sender_reaches_nobody_but_staff() -> None:
    decision = decide(request(read(reading()), mail=message(authentication=Authentication("fail"))))
    assert (decision.verdict, decision.outcome, decision.letters) == ("review", "review", ())
    assert [f.code for f in decision.documents[0].findings] == ["sender_unverified"]


# -- reminders and credit notes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mail", "read_"),
    [
        pytest.param({}, read(REMINDER), id="the document says so"),
        pytest.param(
            {"subject": "Rykker: faktura 1042"}, read(reading()), id="the subject says so, the invoice attached again"
        ),
        pytest.param({"text": "Vi har ikke modtaget betaling."}, read(reading()), id="the text says so"),
    ],
)
def test_staff_hear_of_a_reminder_at_once(mail: dict[str, Any], read_: Read) -> None:
    decision = decide(request(read_, mail=message(**mail), ledger=Filed((FILED_1042,))))
    (alert,) = [x for x in decision.letters if x.template == "staff_reminder_alert"]
    assert [a.address for a in alert.to] == [STAFF]
    assert (alert.context["known_id"], alert.context["known_verdict"]) == (7, "accepted")
    assert alert.auto_submitted == "auto-generated"


def test_the_alert_says_when_the_invoice_is_paid() -> None:
    paid = replace(FILED_1042, pay_on=date(2026, 4, 9))
    decision = decide(request(read(REMINDER), ledger=Filed((paid,))))
    (alert,) = [x for x in decision.letters if x.template == "staff_reminder_alert"]
    assert alert.context["known_pay_on"] == date(2026, 4, 9)


@pytest.mark.parametrize(
    ("pay_on", "told"),
    [
        pytest.param(RECEIVED, True, id="today"),
        pytest.param(RECEIVED + timedelta(days=7), True, id="to come"),
        pytest.param(RECEIVED - timedelta(days=1), False, id="over: nobody told us whether it was paid"),
    ],
)
def test_a_repeat_is_told_when_the_first_is_paid(pay_on: date, told: bool) -> None:
    decision = decide(request(read(reading()), ledger=Filed((replace(FILED_1042, pay_on=pay_on),))))
    assert decision.verdict == "duplicate"
    (letter,) = [x for x in decision.letters if x.template == "invoice_duplicate"]
    assert (letter.context["invoices"][0].pay_on == pay_on) is told


def test_a_reminder_is_no_new_invoice() -> None:
    decision = decide(request(read(REMINDER), ledger=Filed((FILED_1042,))))
    assert (decision.verdict, decision.documents[0].verdict, decision.documents[0].belongs_to) == (None, None, 7)
    assert decision.unanswered == "nothing_to_answer"


@pytest.mark.parametrize(
    ("note", "earlier", "found"),
    [
        pytest.param(CREDIT, [FILED_1042], 7, id="by the number it names"),
        pytest.param(reading(kind="credit_note", total="-2136.00"), [FILED_1042], 7, id="by its own number"),
        pytest.param(
            reading(kind="credit_note", total="2136.00", invoice_number=None),
            [FILED_1042],
            7,
            id="by supplier and amount",
        ),
        pytest.param(
            reading(kind="credit_note", total="2136.00", invoice_number=None),
            [FILED_1042, replace(FILED_1042, invoice_id=8, invoice_number="1050")],
            None,
            id="two of that amount: neither",
        ),
        pytest.param(
            CREDIT,
            [replace(FILED_1042, supplier="Hotel Strandlyst", cvr="13585628")],
            None,
            id="another supplier's number",
        ),
        pytest.param(
            reading(kind="credit_note", supplier=None, cvr=None, preceding_invoice=said("1042")),
            [FILED_1042],
            7,
            id="supplier not found, only one has the number",
        ),
        pytest.param(
            CREDIT,
            [replace(FILED_1042, verdict="rejected", invoice_id=3), FILED_1042],
            7,
            id="the accepted one before the rejected",
        ),
    ],
)
def test_belongs_to(note: Any, earlier: list[Any], found: int | None) -> None:
    assert decide(request(read(note), ledger=Filed(tuple(earlier)))).documents[0].belongs_to == found


# -- records ---------------------------------------------------------------------------------------------------------


def test_a_correction_names_the_one_it_replaces() -> None:
    rejected = replace(FILED_1042, verdict="rejected")
    decision = decide(request(read(reading()), ledger=Filed((rejected,))))
    assert (decision.documents[0].corrects, decision.documents[0].verdict) == (7, "accepted")


def test_an_accepted_one_has_its_meeting_and_its_payment_run() -> None:
    (document,) = decide(request(read(reading()))).documents
    assert document.meeting_id == "M-1"
    assert document.pay_on is not None
    assert NOW.date() < document.pay_on <= date(2026, 4, 12)
    assert is_bank_day(document.pay_on, rules().closed_days)


def test_only_an_accepted_one_has_a_payment_run() -> None:
    assert decide(request(read(reading(due_date=None)))).documents[0].pay_on is None


def test_deciding_twice_is_deciding_once() -> None:
    asked = request(read(reading()), MENU)
    assert decide(asked) == decide(asked)


def test_two_invoices_of_one_mail_do_not_each_get_the_whole_pool() -> None:
    four = attended_by(*[(f"01234{n}", "owner", "present") for n in range(5, 9)])
    both = [read(reading(total="1500.00")), read(reading(total="1000.00", invoice_number="1043"), name="b.pdf")]
    assert verdicts(*both, register=replace(REGISTER, attendance=four)) == ["review", "review"]


# -- a person's word -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "reason", "template"),
    [
        pytest.param("accepted", None, "invoice_accepted", id="accepted"),
        pytest.param("rejected", "Forkert netværk", "invoice_rejected_by_person", id="rejected with a reason"),
        pytest.param("rejected", None, "invoice_rejected", id="rejected for what was found"),
    ],
)
def test_a_persons_word(verdict: Any, reason: str | None, template: str) -> None:
    asked = request(read(reading(network_id=None)))
    waiting = decide(asked).documents[0]
    decision = decide_by_person(asked, waiting, 12, verdict, reason)
    (letter,) = decision.letters
    context = SupplierLetter(**letter.context)
    assert (letter.template, letter.cause) == (template, f"review:12:{verdict}")
    assert context.reason == reason
    assert context.invoices[0].verdict == verdict
    assert (decision.documents[0].pay_on is not None) is (verdict == "accepted")
    assert letter.in_reply_to == "<1@moellen.example>"


@pytest.mark.parametrize(
    ("mail", "templates", "why"),
    [
        pytest.param(
            {"headers": {"auto-submitted": "auto-generated"}},
            ["invoice_accepted"],
            None,
            id="a person answers a program",
        ),
        pytest.param(
            {"from_": "noreply@send.example"}, ["coordinator_notice"], "reply_to_elsewhere", id="nobody reads there"
        ),
        pytest.param({"authentication": Authentication("fail")}, [], "unverified", id="perhaps forged"),
    ],
)
def test_a_persons_word_reaches_only_whom_it_may(mail: dict[str, Any], templates: list[str], why: str | None) -> None:
    asked = request(read(reading()), mail=message(**mail))
    decision = decide_by_person(asked, decide(asked).documents[0], 12, "accepted")
    assert ([x.template for x in decision.letters], decision.unanswered) == (templates, why)
