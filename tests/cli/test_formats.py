"""One invoice in every dress that suppliers send it in, through the program's outer door."""

import io
import logging
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from fpdf import FPDF
from fpdf.enums import EncryptionMethod
from pypdfium2 import PdfDocument
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.cli.attacks import HEIGHT, NOTHING, Changes, Installation, installed, mail, pdf, rows, text, verdicts
from tests.documents.formats.held import eml, locked_zip, msg, odt, pdf_with, tnef, xlsx, zipped
from tests.documents.formats.made import docx, paragraph

WORD = "Fjordbakken7"


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("formats")) as installation:
        yield installation


def documents(shown: dict[str, Any]) -> list[tuple[str | None, str, str | None]]:
    return [(d.get("attachment"), d["kind"], d.get("verdict")) for d in shown["invoices"]]


def pages(*sheets: Changes | str | None, encrypt: StandardEncryption | None = None) -> bytes:
    """A PDF: of each sheet the faultless invoice with changes, some other text, or nothing (None)."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, HEIGHT), invariant=1, encrypt=encrypt)
    for sheet in sheets:
        lines = [(50, 60 + 15 * n, line) for n, line in enumerate(sheet.splitlines())] if isinstance(sheet, str) else []
        for x, y, words in rows(sheet) if isinstance(sheet, dict) else lines:
            canvas.setFont("Helvetica", 10)
            canvas.drawString(x, HEIGHT - y, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def turned(degrees: int) -> bytes:
    """The faultless invoice as a program shows it that was told to turn its pages."""
    document = PdfDocument(pages(NOTHING))
    document[0].set_rotation(degrees)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# -- passwords -------------------------------------------------------------------------------------------


def old_locked(user: str, owner: str = "ejer", strength: int = 128) -> bytes:
    return pages(NOTHING, encrypt=StandardEncryption(user, owner, strength=strength))


def new_locked(user: str) -> bytes:
    """AES-256, as programs of today lock."""
    document = FPDF(unit="pt", format=(595, HEIGHT))
    document.set_encryption("ejer", user, encryption_method=EncryptionMethod.AES_256)
    document.add_page()
    document.set_font("Helvetica", size=10)
    for x, y, words in rows(NOTHING):
        document.text(x, y, words)
    return bytes(document.output())


@pytest.mark.parametrize(
    "locked",
    [
        pytest.param(old_locked(WORD, strength=40), id="RC4 of 40 bits"),
        pytest.param(old_locked(WORD), id="RC4 of 128 bits"),
        pytest.param(new_locked(WORD), id="AES of 256 bits"),
    ],
)
@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Faktura", f"Hej\n\nHermed faktura. Adgangskoden er {WORD}.\n\nMvh"),
        ("Faktura", f"Hermed faktura.\nKode til filen: «{WORD}»"),
        (f"Faktura (password: {WORD})", "Hermed faktura."),
    ],
)
def test_a_locked_invoice_is_read_with_the_password_in_the_mail(
    bot: Installation, locked: bytes, subject: str, body: str
) -> None:
    [shown] = bot.process(mail(locked, body=body, Subject=subject))
    assert documents(shown) == [("bilag-1.pdf", "invoice", "accepted")]


@pytest.mark.parametrize("body", ["Hermed faktura.", "Adgangskoden er en anden.", "Adgangskoden kommer på sms."])
def test_a_locked_invoice_without_its_password_is_a_persons(bot: Installation, body: str) -> None:
    [shown] = bot.process(mail(old_locked(WORD), body=body))
    assert documents(shown) == [("bilag-1.pdf", "other", "review")]
    assert "adgangskode" in shown["invoices"][0]["findings"][0]["detail"]


def test_one_that_is_locked_for_changes_only_is_read_as_ever(bot: Installation) -> None:
    [shown] = bot.process(mail(old_locked("")))
    assert verdicts(shown) == ["accepted"]


def test_a_password_is_in_no_log_and_no_letter(bot: Installation, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        shown = bot.process(
            mail(old_locked(WORD), body=f"Koden er {WORD}"), mail(b"%PDF-1.4 x", body=f"Koden er {WORD}")
        )
    assert verdicts(shown[0]) == ["accepted"]
    assert WORD not in caplog.text
    assert WORD not in repr(shown)


# -- formats ---------------------------------------------------------------------------------------------


def cells() -> list[list[str]]:
    """The faultless invoice as a table: a row for each line of the page."""
    lines: dict[int, list[str]] = {}
    for x, y, words in rows(NOTHING):
        lines.setdefault(y if x < 400 or y > 250 else y + 1000, []).append(words)
    return [lines[y] for y in lines]


def as_xlsx() -> bytes:
    made = ""
    for number, row in enumerate(cells(), start=1):
        inner = (
            f'<c r="{column}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for column, cell in zip("ABCD", row, strict=False)
        )
        made += f'<row r="{number}">{"".join(inner)}</row>'
    return xlsx(f"<sheetData>{made}</sheetData>")


def as_odt() -> bytes:
    return odt("".join("<text:p>" + "<text:tab/>".join(row) + "</text:p>" for row in cells()))


def as_ods() -> bytes:
    made = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        for row in cells()
    )
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    return odt(f"<table:table>{made}{empty}</table:table>", kind="spreadsheet")


def as_rtf() -> bytes:
    lines = ["\\tab ".join(row) for row in cells()]
    escaped = "\\par\n".join(
        "".join(c if ord(c) < 128 else f"\\'{c.encode('cp1252').hex()}" for c in line) for line in lines
    )
    return ("{\\rtf1\\ansi\\ansicpg1252{\\colortbl;\\red255\\green255\\blue255;}\\f0\\fs20 " + escaped + "}").encode(
        "ascii"
    )


def as_html() -> str:
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells())
    return f"<html><body><p>Hej</p><table>{table}</table></body></html>"


DRESSES: dict[str, Callable[[], bytes]] = {
    "docx": lambda: docx("".join(paragraph("   ".join(row)) for row in cells())),
    "odt": as_odt,
    "ods": as_ods,
    "xlsx": as_xlsx,
    "rtf": as_rtf,
    "html": lambda: as_html().encode(),
    "text": lambda: text().encode(),
    "text in Windows-1252": lambda: text().encode("cp1252"),
    "pdf, on its side": lambda: turned(90),
    "pdf, upside down": lambda: turned(180),
    "pdf, on its other side": lambda: turned(270),
    "zip": lambda: zipped(("faktura.pdf", pdf())),
    "zip, locked": lambda: locked_zip(WORD.encode(), ("faktura.pdf", pdf())),
    "zip of sheets": lambda: zipped(("faktura.xlsx", as_xlsx())),
    "winmail.dat": lambda: tnef((b"faktura.pdf", pdf())),
    "Outlook": lambda: msg("Hermed faktura.", ("faktura.pdf", pdf())),
    "mail": lambda: eml("Hermed faktura.", ("faktura.pdf", pdf())),
    "portfolio": lambda: pdf_with(pages("Se de vedhæftede filer."), ("faktura.pdf", pdf())),
}


#: Every dress without an ending and under a wrong one; text that is called a PDF is a PDF gone wrong, see below.
NAMED = [(d, name) for d in DRESSES for name in ("faktura", "x.pdf") if not (d.startswith("text") and name == "x.pdf")]


@pytest.mark.parametrize(("dress", "name"), NAMED)
def test_the_faultless_invoice_is_accepted_in_every_dress_and_under_any_name(
    bot: Installation, dress: str, name: str
) -> None:
    raw = message_from_bytes(mail(body=f"Hermed faktura. Kode: {WORD}"), policy=SMTP)
    assert isinstance(raw, EmailMessage)
    raw.add_attachment(DRESSES[dress](), maintype="application", subtype="octet-stream", filename=name)
    [shown] = bot.process(raw.as_bytes())
    assert [verdict for verdict in verdicts(shown) if verdict] == ["accepted"], shown


@pytest.mark.parametrize("dress", [d for d in DRESSES if d.startswith("text")])
def test_text_that_is_called_a_pdf_is_a_persons(bot: Installation, dress: str) -> None:
    raw = message_from_bytes(mail(body="Hermed faktura."), policy=SMTP)
    assert isinstance(raw, EmailMessage)
    raw.add_attachment(DRESSES[dress](), maintype="application", subtype="pdf", filename="x.pdf")
    [shown] = bot.process(raw.as_bytes())
    assert "review" in verdicts(shown), shown
    assert "accepted" not in verdicts(shown), shown


def test_an_invoice_that_is_the_mails_own_html(bot: Installation) -> None:
    only_html = EmailMessage(policy=SMTP)
    for key, value in message_from_bytes(mail()).items():
        if key.lower() not in ("content-type", "content-transfer-encoding", "mime-version"):
            only_html[key] = " ".join(value.split())
    only_html.set_content(as_html(), subtype="html")
    [shown] = bot.process(only_html.as_bytes())
    assert documents(shown) == [(None, "invoice", "accepted")]


@pytest.mark.parametrize("shape", ["text", "html"])
def test_an_invoice_that_is_the_text_of_a_mail_passed_on_as_a_file(bot: Installation, shape: str) -> None:
    inner = EmailMessage(policy=SMTP)
    inner["From"], inner["Subject"], inner["Message-ID"] = (
        "faktura@moellen.example",
        "Faktura 1042",
        "<in@moellen.example>",
    )
    if shape == "text":
        inner.set_content(text())
    else:
        inner.set_content(as_html(), subtype="html")
    outer = message_from_bytes(mail(body="Se denne."), policy=SMTP)
    assert isinstance(outer, EmailMessage)
    outer.add_attachment(inner)
    [shown] = bot.process(outer.as_bytes())
    assert documents(shown) == [(None, "invoice", "accepted")]


# -- several in one --------------------------------------------------------------------------------------

MENU = "Menukort\n\nForret: røget laks 95,00\nHovedret: kalvesteg 245,00\nDessert: jordbær 85,00"
TERMS = "Almindelige betingelser\n\n1. Afbestilling skal ske 14 dage før arrangementet.\n2. Priserne er inkl. moms."
SECOND: Changes = {"number": "Fakturanr.: 1043"}
THIRD: Changes = {"number": "Fakturanr.: 1044"}


@pytest.mark.parametrize(
    ("sheets", "numbers"),
    [
        pytest.param((NOTHING, MENU, TERMS), ["1042"], id="a menu and terms behind it"),
        pytest.param((MENU, NOTHING), ["1042"], id="a menu before it"),
        pytest.param((NOTHING, SECOND, THIRD), ["1042", "1043", "1044"], id="three"),
        pytest.param((NOTHING, MENU, SECOND, TERMS, THIRD), ["1042", "1043", "1044"], id="three with pages between"),
        pytest.param((NOTHING, NOTHING), ["1042"], id="one twice"),
        pytest.param((NOTHING, SECOND, NOTHING), ["1042", "1043"], id="one again after another"),
    ],
)
def test_several_in_one_file(bot: Installation, sheets: tuple[Any, ...], numbers: list[str]) -> None:
    [shown] = bot.process(mail(pages(*sheets)))
    judged = [d for d in shown["invoices"] if d.get("verdict")]
    assert [d["fields"]["invoice_number"]["value"] for d in judged] == numbers


def test_a_statement_of_several_invoices_is_none(bot: Installation) -> None:
    statement = (
        "Restaurant Møllen ApS\nKontoudtog\n\nFaktura 1042   13.03.2026   2.136,00\n"
        "Faktura 1043   14.03.2026   1.000,00\nFaktura 1044   15.03.2026   500,00\n\nSaldo   3.636,00\n"
        "Reg.nr. 1234 konto 0012345678"
    )
    [shown] = bot.process(mail(pages(statement)))
    assert "accepted" not in verdicts(shown)
