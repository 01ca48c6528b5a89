"""The words for the invoice, sent to the place itself: only by the coordinator's yes, only to the address they saw."""

from email.message import EmailMessage

import pytest

from tests.meetings.desk import AASE, BO, START, Desk
from tests.meetings.test_agenda import words_of

PLACE = "booking@hotelfjorden.example"
FORWARDED = f"""Hej EKM, se nedenfor. Åse

---------- Forwarded message ---------
Fra: Hotel Fjorden <{PLACE}>
Dato: fre. 27. feb. 2026 kl. 10.12
Subject: Bekræftelse
To: Åse Lund <{AASE}>

Tak for jeres booking
Torsdag 7. maj 2026 kl. 17-20
8 personer, buffet 210 kr. pr. person

Hotel Fjorden
Havnevej 1
8000 Aarhus C
"""
WRITTEN = f"Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden. Kontakt er Lone, {PLACE}. Åse"
PLAIN = "Vi mødes torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden. Åse"


def answer(at: Desk) -> EmailMessage:
    return next(m for m in at.to(AASE) if "Indkaldelse" not in str(m["Subject"]))


@pytest.mark.parametrize("booking", [FORWARDED, WRITTEN], ids=["forwarded", "told"])
def test_a_yes_sends_the_words_once_with_a_copy(at: Desk, booking: str) -> None:
    at.post(AASE, booking)
    assert at.meeting().place_email == PLACE
    offer = answer(at)
    assert f"Svar JA på denne mail, så sender vi det til {PLACE}" in words_of(offer)
    assert not at.to(PLACE), "not before the yes"
    handled = at.post(AASE, "Ja tak", answers=offer)
    (letter,) = handled.letters
    (mail,) = at.to(PLACE)
    assert [a.address for a in letter.cc] == [AASE]
    text = words_of(mail)
    for told in ("Fjordby Øst", "Åse Lund", "7. maj 2026", at.meeting().reference or "?",
                 "mindst 14 dage", "faktura@ekm.example"):  # fmt: skip
        assert told in text
    assert BO not in mail.as_string()
    at.post(AASE, "Ja", answers=offer)
    at.pass_days(3)
    assert len(at.to(PLACE)) == 1, "once for a meeting and an address"


@pytest.mark.parametrize(
    "said", ["Nej tak", "Ja, men vent til jeg har talt med dem", "Jeg sender det selv", "Tak!", "Hvad er det?", "Fint"]
)
def test_anything_but_a_plain_yes_sends_nothing(at: Desk, said: str) -> None:
    at.post(AASE, FORWARDED)
    at.post(AASE, said, answers=answer(at))
    at.pass_days(2)
    assert not at.to(PLACE)


@pytest.mark.parametrize(("sender", "passes"), [(BO, True), (AASE, False), ("x@y.example", True)])
def test_only_the_one_who_was_asked_can_say_yes(at: Desk, sender: str, passes: bool) -> None:
    at.post(AASE, FORWARDED)
    at.post(sender, "Ja", answers=answer(at), passes=passes)
    assert not at.to(PLACE)


@pytest.mark.parametrize(
    "booking",
    [
        PLAIN,
        PLAIN + f" {BO}",
        PLAIN + " noreply@hotelfjorden.example",
        PLAIN + " a@hotelfjorden.example eller b@andet.example",
        PLAIN + " faktura@ekm.example",
        "7/5 2026 kl. 17-20, Hotel Fjorden\n17/9 2026 kl. 17-20, Klinik Holm\n" + PLACE,
    ],
    ids=["none told", "a member's", "nobody reads there", "two", "ours", "a plan"],
)
def test_where_no_address_is_certain_nothing_is_offered(at: Desk, booking: str) -> None:
    at.post(AASE, booking, subject="Mødeplan" if "17/9" in booking else "Møde")
    assert at.meetings()
    text = words_of(answer(at))
    assert "Svar JA" not in text
    assert "Skriv på fakturaen" in text
    before = len(at.sent)
    at.post(AASE, "Ja", answers=answer(at))
    assert all(str(m["To"]).endswith((f"{AASE}>", AASE)) for m in at.sent[before:])


