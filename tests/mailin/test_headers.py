"""Header values: encoded words, parameters, addresses, dates, message-ids, right and wrong ones."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mailin.addresses import parse_addresses
from bot.mailin.charsets import decode_text
from bot.mailin.headers import decode_base64, decode_header, message_id, message_ids, parse_date, parse_parameters


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Faktura 1042", "Faktura 1042"),
        (b"=?utf-8?q?M=C3=B8de?=", "Møde"),
        (b"=?utf-8?B?TcO4ZGU=?=", "Møde"),
        (b"=?iso-8859-1?Q?M=F8de_p=E5_kroen?=", "Møde på kroen"),
        (b"=?iso-8859-1?Q?M=C3=B8de?=", "Møde"),
        (b"=?utf-8?q?M=F8de?=", "Møde"),
        (b"=?utf-8?q?M=C3?= =?utf-8?q?=B8de?=", "Møde"),
        (b"=?utf-8?B?TcM=?=\r\n =?utf-8?B?uGRl?=", "Møde"),
        (b"=?utf-8?q?Faktura?= 1042 =?utf-8?q?=E2=82=AC?=", "Faktura 1042 €"),
        (b"=?us-ascii*da?q?Hej?=", "Hej"),
        (b"=?utf-8?b?TcO4ZGU?=", "Møde"),
        (b"=?utf-8?b?TcO4ZGU====?=", "Møde"),
        (b"=?utf-8?b?***?=", ""),
        (b"=?utf-8?q?a b?=", "a b"),
        (b"a=?utf-8?q?=C3=B8?=b", "aøb"),
        (b"=?x-klingon?q?M=C3=B8de?=", "Møde"),
        (b"=?zlib_codec?q?M=F8de?=", "Møde"),
        (b"=?hex?q?4d?=", "4d"),
        (b"=?rot13?q?Zbqr?=", "Zbqr"),
        (b"=??q?M=C3=B8de?=", "Møde"),
        (b"=?utf-8\x00?q?M=C3=B8de?=", "Møde"),
        (b"=?undefined?q?abc?=", "abc"),
        (b"=?idna?q?xn--a?=", "xn--a"),
        (b"=?utf-16?b?TcO4ZGU=?=", "Møde"),
        (b"=?utf-7?q?+AGE-?=", "+AGE-"),
        (b"=?utf-8?q?x=0D=0ABcc=3A_ond=40x.example?=", "x Bcc: ond@x.example"),
        (b"=?utf-8?q?=00=1B[31m=7F?=rest", "[31m rest"),
        (b"=?utf-8?q?faktura=E2=80=AEfdp.exe?=", "faktura fdp.exe"),
        (b"M\xc3\xb8de", "Møde"),
        (b"M\xf8de", "Møde"),
        (b"M\xc3\x83\xc2\xb8de", "Møde"),
        (b"  to\r\n linjer ", "to linjer"),
        (b"=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
        (b"=?utf-8?q?abc", "=?utf-8?q?abc"),
        (b"=?=?=?=?", "=?=?=?=?"),
        (b"", ""),
        (b"\x00\x01\x02", ""),
        (b"a\xcc\x8a", "å"),
    ],
)
def test_decode_header(raw: bytes, text: str) -> None:
    assert decode_header(raw) == text


@given(st.binary(max_size=300))
def test_a_decoded_header_is_one_safe_line(raw: bytes) -> None:
    text = decode_header(raw)
    assert text.isprintable() or not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in text)
    assert "\n" not in text
    assert "\r" not in text
    text.encode("utf-8")


@pytest.mark.parametrize(
    ("value", "main", "parameters"),
    [
        ("text/plain; charset=utf-8", "text/plain", {"charset": "utf-8"}),
        ('Text/Plain; Charset="UTF-8"; x=1', "text/plain", {"charset": "UTF-8", "x": "1"}),
        ('a/b; name="a;b\\"c.pdf"', "a/b", {"name": 'a;b"c.pdf'}),
        ("a/b; name=Min faktura.pdf", "a/b", {"name": "Min faktura.pdf"}),
        ("a/b; name*=utf-8''M%C3%B8de%20.pdf", "a/b", {"name": "Møde .pdf"}),
        ("a/b; name*=utf-8'da'M%C3%B8de.pdf; name=Mode.pdf", "a/b", {"name": "Møde.pdf"}),
        ("a/b; name*=iso-8859-1''M%F8de.pdf", "a/b", {"name": "Møde.pdf"}),
        ("a/b; name*=M%C3%B8de.pdf", "a/b", {"name": "Møde.pdf"}),
        ("a/b; name*=x-klingon''M%C3%B8de.pdf", "a/b", {"name": "Møde.pdf"}),
        ("a/b; name*=hex''4d", "a/b", {"name": "4d"}),
        ("a/b; name*0=lang; name*1=t.pdf", "a/b", {"name": "langt.pdf"}),
        ("a/b; name*1=t.pdf; name*0=lang", "a/b", {"name": "langt.pdf"}),
        ("a/b; name*0*=utf-8''M%C3; name*1*=%B8de; name*2=.pdf", "a/b", {"name": "Møde.pdf"}),
        ("a/b; name*99999999999999999999=x", "a/b", {}),
        ("a/b; name==?utf-8?q?M=C3=B8de=2Epdf?=", "a/b", {"name": "Møde.pdf"}),
        ('a/b; name="=?utf-8?q?M=C3=B8?= =?utf-8?q?de=2Epdf?="', "a/b", {"name": "Møde.pdf"}),
        ("a/b; name*=utf-8''%3D%3Futf-8%3Fq%3Fx%3F%3D", "a/b", {"name": "x"}),
        ('a/b; name="aldrig lukket', "a/b", {"name": "aldrig lukket"}),
        ("a/b; name=; x", "a/b", {"name": ""}),
        (";;;", "", {}),
        ("", "", {}),
    ],
)
def test_parameters(value: str, main: str, parameters: dict[str, str]) -> None:
    assert parse_parameters(value) == (main, parameters)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("lone@firma.example", [("lone@firma.example", None)]),
        ("Lone Holm <Lone@Firma.Example>", [("lone@firma.example", "Lone Holm")]),
        ('"Holm, Lone" <lone@firma.example>', [("lone@firma.example", "Holm, Lone")]),
        ("Holm, Lone <lone@firma.example>", [("lone@firma.example", "Holm, Lone")]),
        ("lone@firma.example (Lone Holm)", [("lone@firma.example", "Lone Holm")]),
        ("=?utf-8?q?S=C3=B8ren_Vik?= <s@x.example>", [("s@x.example", "Søren Vik")]),
        ('"=?utf-8?q?S=C3=B8ren?=" <s@x.example>', [("s@x.example", "Søren")]),
        ("=?utf-8?q?bank=40bank.example=2C?= <s@x.example>", [("s@x.example", "bank@bank.example,")]),
        ("=?utf-8?q?Lone_=3Clone=40firma.example=3E?=", [("lone@firma.example", "Lone")]),
        ("bank@bank.example <s@x.example>", [("s@x.example", "bank@bank.example")]),
        ("a@x.example, b@x.example", [("a@x.example", None), ("b@x.example", None)]),
        ("a@x.example; b@x.example;", [("a@x.example", None), ("b@x.example", None)]),
        ("Klinikken: a@x.example, Bo <b@x.example>;", [("a@x.example", None), ("b@x.example", "Bo")]),
        ("undisclosed-recipients:;", []),
        ("<@relay.example:lone@firma.example>", [("lone@firma.example", None)]),
        ("<lone@firma.example", [("lone@firma.example", None)]),
        ("mailto:lone@firma.example", [("lone@firma.example", None)]),
        ("'Lone' <lone@firma.example>", [("lone@firma.example", "Lone")]),
        ('"Lone \\"L\\" Holm" <lone@firma.example>', [("lone@firma.example", 'Lone "L" Holm')]),
        ('Lone" <lone@firma.example>', [("lone@firma.example", "Lone")]),
        ('"lone"@firma.example', [("lone@firma.example", None)]),
        ("=?utf-8?q?x=0D=0ABcc=3A_y=40z.example?= <a@x.example>", [("a@x.example", "x Bcc: y@z.example")]),
        ("lone@@firma.example", []),
        ("lone @ firma.example", [("lone@firma.example", None)]),
        ("kok@møllen.example", [("kok@møllen.example", None)]),
        ("lone", []),
        ("<>", []),
        ("", []),
        (",,,;;;:::<<<>>>((()))", []),
    ],
)
def test_addresses(value: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(a.address, a.name) for a in parse_addresses(value)] == expected


@pytest.mark.parametrize(
    "value",
    [
        "(" * 10_000 + "a@x.example",
        "<" * 60_000,
        '"' * 60_001,
        "a," * 30_000,
        "a@b.example," * 5_000,
        "\\" * 60_000,
        "(\\" * 30_000,
        "=?utf-8?q?" * 6_000,
        "a@" * 30_000,
        " " * 65_000,
        "\t,\t" * 20_000,
        ";:" * 30_000,
        "; a" * 20_000,
        "a=" * 30_000,
    ],
)
def test_hostile_address_lists_take_no_time(value: str) -> None:
    start = time.process_time()
    parse_addresses(value)
    decode_header(value)
    parse_parameters(value)
    assert time.process_time() - start < 60  # quadratic would be many minutes


@given(st.text(max_size=200))
def test_addresses_hold_nothing_that_ends_a_line(value: str) -> None:
    for address in parse_addresses(value):
        assert address.address.count("@") == 1
        assert not any(c.isspace() for c in address.address)
        assert "\n" not in (address.name or "")


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("Thu, 12 Mar 2026 17:03:00 +0100", datetime(2026, 3, 12, 16, 3, tzinfo=UTC)),
        ("12 Mar 2026 17:03 +0100", datetime(2026, 3, 12, 16, 3, tzinfo=UTC)),
        ("Thu, 12 Mar 2026 17:03:00 GMT", datetime(2026, 3, 12, 17, 3, tzinfo=UTC)),
        ("Thu, 12 Mar 2026 17:03:00 -0000", datetime(2026, 3, 12, 17, 3, tzinfo=UTC)),
        ("Thu, 12 Mar 2026 17:03:00 +0100 (CET)", datetime(2026, 3, 12, 16, 3, tzinfo=UTC)),
        ("Thu, 12 Mar 26 17:03:00 +0100", datetime(2026, 3, 12, 16, 3, tzinfo=UTC)),
        ("i går", None),
        ("", None),
        (None, None),
        ("Thu, 99 Mar 2026 17:03:00 +0100", None),
        ("Thu, 12 Mar 2026 99:99:99 +0100", None),
        ("Thu, 12 Mar 9999 17:03:00 -2359", None),
        ("Thu, 12 Mar 2026 17:03:00 +999999999", None),
        ("Thu, 12 Mar 99999999999999 17:03:00", None),
        ("1" * 5_000, None),
    ],
)
def test_dates(value: str | None, moment: datetime | None) -> None:
    assert parse_date(value) == moment


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("<a@x.example>", "<a@x.example>"),
        (" <a@x.example> (kommentar)", "<a@x.example>"),
        ("a@x.example", "<a@x.example>"),
        ("<a@x.example><b@x.example>", "<a@x.example>"),
        ("<uden-alfa>", "<uden-alfa>"),
        ("<a b@x.example>", None),
        ("<>", None),
        ("", None),
        (None, None),
        (f"<{'a' * 2_000}@x.example>", None),
        ("hej", None),
    ],
)
def test_message_id(value: str | None, expected: str | None) -> None:
    assert message_id(value) == expected


def test_message_ids_of_a_thread() -> None:
    assert message_ids("<a@x> <b@x>,<a@x>\n <c@x> rod") == ("<a@x>", "<b@x>", "<c@x>")
    assert len(message_ids(" ".join(f"<{n}@x>" for n in range(500)))) == 100


@pytest.mark.parametrize(
    ("data", "charset", "text", "right"),
    [
        ("Møde".encode(), "utf-8", "Møde", True),
        ("Møde".encode("latin-1"), "iso-8859-1", "Møde", True),
        ("Møde".encode("latin-1"), "utf-8", "Møde", False),
        ("Møde".encode(), "iso-8859-1", "Møde", False),
        ("Møde".encode(), "us-ascii", "Møde", False),
        ("Møde".encode("latin-1"), None, "Møde", True),
        ("Møde".encode(), None, "Møde", True),
        (b"M\xc3\xb8de p\xe5", "utf-8", "Møde på", False),
        ("5 € – “x”".encode("cp1252"), "iso-8859-1", "5 € – “x”", True),
        ("Møde".encode("cp850"), "cp850", "Møde", True),
        ("Møde".encode("utf-16"), "utf-16", "Møde", True),
        ("Møde".encode("utf-16"), None, "Møde", True),
        (b"\xef\xbb\xbfM\xc3\xb8de", None, "Møde", True),
        (b"Mode", "x-klingon", "Mode", False),
        (b"Mode", "hex", "Mode", False),
        (b"Mode", "zlib_codec", "Mode", False),
        (b"Mode", "rot13", "Mode", False),
        (b"Mode", "a\0b", "Mode", False),
        (b"Mode", "x" * 500, "Mode", False),
        (b"Mode", '"utf-8"', "Mode", True),
        ("M\u00c3\u00b8de".encode(), "utf-8", "Møde", True),
        ("日本".encode("iso-2022-jp"), "iso-2022-jp", "日本", True),
        (b"", "utf-8", "", True),
    ],
)
def test_charsets(data: bytes, charset: str | None, text: str, right: bool) -> None:
    assert decode_text(data, charset) == (text, right)


@given(st.binary(max_size=200), st.text(max_size=20))
def test_any_bytes_under_any_label_are_text_that_can_be_written(data: bytes, charset: str) -> None:
    decode_text(data, charset)[0].encode("utf-8")


@pytest.mark.parametrize(
    ("data", "decoded"),
    [
        (b"TcO4ZGU=", "Møde"),
        (b"TcO4\r\nZGU=", "Møde"),
        (b"TcO4ZGU", "Møde"),
        (b"TcO4ZGU=\nfodnote", "Møde"),
        (b"T", ""),
        (b"", ""),
    ],
)
def test_base64(data: bytes, decoded: str) -> None:
    assert decode_base64(data).decode() == decoded
