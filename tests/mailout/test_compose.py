"""A composed letter, read back with the standard library: what we write is what others read."""

import email
import email.policy
import hashlib
import re
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mailout.compose import OWN_MARK, compose, message_id_of
from bot.mailout.errors import NoRecipientError
from bot.mailout.headers import MOST_REFERENCES, is_sendable, reply_subject, thread
from bot.mailout.mime import text_part
from bot.mailout.samples import ACCEPTED, REJECTED, samples, supplier_letter
from bot.mailout.templates import Templates
from bot.model.letter import ComposedLetter, Letter, LetterAttachment
from bot.model.letter_context import context_of
from bot.model.message import Address
from bot.model.zone import COPENHAGEN

TEMPLATES = Templates()
NOW = datetime(2026, 3, 15, 9, 0, 5, tzinfo=COPENHAGEN)
SENDER = Address("faktura@ekm.example", "EKM, kvalitetsnetværk")
LETTER = Letter(
    cause="invoice:abc:1:accepted",
    template="invoice_accepted",
    secretariat="EKM",
    to=(Address("kontor@kroen.example", "Kroen ved Søen"),),
    cc=(Address("aase@klinik.example"),),
    context=context_of(supplier_letter(ACCEPTED)),
    reply_subject="Faktura 2207",
    in_reply_to="<b@kroen.example>",
    references=("<a@kroen.example>",),
)


def made(letter: Letter = LETTER, sender: Address = SENDER) -> ComposedLetter:
    return compose(letter, sender, TEMPLATES, NOW)


def read(letter: ComposedLetter) -> EmailMessage:
    message = email.message_from_bytes(letter.raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def contents(message: EmailMessage) -> list[str]:
    """The parts' text; lines end with CR LF on the wire (RFC 5322 §2.1)."""
    return [part.get_content().replace("\r\n", "\n") for part in message.iter_parts()]


def test_headers() -> None:
    message = read(made())
    assert message["From"].addresses[0].display_name == "EKM, kvalitetsnetværk"
    assert message["From"].addresses[0].addr_spec == "faktura@ekm.example"
    assert [a.addr_spec for a in message["To"].addresses] == ["kontor@kroen.example"]
    assert [a.addr_spec for a in message["Cc"].addresses] == ["aase@klinik.example"]
    assert message["Subject"] == "SV: Faktura 2207"
    assert message["In-Reply-To"] == "<b@kroen.example>"
    assert message["References"].split() == ["<a@kroen.example>", "<b@kroen.example>"]
    assert parsedate_to_datetime(message["Date"]) == NOW
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Content-Language"] == "da"
    assert message[OWN_MARK] == hashlib.sha256(LETTER.cause.encode()).hexdigest()[:32]
    assert message["Message-ID"] == f"<{message[OWN_MARK]}@ekm.example>" == made().message_id
    assert message["MIME-Version"] == "1.0"


def test_parts_read_back_as_they_were_rendered() -> None:
    letter = made()
    message = read(letter)
    assert message.get_content_type() == "multipart/alternative"
    plain, html = contents(message)
    assert plain == letter.text
    assert html == letter.html
    assert "kørslen 1. april 2026" in plain


def test_attachments() -> None:
    files = (
        LetterAttachment("opsamling 2026-03-15.xlsx", "application/vnd.ms-excel", bytes(range(256)) * 9),
        LetterAttachment("Åbne sager/æøå.txt", "text/plain", b"x"),
        LetterAttachment("tom", "", b""),
    )
    letter = made(replace(LETTER, attachments=files))
    message = read(letter)
    assert message.get_content_type() == "multipart/mixed"
    parts = list(message.iter_attachments())
    assert [p.get_filename() for p in parts] == ["opsamling 2026-03-15.xlsx", "Åbne sager-æøå.txt", "tom"]
    assert [p.get_payload(decode=True) for p in parts] == [f.content for f in files]
    assert [p.get_content_type() for p in parts] == [
        "application/vnd.ms-excel",
        "text/plain",
        "application/octet-stream",
    ]
    assert letter.attachments == ("opsamling 2026-03-15.xlsx", "Åbne sager-æøå.txt", "tom")


@pytest.mark.parametrize(("name", "context"), [pytest.param(*s, id=f"{s[0]}-{n}") for n, s in enumerate(samples())])
def test_every_letter_survives_any_server(name: str, context: object) -> None:
    """ASCII, CR LF, lines of at most 78 octets (RFC 5322 §2.1.1), and the same bytes every time."""
    letter = replace(LETTER, template=name, context=context_of(context))
    raw = made(letter).raw
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|\x00", raw)
    assert raw == made(letter).raw


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ord " * 60, id="one long line, with a blank at its end"),
        pytest.param("å" * 200, id="a word of two-octet letters"),
        pytest.param("x" * 75 + "From her\nFrom der\n\nFrom os", id="From at a line's start, and where one is broken"),
        pytest.param(".\n..\n =\t\n", id="dots, an equals sign, blanks before the end"),
        pytest.param("én\rto\r\ntre\n", id="ends of every kind"),
        pytest.param("", id="nothing"),
    ],
)
def test_text_survives_any_server(text: str) -> None:
    part = text_part(text, "plain")
    body = part.partition(b"\r\n\r\n")[2]
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|[ \t]\r|[ \t]\Z|^From ", body, re.MULTILINE)
    read_back = email.message_from_bytes(part).get_payload(decode=True)
    assert read_back == re.sub(r"\r\n?|\n", "\r\n", text).encode()


