"""The booking's own reference on an invoice: a match by it is certain, and what contradicts it is seen."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from bot.danish.references import check_character, find_references, reference
from tests.documents.fields.paper import REGISTER, read

REFERENCE = reference("FYS-1", 2026, 3)
BOOKED = replace(
    REGISTER,
    meetings=tuple(m._replace(reference=REFERENCE if m.meeting_id == "M1" else None) for m in REGISTER.meetings),
)
HEAD = "Restaurant Møllen ApS   CVR 12345674\nFaktura 1042\nDato 13.03.2026\n"


def test_the_reference_alone_tells_network_and_day() -> None:
    found = read(f"{HEAD}Jeres ref. {REFERENCE}\nI alt  4.272,00\n", register=BOOKED)
    assert found.network_id == "FYS-1"
    assert found.fields.network is not None
    assert found.fields.network.confidence >= 0.98
    assert found.fields.meeting_date is not None
    assert found.fields.meeting_date.value == date(2026, 3, 12)


def test_another_networks_name_contradicts_it() -> None:
    found = read(f"{HEAD}Kvalitetsnetværk Aarhus Nord\nRef. {REFERENCE}\nI alt  4.272,00\n", register=BOOKED)
    assert found.fields.network is not None
    assert "contradicted" in found.fields.network.doubts


def test_another_day_contradicts_it() -> None:
    found = read(f"{HEAD}Mødedato: 5. marts 2026\nRef. {REFERENCE}\nI alt  4.272,00\n", register=BOOKED)
    assert found.fields.meeting_date is not None
    assert "contradicted" in found.fields.meeting_date.doubts


@pytest.mark.parametrize("place", [i for i, c in enumerate(REFERENCE[:-2]) if c.isdigit()])
@pytest.mark.parametrize("wrong", "0123456789")
def test_a_slip_of_the_pen_is_no_reference(place: int, wrong: str) -> None:
    slipped = REFERENCE[:place] + wrong + REFERENCE[place + 1 :]
    assert [r for r, _, _ in find_references(slipped)] == ([REFERENCE] if slipped == REFERENCE else [])


def test_two_characters_swapped_are_no_reference() -> None:
    body = REFERENCE[:-2]
    letters = [i for i, c in enumerate(body) if c.isalnum()]
    for a, b in pairwise(letters):
        if body[a] != body[b]:
            swapped = [*body]
            swapped[a], swapped[b] = swapped[b], swapped[a]
            assert check_character("".join(swapped)) != check_character(body)
