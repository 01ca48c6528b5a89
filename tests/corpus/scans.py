"""Scans and photographs made from a PDF: what a copier, a fax, a telephone and a desk do to a page.

Pillow only; the same for the same ``Random``. What is made can still be read by a person.
"""

from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import NamedTuple

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from tests.corpus.canvas import vera_folder


class Scan(NamedTuple):
    """``suffix``: ".pdf" (a page is a picture), ".jpg", ".png" or ".tif"; ``how``: what was done, for the report."""

    content: bytes
    suffix: str
    how: str


Step = Callable[[Image.Image, Random], Image.Image]


def scan(pdf: bytes, rnd: Random) -> Scan:
    """All pages of the PDF, scanned in one way."""
    how = rnd.choices([*_WAYS], [weight for weight, _, _ in _WAYS.values()])[0]
    _, dpi, steps = _WAYS[how]
    dots = rnd.choice(dpi)
    state = rnd.getrandbits(32)
    pages = [_through(page, steps, Random(state)) for page in _pages(pdf, dots)]
    if how == "fax":
        return Scan(_save(pages, "TIFF", dots, compression="group4"), ".tif", how)
    if how == "photo" and len(pages) == 1:
        return Scan(_save(pages, "JPEG", dots, quality=rnd.choice([70, 82])), ".jpg", how)
    if len(pages) == 1 and rnd.random() < 0.25:
        suffix, form = rnd.choice([(".png", "PNG"), (".jpg", "JPEG"), (".tif", "TIFF")])
        packed = {"compression": "tiff_deflate"} if form == "TIFF" else {}
        return Scan(_save(pages, form, dots, **packed), suffix, how)
    return Scan(_save(pages, "PDF", dots, quality=rnd.choice([55, 70, 85])), ".pdf", how)


def _pages(pdf: bytes, dots: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dots / 72).to_pil().convert("RGB") for page in document]


def _through(page: Image.Image, steps: tuple[Step, ...], rnd: Random) -> Image.Image:
    for step in steps:
        page = step(page, rnd)
    return page


def _save(pages: list[Image.Image], form: str, dots: int, **options: object) -> bytes:
    out = BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if form in ("PDF", "TIFF") else {}
    extra = {"resolution": dots} if form == "PDF" else {"dpi": (dots, dots)}
    pages[0].save(out, form, **more, **extra, **options)
    return out.getvalue()


def _skew(page: Image.Image, rnd: Random) -> Image.Image:
    return page.rotate(rnd.uniform(-1.2, 1.2), Image.Resampling.BICUBIC, expand=False, fillcolor=(250, 250, 248))


def _blur(page: Image.Image, rnd: Random) -> Image.Image:
    return page.filter(ImageFilter.GaussianBlur(rnd.uniform(0.3, 0.8) * page.width / 1650))


