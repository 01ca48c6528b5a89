"""★ ``rules/`` as frozen values, checked whole before any mail is touched.

::

    checks.toml            every finding code: severity, numbers, source
    bankdays.toml          days on which Danish banks are closed
    vocabulary/*.toml      words for reading, given on as they stand
    EKM/secretariat.toml   names, payment means, payment runs, what counts for the pool
    EKM/2026.toml          that secretariat's amounts for that year, and numbers that differ that year

The folder from the configuration is laid over the shipped one file by file: a file there takes the place of the shipped
file of the same name. Only ``checks.toml`` is laid over key by key, so that a code which a later version adds has its
rule. A further secretariat is a further folder. What is wrong is a ``ConfigError`` naming file and key.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

from bot.data import data_path
from bot.model.errors import ConfigError
from bot.model.finding import Severity
from bot.model.rules import CheckRule, PaymentMeans, PaymentRun, PoolRule, Rate, Rules
from bot.rulebook.table import Table, read_toml, unknown

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MEANS = ("account", "giro", "fik", "nemkonto")
#: INTERFACE.md, ``members.csv`` and ``attendance.csv``.
ROLES = ("owner", "tenant", "guest")
STATES = ("present", "online", "excused", "absent", "unknown")
YEAR_FILE = re.compile(r"(20\d\d)\.toml")
#: The month from which next year's rules are asked for.
NEXT_YEAR_FROM = 11
SHARED_FILES = ("checks.toml", "bankdays.toml")


@dataclass(frozen=True, slots=True)
class _Year:
    pool: tuple[Rate, ...]
    fee: tuple[Rate, ...]
    checks: Mapping[str, CheckRule]


@dataclass(frozen=True, slots=True)
class _Secretariat:
    rules: Rules
    years: Mapping[int, _Year] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules of all secretariats. ``rules`` gives those of one secretariat on one day."""

    secretariats: Mapping[str, _Secretariat]

    @classmethod
    def load(cls, shipped: Path | None = None, overlay: Path | None = None) -> "Rulebook":
        """``shipped`` None: the rules that came with the program. Raises ``ConfigError``."""
        folders = [data_path("rules") if shipped is None else shipped]
        if overlay is not None:
            folders.append(overlay)
        for folder in folders:
            if not folder.is_dir():
                raise ConfigError(str(folder), "", "mappen med regler findes ikke", 'rules = "mine-regler"')
        return cls(_read(folders))

    def rules(self, secretariat: str, day: date) -> Rules:
        """The rules in force on ``day`` (a Danish date). Raises ``ConfigError`` for a secretariat without a folder."""
        found = self.secretariats.get(secretariat)
        if found is None:
            raise unknown("rules", secretariat, self.secretariats)
        year = found.years.get(day.year)
        checks = {**found.rules.checks, **year.checks} if year else found.rules.checks
        return replace(found.rules, day=day, checks=checks)

    @property
    def vocabulary(self) -> Mapping[str, Any]:
        """The words for reading, which all secretariats share: one mapping for each file of ``vocabulary/``."""
        return next(iter(self.secretariats.values())).rules.vocabulary

    def missing(self, secretariat: str, day: date) -> tuple[str, ...]:
        """What must be written before it is needed, as Danish sentences: rates and bank days of this year, and from
        November those of the next.
        """
        rules = self.rules(secretariat, day)
        told = []
        for year in (day.year, day.year + 1) if day.month >= NEXT_YEAR_FROM else (day.year,):
            if not rules.pool_rates_for(year):
                told.append(f"{secretariat} har ingen sats for {year}; skriv den i {secretariat}/{year}.toml")
            if not any(closed.year == year for closed in rules.closed_days):
                told.append(f"bankdays.toml har ingen lukkedage for {year}")
        return tuple(told)

    def years(self, secretariat: str) -> tuple[int, ...]:
        """The years that the secretariat has a rate file for, in order."""
        return tuple(sorted(self.secretariats[secretariat].years))


