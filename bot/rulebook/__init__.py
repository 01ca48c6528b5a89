"""★ ``rules/`` as frozen values, checked whole before any mail is touched.

::

    checks.toml            every finding code: severity, numbers, source
    bankdays.toml          days on which Danish banks are closed
    privacy.toml           who may read a mail as it came, and how long it is kept
    meetings.toml          when who is told what about a meeting
    agenda.toml            the agenda of a meeting that has no other
    vocabulary/*.toml      words for reading, given on as they stand
    reading/*.toml         numbers for reading, given on as they stand
    EKM/secretariat.toml   names, payment means, payment runs, what counts for the pool
    EKM/2026.toml          that secretariat's amounts for that year, and numbers that differ that year

The folder from the configuration is laid over the shipped one file by file: a file there takes the place of the shipped
file of the same name. Only ``checks.toml`` is laid over key by key, so that a code which a later version adds has its
rule. A further secretariat is a further folder. What is wrong is a ``ConfigError`` naming file and key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.data import data_path
from bot.model.errors import ConfigError
from bot.model.privacy import PrivacyRules
from bot.model.rules import CheckRule, Rules
from bot.rulebook.checks import read_checks
from bot.rulebook.plan import read_plan, read_plan_summary, read_turn
from bot.rulebook.privacy import read_privacy
from bot.rulebook.secretariat import YEAR_FILE, SecretariatRules, read_secretariat
from bot.rulebook.table import Table, read_toml, unknown
from bot.rulebook.vocabulary import read_vocabulary

#: The month from which next year's rules are asked for.
NEXT_YEAR_FROM = 11
SHARED_FILES = ("checks.toml", "bankdays.toml", "privacy.toml", "meetings.toml", "agenda.toml")
#: Folders whose files reading is given together, by stem.
FOR_READING = ("vocabulary/", "reading/")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules of all secretariats. ``rules`` gives those of one secretariat on one day."""

    secretariats: Mapping[str, SecretariatRules]
    privacy: PrivacyRules

    @classmethod
    def load(cls, shipped: Path | None = None, overlay: Path | None = None) -> "Rulebook":
        """``shipped`` None: the rules that came with the program. Raises ``ConfigError``."""
        folders = [data_path("rules") if shipped is None else shipped]
        if overlay is not None:
            folders.append(overlay)
        for folder in folders:
            if not folder.is_dir():
                raise ConfigError(str(folder), "", "mappen med regler findes ikke", 'rules = "mine-regler"')
        files = _layers(folders)
        for name in SHARED_FILES:
            if name not in files:
                raise ConfigError(str(folders[0] / name), "", "filen findes ikke")
        return cls(_read(files), read_privacy(_whole(files, "privacy.toml")))

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
        """What reading is given, which all secretariats share: one mapping for each file of ``vocabulary/`` and
        ``reading/``.
        """
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


def _whole(files: Mapping[str, list[Path]], name: str) -> Table:
    """A file that takes the place of the shipped one."""
    path = files[name][-1]
    return Table(str(path), "", read_toml(path))


def _read(files: dict[str, list[Path]]) -> dict[str, SecretariatRules]:
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
    words = {Path(name).stem: read_vocabulary(paths) for name, paths in files.items() if name.startswith(FOR_READING)}
    names = sorted({name.split("/")[0] for name in files if name.endswith("/secretariat.toml")})
    found = {name: read_secretariat(name, files, checks, closed, words, plan) for name in names}
    return {
        n: replace(s, rules=replace(s.rules, meetings=meetings, agenda=agenda, wheel=wheel, plan_summary=told))
        for n, s in found.items()
    }


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
    elif f"{head}/" in FOR_READING:
        known = True
    else:
        known = f"{head}/secretariat.toml" in files and (last == "secretariat.toml" or bool(YEAR_FILE.fullmatch(last)))
    if not known:
        folders = [n.split("/")[0] for n in files if n.endswith("/secretariat.toml")]
        known_names = [f"{folder}/{file}" for folder in folders for file in ("secretariat.toml", "2026.toml")]
        raise unknown(str(path), name, (*SHARED_FILES, *known_names))
