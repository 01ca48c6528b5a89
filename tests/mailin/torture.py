"""Mails as they must not be and are: each with a name, made here so that the repository needs no strange files.

From traps that were measured, the MIME torture tests that mail programs keep, and what public trackers report.
"""

import base64
from collections.abc import Iterator

from tests.mailin.build import PDF, joined, mail, multipart, nested, part

_CHARSETS = (
    "x-klingon",
    "zlib_codec",
    "hex",
    "rot13",
    "base64_codec",
    "bz2",
    "uu",
    "quopri",
    "undefined",
    "idna",
    "punycode",
    "unicode_escape",
    "raw_unicode_escape",
    "utf-7",
    "utf-16",
    "utf-32",
    "mbcs",
    "oem",
    "",
    " ",
    "a\0b",
    "utf-8\0",
    "é",
    "x" * 500,
    "../../etc/passwd",
    "utf-8;utf-8",
    '"',
    "iso-2022-jp",
    "hz",
    "unknown-8bit",
    "ansi_x3.110-1983",
    "string_escape",
    "utf8mb4",
)
_ENCODINGS = (
    "base64",
    "quoted-printable",
    "x-uuencode",
    "uuencode",
    "8bit",
    "binary",
    "7bit",
    "x-klingon",
    "",
    "base64; x",
    "BASE64 (x)",
    "\0",
    "gzip",
    "quoted-printable, base64",
)
_TYPES = (
    "text/plain",
    "text/html",
    "TEXT/PLAIN",
    "text",
    "/",
    "text/",
    "/plain",
    "text//plain",
    "",
    ";",
    "text/plain;",
    "text/plain;;;",
    "text/plain; charset",
    "text/plain; charset=",
    'text/plain; charset="',
    "multipart/mixed",
    "multipart/mixed; boundary=",
    'multipart/mixed; boundary=""',
    'multipart/mixed; boundary=" "',
    "multipart/mixed; boundary=x; boundary=y",
    "multipart/",
    "multipart/alternative; boundary*=utf-8''gr",
    "multipart/report",
    "message/rfc822",
    "message/delivery-status",
    "message/external-body; access-type=local-file; name=/etc/passwd",
    "message/partial; id=x; number=1",
    "application/pdf",
    "text/plain; name*0*=x''%",
    "text/plain; name*=utf-8'",
    "text/plain; name*00000000000000000000000000000000001=x",
    "text/calendar; method=\0",
    "video/x; boundary=gr=_1",
)
_HEADERS = (
    "From: =?utf-8?q?x=0D=0ABcc=3A_ond=40x.example?= <a@x.example>",
    "From: " + "(" * 10_000,
    "From: " + "(" * 10_000 + ")" * 10_000 + " a@x.example",
    "From: " + "<" * 50_000,
    "From: " + '"' * 9_999,
    "From:",
    "From: @",
    "From: <>",
    "From: a@x.example, b@x.example",
    "From: Klinik: a@x.example;",
    "From: =?utf-8?b?" + "A" * 50_000 + "?=",
    "From: =?utf-8?q?" + "=" * 50_000 + "?=",
    "From: \xff\xfe <a@x.example>",
    "From : a@x.example",
    "From\t: a@x.example",
    ": uden navn",
    "Subject: " + "x" * 500_000,
    "Subject: " + "=?utf-8?q?x?= " * 20_000,
    "Subject: \0\0\0",
    "Subject: a\rBcc: ond@x.example",
    "Subject: a\n\tb\n \n c",
    "Subject: 😀",
    "Subject: =?utf-16?b?2AA=?=",
    "Subject: =?utf-8?q?=ED=A0=80?=",
    "Date: i går",
    "Date: Thu, 32 Foo 99999 99:99:99 +9999",
    "Date: " + "1" * 10_000,
    "Date: Thu, 12 Mar 2026 17:03:00 +" + "9" * 5_000,
    "Date: Mon, 1 Jan 0001 00:00:00 +1400",
    "Date: Fri, 31 Dec 9999 23:59:59 -1200",
    "Message-ID: ",
    "Message-ID: <" + "a" * 100_000 + "@x.example>",
    "Message-ID: <a\0b@x.example>",
    "References: " + "<a@x.example> " * 20_000,
    "In-Reply-To: " + "<" * 50_000,
    "Received: ",
    "Received: " + "from " * 20_000,
    "Received: " + "(" * 20_000,
    "Received: from x (y (z (a)))) by ; ; ; ;",
    "Authentication-Results: " + "(" * 20_000,
    "Authentication-Results: mx.ekm.example; " + "a" * 50_000,
    "Authentication-Results: mx.ekm.example; " + "a=b " * 20_000,
    "Authentication-Results: mx.ekm.example;" + ";" * 20_000,
    "Authentication-Results: =",
    "Content-Type: multipart/mixed; boundary=a\nContent-Type: multipart/mixed; boundary=b",
    "Content-Disposition: " + "a;" * 30_000,
    "Content-Type: text/plain; " + "; ".join(f"name*{n}*=x" for n in range(900)),
    'Content-Type: text/plain; name="' + "\\" * 8_000,
    "Return-Path: " + "<" * 10_000,
    "X" * 100_000 + ": x",
    "\n".join(f"X-{n}: x" for n in range(5_000)),
    "\n".join(["Received: from a by b; Thu, 12 Mar 2026 17:03:00 +0100"] * 2_000),
    " begynder med en fortsættelse",
    "ingen kolon her",
    "8-bit-n\xe4vn: x",
    ">From a@x.example",
)
_HTML = (
    "<" * 100_000,
    "<div>" * 20_000 + "x",
    "<table><tr><td>" * 3_000 + "x",
    "<!--" * 30_000,
    "<style>" * 20_000,
    "<p>" + "&" * 100_000,
    "<p>&#xFFFFFFFF;&#0;&#xD800;</p>",
    "<td colspan=999999999>x</td>",
    "<table><tr>" + "<td rowspan=65534 colspan=1000>x" * 50 + "</table>",
    '<?xml version="1.0" encoding="x-klingon"?><html><p>x</p></html>',
    '<html xmlns="x"><svg><math><![CDATA[x]]></svg>',
    "<ul><li>" * 1_000 + "x",
    "<pre>" + " " * 100_000 + "</pre>",
    "<a href='" + "x" * 100_000 + "'>x</a>",
    "\0<p>\0x\0</p>",
    "<style>p{}</style>" * 3_000,
    '<p style="' + "a:b;" * 30_000 + '">x</p>',
    "<ol start=99999999999999999999999><li>x</ol>",
    "<blockquote>" * 2_000 + "x",
    "",
)


