"""Any bytes become a Message, soon: nothing raises, nothing runs away."""

import re
import time
from email import message_from_bytes
from email.message import Message as StandardMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mailin.authentication import authenticate
from bot.mailin.automatic import automatic_reason, is_auto_reply
from bot.mailin.bounces import bounces_of
from bot.mailin.language import language_of
from bot.mailin.mime import read_structure, walk
from bot.mailin.parse import received_from_headers
from bot.mailin.vocabulary import shipped_vocabulary
from bot.model.message import Message
from tests.mailin.build import PDF, mail, multipart, nested, part, read
from tests.mailin.torture import torture

MAILS = list(torture())
#: Seconds of processor time. The slowest takes a hundredth of it; a loop that grows with the square takes far more.
TOO_LONG = 60.0


def all_of_it(raw: bytes) -> Message:
    """Everything that is done with a mail before a kind of mail looks at it."""
    message = read(raw)
    received_from_headers(raw)
    automatic_reason(message)
    is_auto_reply(message)
    bounces_of(message)
    language_of(message.new_text, shipped_vocabulary())
    return message


def is_well_formed(message: Message) -> None:
    """What every other part may rely on, whatever came in."""
    one_line = [message.subject, message.message_id or "", *(value for _, value in message.headers)]
    one_line += [a.name for a in message.attachments] + [
        a.name or "" for a in (*message.to, *message.cc, *message.reply_to)
    ]
    assert not any(re.search(r"[\r\n\0]", text) for text in one_line)
    for text in (message.text, message.new_text, message.html or "", *one_line, *(q.text for q in message.quoted)):
        text.encode("utf-8")
    for a in message.attachments:
        assert a.name
        assert "/" not in a.name
    assert [a.index for a in message.attachments] == list(range(1, len(message.attachments) + 1))
    assert message.received.tzinfo is not None
    assert message.date is None or message.date.tzinfo is not None


def test_there_are_enough() -> None:
    assert len(MAILS) >= 150
    assert len({name for name, _ in MAILS}) == len(MAILS)


@pytest.mark.parametrize("raw", [pytest.param(raw, id=name) for name, raw in MAILS])
def test_torture(raw: bytes) -> None:
    start = time.process_time()
    message = all_of_it(raw)
    assert time.process_time() - start < TOO_LONG
    is_well_formed(message)


@given(st.binary(max_size=3_000))
@settings(max_examples=300)
def test_any_bytes(raw: bytes) -> None:
    is_well_formed(all_of_it(raw))


SEEDS = [raw for name, raw in MAILS if len(raw) < 4_000]
GRAFTS = [
    b"\0",
    b"\r",
    b"\n\n",
    b"=?",
    b"?=",
    b"--gr=_1",
    b"--gr=_1--",
    b"Content-Type: ",
    b"boundary=",
    b'"',
    b"(",
    b"\xff",
    b"=C3",
    b":",
    b";",
]


@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 4_000), st.sampled_from(GRAFTS), st.integers(0, 40)), max_size=12),
)
@settings(max_examples=400)
def test_any_change_of_a_mail(raw: bytes, changes: list[tuple[int, bytes, int]]) -> None:
    data = bytearray(raw)
    for place, graft, length in changes:
        at = place % (len(data) + 1)
        data[at : at + length] = graft
    is_well_formed(all_of_it(bytes(data)))


STRUCTURES = [
    pytest.param(multipart(part("text/plain", "Hej"), part("application/pdf", PDF)), id="two parts"),
    pytest.param(
        multipart(
            nested(part("text/plain", "a"), part("text/html", "<p>a"), kind="alternative", boundary="in"),
            part("a/b", PDF),
        ),
        id="nested",
    ),
    pytest.param(
        multipart(part("message/rfc822", multipart(part("text/plain", "x"), boundary="in"))), id="a message inside"
    ),
    pytest.param(multipart(part("text/plain", "Hej")).removesuffix("--gr=_1--\n"), id="no closing boundary"),
    pytest.param("Forord\n" + multipart(part("text/plain", "Hej")), id="text before the headers"),
    pytest.param(multipart("", "\nHej", "Subject: x\n\nHej"), id="parts without headers"),
    pytest.param(multipart("\n" + multipart(part("text/plain", "x"), boundary="in"), kind="digest"), id="digest"),
    pytest.param(
        multipart(part("text/plain", "--gr=_1x\n--gr=_\n --gr=_1\nx")), id="lines that look like the boundary"
    ),
    pytest.param(multipart(part("text/plain", "x")) + "Efterord\n--gr=_1\n\nikke med\n", id="text after the end"),
    pytest.param(
        multipart(part("text/plain", "x")).replace("--gr=_1\n", "--gr=_1 \t\n"), id="white space after the boundary"
    ),
]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("raw", STRUCTURES)
def test_the_tree_is_the_standard_librarys(raw: str, line_end: str) -> None:
    data = raw.replace("\n", line_end).encode()
    assert tree(data) == standard_tree(message_from_bytes(data))


def tree(raw: bytes) -> list[tuple[str, bytes | None]]:
    root, _ = read_structure(raw)
    return [(one.content_type, None if one.children else one.content()) for one in walk(root)]


def standard_tree(message: "StandardMessage[str, str]") -> list[tuple[str, bytes | None]]:
    out: list[tuple[str, bytes | None]] = []
    for one in message.walk():
        content = None if one.is_multipart() else one.get_payload(decode=True)
        assert content is None or isinstance(content, bytes)
        out.append((one.get_content_type(), content))
    return out


@given(st.sampled_from([p.values[0] for p in STRUCTURES]), st.lists(st.integers(0, 500), max_size=2))
@settings(max_examples=100)
def test_the_tree_is_the_standard_librarys_with_lines_taken_out(raw: object, gone: list[int]) -> None:
    """Where a body line is lost on the way, both parsers still see the same parts."""
    lines = str(raw).split("\n")
    body = lines.index("")
    for n in gone:
        if (at := body + 1 + n % (len(lines) - body)) < len(lines) and ":" not in lines[at] and lines[at]:
            del lines[at]
    data = "\n".join(lines).encode()
    ours, theirs = tree(data), standard_tree(message_from_bytes(data))
    assert [kind for kind, _ in ours] == [kind for kind, _ in theirs]


def test_limits_are_told() -> None:
    by_name = dict(MAILS)
    assert "too_deep" in read(by_name["1,000 nested parts"]).defects
    assert "too_many_parts" in read(by_name["10,000 parts"]).defects
    assert "no_closing_boundary" in read(by_name["no closing boundary"]).defects
    assert "boundary_missing" in read(by_name["boundary never used"]).defects
    assert read(by_name["boundary never used"]).text == "Hej"


def test_a_lone_cr_makes_no_header() -> None:
    message = read(mail("Subject: a\rBcc: ond@x.example"))
    assert message.header("bcc") is None
    assert message.subject == "a Bcc: ond@x.example"


def test_lone_cr_line_ends_throughout() -> None:
    message = read(dict(MAILS)["lone CR"])
    assert message.text == "Hej Møde"
    assert [a.name for a in message.attachments] == ["f.pdf"]


def test_the_judgement_of_the_sender_never_raises() -> None:
    for _, raw in MAILS:
        root, _ = read_structure(raw)
        authenticate(root.headers, [], 0, ("mx.ekm.example", "", "protection.outlook.com", "."))
