"""HTML: a bill in the mail's own body, or as a file beside it. Text that a reader of the page would not see
is marked, not lost.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from bot.documents.errors import UnreadableDocument
from bot.documents.formats import grid
from bot.documents.formats.html_style import Style, hides
from bot.documents.formats.plain import decoded
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document

_NAMES = frozenset({".html", ".htm", ".xhtml"})
_OPENING = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|p|span|meta|style)\b", re.I | re.S
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w-]+)""", re.I)
#: A block of rules for screens of any or of some least size: what a person at a desk sees (Media Queries 4 §2).
_FOR_SCREENS = re.compile(
    r"@media\s+(?![^{]*(?:max-|print|speech|prefers|not\b))[^{}]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}", re.IGNORECASE
)
#: Words that a style sheet adds to the page (CSS 2.2 §12.2); not icons, which are written as escapes.
_GENERATED = re.compile(r"""[{;\s]content\s*:\s*(?:"[^"]*[^\W_]|'[^']*[^\W_]|counter|attr)""", re.IGNORECASE)
_ESCAPED = re.compile(r"\\[0-9a-fA-F]{1,6}")
#: How the hidden parts are told from the rest on their way through inscriptis.
_MARK, _HIDDEN = "data-doubt", "hidden"


def recognise(name: str, head: bytes) -> bool:
    """An opening tag of HTML at the start, or its file name over something that has tags at all."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _OPENING.search(text) is not None:
        return True
    return PurePath(name).suffix.lower() in _NAMES and b"<" in text and b"\0" not in text


def read(content: bytes, source: str, limits: Limits = DEFAULTS) -> Document:
    """Raises ``UnreadableDocument``: ``damaged`` where no HTML parser makes anything of it, ``no_text``."""
    markup = _decoded(content)
    text, hidden = text_of(markup)
    is_annotated = _GENERATED.search(_ESCAPED.sub("", markup)) is not None
    return grid.document_of(text, content, source, "html", limits, hidden, is_annotated=is_annotated)


def text_of(markup: str) -> tuple[str, list[tuple[int, int]]]:
    """The text as a page would show it, tables in columns, and the (start, end) of what it would hide.

    Raises ``UnreadableDocument("damaged")``.
    """
    # Both take some 100 ms to load, and few documents are HTML.
    from inscriptis.html_engine import Inscriptis  # noqa: PLC0415
    from inscriptis.model.config import ParserConfig  # noqa: PLC0415

    tree = _tree(markup)
    for element in _hidden(tree):
        element.set(_MARK, _HIDDEN)
    page = Inscriptis(tree, ParserConfig(annotation_rules={f"#{_MARK}={_HIDDEN}": [_HIDDEN]}))
    return page.get_text(), [(note.start, note.end) for note in page.get_annotations()]


def _decoded(content: bytes) -> str:
    """By byte order mark or UTF-8; where it is neither, by the charset that the page names itself."""
    named = _CHARSET.search(content[:2048])
    if named is not None and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode(named.group(1).decode("ascii"))
        except (LookupError, UnicodeError):
            pass
    return decoded(content)


def _tree(markup: str) -> Any:
    """Parsed without network and without entities of its own, style sheets moved into the elements they
    style.
    """
    import css_inline  # noqa: PLC0415 - as above
    from lxml import etree, html  # noqa: PLC0415

    markup = _XML_DECLARATION.sub("", markup)
    if not markup.strip():
        raise UnreadableDocument("no_text")
    if "<style" in markup.lower():
        inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
        try:
            markup = inliner.inline(_FOR_SCREENS.sub(r"\1", markup))
        except css_inline.InlineError:
            raise UnreadableDocument("damaged") from None
    try:
        return html.document_fromstring(markup, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, ValueError):
        raise UnreadableDocument("damaged") from None


def _hidden(tree: Any) -> Iterator[Any]:
    """The outermost elements that are not seen, however they are hidden."""
    todo: list[tuple[Any, Style | None]] = [(tree, None)]
    while todo:
        element, inherited = todo.pop()
        if not isinstance(element.tag, str):
            continue  # a comment or a processing instruction
        style = Style.of(element.tag, dict(element.attrib), inherited)
        if hides(style):
            yield element
        else:
            todo += [(child, style) for child in element]
