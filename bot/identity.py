"""Results kept by the identity of what they were made of."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
#: The secretariats share their rules and their register; a register that changes leaves one behind for a while.
_MOST = 4


def by_identity(make: Callable[[T], R]) -> Callable[[T], R]:
    """``make``, called once for each object that it is given.

    For frozen values and for rules as they were read, which live as long as the service: comparing them would cost more
    than it saves, and mappings have no hash. An object that is remembered is kept alive, so no other has its ``id``.
    """
    known: dict[int, tuple[T, R]] = {}

    @wraps(make)
    def made(given: T) -> R:
        held = known.get(id(given))
        if held is None:
            if len(known) >= _MOST:
                known.clear()
            held = known[id(given)] = given, make(given)
        return held[1]

    return made
