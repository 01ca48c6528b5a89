"""Frames, names, black bars and the legend on the pixels of a page (Pillow).

The font is Bitstream Vera (``documents/fonts``): Pillow's own has no æ, ø and å.
"""

from functools import lru_cache
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.documents.picture.marks import Mark, Marked, MarkedPage
from bot.documents.picture.placing import Rect, place
from bot.model.document import PagePicture

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

FONTS = Path(__file__).parent.parent / "fonts"
#: Pixels: type of the names and of the legend, a frame's line and its distance from the words, a margin's edge.
NAME_SIZE, LEGEND_SIZE, LINE, AWAY, EDGE = 15, 15, 2, 2, 10
#: A row of the legend, in pixels, and the width from which it has two columns.
ROW, TWO_COLUMNS = 24, 700
_INK, _SOFT, _WHITE, _BLACK = "#1f2328", "#5b626b", "#ffffff", "#000000"
#: Steps of grey (of 255) that a blank place may have, and the share of its pixels that may have more (dust on a scan).
_CALM, _DUST = 48, 0.01


def draw(what: Marked, pictures: tuple[PagePicture, ...], *, legend: bool = True) -> "list[Image]":
    """One image for every page that is in both, in order; the last one has the legend below it."""
    of_number = {picture.number: picture for picture in pictures if _is_whole(picture)}
    shown = [page for page in what.pages if page.number in of_number]
    out = []
    for page in shown:
        image = _page(page, of_number[page.number])
        out.append(_with_legend(image, what) if legend and page is shown[-1] else image)
    return out


def _is_whole(picture: PagePicture) -> bool:
    """What comes from a child is looked at before it is used."""
    return (
        len(picture.pixels) in (picture.columns * picture.rows, picture.columns * picture.rows * 3)
        and picture.columns > 0
        and picture.rows > 0
        and 0 < picture.width < inf
        and 0 < picture.height < inf
    )


def _page(page: MarkedPage, picture: PagePicture) -> "Image":
    from PIL import Image, ImageDraw  # noqa: PLC0415 - 30 ms, and few commands draw

    mode = "L" if len(picture.pixels) == picture.columns * picture.rows else "RGB"
    image = Image.frombytes(mode, (picture.columns, picture.rows), picture.pixels).convert("RGB")
    across, down = picture.columns / picture.width, picture.rows / picture.height

    def pixels(box: tuple[float, float, float, float], more: float = 0.0) -> Rect:
        return box[0] * across - more, box[1] * down - more, box[2] * across + more, box[3] * down + more

    pen = ImageDraw.Draw(image)
    for box in page.black:
        pen.rectangle(pixels(box, 1), fill=_BLACK)
    frames = _frames(page.marks, pixels)
    sizes = [_size(mark.name) for mark in page.marks]
    taken = [pixels(box) for box in (*page.words, *page.black)]
    tags = place(frames, sizes, taken, (picture.columns, picture.rows), lambda rect: _is_blank(image, rect))
    image, shift = _with_room(image, [tag.rect for tag in tags])
    frames = [_moved(frame, shift) for frame in frames]
    tags = [tag._replace(rect=_moved(tag.rect, shift)) for tag in tags]
    pen = ImageDraw.Draw(image)
    for mark, frame, tag in zip(page.marks, frames, tags, strict=True):
        if tag.is_apart:
            # Along the foot of the row: a line under what it passes, not through it.
            ends = (frame[2], tag.rect[0]) if tag.rect[0] > frame[0] else (frame[0], tag.rect[2])
            foot = frame[3] - 1
            pen.line((ends[0], foot, ends[1], min(max(foot, tag.rect[1]), tag.rect[3])), fill=mark.colour, width=1)
    for mark, frame, tag in zip(page.marks, frames, tags, strict=True):
        pen.rectangle(frame, outline=mark.colour, width=LINE)
        pen.rectangle(tag.rect, fill=mark.colour)
        pen.text(
            (tag.rect[0] + 5, _middle(tag.rect)), mark.name, fill=_WHITE, font=font(NAME_SIZE, bold=True), anchor="lm"
        )
    return image


def _moved(rect: Rect, shift: float) -> Rect:
    return rect[0] + shift, rect[1], rect[2] + shift, rect[3]


