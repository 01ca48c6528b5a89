"""Opening: missing, empty, older, newer, another program's; and a file's settings."""

import sqlite3
from pathlib import Path

import pytest

from bot.store import NewerDatabase, NoDatabase, NotOurDatabase, Store
from bot.store.database import Database
from bot.store.migrations import VERSION


def test_a_missing_file_is_not_made_unasked(path: Path) -> None:
    with pytest.raises(NoDatabase, match="kvalitetsbot init"):
        Store(path)
    assert not path.exists()


def test_a_new_file_is_ours_alone(path: Path, store: Store) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    with Store(path) as again:
        assert again.register().networks == ()


def test_an_empty_file_is_version_0_and_is_migrated(path: Path) -> None:
    path.touch()
    with Store(path) as opened:
        assert opened.db.one("PRAGMA user_version")[0] == VERSION  # type: ignore[index]
        assert opened.db.one("SELECT count(*) FROM _sqlite_migrations")[0] == VERSION  # type: ignore[index]


def test_a_newer_file_is_refused_and_left_as_it_was(path: Path, store: Store) -> None:
    store.db.execute(f"PRAGMA user_version={VERSION + 1}")
    store.close()
    before = path.read_bytes()
    with pytest.raises(NewerDatabase, match=f"nyere kvalitetsbot .version {VERSION + 1}, denne kender {VERSION}."):
        Store(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_refused(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()
    with pytest.raises(NotOurDatabase):
        Store(path)


@pytest.mark.parametrize("content", [b"this is a letter, not a database, and it is long enough" * 20, b"short"])
def test_a_file_that_is_no_database_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(NotOurDatabase):
        Store(path)
    assert path.read_bytes() == content


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotOurDatabase, match="mappe"):
        Store(tmp_path)


def test_the_settings_that_durability_hangs_on(store: Store) -> None:
    def setting(name: str) -> object:
        row = store.db.one(f"PRAGMA {name}")
        assert row is not None
        return row[0]

    assert setting("journal_mode") == "wal"
    assert setting("synchronous") == 2  # FULL
    assert setting("foreign_keys") == 1
    assert setting("busy_timeout") == 30_000
    assert setting("cache_size") == -2000, "more is no faster and fills for weeks (docs/reliability.md, promise 13)"


def test_a_unit_is_whole_or_not_there(store: Store) -> None:
    def half() -> None:
        with store.atomic():
            store.set_meta("a", "1")
            with store.atomic():
                store.set_meta("b", "2")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert (store.meta("a"), store.meta("b")) == (None, None)


def test_every_table_is_strict_and_every_key_points_somewhere(store: Store) -> None:
    loose = [
        row["name"]
        for row in store.db.all("SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main'")
        if not row["strict"] and not row["name"].startswith("sqlite_") and row["name"] != "_sqlite_migrations"
    ]
    assert loose == []
    assert store.db.all("PRAGMA foreign_key_check") == []


def test_opening_a_current_file_does_not_import_sqlite_utils(path: Path, store: Store) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from bot.store import Store; Store(sys.argv[1]).register(); "
        "assert 'sqlite_utils' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


@pytest.mark.parametrize("table", ["history", "decisions"])
@pytest.mark.parametrize(
    "sql",
    ["UPDATE {} SET at = 'x'", "DELETE FROM {}"],
    ids=["update", "delete"],
)
def test_history_is_only_added_to(store: Store, table: str, sql: str) -> None:
    _one_filed(store)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store.db.execute(sql.format(table))


def test_history_rows_cannot_be_replaced(store: Store) -> None:
    _one_filed(store)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store.db.execute(
            "INSERT OR REPLACE INTO history (id, at, who, what, item, action) VALUES (1, 'x', 'x', 'x', 'x', 'x')"
        )


def _one_filed(store: Store) -> None:
    from tests.store.making import INBOX, NOW, incoming, judged, message

    (row,) = store.keep(INBOX, 1, [incoming()], NOW)
    assert store.file(row, message(), judged(), [], NOW)


def test_two_can_make_the_same_file_at_once(path: Path) -> None:
    """The second waits for the first one's migration and finds it done."""
    from threading import Thread

    failures: list[BaseException] = []

    def make() -> None:
        try:
            Database(path, create=True).close()
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Store(path) as opened:
        assert opened.db.one("SELECT count(*) FROM _sqlite_migrations")[0] == VERSION  # type: ignore[index]
