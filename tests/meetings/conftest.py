from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.meetings.desk import Desk, desk


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as found:
        yield found
