"""A mailbox at a real server: look, fetch, move, wait."""

import logging
import threading
from datetime import UTC, datetime

import pytest

from bot.mailin.imap import ImapAccount, ImapFolderMissing, ImapInsecure, ImapLoginRefused, ImapUnreachable, Mailbox
from tests.servers.fixtures import PASSWORD, Box
from tests.servers.proxy import Proxy


def mail(number: int, size: int = 0) -> bytes:
    return b"From: a@b.example\r\nSubject: nr %d\r\n\r\n" % number + b"x" * size + b"\r\n"


def test_an_empty_folder_has_no_uids(box: Box) -> None:
    with box.open() as mailbox:
        assert mailbox.uids() == []
        assert mailbox.uids_from(1) == []
        assert list(mailbox.fetch([])) == []
        assert mailbox.uidvalidity > 0


def test_a_mail_comes_back_byte_for_byte_with_its_time_in_copenhagen_and_unread(box: Box) -> None:
    raw = b"Subject: =?utf-8?q?=C3=A6?=\r\nX: a\r\n\r\n8 bit \xe6\xf8\xe5 og {5}\r\nuden CRLF til sidst"
    box.deliver(raw, when=datetime(2026, 3, 15, 23, 30, tzinfo=UTC))
    with box.open() as mailbox:
        (fetched,) = mailbox.fetch(mailbox.uids())
        assert fetched.raw == raw
        assert fetched.internaldate is not None
        assert fetched.internaldate.isoformat() == "2026-03-16T00:30:00+01:00"
        assert not fetched.too_large
        (again,) = mailbox.fetch([fetched.uid])
        assert "\\Seen" not in again.flags


def test_fetch_goes_in_batches_and_leaves_out_what_is_gone(box: Box) -> None:
    for number in range(7):
        box.deliver(mail(number, 1000))
    mailbox = Mailbox(box.account(), batch_octets=2500)
    with mailbox:
        uids = mailbox.uids()
        fetched = [f.uid for f in mailbox.fetch([*reversed(uids), 99_999])]
        assert fetched == uids


def test_a_mail_above_the_limit_comes_as_its_header(box: Box) -> None:
    big = (
        b"Subject: stor\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nhej\r\n"
        b'--b\r\nContent-Type: application/pdf; name="faktura.pdf"\r\n'
        b'Content-Disposition: attachment; filename="faktura.pdf"\r\n\r\n' + b"%PDF" * 5000 + b"\r\n--b--\r\n"
    )
    box.deliver(mail(1))
    box.deliver(big)
    box.deliver(mail(3))
    mailbox = Mailbox(box.account(), max_octets=10_000)
    with mailbox:
        first, second, third = mailbox.fetch(mailbox.uids())
    assert (first.raw, third.raw) == (mail(1), mail(3))
    assert second.too_large
    assert second.size == len(big)
    assert second.raw == big[: big.index(b"--b")]
    kinds = [part.content_type for part in second.parts]
    assert kinds == ["text/plain", "application/pdf"]
    if box.server.name == "dovecot":  # pymap's disposition is no list, but the type's parameter stands
        assert second.parts[1].size == 20_000
    assert second.parts[1].name == "faktura.pdf"


@pytest.mark.parametrize("folder", ["Behandlet/Godkendt", "Behandlet/Til gennemsyn", 'Læst/Ærø/Å & Ö ~ "x"'])
def test_move_makes_the_folder_and_moves_what_is_there(box: Box, folder: str) -> None:
    for number in range(4):
        box.deliver(mail(number))
    with box.open() as mailbox:
        first, second, third, fourth = mailbox.uids()
        assert mailbox.move([first, third, 99_999], folder) == {first, third}
        assert mailbox.uids() == [second, fourth]
        assert mailbox.move([first, third], folder) == set()
        assert mailbox.move([fourth], folder) == {fourth}
    assert box.contents(folder) == [mail(0), mail(2), mail(3)]


def test_moving_to_where_it_is_changes_nothing(box: Box) -> None:
    box.deliver(mail(1))
    with box.open() as mailbox:
        uids = mailbox.uids()
        assert mailbox.move(uids, "inbox") == set(uids)
        assert mailbox.uids() == uids
        assert "INBOX" in mailbox.folders()


def test_a_folder_removed_while_connected_is_made_again(box: Box) -> None:
    box.deliver(mail(1))
    box.deliver(mail(2))
    with box.open() as mailbox, box.open() as other:
        first, second = mailbox.uids()
        mailbox.move([first], "Behandlet/Afvist")
        with other._session.talking() as client:
            client.delete_folder(other._session.folders.server_name("Behandlet/Afvist"))
        assert mailbox.move([second], "Behandlet/Afvist") == {second}
    assert box.contents("Behandlet/Afvist") == [mail(2)]


@pytest.mark.parametrize("name", ["", "/", "a//b", "a\r\nb", "a/\x00"])
def test_a_name_that_is_none_is_the_callers_error(box: Box, name: str) -> None:
    box.deliver(mail(1))
    with box.open() as mailbox:
        with pytest.raises(ValueError, match="mappe"):
            mailbox.move(mailbox.uids(), name)
        assert len(mailbox.uids()) == 1


