"""The picture of one reading for a letter, made where the page was read: in the child.

A page of text is grey, and only our frames have colours: they stand out, and the picture takes a third of the time.
What leaves the child are pixels, which nothing has to decode (``saving.as_small`` makes a file of them).
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.documents.job import Framing
from bot.documents.picture.drawing import draw
from bot.documents.picture.marks import Marked, marked
from bot.documents.picture.saving import below_each_other, trimmed
from bot.documents.telling import Telling
from bot.model.document import Document, FramedPicture, PagePicture

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels of one picture, from which on no more pages are put below: eight of A4 at 100 dots per inch.
MOST_PIXELS = 8_000_000
#: Steps from black to white: type stays smooth, and noughts and repetitions pack well.
_GREYS = 16


def framed(
    framings: Sequence[Framing], seen: Iterable[tuple[Document, tuple[PagePicture, ...]]], telling: Telling
) -> tuple[FramedPicture | None, ...]:
    """``seen``: the document and all that lie in it, with their words and pictures."""
    there = tuple(seen)
    return tuple(_of(framing, there, telling) for framing in framings)


def _of(
    framing: Framing, seen: Sequence[tuple[Document, tuple[PagePicture, ...]]], telling: Telling
) -> FramedPicture | None:
    for document, pictures in seen:
        if document.sha256 == framing.sha256:
            what = marked(document, framing.reading, telling)
            images = draw(what, _first(pictures), legend=False)
            if images:
                image = trimmed(below_each_other(images))
                return _full(image) if document.method in ("ocr", "mixed") else _few_tones(image, what)
    return None


def _first(pictures: Sequence[PagePicture]) -> tuple[PagePicture, ...]:
    left = MOST_PIXELS
    out: list[PagePicture] = []
    for picture in pictures:
        left -= picture.columns * picture.rows
        if out and left < 0:
            break
        out.append(picture)
    return tuple(out)


def _full(image: "Image") -> FramedPicture:
    """A scan or a photo is nothing without its tones."""
    return FramedPicture(*image.size, image.tobytes())


def _few_tones(image: "Image", what: Marked) -> FramedPicture:
    from PIL import Image  # noqa: PLC0415 - few documents are drawn

    greys = [step for tone in range(_GREYS) for step in (tone * 255 // (_GREYS - 1),) * 3]
    colours = b"".join(bytes.fromhex(colour[1:]) for colour in dict.fromkeys(m.colour for m in what.marks))
    palette = bytes(greys) + colours
    of_palette = Image.new("P", (1, 1))
    of_palette.putpalette(palette)
    tones = image.quantize(palette=of_palette, dither=Image.Dither.NONE)
    return FramedPicture(*image.size, tones.tobytes(), palette)
