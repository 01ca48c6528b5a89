"""docs/schema.md and a live database say the same."""

import re
from pathlib import Path

from bot.store import Store

PAGE = (Path(__file__).parents[2] / "docs" / "schema.md").read_text("utf-8")
#: sqlite-utils' own book.
NOT_OURS = ("_sqlite_migrations",)


def sections() -> dict[str, str]:
    parts = re.split(r"^###? (\w+).*$", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def names(store: Store, kind: str) -> set[str]:
    rows = store.db.all("SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite%'", (kind,))
    return {row["name"] for row in rows} - set(NOT_OURS)


def live(store: Store, table: str) -> list[str]:
    return [row["name"] for row in store.db.all("SELECT name FROM pragma_table_info(?)", (table,))]


def test_every_table_and_view_has_its_section_and_no_section_is_left_over(store: Store) -> None:
    documented = set(re.findall(r"^### (\w+)$", PAGE, re.MULTILINE))
    assert documented == names(store, "table") | names(store, "view")


def test_every_column_of_every_table(store: Store) -> None:
    for table in names(store, "table"):
        rows = re.findall(r"^\| (`[^|]+) \|", sections()[table], re.MULTILINE)
        documented = [column for row in rows for column in re.findall(r"`(\w+)`", row)]
        assert sorted(documented) == sorted(live(store, table)), table


def test_every_column_of_every_view_in_order(store: Store) -> None:
    for view in names(store, "view"):
        documented = re.findall(r"`(\w+)`", sections()[view])
        assert documented == live(store, view), view


def test_every_action_of_the_history() -> None:
    code = "".join(path.read_text("utf-8") for path in (Path(__file__).parents[2] / "bot" / "store").glob("*.py"))
    used = set(re.findall(r'history\.add\(\s*db, now, "\w+", [\w\[\]".]+, f?"(\w+)', code))
    (row,) = (line for line in PAGE.splitlines() if line.startswith("| `action`"))
    documented = set(re.findall(r"`(\w+)", row)) - {"action"}
    assert used
    assert used | {"added", "changed", "removed"} == documented
