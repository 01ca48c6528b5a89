"""What letters to staff about the service itself are given: an inbox, a letter, that something is wrong with."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.letter_context import SecretariatLines


@dataclass(frozen=True, slots=True)
class InboxAlarm:
    """An inbox was not read for ``minutes``. Moments are aware; ``error_code`` is a code, never a server's text."""

    secretariat: SecretariatLines
    inbox: str
    minutes: int
    last_read_at: datetime | None = None
    error_code: str | None = None
    #: What the code means, in Danish.
    error: str | None = None


@dataclass(frozen=True, slots=True)
class LetterFailed:
    """A letter of ours was refused or given up. ``error`` is the receiving server's line."""

    secretariat: SecretariatLines
    recipient: str
    subject: str
    template: str
    message_id: str
    failed_at: datetime
    attempts: int = 1
    error: str = ""


@dataclass(frozen=True, slots=True)
class LetterUnwritten:
    """A letter that was due could not be made. ``error``: what is wrong with a template or rule and where, or a
    bug's type and place."""

    secretariat: SecretariatLines
    #: The template, or what kind of letters, where none of them had been chosen yet.
    template: str
    error: str
    #: The meeting that it is about; None: about none.
    meeting_id: str | None = None
