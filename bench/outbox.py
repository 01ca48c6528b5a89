"""Letters over one kept connection, as the outbox sends them, against smtplib on one connection.

The sink is a process of its own, so that its work is nobody's; rounds take turns, and the middle one of each counts.
"""

import smtplib
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from statistics import median

from bench.figures import Row
from bench.mails import INVOICES, mails
from bot.mailout.account import SmtpAccount
from bot.mailout.smtp import SmtpSender
from tests.servers.sink import SmtpSink

GOAL = 1.6
RECIPIENT = "kontor@firma.example"
HOST = "127.0.0.1"
#: Octets of a letter of ours with its HTML, and with an attachment.
SIZES = (14_000, 140_000)


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--letters", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=7)


def run(given: Namespace) -> Iterator[Row]:
    letter = next(mails(1)).raw
    with sink() as port:
        for size in SIZES:
            raw = _of_size(letter, size)
            ways = {"ours": _ours, "smtplib": _smtplib}
            spent: dict[str, list[float]] = {name: [] for name in ways}
            for _ in range(given.rounds):
                for name, send in ways.items():
                    spent[name].append(send(port, raw, given.letters) / given.letters)
            what = f"a letter of {size // 1000} kB, one connection"
            yield Row(what, median(spent["ours"]), median(spent["smtplib"]), GOAL)


def _of_size(letter: bytes, size: int) -> bytes:
    """Lines of text up to ``size``: what is in it does not matter to SMTP."""
    head, line = letter.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", b"x" * 74 + b"\r\n"
    return head + line * ((size - len(head)) // len(line))


def _ours(port: int, raw: bytes, letters: int) -> float:
    sender = SmtpSender(SmtpAccount(HOST, port, security="none", auth="none"))
    try:
        sender.login()
        return _timed(lambda: sender.send(INVOICES, [RECIPIENT], raw), letters)
    finally:
        sender.close()


def _smtplib(port: int, raw: bytes, letters: int) -> float:
    with smtplib.SMTP(HOST, port) as client:
        client.ehlo()
        return _timed(lambda: client.sendmail(INVOICES, [RECIPIENT], raw), letters)


def _timed(send: Callable[[], object], letters: int) -> float:
    send()
    began = time.perf_counter()
    for _ in range(letters):
        send()
    return 1000 * (time.perf_counter() - began)


@contextmanager
def sink() -> Iterator[int]:
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        here.send("stop")
        process.join(10)


def _serve(talk: Connection) -> None:
    with SmtpSink() as sink:
        sink.accepted = _Nothing()  # or thousands of letters would be kept
        talk.send(sink.port)
        talk.recv()


class _Nothing(list):  # type: ignore[type-arg]
    def append(self, item: object) -> None:
        del item