def _read(folders: list[Path]) -> dict[str, _Secretariat]:
    files = _layers(folders)
    for name in SHARED_FILES:
        if name not in files:
            raise ConfigError(str(folders[0] / name), "", "filen findes ikke")
    checks: dict[str, CheckRule] = {}
    for path in files["checks.toml"]:
        checks = _checks(str(path), Table(str(path), "", read_toml(path)), checks, new=not checks)
    bankdays = Table(str(files["bankdays.toml"][-1]), "", read_toml(files["bankdays.toml"][-1]))
    closed = bankdays.dates("closed")
    bankdays.source()
    bankdays.done()
    words = {
        Path(name).stem: read_toml(paths[-1], exact=False)
        for name, paths in files.items()
        if name.startswith("vocabulary/")
    }
    names = sorted({name.split("/")[0] for name in files if name.endswith("/secretariat.toml")})
    return {name: _secretariat(name, files, checks, closed, words) for name in names}


def _layers(folders: list[Path]) -> dict[str, list[Path]]:
    """Every rule file by its name below the folder, the shipped one first, the one laid over it last."""
    files: dict[str, list[Path]] = {}
    for folder in folders:
        found = sorted(folder.glob("*.toml")) + sorted(folder.glob("*/*.toml"))
        for path in found:
            files.setdefault(path.relative_to(folder).as_posix(), []).append(path)
    for name, paths in files.items():
        _check_name(name, paths[-1], files)
    return files


def _check_name(name: str, path: Path, files: Mapping[str, list[Path]]) -> None:
    """A misspelt file would be read by nobody: say so."""
    head, _, last = name.rpartition("/")
    if not head:
        known = name in SHARED_FILES
    elif head == "vocabulary":
        known = True
    else:
        known = f"{head}/secretariat.toml" in files and (last == "secretariat.toml" or bool(YEAR_FILE.fullmatch(last)))
    if not known:
        folders = [n.split("/")[0] for n in files if n.endswith("/secretariat.toml")]
        known_names = [f"{folder}/{file}" for folder in folders for file in ("secretariat.toml", "2026.toml")]
        raise unknown(str(path), name, (*SHARED_FILES, *known_names))


def _checks(file: str, table: Table, base: Mapping[str, CheckRule], *, new: bool = False) -> dict[str, CheckRule]:
    """``base`` with what stands here laid over it; ``new``: the file that says which codes and numbers there are."""
    out = dict(base)
    for code in table.data:
        if not new and code not in base:
            raise unknown(file, code, base, table.where)
        out[code] = _check(table.table(code), base.get(code))
    return out


def _check(table: Table, base: CheckRule | None) -> CheckRule:
    severity = table.one_of("severity", SEVERITIES) if base is None or table.has("severity") else base.severity
    source = table.source() if base is None or table.has("source") else base.source
    numbers = dict(base.numbers) if base else {}
    for key in table.rest():
        if base is not None and key not in base.numbers:
            raise unknown(table.file, key, {"severity", "source", *base.numbers}, table.where)
        numbers[key] = _check_number(table, key)
    return CheckRule(severity, source, numbers)  # type: ignore[arg-type]


def _check_number(table: Table, key: str) -> Decimal:
    if key.endswith("_days"):
        return Decimal(table.whole(key))
    value = table.number(key)
    if (key.endswith("_likeness") or table.where.endswith("low_confidence")) and value > 1:
        raise table.error(key, f"skal være mellem 0 og 1, ikke {value}")
    return value


def _secretariat(
    name: str,
    files: Mapping[str, list[Path]],
    checks: Mapping[str, CheckRule],
    closed: frozenset[date],
    vocabulary: Mapping[str, Any],
) -> _Secretariat:
    path = files[f"{name}/secretariat.toml"][-1]
    table = Table(str(path), "", read_toml(path))
    own = _checks(table.file, table.table("checks"), checks) if table.has("checks") else dict(checks)
    years: dict[int, _Year] = {}
    for file, paths in sorted(files.items()):
        match = YEAR_FILE.fullmatch(file.removeprefix(f"{name}/"))
        if match:
            years[int(match[1])] = _year(int(match[1]), paths[-1], own)
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
    )
    table.done()
    return _Secretariat(rules, years)


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


def _year(year: int, path: Path, checks: Mapping[str, CheckRule]) -> _Year:
    table = Table(str(path), "", read_toml(path))
    own = _checks(table.file, table.table("checks"), checks) if table.has("checks") else {}
    made = _Year(
        pool=tuple(_rate(year, rate) for rate in table.tables("pool")),
        fee=tuple(_rate(year, rate) for rate in table.tables("fee")),
        checks=own,
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
