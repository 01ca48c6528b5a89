"""Two of ours on one database, two of ours writing to each other, and machines that must not be answered."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.harness import Delivered, compare, fresh, installation, is_quiet, numbered, stream
from tests.servers.embedded import Embedded
from tests.servers.fixtures import PASSWORD, Box
from tests.servers.sink import SmtpSink
from tests.service.live import INVOICES, Live, kill, today, until

OTHERS = "faktura@ekvis.example"
#: What tells a machine that another machine wrote.
MARKS = re.compile(rb"^(?:auto-submitted|x-kvalitetsbot|x-auto-response-suppress|precedence)\b.*\r?\n", re.I | re.M)


@pytest.fixture(scope="module")
def server() -> Iterator[Embedded]:
    with Embedded({f"bot{n}": PASSWORD for n in range(40)}) as started:
        yield started


@pytest.fixture
def sinks() -> Iterator[tuple[SmtpSink, SmtpSink]]:
    with SmtpSink() as one, SmtpSink() as other:
        yield one, other


@pytest.mark.slow
@pytest.mark.dovecot
def test_two_at_once_on_one_database_send_no_letter_twice() -> None:
    """The lock is got round by removing its file, as somebody will some day."""
    with installation() as live:
        first = live.process()
        assert until(lambda: live.store().last_beat() is not None), live.log()
        live.config.database.with_name(live.config.database.name + ".lock").unlink()
        second = live.process()
        assert until(lambda: live.log().count("started pid=") == 2), live.log()
        delivered = Delivered(live.box, stream(seed=3))
        for _ in range(6):
            delivered.more(4)
            until(lambda: is_quiet(live, delivered), 1)
        quiet = until(lambda: is_quiet(live, delivered), 200)
        assert first.poll() is second.poll() is None, live.log()
        for process in (first, second):
            kill(process)
        assert quiet, live.log()
        found = compare(live, delivered)
        assert [fault for fault in found.faults if "lies" not in fault] == []
        assert found.letters > 10


@pytest.mark.parametrize("marked", [True, False], ids=["as we write", "marks lost on the way"])
def test_two_of_ours_stop_writing_to_each_other(
    server: Embedded, sinks: tuple[SmtpSink, SmtpSink], tmp_path: Path, marked: bool
) -> None:
    ends: dict[str, Live] = {}
    for number, (address, sink) in enumerate(zip((INVOICES, OTHERS), sinks, strict=True)):
        folder = tmp_path / address
        folder.mkdir()
        ends[address] = Live(folder, Box(server, f"bot{number}"), sink, invoices=address)
    invoice = fresh(1, today())
    ends[INVOICES].box.deliver(re.sub(rb"(?m)^From: .*$", b"From: <%s>" % OTHERS.encode(), invoice))
    carried = {INVOICES: 0, OTHERS: 0}
    for _ in range(6):
        for address, other in ((INVOICES, OTHERS), (OTHERS, INVOICES)):
            ends[address].once()
            letters = [a for a in ends[address].sink.accepted if other in a.rcpt_tos]
            for letter in letters[carried[address] :]:
                ends[other].box.deliver(letter.content if marked else MARKS.sub(b"", letter.content))
            carried[address] = len(letters)
    assert carried[INVOICES] == 1, "the invoice is answered"
    assert sum(carried.values()) <= (1 if marked else 3)


def test_one_address_gets_at_most_four_answers_a_day(
    server: Embedded, sinks: tuple[SmtpSink, SmtpSink], tmp_path: Path
) -> None:
    live = Live(tmp_path, Box(server, "bot2"), sinks[0])
    for number in range(3, 30, 3):
        live.box.deliver(numbered(re.sub(rb"regnskab\d@", b"regnskab@", fresh(number, today())), number))
    live.once()
    count = Counter(recipient for a in live.sink.accepted for recipient in a.rcpt_tos)
    assert count["regnskab@moellen.example"] == 4
    with live.store() as store:
        assert [m.unanswered for m in store.messages()].count("limit") == 5


#: Senders that must not be answered; each changes an invoice that would be.
MACHINES = {
    "auto-submitted": b"Auto-Submitted: auto-generated\r\n",
    "vacation": b"X-Autoreply: yes\r\n",
    "list": b"List-Id: <faktura.list.example>\r\n",
    "bulk": b"Precedence: bulk\r\n",
    "null sender": b"Return-Path: <>\r\n",
    "our own letter": b"X-Kvalitetsbot: invoice_accepted\r\n",
    "no answers wanted": b"X-Auto-Response-Suppress: All\r\n",
}


def test_no_machine_is_answered_and_neither_are_we(
    server: Embedded, sinks: tuple[SmtpSink, SmtpSink], tmp_path: Path
) -> None:
    live = Live(tmp_path, Box(server, "bot3"), sinks[0])
    invoice = fresh(3, today())
    for number, header in enumerate(MACHINES.values()):
        live.box.deliver(header + invoice.replace(b"N3", b"N3%d" % number))
    for sender in (INVOICES, "netvaerk@ekm.example", "MAILER-DAEMON@mx.example", "no-reply@moellen.example"):
        live.box.deliver(re.sub(rb"(?m)^From: .*$", b"From: <%s>" % sender.encode(), invoice))
    live.once()
    with live.store() as store:
        assert [(m.from_address, m.unanswered) for m in store.messages() if m.unanswered is None] == []
        assert len(store.messages()) == len(MACHINES) + 4
    assert {r for a in live.sink.accepted for r in a.rcpt_tos} <= {"mette@aarhusfys.example"}
