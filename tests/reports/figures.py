"""A full day and a quiet one, for the summary's tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.model.summary import (
    DayFigures,
    SummaryFinding,
    SummaryInbox,
    SummaryInvoice,
    SummaryLetter,
    SummaryMail,
    SummaryMeeting,
    SummaryPool,
)
from bot.reports.words import SummaryWords
from bot.rulebook.words import load_summary_words

WORDS = SummaryWords.of(load_summary_words())
AT = datetime(2026, 3, 16, 6, 0, tzinfo=UTC)
DAY = date(2026, 3, 15)

INVOICE = SummaryInvoice(
    invoice_id=12, kind="invoice", verdict="accepted", received=datetime(2026, 3, 15, 8, 30, tzinfo=UTC),
    attachment="faktura-1042.pdf", network_id="FYS-041", network="Kvalitetsnetværk Aarhus Midt",
    coordinator="Mette Holm", meeting_date=date(2026, 3, 12), meeting_id="M1", supplier="Restaurant Møllen ApS",
    invoice_number="1042", total=Decimal("4272.00"), currency="DKK", due_date=date(2026, 4, 12),
    pay_on=date(2026, 4, 1), sender="regnskab@moellen.example",
)  # fmt: skip


def invoice(number: int, verdict: str | None, *findings: SummaryFinding, **changes: object) -> SummaryInvoice:
    return replace(INVOICE, invoice_id=number, verdict=verdict, findings=findings, **changes)  # type: ignore[arg-type]


TOO_SOON = SummaryFinding("due_date_too_soon", "reject", "Betalingsfristen er 20. marts 2026; tidligst 29. marts.")
CHANGED = SummaryFinding("payment_changed", "review", "Kontoen er en anden, end leverandøren før er betalt på.")

FULL = DayFigures(
    secretariat="EKM", day=DAY, at=AT, received=7, answered=5,
    new=(
        INVOICE,
        invoice(13, "rejected", TOO_SOON, supplier="Sydfyns Kro", total=Decimal("2970.00"), pay_on=None),
        invoice(14, "review", CHANGED, supplier="Café <b>Ærø</b> & Sønner", known_phone="62 52 00 00", pay_on=None),
        invoice(15, "duplicate", pay_on=None),
        invoice(16, None, kind="reminder", total=Decimal("4372.00"), unanswered="no-reply", attention=("reminder",),
                pay_on=None),
        invoice(17, None, kind="credit_note", total=Decimal("-4272.00"), attention=("credit_note",), pay_on=None),
    ),
    waiting=(
        invoice(9, "review", SummaryFinding("network_unknown", "review", "Netværket «Tunø Vest» kendes ikke."),
                received=AT - timedelta(days=6), supplier="Havnecaféen"),
        invoice(14, "review", CHANGED, supplier="Café <b>Ærø</b> & Sønner", known_phone="62 52 00 00"),
    ),
    due=(INVOICE,),
    without_invoice=(
        SummaryMeeting("M2", "FYS-042", "Kvalitetsnetværk Aarhus Nord", AT - timedelta(days=20), "Nordkroen", 20),
    ),
    without_meeting=(invoice(14, "review", CHANGED, supplier="Café Ærø", meeting_id=None),),
    pool=(
        SummaryPool("M1", "FYS-041", "Kvalitetsnetværk Aarhus Midt", AT - timedelta(days=4), 7, Decimal(534),
                    Decimal(3738), Decimal(4272), Decimal(0), True),
    ),
    mails=(SummaryMail(AT, "jens@nordfys.example", "Booking af møde", "booking", "booking", "netvaerk@ekm.example"),),
    letters=(SummaryLetter("info@væk.example", "SV: Faktura 88", "refused", 1, "550 5.1.1 no such user"),),
    inboxes=(SummaryInbox("faktura@ekm.example@imap.example:993/INBOX", AT, True, None),),
    provisional_years=(2026,),
)  # fmt: skip

QUIET = DayFigures(
    secretariat="EKM", day=DAY, at=AT, inboxes=(SummaryInbox("faktura@imap.example:993/INBOX", AT, True, None),)
)
