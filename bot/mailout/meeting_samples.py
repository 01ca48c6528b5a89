"""A sample context for each letter about meetings, as ``samples`` has for those about invoices."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from bot.model.letter_context import SecretariatLines
from bot.model.meeting_context import (
    BookingLetter,
    BouncedLetter,
    BouncedLines,
    HeadCountLetter,
    InvitationLetter,
    MeetingLines,
    MemberWords,
    PlaceLetter,
    PlanGapLines,
    PlanLetter,
    QuestionLines,
)
from bot.model.zone import COPENHAGEN

WORDS = {"unit": "kvalitetsnetværk", "unit_definite": "kvalitetsnetværket"}
SECRETARIAT = SecretariatLines("EKM", "faktura@ekm.example", "netvaerk@ekm.example", WORDS)
RECEIVED = date(2026, 3, 15)
MOMENT = datetime(2026, 3, 16, 7, 5, tzinfo=COPENHAGEN)
MEETING = MeetingLines(
    "created", "Kvalitetsnetværk Fjordby Øst", date(2026, 3, 12), time(17), time(20), "Kroen ved Søen",
    "Søvej 1, 1234 Søby", "Hoften", 12, "Buffet", "210 kr. pr. person", "Lone", "KN041-26C-D",
)  # fmt: skip
MOVED = replace(MEETING, action="moved", was_start=MOMENT, was_venue="Kroen")
BARE = MeetingLines("none", MEETING.network, day=RECEIVED, start=MEETING.start)
AGENDA = ("17.00 Velkommen (5 min.)", "17.05 Oplæg")
#: Every question that can be asked.
DOUBTS = (
    "date", "only_week", "weekday", "next_or_coming", "several_days", "days_differ", "past", "holiday", "far_away",
    "start", "end", "end_before_start", "odd_length", "odd_hour", "hours_differ", "venue", "network", "not_in_office",
    "two_on_one_day", "move_or_new", "meeting", "confirm", "withheld", "agenda", "agenda_meeting", "agenda_file",
)  # fmt: skip


def meeting_samples() -> Iterator[tuple[str, Any]]:
    """(template, context) pairs: of each letter one with everything, one with as little as there can be."""
    yield from _answers()
    yield from _to_members()
    yield from _words_of_members()
    yield from _to_coordinators()


def _answers() -> Iterator[tuple[str, Any]]:
    """To the coordinator who booked, and to the place."""
    asked = MeetingLines(
        "none",
        MEETING.network,
        questions=tuple(QuestionLines(code, "uge 38", (RECEIVED, RECEIVED)) for code in DOUBTS),
    )
    agenda = replace(MEETING, action="updated", agenda=AGENDA)
    for meetings in ((MEETING,), (agenda,), (MEETING, MEETING), (MOVED,), (replace(MEETING, action="cancelled"),),
                     (asked,), (MEETING, asked), (replace(MEETING, action="updated", tentative=True),)):  # fmt: skip
        yield "booking_answer", BookingLetter(SECRETARIAT, "Åse", "Åse Lund-Brøgger", meetings, 12, None, 14)
        yield "booking_answer", BookingLetter(SECRETARIAT, "Åse", "Åse Lund-Brøgger", meetings, 12, MOMENT)
    placed = replace(MEETING, place_email="booking@kroen.example")
    yield "booking_answer", BookingLetter(SECRETARIAT, "Åse", "Åse", (placed,), 12, None, 14, offers_place=True)
    yield "place_words", PlaceLetter(SECRETARIAT, "Åse", "aase@fys.example", placed, 14)
    yield "place_words", PlaceLetter(SECRETARIAT, "Åse", "aase@fys.example", replace(placed, venue=None))
    yield "place_words", PlaceLetter(SECRETARIAT, "Åse", "aase@fys.example", placed, 14, changed=True)
    yield "booking_answer", BookingLetter(SECRETARIAT, "Åse", "Åse", (MeetingLines("none", MEETING.network),))


def _to_members() -> Iterator[tuple[str, Any]]:
    """Invitations, reminders, and what is lacking of a meeting."""
    for template, why in (
        ("meeting_invitation", "new"), ("meeting_update", "changed"), ("meeting_cancelled", "cancelled"),
        ("meeting_cancelled", "left"), ("meeting_agenda", "agenda"),
        ("reminder_unanswered", "unanswered"), ("reminder_all", "all"),
        ("coordinator_no_place", "no_place"), ("coordinator_no_invoice", "no_invoice"),
        ("staff_no_invoice", "no_invoice_staff"),
    ):  # fmt: skip
        yield template, InvitationLetter(SECRETARIAT, "Bo Holm", "Åse", MOVED, AGENDA, why)
        yield template, InvitationLetter(SECRETARIAT, "Bo Holm", "Åse", BARE, why=why)
        yield template, InvitationLetter(SECRETARIAT, "Bo Holm", "Åse", BARE, why=why, agenda_file="dagsorden.docx")
    yield "meeting_update", InvitationLetter(SECRETARIAT, "Bo Holm", "Åse", MEETING, why="changed", asked_anew=False)


def _words_of_members() -> Iterator[tuple[str, Any]]:
    said = ("Er der plads?", "Jeg tager en med")
    words = MemberWords(SECRETARIAT, "Åse", "Bo Holm", "bo@klinik.example", MEETING.network, RECEIVED, said)
    yield "member_words", words
    yield "member_words", replace(words, partstat="ACCEPTED")
    proposing = replace(words, words=(), partstat="TENTATIVE", proposed_start=MOMENT)
    yield "member_words", proposing
    yield "member_words", replace(proposing, proposed_end=MOMENT)
    sending = replace(words, words=(), partstat="DELEGATED", delegated=True)
    yield "member_words", sending
    yield "member_words", replace(sending, delegated_to="eva@klinik.example", delegate_is_member=True)
    yield "member_words", replace(sending, delegated_to="ny@klinik.example")
    yield "member_words", replace(words, words=(), partstat="ACCEPTED", sent_by="bo@klinik.example")


def _to_coordinators() -> Iterator[tuple[str, Any]]:
    """Heads, letters that came back, the plan of the year."""
    count = HeadCountLetter(SECRETARIAT, "Åse", MEETING, ("Bo",), ("Ib",), ("Eva",), ("Lis",), 1, ("1 vegetar",))
    yield "coordinator_head_count", count
    yield "coordinator_head_count", HeadCountLetter(SECRETARIAT, "Åse", MEETING)
    gone = (BouncedLines("Bo Holm", "bo@holm.example", "550 5.1.1 No such user"), BouncedLines("", "eva@dam.example"))
    yield "coordinator_bounced", BouncedLetter(SECRETARIAT, "Åse", MEETING.network, gone, (RECEIVED, RECEIVED))
    yield "coordinator_bounced", BouncedLetter(SECRETARIAT, "", MEETING.network, gone[:1], (RECEIVED,))
    lacks = (
        PlanGapLines("too_few", 2026, 1, 2), PlanGapLines("too_few", 2026, 0, 2), PlanGapLines("too_many", 2026, 5, 4),
        PlanGapLines("short_plan", 2027, 0, 2), PlanGapLines("no_topic", 2026, 2, days=(RECEIVED, RECEIVED)),
        PlanGapLines("no_mandatory_topic", 2026),
    )  # fmt: skip
    yield "coordinator_plan", PlanLetter(SECRETARIAT, "Åse", MEETING.network, lacks, (MEETING, BARE), False, "Knæ")
    yield "coordinator_plan", PlanLetter(SECRETARIAT, "Åse", MEETING.network, lacks[1:2], (), True)