def test_a_mail_moved_back_by_hand_has_a_new_uid_at_the_end(box: Box) -> None:
    box.deliver(mail(1))
    with box.open() as mailbox:
        (uid,) = mailbox.uids()
        mailbox.move([uid], "Behandlet/Afvist")
        with box.open(folder="Behandlet/Afvist") as by_hand:
            by_hand.move(by_hand.uids(), "INBOX")
        (back,) = mailbox.uids_from(uid + 1)
        assert back > uid
        assert [f.raw for f in mailbox.fetch([back])] == [mail(1)]


def test_append_keeps_time_and_flags(box: Box) -> None:
    with box.open() as mailbox:
        mailbox.append("Sendt æøå", mail(1), ["\\Seen"], datetime(2026, 3, 1, 12, tzinfo=UTC))
    with box.open(folder="Sendt æøå") as sent:
        (fetched,) = sent.fetch(sent.uids())
    assert fetched.raw == mail(1)
    assert "\\Seen" in fetched.flags
    assert fetched.internaldate is not None
    assert fetched.internaldate.isoformat() == "2026-03-01T13:00:00+01:00"


def test_idle_wakes_for_new_mail_and_not_for_flags(box: Box) -> None:
    box.deliver(mail(1))
    with box.open() as mailbox:
        last = mailbox.uids()[-1]
        threading.Timer(0.2, box.deliver, [mail(2)]).start()
        assert mailbox.idle(600, threading.Event())
        (new,) = mailbox.uids_from(last + 1)
        assert not mailbox.idle(0.3, threading.Event())
        assert [f.raw for f in mailbox.fetch([new])] == [mail(2)]


def test_mail_that_came_before_idle_is_not_slept_over(box: Box) -> None:
    with box.open() as mailbox:
        mailbox.uids()
        box.deliver(mail(1))
        if box.server.name == "dovecot":
            mailbox.noop()  # told of here, in an answer that nobody looked at
        assert mailbox.idle(600, threading.Event())


def test_idle_sees_a_stop(box: Box) -> None:
    """Not at the idle's own end, which the test's time limit would not live to see; ``bench`` has the milliseconds."""
    stop = threading.Event()
    with box.open() as mailbox:
        mailbox.uids()
        threading.Timer(0.3, stop.set).start()
        assert not mailbox.idle(600, stop)
        assert mailbox.uids() == []


def test_idle_is_renewed(box: Box) -> None:
    with Proxy(box.server.port) as proxy:
        mailbox = Mailbox(box.account(port=proxy.port), idle_renewal=0.08)
        with mailbox:
            before = proxy.up
            assert not mailbox.idle(1.5, threading.Event())
            assert proxy.up - before > 4 * len("AAAA1 IDLE\r\nDONE\r\n")


def test_a_wrong_password_is_refused_without_being_told(box: Box, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "forkert-Kode99"
    with pytest.raises(ImapLoginRefused) as caught:
        box.open(secret=lambda: wrong)
    assert wrong not in str(caught.value) + caplog.text
    assert "ret user eller password" in str(caught.value)


def test_nothing_secret_is_logged_at_debug(box: Box, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    box.deliver(b"Subject: indhold-7731\r\n\r\nx\r\n")
    with box.open() as mailbox:
        list(mailbox.fetch(mailbox.uids()))
    assert PASSWORD not in caplog.text
    assert "indhold-7731" not in caplog.text


def test_a_missing_folder_is_named_with_those_that_are_there(box: Box) -> None:
    with pytest.raises(ImapFolderMissing, match=r"mappen Fakturaer findes ikke.*INBOX"):
        box.open(folder="Fakturaer")


def test_nobody_listens(box: Box) -> None:
    with Proxy(box.server.port) as proxy:
        port = proxy.port
    with pytest.raises(ImapUnreachable, match="ret host og port"):
        box.open(port=port)


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.9.9.9", True),
        ("imap.firma.example", False),
        ("10.0.0.1", False),
        ("localhost.firma.example", False),
        ("0.0.0.0", False),
    ],
)
def test_clear_text_goes_to_this_machine_only(host: str, allowed: bool) -> None:
    def account() -> ImapAccount:
        return ImapAccount(host, 143, "bot", "none", secret=lambda: "x")

    if allowed:
        assert account().context() is None
    else:
        with pytest.raises(ImapInsecure, match="security"):
            account()


def test_an_authority_that_cannot_be_read_is_named() -> None:
    account = ImapAccount("imap.firma.example", 993, "bot", secret=lambda: "x", ca_file="/nowhere/ca.pem")
    with pytest.raises(ImapInsecure, match=r"ca_file /nowhere/ca\.pem kan ikke læses"):
        Mailbox(account).open()


def test_imapclient_is_kept_from_making_a_text_of_every_answer(box: Box) -> None:
    with box.open() as mailbox, mailbox._session.talking() as client:
        assert client._imap.debug == 0
        assert client.wire.sock.getsockopt(6, 1) != 0  # IPPROTO_TCP, TCP_NODELAY