def _grain(page: Image.Image, rnd: Random) -> Image.Image:
    """Noise as of a sensor, coarser than a dot."""
    small = (page.width // 2, page.height // 2)
    noise = Image.frombytes("L", small, rnd.randbytes(small[0] * small[1])).filter(ImageFilter.GaussianBlur(0.6))
    weak = noise.point([int(128 + (v - 128) * 0.12) for v in range(256)]).resize(page.size)
    return ImageChops.add(page, Image.merge("RGB", [weak] * 3), scale=1, offset=-128)


def _grey(page: Image.Image, rnd: Random) -> Image.Image:
    pale = ImageEnhance.Contrast(page.convert("L")).enhance(rnd.uniform(0.65, 1.0))
    return ImageEnhance.Brightness(pale).enhance(rnd.uniform(0.92, 1.05)).convert("RGB")


def _shadow(page: Image.Image, rnd: Random) -> Image.Image:
    """A hand's or a book's back's shadow, from one side."""
    ramp = Image.linear_gradient("L").rotate(rnd.choice([0, 90, 180, 270])).resize(page.size)
    dark = ramp.point([int(255 - (255 - v) * rnd.uniform(0.30, 0.32)) for v in range(256)])
    return ImageChops.multiply(page, Image.merge("RGB", [dark] * 3))


def _fold(page: Image.Image, rnd: Random) -> Image.Image:
    """Folded twice to fit an envelope: a pale crease with a dark side."""
    draw = ImageDraw.Draw(page, "RGBA")
    for part in (0.333, 0.667):
        y = int(page.height * (part + rnd.uniform(-0.01, 0.01)))
        slope = rnd.randint(-6, 6)
        draw.line((0, y, page.width, y + slope), fill=(90, 90, 90, 70), width=2)
        draw.line((0, y + 2, page.width, y + 2 + slope), fill=(255, 255, 255, 130), width=2)
    return page


def _perspective(page: Image.Image, rnd: Random) -> Image.Image:
    """Held over a table, not quite straight; the table is seen around it."""
    edge = page.width // 14
    table = rnd.choice([(96, 74, 58), (70, 72, 78), (140, 132, 120)])
    ground = Image.new("RGB", (page.width + 2 * edge, page.height + 2 * edge), table)
    ground.paste(page, (edge, edge))
    w, h = ground.size

    corners = [
        (x * w + rnd.uniform(0, 0.03) * w * (1 - 2 * x), y * h + rnd.uniform(0, 0.025) * h * (1 - 2 * y))
        for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
    ]
    numbers = _coefficients(corners, (w, h))
    return ground.transform(ground.size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC)


def _coefficients(corners: list[tuple[float, float]], size: tuple[int, int]) -> list[float]:
    """Of the map from the picture's rectangle to ``corners`` (Pillow's eight numbers), by elimination."""
    w, h = size
    rows = []
    for (x, y), (u, v) in zip([(0, 0), (w, 0), (w, h), (0, h)], corners, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    matrix = [[float(n) for n in row] for row in rows]
    for i in range(8):
        pivot = max(range(i, 8), key=lambda k: abs(matrix[k][i]))
        matrix[i], matrix[pivot] = matrix[pivot], matrix[i]
        matrix[i] = [n / matrix[i][i] for n in matrix[i]]
        for k in range(8):
            if k != i:
                matrix[k] = [a - matrix[k][i] * b for a, b in zip(matrix[k], matrix[i], strict=True)]
    return [row[8] for row in matrix]


def _bits(page: Image.Image, rnd: Random) -> Image.Image:
    """A fax: half the lines, black or white."""
    thin = page.convert("L").resize((page.width, page.height * 3 // 5), Image.Resampling.BILINEAR).resize(page.size)
    limit = rnd.randint(150, 185)
    return thin.point([255 if v > limit else 0 for v in range(256)]).convert("1")


def _stamp(page: Image.Image, rnd: Random) -> Image.Image:
    """«MODTAGET» with a date, as a secretariat's stamp: in the lower half, over white mostly."""
    size = page.width // 34
    font = ImageFont.truetype(str(vera_folder() / "VeraBd.ttf"), size)
    label = Image.new("RGBA", (size * 13, size * 4), (0, 0, 0, 0))
    draw = ImageDraw.Draw(label)
    ink = rnd.choice([(30, 50, 150, 170), (170, 30, 40, 170)])
    draw.rectangle((3, 3, label.width - 4, label.height - 4), outline=ink, width=4)
    draw.text((size, size // 2), f"MODTAGET\n{rnd.randint(10, 28)} APR 2026", font=font, fill=ink)
    turned = label.rotate(rnd.uniform(-14, 14), expand=True)
    page.paste(turned, (int(page.width * rnd.uniform(0.45, 0.6)), int(page.height * rnd.uniform(0.76, 0.83))), turned)
    return page


def _scribble(page: Image.Image, rnd: Random) -> Image.Image:
    """Somebody's initials with a ball-point pen, near the foot."""
    draw = ImageDraw.Draw(page, "RGBA")
    x, y = page.width * rnd.uniform(0.1, 0.6), page.height * rnd.uniform(0.84, 0.9)
    points = [(x, y)]
    for _ in range(rnd.randint(9, 16)):
        x += page.width * rnd.uniform(0.002, 0.02)
        points.append((x, y + page.height * rnd.uniform(-0.018, 0.018)))
    draw.line(points, fill=(25, 40, 130, 190), width=max(2, page.width // 500), joint="curve")
    return page


def _turn(page: Image.Image, rnd: Random) -> Image.Image:
    return page.rotate(rnd.choice([90, 180, 270]), expand=True)


#: How often, dots an inch, and what is done in order.
_WAYS: dict[str, tuple[int, tuple[int, ...], tuple[Step, ...]]] = {
    "copier": (40, (200, 200, 300), (_skew, _blur, _grain)),
    "grey": (20, (150, 200), (_skew, _grey, _blur, _grain)),
    "post": (14, (200,), (_fold, _stamp, _scribble, _skew, _blur, _grain)),
    "photo": (14, (180, 220), (_perspective, _shadow, _blur, _grain)),
    "fax": (6, (200,), (_skew, _bits)),
    "turned": (6, (200,), (_skew, _blur, _turn)),
}
