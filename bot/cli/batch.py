"""★ Many documents or mails in one call: begun ahead, told in order, and taken up again where it was stopped."""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Self, TypeVar

from bot.cli.common import CommandError
from bot.cli.output import plain

T = TypeVar("T")
B = TypeVar("B")

#: Begun and not ended yet: enough that two children never wait, few enough that their bytes are no burden.
AHEAD = 4


def ahead(items: Iterable[T], begin: Callable[[T], B]) -> Iterator[B]:
    """What ``begin`` makes of each, in order, handed out when ``AHEAD`` more have begun."""
    begun: deque[B] = deque()
    for item in items:
        begun.append(begin(item))
        if len(begun) > AHEAD:
            yield begun.popleft()
    yield from begun


class Output:
    """JSON lines in a file, added to what stands there; without a path, nothing. A document's lines are written at
    once, so that a call that was stopped has told all of a document or nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lines: list[str] = []
        self._told: set[str] = set()

    def __enter__(self) -> Self:
        """Raises ``CommandError`` where something else stands in the file."""
        if self._path is not None:
            self._file = self._path.open("a+b")
            self._file.seek(0)
            end = 0
            for line in self._file:
                if not line.endswith(b"\n"):
                    break  # torn when the machine stopped
                self._told.add(self._hash_in(line))
                end += len(line)
            self._file.truncate(end)
        return self

    def __exit__(self, *problem: object) -> None:
        if self._path is not None:
            self._file.close()

    def _hash_in(self, line: bytes) -> str:
        try:
            return str((found := json.loads(line)).get("file_sha256") or found["sha256"])
        except (ValueError, KeyError, AttributeError, TypeError):
            raise CommandError(f"{self._path}: er ikke en fil, som extract har skrevet") from None

    def has(self, content: bytes) -> bool:
        """Whether the document with these bytes is told of already."""
        return self._path is not None and hashlib.sha256(content).hexdigest() in self._told

    def add(self, shown: dict[str, Any]) -> None:
        """A line of the document that is told of now."""
        self._lines.append(json.dumps(plain(shown), ensure_ascii=False))

    def write(self, sha256: str) -> None:
        """The end of that document."""
        if self._path is not None and self._lines:
            self._file.write("\n".join([*self._lines, ""]).encode("utf-8", "replace"))
            self._file.flush()
            self._told.add(sha256)
        self._lines.clear()