@pytest.mark.parametrize(
    ("answered", "subject"),
    [
        pytest.param("Faktura 7", "SV: Faktura 7", id="plain"),
        pytest.param("SV: Faktura 7", "SV: Faktura 7", id="once"),
        pytest.param("Re: SV: AW[2]: re: Faktura 7", "SV: Faktura 7", id="many of them"),
        pytest.param("Fwd: Faktura 7", "SV: Fwd: Faktura 7", id="a forward stays one"),
        pytest.param("Regning: Faktura 7", "SV: Regning: Faktura 7", id="not every word before a colon"),
        pytest.param("", "SV: Faktura 2207 er godkendt", id="none: the letter's own"),
        pytest.param("  \r\n ", "SV: Faktura 2207 er godkendt", id="blank"),
        pytest.param("Faktura\r\nBcc: x@y.example", "SV: Faktura Bcc: x@y.example", id="header injection"),
        pytest.param("=?utf-8?q?Bcc=3A?=", "SV: =?utf-8?q?Bcc=3A?=", id="an encoded word stays text"),
        pytest.param("Fødevarer 🍽 til mødet", "SV: Fødevarer 🍽 til mødet", id="outside ASCII"),
        pytest.param("Til Eva Holm CPR 010190-1234", "SV: Til Eva Holm CPR ******-****", id="CPR"),
    ],
)
def test_reply_subject(answered: str, subject: str) -> None:
    letter = made(replace(LETTER, reply_subject=answered))
    assert letter.subject == subject
    message = read(letter)
    assert message["Subject"] == subject
    assert message["Bcc"] is None


def test_english_answers_with_re() -> None:
    letter = made(replace(LETTER, language="en"))
    assert letter.subject == "Re: Faktura 2207"
    assert "Thank you for your invoice" in letter.text


def test_a_letter_that_answers_nothing_has_its_own_subject() -> None:
    letter = made(replace(LETTER, reply_subject=None, in_reply_to=None, references=(), auto_submitted="auto-generated"))
    message = read(letter)
    assert message["Subject"] == "Faktura 2207 er godkendt"
    assert message["In-Reply-To"] is message["References"] is None
    assert message["Auto-Submitted"] == "auto-generated"


def test_endless_subject_is_cut() -> None:
    letter = made(replace(LETTER, reply_subject="ø" * 10_000))
    assert len(letter.subject) <= 200
    assert read(letter)["Subject"] == letter.subject


@pytest.mark.parametrize(
    ("references", "in_reply_to", "wanted"),
    [
        pytest.param((), "<b@x>", ("<b@x>",), id="first answer"),
        pytest.param(("<a@x>", "<b@x>"), "<b@x>", ("<a@x>", "<b@x>"), id="the parent is in its own references"),
        pytest.param(("<a@x>",), None, ("<a@x>",), id="parent without an id"),
        pytest.param(("<a@x>", "<a@x>"), "<b@x>", ("<a@x>", "<b@x>"), id="twice the same"),
        pytest.param(("<a\r\nBcc: x@y>", "a@x", "<å@x>", "<a b@x>", "<>"), "<b@x>", ("<b@x>",), id="malformed ones"),
        pytest.param(("<a@x>",), "<" + "b" * 300 + "@x>", ("<a@x>",), id="an id longer than a line may be"),
    ],
)
def test_thread(references: tuple[str, ...], in_reply_to: str | None, wanted: tuple[str, ...]) -> None:
    assert thread(references, in_reply_to)[1] == wanted


def test_long_threads_keep_their_first_and_last() -> None:
    ids = tuple(f"<{n}@x.example>" for n in range(500))
    _, kept = thread(ids, "<parent@x.example>")
    assert len(kept) == MOST_REFERENCES
    assert (kept[0], kept[-1], kept[-2]) == ("<0@x.example>", "<parent@x.example>", "<499@x.example>")


