"""From a mail and its documents to a decision, with real documents read in process."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flow import handle
from bot.model.message import Attachment, Message, Quoted
from tests.judging import NOW, Filed, attachment, filed, message, read_by, world

INVOICE = """\
Restaurant Møllen ApS
Åvej 1, 8000 Aarhus C
CVR-nr. 12345674

FAKTURA

Fakturanr.: 1042
Fakturadato: 13-03-2026
Forfaldsdato: 12-04-2026

Til: Enhed for Kvalitet og Modernisering (EKM)

Kvalitetsnetværk Aarhus Midt, møde 12. marts 2026
Koordinator: Mette Holm Sørensen

Middag, 4 personer                     4    534,00    2.136,00

At betale i alt DKK                                   2.136,00
Heraf moms 25 %                                         427,20

Betales til reg.nr. 1234 konto 0012345678
"""


def attached(text: str, name: str = "faktura.txt") -> Attachment:
    return attachment(name, content=text.encode(), content_type="text/plain", sniffed="text")


def decide(*files: Attachment, mail: Message | None = None, own: str | None = None, **changes: Any) -> Any:
    """``own``: the mail's own text, read too whether it is wanted or not."""
    around = world(**changes)
    reads = [read_by(around, file, file.content) for file in files]
    if own is not None:
        reads.append(read_by(around, None, own.encode(errors="replace")))
    return handle(replace(mail or message(), attachments=files), reads, around, NOW)


def test_a_faultless_invoice_is_accepted_and_answered() -> None:
    decision = decide(attached(INVOICE))
    assert decision.documents[0].findings == ()
    assert (decision.kind, decision.verdict, decision.outcome) == ("invoice", "accepted", "accepted")
    assert [letter.template for letter in decision.letters] == ["invoice_accepted"]
    assert decision.documents[0].sha256 == hashlib.sha256(INVOICE.encode()).hexdigest()


@pytest.mark.parametrize(
    ("old", "new", "codes", "verdict"),
    [
        pytest.param("12-04-2026", "29-03-2026", [], "accepted", id="day 14"),
        pytest.param("12-04-2026", "28-03-2026", ["due_date_too_soon"], "rejected", id="day 13"),
        pytest.param("Kvalitetsnetværk Aarhus Midt, møde", "Møde", ["network_missing"], "rejected", id="no network"),
        pytest.param("Koordinator: Mette Holm Sørensen", "", ["coordinator_missing"], "rejected", id="no coordinator"),
        pytest.param(
            "Betales til reg.nr. 1234 konto 0012345678",
            "MobilePay 12345",
            ["payment_missing"],
            "rejected",
            id="MobilePay",
        ),
    ],
)
def test_one_fault_one_finding(old: str, new: str, codes: list[str], verdict: str) -> None:
    assert old in INVOICE
    decision = decide(attached(INVOICE.replace(old, new)))
    assert ([f.code for f in decision.documents[0].findings], decision.verdict) == (codes, verdict)


def test_the_mails_own_text_is_looked_at_only_where_no_attachment_is_the_invoice() -> None:
    assert [d.attachment for d in decide(attached(INVOICE), own=INVOICE).documents] == ["faktura.txt"]
    assert [(d.attachment, d.verdict) for d in decide(own=INVOICE).documents] == [(None, "accepted")]


def test_an_answer_that_quotes_our_letter_is_no_invoice() -> None:
    quoting = message(quoted=(Quoted("quoted", None, None, None, INVOICE),), text="Tak for svar")
    assert decide(own=INVOICE, mail=quoting).documents == ()
    passing_on = message(quoted=(Quoted("forwarded", None, None, None, INVOICE),))
    assert decide(own=INVOICE, mail=passing_on).verdict == "accepted"


def test_the_second_copy_is_a_duplicate() -> None:
    sha = hashlib.sha256(INVOICE.encode()).hexdigest()
    before = filed(sha256=sha, meeting_date=date(2026, 3, 12), message_id="<0@moellen.example>")
    assert decide(attached(INVOICE), ledger=Filed((before,))).verdict == "duplicate"


def test_deciding_twice_gives_the_same_decision() -> None:
    assert decide(attached(INVOICE)) == decide(attached(INVOICE))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.text(max_size=80), st.text(max_size=400))
def test_no_text_raises_or_is_accepted(content: str, subject: str, text: str) -> None:
    mail = message(subject=subject, text=text)
    decision = decide(attached(content), own=text, mail=mail)
    assert decision.verdict != "accepted"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(range(len(INVOICE.splitlines()))), min_size=1, max_size=6, unique=True))
def test_an_invoice_with_lines_torn_out_is_accepted_only_if_all_that_is_required_is_left(lines: list[int]) -> None:
    kept = "\n".join(line for n, line in enumerate(INVOICE.splitlines()) if n not in lines)
    decision = decide(attached(kept))
    if decision.verdict == "accepted":
        required = ("Forfaldsdato", "Aarhus Midt", "12. marts", "Mette", "2.136,00", "0012345678", "1234")
        assert all(text in kept for text in required)
