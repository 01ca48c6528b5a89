"""What lies in a document: archives, Outlook's files, mails, files in a PDF; whatever they hold, and however deep."""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.errors import UnreadableDocument
from bot.documents.formats import registry
from bot.documents.formats.sandbox import Reader
from bot.documents.limits import Limits
from bot.model.document import Document, UnreadPart
from tests.documents.formats.held import (
    compound,
    eml,
    locked_zip,
    msg,
    msg_streams,
    odt,
    pdf_with,
    tnef,
    tnef_long_name,
    xlsx,
    zipped,
)  # fmt: skip
from tests.documents.formats.made import WORDS, docx, drawn, paragraph, raw_pdf
from tests.documents.unprotected import read_document

PDF = raw_pdf(WORDS)
OTHER = raw_pdf(b"BT /F1 10 Tf 50 700 Td (Menukort) Tj ET\n")


def read(content: bytes, name: str = "fil", limits: Limits | None = None, passwords: tuple[str, ...] = ()) -> Document:
    return registry.read(content, name, limits or Limits(), passwords=passwords)


def held(document: Document) -> list[tuple[str, str, str | None]]:
    """(source, format, why unreadable) of all that lies in it."""
    return [(part.source, part.format, part.unreadable) for part in document.all()][1:]


def words(document: Document) -> str:
    return " ".join(word.text for page in document.pages for word in page.words)


@pytest.mark.parametrize(
    ("content", "form", "expected"),
    [
        pytest.param(zipped(("mappe/Faktura 1.pdf", PDF)), "zip", [("Faktura 1.pdf", "pdf")], id="zip"),
        pytest.param(zipped(("f.pdf", PDF), how=zipfile.ZIP_STORED), "zip", [("f.pdf", "pdf")], id="zip, not packed"),
        pytest.param(zipped(("a", PDF), ("b", b"Faktura")), "zip", [("a", "pdf"), ("b", "text")], id="no names"),
        pytest.param(
            zipped(("f.txt", PDF), ("f.pdf", docx(paragraph("Faktura")))),
            "zip", [("f.txt", "pdf"), ("f.pdf", "docx")], id="names that lie",
        ),
        pytest.param(
            zipped(("__MACOSX/._f.pdf", b"x"), ("m/", b""), ("f.pdf", PDF)), "zip", [("f.pdf", "pdf")], id="from a Mac",
        ),
        pytest.param(
            eml("Hej", ("f.pdf", PDF)), "mail", [("mail.txt", "text"), ("f.pdf", "pdf")], id="mail",
        ),
        pytest.param(
            eml("Hej", ("f.pdf", PDF), html="<p>Hej"), "mail", [("mail.html", "html"), ("f.pdf", "pdf")],
            id="mail: of alternatives the richest",
        ),
        pytest.param(msg("Hej", ("f.pdf", PDF)), "msg", [("mail.txt", "text"), ("f.pdf", "pdf")], id="Outlook"),
        pytest.param(
            msg("Hej", ("f.pdf", PDF), html=b"<p>Hej</p>"), "msg", [("mail.html", "html"), ("f.pdf", "pdf")],
            id="Outlook, HTML",
        ),
        pytest.param(
            msg("Hej", ("Fwd", msg_streams("Se her", ("f.pdf", PDF)))), "msg",
            [("mail.txt", "text"), ("Fwd - mail.txt", "text"), ("f.pdf", "pdf")], id="a mail in an Outlook mail",
        ),
        pytest.param(tnef((b"FAKTUR~1.PDF", PDF), (b"M\xf8de.txt", b"hej")), "tnef",
                     [("FAKTUR~1.PDF", "pdf"), ("Møde.txt", "text")], id="winmail.dat"),
        pytest.param(tnef((b"FAKTUR~1.PDF", PDF)) + tnef_long_name("Faktura for møde.pdf"), "tnef",
                     [("Faktura for møde.pdf", "pdf")], id="winmail.dat with a long name"),
        pytest.param(pdf_with(PDF, ("bilag.pdf", OTHER)), "pdf", [("bilag.pdf", "pdf")], id="a file in a PDF"),
        pytest.param(
            pdf_with(drawn((50, 700, "Portfolio")), ("1.pdf", PDF), ("2.pdf", OTHER)), "pdf",
            [("1.pdf", "pdf"), ("2.pdf", "pdf")], id="a portfolio",
        ),
        pytest.param(
            pdf_with(raw_pdf(b""), ("faktura.pdf", PDF)), "pdf", [("faktura.pdf", "pdf")], id="a picture with a file",
        ),
    ],
)  # fmt: skip
def test_all_that_lies_in_it_is_read(content: bytes, form: str, expected: list[tuple[str, str]]) -> None:
    document = read(content, "post")
    assert document.format == form
    assert [(source, form) for source, form, _ in held(document)] == [(f"post/{name}", form) for name, form in expected]
    assert all(part.unreadable is None for part in document.parts)
    assert not document.unread_parts


