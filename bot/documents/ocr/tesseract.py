"""Tesseract with its Danish model as an engine, where the system has it (Debian: ``tesseract-ocr-dan``).

In this process: by ``tesserocr`` where that is installed, else by the system's own library through its C interface
(``capi.h``), so that the child needs no right to start programs. Both answer in TSV, the program's own table.
"""

import ctypes
import ctypes.util
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import cv2
import numpy as np

from bot.documents.ocr.seen import Character, Grey, SeenLine, Sight
from bot.documents.ocr.turning import sense, turned

_MODEL = "dan.traineddata"
_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_LIBRARIES = ("libtesseract.so.5", "libtesseract.so.4", "libtesseract.dylib")
#: Page segmentation modes: one column of text of different sizes (the best for invoices: ``docs/reading.md``); a line.
_PAGE, _LINE = 4, 7
#: It reads best where capitals are some 30 pixels high: A4 at 200 dots per inch.
_LEAST_SIDE = 1900
#: Below this mean confidence a page may lie on its side or upside down.
_SENSIBLE = 0.6
_COLUMNS, _LINE_LEVEL, _WORD_LEVEL = 12, "4", "5"


class _Row(NamedTuple):
    level: str
    left: int
    top: int
    width: int
    height: int
    sure: float
    text: str


class _Library(Protocol):
    version: str

    def tsv(self, picture: Grey, mode: int) -> str: ...


class TesseractEngine:
    """Raises ``ImportError`` where there is no Tesseract, ``FileNotFoundError`` where it knows no Danish."""

    def __init__(self) -> None:
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its own threads make it slower
        folder = _model_folder()
        try:
            self._library: _Library = _Tesserocr(folder)
        except ImportError:
            self._library = _CInterface(folder)
        self.name = f"tesseract {self._library.version}"

    def read(self, picture: Grey) -> Sight:
        best = Sight(tuple(self._lines(picture)))
        for quarters in (2, 1, 3):
            if sense(best.lines) > _SENSIBLE:
                break
            other = Sight(tuple(self._lines(turned(picture, quarters))), quarters)
            best = max(best, other, key=_worth)
        return best

    def read_line(self, picture: Grey) -> str:
        framed = cv2.copyMakeBorder(picture, 12, 12, 20, 20, cv2.BORDER_REPLICATE)
        rows = _rows(self._library.tsv(np.ascontiguousarray(framed), _LINE))
        return " ".join(row.text for row in rows if row.level == _WORD_LEVEL and row.text.strip())

    def _lines(self, picture: Grey) -> Iterator[SeenLine]:
        """A line for each word: Tesseract says where each is, and not where its characters are."""
        scale = max(1.0, min(2.0, _LEAST_SIDE / max(picture.shape)))
        larger = picture if scale == 1 else cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        top = bottom = 0.0
        for row in _rows(self._library.tsv(np.ascontiguousarray(larger), _PAGE)):
            if row.level == _LINE_LEVEL:
                air = 0.28 * row.height  # a line's box is that of its ink
                top, bottom = row.top - air, row.top + row.height + air
            elif row.level == _WORD_LEVEL and row.text.strip():
                left, right = row.left, row.left + row.width
                corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float64)
                yield SeenLine(corners / scale, tuple(_characters(row.text.strip(), row.sure)))


def _worth(sight: Sight) -> float:
    """Characters that are sure, less those that are not: what is upside down is read as something too."""
    return sum(c.sure - 0.4 for line in sight.lines for c in line.characters)


def _characters(text: str, sure: float) -> Iterator[Character]:
    for index, character in enumerate(text):
        yield Character(character, index / len(text), (index + 1) / len(text), sure)


def _rows(tsv: str) -> Iterator[_Row]:
    for line in tsv.splitlines():
        cells = line.split("\t", _COLUMNS - 1)
        if len(cells) == _COLUMNS and cells[0].isdigit():
            left, top, width, height = map(int, cells[6:10])
            yield _Row(cells[0], left, top, width, height, max(0.0, float(cells[10])) / 100, cells[11])


def _model_folder() -> str:
    """Where the Danish model lies. Raises ``FileNotFoundError``."""
    told = os.environ.get("TESSDATA_PREFIX")
    for folder in ((told, str(Path(told) / "tessdata")) if told else ()) + _FOLDERS:
        if (Path(folder) / _MODEL).is_file():
            return folder
    raise FileNotFoundError(_MODEL)


class _Tesserocr:
    def __init__(self, folder: str) -> None:
        import tesserocr  # noqa: PLC0415 - an extra of its own

        self.version = f"{tesserocr.tesseract_version().split()[1]} (tesserocr)"
        self._api: Any = tesserocr.PyTessBaseAPI(path=folder, lang="dan", psm=_PAGE)

    def tsv(self, picture: Grey, mode: int) -> str:
        height, width = picture.shape
        self._api.SetPageSegMode(mode)
        self._api.SetImageBytes(picture.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(200)
        return str(self._api.GetTSVText(0))


class _CInterface:
    """The functions of ``tesseract/capi.h`` that are needed; they have stayed the same since Tesseract 4."""

    _POINTERS = ("TessBaseAPICreate", "TessBaseAPIGetTsvText")

    def __init__(self, folder: str) -> None:
        self._library = _loaded((*_LIBRARIES, ctypes.util.find_library("tesseract") or ""))
        self._library.TessVersion.restype = ctypes.c_char_p
        for name in self._POINTERS:
            getattr(self._library, name).restype = ctypes.c_void_p
        self.version = self._library.TessVersion().decode()
        self._api = ctypes.c_void_p(self._library.TessBaseAPICreate())
        if self._library.TessBaseAPIInit3(self._api, folder.encode(), b"dan"):
            raise FileNotFoundError(_MODEL)

    def tsv(self, picture: Grey, mode: int) -> str:
        height, width = picture.shape
        self._library.TessBaseAPISetPageSegMode(self._api, mode)
        self._library.TessBaseAPISetImage(self._api, picture.tobytes(), width, height, 1, width)
        self._library.TessBaseAPISetSourceResolution(self._api, 200)
        text = ctypes.c_void_p(self._library.TessBaseAPIGetTsvText(self._api, 0))
        try:
            return ctypes.string_at(text).decode("utf-8", "replace") if text else ""
        finally:
            self._library.TessDeleteText(text)
            self._library.TessBaseAPIClear(self._api)


def _loaded(names: Sequence[str]) -> ctypes.CDLL:
    """Raises ``ImportError``."""
    for name in names:
        if name:
            try:
                return ctypes.CDLL(name)
            except OSError:
                continue
    raise ImportError("libtesseract")
