"""Word's .docx (ECMA-376, WordprocessingML): paragraphs as lines, tables in columns, headers and footers
around them.

Text boxes are read where they are anchored. Comments, notes and deleted text (tracked changes) are not read: what has
such is a person's (``Document.is_annotated``).
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from bot.documents.errors import UnreadableDocument
from bot.documents.formats import archive, grid, rows
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document

_SIGNATURE = b"PK\x03\x04"
_MAIN = "word/document.xml"
_HEADER, _FOOTER = re.compile(r"word/header\d*\.xml"), re.compile(r"word/footer\d*\.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What stands in the text where a comment or a note belongs, and text that was deleted and is shown struck out.
_ANNOTATED = tuple(f"{_W}{tag}" for tag in ("commentReference", "footnoteReference", "endnoteReference", "delText"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: ``w:sz`` counts half points.
_SMALLEST_HALF_POINTS = 7
_NEARLY_WHITE = re.compile(r"[ef][0-9a-f][ef][0-9a-f][ef][0-9a-f]", re.I)


def recognise(name: str, head: bytes) -> bool:
    """A zip file with Word's part names near its start, or the file name ``.docx`` over any zip."""
    return head.startswith(_SIGNATURE) and (b"word/" in head or name.lower().endswith((".docx", ".docm", ".dotx")))


def read(content: bytes, source: str, limits: Limits = DEFAULTS) -> Document:
    """Raises ``UnreadableDocument``: ``damaged``, ``encrypted``, ``too_large``, ``unsupported`` (a zip, but
    no .docx), ``no_text``.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = list(_parts(package, limits))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise UnreadableDocument("damaged") from None
    text, hidden = rows.marked("\n".join(line for part in parts for line in _lines(part)))
    is_annotated = any(next(part.iter(*_ANNOTATED), None) is not None for part in parts)
    return grid.document_of(text, content, source, "docx", limits, hidden, is_annotated=is_annotated)


def _parts(package: zipfile.ZipFile, limits: Limits) -> Iterator[Any]:
    """The root elements of headers, body and footers, unpacked to no more than the limits allow."""
    from lxml import etree  # noqa: PLC0415 - 60 ms, for Word files only

    names = package.namelist()
    if _MAIN not in names:
        raise UnreadableDocument("unsupported")
    wanted = [name for name in names if _HEADER.fullmatch(name)]
    wanted += [_MAIN, *(name for name in names if _FOOTER.fullmatch(name))]
    left = limits.unpacked
    for name in wanted:
        raw = archive.member(package, name, left)
        left -= len(raw)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        try:
            yield etree.fromstring(raw, parser)
        except etree.XMLSyntaxError:
            raise UnreadableDocument("damaged") from None


def _lines(block: Any) -> Iterator[str]:
    """The lines of whatever holds paragraphs and tables, in order."""
    for child in block:
        if child.tag == f"{_W}p":
            yield from "".join(_text(child)).split("\n")
        elif child.tag == f"{_W}tbl":
            yield from _table(child)
        elif isinstance(child.tag, str) and child.tag not in (f"{_W}del", f"{_W}moveFrom", _FALLBACK):
            yield from _lines(child)


def _text(element: Any) -> Iterator[str]:
    """A paragraph's text; a text box in it comes on lines of its own."""
    for child in element:
        match child.tag.removeprefix(_W) if isinstance(child.tag, str) else None:
            case None | "del" | "moveFrom" | "rPr" | "pPr" | "instrText" | "delText":
                continue
            case "t":
                yield child.text or ""
            case "tab":
                yield "\t"
            case "br" | "cr":
                yield "\n"
            case "noBreakHyphen":
                yield "-"
            case "txbxContent":
                yield "\n" + "\n".join(_lines(child)) + "\n"
            case "r" if _is_hidden(child):
                yield from (rows.HIDE, *_text(child), rows.SHOW)
            case _ if child.tag != _FALLBACK:
                yield from _text(child)


def _is_hidden(run: Any) -> bool:
    """Marked as hidden text, white on no shading, or too small (ECMA-376 part 1 §17.3.2)."""
    properties = run.find(f"{_W}rPr")
    if properties is None:
        return False
    vanish = properties.find(f"{_W}vanish")
    if vanish is not None and vanish.get(f"{_W}val", "true") not in ("0", "false", "off"):
        return True
    colour, size = properties.find(f"{_W}color"), properties.find(f"{_W}sz")
    small = (
        size is not None and size.get(f"{_W}val", "").isdecimal() and int(size.get(f"{_W}val")) < _SMALLEST_HALF_POINTS
    )
    white = colour is not None and _NEARLY_WHITE.fullmatch(colour.get(f"{_W}val", "")) is not None
    return small or (white and not _is_shaded(run))


def _is_shaded(run: Any) -> bool:
    """Whether the run, its paragraph, its cell or its table has a ground of its own that is not white."""
    for around in (run, *run.iterancestors(f"{_W}p", f"{_W}tc", f"{_W}tbl")):
        for shading in around.iterfind(f"./*/{_W}shd"):
            fill = shading.get(f"{_W}fill", "auto")
            if fill != "auto" and _NEARLY_WHITE.fullmatch(fill) is None:
                return True
    return False


def _table(table: Any) -> Iterator[str]:
    """Each row as so many lines as its tallest cell has, each column as wide as its widest line."""
    return rows.tabulated(
        [list(_lines(cell)) for cell in row.iter(f"{_W}tc") if _table_of(cell) is table]
        for row in table.iter(f"{_W}tr")
        if _table_of(row) is table
    )


def _table_of(element: Any) -> Any:
    return next(element.iterancestors(f"{_W}tbl"), None)
