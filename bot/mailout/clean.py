"""Outside text, before any template sees it: one line, of sane length, no CPR number.

A supplier's name with line breaks in it could otherwise write lines of its own into our letter. Escaping for HTML is
the templates' part.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bot.danish.cpr import mask_cpr
from bot.danish.text import one_line

#: Most values, and asking whether each is a mapping took half of the time.
_TEXTLESS = frozenset({type(None), bool, int, float, Decimal, date, datetime, time})
#: Characters of one value; nothing that a letter shows of an invoice is longer.
LONGEST = 400


@lru_cache(maxsize=1024)
def clean_text(text: str) -> str:
    line = mask_cpr(one_line(text))
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def clean(value: Any) -> Any:
    """The same value with every text in it cleaned, at any depth; what holds none is given back as it is."""
    if isinstance(value, str):
        return clean_text(value)
    if type(value) in _TEXTLESS:
        return value
    match value:
        case Mapping():
            return {key: clean(inner) for key, inner in value.items()}
        case tuple() | list():
            cleaned = tuple(clean(inner) for inner in value)
            return value if all(new is old for new, old in zip(cleaned, value, strict=True)) else cleaned
    if is_dataclass(value) and not isinstance(value, type):
        before = {name: getattr(value, name) for name in _field_names(type(value))}
        changed = {name: new for name, old in before.items() if (new := clean(old)) is not old}
        return replace(value, **changed) if changed else value
    return value


@lru_cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.init)
