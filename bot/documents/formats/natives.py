"""PDFium's functions that are called for every word or thing of a page, with handles as plain integers: a third of the
cost of calls with typed pointers. They keep the interpreter's lock: each is done sooner than giving it up and taking it
again would be.
"""

import ctypes
from array import array
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

_HANDLE, _INT, _LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong


def _native(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, _HANDLE).value or 0)


def handle_of(typed: Any) -> int:
    """A typed pointer as these functions take it; 0 for none."""
    return ctypes.cast(typed, _HANDLE).value or 0


#: (text page, index, address of four floats): left, top, right, bottom of a character's place.
loose_char_box = _native(pdfium.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _HANDLE)
char_angle = _native(pdfium.FPDFText_GetCharAngle, ctypes.c_float, _HANDLE, _INT)
#: (text page, index, address of six floats): how a character is scaled and turned (ISO 32000-1 §8.3.4).
char_matrix = _native(pdfium.FPDFText_GetMatrix, _INT, _HANDLE, _INT, _HANDLE)
unicode_of = _native(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _HANDLE, _INT)
text_object = _native(pdfium.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)
count_things = _native(pdfium.FPDFPage_CountObjects, _INT, _HANDLE)
nth_thing = _native(pdfium.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
count_inside = _native(pdfium.FPDFFormObj_CountObjects, _INT, _HANDLE)
nth_inside = _native(pdfium.FPDFFormObj_GetObject, _HANDLE, _HANDLE, _LONG)
kind_of = _native(pdfium.FPDFPageObj_GetType, _INT, _HANDLE)
switch = _native(pdfium.FPDFPageObj_SetIsActive, _INT, _HANDLE, _INT)
#: (thing, addresses of left, bottom, right, top).
bounds_of = _native(pdfium.FPDFPageObj_GetBounds, _INT, _HANDLE, *(_HANDLE,) * 4)
count_marks = _native(pdfium.FPDFPageObj_CountMarks, _INT, _HANDLE)
nth_mark = _native(pdfium.FPDFPageObj_GetMark, _HANDLE, _HANDLE, _LONG)
mark_parameter = _native(pdfium.FPDFPageObjMark_GetParamValueType, _INT, _HANDLE, ctypes.c_char_p)
#: (text thing): its font.
font_of = _native(pdfium.FPDFTextObj_GetFont, _HANDLE, _HANDLE)
#: (font, character, size): the shape of what the font draws for it.
glyph_path = _native(pdfium.FPDFFont_GetGlyphPath, _HANDLE, _HANDLE, ctypes.c_uint, ctypes.c_float)
count_segments = _native(pdfium.FPDFGlyphPath_CountGlyphSegments, _INT, _HANDLE)
nth_segment = _native(pdfium.FPDFGlyphPath_GetGlyphPathSegment, _HANDLE, _HANDLE, _INT)
#: (segment, addresses of x and y).
segment_point = _native(pdfium.FPDFPathSegment_GetPoint, _INT, _HANDLE, _HANDLE, _HANDLE)
kind_of_segment = _native(pdfium.FPDFPathSegment_GetType, _INT, _HANDLE)
render_mode = _native(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)
set_render_mode = _native(pdfium.FPDFTextObj_SetTextRenderMode, _INT, _HANDLE, _INT)
set_fill = _native(pdfium.FPDFPageObj_SetFillColor, _INT, _HANDLE, *(ctypes.c_uint,) * 4)


def floats(count: int) -> tuple["array[float]", int]:
    """Room for so many, and its address: an array's values are read eight times as quickly as those of ctypes."""
    room = array("f", bytes(4 * count))
    return room, room.buffer_info()[0]


def things_on(page: int, most: int) -> tuple[list[int], list[int]]:
    """The page's things, at most so many, in the order in which they are drawn; and the type of each."""
    things = list(map(nth_thing, repeat(page), range(min(count_things(page), most))))
    return things, list(map(kind_of, things))


def things_inside(form: int, most: int) -> tuple[list[int], list[int]]:
    """The same of what is in a form XObject."""
    things = list(map(nth_inside, repeat(form), range(min(count_inside(form), most))))
    return things, list(map(kind_of, things))
