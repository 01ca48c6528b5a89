"""★ Meetings by the clock: loads what is known, asks the pure function what is due, and queues it.

What a person does to a meeting at the command line goes the same way: the row is changed, and who must be told follows.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.config import Config
from bot.kinds.meeting.bounced import Returned, bounce_letters
from bot.kinds.meeting.due import Picture, due_letters, meetings_to_look_at
from bot.kinds.meeting.letters import wording
from bot.kinds.meeting.planned import Lacking, lacking, plan_letters
from bot.meetings.calendar import feed, uid_of
from bot.model.letter import Letter
from bot.model.message import Address
from bot.model.register import BookedMeeting, Network, Register
from bot.model.rules import Rules
from bot.model.zone import COPENHAGEN
from bot.service.surroundings import Surroundings
from bot.service.unwritten import Unwritten
from bot.store import Store

#: Of what came back longer ago nobody is told any more.
BOUNCED_LATELY = timedelta(days=14)
#: What was read so lately is read; an inbox that fails is waited for so long.
FRESH, PATIENCE = timedelta(minutes=5), timedelta(hours=2)


def due(around: Surroundings, store: Store, unwritten: Unwritten, now: datetime) -> Iterator[Letter]:
    """Letters about meetings that should exist and do not, of every secretariat whose mail is read."""
    for name in around.config.secretariat:
        if is_read(around.config, store, name, now):
            yield from unwritten.or_told(_of_plans(around, store, name, now), name, "plan", now)
            yield from unwritten.or_told(_bounced(around, store, name, now), name, "coordinator_bounced", now)
            yield from _of_meetings(around, store, unwritten, name, now)


def _of_meetings(
    around: Surroundings, store: Store, unwritten: Unwritten, name: str, now: datetime
) -> Iterator[Letter]:
    """Each meeting by itself: one whose letters can't be worked out stops no other's."""
    register, today = store.register(), now.astimezone(COPENHAGEN).date()
    rules = around.rulebook.rules(name, today)
    meetings = meetings_to_look_at(register, rules, store.meetings.told(now), now)
    if not meetings:
        return
    ids = tuple(m.meeting_id for m in meetings)
    picture = Picture(
        register=register,
        rules=rules,
        secretariat=around.lines(name, now),
        staff=around.config.secretariat[name].staff,
        meetings=meetings,
        invitees=store.meetings.invitees_of(ids),
        invoiced=store.meetings.invoiced(ids),
        agendas=store.meetings.agendas(tuple(m.agenda for m in meetings if m.agenda)),
        before=store.meetings.before(tuple(m.meeting_id for m in meetings if m.sequence)),
        since=datetime.combine(store.first_day(today), time(), COPENHAGEN),
    )
    for meeting in meetings:
        letters = due_letters(replace(picture, meetings=(meeting,)), now)
        missing = (letter for letter in letters if not store.has_letter(letter.cause))
        yield from unwritten.or_told(missing, name, "meeting", now, meeting.meeting_id)


def _of_plans(around: Surroundings, store: Store, name: str, now: datetime) -> Iterator[Letter]:
    register, today = store.register(), now.astimezone(COPENHAGEN).date()
    rules = around.rulebook.rules(name, today)
    plans = plan_letters(register, rules, around.lines(name, now), store.first_day(today), now)
    return (letter for letter in plans if not store.has_letter(letter.cause))


def _bounced(around: Surroundings, store: Store, name: str, now: datetime) -> Iterator[Letter]:
    rules = around.rulebook.rules(name, now.astimezone(COPENHAGEN).date())
    again = timedelta(days=int(rules.meetings["bounced"]["again_days"]))
    found = store.meetings.bounced_untold(now - BOUNCED_LATELY, now - again)
    rows = [Returned(r.meeting_id, r.network_id, r.address, r.name, r.why, r.at) for r in found]
    staff = around.config.secretariat[name].staff
    yield from bounce_letters(store.register(), rules, around.lines(name, now), staff, rows, now)


def is_read(config: Config, store: Store, secretariat: str, now: datetime) -> bool:
    """Whether what people wrote is known: nobody is reminded of what they answered while the service was off.

    An inbox that cannot be read for ``PATIENCE`` holds nothing back any more: staff are told of it, and meetings go on.
    """
    health = {h.inbox: h for h in store.inboxes()}
    fresh = max(FRESH, timedelta(seconds=3 * config.service.poll_seconds))
    for inbox in config.secretariat[secretariat].inbox:
        known = health.get(inbox.key)
        if known is None or known.failing_since is None:
            if known is None or known.last_read_at is None or now - known.last_read_at > fresh:
                return False
        elif now - known.failing_since < PATIENCE:
            return False
    # What failed before is tried again later, and may fail for good.
    return not store.has_untried(secretariat)


def plan_gaps(register: Register, rules: Rules, today: date, year: int | None = None) -> tuple[Lacking, ...]:
    """Networks of the rules' secretariat whose plan lacks something in ``year`` (this one where None)."""
    return lacking(register, rules, today, year or today.year)


def cancel(store: Store, meeting: BookedMeeting, now: datetime, who: str) -> BookedMeeting:
    """Calls a meeting off; who was invited is told by the next tick."""
    sequence = meeting.sequence + 1
    after = meeting._replace(status="cancelled", sequence=sequence, moved_sequence=sequence)
    store.save_meeting(after, meeting, "cancelled", now, who)
    return after


def invite(store: Store, meeting: BookedMeeting, now: datetime, who: str) -> BookedMeeting:
    """Has the members of a meeting from the register's files invited."""
    after = meeting._replace(inviting=True)
    store.save_meeting(after, meeting, "updated", now, who)
    return after


def uid(config: Config, register: Register, meeting: BookedMeeting) -> str:
    """The UID that the meeting's invitation has, or would have."""
    return uid_of(meeting, domain(config, register.network(meeting.network_id)))


def domain(config: Config, network: Network | None) -> str:
    """Of the networks' address of the network's secretariat."""
    first = next(iter(config.secretariat))
    name = network.secretariat if network is not None and network.secretariat in config.secretariat else first
    section = config.secretariat[name]
    return (section.network_address or section.invoice_address).rpartition("@")[2].lower()


def calendar_file(
    around: Surroundings, store: Store, meetings: tuple[BookedMeeting, ...], name: str, now: datetime
) -> bytes:
    """Meetings as a file that any calendar takes: cancelled ones too, so that they go where they were."""
    register = store.register()
    told = []
    for meeting in meetings:
        network = register.network(meeting.network_id)
        assert network is not None  # the register holds them together
        rules = around.rulebook.rules(network.secretariat, now.astimezone(COPENHAGEN).date())
        section = around.config.secretariat.get(network.secretariat)
        if section is None:
            continue  # of a secretariat that has no inbox here: nobody to answer for it
        address = (section.network_address or section.invoice_address).lower()
        told.append((meeting, wording(network, meeting, rules, ""), Address(address, network.name)))
    return feed(told, now, name)
