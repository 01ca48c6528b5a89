"""Pages made worse as scanners, fax machines and telephones do it. Deterministic: the same seed, the same picture.

Grey pictures (NumPy, 0 black, 255 white) in and out. Every way is a function of (page at 200 dpi, random generator).
"""

from collections.abc import Callable, Mapping

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Random = np.random.Generator


def rendered(pdf: bytes, dpi: int = 200) -> list[Grey]:
    """The pages of a PDF of one's own."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [np.asarray(page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")) for page in document]


def turned(page: Grey, degrees: float, ground: int = 255) -> Grey:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=ground)  # type: ignore[return-value]


def noisy(page: Grey, rng: Random, spread: float, blur: float) -> Grey:
    soft = cv2.GaussianBlur(page, (0, 0), blur).astype(np.float32)
    return np.clip(soft * 0.93 + 8 + rng.normal(0, spread, page.shape), 0, 255).astype(np.uint8)


def jpeg(page: Grey, quality: int) -> Grey:
    _, data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)  # type: ignore[return-value]


def resized(page: Grey, share: float) -> Grey:
    return cv2.resize(page, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def office(page: Grey, rng: Random) -> Grey:
    """A good flatbed scanner at 200 dpi, the sheet a little askew."""
    return jpeg(noisy(turned(page, float(rng.uniform(-1.2, 1.2))), rng, 7, 0.6), 70)


def coarse(page: Grey, rng: Random) -> Grey:
    """150 dpi, much compressed."""
    return jpeg(noisy(resized(turned(page, float(rng.uniform(-2, 2)), 250), 0.75), rng, 8, 0.55), 38)


def fax(page: Grey, rng: Random) -> Grey:
    """Black and white, with specks, at 200 dpi."""
    soft = noisy(turned(page, float(rng.uniform(-1, 1))), rng, 26, 0.9)
    black = np.where(soft < 165, 0, 255).astype(np.uint8)
    specks = rng.random(page.shape) < 0.0006
    return np.where(specks, 0, black).astype(np.uint8)


def folded(page: Grey, rng: Random) -> Grey:
    """A shadow across the sheet and two folds."""
    height, width = page.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    light = 0.62 + 0.38 / (1 + np.exp(-(x / width * 2 + y / height - 1.1) * 9))
    for fold in (1 / 3, 2 / 3):
        light *= 1 - 0.3 * np.exp(-(((y - fold * height - 12 * np.sin(x / 300)) / 9) ** 2))
    shaded = (page.astype(np.float32) * light).clip(0, 255).astype(np.uint8)
    return jpeg(noisy(turned(shaded, float(rng.uniform(-1.5, 1.5)), 140), rng, 8, 0.7), 60)


def photo(page: Grey, rng: Random) -> Grey:
    """Paper on a table, held askew, unevenly lit; about 150 dots per inch of paper."""
    height, width = int(page.shape[0] * 0.95), int(page.shape[1] * 0.95)
    grain = rng.normal(0, 1, (height // 6, 1)).repeat(width, axis=1)
    table = cv2.resize(grain.astype(np.float32), (width, height)) * 14 + 92
    inner = np.array([[0, 0], [page.shape[1], 0], [page.shape[1], page.shape[0]], [0, page.shape[0]]], np.float32)
    room = np.array([[0.07, 0.06], [0.93, 0.06], [0.93, 0.94], [0.07, 0.94]], np.float32)
    corners = ((room + rng.uniform(-0.035, 0.035, (4, 2))) * (width, height)).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(inner, corners)
    flags = cv2.INTER_AREA
    laid = cv2.warpPerspective(page, matrix, (width, height), flags=flags)
    mask = cv2.warpPerspective(np.full_like(page, 255), matrix, (width, height))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    spot = rng.uniform(0.2, 0.8, 2) * (width, height)
    light = 0.6 + 0.4 * np.exp(-(((x - spot[0]) / width) ** 2 + ((y - spot[1]) / height) ** 2) * 1.6)
    both = np.where(mask > 127, laid * 0.9, table) * light
    return jpeg(noisy(both.clip(0, 255).astype(np.uint8), rng, 6, 0.8), 65)


def sideways(page: Grey, rng: Random) -> Grey:
    """Put into the scanner the wrong way."""
    return np.ascontiguousarray(np.rot90(office(page, rng), int(rng.integers(1, 4))))


WAYS: Mapping[str, Callable[[Grey, Random], Grey]] = {
    "office": office,
    "coarse": coarse,
    "fax": fax,
    "folded": folded,
    "photo": photo,
    "sideways": sideways,
}
