"""Two inboxes of two secretariats at once, and how the health of each is told."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.config import load
from bot.demo.cast import mails
from bot.rulebook.words import load_summary_words
from bot.service.once import run_once
from bot.service.status import parts, write_status
from bot.service.surroundings import Surroundings
from bot.service.timed import Timed
from bot.store import Store
from tests.servers.fixtures import Box
from tests.servers.sink import SmtpSink
from tests.service.live import Live, kill, today, until

SECOND = """
[secretariat.eKVIS]
invoice_address = "faktura@ekvis.example"
network_address = "klynger@ekvis.example"
staff = ["sekretariat@ekvis.example"]
[[secretariat.eKVIS.inbox]]
host = "127.0.0.1"
port = {port}
security = "none"
user = "{user}"
password = "env:LIVE_PASSWORD"
timeout = 5
"""
ERRORS = load_summary_words()["inbox_errors"]
GOOD = next(m.raw for m in mails(today()) if m.what == "alt er i orden")


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as started:
        yield started


@pytest.fixture
def live(tmp_path: Path, box: Box, sink: SmtpSink) -> Live:
    return Live(tmp_path, box, sink)


def with_second(live: Live, port: int, user: str) -> None:
    """A second secretariat's inbox besides the first."""
    text = live.config_file.read_text(encoding="utf-8")
    live.config_file.write_text(text + SECOND.format(port=port, user=user), encoding="utf-8")


def test_each_secretariat_answers_for_itself(live: Live, box: Box) -> None:
    other = Box(box.server, "second")
    with_second(live, other.account().port, other.user)
    box.deliver(GOOD)
    copy = GOOD.replace(b"faktura@ekm.example", b"faktura@ekvis.example")
    other.deliver(copy.replace(b"Message-ID: <", b"Message-ID: <e"))
    assert run_once(live.config, SystemClock()) == 0
    with live.store() as store:
        assert {(m.secretariat, m.mailbox) for m in store.messages()} == {
            ("EKM", "faktura@ekm.example"),
            ("eKVIS", "faktura@ekvis.example"),
        }
        senders = {x.secretariat for x in store.outbox()}
    assert senders == {"EKM", "eKVIS"}
    assert {a.mail_from for a in live.sink.accepted} == {"faktura@ekm.example", "faktura@ekvis.example"}


def test_an_inbox_that_two_secretariats_share_is_read_once_and_its_mail_told_apart(live: Live, box: Box) -> None:
    with_second(live, box.account().port, box.user)
    ways = {
        b"To: faktura@ekm.example": ("EKM", "faktura@ekm.example"),
        b"To: faktura@ekvis.example": ("eKVIS", "faktura@ekvis.example"),
        b"To: klynger@ekvis.example\r\nCc: netvaerk@ekm.example": ("eKVIS", "klynger@ekvis.example"),
        b"To: en-gruppe@ekm.example": ("EKM", "faktura@ekm.example"),
    }
    for number, to in enumerate(ways):
        trace = b"Delivered-To: " + box.user.encode() + b"\r\n"
        box.deliver(trace + to + b"\r\nFrom: a@b.example\r\nMessage-ID: <%d@b.example>\r\n\r\nHej" % number)
    assert run_once(live.config, SystemClock()) == 0
    with live.store() as store:
        assert [(m.secretariat, m.mailbox) for m in store.messages()] == list(ways.values())
        assert len(store.inboxes()) == 1


def test_mail_to_two_secretariats_is_each_ones_own_in_their_inboxes(live: Live, box: Box) -> None:
    """What names the other one first says nothing of which of our addresses it came to."""
    other = Box(box.server, "second")
    with_second(live, other.account().port, other.user)
    box.deliver(
        b"To: klynger@ekvis.example\r\nCc: netvaerk@ekm.example\r\nFrom: a@b.example\r\nMessage-ID: <1@b>\r\n\r\nHej"
    )
    assert run_once(live.config, SystemClock()) == 0
    with live.store() as store:
        assert [(m.secretariat, m.mailbox) for m in store.messages()] == [("EKM", "netvaerk@ekm.example")]


