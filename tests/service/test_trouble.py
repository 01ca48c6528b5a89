"""Whose fault an error is: the machine's (wait, lose nothing) or the message's (count a failed try)."""

import errno

import pytest

from bot.service.trouble import is_the_machines
from bot.store import NoDatabase, StoreBroken, StoreBusy, StoreFull


@pytest.mark.parametrize(
    ("error", "machines"),
    [
        pytest.param(OSError(errno.ENOSPC, "no space"), True, id="the disk is full"),
        pytest.param(OSError(errno.EMFILE, "too many files"), True, id="no descriptors left"),
        pytest.param(OSError(errno.EROFS, "read-only"), True, id="the disk has become read-only"),
        pytest.param(StoreFull("x"), True, id="no room for the database"),
        pytest.param(StoreBusy("x"), True, id="another program holds the database"),
        pytest.param(StoreBroken("x"), True, id="the database's disk fails"),
        pytest.param(NoDatabase("x"), False, id="there is no database: waiting brings none"),
        pytest.param(OSError(errno.ENOENT, "not there"), False, id="a file that is not there"),
        pytest.param(OSError("no number"), False, id="an OSError of a library's own"),
        pytest.param(ValueError("x"), False, id="a bug that one message brings about"),
        pytest.param(RecursionError("x"), False, id="a message nested too deeply"),
    ],
)
def test_whose_fault(error: BaseException, machines: bool) -> None:
    assert is_the_machines(error) is machines
