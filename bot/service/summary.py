"""★ The daily summary for ``report daily`` and for the timed letter: rows of the store as the summary tells them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain

from bot.checks.pool import attended
from bot.model.letter import Letter
from bot.model.message import Address
from bot.model.register import BookedMeeting, Register
from bot.model.rules import Rules
from bot.model.summary import (
    DayFigures,
    SummaryFinding,
    SummaryInbox,
    SummaryInvoice,
    SummaryMeeting,
    SummaryPool,
)
from bot.model.world import Supplier
from bot.model.zone import COPENHAGEN
from bot.reports.daily import daily_summary
from bot.service.meeting_figures import bookings, bounces, coming, open_questions, plans
from bot.service.summary_mails import left_mails, undelivered
from bot.service.surroundings import Surroundings
from bot.store import InvoiceRow, MessageRow, Store, Undone, Window

#: What is handled so shortly before a summary is sent may not be in it yet, and is told in the next.
IN_HAND = timedelta(minutes=5)


def summary_letter(around: Surroundings, store: Store, secretariat: str, day: date, at: datetime) -> Letter:
    """The letter of that day; its cause makes it one for ever."""
    return letter_of(around, figures(around, store, secretariat, day, at))


def letter_of(around: Surroundings, found: DayFigures) -> Letter:
    """The letter of figures that were gathered."""
    name = found.secretariat
    to = tuple(Address(a.lower()) for a in around.config.secretariat[name].summary_to)
    return daily_summary(found, f"summary:{name}:{found.day}", to, around.lines(name, found.at), around.summary_words)


def figures(
    around: Surroundings, store: Store, secretariat: str, day: date, at: datetime, *, then: bool = False
) -> DayFigures:
    """What the store has of that Danish day; what waits and what is due is as of ``at``.

    ``then``: ``at`` lies behind us, and all is to be as it was: without what came since, and waiting where people
    decided or answered since. What nobody keeps of earlier moments is left out, and the summary says so.
    """
    return _Figures(around, store, secretariat, day, at, then=then).all()


def told_at(around: Surroundings, secretariat: str, day: date) -> datetime:
    """When the summary of that day is sent."""
    morning = around.config.secretariat[secretariat].summary_at
    return datetime.combine(day + timedelta(days=1), morning, COPENHAGEN)


class _Figures:
    """One snapshot of what is filed for one secretariat, cut into the summary's sections."""

    def __init__(
        self, around: Surroundings, store: Store, secretariat: str, day: date, at: datetime, *, then: bool
    ) -> None:
        self.around, self.store, self.secretariat, self.day, self.at = around, store, secretariat, day, at
        self.since = datetime.combine(day, time(), COPENHAGEN)
        self.until = datetime.combine(day + timedelta(days=1), time(), COPENHAGEN)
        self.today = at.astimezone(COPENHAGEN).date()
        days = around.rulebook.summary["days"]
        self.due_until = self.today + timedelta(days=days["due"])
        self.coming_until, self.earliest = at + timedelta(days=days["coming"]), at - timedelta(days=days["back"])
        self.then = then
        self.register: Register = store.register_at(at) if then else store.register()
        self.rules: Rules = around.world_on(store, secretariat, at).rules
        self.news = tuple(self._news())
        #: What came with mails about money; a calendar file or a list beside a booking is told with its mail.
        undone = store.undone_since(at) if then else Undone()
        self.invoices = store.current_invoices(secretariat, self._window(undone))
        if then:
            self.invoices = tuple(_as_then(i, undone) for i in self.invoices if i.received < at)
        self.messages = {m.id: m for m in store.messages_numbered({i.message for i in self.invoices})}
        self.deciders = store.deciders(i.id for i in self.invoices if i.id not in undone.decided)
        self.suppliers = store.ledger.suppliers()

    def all(self) -> DayFigures:
        new = {m.id for m in self.news}
        open_invoices = [i for i in self.invoices if i.closed_by is None]
        pool = tuple(self._pool(open_invoices))
        years = {m.start.astimezone(COPENHAGEN).year for m in self._held()} | {self.day.year}
        rates = self.rules.pool_rates_for
        parked = self.store.parked_at(self.at) if self.then else self.store.parked()
        return DayFigures(
            secretariat=self.secretariat,
            day=self.day,
            at=self.at,
            looked_back=self.then,
            new=self._rows(i for i in self.invoices if i.message in new),
            waiting=self._rows(i for i in open_invoices if i.verdict == "review"),
            due=self._rows(sorted(self._due(open_invoices), key=lambda i: i.due_date or self.day)),
            without_invoice=tuple(self._without_invoice(open_invoices)),
            without_meeting=self._rows(self._without_meeting(open_invoices)),
            pool=pool,
            bookings=tuple(bookings(self.store, self.register, self.secretariat, self.since, self.until)),
            questions=tuple(open_questions(self.store, self.register, self.secretariat, self.earliest, self.at)),
            coming=tuple(coming(self.store, self.register, self.secretariat, self.at, self.coming_until)),
            plans=tuple(plans(self.store, self.register, self.rules, self.day, self.at)),
            bounces=tuple(bounces(self.store, self.register, self.secretariat, self.since, self.until)),
            mails=tuple(left_mails(self.around, self.store, self.secretariat, self.news, parked, self.at)),
            letters=tuple(undelivered(self.store, self.secretariat, self.earliest, self.at)),
            inboxes=() if self.then else tuple(self._inboxes()),
            received=len(self.news),
            answered=sum(m.unanswered is None and m.kind == "invoice" for m in self.news),
            provisional_years=tuple(y for y in sorted(years) if any(r.provisional for r in rates(y))),
            years_without_rate=tuple(y for y in sorted(years) if not rates(y)),
        )

    def _news(self) -> Iterator[MessageRow]:
        """The day's mails, and before them those of other days that were handled too late for an earlier summary."""
        before, this = (told_at(self.around, self.secretariat, self.day - timedelta(days=n)) for n in (1, 0))
        late = self.store.messages_handled_late(self.since, before - IN_HAND, this - IN_HAND)
        mails = chain(late, self.store.messages(self.since, self.until))
        return (m for m in mails if m.secretariat == self.secretariat)

    def _window(self, undone: Undone) -> Window:
        held, new = tuple(m.meeting_id for m in self._held()), tuple(m.id for m in self.news)
        changed = tuple(undone.decided | undone.closed)
        return Window(self.earliest, new, self.today, self.due_until, held, changed)

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
        for i in invoices:
            if i.verdict == "accepted" and i.due_date is not None and self.today <= i.due_date <= self.due_until:
                yield i

    def _held(self) -> list[BookedMeeting]:
        """Meetings of the secretariat's networks that are over, of the last months."""
        own = {n.network_id for n in self.register.networks if n.secretariat == self.secretariat}
        return [
            m for m in self.register.meetings
            if m.network_id in own and m.is_on and self.earliest <= m.start and (m.end or m.start) < self.at
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
            fresh = self.earliest <= i.received
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


def _as_then(row: InvoiceRow, undone: Undone) -> InvoiceRow:
    """As it was: people decide on what waits, and on nothing else."""
    if row.id in undone.decided:
        row = replace(row, verdict="review", pay_on=None)
    return replace(row, closed_by=None) if row.id in undone.closed else row


def _sum(invoices: Iterable[InvoiceRow]) -> Decimal:
    return sum((i.total for i in invoices if i.total is not None), Decimal(0))


def _phone(invoice: InvoiceRow, suppliers: Iterable[Supplier]) -> str | None:
    """The phone we had before: never the one on the invoice that asks for a new account."""
    for s in suppliers:
        if s.phone and ((invoice.cvr and s.cvr == invoice.cvr) or s.name == invoice.supplier):
            return s.phone
    return None
