"""The child that reads: same words as in process, whoever asks, and nothing it does reaches the parent."""

import errno
import os
import resource
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.documents.formats import sandbox_nursery
from bot.documents.formats.child_nursery import Nursery
from bot.documents.formats.sandbox import Reader
from bot.documents.formats.sandbox_nursery import _Nursery
from bot.documents.job import Job
from bot.documents.limits import Limits
from tests.documents.formats.made import WORDS, bomb, drawn, raw_pdf
from tests.documents.unprotected import read_document

GOOD = drawn((72, 700, "Faktura 1042 æøå"), (72, 680, "Konto 1234 0012345678"), pages=2)


def words_of(content: bytes, name: str) -> Job:
    return Job(content, name, look="always", words=True)


def child_of(reader: Reader) -> int:
    """Its process."""
    child = reader.lanes[0].child
    assert child is not None
    return child.pid


def parent_of(pid: int) -> int:
    """The process that forked it (proc(5), field 4 of stat)."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(GOOD, "faktura.pdf", id="PDF"),
        pytest.param("Møde 12/3\n  4.272,00".encode(), "x.txt", id="text"),
        pytest.param(b"<p>Faktura <b style='color:white'>9999</b>", "x.html", id="HTML with something hidden"),
        pytest.param(raw_pdf(b""), "x.pdf", id="no text"),
        pytest.param(b"\x89PNG\r\n", "x.png", id="unsupported"),
        pytest.param(b"%PDF-1.7", "x.pdf", id="damaged"),
        pytest.param(b"", "tom", id="nothing"),
        pytest.param(GOOD, "../../etc/\udcff\n.pdf", id="a hostile name"),
    ],
)
def test_the_child_reads_what_the_parent_would(reader: Reader, content: bytes, name: str) -> None:
    assert reader.read(content, name) == read_document(content, name)


def test_several_ahead_and_in_any_order(reader: Reader) -> None:
    contents = [drawn((72, 700, f"nummer {n}")) for n in range(12)]
    tickets = [reader.submit(words_of(content, f"{n}.pdf")) for n, content in enumerate(contents)]
    for n in reversed(range(12)):
        assert reader.result(tickets[n]).document.pages[0].words[1].text == str(n)


def test_many_threads_share_it(reader: Reader) -> None:
    wrong: list[int] = []

    def ask(number: int) -> None:
        for _ in range(5):
            document = reader.read(drawn((72, 700, f"traad {number}")), "x.pdf")
            if document.unreadable or document.pages[0].words[1].text != str(number):
                wrong.append(number)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_second_opinion_on_request(reader: Reader) -> None:
    document = reader.read(GOOD, "faktura.pdf", second=True)
    assert document.second_opinion
    assert [word.text for word in document.pages[0].words] == [
        "Faktura",
        "1042",
        "æøå",
        "Konto",
        "1234",
        "0012345678",
    ]


def test_too_large_files_never_get_there() -> None:
    with Reader(Limits(size=100)) as small:
        assert small.read(b"x" * 101, "x.txt").unreadable == "too_large"
        assert small.lanes[0].child is None


def test_a_child_that_dies_idle_costs_no_document() -> None:
    with Reader() as reader:
        reader.read(GOOD, "a.pdf")
        os.kill(child_of(reader), 9)
        assert reader.read(GOOD, "b.pdf").unreadable is None


def test_a_child_killed_by_somebody_else_is_replaced() -> None:
    """As the system does when memory is short: the document is given to a second child, and after that given
    up.
    """
    with Reader() as reader:
        reader.isolation()
        os.kill(child_of(reader), 19)  # SIGSTOP: the document is in its hands when it dies
        ticket = reader.submit(words_of(GOOD, "a.pdf"))
        os.kill(child_of(reader), 9)
        assert reader.result(ticket).document.unreadable is None


def test_time_runs_out() -> None:
    with Reader(Limits(seconds=1.0)) as reader:
        reader.isolation()
        os.kill(child_of(reader), 19)
        first, second = reader.submit(words_of(GOOD, "a.pdf")), reader.submit(words_of(GOOD, "b.pdf"))
        assert reader.result(first).document.unreadable == "timeout"
        assert reader.result(second).document.unreadable is None


def test_the_child_starts_in_a_clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "hemmelig")
    with Reader() as reader:
        reader.isolation()
        environment = Path(f"/proc/{child_of(reader)}/environ").read_bytes()
    assert b"SMTP_PASSWORD" not in environment


def test_a_child_holds_nothing_but_its_channel() -> None:
    """Neither what other children are held by, nor what forks them: whoever breaks in finds one socket."""
    with Reader(children=2) as reader:
        for lane in reader.lanes:
            lane.isolation()
        folders = [Path(f"/proc/{lane.child.pid}/fd") for lane in reader.lanes if lane.child]
        held = [sorted(one.name for one in folder.iterdir()) for folder in folders]
    assert held == [["0", "1", "2", "3"]] * 2


def test_what_children_are_forked_from_may_die_too() -> None:
    """Its children end with it; the next document has a new one, and new children."""
    with Reader() as reader:
        reader.read(GOOD, "a.pdf")
        child = child_of(reader)
        os.kill(parent_of(child), 9)
        for _ in range(3000):  # it may still read a few before the system ends it
            assert reader.read(GOOD, "b.pdf").unreadable is None
            if child_of(reader) != child:
                return
            time.sleep(0.02)
        pytest.fail("the child outlived what it was forked from")


def test_a_new_child_is_forked_and_not_started_anew() -> None:
    """What a bad file costs the next one: a fork by the same process, which has all imported."""
    with Reader() as reader:
        reader.read(GOOD, "a.pdf")
        first = child_of(reader)
        before = parent_of(first)
        os.kill(first, 9)
        reader.read(GOOD, "b.pdf")
        assert child_of(reader) != first
        assert parent_of(child_of(reader)) == before


def test_no_room_for_a_process_is_nobodys_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's trouble is raised as such, and what is handed over later is read."""
    nursery = _Nursery()
    monkeypatch.setattr(sandbox_nursery, "_NURSERY", nursery)
    ours, theirs = socket.socketpair()
    monkeypatch.setattr(nursery, "_started", lambda: (ours, _Nobody()))
    with ours, theirs, Reader() as reader:
        first, second = (reader.submit(words_of(GOOD, name)) for name in ("a.pdf", "b.pdf"))
        with monkeypatch.context() as full:
            full.setattr(os, "fork", _no_room)
            assert Nursery(theirs)._fork()
        with pytest.raises(OSError, match="temporarily unavailable") as raised:
            reader.result(first)
        assert raised.value.errno == errno.EAGAIN
        monkeypatch.undo()
        assert reader.result(second).document.unreadable is None
        assert reader.read(GOOD, "c.pdf").unreadable is None


