"""OpenDocument texts and sheets (.odt, .ods; OASIS OpenDocument 1.3): paragraphs as lines, tables in columns, headers
and footers around them. Sheets say how a value looks, so that nothing has to be formatted here.

Comments, notes and deleted text (tracked changes) are not read: what has such is a person's
(``Document.is_annotated``).
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from bot.documents.errors import UnreadableDocument
from bot.documents.formats import archive, grid, rows
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document

_OFFICE, _TEXT, _TABLE, _STYLE, _FO = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("office", "text", "table", "style", "xsl-fo-compatible")
)
_SKIPPED = frozenset({
    f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}hidden-text", f"{_TEXT}sequence-decls",
    f"{_OFFICE}forms", f"{_TABLE}shapes",
})  # fmt: skip
_ANNOTATED = (f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}deletion")
#: Sheets are filled to their last row with repeated empty ones: no invoice repeats a filled one so often.
_MOST_REPEATED = 50
_NEARLY_WHITE = re.compile(r"#[ef][0-9a-f][ef][0-9a-f][ef][0-9a-f]", re.IGNORECASE)
_MOST_CELLS = 50_000


def recognise(name: str, head: bytes) -> bool:  # noqa: ARG001 - the bytes say it; the same signature for every format
    """A zip that begins with its own type (OpenDocument 1.3 part 2 §3.3)."""
    return head.startswith(b"PK\x03\x04") and head[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.")


def read(content: bytes, source: str, limits: Limits = DEFAULTS) -> Document:
    """Raises ``UnreadableDocument``: ``damaged``, ``encrypted``, ``too_large``, ``no_text``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            body, styles = _parts(package, limits)
    except (*archive.DAMAGE, KeyError):
        raise UnreadableDocument("damaged", "odt") from None
    page = _Page(_unseen_styles(body) | _unseen_styles(styles))
    lines = [*page.around(styles, "header"), *page.body(body), *page.around(styles, "footer")]
    text, unseen = rows.marked("\n".join(lines))
    is_annotated = next(body.iter(*_ANNOTATED), None) is not None
    return grid.document_of(text, content, source, "odt", limits, unseen, is_annotated=is_annotated)


def _parts(package: zipfile.ZipFile, limits: Limits) -> tuple[Any, Any]:
    """content.xml and styles.xml. Raises ``UnreadableDocument("encrypted")`` where a password is asked for."""
    names = package.namelist()
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.member(
        package, "META-INF/manifest.xml", limits.unpacked
    ):
        raise UnreadableDocument("encrypted", "odt")
    body = archive.member(package, "content.xml", limits.unpacked)
    styles = b""
    if "styles.xml" in names:
        styles = archive.member(package, "styles.xml", limits.unpacked - len(body))
    return _parsed(body), _parsed(styles or b"<none/>")


def _parsed(raw: bytes) -> Any:
    from lxml import etree  # noqa: PLC0415 - 60 ms, for such files only

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        raise UnreadableDocument("damaged", "odt") from None


def _unseen_styles(root: Any) -> frozenset[str]:
    """Names of the styles that show nothing: no display, or white letters on no ground of their own (§20.405, fo)."""
    found = set()
    for style in root.iter(f"{_STYLE}style"):
        for properties in style.iterfind(f"{_STYLE}text-properties"):
            ground = properties.get(f"{_FO}background-color", "transparent")
            white = _NEARLY_WHITE.fullmatch(properties.get(f"{_FO}color", ""))
            plain = ground == "transparent" or _NEARLY_WHITE.fullmatch(ground)
            if properties.get(f"{_TEXT}display") == "none" or (white and plain):
                found.add(style.get(f"{_STYLE}name", ""))
        for properties in style.iterfind(f"{_STYLE}table-properties"):
            if properties.get(f"{_TABLE}display") == "false":
                found.add(style.get(f"{_STYLE}name", ""))
    return frozenset(found)


class _Page:
    """What is shown of the elements, as lines."""

    def __init__(self, unseen: frozenset[str]) -> None:
        self._unseen = unseen
        self._cells_left = _MOST_CELLS

    def around(self, styles: Any, what: str) -> Iterator[str]:
        for element in styles.iter(f"{_STYLE}{what}"):
            if element.get(f"{_STYLE}display") != "false":
                yield from self._lines(element)

    def body(self, root: Any) -> Iterator[str]:
        for element in root.iterfind(f"{_OFFICE}body"):
            yield from self._lines(element)

    def _lines(self, block: Any) -> Iterator[str]:
        for child in block:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED:
                continue
            if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                yield from "".join(self._text(child)).split("\n")
            elif child.tag == f"{_TABLE}table":
                yield from (self._shown(child, line) for line in rows.tabulated(self._rows(child)))
            else:
                yield from self._lines(child)

    def _text(self, element: Any) -> Iterator[str]:
        """A paragraph's or span's text; a frame in it comes on lines of its own."""
        unseen = element.get(f"{_TEXT}style-name") in self._unseen
        yield rows.HIDE if unseen else ""
        yield element.text or ""
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                yield from self._inside(child)
            yield child.tail or ""
        yield rows.SHOW if unseen else ""

    def _inside(self, child: Any) -> Iterator[str]:
        match child.tag.removeprefix(_TEXT):
            case "s":
                yield " " * min(_number(child, f"{_TEXT}c"), 200)
            case "tab":
                yield "\t"
            case "line-break":
                yield "\n"
            case "p" | "h" | "list":
                yield "\n" + "\n".join(self._lines([child])) + "\n"
            case tag if tag.startswith("{"):  # a frame, a text box, a table in one
                yield "\n" + "\n".join(self._lines([child])) + "\n"
            case _:
                yield from self._text(child)

    def _rows(self, table: Any) -> Iterator[list[list[str]]]:
        for row in table.iter(f"{_TABLE}table-row"):
            if next(row.iterancestors(f"{_TABLE}table"), None) is not table or self._cells_left < 0:
                continue
            cells = self._cells(row)
            if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                cells = [[rows.hidden(line) for line in cell] for cell in cells]
            for _ in range(_repeats(row, "rows") if any(map(any, cells)) else 1):
                yield cells

    def _cells(self, row: Any) -> list[list[str]]:
        cells: list[list[str]] = []
        for cell in row:
            if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                lines = list(self._lines(cell))
                cells += [lines] * _repeats(cell, "columns")
        while cells and not any(cells[-1]):
            cells.pop()
        self._cells_left -= len(cells)
        return cells

    def _shown(self, element: Any, line: str) -> str:
        return rows.hidden(line) if element.get(f"{_TABLE}style-name") in self._unseen else line


def _repeats(element: Any, what: str) -> int:
    return min(_number(element, f"{_TABLE}number-{what}-repeated"), _MOST_REPEATED)


def _number(element: Any, name: str) -> int:
    text = element.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 9 else 1
