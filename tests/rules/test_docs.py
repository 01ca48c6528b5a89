"""``docs/rules.md`` says what ``rules/`` holds: every code with its severity, every key."""

import re
from pathlib import Path

from bot.checks import CHECKS
from bot.data import data_path
from bot.rulebook.table import read_toml
from tests.judging import rules

DOCS = (Path(__file__).parent.parent.parent / "docs" / "rules.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (reject|review|duplicate|note) \| (.+) \|(.*)\|$", re.MULTILINE)


def test_every_code_stands_there_with_its_severity_in_the_order_of_the_checks() -> None:
    told = [(code, severity) for code, severity, _, _ in ROW.findall(DOCS)]
    assert told == [(check.__name__, rules().checks[check.__name__].severity) for check in CHECKS]


def test_every_number_stands_in_its_codes_row_with_its_shipped_value() -> None:
    for code, _, _, numbers in ROW.findall(DOCS):
        for key, value in rules().checks[code].numbers.items():
            assert f"`{key}`" in numbers, f"{code}.{key}"
            assert str(value.normalize()) in numbers or str(value) in numbers, f"{code}.{key} = {value}"


def test_every_key_of_a_secretariats_file_stands_there() -> None:
    text = DOCS.partition("## A secretariat's file")[2]
    for name, value in read_toml(data_path("rules") / "EKM" / "secretariat.toml").items():
        for key in value if isinstance(value, dict) else [name]:
            if key != "source" and not re.fullmatch(r"unit_plural|\w+_en", key):
                assert f"`{key}`" in text, f"{name}.{key}"


def test_every_key_of_a_year_file_stands_there() -> None:
    text = DOCS.partition("## Rates")[2]
    for table in ("pool", "fee"):
        for rate in read_toml(data_path("rules") / "EKM" / "2026.toml")[table]:
            assert all(key in text for key in rate)
