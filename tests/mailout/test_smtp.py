"""Delivery from a real store to a real server that fails where it is told to."""

import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.mailout.errors import MailError, SetupMailError, TransientMailError
from bot.mailout.smtp import LEASE, Delivered, Delivery, Outbox, SmtpAccount, SmtpSender, try_login
from bot.mailout.smtp_replies import Result
from bot.mailout.waits import RateLimit
from bot.model.errors import ConfigError
from bot.model.letter import ComposedLetter
from bot.model.message import Address
from bot.model.zone import COPENHAGEN
from bot.store import Store
from tests.servers.certificates import make_certificates
from tests.servers.proxy import Fault as WireFault
from tests.servers.proxy import Proxy
from tests.servers.sink import Fault, SmtpSink

START = datetime(2026, 3, 15, 9, 0, tzinfo=COPENHAGEN)
A, B = "kroen@kro.example", "mette@klinik.example"
numbers = count(1)


def letter(*recipients: str, raw: bytes = b"Subject: x\r\n\r\nTak.\r\n") -> ComposedLetter:
    number = next(numbers)
    return ComposedLetter(
        cause=f"test:{number}",
        template="invoice_accepted",
        secretariat="EKM",
        message_id=f"<{number}@ekm.example>",
        raw=f"Message-ID: <{number}@ekm.example>\r\n".encode() + raw,
        sender=Address("faktura@ekm.example"),
        to=tuple(Address(r) for r in recipients or (A,)),
        cc=(),
        subject="x",
        text="Tak.",
        html="<p>Tak.</p>",
    )


class Clock:
    """Set by the test; the waits of the outbox are hours."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, **span: float) -> None:
        self.moment += timedelta(**span)


class Bench:
    """A store, a clock, and a sender that can be made anew as after a restart."""

    def __init__(self, path: Path, sink: SmtpSink, **account: Any) -> None:
        self.store = Store(path / "test.sqlite", create=True)
        self.clock = Clock()
        self.stop = threading.Event()
        given: dict[str, Any] = {"security": "none", "auth": "none", "timeout": 2.0, "rate_per_minute": 100_000}
        self.account = SmtpAccount("127.0.0.1", sink.port, **(given | account))
        self.sink = sink
        self.delivery = Delivery(self.account, self.clock.now)

    def queue(self, *letters: ComposedLetter) -> None:
        for one in letters:
            assert self.store.queue(one, self.clock.now())

    def run(self, *, restart: bool = True) -> Delivered:
        """One round; ``restart``: the hold after a failing server is in memory only."""
        if restart:
            self.delivery.__exit__()
            self.delivery = Delivery(self.account, self.clock.now)
        return self.delivery.deliver_due(self.store, self.stop)

    def states(self) -> list[str]:
        return [row.state for row in self.store.outbox()]

    def errors(self) -> list[str | None]:
        return [r.last_error for row in self.store.outbox() for r in row.recipients]

    def waits(self) -> list[timedelta]:
        return [r.next_try - self.clock.now() for row in self.store.outbox() for r in row.recipients]

    def copies(self) -> list[tuple[str, ...]]:
        return [mail.rcpt_tos for mail in self.sink.accepted]

    def close(self) -> None:
        self.delivery.__exit__()
        self.store.close()


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as server:
        yield server


@pytest.fixture
def bench(tmp_path: Path, sink: SmtpSink) -> Iterator[Bench]:
    made = Bench(tmp_path, sink)
    yield made
    made.close()


class TestOrdinary:
    def test_each_letter_once_to_each_recipient(self, bench: Bench) -> None:
        bench.queue(letter(A, B), letter(B))
        assert bench.run() == Delivered(sent=3)
        assert bench.copies() == [(A, B), (B,)]
        assert bench.states() == ["sent", "sent"]
        assert bench.run() == Delivered()
        assert len(bench.sink.accepted) == 2

    def test_bytes_arrive_as_they_were_composed(self, bench: Bench) -> None:
        raw = "Subject: æ\r\n\r\n.\r\n..prik\r\n. \r\nslut uden linjeskift".encode()
        one = letter(raw=raw)
        bench.queue(one)
        bench.run()
        assert bench.sink.accepted[0].content == one.raw + b"\r\n"
        assert bench.sink.accepted[0].mail_from == "faktura@ekm.example"

    def test_one_connection_is_kept(self, bench: Bench) -> None:
        bench.queue(*(letter() for _ in range(5)))
        bench.run(restart=False)
        bench.queue(letter())
        bench.run(restart=False)
        assert bench.sink.connections == 1
        assert len(bench.sink.accepted) == 6

    def test_small_packets_do_not_wait(self, bench: Bench) -> None:
        """Nagle's algorithm and delayed acknowledgement together cost 40 ms a command."""
        sender = SmtpSender(bench.account)
        sender.login()
        client = sender._session._client
        assert client is not None
        transport_socket = client.get_transport_info("socket")
        assert transport_socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        sender.close()

    def test_nothing_to_do_asks_no_server(self, bench: Bench) -> None:
        assert bench.run() == Delivered()
        assert bench.sink.connections == 0

    def test_danish_addresses(self, bench: Bench) -> None:
        bench.queue(letter("jørgen@smørrebrød.example"))
        assert bench.run() == Delivered(sent=1)
        assert bench.copies() == [("jørgen@" + "smørrebrød.example".encode("idna").decode(),)]