def test_each_has_its_own_hash_and_size() -> None:
    document = read(zipped(("f.pdf", PDF), ("m.pdf", OTHER)), "a.zip")
    assert [(p.sha256, p.size) for p in document.parts] == [
        (hashlib.sha256(content).hexdigest(), len(content)) for content in (PDF, OTHER)
    ]
    assert [words(part) for part in document.parts] == ["Faktura 1042", "Menukort"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(docx(paragraph("Faktura")), id="docx"),
        pytest.param(odt("<text:p>Faktura</text:p>"), id="odt"),
        pytest.param(xlsx("<sheetData><row><c t='inlineStr'><is><t>Faktura</t></is></c></row></sheetData>"), id="xlsx"),
    ],
)
def test_office_files_are_no_archives(content: bytes) -> None:
    document = read(content, "fil.zip")
    assert (document.parts, words(document)) == ((), "Faktura")


def test_office_files_are_told_by_what_is_in_them_not_by_what_comes_first() -> None:
    with_front = zipped(("aa.bin", bytes(range(256)) * 40), ("[Content_Types].xml", b"<Types/>"), ("x/", b""))
    body = docx(paragraph("Faktura"))
    with zipfile.ZipFile(__import__("io").BytesIO(body)) as package:
        members = [(info.filename, package.read(info)) for info in package.infolist()]
    late = zipped(("aa.bin", bytes(range(256)) * 40), *members, how=zipfile.ZIP_STORED)
    assert b"word/" not in late[: registry.HEAD]
    assert words(read(late, "f.bin")) == "Faktura"
    assert read(with_front, "f.docx").format == "zip"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"), ("..\\..\\f.pdf", "f.pdf"), ("/f.pdf", "f.pdf"), ("..", "fil"),
        ("a/../", "fil"), ("f.pdf\u202egpj.exe", "f.pdfgpj.exe"), ("Møde.pdf", "Møde.pdf"),
        ("f" * 5_000 + ".pdf", "f" * 116 + ".pdf"),
    ],
)  # fmt: skip
def test_a_name_is_never_a_path(name: str, shown: str) -> None:
    found = [part.source for part in read(zipped((name, PDF)), "a.zip").parts]
    assert found == ([f"a.zip/{shown}"] if not name.endswith("/") else [])


def test_names_from_danish_windows() -> None:
    content = bytearray(zipped(("Mxde.pdf", PDF)))
    while (at := content.find(b"Mxde")) != -1:
        content[at : at + 4] = b"M\x9bde"  # ø in cp850
    assert [part.source for part in read(bytes(content), "a").parts] == ["a/Møde.pdf"]


def nested(content: bytes, times: int) -> bytes:
    for number in range(times):
        content = zipped((f"{number}.zip" if number else "f.pdf", content))
    return content


def test_it_is_opened_so_deep_and_no_deeper() -> None:
    inner = Limits().depth
    assert [p.unreadable for p in read(nested(PDF, inner)).all()] == [None] * (inner + 1)
    deepest = list(read(nested(PDF, inner + 1)).all())[-1]
    assert (deepest.format, deepest.unreadable) == ("zip", "too_large")


