"""Days told from a feast of one day."""

from datetime import date

import pytest

from bot.danish.feasts import find_feast_days

NEAR = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("dagen efter Kr. himmelfart", date(2026, 5, 15)),
        ("dagen efter Kristi Himmelfartsdag", date(2026, 5, 15)),
        ("onsdagen før himmelfartsdagen", date(2026, 5, 13)),
        ("tirsdagen før skærtorsdag", date(2026, 3, 31)),
        ("torsdagen før skærtorsdag", date(2026, 3, 26)),
        ("torsdagen efter skærtorsdag", date(2026, 4, 9)),
        ("tirsdag efter 2. påskedag", date(2026, 4, 7)),
        ("tirsdagen lige efter anden pinsedag", date(2026, 5, 26)),
        ("fredag efter store bededag", date(2026, 5, 8)),
        ("mandagen efter fastelavn", date(2026, 2, 16)),
        ("dagen inden grundlovsdag", date(2026, 6, 4)),
        ("dagen før Sankt Hans", date(2026, 6, 22)),
        ("mandag efter Skt. Hans", date(2026, 6, 29)),
    ],
)
def test_a_day_beside_a_feast(text: str, day: date) -> None:
    told = f"Vi rykker til {text}, kl. 17"
    (found,) = find_feast_days(told, NEAR)
    assert (found.value, told[found.start : found.end]) == (day, text)


@pytest.mark.parametrize(
    ("near", "day"),
    [
        (date(2026, 11, 20), date(2027, 1, 2)),
        (date(2027, 2, 1), date(2027, 1, 2)),
        (date(2026, 1, 2), date(2026, 1, 2)),
    ],
)
def test_the_year_is_that_which_brings_it_nearest(near: date, day: date) -> None:
    assert [found.value for found in find_feast_days("dagen efter nytårsdag", near)] == [day]


@pytest.mark.parametrize(
    "text", ["skærtorsdag er der lukket", "dagen efter påske", "tirsdag før jul", "dagen efter mødet"]
)
def test_no_day(text: str) -> None:
    assert list(find_feast_days(text, NEAR)) == []
