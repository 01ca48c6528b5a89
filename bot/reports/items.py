"""One row of a summary as a person reads it: a title, a line of facts, and what is to be said of it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.danish.amounts import format_amount, kroner
from bot.danish.dates import format_date
from bot.model.summary import (
    SummaryBooking,
    SummaryBounce,
    SummaryComing,
    SummaryInbox,
    SummaryInvoice,
    SummaryLetter,
    SummaryMail,
    SummaryMeeting,
    SummaryPlan,
    SummaryPool,
    SummaryQuestion,
)
from bot.model.zone import COPENHAGEN
from bot.reports.words import SummaryWords

#: Findings that a forged account shows itself by: nothing is paid before somebody has rung the supplier up.
ACCOUNT_DOUBTS = ("payment_changed", "payment_differs", "payment_in_mail", "einvoice_differs")


@dataclass(frozen=True, slots=True)
class Item:
    """``number`` is what ``kvalitetsbot review`` takes; None where there is nothing to decide."""

    title: str
    facts: str
    notes: tuple[str, ...] = ()
    number: int | None = None


def of_invoice(row: SummaryInvoice, words: SummaryWords) -> Item:
    """``Restaurant Møllen ApS · 4.272,00 kr.``, what it is for, and every finding in its own line."""
    who = row.supplier or row.sender or words.say("unknown_supplier")
    if row.kind != "invoice":
        who = words.say("kind_and_supplier", kind=words.kinds[row.kind], supplier=who)
    facts = _joined(
        row.network,
        words.say("meeting", day=format_date(row.meeting_date)) if row.meeting_date else None,
        row.coordinator,
        words.say("number", number=row.invoice_number) if row.invoice_number else None,
        words.say("due", day=format_date(row.due_date)) if row.due_date else None,
        words.say("pay_on", day=format_date(row.pay_on)) if row.pay_on else None,
        row.attachment,
    )
    number = row.invoice_id if row.verdict == "review" else None
    return Item(_joined(who, money(row.total, row.currency)), facts, _notes_on(row, words), number)


def _notes_on(row: SummaryInvoice, words: SummaryWords) -> tuple[str, ...]:
    notes = [f.detail for f in row.findings]
    if row.known_phone and any(f.code in ACCOUNT_DOUBTS for f in row.findings):
        notes.append(words.say("ring", phone=row.known_phone))
    notes += [words.attention[code] for code in row.attention if code in words.attention]
    unanswered = words.unanswered.get(row.unanswered, words.unanswered["else"]) if row.unanswered else ""
    if unanswered:
        notes.append(unanswered)
    if row.decided_by != "bot":
        notes.append(words.say("decided_by", who=row.decided_by))
    return tuple(notes)


def of_meeting(row: SummaryMeeting, words: SummaryWords) -> Item:
    """A meeting that was held and has no invoice."""
    held = words.say("day_of_meeting", day=day_of(row.start))
    return Item(row.network, _joined(held, row.venue, words.count("days_since", row.days_since)))


def of_pool(row: SummaryPool, words: SummaryWords) -> Item:
    """A held meeting with its attendance: what the pool gives, what was accepted, what is left."""
    if row.rate is None:
        attending = words.count("attending", row.attending)
    else:
        attending = words.count("attending_at", row.attending, rate=kroner(row.rate))
    facts = _joined(
        words.say("day_of_meeting", day=day_of(row.start)),
        attending,
        words.say("no_rate") if row.pool is None else words.say("pool", amount=kroner(row.pool)),
        words.say("accepted", amount=kroner(row.accepted)),
        words.say("waiting", amount=kroner(row.waiting)) if row.waiting else None,
    )
    notes = []
    if row.balance is not None and row.balance < 0:
        notes.append(words.say("overdrawn", amount=kroner(-row.balance)))
    if row.provisional:
        notes.append(words.say("provisional"))
    balance = words.say("balance", amount=kroner(row.balance)) if row.balance is not None else None
    return Item(_joined(row.network, balance), facts, tuple(notes))


def of_booking(row: SummaryBooking, words: SummaryWords) -> Item:
    """What a mail did to a meeting, and what its coordinator was asked."""
    when = words.say("meeting", day=moment_of(row.start, words)) if row.start else None
    title = _joined(row.network or words.say("unknown_network"), words.acts.get(row.act, row.act))
    notes = (words.say("asked", what=_asked(row.asked, words)),) if row.asked else ()
    return Item(title, _joined(when, row.venue, row.reference), notes)


def of_question(row: SummaryQuestion, words: SummaryWords) -> Item:
    """A coordinator who was asked and has not answered."""
    days = words.count("days_since", row.days_since) if row.days_since else words.say("today")
    asked = words.say("who_is_asked", recipient=row.recipient, what=_asked(row.asked, words))
    return Item(row.network or words.say("unknown_network"), _joined(asked, days))


def of_coming(row: SummaryComing, words: SummaryWords) -> Item:
    """A meeting to come with the answers, where they are known as of then."""
    answers = None
    if row.invited == 0:
        answers = words.say("nobody_invited")
    elif row.invited is not None:
        answers = words.say("answers", coming=row.coming, declined=row.declined, silent=row.silent)
    when = words.say("moment_of_meeting", moment=moment_of(row.start, words))
    return Item(row.network, _joined(when, row.venue or words.say("no_venue"), answers))


def of_bounce(row: SummaryBounce, words: SummaryWords) -> Item:
    """Somebody whose invitations came back."""
    meetings = words.say("bounced_from", days=", ".join(day_of(m) for m in row.meetings))
    title = _joined(row.name or row.recipient, row.network)
    return Item(title, _joined(row.recipient if row.name else None, meetings), (row.error,) if row.error else ())


def of_plan(row: SummaryPlan, words: SummaryWords) -> Item:
    """What a network's plan lacks, and when its coordinator was reminded."""
    told = words.say("reminded", day=format_date(row.reminded)) if row.reminded else ""
    if not row.has_coordinator:
        told = words.say("no_coordinator")
    return Item(row.network, _joined(*row.lacks), (told,) if told else ())


