"""The whole way of a mail on real servers: in over IMAP, filed, answered over SMTP, moved; each once."""

import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.demo.cast import Mail, mails
from bot.reports.daily import as_text
from bot.service.lock import AlreadyRunningError, SingleInstance
from bot.service.review import BadValueError, NotWaitingError, correct, decide
from bot.service.summary import figures
from bot.service.surroundings import Surroundings
from tests.servers.fixtures import Box
from tests.servers.sink import Fault, SmtpSink
from tests.service.live import Live, today, until


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as started:
        yield started


@pytest.fixture
def live(tmp_path: Path, box: Box, sink: SmtpSink) -> Live:
    return Live(tmp_path, box, sink)


CAST = list(mails(today()))


def message_id(mail: Mail) -> str:
    return str(message_from_bytes(mail.raw)["Message-ID"])


def named(what: str) -> Mail:
    return next(m for m in CAST if m.what == what)


#: What must come of each mail of the cast: verdict of the message, template of the answer, folder.
OUTCOMES = {
    "alt er i orden": ("accepted", "invoice_accepted", "Behandlet/Godkendt"),
    "for kort betalingsfrist": ("rejected", "invoice_rejected", "Behandlet/Afvist"),
    "netværk og koordinator mangler": ("rejected", "invoice_rejected", "Behandlet/Afvist"),
    "kun en udenlandsk konto": ("rejected", "invoice_rejected", "Behandlet/Afvist"),
    "en anden koordinators navn": ("review", "invoice_review", "Behandlet/Til gennemsyn"),
    "engelsk, uden mødedato": ("rejected", "invoice_rejected", "Behandlet/Afvist"),
    "samme faktura sendt igen": ("duplicate", "invoice_duplicate", "Behandlet/Dublet"),
    "rettet: længere frist": ("accepted", "invoice_accepted", "Behandlet/Godkendt"),
    "kreditnota": (None, None, "Behandlet/Til gennemsyn"),
    "låst med adgangskode": ("review", "invoice_review", "Behandlet/Til gennemsyn"),
    "automatisk afsender": ("accepted", None, "Behandlet/Godkendt"),
    "faktura som ren tekst": ("accepted", "invoice_accepted", "Behandlet/Godkendt"),
    "fraværsbesked": (None, None, "Behandlet/Automatisk"),
    "en booking": (None, None, "Behandlet/Til gennemsyn"),
    "ødelagt mail": (None, None, None),
}


def test_every_mail_of_the_cast_ends_where_it_should(live: Live) -> None:
    for mail in CAST:
        live.box.deliver(mail.raw)
    assert live.once() == 0
    with live.store() as store:
        filed = {m.message_id: m for m in store.messages()}
        letters = store.outbox()
        assert len(store.messages()) == len(CAST)
    for what, (verdict, template, folder) in OUTCOMES.items():
        mid = message_id(named(what)) if "ødelagt" not in what else None
        row = filed[mid]
        answers = [x.template for x in letters if mid and x.in_reply_to == mid and x.template.startswith("invoice_")]
        assert (what, row.verdict, answers, row.folder) == (what, verdict, [template] if template else [], folder)
    assert max(live.answers().values()) == 1


def test_a_second_visit_changes_nothing(live: Live) -> None:
    for mail in CAST[:4]:
        live.box.deliver(mail.raw)
    live.once()
    before = (live.answers(), live.folders())
    live.once()
    assert (live.answers(), live.folders()) == before


def test_the_answer_is_threaded_and_marked_and_the_coordinator_gets_a_copy(live: Live) -> None:
    good = named("alt er i orden")
    live.box.deliver(good.raw)
    live.once()
    answer = next(a for a in live.sink.accepted if "moellen" in a.rcpt_tos[0])
    mail = message_from_bytes(answer.content)
    assert mail["In-Reply-To"] == message_id(good)
    assert message_id(good) in mail["References"]
    assert mail["Auto-Submitted"] == "auto-replied"
    assert sorted(answer.rcpt_tos) == ["mette@aarhusfys.example", "regnskab@moellen.example"]
    assert "sekretariat@ekm.example" not in answer.rcpt_tos


