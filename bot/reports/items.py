"""One row of a summary as a person reads it: a title, a line of facts, and what is to be said of it. All in Danish."""

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

KINDS = {
    "invoice": "Faktura",
    "credit_note": "Kreditnota",
    "reminder": "Rykker",
    "booking": "Bekræftelse",
    "other": "Dokument",
}

MACHINE = "Afsenderen er en maskine og fik intet svar; koordinatoren får besked, hvor netværket er kendt."
#: Why a sender got no answer, for ``Decision.unanswered``. "nothing_to_answer": nobody expects one.
UNANSWERED = {
    "nothing_to_answer": "",
    "same_mail": "",
    "old": "Mailen er fra, før botten begyndte, og er ikke besvaret.",
    "own": "Mailen kom fra os selv og er ikke besvaret.",
    "limit": "Afsenderen har fået det højeste antal svar på et døgn og fik ikke flere.",
    "unverified": "Afsenderen kunne ikke bekræftes og fik intet svar.",
    "no_sender": "Mailen har ingen afsender, man kan svare.",
    "reply_to_elsewhere": "Svaret skulle gå til en anden organisation end afsenderens og blev ikke sendt.",
    "cpr_address": "Afsenderens adresse indeholder et CPR-nummer og fik intet svar: svar selv, ad en anden vej.",
    "list": "Mailen kom fra en liste og er ikke besvaret.",
    "bulk": "Mailen er masseudsendt og er ikke besvaret.",
    "auto-submitted": MACHINE,
    "auto-reply": MACHINE,
    "response-suppress": MACHINE,
    "null-sender": MACHINE,
    "daemon": MACHINE,
    "no-reply": MACHINE,
}

#: What a person must see at once, for ``Decision.attention``.
ATTENTION = {
    "reminder": "Se, om fakturaen er betalt, og svar leverandøren.",
    "credit_note": "Hører til en faktura, vi har: ret betalingen af den.",
    "credit_note_without_invoice": "Vi kender ikke den faktura, den hører til.",
    "partly_read": "Mailen eller et arkiv i den er for stor, låst eller med for mange filer: se resten igennem.",
    "paid_receipt": "Fakturaen er allerede betalt: betal den ikke igen.",
    "unsettled": "Koordinatoren spørger, foreslår eller venter på svar om et møde. Intet er booket: svar selv.",
    "nobody_told": "Ingen har fået besked om, at den er afvist.",
}

#: Findings that a forged account shows itself by: nothing is paid before somebody has rung the supplier up.
ACCOUNT_DOUBTS = ("payment_changed", "payment_differs", "payment_in_mail", "einvoice_differs")

#: Why a mail is shown, for ``SummaryMail.why``: a kind of mail, or what went wrong.
WHY = {
    "parked": "kunne ikke behandles efter tre forsøg og er sat til side",
    "unknown": "blev ikke forstået og ligger i postkassen",
    "booking": "ligner en booking, men intet er gjort",
    "cancellation": "ligner en aflysning, men intet er gjort",
    "rsvp": "ligner et svar på en indkaldelse, men er ikke talt med",
    "attendance": "ligner en deltagerliste og ligger i postkassen",
    "membership": "ligner en ændring af medlemmer og ligger i postkassen",
    "annual_status": "ligner en årsstatus og ligger i postkassen",
    "questionnaire": "ligner svar på et spørgeskema og ligger i postkassen",
    "command": "ligner en besked til botten og ligger i postkassen",
    "bounce": "er returpost: et af vores breve kom ikke frem",
}


#: Why an inbox is not read, by the code that the store has.
INBOX_ERRORS = {
    "imap_unreachable": "serveren svarer ikke",
    "imap_garbled": "serveren svarer uforståeligt",
    "imap_read_only": "mappen må kun læses, så behandlede mails kan ikke flyttes",
    "imap_login_refused": "serveren afviser login",
    "imap_folder_missing": "mappen findes ikke",
    "imap_refused": "serveren afviser en kommando",
    "imap_insecure": "forbindelsen er ikke krypteret",
    "token_unreachable": "login-tjenesten svarer ikke",
    "token_refused": "login-tjenesten afviser os",
    "secret_missing": "adgangskoden kan ikke læses",
}


@dataclass(frozen=True, slots=True)
class Item:
    """``number`` is what ``kvalitetsbot review`` takes; None where there is nothing to decide."""

    title: str
    facts: str
    notes: tuple[str, ...] = ()
    number: int | None = None


def of_invoice(row: SummaryInvoice) -> Item:
    """``Restaurant Møllen ApS · 4.272,00 kr.``, what it is for, and every finding in its own line."""
    who = row.supplier or row.sender or "Ukendt afsender"
    kind = "" if row.kind == "invoice" else f"{KINDS[row.kind]} fra "
    meeting = f"møde {format_date(row.meeting_date)}" if row.meeting_date else None
    facts = _joined(
        row.network,
        meeting,
        row.coordinator,
        f"nr. {row.invoice_number}" if row.invoice_number else None,
        f"forfalder {format_date(row.due_date)}" if row.due_date else None,
        f"betales {format_date(row.pay_on)}" if row.pay_on else None,
        row.attachment,
    )
    notes = [f.detail for f in row.findings]
    if row.known_phone and any(f.code in ACCOUNT_DOUBTS for f in row.findings):
        notes.append(f"Ring til leverandøren på {row.known_phone}, nummeret fra den ældste godkendte faktura.")
    notes += [ATTENTION[code] for code in row.attention if code in ATTENTION]
    unanswered = UNANSWERED.get(row.unanswered, "Afsenderen fik intet svar.") if row.unanswered else ""
    if unanswered:
        notes.append(unanswered)
    if row.decided_by != "bot":
        notes.append(f"Afgjort af {row.decided_by}.")
    number = row.invoice_id if row.verdict == "review" else None
    return Item(_joined(kind + who, money(row.total, row.currency)), facts, tuple(notes), number)


