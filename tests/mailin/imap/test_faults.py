"""Servers that hang, drip, break off, say BYE or talk nonsense: each ends as ``ImapUnreachable``, in time."""

import gc
import threading
import time
import traceback
from pathlib import Path

import pytest

from bot.mailin.imap import (
    ImapAccount,
    ImapError,
    ImapInsecure,
    ImapLoginRefused,
    ImapReadOnly,
    ImapRefused,
    ImapUnreachable,
    Mailbox,
)
from tests.servers.fixtures import Box
from tests.servers.proxy import Fault, Proxy
from tests.servers.scripted import Scripted, imap_script
from tests.service.live import until

MAIL = b"Subject: x\r\n\r\n" + b"0123456789abcdef\r\n" * 100


def at(port: int, timeout: float = 0.4) -> Mailbox:
    return Mailbox(ImapAccount("127.0.0.1", port, "bot", "none", secret=lambda: "x", timeout=timeout))


def all_of_it(mailbox: Mailbox) -> list[bytes]:
    """What a poll does: open, look, fetch, move."""
    with mailbox:
        uids = mailbox.uids()
        raws = [f.raw for f in mailbox.fetch(uids)]
        mailbox.move(uids, "Behandlet/Godkendt")
        return raws


def through(box: Box, fault: Fault | None, timeout: float = 0.4) -> tuple[list[bytes] | None, float, int, int]:
    """What came of a poll through a proxy, how long it took, and the bytes up and down."""
    with Proxy(box.server.port, fault=fault) as proxy:
        started = time.monotonic()
        try:
            raws = all_of_it(Mailbox(box.account(port=proxy.port, timeout=timeout)))
        except ImapUnreachable:
            raws = None
        return raws, time.monotonic() - started, proxy.up, proxy.down


