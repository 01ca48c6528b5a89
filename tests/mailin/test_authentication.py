"""Our own server's word about the sender is believed, and nobody else's (RFC 8601)."""

import pytest

from bot.mailin.authentication import authenticate
from bot.model.message import Authentication
from tests.mailin.build import mail, read

AR = "Authentication-Results: mx.ekm.example; "
OURS = AR + "\n spf=pass smtp.mailfrom=firma.example;\n dkim=pass header.d=firma.example;\n"
PASS = OURS + " dmarc=pass (p=none) header.from=firma.example"
FAIL = AR + "spf=fail smtp.mailfrom=ond.example; dkim=none;\n dmarc=fail (p=reject dis=none) header.from=firma.example"
NONE = AR + "spf=none; dkim=none; dmarc=none header.from=firma.example"
BORDER = (
    "Received: from mail.firma.example (mail.firma.example [192.0.2.9])\n"
    " by mx.ekm.example (Postfix) with ESMTPS id 1; Sat, 14 Mar 2026 10:00:00 +0100"
)
GATEWAY_BORDER = BORDER.replace("by mx.ekm", "by mx2.ekm")
HANDED_ON = (
    "Received: from mx2.ekm.example (mx2.ekm.example [198.51.100.25])\n"
    "\tby imap.ekm.example (Postfix) with ESMTPS id 2; Sat, 14 Mar 2026 10:00:02 +0100"
)
GATEWAY_PASS = PASS.replace("mx.ekm", "mx2.ekm")
OTHER_SERVER = (
    "Received: from x.ond.example (x.ond.example [192.0.2.66]) by y.ond.example; Sat, 14 Mar 2026 09:00:00 +0100"
)


def result(*headers: str, sender: str = "Lone Holm <lone@firma.example>") -> Authentication:
    return read(mail(*headers, sender=sender)).authentication


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param((PASS, BORDER), id="above the border line (Rspamd, Exim, Sendmail)"),
        pytest.param(
            ("Return-Path: <lone@firma.example>", "Delivered-To: x@ekm.example", PASS, BORDER), id="under Return-Path"
        ),
        pytest.param((HANDED_ON, GATEWAY_BORDER, GATEWAY_PASS), id="under the gateway's border line, handed on inside"),
        pytest.param((HANDED_ON, GATEWAY_PASS, GATEWAY_BORDER), id="above the gateway's border line, handed on inside"),
        pytest.param((PASS.replace("mx.ekm.example;", "MX.EKM.Example 1;"), BORDER), id="the id's case, and a version"),
        pytest.param((PASS, BORDER, OTHER_SERVER, FAIL), id="a foreign result far below says fail"),
        pytest.param(
            (PASS, BORDER, "Authentication-Results: mx.firma.example; dmarc=fail header.from=firma.example"),
            id="another id",
        ),
        pytest.param((OURS + " dmarc=none", BORDER), id="no DMARC: SPF and DKIM aligned"),
        pytest.param(
            (AR + "dkim=pass header.d=mail.firma.example; spf=none", BORDER),
            id="no DMARC: DKIM of a subdomain",
        ),
        pytest.param(
            (AR + "spf=pass smtp.mailfrom=bounce@news.firma.example", BORDER),
            id="no DMARC: SPF of a subdomain, with a local part",
        ),
        pytest.param(
            (
                AR + "dmarc=pass header.from=firma.example",
                AR + "spf=pass smtp.mailfrom=firma.example",
                AR + "dkim=pass header.d=firma.example",
                BORDER,
            ),
            id="one header for each method",
        ),
        pytest.param(
            (
                "Received: from mx.ekm.example\n by imap.ekm.example with LMTP id 3; Sat, 14 Mar 2026 10:00:01 +0100",
                PASS,
                BORDER,
            ),
            id="handed to Dovecot over LMTP",
        ),
        pytest.param(
            (
                HANDED_ON.replace("25])", "25])\n (using TLSv1.3 with cipher X (256/256 bits))"),
                GATEWAY_BORDER,
                GATEWAY_PASS,
            ),
            id="handed on over TLS",
        ),
        pytest.param(
            (
                "Received: from localhost (localhost [127.0.0.1])\n by mx.ekm.example (Postfix) id 4; "
                "Sat, 14 Mar 2026 10:00:01 +0100",
                PASS,
                BORDER,
            ),
            id="through a filter on the same host",
        ),
        pytest.param(
            (
                'Authentication-Results: "mx.ekm.example"; (a (nested) ; dmarc=fail) dmarc=pass '
                "header.from=firma.example",
                BORDER,
            ),
            id="quoted id, a comment with a semicolon and a result in it",
        ),
    ],
)
def test_real_passes_are_accepted(headers: tuple[str, ...]) -> None:
    assert result(*headers).result == "pass"


