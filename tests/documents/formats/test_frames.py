"""Frames between parent and child: what was said in time is heard, and nobody wins time by speaking slowly."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from bot.documents.formats import frames


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_a_frame_comes_as_it_was_sent(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    frames.send(theirs, {"æ": 1}, b"body")
    assert frames.receive(ours, time.monotonic() + 60) == ({"æ": 1}, b"body")


def test_what_was_there_before_anybody_asked_is_taken_after_its_time(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    frames.send(theirs, {}, b"x" * 50_000)
    assert frames.receive(ours, time.monotonic() - 100)[1] == b"x" * 50_000


def test_silence_ends_at_the_deadline(ends: tuple[socket.socket, socket.socket]) -> None:
    with pytest.raises(TimeoutError):
        frames.receive(ends[0], time.monotonic() + 0.05)


def test_dripping_wins_no_time(ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "TAKEN_LATE", 0.2)
    ours, theirs = ends
    whole, over = frames.packed({}, b"x" * 10_000_000), threading.Event()

    def drip() -> None:
        for n in range(len(whole)):
            if over.is_set():
                return
            theirs.sendall(whole[n : n + 1])

    dripping = threading.Thread(target=drip)
    dripping.start()
    try:
        with pytest.raises(TimeoutError):
            frames.receive(ours, time.monotonic() + 0.1)
    finally:
        over.set()
        dripping.join()
