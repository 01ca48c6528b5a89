"""The people: coordinators who plan a year, members who read their mail and answer, places that send invoices.

Everything is chance from one seed. What a person means by a mail goes into the journal with it.
"""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from itertools import count

from bot.model.zone import COPENHAGEN
from tests.year import mails
from tests.year.cards import STAFF
from tests.year.journal import Answered, Billed, Fact, Meeting, Nothing, Partstat, Register, Wrote
from tests.year.letters import event
from tests.year.mails import Invited
from tests.year.town import Head, Network, Person

_ANSWERS: tuple[Partstat, ...] = ("ACCEPTED",) * 14 + ("DECLINED",) * 4 + ("TENTATIVE",) * 2


@dataclass(frozen=True)
class Post:
    """A mail on its way to the secretariat, or (``raw`` None) a register to be read in. ``fact``: what it means."""

    secretariat: str
    raw: bytes | None
    fact: Fact
    copies: int = 1
    #: Meetings as the register's files have them before they are moved there.
    before: tuple[Meeting, ...] = ()


Act = Callable[[datetime], Post | None]


class Life:
    """What everybody has in mind. ``due`` gives what is done by now."""

    def __init__(self, networks: tuple[Network, ...], seed: int) -> None:
        self.networks = {n.network_id: n for n in networks}
        self.people: tuple[Person, ...] = tuple(p for n in networks for p in n.people)
        self.heads: tuple[Head, ...] = tuple(n.head for n in networks)
        #: As their coordinators have them in mind; ``off``: those that were called off.
        self.meetings: dict[str, Meeting] = {}
        self.off: set[str] = set()
        #: Nobody touches the register while the service is off.
        self.is_off = False
        self.chance = random.Random(f"life {seed}")
        self._numbers = count(1)
        self._acts: list[tuple[datetime, int, Act]] = []
        #: What programs keep: (address, meeting) → the latest invitation.
        self._calendar: dict[tuple[str, str], Invited] = {}
        #: Message-ID of a mail of ours that will be asked about → the answer.
        self.replies: dict[str, Callable[[str, datetime], Post]] = {}

    # -- the order of things --------------------------------------------------------------------------------

    def plan(self, moment: datetime, act: Act) -> None:
        heapq.heappush(self._acts, (moment, next(self._numbers), act))

    def due(self, now: datetime) -> Iterator[Post]:
        while self._acts and self._acts[0][0] <= now:
            _, _, act = heapq.heappop(self._acts)
            post = act(now)
            if post is not None:
                yield post

    def next_moment(self) -> datetime | None:
        return self._acts[0][0] if self._acts else None

    def new_id(self, sender: str) -> str:
        return f"<{next(self._numbers)}.{self.chance.getrandbits(40):x}@{sender.partition('@')[2]}>"

    # -- who is who -----------------------------------------------------------------------------------------

    def head(self, network: str, day: date) -> Head:
        return next(h for h in self.heads if h.network == network and h.in_office(day))

    def person(self, address: str) -> Person | None:
        return next((p for p in self.people if p.email == address), None)

    # -- coordinators ---------------------------------------------------------------------------------------

    def write(
        self, network: str, text: str, now: datetime, fact: Callable[[str, str], Fact], *, subject: str = "Møde",
        day: date | None = None, staff: bool = False, answers: str = "", passes: bool = True,
        sender: Head | None = None,
    ) -> Post:  # fmt: skip
        """A coordinator's mail (or the staff's). ``fact`` makes of (Message-ID, sender) what it means."""
        own = self.networks[network]
        head = sender or self.head(network, day or now.date())
        address, name = (STAFF[own.secretariat], "Kontoret") if staff else (head.email, head.name)
        message_id = self.new_id(address)
        to = mails.NETWORKS[own.secretariat]
        raw = mails.mail(message_id, address, name, to, subject, text, now, answers=answers).as_bytes()
        copies = 2 if self.chance.random() < 0.05 else 1
        return Post(
            own.secretariat, mails.received(raw, address, to, now, passes=passes), fact(message_id, address), copies
        )

    def change(self, after: Meeting, now: datetime, text: str) -> Post | None:
        """A meeting that is on and to come becomes ``after``."""
        before = self.meetings[after.key]
        if after.key in self.off or before.start <= now or after == before:
            return None
        self.meetings[after.key] = after
        if after.start != before.start or before.venue is None:
            self.bill(after)
        day = after.start.date()
        return self.write(after.network, text, now, lambda i, s: Wrote(i, s, (after,)), day=day)

    def call_off(self, key: str, now: datetime) -> Post | None:
        m = self.meetings[key]
        if key in self.off or m.start <= now:
            return None
        self.off.add(key)
        text, day = mails.cancel(m), m.start.date()
        return self.write(
            m.network, text, now, lambda i, s: Wrote(i, s, called_off=(key,)), subject="Aflysning", day=day
        )

    # -- places ---------------------------------------------------------------------------------------------

    def bill(self, m: Meeting) -> None:
        """An invoice for a meeting that is held, most of them in time; some come late, some never."""
        kind = self.chance.random()
        days = self.chance.uniform(2, 16) if kind < 0.84 else self.chance.uniform(24, 39) if kind < 0.93 else None
        if days is not None:
            self.plan(
                m.start + timedelta(days=days), lambda now: self._invoice(m, now, good=self.chance.random() < 0.85)
            )

    def _invoice(self, m: Meeting, now: datetime, *, good: bool) -> Post | None:
        if m.key in self.off or self.meetings[m.key].start != m.start or m.venue is None:
            return None
        network = self.networks[m.network]
        inn = next(i for i in network.inns if i.name == m.venue)
        message_id, head = self.new_id(inn.email), self.head(m.network, m.start.date())
        raw = mails.invoice(
            message_id, f"{next(self._numbers)}", inn, network.name, network.secretariat, head.name, m.start.date(),
            now, 30 if good else 6,
        )  # fmt: skip
        if not good:
            self.plan(now + timedelta(days=3), lambda later: self._invoice(m, later, good=True))
        to = mails.INVOICES[network.secretariat]
        return Post(
            network.secretariat, mails.received(raw, inn.email, to, now), Billed(message_id, inn.email, m.key, good)
        )

    # -- members --------------------------------------------------------------------------------------------

    def got(self, address: str, mail: EmailMessage, now: datetime) -> None:
        """Somebody reads a letter in their own mailbox, and thinks of what to do."""
        thread = f"{mail['References'] or ''} {mail['In-Reply-To'] or ''}".split()
        answer = next((self.replies.pop(i) for i in thread if i in self.replies), None)
        if answer is not None:
            message_id = str(mail["Message-ID"])
            self.plan(now + timedelta(hours=self.chance.uniform(1, 30)), lambda later: answer(message_id, later))
            return
        person, found = self.person(address), event(mail)
        if person is None:
            return
        if found is not None and found[0] == "REQUEST":
            self._invited(person, mail, found[1], now)
        elif found is None and str(mail["Subject"]).startswith("Kommer du") and self.chance.random() < 0.5:
            held = [i for (a, _), i in self._calendar.items() if a == address]
            meant = [i for i in held if i.key not in self.off and self.meetings[i.key].start > now]
            if meant:
                self._answer(person, min(meant, key=lambda i: self.meetings[i.key].start), now, hours=40)

    def _invited(self, person: Person, mail: EmailMessage, vevent: object, now: datetime) -> None:
        start = vevent.dtstart.value.astimezone(COPENHAGEN)  # type: ignore[attr-defined]
        key = next((m.key for m in self.meetings.values() if m.network == person.network and m.start == start), None)
        if key is None:
            return
        organizer = str(vevent.organizer.value).partition(":")[2]  # type: ignore[attr-defined]
        uid, sequence = str(vevent.uid.value), int(vevent.sequence.value)  # type: ignore[attr-defined]
        invited = Invited(key, uid, sequence, organizer, str(mail["Message-ID"]), str(mail["Subject"]), vevent)
        self._calendar[person.email, key] = invited
        if self.chance.random() < 0.05:
            self.plan(now, lambda later: self._away(person, invited, later))
        if person.program != "silent" and self.chance.random() < 0.78:
            self._answer(person, invited, now, hours=220)
            if self.chance.random() < 0.06:
                self._answer(person, invited, now + timedelta(days=10), hours=120)

    def _answer(self, person: Person, invited: Invited, now: datetime, hours: float) -> None:
        moment = now + timedelta(hours=self.chance.uniform(0.5, hours))
        self.plan(moment, lambda later: self._answered(person, invited, self.chance.choice(_ANSWERS), later))

    def _answered(self, person: Person, invited: Invited, partstat: Partstat, now: datetime) -> Post | None:
        if self.person(person.email) is None:
            return None  # has another address now
        secretariat, to = self.networks[person.network].secretariat, invited.organizer
        message_id, asks = self.new_id(person.email), self.chance.random() < 0.07
        said = Answered(
            message_id, person.email, invited.key, partstat, invited.sequence, now.replace(microsecond=0), asks
        )
        if person.program in ("words", "silent"):
            text = " ".join((self.chance.choice(mails.WORDS[partstat]), *([mails.QUESTION] if asks else [])))
            raw = mails.in_words(person, invited, text, message_id, now)
            return Post(secretariat, mails.received(raw, person.email, to, now), replace(said, sequence=None))
        raw = mails.reply(person, invited, partstat, message_id, now, mails.QUESTION if asks else "")
        return Post(secretariat, mails.received(raw, person.email, to, now), said)

    def _away(self, person: Person, invited: Invited, now: datetime) -> Post:
        message_id = self.new_id(person.email)
        raw = mails.out_of_office(person, invited, message_id, now)
        to = invited.organizer
        return Post(
            self.networks[person.network].secretariat, mails.received(raw, person.email, to, now), Nothing(message_id)
        )

    # -- the register ---------------------------------------------------------------------------------------

    def registered(self, moved: tuple[Meeting, ...] = (), before: tuple[Meeting, ...] = ()) -> Post:
        """The register's files with people, coordinators and meetings as they are now."""
        return Post("", None, Register(self.people, self.heads, moved), before=before)