class TestRefusals:
    @pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA", "content"])
    def test_5yz_is_never_tried_again(self, bench: Bench, at: Any) -> None:
        bench.sink.faults.append(Fault(at, reply="550 5.1.1 No such user here", times=1))
        bench.queue(letter())
        assert bench.run() == Delivered(refused=1)
        bench.clock.pass_by(days=1)
        assert bench.run() == Delivered()
        assert bench.states() == ["failed"]
        assert bench.errors() == ["550 5.1.1 No such user here"]
        assert bench.copies() == []

    @pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA", "content"])
    def test_4yz_is_tried_again(self, bench: Bench, at: Any) -> None:
        bench.sink.faults.append(Fault(at, reply="451 4.7.1 Greylisted, come back later", times=1))
        bench.queue(letter())
        assert bench.run() == Delivered(deferred=1)
        assert bench.waits() == [timedelta(minutes=1)]
        assert bench.run() == Delivered()
        bench.clock.pass_by(minutes=1)
        assert bench.run() == Delivered(sent=1)
        assert bench.copies() == [(A,)]

    def test_a_letter_after_a_refused_one_goes_over_the_same_connection(self, bench: Bench) -> None:
        bench.sink.faults.append(Fault("DATA", reply="554 5.6.0 No", times=1))
        bench.queue(letter(), letter())
        assert bench.run() == Delivered(sent=1, refused=1)
        assert bench.sink.connections == 1

    def test_recipients_are_kept_apart(self, bench: Bench) -> None:
        bench.sink.faults += [
            Fault("RCPT", reply="550 5.1.1 No such user", recipient=A),
            Fault("RCPT", reply="450 4.2.1 Busy", recipient="c@x.example", times=1),
        ]
        bench.queue(letter(A, B, "c@x.example"))
        assert bench.run() == Delivered(sent=1, deferred=1, refused=1)
        bench.clock.pass_by(minutes=1)
        assert bench.run() == Delivered(sent=1)
        assert bench.copies() == [(B,), ("c@x.example",)]
        assert bench.states() == ["failed"]

    def test_greylisting_of_each_recipient(self, bench: Bench) -> None:
        bench.sink.faults.append(Fault("RCPT", reply="451 4.7.1 Greylisted", each=True))
        bench.queue(letter(A, B))
        assert bench.run() == Delivered(deferred=2)
        bench.clock.pass_by(minutes=1)
        assert bench.run() == Delivered(sent=2)
        assert bench.copies() == [(A, B)]

    def test_too_many_recipients_is_no_refusal(self, bench: Bench) -> None:
        """RFC 5321 §4.5.3.1.10."""
        bench.sink.faults.append(Fault("RCPT", reply="552 5.5.3 Too many recipients", recipient=B, times=1))
        bench.queue(letter(A, B))
        assert bench.run() == Delivered(sent=1, deferred=1)

    def test_waits_grow_and_end_after_days(self, bench: Bench) -> None:
        bench.sink.faults.append(Fault("RCPT", reply="451 4.3.0 Later"))
        bench.queue(letter())
        waits: list[timedelta] = []
        while bench.states() != ["failed"]:
            bench.run()
            if bench.states() == ["queued"]:
                waits += bench.waits()
                bench.clock.moment += waits[-1]
        assert waits[:4] == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
        assert waits == sorted(waits)
        assert max(waits) == timedelta(hours=4)
        assert bench.clock.now() - START >= timedelta(days=4)
        assert str(bench.errors()[0]).startswith("opgivet efter 5 dage: 451")

    def test_too_large_is_refused_before_it_is_sent(self, tmp_path: Path) -> None:
        with SmtpSink(size_limit=10_000) as server:
            bench = Bench(tmp_path, server)
            bench.queue(letter(raw=b"x\r\n" * 5_000), letter())
            assert bench.run() == Delivered(sent=1, refused=1)
            assert "10000" in str(bench.errors()[0])
            bench.close()


