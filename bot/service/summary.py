"""★ The daily summary for ``report daily`` and for the timed letter: rows of the store as the summary tells them."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from bot.checks.pool import attended
from bot.mailin.bounces import Bounce, bounces_of
from bot.model.letter import Letter
from bot.model.message import Address
from bot.model.register import BookedMeeting, Register
from bot.model.rules import Rules
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
from bot.model.world import Supplier
from bot.model.zone import COPENHAGEN
from bot.reports.daily import daily_summary
from bot.service.meeting_figures import bookings, bounces, coming, open_questions, plans
from bot.service.surroundings import Surroundings
from bot.store import Access, Forgotten, InvoiceRow, MessageRow, Store, Window

#: How far the summary looks ahead for due dates, and back for meetings; what is older stands in the lists.
DUE_DAYS = 21
LOOK_BACK = timedelta(days=120)
#: A letter still on its way is no news; one tried so often is.
MANY_ATTEMPTS = 5
#: Who an undelivered letter was for stands in the returned mail itself.
FOR_THE_SUMMARY = Access("kvalitetsbot", "handling", "opsamling")
#: Kinds of mail that need nothing from a person.
QUIET_KINDS = ("invoice", "auto_reply")


def summary_letter(around: Surroundings, store: Store, secretariat: str, day: date, at: datetime) -> Letter:
    """The letter of that day; its cause makes it one for ever."""
    to = tuple(Address(a.lower()) for a in around.config.secretariat[secretariat].summary_to)
    found = figures(around, store, secretariat, day, at)
    return daily_summary(found, f"summary:{secretariat}:{day}", to, around.lines(secretariat, at))


def figures(around: Surroundings, store: Store, secretariat: str, day: date, at: datetime) -> DayFigures:
    """What the store has of that Danish day; what waits and what is due is as of ``at``."""
    return _Figures(around, store, secretariat, day, at).all()


class _Figures:
    """One snapshot of what is filed for one secretariat, cut into the summary's sections."""

    def __init__(self, around: Surroundings, store: Store, secretariat: str, day: date, at: datetime) -> None:
        self.around, self.store, self.secretariat, self.day, self.at = around, store, secretariat, day, at
        self.since = datetime.combine(day, time(), COPENHAGEN)
        self.until = datetime.combine(day + timedelta(days=1), time(), COPENHAGEN)
        self.today = at.astimezone(COPENHAGEN).date()
        self.register: Register = store.register()
        self.rules: Rules = around.world_on(store, secretariat, at).rules
        #: What came with mails about money; a calendar file or a list beside a booking is told with its mail.
        self.invoices = store.current_invoices(secretariat, self._window())
        self.messages = {m.id: m for m in store.messages_numbered({i.message for i in self.invoices})}
        self.deciders = store.deciders(i.id for i in self.invoices)
        self.suppliers = store.ledger.suppliers()

    def all(self) -> DayFigures:
        of_day = [m for m in self.store.messages(self.since, self.until) if m.secretariat == self.secretariat]
        open_invoices = [i for i in self.invoices if i.closed_by is None]
        pool = tuple(self._pool(open_invoices))
        years = {m.start.astimezone(COPENHAGEN).year for m in self._held()} | {self.day.year}
        rates = self.rules.pool_rates_for
        return DayFigures(
            secretariat=self.secretariat,
            day=self.day,
            at=self.at,
            new=self._rows(i for i in self.invoices if self.since <= i.received < self.until),
            waiting=self._rows(i for i in open_invoices if i.verdict == "review"),
            due=self._rows(sorted(self._due(open_invoices), key=lambda i: i.due_date or self.day)),
            without_invoice=tuple(self._without_invoice(open_invoices)),
            without_meeting=self._rows(self._without_meeting(open_invoices)),
            pool=pool,
            bookings=tuple(bookings(self.store, self.register, self.secretariat, self.since, self.until)),
            questions=tuple(open_questions(self.store, self.register, self.secretariat, self.today)),
            coming=tuple(coming(self.store, self.register, self.secretariat, self.at)),
            plans=tuple(plans(self.store, self.register, self.rules, self.day)),
            bounces=tuple(bounces(self.store, self.register, self.secretariat, self.since, self.until)),
            mails=tuple(self._mails(of_day)),
            letters=tuple(self._letters()),
            inboxes=tuple(self._inboxes()),
            received=len(of_day),
            answered=sum(m.unanswered is None and m.kind == "invoice" for m in of_day),
            provisional_years=tuple(y for y in sorted(years) if any(r.provisional for r in rates(y))),
            years_without_rate=tuple(y for y in sorted(years) if not rates(y)),
        )

    def _window(self) -> Window:
        last = self.today + timedelta(days=DUE_DAYS)
        held = tuple(m.meeting_id for m in self._held())
        return Window(self.at - LOOK_BACK, self.since, self.until, self.today, last, held)

    def _rows(self, invoices: Iterable[InvoiceRow]) -> tuple[SummaryInvoice, ...]:
        return tuple(self._row(i) for i in invoices)

    def _row(self, i: InvoiceRow) -> SummaryInvoice:
        message = self.messages.get(i.message)
        network = self.register.network(i.network_id)
        return SummaryInvoice(
            invoice_id=i.id, kind=i.kind, verdict=i.verdict, received=i.received, attachment=i.document,
            network_id=i.network_id, network=network.name if network else i.network, coordinator=i.coordinator,
            meeting_date=i.meeting_date, meeting_id=i.meeting_id, supplier=i.supplier, invoice_number=i.invoice_number,
            total=i.total, currency=i.currency, due_date=i.due_date, pay_on=i.pay_on, sender=i.from_address,
            findings=tuple(SummaryFinding(f.code, f.severity, f.detail) for f in i.findings),
            unanswered=message.unanswered if message else None,
            attention=message.attention if message else (),
            decided_by=self.deciders.get(i.id, "bot"),
            known_phone=_phone(i, self.suppliers),
        )  # fmt: skip

    def _due(self, invoices: Iterable[InvoiceRow]) -> Iterator[InvoiceRow]:
        last = self.today + timedelta(days=DUE_DAYS)
        for i in invoices:
            if i.verdict == "accepted" and i.due_date is not None and self.today <= i.due_date <= last:
                yield i

    def _held(self) -> list[BookedMeeting]:
        """Meetings of the secretariat's networks that are over, of the last months."""
        own = {n.network_id for n in self.register.networks if n.secretariat == self.secretariat}
        return [
            m for m in self.register.meetings
            if m.network_id in own and self.at - LOOK_BACK <= m.start and (m.end or m.start) < self.at
        ]  # fmt: skip

    def _without_invoice(self, invoices: Iterable[InvoiceRow]) -> Iterator[SummaryMeeting]:
        have = {i.meeting_id for i in invoices if i.kind == "invoice" and i.verdict != "duplicate"}
        for m in sorted(self._held(), key=lambda m: m.start):
            if m.meeting_id not in have:
                days = (self.today - m.start.astimezone(COPENHAGEN).date()).days
                yield SummaryMeeting(m.meeting_id, m.network_id, self._name(m.network_id), m.start, m.venue, days)

    def _without_meeting(self, invoices: Iterable[InvoiceRow]) -> Iterator[InvoiceRow]:
        """Those a person can do something about: not rejected, and not older than the meetings looked at."""
        for i in invoices:
            fresh = self.at - LOOK_BACK <= i.received
            if fresh and i.kind == "invoice" and i.verdict in ("accepted", "review") and i.meeting_id is None:
                yield i

    def _pool(self, invoices: list[InvoiceRow]) -> Iterator[SummaryPool]:
        """Held meetings with a registered attendance, against what was accepted and what waits."""
        for m in sorted(self._held(), key=lambda m: m.start):
            rows = self.register.attendance_of(m.meeting_id)
            if not rows:
                continue
            count = attended(rows, self.rules.pool)
            rates = self.rules.pool_rates_for(m.start.astimezone(COPENHAGEN).year)
            rate = min(rates, key=lambda r: r.amount, default=None)
            of_meeting = [i for i in invoices if i.meeting_id == m.meeting_id and i.kind == "invoice" and i.total]
            yield SummaryPool(
                m.meeting_id, m.network_id, self._name(m.network_id), m.start, count,
                rate.amount if rate else None, rate.amount * count if rate else None,
                _sum(i for i in of_meeting if i.verdict == "accepted"),
                _sum(i for i in of_meeting if i.verdict == "review"),
                rate.provisional if rate else False,
            )  # fmt: skip

    def _mails(self, of_day: list[MessageRow]) -> Iterator[SummaryMail]:
        """Of the day: kinds that nobody handles yet. Of any day: parked ones, until they are taken care of."""
        parked = [m for m in self.store.parked() if m.secretariat == self.secretariat]
        odd = [m for m in of_day if m.state == "handled" and _is_left(m) and m.kind not in QUIET_KINDS]
        bounced = [m for m in of_day if m.kind == "bounce" and m not in odd]
        for m in (*parked, *odd, *bounced):
            why = "parked" if m.state == "parked" else (m.kind or "unknown")
            about = self._bounced(m) if m.kind == "bounce" else None
            if about == "":
                continue
            yield SummaryMail(m.received, m.from_address, m.subject, m.kind, why, m.mailbox, about)

    def _bounced(self, row: MessageRow) -> str | None:
        """Whom which letter of ours did not reach, as the returned mail says; "" where it is told with the meetings."""
        try:
            message = self.around.parsed(self.store, self.store.waiting(row.id), FOR_THE_SUMMARY, self.at)
        except Forgotten:
            return None  # the day is long ago
        found = bounces_of(message)
        if found and all(self._is_told_apart(b) for b in found):
            return ""
        told = [
            f"{b.recipient or 'modtageren'} fik ikke «{subject or 'et brev'}»"
            + ("" if b.permanent else "; serveren prøver igen")
            for b in found
            for subject in [self.store.subject_of(b.original_message_id or "")]
        ]
        return ". ".join(told) + "." if told else None

    def _is_told_apart(self, bounce: Bounce) -> bool:
        named = filter(None, (bounce.original_recipient, bounce.recipient))
        letter = bounce.original_message_id
        return (
            bounce.permanent and letter is not None and any(self.store.meetings.is_invitees(letter, a) for a in named)
        )

    def _letters(self) -> Iterator[SummaryLetter]:
        for letter in self.store.unsent(self.at - LOOK_BACK):
            if letter.secretariat != self.secretariat:
                continue
            for r in letter.recipients:
                if r.state == "refused" and self.store.meetings.is_invitees(letter.message_id, r.address):
                    continue  # told with the meetings, once
                if r.state == "refused" or (r.state == "queued" and r.attempts >= MANY_ATTEMPTS):
                    yield SummaryLetter(r.address, letter.subject, r.state, r.attempts, r.last_error)

    def _inboxes(self) -> Iterator[SummaryInbox]:
        late = timedelta(minutes=self.around.config.service.alarm_minutes)
        known = {h.inbox: h for h in self.store.inboxes()}
        for key in self.around.inbox_keys(self.secretariat):
            h = known.get(key)
            read = h.last_read_at if h else None
            error = h.last_error if h and h.failing_since else None
            yield SummaryInbox(key, read, read is not None and self.at - read <= late, error)

    def _name(self, network_id: str) -> str:
        network = self.register.network(network_id)
        return network.name if network else network_id


def _is_left(row: MessageRow) -> bool:
    """Nothing was done about it, so somebody must."""
    return row.outcome == "inbox" or (row.outcome == "review" and row.kind != "invoice")


def _sum(invoices: Iterable[InvoiceRow]) -> Decimal:
    return sum((i.total for i in invoices if i.total is not None), Decimal(0))


def _phone(invoice: InvoiceRow, suppliers: Iterable[Supplier]) -> str | None:
    """The phone we had before: never the one on the invoice that asks for a new account."""
    for s in suppliers:
        if s.phone and ((invoice.cvr and s.cvr == invoice.cvr) or s.name == invoice.supplier):
            return s.phone
    return None
