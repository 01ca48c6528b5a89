"""Power cuts, full disks, two at once: with real processes, because nothing else shows it."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store import Incoming, Store, StoreBroken, StoreBusy, StoreFull
from tests.store.making import INBOX, NOW, incoming, judged, letter, mail, message, original

ROOT = Path(__file__).parents[2]


def worker(path: Path, sink: Path, mails: int, tries: int = 0) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.worker", str(path), str(sink), str(mails)],
        cwd=ROOT,
        env={**os.environ, "TRY": str(tries)},
    )


def sent(sink: Path) -> Counter[str]:
    return Counter(sink.read_text().splitlines())


def is_whole(path: Path, mails: int) -> None:
    """Everything is there once, and nothing half."""
    with Store(path) as store:
        assert [row[0] for row in store.db.all("PRAGMA integrity_check")] == ["ok"]
        assert store.db.all("PRAGMA foreign_key_check") == []
        assert len(store.messages()) == mails
        assert {m.state for m in store.messages()} == {"handled"}
        assert sorted(int(i.invoice_number or 0) for i in store.invoices()) == list(range(1, mails + 1))
        assert len(store.outbox("sent")) == len(store.outbox()) == mails
        assert store.moves_due(INBOX, 99) == []
        filings = store.db.all("SELECT item FROM history WHERE what = 'messages' AND action = 'filed'")
        assert len(filings) == len({r["item"] for r in filings}) == mails
        assert len(store.ledger.suppliers()) == 1


def test_two_at_once_send_no_letter_twice(path: Path, tmp_path: Path) -> None:
    sink = tmp_path / "sink"
    both = [worker(path, sink, 60) for _ in range(2)]
    assert [w.wait(100) for w in both] == [0, 0]
    is_whole(path, 60)
    assert set(sent(sink).values()) == {1}
    assert len(sent(sink)) == 2 * 60


#: Kills before it is let run to its end.
KILLS = 30


def test_killed_at_any_moment_nothing_is_lost_and_nothing_half(path: Path, tmp_path: Path) -> None:
    """A letter may go out twice only where the kill fell between handing it over and noting so: one for each kill."""
    sink = tmp_path / "sink"
    chance = random.Random(20260315)
    sink.touch()
    kills = 0
    for tries in range(KILLS + 1):
        running = worker(path, sink, 250, tries)
        try:
            # Longer and longer; the last is left in peace, however slow the machine is.
            running.wait(0.1 + chance.random() * 0.25 + tries * 0.03 if tries < KILLS else None)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.wait()
            kills += 1
            _no_unit_is_half(path)
            continue
        assert running.returncode == 0
        break
    is_whole(path, 250)
    again = [line for line, times in sent(sink).items() if times > 1]
    assert len(sent(sink)) == 2 * 250
    assert len(again) <= kills
    assert kills >= 5


def _no_unit_is_half(path: Path) -> None:
    if not path.exists() or path.stat().st_size == 0:
        return
    with Store(path) as store:
        filed = {i.message for i in store.invoices()}
        handled = {m.id for m in store.messages() if m.state == "handled"}
        answered = {x.message for x in store.outbox()}
        assert filed == handled == answered
        assert (
            len(store.db.all("SELECT 1 FROM messages LEFT JOIN locations ON message = messages.id WHERE uid IS NULL"))
            == 0
        )


# -- the disk


def fill(store: Store) -> int:
    """Keeps mails until the store says no; how many it took."""
    for number in range(1, 10_000):
        body = random.Random(number).randbytes(3000).hex()
        store.keep(INBOX, 1, [incoming(number, mail(number, body))], NOW)
    return 0


def kept(store: Store) -> list[int]:
    return [w.id for w in store.unhandled(100_000)]


def goes_on(store: Store, taken: list[int]) -> None:
    """With room again the same connection goes on by itself, and what was taken is still there, byte for byte."""
    assert kept(store)[: len(taken)] == taken
    for row in taken:
        number = int(original(store, row).split(b"Subject: Faktura ")[1].split()[0])
        assert original(store, row) == mail(number, random.Random(number).randbytes(3000).hex())
    (late,) = store.keep(INBOX, 2, [incoming(1, mail(77_777))], NOW)
    assert store.file(late, message(1), judged(), [letter(1)], NOW)


def test_a_full_database_says_so_and_goes_on(store: Store) -> None:
    pages = store.db.one("PRAGMA page_count")
    assert pages is not None
    store.db.execute(f"PRAGMA max_page_count={pages[0] + 60}")
    with pytest.raises(StoreFull, match="ikke plads"):
        fill(store)
    taken = kept(store)
    assert len(taken) > 5
    with pytest.raises(StoreFull):
        store.file(taken[0], message(1), judged(), [letter(1, raw=b"x" * 300_000)], NOW)
    assert store.invoices() == ()
    assert store.outbox() == ()
    store.db.execute("PRAGMA max_page_count=1000000")
    goes_on(store, taken)


def test_a_full_disk_says_so_and_goes_on(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can make a small disk: run it as root")
    mounted = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk: run it outside the container")
    try:
        with Store(disk / "bot.sqlite", create=True) as store:
            with pytest.raises(StoreFull):
                fill(store)
            taken = kept(store)
            assert len(taken) > 5
            subprocess.run([mount, "-o", "remount,size=64m", str(disk)], check=True)
            goes_on(store, taken)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def in_a_child(limit: Callable[[], None], act: Callable[[], str]) -> str:
    """What ``act`` returns in a forked child that lives under ``limit``."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            limit()
            os.write(write, act().encode())
        except BaseException as error:
            os.write(write, repr(error).encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as said:
        answer = said.read()
    os.waitpid(child, 0)
    return answer


def test_a_failing_write_is_typed_and_loses_nothing(path: Path) -> None:
    """EFBIG stands for any error of write(2): SQLite calls it an I/O error."""

    def act() -> str:
        with Store(path, create=True) as store:
            try:
                fill(store)
            except StoreBroken:
                resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
                goes_on(store, kept(store))
                return "typed"
        return "no error"

    megabyte = 1 << 20
    assert (
        in_a_child(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (megabyte, resource.RLIM_INFINITY)), act)
        == "typed"
    )
    with Store(path) as store:
        assert [row[0] for row in store.db.all("PRAGMA integrity_check")] == ["ok"]