@pytest.mark.parametrize(("direction", "how"), [("down", "cut"), ("down", "close"), ("up", "cut")])
def test_cut_at_any_byte_loses_nothing(box: Box, direction: str, how: str) -> None:
    """After each cut the mail is in exactly one place, or (COPY without MOVE) in two; never in none."""
    box.deliver(MAIL)
    raws, _seconds, up, down = through(box, None, 5)
    assert raws == [MAIL]
    total = up if direction == "up" else down
    cuts = 0
    for after in range(0, total, max(1, total // 20)):
        box.deliver(MAIL)
        raws, seconds, _up, _down = through(box, Fault(direction, after, how), 100)  # type: ignore[arg-type]
        assert raws in (None, [MAIL])
        assert seconds < 60  # noticed at once, and not by the time limit of a command
        cuts += raws is None
        all_of_it(Mailbox(box.account()))
    assert cuts > 6
    assert set(box.contents("Behandlet/Godkendt")) == {MAIL}
    assert len(box.contents("Behandlet/Godkendt")) == 1 + len(range(0, total, max(1, total // 20)))


@pytest.mark.parametrize("how", ["stall", "drip"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_a_server_that_hangs_or_drips_is_given_up_in_time(box: Box, how: str, share: float) -> None:
    box.deliver(MAIL)
    _raws, _seconds, _up, down = through(box, None, 5)
    box.deliver(MAIL)
    raws, seconds, _up, _down = through(box, Fault("down", int(down * share), how, 0.05))  # type: ignore[arg-type]
    assert raws is None  # with a limit for each byte, the drips would come to the whole mail
    assert seconds < 60


def test_a_slow_but_honest_line_is_waited_for(box: Box) -> None:
    box.deliver(MAIL)
    raws, seconds, _up, _down = through(box, Fault("down", 700, "delay", 0.5), 60)
    assert raws == [MAIL]
    assert seconds >= 0.5


GREETINGS = {
    "nothing said": "",
    "BYE": "* BYE too many connections",
    "another protocol": "220 smtp.example ESMTP",
    "not text": "\x00\x01\x02\xff\xfe",
    "an endless line": "* OK " + "x" * 1_100_000,
}


@pytest.mark.parametrize("greeting", GREETINGS.values(), ids=GREETINGS)
def test_greetings_that_are_none(greeting: str) -> None:
    with Scripted(imap_script({}, greeting=greeting or "{cut}")) as server, pytest.raises(ImapUnreachable):
        at(server.port).open()


LITERAL = '* 1 FETCH (UID 5 FLAGS () INTERNALDATE "01-Mar-2026 12:00:00 +0000" BODY[] {%d}\n'
ANSWERS = {
    "BYE at login": {"LOGIN": "* BYE shutting down{cut}"},
    "cut in a line": {"SELECT": "* 1 EXIS{cut}"},
    "no tag": {"SELECT": "* 1 EXISTS"},
    "another's tag": {"SELECT": "ZZZZ9 OK"},
    "twice the tagged answer": {"NOOP": "{tag} OK\n{tag} OK\n{tag} OK"},
    "BYE in a search": {"SEARCH": "* BYE idle too long"},
    "search gives words": {"SEARCH": "* SEARCH five six\n{tag} OK"},
    "cut in a literal": {"FETCH": LITERAL % 5000 + "abc{cut}"},
    "silence in a literal": {"FETCH": LITERAL % 5000 + "abc"},
    "a literal of a terabyte": {"FETCH": LITERAL % 10**12 + "abc"},
    "a literal of a negative size": {"FETCH": "* 1 FETCH (UID 5 BODY[] {-5}\nabc)\n{tag} OK"},
    "an open bracket": {"FETCH": "* 1 FETCH (UID 5 RFC822.SIZE 9\n{tag} OK"},
    "a size that is none": {"FETCH": "* 1 FETCH (UID 5 RFC822.SIZE many)\n{tag} OK"},
    "no such UID": {"FETCH": "* 1 FETCH (UID x RFC822.SIZE 9)\n{tag} OK"},
    "brackets without end": {"FETCH": "* 1 FETCH " + "(" * 5000 + "\n{tag} OK"},
    "garbage": {"FETCH": "\x00\xff\n{tag} OK"},
    "an endless line": {"FETCH": "* 1 FETCH " + "x" * 1_200_000},
}


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_answers_that_are_none(answers: dict[str, str]) -> None:
    with Scripted(imap_script(answers)) as server:
        started = time.monotonic()
        mailbox = at(server.port)
        with pytest.raises(ImapUnreachable):
            all_of_it(mailbox)
        assert time.monotonic() - started < 100
        assert not mailbox.is_open
        with pytest.raises(ImapUnreachable, match="lukket"):
            mailbox.uids()


def fetched(text: str) -> str:
    return f"* 1 FETCH (UID 5 RFC822.SIZE 3 FLAGS () {text})\n{{tag}} OK"


ODD_BUT_FINE = {
    "answered twice": fetched("BODY[] {3}\nabc").replace(
        "\n{tag}", "\n" + fetched("BODY[] {3}\nabc")[: -len("{tag} OK")] + "{tag}"
    ),
    "as a quoted string": fetched('BODY[] "abc"'),
    "no time": fetched("BODY[] {3}\nabc"),
    "a time that is none": fetched('INTERNALDATE "yesterday" BODY[] {3}\nabc'),
    "a line for another mail": "* 9 FETCH (UID 99 FLAGS (\\Seen))\n" + fetched("BODY[] {3}\nabc"),
    "a false size": fetched("BODY[] {3}\nabc").replace("SIZE 3", "SIZE 400"),
}


@pytest.mark.parametrize("answer", ODD_BUT_FINE.values(), ids=ODD_BUT_FINE)
def test_answers_that_are_odd_but_fine(answer: str) -> None:
    with Scripted(imap_script({"FETCH": answer})) as server, at(server.port) as mailbox:
        (mail,) = mailbox.fetch([5])
        assert mail.raw == b"abc"
        assert mail.internaldate is None or mail.internaldate.tzinfo is not None


@pytest.mark.parametrize("answer", [fetched("BODY[] NIL"), "{tag} OK", fetched("BODY[HEADER] {3}\nabc")])
def test_a_mail_expunged_in_between_is_left_out(answer: str) -> None:
    with Scripted(imap_script({"FETCH": answer})) as server, at(server.port) as mailbox:
        assert list(mailbox.fetch([5])) == []


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("NO [AUTHENTICATIONFAILED] wrong", ImapLoginRefused),
        ("NO LOGIN failed.", ImapLoginRefused),
        ("BAD what?", ImapLoginRefused),
        ("NO [UNAVAILABLE] directory is down", ImapUnreachable),
        ("NO [INUSE] already connected", ImapUnreachable),
        ("NO [LIMIT] too many", ImapUnreachable),
    ],
)
def test_what_a_refused_login_means(words: str, error: type[ImapError]) -> None:
    with Scripted(imap_script({"LOGIN": "{tag} " + words})) as server, pytest.raises(error):
        at(server.port).open()


@pytest.mark.parametrize(
    ("capability", "user", "password"),
    [
        pytest.param("LOGINDISABLED", "bot", "x", id="no passwords"),
        pytest.param("", "bot", "æøå", id="letters that LOGIN cannot carry"),
        pytest.param("", "bot x", "y", id="a user that would be two words"),
        pytest.param("", "bot", "x\r\nA1 DELETE INBOX", id="a password with a command in it"),
    ],
)
def test_a_login_that_cannot_be_sent_is_not_sent(capability: str, user: str, password: str) -> None:
    sent: list[str] = []
    answers = {"CAPABILITY": f"* CAPABILITY IMAP4rev1 {capability}\n{{tag}} OK"}
    with Scripted(imap_script(answers, heard=sent)) as server:
        account = ImapAccount("127.0.0.1", server.port, user, "none", secret=lambda: password, timeout=1)
        with pytest.raises(ImapLoginRefused):
            Mailbox(account).open()
    assert [line for line in sent if "LOGIN" in line or "DELETE" in line] == []


def test_a_folder_that_is_there_but_cannot_be_opened_is_tried_again() -> None:
    answers = {"SELECT": "{tag} NO try later", "LIST": '* LIST () "/" INBOX\n{tag} OK'}
    with Scripted(imap_script(answers)) as server, pytest.raises(ImapUnreachable, match="kan ikke åbnes"):
        at(server.port).open()


def test_a_refused_command_leaves_the_connection_good() -> None:
    answers = {"MOVE": "{tag} NO [OVERQUOTA] full", "LIST": '* LIST () "/" Behandlet\n{tag} OK'}
    with Scripted(imap_script(answers)) as server, at(server.port) as mailbox:
        with pytest.raises(ImapRefused, match="OVERQUOTA"):
            mailbox.move([5], "Behandlet")
        assert mailbox.uids() == [5]


def test_starttls_that_is_not_offered_is_not_done_without() -> None:
    with Scripted(imap_script({})) as server:
        account = ImapAccount("127.0.0.1", server.port, "bot", "starttls", secret=lambda: "x", timeout=1)
        with pytest.raises(ImapInsecure, match="STARTTLS"):
            Mailbox(account).open()


def test_words_sent_before_tls_are_not_believed() -> None:
    """A command injected behind STARTTLS's answer (CVE-2021-33515 and its like) is thrown away with the buffer."""
    answers = {
        "CAPABILITY": "* CAPABILITY IMAP4rev1 STARTTLS\n{tag} OK",
        "STARTTLS": "{tag} OK go on\n* CAPABILITY IMAP4rev1 AUTH=EVIL",
    }
    with Scripted(imap_script(answers)) as server:
        account = ImapAccount("127.0.0.1", server.port, "bot", "starttls", secret=lambda: "x", timeout=1)
        with pytest.raises(ImapUnreachable):
            Mailbox(account).open()


@pytest.mark.parametrize(
    ("idle", "done", "wakes"),
    [
        pytest.param("* 2 EXISTS\n+ idling", "{tag} OK", True, id="told before the go-ahead"),
        pytest.param("+ idling\n* 2 EXISTS", "{tag} OK", True, id="told in the same packet as the go-ahead"),
        pytest.param(
            "+ idling\n* OK Still here\n* 1 FETCH (FLAGS (\\Seen))\n* 1 EXPUNGE", "{tag} OK", False, id="other news"
        ),
        pytest.param("+ idling\n* BYE", "", None, id="BYE"),
        pytest.param("+ idling{cut}", "", None, id="cut"),
        pytest.param("{tag} NO not now", "", None, id="refused"),
        pytest.param("+ idling", "", None, id="no answer to DONE: the connection was lost in silence"),
        pytest.param("+ idling\n* 2 EXI{open}", "", None, id="half a line"),
    ],
)
def test_idle(idle: str, done: str, wakes: bool | None) -> None:
    with Scripted(imap_script({"IDLE": idle, "DONE": done})) as server:
        mailbox = at(server.port, 0.4 if wakes is None else 60)
        mailbox.open()
        if wakes is None:
            with pytest.raises((ImapUnreachable, ImapRefused)):
                mailbox.idle(0.3, threading.Event())
        else:
            assert mailbox.idle(600 if wakes else 0.3, threading.Event()) is wakes
        mailbox.close()


def test_interrupt_ends_a_wait_from_another_thread(box: Box) -> None:
    with Proxy(box.server.port) as proxy:
        mailbox = Mailbox(box.account(port=proxy.port, timeout=600))
        mailbox.open()
        threading.Timer(0.2, mailbox.interrupt).start()
        with pytest.raises(ImapUnreachable):
            mailbox.idle(600, threading.Event())


def test_a_hung_server_does_not_hold_up_a_stop() -> None:
    stop = threading.Event()
    with Scripted(imap_script({"DONE": ""})) as server:
        mailbox = at(server.port, 600)
        mailbox.open()
        threading.Timer(0.2, stop.set).start()
        assert not mailbox.idle(600, stop)
        mailbox.close()


def test_a_mail_that_the_server_will_not_give_out_holds_nothing_up() -> None:
    """Exchange says NO to a FETCH of many for one item that it cannot write as a mail."""

    def answer(line: str) -> str:
        size = "".join(f"* {uid} FETCH (UID {uid} RFC822.SIZE 3)\n" for uid in (4, 5, 6))
        if "RFC822.SIZE" in line:
            return size + "{tag} OK"
        asked = line.split()[3]
        if "BODY.PEEK[]" in line and "5" not in asked:
            return f"* {asked} FETCH (UID {asked} FLAGS () BODY[] {{3}}\nabc)\n{{tag}} OK"
        if "HEADER" in line:
            return "* 5 FETCH (UID 5 FLAGS () BODY[HEADER] {10}\nSubject: x)\n{tag} OK"
        return "{tag} NO [SERVERBUG] cannot be converted"

    with Scripted(imap_script({}, fetch=answer)) as server, at(server.port) as mailbox:
        first, second, third = mailbox.fetch([4, 5, 6])
    assert (first.raw, third.raw) == (b"abc", b"abc")
    assert (second.uid, second.raw, second.refused, second.too_large) == (5, b"Subject: x", True, False)


def test_a_mail_whose_answer_makes_no_sense_holds_the_others_up_only_for_a_while() -> None:
    def answer(line: str) -> str:
        asked = line.split()[3]
        if "RFC822.SIZE" in line:
            return "".join(f"* {uid} FETCH (UID {uid} RFC822.SIZE 3)\n" for uid in (4, 5, 6)) + "{tag} OK"
        if "5" in asked:
            return "* 5 FETCH (UID 5 BODY[] )))\n{tag} OK"
        return f"* {asked} FETCH (UID {asked} FLAGS () BODY[] {{3}}\nabc)\n{{tag}} OK"

    got: dict[int, bytes] = {}
    with Scripted(imap_script({}, fetch=answer)) as server:
        mailbox = at(server.port)
        for _poll in range(6):
            mailbox.open()
            try:
                for mail in mailbox.fetch({4, 5, 6} - set(got)):
                    got[mail.uid] = mail.raw
                    assert mail.refused is (mail.uid == 5)
            except ImapUnreachable:
                continue
    assert got == {4: b"abc", 5: b"X-Kvalitetsbot-Refused: 7/5\r\n\r\n", 6: b"abc"}


def test_a_folder_that_may_only_be_read_is_said_to_be() -> None:
    answers = {"SELECT": "* 1 EXISTS\n* OK [UIDVALIDITY 7]\n{tag} OK [READ-ONLY] done"}
    with Scripted(imap_script(answers)) as server, pytest.raises(ImapReadOnly, match="ret til at flytte"):
        at(server.port).open()


@pytest.mark.parametrize(
    "answer", ["Navn: CPR 010190-1234", "* 1 FETCH (UID 5 BODY[] )) 010190-1234", "ZZZZ9 OK 010190-1234"]
)
def test_what_is_no_answer_is_in_no_error(answer: str) -> None:
    """A false length makes a piece of a mail look like an answer: it must not end in a log."""
    with (
        Scripted(imap_script({"FETCH": answer + "\n{tag} OK"})) as server,
        pytest.raises(ImapUnreachable) as caught,
        at(server.port) as mailbox,
    ):
        list(mailbox.fetch([5]))
    assert "010190" not in "".join(traceback.format_exception(caught.value))


def test_nothing_stays_open(box: Box) -> None:
    def tries() -> None:
        for fault in (None, Fault("down", 30, "cut"), Fault("down", 300, "close"), Fault("down", 0, "close")):
            through(box, fault, 2)
        for account in (box.account(port=1), box.account(secret=lambda: "wrong"), box.account(folder="nowhere")):
            with pytest.raises(ImapError):
                Mailbox(account).open()

    tries()
    gc.collect()
    before = len(list(Path("/proc/self/fd").iterdir()))
    gc.disable()
    try:
        for _ in range(3):
            tries()
        # The proxy and the embedded server close their own ends when they come to it.
        assert until(lambda: len(list(Path("/proc/self/fd").iterdir())) <= before + 2)
    finally:
        gc.enable()
