"""Values of the model as JSON and a string of bytes, and back, by their type hints: new fields travel by themselves.

Two use it: the reading child's answers, and the store for what is kept whole (an open question's readings).
Not pickle: the child reads bytes from strangers, and a child that was broken into must not be able to make its parent
run anything. ``unpack`` makes the values of the hinted types and no others, or raises ``BadValue``.

A dataclass is an object of those fields that differ from their defaults; a union of dataclasses has the class's name
before it. A tuple of named tuples (the words of a page) is a column for each field: numbers as doubles, little endian,
in the bytes beside the JSON; a column of defaults is left out.
"""

import dataclasses
import json
import sys
import types
from array import array
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache, cached_property
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from bot.model.codec_values import SIMPLE, BadValue, Codec, bytes_out, checked

__all__ = ["BadValue", "codec_of", "pack", "unpack"]

_DOUBLE = 8


def pack(value: object, hint: Any) -> tuple[bytes, bytes]:
    """The value of that type as JSON in UTF-8 and bytes beside it."""
    beside = bytearray()
    plain = codec_of(hint).pack(value, beside)
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace"), bytes(beside)


def unpack(text: bytes, beside: bytes, hint: Any) -> Any:
    """The inverse of ``pack``. Raises ``BadValue`` for everything else."""
    try:
        return codec_of(hint).unpack(json.loads(text), beside)
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as problem:
        raise BadValue from problem


