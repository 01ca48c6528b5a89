"""What a mail says of meetings: the day, the clock, the place, and what must be asked."""

from datetime import date, time
from functools import lru_cache
from typing import Any

import pytest

from bot.meetings.addresses import split_address
from bot.meetings.reading import coming, read_bookings
from bot.meetings.segments import Segment
from bot.model.booking import BookingReading
from bot.model.message import Address
from bot.rulebook import Rulebook

WRITTEN = date(2026, 3, 2)  # a Monday
CLINICS = ("Nørrebro Fysioterapi", "Klinik for Ryg og Nakke")


@lru_cache
def vocabulary() -> Any:
    return Rulebook.load().vocabulary


def own(text: str, written: date = WRITTEN) -> Segment:
    return Segment("own", tuple(text.split("\n")), written)


def forwarded(text: str, sender: str = "Kroen", written: date = WRITTEN) -> Segment:
    return Segment("forwarded", tuple(text.split("\n")), written, Address("kro@kroen.example", sender))


def read(*segments: Segment) -> tuple[BookingReading, ...]:
    return read_bookings(segments, vocabulary(), CLINICS)


def said(reading: BookingReading) -> tuple[Any, ...]:
    values = (reading.day, reading.start, reading.end, reading.venue)
    return tuple(v.value if v is not None else None for v in values)


ONE = {
    "a sentence": ("Vi mødes torsdag den 12. marts kl. 17-20 på Kroen ved Søen.",
                   (date(2026, 3, 12), time(17), time(20), "Kroen ved Søen")),
    "a known clinic": ("Møde 7/5 kl. 16-19 nørrebro fysioterapi",
                       (date(2026, 5, 7), time(16), time(19), "Nørrebro Fysioterapi")),
    "labels": ("Dato: 12/3 2026\nTid: 17.00-20.00\nSted: Hotel Fjorden, Havnevej 1, 8000 Aarhus C",
               (date(2026, 3, 12), time(17), time(20), "Hotel Fjorden")),
    "start and end on lines of their own": ("Dato: 12-03-2026\nStart: 17.30\nSlut: 20.30\nSted: Kulturhuset",
                                            (date(2026, 3, 12), time(17, 30), time(20, 30), "Kulturhuset")),
    "half six is half past five": ("Torsdag d. 12/3 halv seks til halv ni hos Klinik for Ryg og Nakke",
                                   (date(2026, 3, 12), time(17, 30), time(20, 30), "Klinik for Ryg og Nakke")),
    "a length": ("Torsdag den 12. marts kl. 17, 3 timer, på Hotel Fjorden",
                 (date(2026, 3, 12), time(17), time(20), "Hotel Fjorden")),
    "a weekday in a week": ("Mandag i uge 11 kl. 16-18 hos Nørrebro Fysioterapi",
                            (date(2026, 3, 9), time(16), time(18), "Nørrebro Fysioterapi")),
    "next month": ("Den 3. i næste måned kl. 17-20 på Hotel Fjorden",
                   (date(2026, 4, 3), time(17), time(20), "Hotel Fjorden")),
    "the first Thursday": ("Første torsdag i maj kl. 17-20 på Hotel Fjorden",
                           (date(2026, 5, 7), time(17), time(20), "Hotel Fjorden")),
    "the year turns": ("Vi mødes d. 19/1 kl. 17-20 på Hotel Fjorden",
                       (date(2027, 1, 19), time(17), time(20), "Hotel Fjorden")),
    "when the food comes is no start": ("Torsdag den 12. marts kl. 17-20 på Hotel Fjorden, middag kl. 18.30",
                                        (date(2026, 3, 12), time(17), time(20), "Hotel Fjorden")),
    "a deadline is no meeting": ("Torsdag den 12. marts kl. 17-20 på Hotel Fjorden. Afbud senest den 5. marts.",
                                 (date(2026, 3, 12), time(17), time(20), "Hotel Fjorden")),
    "a compound": ("Torsdag den 12. marts kl. 17-20 på Nordkroen.",
                   (date(2026, 3, 12), time(17), time(20), "Nordkroen")),
    "no place": ("Møde torsdag den 12. marts kl. 17-20", (date(2026, 3, 12), time(17), time(20), None)),
    "a town is no place": ("Møde torsdag den 12. marts kl. 17-20 i Viborg",
                           (date(2026, 3, 12), time(17), time(20), None)),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ONE.values(), ids=ONE)
def test_one_meeting(text: str, expected: tuple[Any, ...]) -> None:
    (reading,) = read(own(text))
    assert said(reading) == expected


