"""Both lines break anywhere, and both servers do what servers do: everything is there once in the end."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import SystemClock
from bot.mailout.smtp import Delivery
from bot.service.intake import Intake
from bot.service.outgoing import smtp_account
from bot.service.pipeline import Pipeline
from bot.service.sources import sources
from tests.faults.harness import Ambiguous, compare
from tests.faults.wire import VISITS, Direction, How, Line, Side
from tests.servers.proxy import Fault
from tests.servers.sink import Fault as Refusal
from tests.service.live import Live

pytestmark = [pytest.mark.slow, pytest.mark.dovecot]


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    with Line.open(100) as opened:
        yield opened


@pytest.fixture(scope="module")
def octets(line: Line) -> dict[tuple[Side, Direction], int]:
    return line.octets()


@pytest.mark.parametrize("how", ["cut", "close"])
@pytest.mark.parametrize("direction", ["up", "down"])
@pytest.mark.parametrize("side", ["imap", "smtp"])
def test_a_line_that_breaks_anywhere(
    line: Line, octets: dict[tuple[Side, Direction], int], side: Side, direction: Direction, how: How
) -> None:
    chance = random.Random(f"{side} {direction} {how}")
    for place in (0, *(chance.randrange(octets[side, direction]) for _ in range(2))):
        suffered = line.suffer(side, Fault(direction, place, how))
        # Past the last byte that matters (a good-bye) a visit has nothing to complain of.
        assert (place, suffered.struck or place > 0, suffered.outcome.faults) == (place, True, [])


@pytest.mark.parametrize("how", ["stall", "drip"])
@pytest.mark.parametrize("side", ["imap", "smtp"])
def test_a_server_that_hangs_or_drips_is_given_up(
    line: Line, octets: dict[tuple[Side, Direction], int], side: Side, how: How
) -> None:
    suffered = line.suffer(side, Fault("down", octets[side, "down"] // 2, how))
    assert (suffered.struck, suffered.outcome.faults) == (True, [])
    assert suffered.seconds < 60  # a guard against hanging


ANY = "regnskab@moellen.example"

#: What a submission server does once, and whether letters may then arrive twice.
REFUSALS = [
    pytest.param(Refusal("greeting", reply="421 4.3.2 try later", times=1), id="421 at greeting"),
    pytest.param(Refusal("EHLO", cut=True, times=1), id="cut at EHLO"),
    pytest.param(Refusal("MAIL", reply="451 4.3.0 later", times=1), id="4yz to MAIL"),
    pytest.param(Refusal("RCPT", reply="451 4.7.1 greylisted", each=True), id="greylisting"),
    pytest.param(Refusal("RCPT", reply="452 4.2.2 mailbox full", recipient=ANY, times=1), id="4yz to one recipient"),
    pytest.param(Refusal("DATA", reply="421 4.3.2 closing", times=1), id="421 to DATA"),
    pytest.param(Refusal("content", reply="451 4.3.0 later", times=1), id="4yz after the final dot"),
    pytest.param(Refusal("content", cut=True, times=1), id="cut after the final dot"),
    pytest.param(Refusal("content", cut=True, keep=True, times=1), id="250 lost after the final dot"),
    pytest.param(Refusal("content", stall=2.5, keep=True, times=1), id="250 later than is waited"),
    pytest.param(Refusal("RSET", cut=True, times=1), id="cut at RSET"),
]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_submission_server_that_says_not_now(line: Line, refusal: Refusal) -> None:
    with line.case() as (live, delivered, _):
        live.sink.faults.append(replace(refusal, seen=set()))
        ambiguous = Ambiguous()
        for _ in range(1 + VISITS):
            live.once(line.around(live))
            ambiguous.look(live)
            with live.store() as store:
                store.retry(None, SystemClock().now())
        assert compare(live, delivered, ambiguous).faults == []


def test_an_answer_that_comes_late_is_waited_for(line: Line) -> None:
    """A stall of some seconds stands for 590: what counts is which of the two time limits holds."""
    with line.case() as (live, delivered, _):
        live.final_dot_timeout = 30
        live.write_config()
        live.sink.faults.append(Refusal("content", stall=2.5, keep=True, times=1))
        assert live.once(line.around(live)) == 0
        assert compare(live, delivered).faults == []


def test_a_refusal_for_good_is_never_tried_again_and_keeps_nobody_else_waiting(line: Line) -> None:
    with line.case() as (live, _, _proxies):
        live.sink.faults.append(Refusal("RCPT", reply="550 5.1.1 no such user", recipient=ANY))
        for _ in range(3):
            live.once(line.around(live))
        tries = [r.attempts for x in live.store().outbox() for r in x.recipients if r.address == ANY]
        assert set(tries) == {1}
        assert set(live.answers().values()) == {1}
        assert "mette@aarhusfys.example" in {recipient for recipient, _ in live.answers()}


class TestInbox:
    """What happens to an inbox while its mails are being worked on."""

    @pytest.fixture
    def parts(self, line: Line) -> "Iterator[tuple[Live, Intake, Pipeline]]":
        with line.case() as (live, _, _proxies), live.store() as store:
            config, now = live.config, SystemClock().now
            intake = Intake(config, sources(config)[0], store, now)
            intake.visit()
            yield live, intake, Pipeline(line.around(live), store, now)
            intake.mailbox.close()

    def handled(self, live: Live, intake: Intake, pipeline: Pipeline) -> None:
        """The rest of the work, and one more visit after it."""
        for _ in pipeline.drain():
            pass
        with live.store() as store, Delivery(smtp_account(live.config.smtp), SystemClock().now) as delivery:
            import threading

            delivery.deliver_due(store, threading.Event())
        intake.mailbox.close()
        intake.visit()
        live.once(pipeline._around)

    def once_each(self, live: Live) -> None:
        with live.store() as store:
            assert len(store.messages()) == 3
            assert {m.state for m in store.messages()} == {"handled"}
        assert set(live.answers().values()) == {1}
        assert len({mid for _, mid in live.answers()}) == 3

    def test_its_uidvalidity_is_renewed_between_keeping_and_moving(
        self, parts: "tuple[Live, Intake, Pipeline]"
    ) -> None:
        live, intake, pipeline = parts
        intake.mailbox.close()
        live.box.server.renew_uidvalidity(live.box.user)  # type: ignore[union-attr]
        self.handled(live, intake, pipeline)
        self.once_each(live)
        assert live.folders() == {"Behandlet/Godkendt": 1, "Behandlet/Afvist": 1, "Behandlet/Dublet": 1}

    def test_it_is_restored_after_everything_was_moved(self, parts: "tuple[Live, Intake, Pipeline]") -> None:
        live, intake, pipeline = parts
        kept = live.box.contents()
        self.handled(live, intake, pipeline)
        intake.mailbox.close()
        # Not in the same second as before: Dovecot's UIDVALIDITY is one, and a mail put back by hand keeps its
        # INTERNALDATE, and stays.
        time.sleep(1.5)
        for raw in kept:
            live.box.deliver(raw)
        live.box.server.renew_uidvalidity(live.box.user)  # type: ignore[union-attr]
        live.once(pipeline._around)
        self.once_each(live)
        assert live.folders() == {"Behandlet/Godkendt": 2, "Behandlet/Afvist": 2, "Behandlet/Dublet": 2}

    def test_a_person_moves_a_mail_away_meanwhile(self, parts: "tuple[Live, Intake, Pipeline]") -> None:
        live, intake, pipeline = parts
        with live.box.open() as other:
            other.move(other.uids()[:1], "Mine egne")
        self.handled(live, intake, pipeline)
        self.once_each(live)
        assert live.folders() == {"Mine egne": 1, "Behandlet/Afvist": 1, "Behandlet/Dublet": 1}

    def test_a_person_deletes_a_mail_meanwhile(self, parts: "tuple[Live, Intake, Pipeline]") -> None:
        live, intake, pipeline = parts
        files = sorted(live.box.server.maildir(live.box.user).glob("*/*.test*"))  # type: ignore[union-attr]
        files[0].unlink()
        self.handled(live, intake, pipeline)
        self.once_each(live)

    def test_the_folder_of_an_outcome_is_removed_meanwhile(self, parts: "tuple[Live, Intake, Pipeline]") -> None:
        import shutil

        live, intake, pipeline = parts
        intake.mailbox.append("Behandlet/Godkendt", b"Subject: already here\r\n\r\n")
        shutil.rmtree(live.box.server.maildir(live.box.user, "Behandlet/Godkendt"))  # type: ignore[union-attr]
        self.handled(live, intake, pipeline)
        self.once_each(live)
        assert live.folders()["Behandlet/Godkendt"] == 1


def test_letters_that_a_dead_sender_held_go_out_when_its_lease_ends(line: Line) -> None:
    with line.case() as (live, delivered, _):
        live.smtp_port = 1  # nobody listens there
        live.write_config()
        live.once(line.around(live))
        with live.store() as store:
            store.retry(None, SystemClock().now())
            lent = store.claim(SystemClock().now(), timedelta(seconds=2), 99)
        assert len(lent) == 3
        live.smtp_port = live.sink.port
        live.write_config()
        assert live.once(line.around(live)) == 0
        assert compare(live, delivered).faults == []
