"""What the server took against what ought to have been sent: each letter once, to the right person, on its day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tests.year.cards import BY_HERSELF, URGENT, Expected
from tests.year.days import are_up, next_up
from tests.year.letters import Letter

_Key = tuple[str, str, str]


@dataclass
class Verdict:
    """All but ``right``, ``explained`` and ``counts`` are faults."""

    right: int = 0
    #: The same letter (Message-ID) once more, after a kill between the server's 250 and our commit.
    explained: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    missing: list[Expected] = field(default_factory=list)
    twice: list[Letter] = field(default_factory=list)
    uncalled: list[Letter] = field(default_factory=list)
    wrong_moment: list[tuple[Expected, Letter]] = field(default_factory=list)
    wrong_number: list[tuple[Expected, Letter]] = field(default_factory=list)
    at_night: list[Letter] = field(default_factory=list)
    wrong_uid: list[Letter] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        return [
            *(f"mangler: {e}" for e in self.missing),
            *(f"dobbelt: {x}" for x in self.twice),
            *(f"ingen grund: {x}" for x in self.uncalled),
            *(f"forkert tid: {x} skulle være {e.at:%Y-%m-%d %H:%M}" for e, x in self.wrong_moment),
            *(f"forkert tal: {x} skulle være {e.number}" for e, x in self.wrong_number),
            *(f"om natten: {x}" for x in self.at_night),
            *(f"forkert UID: {x} {x.uid}" for x in self.wrong_uid),
        ]

    def __str__(self) -> str:
        kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(self.counts.items()))
        number = self.right + len(self.wrong_moment) + len(self.wrong_number)
        told = ", ".join((
            f"{number} breve ({kinds}); mangler {len(self.missing)}",
            f"dobbelt {len(self.twice)} (og {self.explained} efter et drab, samme Message-ID)",
            f"uden grund {len(self.uncalled)}, forkert dag eller time {len(self.wrong_moment)}",
            f"forkert SEQUENCE eller antal {len(self.wrong_number)}",
            f"om natten {len(self.at_night)}, forkert UID {len(self.wrong_uid)}",
        ))  # fmt: skip
        return "\n  ".join([told, *self.faults[:40]])


def judge(wanted: Iterable[Expected], taken: Sequence[Letter], excused: Counter[tuple[str, str]]) -> Verdict:
    """``excused``: (Message-ID, address) → how often a kill left the letter between the server's 250 and our commit."""
    found = Verdict()
    letters = _once_each(taken, excused, found)
    by_key: dict[_Key, list[Letter]] = defaultdict(list)
    for x in letters:
        by_key[x.kind or "?", x.to, x.about].append(x)
    due: dict[_Key, list[Expected]] = defaultdict(list)
    for e in wanted:
        due[e.kind, e.to, e.about].append(e)
    for key in due.keys() | by_key.keys():
        _pair(due.get(key, []), by_key.get(key, []), found)
    found.counts.update(x.kind or "?" for x in letters)
    found.at_night = [x for x in letters if x.kind in BY_HERSELF and not are_up(x.at) and not _is_urgent(x)]
    _same_uid(letters, found)
    return found


def _once_each(taken: Sequence[Letter], excused: Counter[tuple[str, str]], found: Verdict) -> list[Letter]:
    seen: Counter[tuple[str, str]] = Counter()
    letters = []
    for x in taken:
        key = (x.message_id, x.to)
        seen[key] += 1
        if seen[key] == 1:
            letters.append(x)
        elif seen[key] - 1 <= excused[key]:
            found.explained += 1
        else:
            found.twice.append(x)
    return letters


def _pair(due: list[Expected], taken: list[Letter], found: Verdict) -> None:
    """In the order of time; first those that meet in the same moment."""
    is_doubled = bool(due)
    due, taken = sorted(due, key=lambda e: e.at), sorted(taken, key=lambda x: x.at)
    for e in [*due]:
        same = next((x for x in taken if x.at == e.at and x.number == e.number), None)
        same = same or next((x for x in taken if x.at in e.moments), None)
        if same is not None:
            _meet(e, same, found)
            due.remove(e)
            taken.remove(same)
    for e, x in zip(due, taken, strict=False):
        _meet(e, x, found)
    found.missing += [e for e in due[len(taken) :] if not e.optional]
    for x in taken[len(due) :]:
        (found.twice if is_doubled else found.uncalled).append(x)


def _meet(e: Expected, x: Letter, found: Verdict) -> None:
    if x.at not in e.moments:
        found.wrong_moment.append((e, x))
    elif x.number != e.number:
        found.wrong_number.append((e, x))
    else:
        found.right += 1


def _is_urgent(x: Letter) -> bool:
    if x.kind not in ("invitation", "update", "cancellation"):
        return False
    start = datetime.strptime(x.about.partition(" ")[2], "%Y-%m-%d %H:%M").replace(tzinfo=x.at.tzinfo)
    return start - next_up(x.at) < URGENT


def _same_uid(letters: Iterable[Letter], found: Verdict) -> None:
    """One meeting has one UID for ever, and no two have the same: under each one time at one SEQUENCE."""
    held: dict[tuple[str, str, int | None], str] = {}
    for x in letters:
        if x.uid:
            about = held.setdefault((x.uid, x.to, x.number), x.about)
            if about != x.about:
                found.wrong_uid.append(x)
