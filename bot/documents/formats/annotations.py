"""What lies on a PDF page beside what is printed: comments, stamps, marks, form fields (ISO 32000-1 §12.5, §12.7).

What has a look of its own (an appearance stream) becomes part of the page and is read with it. All others are drawn by
each viewer in its own way, or shown when they are clicked on: a person may see there what we never read («rettet til
2.500,00», «betalt»), so a page with such a one is a person's.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2.raw as pdfium

from bot.model.document import Word

if TYPE_CHECKING:
    from bot.documents.formats.pdfium import Frame

#: Left, bottom, right, top in PDF coordinates.
Box = tuple[float, float, float, float]

_MOST = 1000
#: Show nothing by themselves, or a tint that leaves the text legible.
_UNDRAWN = (
    pdfium.FPDF_ANNOT_LINK,
    pdfium.FPDF_ANNOT_POPUP,
    pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_UNDERLINE,
    pdfium.FPDF_ANNOT_SQUIGGLY,
)
#: Say by being there that something is to be read otherwise, or are drawn by hand.
_TELLING = (
    pdfium.FPDF_ANNOT_CARET,
    pdfium.FPDF_ANNOT_STRIKEOUT,
    pdfium.FPDF_ANNOT_REDACT,
    pdfium.FPDF_ANNOT_INK,
    pdfium.FPDF_ANNOT_FILEATTACHMENT,
)
#: Their contents are no words to a reader: a link's are its description, a pop-up's stand in what it belongs to.
_WORDLESS = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_WIDGET)
_WRITTEN_IN = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
_UNKNOWN = -1
_HIDDEN, _NOT_ON_SCREEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN, pdfium.FPDF_ANNOT_FLAG_NOVIEW
_NO_LETTER = re.compile(r"[\W_]+")


class Annotation(NamedTuple):
    """``kind``: PDFium's number of its type. ``value``: what is written in a field; ``comment``: what else it says."""

    kind: int
    box: Box
    has_look: bool
    is_on_screen: bool
    comment: str
    value: str

    @property
    def is_veil(self) -> bool:
        """Whether viewers draw it in their own way: what is under it cannot be told."""
        return self.is_on_screen and not self.has_look and self.kind not in _UNDRAWN


def annotations_on(document: Any, page: Any) -> tuple[Annotation, ...]:
    """Those that are shown on the page or printed with it."""
    count = min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)
    if not count:
        return ()
    with _form_of(document, page) as form:
        found = (_annotation(page, index, form) for index in range(count))
        return tuple(annotation for annotation in found if annotation is not None)


def say_more(annotations: Sequence[Annotation], words: Sequence[Word], frame: "Frame") -> bool:
    """Whether one of them says or shows what is not among the page's ``words``."""
    page = _bare(word.text for word in words) if annotations else ""
    return any(_says_more(annotation, words, page, frame) for annotation in annotations)


def _says_more(annotation: Annotation, words: Sequence[Word], page: str, frame: "Frame") -> bool:
    kind, comment = annotation.kind, _bare(annotation.comment)
    if kind in _TELLING or (comment and comment not in page):
        return True
    if kind == pdfium.FPDF_ANNOT_FREETEXT and not annotation.has_look:
        return bool(comment)
    if kind == pdfium.FPDF_ANNOT_STAMP or annotation.value:
        here = _bare(word.text for word in words if _is_in(word, frame.shown(*annotation.box)))
        # A field's value may be shown with more figures than it has («2136» as «2.136,00»).
        return not annotation.has_look or not here or _bare(annotation.value) not in here
    return not annotation.is_on_screen and kind not in _WORDLESS


def _bare(words: Iterator[str] | str) -> str:
    """Letters and figures only: viewers and fonts space words in their own way."""
    return _NO_LETTER.sub("", "".join(words)).casefold()


def _is_in(word: Word, place: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    left, top, right, bottom = place
    return left <= x <= right and top <= y <= bottom


def _annotation(page: Any, index: int, form: Any) -> Annotation | None:
    handle = pdfium.FPDFPage_GetAnnot(page, index)
    try:
        flags = pdfium.FPDFAnnot_GetFlags(handle)
        if flags & _HIDDEN or (flags & _NOT_ON_SCREEN and not flags & pdfium.FPDF_ANNOT_FLAG_PRINT):
            return None
        kind, box = pdfium.FPDFAnnot_GetSubtype(handle), pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(handle, box)
        # The length of an empty string is that of its two closing zero bytes.
        look = pdfium.FPDFAnnot_GetAP(handle, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
        return Annotation(
            kind,
            (box.left, box.bottom, box.right, box.top),
            has_look=look > 2,
            is_on_screen=not flags & _NOT_ON_SCREEN,
            comment="" if kind in _WORDLESS else _text(pdfium.FPDFAnnot_GetStringValue, handle, b"Contents"),
            value=_value(handle, form) if kind == pdfium.FPDF_ANNOT_WIDGET else "",
        )
    finally:
        pdfium.FPDFPage_CloseAnnot(handle)


def _value(annotation: Any, form: Any) -> str:
    """What is written in a field, or chosen from a list; also in one that no form knows of."""
    if form:
        kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
        if kind in _WRITTEN_IN:
            return _text(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation)
        if kind != _UNKNOWN:
            return ""
    return _text(pdfium.FPDFAnnot_GetStringValue, annotation, b"V")


def _text(function: Any, *arguments: Any) -> str:
    size = function(*arguments, None, 0)
    room = ctypes.create_string_buffer(size)
    function(*arguments, ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort)), size)
    return room.raw[: max(0, size - 2)].decode("utf-16-le", "replace")


@contextmanager
def _form_of(document: Any, page: Any) -> Iterator[Any]:
    """PDFium's handle of the document's form, None where it has none. Fields that are to be drawn by the viewer
    (``NeedAppearances``) get their looks when the page is drawn once, however small.
    """
    if pdfium.FPDF_GetFormType(document) == pdfium.FORMTYPE_NONE:
        yield None
        return
    bitmap = pdfium.FPDFBitmap_Create(1, 1, 0)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 1, 1, 0, pdfium.FPDF_ANNOT)
    pdfium.FPDFBitmap_Destroy(bitmap)
    about = pdfium.FPDF_FORMFILLINFO(version=2)  # kept alive until the form is closed
    form = pdfium.FPDFDOC_InitFormFillEnvironment(document, about)
    try:
        yield form
    finally:
        pdfium.FPDFDOC_ExitFormFillEnvironment(form)
