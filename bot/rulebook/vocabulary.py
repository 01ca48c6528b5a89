"""★ A file of words that is given on as it stands, once it has the shape that the code asks for."""

from collections.abc import Mapping, Sequence
from datetime import time
from pathlib import Path
from string import Formatter
from typing import Any

from bot.model.errors import ConfigError
from bot.rulebook.table import read_toml

#: What a person calls a value of that type.
_NAMES = {
    **{str: "en tekst", bool: "true eller false", int: "et tal", float: "et tal", list: "en liste", dict: "en tabel"},
    time: "et klokkeslæt uden anførselstegn, fx 06:30:00",
}


def read_vocabulary(paths: Sequence[Path]) -> dict[str, Any]:
    """The last of ``paths``, which takes the place of the first, the shipped one: it must have all that that one has.

    Raises ``ConfigError``.
    """
    words = read_toml(paths[-1], exact=False)
    if len(paths) > 1:
        _compare(str(paths[-1]), "", words, read_toml(paths[0], exact=False))
    return words


def read_texts(paths: Sequence[Path]) -> dict[str, Any]:
    """As ``read_vocabulary``, of texts with ``{places}``: each may leave out what the shipped one names, but has no
    others. Raises ``ConfigError``.
    """
    texts = read_vocabulary(paths)
    if len(paths) > 1:
        _compare_places(str(paths[-1]), "", texts, read_toml(paths[0], exact=False))
    return texts


def _compare_places(file: str, where: str, given: Any, shipped: Any) -> None:
    if isinstance(shipped, dict):
        for key, pattern in shipped.items():
            _compare_places(file, f"{where}.{key}" if where else key, given[key], pattern)
    elif isinstance(shipped, str):
        try:
            strange = sorted(_places(given) - _places(shipped))
        except ValueError:
            raise ConfigError(file, where, "har en «{» uden «}» eller omvendt") from None
        if strange:
            raise ConfigError(file, where, f"kender ikke {{{strange[0]}}}")


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _compare(file: str, where: str, given: Mapping[str, Any], shipped: Mapping[str, Any]) -> None:
    for key, pattern in shipped.items():
        place = f"{where}.{key}" if where else key
        if key not in given:
            raise ConfigError(file, place, "mangler; filen træder helt i stedet for den, der følger med")
        value = given[key]
        if isinstance(pattern, dict) and isinstance(value, dict):
            _compare(file, place, value, pattern)
        elif not _is_like(value, pattern):
            raise ConfigError(file, place, f"skal være {_wanted(pattern)}")


def _is_like(value: object, pattern: object) -> bool:
    if isinstance(pattern, list) and isinstance(value, list):
        kinds = {type(item) for item in pattern}
        return not kinds or all(type(item) in kinds for item in value)
    if isinstance(pattern, float | int) and not isinstance(pattern, bool):
        return isinstance(value, float | int) and not isinstance(value, bool)
    return type(value) is type(pattern)


def _wanted(pattern: object) -> str:
    texts = isinstance(pattern, list) and any(isinstance(item, str) for item in pattern)
    return "en liste af tekster" if texts else _NAMES.get(type(pattern), "som i den fil, der følger med")
