"""Every part of a mail is accounted for by name and hash, once."""

import hashlib
from collections import Counter
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.answering import answer
from bot.documents.job import Job, Known
from bot.documents.limits import Limits
from bot.flow import Read
from bot.mailin.attachments import MAX_ATTACHMENTS
from bot.mailin.parse import parse
from bot.model.message import Message
from bot.model.zone import COPENHAGEN
from bot.service.accounting import parts_of
from bot.store import MailPart
from tests.documents.formats.held import eml, locked_zip, msg, zipped
from tests.documents.formats.made import WORDS, raw_pdf
from tests.judging import rules

PDF = raw_pdf(WORDS)
KNOWN = Known(vocabulary=rules().vocabulary)
NOW = datetime(2026, 3, 15, 10, tzinfo=COPENHAGEN)


def taken(raw: bytes, limits: Limits | None = None) -> tuple[Message, tuple[MailPart, ...]]:
    message = parse(raw, received=NOW, mailbox="faktura@ekm.example", secretariat="EKM", authserv_ids=())
    reads = [
        read
        for a in message.attachments
        for read in Read.of(a, answer(Job(a.content, a.name, message.received_day), KNOWN, limits or Limits()))
    ]
    return message, parts_of(message, reads)


def told(raw: bytes) -> list[tuple[str, str | None, str, str]]:
    return [(part.path, part.name, part.fate, part.detail) for part in taken(raw)[1]]


def mail(*files: tuple[str, str, bytes], text: str = "Hej", html: str | None = None) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["Message-ID"] = "lone@firma.example", "<1@firma.example>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, kind, content in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


PIXEL = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0"


def test_each_kind_of_part_says_what_became_of_it() -> None:
    raw = mail(
        ("faktura.pdf", "application/pdf", PDF),
        ("pixel.png", "image/png", PIXEL),
        ("moede.ics", "text/calendar", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"),
        ("lone.vcf", "text/vcard", b"BEGIN:VCARD\nEND:VCARD\n"),
        ("smime.p7s", "application/pkcs7-signature", b"0\x80"),
        ("gammel.doc", "application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.zip", "application/zip", zipped(("f.pdf", PDF), ("nuller.bin", bytes(90_000_000)))),
        ("laast.zip", "application/zip", locked_zip(b"x", ("f.pdf", PDF))),
        html="<p>Hej",
    ).as_bytes()
    assert told(raw) == [
        ("1.1", None, "text", ""),
        ("1.2", None, "text", ""),
        ("2", "faktura.pdf", "read", "invoice"),
        ("3", "pixel.png", "ornament", ""),
        ("4", "moede.ics", "calendar", ""),
        ("5", "lone.vcf", "contact", "unsupported"),
        ("6", "smime.p7s", "proof", ""),
        ("7", "gammel.doc", "unreadable", "damaged"),
        ("8", "a.zip", "opened", "zip"),
        ("8/-", "a.zip/nuller.bin", "closed", "too_large"),
        ("8/1", "a.zip/f.pdf", "read", "invoice"),
        ("9", "laast.zip", "unreadable", "encrypted"),
    ]


def test_what_lies_in_a_mail_in_a_mail_is_accounted_for() -> None:
    outer = mail(("besked.msg", "application/octet-stream", msg("Se her", ("f.pdf", PDF))))
    inner = EmailMessage(policy=SMTP)
    inner["From"] = "bo@firma.example"
    inner.set_content("Videre")
    inner.add_attachment(PDF, maintype="application", subtype="pdf", filename="g.pdf")
    outer.add_attachment(inner)
    assert told(outer.as_bytes()) == [
        ("1", None, "text", ""),
        ("2", "besked.msg", "opened", "msg"),
        ("2/1", "besked.msg/mail.txt", "text", ""),
        ("2/2", "besked.msg/f.pdf", "read", "invoice"),
        ("3.1.1", None, "text", ""),
        ("3.1.2", "g.pdf", "read", "invoice"),
    ]


def test_files_beyond_the_limit_are_told() -> None:
    files = [(f"{n}.txt", "application/octet-stream", b"%d" % n) for n in range(MAX_ATTACHMENTS + 3)]
    fates = Counter(part.fate for part in taken(mail(*files).as_bytes())[1])
    assert fates["unread"] == 3
    assert sum(fates.values()) == len(files) + 1


#: A tree of parts: bytes are a leaf, a list what holds them.
LEAVES = st.binary(min_size=1, max_size=40).map(lambda content: content.replace(b"\r", b"").replace(b"\n", b"") or b"x")
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner, min_size=1, max_size=4), max_leaves=12)
KINDS = st.sampled_from(
    ["text/plain", "text/html", "application/pdf", "image/png", "application/octet-stream", "text/csv"]
)


def built(tree: Any, draw: Any) -> MIMEPart:
    part = MIMEPart(policy=SMTP)
    if isinstance(tree, bytes):
        kind = draw(KINDS)
        main, _, sub = kind.partition("/")
        where = draw(st.sampled_from(["attachment", "inline"]))
        part.set_content(tree, maintype=main, subtype=sub, disposition=where, cte="base64")
        if draw(st.booleans()):
            del part["Content-Disposition"]
        return part
    part["Content-Type"] = f"multipart/{draw(st.sampled_from(['mixed', 'alternative', 'related', 'signed']))}"
    for child in tree:
        part.attach(built(child, draw))
    return part


def leaves(tree: Any) -> list[bytes]:
    return [tree] if isinstance(tree, bytes) else [leaf for child in tree for leaf in leaves(child)]


@settings(max_examples=40)
@given(TREES, st.data())
def test_every_leaf_of_any_mail_is_accounted_for_once(tree: Any, data: st.DataObject) -> None:
    root = built(tree, data.draw)
    root["From"], root["Subject"] = "lone@firma.example", "Faktura"
    message, parts = taken(root.as_bytes())
    wanted = [hashlib.sha256(leaf).hexdigest() for leaf in leaves(tree)]
    assert [leaf.sha256 for leaf in message.leaves] == wanted
    assert [part.sha256 for part in parts if "/" not in part.path] == wanted
    assert len({part.path for part in parts}) == len(parts)
    assert {leaf.attachment for leaf in message.leaves} - {None} == {a.index for a in message.attachments}


@pytest.mark.parametrize("content", [zipped(("f.pdf", PDF), ("g.pdf", PDF)), eml("Hej", ("f.pdf", PDF), html="<p>Hej")])
def test_each_document_in_a_file_is_accounted_for_by_its_own_hash(content: bytes) -> None:
    _, parts = taken(mail(("post", "application/octet-stream", content)).as_bytes())
    inside = [part for part in parts if "/" in part.path]
    assert inside
    assert hashlib.sha256(PDF).hexdigest() in [part.sha256 for part in inside]
    assert all(part.sha256 and part.name and part.size is not None for part in inside)
