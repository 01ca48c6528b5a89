"""★ Who reads: children of this process, or a Dask scheduler's workers, as ``[reading]`` says."""

import math
from importlib import import_module
from typing import Any, Protocol

from bot.config import Config
from bot.documents.formats.sandbox import Reader
from bot.documents.job import Answer, Job, Known
from bot.documents.limits import Limits
from bot.model.document import Document
from bot.model.errors import ConfigError


class AnyReader(Protocol):
    """``documents.formats.sandbox.Reader``, or what does the same elsewhere. A ticket is the reader's own."""

    def read(self, content: bytes, name: str, *, second: bool = False) -> Document: ...

    def answer(self, job: Job, known: Known | None = None) -> Answer: ...

    def submit(self, job: Job, known: Known | None = None) -> Any: ...

    def result(self, ticket: Any, until: float = math.inf) -> Answer: ...

    def close(self) -> None: ...


def limits_of(config: Config) -> Limits:
    """Those of the child that reads text; megabytes of the configuration become bytes."""
    reading = config.reading
    return Limits(
        pages=reading.pages,
        size=reading.document_mb * 1_000_000,
        seconds=reading.seconds,
        memory=reading.memory_mb << 20,
        ocr_pages=reading.ocr_pages,
        ocr_threads=reading.ocr_threads,
    )


def reader_of(config: Config) -> AnyReader:
    """Raises ``ConfigError`` where the scheduler does not answer, or what speaks with it is not installed."""
    limits = limits_of(config)
    if config.reading.executor == "dask":
        return _dask(config, limits)
    reading = config.reading
    pictures = limits.pictures(reading.ocr_seconds, reading.ocr_memory_mb << 20, reading.ocr_idle_seconds)
    return Reader(limits, reading.children, pictures)


def _dask(config: Config, limits: Limits) -> AnyReader:
    from bot.documents.formats.sandbox_pool import PoolReader  # noqa: PLC0415 - for those who have a cluster

    file, scheduler = str(config.file), config.reading.scheduler
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        why = "kræver pakken distributed; installér den med pip install 'kvalitetsbot[cluster]'"
        raise ConfigError(file, "reading.executor", why) from None
    try:
        client = distributed.Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError):
        raise ConfigError(file, "reading.scheduler", f"{scheduler} svarer ikke") from None

    class ClusterReader(PoolReader):
        def close(self) -> None:
            super().close()
            client.close()

    executor = client.get_executor(pure=False, retries=2)
    return ClusterReader(executor, limits, lambda parcel: client.scatter(parcel, broadcast=True, hash=False))
