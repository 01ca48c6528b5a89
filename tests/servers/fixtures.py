"""Fixtures over the servers of this folder, for every part's tests.

``mail_server`` runs a test against Dovecot and against the embedded server; ``box`` gives a user of it that no
other test has; ``dovecot_box`` one of Dovecot's. Where Dovecot is missing, the summary says which tests were left out.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from bot.mailin.imap import ImapAccount, Mailbox
from tests.servers.dovecot import Dovecot, why_not
from tests.servers.embedded import Embedded

PASSWORD = "hemmelig-Kode7"
USERS = dict.fromkeys((*(f"bot{i}" for i in range(1, 600)), "crowded", "second"), PASSWORD)

_numbers = count(1)


@dataclass(frozen=True)
class Box:
    """A mailbox of its own at a running server."""

    server: Dovecot | Embedded
    user: str

    def account(self, **changes: Any) -> ImapAccount:
        return self.server.account(self.user, **changes)

    def open(self, **changes: Any) -> Mailbox:
        """A connected ``Mailbox``; the keywords are the account's."""
        mailbox = Mailbox(self.account(**changes))
        mailbox.open()
        return mailbox

    def deliver(self, raw: bytes, folder: str = "INBOX", when: datetime | None = None) -> None:
        self.server.deliver(self.user, raw, folder, when)

    def contents(self, folder: str = "INBOX") -> list[bytes]:
        """Every mail of the folder, in the order of its UIDs, as another client sees them."""
        with Mailbox(self.account(folder=folder)) as other:
            return [mail.raw for mail in other.fetch(other.uids())]


@pytest.fixture(scope="session")
def _servers() -> Iterator[dict[str, Dovecot | Embedded]]:
    with ExitStack() as stack:

        class Started(dict[str, Dovecot | Embedded]):
            def __missing__(self, name: str) -> Dovecot | Embedded:
                server: Dovecot | Embedded = Dovecot(USERS) if name == "dovecot" else Embedded(USERS)
                stack.enter_context(server)
                self[name] = server
                return self[name]

        yield Started()


@pytest.fixture(params=[pytest.param("dovecot", marks=pytest.mark.dovecot), "embedded"])
def mail_server(request: pytest.FixtureRequest, _servers: dict[str, Dovecot | Embedded]) -> Dovecot | Embedded:
    return _servers[request.param]


@pytest.fixture
def box(mail_server: Dovecot | Embedded) -> Box:
    return Box(mail_server, f"bot{next(_numbers)}")


@pytest.fixture
def dovecot_box(_servers: dict[str, Dovecot | Embedded]) -> Box:
    """For tests marked ``dovecot``: what the embedded server cannot do."""
    return Box(_servers["dovecot"], f"bot{next(_numbers)}")


def pytest_configure(config: pytest.Config) -> None:
    # The sink's logins are tried on loopback, with TLS and without.
    config.addinivalue_line("filterwarnings", "ignore:Requiring AUTH while not requiring TLS:UserWarning")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = why_not()
    if reason is None:
        return
    for item in items:
        if item.get_closest_marker("dovecot"):
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reason = why_not()
    if reason is None:
        return
    left_out = [r.nodeid for r in terminalreporter.getreports("skipped") if reason in str(r.longrepr)]
    if left_out:
        terminalreporter.section(f"LEFT OUT: {len(left_out)} tests against Dovecot ({reason})", yellow=True)
        for nodeid in left_out:
            terminalreporter.write_line(nodeid)
