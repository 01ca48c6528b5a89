"""Pictures as files: a PNG for a person's disk; for a letter whatever is small enough."""

import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from bot.model.document import FramedPicture

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels between two pages below each other.
_BETWEEN = 12
#: Tones of a small PNG; qualities of a JPEG and shares of the size that are tried, best first.
_TONES, _QUALITIES, _SHARES = 48, (80, 65, 50, 35), (1.0, 0.8, 0.65, 0.5, 0.35)
#: A JPEG has no side longer than this (ITU-T T.81 has 16 bits for it); browsers and mail programs stop earlier.
_LONGEST = 16_000
#: Steps of grey below which it is still paper.
_PAPER = 16


def below_each_other(images: "Sequence[Image]") -> "Image":
    """One image of all, on white. Raises ``ValueError`` for none."""
    from PIL import Image  # noqa: PLC0415

    if not images:
        raise ValueError("no image")
    if len(images) == 1:
        return images[0]
    height = sum(image.height for image in images) + _BETWEEN * (len(images) - 1)
    out = Image.new("RGB", (max(image.width for image in images), height), "#8a8a8a")
    at = 0
    for image in images:
        out.paste(image, (0, at))
        at += image.height + _BETWEEN
    return out


def trimmed(image: "Image", edge: int = 24) -> "Image":
    """Without the empty rest of the paper: what stands there is then larger where the picture is shown."""
    seen = image.convert("L").point([255] * (256 - _PAPER) + [0] * _PAPER).getbbox()
    if seen is None:
        return image
    left, top, right, bottom = seen
    return image.crop(
        (max(0, left - edge), max(0, top - edge), min(image.width, right + edge), min(image.height, bottom + edge))
    )


def as_png(image: "Image") -> bytes:
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def as_small(picture: FramedPicture, most: int) -> tuple[bytes, str] | None:
    """As ``small``, of pixels from a child: looked at before they are used. None too where they do not add up."""
    from PIL import Image  # noqa: PLC0415

    size, octets = (picture.columns, picture.rows), 1 if picture.palette else 3
    if min(size) < 1 or len(picture.pixels) != picture.columns * picture.rows * octets or len(picture.palette) > 768:
        return None
    if not picture.palette:
        return small(Image.frombytes("RGB", size, picture.pixels), most)
    image = Image.frombytes("P", size, picture.pixels)
    image.putpalette(picture.palette)
    out = BytesIO()
    # Runs of one tone are nearly all there is to find on a page of text: half the time of zlib's usual search, and a
    # ninth more bytes.
    image.save(out, "PNG", compress_level=1, compress_type=zlib.Z_RLE)
    if len(out.getvalue()) <= most and max(size) <= _LONGEST:
        return out.getvalue(), "image/png"
    return small(image.convert("RGB"), most)


def small(image: "Image", most: int) -> tuple[bytes, str] | None:
    """(bytes, content type), at most so many bytes: a PNG of few tones for a page of text, else a JPEG; None where
    nothing legible is that small.
    """
    from PIL import Image  # noqa: PLC0415

    if max(image.size) > _LONGEST:
        image = image.resize(_shrunk(image, _LONGEST / max(image.size)))
    out = BytesIO()
    # An octree and zlib's usual effort: a fourth of the time of the defaults with «optimize», and no larger.
    tones = image.quantize(_TONES, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    tones.save(out, "PNG")
    if len(out.getvalue()) <= most:
        return out.getvalue(), "image/png"
    for share in _SHARES:
        scaled = image if share == 1.0 else image.resize(_shrunk(image, share), reducing_gap=2.0)
        for quality in _QUALITIES:
            out = BytesIO()
            scaled.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
            if len(out.getvalue()) <= most:
                return out.getvalue(), "image/jpeg"
    return None


def _shrunk(image: "Image", share: float) -> tuple[int, int]:
    return max(1, round(image.width * share)), max(1, round(image.height * share))
