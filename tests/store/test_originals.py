"""What came in lies apart: who reads it is written down, what people see is a copy without CPR numbers."""

import gzip
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.store import Access, Copy, Forgotten, Purpose, Store, UnknownItem
from bot.store.migrations import VERSION
from tests.store.making import INBOX, NOW, document, incoming, judged, letter, mail, message

CPR = "010190-2476"
OLE = Access("ole", "person", "leverandøren spørger")
ALL: tuple[Purpose, ...] = ("handling", "decision", "person")


def kept(store: Store, number: int = 1, body: str = f"Mit nummer er {CPR}.") -> int:
    (row,) = store.keep(INBOX, 1, [incoming(number, mail(number, body))], NOW)
    return row


def filed(store: Store, number: int = 1, **kwargs: object) -> int:
    row = kept(store, number)
    copies = (Copy(None, "0" * 64, f"Mit nummer er {CPR}."), Copy(f"{CPR}.pdf", "1" * 64, "Faktura", whole=False))
    store.file(row, message(number), judged(**kwargs), [letter(number)], NOW, copies)
    return row


class TestReading:
    def test_it_is_written_down_first(self, store: Store) -> None:
        row = kept(store)
        assert store.original(row, OLE, NOW) == mail(1, f"Mit nummer er {CPR}.")
        (access,) = store.accesses(None, ALL)
        assert (access.at, access.who, access.purpose, access.reason) == (NOW, "ole", "person", OLE.reason)
        assert access.message == row

    def test_without_a_reason_a_person_sees_nothing(self, store: Store) -> None:
        row = kept(store)
        for reason in (None, "", "  "):
            with pytest.raises(sqlite3.IntegrityError):
                store.original(row, Access("ole", "person", reason), NOW)
        assert store.accesses(None, ALL) == ()

    def test_a_unit_that_fails_leaves_no_row(self, store: Store) -> None:
        with pytest.raises(UnknownItem):
            store.original(99, OLE, NOW)
        assert store.accesses(None, ALL) == ()

    def test_the_service_and_people_are_told_apart(self, store: Store) -> None:
        row = kept(store)
        store.original(row, Access("kvalitetsbot", "handling"), NOW)
        store.original(row, Access("ole", "decision", "faktura 7"), NOW + timedelta(days=1))
        store.original(row, OLE, NOW + timedelta(days=2))
        assert [a.purpose for a in store.accesses(None, ALL)] == list(ALL)
        assert [a.who for a in store.accesses(NOW + timedelta(days=2), ("decision", "person"))] == ["ole"]

    def test_a_number_in_a_reason_is_masked(self, store: Store) -> None:
        row = kept(store)
        store.original(row, Access("ole", "person", f"søger {CPR}"), NOW)
        assert store.accesses(None, ALL)[0].reason == "søger ******-****"

    @pytest.mark.parametrize("sql", ["UPDATE accesses SET who = 'x'", "DELETE FROM accesses"])
    def test_rows_stay(self, store: Store, sql: str) -> None:
        store.original(kept(store), OLE, NOW)
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            store.db.execute(sql)

    def test_the_database_is_as_durable_after_a_handling_as_before(self, store: Store) -> None:
        store.original(kept(store), Access("kvalitetsbot", "handling"), NOW)
        assert store.db.one("PRAGMA synchronous")[0] == 2  # type: ignore[index]

    @pytest.mark.parametrize("size", [0, 1, 100, 4096, 1_000_000])
    def test_bytes_come_back_as_they_came(self, store: Store, size: int) -> None:
        raw = bytes(i * i % 251 for i in range(size))
        (row,) = store.keep(INBOX, 1, [incoming(1, raw)], NOW)
        assert store.original(row, OLE, NOW) == raw

    def test_a_message_is_named_by_its_number_or_its_message_id(self, store: Store) -> None:
        row = filed(store)
        assert store.numbered(str(row)) == store.numbered("<1@kro.example>") == row
        for name in ("999", "<2@kro.example>", "", "kro"):
            with pytest.raises(UnknownItem):
                store.numbered(name)


class TestApart:
    @pytest.mark.parametrize("body", [f"Mit nummer er {CPR}.", f"{CPR} " + "A" * 9000, f"{CPR} " * 4000])
    def test_a_search_through_the_files_finds_no_number(self, store: Store, path: Path, body: str) -> None:
        kept(store, body=body)
        filed(store, 2)
        for file in path.parent.iterdir():
            assert CPR.encode() not in file.read_bytes(), file

    def test_no_view_reaches_them(self, store: Store) -> None:
        views = store.db.all("SELECT name, sql FROM sqlite_schema WHERE type = 'view'")
        assert len(views) >= 8
        assert [view["name"] for view in views if "originals" in view["sql"]] == []

    def test_the_copy_is_masked_and_says_whether_it_is_whole(self, store: Store) -> None:
        own, attached = store.copies(filed(store))
        assert (own.name, own.text, own.whole) == (None, "Mit nummer er ******-****.", True)
        assert (attached.name, attached.text, attached.whole) == ("******-****.pdf", "Faktura", False)

    def test_a_long_copy_is_masked_before_it_is_cut(self, store: Store) -> None:
        row = kept(store)
        long = Copy(None, "0" * 64, "x" * 99_993 + " " + CPR)
        store.file(row, message(), judged(), [], NOW, (long,))
        (copy,) = store.copies(row)
        assert not copy.whole
        assert "0101" not in copy.text

    def test_a_backup_has_all_of_it(self, store: Store, tmp_path: Path) -> None:
        row = filed(store)
        store.original(row, OLE, NOW)
        store.backup(tmp_path / "copy.sqlite")
        with Store(tmp_path / "copy.sqlite") as copy:
            assert copy.copies(row) == store.copies(row)
            assert copy.original(row, OLE, NOW) == mail(1, f"Mit nummer er {CPR}.")
            assert len(copy.accesses(None, ALL)) == 2


