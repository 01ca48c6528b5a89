"""The supplier's own phone number as printed, for calling back before a changed account is believed."""

import re

from bot.documents.fields.sheet import Sheet

_PHONE = re.compile(r"(?:\+45|0045)?\s?(?:\d{2} ?\d{2} ?\d{2} ?\d{2})(?![\d])")
_LABEL = re.compile(r"(?<![^\W_])(?:tlf|telefon|tel|mobil|mob|phone|cell)(?:nr|nummer)?\.?[\s:.]{0,4}$", re.IGNORECASE)


def read_phone(sheet: Sheet) -> str | None:
    """The first labelled phone number outside our own address."""
    for line in sheet.lines:
        if not sheet.hits_of(line, "other_number"):
            continue
        for match in _PHONE.finditer(line.text[:400]):
            if _LABEL.search(line.text, max(0, match.start() - 16), match.start()) and not sheet.is_buyers(
                line, match.start()
            ):
                return " ".join(match[0].split())
    return None
