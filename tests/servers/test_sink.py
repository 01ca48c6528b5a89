"""The SMTP sink does what it is told: else the outbox's tests would prove nothing."""

import asyncio
import ssl
from pathlib import Path
from typing import Any

import aiosmtplib
import pytest

from tests.servers.certificates import make_certificates
from tests.servers.proxy import Fault as Cut
from tests.servers.proxy import Proxy
from tests.servers.sink import Fault, SmtpSink

MAIL = b"From: bot@ekm.example\r\nSubject: x\r\n\r\n.hej \xe6\r\n..\r\n"
TO = ["a@b.example", "c@d.example"]


def send(port: int, **options: Any) -> tuple[dict[str, Any], str]:
    async def go() -> tuple[dict[str, Any], str]:
        login = options.pop("login", None)
        token = options.pop("token", None)
        settings = {"start_tls": False, "timeout": 3.0, **options}
        client = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, **settings)
        async with client:
            if login:
                await client.login(*login)
            if token:
                await client.auth_xoauth2("bot@ekm.example", token)
            return await client.sendmail("bot@ekm.example", TO, MAIL)

    return asyncio.run(go())


def test_it_keeps_envelope_and_bytes() -> None:
    with SmtpSink() as sink:
        assert send(sink.port)[0] == {}
        (mail,) = sink.accepted
        assert (mail.mail_from, mail.rcpt_tos, mail.content) == ("bot@ekm.example", tuple(TO), MAIL)
        assert sink.commands[:4] == ["EHLO", "MAIL", "RCPT", "RCPT"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        pytest.param(
            Fault("greeting", reply="421 4.3.2 not now"), aiosmtplib.SMTPConnectError, id="421 at the greeting"
        ),
        pytest.param(Fault("greeting", cut=True), aiosmtplib.SMTPException, id="cut at the greeting"),
        pytest.param(Fault("MAIL", reply="451 4.3.0 later"), aiosmtplib.SMTPSenderRefused, id="4yz at MAIL"),
        pytest.param(Fault("MAIL", reply="550 5.7.1 no"), aiosmtplib.SMTPSenderRefused, id="5yz at MAIL"),
        pytest.param(Fault("RCPT", reply="550 5.1.1 no"), aiosmtplib.SMTPRecipientsRefused, id="5yz at each RCPT"),
        pytest.param(
            Fault("RCPT", reply="451 4.7.1 grey", each=True), aiosmtplib.SMTPRecipientsRefused, id="greylisted"
        ),
        pytest.param(Fault("DATA", reply="452 4.3.1 full"), aiosmtplib.SMTPDataError, id="4yz at DATA"),
        pytest.param(Fault("content", reply="451 4.3.0 later"), aiosmtplib.SMTPDataError, id="4yz after the dot"),
        pytest.param(Fault("content", reply="554 5.6.0 no"), aiosmtplib.SMTPDataError, id="5yz after the dot"),
        pytest.param(Fault("content", stall=30), aiosmtplib.SMTPTimeoutError, id="silence after the dot"),
        pytest.param(Fault("content", cut=True), aiosmtplib.SMTPServerDisconnected, id="cut after the dot"),
        pytest.param(Fault("RCPT", stall=30), aiosmtplib.SMTPTimeoutError, id="silence at RCPT"),
    ],
)
def test_a_fault_is_seen_and_nothing_is_kept(fault: Fault, error: type[Exception]) -> None:
    with SmtpSink(faults=(fault,)) as sink:
        with pytest.raises(error):
            send(sink.port, timeout=2)
        assert sink.accepted == []


def test_greylisting_lets_the_second_try_in() -> None:
    with SmtpSink(faults=(Fault("RCPT", reply="451 4.7.1 grey", each=True),)) as sink:
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
            send(sink.port)
        assert send(sink.port)[0] == {}
        assert len(sink.accepted) == 1


def test_one_recipient_is_refused_and_the_other_gets_it() -> None:
    with SmtpSink(faults=(Fault("RCPT", reply="550 5.1.1 no such user", recipient=TO[0]),)) as sink:
        refused, _ = send(sink.port)
        assert list(refused) == [TO[0]]
        assert [m.rcpt_tos for m in sink.accepted] == [(TO[1],)]


def test_a_lost_250_is_kept_and_the_sender_does_not_know() -> None:
    with SmtpSink(faults=(Fault("content", cut=True, keep=True, times=1),)) as sink:
        with pytest.raises(aiosmtplib.SMTPServerDisconnected):
            send(sink.port)
        assert len(sink.accepted) == 1
        send(sink.port)
        assert len(sink.accepted) == 2


@pytest.mark.parametrize("after", range(0, 400, 37))
def test_a_cut_at_any_byte_is_seen(after: int) -> None:
    with SmtpSink() as sink, Proxy(sink.port, fault=Cut("up", after, "cut")) as proxy:
        try:
            send(proxy.port)
        except (aiosmtplib.SMTPException, OSError):
            assert sink.accepted == []
        else:
            assert len(sink.accepted) == 1  # the cut came after QUIT


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_tls(tmp_path: Path, security: Any) -> None:
    certificates = make_certificates(tmp_path)
    with SmtpSink(certificates=certificates, security=security) as sink:
        options = {"start_tls": security == "starttls", "use_tls": security == "tls"}
        send(sink.port, cert_bundle=str(certificates.ca), **options)
        assert len(sink.accepted) == 1
        with pytest.raises((aiosmtplib.SMTPException, ssl.SSLError)):
            send(sink.port, **options)  # an authority that the system does not know


def test_password() -> None:
    with SmtpSink(users={"bot": "rigtig"}) as sink:
        send(sink.port, login=("bot", "rigtig"))
        assert [m.login for m in sink.accepted] == ["bot"]
        with pytest.raises(aiosmtplib.SMTPAuthenticationError):
            send(sink.port, login=("bot", "forkert"))
        with pytest.raises(aiosmtplib.SMTPException):
            send(sink.port)


def test_xoauth2() -> None:
    with SmtpSink(token=lambda token: token == "good") as sink:
        send(sink.port, token="good")
        assert [m.login for m in sink.accepted] == ["bot@ekm.example"]
        with pytest.raises(aiosmtplib.SMTPAuthenticationError):
            send(sink.port, token="expired")
