"""``rules/vocabulary/bookings.toml``, compiled once: how people write about meetings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from bot.danish.sentences import END_BEFORE_ANY
from bot.danish.text import fold
from bot.identity import by_identity
from bot.meetings.act_words import ActWords, act_words
from bot.meetings.phrases import (
    Pattern,
    Spoken,
    as_written,
    before_hour,
    either,
    former_time,
    last_question,
    phrases,
    shortly_before,
    turn,
    turn_of_several,
    whole_labels,
)

__all__ = ["BookingWords", "Pattern", "booking_words", "phrases"]

#: A word of ``[tentative]``: written into what is read where a calendar file or a bracket says as much.
TENTATIVE = "foreløbig"
_SENTENCE_END = re.compile(END_BEFORE_ANY)


@dataclass(frozen=True, slots=True)
class BookingWords:
    """Patterns over *folded* text (``danish.text.fold``); ``before_place`` and ``but`` read text as it stands.

    What a pattern is annotated with is the table and list that it is made of, no more and no less: a list is added in
    the file and in one line here. The rest is made by hand in ``_compiled``.
    """

    #: Folded label → what stands behind it ("date", "venue", …).
    labels: Mapping[str, str]
    #: (role, labels that are told by how they begin or end), the first that fits.
    label_endings: Sequence[tuple[str, Pattern]]
    another_day: Pattern
    past_day: Pattern
    #: Behind a day that is not the meeting's; in the sentence of one that is of another matter.
    another_day_in_forms: Pattern
    another_day_behind: Pattern
    another_matter: Annotated[Pattern, "another_day.matter"]
    day_weights: Mapping[str, int]
    tentative: Annotated[Pattern, "tentative.words"]
    of_count: Annotated[Pattern, "tentative.of_count"]
    #: Over what was, and over what will be, in a form.
    old_label: Annotated[Pattern, "change.old_label"]
    new_label: Annotated[Pattern, "change.new_label"]
    #: What calls off and moves, and what makes it none.
    acts: ActWords
    moves_house: Annotated[Pattern, "change.moves_house"]
    instead: Annotated[Pattern, "change.instead"]
    starts: Annotated[Pattern, "change.starts"]
    same_time: Annotated[Pattern, "change.same_time"]
    same_place: Annotated[Pattern, "change.same_place"]
    kept_part: Annotated[Pattern, "change.kept_part"]
    thither: Annotated[Pattern, "change.thither"]
    day_after: Annotated[Pattern, "change.day_after"]
    day_before: Annotated[Pattern, "change.day_before"]
    place_word: Annotated[Pattern, "places.words"]
    #: The last word of a place's name, and what people say for it; folded.
    place_shortened: Mapping[str, Sequence[str]]
    online: Annotated[Pattern, "places.online"]
    before_place: Pattern
    #: Of these, as written, those before which a name must have a place's word: «i Kildeby» is a town.
    before_place_only: frozenset[str]
    home: Annotated[Pattern, "places.home"]
    #: «Hotel Hald har desværre selskab»: in the clause of a name that is not where we meet.
    not_there: Annotated[Spoken, "places.not_there"]
    #: Behind the name of a place that has us.
    hosts: Annotated[Spoken, "places.hosts"]
    #: Over text as it stands: «aftalt med » before a name, «altså » at the start of a part.
    agreed_with: Pattern
    that_is: Pattern
    #: Folded words that are no name of a place by themselves, nor its first word.
    not_name: frozenset[str]
    before_no_name: frozenset[str]
    other_time: Annotated[Pattern, "other_time.words"]
    delivered: Annotated[Pattern, "other_time.delivered"]
    not_hours: Annotated[Pattern, "other_time.not_hours"]
    end_time: Annotated[Pattern, "other_time.end"]
    #: People come; people leave.
    arrives: Annotated[Pattern, "other_time.arrives"]
    leaves: Annotated[Pattern, "other_time.leaves"]
    begins: Annotated[Pattern, "other_time.begins"]
    #: The meeting itself, in a row of a programme.
    meets: Annotated[Pattern, "other_time.meets"]
    #: An hour by the word before it alone («slutter 20», «er færdige 19.»); over text as it stands.
    before_hour: Pattern
    programme: Annotated[Pattern, "other_time.programme"]
    #: Before people come.
    prepares: Annotated[Pattern, "other_time.prepares"]
    agenda: Annotated[Pattern, "agenda.words"]
    agenda_sent: Annotated[Pattern, "agenda.sent"]
    #: «mødet», «klyngemødet»; and what is only a part of one.
    meeting: Annotated[Pattern, "change.meeting"]
    part_of_meeting: Annotated[Pattern, "change.part_of_meeting"]
    #: A day that takes another's place; one that is only offered.
    in_stead: Annotated[Pattern, "change.in_stead"]
    new_day: Annotated[Pattern, "change.new_day"]
    of_yours: Annotated[Pattern, "change.of_yours"]
    to_where: Annotated[Pattern, "change.to_where"]
    other_place: Annotated[Pattern, "change.other_place"]
    new_place: Annotated[Pattern, "change.new_place"]
    replaced: Annotated[Spoken, "change.replaced"]
    besides: Annotated[Pattern, "change.besides"]
    offered: Annotated[Pattern, "unsettled.offered"]
    longer: Annotated[Pattern, "change.longer"]
    either_way: Annotated[Pattern, "change.either_way"]
    later: Annotated[Pattern, "change.later"]
    earlier: Annotated[Pattern, "change.earlier"]
    was: Annotated[Pattern, "change.was"]
    place_cancels: Annotated[Spoken, "change.place_cancels"]
    change_of: Annotated[Pattern, "change.of"]
    #: In brackets, before the day that it was.
    former: Annotated[Pattern, "change.former"]
    #: At the end of what stands before the day that is replaced.
    replaces: Pattern
    weak: Annotated[Pattern, "change.weak"]
    date_right: Annotated[Pattern, "change.date_right"]
    #: Over text as it stands.
    corrects: Pattern
    announced: Annotated[Pattern, "change.announced"]
    not_announced: Annotated[Pattern, "change.not_announced"]
    new_one: Annotated[Pattern, "change.new_one"]
    known_before: Annotated[Pattern, "change.known_before"]
    week_after: Annotated[Pattern, "change.week_after"]
    week_before: Annotated[Pattern, "change.week_before"]
    #: «vi begynder en time senere»: what is shifted, which way, and folded words → minutes, the longest first.
    shift_begins: Annotated[Pattern, "shifted_hours.begins"]
    shift_ends: Annotated[Pattern, "shifted_hours.ends"]
    shift_later: Annotated[Pattern, "shifted_hours.later"]
    shift_earlier: Annotated[Pattern, "shifted_hours.earlier"]
    shift_unclear: Annotated[Pattern, "shifted_hours.unclear"]
    shift_longer: Annotated[Pattern, "shifted_hours.longer"]
    shift_shorter: Annotated[Pattern, "shifted_hours.shorter"]
    shift_usual: Annotated[Pattern, "shifted_hours.usual"]
    end_stays: Annotated[Pattern, "shifted_hours.end_stays"]
    shift_minutes: Mapping[str, int]
    agreed_yes: Annotated[Spoken, "agreed.yes"]
    agreed_ours: Annotated[Spoken, "agreed.ours"]
    agreed_no: Annotated[Pattern, "agreed.no"]
    agreed_refused: Annotated[Pattern, "agreed.refused"]
    agreed_of_us: Annotated[Pattern, "agreed.of_us"]
    evidence: Annotated[Pattern, "unsettled.evidence"]
    final: Annotated[Pattern, "tentative.settled"]
    silent: Annotated[Pattern, "silent.lines"]
    not_silent: Annotated[Pattern, "silent.none"]
    closing: Pattern
    unsettled: Annotated[Spoken, "unsettled.sentence"]
    unsettled_whole: Annotated[Spoken, "unsettled.whole"]
    #: What is taken out before that.
    of_the_office: Annotated[Pattern, "unsettled.of_the_office"]
    elsewhere: Annotated[Pattern, "unsettled.elsewhere"]
    #: «foredragssalen»: taken out before that, and before ``others``.
    room_called: Annotated[Pattern, "unsettled.room_called"]
    others: Annotated[Pattern, "unsettled.others"]
    lodging: Annotated[Pattern, "unsettled.lodging"]
    hired: Annotated[Pattern, "unsettled.hired"]
    private: Annotated[Pattern, "unsettled.private"]
    withheld: Annotated[Pattern, "unsettled.withheld"]
    not_withheld: Annotated[Pattern, "unsettled.not_withheld"]
    not_ours: Annotated[Pattern, "unsettled.not_ours"]
    #: What an agreement or a correction refers to, which leaves nothing open.
    referring: Annotated[Pattern, "unsettled.referring"]
    #: Of places for several meetings, each its own.
    in_turn: Annotated[Pattern, "plan.in_turn"]
    #: What shows that a sentence is about the network's own; and about one person's.
    ours: Annotated[Pattern, "unsettled.ours"]
    of_one: Annotated[Pattern, "unsettled.of_one"]
    #: «Hjørring Kommune» writes of houses that are not where it sits itself.
    lends_out: Annotated[Pattern, "places.lends_out"]
    #: Before the address of the place that is told, as it is printed.
    address_is: Pattern
    #: What stands before a name in a sentence that ends with its address.
    leads_to_name: Pattern
    #: Group 1: «biblioteket i Them», as it is printed.
    public_place: Pattern
    pending: Annotated[Pattern, "places.pending"]
    own_clinic: Annotated[Pattern, "places.own_clinic"]
    #: A room's name, which is no place's.
    room: Annotated[Pattern, "places.rooms"]
    #: The part of a place that writes its letters.
    office: Annotated[Pattern, "places.office"]
    #: In a label, but for these, is what it says of its value.
    of_no_label: Annotated[Pattern, "in_labels.words"]
    #: The place itself has not promised it; the sender waits for an answer.
    unconfirmed: Annotated[Pattern, "unsettled.unconfirmed"]
    waits: Annotated[Pattern, "unsettled.waits"]
    unsure: Annotated[Spoken, "unsettled.unsure"]
    #: A place's word for a promise that is none, taken out before ``settles``.
    only_held: Annotated[Pattern, "unsettled.only_held"]
    settles: Annotated[Spoken, "unsettled.settles"]
    #: «en option, som jeg ikke har sagt ja til endnu»: that settles nothing.
    not_yet: Pattern
    #: Why something is as the rest of the sentence tells, to the next comma; over text as it stands.
    because: Pattern
    #: Of a day that somebody else has.
    given_away: Annotated[Spoken, "unsettled.given_away"]
    #: Of a day that cannot be had, and what follows it where another is told in the same breath.
    taken: Annotated[Pattern, "unsettled.taken"]
    but: Pattern
    away: Annotated[Pattern, "unsettled.away"]
    #: Over text as it stands: a statement's tag («…, ikke?»), and a question behind a comma.
    tag: Pattern
    last_question: Pattern
    requests: Annotated[Pattern, "unsettled.requests"]
    people: Annotated[Pattern, "counts.people"]
    not_people: Annotated[Pattern, "counts.not_people"]
    we: Annotated[Pattern, "counts.we"]
    not_food: Annotated[Pattern, "counts.not_food"]
    not_food_begins: Annotated[Pattern, "counts.not_food_begins"]
    food_begins: Annotated[Pattern, "counts.food_begins"]
    deposit: Annotated[Pattern, "counts.deposit"]
    each: Annotated[Pattern, "counts.each"]
    #: «to en halv» → hours.
    hours: Mapping[str, float]
    lasts: Annotated[Pattern, "counts.lasts"]
    numbered: Annotated[Pattern, "plan.numbered"]
    off: Annotated[Pattern, "plan.off"]
    #: Of a row's day that is not promised; in the sender's own words, one of a plan's days, and that it is not settled.
    open: Annotated[Pattern, "plan.open"]
    one_of_them: Annotated[Pattern, "plan.one_of_them"]
    one_waits: Annotated[Spoken, "plan.waits"]
    about_it: Annotated[Pattern, "plan.about_it"]
    held_until: Annotated[Pattern, "other_time.held_until"]
    #: «i stedet for 17.00-20.00», as it is printed.
    former_time: Pattern
    #: Before a clause, as it is printed.
    exception: Pattern
    #: «første gang», «sidstnævnte», «i april», as it is printed: one of a plan's meetings; and several at once.
    turn: Pattern
    turn_of_several: Pattern
    #: Before such words they count none; behind them is told what was.
    turn_of_none: Pattern
    turn_bygone: Annotated[Pattern, "turns.bygone"]
    place_yes: Annotated[Pattern, "place_words.yes"]
    place_no: Annotated[Pattern, "place_words.no"]
    #: Of all meetings of a plan.
    all: Annotated[Pattern, "plan.all"]

    def is_of_another_day(self, before: str, day: date, written: date) -> bool:
        """Whether what is written before a date, in its sentence, says that it is not the meeting's."""
        told = fold(_SENTENCE_END.split(before)[-1])
        return bool(self.another_day.search(told) or (day <= written and self.past_day.search(told)))