def test_google_writes_under_its_border_line() -> None:
    raw = mail(
        "Delivered-To: ekm@x.example",
        "Received: by 2002:a05:6402:50c6:b0:567:2f7d:11e with SMTP id n10csp; Sat, 14 Mar 2026 02:00:00 -0700 (PDT)",
        "X-Received: by 2002:a17:906; Sat, 14 Mar 2026 02:00:00 -0700 (PDT)",
        "Return-Path: <lone@firma.example>",
        "Received: from mail.firma.example (mail.firma.example. [192.0.2.9])\n by mx.google.com with "
        "ESMTPS id a1; Sat, 14 Mar 2026",
        "Authentication-Results: mx.google.com;\n dkim=pass header.i=@firma.example header.s=s1;\n"
        " spf=pass (google.com: domain of lone@firma.example designates 192.0.2.9) smtp.mailfrom=lone@firma.example;\n"
        " dmarc=pass (p=QUARANTINE sp=NONE dis=NONE) header.from=firma.example",
    )
    message = read(raw)
    raw_headers = [(name, value.encode()) for name, value in message.headers]
    assert message.from_ is not None
    assert authenticate(raw_headers, [message.from_], 1, ("mx.google.com",)).result == "pass"


MICROSOFT = (
    "Received: from AS8P0101.eurprd04.prod.outlook.com (2603:10a6:20b:1::5)\n by "
    "AM0P0101.eurprd04.prod.outlook.com with HTTPS; Sat",
    "Received: from DU6P191CA.EURP191.PROD.OUTLOOK.COM (2603:10a6:10:540::8) by\n AS8P0101.eurprd04.prod.outlook.com"
    " (2603:10a6:20b:1::5) with Microsoft SMTP Server (version=TLS1_3); Sat",
    "Authentication-Results: spf=pass (sender IP is 192.0.2.9)\n smtp.mailfrom=firma.example; dkim=pass "
    "(signature was verified)\n"
    " header.d=firma.example;dmarc=pass action=none header.from=firma.example;compauth=pass reason=100",
    "Received: from mail.firma.example (192.0.2.9) by\n DU2PEPF0.mail.protection.outlook.com (10.167.242.1); Sat",
)