@cache
def codec_of(hint: Any) -> Codec:
    """Raises ``TypeError`` for a type that nobody has needed yet."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _union(arguments)
    if origin is Literal:
        return checked(lambda value: value in arguments and type(value) in {type(a) for a in arguments})
    if origin in (tuple, frozenset):
        return _sequence(origin, arguments)
    if origin in (dict, Mapping) and arguments[0] is str:
        return _mapping(codec_of(arguments[1]))
    made = origin or hint
    if isinstance(made, type):
        if dataclasses.is_dataclass(made):
            return _dataclass(made, dict(zip(getattr(made, "__parameters__", ()), arguments, strict=False)))
        if issubclass(made, tuple) and hasattr(made, "_fields"):
            return _named_tuple(made)
        if issubclass(made, Enum):
            return Codec(lambda value, _: value.name, lambda plain, _: made[plain])
    if made in SIMPLE:
        return SIMPLE[made]
    raise TypeError(f"{hint!r} cannot be sent")


def _union(members: tuple[Any, ...]) -> Codec:
    some = tuple(m for m in members if m is not type(None))
    inner = codec_of(some[0]) if len(some) == 1 else _one_of(some)
    if len(some) == len(members):
        return inner
    return Codec(
        lambda value, beside: None if value is None else inner.pack(value, beside),
        lambda plain, beside: None if plain is None else inner.unpack(plain, beside),
    )


def _one_of(members: tuple[Any, ...]) -> Codec:
    """A value of several types, with the name of its own."""
    codecs = {member.__name__: codec_of(member) for member in members}

    def pack(value: Any, beside: bytearray) -> list[Any]:
        name = type(value).__name__
        return [name, codecs[name].pack(value, beside)]

    def unpack(plain: Any, beside: bytes) -> Any:
        name, inner = plain
        return codecs[name].unpack(inner, beside)

    return Codec(pack, unpack)


def _sequence(made: type, arguments: tuple[Any, ...]) -> Codec:
    if made is tuple and arguments[-1] is not Ellipsis:
        return _fixed(tuple, [codec_of(a) for a in arguments])
    item = arguments[0]
    if isinstance(item, type) and issubclass(item, tuple) and hasattr(item, "_fields"):
        return _columns(item)
    inner = codec_of(item)

    def pack(value: Any, beside: bytearray) -> list[Any]:
        return [inner.pack(one, beside) for one in (sorted(value) if made is frozenset else value)]

    def unpack(plain: Any, beside: bytes) -> Any:
        if type(plain) is not list:
            raise ValueError
        return made([inner.unpack(one, beside) for one in plain])

    return Codec(pack, unpack)


def _mapping(inner: Codec) -> Codec:
    return Codec(
        lambda value, beside: {str(key): inner.pack(one, beside) for key, one in value.items()},
        lambda plain, beside: {key: inner.unpack(one, beside) for key, one in plain.items()},
    )


def _fixed(make: Callable[[list[Any]], Any], codecs: list[Codec]) -> Codec:
    return Codec(
        lambda value, beside: [c.pack(one, beside) for c, one in zip(codecs, value, strict=True)],
        lambda plain, beside: make([c.unpack(one, beside) for c, one in zip(codecs, plain, strict=True)]),
    )


def _named_tuple(made: Any) -> Codec:
    hints = get_type_hints(made)
    return _fixed(made._make, [codec_of(hints[name]) for name in made._fields])


def _columns(made: Any) -> Codec:
    """Many named tuples of one kind."""
    hints, defaults = get_type_hints(made), made._field_defaults
    columns = [_column(hints[name], defaults.get(name, _NOTHING)) for name in made._fields]

    def pack(value: Any, beside: bytearray) -> list[Any]:
        if not value:
            return []
        across = zip(columns, zip(*value, strict=True), strict=True)
        return [len(value), *(column.pack(values, beside) for column, values in across)]

    def unpack(plain: Any, beside: bytes) -> Any:
        if plain == []:
            return ()
        count, *packed = plain
        if type(count) is not int or count < 1 or len(packed) != len(columns):
            raise ValueError
        down = [column.unpack((count, one), beside) for column, one in zip(columns, packed, strict=True)]
        return tuple([made(*row) for row in zip(*down, strict=True)])

    return Codec(pack, unpack)


_NOTHING: Any = object()


def _column(hint: Any, default: Any) -> Codec:
    """``unpack`` is given the number of values with the column."""
    inner = codec_of(hint)

    def pack(values: tuple[Any, ...], beside: bytearray) -> Any:
        if default is not _NOTHING and values.count(default) == len(values):
            return None
        if hint is float:
            start = len(beside)
            beside += _swapped(array("d", values)).tobytes()
            return start
        return list(values) if hint is str else [inner.pack(one, beside) for one in values]

    def unpack(plain: Any, beside: bytes) -> Any:
        count, packed = plain
        if packed is None and default is not _NOTHING:
            return [default] * count
        if hint is float:
            doubles = array("d")
            doubles.frombytes(bytes_out((packed, count * _DOUBLE), beside))
            return _swapped(doubles)
        if type(packed) is not list or len(packed) != count:
            raise ValueError
        return [inner.unpack(one, beside) for one in packed]

    return Codec(pack, unpack)


def _swapped(doubles: "array[float]") -> "array[float]":
    if sys.byteorder == "big":
        doubles.byteswap()
    return doubles


def _dataclass(made: Any, given: Mapping[Any, Any]) -> Codec:
    """``given``: what stands for the type's parameters (``Field[date]``)."""
    fields = _Fields(made, given)

    def pack(value: Any, beside: bytearray) -> dict[str, Any]:
        out = {}
        for name, codec, default in fields.each:
            one = getattr(value, name)
            if one is not default and (default is _NOTHING or one != default):
                out[name] = codec.pack(one, beside)
        return out

    def unpack(plain: Any, beside: bytes) -> Any:
        codecs = fields.by_name
        return made(**{name: codecs[name].unpack(one, beside) for name, one in plain.items()})

    return Codec(pack, unpack)


class _Fields:
    """A dataclass's fields with their codecs, made when first used: a type may hold values of its own."""

    def __init__(self, made: Any, given: Mapping[Any, Any]) -> None:
        self._made, self._given = made, given

    @cached_property
    def each(self) -> tuple[tuple[str, Codec, Any], ...]:
        hints = get_type_hints(self._made)
        fields = dataclasses.fields(self._made)
        return tuple((f.name, codec_of(self._given.get(hints[f.name], hints[f.name])), _default(f)) for f in fields)

    @cached_property
    def by_name(self) -> Mapping[str, Codec]:
        return {name: codec for name, codec, _ in self.each}


def _default(field: "dataclasses.Field[Any]") -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return _NOTHING if field.default is dataclasses.MISSING else field.default
