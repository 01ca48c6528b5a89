"""What an engine says of a picture, before it becomes words: lines of characters, each with its place and its doubt.

Places are pixels of the picture that was read, origin top left, x to the right and y down.
"""

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

#: Grey, height × width, 0 black, 255 white.
Grey = npt.NDArray[np.uint8]
#: Corners of a line: top left, top right, bottom right, bottom left, as the line is read.
Corners = npt.NDArray[np.float64]


class Character(NamedTuple):
    """``start`` and ``end`` are shares of the line's width, 0 at its left edge; ``sure`` 0..1."""

    text: str
    start: float
    end: float
    sure: float


class SeenLine(NamedTuple):
    """A run of characters in one row, spaces among them. It may be a cell of a table or a whole line."""

    corners: Corners
    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        return "".join(character.text for character in self.characters)

    @property
    def sure(self) -> float:
        """The mean over its characters."""
        return sum(c.sure for c in self.characters) / len(self.characters) if self.characters else 0.0


class Sight(NamedTuple):
    """All lines of a page, in no particular order, as they lie after so many quarter turns counterclockwise: those
    that set it upright.
    """

    lines: tuple[SeenLine, ...]
    quarters: int = 0


class Engine(Protocol):
    """Something that reads pictures. One call at a time."""

    #: What ``check`` calls it, with its version.
    name: str

    def read(self, picture: Grey) -> Sight:
        """A prepared page: level, evenly lit, but perhaps on its side or upside down."""
        ...

    def read_line(self, picture: Grey) -> str:
        """The text of a picture of one line."""
        ...