def quine() -> bytes:
    """An archive that holds itself, as deep as anyone looks: by its own bytes, over and over (the method of r.zip)."""
    content = b"PK\x05\x06" + bytes(18)
    for _ in range(50):
        content = zipped(("r.zip", content), how=zipfile.ZIP_STORED)
    return content


def lying(content: bytes, size: int) -> bytes:
    """An archive of one packed file that says it has ``size`` bytes."""
    out = bytearray(zipped(("a.txt", content)))
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = out.find(magic) + offset
        out[at : at + 4] = struct.pack("<I", size)
    return bytes(out)


def overlapping(copies: int) -> bytes:
    """Many entries of the directory that all mean the same packed bytes (Fifield's bomb)."""
    one = zipped(("a", b"\0" * 5_000_000))
    start = one.find(b"PK\x01\x02")
    end = one.find(b"PK\x05\x06")
    directory = one[start:end] * copies
    tail = struct.pack("<HHHHIIH", 0, 0, copies, copies, len(directory), start, 0)
    return one[:start] + directory + b"PK\x05\x06" + tail


ZEROS = b"\0" * 30_000_000


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param(zipped(("nuller.bin", ZEROS)), id="a file that grows a thousand times"),
        pytest.param(nested(zipped(("nuller.bin", ZEROS)), 2), id="the same, three archives deep"),
        pytest.param(
            zipped(*((f"{n}.zip", zipped(("nul", ZEROS))) for n in range(16))), id="sixteen of them, as 42.zip"
        ),
        pytest.param(quine(), id="archives without end"),
        pytest.param(overlapping(1_000), id="entries that share their bytes"),
        pytest.param(lying(ZEROS, 10), id="says that it is small"),
        pytest.param(zipped(*((f"{n}.txt", b"x") for n in range(3_000))), id="thousands of files"),
        pytest.param(zipped(*((f"{n}.pdf", raw_pdf(WORDS * 50)) for n in range(300))), id="hundreds of PDFs"),
        pytest.param(b"PK\x03\x04" + b"PK\x01\x02" * 200_000, id="a directory without end"),
        pytest.param(docx(paragraph("x" * 60_000_000)), id="a Word file"),
        pytest.param(odt("<text:p>" + "x" * 60_000_000 + "</text:p>"), id="an OpenDocument text"),
    ],
)
def test_a_bomb_costs_what_the_limits_say_and_nothing_beside_it(bomb: bytes) -> None:
    limits = Limits(unpacked=20_000_000)
    document = read(zipped(("bombe.bin", bomb), ("faktura.pdf", PDF)), "a.zip", limits)
    assert [words(part) for part in document.all() if part.source == "a.zip/faktura.pdf"] == ["Faktura 1042"]
    everything = list(document.all())
    assert len(everything) <= limits.parts + 1
    assert sum(part.size for part in everything[1:]) <= limits.unpacked
    told = [p.unreadable for p in everything] + [reason for p in everything for _, reason in p.unread_parts]
    assert {"too_large", "damaged"} & set(told), "nobody is told"


def test_a_size_that_lies_upwards_costs_nothing() -> None:
    assert read(lying(b"Faktura", 0xFFFFFFFF), "a.zip").parts[0].size == len(b"Faktura")


def test_what_is_refused_is_named() -> None:
    document = read(zipped(("nuller.bin", ZEROS), ("f.pdf", PDF)), "a.zip")
    assert document.unreadable is None
    assert document.unread_parts == (UnreadPart("nuller.bin", "too_large"),)


def damaged_data() -> bytes:
    return zipped(("a.pdf", PDF * 9)).replace(zlib.compress(PDF * 9)[2:9], b"\xff" * 7)


