"""★ One table of a rule file, read strictly: every key is asked for by name, and what nobody asked for is an error.

Numbers come as ``Decimal`` exactly as written (``534.00``), never as floats.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli

from bot.model.errors import ConfigError

EXAMPLES = {
    "severity": 'severity = "review"',
    "source": 'source = "Koordinatorguiden, «Krav til faktura», punkt 2"',
    "amount": "amount = 534.00",
    "provisional": "provisional = true",
    "price_level": "price_level = 2025",
    "name": 'name = "EKM"',
    "buyer_names": 'buyer_names = ["EKM"]',
    "accepted": 'accepted = ["account", "giro", "fik", "nemkonto"]',
    "iban_countries": 'iban_countries = ["DK"]',
    "move": 'move = "before"',
    "count": 'count = "ydernumre"',
    "lead_days": "lead_days = 2",
    "month_days": "month_days = [1, 15]",
    "weekdays": 'weekdays = ["torsdag"]',
    "roles": 'roles = ["owner"]',
    "states": 'states = ["present"]',
    "closed": "closed = [2026-12-24]",
    "readers": 'readers = ["*"]',
    "confirmed": "confirmed = false",
    "financial_year_starts": "financial_year_starts = 1",
    "kinds": 'kinds = ["invoice"]',
    "days": "days = 30",
    "unit": 'unit = "kvalitetsnetværk"',
}


def read_toml(path: Path, *, exact: bool = True) -> dict[str, Any]:
    """Numbers as ``Decimal`` if ``exact``, else as floats. Raises ``ConfigError`` for what is no readable TOML."""
    try:
        return tomli.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal if exact else float)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), "", f"filen kan ikke læses ({type(error).__name__})") from None
    except tomli.TOMLDecodeError as error:
        raise ConfigError(str(path), "", f"er ikke gyldig TOML: {error}") from None


def unknown(file: str, key: str, known: Iterable[str], where: str = "") -> ConfigError:
    """The error for a name nobody knows: the nearest known one, else all of them."""
    import difflib  # noqa: PLC0415 - for mistakes only

    names = sorted(known)
    near = difflib.get_close_matches(key, names, 1, 0.5)
    hint = f"mente du «{near[0]}»?" if near else f"her kan stå {', '.join(names)}"
    return ConfigError(file, f"{where}.{key}" if where else key, f"kendes ikke; {hint}")


class Table:
    """Values by key; ``done`` says which keys were not asked for. Every complaint is a ``ConfigError``."""

    def __init__(self, file: str, where: str, data: Any) -> None:
        self.file, self.where, self.asked = file, where, set[str]()
        if not isinstance(data, dict):
            raise ConfigError(file, where, "skal være en tabel", f"[{where}]")
        self.data: dict[str, Any] = data

    def error(self, key: str, why: str) -> ConfigError:
        return ConfigError(self.file, f"{self.where}.{key}" if self.where else key, why, EXAMPLES.get(key, ""))

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return key in self.data

    def get(self, key: str) -> Any:
        if not self.has(key):
            raise self.error(key, "mangler")
        return self.data[key]

    def text(self, key: str) -> str:
        value = self.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f"skal være en tekst, ikke {value!r}")
        return value.strip()

    def source(self) -> str:
        """Every rule says where it comes from."""
        return self.text("source")

    def one_of(self, key: str, allowed: Collection[str]) -> str:
        value = self.text(key)
        if value not in allowed:
            raise self.error(key, f"skal være en af {_listed(allowed)}, ikke {value!r}")
        return value

    def flag(self, key: str) -> bool:
        value = self.get(key)
        if not isinstance(value, bool):
            raise self.error(key, f"skal være true eller false, ikke {value!r}")
        return value

    def number(self, key: str) -> Decimal:
        value = self.get(key)
        if (
            isinstance(value, bool)
            or not isinstance(value, (int, Decimal))
            or not Decimal(value).is_finite()
            or value < 0
        ):
            raise self.error(key, f"skal være et tal på nul eller derover, ikke {value!r}")
        return Decimal(value)

    def whole(self, key: str) -> int:
        value = self.number(key)
        if value != value.to_integral_value():
            raise self.error(key, f"skal være et helt tal, ikke {value}")
        return int(value)

    def items(self, key: str) -> list[Any]:
        value = self.get(key)
        if not isinstance(value, list):
            raise self.error(key, "skal være en liste")
        return value

    def texts(self, key: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        values = self.items(key)
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.error(key, f"skal være en liste af tekster, ikke {value!r}")
            if allowed is not None and value not in allowed:
                raise self.error(key, f"{value!r} kendes ikke; her kan stå {_listed(allowed)}")
        return tuple(value.strip() for value in values)

    def dates(self, key: str) -> frozenset[dt.date]:
        values = self.items(key)
        for value in values:
            if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
                raise self.error(key, f"skal være en liste af datoer, ikke {value!r}")
        return frozenset(values)

    def tables(self, key: str) -> "list[Table]":
        """``[[key]]``, as many as there are."""
        if not self.has(key):
            return []
        return [Table(self.file, f"{key} {n}", value) for n, value in enumerate(self.items(key), 1)]

    def table(self, key: str) -> "Table":
        where = f"{self.where}.{key}" if self.where else key
        return Table(self.file, where, self.get(key))

    def rest(self) -> tuple[str, ...]:
        """The keys that nobody has asked for yet."""
        return tuple(key for key in self.data if key not in self.asked)

    def done(self) -> None:
        for key in self.rest():
            raise unknown(self.file, key, self.asked, self.where)


def _listed(values: Collection[str]) -> str:
    return ", ".join(f'"{value}"' for value in values)