class TestServerAway:
    """What is the server's fault and no letter's: everything waits, nothing is lost, nothing goes twice."""

    @pytest.mark.parametrize(
        "fault",
        [
            pytest.param(Fault("greeting", reply="421 4.3.2 Too busy", times=1), id="421 at the greeting"),
            pytest.param(Fault("greeting", reply="554 5.7.1 Not you", times=1), id="554 at the greeting"),
            pytest.param(Fault("greeting", cut=True, times=1), id="cut at the greeting"),
            pytest.param(Fault("greeting", stall=4, times=1), id="silence at the greeting"),
            pytest.param(Fault("EHLO", reply="421 4.3.2 Going down", times=1), id="421 at EHLO"),
            pytest.param(Fault("EHLO", cut=True, times=1), id="cut at EHLO"),
            pytest.param(Fault("MAIL", reply="421 4.3.2 Going down", times=1), id="421 at MAIL"),
            pytest.param(Fault("MAIL", cut=True, times=1), id="cut at MAIL"),
            pytest.param(Fault("RCPT", reply="421 4.3.2 Going down", times=1), id="421 at RCPT"),
            pytest.param(Fault("RCPT", cut=True, recipient=B, times=1), id="cut at the second RCPT"),
            pytest.param(Fault("DATA", cut=True, times=1), id="cut at DATA"),
            pytest.param(Fault("DATA", stall=4, times=1), id="silence at DATA"),
            pytest.param(Fault("content", reply="421 4.3.2 Going down", times=1), id="421 after the final dot"),
        ],
    )
    def test_letters_wait_and_go_once(self, bench: Bench, fault: Fault) -> None:
        bench.sink.faults.append(fault)
        bench.queue(letter(A, B), letter(B))
        first = bench.run()
        assert first.refused == 0
        assert first.deferred == 2
        bench.clock.pass_by(minutes=2)
        bench.run()
        assert sorted(bench.copies()) == [(A, B), (B,)]
        assert bench.states() == ["sent", "sent"]

    def test_no_server_at_all(self, bench: Bench) -> None:
        bench.account = replace(bench.account, port=_closed_port())
        bench.queue(letter(), letter())
        assert bench.run() == Delivered(deferred=1)
        assert bench.states() == ["queued", "queued"]
        assert "ingen svarer på den port" in str(bench.errors()[0])

    def test_the_hold_keeps_it_quiet(self, bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
        bench.sink.faults.append(Fault("greeting", reply="421 4.3.2 Too busy"))
        bench.queue(letter(), letter())
        for _ in range(20):
            bench.run(restart=False)
        assert bench.sink.connections == 1
        assert len([r for r in caplog.records if "letters wait" in r.getMessage()]) == 1

    def test_an_old_server_without_ehlo(self, bench: Bench) -> None:
        bench.sink.faults.append(Fault("EHLO", reply="502 5.5.1 Command not implemented"))
        bench.queue(letter())
        assert bench.run() == Delivered(sent=1)

    def test_a_connection_that_died_while_it_rested_is_no_failure(self, bench: Bench) -> None:
        with Proxy(bench.sink.port) as proxy:
            bench.account = replace(bench.account, port=proxy.port)
            bench.queue(letter())
            bench.run()
            proxy.cut()
            bench.queue(letter())
            assert bench.run(restart=False) == Delivered(sent=1)
        assert len(bench.copies()) == 2


class TestFinalDot:
    """RFC 1047: the one moment when it is not known whether the letter arrived."""

    def test_a_lost_answer_is_retried_with_the_same_message_id(self, bench: Bench) -> None:
        bench.sink.faults.append(Fault("content", cut=True, keep=True, times=1))
        bench.queue(letter())
        assert bench.run() == Delivered(deferred=1)
        assert "kan være kommet frem" in str(bench.errors()[0])
        bench.clock.pass_by(minutes=1)
        assert bench.run() == Delivered(sent=1)
        first, second = bench.sink.accepted
        assert first.content == second.content
        assert b"Message-ID: <" in first.content

    def test_a_slow_answer_is_waited_for(self, bench: Bench) -> None:
        """Longer than every other timeout; the lease is renewed meanwhile."""
        bench.sink.faults.append(Fault("content", stall=5.0, keep=True, times=1))
        bench.account = replace(bench.account, timeout=2.5)
        bench.queue(letter())
        assert bench.run() == Delivered(sent=1)
        assert len(bench.copies()) == 1

    def test_ten_minutes_are_the_default(self) -> None:
        assert SmtpAccount("smtp.example", 465).final_dot_timeout >= 600

    def test_an_answer_that_never_comes(self, bench: Bench) -> None:
        bench.sink.faults.append(Fault("content", stall=3.0, keep=True, times=1))
        bench.account = replace(bench.account, final_dot_timeout=0.5)
        bench.queue(letter())
        assert bench.run() == Delivered(deferred=1)
        assert bench.waits() == [timedelta(minutes=1)]

    @pytest.mark.parametrize("after", [1, 5, 20])
    def test_cut_in_the_answer(self, bench: Bench, after: int) -> None:
        """Cut at a byte of "250 …": nothing that is not a whole answer counts as one."""
        before = self._bytes_before_the_answer(bench)
        with Proxy(bench.sink.port, fault=WireFault("down", after=before + after, how="cut")) as proxy:
            bench.account = replace(bench.account, port=proxy.port)
            bench.queue(letter())
            bench.run()
            proxy.fault = None
            bench.clock.pass_by(minutes=2)
            bench.run()
        assert bench.states() == ["sent", "sent"]
        ids = [mail.content.split(b"\r\n")[0] for mail in bench.sink.accepted[1:]]
        assert len(set(ids)) == 1

    @staticmethod
    def _bytes_before_the_answer(bench: Bench) -> int:
        with Proxy(bench.sink.port) as proxy:
            bench.account = replace(bench.account, port=proxy.port)
            bench.queue(letter())
            bench.run()
            return proxy.down - len(b"250 2.0.0 OK\r\n")


class TestStopping:
    def test_stop_between_letters(self, bench: Bench) -> None:
        bench.queue(letter())
        bench.stop.set()
        assert bench.run() == Delivered()
        assert bench.states() == ["queued"]

    def test_stop_before_the_content_gives_the_letter_back(self, bench: Bench) -> None:
        held = Fault("MAIL", stall=10, times=1)
        bench.sink.faults.append(held)
        bench.account = replace(bench.account, timeout=30)
        bench.queue(letter())
        _once_held(held, bench.stop.set)
        assert bench.run() == Delivered()
        assert bench.states() == ["queued"]
        assert [r.attempts for r in bench.store.outbox()[0].recipients] == [0]

    def test_stop_after_the_final_dot_waits_a_little(self, bench: Bench) -> None:
        held = Fault("content", stall=1.5, keep=True, times=1)
        bench.sink.faults.append(held)
        bench.queue(letter())
        _once_held(held, bench.stop.set)
        assert bench.run() == Delivered(sent=1)

    def test_ctrl_c_before_the_content_leaves_nothing_under_way(self, bench: Bench) -> None:
        held = Fault("MAIL", stall=8, times=1)
        bench.sink.faults.append(held)
        bench.account = replace(bench.account, timeout=30)
        bench.queue(letter())
        # In the thread that delivers, where a terminal's would arrive.
        _once_held(held, partial(signal.pthread_kill, threading.get_ident(), signal.SIGINT))
        # Python's own, whatever a test before made of it.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            with pytest.raises(KeyboardInterrupt):
                bench.run()
        finally:
            signal.signal(signal.SIGINT, before)
        bench.delivery.sender.close()
        assert not bench.sink.accepted
        bench.clock.pass_by(minutes=1)  # its lease is over
        assert bench.run() == Delivered(sent=1)

    def test_the_lease_of_a_dead_sender_is_waited_for(self, bench: Bench) -> None:
        bench.queue(letter())
        assert bench.store.claim(bench.clock.now(), timedelta(seconds=1), 1)  # and then it was killed
        start = time.monotonic()
        bench.clock.now = lambda: START + timedelta(seconds=time.monotonic() - start)  # type: ignore[method-assign]
        assert bench.run() == Delivered(sent=1)
        assert len(bench.copies()) == 1

    def test_a_lease_is_short(self) -> None:
        assert timedelta(seconds=15) <= LEASE <= timedelta(seconds=60)

    def test_what_could_not_be_written_down_is_not_sent_again(self, bench: Bench) -> None:
        """The disk is full just after the 250: the result is kept and written when there is room."""
        bench.queue(letter())
        full = _Full(bench.store)
        with pytest.raises(OSError, match="full"):
            bench.delivery.deliver_due(full, bench.stop)
        bench.clock.pass_by(minutes=5)
        bench.run(restart=False)
        assert bench.states() == ["sent"]
        assert len(bench.copies()) == 1


def _once_held(held: Fault, act: Callable[[], None]) -> None:
    """In a thread of its own, while the server holds its answer."""

    def wait() -> None:
        while held.times:
            time.sleep(0.05)
        time.sleep(0.3)
        act()

    threading.Thread(target=wait, daemon=True).start()


class _StopsWhoWaits(threading.Event):
    """Whoever waits for it is stopped in place of waiting: no clock decides what was done before."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


class _Full:
    """A real store on a disk that is full when a delivery is written down."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def delivered(self, *_: object) -> None:
        raise OSError("disk full")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("250 2.0.0 OK", "250", id="delivered"),
        pytest.param("550 5.1.1 <kroen@kro.example>: no such user", "550", id="refused"),
        pytest.param("421", "421", id="a code alone"),
        pytest.param("127.0.0.1:2525 kan ikke nås", "–", id="our own words, with an address"),
        pytest.param("250.example.com:25 svarer ikke", "–", id="a server's name that begins with figures"),
        pytest.param("opgivet efter 5 dage: 451 4.7.1 later", "–", id="given up"),
    ],
)
def test_the_log_has_a_servers_code_or_none(text: str, code: str) -> None:
    assert Result(A, "deferred", text).code == code


