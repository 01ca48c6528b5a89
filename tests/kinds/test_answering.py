"""Who is answered, and where. A letter to the wrong person is the second worst outcome."""

from datetime import timedelta
from typing import Any

import pytest

from bot.kinds.invoice import decide
from bot.kinds.invoice.answering import answer_to
from bot.model.letter import Letter
from bot.model.letter_context import SupplierLetter
from bot.model.message import Authentication, Quoted
from tests.judging import (
    ACCOUNT,
    INVOICE_ADDRESS,
    NOW,
    OTHER_ACCOUNT,
    SUPPLIER_ADDRESS,
    Filed,
    filed,
    message,
    read,
    reading,
    request,
    said,
)

PLATFORM = {"from_": "noreply@send.regnskab.example", "return_path": "bounce@send.regnskab.example"}


def letters(**kwargs: Any) -> tuple[Letter, ...]:
    return decide(request(read(reading()), **kwargs)).letters


@pytest.mark.parametrize(
    ("mail", "to"),
    [
        pytest.param({}, SUPPLIER_ADDRESS, id="From"),
        pytest.param(
            {"reply_to": ["kontor@moellen.example"]}, "kontor@moellen.example", id="Reply-To of the same domain"
        ),
        pytest.param(
            {"reply_to": ["k@mail.moellen.example"]}, "k@mail.moellen.example", id="Reply-To of a domain below"
        ),
        pytest.param({"reply_to": ["moellen@gratis.example"]}, SUPPLIER_ADDRESS, id="Reply-To elsewhere: From"),
        pytest.param({"reply_to": ["x@notmoellen.example"]}, SUPPLIER_ADDRESS, id="a domain that only ends alike"),
        pytest.param(
            {**PLATFORM, "reply_to": ["k@moellen.example"]}, "k@moellen.example", id="an invoice platform's customer"
        ),
        pytest.param(
            {**PLATFORM, "reply_to": ["k@moellen.example"], "authentication": Authentication("none")},
            None,
            id="the same, not verified by our server",
        ),
        pytest.param(PLATFORM, None, id="a platform without Reply-To"),
        pytest.param({"from_": None}, None, id="no From"),
    ],
)
def test_answer_to(mail: dict[str, Any], to: str | None) -> None:
    address = answer_to(request(read(reading()), mail=message(**mail)))
    assert (address.address if address else None) == to


@pytest.mark.parametrize(
    ("mail", "why", "coordinator_told"),
    [
        pytest.param({}, None, False, id="an ordinary mail"),
        pytest.param({"headers": {"auto-submitted": "no"}}, None, False, id="Auto-Submitted: no"),
        pytest.param(
            {"headers": {"auto-submitted": "auto-generated"}}, "auto-submitted", True, id="an accounting program"
        ),
        pytest.param({"headers": {"precedence": "bulk"}}, "bulk", True, id="bulk"),
        pytest.param({"headers": {"list-id": "<a.b.example>"}}, "list", True, id="a list"),
        pytest.param({"return_path": ""}, "null-sender", True, id="null sender"),
        pytest.param({"headers": {"x-kvalitetsbot": "1"}}, "own", False, id="our own letter"),
        pytest.param({"from_": INVOICE_ADDRESS}, "own", False, id="our own address"),
        pytest.param({"from_": None}, "no_sender", True, id="no From"),
        pytest.param({"authentication": Authentication("fail")}, "unverified", False, id="DMARC failed"),
        pytest.param(
            {"authentication": Authentication("fail"), "headers": {"precedence": "bulk"}},
            "bulk",
            False,
            id="bulk and failed",
        ),
        pytest.param(PLATFORM, "no-reply", True, id="nobody reads there"),
    ],
)
def test_unanswered(mail: dict[str, Any], why: str | None, coordinator_told: bool) -> None:
    decision = decide(request(read(reading()), mail=message(**mail)))
    assert decision.unanswered == why
    assert [x.template for x in decision.letters] == (
        ["invoice_accepted" if decision.verdict == "accepted" else "invoice_review"]
        if why is None
        else ["coordinator_notice"]
        if coordinator_told
        else []
    )
    if coordinator_told:
        assert decision.letters[0].to[0].address == "mette@holmfys.example"
        assert decision.letters[0].in_reply_to is None


def test_nothing_older_than_the_configured_start_is_answered() -> None:
    old = decide(request(read(reading()), answer_from=NOW + timedelta(seconds=1)))
    assert (old.unanswered, old.letters, old.verdict) == ("old", (), "accepted")
    assert decide(request(read(reading()), answer_from=NOW)).unanswered is None


@pytest.mark.parametrize(("before", "answered"), [(0, True), (3, True), (4, False), (400, False)])
def test_at_most_four_answers_a_day_to_one_address(before: int, answered: bool) -> None:
    decision = decide(request(read(reading()), ledger=Filed(answers={SUPPLIER_ADDRESS: before})))
    assert (decision.unanswered is None) is answered
    assert [x.template for x in decision.letters] == ["invoice_accepted" if answered else "coordinator_notice"]


def test_the_same_mail_by_another_way_is_not_answered_again() -> None:
    first = filed(sha256=read(reading()).document.sha256, message_id=message().message_id)
    decision = decide(request(read(reading()), ledger=Filed((first,))))
    assert (decision.verdict, decision.unanswered, decision.letters) == ("duplicate", "same_mail", ())


