"""A letter that should exist: what it is about and whom it is for. Composing makes bytes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.model.invoice import Language
from bot.model.message import Address


@dataclass(frozen=True, slots=True)
class LetterAttachment:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """``cause`` is unique for ever: one cause, one letter (``"summary:EKM:2026-03-16"``).

    ``template`` is a folder-less name in ``mailtemplates/<language>/``. ``context`` holds plain values, never HTML.
    """

    cause: str
    template: str
    secretariat: str
    to: tuple[Address, ...]
    cc: tuple[Address, ...] = ()
    language: Language = "da"
    context: Mapping[str, Any] = field(default_factory=dict)
    #: Set where it answers a mail: the subject answered, and its thread (RFC 5322 §3.6.4).
    reply_subject: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[LetterAttachment, ...] = ()
    #: RFC 3834 §5: "auto-replied" for answers, "auto-generated" for summaries and alerts.
    auto_submitted: str = "auto-replied"
