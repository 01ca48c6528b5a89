"""A store on a real file, one for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path, create=True) as opened:
        yield opened
