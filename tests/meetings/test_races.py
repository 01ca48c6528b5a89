"""A mail and a person at the command line change one meeting in the same moment: nobody's word is taken back."""

from collections.abc import Iterable
from datetime import datetime

import pytest

from bot.model.letter import ComposedLetter, Letter
from bot.service.convening import cancel
from bot.service.pipeline import Pipeline
from bot.store import Conflict, Incoming, Store
from tests.meetings.desk import AASE, Desk
from tests.meetings.test_conversations import BOOKING

MOVED = (
    b"Authentication-Results: mx.ekm.example; dmarc=pass header.from=fjordfys.example\r\n"
    b"From: aase@fjordfys.example\r\nTo: netvaerk@ekm.example\r\nSubject: Flyttet\r\n"
    b"Message-ID: <9@fjordfys.example>\r\n\r\n"
    b"Moedet den 7. maj 2026 er flyttet til torsdag den 21. maj 2026 kl. 17-20\r\n"
)


def test_a_meeting_called_off_while_a_mail_moves_it_stays_called_off(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    at.post(AASE, BOOKING)
    compose_all = at.around.compose_all

    def with_a_person_beside(letters: Iterable[Letter], now: datetime) -> tuple[ComposedLetter, ...]:
        monkeypatch.undo()
        with Store(at.store.db.path) as beside:
            cancel(beside, at.meeting(), now, "anne")
        return compose_all(letters, now)

    monkeypatch.setattr(at.around, "compose_all", with_a_person_beside)
    (kept,) = at.store.keep("disk", 0, [Incoming(None, MOVED, at.now, "netvaerk@ekm.example", "EKM")], at.now)
    pipeline = Pipeline(at.around, at.store, lambda: at.now)
    assert pipeline.take(kept) is None, "it is decided again, on the world as it is now"
    assert pipeline.take(kept) is not None
    assert (at.meeting().status, at.meeting().start.day) == ("cancelled", 7)


def test_a_change_of_what_has_changed_meanwhile_is_refused(at: Desk) -> None:
    at.post(AASE, BOOKING)
    stale = at.meeting()
    at.post(AASE, "Mødet den 7. maj 2026 er flyttet til torsdag den 21. maj 2026 kl. 17-20")
    with pytest.raises(Conflict):
        cancel(at.store, stale, at.now, "anne")
    assert (at.meeting().status, at.meeting().start.day) == ("confirmed", 21)
