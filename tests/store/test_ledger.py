"""What deciding asks of the ledger."""

from datetime import date, timedelta

from bot.model.payment import Account
from bot.model.world import Ledger
from bot.store import Store
from tests.store.making import INBOX, NOW, document, field, incoming, judged, letter, message, reading

NETWORK = "INSERT INTO networks VALUES ('FYS-1', 1, 'Kvalitetsnetværk Sydfyn', 'EKM', NULL, NULL)"
MEETING = (
    "INSERT INTO meetings (meeting_id, position, network_id, start) VALUES ('M1', 1, 'FYS-1', '2026-03-12T17:00+01:00')"
)


def filed(store: Store, number: int, **kwargs: object) -> None:
    (row,) = store.keep(INBOX, 1, [incoming(number, received=NOW + timedelta(hours=number))], NOW)
    assert store.file(row, message(number), judged(document(**kwargs)), [letter(number)], NOW)  # type: ignore[arg-type]


def test_the_store_is_a_ledger(store: Store) -> None:
    ledger: Ledger = store.ledger
    assert ledger.suppliers() == ()
    assert ledger.by_sha256("0" * 64, 1) is None
    assert ledger.invoices_of(None, None) == ()


def test_by_bytes_the_first_that_is_no_duplicate(store: Store) -> None:
    same = "a" * 64
    filed(store, 1, sha256=same, verdict="duplicate")
    filed(store, 2, sha256=same, verdict="rejected")
    filed(store, 3, sha256=same, verdict="duplicate")
    found = store.ledger.by_sha256(same, 1)
    assert found is not None
    assert (found.message_id, found.verdict) == ("<2@kro.example>", "rejected")
    assert store.ledger.by_sha256(same, 2) is None


def test_of_a_supplier_by_number_or_by_name_oldest_first(store: Store) -> None:
    filed(store, 1, what=reading("1"))
    filed(store, 2, what=reading("2", cvr=None))
    filed(store, 3, what=reading("3", cvr=field("87654321"), supplier=field("En Anden Kro")))
    numbers = [f.invoice_number for f in store.ledger.invoices_of("12345674", "kroen ved aen")]
    assert numbers[0] == "1"
    assert "3" not in numbers
    assert [f.invoice_number for f in store.ledger.invoices_of(None, "en anden kro")] == ["3"]
    (known,) = store.ledger.invoices_of("12345674", None)
    assert (known.payment, known.total, known.due_date) == (
        Account("1234", "0012345678"), reading().fields.total.value, date(2026, 4, 12),  # type: ignore[union-attr]
    )  # fmt: skip


def test_by_number_and_by_meeting(store: Store) -> None:
    store.db.execute(NETWORK)
    store.db.execute(MEETING)
    filed(store, 1, meeting_id="M1")
    assert [f.invoice_id for f in store.ledger.invoices_numbered("1042")] == [1]
    assert [f.meeting_id for f in store.ledger.invoices_of_meeting("M1")] == ["M1"]
    assert store.ledger.invoices_numbered("999") == ()


def test_by_the_address_that_they_came_from(store: Store) -> None:
    filed(store, 1)
    (one,) = store.ledger.invoices_from("kroen@kro.example")
    assert (one.invoice_id, store.ledger.invoices_from("anden@kro.example")) == (1, ())


def test_agreements_hold_for_their_days(store: Store) -> None:
    store.db.execute(NETWORK)
    store.agree_own_firm("FYS-1", date(2026, 1, 1), date(2026, 6, 30), "mette", NOW)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [store.ledger.own_firm_agreed("FYS-1", day) for day in days] == [False, True, True, False]
    assert not store.ledger.own_firm_agreed("FYS-2", days[1])


def test_answers_count_to_the_one_answered(store: Store) -> None:
    store.queue(letter(1), NOW - timedelta(hours=30))
    store.queue(letter(2), NOW - timedelta(hours=2))
    store.queue(letter(3, in_reply_to=None, template="staff_reminder_alert"), NOW)
    since = NOW - timedelta(hours=24)
    assert store.ledger.answers_to("Kroen@kro.example", since) == 1
    assert store.ledger.answers_to("mette@klinik.example", since) == 0, "copies are no answers to her"
    store.queue(letter(4, in_reply_to=None, template="invoice_review"), NOW)
    assert store.ledger.answers_to("kroen@kro.example", since) == 2, "mail without a Message-ID is answered too"


def test_our_own_letters_are_known(store: Store) -> None:
    store.queue(letter(1), NOW)
    assert store.ledger.is_own_letter(letter(1).message_id)
    assert not store.ledger.is_own_letter("<other@x.example>")


def test_every_question_is_answered_from_an_index(store: Store) -> None:
    """A ledger of years must not be read from end to end for one mail."""
    asked: list[str] = []
    store.db.conn.set_trace_callback(asked.append)
    ledger = store.ledger
    ledger.by_sha256("0" * 64, 1)
    ledger.invoices_of("1", "a")
    ledger.invoices_numbered("1")
    ledger.invoices_of_meeting("1")
    ledger.invoices_from("a@b.example")
    ledger.answers_to("a@b.example", NOW)
    ledger.is_own_letter("<a@b.example>")
    store.unhandled(1)
    store.moves_due(INBOX, 1)
    store.refiles_due(INBOX, 1)
    store.claim(NOW, timedelta(minutes=1), 1)
    store.next_due()
    store.outbox("failed")
    store.review_list()
    store.counts()
    store.db.conn.set_trace_callback(None)
    plans = [
        row["detail"] for sql in asked if sql.startswith("SELECT") for row in store.db.all(f"EXPLAIN QUERY PLAN {sql}")
    ]
    harmless = ("SCAN json_each", "SCAN CONSTANT ROW")
    scans = [plan for plan in plans if plan.startswith("SCAN") and not plan.startswith(harmless)]
    assert [plan for plan in scans if "USING" not in plan] == []
