"""«Ja tak, det tager vi! Så torsdag den 22. oktober kl. 17-20», written to a place under its offer, with us in Cc."""

from dataclasses import replace

from bot.danish.text import fold
from bot.kinds.meeting.place_words import may_be_a_place
from bot.kinds.request import Request
from bot.meetings.days import days_in
from bot.meetings.moods import settles
from bot.meetings.place_of_sender import place_of_sender
from bot.meetings.places import NAME, Place, place_named
from bot.meetings.segments import Segment, answered, segments_of
from bot.meetings.words import BookingWords, booking_words
from bot.model.booking import BookingReading, Said


def at_place_answered(request: Request, readings: tuple[BookingReading, ...]) -> tuple[BookingReading, ...]:
    """The one meeting at the place whose offer of that day is accepted, where the answer names no place itself.

    Nothing of the offer counts but who made it and where they are: what is agreed is what the coordinator writes.
    """
    if len(readings) != 1 or readings[0].act != "book" or readings[0].venue is not None or readings[0].day is None:
        return readings
    words = booking_words(request.world.rules.vocabulary)
    own, offer = segments_of(request.message), answered(request.message)
    if offer is None or len(own) != 1 or not settles(own[0], words) or not _is_to_its_writer(request, offer):
        return readings
    place = _place(offer, words)
    offered = {d.value for line in offer.lines for d in days_in(line, offer.written) if not d.week and not d.bare}
    if place is None or readings[0].day.value not in offered:
        return readings
    address = Said(place.address, place.text, offer.source) if place.address else None
    return (replace(readings[0], venue=Said(place.name, place.text, offer.source), address=address),)


def _is_to_its_writer(request: Request, offer: Segment) -> bool:
    """Not a colleague, whose clinic's address stands below whatever they propose."""
    writer = offer.sender.address.lower() if offer.sender else ""
    return writer in {a.address.lower() for a in request.message.to} and may_be_a_place(request, writer)


def _place(offer: Segment, words: BookingWords) -> Place | None:
    """None where it may be an office that lends out other houses, or where the offer names another place."""
    place = place_of_sender(offer, words)
    if place is None or words.lends_out.search(fold(place.name)):
        return None
    is_its_name = offer.sender is not None and fold(place.name) == fold(offer.sender.name or "")
    if not is_its_name and not words.place_word.search(fold(place.name)):
        return None
    return None if any(_names_another(line, place, words) for line in offer.lines) else place


def _names_another(line: str, place: Place, words: BookingWords) -> bool:
    """«… er der ledigt på vores Hotel Stranden»: any name of a place but its own and its rooms'."""
    told = place_named(line, words, ())
    names = {m.group() for m in NAME.finditer(line) if " " in m.group() and words.place_word.search(fold(m.group()))}
    names |= {told.name} if told is not None and told.strength > 1 else set()
    own = f"{fold(place.text)} {fold(place.name)}"
    return any(
        fold(name) not in own and fold(place.name) not in fold(name) for name in names if not _is_room(name, words)
    )


def _is_room(name: str, words: BookingWords) -> bool:
    return words.room.fullmatch(fold(name)) is not None
