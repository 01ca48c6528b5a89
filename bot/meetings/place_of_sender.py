"""The place that wrote a confirmation, by its signature and by the name that it sends its mail under."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.danish.sentences import NOT_SHORT, sentences
from bot.danish.text import fold
from bot.meetings.addresses import STREET, TOWN, split_address
from bot.meetings.days import days_in
from bot.meetings.labels import labelled
from bot.meetings.places import NAME, Place, without_greeting
from bot.meetings.segments import Segment
from bot.meetings.words import BookingWords

#: Labels of what may be at an address.
_ROOMS = ("venue", "room")
#: Labels of whom it was written to.
_OTHERS = ("other", "contact")
#: Before the booking system that sends a place's letters.
_VIA = re.compile(r"(?<=\w) via (?=\w)", re.IGNORECASE)

#: Lines above an address that are a signature's, those of them in which any name is its place's, and words of a name.
_SIGNED_LINES, _NEAREST, _NAME_WORDS = 5, 4, 6


def place_of_sender(segment: Segment, words: BookingWords) -> Place | None:
    """The place that wrote a confirmation: the name over its address, else the name it sends its mail under."""
    own = _without_office(segment.sender.name, words) if segment.sender and segment.sender.name else None
    found = places_over_addresses((*segment.lines, *segment.foot), words)
    sure = [p for p in found if p.strength > 2]
    if own and found and not sure and words.place_word.search(fold(own)):
        return Place(own, found[0].address, own, 2)  # over the address stands a person's name
    if found:
        place = (sure or found)[0]
        # «Karl, Havnens Køkken» over the address, from «Havnens Køkken»; «Gitte, Salonen» from «Salonen Viborg».
        last = place.name.rpartition(",")[2]
        is_own = own and (_holds(place.name, own) or (last != place.name and _holds(own, last)))
        return replace(place, name=own) if own and is_own else place
    if own and words.place_word.search(fold(own)):
        return Place(own, None, own, 2)
    return None


def brings(segment: Segment, words: BookingWords) -> bool:
    """Whether who writes comes with food to the meeting («Leveres: torsdag den 8. oktober kl. 17.45»): not its place.

    A house that has us in its rooms writes of them.
    """
    text = fold("\n".join(segment.lines))
    if words.meeting.search(text) or words.hired.search(text):
        return False
    with_day = [x for line in segment.lines for x in sentences(line) if days_in(x, segment.written)]
    return any(words.delivered.search(fold(x)) for x in with_day)


def of_others(places: Sequence[Place], segment: Segment) -> list[Place]:
    """Those that are not who wrote it."""
    own = (segment.sender.name if segment.sender else None) or ""
    return [p for p in places if not (own and (_holds(own, p.name) or _holds(p.name, own)))]


def places_over_addresses(lines: Sequence[str], words: BookingWords) -> list[Place]:
    """The names that stand over an address or in front of one, the last first.

    Not that of «Kunde: Fjord Fysioterapi, Fjordvej 5, 8123 Fjordby», which is where the mail goes.
    """
    others = {found.line for found in labelled(lines, words) if found.role in _OTHERS}
    at = (i for i in range(len(lines) - 1, -1, -1) if i not in others)
    return [p for i in at if (p := _over_address(lines, i, words)) is not None]


def _holds(text: str, name: str) -> bool:
    return f" {fold(name)} " in f" {fold(text)} "


def _without_office(name: str, words: BookingWords) -> str:
    """«Slagelse Sygehus Mødebooking» without the office of it that answers letters, «Kroen via BordNu» without that."""
    kept = " ".join(part for part in _VIA.split(name)[0].split() if not words.office.fullmatch(fold(part)))
    return kept.strip(" ,-–")


def _over_address(lines: Sequence[str], i: int, words: BookingWords) -> Place | None:
    if TOWN.search(lines[i]) is None:
        return None
    name, address = split_address(lines[i])
    above = i - 1
    if address and "," not in address and above >= 0 and (street := STREET.search(lines[above])):
        name, address, above = lines[above][: street.start()], f"{street['street'].strip()}, {address}", above - 1
    name = name.strip(" ,.:\t")
    if words.labels.get(fold(name)) == "address":
        # «Lokale: Vendelbohus, lokale 4», «Adresse: Nørregade 2, 9800 Hjørring»
        above_it = labelled(lines[max(0, above) : i], words)
        rooms = (f.value.split(",")[0] for f in above_it if f.role in _ROOMS)
        return next((Place(r, address, lines[i], 2) for r in rooms if not words.room.fullmatch(fold(r))), None)
    name = name or _name_above(lines, above, words)
    name = re.split(rf"[.:!?\t]{NOT_SHORT}\s*", name)[-1].strip(" ,")
    if not name or len(name) > 60 or not NAME.match(name) or any(c.isdigit() for c in name.split()[0]):
        return None
    name = without_greeting(words.leads_to_name.sub("", name), words)
    parts = [part.strip() for part in name.split(",")]
    name = next((part for part in reversed(parts) if words.place_word.search(fold(part))), name)
    if not name:
        return None
    return Place(name, address, lines[i], 3 if words.place_word.search(fold(name)) else 2)


def _name_above(lines: Sequence[str], above: int, words: BookingWords) -> str:
    """The nearest line above an address; a house's name a little higher, where a person signs for it between
    («Hotel Fjorden», «Eva Holm», «selskabschef», «Havnevej 1, 8000 Aarhus C»).
    """
    block = [line.strip(" ,.\t") for line in reversed(lines[max(0, above - _SIGNED_LINES) : above + 1])]
    nearest = next((line for line in block[:_NEAREST] if line), "")
    for line in block:
        greets = set(fold(line).split()[:1]) & words.not_name
        if greets or ":" in line or "\t" in line or len(line.split()) > _NAME_WORDS:
            break
        if words.place_word.search(fold(line)) and NAME.fullmatch(line):
            return line
    return nearest
