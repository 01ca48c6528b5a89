"""Inboxes, the heartbeat, notes, and the backup."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import BackupExists, Store, StoreBroken
from tests.store.making import INBOX, NOW, ONE_MINUTE, incoming, judged, mail, message, original


def test_an_inbox_that_fails_and_comes_back(store: Store) -> None:
    store.inbox_read(INBOX, NOW, 3)
    for minutes in (1, 2):
        store.inbox_failed(INBOX, NOW + minutes * ONE_MINUTE, "TimeoutError")
    (health,) = store.inboxes()
    assert (health.inbox, health.last_read_at, health.last_error) == (INBOX, NOW, "TimeoutError")
    assert (health.failing_since, health.last_error_at) == (NOW + ONE_MINUTE, NOW + 2 * ONE_MINUTE)
    store.inbox_read(INBOX, NOW + timedelta(hours=1), 0)
    (health,) = store.inboxes()
    assert (health.failing_since, health.last_read_at) == (None, NOW + timedelta(hours=1))
    assert health.last_error == "TimeoutError", "what it was stays for the record"


def test_an_inbox_that_was_never_read(store: Store) -> None:
    store.inbox_failed(INBOX, NOW, "LoginError")
    assert store.inboxes()[0].last_read_at is None


def test_the_heartbeat_and_notes(store: Store) -> None:
    assert store.last_beat() is None
    store.beat(NOW)
    store.beat(NOW + ONE_MINUTE)
    assert store.last_beat() == NOW + ONE_MINUTE
    assert store.meta("x") is None
    store.set_meta("x", "1")
    store.set_meta("x", "2")
    assert store.meta("x") == "2"


def test_a_backup_is_the_whole_of_it(store: Store, tmp_path: Path) -> None:
    (row,) = store.keep(INBOX, 1, [incoming(1, mail(1, "A" * 50_000))], NOW)
    store.file(row, message(), judged(), [], NOW)
    copy = tmp_path / "copy.sqlite"
    assert store.backup(copy) == copy.stat().st_size
    assert copy.stat().st_mode & 0o777 == 0o600
    with Store(copy) as opened:
        assert original(opened, row) == mail(1, "A" * 50_000)
        assert len(opened.invoices()) == 1
    assert [p.name for p in tmp_path.iterdir() if "part" in p.name] == []


def test_a_backup_writes_over_nothing(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_text("dear")
    with pytest.raises(BackupExists, match="findes allerede"):
        store.backup(copy)
    assert copy.read_text() == "dear"


def test_a_backup_to_nowhere_says_so(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreBroken, match="kan ikke skrives"):
        store.backup(tmp_path / "no" / "folder" / "x")


def test_a_backup_while_another_writes(store: Store, path: Path, tmp_path: Path) -> None:
    with Store(path) as other, other.atomic():
        other.set_meta("half", "1")
        store.backup(tmp_path / "copy.sqlite")
    with Store(tmp_path / "copy.sqlite") as copy:
        assert copy.meta("half") is None
