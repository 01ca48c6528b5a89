"""The quick ways to the places worth a closer look miss none of them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.danish import accounts, cpr, dates, iban, payments, slips
from bot.danish.dateforms import FORMS
from bot.danish.scan import Starts, lowered, matches_at

#: Pieces that numbers, days and means of payment are made of, put together at random.
_PIECES = (
    *"0123456789 .,/-:+<>\nXkK",
    *("12", "31", "2026", "1.250", "20260312", "4321", "0012345678", "7100", "\u00a0", "'"),
    *("jan", "Marts", "okt.", " of ", "st", "ND", "th", "den ", "maj"),
    *("DK", "IBAN", "iban nr. ", "DK50 0040 0440 1162 43", "se", "NO93 8601 1117 947"),
    *(
        "reg.nr. ",
        "R. nr. ",
        "r nr",
        "bankreg",
        "Konto",
        "kto ",
        "acc",
        "a/c ",
        "Sparekassen",
        "bank",
        "bg ",
        "sort code ",
    ),
    *(
        "FIK ",
        "fi-kred ",
        "kortart 71 ",
        "kreditor ",
        "giro ",
        "postgiro ",
        "+71<",
        "nemkonto",
        "NemKonto ",
        "CPR ",
        "pers.nr ",
    ),
)
TEXTS = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)
STARTS: dict[str, tuple[re.Pattern[str], Starts]] = {
    "a registration number's label": (accounts._REG_LABEL, accounts._REG_STARTS),
    "a bank's label": (accounts._BANK_LABEL, accounts._BANK_STARTS),
    "a foreign account": (accounts._FOREIGN, accounts._FOREIGN_STARTS),
    "a slip without signs": (slips._BARE_LINE, slips._CARD_STARTS),
    "a creditor": (slips._TO_WORD, slips._TO_STARTS),
    "a giro account": (slips._GIRO_WORD, slips._GIRO_STARTS),
    "nemkonto": (payments._NEMKONTO, payments._NEM),
    "a CPR number's label": (cpr._LABEL, cpr._LABEL_STARTS),
}


@pytest.mark.parametrize("what", STARTS)
@given(text=TEXTS)
def test_a_pattern_is_found_by_its_first_letters(what: str, text: str) -> None:
    pattern, starts = STARTS[what]
    found = [match.span() for match in matches_at(pattern, starts, text, lowered(text))]
    assert found == [match.span() for match in pattern.finditer(text)]


@given(text=TEXTS)
def test_every_day_begins_with_what_may_begin_one(text: str) -> None:
    for place in re.finditer(r"(?<![0-9])[0-9]", text):
        if FORMS.match(text, place.start()):
            assert dates._MAY_BEGIN.match(text, place.start()), text[place.start() :]


@given(text=TEXTS)
def test_every_iban_begins_where_one_is_looked_for(text: str) -> None:
    assert {match.start() for match in iban._START.finditer(text)} <= set(iban._places(lowered(text)))