def test_a_long_id_is_never_broken_or_encoded() -> None:
    """``email.policy`` of Python 3.11 writes it as encoded words, and the thread is lost."""
    long_id = "<" + "a" * 200 + "@kroen.example>"
    raw = made(replace(LETTER, in_reply_to=long_id)).raw
    assert f"In-Reply-To: {long_id}\r\n".encode() in raw


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            *("a@b.example\r\nBcc: x@y.example", "a b@c.example", "a@b@c.example", "@b.example", "a@", "a", ""),
            *("<a@b.example>", "a,b@c.example", '"a b"@c.example', "a@[127.0.0.1]", "a@-b.example", "a@b..example"),
            "a@" + "b" * 300 + ".example",
        ],
    )
    def test_unsendable(self, address: str) -> None:
        assert not is_sendable(Address(address))
        letter = replace(LETTER, to=(Address(address),), cc=())
        with pytest.raises(NoRecipientError):
            made(letter)

    def test_the_others_still_get_it(self) -> None:
        letter = made(replace(LETTER, to=(Address("bad"), Address("good@x.example"))))
        assert letter.recipients == ("good@x.example", "aase@klinik.example")

    def test_nobody_gets_it_twice(self) -> None:
        twice = Address("a@x.example"), Address("a@x.example", "A")
        assert made(replace(LETTER, to=twice, cc=twice)).recipients == ("a@x.example",)

    def test_danish_domain_and_local_part(self) -> None:
        letter = made(replace(LETTER, to=(Address("jørgen@smørrebrød.example"),)))
        assert "To: jørgen@xn--smrrebrd-64af.example\r\n".encode() in letter.raw

    @pytest.mark.parametrize(
        "name",
        [
            "Kroen, ApS",
            'Kroen "ved" Søen',
            "Kroen \\ co",
            "a\r\nBcc: x@y.example",
            "=?utf-8?q?x?=",
            "Sø" * 500,
            "(x)",
            "",
        ],
    )
    def test_names_never_change_the_address(self, name: str) -> None:
        message = read(made(replace(LETTER, to=(Address("kontor@kroen.example", name),))))
        assert [a.addr_spec for a in message["To"].addresses] == ["kontor@kroen.example"]
        assert message["Bcc"] is None

    def test_a_name_that_looks_like_an_address_is_left_out(self) -> None:
        raw = made(replace(LETTER, to=(Address("kontor@kroen.example", "bank@bank.example"),))).raw
        assert b"bank@bank" not in raw

    def test_a_name_is_read_back(self) -> None:
        message = read(made())
        assert message["To"].addresses[0].display_name == "Kroen ved Søen"


def test_message_id_follows_from_the_cause_alone() -> None:
    other = replace(LETTER, template="invoice_rejected", context=context_of(supplier_letter(REJECTED)), to=(SENDER,))
    assert made(other).message_id == made().message_id == message_id_of(LETTER.cause, SENDER)
    assert made(replace(LETTER, cause="invoice:abc:2:accepted")).message_id != made().message_id


def test_cpr_stands_nowhere() -> None:
    person = "CPR 010190-1234"
    context = context_of(supplier_letter(replace(ACCEPTED, coordinator=person, attachment=f"{person}.pdf")))
    letter = replace(
        LETTER,
        context=context,
        reply_subject=person,
        to=(Address("a@b.example", person),),
        attachments=(LetterAttachment(f"{person}.txt", "text/plain", b""),),
    )
    raw = made(letter).raw
    assert b"010190" not in raw
    whole = "".join(str(part) for part in read(made(letter)).walk())
    assert "010190" not in whole


TEXT = st.text(max_size=300)


@settings(max_examples=60, deadline=None)
@given(subject=TEXT, name=TEXT, value=TEXT, references=st.lists(TEXT, max_size=5), in_reply_to=st.none() | TEXT)
def test_no_text_from_outside_adds_a_header(
    subject: str, name: str, value: str, references: list[str], in_reply_to: str | None
) -> None:
    letter = made(
        replace(
            LETTER,
            reply_subject=subject,
            to=(Address("kontor@kroen.example", name),),
            references=tuple(references),
            in_reply_to=in_reply_to,
            context=context_of(supplier_letter(replace(ACCEPTED, supplier=value, attachment=value))),
        )
    )
    allowed = {
        *("date", "from", "to", "cc", "subject", "message-id", "in-reply-to", "references", "auto-submitted"),
        *("x-auto-response-suppress", OWN_MARK.lower(), "content-language", "mime-version", "content-type"),
    }
    message = read(letter)
    names = [key.lower() for key in message.keys()]  # noqa: SIM118 - a message's keys repeat
    assert len(names) == len(set(names))
    assert set(names) <= allowed
    assert message["Subject"] == letter.subject
    assert contents(message) == [letter.text, letter.html]
    assert max(map(len, letter.raw.split(b"\r\n"))) <= 998


@settings(max_examples=100, deadline=None)
@given(TEXT)
def test_answering_an_answer_changes_no_subject(subject: str) -> None:
    once = reply_subject(subject, "SV:")
    assert reply_subject(once, "SV:") == once