def booking_words(vocabulary: Mapping[str, Any]) -> BookingWords:
    """Of ``Rules.vocabulary``. Raises ``KeyError`` where a table or list is missing."""
    return _compiled(vocabulary)


@by_identity
def _compiled(vocabulary: Mapping[str, Any]) -> BookingWords:
    given = vocabulary["bookings"]
    days, places = given["another_day"], given["places"]
    return BookingWords(
        **_as_annotated(given),
        labels={fold(phrase): role for role, phrases in given["labels"].items() for phrase in phrases},
        label_endings=[(role, whole_labels(endings)) for role, endings in given["label_endings"].items()],
        shift_minutes=_longest_first(given["shifted_hours"]["minutes"]),
        place_shortened={fold(whole): tuple(map(fold, said)) for whole, said in places["shortened"].items()},
        # With at most two words between: «senest onsdag den 3/6», «tilmelding inden den 3/6».
        another_day=shortly_before(days["before"]),
        past_day=shortly_before(days["before_past"]),
        another_day_in_forms=shortly_before(days["before"] + days["before_past"] + days["before_in_forms"]),
        another_day_behind=re.compile(rf"\s*(?:\w+\s){{0,3}}?{either(days['behind'])}(?!\w)"),
        day_weights=days["weights"],
        acts=act_words(vocabulary["acts"]),
        address_is=re.compile(rf"\b(?:{as_written(places['address_is'])})\s+", re.IGNORECASE),
        leads_to_name=re.compile(rf"\A{either(places['leads'])}\s+", re.IGNORECASE),
        before_place=re.compile(
            rf"(?<![^\W_])(?:{as_written([*places['before'], *places['before_place_only']])})\s+(?=[A-ZÆØÅ0-9«\"“])",
            re.IGNORECASE,
        ),
        agreed_with=re.compile(rf"(?<!\w)(?:{as_written(places['agreed_with'])}) (?=[A-ZÆØÅ])"),
        that_is=re.compile(rf"\A(?:{as_written(places['that_is'])})\s+", re.IGNORECASE),
        before_place_only=frozenset(places["before_place_only"]),
        not_name=frozenset(map(fold, places["not_name"])),
        before_no_name=frozenset(map(fold, places["before_no_name"])),
        closing=re.compile(rf"{either(given['silent']['closings'])}(?!\w)"),
        former_time=former_time(given["other_time"]),
        exception=re.compile(
            rf"(?:\s[-–—(]\s?|[,.;]\s|\s)(?:{as_written(given['plan']['exception'])})\b", re.IGNORECASE
        ),
        turn=turn(given["turns"]),
        turn_of_several=turn_of_several(given["turns"]),
        turn_of_none=re.compile(rf"(?<!\w){either(given['turns']['none'])}\Z"),
        public_place=re.compile(
            rf"\b(?i:på|i|ved|lånt|låne|lejet|booket|reserveret) ((?i:{as_written(given['places']['public'])})"
            r" i [A-ZÆØÅ][a-zæøåé]+(?:[ -][A-ZÆØÅ][a-zæøåé]+)*)"
        ),
        replaces=re.compile(rf"(?<!\w){either(given['change']['replaces'])}(?: \w+){{0,4}}\Z"),
        corrects=re.compile(
            rf"(?<![^\W_])(?:{as_written(given['change']['corrects'])})(?![^\W_])[,.:;!–-]*", re.IGNORECASE
        ),
        not_yet=re.compile(rf"\bikke (?:\w+ )?{either(given['unsettled']['not_yet'])}\b"),
        because=re.compile(rf"\b(?:{as_written(given['unsettled']['because'])})\b[^,]*(?:,|\Z)", re.IGNORECASE),
        tag=re.compile(rf"\b(?:{as_written(given['unsettled']['tags'])})\s*\?\s*\Z", re.IGNORECASE),
        last_question=last_question(given["unsettled"]),
        before_hour=before_hour(given["other_time"]),
        but=re.compile(rf",?\s+(?=(?:{as_written(given['unsettled']['but'])})\b)", re.IGNORECASE),
        hours={fold(word): float(number) for word, number in given["counts"]["hours"].items()},
    )


def _longest_first(given: Mapping[str, int]) -> dict[str, int]:
    return {fold(phrase): given[phrase] for phrase in sorted(given, key=len, reverse=True)}


def _as_annotated(given: Mapping[str, Any]) -> dict[str, Any]:
    fillers = re.compile(rf"(?<!\w){either(given['fillers']['words'])} ")
    found: dict[str, Any] = {}
    for name, hint in get_type_hints(BookingWords, include_extras=True).items():
        if get_origin(hint) is Annotated:
            kind, place = get_args(hint)
            table, _, of_table = place.partition(".")
            pattern = phrases(given[table][of_table])
            found[name] = Spoken(pattern, fillers) if kind is Spoken else pattern
    return found