def _with_room(image: "Image", tags: list[Rect]) -> "tuple[Image, int]":
    """As wide and high as the names beside the page want it, and how far right the page went."""
    from PIL import Image  # noqa: PLC0415

    right = max((rect[2] + EDGE for rect in tags if rect[2] > image.width), default=0.0)
    below = max((rect[3] + EDGE for rect in tags if rect[3] > image.height), default=0.0)
    left = round(max((EDGE - rect[0] for rect in tags if rect[0] < 0), default=0.0))
    if not right and not below and not left:
        return image, 0
    roomy = Image.new("RGB", (left + max(image.width, round(right)), max(image.height, round(below))), _WHITE)
    roomy.paste(image, (left, 0))
    return roomy, left


def _frames(marks: tuple[Mark, ...], pixels: Any) -> list[Rect]:
    """Around the words; fields of the same place one around the other."""
    out: list[Rect] = []
    inner: dict[Any, int] = {}
    for mark in marks:
        around = inner.get(mark.box, 0)
        inner[mark.box] = around + 1
        out.append(pixels(mark.box, AWAY + LINE - 1 + around * (LINE + 1)))
    return out


def _size(name: str) -> tuple[float, float]:
    return font(NAME_SIZE, bold=True).getlength(name) + 10, NAME_SIZE + 7


def _middle(rect: Rect) -> float:
    return (rect[1] + rect[3]) / 2


def _is_blank(image: "Image", rect: Rect) -> bool:
    """Whether nearly all of it is of one tone."""
    x0, top, x1, bottom = map(round, rect)
    grey = image.crop((x0, top, x1, bottom)).convert("L")
    counts = grey.histogram()
    usual = max(range(256), key=counts.__getitem__)
    near = sum(counts[max(0, usual - _CALM) : usual + _CALM + 1])
    return near >= (1 - _DUST) * sum(counts)


def _with_legend(image: "Image", what: Marked) -> "Image":
    """Below the page: every field's colour, name, value and how sure; what was not found; at last the file's name."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    columns = 2 if image.width >= TWO_COLUMNS else 1
    rows = -(-len(what.marks) // columns)
    last = [f"Ikke fundet: {', '.join(what.missing)}"] if what.missing else []
    height = EDGE * 2 + ROW * (rows + len(last))
    out = Image.new("RGB", (image.width, image.height + height), _WHITE)
    out.paste(image)
    pen = ImageDraw.Draw(out)
    pen.line((0, image.height, image.width, image.height), fill=_SOFT, width=1)
    for i, mark in enumerate(what.marks):
        x = EDGE + (i // rows) * (image.width // columns)
        y = image.height + EDGE + ROW * (i % rows) + ROW / 2
        _row(pen, mark, x, y, image.width // columns - EDGE)
    for i, text in enumerate(last):
        y = image.height + EDGE + ROW * (rows + i) + ROW / 2
        pen.text(
            (EDGE, y),
            _cut(text, font(LEGEND_SIZE), image.width - 2 * EDGE),
            fill=_INK,
            font=font(LEGEND_SIZE),
            anchor="lm",
        )
    return out


def _row(pen: Any, mark: Mark, x: float, y: float, width: float) -> None:
    bold, plain = font(LEGEND_SIZE, bold=True), font(LEGEND_SIZE)
    pen.rectangle((x, y - 7, x + 14, y + 7), outline=mark.colour, width=LINE)
    pen.text((x + 22, y), mark.name, fill=mark.colour, font=bold, anchor="lm")
    at = x + 22 + bold.getlength(mark.name) + 8
    said = f"{mark.value}  ({round(mark.sure * 100)} %)"
    pen.text((at, y), _cut(said, plain, x + width - at), fill=_INK, font=plain, anchor="lm")


def _cut(text: str, face: "FreeTypeFont", width: float) -> str:
    if face.getlength(text) <= width:
        return text
    while text and face.getlength(text + "…") > width:
        text = text[:-1]
    return text + "…"


@lru_cache(maxsize=8)
def font(size: int, *, bold: bool = False) -> "FreeTypeFont":
    from PIL import ImageFont  # noqa: PLC0415

    return ImageFont.truetype(FONTS / ("VeraBd.ttf" if bold else "Vera.ttf"), size)