@pytest.mark.parametrize(
    ("headers", "believed"),
    [
        pytest.param(MICROSOFT, "pass", id="as it comes: no authserv-id, above the border line"),
        pytest.param((*MICROSOFT[:2], MICROSOFT[3], MICROSOFT[2]), "none", id="forged, under the border line"),
        pytest.param(
            (MICROSOFT[3], MICROSOFT[2], *MICROSOFT[:2]), "none", id="forged, with Microsoft's lines forged below it"
        ),
    ],
)
def test_exchange_online(headers: tuple[str, ...], believed: str) -> None:
    message = read(mail(*headers))
    raw_headers = [(name, value.encode()) for name, value in message.headers]
    assert message.from_ is not None
    assert authenticate(raw_headers, [message.from_], 1, ("protection.outlook.com",)).result == believed


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param((BORDER, PASS), id="under the only Received, where the sender could write too"),
        pytest.param((FAIL, BORDER, PASS), id="the server said fail above"),
        pytest.param((NONE, BORDER, PASS), id="the server said none above"),
        pytest.param((BORDER, OTHER_SERVER, PASS), id="below another server's Received"),
        pytest.param((BORDER, PASS, OTHER_SERVER), id="between ours and another server's Received"),
        pytest.param(
            (BORDER, HANDED_ON, GATEWAY_BORDER, GATEWAY_PASS), id="our whole inner way copied below the border"
        ),
        pytest.param(
            (HANDED_ON, GATEWAY_BORDER, FAIL.replace("mx.ekm", "mx2.ekm"), GATEWAY_PASS), id="after the real fail"
        ),
        pytest.param(
            (HANDED_ON, GATEWAY_BORDER, NONE.replace("mx.ekm", "mx2.ekm"), GATEWAY_PASS), id="after the real none"
        ),
        pytest.param((HANDED_ON, GATEWAY_BORDER, OTHER_SERVER, GATEWAY_PASS), id="below the next server's line"),
        pytest.param((HANDED_ON, GATEWAY_BORDER, PASS), id="under the gateway, with another of our ids"),
        pytest.param(
            (HANDED_ON.replace("(mx2.ekm.example [", "(unknown ["), GATEWAY_BORDER, GATEWAY_PASS),
            id="the host only called itself ours",
        ),
        pytest.param(
            (HANDED_ON.replace("(mx2.ekm.example [", "(HELO mx2.ekm.example) (evil.example ["), GATEWAY_PASS),
            id="the greeting in brackets of its own",
        ),
        pytest.param(
            (HANDED_ON.replace("(mx2.ekm.example [", "(evil.example [192.0.2.66]) (mx2.ekm.example ["), GATEWAY_PASS),
            id="our name in the second brackets",
        ),
        pytest.param(
            (HANDED_ON.replace("25])", "25] (may be forged))"), GATEWAY_BORDER, GATEWAY_PASS), id="Sendmail doubts it"
        ),
        pytest.param(
            ("Received: from [192.0.2.66] (helo=[127.0.0.1])\n by mx.ekm.example; Sat", PASS),
            id="Exim: a greeting that is a loopback address",
        ),
        pytest.param(
            ("Received: from [127.0.0.1] (unknown [192.0.2.66])\n by mx.ekm.example; Sat", PASS),
            id="Postfix: a greeting that is a loopback address",
        ),
        pytest.param(("Received: by ond.example; Sat", PASS, BORDER), id="a line of another host without a sender"),
        pytest.param(("Received: (qmail 1 invoked from network); Sat", PASS, BORDER), id="a line that says nothing"),
        pytest.param(
            (HANDED_ON.replace("(mx2.ekm.example [", "(evil.example ["), GATEWAY_BORDER, GATEWAY_PASS),
            id="looked up, it is another's",
        ),
        pytest.param(
            (HANDED_ON.replace("(mx2.ekm.example [", "(mx2.ekm.example.evil.example ["), GATEWAY_BORDER, GATEWAY_PASS),
            id="our name with another's at its end",
        ),
        pytest.param(
            (HANDED_ON.replace("(mx2.ekm.example ", "("), GATEWAY_BORDER, GATEWAY_PASS),
            id="address only, and a public one",
        ),
        pytest.param(
            (
                "Received: from mx2.ekm.example by mx2.ekm.example (evil.example [192.0.2.66]) by "
                "imap.ekm.example; Sat",
                GATEWAY_PASS,
            ),
            id="a greeting that holds «by»",
        ),
        pytest.param(
            (PASS.replace("mx.ekm.example", "mx.ekm.example.ond.example"), BORDER), id="an id that begins like ours"
        ),
        pytest.param((PASS.replace("mx.ekm.example", "ekm.example"), BORDER), id="an id that is our domain"),
        pytest.param(
            (PASS.replace("mx.ekm.example;", "mx.ond.example; x=mx.ekm.example;"), BORDER), id="our id as a property"
        ),
        pytest.param(
            (PASS.replace("mx.ekm.example;", "(mx.ekm.example;) mx.ond.example;"), BORDER), id="our id in a comment"
        ),
        pytest.param(
            (PASS.replace("Authentication-Results:", "ARC-Authentication-Results: i=1;"), BORDER), id="ARC's header"
        ),
        pytest.param(
            (PASS.replace("Authentication-Results:", "X-Authentication-Results:"), BORDER),
            id="a header that sounds like it",
        ),
        pytest.param(
            (PASS.replace("header.from=firma.example", "header.from=ond.example"), BORDER), id="another's From passed"
        ),
        pytest.param(
            (PASS.replace("header.from=firma.example", "header.from=firma.example.ond.example"), BORDER),
            id="a longer name",
        ),
        pytest.param(
            (AR + "spf=pass smtp.mailfrom=ond.example; dkim=pass header.d=ond.example", BORDER),
            id="SPF and DKIM of somebody else",
        ),
        pytest.param(
            (AR + "dkim=pass header.d=example", BORDER),
            id="DKIM of the registry above",
        ),
        pytest.param(
            (AR + "dkim=pass header.d=anden.firma.example.dk", BORDER),
            id="DKIM of a lookalike",
        ),
        pytest.param(
            (
                AR + "spf=fail smtp.mailfrom=x;dmarc=pass header.from=firma.example;\n"
                " dmarc=fail header.from=firma.example",
                BORDER,
            ),
            id="a result smuggled in through an unquoted value",
        ),
        pytest.param(
            (AR + 'spf=none smtp.mailfrom="x; dmarc=pass header.from=firma.example"', BORDER),
            id="a result inside a quoted value",
        ),
        pytest.param(
            (AR + "spf=none (x dmarc=pass header.from=firma.example", BORDER),
            id="a comment that never ends",
        ),
        pytest.param(
            (AR + "spf=none =?utf-8?q?=3Bdmarc=3Dpass_header=2Efrom=3Dfirma=2Eexample?=", BORDER),
            id="a result in an encoded word",
        ),
        pytest.param(
            (
                NONE.replace(";", ";\r dmarc=pass header.from=firma.example;", 1).replace("\r", "(\r)"),
                BORDER.replace("from", "x\rfrom"),
            ),
            id="a lone CR is no new line",
        ),
        pytest.param(("From: Bank <bank@ond.example>", PASS, BORDER), id="two From fields"),
    ],
)
def test_forgeries_are_not_believed(headers: tuple[str, ...]) -> None:
    assert result(*headers).result != "pass"


