"""★ The rules of all secretariats, read whole and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.model.privacy import PrivacyRules
from bot.model.rules import CheckRule, Rules
from bot.rulebook.checks import read_checks
from bot.rulebook.files import Files, rule_files
from bot.rulebook.plan import read_plan, read_plan_summary, read_turn
from bot.rulebook.privacy import read_privacy
from bot.rulebook.secretariat import SecretariatRules, read_secretariat
from bot.rulebook.table import Table, read_toml, unknown
from bot.rulebook.vocabulary import read_texts, read_vocabulary
from bot.rulebook.words import summary_words_of, words_of

#: The month from which next year's rules are asked for.
NEXT_YEAR_FROM = 11
#: Days whose rules are kept: a mail asks for those of its day four times, and its neighbours for the same.
_DAYS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules of all secretariats. ``rules`` gives those of one secretariat on one day."""

    secretariats: Mapping[str, SecretariatRules]
    privacy: PrivacyRules
    _days: dict[tuple[str, date], Rules] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def load(cls, shipped: Path | None = None, overlay: Path | None = None) -> "Rulebook":
        """``shipped`` None: the rules that came with the program. Raises ``ConfigError``."""
        files = rule_files(shipped, overlay)
        return cls(_read(files), read_privacy(_whole(files, "privacy.toml")))

    def rules(self, secretariat: str, day: date) -> Rules:
        """The rules in force on ``day`` (a Danish date). Raises ``ConfigError`` for a secretariat without a folder."""
        known = self._days.get((secretariat, day))
        if known is None:
            if len(self._days) >= _DAYS_KEPT:
                self._days.clear()
            known = self._days[secretariat, day] = self._in_force(secretariat, day)
        return known

    def _in_force(self, secretariat: str, day: date) -> Rules:
        found = self.secretariats.get(secretariat)
        if found is None:
            raise unknown("rules", secretariat, self.secretariats)
        year = found.years.get(day.year)
        checks = {**found.rules.checks, **year.checks} if year else found.rules.checks
        return replace(found.rules, day=day, checks=checks)

    @property
    def vocabulary(self) -> Mapping[str, Any]:
        """What reading is given, which all secretariats share: one mapping for each file of ``vocabulary/`` and
        ``reading/``.
        """
        return next(iter(self.secretariats.values())).rules.vocabulary

    @property
    def summary(self) -> Mapping[str, Any]:
        """The words of the daily summary, which all secretariats share."""
        return next(iter(self.secretariats.values())).rules.summary

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


def _whole(files: Files, name: str) -> Table:
    """A file that takes the place of the shipped one."""
    path = files[name][-1]
    return Table(str(path), "", read_toml(path))


def _read(files: Files) -> dict[str, SecretariatRules]:
    checks: dict[str, CheckRule] = {}
    for path in files["checks.toml"]:
        checks = read_checks(str(path), Table(str(path), "", read_toml(path)), checks, new=not checks)
    bankdays = _whole(files, "bankdays.toml")
    closed = bankdays.dates("closed")
    bankdays.source()
    bankdays.done()
    meetings, agenda = (read_vocabulary(files[name]) for name in ("meetings.toml", "agenda.toml"))
    shared = _whole(files, "meetings.toml")
    plan, told = read_plan(shared.table("plan")), read_plan_summary(shared.table("plan_summary"))
    wheel = tuple(map(read_turn, shared.tables("wheel")))
    calendar, findings = read_texts(files["calendar.toml"]), read_texts(files["findings.toml"])
    summary, words = summary_words_of(files), words_of(files)
    names = sorted({name.split("/")[0] for name in files if name.endswith("/secretariat.toml")})
    found = {name: read_secretariat(name, files, checks, closed, words, plan) for name in names}
    return {
        name: replace(
            s,
            rules=replace(
                s.rules,
                meetings=meetings,
                agenda=agenda,
                calendar=calendar,
                findings=findings,
                summary=summary,
                wheel=wheel,
                plan_summary=told,
            ),
        )
        for name, s in found.items()
    }
