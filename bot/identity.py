"""Results kept by the identity of what they were made of."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple

Ts = TypeVarTuple("Ts")
R = TypeVar("R")
#: The secretariats share their rules and their register; a register that changes leaves one behind for a while.
_MOST = 4


def by_identity(make: Callable[[*Ts], R]) -> Callable[[*Ts], R]:
    """``make``, called once for each object that it is given, or for several together.

    For frozen values and for rules as they were read, which live as long as the service: comparing them would cost more
    than it saves, and mappings have no hash. An object that is remembered is kept alive, so no other has its ``id``.
    """
    known: dict[tuple[int, ...], tuple[tuple[*Ts], R]] = {}

    @wraps(make)
    def made(*given: *Ts) -> R:
        key = tuple(map(id, given))
        held = known.get(key)
        if held is None:
            if len(known) >= _MOST:
                known.clear()
            held = known[key] = given, make(*given)
        return held[1]

    return made