class TestForgetting:
    def test_what_is_old_enough_goes_and_what_was_filed_of_it_stays(self, store: Store) -> None:
        row = filed(store)
        before = date(2026, 3, 16)
        assert store.expired("invoice", date(2026, 3, 15)) == 0
        assert store.expired("booking", before) == 0
        assert store.expired("invoice", before) == 1
        assert store.forget("invoice", before, NOW) == 1
        assert store.forget("invoice", before, NOW) == 0
        assert store.copies(row) == ()
        assert len(store.invoices()) == 1
        with pytest.raises(Forgotten, match=r"2026-03-15.*rules/privacy.toml"):
            store.original(row, OLE, NOW)

    def test_the_bytes_are_gone_from_the_file(self, store: Store, path: Path) -> None:
        row = filed(store)
        content: bytes = store.db.one("SELECT bytes FROM originals")["bytes"]  # type: ignore[index]
        store.forget("invoice", date(2026, 3, 16), NOW)
        store.close()
        assert row
        assert content[:40] not in path.read_bytes()

    def test_a_mail_that_waits_is_not_forgotten(self, store: Store) -> None:
        kept(store)
        assert store.forget("unknown", date(2030, 1, 1), NOW) == 0

    def test_bytes_that_a_waiting_mail_shares_stay(self, store: Store) -> None:
        filed(store)
        raw = mail(1, f"Mit nummer er {CPR}.")
        store.keep(INBOX, 1, [incoming(2, raw, mailbox="andre@sekretariat.example")], NOW)
        assert store.forget("invoice", date(2030, 1, 1), NOW) == 0

    def test_a_mail_that_comes_again_is_known_and_stays_forgotten(self, store: Store) -> None:
        row = filed(store)
        store.forget("invoice", date(2026, 3, 16), NOW)
        assert store.keep(INBOX, 2, [incoming(1, mail(1, f"Mit nummer er {CPR}."))], NOW) == []
        with pytest.raises(Forgotten):
            store.original(row, OLE, NOW)

    def test_what_comes_in_again_for_somebody_else_is_there_again(self, store: Store) -> None:
        filed(store)
        store.forget("invoice", date(2026, 3, 16), NOW)
        raw = mail(1, f"Mit nummer er {CPR}.")
        (other,) = store.keep(INBOX, 1, [incoming(2, raw, mailbox="andre@sekretariat.example")], NOW)
        assert store.original(other, OLE, NOW) == raw


def test_a_database_of_the_first_version_is_migrated(path: Path) -> None:
    """Made by that version: three mails, one filed with a letter, one tried once."""
    path.write_bytes(gzip.decompress((Path(__file__).parent / "version-1.sqlite.gz").read_bytes()))
    with closing(sqlite3.connect(path)) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (1,)
        before = old.execute("SELECT sha256, bytes FROM raw_mails ORDER BY id").fetchall()
    with Store(path) as store:
        assert store.db.one("PRAGMA user_version")[0] == VERSION  # type: ignore[index]
        assert [tuple(r) for r in store.db.all("SELECT sha256, bytes FROM originals ORDER BY id")] == before
        assert store.original(1, OLE, NOW) == mail(1, f"Mit CPR er {CPR}.")
        assert store.original(2, OLE, NOW) == mail(2, "A" * 20_000)
        assert [m.state for m in store.messages()] == ["handled", "waiting", "waiting"]
        assert store.copies(1) == ()
        assert [w.id for w in store.unhandled(9)] == [2, 3]
        assert store.file(2, message(2), judged(document(attachment="b.pdf", verdict="review")), [], NOW)
        assert store.db.all("PRAGMA foreign_key_check") == []
        assert store.db.one("PRAGMA integrity_check")[0] == "ok"  # type: ignore[index]
        fresh = path.with_name("new.sqlite")
        with Store(fresh, create=True) as new:
            assert _shape(store) == _shape(new)


def _shape(store: Store) -> set[tuple[str, str, str]]:
    """Every column of every table, with its type."""
    rows = store.db.all(
        "SELECT m.name AS t, c.name AS n, c.type AS k FROM sqlite_schema AS m, pragma_table_info(m.name) AS c"
        " WHERE m.type IN ('table', 'view')"
    )
    return {(r["t"], r["n"], r["k"]) for r in rows}