def test_a_forwarded_confirmation_tells_the_rest() -> None:
    (reading,) = read(
        own("Se nedenfor. Vi bliver dog 9 personer."),
        forwarded("Tak for jeres booking\nTorsdag 12. marts 2026 kl. 17-20\n8 personer, buffet 210 kr. pr. person\n\n"
                  "Hotel Fjorden\nHavnevej 1\n8000 Aarhus C"),
    )  # fmt: skip
    assert said(reading) == (date(2026, 3, 12), time(17), time(20), "Hotel Fjorden")
    assert reading.participants is not None
    assert reading.participants.value == 9
    assert reading.address is not None
    assert reading.address.value == "Havnevej 1, 8000 Aarhus C"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Havnevej 1, 8000 Aarhus C. Emnet er knæ", "Havnevej 1, 8000 Aarhus C"),
        ("Søvej 3, 6830 Nr. Nebel. Vi spiser først", "Søvej 3, 6830 Nr. Nebel"),
        ("Stien 2, 9000 Aalborg. Emne: ryg", "Stien 2, 9000 Aalborg"),
        ("Allé 4, 2800 Kgs. Lyngby", "Allé 4, 2800 Kgs. Lyngby"),
        ("Torvet 5, 1799 København V", "Torvet 5, 1799 København V"),
        ("Vej 6, 4800 Nykøbing F, stuen", "Vej 6, 4800 Nykøbing F"),
    ],
)
def test_a_town_ends_where_the_next_sentence_begins(written: str, address: str) -> None:
    assert split_address(f"Hotel Fjorden, {written}") == ("Hotel Fjorden", address)


DOUBTS = {
    "only a week": ("Møde i uge 38 hos Nørrebro Fysioterapi", "only_week"),
    "a weekday of another day": ("Møde mandag den 12. marts 2026 kl. 17-20", "weekday"),
    "this Thursday or the one after": ("Møde næste torsdag kl. 17-20", "next_or_coming"),
    "two days": ("Møde den 12. marts eller den 19. marts kl. 17-20", "several_days"),
}


@pytest.mark.parametrize(("text", "code"), DOUBTS.values(), ids=DOUBTS)
def test_what_is_doubtful_is_asked(text: str, code: str) -> None:
    (reading,) = read(own(text))
    assert code in {doubt.code for doubt in reading.doubts}


def test_a_day_that_has_passed_is_asked() -> None:
    (reading,) = coming(read(own("Møde den 20. februar 2026 kl. 17-20")), WRITTEN)
    assert [d.code for d in reading.doubts] == ["past"]


PLANS = {
    "rows": "Mødeplan\n12/3 2026\t17-20\tHotel Fjorden\n10/6 2026\t17-20\tKulturhuset",
    "bullets": "- 12. marts 2026 kl. 17-20, Hotel Fjorden\n- 10. juni 2026 kl. 17-20, Kulturhuset",
    "a table with a head": "Dato\tTid\tSted\n12-03-2026\t17-20\tHotel Fjorden\n10-06-2026\t17-20\tKulturhuset",
}


@pytest.mark.parametrize("text", PLANS.values(), ids=PLANS)
def test_plans(text: str) -> None:
    assert [said(r) for r in read(own(text))] == [
        (date(2026, 3, 12), time(17), time(20), "Hotel Fjorden"),
        (date(2026, 6, 10), time(17), time(20), "Kulturhuset"),
    ]


def test_days_in_a_row_share_their_time() -> None:
    readings = read(own("Vi mødes 12/3, 10/6, 16/9 og 25/11 kl. 17-20 på Hotel Fjorden"))
    assert [said(r) for r in readings] == [
        (date(2026, month, day), time(17), time(20), "Hotel Fjorden")
        for month, day in ((3, 12), (6, 10), (9, 16), (11, 25))
    ]


def test_a_plan_that_may_move_is_tentative() -> None:
    readings = read(
        own("Datoerne er foreløbige:\n12/3 2026 kl. 17-20 Hotel Fjorden\n10/6 2026 kl. 17-20 Hotel Fjorden")
    )
    assert [r.tentative for r in readings] == [True, True]


def test_a_move_names_the_day_it_was_and_the_day_it_will_be() -> None:
    (reading,) = read(own("Mødet d. 17. marts flyttes til dagen efter, altså onsdag d. 18., samme tid og sted."))
    assert (reading.act, reading.of_day and reading.of_day.value, reading.day and reading.day.value) == (
        "move", date(2026, 3, 17), date(2026, 3, 18),
    )  # fmt: skip
    assert reading.same_time
    assert reading.same_place


def test_instead_of() -> None:
    (reading,) = read(own("Vi flytter mødet til torsdag den 19. marts kl. 16-19 i stedet for den 12. marts."))
    assert (reading.of_day and reading.of_day.value, reading.day and reading.day.value) == (
        date(2026, 3, 12), date(2026, 3, 19),
    )  # fmt: skip
    assert (reading.start and reading.start.value, reading.end and reading.end.value) == (time(16), time(19))
