"""Which parts of a mail are files, by what they are and not by what they are called."""

import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.danish.filenames import MAX_NAME
from bot.mailin.attachments import safe_name
from bot.model.message import Message
from bot.sniffing import image_size, sniff
from tests.documents.formats.held import zipped
from tests.mailin.build import PDF, multipart, nested, part, read


def png(width: int, height: int, size: int = 0) -> bytes:
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x02\0\0\0"
    return head + b"\0" * max(0, size - len(head))


def names(message: Message) -> list[str]:
    return [a.name for a in message.attachments]


ATTACHED = "Content-Disposition: attachment; filename=faktura.pdf"


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(part("application/pdf", PDF, ATTACHED), id="attachment"),
        pytest.param(part("application/pdf", PDF, ATTACHED.replace("attachment", "inline")), id="inline (Apple Mail)"),
        pytest.param(part("application/pdf; name=faktura.pdf", PDF), id="named in the type only"),
        pytest.param(part("application/octet-stream", PDF, ATTACHED), id="octet-stream"),
        pytest.param(part("text/plain; name=faktura.pdf", PDF), id="as text, with a name"),
        pytest.param(part("image/png", PDF, ATTACHED), id="said to be a picture"),
        pytest.param(part("application/pdf", PDF, ATTACHED, "Content-ID: <x>"), id="with a Content-ID"),
        pytest.param(part("hopeless", PDF, ATTACHED), id="a type that is none"),
        pytest.param(part("application/pdf", PDF, ATTACHED).replace("base64", "BASE64 (x)"), id="encoding in capitals"),
        pytest.param(part("application/pdf", b"\n\n" + PDF, ATTACHED), id="blank lines before the PDF"),
    ],
)
def test_a_pdf_is_found_however_it_is_declared(one: str) -> None:
    message = read(multipart(part("text/plain", "Hej"), one))
    (found,) = message.attachments
    assert (found.index, found.name, found.sniffed, found.container) == (1, "faktura.pdf", "pdf", "")
    assert found.content.strip() == PDF.strip()
    assert message.text == "Hej"


def test_a_pdf_without_any_name_gets_one() -> None:
    message = read(multipart(part("text/plain", "Hej"), part("text/plain", PDF), part("application/octet-stream", PDF)))
    assert names(message) == ["del-1.pdf", "del-2.pdf"]


def test_a_mail_that_is_nothing_but_a_pdf() -> None:
    message = read(f"From: a@x.example\n{part('application/pdf', PDF, ATTACHED)}")
    assert names(message) == ["faktura.pdf"]
    assert message.text == ""


def test_apple_mail_text_pdf_text() -> None:
    raw = multipart(
        part("text/plain", "Hermed."), part("application/pdf; name=f.pdf", PDF), part("text/plain", "Mvh Bo")
    )
    message = read(raw)
    assert message.text == "Hermed.\n\nMvh Bo"
    assert names(message) == ["f.pdf"]


INLINE = "Content-Disposition: inline; filename=image001.png"
HTML = '<p>Hej</p><img src="cid:logo@x"><p>Mvh</p>'


@pytest.mark.parametrize(
    ("picture", "headers", "kept"),
    [
        pytest.param(png(200, 60), ("Content-ID: <logo@x>",), False, id="a logo shown in the text"),
        pytest.param(png(1200, 180, 40_000), ("Content-ID: <logo@x>",), False, id="a wide banner"),
        pytest.param(png(120, 120), (INLINE,), False, id="an icon, inline"),
        pytest.param(png(1, 1), (ATTACHED,), False, id="a counting pixel"),
        pytest.param(png(2480, 3508, 90_000), ("Content-ID: <logo@x>",), True, id="a scanned page shown in the text"),
        pytest.param(png(1536, 2048, 90_000), (INLINE,), True, id="a photo from a phone"),
        pytest.param(png(300, 200), (ATTACHED.replace("faktura.pdf", "b.png"),), True, id="small, attached on purpose"),
    ],
)
def test_pictures_of_the_looks_are_dropped(picture: bytes, headers: tuple[str, ...], kept: bool) -> None:
    message = read(multipart(part("text/html", HTML), part("image/png; name=b.png", picture, *headers), kind="related"))
    assert (len(message.attachments) == 1) is kept


def test_a_forwarded_mail_is_opened() -> None:
    inner = multipart(
        part("text/plain", "Hermed faktura."),
        part("application/pdf; name=f.pdf", PDF),
        boundary="inner",
        headers=("Subject: Faktura 7", "Date: Thu, 12 Mar 2026 17:03:00 +0100"),
    )
    message = read(multipart(part("text/plain", "Se her."), part("message/rfc822", inner)))
    assert [(a.name, a.container) for a in message.attachments] == [("f.pdf", "rfc822")]
    assert message.text == "Se her."
    (quoted,) = message.quoted
    assert (quoted.kind, quoted.subject, quoted.text) == ("forwarded", "Faktura 7", "Hermed faktura.")
    assert quoted.from_ is not None
    assert quoted.from_.address == "lone@firma.example"
    assert quoted.date is not None


@pytest.mark.parametrize("encoding", ["base64", "7bit"])
def test_a_forward_inside_a_forward(encoding: str) -> None:
    first = multipart(part("application/pdf; name=f.pdf", PDF), boundary="one", headers=("Subject: 1",))
    second = multipart(
        part("message/rfc822", first.encode() if encoding == "base64" else first),
        boundary="two",
        headers=("Subject: 2",),
    )
    message = read(multipart(part("message/rfc822", second), boundary="three"))
    assert [(a.name, a.container) for a in message.attachments] == [("f.pdf", "rfc822")]
    assert [q.subject for q in message.quoted] == ["2", "1"]


