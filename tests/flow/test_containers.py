"""Invoices that lie in something else: each document in an attachment is a document of the mail."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.flow import handle
from bot.model.decision import Decision
from bot.model.message import Message
from bot.sniffing import sniff
from tests.documents.formats.held import compound, eml, locked_zip, msg, pdf_with, tnef, zipped
from tests.documents.formats.made import WORDS, drawn, raw_pdf
from tests.flow.test_handle import INVOICE
from tests.judging import NETWORK_ADDRESS, NOW, attachment, message, reads_by, world

FAULTLESS = INVOICE.encode()
SECOND = INVOICE.replace("1042", "1043").replace("12. marts", "7. maj").encode()
MENU = b"Menu\n\nForret: laks\nHovedret: kalv\n"


def decide(*files: tuple[str, bytes], mail: Message | None = None, passwords: Sequence[str] = ()) -> Decision:
    around = world()
    held = [
        attachment(name, index, content=content, content_type="application/octet-stream", sniffed=sniff(content))
        for index, (name, content) in enumerate(files, start=1)
    ]
    reads = [read for file in held for read in reads_by(around, file, file.content, passwords=tuple(passwords))]
    return handle(replace(mail or message(), attachments=tuple(held)), reads, around, NOW)


def told(decision: Decision) -> list[tuple[str | None, str, str | None]]:
    return [(d.attachment, d.reading.kind, d.verdict) for d in decision.documents]


@pytest.mark.parametrize(
    ("content", "inside"),
    [
        pytest.param(zipped(("faktura.txt", FAULTLESS)), ["faktura.txt"], id="an archive"),
        pytest.param(
            zipped(("a.zip", zipped(("faktura.txt", FAULTLESS)))), ["a.zip", "a.zip/faktura.txt"], id="in two"
        ),
        pytest.param(tnef((b"faktura.txt", FAULTLESS)), ["faktura.txt"], id="winmail.dat"),
        pytest.param(eml("Hermed faktura 1042.", ("faktura.txt", FAULTLESS)), ["faktura.txt"], id="a mail"),
        pytest.param(msg("Hermed faktura 1042.", ("faktura.txt", FAULTLESS)), ["faktura.txt"], id="Outlook"),
        pytest.param(pdf_with(drawn((50, 700, "Se vedhæftede")), ("f.txt", FAULTLESS)), ["f.txt"], id="a portfolio"),
        pytest.param(eml(INVOICE), ["mail.txt"], id="the text of a mail in a file"),
        pytest.param(msg(INVOICE), ["mail.txt"], id="the text of an Outlook mail"),
    ],
)
def test_an_invoice_in_something_else_is_accepted(content: bytes, inside: list[str]) -> None:
    decision = decide(("post.bin", content))
    assert (decision.verdict, decision.attention) == ("accepted", ())
    expected = [("post.bin", "other", None), *((f"post.bin/{name}", "other", None) for name in inside[:-1])]
    assert told(decision) == [*expected, (f"post.bin/{inside[-1]}", "invoice", "accepted")]
    assert len({d.sha256 for d in decision.documents}) == len(decision.documents)


def test_each_in_an_archive_is_judged_and_the_rest_filed() -> None:
    decision = decide(("f.zip", zipped(("1042.txt", FAULTLESS), ("menu.txt", MENU), ("1043.txt", SECOND))))
    assert [(name, kind) for name, kind, _ in told(decision)] == [
        ("f.zip", "other"), ("f.zip/1042.txt", "invoice"), ("f.zip/menu.txt", "other"), ("f.zip/1043.txt", "invoice"),
    ]  # fmt: skip
    assert decision.documents[1].verdict == "accepted"


def test_the_same_invoice_inside_and_beside_is_one() -> None:
    decision = decide(("faktura.txt", FAULTLESS), ("f.zip", zipped(("faktura.txt", FAULTLESS))))
    assert [verdict for _, _, verdict in told(decision)] == ["accepted", None, None]


LOCKED = locked_zip(b"hemmelig", ("faktura.txt", FAULTLESS))
BOMB = zipped(("nuller.bin", bytes(80_000_000)))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(LOCKED, "adgangskode", id="with a password"),
        pytest.param(zipped(("f.txt", FAULTLESS))[:90], "beskadiget", id="half of it"),
        pytest.param(BOMB, "stor", id="a bomb"),
        pytest.param(compound({"WordDocument": b"x"}), "Word 97-2003", id="old Word"),
        pytest.param(b"Rar!\x1a\x07\x00", "RAR", id="another archive"),
    ],
)
def test_what_cannot_be_opened_is_a_persons_where_an_invoice_is_expected(content: bytes, why: str) -> None:
    (document,) = decide(("f.zip", content)).documents
    assert (document.verdict, [f.code for f in document.findings]) == ("review", ["unreadable"])
    assert why in document.findings[0].detail
    elsewhere = message(mailbox=NETWORK_ADDRESS, subject="Deltagerliste", text="Hermed listen.")
    assert decide(("f.zip", content), mail=elsewhere).verdict is None


def test_the_invoice_beside_a_bomb_is_accepted_and_the_bomb_told() -> None:
    decision = decide(("f.zip", zipped(("b.zip", BOMB), ("nuller.bin", bytes(80_000_000)), ("f.txt", FAULTLESS))))
    assert [(name, v) for name, _, v in told(decision) if v] == [("f.zip/b.zip", "review"), ("f.zip/f.txt", "accepted")]
    assert (decision.attention, decision.outcome) == (("partly_read",), "review")


def test_a_locked_archive_is_opened_with_the_password() -> None:
    decision = decide(("f.zip", LOCKED), passwords=["1234", "hemmelig"])
    assert told(decision) == [("f.zip", "other", None), ("f.zip/faktura.txt", "invoice", "accepted")]


@pytest.mark.parametrize(
    "text", ["Hermed faktura 1042 på 2.136,00 kr. Betales til reg.nr. 1234 konto 0012345678.", INVOICE]
)
def test_what_a_mail_inside_says_beside_its_invoice_is_no_second_one(text: str) -> None:
    decision = decide(("besked.msg", msg(text, ("faktura.txt", FAULTLESS))))
    assert [v for _, _, v in told(decision) if v] == ["accepted"]


def test_a_letter_does_not_speak_of_an_archive_that_was_opened() -> None:
    (letter,) = decide(("f.zip", zipped(("faktura.txt", FAULTLESS), ("menu.txt", MENU)))).letters
    context: dict[str, Any] = dict(letter.context)
    assert [line.attachment for line in context["invoices"]] == ["f.zip/faktura.txt"]
    assert context["others"] == ("f.zip/menu.txt",)


def test_files_in_a_readable_invoice_are_read_too() -> None:
    decision = decide(("faktura.pdf", pdf_with(raw_pdf(WORDS), ("kopi.txt", FAULTLESS))))
    assert ("faktura.pdf/kopi.txt", "invoice", "accepted") in told(decision)
