"""A booking as it was understood, as JSON and back: what a question is about, until it is answered."""

from datetime import date, time
from typing import Any

from bot.model.booking import BookingReading, Doubt, Said

_DAYS, _TIMES = ("day", "of_day"), ("start", "end")
_PLAIN = ("venue", "address", "participants", "catering", "price", "contact", "topic")
_FLAGS = ("tentative", "same_time", "same_place")


def reading_to_json(reading: BookingReading) -> dict[str, Any]:
    said = {name: _said(getattr(reading, name)) for name in (*_DAYS, *_TIMES, *_PLAIN)}
    return {
        "act": reading.act,
        **{name: value for name, value in said.items() if value is not None},
        **{name: True for name in _FLAGS if getattr(reading, name)},
        "settled": list(reading.settled),
        "doubts": [
            {"code": d.code, "asks": d.asks, "text": d.text, "choices": [c.isoformat() for c in d.choices]}
            for d in reading.doubts
        ],
    }


def reading_from_json(data: dict[str, Any]) -> BookingReading:
    values: dict[str, Any] = {name: _read(name, data[name]) for name in (*_DAYS, *_TIMES, *_PLAIN) if name in data}
    values |= {name: True for name in _FLAGS if data.get(name)}
    doubts = tuple(
        Doubt(d["code"], d["asks"], d["text"], tuple(map(date.fromisoformat, d["choices"]))) for d in data["doubts"]
    )
    return BookingReading(data["act"], **values, doubts=doubts, settled=tuple(data.get("settled", ())))


def _said(said: Said[Any] | None) -> dict[str, Any] | None:
    if said is None:
        return None
    value = said.value.isoformat() if isinstance(said.value, date | time) else said.value
    return {"value": value, "text": said.text, "source": said.source}


def _read(name: str, data: dict[str, Any]) -> Said[Any]:
    value = data["value"]
    if name in _DAYS:
        value = date.fromisoformat(value)
    elif name in _TIMES:
        value = time.fromisoformat(value)
    return Said(value, data["text"], data["source"])
