"""Nobody is written to about a meeting before what people wrote while the service was off has been read."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import Incoming
from tests.meetings.desk import AASE, EVA, Desk, desk
from tests.meetings.test_conversations import BOOKING

INBOX = """
[[secretariat.EKM.inbox]]
host = "127.0.0.1"
port = 143
security = "none"
auth = "none"
user = "bot"
"""
KEY = "bot@127.0.0.1:143/INBOX"


def away(at: Desk) -> None:
    """A booking, then no service until a week before the meeting, at noon."""
    at.post(AASE, BOOKING)
    at.store.inbox_read(KEY, at.now, 1)
    at.now = (at.meeting().start - timedelta(days=6)).replace(hour=12)


def reminded(at: Desk) -> bool:
    return any(EVA in str(m["To"]) for m in at.tick())


def test_the_inbox_is_read_first(tmp_path: Path) -> None:
    with desk(tmp_path, INBOX) as at:
        away(at)
        assert not reminded(at), "what Eva answered may lie there"
        at.store.inbox_read(KEY, at.now, 1)
        assert reminded(at)


@pytest.mark.parametrize("seconds", [0, 3], ids=["before the look", "while it went on: the summaries take their time"])
def test_what_was_fetched_is_handled_first(tmp_path: Path, seconds: int) -> None:
    with desk(tmp_path, INBOX) as at:
        away(at)
        at.store.inbox_read(KEY, at.now + timedelta(seconds=seconds), 1)
        mail = Incoming(1, b"From: x@y.example\r\n\r\nHej", at.now, "netvaerk@ekm.example", "EKM")
        (kept,) = at.store.keep(KEY, 1, [mail], at.now + timedelta(seconds=seconds))
        assert not reminded(at)
        at.store.failed(kept, "one that cannot be handled", at.now)
        assert reminded(at), "one bad mail holds nobody up"


@pytest.mark.parametrize(("minutes", "goes_on"), [(0, False), (119, False), (120, True)])
def test_an_inbox_that_cannot_be_read_is_waited_for_two_hours(tmp_path: Path, minutes: int, goes_on: bool) -> None:
    with desk(tmp_path, INBOX) as at:
        away(at)
        at.store.inbox_failed(KEY, at.now - timedelta(minutes=minutes), "imap_unreachable")
        at.store.inbox_failed(KEY, at.now, "imap_unreachable")
        assert reminded(at) is goes_on


def test_a_meeting_called_off_while_we_were_away_is_called_off(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.post(AASE, BOOKING)
        at.now = at.meeting().start - timedelta(hours=5)
        mail = f"From: {AASE}\r\nTo: netvaerk@ekm.example\r\nSubject: Aflysning\r\n\r\nVi aflyser mødet i dag.\r\n"
        handled = at.take(mail.encode(), AASE, later=timedelta(days=2))
        assert not at.meeting().is_on
        assert [letter.to[0].address for letter in handled.letters] == [AASE]
        letters = [str(m["Subject"]) for m in at.pass_days(60)]
        assert letters == [], "nobody is told of a day that is over, nor asked for its invoice"
