"""What is to happen because of one message. Nothing has happened yet."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.model.finding import Finding, Verdict
from bot.model.invoice import InvoiceReading
from bot.model.letter import Letter
from bot.model.meeting import AnswerAct, BounceAct, MeetingAct, OpenQuestion

MessageKind = Literal[
    "invoice", "booking", "cancellation", "rsvp", "attendance", "membership", "annual_status", "questionnaire",
    "command", "auto_reply", "bounce", "unknown",
]  # fmt: skip

#: Which configured folder the message goes to; ``"inbox"``: it stays where a person sees it.
Outcome = Literal["accepted", "rejected", "review", "duplicate", "automatic", "other", "inbox"]


@dataclass(frozen=True, slots=True)
class DocumentDecision:
    """One document of the message, judged."""

    attachment: str | None
    sha256: str
    part: int
    reading: InvoiceReading
    findings: tuple[Finding, ...] = ()
    #: None where there is nothing to judge (credit notes, reminders, confirmations).
    verdict: Verdict | None = None
    meeting_id: str | None = None
    #: The payment run that an accepted one goes with.
    pay_on: date | None = None
    #: Row id of the rejected invoice that this one takes the place of.
    corrects: int | None = None
    #: Row id of the invoice that this credit note, reminder or duplicate belongs to.
    belongs_to: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """``attention`` are reasons (codes) why a person must see it at once, whatever the verdict."""

    kind: MessageKind
    verdict: Verdict | None = None
    documents: tuple[DocumentDecision, ...] = ()
    letters: tuple[Letter, ...] = ()
    outcome: Outcome = "inbox"
    attention: tuple[str, ...] = ()
    #: Why the sender gets no answer ("automatic", "list", "own", "limit", "old", "unverified", …); None: one goes out.
    unanswered: str | None = None
    #: Whose mail it is, where that is known.
    network_id: str | None = None
    meetings: tuple[MeetingAct, ...] = ()
    answers: tuple[AnswerAct, ...] = ()
    #: Letters of ours that the mail says did not arrive.
    bounces: tuple[BounceAct, ...] = ()
    #: What is asked about the mail's meetings; the letter with its cause asks it.
    question: OpenQuestion | None = None
    #: Cause of the question that this mail answers.
    answers_question: str | None = None
