"""Everything else. It stays in the inbox, and the daily summary names it; machines' news are put aside."""

from bot.kinds.filing import filed_documents, left_in_inbox
from bot.kinds.request import Request
from bot.mailin.automatic import automatic_reason
from bot.model.decision import Decision


def recognise(request: Request) -> bool:
    del request
    return True


def decide(request: Request) -> Decision:
    reason = automatic_reason(request.message, request.world.rules.vocabulary)
    if reason is None or request.message.attachments:
        return left_in_inbox(request, "unknown", "unknown")
    return Decision(kind="unknown", documents=filed_documents(request), outcome="automatic", unanswered=reason)
