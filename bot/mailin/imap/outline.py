"""The parts of a mail that is too large to fetch, from its BODYSTRUCTURE (RFC 3501 §7.4.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: Deeper than any mail that people send; a server that nests further is not followed.
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class PartOutline:
    """A leaf of the MIME tree: its type, the name as the server gives it (encoded words and all), octets as encoded."""

    content_type: str
    name: str | None
    size: int


def outline(structure: Any, depth: int = 0) -> Iterator[PartOutline]:
    """The leaves in order. Servers err here (pymap's dispositions are not lists): what is odd is left out."""
    if not isinstance(structure, tuple) or not structure or depth > _DEEPEST:
        return
    if isinstance(structure[0], list | tuple):
        for part in structure[0] if isinstance(structure[0], list) else structure:
            yield from outline(part, depth + 1)
        return
    if len(structure) < 7:
        return
    words = [_text(structure[0]), _text(structure[1])]
    disposition = structure[8:] if words[0] != "text" else structure[9:]
    names = [_parameter(structure[2], "name")]
    names += [_parameter(d[1], "filename") for d in disposition if isinstance(d, tuple) and len(d) == 2]
    size = structure[6] if isinstance(structure[6], int) else 0
    yield PartOutline("/".join(words), next((n for n in reversed(names) if n), None), size)


def _parameter(pairs: Any, wanted: str) -> str | None:
    if not isinstance(pairs, tuple):
        return None
    for name, value in zip(pairs[::2], pairs[1::2], strict=False):
        if _text(name).rstrip("*") == wanted and isinstance(value, bytes | int):
            return _text(value, keep_case=True)
    return None


def _text(value: Any, keep_case: bool = False) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text if keep_case else text.lower()
