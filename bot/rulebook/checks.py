"""★ Finding codes with their severity and numbers: ``checks.toml``, and what is laid over it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import get_args

from bot.model.finding import Severity
from bot.model.rules import CheckRule
from bot.rulebook.table import Table, unknown

SEVERITIES: tuple[Severity, ...] = get_args(Severity)


def read_checks(file: str, table: Table, base: Mapping[str, CheckRule], *, new: bool = False) -> dict[str, CheckRule]:
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