@pytest.mark.parametrize(
    "sender",
    ["lone@firma.example, bank@ond.example", "<bank@ond.example> <lone@firma.example>, x@y.example", "", "Lone Holm"],
)
def test_not_exactly_one_author_is_never_authenticated(sender: str) -> None:
    assert result(PASS, BORDER, sender=sender).result == "fail"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param((FAIL, BORDER), "fail", id="DMARC fails"),
        pytest.param((BORDER, FAIL), "fail", id="DMARC fails, told under the border: nobody forges a fail"),
        pytest.param((NONE, BORDER), "none", id="nobody knows"),
        pytest.param((BORDER,), "none", id="nothing said"),
        pytest.param((AR + "none", BORDER), "none", id="the header says none"),
        pytest.param(
            (AR + "dmarc=temperror header.from=firma.example", BORDER),
            "none",
            id="DNS was away",
        ),
        pytest.param(
            (
                AR + "spf=fail smtp.mailfrom=firma.example; dkim=fail header.d=firma.example",
                BORDER,
            ),
            "fail",
            id="without DMARC both fail",
        ),
        pytest.param(
            (AR + "spf=softfail smtp.mailfrom=firma.example; dkim=none", BORDER),
            "none",
            id="a soft fail alone",
        ),
    ],
)
def test_fail_and_none(headers: tuple[str, ...], expected: str) -> None:
    assert result(*headers).result == expected


def test_detail_is_one_safe_line() -> None:
    detail = result(FAIL, BORDER).detail
    assert detail == "dmarc=fail header.from=firma.example"


def test_international_domain_in_either_form() -> None:
    header = AR + "dmarc=pass header.from=xn--mllen-vua.example"
    assert result(header, BORDER, sender="kok@møllen.example").result == "pass"


def test_nothing_configured_nothing_believed() -> None:
    message = read(mail(PASS, BORDER))
    assert message.from_ is not None
    raw_headers = [(name, value.encode()) for name, value in message.headers]
    assert authenticate(raw_headers, [message.from_], 1, ()).result == "none"
