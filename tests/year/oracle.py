"""Who ought to get what and when, worked out from the journal alone: a patient secretary with a paper calendar.

She knows the rules as they are told to people (docs/koordinator.md, docs/rules.md), written down here once more. At
each moment when the service was there she first reads the mail, then looks through her calendar. Nothing of the bot's
own planning is used; where she and the bot differ, one of them is wrong.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from tests.year.days import are_up, next_up
from tests.year.journal import Answered, Billed, Fact, Journal, Meeting, Nothing, Partstat, Register, Step, Wrote
from tests.year.town import Head, Person

Kind = Literal[
    "invitation", "update", "cancellation", "unanswered", "all", "head_count", "no_place", "no_invoice",
    "no_invoice_staff", "plan", "words", "answer", "invoice", "summary", "alarm",
]  # fmt: skip
#: Letters that the secretary begins by herself: never at night, on Sundays or holidays.
BY_HERSELF: frozenset[Kind] = frozenset({
    "invitation", "update", "cancellation", "unanswered", "all", "head_count", "no_place", "no_invoice",
    "no_invoice_staff", "plan",
})  # fmt: skip
#: Days before the meeting (a minus: after), and how many days too late it is still of use.
UNANSWERED, ALL, HEAD_COUNT = ((14, 4), (7, 4)), ((2, 1),), ((5, 4),)
NO_PLACE, NO_INVOICE, NO_INVOICE_STAFF = ((42, 14), (21, 14)), ((-21, 60),), ((-42, 120),)
#: News of a meeting that begins so soon after people are up again does not wait for that.
URGENT = timedelta(hours=24)
JUST_INVITED = timedelta(days=2)
STILL_ANSWERED = timedelta(hours=12)
#: Meetings that a year has at least.
FEWEST = 2
SUMMARY_AT, SUMMARY_LATE = time(7), timedelta(days=7)
STAFF = {"EKM": "sekretariat@ekm.example", "eKVIS": "kontor@ekvis.example"}


@dataclass(frozen=True)
class Expected:
    """One letter to one person. ``about`` tells letters of one kind to one person apart."""

    kind: Kind
    to: str
    about: str
    at: datetime
    #: Calendar letters: SEQUENCE. Head counts: how many eat.
    number: int | None = None
    #: May come, and need not.
    optional: bool = False


@dataclass
class Card:
    """A meeting in the paper calendar. ``told``: who knows of it, at which SEQUENCE, since when."""

    meeting: Meeting
    #: Whether its people are invited: not those of a meeting that only stands in the register's files.
    inviting: bool
    sequence: int = 0
    is_off: bool = False
    told: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    answers: dict[str, Partstat] = field(default_factory=dict)
    stamps: dict[str, datetime] = field(default_factory=dict)
    reminded: set[str] = field(default_factory=set)
    is_billed: bool = False
    #: SEQUENCE of the last change of time or place: who answered before that is asked anew.
    moved: int = 0

    @property
    def day(self) -> date:
        return self.meeting.start.date()

    @property
    def where_and_when(self) -> tuple[object, ...]:
        return (self.meeting.start, self.meeting.end, self.meeting.venue)


class Secretary:
    """Lives through the journal once; ``letters`` are all that she would have sent."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._people: tuple[Person, ...] = journal.people
        self._heads: tuple[Head, ...] = journal.heads
        self._cards = {m.key: Card(m, inviting=False) for m in journal.planned}
        self._summed: set[tuple[str, date]] = set()
        self._turned: set[tuple[str, str]] = set()
        self._now = datetime.min
        self._seen: datetime | None = None
        self.letters: list[Expected] = []
        waiting: list[Fact] = []
        for step in journal.steps:
            waiting += step.facts
            if step.up:
                self._live(step, waiting)
                waiting = []

    def _live(self, step: Step, facts: list[Fact]) -> None:
        self._now = step.at
        if self._seen is not None and self._now - self._seen > timedelta(hours=24):
            for secretariat in sorted({s for _, s in self._journal.networks.values()}):
                self._write("alarm", STAFF[secretariat], "", optional=True)
        self._seen = self._now
        meanwhile = self._reminders_before(facts)
        for fact in facts:
            self._read(fact)
        for card in self._cards.values():
            self._announce(card)
            if are_up(self._now) and not card.is_off:
                self._remind(card)
        if are_up(self._now):
            for network in self._journal.networks:
                self._turn_wheel(network)
        self._sum_up()
        sent = {(e.kind, e.to, e.about) for e in self.letters if e.at == self._now}
        self.letters += [e for e in meanwhile if (e.kind, e.to, e.about) not in sent]

    def _reminders_before(self, facts: list[Fact]) -> list[Expected]:
        """What would go out were the mail of this moment not read yet: whichever came first, both are right."""
        if not facts or not are_up(self._now):
            return []
        letters, cards = self.letters, self._cards
        self.letters, self._cards = [], deepcopy(cards)
        for card in self._cards.values():
            if not card.is_off and card.meeting.start > self._now:
                self._remind_members(card)
        found = [replace(e, optional=True) for e in self.letters]
        self.letters, self._cards = letters, cards
        return found

    # -- the mail -------------------------------------------------------------------------------------------

    def _read(self, fact: Fact) -> None:
        match fact:
            case Register():
                self._people, self._heads = fact.people, fact.heads
                for meeting in fact.moved:
                    self._make(meeting)
            case Wrote():
                self._wrote(fact)
            case Answered():
                self._answered(fact)
            case Billed():
                self._write("invoice", fact.sender, fact.message_id)
                if (head := self._head(self._cards[fact.key])) is not None:
                    self._write("invoice", head.email, fact.message_id)
                self._cards[fact.key].is_billed = True
            case Nothing():
                pass

    def _wrote(self, fact: Wrote) -> None:
        for to in filter(None, (fact.sender, fact.copy_to)):
            self._write("answer", to, fact.message_id)
        for meeting in fact.made:
            card = self._make(meeting)
            card.inviting = True
            self._announce(card)
        for key in fact.called_off:
            card = self._cards[key]
            card.is_off, card.sequence = True, card.sequence + 1
            self._announce(card)

    def _make(self, meeting: Meeting) -> Card:
        """A new card, or what stands on one changed: then everybody's calendar must be."""
        card = self._cards.get(meeting.key)
        if card is None:
            card = self._cards[meeting.key] = Card(meeting, inviting=True)
        elif card.meeting != meeting:
            before, card.meeting, card.sequence = card.where_and_when, meeting, card.sequence + 1
            if card.where_and_when != before:
                card.moved = card.sequence
        return card

    def _answered(self, fact: Answered) -> None:
        card = self._cards[fact.key]
        head = self._head(card)
        if fact.asks and head is not None and head.email != fact.sender:
            self._write("words", head.email, fact.message_id)
        if fact.partstat is None or card.is_off or card.meeting.start + STILL_ANSWERED < self._now:
            return
        if fact.sequence is not None:
            if fact.sequence < card.moved or fact.stamp < card.stamps.get(fact.sender, fact.stamp):
                return
            card.stamps[fact.sender] = fact.stamp
        if fact.sender in self._invitable(card):
            card.answers[fact.sender] = fact.partstat

    # -- the calendar ---------------------------------------------------------------------------------------

    def _announce(self, card: Card) -> None:
        """Tells everybody what they do not know yet."""
        start = card.meeting.start
        if not card.inviting or start <= self._now:
            return
        if not are_up(self._now) and start - next_up(self._now) >= URGENT:
            return
        about = f"{card.meeting.network} {start:%Y-%m-%d %H:%M}"
        if card.is_off:
            for address in [*card.told]:
                self._write("cancellation", address, about, card.sequence)
                del card.told[address]
            return
        wanted = self._invitable(card)
        for address in wanted:
            known = card.told.get(address)
            if known is not None and known[0] >= card.sequence:
                continue
            self._write("invitation" if known is None else "update", address, about, card.sequence)
            if known is None or known[0] < card.moved:
                card.answers[address] = "NEEDS-ACTION"
            card.told[address] = (card.sequence, self._now)
        for address in [a for a in card.told if a not in wanted]:
            self._write("cancellation", address, about, card.sequence)
            del card.told[address]

    def _remind(self, card: Card) -> None:
        if card.meeting.start > self._now:
            self._remind_members(card)
            self._remind_before(card)
        elif not card.is_billed and card.day >= self._journal.first_day:
            self._ask_for_the_bill(card)

    def _remind_members(self, card: Card) -> None:
        about = f"{card.meeting.network} {card.day}"
        for rule in self._due("unanswered", UNANSWERED, card):
            for address in self._remindable(card, ("NEEDS-ACTION", "TENTATIVE")):
                self._once(card, f"{rule} {address}", "unanswered", address, about)
        for rule in self._due("all", ALL, card):
            for address in self._remindable(card, ("NEEDS-ACTION", "TENTATIVE", "ACCEPTED")):
                self._once(card, f"{rule} {address}", "all", address, about)

    def _remind_before(self, card: Card) -> None:
        """The coordinator: how many eat, and that there is no place."""
        head, about = self._head(card), f"{card.meeting.network} {card.day}"
        if head is None:
            return
        for rule in self._due("head_count", HEAD_COUNT, card) if card.inviting else ():
            coming = sum(card.answers.get(a) == "ACCEPTED" for a in card.told)
            self._once(card, rule, "head_count", head.email, about, coming)
        for rule in self._due("no_place", NO_PLACE, card) if card.meeting.venue is None else ():
            self._once(card, rule, "no_place", head.email, about)

    def _ask_for_the_bill(self, card: Card) -> None:
        head, about = self._head(card), f"{card.meeting.network} {card.day}"
        staff = STAFF[self._journal.networks[card.meeting.network][1]]
        for rule in self._due("no_invoice", NO_INVOICE, card) if head is not None else ():
            self._once(card, rule, "no_invoice", head.email if head else "", about)
        for rule in self._due("no_invoice_staff", NO_INVOICE_STAFF, card):
            self._once(card, rule, "no_invoice_staff", staff, about)

    def _due(self, name: str, rules: tuple[tuple[int, int], ...], card: Card) -> Iterator[str]:
        """Of the rule's days the last whose time has come, where it is not too late. A moved meeting begins anew."""
        late = [(self._now.date() - (card.day - timedelta(days=days))).days for days, _ in rules]
        come = [days for (days, useful), n in zip(rules, late, strict=True) if 0 <= n <= useful]
        if come:
            yield f"{name} {min(come)} {card.day}"

    def _remindable(self, card: Card, states: tuple[Partstat, ...]) -> list[str]:
        return [
            address
            for address, (_, since) in card.told.items()
            if self._now - since >= JUST_INVITED and card.answers.get(address, "NEEDS-ACTION") in states
        ]

    def _once(self, card: Card, cause: str, kind: Kind, to: str, about: str, number: int | None = None) -> None:
        if cause not in card.reminded:
            card.reminded.add(cause)
            self._write(kind, to, about, number)

    def _invitable(self, card: Card) -> list[str]:
        network, day = card.meeting.network, card.day
        everybody: tuple[Person | Head, ...] = (*self._people, *self._heads)
        return list(dict.fromkeys(p.email for p in everybody if p.network == network and p.in_office(day)))

    def _head(self, card: Card) -> Head | None:
        network = card.meeting.network
        return next((h for h in self._heads if h.network == network and h.in_office(card.day)), None)

    def _turn_wheel(self, network: str) -> None:
        """Once a year each: in January, in September, and before the last meeting, where something is missing."""
        today = self._now.date()
        mine = [c for c in self._cards.values() if c.meeting.network == network and not c.is_off]
        this, following = ([c for c in mine if c.day.year == today.year + n] for n in (0, 1))
        last = max((c.day for c in this), default=None)
        to_come, is_ekm = [c for c in this if c.day >= today], self._journal.networks[network][1] == "EKM"
        turns = [
            ("januar", date(today.year, 1, 15), 30, len(this) < FEWEST or (is_ekm and len(following) < FEWEST)),
            # No topic of these people's says that it is the mandatory one, which EKM asks for.
            ("september", date(today.year, 9, 1), 30, is_ekm or len(this) < FEWEST or any(map(_is_bare, to_come))),
        ]
        if last is not None and last > today:
            wanting = len(following) < FEWEST or any(map(_is_bare, following))
            turns.append(("næste", last - timedelta(days=21), 18, wanting))
        for name, due, useful, lacks in turns:
            late = (today - due).days
            cause = (network, f"{name} {today.year}")
            if lacks and 0 <= late <= useful and due >= self._journal.first_day and cause not in self._turned:
                self._turned.add(cause)
                head = next(h for h in self._heads if h.network == network and h.in_office(today))
                self._write("plan", head.email, f"{network} {'næste' if name == 'næste' else 'denne'}")

    # -- the secretariat ------------------------------------------------------------------------------------

    def _sum_up(self) -> None:
        """The summary of each whole day, the morning after; those of days that were missed too, for a week."""
        today = self._now.date()
        last = today - timedelta(days=1 if self._now.time() >= SUMMARY_AT else 2)
        day = max(self._journal.first_day, last - SUMMARY_LATE)
        while day <= last:
            for secretariat in sorted({s for _, s in self._journal.networks.values()}):
                if (secretariat, day) not in self._summed:
                    self._summed.add((secretariat, day))
                    self._write("summary", STAFF[secretariat], str(day))
            day += timedelta(days=1)

    def _write(self, kind: Kind, to: str, about: str, number: int | None = None, *, optional: bool = False) -> None:
        self.letters.append(Expected(kind, to, about, self._now, number, optional))


def _is_bare(card: Card) -> bool:
    return card.meeting.topic is None


def expected(journal: Journal) -> list[Expected]:
    """Every letter of the journal's time, in order."""
    return Secretary(journal).letters
