"""What only Dovecot can show: TLS, tokens, UIDVALIDITY, large folders, no MOVE, other names of folders."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.mailin.imap import ImapLoginRefused, ImapUnreachable, Mailbox
from bot.mailin.oauth import TokenSource
from tests.servers.certificates import make_certificates
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import Box
from tests.servers.proxy import Proxy
from tests.servers.tokens import TokenService

pytestmark = pytest.mark.dovecot
MAIL = b"From: a@b.example\r\nSubject: nr %d\r\n\r\nhej\r\n"


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_tls(dovecot_box: Box, security: str, tmp_path: Path) -> None:
    dovecot_box.deliver(MAIL % 1)
    with dovecot_box.open(security=security) as mailbox:
        assert [f.raw for f in mailbox.fetch(mailbox.uids())] == [MAIL % 1]
        threading.Timer(0.2, dovecot_box.deliver, [MAIL % 2]).start()
        assert mailbox.idle(600, threading.Event())
    with pytest.raises(ImapUnreachable, match="ca_file"):
        dovecot_box.open(security=security, ca_file=None)
    with pytest.raises(ImapUnreachable, match="certifikatet"):
        dovecot_box.open(security=security, host="localhost")  # the certificate is 127.0.0.1's
    with pytest.raises(ImapUnreachable, match="ca_file"):
        dovecot_box.open(security=security, ca_file=str(make_certificates(tmp_path).ca))


def test_tls_to_a_port_without_it(dovecot_box: Box) -> None:
    with pytest.raises(ImapUnreachable):
        dovecot_box.open(security="tls", port=dovecot_box.server.port)


def test_a_new_uidvalidity_is_told_and_the_mails_are_all_there(dovecot_box: Box) -> None:
    assert isinstance(dovecot_box.server, Dovecot)
    dovecot_box.deliver(MAIL % 1)
    with dovecot_box.open() as mailbox:
        before = mailbox.uidvalidity
        mailbox.uids()
    time.sleep(1.1)  # UIDVALIDITY is a time in whole seconds
    dovecot_box.server.renew_uidvalidity(dovecot_box.user)
    with dovecot_box.open() as mailbox:
        assert mailbox.uidvalidity != before
        assert [f.raw for f in mailbox.fetch(mailbox.uids())] == [MAIL % 1]


def test_a_new_uidvalidity_under_an_open_session_ends_it(dovecot_box: Box) -> None:
    assert isinstance(dovecot_box.server, Dovecot)
    dovecot_box.deliver(MAIL % 1)
    mailbox = dovecot_box.open()
    before = mailbox.uidvalidity
    time.sleep(1.1)
    dovecot_box.server.renew_uidvalidity(dovecot_box.user)
    dovecot_box.deliver(MAIL % 2)
    try:
        for _ in range(3):
            mailbox.uids_from(1)
    except ImapUnreachable:
        pass
    mailbox.open()
    with mailbox:
        assert mailbox.uidvalidity != before
        assert [f.raw for f in mailbox.fetch(mailbox.uids())] == [MAIL % 1, MAIL % 2]


COUNT = 5000


@pytest.fixture(scope="module")
def full(_servers: dict[str, Dovecot]) -> Box:
    box = Box(_servers["dovecot"], "crowded")
    for number in range(COUNT):
        box.deliver(MAIL % number)
    with box.open() as mailbox:
        mailbox.uids()
    return box


def test_a_quiet_poll_fetches_under_2_kb(full: Box) -> None:
    with Proxy(full.server.port) as proxy:
        mailbox = Mailbox(full.account(port=proxy.port))
        with mailbox:
            opened = proxy.down
            assert opened < 2000
            cursor = mailbox.uids()[-1] + 1
            for _ in range(3):
                before = proxy.down
                assert mailbox.uids_from(cursor) == []
                assert proxy.down - before < 200
            before = proxy.down
            assert not mailbox.idle(0.2, threading.Event())
            assert proxy.down - before < 200


def test_all_are_fetched_once_and_a_few_moved(full: Box) -> None:
    with full.open() as mailbox:
        uids = mailbox.uids()
        assert len(uids) == COUNT
        subjects = {f.raw for f in mailbox.fetch(uids)}
        assert subjects == {MAIL % number for number in range(COUNT)}
        moved = mailbox.move(uids[:1200], "Behandlet/Afvist")
        assert moved == set(uids[:1200])
        assert mailbox.uids() == uids[1200:]


@pytest.fixture(scope="module", params=["MOVE", "UIDPLUS", "neither"])
def limited(request: pytest.FixtureRequest) -> Iterator[Box]:
    capability = {"MOVE": "IMAP4rev1 MOVE", "UIDPLUS": "IMAP4rev1 UIDPLUS", "neither": "IMAP4rev1"}[request.param]
    with Dovecot({"bot": "x"}, capability=capability) as server:
        yield Box(server, "bot")


def test_moving_without_move(limited: Box) -> None:
    """Another's mail that is marked as deleted stays where it is, marked, whatever the server can."""
    for number in range(3):
        limited.deliver(MAIL % number)
    with limited.open() as mailbox, limited.open() as other:
        first, second, third = mailbox.uids()
        assert mailbox.move([first], "Behandlet/Godkendt") == {first}
        with other._session.talking() as client:
            client.delete_messages([third])
        safe = mailbox.can("MOVE") or mailbox.can("UIDPLUS")
        assert mailbox.move([second], "Behandlet/Godkendt") == ({second} if safe else set())
        assert third in mailbox.uids()
        with other._session.talking() as client:
            client.remove_flags([third], ["\\Deleted"])
        left = mailbox.uids()
        assert mailbox.move(left, "Behandlet/Godkendt") == set(left)
        assert mailbox.uids() == []
    assert sorted(limited.contents("Behandlet/Godkendt")) == [MAIL % n for n in range(3)]