def test_no_descriptors_left_is_typed(path: Path, store: Store) -> None:
    def act() -> str:
        try:
            Store(path)
        except StoreBroken:
            return "typed"
        return "no error"

    assert in_a_child(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3)), act) == "typed"


def test_a_damaged_file_is_typed(path: Path, store: Store) -> None:
    store.keep(INBOX, 1, [incoming(n, mail(n, "A" * 9000)) for n in range(1, 50)], NOW)
    store.close()
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = os.urandom(64)
    path.write_bytes(content)

    def read() -> None:
        with Store(path) as opened:
            opened.unhandled(100)
            opened.register()
            opened.review_list()

    with pytest.raises(StoreBroken):
        read()


def test_a_file_held_by_another_is_busy_not_broken(path: Path, store: Store) -> None:
    with Store(path, busy_seconds=0.05) as other, store.atomic():
        store.set_meta("a", "1")
        with pytest.raises(StoreBusy, match="optaget"):
            other.keep(INBOX, 1, [incoming()], NOW)
        assert other.unhandled(1) == [], "reading goes on"


def test_a_writer_waits_for_the_other_and_then_sees_what_it_wrote(path: Path, store: Store) -> None:
    """The second of two filings of one mail begins before the first has ended."""
    from threading import Thread

    (row,) = store.keep(INBOX, 1, [incoming()], NOW)
    said: list[bool] = []

    def second() -> None:
        with Store(path) as other:
            said.append(other.file(row, message(), judged(), [letter(1)], NOW))

    thread = Thread(target=second)
    with store.atomic():
        assert store.file(row, message(), judged(), [letter(1)], NOW)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join()
    assert said == [False]
    assert len(store.invoices()) == 1


def test_keeping_is_one_transaction_for_the_batch(store: Store) -> None:
    asked: list[str] = []
    store.db.conn.set_trace_callback(asked.append)
    items: list[Incoming] = [incoming(n) for n in range(1, 20)]
    store.keep(INBOX, 1, items, NOW)
    store.db.conn.set_trace_callback(None)
    assert [sql for sql in asked if sql.startswith(("BEGIN", "COMMIT"))] == ["BEGIN IMMEDIATE", "COMMIT"]
