"""Bytes that say they are XML → the elements of the electronic invoices in them, and the files that are embedded.

Strangers' XML: no DTD and so no entities of its own, no network, no huge trees. The text is decoded here, so that
what is looked for in it stands there in every encoding; embedded files are taken out before the parser sees them, for
they are most of the bytes of some invoices.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from bot.documents.errors import UnreadableDocument

#: Tags of a file: an invoice of a thousand lines has some 60,000; each takes the parser about 300 bytes.
MAX_TAGS = 1_000_000
#: How deep under the root an envelope (StandardBusinessDocument, SOAP) may hold its invoice, and how many of them.
_DEEPEST, _MOST = 8, 50
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
#: Without a byte order mark, the first «<» tells (XML 1.0 appendix F.1).
_BARE = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARATION = re.compile(r"\A<\?xml\s[^>]{0,400}\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([A-Za-z][\w.:-]{0,40})["']""")
#: Encodings that Danish invoices come in. Any other name (utf-7, hex, …) is not asked for.
_KNOWN = re.compile(r"utf-?8|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?1|windows-125\d|cp125\d|cp850", re.IGNORECASE)
_BLANK = " \t\r\n\ufeff\u200b\0"
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: An embedded file and what its element says of it (BT-125).
_EMBEDDED = re.compile(
    r"(?P<open><(?:[\w.-]{1,40}:)?(?:EmbeddedDocumentBinaryObject|AttachmentBinaryObject)(?P<said>\s[^<>]*)?>)"
    r"(?P<data>[^<]*)(?=</)"
)
_FILE_NAME = re.compile(r"""\bfilename\s*=\s*(?:"([^"<]{1,255})"|'([^'<]{1,255})')""", re.IGNORECASE)

#: Roots by namespace. UBL 2 (OASIS), the UN/CEFACT Cross Industry Invoice, and ZUGFeRD 1's of 2014.
_UBL = re.compile(
    r"urn:oasis:names:specification:ubl:schema:xsd:"
    r"(Invoice|CreditNote|Reminder|SelfBilledInvoice|SelfBilledCreditNote)-2"
)
_CII = {
    "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100": "CrossIndustryInvoice",
    "urn:ferd:CrossIndustryDocument:invoice:1p0": "CrossIndustryDocument",
}
_ROOT = re.compile(
    r"<(?:[\w.-]{1,40}:)?(?:Invoice|CreditNote|Reminder|SelfBilledInvoice|SelfBilledCreditNote|CrossIndustryInvoice"
    r"|CrossIndustryDocument|StandardBusinessDocument)[\s>]"
)
#: A first tag with a namespace, which is none of HTML's, as no plain text begins.
_NAMESPACED = re.compile(r"<(?!(?:div|p|span|table|body|head|style|meta|a|br)\b)[A-Za-z][\w.:-]{0,80}\s[^>]*\bxmlns\b")


class Embedded(NamedTuple):
    """A file inside the invoice (BT-125); ``name`` as stated, None where it has none."""

    name: str | None
    content: bytes


class Found(NamedTuple):
    """What a file of XML holds: the elements of its invoices, in order, and the embedded files."""

    invoices: tuple[Any, ...]
    embedded: tuple[Embedded, ...]


def looks_like_xml(head: bytes) -> bool:
    """An XML declaration, a tag with a namespace, or an invoice's first tag, behind white space and byte order marks.

    Never HTML.
    """
    text = _decoded(head).lstrip(_BLANK)
    if not text.startswith("<"):
        return False
    if re.search(r"<(?:!DOCTYPE\s+)?html[\s>]", text, re.IGNORECASE):
        return False
    return text.startswith("<?xml") or _NAMESPACED.match(text) is not None or _ROOT.search(text) is not None


def parse(content: bytes) -> Found:
    """Raises ``UnreadableDocument``: ``damaged`` (not well-formed, a DTD, too deep), ``too_large`` (too many tags),
    ``unsupported`` (XML without an invoice in it).
    """
    text = _decoded(content).strip(_BLANK)
    if text.count("<") > MAX_TAGS:
        raise UnreadableDocument("too_large")
    if _DOCTYPE.search(text):
        raise UnreadableDocument("damaged")
    text, embedded = _without_files(_DECLARATION.sub("", text, count=1))
    invoices = tuple(_invoices(_root(text)))
    if not invoices:
        raise UnreadableDocument("unsupported")
    return Found(invoices, embedded)


def syntax_of(element: Any) -> str | None:
    """The local name of the root where the element is an invoice that we read, else None."""
    if not isinstance(element.tag, str):
        return None
    namespace, _, name = element.tag.lstrip("{").rpartition("}")
    ubl = _UBL.fullmatch(namespace)
    known = ubl[1] if ubl else _CII.get(namespace)
    return name if known == name else None


def _root(text: str) -> Any:
    from lxml import etree  # noqa: PLC0415 - 60 ms, for XML files only

    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        dtd_validation=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableDocument("damaged") from None
    return root


def _invoices(root: Any) -> Iterator[Any]:
    """The root itself, or the invoices in an envelope; one inside another is a part of that."""
    todo, found = [(root, 0)], 0
    while todo and found < _MOST:
        element, depth = todo.pop()
        if syntax_of(element) is not None:
            found += 1
            yield element
        elif depth < _DEEPEST:
            todo += [(child, depth + 1) for child in reversed(element)]


def _decoded(content: bytes) -> str:
    """By byte order mark, by the width of the first «<», by its declaration where that is true, else UTF-8, else
    Windows-1252.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    start = content.lstrip()
    for bare, encoding in _BARE:
        if start.startswith(bare):
            return start.decode(encoding, "replace")
    try:
        return content.decode(_declared(content) or "utf-8")
    except (LookupError, UnicodeError):
        pass
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as problem:
        if problem.start > len(content) - 4 and problem.reason.startswith("unexpected end"):
            return content.decode("utf-8", "replace")  # the first bytes of a file end within a letter
        return content.decode("cp1252", "replace")


def _declared(content: bytes) -> str | None:
    declaration = _DECLARATION.match(content[:400].decode("latin-1").lstrip(_BLANK))
    named = _ENCODING.search(declaration.group()) if declaration else None
    return named[1] if named and _KNOWN.fullmatch(named[1]) else None


def _without_files(text: str) -> tuple[str, tuple[Embedded, ...]]:
    found: list[Embedded] = []

    def taken(match: re.Match[str]) -> str:
        named = _FILE_NAME.search(match["said"] or "")
        try:
            content = base64.b64decode(match["data"], validate=False)
        except (binascii.Error, ValueError):
            content = b""
        if content:
            found.append(Embedded((named[1] or named[2]) if named else None, content))
        return match["open"]

    return _EMBEDDED.sub(taken, text), tuple(found)