def test_without_idle_it_waits(limited: Box) -> None:
    stop = threading.Event()
    with limited.open() as mailbox:
        assert not mailbox.can("IDLE")
        started = time.monotonic()
        assert not mailbox.idle(0.2, stop)
        assert time.monotonic() - started >= 0.19
        stop.set()
        assert not mailbox.idle(600, stop)


@pytest.mark.parametrize(("separator", "prefix"), [("/", ""), (".", ""), (".", "INBOX."), ("/", "INBOX/")])
def test_folders_have_the_same_names_whatever_the_server_calls_them(separator: str, prefix: str) -> None:
    last = "nr. 1" if separator == "." else "nr- 1"  # Maildir++ itself knows no "." in a name
    folder = "Behandlet/Til gennemsyn æøå/" + last
    with Dovecot({"bot": "x"}, separator=separator, prefix=prefix) as server:
        box = Box(server, "bot")
        box.deliver(MAIL % 1)
        with box.open() as mailbox:
            assert mailbox.move(mailbox.uids(), folder)
            with mailbox._session.talking() as client:
                subscribed = {name for _flags, _delimiter, name in client.list_sub_folders()}
            assert prefix + separator.join(["Behandlet", "Til gennemsyn æøå", "nr- 1"]) in subscribed
            assert "Behandlet/Til gennemsyn æøå/nr- 1" in mailbox.folders()
        assert box.contents(folder) == [MAIL % 1]


PASSWORDS = ["æøå-ß-🔑", "x", 'a"b\\c', "{5}", " mellemrum ", "x" * 300]


@pytest.fixture(scope="module")
def locks() -> Iterator[Dovecot]:
    with Dovecot({f"bot{number}": password for number, password in enumerate(PASSWORDS)}) as server:
        yield server


@pytest.mark.parametrize("number", range(len(PASSWORDS)))
def test_passwords_of_any_kind(locks: Dovecot, number: int) -> None:
    box = Box(locks, f"bot{number}")
    box.open().close()
    with pytest.raises(ImapLoginRefused):
        box.open(secret=lambda: PASSWORDS[number] + "x")


# XOAUTH2 and OAUTHBEARER; Dovecot asks the token service whether a token is good.


@pytest.fixture(scope="module")
def service() -> Iterator[TokenService]:
    with TokenService() as service:
        yield service


@pytest.fixture(scope="module")
def server(service: TokenService) -> Iterator[Dovecot]:
    with Dovecot({"bot": "x"}, introspection_url=service.introspection_url) as server:
        yield server


@pytest.mark.parametrize("auth", ["xoauth2", "oauthbearer", "microsoft365", "google"])
def test_a_good_token_is_in_and_a_revoked_one_is_out(service: TokenService, server: Dovecot, auth: str) -> None:
    source = TokenSource(lambda: (service.token(), service.lives))
    server.deliver("bot", MAIL % 1)
    account = server.account(auth=auth, token=source)
    with Mailbox(account) as mailbox:
        assert mailbox.uids()
    service.revoke()
    with pytest.raises(ImapLoginRefused, match="giv programmet adgang") as caught:
        Mailbox(account).open()
    assert "token-" not in str(caught.value)
    Mailbox(account).open()  # the refused token was forgotten, and a new one fetched


def test_a_token_that_ended_is_replaced_at_the_next_login(service: TokenService, server: Dovecot) -> None:
    now = [0.0]
    source = TokenSource(lambda: (service.token(), 3600), lambda: now[0])
    account = server.account(auth="xoauth2", token=source)
    Mailbox(account).open()
    first = source()
    service.revoke()
    now[0] = 3301.0  # five minutes before its end
    Mailbox(account).open()
    assert source() != first


def test_another_users_token_is_refused(service: TokenService, server: Dovecot) -> None:
    service.user = "somebody"
    try:
        with pytest.raises(ImapLoginRefused):
            Mailbox(server.account(auth="xoauth2", token=service.token)).open()
    finally:
        service.user = "bot"


@pytest.mark.parametrize("auth", ["xoauth2", "oauthbearer"])
def test_a_token_for_something_else_is_refused(service: TokenService, server: Dovecot, auth: str) -> None:
    service.scope = "Mail.Read"
    try:
        with pytest.raises(ImapLoginRefused):
            Mailbox(server.account(auth=auth, token=service.token)).open()
    finally:
        service.scope = "IMAP.AccessAsApp"
