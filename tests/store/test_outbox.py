"""Letters: one for a cause, each recipient once, lent to one sender at a time."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.message import Address
from bot.store import Store
from tests.store.making import NOW, ONE_MINUTE, letter

KRO, METTE = "kroen@kro.example", "mette@klinik.example"


def test_one_cause_one_letter(store: Store) -> None:
    assert store.queue(letter(1), NOW)
    assert not store.queue(letter(1, subject="Again", message_id="<other@x.example>"), NOW)
    assert [row.subject for row in store.outbox()] == ["Re: Faktura 1"]


def test_a_letter_to_nobody_is_a_bug(store: Store) -> None:
    with pytest.raises(ValueError, match="nobody"):
        store.queue(letter(to=(), cc=()), NOW)


def test_a_recipient_named_twice_gets_one(store: Store) -> None:
    store.queue(letter(to=(Address(KRO), Address(KRO)), cc=(Address(KRO), Address(METTE))), NOW)
    (lent,) = store.claim(NOW, ONE_MINUTE, 9)
    assert [r.address for r in lent.recipients] == [KRO, METTE]


def test_a_lent_letter_is_lent_to_nobody_else(store: Store) -> None:
    store.queue(letter(), NOW)
    (lent,) = store.claim(NOW, ONE_MINUTE, 9)
    assert (lent.message_id, lent.raw, lent.sender) == (letter().message_id, letter().raw, "bot@sekretariat.example")
    assert store.claim(NOW + timedelta(seconds=59), ONE_MINUTE, 9) == []
    assert store.outbox("sending")[0].state == "sending"


def test_a_sender_that_died_leaves_it_to_the_next_with_the_same_message_id(store: Store) -> None:
    store.queue(letter(), NOW)
    (first,) = store.claim(NOW, ONE_MINUTE, 9)
    (again,) = store.claim(NOW + ONE_MINUTE, ONE_MINUTE, 9)
    assert again.message_id == first.message_id
    assert [r.attempts for r in first.recipients] == [0, 0]
    assert [(r.attempts, r.first_try) for r in again.recipients] == [(1, NOW), (1, NOW)]


def test_each_recipient_has_a_fate_of_its_own(store: Store) -> None:
    store.queue(letter(), NOW)
    (lent,) = store.claim(NOW, ONE_MINUTE, 9)
    store.delivered(lent.letter_id, KRO, NOW, "250 ok")
    store.deferred(lent.letter_id, METTE, NOW, "451 later", NOW + timedelta(minutes=5))
    assert store.outbox()[0].state == "queued"
    assert store.claim(NOW + timedelta(minutes=4), ONE_MINUTE, 9) == []
    (again,) = store.claim(NOW + timedelta(minutes=5), ONE_MINUTE, 9)
    assert [(r.address, r.attempts) for r in again.recipients] == [(METTE, 1)]
    store.refused(again.letter_id, METTE, NOW, "550 no such user")
    (row,) = store.outbox("failed")
    assert (row.to, row.cc, row.attempts, row.last_error) == ((KRO,), (METTE,), 2, "550 no such user")
    assert [r.state for r in row.recipients] == ["delivered", "refused"]


def test_sent_when_all_have_it(store: Store) -> None:
    store.queue(letter(), NOW)
    (lent,) = store.claim(NOW, ONE_MINUTE, 9)
    store.delivered(lent.letter_id, KRO, NOW, "250 ok")
    assert store.outbox()[0].state == "sending"
    store.delivered(lent.letter_id, METTE, NOW, "250 ok")
    assert store.outbox()[0].state == "sent"
    assert store.claim(NOW + timedelta(days=9), ONE_MINUTE, 9) == []
    assert store.next_due() is None


def test_a_late_report_changes_nothing_that_is_done(store: Store) -> None:
    store.queue(letter(cc=()), NOW)
    (lent,) = store.claim(NOW, ONE_MINUTE, 9)
    store.delivered(lent.letter_id, KRO, NOW, "250 ok")
    store.deferred(lent.letter_id, KRO, NOW, "timeout", NOW)
    store.refused(lent.letter_id, KRO, NOW, "550")
    assert store.outbox()[0].state == "sent"


def test_a_sender_that_lost_its_lease_has_no_say(store: Store, path: Path) -> None:
    """It was suspended; another took the letter over. Only what the server took from it is still a fact."""
    store.queue(letter(), NOW)
    (lent,) = store.claim(NOW, ONE_MINUTE, 9)
    later = NOW + 2 * ONE_MINUTE
    with Store(path) as other:
        assert len(other.claim(later, ONE_MINUTE, 9)) == 1
        store.renew(lent.letter_id, later, 9 * ONE_MINUTE)
        assert store.next_due() == later + ONE_MINUTE
        store.deferred(lent.letter_id, KRO, later, "timeout", later)
        store.refused(lent.letter_id, KRO, later, "550")
        store.release(lent.letter_id)
        assert store.claim(later, ONE_MINUTE, 9) == [], "the other one still has it"
        store.delivered(lent.letter_id, METTE, later, "250 ok")
        other.delivered(lent.letter_id, KRO, later, "250 ok")
    assert store.outbox()[0].state == "sent"


def test_a_renewed_lease_holds(store: Store) -> None:
    store.queue(letter(), NOW)
    (lent,) = store.claim(NOW, ONE_MINUTE, 9)
    store.renew(lent.letter_id, NOW + timedelta(seconds=50), ONE_MINUTE)
    assert store.claim(NOW + timedelta(seconds=100), ONE_MINUTE, 9) == []
    assert len(store.claim(NOW + timedelta(seconds=110), ONE_MINUTE, 9)) == 1


def test_given_back_untried(store: Store) -> None:
    store.queue(letter(), NOW)
    (lent,) = store.claim(NOW, ONE_MINUTE, 9)
    store.release(lent.letter_id)
    (again,) = store.claim(NOW, ONE_MINUTE, 9)
    assert [(r.attempts, r.first_try) for r in again.recipients] == [(0, None), (0, None)]


def test_oldest_first_and_no_more_than_asked_for(store: Store) -> None:
    for number in range(1, 4):
        store.queue(letter(number), NOW)
    assert [x.message_id for x in store.claim(NOW, ONE_MINUTE, 2)] == [letter(1).message_id, letter(2).message_id]


def test_a_person_tries_again(store: Store) -> None:
    for number in (1, 2):
        store.queue(letter(number, cc=()), NOW)
    for lent in store.claim(NOW, ONE_MINUTE, 9):
        store.refused(lent.letter_id, KRO, NOW, "550")
    assert store.claim(NOW + timedelta(days=1), ONE_MINUTE, 9) == []
    assert store.retry(store.outbox()[0].letter_id, NOW, "mette") == 1
    (lent,) = store.claim(NOW, ONE_MINUTE, 9)
    assert lent.recipients[0].first_try is None, "the days of trying count from now again"
    store.deferred(lent.letter_id, KRO, NOW, "450", NOW + timedelta(days=1))
    assert store.retry(None, NOW, "mette") == 2
    assert len(store.claim(NOW, ONE_MINUTE, 9)) == 2
    assert store.retry(99, NOW, "mette") == 0


def test_when_to_wake(store: Store) -> None:
    assert store.next_due() is None
    store.queue(letter(cc=()), NOW)
    due = store.next_due()
    assert due is not None
    assert due < NOW
    (lent,) = store.claim(NOW, ONE_MINUTE, 9)
    assert store.next_due() == NOW + ONE_MINUTE
    store.deferred(lent.letter_id, KRO, NOW, "450", NOW + timedelta(hours=1))
    assert store.next_due() == NOW + timedelta(hours=1)


def test_the_list_has_what_the_contract_names(store: Store) -> None:
    store.queue(letter(), NOW)
    (row,) = store.outbox("queued")
    assert (row.message_id, row.cause, row.template) == (letter().message_id, letter().cause, "invoice_accepted")
    assert (row.in_reply_to, row.attempts, row.last_error) == ("<1@kro.example>", 0, None)
    assert row.attachments == ("kvittering.pdf",)
    assert store.outbox("failed") == ()


HELD = NOW + timedelta(minutes=2)


def test_a_held_letter_goes_out_as_it_was_amended(store: Store) -> None:
    store.queue(letter(held_until=HELD), NOW)
    assert store.claim(NOW, ONE_MINUTE, 9) == []
    assert store.amend(letter(raw=b"with pictures", attachments=("faktura-1.png",)))
    (lent,) = store.claim(NOW, ONE_MINUTE, 9)
    assert (lent.raw, store.outbox()[0].attachments) == (b"with pictures", ("faktura-1.png",))


def test_a_held_letter_that_nobody_lets_go_of_goes_out_as_it_was(store: Store) -> None:
    store.queue(letter(held_until=HELD), NOW)
    (lent,) = store.claim(HELD, ONE_MINUTE, 9)
    assert lent.raw == letter().raw
    assert not store.amend(letter(raw=b"too late")), "a sender has had it"
    (again,) = store.claim(HELD + ONE_MINUTE, ONE_MINUTE, 9)
    assert again.raw == letter().raw


def test_what_was_deferred_is_not_let_go_with_what_was_held(store: Store) -> None:
    store.queue(letter(1, cc=()), NOW)
    (lent,) = store.claim(NOW, ONE_MINUTE, 9)
    store.deferred(lent.letter_id, KRO, NOW, "451 later", HELD)
    store.queue(letter(2, cc=(), held_until=HELD), NOW)
    assert store.release_held() == 1
    assert [x.message_id for x in store.claim(NOW, ONE_MINUTE, 9)] == [letter(2).message_id]
    assert not store.amend(letter(1, raw=b"changed"))


@pytest.mark.parametrize("then", ["lent", "deferred"])
def test_a_clock_that_was_far_ahead_holds_no_letter_back(store: Store, then: str) -> None:
    ahead = NOW + timedelta(days=400)
    store.queue(letter(cc=()), NOW)
    (lent,) = store.claim(ahead, ONE_MINUTE, 9)
    if then == "deferred":
        store.deferred(lent.letter_id, KRO, ahead, "450", ahead + ONE_MINUTE)
    assert store.claim(NOW, ONE_MINUTE, 9) == []
    assert store.heed_clock(NOW) == 1
    assert [x.message_id for x in store.claim(NOW, ONE_MINUTE, 9)] == [lent.message_id]


def test_what_waits_as_it_should_goes_on_waiting(store: Store) -> None:
    store.queue(letter(cc=()), NOW)
    store.queue(letter(2, cc=()), NOW)
    first, _ = store.claim(NOW, ONE_MINUTE, 9)
    store.deferred(first.letter_id, KRO, NOW, "450", NOW + timedelta(hours=4))
    assert store.heed_clock(NOW) == 0
    assert store.claim(NOW, ONE_MINUTE, 9) == []


def test_a_refusal_is_told_though_another_recipient_of_the_letter_still_waits(store: Store) -> None:
    store.queue(letter(), NOW)
    (lent,) = store.claim(NOW, ONE_MINUTE, 9)
    store.refused(lent.letter_id, KRO, NOW, "550 ukendt")
    store.deferred(lent.letter_id, METTE, NOW, "450 senere", NOW + timedelta(hours=4))
    assert [f.address for f in store.untold()] == [KRO]
