"""Every command and option is documented, every documented command exists."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import COMMANDS as MODULES
from bot.cli import parser
from bot.cli.lists import INVOICE_KEYS, MESSAGE_KEYS, SHOWN_KEYS
from bot.cli.meetings import INVITEE_KEYS, MEETING_KEYS
from bot.cli.originals import ACCESS_KEYS, EXPIRED_KEYS
from bot.cli.outbox import KEYS as LETTER_KEYS

DOCS = Path(__file__).parent.parent.parent / "docs"
INTERFACE = (DOCS / "interface.md").read_text(encoding="utf-8")
COMMANDS = (DOCS / "commands.md").read_text(encoding="utf-8")


def leaves(top: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Each command that does something, as it is typed."""
    subs = [a for a in top._actions if isinstance(a, argparse._SubParsersAction)]
    if not subs:
        yield " ".join(("kvalitetsbot", *path)), top
    for action in subs:
        for name, sub in action.choices.items():
            yield from leaves(sub, (*path, name))


LEAVES = dict(leaves(parser()))


@pytest.mark.parametrize("command", LEAVES)
def test_every_command_is_documented(command: str) -> None:
    assert f"| `{command}` |" in COMMANDS


def test_every_documented_command_exists() -> None:
    assert set(re.findall(r"^\| `(kvalitetsbot[^`]*)` \|", COMMANDS, re.MULTILINE)) == set(LEAVES)


@pytest.mark.parametrize("command", MODULES)
def test_a_command_alone_is_as_among_all(command: str) -> None:
    """Only the module of what was asked for is imported: that must be the one that has it."""
    alone = dict(leaves(parser(command)))
    same = [name for name in LEAVES if name.split()[1] == command]
    assert same
    assert [alone[name].format_help() for name in same] == [LEAVES[name].format_help() for name in same]


@pytest.mark.parametrize("command", LEAVES)
def test_every_command_and_option_has_help(command: str) -> None:
    """Every option and argument says what it is; ``--config`` everywhere but in the demo."""
    options = {o: a.help for a in LEAVES[command]._actions for o in (a.option_strings or [a.dest])}
    assert all(options.values()), f"{command}: {[o for o, text in options.items() if not text]}"
    assert "--config" in options or command == "kvalitetsbot demo"


REPORTING = (
    "run", "messages list", "messages show", "originals list", "originals expire",
    "outbox list", "review list", "review accept", "review reject", "review correct",
    "invoices list", "report daily", "status", "check", "extract", "process",
)  # fmt: skip


@pytest.mark.parametrize("command", REPORTING)
def test_what_reports_takes_json(command: str) -> None:
    assert any("--json" in a.option_strings for a in LEAVES[f"kvalitetsbot {command}"]._actions)


@pytest.mark.parametrize(
    "keys",
    [MESSAGE_KEYS, SHOWN_KEYS, INVOICE_KEYS, LETTER_KEYS, ACCESS_KEYS, EXPIRED_KEYS, MEETING_KEYS, INVITEE_KEYS],
    ids=["messages", "message", "invoices", "outbox", "accesses", "expired", "meetings", "invitees"],
)
def test_the_keys_of_a_list_are_those_of_the_interface(keys: tuple[str, ...]) -> None:
    assert f"`{', '.join(keys)}`" in INTERFACE


@pytest.mark.parametrize(
    "command", [c for c in LEAVES if any("--json" in a.option_strings for a in LEAVES[c]._actions)]
)
def test_what_takes_json_stands_in_the_interface(command: str) -> None:
    assert f"`{command.removeprefix('kvalitetsbot ')}" in INTERFACE or f"`{command}" in INTERFACE