def test_a_duplicate_in_another_mail_is_answered() -> None:
    first = filed(sha256=read(reading()).document.sha256, message_id="<earlier@moellen.example>")
    decision = decide(request(read(reading()), ledger=Filed((first,))))
    assert [x.template for x in decision.letters] == ["invoice_duplicate"]
    assert decision.documents[0].belongs_to == first.invoice_id


@pytest.mark.parametrize(
    ("changes", "copies"),
    [
        pytest.param({}, ["mette@holmfys.example"], id="the coordinator of the meeting date"),
        pytest.param({"network": None, "network_id": None}, [], id="network missing"),
        pytest.param({"network_id": None}, [], id="network unknown"),
        pytest.param({"network_rivals": ("FYS-042",)}, [], id="two networks fit"),
        pytest.param({"network": said("Kvalitetsnetværk Aarhus Midt", 0.3)}, [], id="network read with doubt"),
        pytest.param(
            {"network": said("Kvalitetsnetværk Aarhus Midt", doubts=("hidden",))}, [], id="network nobody sees"
        ),
        pytest.param({"supplier": "Holms Fysioterapi"}, [], id="the coordinator is the supplier"),
        pytest.param({"meeting_date": None}, ["mette@holmfys.example"], id="no date: who is in office today"),
    ],
)
def test_copy_to_the_coordinator(changes: dict[str, Any], copies: list[str]) -> None:
    (letter,) = decide(request(read(reading(**changes)))).letters
    assert [a.address for a in letter.cc] == copies


def test_the_coordinator_who_passes_it_on_is_answered_once() -> None:
    mail = message(from_="mette@holmfys.example", quoted=(Quoted("forwarded", None, None, None, "…"),))
    (letter,) = letters(mail=mail)
    assert ([a.address for a in letter.to], letter.cc) == (["mette@holmfys.example"], ())


def test_invoices_of_two_networks_share_a_letter_and_no_copy() -> None:
    other = {"network": "Kvalitetsnetværk Aarhus Nord", "network_id": "FYS-042", "coordinator": "Bo Riis"}
    decision = decide(
        request(read(reading()), read(reading(invoice_number="1043", total="99.00", **other), name="b.pdf", index=2))
    )
    (letter,) = decision.letters
    assert letter.cc == ()
    assert len(letter.context["invoices"]) == 2


def test_two_networks_coordinators_hear_of_their_own_only() -> None:
    other = {"network": "Kvalitetsnetværk Aarhus Nord", "network_id": "FYS-042", "coordinator": "Bo Riis"}
    decision = decide(
        request(
            read(reading()),
            read(reading(invoice_number="1043", total="99.00", **other), name="b.pdf", index=2),
            mail=message(headers={"precedence": "bulk"}),
        )
    )
    told = {x.to[0].address: [i.number for i in x.context["invoices"]] for x in decision.letters}
    assert told == {"mette@holmfys.example": ["1042"], "bo@riis.example": ["1043"]}
    assert len({x.cause for x in decision.letters}) == 2


def test_the_answer_is_in_the_mails_thread() -> None:
    (letter,) = letters(mail=message(references=("<0@moellen.example>",)))
    assert letter.in_reply_to == "<1@moellen.example>"
    assert letter.references == ("<0@moellen.example>", "<1@moellen.example>")
    assert (letter.reply_subject, letter.auto_submitted) == ("Faktura 1042", "auto-replied")


def test_a_mail_without_message_id_is_answered_without_a_thread() -> None:
    (letter,) = letters(mail=message(message_id=None))
    assert (letter.in_reply_to, letter.references) == (None, ())


@pytest.mark.parametrize(
    ("languages", "expected"),
    [(["en"], "en"), (["da"], "da"), (["en", "da"], "da"), (["en", "en"], "en")],
)
def test_language(languages: list[Any], expected: str) -> None:
    reads = [read(reading(language=x, invoice_number=f"{n}"), name=f"{n}.pdf") for n, x in enumerate(languages)]
    assert decide(request(*reads)).letters[0].language == expected


def test_what_is_told_holds_no_earlier_account() -> None:
    before = Filed((filed(payment=ACCOUNT),))
    changed = reading(payment=OTHER_ACCOUNT)
    (letter,) = decide(request(read(changed), ledger=before)).letters
    context = SupplierLetter(**letter.context)
    assert [f.code for f in context.invoices[0].findings] == ["payment_changed"]
    assert "0012345678" not in repr(letter)


def test_the_letter_carries_what_can_be_acted_on() -> None:
    poor = reading(coordinator=None, due_date=said(NOW.date(), text="15/3-26"))
    (letter,) = decide(request(read(poor))).letters
    (lines,) = SupplierLetter(**letter.context).invoices
    assert letter.template == "invoice_rejected"
    assert [f.code for f in lines.findings] == ["coordinator_missing", "due_date_too_soon"]
    assert lines.findings[1].read == "15/3-26"
    assert lines.findings[1].place is not None
    assert lines.right.coordinator == "Mette Holm Sørensen"
    assert lines.right.earliest_due_date == NOW.date() + timedelta(days=14)


def test_the_same_invoice_again_and_again_is_answered_once_a_day() -> None:
    first = filed(7, sha256=read(reading()).document.sha256, message_id="<earlier@moellen.example>")
    mails = [message(message_id=f"<{n}@moellen.example>", sha256=f"{n:064x}") for n in range(3)]
    causes = {decide(request(read(reading()), mail=m, ledger=Filed((first,)))).letters[0].cause for m in mails}
    assert causes == {"duplicate:7:2026-03-15"}
