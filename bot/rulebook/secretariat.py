"""★ One secretariat's own files: ``secretariat.toml``, and a file for each year with its amounts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.danish.dates import WEEKDAYS
from bot.model.rules import CheckRule, PaymentMeans, PaymentRun, PlanRule, PoolRule, Rate, Rules
from bot.rulebook.checks import read_checks
from bot.rulebook.files import YEAR_FILE
from bot.rulebook.plan import read_plan
from bot.rulebook.table import Table, read_toml

MEANS = ("account", "giro", "fik", "nemkonto")
#: docs/register.md, ``members.csv`` and ``attendance.csv``.
ROLES = ("owner", "tenant", "guest")
STATES = ("present", "online", "excused", "absent", "unknown")


@dataclass(frozen=True, slots=True)
class YearRules:
    """One year file: its rates, and what it changes in the checks and in the plan."""

    pool: tuple[Rate, ...]
    fee: tuple[Rate, ...]
    checks: Mapping[str, CheckRule]
    plan: PlanRule | None = None


@dataclass(frozen=True, slots=True)
class SecretariatRules:
    """What holds in every year, and by year what differs."""

    rules: Rules
    years: Mapping[int, YearRules] = field(default_factory=dict)


def read_secretariat(
    name: str,
    files: Mapping[str, list[Path]],
    checks: Mapping[str, CheckRule],
    closed: frozenset[date],
    vocabulary: Mapping[str, Any],
    plan: PlanRule,
) -> SecretariatRules:
    """The folder ``name``: what holds in every year, and its year files. Raises ``ConfigError``."""
    path = files[f"{name}/secretariat.toml"][-1]
    table = Table(str(path), "", read_toml(path))
    own = read_checks(table.file, table.table("checks"), checks) if table.has("checks") else dict(checks)
    own_plan = read_plan(table.table("plan"), plan) if table.has("plan") else plan
    years = _read_years(name, files, own, own_plan)
    rules = Rules(
        secretariat=name,
        day=date.min,
        checks=own,
        pool_rates=tuple(rate for year in years.values() for rate in year.pool),
        fee_rates=tuple(rate for year in years.values() for rate in year.fee),
        payment_run=_payment_run(table.table("payment_run")),
        pool=_pool(table.table("pool")),
        payment_means=_payment_means(table.table("payment")),
        buyer_names=table.texts("buyer_names"),
        closed_days=closed,
        words={"name": table.text("name"), **_words(table.table("words"))},
        vocabulary=vocabulary,
        plan=own_plan,
        year_plans={number: year.plan for number, year in years.items() if year.plan is not None},
    )
    table.done()
    return SecretariatRules(rules, years)


def _read_years(
    name: str, files: Mapping[str, list[Path]], checks: Mapping[str, CheckRule], plan: PlanRule
) -> dict[int, YearRules]:
    found = ((YEAR_FILE.fullmatch(file.removeprefix(f"{name}/")), paths) for file, paths in sorted(files.items()))
    return {int(year[1]): _read_year(int(year[1]), paths[-1], checks, plan) for year, paths in found if year}


def _words(table: Table) -> dict[str, str]:
    """Any noun may be added for the templates; these must be there, and the source is not a noun."""
    table.source()
    needed = ("unit", "unit_definite", "head", "head_definite")
    return {key: table.text(key) for key in (*needed, *(k for k in table.data if k not in (*needed, "source")))}


def _payment_means(table: Table) -> PaymentMeans:
    table.source()
    means = PaymentMeans(
        accepted=table.texts("accepted", MEANS),
        iban_countries=table.texts("iban_countries"),
        iban_countries_asked=table.texts("iban_countries_asked") if table.has("iban_countries_asked") else (),
    )
    for key in ("iban_countries", "iban_countries_asked"):
        for country in getattr(means, key):
            if not re.fullmatch("[A-Z]{2}", country):
                raise table.error(key, f"{country!r} er ikke en landekode på to store bogstaver")
    table.done()
    return means


def _payment_run(table: Table) -> PaymentRun:
    table.source()
    days = tuple(table.items("month_days"))
    if not all(isinstance(day, int) and not isinstance(day, bool) and 1 <= day <= 31 for day in days):
        raise table.error("month_days", "skal være dage i måneden fra 1 til 31")
    run = PaymentRun(
        weekdays=tuple(WEEKDAYS.index(day) for day in table.texts("weekdays", WEEKDAYS)),
        month_days=days,
        lead_days=table.whole("lead_days"),
        move=table.one_of("move", ("before", "after")),
    )
    if not run.weekdays and not run.month_days:
        raise table.error("month_days", "der skal stå mindst én dag her eller i weekdays")
    table.done()
    return run


def _pool(table: Table) -> PoolRule:
    table.source()
    count = table.one_of("count", ("ydernumre", "persons"))
    rule = PoolRule(count, table.texts("roles", ROLES), table.texts("states", STATES))  # type: ignore[arg-type]
    table.done()
    return rule


def _read_year(year: int, path: Path, checks: Mapping[str, CheckRule], plan: PlanRule) -> YearRules:
    table = Table(str(path), "", read_toml(path))
    own = read_checks(table.file, table.table("checks"), checks) if table.has("checks") else {}
    made = YearRules(
        pool=tuple(_rate(year, rate) for rate in table.tables("pool")),
        fee=tuple(_rate(year, rate) for rate in table.tables("fee")),
        checks=own,
        plan=read_plan(table.table("plan"), plan) if table.has("plan") else None,
    )
    table.done()
    return made


def _rate(year: int, table: Table) -> Rate:
    rate = Rate(
        year=year,
        amount=table.number("amount"),
        price_level=table.whole("price_level") if table.has("price_level") else None,
        provisional=table.flag("provisional"),
        source=table.source(),
        condition=table.text("condition") if table.has("condition") else "",
    )
    table.done()
    return rate
