"""SIGKILL at random moments and at single system calls; a short round of ``tests.faults.kill`` and ``.syscalls``.

``docs/reliability.md`` has the figures of the long rounds and their commands.
"""

import shutil
from collections.abc import Iterator

import pytest

from tests.faults.harness import installation
from tests.faults.kill import campaign
from tests.faults.syscalls import Bench, errors, kills

pytestmark = [pytest.mark.slow, pytest.mark.dovecot]

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not installed: apt-get install strace"
)


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Bench.open(40) as opened:
        yield opened


def test_killed_at_random_moments_it_loses_nothing_and_sends_nothing_twice() -> None:
    with installation() as live:
        killed = campaign(live, 6, seed=7, longest=2.0)
    assert killed.outcome.faults == []
    assert killed.outcome.mails > 5


@needs_strace
def test_killed_at_any_sync_write_or_send_it_goes_on_where_it_was(bench: Bench) -> None:
    calls = bench.calls()
    assert calls.count("fdatasync") > 20, "every unit of work is on the disk before the next begins"
    for number, inject in kills(calls, 31, len(calls), stride=len(calls) // 3):
        ended = bench.run(inject)
        assert (number, ended.status, ended.faults) == (number, -9, [])


@needs_strace
@pytest.mark.parametrize(
    ("call", "error", "number", "lasting"),
    [
        pytest.param("pwrite64", "ENOSPC", 150, False, id="no room for one write"),
        pytest.param("pwrite64", "ENOSPC", 450, True, id="the disk is full from now on"),
        pytest.param("fdatasync", "EIO", 17, True, id="the disk fails"),
        pytest.param("openat", "EMFILE", 700, True, id="no descriptors are left"),
    ],
)
def test_an_error_of_the_machine_is_told_and_costs_nothing(
    bench: Bench, call: str, error: str, number: int, lasting: bool
) -> None:
    ((_, inject),) = errors(call, error, number, number, 1, lasting=lasting)
    ended = bench.run(inject)
    assert (ended.status, ended.faults) == (1, [])
