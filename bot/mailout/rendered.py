"""What a template gives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rendered:
    """One letter's words. ``subject`` is one line; ``text`` and ``html`` end with a line end."""

    subject: str
    text: str
    html: str