class TestRate:
    def test_letters_beyond_the_rate_wait(self, bench: Bench) -> None:
        bench.account = replace(bench.account, rate_per_minute=3)
        bench.delivery = Delivery(bench.account, bench.clock.now)
        bench.queue(*(letter() for _ in range(5)))
        bench.stop = _StopsWhoWaits()
        assert bench.run(restart=False) == Delivered(sent=3)
        assert bench.states().count("queued") == 2

    def test_an_empty_outbox_waits_for_no_rate(self, bench: Bench) -> None:
        bench.account = replace(bench.account, rate_per_minute=1)
        bench.delivery = Delivery(bench.account, bench.clock.now)
        bench.queue(letter())
        bench.stop = _StopsWhoWaits()
        assert bench.run(restart=False) == Delivered(sent=1)
        assert not bench.stop.is_set()


class TestLogin:
    def test_password(self, tmp_path: Path) -> None:
        with SmtpSink(users={"bot@ekm.example": "æble-Kode"}) as server:
            bench = Bench(tmp_path, server, auth="password", user="bot@ekm.example", secret=lambda: "æble-Kode")
            bench.queue(letter())
            assert bench.run() == Delivered(sent=1)
            assert server.accepted[0].login == "bot@ekm.example"
            bench.close()

    def test_wrong_password_is_tried_once_and_told_once(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        with SmtpSink(users={"bot@ekm.example": "right"}) as server:
            bench = Bench(tmp_path, server, auth="password", user="bot@ekm.example", secret=lambda: "wr0ng-secret")
            bench.queue(letter(), letter())
            for _ in range(5):
                bench.run(restart=False)
            assert server.commands.count("AUTH") == 1
            assert bench.states() == ["queued", "queued"]
            assert "afviser login for bot@ekm.example" in str(bench.errors()[0])
            assert len([r for r in caplog.records if "error=auth" in r.getMessage()]) == 1
            assert "wr0ng-secret" not in caplog.text + str(bench.errors())
            bench.close()

    def test_a_temporary_login_failure_is_no_configuration_error(self, tmp_path: Path) -> None:
        with SmtpSink(users={"u": "p"}, faults=(Fault("AUTH", reply="454 4.7.0 Try later", times=1),)) as server:
            bench = Bench(tmp_path, server, auth="password", user="u", secret=lambda: "p")
            with pytest.raises(TransientMailError) as caught:
                try_login(bench.account)
            assert not isinstance(caught.value, SetupMailError)
            bench.close()

    def test_token(self, tmp_path: Path) -> None:
        with SmtpSink(token=lambda t: t == "good") as server:
            bench = Bench(tmp_path, server, auth="microsoft365", user="bot@ekm.example", token=lambda: "good")
            bench.queue(letter())
            assert bench.run() == Delivered(sent=1)
            bench.close()

    def test_a_withdrawn_token_is_fetched_anew(self, tmp_path: Path) -> None:
        class Source:
            token = "withdrawn"

            def __call__(self) -> str:
                return self.token

            def forget(self) -> None:
                self.token = "good"

        with SmtpSink(token=lambda t: t == "good") as server:
            bench = Bench(tmp_path, server, auth="google", user="bot@ekm.example", token=Source())
            bench.queue(letter())
            assert bench.run() == Delivered(sent=1)
            bench.close()

    @pytest.mark.parametrize(
        ("code", "kind"), [("token_refused", SetupMailError), ("token_unreachable", TransientMailError)]
    )
    def test_no_token(self, tmp_path: Path, code: str, kind: type[MailError]) -> None:
        class NoTokenError(Exception):
            pass

        def token() -> str:
            error = NoTokenError("hemmeligheden er udløbet")
            error.code = code  # type: ignore[attr-defined]
            raise error

        with SmtpSink(token=lambda _: True) as server:
            bench = Bench(tmp_path, server, auth="google", user="u", token=token)
            with pytest.raises(MailError, match="udløbet") as caught:
                try_login(bench.account)
            assert type(caught.value) is kind
            bench.close()

    def test_a_password_that_cannot_be_had_makes_letters_wait(self, tmp_path: Path) -> None:
        def missing() -> str:
            raise ConfigError("config.toml", "smtp.password", "miljøvariablen SMTP_PASSWORD er ikke sat")

        with SmtpSink(users={"u": "p"}) as server:
            bench = Bench(tmp_path, server, auth="password", user="u", secret=missing)
            bench.queue(letter())
            assert bench.run() == Delivered(deferred=1)
            assert "SMTP_PASSWORD er ikke sat" in str(bench.errors()[0])
            bench.close()

    def test_a_login_that_the_server_does_not_offer(self, bench: Bench) -> None:
        with pytest.raises(SetupMailError, match="ret auth"):
            try_login(replace(bench.account, auth="google", user="u", token=lambda: "t"))


class TestTls:
    @pytest.mark.parametrize("security", ["starttls", "tls"])
    def test_letters_and_login_go_encrypted(self, tmp_path: Path, security: Any) -> None:
        certificates = make_certificates(tmp_path)
        with SmtpSink(certificates=certificates, security=security, users={"u": "p"}) as server:
            secure: dict[str, Any] = {"security": security, "ca_file": str(certificates.ca)}
            bench = Bench(tmp_path, server, auth="password", user="u", secret=lambda: "p", **secure)
            bench.queue(letter())
            assert bench.run() == Delivered(sent=1)
            assert try_login(bench.account).endswith(f"svarer, {security}, login password")
            bench.close()

    @pytest.mark.parametrize("security", ["starttls", "tls"])
    def test_a_certificate_of_nobody_we_trust(self, tmp_path: Path, security: Any) -> None:
        with SmtpSink(certificates=make_certificates(tmp_path), security=security) as server:
            bench = Bench(tmp_path, server, security=security)
            bench.queue(letter())
            assert bench.run() == Delivered(deferred=1)
            assert "certifikat" in str(bench.errors()[0])
            assert server.accepted == []
            bench.close()

    def test_no_starttls_no_letter(self, bench: Bench) -> None:
        """Nothing goes in clear because somebody on the way took STARTTLS out of the answer."""
        bench.account = replace(bench.account, security="starttls", auth="password", user="u", secret=lambda: "p")
        bench.queue(letter())
        assert bench.run() == Delivered(deferred=1)
        assert "STARTTLS" in str(bench.errors()[0])
        assert not {"AUTH", "MAIL"} & set(bench.sink.commands)

    @pytest.mark.parametrize("host", ["smtp.example", "192.0.2.1", "127.0.0.1.example"])
    def test_plaintext_to_another_machine_is_refused(self, host: str) -> None:
        with pytest.raises(SetupMailError, match="starttls"):
            SmtpAccount(host, 25, security="none")

    def test_a_missing_ca_file_is_named(self, bench: Bench) -> None:
        with pytest.raises(SetupMailError, match=r"nope\.pem"):
            try_login(replace(bench.account, security="tls", ca_file="nope.pem"))


@pytest.mark.parametrize("step", range(0, 400, 23))
def test_cut_at_any_byte_that_the_server_says(bench: Bench, step: int) -> None:
    """Whatever byte it breaks at: no letter lost; a second copy only with the same Message-ID."""
    _survives(bench, WireFault("down", after=step, how="cut"))


@pytest.mark.parametrize("step", range(0, 260, 23))
def test_cut_at_any_byte_that_we_say(bench: Bench, step: int) -> None:
    _survives(bench, WireFault("up", after=step, how="close"))


def _survives(bench: Bench, fault: WireFault) -> None:
    with Proxy(bench.sink.port, fault=fault) as proxy:
        bench.account = replace(bench.account, port=proxy.port)
        bench.queue(letter(A, B), letter(B))
        bench.run()
        proxy.fault = None
        for _ in range(3):
            bench.clock.pass_by(minutes=3)
            bench.run()
    assert bench.states() == ["sent", "sent"]
    by_id: dict[bytes, list[tuple[str, ...]]] = {}
    for mail in bench.sink.accepted:
        by_id.setdefault(mail.content.split(b"\r\n")[0], []).append(mail.rcpt_tos)
    assert len(by_id) == 2
    assert all(len(copies) <= 2 for copies in by_id.values())


def _closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def test_a_store_is_an_outbox(bench: Bench) -> None:
    outbox: Outbox = bench.store
    assert outbox.next_due() is None


def test_what_was_lent_and_not_tried_is_given_back(bench: Bench) -> None:
    """A server that goes away in the middle of what was lent costs the letter at hand a try, and no other."""
    bench.queue(*(letter() for _ in range(5)))
    bench.sink.faults.append(Fault("MAIL", reply="421 4.3.2 nede", times=1))
    bench.run()
    attempts = [r.attempts for row in bench.store.outbox() for r in row.recipients]
    assert sorted(attempts) == [0, 0, 0, 0, 1]
    assert bench.states() == ["queued"] * 5
    bench.clock.pass_by(hours=1)
    assert bench.run() == Delivered(sent=5)
    assert len(bench.copies()) == 5


@pytest.mark.parametrize(
    ("sent", "room"), [(0, 20), (8, 20), (25, 5), (29, 1), (30, 1)], ids=["none", "few", "many", "but one", "all"]
)
def test_no_more_are_lent_than_may_go(sent: int, room: int) -> None:
    rate = RateLimit(30)
    for _ in range(sent):
        rate.count(100.0)
    assert rate.room(130.0, 20) == room
    assert rate.room(161.0, 20) == 20, "a minute later"
