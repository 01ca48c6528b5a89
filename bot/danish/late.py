"""Patterns compiled when they are first used.

A command that reads one document needs half of the patterns that there are, and compiling all of them took a third of
its time. For what a usual text does not call for; the others are compiled at once, in the process that is forked.
"""

import re
from typing import cast

_METHODS = ("search", "match", "fullmatch", "finditer", "sub")


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As ``re.compile``, for use by its methods only; a pattern that is wrong says so when it is used."""
    return cast("re.Pattern[str]", _Late(pattern, flags))


class _Late:
    def __init__(self, pattern: str, flags: int) -> None:
        self._given = pattern, flags

    def __getattr__(self, name: str) -> object:
        """Only asked for what is not there yet: from then on the methods are found as any object's are."""
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(*self._given)
        self.__dict__.update((method, getattr(compiled, method)) for method in _METHODS)
        return self.__dict__[name]
