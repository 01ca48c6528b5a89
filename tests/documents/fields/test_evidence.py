"""What was weighed: the winner first, rivals behind it, and what was never in question with the label that says why."""

from datetime import date

import pytest

from bot.documents.reading import read_invoices
from bot.model.field import Candidate
from bot.model.invoice import InvoiceReading
from tests.documents.fields.paper import RECEIVED, REGISTER, paper, vocabulary

INVOICE = """
Restaurant Møllen ApS
Algade 14
8000 Aarhus C
CVR 12345674

FAKTURA 1042

Kundenummer:                 77001
Ordredato:                   02.02.2026
Fakturadato:                 13.03.2026
Forfaldsdato:                12.04.2026
Møde den 12.03.2026 i Kvalitetsnetværk Aarhus Midt, koordinator Mette Holm Sørensen
Patient 010190-1234 deltog ikke

Net                                                 3.417,60
Moms                                                  854,40
At betale                                           4.272,00
Betales til reg. 1234 konto 0012345678
"""


def traced(text: str = INVOICE, *, paged: bool = True) -> InvoiceReading:
    (reading,) = read_invoices(paper(text, paged=paged), REGISTER, (), vocabulary(), RECEIVED, traced=True)
    return reading


def rows(reading: InvoiceReading, field: str) -> list[Candidate]:
    return [c for c in reading.trace if c.field == field]


def test_nothing_is_kept_where_nobody_asks() -> None:
    (plain,) = read_invoices(paper(INVOICE), REGISTER, (), vocabulary(), RECEIVED)
    assert plain.trace == ()


def test_a_trace_changes_nothing_of_the_reading() -> None:
    (plain,) = read_invoices(paper(INVOICE), REGISTER, (), vocabulary(), RECEIVED)
    assert plain.fields == traced().fields


@pytest.mark.parametrize("paged", [True, False])
def test_every_field_that_was_read_has_its_winner_first(paged: bool) -> None:
    reading = traced(paged=paged)
    for name, field in reading.fields.found():
        first = rows(reading, name)[0]
        assert first.chosen, name
        assert first.how, name
        assert (first.page, first.box) == (field.page, field.box), name


def test_a_date_of_another_label_was_never_in_question() -> None:
    due, *others = rows(traced(), "due_date")
    assert (due.value, due.label, due.how) == ("2026-04-12", "Forfaldsdato", "label")
    told = {c.value: (c.label, c.group, c.score) for c in others}
    assert told["2026-02-02"] == ("Ordredato", "other_date", 0.0)
    assert told["2026-03-13"] == ("Fakturadato", "invoice_date", 0.0)


def test_another_number_is_named_with_its_label() -> None:
    number, *others = rows(traced(), "invoice_number")
    assert number.value == "1042"
    assert [(c.value, c.label) for c in others if c.score == 0] == [("77001", "Kundenummer")]


def test_a_due_date_from_terms_is_worked_out() -> None:
    (due, *_) = rows(traced(INVOICE.replace("Forfaldsdato:                12.04.2026", "Netto 14 dage")), "due_date")
    assert (due.value, due.how, due.chosen) == (date(2026, 3, 27).isoformat(), "arithmetic", True)


def test_the_register_speaks_for_a_network() -> None:
    (network, *_) = rows(traced(), "network")
    assert (network.value, network.how) == ("Kvalitetsnetværk Aarhus Midt", "register")


def test_no_cpr_number_is_in_a_trace() -> None:
    told = " ".join(f"{c.value} {c.text} {c.label}" for c in traced().trace)
    assert "010190" not in told


def test_a_due_date_by_the_terms_of_trade_behind_the_invoice() -> None:
    terms = "Handelsbetingelser\n1. Endeligt antal meldes 3 dage før.\n2. Betaling: netto 30 dage fra fakturadato."
    invoice = INVOICE.replace("Forfaldsdato:                12.04.2026\n", "")
    (reading,) = read_invoices(paper(invoice, terms), REGISTER, (), vocabulary(), RECEIVED, traced=True)
    (due, *others) = rows(reading, "due_date")
    assert (due.value, due.how, due.page) == ("2026-04-12", "arithmetic", 2)
    assert all(not c.chosen for c in others)