def test_that_no_child_can_be_started_is_nobodys_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """What children are forked from does not come up: no descriptors, no memory, a broken installation."""
    monkeypatch.setattr(sandbox_nursery, "_NURSERY", _Nursery())
    with Reader() as reader:
        with monkeypatch.context() as broken:
            broken.setattr(sys, "executable", "/bin/false")
            with pytest.raises(OSError, match="temporarily unavailable"):
                reader.read(GOOD, "a.pdf")
        assert reader.read(GOOD, "a.pdf").unreadable is None


def test_a_child_that_cannot_take_its_document_does_not_make_it_unreadable() -> None:
    """The child has no descriptor left for it: the machine's trouble, and the next child reads it."""
    with Reader() as reader:
        reader.read(GOOD, "a.pdf")
        taken = len(list(Path(f"/proc/{child_of(reader)}/fd").iterdir()))
        resource.prlimit(child_of(reader), resource.RLIMIT_NOFILE, (taken, taken))
        with pytest.raises(OSError, match="Too many open files") as raised:
            reader.read(GOOD, "b.pdf")
        assert raised.value.errno == errno.EMFILE
        assert reader.read(GOOD, "b.pdf").unreadable is None


def _no_room() -> int:
    raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))


class _Nobody:
    """A nursery that is always there."""

    def poll(self) -> None: ...

    def wait(self) -> int:
        return 0

    def kill(self) -> None: ...


def test_after_closing_it_starts_again() -> None:
    reader = Reader()
    assert reader.read(raw_pdf(WORDS), "a.pdf").unreadable is None
    reader.close()
    assert reader.read(raw_pdf(WORDS), "b.pdf").unreadable is None
    reader.close()


def test_what_is_not_read_in_time_is_given_up_and_the_next_is_read() -> None:
    with Reader() as reader:
        reader.read(GOOD, "warm.pdf")
        bad = raw_pdf(bomb(1000, b"0 0 m 1 1 l S\n"), filters="/FlateDecode")
        endless = [reader.submit(words_of(bad, "x")) for _ in range(9)]
        until = time.monotonic() + 0.2
        assert {reader.result(ticket, until).document.unreadable for ticket in endless} == {"timeout"}
        assert reader.read(GOOD, "next.pdf").unreadable is None
