"""Pages as pixels, from files of pictures: PNG, JPEG, TIFF of several pages, WebP, HEIC.

Pillow opens them; a picture says its size before it is unpacked, and one that is too large never is.
"""

import io
import struct
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from bot.documents.errors import UnreadableDocument
from bot.documents.limits import Limits
from bot.documents.ocr.page import Picture
from bot.documents.ocr.seen import Grey

#: What Pillow and the libraries below it raise for files that are not what they say.
_DAMAGED = (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, EOFError, OverflowError, struct.error)
_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "HEIF", "AVIF", "MPO")
#: A picture smaller than this holds no page.
_LEAST_SIDE = 60
#: A JPEG is unpacked no larger than needed: pixels of the longer side.
_ENOUGH = 3600
#: Dots per inch that a scanner means; cameras write 72 for want of anything.
_SCANNERS = range(90, 1201)


def pictures(content: bytes, limits: Limits) -> Iterator[Picture | None]:
    """The pages in order, one at a time; None for one beyond ``Limits.ocr_pages``.

    Raises ``UnreadableDocument``: ``damaged``, ``too_large``, ``unsupported`` (HEIC without its library), ``no_text``
    where the picture is smaller than a page could be.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - 60 ms that a PDF need not spend

    _with_heif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is odd in a file; whether it can be read is what matters
            with Image.open(io.BytesIO(content), formats=_known(Image)) as image:
                count = min(int(getattr(image, "n_frames", 1)), limits.pages) if image.format == "TIFF" else 1
                for index in range(count):
                    image.seek(index)
                    yield _picture(image, limits) if index < limits.ocr_pages else None
    except Image.DecompressionBombError:
        raise UnreadableDocument("too_large") from None
    except UnidentifiedImageError:
        raise UnreadableDocument("unsupported" if content[4:8] == b"ftyp" else "damaged") from None
    except _DAMAGED:
        raise UnreadableDocument("damaged") from None


def _known(image: Any) -> list[str]:
    image.init()
    return [name for name in _FORMATS if name in image.OPEN]


def _with_heif() -> None:
    try:
        import pillow_heif  # noqa: PLC0415 - an extra
    except ImportError:
        return
    pillow_heif.register_heif_opener()


def _picture(image: Any, limits: Limits) -> Picture:
    from PIL import ImageOps  # noqa: PLC0415 - as above

    width, height = image.size
    if width * height > limits.pixels:
        raise UnreadableDocument("too_large")
    if min(width, height) < _LEAST_SIDE:
        raise UnreadableDocument("no_text")
    dots = _dots(image)
    if image.format in ("JPEG", "MPO"):
        image.draft("L", _reduced(width, height))
    upright = ImageOps.exif_transpose(_grey(image))
    pixels: Grey = np.asarray(upright, dtype=np.uint8)
    if not dots:
        return Picture(pixels)
    points = [side * 72 / dots for side in (width, height)]
    if (upright.width > upright.height) != (width > height):
        points.reverse()
    return Picture(pixels, *points)


def _reduced(width: int, height: int) -> tuple[int, int]:
    """The size to ask a JPEG for: it is given in halves, quarters and eighths, the next larger."""
    share = min(1.0, _ENOUGH / max(width, height))
    return max(1, int(width * share)), max(1, int(height * share))


def _dots(image: Any) -> float:
    """Dots per inch where the file means them; 0 where it does not."""
    try:
        across, down = (float(value) for value in image.info.get("dpi", (0, 0)))
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0
    plausible = round(across) in _SCANNERS and abs(across - down) < 0.05 * across
    return across if plausible else 0.0


def _grey(image: Any) -> Any:
    """In shades of grey, on white where it is transparent; sixteen bits become eight."""
    from PIL import Image  # noqa: PLC0415 - as above

    if image.mode.startswith(("I", "F")):
        values = np.asarray(image, dtype=np.float64)
        top = 65535.0 if values.max(initial=0) > 255 else 255.0
        grey = Image.fromarray((np.clip(values / top, 0, 1) * 255).astype(np.uint8))
        grey.getexif().update(image.getexif())
        return grey
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        colour = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(colour)
        flat = white.convert("L")
        flat.getexif().update(image.getexif())
        return flat
    return image if image.mode == "L" else image.convert("L")
