"""How values lie in the file: moments, days, amounts, JSON, masked texts. Both ways, once."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from bot.danish.cpr import mask_cpr
from bot.model.zone import COPENHAGEN

Text = TypeVar("Text", str, str | None)


def stamp(moment: datetime) -> str:
    """An aware moment as UTC with milliseconds and ``Z``: as text it sorts as time does. Raises ``ValueError`` if
    naive.
    """
    if moment.utcoffset() is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The inverse of ``stamp``, in Europe/Copenhagen."""
    return datetime.fromisoformat(text).astimezone(COPENHAGEN)


def moment_or_none(text: str | None) -> datetime | None:
    """As ``moment``."""
    return None if text is None else moment(text)


def day(value: date | None) -> str | None:
    """ISO 8601."""
    return None if value is None else value.isoformat()


def day_or_none(text: str | None) -> date | None:
    """The inverse of ``day``."""
    return None if text is None else date.fromisoformat(text)


def money(value: Decimal | None) -> str | None:
    """Two decimals and a point: ``"4272.00"``."""
    return None if value is None else format(value, ".2f")


def money_or_none(text: str | None) -> Decimal | None:
    """The inverse of ``money``."""
    return None if text is None else Decimal(text)


#: Made once: ``json.dumps`` with settings makes one for every call.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def to_json(value: Any) -> str:
    """Without spaces, keys in order: what is equal is equal as text."""
    return "[]" if value == () else _encode(value)


def clean(text: Text) -> Text:
    """Without what no UTF-8 can hold (lone surrogates of broken mail) and without NUL; nothing is masked."""
    if text is None:
        return None
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def masked(text: Text) -> Text:
    """``clean``, and without CPR numbers."""
    text = clean(text)
    return None if text is None else mask_cpr(text)
