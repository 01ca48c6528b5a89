"""What a child says becomes values of the model's types, and nothing else."""

import json
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.job import Answer
from bot.model.booking import BookingReading, Said
from bot.model.codec import BadValue, pack, unpack
from bot.model.document import Document, Page, Word
from bot.model.field import Box, Field
from bot.model.invoice import Amounts, InvoiceFields, InvoiceReading, Line
from bot.model.payment import Account, Fik, Iban, NemKonto, Payment
from tests.judging import reading

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
NUMBER = st.floats(allow_nan=False)
DOUBT, SURE = st.sampled_from(("", "hidden")), st.sampled_from((1.0, 0.5))
WORDS = st.lists(st.builds(Word, TEXT, NUMBER, NUMBER, NUMBER, NUMBER, DOUBT, SURE), max_size=5)


def there_and_back(value: Any, hint: Any) -> Any:
    return unpack(*pack(value, hint), hint)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        pytest.param(None, str | None, id="nothing"),
        pytest.param(Decimal("-4272.00"), Decimal, id="an amount keeps its noughts"),
        pytest.param(Account("1234", "0012345678"), Payment, id="an account"),
        pytest.param(Fik("71", None, "12345678"), Payment, id="a slip without a payment ID"),
        pytest.param(NemKonto(), Payment | None, id="NemKonto"),
        pytest.param(Field(date(2026, 3, 12), 0.9, "12/3", 1, Box(1.5, 2, 3, 4), ("hidden",)), Field[date], id="field"),
        pytest.param(Field(Iban("DK5000400440116243"), 0.9, "x"), Field[Payment], id="field of a payment"),
        pytest.param((), tuple[Word, ...], id="no words"),
        pytest.param((Word("å\n\0", 1, 2, 3, 4), Word("", 1, 2, 3, 4, "hidden", 0.5)), tuple[Word, ...], id="words"),
        pytest.param({"a": (1, 2)}, dict[str, tuple[int, ...]], id="a mapping"),
        pytest.param(b"\0\xff", bytes, id="bytes"),
        pytest.param(
            BookingReading("book", Said(date(2026, 3, 12), "12/3"), start=Said(time(17), "kl. 17", "plan.docx")),
            BookingReading,
            id="a booking's day and time of day",
        ),
        pytest.param(frozenset({"b", "a"}), frozenset[str], id="a set"),
    ],
)
def test_what_is_sent_arrives(value: Any, hint: Any) -> None:
    assert there_and_back(value, hint) == value


def test_a_whole_answer() -> None:
    line = Line("Smørrebrød", Decimal(12), Decimal("85.00"), Decimal("1020.00"))
    read = reading(amounts=Amounts((line,), net=Decimal("816.00")), doubts=("statement",), part=2)
    page = Page(1, 595.0, 842.0, (Word("Møde", 1.0, 2.0, 3.0, 4.0),))
    answer = Answer(
        Document("x.pdf", "ab", 3, pages=(page,), unread_pages=(2,)), (read, InvoiceReading("other", InvoiceFields()))
    )
    assert there_and_back(answer, Answer) == answer


@settings(max_examples=50, deadline=None)
@given(st.lists(st.builds(Page, st.integers(1, 9), NUMBER, NUMBER, WORDS.map(tuple)), max_size=3).map(tuple))
def test_any_pages(pages: tuple[Page, ...]) -> None:
    assert there_and_back(pages, tuple[Page, ...]) == pages


@dataclass(frozen=True)
class Parcel:
    """Holds others of its kind, as a document may."""

    name: str
    parts: tuple["Parcel", ...] = ()


def test_a_type_that_holds_itself() -> None:
    parcel = Parcel("zip", (Parcel("a"), Parcel("b", (Parcel("c"),))))
    assert there_and_back(parcel, Parcel) == parcel


class Row(NamedTuple):
    text: str
    at: float


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param(b"", str, id="nothing at all"),
        pytest.param(b"\xff", str, id="no UTF-8"),
        pytest.param(b"{", str, id="no JSON"),
        pytest.param(b"[" * 100_000, str, id="too deep"),
        pytest.param(b"1", str, id="a number for a text"),
        pytest.param(b"true", int, id="a truth for a number"),
        pytest.param(b'"1e999999999"', Decimal, id="an amount that would fill the memory"),
        pytest.param(b'"NaN"', Decimal, id="an amount that is none"),
        pytest.param(b'"2026-02-30"', date, id="a day that is none"),
        pytest.param(b'["Popen", {}]', Payment, id="a type that is no payment"),
        pytest.param(b'{"name": "x", "run": 1}', Parcel, id="a field that there is not"),
        pytest.param(b"{}", Parcel, id="a field left out"),
        pytest.param(b"[]", Parcel, id="a list for an object"),
        pytest.param(b'[2, ["a", "b"], 0]', tuple[Row, ...], id="a column beyond the bytes"),
        pytest.param(b'[1, ["a", "b"], 0]', tuple[Row, ...], id="a column too long"),
        pytest.param(b'[-1, [], 0]', tuple[Row, ...], id="fewer than none"),
        pytest.param(b'[99999999999, null, 0]', tuple[Row, ...], id="more than there can be"),
        pytest.param(b'["invoice2"]', tuple[str, int], id="too few"),
    ],
)  # fmt: skip
def test_everything_else_is_refused(text: bytes, hint: Any) -> None:
    with pytest.raises(BadValue):
        unpack(text, b"\0" * 8, hint)


NAMES = st.sampled_from(("document", "readings", "source", "pages", "kind", "fields")) | TEXT
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXT


@settings(max_examples=200, deadline=None)
@given(st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner)), st.binary(max_size=64))
def test_no_value_raises_anything_else(plain: Any, beside: bytes) -> None:
    try:
        answer = unpack(json.dumps(plain).encode(), beside, Answer)
    except BadValue:
        return
    assert isinstance(answer, Answer)
