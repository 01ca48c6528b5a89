"""``rules/vocabulary/bookings.toml``, compiled once: how people write about meetings."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.danish.text import fold
from bot.identity import by_identity
from bot.meetings.performing import ActWords, act_words
from bot.meetings.phrases import (
    Pattern,
    Spoken,
    as_written,
    either,
    longest_first,
    phrases,
    shortly_before,
    whole_labels,
)

__all__ = ["BookingWords", "Pattern", "booking_words", "phrases"]

_SENTENCE_END = re.compile(r"(?<=\w{3}[.!?])\s+")


@dataclass(frozen=True, slots=True)
class BookingWords:
    """Patterns over *folded* text (``danish.text.fold``); ``before_place`` and ``but`` read text as it stands."""

    #: Folded label → what stands behind it ("date", "venue", …).
    labels: Mapping[str, str]
    #: (role, labels that are told by how they begin or end), the first that fits.
    label_endings: Sequence[tuple[str, Pattern]]
    another_day: Pattern
    #: Behind a day that is not the meeting's; in the sentence of one that is of another matter.
    another_day_in_forms: Pattern
    another_day_behind: Pattern
    another_matter: Pattern
    day_weights: Mapping[str, int]
    tentative: Pattern
    #: Over what was, and over what will be, in a form.
    old_label: Pattern
    new_label: Pattern
    #: What calls off and moves, and what makes it none.
    acts: ActWords
    instead: Pattern
    starts: Pattern
    same_time: Pattern
    same_place: Pattern
    day_after: Pattern
    day_before: Pattern
    updated: Pattern
    place_word: Pattern
    online: Pattern
    before_place: Pattern
    #: Of these, as written, those before which a name must have a place's word: «i Kildeby» is a town.
    before_place_only: frozenset[str]
    home: Pattern
    #: Over text as it stands: «aftalt med » before a name, «altså » at the start of a part.
    agreed_with: Pattern
    that_is: Pattern
    #: Folded words that are no name of a place by themselves, nor its first word.
    not_name: frozenset[str]
    other_time: Pattern
    end_time: Pattern
    #: People come; people leave.
    arrives: Pattern
    leaves: Pattern
    begins: Pattern
    #: The meeting itself, in a row of a programme.
    meets: Pattern
    #: Before people come.
    prepares: Pattern
    agenda: Pattern
    agenda_sent: Pattern
    #: «mødet», «klyngemødet»; and what is only a part of one.
    meeting: Pattern
    part_of_meeting: Pattern
    #: A day that takes another's place; one that is only offered.
    in_stead: Pattern
    new_place: Pattern
    replaced: Spoken
    besides: Pattern
    offered: Pattern
    longer: Pattern
    either_way: Pattern
    later: Pattern
    earlier: Pattern
    was: Pattern
    place_cancels: Spoken
    change_of: Pattern
    evidence: Pattern
    final: Pattern
    silent: Pattern
    closing: Pattern
    unsettled: Spoken
    unsettled_whole: Spoken
    elsewhere: Pattern
    others: Pattern
    #: What an agreement or a correction refers to, which leaves nothing open.
    referring: Pattern
    #: Of places for several meetings, each its own.
    in_turn: Pattern
    #: What shows that a sentence is about the network's own; and about one person's.
    ours: Pattern
    of_one: Pattern
    #: What stands before a name in a sentence that ends with its address.
    leads_to_name: Pattern
    #: A room's name, which is no place's.
    room: Pattern
    #: The part of a place that writes its letters.
    office: Pattern
    #: In a label, but for these, is what it says of its value.
    of_no_label: Pattern
    #: The place itself has not promised it; the sender waits for an answer.
    unconfirmed: Pattern
    waits: Pattern
    settles: Spoken
    #: Of a day that cannot be had, and what follows it where another is told in the same breath.
    taken: Pattern
    but: Pattern
    away: Pattern
    requests: Pattern
    people: Pattern
    not_people: Pattern
    we: Pattern
    not_food: Pattern
    deposit: Pattern
    each: Pattern
    #: «to en halv» → hours.
    hours: Mapping[str, float]
    lasts: Pattern
    numbered: Pattern
    place_yes: Pattern
    place_no: Pattern
    #: Of all meetings of a plan.
    all: Pattern

    def is_of_another_day(self, before: str) -> bool:
        """Whether what is written before a date, in its sentence, says that it is not the meeting's."""
        return self.another_day.search(fold(_SENTENCE_END.split(before)[-1])) is not None


def booking_words(vocabulary: Mapping[str, Any]) -> BookingWords:
    """Of ``Rules.vocabulary``. Raises ``KeyError`` where a table or list is missing."""
    return _compiled(vocabulary)


