"""The page with each field framed and named, for a person who decides at a glance.

``marks`` says what is to be framed and what blacked out, ``placing`` where the names go so that they cover nothing,
``drawing`` draws, ``framing`` does all that in the child, ``saving`` makes files of it. Pixels come from
``formats.raster``; Pillow is loaded when there is something to draw.
"""

from bot.documents.picture.drawing import draw
from bot.documents.picture.marks import marked
from bot.documents.picture.saving import as_png, as_small, below_each_other, small, trimmed

__all__ = ["as_png", "as_small", "below_each_other", "draw", "marked", "small", "trimmed"]
