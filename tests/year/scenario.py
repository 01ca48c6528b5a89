"""A year of plans: which meetings each network holds, how they are booked, what happens to them, who comes and goes."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from bot.model.zone import COPENHAGEN
from tests.year import mails
from tests.year.days import is_free, written, written_whole
from tests.year.journal import Fact, Meeting, Nothing, Wrote
from tests.year.life import Life, Post
from tests.year.town import Head, Network, Person, newcomer

_TOPICS = ("knæ", "skulder", "nakke", "ryg", "hofte", "svimmelhed", "løbeskader")


class Scenario:
    """Fills a ``Life`` with what will be done between two days. ``planned``: meetings of the register's files."""

    def __init__(self, life: Life, first: date, last: date, seed: int) -> None:
        self.life, self.first, self.last = life, first, last
        self.chance = random.Random(f"scenario {seed}")
        self.planned: list[Meeting] = []
        for network in life.networks.values():
            self._year_of(network)
        self._comings_and_goings()
        self._strangers()

    # -- a network's year -----------------------------------------------------------------------------------

    def _year_of(self, network: Network) -> None:
        meetings = tuple(self._meeting(network, day, n) for n, day in enumerate(self._days(), 1))
        mode = self.chance.random()
        if mode < 0.3 and len(meetings) > 1:
            self._plan(network, meetings)
        else:
            for m in meetings:
                if mode > 0.88:
                    self._in_files(m)
                else:
                    self._single(network, m)
        for m in meetings:
            self._fate(m)

    def _days(self) -> list[date]:
        """Two to four days, some weeks apart, also a little after the end: those are booked and not yet held."""
        days: list[date] = []
        day = self.first + timedelta(days=self.chance.randint(16, 80))
        while day < self.last + timedelta(days=45) and len(days) < 5:
            days.append(self._good(day))
            day += timedelta(days=self.chance.randint(70, 125))
        return days

    def _good(self, day: date) -> date:
        """A Tuesday, Wednesday or Thursday that is no holiday, and not in July."""
        while is_free(day) or day.weekday() not in (1, 2, 3) or day.month == 7:
            day += timedelta(days=1)
        return day

    def _meeting(self, network: Network, day: date, number: int) -> Meeting:
        start = datetime.combine(day, self.chance.choice((time(17), time(16, 30), time(18))), COPENHAGEN)
        topic = self.chance.choice(_TOPICS) if self.chance.random() < 0.6 else None
        return Meeting(
            f"{network.network_id}/{number}", network.network_id, start, start + timedelta(hours=3),
            self.chance.choice(network.inns).name, topic,
        )  # fmt: skip

    def _moment(self, day: date) -> datetime:
        """When somebody writes: mostly by day, sometimes late, sometimes on a Sunday."""
        hour = self.chance.uniform(8.5, 18) if self.chance.random() < 0.8 else self.chance.uniform(19, 23.5)
        if day.weekday() == 6 and self.chance.random() < 0.5:
            day += timedelta(days=1)
        day = max(day, self.first + timedelta(days=1))
        return datetime.combine(day, time(), COPENHAGEN) + timedelta(hours=hour)

    # -- how meetings come about ----------------------------------------------------------------------------

    def _plan(self, network: Network, meetings: tuple[Meeting, ...]) -> None:
        bare = tuple(replace(m, topic=None) for m in meetings)
        moment = self._moment(
            min(self.first + timedelta(days=self.chance.randint(1, 12)), meetings[0].start.date() - timedelta(days=12))
        )

        def act(now: datetime) -> Post:
            for m in bare:
                self._known(m)
            head = self.life.head(network.network_id, now.date())
            return self.life.write(
                network.network_id, mails.plan(bare, head.name), now, lambda i, s: Wrote(i, s, bare), subject="Mødeplan"
            )

        self.life.plan(moment, act)

    def _in_files(self, m: Meeting) -> None:
        """It stands in the register without a place; the coordinator tells the place by mail."""
        bare = replace(m, venue=None, topic=None)
        self.planned.append(bare)
        self.life.meetings[m.key] = bare
        told = replace(m, topic=None)
        text = f"Mødet den {written(m.start.date())} kl. {m.start:%H.%M}-{m.end:%H.%M} holdes på {m.venue}."
        moment = self._moment(m.start.date() - timedelta(days=self.chance.randint(12, 55)))
        self.life.plan(moment, lambda now: self.life.change(told, now, text))

    def _single(self, network: Network, m: Meeting) -> None:
        moment = self._moment(m.start.date() - timedelta(days=self.chance.randint(14, 110)))
        if self.chance.random() < 0.08:
            m = replace(m, tentative=True)
        self.life.plan(moment, lambda now: self._book(network, m, now))

    def _book(self, network: Network, m: Meeting, now: datetime) -> Post | None:
        inn = next(i for i in network.inns if i.name == m.venue)
        form, kind = self.chance.randrange(3), self.chance.random()
        day = m.start.date()
        head = self.life.head(network.network_id, day)
        if kind < 0.06 or 0.06 <= kind < 0.12:
            return self._doubtful(network, m, now, form, end=kind >= 0.06)
        self._known(m)
        text = mails.booking(m, inn, form, head.name)
        if kind < 0.17:
            text = f"{text.removesuffix(f'Hilsen {head.name}').removesuffix(head.name).strip()}\nDet er {network.name}."
            fact: Callable[[str, str], Fact] = lambda i, s: Wrote(i, s, (m,), copy_to=head.email)  # noqa: E731
            return self.life.write(network.network_id, text, now, fact, staff=True)
        if kind < 0.22:  # told twice, a day later
            again = now + timedelta(hours=self.chance.uniform(20, 30))
            self.life.plan(again, lambda later: self._again(m, text, later))
        return self.life.write(network.network_id, text, now, lambda i, s: Wrote(i, s, (m,)), day=day)

    def _doubtful(self, network: Network, m: Meeting, now: datetime, form: int, *, end: bool) -> Post:
        """The end is not told, or the weekday is wrong: the bot asks, and the answer completes it."""
        inn = next(i for i in network.inns if i.name == m.venue)
        day = m.start.date()
        head = self.life.head(network.network_id, day)
        text = mails.booking(m, inn, form, head.name, end=end, weekday=not end)
        said = f"{written_whole(day).capitalize()} er rigtigt." if end else f"Kl. {m.start:%H.%M}-{m.end:%H.%M}."

        def complete(answers: str, later: datetime) -> Post:
            self._known(m)
            return self.life.write(
                network.network_id, said, later, lambda i, s: Wrote(i, s, (m,)), day=day, answers=answers,
                subject="SV: Vi mangler et svar om mødet",
            )  # fmt: skip

        def asked(message_id: str, sender: str) -> Fact:
            self.life.replies[message_id] = complete
            return Wrote(message_id, sender)

        return self.life.write(network.network_id, text, now, asked, day=day)

    def _again(self, m: Meeting, text: str, now: datetime) -> Post | None:
        if m.key in self.life.off or self.life.meetings[m.key] != m:
            return None
        return self.life.write(m.network, text, now, Wrote, day=m.start.date(), subject="Er det kommet frem?")

    def _known(self, m: Meeting) -> None:
        self.life.meetings[m.key] = m
        self.life.bill(m)

    # -- what becomes of them -------------------------------------------------------------------------------

    def _fate(self, m: Meeting) -> None:
        kind, day = self.chance.random(), m.start.date()
        before = self._moment(day - timedelta(days=self.chance.randint(3, 30)))
        if kind < 0.16:
            self.life.plan(before, lambda now: self._move_day(m.key, now))
            if kind < 0.03:
                self.life.plan(before + timedelta(days=2), lambda now: self._move_day(m.key, now))
        elif kind < 0.22:
            self.life.plan(before, lambda now: self._move_time(m.key, now))
        elif kind < 0.30:
            days = self.chance.choice((0, 1, 2, 3, 5, 9, 16))
            moment = self._moment(day - timedelta(days=days)) if days else datetime.combine(day, time(10), COPENHAGEN)
            self.life.plan(moment, lambda now: self._call_off(m.key, now))
        elif kind < 0.40:
            self.life.plan(before, lambda now: self._topic(m.key, now))
        elif kind < 0.43:
            self.life.plan(
                datetime.combine(before.date(), time(11), COPENHAGEN), lambda now: self._move_in_files(m.key, now)
            )

    def _call_off(self, key: str, now: datetime) -> Post | None:
        return self.life.call_off(key, now) if key in self.life.meetings else None

    def _move_day(self, key: str, now: datetime) -> Post | None:
        m = self.life.meetings.get(key)
        if m is None or m.venue is None:
            return None
        after = self._on(m, self._other_day(m))
        return self.life.change(replace(after, tentative=False), now, mails.move(m, after))

    def _move_time(self, key: str, now: datetime) -> Post | None:
        m = self.life.meetings.get(key)
        if m is None or m.venue is None:
            return None
        start = m.start + timedelta(minutes=30)
        after = replace(m, start=start, end=start + timedelta(hours=2, minutes=30), tentative=False)
        return self.life.change(after, now, mails.move(m, after))

    def _topic(self, key: str, now: datetime) -> Post | None:
        m = self.life.meetings.get(key)
        if m is None or m.venue is None:
            return None
        after = replace(m, topic=self.chance.choice([t for t in _TOPICS if t != m.topic]))
        return self.life.change(after, now, mails.topic(after))

    def _move_in_files(self, key: str, now: datetime) -> Post | None:
        """The secretariat corrects the register itself."""
        m = self.life.meetings.get(key)
        if m is None or m.venue is None or key in self.life.off or m.start <= now or self.life.is_off:
            return None
        after = self._on(m, self._other_day(m))
        self.life.meetings[key] = after
        self.life.bill(after)
        return self.life.registered((after,), (m,))

    def _other_day(self, m: Meeting) -> date:
        taken = {o.start.date() for o in self.life.meetings.values() if o.network == m.network}
        day = self._good(m.start.date() + timedelta(days=self.chance.randint(2, 16)))
        while day in taken:
            day = self._good(day + timedelta(days=1))
        return day

    def _on(self, m: Meeting, day: date) -> Meeting:
        start = datetime.combine(day, m.start.time(), COPENHAGEN)
        return replace(m, start=start, end=datetime.combine(day, m.end.time(), COPENHAGEN))

    # -- people come and go ---------------------------------------------------------------------------------

    def _comings_and_goings(self) -> None:
        day, number = self.first + timedelta(days=5), 0
        while day < self.last:
            number += 1
            moment = datetime.combine(day, time(10, 30), COPENHAGEN)
            act = (self._joins, self._leaves, self._moves_house, self._joins, self._changes_head)[number % 5]
            self.life.plan(moment, partial(self._unless_off, act, number))
            day += timedelta(days=self.chance.randint(4, 13))

    def _unless_off(self, act: Callable[[int, datetime], Post], number: int, now: datetime) -> Post | None:
        return None if self.life.is_off else act(number, now)

    def _joins(self, number: int, now: datetime) -> Post:
        network = self.chance.choice([*self.life.networks.values()])
        start = now.date() + timedelta(days=self.chance.choice((0, 9, 30)))
        self.life.people += (newcomer(network, number, start, self.chance),)
        return self.life.registered()

    def _leaves(self, number: int, now: datetime) -> Post:
        person = self._somebody()
        # Not before they came: whoever was told of ahead may change their mind as well.
        end = max(person.start, now.date() + timedelta(days=self.chance.choice((0, 14, 40))))
        self.life.people = tuple(replace(p, end=end) if p is person else p for p in self.life.people)
        return self.life.registered()

    def _moves_house(self, number: int, now: datetime) -> Post:
        """Somebody gets another address."""
        person = self._somebody()
        email = f"ny{number}.{person.email}"
        self.life.people = tuple(replace(p, email=email) if p is person else p for p in self.life.people)
        return self.life.registered()

    def _changes_head(self, number: int, now: datetime) -> Post:
        """Another member takes over in a fortnight."""
        person = self._somebody()
        start = now.date() + timedelta(days=14)
        old = [h for h in self.life.heads if h.network == person.network and h.in_office(start)]
        if person.in_office(start + timedelta(days=400)) and len(old) == 1:
            self.life.heads = tuple(
                replace(h, end=start - timedelta(days=1)) if h is old[0] else h for h in self.life.heads
            )
            self.life.heads += (Head(person.network, person.name, person.email, start),)
        return self.life.registered()

    def _somebody(self) -> Person:
        heads = {h.email for h in self.life.heads}
        return self.chance.choice([p for p in self.life.people if p.email not in heads and p.end is None])

    # -- who has no say -------------------------------------------------------------------------------------

    def _strangers(self) -> None:
        """Members, strangers and forgers who would book: nobody gets a letter."""
        day = self.first + timedelta(days=3)
        while day < self.last:
            self.life.plan(self._moment(day), self._stranger)
            day += timedelta(days=self.chance.randint(15, 35))

    def _stranger(self, now: datetime) -> Post:
        network = self.chance.choice([*self.life.networks.values()])
        head = self.life.head(network.network_id, now.date())
        forged = self.chance.random() < 0.5
        sender = head if forged else Head(network.network_id, "Ukendt Person", "en@fremmed.example")
        m = self._meeting(network, self._good(now.date() + timedelta(days=40)), 99)
        text = mails.booking(m, network.inns[0], 0, sender.name)
        return self.life.write(network.network_id, text, now, lambda i, s: Nothing(i), passes=not forged, sender=sender)
