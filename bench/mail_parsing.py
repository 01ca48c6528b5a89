"""Parsing one mail against the standard library's fastest way: ``python -m bench.mail_parsing``.

Floor: ``email.message_from_bytes`` (compat32) and the PDF's base64 decoded, nothing else understood. Ours: ``parse``,
all of it (headers, addresses, text, conversation, authentication, hashes). Both in turn in one process, so that only
the ratio counts.
"""

import base64
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes

from bot.mailin.parse import parse

ROUNDS = 300
RECEIVED = datetime(2026, 3, 15, tzinfo=UTC)
HEAD = """Return-Path: <lone@firma.example>
Delivered-To: faktura-ekm@ekm.example
Authentication-Results: mx.ekm.example; spf=pass smtp.mailfrom=firma.example;
 dkim=pass header.d=firma.example; dmarc=pass (p=none) header.from=firma.example
Received: from mail.firma.example (mail.firma.example [192.0.2.9])
 by mx.ekm.example (Postfix) with ESMTPS id 1 for <faktura-ekm@ekm.example>; Sun, 15 Mar 2026 10:00:00 +0100
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=firma.example; s=s1;
 h=From:To:Subject:Date:Message-ID; bh=2mwi6W5cTyZ9dTeJ9XehoIGU3MqzCm71uP2tpCxEZyp=; b=TdVq1Nw1sAWJC68YRcO3X0AZki9uLBhr
From: =?utf-8?q?K=C3=A5re_=7C_Restaurant_M=C3=B8llen?= <lone@firma.example>
To: "'faktura-ekm@ekm.example'" <faktura-ekm@ekm.example>
Subject: =?utf-8?q?Faktura_for_m=C3=B8de?=
Date: Sun, 15 Mar 2026 09:59:00 +0100
Message-ID: <1@firma.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_1"

--=_1
Content-Type: multipart/alternative; boundary="=_2"

--=_2
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Hej

Hermed faktura for m=C3=B8det.

Mvh K=C3=A5re
--=_2
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<html><body><p>Hej</p><p>Hermed faktura for m=C3=B8det.</p><p>Mvh K=C3=A5re</p></body></html>
--=_2--
--=_1
Content-Type: application/pdf; name="faktura-1042.pdf"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="faktura-1042.pdf"

"""


def mail(size: int) -> bytes:
    """A mail of about ``size`` octets with one PDF in it."""
    content = b"%PDF-1.7\n" + random.Random(1).randbytes((size - len(HEAD)) * 54 // 73)
    return HEAD.encode() + base64.encodebytes(content) + b"--=_1--\n"


def floor(raw: bytes) -> None:
    for part in message_from_bytes(raw).walk():
        if part.get_filename():
            part.get_payload(decode=True)


def ours(raw: bytes) -> None:
    parse(raw, received=RECEIVED, mailbox="x@ekm.example", secretariat="EKM", authserv_ids=("mx.ekm.example",))


def timed(work: Callable[[bytes], None], raw: bytes) -> float:
    start = time.perf_counter()
    work(raw)
    return time.perf_counter() - start


def main() -> None:
    for size in (15_000, 50_000, 150_000):
        raw = mail(size)
        ours(raw)
        rounds = [(timed(floor, raw), timed(ours, raw)) for _ in range(ROUNDS)]
        below, above = (statistics.median(column) * 1000 for column in zip(*rounds, strict=True))
        print(f"{len(raw):>7} octets: floor {below:.2f} ms, parse {above:.2f} ms, ratio {above / below:.2f}")


if __name__ == "__main__":
    main()
