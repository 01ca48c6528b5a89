# ruff: noqa: E501 - wordings read better as long lines
"""What one invented invoice is about: drawn by chance, with what a careful reader would find and what should follow."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from bot.danish.text import fold
from bot.model.payment import Account, Payment
from tests.corpus import wording as w
from tests.corpus.money import Item, Money, money
from tests.corpus.names import BUYERS
from tests.corpus.paying import FOREIGN, INVALID, NONE, Paying, paying
from tests.corpus.world import Firm, World, firm

#: The secretariat's rule (rules/checks.toml), written out here: the judge must not ask the judged.
MINIMUM_DAYS = 14
#: What is wrong with an invoice besides its dates, and how often in a thousand.
FAULTS = {
    "network_missing": 35, "network_unknown": 20, "coordinator_missing": 40, "coordinator_mismatch": 25,
    "meeting_date_missing": 35, "meeting_not_booked": 20, "due_date_missing": 35, NONE: 30, FOREIGN: 20, INVALID: 15,
    "amounts_inconsistent": 20,
}  # fmt: skip
_REJECTED = {
    "network_missing", "coordinator_missing", "meeting_date_missing", "due_date_missing", "due_date_too_soon", NONE,
    FOREIGN,
}  # fmt: skip
KINDS = {"invoice": 86, "credit_note": 4, "reminder": 4, "booking": 3, "other": 3}


@dataclass
class Facts:
    """``*_printed``: as it stands on the page; None: it does not."""

    rnd: Random
    kind: str
    firm: Firm
    buyer: list[str]
    network_id: str | None
    network: str | None
    network_printed: str | None
    coordinator: str | None
    coordinator_printed: str | None
    seller_person: str
    meeting: date | None
    meeting_printed: str
    number: str
    issued: date
    #: Printed, or what the terms come to; ``due_printed`` says which.
    due: date | None
    due_printed: bool
    terms: str | None
    heads: int
    unit: str
    money: Money
    paying: Paying
    amount_style: str
    date_style: str
    received: date
    #: Finding codes that follow from what was put in; the dates add ``due_date_too_soon``.
    faults: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)
    also: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def items(self) -> tuple[Item, ...]:
        return self.money.items

    @property
    def payment(self) -> Payment | None:
        return self.paying.payment

    @property
    def account(self) -> Account | None:
        """The bank account, where that is the means."""
        return self.payment if isinstance(self.payment, Account) else None

    @property
    def codes(self) -> frozenset[str]:
        """The findings that a careful person would have."""
        if self.due is not None and self.due < self.received + timedelta(days=MINIMUM_DAYS):
            return self.faults | {"due_date_too_soon"}
        return self.faults

    @property
    def verdict(self) -> str | None:
        if self.kind != "invoice":
            return None
        return "rejected" if self.codes & _REJECTED else "review" if self.codes else "accepted"

    def amount(self, value: Decimal) -> str:
        return w.amount(self.rnd, value, self.amount_style)

    def date(self, value: date) -> str:
        return w.day(self.rnd, value, self.date_style)


def facts(
    rnd: Random, world: World, *, english: bool = False, prefer: str | None = None, kind: str | None = None
) -> Facts:
    """``prefer``: the sort of payment that the layout's form needs; ``kind``: where the layout is of one kind only."""
    kind = kind or rnd.choices([*KINDS], [*KINDS.values()])[0]
    faults = {code for code, often in FAULTS.items() if rnd.random() * 1000 < often} if kind == "invoice" else set()
    faults -= {"amounts_inconsistent"} if rnd.random() < 0.2 else set()
    seller = firm(rnd, world)
    meeting = rnd.choice(world.register.meetings)
    network = world.register.network(meeting.network_id)
    assert network is not None
    unknown = rnd.choice(world.unknown) if "network_unknown" in faults else None
    if faults & {"network_missing", "network_unknown"}:
        faults -= {"coordinator_mismatch", "meeting_not_booked", "network_unknown" * ("network_missing" in faults)}
    held, day_style = meeting.start.date(), w.date_style(rnd, english)
    if "meeting_not_booked" in faults:
        held = _free_day(rnd, world, network.network_id, held)
    issued = held + timedelta(days=rnd.choice([0, 1, 1, 2, 3, 5, 8, 14, 21]))
    due, printed, terms = _due(rnd, issued, missing="due_date_missing" in faults)
    heads = rnd.randint(4, 16)
    who = _person(rnd, world, network.network_id, faults)
    number = _number(rnd, issued)
    if "meeting_date_missing" in faults:
        faults -= {"meeting_not_booked"}
    name = None if "network_missing" in faults else unknown or network.name
    return Facts(
        rnd=rnd, kind=kind, firm=seller, buyer=list(rnd.choice(BUYERS[network.secretariat])), faults=frozenset(faults),
        network_id=network.network_id if name and not unknown else None, network=name,
        network_printed=(unknown or w.network(rnd, network.name)) if name else None,
        coordinator=who, coordinator_printed=w.person(rnd, who) if who else None,
        seller_person=rnd.choice(["Inge", "Peter", "Karen Toft", "Bjarne", "Malene B.", "Sussi", "Ole Riis"]),
        meeting=None if "meeting_date_missing" in faults else held,
        meeting_printed=w.day(rnd, held, day_style if english else rnd.choice([day_style, *w.FREE_STYLES])),
        number=number, issued=issued, due=due, due_printed=printed, terms=terms, heads=heads,
        unit=rnd.choice(["pers.", "kuv.", "kuverter", "personer", "stk", "stk.", "", ""]),
        money=money(
            rnd, heads, exempt=seller.exempt or rnd.random() < 0.06, wrong="amounts_inconsistent" in faults,
            sign=-1 if kind == "credit_note" and rnd.random() < 0.6 else 1,
            deposit=kind == "invoice" and rnd.random() < 0.08,
        ),
        paying=paying(rnd, number, next(iter(sorted(faults & {NONE, FOREIGN, INVALID}, reverse=True)), None), prefer),
        amount_style=w.amount_style(rnd, english), date_style=day_style,
        received=issued + timedelta(days=rnd.choice([0, 0, 1, 2, 4])), notes=rnd.sample(w.NOTES, rnd.choice([0, 1, 1, 2])),
    )  # fmt: skip


