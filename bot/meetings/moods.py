"""What is told, and what is only asked, wished, offered or always so: nothing is made of the latter.

«Kan I den 12. eller 19. maj?», «vi overvejer den 4. juni», «Køkkenet er åbent kl. 17-21», a signature with the
clinic's telephone hours. Sentence by sentence, so that a question behind a booking takes nothing from it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.danish.sentences import sentences
from bot.danish.text import fold
from bot.meetings.absence import without_absence
from bot.meetings.addresses import TOWN
from bot.meetings.asked import is_asked, without_last_question
from bot.meetings.clocks import is_of_programme
from bot.meetings.days import TODAY, days_in
from bot.meetings.labels import labelled
from bot.meetings.not_ours import is_anothers, is_others
from bot.meetings.performing import performs
from bot.meetings.points import SIGN, spans_of
from bot.meetings.proposed import with_hours, with_proposal
from bot.meetings.segments import Segment
from bot.meetings.signatures import is_closing, signed
from bot.meetings.words import TENTATIVE, BookingWords

#: «Vi har lukket den 3. maj», not «lukket salen for jer».
_CLOSED = re.compile(r"ferie|\blukke(?!\w*(?:\s+\w+){0,3}\s+(?:for|til) (?:jer|os)\b)", re.IGNORECASE)
_PARTS = re.compile(r", | men | og ")
_BRACKET = re.compile(r"\([^()]*\)")
_TO_YOU = re.compile(r"\b(?:for|til) jer\b", re.IGNORECASE)


def told(segments: Sequence[Segment], words: BookingWords) -> tuple[tuple[Segment, ...], bool]:
    """The pieces with what they tell only, the rest as their ``foot``; and whether a day was left out with it.

    Where the sender's own words only ask about what is forwarded, that is not told either.
    """
    own_settles = any(settles(s, words) for s in _of_the_author(segments))
    doubts_all = not own_settles and any(_leaves_open(s, words) for s in segments if s.origin == "own")
    doubts_all = doubts_all or is_anothers(segments, words)
    out = tuple(_told_of(s, words, own_settles, doubts_all) for s in segments)
    if own_settles and not doubts_all and not any(_has_day(s) for s in out) and not _own_asks(segments, words):
        proposed = tuple(with_proposal(s) for s in segments)
        if proposed != segments:
            out = tuple(_told_of(s, words, own_settles, doubts_all) for s in proposed)
    elif own_settles and not doubts_all and not _own_asks(segments, words):
        out = tuple(_told_of(with_hours(s, words), words, own_settles, doubts_all) for s in segments)
    return out, any(s.leaves_day_out for s in out)


def _told_of(segment: Segment, words: BookingWords, own_settles: bool, doubts_all: bool) -> Segment:
    body, foot = signed(segment, words)
    whole = _is_unsettled(replace(segment, lines=tuple(body)), words, own_settles) or (
        doubts_all and segment.origin != "own"
    )
    settled = _settled_points(replace(segment, lines=tuple(body)), words) if whole else frozenset()
    lines, dropped = [], False
    for i, line in enumerate(body):
        kept, gone = _of_line(line, segment, words, whole and i not in settled)
        dropped = dropped or any(days_in(g, segment.written) for g in gone)
        lines.append(kept)
    return replace(segment, lines=tuple(lines), foot=foot, unsettled=whole or dropped, leaves_day_out=dropped)


def _settled_points(segment: Segment, words: BookingWords) -> frozenset[int]:
    """The lines of «2) Jeg har booket Kroen til os den 7. september» beside points that leave something else open; none
    where what is open may be all of it («Udkast: 1) …», «3) Datoerne er kun et udkast»).
    """
    spans = spans_of(segment.lines, counted=True) if segment.origin == "own" else ()
    points = {span: replace(segment, title="", lines=segment.lines[span.start : span.stop]) for span in spans}
    around = [line for i, line in enumerate(segment.lines) if not any(i in span for span in spans)]
    left_open = [p for p in points.values() if _is_unsettled(p, words, own_settles=True)]
    if _is_unsettled(replace(segment, lines=tuple(around)), words, own_settles=True) or any(
        _has_day(p) or words.meeting.search(t) or words.withheld.search(t)
        for p in left_open
        for t in (fold("\n".join(p.lines)),)
    ):
        return frozenset()
    settled = (span for span, point in points.items() if point not in left_open and settles(point, words))
    return frozenset(i for span in settled for i in span)


def _has_day(segment: Segment) -> bool:
    return any(not d.week for line in segment.lines for d in days_in(line, segment.written))


def _own_asks(segments: Sequence[Segment], words: BookingWords) -> bool:
    """Then what is settled may be something else than what is proposed below it."""
    found = (s for segment in segments if segment.origin == "own" for line in segment.lines for s in sentences(line))
    return any(s.rstrip().endswith("?") and not words.requests.search(fold(s)) for s in found)


def _of_the_author(segments: Sequence[Segment]) -> list[Segment]:
    """What the sender writes now, and an answer of theirs that they pass on («Ja tak, det siger vi ja til»)."""
    addresses = {s.sender.address for s in segments if s.origin == "own" and s.sender is not None}
    return [s for s in segments if s.origin == "own" or (s.sender is not None and s.sender.address in addresses)]


def _of_line(line: str, segment: Segment, words: BookingWords, whole: bool) -> tuple[str, list[str]]:
    """(what of the line is told, what is not). Lines that are always so are no matter at all."""
    kept: list[str] = []
    gone: list[str] = []
    line = line if segment.origin == "own" else without_last_question(line, words)
    if _is_of_a_form(line, segment, words):
        return line, []
    for sentence in _clauses(line, segment, words):
        folded = fold(sentence)
        if segment.origin == "own" and kept and is_closing(sentence, words):
            continue  # «… på Kroen. Mvh Åse, Fjord Fysioterapi»
        if segment.origin == "own" and _is_ones_absence(folded, words):
            continue
        sentence = _without_what_is_always_so(sentence, words)  # noqa: PLW2901
        folded = fold(sentence)
        told = _is_about_a_day(sentence, segment) or _is_own_act(sentence, segment, words)
        if words.silent.search(words.not_silent.sub(" ", folded)) and not told:
            sentence = _not_always(sentence, words)  # noqa: PLW2901
            folded = fold(sentence)
            if not sentence:
                continue
        asked = is_asked(sentence, segment, words)
        if (
            asked
            or (segment.origin == "own" and is_others(sentence, segment, words))
            or words.unsettled.search(words.referring.sub(" ", fold(words.because.sub(" ", sentence))))
            or (whole and days_in(sentence, segment.written) and not _is_own_act(sentence, segment, words))
        ):
            gone.append(sentence)
        else:
            kept.append(sentence)
    if kept == sentences(line):
        return line, gone
    said = " ".join(kept)
    sign = SIGN.match(line) if said and not SIGN.match(said) else None
    return (f"{sign.group()}{said}" if sign else said), gone


def _is_ones_absence(folded: str, words: BookingWords) -> bool:
    """«Uge 39 og 40 er jeg i Kroatien»: of no meeting."""
    is_ones = words.away.search(folded) is not None and words.of_one.search(folded) is not None
    return is_ones and not words.meeting.search(folded) and not words.ours.search(folded)


def _is_own_act(sentence: str, segment: Segment, words: BookingWords) -> bool:
    """«Jeg skal til fødselsdag den 8.! De andre har sagt ja til at rykke til den 14.»: the second is told, and «vi har
    enedes om den 29. i stedet for den 8.»
    """
    if segment.origin != "own":
        return False
    if any(performs(sentence, act, words.acts) for act in (words.acts.moves, words.acts.cancels)):
        return True
    days = {d.value for d in days_in(sentence, segment.written) if not d.week}
    folded = fold(sentence)
    return len(days) > 1 and words.instead.search(folded) is not None and words.settles.search(folded) is not None


def _not_always(sentence: str, words: BookingWords) -> str:
    """«Dørene åbner 15.45, vi starter 16.00 og slutter 19.00» without the doors; "" where it is all always so."""
    if _TO_YOU.search(sentence):
        return sentence  # «vi har åbent for jer fra 18 til 21»
    address = TOWN.search(sentence)
    if address is not None and not words.silent.search(fold(sentence[: address.end()])):
        return sentence[: address.end()]  # «Bakkevej 18, 8680 Ry, CVR 12 34 56 78»
    kept = [p for p in _PARTS.split(sentence) if not words.silent.search(fold(p))]
    return ", ".join(kept) if any(words.begins.search(fold(p)) for p in kept) else ""


def _without_what_is_always_so(sentence: str, words: BookingWords) -> str:
    """«Tidsrum kl. 17.00 - 20.00 (lokalet er åbent fra 16.30)» without the bracket, where nothing around it is so."""
    silent = [b.group() for b in _BRACKET.finditer(sentence) if words.silent.search(fold(b.group()))]
    rest = _BRACKET.sub(lambda b: "" if b.group() in silent else b.group(), sentence)
    is_told = silent and fold(rest) and not words.silent.search(words.not_silent.sub(" ", fold(rest)))
    return rest.rstrip() if is_told else sentence


def _with_doubt_marked(sentence: str, segment: Segment, words: BookingWords) -> str:
    """«9/12 på Kroen (jeg venter på svar)»: what a bracket leaves open makes the rest no less told, but it may move.

    Not a place's own «(på venteliste)», which promises nothing.
    """

    def marked(bracket: re.Match[str]) -> str:
        inside = fold(bracket.group())
        promised = segment.origin == "own" or not words.open.fullmatch(inside)
        return f"({TENTATIVE})" if promised and words.unsettled.search(inside) else bracket.group()

    return _BRACKET.sub(marked, sentence)


def _is_of_a_form(line: str, segment: Segment, words: BookingWords) -> bool:
    """«Ankomst: 28-05-2026 kl. 17», «19.30 Afrejse»: of a form, where the same word in a sentence is a traveller's."""
    found = labelled([line], words)
    return any(f.role in ("start", "end", "arrival", "departure") for f in found) or is_of_programme(
        line, days_in(line, segment.written)
    )


