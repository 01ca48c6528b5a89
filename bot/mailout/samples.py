"""One sample context for every letter, of invented people: ``kvalitetsbot check`` tries templates with them, tests
and pictures too.

Every field is filled in once and missing once, so that a template's slip (a name that is not there) shows before a
supplier sees it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.model.invoice import Language
from bot.model.letter_context import (
    FindingLines,
    InboxAlarm,
    InvoiceLines,
    LetterFailed,
    Place,
    ReminderAlert,
    ReviewedField,
    ReviewedInvoice,
    RightValues,
    SecretariatLines,
    StaffReview,
    SupplierLetter,
    context_of,
)
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

if TYPE_CHECKING:
    from bot.mailout.templates import Templates

LANGUAGES: tuple[Language, ...] = ("da", "en")
WORDS = {"unit": "kvalitetsnetværk", "unit_definite": "kvalitetsnetværket"}
SECRETARIAT = SecretariatLines("EKM", "faktura@ekm.example", "netvaerk@ekm.example", WORDS)
BARE_SECRETARIAT = SecretariatLines("EKM", "faktura@ekm.example")
RIGHT = RightValues("Kvalitetsnetværk Fjordby Øst", "Åse Lund-Brøgger", date(2026, 3, 12), date(2026, 3, 29), 14)

FINDINGS = (
    FindingLines("due_date_too_soon", "reject", "20.03.2026", Place(1, "first", "last")),
    FindingLines("network_missing", "reject"),
    FindingLines("payment_invalid", "review", "+71<000000000000018+12345678<", Place(2, "last", "first")),
)
ACCEPTED = InvoiceLines(
    verdict="accepted",
    attachment="faktura-2207.pdf",
    number="2207",
    supplier="Kroen ved Søen ApS",
    network="Kvalitetsnetværk Fjordby Øst",
    coordinator="Åse Lund-Brøgger",
    meeting_date=date(2026, 3, 12),
    total=Decimal("4272.00"),
    due_date=date(2026, 4, 12),
    payment_text="reg. 1234 konto 0012345678",
    pay_on=date(2026, 4, 1),
)
REJECTED = replace(
    ACCEPTED,
    verdict="rejected",
    attachment="faktura-2208.pdf",
    number="2208",
    network=None,
    due_date=date(2026, 3, 20),
    pay_on=None,
    findings=FINDINGS,
    right=RIGHT,
)
REVIEW = replace(
    ACCEPTED,
    verdict="review",
    attachment="scan0003.pdf",
    part=2,
    number=None,
    findings=(FindingLines("meeting_not_booked", "review", "13. marts 2026", Place(1, "middle", "first")),),
)
DUPLICATE = replace(ACCEPTED, verdict="duplicate", first_received=date(2026, 3, 2), first_verdict="accepted")
BARE = InvoiceLines("review")
MEETING = MeetingLines(
    "created", "Kvalitetsnetværk Fjordby Øst", date(2026, 3, 12), time(17), time(20), "Kroen ved Søen",
    "Søvej 1, 1234 Søby", "Hoften", 12, "Buffet", "210 kr. pr. person", "Lone", "KN041-26C-D",
)  # fmt: skip
#: Every question that can be asked.
DOUBTS = (
    "date", "only_week", "weekday", "next_or_coming", "several_days", "days_differ", "past", "holiday", "far_away",
    "start", "end", "end_before_start", "odd_length", "venue", "network", "not_in_office", "two_on_one_day", "meeting",
    "confirm", "agenda", "agenda_meeting", "agenda_file",
)  # fmt: skip

_RECEIVED = date(2026, 3, 15)
_MOMENT = datetime(2026, 3, 16, 7, 5, tzinfo=COPENHAGEN)


def supplier_letter(*invoices: InvoiceLines) -> SupplierLetter:
    return SupplierLetter(SECRETARIAT, _RECEIVED, invoices)


def samples() -> Iterator[tuple[str, Any]]:
    """(template, context) pairs, each template several times."""
    bare = {verdict: replace(BARE, verdict=verdict) for verdict in ("accepted", "rejected", "review", "duplicate")}
    for template, one in (
        ("invoice_accepted", ACCEPTED),
        ("invoice_rejected", REJECTED),
        ("invoice_review", REVIEW),
        ("invoice_duplicate", DUPLICATE),
    ):
        yield template, supplier_letter(one)
        yield template, SupplierLetter(BARE_SECRETARIAT, _RECEIVED, (bare[one.verdict],))
    yield "invoice_rejected", supplier_letter(ACCEPTED, REVIEW, REJECTED, DUPLICATE)
    yield "invoice_review", supplier_letter(ACCEPTED, REVIEW)
    yield "invoice_duplicate", supplier_letter(ACCEPTED, DUPLICATE)
    yield "invoice_accepted", replace(supplier_letter(ACCEPTED, ACCEPTED), others=("kreditnota-17.pdf",))
    for one in (REJECTED, bare["rejected"]):
        yield "invoice_rejected_by_person", replace(supplier_letter(one), reason="Mødet blev aflyst den 9. marts.")
    for one in (ACCEPTED, REJECTED, REVIEW, DUPLICATE, bare["accepted"]):
        yield (
            "coordinator_notice",
            replace(
                supplier_letter(one), coordinator_name="Åse Lund-Brøgger", supplier_address="no-reply@regnskab.example"
            ),
        )
    yield "staff_review", _review()
    yield "staff_review", replace(_review(), invoices=_review().invoices[:1])
    bare_review = ReviewedInvoice(bare["review"], ("Filen kan ikke læses.",), unreadable="no_text")
    yield "staff_review", StaffReview(BARE_SECRETARIAT, _RECEIVED, "", "", (bare_review,), "no_sender")
    yield from _meetings()
    yield "staff_reminder_alert", _reminder()
    yield "staff_reminder_alert", ReminderAlert(BARE_SECRETARIAT, _RECEIVED, "kontor@kroen.example", "Rykker")
    alarm = InboxAlarm(SECRETARIAT, "faktura@ekm.example", 125, _MOMENT, "imap_unreachable", "serveren svarer ikke")
    yield "staff_inbox_alarm", alarm
    yield "staff_inbox_alarm", replace(alarm, last_read_at=None, error_code=None, error=None)
    yield (
        "staff_letter_failed",
        LetterFailed(
            SECRETARIAT,
            "kontor@kroen.example",
            "SV: Faktura 2207",
            "invoice_accepted",
            "<0123456789abcdef0123456789abcdef@ekm.example>",
            _MOMENT,
            attempts=3,
            error="550 5.1.1 No such user",
        ),
    )


def _review() -> StaffReview:
    read = (
        ReviewedField("netværk", "Kvalitetsnetværk Fjordby Øst", 0.97, "Kval.netv. Fjordby Ø"),
        ReviewedField("mødedato", "12. marts 2026", 0.62),
        ReviewedField("at betale", "4.272,00", 0.99),
    )
    why = ("Der er ikke booket et møde i netværket den 13. marts 2026.",)
    return StaffReview(
        SECRETARIAT,
        _RECEIVED,
        "kontor@kroen.example",
        "Faktura",
        (
            ReviewedInvoice(REVIEW, why, read, ("fakturanummer",), id=41, picture="billede-1@kroen"),
            ReviewedInvoice(REVIEW, ("Filen kan ikke læses.",), unreadable="no_text", id=42),
        ),
    )


def _meetings() -> Iterator[tuple[str, Any]]:
    """Letters about meetings: one with everything, one with as little as there can be."""
    asked = MeetingLines(
        "none",
        MEETING.network,
        questions=tuple(QuestionLines(code, "uge 38", (_RECEIVED, _RECEIVED)) for code in DOUBTS),
    )
    moved = replace(MEETING, action="moved", was_start=_MOMENT, was_venue="Kroen")
    agenda = replace(MEETING, action="updated", agenda=("17.00 Velkommen (5 min.)", "17.05 Oplæg"))
    for meetings in ((MEETING,), (agenda,), (MEETING, MEETING), (moved,), (replace(MEETING, action="cancelled"),),
                     (asked,), (MEETING, asked), (replace(MEETING, action="updated", tentative=True),)):  # fmt: skip
        yield "booking_answer", BookingLetter(SECRETARIAT, "Åse", "Åse Lund-Brøgger", meetings, 12, None, 14)
        yield "booking_answer", BookingLetter(SECRETARIAT, "Åse", "Åse Lund-Brøgger", meetings, 12, _MOMENT)
    placed = replace(MEETING, place_email="booking@kroen.example")
    yield "booking_answer", BookingLetter(SECRETARIAT, "Åse", "Åse", (placed,), 12, None, 14, offers_place=True)
    yield "place_words", PlaceLetter(SECRETARIAT, "Åse", "aase@fys.example", placed, 14)
    yield "place_words", PlaceLetter(SECRETARIAT, "Åse", "aase@fys.example", replace(placed, venue=None))
    yield "place_words", PlaceLetter(SECRETARIAT, "Åse", "aase@fys.example", placed, 14, changed=True)
    yield "booking_answer", BookingLetter(SECRETARIAT, "Åse", "Åse", (MeetingLines("none", MEETING.network),))
    for template, why in (
        ("meeting_invitation", "new"), ("meeting_update", "changed"), ("meeting_cancelled", "cancelled"),
        ("meeting_cancelled", "left"), ("meeting_agenda", "agenda"),
        ("reminder_unanswered", "unanswered"), ("reminder_all", "all"),
        ("coordinator_no_place", "no_place"), ("coordinator_no_invoice", "no_invoice"),
        ("staff_no_invoice", "no_invoice_staff"),
    ):  # fmt: skip
        yield (
            template,
            InvitationLetter(SECRETARIAT, "Bo Holm", "Åse", moved, ("17.00 Velkommen (5 min.)", "17.05 Oplæg"), why),
        )
        bare = MeetingLines("none", MEETING.network, day=_RECEIVED, start=MEETING.start)
        yield template, InvitationLetter(SECRETARIAT, "Bo Holm", "Åse", bare, why=why)
        yield template, InvitationLetter(SECRETARIAT, "Bo Holm", "Åse", bare, why=why, agenda_file="dagsorden.docx")
    yield "meeting_update", InvitationLetter(SECRETARIAT, "Bo Holm", "Åse", MEETING, why="changed", asked_anew=False)
    words = MemberWords(
        SECRETARIAT,
        "Åse",
        "Bo Holm",
        "bo@klinik.example",
        MEETING.network,
        _RECEIVED,
        ("Er der plads?", "Jeg tager en med"),
    )
    yield "member_words", words
    yield "member_words", replace(words, partstat="ACCEPTED")
    proposing = replace(words, words=(), partstat="TENTATIVE", proposed_start=_MOMENT)
    yield "member_words", proposing
    yield "member_words", replace(proposing, proposed_end=_MOMENT)
    sending = replace(words, words=(), partstat="DELEGATED", delegated=True)
    yield "member_words", sending
    yield "member_words", replace(sending, delegated_to="eva@klinik.example", delegate_is_member=True)
    yield "member_words", replace(sending, delegated_to="ny@klinik.example")
    yield "member_words", replace(words, words=(), partstat="ACCEPTED", sent_by="bo@klinik.example")
    count = HeadCountLetter(SECRETARIAT, "Åse", MEETING, ("Bo",), ("Ib",), ("Eva",), ("Lis",), 1, ("1 vegetar",))
    yield "coordinator_head_count", count
    yield "coordinator_head_count", HeadCountLetter(SECRETARIAT, "Åse", MEETING)
    gone = (BouncedLines("Bo Holm", "bo@holm.example", "550 5.1.1 No such user"), BouncedLines("", "eva@dam.example"))
    yield "coordinator_bounced", BouncedLetter(SECRETARIAT, "Åse", MEETING.network, gone, (_RECEIVED, _RECEIVED))
    yield "coordinator_bounced", BouncedLetter(SECRETARIAT, "", MEETING.network, gone[:1], (_RECEIVED,))
    lacks = (
        PlanGapLines("too_few", 2026, 1, 2), PlanGapLines("too_few", 2026, 0, 2), PlanGapLines("too_many", 2026, 5, 4),
        PlanGapLines("short_plan", 2027, 0, 2), PlanGapLines("no_topic", 2026, 2, days=(_RECEIVED, _RECEIVED)),
        PlanGapLines("no_mandatory_topic", 2026),
    )  # fmt: skip
    yield "coordinator_plan", PlanLetter(SECRETARIAT, "Åse", MEETING.network, lacks, (MEETING, bare), False, "Knæ")
    yield "coordinator_plan", PlanLetter(SECRETARIAT, "Åse", MEETING.network, lacks[1:2], (), True)


def _reminder() -> ReminderAlert:
    return ReminderAlert(
        SECRETARIAT,
        _RECEIVED,
        "kontor@kroen.example",
        "Betalingspåmindelse",
        "rykker.pdf",
        "Kroen ved Søen ApS",
        "2207",
        Decimal("4372.00"),
        due_date=date(2026, 3, 25),
        known_id=41,
        known_received=date(2026, 3, 2),
        known_verdict="accepted",
        known_pay_on=date(2026, 4, 1),
    )


def try_all(templates: "Templates") -> int:
    """Renders every letter in every language; returns how many. Raises ``ConfigError`` at the first that is wrong."""
    count = 0
    for name, context in samples():
        for language in LANGUAGES:
            templates.render(name, language, context_of(context))
            count += 1
    return count