def test_a_forward_whose_type_was_lost() -> None:
    inner = multipart(part("text/plain", "Hermed."), part("application/pdf; name=f.pdf", PDF), boundary="in")
    message = read(multipart(part("application/octet-stream; name=Faktura.eml", inner.encode())))
    assert [(a.name, a.container) for a in message.attachments] == [("f.pdf", "rfc822")]
    assert [q.text for q in message.quoted] == ["Hermed."]


def test_a_digest() -> None:
    inner = "From: a@x.example\nSubject: 1\n\nHej\n"
    message = read(multipart(f"\n{inner}", f"\n{inner}", kind="digest"))
    assert [q.subject for q in message.quoted] == ["1", "1"]


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        pytest.param(zipped(("f.pdf", PDF)), "f.zip", "zip", id="an archive"),
        pytest.param(b"\x78\x9f\x3e\x22" + PDF, "winmail.dat", "tnef", id="winmail.dat"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + PDF, "f.msg", "ole", id="Outlook"),
    ],
)
def test_what_holds_others_stays_one_file(content: bytes, name: str, kind: str) -> None:
    message = read(multipart(part(f"application/octet-stream; name={name}", content)))
    assert [(a.name, a.sniffed, a.content) for a in message.attachments] == [(name, kind, content)]
    assert not message.defects


def test_office_files_are_no_archives() -> None:
    content = zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
    message = read(multipart(part("application/octet-stream; name=f.docx", content)))
    assert [(a.name, a.sniffed) for a in message.attachments] == [("f.docx", "docx")]


def test_signatures_and_calendars() -> None:
    inner = nested(part("text/plain", "Hej"), part("application/pdf; name=f.pdf", PDF), kind="mixed", boundary="in")
    raw = multipart(inner, part("application/pkcs7-signature; name=smime.p7s", b"0\x80"), kind="signed")
    assert names(read(raw)) == ["f.pdf"]
    ics = part("text/calendar; method=request", "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n")
    message = read(multipart(part("text/plain", "Hej"), ics, kind="alternative"))
    assert (message.calendar_method, [a.sniffed for a in message.attachments]) == ("REQUEST", ["ics"])
    assert message.text == "Hej"


def test_an_opaque_smime_mail_is_told() -> None:
    assert "smime" in read(multipart(part("application/pkcs7-mime; name=smime.p7m", b"0\x80"))).defects


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Faktura - møde 1042.pdf", "Faktura - møde 1042.pdf"),
        ("../../config.toml", "config.toml"),
        ("..\\..\\windows\\x.exe", "x.exe"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\Bo\\f.pdf", "f.pdf"),
        ("..", None),
        (".", None),
        ("../", None),
        ("...", None),
        (".bashrc", "bashrc"),
        ("f.pdf\0.exe", "f.pdf.exe"),
        ("f\r\n\tg.pdf", "f g.pdf"),
        ("fdp\u202egpj.exe", "fdpgpj.exe"),
        ("f\u200b.pdf", "f.pdf"),
        ("Møde.pdf", "Møde.pdf"),
        ("=?utf-8?q?M=C3=B8de=2Epdf?=", "Møde.pdf"),
        ("=?utf-8?q?=2E=2E=2Fx=2Epdf?=", "x.pdf"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("konto.pdf", "konto.pdf"),
        ('a<b>:"|?*.pdf', "ab.pdf"),
        ("   ", None),
        ("", None),
        (None, None),
        ("\x01\x02", None),
    ],
)
def test_safe_names(name: str | None, safe: str | None) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("f" * 5_000 + ".pdf")
    assert name is not None
    assert (len(name), name[-4:]) == (MAX_NAME, ".pdf")


@given(st.text(max_size=300))
def test_a_safe_name_never_leaves_its_folder(name: str) -> None:
    safe = safe_name(name)
    if safe is not None:
        assert safe not in ("", ".", "..")
        assert not set(safe) & set('/\\\0\r\n:*?"<>|')
        assert len(safe) <= MAX_NAME + 1
        assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\xef\xbb\xbf\n%PDF-1.7", "pdf"),
        (zipped(("f.pdf", PDF), how=zipfile.ZIP_STORED), "zip"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"II*\0", "tif"),
        (b"\0\0\0\x18ftypheic", "heic"),
        (b"<?xml version='1.0'?><Invoice/>", "xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "xml"),
        (b"<!DOCTYPE html><p>", "html"),
        (b"BEGIN:VCALENDAR", "ics"),
        (b"Hej", "text"),
        (b"\x00\x01\x02", ""),
        (b"", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    ],
)
def test_sniff(content: bytes, kind: str) -> None:
    assert sniff(content) == kind


def test_sizes_of_pictures() -> None:
    jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08" + struct.pack(">HH", 480, 640)
    assert image_size(jpeg, "jpg") == (640, 480)
    assert image_size(b"GIF89a" + struct.pack("<HH", 3, 4), "gif") == (3, 4)
    assert image_size(b"\xff\xd8" + b"\xff\xe0\0\x02" * 10_000, "jpg") is None
    assert image_size(b"", "png") is None