def _clauses(line: str, segment: Segment, words: BookingWords) -> list[str]:
    """Its sentences; one that tells of a day that cannot be had and of another that can is taken apart."""
    out = []
    for whole in sentences(line):
        sentence = without_absence(whole, segment, words)
        but = words.but.search(sentence)
        day = next((d for d in days_in(sentence, segment.written) if not d.week), None)
        if but is not None and day is not None and _is_taken(sentence[: but.start()], day.end <= but.start(), words):
            out.append(sentence[but.end() :])
        elif settled := _settled_behind(sentence, segment, words):
            out.append(settled)
        elif not _is_given_away(sentence, segment, words):
            out.append(_with_doubt_marked(sentence, segment, words))
    return out


def _is_taken(before: str, has_day: bool, words: BookingWords) -> bool:
    """«Den 23. juni kan vi ikke», and of a day without its month «Den 10. er desværre optaget», in front of «men»."""
    return (words.taken if has_day else words.given_away).search(fold(before)) is not None


def _is_given_away(sentence: str, segment: Segment, words: BookingWords) -> bool:
    """A place's «Tirsdag den 23. er desværre optaget»; not «rykkes til kl. 17.30, da lokalet er optaget til da»."""
    folded = fold(sentence)
    if segment.origin == "own" or not words.given_away.search(folded) or words.settles.search(folded):
        return False
    return not performs(sentence, words.acts.moves, words.acts)


