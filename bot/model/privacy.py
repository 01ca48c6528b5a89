"""Who may read a mail as it came, and how long it is kept (``rules/privacy.toml``)."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.model.decision import MessageKind

EVERYBODY = "*"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long mails of some kinds are kept; one of the three numbers is not 0.

    ``days`` and ``months`` count from the day of receipt, ``financial_years`` from the end of the financial year of
    receipt.
    """

    kinds: tuple[MessageKind, ...]
    source: str
    days: int = 0
    months: int = 0
    financial_years: int = 0

    def before(self, today: date, year_starts: int) -> date:
        """Mails received before this day have been kept long enough. ``year_starts``: a month, 1 to 12."""
        if self.financial_years:
            year = today.year if today.month >= year_starts else today.year - 1
            return date(year - self.financial_years, year_starts, 1)
        if self.months:
            years, month = divmod(today.year * 12 + today.month - 1 - self.months, 12)
            return date(years, month + 1, min(today.day, monthrange(years, month + 1)[1]))
        return today - timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class PrivacyRules:
    """``confirmed``: the data controller has agreed to the periods; nothing is deleted before that."""

    readers: frozenset[str]
    confirmed: bool
    financial_year_starts: int
    keep: tuple[Retention, ...]

    def may_read(self, login: str) -> bool:
        return EVERYBODY in self.readers or login in self.readers

    def expiring(self, today: date) -> Iterator[tuple[MessageKind, date]]:
        """(kind, the day before which its mails were received that have been kept long enough)."""
        for rule in self.keep:
            before = rule.before(today, self.financial_year_starts)
            yield from ((kind, before) for kind in rule.kinds)
