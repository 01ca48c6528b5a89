"""What a cell of the register's files may hold. Pure.

A check takes the text and gives it back as it is stored (``None``: empty), or raises ``ValueError`` with the reason in
Danish, without the cell's text: that is added by whoever knows whether it may be shown.
"""

import re
from collections.abc import Callable
from datetime import date, datetime

from bot.danish.cpr import mask_cpr
from bot.danish.text import nfc

Cell = str | None
Check = Callable[[str], Cell]
Row = tuple[Cell, ...]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: One @, a dot in the domain, nothing that would end a header or an address list (RFC 5322 §3.4.1, simplified).
_EMAIL = re.compile(r"[^@\s<>()\[\],;:\"\\]+@[^@\s<>()\[\],;:\"\\.]+(?:\.[^@\s<>()\[\],;:\"\\.]+)+")
_SHARE = re.compile(r"(?:0|1|0?[.,]\d{1,4}|0[.,]\d{1,4}|1[.,]0{1,4})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def text(cell: str) -> Cell:
    """One line, without CPR numbers."""
    line = identifier(cell)
    if line is not None and mask_cpr(line) != line:
        raise ValueError("indeholder et CPR-nummer, som ikke må stå i registret")
    return line


def identifier(cell: str) -> Cell:
    """One line; NFC, so that å is one letter however the file's program wrote it."""
    if _CONTROL.search(cell.strip()):
        raise ValueError("skal stå på én linje uden tabulatorer og styretegn")
    return nfc(cell.strip()) or None


def word(cell: str) -> Cell:
    """An identifier without spaces in it."""
    line = identifier(cell)
    if line is not None and re.search(r"\s", line):
        raise ValueError("må ikke indeholde mellemrum")
    return line


def email(cell: str) -> Cell:
    """One address, by its form; whether it takes mail nobody knows."""
    line = text(cell)
    if line is not None and not _EMAIL.fullmatch(line):
        raise ValueError("er ikke en mailadresse; f.eks. mette@klinik.example")
    return line


def day(cell: str) -> Cell:
    """ISO 8601, a day that exists."""
    if not cell.strip():
        return None
    try:
        if _DAY.fullmatch(cell.strip()):
            return date.fromisoformat(cell.strip()).isoformat()
    except ValueError:
        raise ValueError("er en dato, der ikke findes") from None
    raise ValueError("skal være en dato som 2026-03-12")


def moment(cell: str) -> Cell:
    """ISO 8601 with date, clock time and offset."""
    if not cell.strip():
        return None
    try:
        value = datetime.fromisoformat(cell.strip())
    except ValueError:
        raise ValueError("skal være et tidspunkt som 2026-03-12T17:00:00+01:00") from None
    if value.utcoffset() is None:
        raise ValueError("mangler tidszone; f.eks. 2026-03-12T17:00:00+01:00")
    return value.isoformat()


def ydernummer(cell: str) -> Cell:
    """Digits, leading zeros kept. Six as a rule, but not by any rule that could be tested."""
    number = cell.strip()
    if number and not (number.isascii() and number.isdigit() and len(number) <= 10):
        raise ValueError("skal være et ydernummer: kun cifre, f.eks. 012345")
    return number or None


def fee_share(cell: str) -> Cell:
    """The coordinator's share of the fee, from 0 to 1, as text."""
    if cell.strip() and not _SHARE.fullmatch(cell.strip()):
        raise ValueError("skal være 1, 0 eller en brøkdel som 0.5")
    return cell.strip() or None


def one_of(*values: str) -> Check:
    """A check that lets these words by, and an empty cell."""

    def check(cell: str) -> Cell:
        if cell.strip() and cell.strip() not in values:
            raise ValueError(f"skal være en af: {', '.join(values)}")
        return cell.strip() or None

    return check
