"""Which engines this machine has, and which is the first: found once, kept for the life of the process.

RapidOCR comes from pip alone and suffices alone. Tesseract, where the system has it with its Danish model, errs
differently, so it is asked where RapidOCR is in doubt; without RapidOCR it reads alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

from bot.documents.errors import UnreadableDocument
from bot.documents.ocr.seen import Engine


@dataclass(frozen=True, slots=True)
class Engines:
    first: Engine | None
    #: The other one, which vouches for what the first is not sure of.
    witness: Engine | None = None
    #: Why an engine is not there, by its name.
    missing: tuple[tuple[str, str], ...] = ()

    def reader(self) -> Engine:
        """Raises ``UnreadableDocument``: ``no_text``."""
        if self.first is None:
            raise UnreadableDocument("no_text")
        return self.first


@lru_cache(maxsize=1)
def engines(threads: int = 2) -> Engines:
    """Loads both, with their models: a second, and half a gigabyte."""
    found: list[Engine] = []
    missing: list[tuple[str, str]] = []
    loaders: tuple[tuple[str, Callable[[], Engine]], ...] = (
        ("rapidocr", partial(_rapid, threads)),
        ("tesseract", _tesseract),
    )
    for name, load in loaders:
        try:
            found.append(load())
        except ImportError as problem:
            missing.append((name, f"mangler: {problem.name or problem}"))
        except (FileNotFoundError, LookupError) as problem:
            missing.append((name, f"kan ikke dansk: {problem}"))
    first, *others = (*found, None)
    return Engines(first, others[0] if others else None, tuple(missing))


def _rapid(threads: int) -> Engine:
    import cv2  # noqa: PLC0415 - an extra

    from bot.documents.ocr.rapid import RapidEngine  # noqa: PLC0415 - an extra

    cv2.setNumThreads(1)  # pictures are small, and the child may start no threads later
    engine = RapidEngine(threads)
    if engine.missing_letters():
        raise LookupError(engine.missing_letters())
    return engine


def _tesseract() -> Engine:
    from bot.documents.ocr.tesseract import TesseractEngine  # noqa: PLC0415 - needs numpy, which is an extra

    return TesseractEngine()
