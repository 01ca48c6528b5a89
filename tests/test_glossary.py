"""The glossary's words are the code's: what it names exists, and where it says that a thing is defined, a file is."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| word", "| ---"))
]
CODE = "\n".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "bot").rglob("*.py")))


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_code_uses_the_word(row: tuple[str, ...]) -> None:
    names = [name for name in re.findall(r"`([^`]+)`", row[1]) if "/" not in name]
    assert [name for name in names if not re.search(rf"\b{name}\b", CODE)] == []


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_it_is_defined_where_the_glossary_says(row: tuple[str, ...]) -> None:
    places = [place for place in re.findall(r"`([^`]+)`", row[3]) if place != "config.toml"]
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_the_words_stand_in_the_table_once() -> None:
    words = [row[0] for row in ROWS]
    assert len(set(words)) == len(words) > 30
