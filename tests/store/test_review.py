"""People: what waits, the decision, the corrected field, the lists."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.model.payment import Account, Fik, Iban
from bot.store import BadCorrection, Conflict, Store, UnknownItem
from tests.store.making import INBOX, NOW, document, field, incoming, judged, letter, message, reading, too_soon


def filed(store: Store, number: int, *documents: object, **kwargs: object) -> int:
    (row,) = store.keep(INBOX, 1, [incoming(number, received=NOW + timedelta(minutes=number))], NOW)
    assert store.file(row, message(number), judged(*documents, **kwargs), [], NOW)  # type: ignore[arg-type]
    return row


def in_review(number: str = "1042", **kwargs: object) -> object:
    return document(reading(number), verdict="review", findings=(too_soon(),), pay_on=None, **kwargs)


def test_what_waits_oldest_first(store: Store) -> None:
    filed(store, 2, in_review("2"))
    filed(store, 1, in_review("1"))
    filed(store, 3, document(reading("3")))
    waiting = store.review_list()
    assert [w.invoice_number for w in waiting] == ["1", "2"]
    assert (waiting[0].document, waiting[0].findings, waiting[0].total) == (
        "faktura.pdf", (too_soon(),), Decimal("4272.00"),
    )  # fmt: skip


def test_a_person_accepts(store: Store) -> None:
    row = filed(store, 1, in_review())
    (waiting,) = store.review_list()
    assert store.decide(waiting.id, "accepted", "mette", None, [letter(9)], NOW, date(2026, 4, 1))
    assert store.review_list() == ()
    after = store.review(waiting.id)
    assert (after.row.verdict, after.row.pay_on) == ("accepted", date(2026, 4, 1))
    assert [(d.by, d.verdict) for d in after.decisions] == [("kvalitetsbot", "review"), ("mette", "accepted")]
    assert [s.name for s in store.ledger.suppliers()] == ["Kroen ved Åen ApS"]
    assert [(x.cause, x.message) for x in store.outbox()] == [(letter(9).cause, row)]
    assert store.messages()[0].verdict == "accepted"
    assert [m.outcome for m in store.moves_due(INBOX, 9)] == ["accepted"], "not moved yet: it goes straight there"


def test_a_person_rejects_with_a_reason(store: Store) -> None:
    filed(store, 1, in_review())
    (waiting,) = store.review_list()
    assert store.decide(waiting.id, "rejected", "mette", "Forkert møde", [], NOW)
    assert store.review(waiting.id).decisions[-1].reason == "Forkert møde"
    assert store.ledger.suppliers() == ()


def test_the_same_command_twice_is_one_decision(store: Store) -> None:
    filed(store, 1, in_review())
    (waiting,) = store.review_list()
    assert store.decide(waiting.id, "rejected", "mette", "x", [letter(9)], NOW)
    assert not store.decide(waiting.id, "rejected", "mette", "x", [letter(10)], NOW)
    assert len(store.outbox()) == 1
    with pytest.raises(Conflict, match="venter ikke"):
        store.decide(waiting.id, "accepted", "mette", None, [], NOW)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        pytest.param(replace(reading(), kind="credit_note"), "kind=invoice", id="a credit note"),
        pytest.param(replace(reading(), kind="other"), "kind=invoice", id="an unreadable file"),
    ],
)
def test_only_invoices_are_accepted(store: Store, what: object, why: str) -> None:
    filed(store, 1, document(what, verdict="review"))  # type: ignore[arg-type]
    with pytest.raises(Conflict, match=why):
        store.decide(1, "accepted", "mette", None, [], NOW)


def test_a_bill_that_is_accepted_already_is_not_accepted_by_hand_either(store: Store) -> None:
    filed(store, 1, document())
    filed(store, 2, document(reading(due_date=field(date(2026, 5, 1))), verdict="review"))
    with pytest.raises(Conflict, match="allerede godkendt"):
        store.decide(2, "accepted", "mette", None, [letter(9)], NOW)
    assert store.outbox() == ()
    assert len(store.review_list()) == 1


def test_what_a_later_one_replaced_does_not_wait(store: Store) -> None:
    filed(store, 1, in_review())
    filed(store, 2, document(reading(due_date=field(date(2026, 5, 1))), corrects=1))
    assert store.review_list() == ()
    with pytest.raises(Conflict, match="erstattet af faktura 2"):
        store.decide(1, "rejected", "mette", None, [], NOW)


def test_a_mails_verdict_is_the_worst_of_its_documents(store: Store) -> None:
    filed(store, 1, in_review("1"), in_review("2"), document(reading("3")))
    assert store.decide(1, "accepted", "mette", None, [], NOW)
    assert store.messages()[0].verdict == "review"
    assert store.decide(2, "rejected", "mette", None, [], NOW)
    assert store.messages()[0].verdict == "rejected"


def test_unknown_numbers_are_named(store: Store) -> None:
    for call in (lambda: store.review(9), lambda: store.correct(9, "total", "1", "m", NOW)):
        with pytest.raises(UnknownItem, match="9"):
            call()


# -- after a decision the mail follows


def test_a_mail_in_the_review_folder_follows_the_decision(store: Store) -> None:
    filed(store, 1, in_review())
    store.moved([store.moves_due(INBOX, 9)[0].location_id], "Behandlet/Til gennemsyn", NOW)
    assert store.refiles_due(INBOX, 9) == []
    store.decide(1, "accepted", "mette", None, [], NOW)
    (refile,) = store.refiles_due(INBOX, 9)
    assert (refile.folder, refile.message_id, refile.outcome) == (
        "Behandlet/Til gennemsyn", "<1@kro.example>", "accepted",
    )  # fmt: skip
    store.moved([refile.location_id], "Behandlet/Godkendt", NOW)
    assert store.refiles_due(INBOX, 9) == []
    assert store.messages()[0].folder == "Behandlet/Godkendt"


# -- judged again


def test_judged_again_after_a_correction(store: Store) -> None:
    filed(store, 1, in_review())
    store.found_again(1, (replace(too_soon(), code="over_pool", severity="review"),), None, "mette", NOW)
    assert [f.code for f in store.review(1).row.findings] == ["over_pool"]
    assert [w.id for w in store.review_list()] == [1], "it still waits: deciding is another step"
    assert [h.action for h in store.history("invoices", 1)] == ["judged again"]


# -- corrections


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("total", "4272.00", Decimal("4272.00")),
        ("total", "4.272,00", Decimal("4272.00")),
        ("total", "-20.50", Decimal("-20.50")),
        ("due_date", "2026-04-20", date(2026, 4, 20)),
        ("due_date", "20. april 2026", date(2026, 4, 20)),
        ("supplier", "  Kroen  ", "Kroen"),
        ("participants", "9", 9),
        ("cvr", "DK 12 34 56 74", "12345674"),
        ("currency", "eur", "EUR"),
        ("payment", "1234 12345678", Account("1234", "12345678")),
        ("payment", "+71<123456789012341+12345678<", Fik("71", "123456789012341", "12345678")),
        ("payment", "DK5000400440116243", Iban("DK5000400440116243")),
        ("supplier", "", None),
        ("payment", "", None),
    ],
)
def test_a_corrected_field(store: Store, name: str, text: str, value: object) -> None:
    filed(store, 1, in_review())
    store.correct(1, name, text, "mette", NOW)
    found = getattr(store.review(1).reading.fields, name)
    assert (found.value if found else None) == value
    if found:
        assert (found.confidence, found.page) == (1.0, None)
    (line,) = store.history("invoices", 1)
    assert (line.who, line.action) == ("mette", f"corrected {name}")
    if name == "total":
        assert (line.before, line.after) == ({"total": "4272.00"}, {"total": f"{value:.2f}"})


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("total", "omkring fire tusind", "4272.00"),
        ("due_date", "snart", "2026-03-12"),
        ("cvr", "12345678", "CVR-nummer"),
        ("participants", "-1", "cifre"),
        ("currency", "kroner", "tre bogstaver"),
        ("payment", "kassen", "konto"),
        ("network_id", "FYS-9", "intet netværk «FYS-9»"),
        ("meeting_id", "M9", "intet møde"),
        ("kind", "bill", "invoice, credit_note"),
        ("verdict", "accepted", "kan ikke rettes"),
        ("sha256", "x", "kan ikke rettes"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(store: Store, name: str, text: str, why: str) -> None:
    filed(store, 1, in_review())
    before = store.review(1)
    with pytest.raises(BadCorrection, match=why):
        store.correct(1, name, text, "mette", NOW)
    assert store.review(1) == before
    assert store.history("invoices", 1) == ()


def test_what_was_decided_meanwhile_is_not_corrected(store: Store) -> None:
    """Two people at once: the one who was slower changes nothing of what was accepted."""
    filed(store, 1, in_review())
    store.decide(1, "accepted", "anne", None, [], NOW)
    with pytest.raises(Conflict, match="venter ikke på nogen"):
        store.correct(1, "total", "1.00", "mette", NOW)
    assert store.review(1).reading.fields.total == reading().fields.total


def test_a_corrected_network_and_meeting(store: Store) -> None:
    for number in (1, 2):
        store.db.execute(
            "INSERT INTO networks VALUES (?, 1, ?, 'EKM', NULL, NULL)", (f"FYS-{number}", f"Netværk {number}")
        )
    store.db.execute(
        "INSERT INTO meetings (meeting_id, position, network_id, start)"
        " VALUES ('M1', 1, 'FYS-1', '2026-03-12T17:00+01:00')"
    )
    filed(store, 1, in_review())
    store.correct(1, "network_id", "FYS-2", "mette", NOW)
    with pytest.raises(BadCorrection, match="FYS-1s, ikke FYS-2s"):
        store.correct(1, "meeting_id", "M1", "mette", NOW)
    store.correct(1, "network_id", "FYS-1", "mette", NOW)
    store.correct(1, "meeting_id", "M1", "mette", NOW)
    found = store.review(1)
    assert (found.row.network_id, found.row.meeting_id, found.row.network) == ("FYS-1", "M1", "Netværk 1")
    fields = found.reading.fields
    assert fields.network is not None
    assert fields.meeting_date is not None
    assert (fields.network.value, fields.meeting_date.value) == ("Netværk 1", date(2026, 3, 12))
    store.correct(1, "network", "netvaerk 2", "mette", NOW)
    assert store.review(1).row.network_id == "FYS-2", "a name of the register brings its number"
    store.correct(1, "network", "Et helt andet", "mette", NOW)
    assert store.review(1).row.network_id is None


def test_after_the_kind_is_corrected_it_can_be_accepted(store: Store) -> None:
    filed(store, 1, document(replace(reading(), kind="other"), verdict="review"))
    store.correct(1, "kind", "invoice", "mette", NOW)
    assert store.decide(1, "accepted", "mette", None, [], NOW)


# -- lists


def test_mails_of_a_time(store: Store) -> None:
    for number in (1, 2, 3):
        filed(store, number) if number == 1 else filed(store, number, in_review(str(number)))
    since = NOW + timedelta(minutes=2)
    assert [m.message_id for m in store.messages(since)] == ["<2@kro.example>", "<3@kro.example>"]
    assert [m.message_id for m in store.messages(since, since + timedelta(minutes=1))] == ["<2@kro.example>"]
    assert len(store.invoices(since=since)) == 2


def test_an_invoice_belongs_to_its_meetings_year(store: Store) -> None:
    filed(store, 1, document(reading("1", meeting_date=field(date(2025, 12, 10)))))
    filed(store, 2, document(reading("2", meeting_date=None)))
    assert [i.invoice_number for i in store.invoices(2025)] == ["1"]
    assert [i.invoice_number for i in store.invoices(2026)] == ["2"]


def test_the_year_begins_at_midnight_in_copenhagen(store: Store) -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    (row,) = store.keep(INBOX, 1, [incoming(1, received=late)], late)
    assert store.file(row, message(1), judged(document(reading(meeting_date=None))), [], late)
    assert [len(store.invoices(year)) for year in (2026, 2027)] == [0, 1]


def test_where_a_mail_lies(store: Store) -> None:
    row = filed(store, 1)
    assert store.messages()[0].folder is None
    store.moved([store.moves_due(INBOX, 1)[0].location_id], "Behandlet/Godkendt", NOW)
    assert store.messages()[0].folder == "Behandlet/Godkendt"
    found = store.message(row)
    assert found is not None
    assert found.folder == "Behandlet/Godkendt"
    assert store.message(99) is None


def test_the_views_answer_in_plain_words(store: Store) -> None:
    filed(store, 1, in_review())
    store.queue(letter(1), NOW)
    parked = store.keep(INBOX, 1, [incoming(5)], NOW)[0]
    for _ in range(3):
        store.failed(parked, "RecursionError", NOW)

    def rows(view: str) -> list[dict[str, object]]:
        return [dict(row) for row in store.db.all(f"SELECT * FROM {view}")]

    assert {(r["hvad"], r["nummer"]) for r in rows("venter_paa_person")} == {("faktura", 1), ("besked", parked)}
    assert rows("fakturaer")[0]["fund"] == "due_date_too_soon"
    assert {r["tilstand"] for r in rows("beskeder")} == {"behandlet", "sat til side"}
    assert [(r["modtager"], r["tilstand"]) for r in rows("breve")] == [
        ("kroen@kro.example", "i kø"),
        ("mette@klinik.example", "i kø"),
    ]
    assert rows("fund")[0]["hvad"] == "Fristen er for kort."
    assert rows("historik")
