"""Keeping mail: byte for byte, once, and known again by whatever way it comes back."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store import Incoming, Store, UnknownItem
from bot.store.inbox import MAX_ATTEMPTS, content_key
from bot.store.mail_rows import Move
from tests.store.making import INBOX, MAILBOX, NOW, document, incoming, judged, mail, message, original, utc

TRACE = "Received: from a.example by b.example; Sun, 15 Mar 2026 09:00:00 +0100\r\n\tfor <x@b.example>\r\n"


def handle(store: Store, row: int, outcome: str = "accepted") -> None:
    assert store.file(row, message(row), judged(document(), outcome=outcome), [], NOW)


def test_bytes_come_back_as_they_came(store: Store) -> None:
    odd = b"\xff\x00Subject: \xe6\r\n\r\n" + bytes(range(256)) * 40
    small, large = store.keep(INBOX, 1, [incoming(1, odd), incoming(2, mail(2, "A" * 100_000))], NOW)
    assert original(store, small) == odd
    assert original(store, large) == mail(2, "A" * 100_000)


def test_an_empty_mail_is_kept_too(store: Store) -> None:
    (row,) = store.keep(INBOX, 1, [incoming(1, b"")], NOW)
    assert original(store, row) == b""


@pytest.mark.parametrize(
    ("second", "filings"),
    [
        pytest.param(incoming(2, mail(1)), 1, id="the same bytes under another UID"),
        pytest.param(incoming(2, mail(1, trace=TRACE)), 1, id="delivered twice: another trace line"),
        pytest.param(incoming(2, mail(1, "Andet.")), 2, id="the same Message-ID with another body"),
        pytest.param(incoming(2, mail(1).replace(b"Faktura 1", b"Faktura 9")), 2, id="… with another subject"),
        pytest.param(incoming(2, mail(1), mailbox="andre@sekretariat.example"), 2, id="to another of our addresses"),
        pytest.param(incoming(None, mail(1)), 1, id="from the disk"),
        pytest.param(incoming(None, mail(1).replace(b"\r\n", b"\n")), 1, id="from the disk, with its line ends"),
        pytest.param(incoming(2, mail(1, trace="X-MS-Exchange-Organization-SCL: 1\r\n")), 1, id="through Exchange"),
        pytest.param(incoming(2, mail(1), received=NOW + timedelta(days=9)), 1, id="restored with a new INTERNALDATE"),
    ],
)
def test_one_mail_is_one_filing(store: Store, second: Incoming, filings: int) -> None:
    store.keep(INBOX, 1, [incoming(1)], NOW)
    store.keep(INBOX, 1, [second], NOW)
    assert len(store.unhandled(9)) == filings


def test_mails_without_message_id_are_told_apart_by_their_trace(store: Store) -> None:
    bare = mail(1, message_id="")
    new = store.keep(INBOX, 1, [incoming(1, bare), incoming(2, mail(1, trace=TRACE, message_id=""))], NOW)
    assert len(new) == 2
    assert store.keep(INBOX, 1, [incoming(3, bare)], NOW) == []


def test_twice_in_one_batch_is_one(store: Store) -> None:
    assert len(store.keep(INBOX, 1, [incoming(1, mail(1)), incoming(2, mail(1))], NOW)) == 1


@given(
    trace=st.lists(st.sampled_from(["Received", "Return-Path", "Delivered-To", "ARC-Seal"]), max_size=5),
    body=st.binary(),
)
@settings(max_examples=60)
def test_trace_lines_never_change_the_key(trace: list[str], body: bytes) -> None:
    head = b"Subject: x\r\nMessage-ID: <a@b.example>\r\n\r\n"
    lines = "".join(f"{name}: <x@y.example>;\r\n  folded {i}\r\n" for i, name in enumerate(trace)).encode()
    assert content_key(lines + head + body) == content_key(head + body)


@given(first=st.binary(), second=st.binary())
@settings(max_examples=60)
def test_other_bodies_have_other_keys(first: bytes, second: bytes) -> None:
    head = b"Message-ID: <a@b.example>\r\n\r\n"
    same = first.replace(b"\r\n", b"\n").rstrip(b"\n") == second.replace(b"\r\n", b"\n").rstrip(b"\n")
    assert (content_key(head + first) == content_key(head + second)) is same


def test_a_forwarded_trace_inside_the_body_counts(store: Store) -> None:
    store.keep(INBOX, 1, [incoming(1, mail(1, "Received: one")), incoming(2, mail(1, "Received: two"))], NOW)
    assert len(store.unhandled(9)) == 2


def test_only_unseen_uids_are_new(store: Store) -> None:
    store.keep(INBOX, 7, [incoming(1), incoming(3)], NOW)
    assert store.new_uids(INBOX, 7, [3, 2, 1, 4]) == [2, 4]
    assert store.new_uids(INBOX, 8, [1, 3]) == [1, 3], "another UIDVALIDITY: nothing is known by number"
    assert store.new_uids("other/INBOX", 7, [1]) == [1]
    assert store.new_uids(INBOX, 7, []) == []


def test_a_new_uidvalidity_gives_no_new_mail_but_new_moves(store: Store) -> None:
    rows = store.keep(INBOX, 7, [incoming(1), incoming(2)], NOW)
    handle(store, rows[0])
    assert store.keep(INBOX, 8, [incoming(11, mail(1)), incoming(12, mail(2))], NOW) == []
    assert [(m.uidvalidity, m.uid) for m in store.moves_due(INBOX, 9)] == [(7, 1), (8, 11)]
    assert store.new_uids(INBOX, 8, [11, 12, 13]) == [13]


def test_oldest_first_but_a_bad_mail_holds_no_other_up(store: Store) -> None:
    late, early = store.keep(INBOX, 1, [incoming(1, received=NOW), incoming(2, received=NOW - timedelta(hours=1))], NOW)
    assert [w.id for w in store.unhandled(9)] == [early, late]
    assert store.failed(early, "RecursionError", NOW) == 1
    waiting = store.unhandled(9)
    assert [(w.id, w.attempts) for w in waiting] == [(late, 0), (early, 1)]
    assert len(store.unhandled(1)) == 1


def test_received_comes_back_as_the_same_moment(store: Store) -> None:
    store.keep(INBOX, 1, [incoming(1, received=utc(2026, 3, 15, 23, 30))], NOW)
    (waiting,) = store.unhandled(9)
    assert waiting.received == utc(2026, 3, 15, 23, 30)
    assert waiting.received.isoformat() == "2026-03-16T00:30:00+01:00", "in Copenhagen it is the next day"
    assert (waiting.mailbox, waiting.secretariat) == (MAILBOX, "EKM")


def test_three_tries_then_parked_until_a_person_says(store: Store) -> None:
    (row,) = store.keep(INBOX, 1, [incoming()], NOW)
    assert [store.failed(row, "ValueError", NOW) for _ in range(MAX_ATTEMPTS)] == [1, 2, 3]
    assert store.unhandled(9) == []
    assert store.failed(row, "ValueError", NOW) == 3, "a parked mail counts no further"
    assert store.unpark(row, NOW, "mette")
    assert not store.unpark(row, NOW, "mette")
    assert [w.attempts for w in store.unhandled(9)] == [0]


def test_old_mail_is_left_where_it_lies(store: Store) -> None:
    (row,) = store.keep(INBOX, 1, [incoming()], NOW)
    assert store.mark_old(row, NOW)
    assert store.unhandled(9) == []
    assert store.moves_due(INBOX, 9) == []
    assert store.keep(INBOX, 2, [incoming(5, mail(1))], NOW) == []
    assert store.moves_due(INBOX, 9) == []


def test_moves_are_due_until_told(store: Store) -> None:
    rows = store.keep(INBOX, 1, [incoming(1), incoming(2), incoming(3)], NOW)
    handle(store, rows[0])
    assert store.file(rows[1], message(2), judged(outcome="inbox", kind="booking", verdict=None, documents=()), [], NOW)
    (move,) = store.moves_due(INBOX, 9)
    assert move == Move(move.location_id, 1, 1, "accepted")
    assert store.moves_due("other/INBOX", 9) == []
    store.moved([move.location_id], "Behandlet/Godkendt", NOW)
    assert store.moves_due(INBOX, 9) == []


@pytest.mark.parametrize(
    ("uidvalidity", "late", "moved_again"),
    [
        pytest.param(1, 0, False, id="put back by hand: INTERNALDATE is kept, and the person's hand has the last word"),
        pytest.param(1, 9, True, id="delivered a second time"),
        pytest.param(2, 0, True, id="restored from a backup: another UIDVALIDITY"),
    ],
)
@pytest.mark.parametrize("by_hand", [False, True])
def test_a_handled_mail_that_comes_back(
    store: Store, uidvalidity: int, late: int, moved_again: bool, by_hand: bool
) -> None:
    (row,) = store.keep(INBOX, 1, [incoming(1)], NOW)
    handle(store, row)
    (move,) = store.moves_due(INBOX, 9)
    if by_hand:
        store.gone([move.location_id], NOW)
    else:
        store.moved([move.location_id], "Behandlet/Godkendt", NOW)
    back = incoming(2, mail(1), received=NOW + timedelta(minutes=late))
    assert store.keep(INBOX, uidvalidity, [back], NOW) == []
    assert [m.uid for m in store.moves_due(INBOX, 9)] == ([2] if moved_again else [])


def test_a_second_copy_within_the_second_has_trace_lines_of_its_own(store: Store) -> None:
    first, second = (mail(1, trace=f"Received: from a by b id {n}\r\n") for n in (1, 2))
    (row,) = store.keep(INBOX, 1, [incoming(1, first)], NOW)
    handle(store, row)
    (move,) = store.moves_due(INBOX, 9)
    store.moved([move.location_id], "Behandlet/Godkendt", NOW)
    assert store.keep(INBOX, 1, [incoming(2, second)], NOW) == []
    assert [m.uid for m in store.moves_due(INBOX, 9)] == [2]


@pytest.mark.parametrize("by_hand", [True, False])
def test_whether_it_was_put_back_is_asked_once(store: Store, by_hand: bool) -> None:
    (row,) = store.keep(INBOX, 1, [incoming(1)], NOW)
    handle(store, row)
    (move,) = store.moves_due(INBOX, 9)
    store.moved([move.location_id], "Behandlet/Godkendt", NOW)
    store.keep(INBOX, 1, [incoming(2, mail(1))], NOW)
    (again,) = store.returned(INBOX)
    assert (again.folder, again.message_id) == ("Behandlet/Godkendt", "<1@kro.example>")
    assert store.returned("other/INBOX") == []
    store.settle(again.location_id, NOW, by_hand=by_hand)
    assert store.returned(INBOX) == []
    assert [m.uid for m in store.moves_due(INBOX, 9)] == ([] if by_hand else [2])


def test_what_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(UnknownItem, match="besked 99"):
        original(store, 99)
    with pytest.raises(UnknownItem):
        store.failed(99, "x", NOW)
    assert store.find(MAILBOX, mail(1)) is None
    (row,) = store.keep(INBOX, 1, [incoming()], NOW)
    assert store.find(MAILBOX, mail(1, trace=TRACE)) == row


def test_a_batch_is_kept_whole_or_not_at_all(store: Store) -> None:
    naive = incoming(2, received=NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="time zone"):
        store.keep(INBOX, 1, [incoming(1), naive], NOW)
    assert store.unhandled(9) == []
    assert store.new_uids(INBOX, 1, [1, 2]) == [1, 2]


def test_a_mail_that_was_kept_while_the_clock_was_ahead_is_handled_now(store: Store) -> None:
    (row,) = store.keep(INBOX, 1, [incoming(1)], NOW + timedelta(days=400))
    assert [w.id for w in store.unhandled(9)] == [row]
    assert store.has_untried("EKM")
    store.failed(row, "ValueError", NOW)
    assert not store.has_untried("EKM")
