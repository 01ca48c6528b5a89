"""How single values travel (``codec``): what JSON has itself, days and moments, amounts, bytes."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

#: No amount has more: what comes from a child must not be able to fill the parent's memory by a sum.
_DECIMAL = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?", re.ASCII)


class BadValue(Exception):  # noqa: N818
    """What came is no value of that type."""


class Codec(NamedTuple):
    """``pack(value, bytes)`` adds to the bytes and returns JSON; ``unpack(json, bytes)`` raises ``BadValue``."""

    pack: Callable[[Any, bytearray], Any]
    unpack: Callable[[Any, bytes], Any]


def checked(accepts: Callable[[Any], bool]) -> Codec:
    """What JSON has itself: given on as it is, where it is one."""

    def unpack(plain: Any, _: bytes) -> Any:
        if not accepts(plain):
            raise ValueError
        return plain

    return Codec(lambda value, _: value, unpack)


def _number(plain: Any) -> float:
    if type(plain) not in (float, int):
        raise ValueError
    return float(plain)


def _decimal(plain: Any, _: bytes) -> Decimal:
    if not _DECIMAL.fullmatch(plain):
        raise ValueError
    return Decimal(plain)


def _bytes_in(value: bytes, beside: bytearray) -> list[int]:
    beside += value
    return [len(beside) - len(value), len(value)]


def bytes_out(plain: Any, beside: bytes) -> bytes:
    """``plain``: where they begin among the bytes beside, and how many. Raises ``ValueError``."""
    start, size = plain
    if not 0 <= start <= start + size <= len(beside):
        raise ValueError
    return beside[start : start + size]


SIMPLE: dict[Any, Codec] = {
    str: checked(lambda value: type(value) is str),
    int: checked(lambda value: type(value) is int),
    bool: checked(lambda value: type(value) is bool),
    float: Codec(lambda value, _: value, lambda plain, _: _number(plain)),
    type(None): checked(lambda value: value is None),
    Decimal: Codec(lambda value, _: f"{value:f}", _decimal),
    date: Codec(lambda value, _: value.isoformat(), lambda plain, _: date.fromisoformat(plain)),
    datetime: Codec(lambda value, _: value.isoformat(), lambda plain, _: datetime.fromisoformat(plain)),
    time: Codec(lambda value, _: value.isoformat(), lambda plain, _: time.fromisoformat(plain)),
    bytes: Codec(_bytes_in, bytes_out),
}
