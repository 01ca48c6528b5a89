"""What ``rules/`` says, for one secretariat on one day. ``rulebook`` makes it; checks and letters use it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from bot.model.finding import Severity


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One finding code's row: its severity, its own numbers (``minimum_days``, ``tolerance``), its source."""

    severity: Severity
    source: str
    numbers: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rate:
    """An amount of an agreement for one year. ``provisional``: not confirmed by the secretariat yet."""

    year: int
    amount: Decimal
    #: The year whose prices the source gives; None where the source names none.
    price_level: int | None
    provisional: bool
    source: str
    #: "" or the kind of venue it holds for ("out_of_house").
    condition: str = ""


@dataclass(frozen=True, slots=True)
class PaymentRun:
    """When the secretariat pays: weekdays (0 Monday) and days of the month, moved to a bank day, and how many bank days
    ahead an invoice must be accepted to be with it."""

    weekdays: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    lead_days: int = 0
    #: "before" or "after": where to go from a day the banks are closed.
    move: str = "before"


@dataclass(frozen=True, slots=True)
class PoolRule:
    """What one attendance counts for against the pool."""

    #: "ydernumre": two owners who share one number count once; "persons": each counts.
    count: Literal["ydernumre", "persons"] = "ydernumre"
    #: Roles and states of the attendance list that count (docs/register.md, ``attendance.csv``).
    roles: tuple[str, ...] = ("owner",)
    states: tuple[str, ...] = ("present",)


@dataclass(frozen=True, slots=True)
class PaymentMeans:
    """Where the secretariat pays to. ``accepted`` are docs/rules.md's words; a Danish IBAN counts as ``account``."""

    accepted: tuple[str, ...] = ("account", "giro", "fik", "nemkonto")
    #: ISO 3166 countries whose IBANs count as Danish accounts, and those that a person is asked about.
    iban_countries: tuple[str, ...] = ("DK",)
    iban_countries_asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanRule:
    """What the plan of a network's meetings should hold in one year."""

    #: Meetings in the year.
    fewest: int
    most: int
    #: Years that the plan covers, this one counted.
    years: int
    #: Whether one meeting has the year's mandatory topic; its title, "" where it is not known.
    mandatory_topic: bool
    mandatory_title: str
    #: Words that say of a topic that it is the mandatory one.
    mandatory_words: tuple[str, ...]
    #: The month from which a year without it is told.
    mandatory_topic_from: int


@dataclass(frozen=True, slots=True)
class WheelTurn:
    """One turn of the yearly wheel: when coordinators are reminded of what their plan lacks."""

    name: str
    #: Month and day; or None, and so many days before the year's last meeting.
    on: tuple[int, int] | None
    before_last: int
    late_days: int
    #: About this year or the next.
    of: Literal["this", "next"]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """The summary that shows the plans: on the ``week``-th such ``weekday`` (0 Monday) of a month."""

    weekday: int
    week: int

    def is_on(self, day: date) -> bool:
        return day.weekday() == self.weekday and 7 * (self.week - 1) < day.day <= 7 * self.week


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything of ``rules/`` that deciding needs. Amounts are DKK including VAT."""

    secretariat: str
    day: date
    checks: Mapping[str, CheckRule]
    #: The pool's rate for each year that has one, all conditions.
    pool_rates: tuple[Rate, ...] = ()
    #: The coordinator's fee for a year.
    fee_rates: tuple[Rate, ...] = ()
    payment_run: PaymentRun = PaymentRun()
    pool: PoolRule = PoolRule()
    payment_means: PaymentMeans = PaymentMeans()
    #: Names under which the secretariat is the buyer (BT-44), the one for letters first.
    buyer_names: tuple[str, ...] = ()
    #: Days on which Danish banks are closed, weekends not named.
    closed_days: frozenset[date] = frozenset()
    #: Nouns of this secretariat: unit ("kvalitetsnetværk"), unit_definite, head ("koordinator"), …
    words: Mapping[str, str] = field(default_factory=dict)
    #: Vocabulary for reading: labels, months, kinds of documents and of mail; as the TOML has it.
    vocabulary: Mapping[str, Any] = field(default_factory=dict)
    #: ``rules/meetings.toml`` and ``rules/agenda.toml``, as the TOML has them; docs/rules.md explains each key.
    meetings: Mapping[str, Any] = field(default_factory=dict)
    agenda: Mapping[str, Any] = field(default_factory=dict)
    #: The words of calendars and of the agenda's sheet, as ``rules/calendar.toml`` has them.
    calendar: Mapping[str, Any] = field(default_factory=dict)
    #: What each finding says to staff, as ``rules/findings.toml`` has it.
    findings: Mapping[str, Any] = field(default_factory=dict)
    #: The words of the daily summary, as ``rules/summary.toml`` has them.
    summary: Mapping[str, Any] = field(default_factory=dict)
    #: What a plan of meetings should hold, and by year where a year has its own.
    plan: PlanRule | None = None
    year_plans: Mapping[int, PlanRule] = field(default_factory=dict)
    wheel: tuple[WheelTurn, ...] = ()
    plan_summary: PlanSummary | None = None

    def plan_for(self, year: int) -> PlanRule | None:
        return self.year_plans.get(year, self.plan)

    def pool_rates_for(self, year: int) -> tuple[Rate, ...]:
        return tuple(rate for rate in self.pool_rates if rate.year == year)
