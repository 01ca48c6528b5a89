"""A whole mail as one value: headers, times, thread, text."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.mailin.language import language_of
from bot.mailin.parse import parse, received_from_headers
from bot.mailin.vocabulary import compile_vocabulary, shipped_vocabulary, vocabulary_of
from bot.model.message import Address, Authentication
from tests.mailin.build import PDF, RECEIVED, b64, mail, multipart, nested, part, read

HTML = (
    "<html><head><title>t</title><style>p{color:red}</style></head>"
    "<body><p>Hej</p><p>Bel&oslash;b: 4.272,00&nbsp;kr.</p></body></html>"
)


def test_an_ordinary_mail() -> None:
    raw = mail(
        "Return-Path: <Lone@Firma.example>",
        "Message-ID: <1@firma.example>",
        "In-Reply-To: <0@ekm.example>",
        "References: <0@ekm.example> <00@ekm.example>",
        "Reply-To: Faktura <faktura@firma.example>",
        "Cc: Bo <bo@x.example>, ida@x.example",
        "Date: Sun, 15 Mar 2026 22:00:00 +0100",
        "Subject: =?utf-8?q?Faktura_for_m=C3=B8de?=",
        body="Hej\r\n\r\nHermed faktura.\r\n",
    )
    message = read(raw)
    assert message.mailbox == "faktura-ekm@ekm.example"
    assert message.secretariat == "EKM"
    assert message.message_id == "<1@firma.example>"
    assert message.sha256 == hashlib.sha256(raw.encode()).hexdigest()
    assert message.size == len(raw.encode())
    assert message.received.isoformat() == "2026-03-16T00:30:00+01:00"
    assert message.received_day.isoformat() == "2026-03-16"
    assert message.subject == "Faktura for møde"
    assert message.from_ == Address("lone@firma.example", "Lone Holm")
    assert message.reply_to == (Address("faktura@firma.example", "Faktura"),)
    assert message.return_path == "lone@firma.example"
    assert message.to == (Address("faktura-ekm@ekm.example"),)
    assert message.cc == (Address("bo@x.example", "Bo"), Address("ida@x.example"))
    assert message.date == datetime(2026, 3, 15, 21, tzinfo=UTC)
    assert message.in_reply_to == "<0@ekm.example>"
    assert message.references == ("<0@ekm.example>", "<00@ekm.example>")
    assert message.text == message.new_text == "Hej\n\nHermed faktura."
    assert message.authentication == Authentication("none")
    assert message.content_type == "text/plain"
    assert message.defects == ()
    assert message.headers[0] == ("return-path", "<Lone@Firma.example>")
    assert message.header("SUBJECT") == "Faktura for møde"
    assert message.header("x-none") is None


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("Return-Path: <>", ""),
        ("Return-Path:", ""),
        ("Return-Path: <a@x.example>", "a@x.example"),
        ("Return-Path: hopeless", None),
        ("X: y", None),
    ],
)
def test_return_path(line: str, path: str | None) -> None:
    assert read(mail(line)).return_path == path


def test_nothing_at_all_is_a_message_too() -> None:
    message = read(b"")
    assert (message.from_, message.message_id, message.subject, message.text) == (None, None, "", "")
    assert message.defects == ("no_author",)


def test_a_fault_of_ours_is_a_message_with_a_defect() -> None:
    """The net under everything: the mail is filed, and a person sees that it could not be read."""
    faulty = replace(shipped_vocabulary(), label_of={})
    raw = mail(body="Fra: Bo <bo@x.example>\nSendt: 12. marts 2026\nEmne: x\n\nHej").encode()
    message = parse(raw, received=RECEIVED, mailbox="x@ekm.example", secretariat="EKM", authserv_ids=(), words=faulty)
    assert message.defects == ("unparsed",)
    assert (message.size, message.sha256) == (len(raw), hashlib.sha256(raw).hexdigest())


def test_the_zone_of_received_is_ours_whatever_is_handed_in() -> None:
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    message = parse(b"", received=moment, mailbox="X@EKM.example", secretariat="EKM", authserv_ids=())
    assert message.received.utcoffset() == timedelta(hours=2)
    assert message.received_day.day == 2
    assert message.mailbox == "x@ekm.example"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param(
            mail("Content-Type: text/html; charset=utf-8", body=HTML), "Hej\n\nBeløb: 4.272,00 kr.", id="HTML only"
        ),
        pytest.param(
            multipart(part("text/plain", "Hej tekst"), part("text/html", HTML), kind="alternative"),
            "Hej tekst",
            id="both: the plain part",
        ),
        pytest.param(
            multipart(part("text/html", HTML), part("text/plain", "Hej tekst"), kind="alternative"),
            "Hej tekst",
            id="the other way round",
        ),
        pytest.param(
            multipart(part("text/plain", "  \n"), part("text/html", HTML), kind="alternative"),
            "Hej\n\nBeløb: 4.272,00 kr.",
            id="empty plain part",
        ),
        pytest.param(
            multipart(
                part("text/plain", "Se HTML."), part("text/html", "<p>" + "Linje med beløb. " * 30), kind="alternative"
            ),
            ("Linje med beløb. " * 30).strip(),
            id="the plain part is a stub",
        ),
        pytest.param(
            multipart(
                nested(part("text/plain", "Hej"), part("text/html", HTML), kind="alternative", boundary="in"),
                part("application/pdf; name=f.pdf", PDF),
            ),
            "Hej",
            id="alternative in mixed",
        ),
        pytest.param(
            multipart(
                part("text/plain", "Hej"),
                nested(
                    part("text/html", "<p>a"),
                    part("application/pdf; name=f.pdf", PDF),
                    part("text/html", "<p>b"),
                    kind="mixed",
                    boundary="in",
                ),
                kind="alternative",
            ),
            "Hej",
            id="mixed in alternative (Apple Mail)",
        ),
        pytest.param(
            mail("Content-Type: text/plain; charset=iso-8859-1", body="Møde").encode(),
            "Møde",
            id="UTF-8 labelled Latin-1",
        ),
        pytest.param(
            mail("Content-Type: text/plain; charset=utf-8", body="Møde").encode("latin-1"),
            "Møde",
            id="Latin-1 labelled UTF-8",
        ),
        pytest.param(
            mail(
                "Content-Type: text/plain; format=flowed",
                body="En lang linje \nder fortsætter.\nNy linje.\n> citat \n> videre\n",
            ),
            "En lang linje der fortsætter.\nNy linje.\n> citat videre",
            id="flowed",
        ),
        pytest.param(
            mail("Content-Transfer-Encoding: quoted-printable", body="M=C3=B8de =\np=C3=A5 kroen=\n"),
            "Møde på kroen",
            id="QP",
        ),
        pytest.param(
            mail("Content-Transfer-Encoding: base64", body=b64("Møde på kroen".encode())), "Møde på kroen", id="base64"
        ),
        pytest.param(mail(body="\ufeffHej\xa0du\0\n\n\n"), "Hej du", id="byte order mark, hard space, NUL"),
    ],
)
def test_text(raw: str | bytes, text: str) -> None:
    assert read(raw).text == text


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : none !important",
        "visibility:hidden",
        "font-size:0",
        "font-size:1px;",
        "mso-hide:all",
        "opacity:0;",
    ],
)
def test_what_is_hidden_in_html_is_no_text(style: str) -> None:
    html = f'<p>Hej</p><div style="{style}">Konto 1234 12345678</div><div hidden>skjult</div><p>Mvh</p>'
    text = read(mail("Content-Type: text/html", body=html)).text
    assert "1234" not in text
    assert "skjult" not in text
    assert text.startswith("Hej")
    assert text.endswith("Mvh")


def test_a_table_keeps_its_columns() -> None:
    html = "<table><tr><td>Middag</td><td>8</td><td>4.272,00</td></tr></table>"
    assert read(mail("Content-Type: text/html", body=html)).text.split() == ["Middag", "8", "4.272,00"]
    assert "\n" not in read(mail("Content-Type: text/html", body=html)).text


def test_the_html_is_given_as_it_came() -> None:
    message = read(
        multipart(part("text/plain", "Hej"), part("text/html", "<p>Hej<script>x</script>"), kind="alternative")
    )
    assert message.html == "<p>Hej<script>x</script>"


def test_a_second_author_is_told() -> None:
    assert "several_authors" in read("From: b@x.example\n" + mail()).defects
    assert "several_authors" in read(mail(sender="a@x.example, b@x.example")).defects


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("Received: from a by b; Sat, 14 Mar 2026 23:30:00 +0000\n\n", "2026-03-15T00:30:00+01:00"),
        (
            "Received: from a by b (x; y)\n with ESMTP;\n Sat, 14 Mar 2026\n 23:30:00 +0000 (UTC)\n\n",
            "2026-03-15T00:30:00+01:00",
        ),
        (
            "Received: by b; Sat, 14 Mar 2026 10:00:00 +0100\nReceived: by a; Fri, 13 Mar 2026 10:00:00 +0100\n\n",
            "2026-03-14T10:00:00+01:00",
        ),
        ("Return-Path: <a@x>\nX: y\nReceived: by b; 1 Jul 2026 10:00 +0200\n\n", "2026-07-01T10:00:00+02:00"),
        ("Received: from a by b; i går\n\n", None),
        ("Received: from a by b\n\n", None),
        ("Received: by b; Fri, 31 Dec 9999 23:59:59 +0000\n\n", None),
        ("Date: Sat, 14 Mar 2026 10:00:00 +0100\n\n", None),
        ("\n\nReceived: by b; Sat, 14 Mar 2026 10:00:00 +0100\n", None),
        ("", None),
    ],
)
def test_received_from_headers(raw: str, moment: str | None) -> None:
    found = received_from_headers(raw.encode())
    assert (found.isoformat() if found else None) == moment


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ('multipart/report; report-type="delivery-status"; boundary=x', "multipart/report; delivery-status"),
        ("Multipart/Report; boundary=x; REPORT-TYPE=Delivery-Status", "multipart/report; delivery-status"),
        ("text/html; charset=x", "text/html"),
        ("hopeless", "text/plain"),
    ],
)
def test_content_type(content_type: str, expected: str) -> None:
    assert read(mail(f"Content-Type: {content_type}")).content_type == expected


@pytest.mark.parametrize(
    ("calendar", "method"),
    [
        (part("text/calendar; method=reply", "BEGIN:VCALENDAR"), "REPLY"),
        (part("text/calendar", "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n"), "CANCEL"),
        (part("text/calendar", b"BEGIN:VCALENDAR\nmethod:request\n"), "REQUEST"),
        (part("text/calendar; method=\0", "BEGIN:VCALENDAR"), None),
        (part("text/plain", "METHOD:REPLY"), None),
    ],
)
def test_calendar_method(calendar: str, method: str | None) -> None:
    assert read(multipart(calendar)).calendar_method == method


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hello,\n\nYour invoice F-202833 is attached.\n\nBest,\nKirsten", "en"),
        ("Dear all, please find our invoice for the dinner attached. Kind regards", "en"),
        ("Hej med jer\n\nBilag F-1866 er vedlagt.\n\nKh Claus", "da"),
        ("Hej. Please find attached faktura. Mvh Bo, Best Western Hotel", "da"),
        ("Invoice 1042", "da"),
        ("Se vedhæftede. Best regards", "da"),
        ("", "da"),
        ("Bitte finden Sie anbei unsere Rechnung.", "da"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text, shipped_vocabulary()) == language


def test_vocabulary_comes_from_the_rules() -> None:
    words = {"mail": _changed()}
    compiled = vocabulary_of(words)
    assert vocabulary_of(words) is compiled
    assert compiled.forward_subject.match("ZZ: Faktura")
    assert vocabulary_of({}) is shipped_vocabulary()
    assert vocabulary_of(None) is shipped_vocabulary()


def _changed() -> dict[str, object]:
    import tomllib

    from bot.data import data_path

    mail_words = tomllib.loads((data_path("rules") / "vocabulary/mail.toml").read_text("utf-8"))
    mail_words["subject"]["forward"] = ["ZZ"]
    compile_vocabulary(mail_words)
    return mail_words


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Mødet er <s>12. maj</s> 19. maj.</p>", "Mødet er 19. maj."),
        ("<p>Mødet er <del>12. maj</del> <strike>kl. 17</strike> 19. maj.</p>", "Mødet er 19. maj."),
        ('<p>Den <span style="text-decoration: line-through;">12.</span> 19. maj</p>', "Den 19. maj"),
        (
            "<table><tr><td><s>12. maj</s></td><td><s>kl. 17</s></td><td>Aflyst</td></tr>"
            "<tr><td>19. maj</td><td>kl. 17</td><td>Aftalt</td></tr></table>",
            "19. maj  kl. 17  Aftalt",
        ),
    ],
)
@pytest.mark.parametrize(
    "plain", ["", "Mødet er 12. maj 19. maj."], ids=["HTML only", "beside a plain part that can't"]
)
def test_what_is_struck_out_is_not_said(html: str, text: str, plain: str) -> None:
    parts = [("text/plain; charset=utf-8", plain)] * bool(plain) + [("text/html; charset=utf-8", html)]
    body = "".join(f"--b\r\nContent-Type: {kind}\r\n\r\n{one}\r\n" for kind, one in parts) + "--b--\r\n"
    message = read(mail('Content-Type: multipart/alternative; boundary="b"', body=body))
    assert message.text == text


def test_what_is_not_struck_out_is_said() -> None:
    html = '<p>Den <span style="text-decoration: none">19. maj</span> <u>og ikke</u> den 12.</p>'
    assert read(mail("Content-Type: text/html; charset=utf-8", body=html)).text == "Den 19. maj og ikke den 12."


OUTLOOK_TABLE = (
    "<p>Se skemaet.</p><table><tr><td><b>Hvornår</b></td><td><b>Tid</b></td><td>Hvor</td></tr>"
    "<tr><td>21. januar 2027</td><td>17.00-20.00</td><td>Kroen &amp; Co.</td></tr>"
    "<tr><td>7. april 2027</td><td>16.30-19.30</td><td></td></tr></table>"
)


@pytest.mark.parametrize(
    ("plain", "html", "shown"),
    [
        pytest.param(
            "Se skemaet.\r\n\r\nHvornår\r\n\r\nTid\r\n\r\nHvor\r\n\r\n21. januar 2027\r\n\r\n17.00-20.00\r\n\r\n"
            "Kroen & Co.\r\n\r\n7. april 2027\r\n\r\n16.30-19.30\r\n",
            OUTLOOK_TABLE,
            "7. april 2027    16.30-19.30",
            id="a cell to a line: the table tells whose hour it is",
        ),
        pytest.param(
            "Se skemaet.\r\n21. januar 2027, 17.00-20.00, Kroen & Co.\r\n7. april 2027, 16.30-19.30\r\n",
            OUTLOOK_TABLE,
            "7. april 2027, 16.30-19.30",
            id="the plain part has the rows",
        ),
        pytest.param(
            "Hej\r\n\r\nMvh\r\nÅse\r\nFjord Fys\r\n",
            "<p>Hej</p><table><tr><td>Mvh</td><td>Åse</td></tr><tr><td>Fjord Fys</td></tr></table>",
            "Hej\n\nMvh\nÅse\nFjord Fys",
            id="a signature in one row",
        ),
    ],
)
def test_a_table_that_the_plain_part_lost(plain: str, html: str, shown: str) -> None:
    parts = (("text/plain; charset=utf-8", plain), ("text/html; charset=utf-8", html))
    body = "".join(f"--b\r\nContent-Type: {kind}\r\n\r\n{one}\r\n" for kind, one in parts) + "--b--\r\n"
    assert shown in read(mail('Content-Type: multipart/alternative; boundary="b"', body=body)).text