@pytest.mark.parametrize(
    ("content", "reason", "form"),
    [
        pytest.param(zipped(("a.pdf", PDF))[:60], "damaged", "zip", id="cut short"),
        pytest.param(zipped(("a.pdf", PDF)).replace(b"PK\x01\x02", b"PK\x01\x03"), "damaged", "zip", id="no directory"),
        pytest.param(damaged_data(), "damaged", "zip", id="bad data"),
        pytest.param(zipped(("nuller.bin", ZEROS)), "too_large", "zip", id="nothing but a bomb"),
        pytest.param(locked_zip(b"hemmelig", ("f.pdf", PDF)), "encrypted", "zip", id="with a password"),
        pytest.param(tnef((b"f.pdf", PDF))[:40], "damaged", "tnef", id="half a winmail.dat"),
        pytest.param(msg("Hej")[:700], "damaged", "ole", id="half a compound file"),
        pytest.param(compound({"WordDocument": b"x" * 5_000}), "unsupported", "doc", id="old Word"),
        pytest.param(compound({"Workbook": b"x" * 5_000}), "unsupported", "xls", id="old Excel"),
        pytest.param(compound({"PowerPoint Document": b"x"}), "unsupported", "ppt", id="old PowerPoint"),
        pytest.param(compound({"EncryptedPackage": b"x"}), "encrypted", "encrypted", id="Word with a password"),
        pytest.param(zipped(("ppt/presentation.xml", b"<x/>")), "unsupported", "pptx", id="slides"),
        pytest.param(b"Rar!\x1a\x07\x00", "unsupported", "rar", id="another archive"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "no_text", "png", id="half a picture"),
        pytest.param(b"BEGIN:VCARD\nEND:VCARD", "unsupported", "vcf", id="a visiting card"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_says_why(content: bytes, reason: str, form: str) -> None:
    with pytest.raises(UnreadableDocument) as told:
        read(content)
    assert told.value.reason == reason
    assert read(zipped(("x", content), ("f.pdf", PDF))).parts[0].format == form


def test_an_empty_archive_is_nothing() -> None:
    document = read(zipped(), "a.zip")
    assert (document.unreadable, document.parts) == (None, ())


@pytest.mark.parametrize("password", ["hemmelig", "blåbærgrød"])
def test_the_old_encryption_of_archives_is_opened(password: str) -> None:
    content = locked_zip(password.encode(), ("f.pdf", PDF))
    document = read(content, "a.zip", passwords=("forkert", "", password))
    assert [words(part) for part in document.parts] == ["Faktura 1042"]


@given(
    st.binary(max_size=400), st.integers(0, 4_000), st.sampled_from(["zip", "eml", "tnef", "msg", "xlsx", "odt", "rtf"])
)
def test_any_bytes_are_read_or_refused(junk: bytes, at: int, kind: str) -> None:
    whole = SAMPLES[kind]
    content = whole[:at] + junk + whole[at + len(junk) :]
    for text in (content, whole[: at or 1]):
        try:
            document = read(text)
        except UnreadableDocument:
            continue
        assert all(part.sha256 for part in document.all())


SAMPLES = {
    "zip": zipped(("f.pdf", PDF), ("m.zip", zipped(("x.txt", b"Faktura")))),
    "eml": eml("Hej", ("f.pdf", PDF), html="<p>Hej"),
    "tnef": tnef((b"f.pdf", PDF)) + tnef_long_name("Faktura.pdf"),
    "msg": msg("Hej", ("f.pdf", PDF), ("m", msg_streams("Indre", ("f.pdf", PDF)))),
    "xlsx": xlsx("<sheetData><row r='1'><c r='A1'><v>1042</v></c></row></sheetData>"),
    "odt": odt("<text:p>1</text:p><table:table><table:table-row><table:table-cell/></table:table-row></table:table>"),
    "rtf": rb"{\rtf1\ansi Faktura \'f8 1042\par\trowd a\cell\row}",
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_child_gives_what_lies_in_it_as_it_is(reader: Reader, kind: str) -> None:
    assert reader.read(SAMPLES[kind], "post") == read_document(SAMPLES[kind], "post")


def test_after_bombs_the_child_reads_on(reader: Reader) -> None:
    bombs = [zipped(("b", bomb), ("f.pdf", PDF)) for bomb in (quine(), overlapping(1_000), zipped(("n", ZEROS)))]
    read = [reader.read(bomb, "b.zip") for bomb in bombs]
    assert [words(document.parts[-1]) for document in read] == ["Faktura 1042"] * 3
    assert words(reader.read(PDF, "f.pdf")) == "Faktura 1042"
