"""What every kind that is not acted on yet comes to: filed as what it looks like, left where a person sees it."""

from bot.kinds.request import Request
from bot.mailin.automatic import automatic_reason
from bot.model.decision import Decision, DocumentDecision, MessageKind


def left_in_inbox(request: Request, kind: MessageKind, *attention: str) -> Decision:
    """The documents are filed with their readings and without a verdict; nobody is answered."""
    return Decision(
        kind=kind,
        documents=filed_documents(request),
        outcome="inbox",
        attention=attention or ("not_built",),
        unanswered=automatic_reason(request.message, request.world.rules.vocabulary) or "not_built",
    )


def filed_documents(request: Request) -> tuple[DocumentDecision, ...]:
    return tuple(
        DocumentDecision(read.name, read.document.sha256, reading.part or 1, reading)
        for read in request.reads
        if read.attachment is not None
        for reading in read.readings
    )
