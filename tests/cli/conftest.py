"""What several commands are tried in."""

from pathlib import Path

import pytest

from bot.cli import main
from tests.cli.attacks import CONFIG, REGISTER


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a configuration, and a database that has the register."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    for name, content in REGISTER.items():
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    assert main(["register", "import", str(tmp_path)]) == 0
    return tmp_path
