"""★ The summary's rows on mail: what came and nobody handles, what came back, what could not be delivered."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.mailin.bounces import Bounce, bounces_of
from bot.model.summary import SummaryLetter, SummaryMail
from bot.reports.words import SummaryWords
from bot.service.surroundings import Surroundings
from bot.store import Access, Forgotten, MessageRow, Store

#: A letter still on its way is no news; one tried so often is.
MANY_ATTEMPTS = 5
#: Who an undelivered letter was for stands in the returned mail itself.
FOR_THE_SUMMARY = Access("kvalitetsbot", "handling", "opsamling")
#: Kinds of mail that need nothing from a person.
QUIET_KINDS = ("invoice", "auto_reply")


def left_mails(
    around: Surroundings,
    store: Store,
    secretariat: str,
    news: Sequence[MessageRow],
    parked: Sequence[MessageRow],
    at: datetime,
) -> Iterator[SummaryMail]:
    """Of the news: kinds that nobody handles yet. Of any day: parked ones, until they are taken care of."""
    parked = [m for m in parked if m.secretariat == secretariat]
    odd = [m for m in news if m.state == "handled" and _is_left(m) and m.kind not in QUIET_KINDS]
    bounced = [m for m in news if m.kind == "bounce" and m not in odd]
    for m in (*parked, *odd, *bounced):
        why = "parked" if m.state == "parked" else (m.kind or "unknown")
        about = _bounced(around, store, m, at) if m.kind == "bounce" else None
        if about == "":
            continue
        yield SummaryMail(m.received, m.from_address, m.subject, m.kind, why, m.mailbox, about)


def undelivered(store: Store, secretariat: str, since: datetime, at: datetime) -> Iterator[SummaryLetter]:
    """Letters that were refused by then, or are tried again and again; those to members are told with the meetings,
    once.
    """
    for letter in store.unsent(since):
        if letter.secretariat != secretariat:
            continue
        for r in letter.recipients:
            if r.last_try is None or r.last_try > at:
                continue
            if r.state == "refused" and store.meetings.is_invitees(letter.message_id, r.address):
                continue
            if r.state == "refused" or (r.state == "queued" and r.attempts >= MANY_ATTEMPTS):
                yield SummaryLetter(r.address, letter.subject, r.state, r.attempts, r.last_error)


def _is_left(row: MessageRow) -> bool:
    """Nothing was done about it, so somebody must."""
    return row.outcome == "inbox" or (row.outcome == "review" and row.kind != "invoice")


def _bounced(around: Surroundings, store: Store, row: MessageRow, at: datetime) -> str | None:
    """Whom which letter of ours did not reach, as the returned mail says; "" where it is told with the meetings."""
    try:
        message = around.parsed(store, store.waiting(row.id), FOR_THE_SUMMARY, at)
    except Forgotten:
        return None  # the day is long ago
    found = bounces_of(message)
    if found and all(_is_told_apart(store, b) for b in found):
        return ""
    told = [_not_reached(around.summary_words, b, store.subject_of(b.original_message_id or "")) for b in found]
    return ". ".join(told) + "." if told else None


def _not_reached(words: SummaryWords, bounce: Bounce, subject: str | None) -> str:
    who, letter = bounce.recipient or words.say("some_recipient"), subject or words.say("some_letter")
    return words.say("not_reached" if bounce.permanent else "not_reached_yet", recipient=who, letter=letter)


def _is_told_apart(store: Store, bounce: Bounce) -> bool:
    named = filter(None, (bounce.original_recipient, bounce.recipient))
    letter = bounce.original_message_id
    return bounce.permanent and letter is not None and any(store.meetings.is_invitees(letter, a) for a in named)