def _free_day(rnd: Random, world: World, network: str, near: date) -> date:
    booked = {m.start.date() for m in world.register.meetings_of(network)}
    return next(d for d in (near + timedelta(days=rnd.randint(2, 6) + k) for k in range(9)) if d not in booked)


def _person(rnd: Random, world: World, network: str, faults: set[str]) -> str | None:
    if "coordinator_missing" in faults:
        if faults & {"network_missing", "network_unknown"}:
            faults.discard("coordinator_mismatch")
        return None
    own = world.register.coordinators_of(network)[0].name
    if "coordinator_mismatch" not in faults:
        return own
    mine = set(own.split())
    others = [c.name for c in world.register.coordinators if not _alike(mine, set(c.name.split()))]
    return rnd.choice(others)


def _alike(mine: set[str], theirs: set[str]) -> bool:
    """A shared word, or a shared first letter: «C. Lund» could be either."""
    return bool({m[0] for m in mine} & {t[0] for t in theirs})


def _due(rnd: Random, issued: date, *, missing: bool) -> tuple[date | None, bool, str | None]:
    """(due date, whether it is printed, terms)."""
    if missing:
        return None, False, None
    days = rnd.choice([8, 10, 14, 15, 20, 21, 30, 30])
    month_end = (issued.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    if rnd.random() < 0.16:
        return rnd.choice(
            [
                (issued + timedelta(days=days), False, rnd.choice(w.TERMS).replace("{n}", str(days))),
                (issued + timedelta(days=days), False, rnd.choice(w.TERMS).replace("{n}", str(days))),
                (month_end + timedelta(days=30), False, rnd.choice(w.TERMS_MONTH)),
            ]
        )
    return issued + timedelta(days=days), True, rnd.choice([None, None, f"Netto {days} dage", f"Betalingsbetingelser: Netto {days} dage"])  # fmt: skip


def _number(rnd: Random, issued: date) -> str:
    n = rnd.randint(101, 99999)
    return rnd.choice(
        [
            str(n), str(n), str(rnd.randint(1000, 9999)), f"F-{n}", f"{issued.year}-{n % 1000:03d}",
            f"{issued.year}{n % 1000:03d}", f"FA{n}", f"{issued.year % 100}/{n % 1000:03d}", f"SO-{n}", f"INV{n}",
        ]
    )  # fmt: skip


def truth(f: Facts) -> dict[str, Any]:
    """Field → value; ``also`` has other right answers. ``participants`` is asked for only where heads are written."""
    said = f.unit in ("pers.", "kuv.", "kuverter", "personer")
    f.also.setdefault("coordinator", []).extend(x for x in (f.coordinator_printed,) if x)
    f.also.setdefault("network", []).extend(x for x in (f.network_printed,) if x)
    f.also.setdefault("supplier", []).extend([f.firm.name.partition(" v/")[0]])
    f.also.setdefault("participants", []).append(f.heads)
    if f.money.vat is None:
        f.also.setdefault("vat", []).append(Decimal(0))
    return {
        "network": f.network, "coordinator": f.coordinator, "meeting_date": f.meeting, "invoice_number": f.number,
        "invoice_date": f.issued, "due_date": f.due, "supplier": f.firm.name, "cvr": f.firm.cvr, "total": f.money.total,
        "vat": f.money.vat, "currency": "DKK", "participants": f.heads if said else None, "payment": f.payment,
    }  # fmt: skip


def same(name: str, got: Any, want: Any) -> bool:
    """Whether what was read is what was meant: spelling of names apart, accounts and amounts exactly."""
    if name in ("network", "coordinator", "supplier"):
        return fold(str(got)).replace(" ", "") == fold(str(want)).replace(" ", "")
    if name == "payment":
        given, meant = (getattr(p, "id", None) or "" for p in (got, want))
        return bool(got.key == want.key and given.lstrip("0") == meant.lstrip("0"))
    return bool(got == want)