def torture() -> Iterator[tuple[str, bytes]]:
    """(name, mail), all of them."""
    for name, one in _texts():
        yield name, one.encode("utf-8", "surrogateescape")
    yield from _bytes()


def _texts() -> Iterator[tuple[str, str]]:
    for charset in _CHARSETS:
        yield f"charset {charset[:20]!r}", mail(f"Content-Type: text/plain; charset={charset}", body="Møde på kroen\n")
        yield f"word in {charset[:20]!r}", mail(f"Subject: =?{charset}?q?M=C3=B8de?= =?{charset}?b?TfhkZQ==?=")
    for encoding in _ENCODINGS:
        yield (
            f"encoding {encoding!r}",
            mail(f"Content-Transfer-Encoding: {encoding}", body="=== TcO4ZGU= begin 644 x\n#86)C\n \nend"),
        )
    for content_type in _TYPES:
        yield (
            f"type {content_type!r}",
            mail(f"Content-Type: {content_type}", body=joined(part("text/plain", "x"), boundary="gr=_1")),
        )
    for header in _HEADERS:
        yield (
            f"header {header[:40]!r}, {len(header)} characters",
            mail(header, sender="" if header.startswith("From") else "a@x.example"),
        )
    for html in _HTML:
        yield f"html {html[:20]!r}", multipart(part("text/html", html), kind="alternative")
    yield from _structures()


