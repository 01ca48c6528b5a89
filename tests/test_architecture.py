"""The import rules of ``docs/architecture.md``: imports go one way, and only ★ modules touch the world."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "bot"

PAGE = (ROOT.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
#: The parts that the page's map shows, in its order.
PARTS = re.findall(r"^  (\w+)(?:/|\.py)", PAGE, re.MULTILINE)


def allowed() -> dict[str, set[str]]:
    """What each part may import of the others: the page's table. All may import ``model``."""
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| ([^|]*)\|$", PAGE.partition("may import, besides")[2], re.MULTILINE)
    table = {"model": set[str](), "__init__": set[str](), "__main__": {"cli"}}
    for parts, others in rows:
        named = set(re.findall(r"`(\w+)`", others))
        for part in re.findall(r"`(\w+)`", parts):
            table[part] = (set(PARTS) - named if others.startswith("all but") else named) | {"model"}
    return table


MAY_IMPORT = allowed()

#: Only these touch network, processes, the database or the scheduler.
WORLDLY = {
    "imapclient",
    "aiosmtplib",
    "sqlite_utils",
    "sqlite3",
    "apscheduler",
    "subprocess",
    "socket",
    "msal",
    "multiprocessing",
}
MAY_TOUCH_THE_WORLD = (
    "cli", "config", "service", "schedule", "store", "mailout/smtp", "mailin/imap", "mailin/oauth",
    "mailin/disk", "documents/formats/sandbox", "documents/formats/child", "documents/formats/frames", "demo",
)  # fmt: skip


def modules() -> list[Path]:
    return sorted(p for p in ROOT.rglob("*.py") if "_data" not in p.parts)


@pytest.mark.parametrize("room", ["documents/fields", "meetings"])
def test_the_table_of_a_large_room_has_all_its_modules(room: str) -> None:
    table = PAGE.partition(f"| `{room}/` | modules |")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"`(\w+)`", table)) == sorted({p.stem for p in (ROOT / room).glob("[a-z]*.py")})


def part_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Every module imported, also inside functions and for type checking: circles hide there."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            assert node.module is not None
            if node.module == "bot":
                yield from ((f"bot.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield node.module, node.lineno


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    part = part_of(path)
    assert part in MAY_IMPORT, f"{part} has no place in the page's table"
    for name, line in imported(path):
        if name.startswith("bot."):
            other = name.split(".")[1]
            assert other == part or other in MAY_IMPORT[part], f"{path}:{line}: {part} must not import {other}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_shell_touches_the_world(path: Path) -> None:
    where = path.relative_to(ROOT).with_suffix("").as_posix()
    if where.startswith(MAY_TOUCH_THE_WORLD):
        return
    for name, line in imported(path):
        assert name.split(".")[0] not in WORLDLY, f"{path}:{line}: {where} is pure and must not import {name}"


def test_the_map_shows_every_part() -> None:
    assert set(PARTS) == {part_of(p) for p in modules()} - {"__init__", "__main__"}
    assert set(MAY_IMPORT) >= set(PARTS)


@pytest.mark.parametrize("room", ["documents/fields", "meetings"])
def test_the_modules_that_the_page_names_are_there(room: str) -> None:
    table = PAGE.partition(f"| `{room}/` | modules |")[2].partition("\n\n")[0]
    named = re.findall(r"`(\w+)`", table)
    assert len(named) == len(set(named)) > 0
    assert set(named) <= {path.stem for path in (ROOT / room).glob("*.py")}


def test_modules_import_in_no_circle() -> None:
    """At module level, where a circle would break or depend on who comes first."""
    edges = {module_name(p): set(top_level_imports(p)) for p in modules()}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join([*path[path.index(name) :], name])
        if name in done or name not in edges:
            return
        for other in edges[name]:
            visit(other, (*path, name))
        done.add(name)

    for name in edges:
        visit(name, ())


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def top_level_imports(path: Path) -> Iterator[str]:
    own = module_name(path)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("bot"):
            for alias in node.names:
                inner = ROOT.parent.joinpath(*node.module.split("."), alias.name)
                name = (
                    f"{node.module}.{alias.name}"
                    if inner.with_suffix(".py").exists() or inner.is_dir()
                    else node.module
                )
                # A package's own modules may import from it only what it does not import from them.
                if name != own:
                    yield name