def of_meeting(row: SummaryMeeting) -> Item:
    days = "1 dag" if row.days_since == 1 else f"{row.days_since} dage"
    return Item(row.network, _joined(f"mødet {day_of(row.start)}", row.venue, f"{days} siden"))


def of_pool(row: SummaryPool) -> Item:
    facts = _joined(
        f"mødet {day_of(row.start)}",
        f"{row.attending} fremmødte à {kroner(row.rate)}" if row.rate is not None else f"{row.attending} fremmødte",
        f"pulje {kroner(row.pool)}" if row.pool is not None else "ingen sats for året",
        f"godkendt {kroner(row.accepted)}",
        f"venter {kroner(row.waiting)}" if row.waiting else None,
    )
    notes = []
    if row.balance is not None and row.balance < 0:
        notes.append(f"Der er godkendt {kroner(-row.balance)} mere, end puljen dækker.")
    if row.provisional:
        notes.append("Satsen er foreløbig.")
    rest = f"rest {kroner(row.balance)}" if row.balance is not None else None
    return Item(_joined(row.network, rest), facts, tuple(notes))


ACTS = {"created": "booket", "moved": "ændret", "cancelled": "aflyst", "updated": "rettet", "none": "spørgsmål"}
#: docs/interface.md's ``asked``.
ASKED = {
    "date": "datoen", "start": "starten", "end": "slutningen", "venue": "stedet", "network": "netværket",
    "meeting": "hvilket møde", "attendance": "fremmødet", "confirm": "et ja",
}  # fmt: skip


def of_booking(row: SummaryBooking) -> Item:
    when = f"møde {moment_of(row.start)}" if row.start else None
    title = _joined(row.network or "Ukendt netværk", ACTS.get(row.act, row.act))
    notes = (f"Koordinatoren er spurgt om {_asked(row.asked)}.",) if row.asked else ()
    return Item(title, _joined(when, row.venue, row.reference), notes)


def of_question(row: SummaryQuestion) -> Item:
    days = "i dag" if row.days_since == 0 else "1 dag siden" if row.days_since == 1 else f"{row.days_since} dage siden"
    return Item(row.network or "Ukendt netværk", _joined(f"{row.recipient} er spurgt om {_asked(row.asked)}", days))


def of_coming(row: SummaryComing) -> Item:
    answers = None
    if row.invited == 0:
        answers = "ingen er indkaldt af botten"
    elif row.invited is not None:
        answers = f"{row.coming} kommer, {row.declined} kommer ikke, {row.silent} har ikke svaret"
    return Item(row.network, _joined(f"mødet {moment_of(row.start)}", row.venue or "intet sted endnu", answers))


def of_bounce(row: SummaryBounce) -> Item:
    days = ", ".join(day_of(m) for m in row.meetings)
    title = _joined(row.name or row.recipient, row.network)
    return Item(title, _joined(row.recipient if row.name else None, f"møde {days}"), (row.error,) if row.error else ())


def of_plan(row: SummaryPlan) -> Item:
    told = f"Koordinatoren er mindet om planen {format_date(row.reminded)}." if row.reminded else ""
    if not row.has_coordinator:
        told = "Registret har ingen koordinator, der kan skrives til."
    return Item(row.network, _joined(*row.lacks), (told,) if told else ())


def _asked(words: tuple[str, ...]) -> str:
    told = [ASKED.get(word, word) for word in words]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} og {told[-1]}" if told else "mødet"


def of_mail(row: SummaryMail) -> Item:
    return Item(
        row.subject or "(uden emne)",
        _joined(row.sender or "ukendt afsender", moment_of(row.received), f"til {row.mailbox}"),
        tuple(n for n in (f"Mailen {WHY.get(row.why, row.why)}.", row.about) if n),
    )


def of_letter(row: SummaryLetter) -> Item:
    state = "blev afvist" if row.state == "refused" else f"er forsøgt {row.attempts} gange"
    return Item(row.subject, f"til {row.recipient}, {state}", (row.error,) if row.error else ())


def of_inbox(row: SummaryInbox) -> Item:
    read = "er aldrig læst" if row.last_read_at is None else f"sidst læst {moment_of(row.last_read_at)}"
    return Item(row.inbox, read, (f"Fejl: {inbox_error(row.error)}.",) if row.error else ())


def inbox_error(code: str) -> str:
    return INBOX_ERRORS.get(code, code)


def money(value: Decimal | None, currency: str | None) -> str | None:
    """``4.272,00 kr.``, or with the code of another currency behind it."""
    if value is None:
        return None
    return kroner(value) if currency in (None, "DKK") else f"{format_amount(value)} {currency}"


def day_of(moment: datetime | date) -> str:
    return format_date(moment.astimezone(COPENHAGEN).date() if isinstance(moment, datetime) else moment)


def moment_of(moment: datetime) -> str:
    local = moment.astimezone(COPENHAGEN)
    return f"{format_date(local.date())} kl. {local:%H.%M}"


def _joined(*parts: str | None) -> str:
    return " · ".join(p for p in parts if p)
