"""Which words of a PDF page a person would not see."""

from collections.abc import Sequence
from typing import Any

from bot.documents.formats.pdfium import Frame, Span
from bot.documents.limits import Limits
from bot.model.document import Word


def words(page: Any, text_page: Any, frame: Frame, spans: Sequence[Span], limits: Limits) -> tuple[Word, ...]:  # noqa: ARG001
    """The page's words."""
    return tuple(Word(*span[:5]) for span in spans)
