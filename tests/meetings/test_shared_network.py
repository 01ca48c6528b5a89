"""Two who coordinate a network together: both are told what a coordinator must know, neither sees the other's copy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.meetings.desk import AASE, BO, COORDINATORS, EVA, Desk, desk

BOOKING = "Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden. Åse"
SHARED = COORDINATORS.replace("2024-01-01,,1", "2024-01-01,,0.5") + f"FYS-041,Bo Holm,{BO},,2025-01-01,,0.5\n"


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as at:
        at.store.first_day(at.now.date())
        at.change_register(coordinators=SHARED)
        at.post(AASE, BOOKING)
        yield at


def test_both_get_the_head_count_once_in_a_letter_of_their_own(shared: Desk) -> None:
    counts = [m for m in shared.pass_days(70) if "Ingen har svaret endnu" in str(m["Subject"])]
    assert sorted(str(m["To"]) for m in counts) == [f"Bo Holm <{BO}>", f"Åse Lund <{AASE}>"]
    for letter, name in zip(sorted(counts, key=lambda m: str(m["To"])), ("Bo Holm", "Åse Lund"), strict=True):
        assert f"Hej {name}" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]


@pytest.mark.parametrize(("writer", "told"), [(EVA, [BO, AASE]), (BO, [AASE]), (AASE, [BO])])
def test_what_a_member_writes_goes_to_those_who_did_not_write_it(shared: Desk, writer: str, told: list[str]) -> None:
    invitation = next(m for m in shared.to(writer) if "Indkaldelse" in m["Subject"])
    handled = shared.post(writer, "Ja, jeg kommer. Er der mad til en vegetar?", answers=invitation)
    assert sorted(a.address for x in handled.decision.letters for a in x.to) == sorted(told)


def test_one_who_took_over_since_gets_no_second_letter(shared: Desk) -> None:
    shared.pass_days(70)
    before = len(shared.sent)
    shared.change_register(coordinators=SHARED.replace("Bo Holm", "Bo H. Holm"))
    assert not [m for m in shared.tick() if "svaret endnu" in str(m["Subject"])]
    assert len(shared.sent) == before


def test_an_address_that_stands_twice_is_written_to_once(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.store.first_day(at.now.date())
        at.change_register(coordinators=SHARED.replace(BO, AASE))
        at.post(AASE, BOOKING)
        counts = [m for m in at.pass_days(70) if "Ingen har svaret endnu" in str(m["Subject"])]
        assert len(counts) == 1
