"""``--json``: what was read of a document, as docs/interface.md has it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.model.document import Document
    from bot.model.invoice import InvoiceReading


def of(reading: "InvoiceReading", document: "Document") -> dict[str, Any]:
    out = {
        "kind": reading.kind,
        "part": reading.part,
        "pages": reading.pages,
        "method": reading.method,
        "network_id": reading.network_id,
        "unreadable": document.unreadable,
        "unread_parts": [part._asdict() for part in document.unread_parts] or None,
        "doubts": list(reading.doubts) or None,
        "other_payments": [f.value.as_json() for f in reading.other_payments] or None,
    }
    return {k: v for k, v in out.items() if v is not None} | {"fields": fields(reading)}


def fields(reading: "InvoiceReading") -> dict[str, Any]:
    return {name: _field(f) for name, f in reading.fields.found()}


def _field(f: Any) -> dict[str, Any]:
    value = f.value.as_json() if hasattr(f.value, "as_json") else f.value
    out = {"value": value, "confidence": round(f.confidence, 3), "text": f.text, "page": f.page}
    if f.box is not None:
        out["box"] = [round(v, 1) for v in f.box]
    if f.how:
        out["how"] = f.how
    if f.doubts:
        out["doubts"] = list(f.doubts)
    return {k: v for k, v in out.items() if v is not None}