def test_a_meeting_that_was_called_off_meanwhile_sends_nothing(at: Desk) -> None:
    at.post(AASE, FORWARDED)
    offer = answer(at)
    at.post(AASE, "Vi må desværre aflyse mødet den 7. maj.")
    at.post(AASE, "Ja", answers=offer)
    assert not at.to(PLACE)


def test_another_mail_in_the_thread_does_what_it_says(at: Desk) -> None:
    at.post(AASE, FORWARDED)
    at.post(AASE, "Mødet den 7. maj flyttes til torsdag den 21. maj, samme tid og sted.", answers=answer(at))
    assert at.meeting().start.day == 21
    assert not at.to(PLACE)


def test_what_the_place_answers(at: Desk) -> None:
    at.post(AASE, FORWARDED)
    at.post(AASE, "Ja", answers=answer(at))
    (letter,) = at.to(PLACE)
    before = len(at.sent)
    automatic = EmailMessage()
    automatic["From"], automatic["To"] = PLACE, "netvaerk@ekm.example"
    automatic["Subject"], automatic["Auto-Submitted"] = "Autosvar: Tak for din mail", "auto-replied"
    automatic["In-Reply-To"], automatic["Message-ID"] = str(letter["Message-ID"]), "<auto@hotelfjorden.example>"
    automatic.set_content("Vi svarer inden for 24 timer. Ja tak.")
    at.take(automatic.as_bytes(), PLACE)
    assert len(at.sent) == before, "two machines do not start to talk"
    handled = at.post(PLACE, "Tak, det er noteret. Ønsker I vegetarmad?", answers=letter, name="Lone")
    assert handled.decision.answers == ()
    (passed_on,) = at.sent[before:]
    assert AASE in str(passed_on["To"])
    assert "Ønsker I vegetarmad?" in words_of(passed_on)


def test_the_offer_is_no_open_question_of_the_summary(at: Desk) -> None:
    at.post(AASE, FORWARDED)
    assert at.store.meetings.open_questions(START, at.now) == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("Mødet den 7. maj flyttes til torsdag den 21. maj, samme tid og sted. Åse", "21. maj 2026"),
        ("Mødet den 7. maj begynder først kl. 18 og slutter kl. 21 i stedet for kl. 17. Åse", "7. maj 2026"),
    ],
    ids=["another day", "another time"],
)
def test_a_change_offers_the_place_new_words(at: Desk, change: str, told: str) -> None:
    at.post(AASE, FORWARDED)
    at.post(AASE, "Ja tak", answers=answer(at))
    at.post(AASE, change)
    (offer,) = [m for m in at.to(AASE) if "Stedet skal have nye ord" in words_of(m)]
    assert f"Svar JA på denne mail, så sender vi det til {PLACE}" in words_of(offer)
    at.post(AASE, "Ja", answers=offer)
    first, second = at.to(PLACE)
    assert "Mødet er ændret" not in words_of(first)
    assert "Mødet er ændret, så det er dette, der gælder nu" in words_of(second)
    assert told in words_of(second)


def test_words_for_another_place_do_not_go_to_the_former_one(at: Desk) -> None:
    at.post(AASE, FORWARDED)
    at.post(AASE, "Mødet den 7. maj flyttes til Klinik Holm. Samme tid. Åse")
    assert at.meeting().venue == "Klinik Holm"
    assert at.meeting().place_email is None
    (text,) = [said for m in at.to(AASE) if "Stedet skal have nye ord" in (said := words_of(m))]
    assert "Svar JA" not in text
    assert "Skriv på fakturaen" in text
    at.pass_days(1)
    assert not at.to(PLACE)