def _settled_behind(sentence: str, segment: Segment, words: BookingWords) -> str:
    """«Det gik så godt i sidste uge, at …, så nu har vi aftalt den 3. september» without what leads to it; else ""."""
    for but in words.but.finditer(sentence):
        before, behind = sentence[: but.start()], sentence[but.end() :]
        is_open = words.unsettled.search(fold(before)) and not days_in(before, segment.written)
        if is_open and days_in(behind, segment.written) and words.settles.search(fold(behind)):
            return behind
    return ""


def _is_about_a_day(sentence: str, segment: Segment) -> bool:
    """«Dørene åbner kl. 16.30 torsdag den 28. maj 2026»: a whole day stands there that is not a period's."""
    days = [d for d in days_in(sentence, segment.written) if not d.bare and not d.week]
    return len(days) == 1 and not _CLOSED.search(sentence)


def _is_unsettled(segment: Segment, words: BookingWords, own_settles: bool) -> bool:
    found = (without_absence(s, segment, words) for line in segment.lines for s in sentences(line))
    # «Flyt mødet til den 2., stedet var for dyrt» says itself what is to be.
    told = [s for s in found if not _is_own_act(s, segment, words)]
    text = fold("\n".join((segment.title, *told)))
    if segment.origin == "forwarded" and _is_elsewhere(segment, words):
        return True
    if segment.origin != "own" and words.unconfirmed.search(text):
        return not own_settles
    if words.unsettled_whole.search(words.of_the_office.sub(" ", text)) is None:
        return False
    if words.only_held.search(text):
        # «Vi har sat jer på som option» under «Bekræftelse»
        text = words.only_held.sub(" ", fold("\n".join(told)))
    return segment.origin == "own" or not (own_settles or words.settles.search(text))


def _is_elsewhere(segment: Segment, words: BookingWords) -> bool:
    """«Indbydelse til årsmøde», «2 enkeltværelser»; not «den 10. er optaget af et bryllup, men I får den 12.»"""
    told = (c for line in segment.lines for c in _clauses(line, segment, words))
    text = words.room_called.sub(" ", fold("\n".join((segment.title, *told))))
    beds = words.lodging.search(text) is not None and not words.meeting.search(text) and not words.hired.search(text)
    return beds or words.elsewhere.search(text) is not None


def settles(segment: Segment, words: BookingWords) -> bool:
    """«Den tager vi»; not «det er slet ikke sikkert, vi tager den», nor «den tager vi» beside «intet er fast endnu»."""
    told = [fold(s) for line in segment.lines for s in sentences(line) if not s.rstrip().endswith("?")]
    open_still = any(words.not_yet.search(s) or words.unsure.search(s) for s in told)
    return any(map(words.settles.search, told)) and not open_still


def _leaves_open(segment: Segment, words: BookingWords) -> bool:
    unsure = any(words.unsure.search(fold(s)) for line in segment.lines for s in sentences(line))
    return unsure or _only_asks(segment, words) or words.waits.search(fold("\n".join(segment.lines))) is not None


def _only_asks(segment: Segment, words: BookingWords) -> bool:
    """A question, and no day of its own beside it: «Hvad synes I om prisen?»"""
    found = [s for line in segment.lines for s in sentences(line)]
    asks = [s for s in found if s.rstrip().endswith("?") and not words.requests.search(fold(s))]
    days = (d for s in found if s not in asks for d in days_in(s, segment.written))
    return bool(asks) and all(d.text == TODAY for d in days)
