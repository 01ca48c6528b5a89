"""``rules/reading/scores.toml`` and the readers name the same numbers: none is missing, none is left over."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import documents
from tests.documents.fields.paper import vocabulary

SCORES = vocabulary()["scores"]
#: Keys that are looked up by how a date stands to its label (``bot.model.field.How``).
BY_PLACE = {"above", "below", "beside", "stem"}


def _named(node: ast.AST) -> Iterator[str]:
    """The strings among the nodes under this one."""
    return (n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))


def _tables(tree: ast.AST) -> set[str]:
    """What ``sheet.scores("…")`` is asked for, and ``scores["…"]`` of the whole file."""
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute))
    called = {name for call in calls if getattr(call.func, "attr", "") == "scores" for name in _named(call)}
    return called | (_asked(tree) & set(SCORES))


def _keys(tree: ast.AST) -> set[str]:
    return _asked(tree) - set(SCORES)


def _asked(tree: ast.AST) -> set[str]:
    """What ``scores[…]`` and ``sheet.scores("…")[…]`` are asked for in so many words."""
    asked = (n for n in ast.walk(tree) if isinstance(n, ast.Subscript) and "scores" in ast.unparse(n.value))
    return {key for subscript in asked for key in _named(subscript.slice)}


ROOM = Path(documents.__path__[0])
TREES = {str(path.relative_to(ROOM)): ast.parse(path.read_text("utf-8")) for path in ROOM.rglob("*.py")}
READERS = {path: tree for path, tree in TREES.items() if _tables(tree) and path != "fields/sheet.py"}


#: What is handed a reader's numbers, and asks for them by name only.
HELPERS = {path: tree for path, tree in TREES.items() if path not in READERS and _keys(tree)}


@pytest.mark.parametrize("reader", READERS)
def test_every_number_asked_for_is_there(reader: str) -> None:
    known = {key for table in _tables(READERS[reader]) for key in SCORES[table]}
    assert _keys(READERS[reader]) - known == set()


@pytest.mark.parametrize("helper", HELPERS)
def test_every_number_a_helper_asks_for_is_some_readers(helper: str) -> None:
    assert _keys(HELPERS[helper]) - {key for table in SCORES.values() for key in table} == set()


@pytest.mark.parametrize("table", SCORES)
def test_no_number_is_left_over(table: str) -> None:
    said: defaultdict[str, set[str]] = defaultdict(set)
    for tree in READERS.values():
        for name in _tables(tree):
            said[name] |= set(_named(tree))
    helped = {key for tree in HELPERS.values() for key in _keys(tree)}
    assert set(SCORES[table]) - said[table] - helped - BY_PLACE == set()