@by_identity
def _compiled(vocabulary: Mapping[str, Any]) -> BookingWords:
    given = vocabulary["bookings"]
    change = given["change"]
    labels = {fold(phrase): role for role, phrases in given["labels"].items() for phrase in phrases}
    fillers = re.compile(rf"(?<!\w){either(given['fillers']['words'])} ")

    def spoken(words: Iterable[str]) -> Spoken:
        return Spoken(phrases(words), fillers)

    return BookingWords(
        labels=labels,
        label_endings=[(role, whole_labels(endings)) for role, endings in given["label_endings"].items()],
        of_no_label=phrases(given["in_labels"]["words"]),
        # With at most two words between: «senest onsdag den 3/6», «tilmelding inden den 3/6».
        another_day=shortly_before(given["another_day"]["before"]),
        another_day_in_forms=shortly_before(given["another_day"]["before"] + given["another_day"]["before_in_forms"]),
        another_day_behind=re.compile(rf"\s*(?:\w+\s){{0,3}}?{either(given['another_day']['behind'])}(?!\w)"),
        another_matter=phrases(given["another_day"]["matter"]),
        day_weights=given["another_day"]["weights"],
        tentative=phrases(given["tentative"]["words"]),
        old_label=phrases(change["old_label"]),
        new_label=phrases(change["new_label"]),
        acts=act_words(vocabulary["acts"]),
        instead=phrases(change["instead"]),
        starts=phrases(change["starts"]),
        same_time=phrases(change["same_time"]),
        same_place=phrases(change["same_place"]),
        day_after=phrases(change["day_after"]),
        day_before=phrases(change["day_before"]),
        updated=phrases(change["updated"]),
        place_word=phrases(given["places"]["words"]),
        leads_to_name=re.compile(rf"\A{either(given['places']['leads'])}\s+", re.IGNORECASE),
        room=phrases(given["places"]["rooms"]),
        office=phrases(given["places"]["office"]),
        online=phrases(given["places"]["online"]),
        before_place=re.compile(
            r"(?<![^\W_])(?:"
            + "|".join(
                map(re.escape, longest_first([*given["places"]["before"], *given["places"]["before_place_only"]]))
            )
            + r")\s+(?=[A-ZÆØÅ0-9«\"“])",
            re.IGNORECASE,
        ),
        agreed_with=re.compile(rf"(?<!\w)(?:{as_written(given['places']['agreed_with'])}) (?=[A-ZÆØÅ])"),
        that_is=re.compile(rf"\A(?:{as_written(given['places']['that_is'])})\s+", re.IGNORECASE),
        before_place_only=frozenset(given["places"]["before_place_only"]),
        home=phrases(given["places"]["home"]),
        not_name=frozenset(map(fold, given["places"]["not_name"])),
        other_time=phrases(given["other_time"]["words"]),
        end_time=phrases(given["other_time"]["end"]),
        arrives=phrases(given["other_time"]["arrives"]),
        leaves=phrases(given["other_time"]["leaves"]),
        begins=phrases(given["other_time"]["begins"]),
        meets=phrases(given["other_time"]["meets"]),
        prepares=phrases(given["other_time"]["prepares"]),
        agenda=phrases(given["agenda"]["words"]),
        agenda_sent=phrases(given["agenda"]["sent"]),
        meeting=phrases(change["meeting"]),
        part_of_meeting=phrases(change["part_of_meeting"]),
        new_place=phrases(change["new_place"]),
        in_stead=phrases(change["in_stead"]),
        replaced=spoken(change["replaced"]),
        besides=phrases(change["besides"]),
        offered=phrases(given["unsettled"]["offered"]),
        longer=phrases(change["longer"]),
        either_way=phrases(change["either_way"]),
        later=phrases(change["later"]),
        earlier=phrases(change["earlier"]),
        was=phrases(change["was"]),
        change_of=phrases(change["of"]),
        evidence=phrases(given["unsettled"]["evidence"]),
        place_cancels=spoken(change["place_cancels"]),
        final=phrases(given["tentative"]["settled"]),
        silent=phrases(given["silent"]["lines"]),
        closing=re.compile(rf"{either(given['silent']['closings'])}(?!\w)"),
        unsettled=spoken(given["unsettled"]["sentence"]),
        unsettled_whole=spoken(given["unsettled"]["whole"]),
        elsewhere=phrases(given["unsettled"]["elsewhere"]),
        referring=phrases(given["unsettled"]["referring"]),
        in_turn=phrases(given["plan"]["in_turn"]),
        others=phrases(given["unsettled"]["others"]),
        ours=phrases(given["unsettled"]["ours"]),
        of_one=phrases(given["unsettled"]["of_one"]),
        unconfirmed=phrases(given["unsettled"]["unconfirmed"]),
        waits=phrases(given["unsettled"]["waits"]),
        settles=spoken(given["unsettled"]["settles"]),
        taken=phrases(given["unsettled"]["taken"]),
        but=re.compile(
            rf",?\s+(?=(?:{'|'.join(map(re.escape, longest_first(given['unsettled']['but'])))})\b)", re.IGNORECASE
        ),
        away=phrases(given["unsettled"]["away"]),
        requests=phrases(given["unsettled"]["requests"]),
        people=phrases(given["counts"]["people"]),
        not_people=phrases(given["counts"]["not_people"]),
        we=phrases(given["counts"]["we"]),
        not_food=phrases(given["counts"]["not_food"]),
        deposit=phrases(given["counts"]["deposit"]),
        each=phrases(given["counts"]["each"]),
        hours={fold(word): float(number) for word, number in given["counts"]["hours"].items()},
        lasts=phrases(given["counts"]["lasts"]),
        numbered=phrases(given["plan"]["numbered"]),
        place_yes=phrases(given["place_words"]["yes"]),
        place_no=phrases(given["place_words"]["no"]),
        all=phrases(given["plan"]["all"]),
    )