def test_nothing_is_marked_read_or_flagged(live: Live) -> None:
    live.box.deliver(named("en booking").raw)
    live.once()
    with live.box.open(folder="Behandlet/Til gennemsyn") as mailbox:
        (mail,) = mailbox.fetch(mailbox.uids())
    assert not mail.flags & {"\\Seen", "\\Deleted", "\\Flagged", "\\Answered"}


def test_a_mail_put_back_by_hand_stays_and_is_not_answered_again(live: Live) -> None:
    live.box.deliver(named("alt er i orden").raw)
    live.once()
    before = live.answers()
    with live.box.open(folder="Behandlet/Godkendt") as mailbox:
        mailbox.move(mailbox.uids(), "INBOX")
    live.once()
    assert live.answers() == before
    assert live.folders() == {"INBOX": 1}


def test_a_mail_delivered_twice_within_a_second_is_moved_twice_and_answered_once(live: Live) -> None:
    """Nothing in the second tells it from one put back by hand, but that the first is still where it was moved to."""
    when = datetime(2026, 3, 15, 8, 0, tzinfo=UTC)
    live.box.deliver(named("alt er i orden").raw, when=when)
    live.once()
    before = live.answers()
    live.box.deliver(named("alt er i orden").raw, when=when)
    live.once()
    live.once()
    assert live.answers() == before
    assert live.folders() == {"Behandlet/Godkendt": 2}


def test_a_mail_moved_away_before_we_move_it_is_let_go(live: Live) -> None:
    live.box.deliver(named("alt er i orden").raw)
    live.sink.faults.append(Fault("greeting", reply="421 4.3.2 later", times=1))
    live.once()
    with live.box.open(folder="Behandlet/Godkendt") as mailbox:
        mailbox.move(mailbox.uids(), "Mine egne")
    live.once()
    assert live.folders() == {"Mine egne": 1}


def test_what_a_person_decides_is_answered_and_takes_the_mail_along(live: Live) -> None:
    waiting = named("en anden koordinators navn")
    live.box.deliver(waiting.raw)
    live.once()
    around = Surroundings(live.config)
    with live.store() as store:
        (row,) = store.review_list()
        outcome = decide(around, store, row.id, "accepted", "ringet til Jens", "anne", SystemClock().now())
        again = decide(around, store, row.id, "accepted", "", "anne", SystemClock().now())
    assert (outcome["letters"], again["letters"]) == (["invoice_accepted"], [])
    live.once()
    assert live.folders() == {"Behandlet/Godkendt": 1}
    assert len(live.letters_of(message_id(waiting))) == 2, "received and under review, then accepted"


def test_a_correction_is_judged_again(live: Live) -> None:
    live.box.deliver(named("en anden koordinators navn").raw)
    live.once()
    around = Surroundings(live.config)
    with live.store() as store:
        (row,) = store.review_list()
        with pytest.raises(BadValueError):
            correct(around, store, row.id, [("meeting_date", "i går måske")], "anne", SystemClock().now())
        outcome = correct(around, store, row.id, [("coordinator", "Jens Ravn")], "anne", SystemClock().now())
        assert (outcome["verdict"], outcome["findings"]) == ("accepted", [])
        with pytest.raises(NotWaitingError):
            correct(around, store, row.id, [("coordinator", "Jens Ravn")], "anne", SystemClock().now())


def test_the_same_message_id_with_other_bytes_is_two(live: Live) -> None:
    good, late = named("alt er i orden").raw, named("for kort betalingsfrist").raw
    same = late.replace(
        message_id(named("for kort betalingsfrist")).encode(), message_id(named("alt er i orden")).encode()
    )
    live.box.deliver(good)
    live.box.deliver(same)
    live.once()
    with live.store() as store:
        assert sorted(str(m.verdict) for m in store.messages()) == ["accepted", "rejected"]


def test_mail_older_than_the_start_is_looked_at_and_not_answered(live: Live) -> None:
    live.service = "answer_from = 2099-01-01"
    live.write_config()
    live.box.deliver(named("alt er i orden").raw)
    live.once()
    with live.store() as store:
        (row,) = store.messages()
    assert (row.state, row.unanswered, row.folder) == ("handled", "old", None)
    assert [a for a in live.sink.accepted if "moellen" in " ".join(a.rcpt_tos)] == []


