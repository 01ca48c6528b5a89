"""How many come, what they eat, what it costs, whom to ask, what it is about: what a booking tells besides."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.danish.amounts import FoundAmount, find_amounts, format_amount
from bot.danish.clock import find_times
from bot.danish.numbers import NUMBERS, number_of
from bot.danish.text import fold
from bot.meetings.labels import Labelled
from bot.meetings.signatures import is_closing
from bot.meetings.words import BookingWords
from bot.model.booking import Said

_NUMBER = re.compile(rf"(?<![\w.,/:-])(?:\d{{1,3}}|{'|'.join(NUMBERS)})(?![\w/:-]|[.,][\d-])", re.IGNORECASE)
_MOST_PEOPLE = 500
#: «17 til», «fra fem til»: in front of an hour.
_FROM = re.compile(rf"(?:\d|\b(?:{'|'.join(NUMBERS)}))\s*(?:til|[-–])?\s*(?:ca\.?)?\s*\Z", re.IGNORECASE)
#: Letters before an amount in which it is said to be a deposit.
_NEAR = 24
_MONEY = re.compile(r"kr\b|kroner\b|,-|dkk", re.IGNORECASE)
_FIRST_NUMBER = re.compile(r"\d{1,3}")


def participants(
    texts: Sequence[str], labels: Sequence[Labelled], words: BookingWords, source: str
) -> Said[int] | None:
    """The head count: labelled, counted in people («12 pers.»), or ours («vi bliver 12», «til os tre»)."""
    for found in labels:
        if found.role == "participants" and (number := _FIRST_NUMBER.search(found.value)):
            return Said(int(number.group()), found.value, source)
    counted = [(text, m) for text in texts for m in _NUMBER.finditer(text) if not _is_hour(text, m)]
    for text, m in counted:
        behind = fold(text[m.end() : m.end() + 24])
        if words.people.match(behind.removeprefix("stk ").removeprefix("x ")) and _count(m):
            return Said(_count(m), text[m.start() : m.end() + 8].strip(), source)
    for text, m in counted:
        if _is_ours(text, m, words) and _count(m):
            return Said(_count(m), m.group(), source)
    return None


def _count(match: re.Match[str]) -> int:
    number = number_of(match.group()) or 0
    return number if 1 < number < _MOST_PEOPLE else 0


def _is_hour(text: str, match: re.Match[str]) -> bool:
    """«vi begynder kl. 17 og så til 20»"""
    return any(t.until and t.start < match.start() and match.end() == t.end for t in find_times(text))


def _is_ours(text: str, match: re.Match[str], words: BookingWords) -> bool:
    """«vi bliver 12», not «fra kl. 16 til 19», which counts hours, nor «til 12. marts»."""
    before = text[max(0, match.start() - 24) : match.start()]
    if words.not_people.match(fold(text[match.end() : match.end() + 24])):
        return False
    last = [m for m in words.we.finditer(fold(before)) if m.end() == len(fold(before))]
    return bool(last) and _FROM.search(before) is None


def price(texts: Sequence[str], labels: Sequence[Labelled], words: BookingWords, source: str) -> Said[str] | None:
    """As printed, with «pr. person» where it stands there."""
    for text in [f.value for f in labels if f.role in ("price", "catering")] + list(texts):
        for amount in _sums_of_money(text):
            if words.deposit.search(fold(text[max(0, amount.start - _NEAR) : amount.start])):
                continue
            each = words.each.match(fold(text[amount.end : amount.end + 24]).removeprefix("kr "))
            shown = format_amount(amount.value).removesuffix(",00")
            return Said(f"{shown} kr." + (" pr. person" if each else ""), amount.text, source)
    return None


def labelled_text(labels: Sequence[Labelled], role: str, source: str) -> Said[str] | None:
    found = next((f for f in labels if f.role == role), None)
    if found is None:
        return None
    value = _before_price(found.value) if role == "catering" else found.value.strip(" .")
    return Said(value, found.value, source) if value else None


def catering(texts: Sequence[str], labels: Sequence[Labelled], words: BookingWords, source: str) -> Said[str] | None:
    """The menu: labelled, or the words around the head count and before the price («gullasch 210 kr. pr. person»)."""
    said = labelled_text(labels, "catering", source)
    if said is not None:
        return said
    for text in texts:
        # Any point, not only a sentence's: «210 kr. pr. person» is parted too, and the menu stands before the sum.
        for part in re.split(r"[,;\n]|\.\s", text):
            if _sums_of_money(part):
                value = _before_price(part)
                fits = value and len(value.split()) <= 6 and fold(value) and not value[0].isdigit()
                if fits and _is_food(fold(value), words):
                    return Said(value, part.strip(), source)
    return None


def _is_food(folded: str, words: BookingWords) -> bool:
    """Not «De tager 329 kr.», «De vil have 350 kr. i rengøring»."""
    of_who = words.not_food_begins.match(folded) and not words.food_begins.match(folded)
    return not of_who and words.not_food.search(folded) is None


_TOPIC = re.compile(
    r"\b(?:emnet (?:(?:for|til|på|ved) [^.\n,:]{3,50}? )?(?:er|bliver)|(?:er|bliver) emnet|emne ?[:=]|tema ?[:=]"
    r"|om emnet)\s+"
    r"[«\"”]?(?P<topic>[^.\n\"»”]{3,80})",
    re.IGNORECASE,
)
#: «12/11: hofter», where nothing else stands behind the day.
_BEHIND_DAY = re.compile(r"\s*[:–-]\s*(?P<topic>[^\d\n:]{3,80})\Z")


def topic_of_row(text: str, end_of_day: int, words: BookingWords, source: str) -> Said[str] | None:
    """What a row that begins with a day is about, where it says so or says nothing else."""
    said = topic([text], [], words, source)
    if said is not None:
        return said
    match = _BEHIND_DAY.match(text, end_of_day)
    return Said(match["topic"].strip(" ."), match["topic"], source) if match else None


def topic(texts: Sequence[str], labels: Sequence[Labelled], words: BookingWords, source: str) -> Said[str] | None:
    said = labelled_text(labels, "topic", source)
    if said is not None:
        return replace(said, value=_unsigned(said.value, words))
    for text in texts:
        match = _TOPIC.search(text)
        if match:
            return Said(_unsigned(match["topic"].strip(" ."), words), match.group(), source)
    return None


def _unsigned(text: str, words: BookingWords) -> str:
    """«evaluering og emner til næste år mvh kim» without the closing, where nothing parts it from the rest, nor what it
    was before.
    """
    starts = (m.start() for m in re.finditer(r"(?<=\s)\S+", text))
    # «skulder i stedet for knæ»
    ends = (i for i in starts if is_closing(text[i:], words) or words.instead.match(fold(text[i:])))
    closed = next(ends, len(text))
    return text[:closed].strip(" .,")


def _sums_of_money(text: str) -> list[FoundAmount]:
    """The amounts with a currency right beside them: «210,- pr. person», not «kl. 17.30 på Kroen»."""
    return [a for a in find_amounts(text) if _MONEY.search(text, max(0, a.start - 6), a.end + 6)]


def _before_price(text: str) -> str:
    amounts = _sums_of_money(text)
    head = text[: amounts[0].start] if amounts else text
    head = re.sub(r"(?:kr\.?|dkk|á|à|pris:?)\s*\Z", "", head.strip(), flags=re.IGNORECASE)
    head = re.sub(r"\s*\btil\s+\d+\b.*\Z|^\s*\d+\s*(?:x|stk\.?|pers\w*\.?)\s*", "", head)
    return head.strip(" ,.;:-–(")
