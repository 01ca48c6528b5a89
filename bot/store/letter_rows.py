"""What the store gives of letters that go out: frozen values, never database rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.model.letter import LetterState


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One address of a letter, with what became of it. ``last_error`` is the server's own reply."""

    address: str
    role: Literal["to", "cc"]
    state: Literal["queued", "sending", "delivered", "refused"]
    attempts: int
    next_try: datetime
    last_error: str | None
    #: When the last try ended.
    last_try: datetime | None


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter of the outbox, for a person. ``attempts`` and ``last_error`` are the worst recipient's."""

    letter_id: int
    message_id: str
    cause: str
    template: str
    secretariat: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    in_reply_to: str | None
    attachments: tuple[str, ...]
    text: str
    state: LetterState
    attempts: int
    last_error: str | None
    queued_at: datetime
    recipients: tuple[RecipientRow, ...]
    #: Row id of the message that it answers.
    message: int | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A recipient that refused a letter for good and of whom nobody was told."""

    message_id: str
    template: str
    secretariat: str
    subject: str
    address: str
    attempts: int
    last_error: str | None
    last_try: datetime | None