def _asked(codes: tuple[str, ...], words: SummaryWords) -> str:
    told = [words.asked.get(code, code) for code in codes]
    if not told:
        return words.say("asked_nothing_told")
    return told[0] if len(told) == 1 else words.say("asked_last", first=", ".join(told[:-1]), last=told[-1])


def of_mail(row: SummaryMail, words: SummaryWords) -> Item:
    """A mail that nobody handled, or a return."""
    sender, mailbox = row.sender or words.say("unknown_sender"), words.say("to_mailbox", mailbox=row.mailbox)
    why = words.say("mail", why=words.why.get(row.why, row.why))
    facts = _joined(sender, moment_of(row.received, words), mailbox)
    return Item(row.subject or words.say("no_subject"), facts, (why, row.about) if row.about else (why,))


def of_letter(row: SummaryLetter, words: SummaryWords) -> Item:
    """A letter that was refused, or is tried again and again."""
    if row.state == "refused":
        facts = words.say("letter_refused", recipient=row.recipient)
    else:
        facts = words.count("letter_tried", row.attempts, recipient=row.recipient)
    return Item(row.subject, facts, (row.error,) if row.error else ())


def of_inbox(row: SummaryInbox, words: SummaryWords) -> Item:
    """An inbox with when it was last read, and why not since."""
    read = words.say("last_read", moment=moment_of(row.last_read_at, words)) if row.last_read_at else None
    error = (words.say("error", error=words.inbox_errors.get(row.error, row.error)),) if row.error else ()
    return Item(row.inbox, read or words.say("never_read"), error)


def money(value: Decimal | None, currency: str | None) -> str | None:
    """``4.272,00 kr.``, or with the code of another currency behind it."""
    if value is None:
        return None
    return kroner(value) if currency in (None, "DKK") else f"{format_amount(value)} {currency}"


def day_of(moment: datetime | date) -> str:
    """«12. marts 2026», the Danish day."""
    return format_date(moment.astimezone(COPENHAGEN).date() if isinstance(moment, datetime) else moment)


def moment_of(moment: datetime, words: SummaryWords) -> str:
    """«12. marts 2026 kl. 17.00», Danish time."""
    local = moment.astimezone(COPENHAGEN)
    return words.say("moment", day=format_date(local.date()), time=f"{local:%H.%M}")


def _joined(*parts: str | None) -> str:
    return " · ".join(p for p in parts if p)
