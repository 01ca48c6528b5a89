"""Who ought to get what and when, worked out from the journal alone: a patient secretary with a paper calendar.

She knows the rules as they are told to people (docs/koordinator.md, docs/rules.md), written down here once more. At
each moment when the service was there she first reads the mail, then looks through her calendar. Nothing of the bot's
own planning is used; where she and the bot differ, one of them is wrong.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.year.cards import (
    ALL,
    FEWEST,
    HEAD_COUNT,
    JUST_INVITED,
    NO_INVOICE,
    NO_INVOICE_STAFF,
    NO_PLACE,
    STAFF,
    STILL_ANSWERED,
    SUMMARY_AT,
    SUMMARY_LATE,
    UNANSWERED,
    URGENT,
    Card,
    Expected,
    Kind,
    Told,
)
from tests.year.days import are_up, next_up
from tests.year.journal import Answered, Billed, Fact, Journal, Meeting, Nothing, Partstat, Register, Step, Wrote
from tests.year.town import Head, Person


class Secretary:
    """Lives through the journal once; ``letters`` are all that she would have sent."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._people: tuple[Person, ...] = journal.people
        self._heads: tuple[Head, ...] = journal.heads
        self._cards = {m.key: Card(m, inviting=False) for m in journal.planned}
        self._summed: set[tuple[str, date]] = set()
        self._turned: set[tuple[str, str]] = set()
        self._step = Step(datetime.min, up=False)
        self._seen: datetime | None = None
        self.letters: list[Expected] = []
        waiting: list[Fact] = []
        for step in journal.steps:
            waiting += step.facts
            if step.up:
                self._live(step, waiting)
                waiting = []
        # What could have come and in the end need not: its member answered, or the meeting changed.
        self.letters += [e for card in self._cards.values() for e in card.perhaps.values()]

    @property
    def _now(self) -> datetime:
        return self._step.at

    def _live(self, step: Step, facts: list[Fact]) -> None:
        self._step = step
        if self._seen is not None and self._now - self._seen > timedelta(hours=24):
            for secretariat in sorted({s for _, s in self._journal.networks.values()}):
                self._write("alarm", STAFF[secretariat], "", optional=True)
        self._seen = self._now
        if facts and are_up(self._now):
            self._think_of_reminders()
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

    def _think_of_reminders(self) -> None:
        """What would go out were the mail of this moment not read yet: whichever came first, both are right."""
        for card in self._cards.values():
            if not card.is_off and card.meeting.start > self._now:
                for cause, letter, _ in self._member_reminders(card):
                    self._perhaps(card, cause, letter)

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
            if known is not None and known.sequence >= card.sequence:
                continue
            self._write("invitation" if known is None else "update", address, about, card.sequence)
            if known is None or known.sequence < card.moved:
                card.answers[address] = "NEEDS-ACTION"
            card.told[address] = Told(card.sequence, self._step.at, self._step.end)
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
        for cause, letter, is_sure in self._member_reminders(card):
            if is_sure:
                self._once(card, cause, letter.kind, letter.to, letter.about)
            else:
                self._perhaps(card, cause, letter)

    def _member_reminders(self, card: Card) -> Iterator[tuple[str, Expected, bool]]:
        """(cause, letter, whether it must be): of those whose 48 hours end while this is lived through it need not."""
        about = f"{card.meeting.network} {card.day}"
        rules: tuple[tuple[Kind, tuple[tuple[int, int], ...], tuple[Partstat, ...]], ...] = (
            ("unanswered", UNANSWERED, ("NEEDS-ACTION", "TENTATIVE")),
            ("all", ALL, ("NEEDS-ACTION", "TENTATIVE", "ACCEPTED")),
        )
        for kind, days, states in rules:
            for rule in self._due(kind, days, card):
                for address, told in card.told.items():
                    is_asked = card.answers.get(address, "NEEDS-ACTION") in states
                    if is_asked and self._step.end - told.at >= JUST_INVITED:
                        letter = Expected(kind, address, about, self._now)
                        yield f"{rule} {address}", letter, self._now - told.end >= JUST_INVITED

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

    def _once(self, card: Card, cause: str, kind: Kind, to: str, about: str, number: int | None = None) -> None:
        if cause not in card.reminded:
            card.reminded.add(cause)
            perhaps = card.perhaps.pop(cause, None)
            or_at = perhaps.moments if perhaps else ()
            self.letters.append(Expected(kind, to, about, self._now, number, or_at=or_at))

    def _perhaps(self, card: Card, cause: str, letter: Expected) -> None:
        if cause not in card.reminded:
            before = card.perhaps.get(cause)
            or_at = before.moments if before else ()
            card.perhaps[cause] = replace(letter, optional=True, or_at=or_at)

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
