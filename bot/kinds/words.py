"""What a mail is about, by its words. The phrases and what each is worth are ``rules/vocabulary/messages.toml``.

The kinds are weighed against each other, not asked one by one: «deltagere» stands in bookings as well as on lists.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from bot.danish.dates import find_dates
from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.kinds.request import Request
from bot.mailin.vocabulary import vocabulary_of
from bot.meetings.act_words import ActWords
from bot.meetings.dialect import in_standard
from bot.meetings.performing import act_in, performs
from bot.meetings.phrases import phrases
from bot.meetings.words import booking_words
from bot.model.decision import MessageKind
from bot.model.message import Message

#: Weighed in this order; of two that weigh the same the first wins. The one that undoes stands before the one that
#: makes.
WEIGHED: tuple[MessageKind, ...] = (
    "cancellation", "annual_status", "questionnaire", "membership", "attendance", "booking",
)  # fmt: skip
#: What needs a strong word: «dagsorden til mødet» calls nothing off, «næste års møder» is no status of the year's, and
#: «et spørgsmål» no questionnaire.
_SAID_ONLY = frozenset(("cancellation", "annual_status", "questionnaire"))
CLOCK = re.compile(r"\bkl\.?\s*\d|\b\d{1,2}[.:]\d{2}\s*-|\b\d{1,2}\s*-\s*\d{1,2}\b(?![./-])", re.IGNORECASE)
SPAN = re.compile(
    r"\b\d{1,2}(?:[.:]\d{2})?\s*(?:-|–|til)\s*(?:kl\.?\s*)?\d{1,2}(?:[.:]\d{2})?\b(?![./-])", re.IGNORECASE
)
#: Folded: what is moved is a meeting, or stands beside a day.
OF_MEETING = re.compile(r"moede|dato|\d")
#: «1) 5»: an answer to a numbered question.
ANSWER = re.compile(r"\s*\d{1,2}\s*[).:]\s*\S")
#: A mail is looked at so far; what it is about stands at its top.
LOOKED_AT = 20_000


def likeliest(request: Request) -> MessageKind | None:
    """The kind that the words speak for most, or None where none of them weighs enough."""
    words, message = request.wording, request.message
    passed_on = " ".join(q.text for q in message.quoted if q.kind == "forwarded")
    vocabulary = request.world.rules.vocabulary
    scores = {kind: _score(kind, message, passed_on, words, vocabulary) for kind in WEIGHED}
    best = max(scores, key=lambda kind: scores[kind], default=None)
    if best is None or not scores[best]:
        return None
    known = words["weights"]["coordinator"] * _from_coordinator(request)
    return best if scores[best] + known >= words["weights"]["least"] else None


def says(text: str, words: Iterable[str]) -> bool:
    """Whether one of the phrases stands in the text."""
    return bool(_pattern(tuple(words)).search(_folded(text)))


def advertises(request: Request) -> bool:
    """Whether somebody whom the register does not know writes to sell something, and passes nothing on."""
    words = request.wording["advertising"]
    sender, register = request.message.from_, request.world.register
    emails = (*(m.email for m in register.members), *(c.email for c in register.coordinators))
    known = {(email or "").lower() for email in emails}
    if request.is_forwarded or (sender is not None and sender.address in known):
        return False
    text = _folded(f"{request.message.subject}\n{request.message.new_text or request.message.text}")
    return len(set(_pattern(tuple(words["words"])).findall(text))) >= int(words["least"])


def is_of_paying(request: Request) -> bool:
    """«Regningen for mødet den 17. marts skal indbetales på reg. 4321 konto …»"""
    words, message = request.wording["paying"], request.message
    told = message.new_text or message.text
    if _is_planned(told, message.received_day):
        return False
    text = _folded(f"{message.subject}\n{told}")
    return len(set(_pattern(tuple(words["words"])).findall(text))) >= int(words["least"])


def _from_coordinator(request: Request) -> bool:
    sender = request.message.from_
    return sender is not None and any(
        (c.email or "").lower() == sender.address for c in request.world.register.coordinators
    )


def _score(
    kind: MessageKind, message: Message, passed_on: str, words: Mapping[str, Any], vocabulary: Mapping[str, Any]
) -> float:  # fmt: skip
    """What is passed on (an order confirmation, say) speaks for a booking only: its small print cancels nothing."""
    weights, given = words["weights"], words["kinds"][kind]
    acts, mail = booking_words(vocabulary).acts, vocabulary_of(vocabulary)
    text = in_standard(message.new_text or ("" if message.quoted else message.text), vocabulary)
    body = f"{text} {passed_on}" if kind == "booking" else text
    subject, is_reply = message.subject, mail.is_reply(message.subject)
    if "apart" in given:
        apart = _pattern(tuple(given["apart"]))
        body, subject = (apart.sub(" ", _folded(told)) for told in (body, subject))
    if kind == "cancellation" and mail.is_forward(subject):
        subject = ""  # a place's words: what they mean for the meeting is the coordinator's to say
    headline = 1 if is_reply else weights["subject"]  # a reply's subject is another's words
    score = 0.0
    said = False
    for strength in ("strong", "weak"):
        pattern = _pattern(tuple(given[strength]))
        in_subject = len(set(pattern.findall(_folded(subject))))
        in_body = len(set(pattern.findall(_folded(body))))
        if strength == "strong":
            in_subject += not is_reply and _has_act(subject, kind, acts)
            in_body += _has_act(text, kind, acts)
        score += weights[strength] * (headline * in_subject + in_body)
        said = said or (strength == "strong" and in_subject + in_body > 0)
    # «1) Adresselisten er modtaget. 2) På mødet sidder vi i havestuen» answers nobody's questions.
    asked = is_reply or score > 0
    if kind == "questionnaire" and asked and _numbered_answers(body[:LOOKED_AT], message.received_day) > 1:
        score += weights["strong"]
        said = True
    if kind in _SAID_ONLY and not said:
        return 0.0
    if kind == "annual_status" and _moves_a_coming_day(text, message.received_day, acts):
        return 0.0  # «Møder 2026, status: flyttes …»
    if kind == "booking" and score:
        told = body if is_reply else f"{message.subject}\n{body}"
        score += weights["date"] * bool(find_dates(told[:LOOKED_AT], message.received_day))
        score += weights["clock"] * bool(CLOCK.search(told[:LOOKED_AT]))
        score += weights["planned"] * _is_planned(text, message.received_day)
    return score


def _moves_a_coming_day(text: str, received: date, acts: ActWords) -> bool:
    lines = text[:LOOKED_AT].splitlines()
    moved = any(performs(s, acts.moves, acts) for line in lines for s in sentences(line))
    return moved and sum(day.value > received for line in lines for day in find_dates(line, received)) > 1


def _is_planned(text: str, received: date) -> bool:
    """«Vi ses tirsdag den 26. januar kl. 18-21»: a coming day and its hours in one line of the sender's own."""
    lines = [line for line in text[:LOOKED_AT].splitlines() if SPAN.search(line)]
    return any(day.value > received for line in lines for day in find_dates(line, received))


def _numbered_answers(body: str, received: date) -> int:
    """A numbered line with a day is a plan's."""
    return sum(1 for line in body.splitlines() if ANSWER.match(line) and not find_dates(line, received))


def _has_act(text: str, kind: MessageKind, acts: ActWords) -> bool:
    """Whether it calls off; whether it speaks of moving a meeting or its day, however it does."""
    if kind not in ("cancellation", "booking"):
        return False
    found = [s for line in text[:LOOKED_AT].splitlines() for s in sentences(line)]
    if kind == "cancellation":
        return any(performs(s, acts.cancels, acts) for s in found)
    return any(act_in(s, acts.moves, acts) is not None and OF_MEETING.search(fold(s)) for s in found)


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return phrases(words)


def _folded(text: str) -> str:
    return fold(text[:LOOKED_AT])