def test_a_temporary_refusal_is_tried_again_and_told_by_the_exit_status(live: Live) -> None:
    live.box.deliver(named("alt er i orden").raw)
    live.sink.faults.append(Fault("RCPT", reply="451 4.7.1 greylisted", each=True))
    assert live.once() == 1, "a letter is still waiting"
    assert [a for a in live.sink.accepted if "moellen" in " ".join(a.rcpt_tos)] == []
    with live.store() as store:
        assert [x.state for x in store.outbox() if x.template == "invoice_accepted"] == ["queued"]


def test_staff_are_told_of_a_letter_that_was_refused(live: Live) -> None:
    live.box.deliver(named("alt er i orden").raw)
    live.sink.faults.append(Fault("RCPT", reply="550 5.1.1 no such user", recipient="regnskab@moellen.example"))
    live.once()
    live.once()
    told = [a for a in live.sink.accepted if a.rcpt_tos == ("sekretariat@ekm.example",)]
    assert any(b"regnskab@moellen.example" in a.content for a in told)
    delivered = [r for a in live.sink.accepted for r in a.rcpt_tos]
    assert delivered.count("mette@aarhusfys.example") == 1, "recipients are kept apart"


class TestService:
    """``kvalitetsbot run`` as a process."""

    @pytest.fixture
    def process(self, live: Live) -> "Iterator[subprocess.Popen[bytes]]":
        process = live.process()
        yield process
        if process.poll() is None:
            process.kill()
        process.wait(timeout=60)

    def test_it_answers_mail_that_comes_while_it_waits(self, live: Live, process: "subprocess.Popen[bytes]") -> None:
        assert until(lambda: live.store().last_beat() is not None), (live.folder / "service.log").read_text()
        live.box.deliver(named("alt er i orden").raw)
        assert until(lambda: live.folders() == {"Behandlet/Godkendt": 1}), (live.folder / "service.log").read_text()
        assert live.letters_of(message_id(named("alt er i orden")))

    def test_it_stops_after_sigterm(self, live: Live, process: "subprocess.Popen[bytes]") -> None:
        assert until(lambda: live.store().last_beat() is not None)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=100) == 0  # ten seconds on an idle machine: docs/reliability.md

    def test_a_second_one_is_refused(self, live: Live, process: "subprocess.Popen[bytes]") -> None:
        assert until(lambda: live.store().last_beat() is not None)
        second = live.process()
        assert second.wait(timeout=100) == 2
        assert "anden kvalitetsbot" in (live.folder / "service.log").read_text()

    def test_an_ordinary_invoice_behind_hostile_mail_is_answered(
        self, live: Live, process: "subprocess.Popen[bytes]"
    ) -> None:
        hostile = b"From: x@y.example\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n" * 20_000
        live.box.deliver(hostile)
        live.box.deliver(named("låst med adgangskode").raw)
        live.box.deliver(named("alt er i orden").raw)
        assert until(lambda: bool(live.letters_of(message_id(named("alt er i orden")))))


def test_the_lock_names_the_process_that_holds_it(tmp_path: Path) -> None:
    database = tmp_path / "db.sqlite"
    with SingleInstance(database), pytest.raises(AlreadyRunningError) as caught, SingleInstance(database):
        pass
    assert caught.value.pid.isdecimal()


BOUNCE = """Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.ekm.example>
To: faktura@ekm.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <bounce-1@mx.ekm.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.ekm.example

Final-Recipient: rfc822; regnskab@moellen.example
Action: failed
Status: 5.1.1
--b
Content-Type: message/rfc822

Message-ID: {letter}
Subject: SV: Faktura 1042

Hej
--b--
"""


def test_a_letter_that_comes_back_stands_in_the_summary_with_whom_it_did_not_reach(live: Live) -> None:
    live.box.deliver(named("alt er i orden").raw)
    live.once()
    (letter,) = live.letters_of(message_id(named("alt er i orden")))
    live.box.deliver(BOUNCE.format(letter=letter).replace("\n", "\r\n").encode())
    before = len(live.sink.accepted)
    live.once()
    assert len(live.sink.accepted) == before, "a bounce is never answered"
    now = SystemClock().now()
    with live.store() as store:
        around = Surroundings(live.config)
        text = as_text(figures(around, store, "EKM", now.date(), now), around.summary_words)
    assert "regnskab@moellen.example fik ikke «SV: Faktura 1042»" in text
