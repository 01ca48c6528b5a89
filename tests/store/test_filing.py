"""Filing one mail: all of it in one unit, everything that was read comes back, one bill is accepted once."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.field import Box, Field
from bot.model.invoice import Amounts, DocumentKind, InvoiceFields, InvoiceReading, Line
from bot.model.message import Address
from bot.model.payment import Account, Fik, Giro, Iban, NemKonto
from bot.store import Conflict, Store, UnknownItem
from tests.store.making import INBOX, NOW, document, field, incoming, judged, letter, message, reading, too_soon


def kept(store: Store, number: int = 1) -> int:
    (row,) = store.keep(INBOX, 1, [incoming(number)], NOW)
    return row


def filed(store: Store, number: int = 1, *documents: object, **kwargs: object) -> int:
    row = kept(store, number)
    assert store.file(row, message(number), judged(*documents, **kwargs), [letter(number)], NOW)  # type: ignore[arg-type]
    return row


def test_everything_of_one_mail(store: Store) -> None:
    row = filed(store, 1, document(verdict="rejected", findings=(too_soon(),), pay_on=None))
    (mail,) = store.messages()
    assert (mail.id, mail.message_id, mail.kind, mail.verdict, mail.state) == (
        row, "<1@kro.example>", "invoice", "rejected", "handled",
    )  # fmt: skip
    (invoice,) = store.invoices(2026)
    assert (invoice.total, invoice.due_date, invoice.supplier) == (
        Decimal("4272.00"), date(2026, 4, 12), "Kroen ved Åen ApS",
    )  # fmt: skip
    assert invoice.findings == (too_soon(),)
    assert store.invoices(2025) == ()
    assert [x.message for x in store.outbox()] == [row]
    assert [h.action for h in store.history("messages", row)] == ["filed"]
    assert store.unhandled(9) == []


def test_a_second_time_changes_nothing(store: Store) -> None:
    row = filed(store)
    assert not store.file(row, message(), judged(document(reading("other"))), [letter(7)], NOW)
    assert len(store.invoices()) == 1
    assert len(store.outbox()) == 1


def test_nothing_half(store: Store) -> None:
    """The last row of the unit is refused: the first ones are not there either."""
    row = kept(store)
    with pytest.raises(ValueError, match="nobody"):
        store.file(row, message(), judged(), [letter(1), letter(2, to=(), cc=())], NOW)
    assert (store.invoices(), store.outbox(), store.ledger.suppliers()) == ((), (), ())
    assert [w.id for w in store.unhandled(9)] == [row]


def test_a_mail_that_yields_nothing_is_remembered_too(store: Store) -> None:
    row = kept(store)
    nothing = judged(
        document(), documents=(), kind="auto_reply", verdict=None, outcome="automatic", unanswered="automatic"
    )
    assert store.file(row, message(from_=None, message_id=None), nothing, [], NOW)
    (mail,) = store.messages()
    assert (mail.kind, mail.verdict, mail.unanswered, mail.from_address) == ("auto_reply", None, "automatic", None)


def test_an_unknown_mail_is_named(store: Store) -> None:
    with pytest.raises(UnknownItem):
        store.file(99, message(), judged(), [], NOW)


ODD = reading(
    total=None, network=field("Kvalitetsnetværk Sydfyn"), coordinator=field("Mette Holm"), payment=None, supplier=None
)


@pytest.mark.parametrize(
    "what",
    [
        pytest.param(reading(), id="full"),
        pytest.param(InvoiceReading("other", InvoiceFields()), id="nothing found"),
        pytest.param(replace(reading(), part=2, doubts=("hidden_text",), paid=True, language="en"), id="part, doubts"),
        pytest.param(replace(ODD, network_rivals=("FYS-1", "FYS-2"), method="ocr", pages=3), id="rivals, ocr"),
        pytest.param(
            replace(reading(), other_payments=(field(NemKonto()), field(Iban("DE89370400440532013000", "COBADEFF")))),
            id="other payments",
        ),
        pytest.param(
            replace(reading(due_date=None), terms=field("netto 14 dage"), due_date_from_terms=True), id="terms"
        ),
        pytest.param(
            replace(reading(), kind="credit_note", preceding_invoice=field("1041")), id="credit note"
        ),
        pytest.param(reading(total=field(Decimal("-20.50"))), id="negative"),
        pytest.param(
            reading(supplier=Field("Kro", 0.5, "Kro", None, None, ("hidden", "overprinted"))), id="no place, doubts"
        ),
        pytest.param(
            replace(reading(), amounts=Amounts((Line("x", None, Decimal("0.3333"), Decimal("1.00")),))), id="odd line"
        ),
    ],
)  # fmt: skip
def test_a_reading_comes_back_as_it_was(store: Store, what: InvoiceReading) -> None:
    filed(store, 1, document(what, verdict=None, pay_on=None, part=what.part or 1), outcome="other")
    assert store.review(store.invoices()[0].id).reading == what


@given(
    text=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30),
    confidence=st.floats(0, 1),
    total=st.decimals(-(10**9), 10**9, places=2),
    due=st.dates(date(1990, 1, 1)),
    box=st.none() | st.tuples(*[st.floats(-1e6, 1e6)] * 4).map(lambda t: Box(*t)),
    payment=st.sampled_from(
        [
            Account("1234", "1"),
            Fik("71", "1" * 15, "12345678"),
            Giro("01", None, "12345678"),
            Iban("DK5000400440116243"),
        ]
    ),
)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_comes_back(store, text, confidence, total, due, box, payment) -> None:  # type: ignore[no-untyped-def]
    what = InvoiceReading(
        "invoice",
        InvoiceFields(
            supplier=Field(text, confidence, text, None, box),
            total=Field(total, confidence, text, 1, box),
            due_date=Field(due, confidence, text, 2),
            payment=Field(payment, confidence, text),
        ),
    )
    number = len(store.messages()) + 1
    row = filed(store, number, document(what, verdict="review"))
    (invoice,) = store.invoices_of_message(row)
    assert store.review(invoice.id).reading == what


def test_what_no_column_can_hold_does_not_stop_a_mail(store: Store) -> None:
    """Raw 8-bit bytes in headers come as lone surrogates; a hostile page has coordinates that are no numbers."""
    odd = "\udcff\x00odd"
    what = InvoiceReading(
        "invoice",
        InvoiceFields(
            supplier=Field(odd, 1.0000001, odd, 1, Box(float("nan"), 1.0, float("inf"), 2.0)),
            invoice_number=Field(odd, -0.1, odd),
        ),
    )
    row = kept(store)
    mail = message(message_id=f"<{odd}@x.example>", in_reply_to=f"<{odd}>", subject=odd, from_=Address(odd, odd))
    decision = judged(document(what, verdict="review", attachment=odd, findings=(replace(too_soon(), read=odd),)))
    assert store.file(row, mail, decision, [letter(1, subject=odd, text=odd, in_reply_to=f"<{odd}>")], NOW)
    found = store.review(1).reading.fields.supplier
    assert found is not None
    assert (found.value, found.confidence, found.box) == ("?\N{REPLACEMENT CHARACTER}odd", 1.0, None)


# -- one bill is accepted once


def test_the_same_bill_is_not_accepted_twice(store: Store) -> None:
    """Two programs decided on it before either had filed it."""
    filed(store, 1)
    row = kept(store, 2)
    same_bill = document(reading(due_date=field(date(2026, 5, 1))))
    with pytest.raises(Conflict, match="allerede godkendt"):
        store.file(row, message(2), judged(same_bill), [], NOW)
    assert len(store.unhandled(9)) == 1, "it waits to be decided again, on the world as it is now"


def test_the_same_bytes_are_not_accepted_twice(store: Store) -> None:
    filed(store, 1, document(reading(invoice_number=None)))
    row = kept(store, 2)
    with pytest.raises(Conflict):
        store.file(row, message(2), judged(document(reading(invoice_number=None))), [], NOW)


@pytest.mark.parametrize(
    "other", [reading("1043"), reading(total=field(Decimal("1.00"))), reading(cvr=field("87654321"))]
)
def test_another_bill_of_the_same_supplier_is(store: Store, other: InvoiceReading) -> None:
    filed(store, 1)
    filed(store, 2, document(other))


def test_what_is_not_an_invoice_is_never_accepted(store: Store) -> None:
    import sqlite3

    kinds: tuple[DocumentKind, ...] = ("credit_note", "reminder", "booking", "other")
    for number, kind in enumerate(kinds, 1):
        row = kept(store, number)
        with pytest.raises(sqlite3.IntegrityError):
            store.file(row, message(number), judged(document(replace(reading(), kind=kind))), [], NOW)


# -- corrections


def test_a_correction_closes_the_rejected_one(store: Store) -> None:
    filed(store, 1, document(verdict="rejected", pay_on=None))
    (wrong,) = store.invoices()
    filed(store, 2, document(reading(due_date=field(date(2026, 5, 1))), corrects=wrong.id))
    first, second = store.invoices()
    assert (first.closed_by, second.corrects) == (second.id, first.id)
    assert store.ledger.invoice(first.id).closed  # type: ignore[union-attr]
    assert [h.action for h in store.history("invoices", first.id)] == ["closed"]


# -- suppliers and accounts


def test_suppliers_are_learnt_from_accepted_invoices_only(store: Store) -> None:
    filed(store, 1, document(verdict="review"))
    filed(store, 2, document(reading("2"), verdict="rejected"))
    assert store.ledger.suppliers() == ()
    filed(store, 3, document(reading("3")))
    (supplier,) = store.ledger.suppliers()
    assert (supplier.name, supplier.cvr, supplier.phone) == ("Kroen ved Åen ApS", "12345674", "12 34 56 78")


def test_suppliers_that_stay_the_same_are_the_same(store: Store) -> None:
    """A child that reads is told of them when they are others."""
    filed(store, 1, document(reading("1", cvr=None)))
    known = store.ledger.suppliers()
    filed(store, 2, document(reading("2"), verdict="rejected"))
    assert store.ledger.suppliers() is known
    filed(store, 3, document(reading("3", cvr=field("12345674"))))
    assert [s.cvr for s in store.ledger.suppliers()] == ["12345674"]


def accounts(store: Store) -> list[tuple[str, str]]:
    rows = store.db.all("SELECT navn, konto FROM leverandoerer")
    return [(row["navn"], row["konto"]) for row in rows]


def test_one_supplier_whatever_the_spelling(store: Store) -> None:
    filed(store, 1, document(reading("1", cvr=None)))
    filed(store, 2, document(reading("2", supplier=field("KROEN VED AAEN A/S"))))
    filed(store, 3, document(reading("3", cvr=None, payment=field(NemKonto()))))
    assert accounts(store) == [("Kroen ved Åen ApS", "dk:1234:0012345678"), ("Kroen ved Åen ApS", "nemkonto")]


def test_the_same_name_with_another_number_is_another_firm(store: Store) -> None:
    filed(store, 1)
    filed(store, 2, document(reading("2", cvr=field("87654321"))))
    assert len(store.ledger.suppliers()) == 2


def test_the_oldest_phone_is_kept(store: Store) -> None:
    filed(store, 1)
    filed(store, 2, document(replace(reading("2"), supplier_phone="99 99 99 99")))
    assert [s.phone for s in store.ledger.suppliers()] == ["12 34 56 78"]


# -- CPR


def test_no_cpr_number_is_stored_in_clear(store: Store) -> None:
    cpr = "010190-1234"
    row = kept(store)
    found = too_soon()
    masked = document(
        replace(
            reading(
                supplier=field(f"Ole {cpr}", f"Ole {cpr}"),
                payment=Field(NemKonto(), 0.9, f"NemKonto cpr {cpr}"),
            ),
            terms=field(f"til {cpr}"),
            supplier_phone=cpr,
            amounts=Amounts((Line(f"Kørsel {cpr}", None, None, Decimal(1)),)),
        ),
        attachment=f"faktura {cpr}.pdf",
        findings=(replace(found, detail=cpr, read=cpr, place=cpr, expected=cpr),),
    )
    sent = letter(subject=f"Re: {cpr}", text=f"Kære {cpr}", attachments=(f"{cpr}.pdf",))
    mail = message(subject=f"Faktura {cpr}", from_=Address(f"{cpr}@x.example", f"Ole {cpr}"))
    assert store.file(row, mail, judged(masked), [sent], NOW)
    lent = store.claim(NOW, timedelta(minutes=1), 1)[0]
    store.refused(lent.letter_id, "kroen@kro.example", NOW, f"550 {cpr}")
    dump = "\n".join(
        str(tuple(r)) for t in store.db.all("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if t["name"] not in ("originals",) for r in store.db.all(f"SELECT * FROM {t['name']}")
    )  # fmt: skip
    assert cpr not in dump
    assert "******-****" in dump
