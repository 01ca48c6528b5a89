"""Where a sheet of paper lies in a photo: bright, four corners, most of the picture."""

import cv2
import numpy as np
import numpy.typing as npt

from bot.documents.ocr.seen import Grey

#: Top left, top right, bottom right, bottom left, in pixels.
Corners = npt.NDArray[np.float64]

_SIDE = 640
#: Of the picture, the share that the paper fills: less is a stamp or a plate, more is a scan without a table.
_LEAST, _MOST = 0.2, 0.985
#: Of the sheet's own area, what its four corners may leave out or add: a torn or folded corner.
_FIT = 0.94
#: Steps of grey by which the paper is brighter than what lies right beside it, on most of its sides.
_BRIGHTER = 12
#: The sharpest corner, in degrees: seen from further aside, paper cannot be read.
_SHARPEST = 55.0


def corners_of_paper(picture: Grey) -> Corners | None:
    """The four corners of the sheet; None where the picture is the sheet, or none is to be seen."""
    scale = min(1.0, _SIDE / max(picture.shape))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    calm = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), 7)
    for bright in _masks(calm):  # type: ignore[arg-type]
        corners = _sheet(bright, calm)  # type: ignore[arg-type]
        if corners is not None:
            return np.asarray(corners / scale)
    return None


def _masks(calm: Grey) -> list[Grey]:
    """What is bright in the picture, by two limits: that of the whole, and that of each part (a shadow on it)."""
    _, otsu = cv2.threshold(calm, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    edges = cv2.dilate(cv2.Canny(calm, 30, 90), np.ones((3, 3), np.uint8))
    edges[0, :] = edges[-1, :] = edges[:, 0] = edges[:, -1] = 255
    return [otsu, cv2.bitwise_not(edges)]  # type: ignore[list-item]


def _sheet(bright: Grey, calm: Grey) -> Corners | None:
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    contour = max(contours, key=cv2.contourArea)
    area, whole = cv2.contourArea(contour), float(calm.shape[0] * calm.shape[1])
    if not _LEAST * whole < area < _MOST * whole:
        return None
    hull = cv2.convexHull(contour)
    for tolerance in (0.01, 0.02, 0.03, 0.05):
        quad = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True)
        if len(quad) == 4:
            corners = _ordered(quad.reshape(4, 2).astype(np.float64))
            return corners if _is_paper(corners, cv2.contourArea(hull), calm) else None
    return None


def _is_paper(corners: Corners, hull: float, calm: Grey) -> bool:
    area = cv2.contourArea(corners.astype(np.float32))
    if not _FIT < area / max(1.0, hull) < 1 / _FIT:
        return False
    if min(_angles(corners)) < _SHARPEST:
        return False
    return sum(_step(corners, side, calm) > _BRIGHTER for side in range(4)) >= 3 and not _fills(corners, calm)


def _fills(corners: Corners, calm: Grey) -> bool:
    """Whether the corners are those of the picture itself."""
    height, width = calm.shape
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    return bool(np.abs(corners - frame).max() < 0.02 * max(height, width))


def _step(corners: Corners, side: int, calm: Grey) -> float:
    """How much brighter it is inside a side than outside, at its middle half; 0 where the side is the edge of the
    picture: what is cut off there may as well be a shadow's edge.
    """
    a, b = corners[side], corners[(side + 1) % 4]
    inward = corners.mean(axis=0) - (a + b) / 2
    inward /= max(1.0, float(np.hypot(*inward)))
    steps = []
    for share in np.linspace(0.25, 0.75, 9):
        point = a + (b - a) * share
        inside, outside = _grey(calm, point + 8 * inward), _grey(calm, point - 8 * inward)
        steps.append(0.0 if outside is None or inside is None else inside - outside)
    return float(np.median(steps))


def _grey(calm: Grey, point: npt.NDArray[np.float64]) -> float | None:
    x, y = round(float(point[0])), round(float(point[1]))
    if 0 <= x < calm.shape[1] and 0 <= y < calm.shape[0]:
        return float(calm[y, x])
    return None


def _angles(corners: Corners) -> list[float]:
    out = []
    for i in range(4):
        u, v = corners[i - 1] - corners[i], corners[(i + 1) % 4] - corners[i]
        cosine = float(u @ v) / max(1e-9, float(np.hypot(*u) * np.hypot(*v)))
        out.append(float(np.degrees(np.arccos(np.clip(cosine, -1, 1)))))
    return out


def _ordered(corners: Corners) -> Corners:
    """From the top left, clockwise."""
    around = corners[np.argsort(np.arctan2(*(corners - corners.mean(axis=0)).T[::-1]))]
    first = int(np.argmin(around.sum(axis=1)))
    return np.roll(around, -first, axis=0)
