"""One bad mail stops nothing: the one behind it is answered, and what cannot be handled waits for a person."""

import os
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from math import isfinite
from pathlib import Path

import pytest

from bot.data import data_path
from tests.documents.formats.test_hostile import HOSTILE, zipped
from tests.faults.harness import fresh, installation, numbered
from tests.faults.hostile import attached, hostile_mails, waited
from tests.servers.embedded import Embedded
from tests.servers.fixtures import PASSWORD, Box
from tests.servers.sink import SmtpSink
from tests.service.live import Live, day_report, said, today, until

#: Of ``hostile_mails``: one for each way in which a mail can be bad; all of them by ``python -m tests.faults.hostile``.
SOME = ("forms in forms, ten to the tenth", "headers of 5 MB", "1,000 parts in parts", "random bytes")


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with Embedded({"bot": PASSWORD}) as server, SmtpSink() as sink:
        yield Live(tmp_path, Box(server, "bot"), sink)


@pytest.mark.slow
@pytest.mark.dovecot
def test_an_ordinary_invoice_behind_hostile_mail_is_answered() -> None:
    """On Dovecot: the embedded server itself does not survive some. ``tests.faults.hostile`` has the seconds."""
    with installation() as live:
        _all_are_answered(live, dict(hostile_mails()))


def _all_are_answered(live: Live, mails: dict[str, Callable[[], list[bytes]]]) -> None:
    process = live.process()
    try:
        assert until(lambda: live.store().last_beat() is not None), live.log()
        for number, name in enumerate(SOME, 1):
            assert (name, isfinite(waited(live, mails[name](), number))) == (name, True), live.log()
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()
    assert "Traceback" not in live.log()
    with live.store() as store:
        assert {m.state for m in store.messages()} == {"handled"}


@pytest.mark.slow
def test_a_good_invoice_beside_a_bomb_in_one_archive_is_read_and_a_person_is_asked(tmp_path: Path) -> None:
    mail = message_from_bytes(fresh(3, today()), policy=policy.default)
    good = next(iter(mail.iter_attachments())).get_content()
    bomb = HOSTILE["a gigabyte of blanks, three times packed"][0]()
    with Embedded({"bot": PASSWORD}) as server, SmtpSink() as sink:
        live = Live(tmp_path, Box(server, "bot"), sink, service="[reading]\nmemory_mb = 500")
        live.box.deliver(attached(("bilag.zip", zipped(("bombe.pdf", bomb), ("faktura.pdf", good)))))
        assert live.once() == 0
        with live.store() as store:
            read = {i.document: (i.verdict, i.supplier) for i in store.invoices()}
            (filed,) = store.messages()
    assert read["bilag.zip/faktura.pdf"] == ("accepted", "Restaurant Møllen ApS")
    assert read["bilag.zip/bombe.pdf"] == ("review", None)
    assert (filed.verdict, filed.outcome) == ("review", "review")


def test_a_mail_that_cannot_be_handled_is_put_aside_told_and_taken_up_again(live: Live) -> None:
    """A letter that cannot be written stands for any fault of ours: one that the trial of all letters does not show."""
    broken = live.folder / "mine" / "da" / "invoice_accepted.txt.j2"
    broken.parent.mkdir(parents=True)
    shipped = (data_path("mailtemplates") / "da" / broken.name).read_text(encoding="utf-8")
    here = f'(received | string) >= "{today()}"'
    broken.write_text(f"{shipped}\n{{% block fault %}}{{{{ 1 // (0 if {here} else 1) }}}}{{% endblock %}}\n", "utf-8")
    live.config_file.write_text('templates = "mine"\n' + live.config_file.read_text())
    live.box.deliver(numbered(fresh(3, today()), 3))
    live.box.deliver(numbered(fresh(4, today()), 4))
    statuses = [live.once() for _ in range(4)]
    assert statuses == [1, 1, 0, 0]
    with live.store() as store:
        assert [m.state for m in store.messages()] == ["parked", "handled"], "the other one is not held up"
        assert [m.attempts for m in store.parked()] == [3]
    assert "parked" in day_report(live, "--json")
    status, told = said(live, "status", "--json")
    assert status == 1
    assert "1 sat til side" in told
    broken.unlink()
    assert said(live, "messages", "retry")[0] == 0
    assert live.once() == 0
    with live.store() as store:
        assert {m.state for m in store.messages()} == {"handled"}
    assert live.letters_of("<fresh-3@moellen.example>")


class TestOutsideText:
    """What strangers write stays text: in headers, in HTML, in cells, in file names."""

    SUPPLIER = '<script>alert(1)</script> & =HYPERLINK("http://ond.example")'

    def mail(self) -> bytes:
        text = (
            f"Faktura nr. 17\nFakturadato: {today():%d.%m.%Y}\nLeverandør: {self.SUPPLIER}\nCVR 26138124\n"
            "Kvalitetsnetværk Aarhus Midt\n8 personer\nI alt 760,00 kr.\n"
        )
        raw = attached(("../../../../tmp/ondt.txt", text.encode()), ("=cmd|' /C calc'!A0.pdf", os.urandom(99)))
        return raw.replace(
            b"Subject: Faktura",
            b"Subject: =?utf-8?q?Faktura_17=0D=0ABcc:_alle=40ond.example=0D=0A=0D=0AKlik_her?=\r\n"
            b"Reply-To: =?utf-8?q?a=0D=0ABcc=3A_x=40y=2Eexample?= <ond@ond.example>",
        )

    def test_it_stays_text(self, live: Live) -> None:
        live.box.deliver(self.mail())
        live.once()
        shown = [day_report(live, *more) for more in ((), ("--json",))]
        assert live.sink.accepted
        for accepted in live.sink.accepted:
            head = accepted.content.partition(b"\r\n\r\n")[0].lower()
            assert b"\nbcc:" not in head
            assert set(accepted.rcpt_tos) <= {"ond@ond.example", "sekretariat@ekm.example", "mette@aarhusfys.example"}
            assert b"<script" not in accepted.content
        assert all("\x1b" not in text for text in shown)
        assert not Path("/tmp/ondt.txt").exists()
        with live.store() as store:
            assert all("\n" not in (m.subject or "") for m in store.messages())
