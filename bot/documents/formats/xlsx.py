"""Excel's .xlsx (ECMA-376, SpreadsheetML): each sheet's rows in columns, values as the sheet shows them in Denmark.

``openpyxl`` was looked at: in its sparing mode it tells neither hidden rows nor columns, and in the other 2,000 merged
ranges or one cell at XFD1048576 cost it gigabytes. Here rows are read as they stand in the file, and none is made up.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from bot.documents.errors import UnreadableDocument
from bot.documents.formats import archive, grid, rows
from bot.documents.formats.xlsx_values import Style, shown, styles_of
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_COMMENTS, _DRAWINGS, _BOXED_TEXT = ("xl/comments", "xl/threadedComments/"), "xl/drawings/drawing", b"<a:t>"
_REFERENCE = re.compile(r"([A-Z]{1,3})\d{1,7}")
#: An invoice has one or two sheets; cells beyond these columns or this count are nobody's invoice.
_MOST_SHEETS, _MOST_COLUMNS, _MOST_CELLS = 10, 100, 50_000


class _Sheet(NamedTuple):
    path: str
    is_hidden: bool


class _Book(NamedTuple):
    """What all sheets of a workbook share."""

    strings: list[str]
    styles: list[Style]
    is_from_1904: bool


def recognise(name: str, head: bytes) -> bool:  # noqa: ARG001 - the bytes say it; the same signature for every format
    """A zip file with Excel's part names near its start."""
    return head.startswith(b"PK\x03\x04") and b"xl/" in head and b"word/" not in head


def read(content: bytes, source: str, limits: Limits = DEFAULTS) -> Document:
    """Raises ``UnreadableDocument``: ``damaged``, ``encrypted``, ``too_large``, ``no_text``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = _Package(package, limits.unpacked)
            lines, is_annotated = list(_lines(parts)), _is_annotated(parts)
    except (*archive.DAMAGE, KeyError):
        raise UnreadableDocument("damaged", "xlsx") from None
    text, hidden = rows.marked("\n".join(lines))
    return grid.document_of(text, content, source, "xlsx", limits, hidden, is_annotated=is_annotated)


def _is_annotated(parts: "_Package") -> bool:
    """Whether there are comments, or text boxes over the cells, which are not read."""
    if any(name.startswith(_COMMENTS) for name in parts.names):
        return True
    return any(_BOXED_TEXT in parts.bytes_of(name) for name in parts.names if name.startswith(_DRAWINGS))


class _Package:
    """Its parts, unpacked to no more than ``left`` bytes in all, and parsed."""

    def __init__(self, package: zipfile.ZipFile, left: int) -> None:
        self._package, self._left = package, left
        self.names = frozenset(package.namelist())

    def bytes_of(self, name: str) -> bytes:
        raw = archive.member(self._package, name, self._left)
        self._left -= len(raw)
        return raw

    def root(self, name: str) -> Any:
        from lxml import etree  # noqa: PLC0415 - 60 ms, for such files only

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        try:
            return etree.fromstring(self.bytes_of(name), parser)
        except etree.XMLSyntaxError:
            raise UnreadableDocument("damaged", "xlsx") from None


def _lines(package: _Package) -> Iterator[str]:
    workbook = package.root(_WORKBOOK)
    properties = workbook.find(f"{_M}workbookPr")
    book = _Book(
        _strings(package),
        styles_of(package.root(_STYLES)) if _STYLES in package.names else [],
        properties is not None and properties.get("date1904") in ("1", "true"),
    )
    left = _MOST_CELLS
    for sheet in _sheets(package, workbook):
        table = list(_rows(package, sheet.path, book, left))
        left -= sum(map(len, table))
        for line in rows.tabulated([[[cell] for cell in row] for row in table]):
            yield rows.hidden(line) if sheet.is_hidden else line
        yield ""


def _sheets(package: _Package, workbook: Any) -> list[_Sheet]:
    """In the workbook's order, those that are there at all."""
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in (package.root(_RELATIONS) if _RELATIONS in package.names else ())
        if isinstance(relation.tag, str)
    }
    found = [
        _Sheet(targets.get(sheet.get(f"{_R}id"), ""), sheet.get("state", "visible") != "visible")
        for sheet in workbook.iter(f"{_M}sheet")
    ]
    return [sheet for sheet in found if sheet.path in package.names][:_MOST_SHEETS]


def _strings(package: _Package) -> list[str]:
    if _STRINGS not in package.names:
        return []
    return ["".join(_texts(item)) for item in package.root(_STRINGS).iterfind(f"{_M}si")]


def _texts(item: Any) -> Iterator[str]:
    """The text of a string, without the phonetic hints that Japanese ones have."""
    for text in item.iter(f"{_M}t"):
        if text.getparent().tag != f"{_M}rPh":
            yield text.text or ""


def _rows(package: _Package, path: str, book: _Book, left: int) -> Iterator[list[str]]:
    """Rows with anything in them. Raises ``UnreadableDocument("damaged")``."""
    from lxml import etree  # noqa: PLC0415 - as above

    raw = io.BytesIO(package.bytes_of(path))
    hidden: list[tuple[int, int]] = []
    try:
        for _, element in etree.iterparse(
            raw, tag=(f"{_M}col", f"{_M}row"), resolve_entities=False, no_network=True, huge_tree=False
        ):
            if element.tag == f"{_M}col" and element.get("hidden") in ("1", "true"):
                hidden.append((_whole(element.get("min")), _whole(element.get("max"))))
            elif element.tag == f"{_M}row" and left > 0:
                row = _row(element, book, hidden)
                left -= len(row)
                if any(row):
                    yield row
            element.clear()
    except etree.XMLSyntaxError:
        raise UnreadableDocument("damaged", "xlsx") from None


def _row(element: Any, book: _Book, hidden: list[tuple[int, int]]) -> list[str]:
    row_is_hidden = element.get("hidden") in ("1", "true")
    cells: list[str] = []
    for number, cell in enumerate(element.iterfind(f"{_M}c"), start=1):
        column = _column(cell.get("r")) or number
        if column > _MOST_COLUMNS:
            break
        text, style = _value(cell, book)
        unseen = row_is_hidden or style.is_unseen or any(first <= column <= last for first, last in hidden)
        cells += [""] * (column - 1 - len(cells))
        cells.append(" ".join((rows.hidden(text) if unseen else text).split()))
    return cells


def _value(cell: Any, book: _Book) -> tuple[str, Style]:
    """As shown, and how (§18.3.1.4)."""
    at = _whole(cell.get("s"))
    style = book.styles[at] if at < len(book.styles) else Style()
    kind, raw = cell.get("t", "n"), cell.findtext(f"{_M}v") or ""
    if kind == "inlineStr":
        return "".join(_texts(cell)), style
    if kind == "s":
        number = _whole(raw)
        return book.strings[number] if raw and number < len(book.strings) else "", style
    if kind == "n":
        return shown(raw, style, from_1904=book.is_from_1904), style
    return "" if kind in ("b", "e") else raw, style


def _column(reference: str | None) -> int:
    """Of "C12": 3; 0 where there is none."""
    match = _REFERENCE.fullmatch(reference or "")
    number = 0
    for letter in match.group(1) if match else "":
        number = number * 26 + ord(letter) - 64
    return number


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0