def test_an_inbox_that_cannot_be_read_holds_up_no_other(live: Live, box: Box) -> None:
    with_second(live, 9, "nobody")
    box.deliver(GOOD)
    assert run_once(live.config, SystemClock()) == 1
    with live.store() as store:
        assert [m.verdict for m in store.messages()] == ["accepted"]
        health = {h.inbox: h for h in store.inboxes()}
    assert health["nobody@127.0.0.1:9/INBOX"].last_error == "imap_unreachable"
    assert health[live.config.secretariat["EKM"].inbox[0].key].last_read_at is not None


def test_a_person_is_told_once_of_an_inbox_that_is_not_read(live: Live) -> None:
    with_second(live, 9, "nobody")
    config = live.config
    around = Surroundings(config)
    begun = SystemClock().now()
    with live.store() as store:
        store.inbox_failed("nobody@127.0.0.1:9/INBOX", begun, "imap_unreachable")
        moment = begun
        timed = Timed(around, store, lambda: moment)
        for minutes in (1, 119, 121, 122, 600):
            moment = begun + timedelta(minutes=minutes)
            timed.ring()
        alarms = [x for x in store.outbox() if x.template == "staff_inbox_alarm"]
    assert [x.to for x in alarms] == [("sekretariat@ekvis.example",)]


def test_the_status_file_is_whole_and_says_what_status_says(live: Live, tmp_path: Path) -> None:
    live.service = 'status_file = "status.json"'
    live.write_config()
    config = load(live.config_file)
    now = SystemClock().now()
    with Store(config.database) as store:
        write_status(config, store, now, ERRORS)
        said = parts(config, store, now, ERRORS)
    written = json.loads((tmp_path / "status.json").read_text(encoding="utf-8"))
    assert written["parts"] == [dict(p) for p in said]
    assert written["ok"] is False, "the service has never run"
    assert not list(tmp_path.glob("*.new"))


def test_one_run_tells_what_it_filed(live: Live, box: Box, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["run", "--once", "--json", "--config", str(live.config_file)]
    box.deliver(GOOD)
    assert main(call) == 0
    (shown,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (shown["kind"], shown["verdict"], shown["state"]) == ("invoice", "accepted", "handled")
    assert shown["folder"] == "Behandlet/Godkendt"
    assert main(call) == 0
    assert capsys.readouterr().out == "", "what an earlier run filed is not told again"


def test_the_service_writes_no_json(live: Live, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--json", "--config", str(live.config_file)]) == 2
    assert "--once" in capsys.readouterr().err


def test_a_secret_that_is_missing_holds_up_no_other_inbox(
    live: Live, box: Box, caplog: pytest.LogCaptureFixture
) -> None:
    with_second(live, box.account().port, "second")
    text = live.config_file.read_text(encoding="utf-8")
    first, second = text.split("[secretariat.eKVIS]")
    second = second.replace("env:LIVE_PASSWORD", "env:NOBODY_SET_THIS")
    live.config_file.write_text(f"{first}[secretariat.eKVIS]{second}", encoding="utf-8")
    box.deliver(GOOD)
    assert run_once(load(live.config_file), SystemClock()) == 2
    assert "NOBODY_SET_THIS" in caplog.text
    with live.store() as store:
        assert [m.verdict for m in store.messages()] == ["accepted"]
        assert {h.last_error for h in store.inboxes()} == {None, "secret_missing"}


def test_a_status_file_that_cannot_be_written_stops_nothing(live: Live, box: Box, tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    live.service = 'status_file = "a-file/status.json"'
    live.write_config()
    process = live.process()
    try:
        assert until(lambda: "status_file=" in live.log())
        box.deliver(GOOD)
        assert until(lambda: live.folders() == {"Behandlet/Godkendt": 1})
    finally:
        kill(process)
        process.wait(timeout=60)