def _structures() -> Iterator[tuple[str, str]]:
    deep = part("text/plain", "bund")
    for n in range(1_000):
        deep = nested(deep, kind="mixed", boundary=f"b{n}")
    yield "1,000 nested parts", mail(body="").rstrip() + "\n" + deep
    yield "1,000 nested messages", mail("Content-Type: message/rfc822", body="Content-Type: message/rfc822\n\n" * 1_000)
    yield "10,000 parts", multipart(*["Content-Type: text/plain\n\nx"] * 10_000)
    yield "100,000 delimiters", mail("Content-Type: multipart/mixed; boundary=-", body="---\n" * 100_000)
    yield "delimiters without line ends", mail("Content-Type: multipart/mixed; boundary=a", body="--a" * 100_000)
    yield "boundary never used", mail("Content-Type: multipart/mixed; boundary=a", body="Hej\n")
    yield "no closing boundary", multipart(part("text/plain", "Hej")).removesuffix("--gr=_1--\n")
    yield "closing boundary first", mail("Content-Type: multipart/mixed; boundary=a", body="--a--\n--a\n\nHej\n--a--\n")
    yield (
        "outer boundary inside the inner",
        multipart(nested(part("text/plain", "Hej"), kind="mixed", boundary="gr=_1")),
    )
    yield (
        "boundary is the prefix of another",
        multipart(nested(part("text/plain", "Hej"), kind="mixed", boundary="gr=_12")),
    )
    yield "only headers", "From: a@x.example\nSubject: x"
    yield "only a body", "\n\nHej"
    yield (
        "multipart in base64",
        mail(
            "Content-Type: multipart/mixed; boundary=a",
            "Content-Transfer-Encoding: base64",
            body=base64.encodebytes(joined(part("text/plain", "Hej"), boundary="a").encode()).decode(),
        ),
    )
    yield "empty parts", multipart("", "", "")
    yield "a part of headers only", multipart("Content-Type: application/pdf")
    for name in ("../../x", "\0", "x" * 5_000, "=?hex?q?x?=", "CON", "a\nb", '"', "..", "/", "\u202e", "é" * 300):
        yield (
            f"name {name[:20]!r}",
            multipart(part("application/pdf", PDF, f'Content-Disposition: attachment; filename="{name}"')),
        )
    yield "200,000 quoted lines", mail(body="> x\n" * 200_000)
    yield "100,000 lines «skrev»", mail(body="Den 12-03-2026 kl. 17:03 skrev Bo\n" * 100_000)
    yield "100,000 header blocks", mail(body="Fra: a@x.example\nEmne: x\nSendt: 12. marts 2026\n\n" * 30_000)
    yield "one line of a megabyte", mail(body="Den 12-03-2026 skrev " * 50_000 + ":")
    yield "dashes", mail(body="-" * 500_000)
    yield "flowed", mail("Content-Type: text/plain; format=flowed; delsp=yes", body="> a \n>> b \n c \n-- \n" * 20_000)


def _bytes() -> Iterator[tuple[str, bytes]]:
    ordinary = multipart(
        part("text/plain; charset=utf-8", "Hej Møde"), part("application/pdf; name=f.pdf", PDF)
    ).encode()
    yield "nothing", b""
    yield "one byte", b"\xff"
    yield "zeros", b"\0" * 10_000
    yield "all bytes", bytes(range(256)) * 40
    yield "line ends only", b"\r\n" * 10_000
    yield "colons only", b":" * 10_000
    yield "lone CR", ordinary.replace(b"\n", b"\r")
    yield "CR LF", ordinary.replace(b"\n", b"\r\n")
    yield "CR CR LF", ordinary.replace(b"\n", b"\r\r\n")
    yield "mixed line ends", ordinary.replace(b"\n", b"\r\n", 3)
    yield "mbox line in front", b"From a@x.example Thu Mar 12 17:03:00 2026\n" + ordinary
    yield "byte order mark in front", b"\xef\xbb\xbf" + ordinary
    yield "in UTF-16", ordinary.decode().encode("utf-16")
    yield "a PDF and no mail", PDF
    yield "a PNG and no mail", b"\x89PNG\r\n\x1a\n" + bytes(1_000)
    yield "latin-1 headers", "From: Søren <s@x.example>\nSubject: Møde på kroen\n\nHej".encode("latin-1")
    yield "latin-1 labelled UTF-8", mail("Content-Type: text/plain; charset=utf-8", body="Møde").encode("latin-1")
    yield "NUL in headers", ordinary.replace(b"From:", b"From:\0")
    for cut in (10, 50, 100, 150, 200, 250, 300):
        yield f"cut at {cut}", ordinary[:cut]
