"""An answer to an invitation: iTIP's REPLY or COUNTER (RFC 5546 §3.2.3), the calendar's own subject, or words.

An answer counts where the one who is asked gave it: the register's address, found genuine by our own server. Whatever a
person wrote beside it goes on to the coordinator; nothing of it is swallowed.
"""

import re

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.kinds.filing import filed_documents
from bot.kinds.meeting.answered_meeting import meeting_of
from bot.kinds.meeting.answering import answer_in_words, answers_of
from bot.kinds.meeting.matching import thread_of
from bot.kinds.meeting.member_words import words_for_coordinator
from bot.kinds.meeting.writer import writer_of
from bot.kinds.request import Request
from bot.kinds.words import likeliest, says
from bot.mailin.vocabulary import vocabulary_of
from bot.meetings.answers import read_answer
from bot.meetings.day_order import days_by_number
from bot.meetings.days import days_in
from bot.meetings.performing import performs
from bot.meetings.words import booking_words
from bot.model.decision import Decision
from bot.model.zone import COPENHAGEN

METHODS = ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH")


def recognise(request: Request) -> bool:
    message, words = request.message, request.wording["rsvp"]
    if message.calendar_method in METHODS:
        return True
    if request.is_about_money or request.world.meetings.question(thread_of(message)) is not None:
        return False  # money is another kind's, and a coordinator's answer to a question of ours another kind's too
    return (
        _calendar_subject(message.subject, words["subjects"])
        or (
            _answers_an_invitation(request, words["answered"])
            and _is_answer(request, words["phrases"])
            and not _is_of_the_meeting(request)
        )
        or _writes_about_a_meeting(request)
        or _says_whether_they_come(request, words["phrases"])
    )


def decide(request: Request) -> Decision:
    answers = answers_of(request)
    applied = [a for a in answers if a.applied]
    letters = words_for_coordinator(request, answers)
    why = next((a.why for a in answers if not a.applied), None if applied else "not_understood")
    if why is None and not letters and any(a.proposed_start for a in answers):
        why = "counter"
    attention = (why,) if why and (not letters or why in ("stranger", "unverified", "unknown_uid", "no_answer")) else ()
    return Decision(
        kind="rsvp",
        documents=filed_documents(request),
        letters=letters,
        outcome="review" if attention else "other",
        attention=attention,
        unanswered="nothing_to_answer",
        answers=answers,
    )


def _writes_about_a_meeting(request: Request) -> bool:
    """A member's free words in answer to a letter of ours about a meeting: the coordinator's, whatever they say.

    A coordinator is a member too, and says yes, no or perhaps as the others do; but not to what we asked.
    """
    if likeliest(request) is not None:
        return False
    role, thread, meetings = writer_of(request).role, thread_of(request.message), request.world.meetings
    if meetings.of_letters(thread):
        said = answer_in_words(request).partstat
        return role in ("member", "stranger") or (meetings.question(thread) is None and said is not None)
    # A program that tells no thread still quotes the letter.
    quotes_us = any(
        q.from_ is not None and q.from_.address in request.world.own_addresses for q in request.message.quoted
    )
    if role == "stranger":
        return quotes_us and answer_in_words(request).partstat is not None  # from an address that nobody knows
    return quotes_us and role == "member"


def _says_whether_they_come(request: Request, phrases: list[str]) -> bool:
    """«Jeg når det ikke den 16. september»: a member's, with the day of one of their meetings, in a mail of its own.

    In an answer also «Ole er syg, jeg kommer selv», which ticks no box: the coordinator reads it.
    """
    # «Afbud til mødet» has a list's words too, «klyngemødet i juni» a booking's and «jeg må aflyse på torsdag» those
    # that call a meeting off, which is not a member's to do.
    kind = likeliest(request)
    if kind not in (None, "attendance", "booking", "cancellation") or writer_of(request).role != "member":
        return False
    message = request.message
    mail = vocabulary_of(request.world.rules.vocabulary)
    is_told = mail.is_reply(message.subject) and says(message.new_text, phrases)
    # Also «Ole kan ikke komme den 9. april»: of a colleague, whom the coordinator knows.
    if not is_told and read_answer(message.new_text, request.world.rules.vocabulary).partstat is None:
        return False
    if _is_of_the_whole_meeting(request):
        return False
    meeting = meeting_of(request, ())
    lines = f"{message.subject}\n{message.new_text}".splitlines()
    days = [d.value for line in lines for d in days_in(line, message.received_day) if not d.week]
    if meeting is None or (kind is not None and meeting.start <= request.now):
        return False
    held = meeting.start.astimezone(COPENHAGEN).date()
    return held in days or (not days and any(days_by_number(line, (held,)) for line in lines))


def _is_of_the_meeting(request: Request) -> bool:
    """A coordinator's «kroen kan ikke den dag, vi mødes i stedet den 16. marts», «2/6 udgår, for mange afbud» answer
    for nobody; «jeg må aflyse den 2/6» may.
    """
    if writer_of(request).role != "coordinator":
        return False
    words = booking_words(request.world.rules.vocabulary)
    told = [s for line in request.message.new_text.splitlines() for s in sentences(line)]
    if any(performs(s, words.acts.moves, words.acts) for s in told):
        return True
    off = [s for s in told if performs(s, words.acts.cancels, words.acts)]
    return any(words.meeting.search(fold(s)) or _is_of_a_day(s, request) for s in off)


def _is_of_the_whole_meeting(request: Request) -> bool:
    """A member's «mødet den 17. er aflyst», «vi er stemt for at rykke mødet»: no answer, and not a member's to do."""
    words = booking_words(request.world.rules.vocabulary)
    for sentence in (s for line in request.message.new_text.splitlines() for s in sentences(line)):
        folded = fold(sentence)
        cancels = performs(sentence, words.acts.cancels, words.acts) and not words.of_one.search(folded)
        if words.meeting.search(folded) and (cancels or words.acts.moves.search(folded)):
            return True
    return False


def _is_of_a_day(sentence: str, request: Request) -> bool:
    """And of no one person."""
    of_one = booking_words(request.world.rules.vocabulary).of_one.search(fold(sentence))
    return not of_one and any(not d.week for d in days_in(sentence, request.message.received_day))


def _is_answer(request: Request, phrases: list[str]) -> bool:
    """In words that we know; or a member's, whatever they are: the coordinator reads them."""
    if says(request.message.new_text, phrases):
        return True
    return writer_of(request).role == "member" and likeliest(request) is None


def _calendar_subject(subject: str, forms: list[str]) -> bool:
    """«Accepteret: …», «Svar på begivenhed (accepteret): …»: the form first, before a colon or a bracket."""
    start = fold(re.split(r"[:(]", subject, maxsplit=1)[0])
    return bool(re.search(r"[:(]", subject)) and start in {fold(form) for form in forms}


def _answers_an_invitation(request: Request, words: list[str]) -> bool:
    message = request.message
    mail = vocabulary_of(request.world.rules.vocabulary)
    answers = mail.is_reply(message.subject) or message.in_reply_to is not None
    return answers and says(message.subject, words)
