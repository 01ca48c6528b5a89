"""A family of layouts: one program's or one sort of house's way to set up an invoice."""

from collections.abc import Callable
from typing import NamedTuple

from tests.corpus.canvas import Canvas
from tests.corpus.facts import Facts


class Family(NamedTuple):
    """``prefer``: the means of payment that the form is made for; ``kind``: the only kind of document it is."""

    name: str
    draw: Callable[[Facts], Canvas]
    english: bool = False
    prefer: str | None = None
    kind: str | None = None
