"""``process --json``: what became of a mail, as docs/interface.md has it."""

from typing import Any

from bot.cli import reading_json
from bot.cli.meeting_json import meetings_of
from bot.danish.cpr import mask_cpr
from bot.service.pipeline import Handled


def of(source: str, handled: Handled) -> dict[str, Any]:
    message, decision = handled.message, handled.decision
    out: dict[str, Any] = {
        "source": source,
        "message_id": message.message_id,
        "received": message.received,
        "kind": decision.kind,
        "verdict": decision.verdict,
        "invoices": [_document(d) for d in decision.documents],
        **meetings_of(decision),
        "outgoing": [_letter(letter) for letter in handled.letters],
        "unanswered": decision.unanswered,
        "attention": list(decision.attention),
    }
    return {k: v for k, v in out.items() if v not in (None, [])}


def _document(d: Any) -> dict[str, Any]:
    out = {
        "attachment": d.attachment and mask_cpr(d.attachment),
        "part": d.reading.part,
        "kind": d.reading.kind,
        "verdict": d.verdict,
        "network_id": d.reading.network_id,
        "meeting_id": d.meeting_id,
        "pay_on": d.pay_on,
        "fields": reading_json.fields(d.reading),
    }
    return {k: v for k, v in out.items() if v is not None} | {
        "findings": [{"code": f.code, "severity": f.severity, "detail": f.detail} for f in d.findings]
    }


def _letter(letter: Any) -> dict[str, Any]:
    out = {
        "template": letter.template,
        "to": [a.address for a in letter.to],
        "cc": [a.address for a in letter.cc],
        "subject": letter.subject,
        "in_reply_to": letter.in_reply_to,
        "attachments": list(letter.attachments),
        "text": letter.text,
    }
    return {k: v for k, v in out.items() if v is not None}
