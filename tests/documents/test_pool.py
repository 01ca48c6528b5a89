"""Reading by pools of other processes: the same answers as here, and nothing is lost with a worker."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from bot.config import load
from bot.documents.answering import answer
from bot.documents.formats.sandbox_pool import PoolReader
from bot.documents.job import Job, Known, ReadingFailed
from bot.documents.limits import Limits
from bot.service.readers import reader_of
from tests.documents.formats.made import drawn
from tests.documents.test_answering import INVOICE, KNOWN, MENU
from tests.judging import RECEIVED

JOBS = [
    *(Job(drawn(*INVOICE, (50, 400, f"Kunde {n}")), f"{n}.pdf", RECEIVED) for n in range(6)),
    Job(drawn(*MENU), "menu.pdf", RECEIVED, words=True),
    Job(b"%PDF-1.7", "damaged.pdf", RECEIVED),
    Job(b"Faktura 1042", "mail", RECEIVED, is_mail=True),
]


def check(reader: Any) -> None:
    tickets = [reader.submit(job, KNOWN) for job in JOBS]
    assert [reader.result(ticket) for ticket in tickets] == [answer(job, KNOWN) for job in JOBS]


def reads_elsewhere(reader: Any) -> bool:
    """Whether nothing was read by a child of this process."""
    return reader._here.lanes[0].child is None


def test_threads() -> None:
    with ThreadPoolExecutor(2) as pool:
        check(PoolReader(pool))


def test_what_is_too_large_goes_nowhere() -> None:
    with ThreadPoolExecutor(1) as pool:
        reader = PoolReader(pool, Limits(size=10))
        assert reader.read(b"x" * 11, "x.txt").unreadable == "too_large"
        assert not pool._threads
        reader.close()


def test_a_mistake_of_ours_is_told_from_there_too() -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(ReadingFailed, match=r"KeyError \w+\.py"):
        PoolReader(pool).answer(JOBS[0], Known())


@pytest.mark.slow
def test_processes_and_what_is_left_when_they_are_killed() -> None:
    """A killed worker breaks the whole of such a pool: all that is queued is read here."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        reader = PoolReader(pool)
        check(reader)
        assert reads_elsewhere(reader)
        tickets = [reader.submit(job, KNOWN) for job in JOBS]
        for pid in list(pool._processes):
            os.kill(pid, 9)
        assert [reader.result(ticket) for ticket in tickets] == [answer(job, KNOWN) for job in JOBS]
        reader.close()


def test_a_pool_that_takes_nothing() -> None:
    pool: Executor = ThreadPoolExecutor(1)
    pool.shutdown()
    reader = PoolReader(pool)
    check(reader)
    reader.close()


@pytest.fixture(scope="module")
def scheduler() -> Iterator[Any]:
    distributed = pytest.importorskip(
        "distributed", reason="no cluster reads here: pip install 'kvalitetsbot[cluster]'"
    )
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        yield cluster


CONFIG = """
database = "kvalitetsbot.sqlite"
[smtp]
host = "127.0.0.1"
port = 10000
security = "none"
auth = "none"
user = "faktura@ekm.example"
[secretariat.EKM]
invoice_address = "faktura@ekm.example"
network_address = "netvaerk@ekm.example"
staff = ["sekretariat@ekm.example"]
[[secretariat.EKM.inbox]]
host = "127.0.0.1"
port = 10000
security = "none"
user = "faktura@ekm.example"
password = "env:NOBODY_ASKS"
[reading]
executor = "dask"
scheduler = "{address}"
"""


@pytest.mark.slow
def test_a_cluster_and_a_worker_killed_midway(scheduler: Any, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG.format(address=scheduler.scheduler_address), encoding="utf-8")
    reader = reader_of(load(tmp_path / "config.toml"))
    check(reader)
    assert reads_elsewhere(reader)
    tickets = [reader.submit(job, KNOWN) for job in (*JOBS, *JOBS)]
    os.kill(next(iter(scheduler.workers.values())).pid, 9)
    answers = [reader.result(ticket) for ticket in tickets]
    assert answers == [answer(job, KNOWN) for job in (*JOBS, *JOBS)]
    reader.close()
