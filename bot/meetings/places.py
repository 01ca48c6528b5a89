"""Where a meeting is held: a name, and its street and town where they stand there. Never a guess."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.danish.dates import MONTHS, WEEKDAYS
from bot.danish.sentences import NOT_SHORT, sentences
from bot.danish.text import fold
from bot.meetings.addresses import STREET_IN, TOWN, split_address
from bot.meetings.words import BookingWords

_CAPITAL = r"(?:[A-ZÆØÅÉÖÄ][\w'’&/-]*|(?:Sct|Skt|St|Gl|Ndr|Sdr|Kgl|Chr|[A-ZÆØÅ])\.)"
#: «Klinik for Fysioterapi», «Center for Sundhed»; not «Kroen for Anna».
_FOR = "(?<=linik )for|(?<=enter )for"
#: «Kro ved Broen», «Hotel Fjorden», «Det Gamle Apotek», «Restaurant 1 & 2».
NAME = re.compile(
    rf"{_CAPITAL}(?:[ ]+(?:(?:ved|og|på|af|i|under|&|den|det|de|the|del|di|da|la|le|van|von|of|{_FOR})[ ]+){{0,2}}"
    rf"(?:{_CAPITAL}|\d{{1,3}}(?![\w.:/-]|,\d)))*"
)
_BEHIND_NUMBER = re.compile(r"\d[.,]? +(?=[A-ZÆØÅ])")
_TO = re.compile(r"\btil (?=[A-ZÆØÅ])")
#: Between a person and the place where they are.
_AT = re.compile(r"\s(?:på|ved|i)\s")
#: «på kroen», «i musikcaféen»: without its article.
_DEFINITE = re.compile(r" (?:paa|i|hos|ved) (?P<whole>(?P<bare>\w{3,}?)(?:l?et|m?en))(?= )")
#: «Den Gamle Smedje»: part of the name.
_ARTICLE = re.compile(r"De[nt]? [A-ZÆØÅ]")
_IN_BRACKET = re.compile(r"\s*\((?P<inside>[^()]{6,80})\)")
#: Between sentences.
_ENDS = re.compile(r"[.!]\s")
#: Between clauses, kept by ``split``.
_CLAUSES = re.compile(
    rf"(,\s+|(?<=\w{{3}})[.!]{NOT_SHORT}\s+|(?<=\w{{2}})[.!]{NOT_SHORT}\s+(?=[A-ZÆØÅ])|(?<=\d)\.\s+(?=[A-ZÆØÅ])"
    r"|\s+og\s+|\s+men\s+|\s+(?=Vi\s))"
)
#: Letters of each word of a name that is written without capitals.
_SHORTEST_NAME = 3
_DAYS = frozenset(fold(w) for w in (*WEEKDAYS, *MONTHS))
#: «Torsdag den 5. november», «d. 5/11», «kl. 17», «17-20»: how a value begins that says when.
_WHEN = re.compile(
    rf"(?:{'|'.join(WEEKDAYS)})\b|(?:d\.|den)\s*\d|kl\b\.?\s*\d|\d{{1,4}}\s?[./:–-]\s?\d"
    rf"|\d{{1,2}}\.?\s+(?:{'|'.join(MONTHS)})\b",
    re.IGNORECASE,
)
#: Words behind a place's name in which it says what it does.
_VERB_WORDS = 6


@dataclass(frozen=True, slots=True)
class Place:
    """``strength``: 3 labelled or known, 2 a name with a place's word or an address beside it, 1 one behind «hos»."""

    name: str
    address: str | None
    text: str
    strength: int


def place_named(text: str, words: BookingWords, known: Iterable[str]) -> Place | None:
    """In running text: a known name, else one behind «hos», «på», «booket» that looks like a place.

    Not the one behind «i stedet for» or «og ikke», which it was.
    """
    text = _with_capitals(without_former(text, words), words)
    hits = _known(text, known, words)
    if hits:
        return Place(hits[0], _address_behind(hits[0], text), text, 3) if len(hits) == 1 else None
    if words.online.search(fold(text)):
        return Place("Online", None, text, 2)
    best: Place | None = None
    for before in words.before_place.finditer(text):
        place = _name_at(text, before.end(), before.group().strip().casefold(), words)
        if place is not None and (best is None or place.strength > best.strength):
            best = place
    for way in (at_home, _in_commas, _agreed_with, _before_address, _behind_clock, _public, _hosting):
        best = best or way(text, words)
    return best or _called(text, known)


def _with_capitals(text: str, words: BookingWords) -> str:
    """«vi må låne sædding sognegård onsdag», dictated: names with a place's word, where nothing has a capital."""
    if any(c.isupper() for c in text):
        return text
    said = text.split(" ")
    for i, (own, place) in enumerate(pairwise(said)):
        is_name = own.isalpha() and place.isalpha() and min(len(own), len(place)) >= _SHORTEST_NAME
        if is_name and words.place_word.fullmatch(fold(place)) and fold(own) not in words.before_no_name:
            said[i : i + 2] = own.capitalize(), place.capitalize()
    return " ".join(said)


def _address_behind(name: str, text: str) -> str | None:
    """«hos Haslev Fys, Jernbanegade 30, 4690 Haslev»"""
    start = text.casefold().find(name.casefold())
    head, address = split_address(text[start:].split("\n", maxsplit=1)[0]) if start >= 0 else ("", None)
    return address if fold(head) == fold(name) else None


def _agreed_with(text: str, words: BookingWords) -> Place | None:
    """«aftalt med Havn Forsamlingshus, at vi låner salen»: with a place's word or an address; else it is a person."""
    for m in words.agreed_with.finditer(text):
        place = _name_at(text, m.end(), "med", words)
        if place is not None and place.strength > 1:
            return place
    return None


def _public(text: str, words: BookingWords) -> Place | None:
    """«mødelokalet på biblioteket i Them»: what a town has one of, and the town."""
    found = (m for m in words.public_place.finditer(text))
    match = next(found, None)
    return Place(f"{match[1][0].upper()}{match[1][1:]}", None, match[0], 2) if match is not None else None


def _before_address(text: str, words: BookingWords) -> Place | None:
    """«kl 15.30-18.30 Ribe Byferie, Damvej 34, 6760 Ribe»: a name that nothing before it calls a place."""
    before, address = split_address(text)
    if address is None or "," not in address:
        return None
    before = before.rstrip(" (,.-")
    names = [m for m in NAME.finditer(before) if m.end() == len(before)]
    return _name_at(f"{names[-1].group()}, {address}", 0, "på", words) if names else None


def _behind_clock(text: str, words: BookingWords) -> Place | None:
    """«torsdag 8. okt 17-20 Restaurant Grotten»: a name with a place's word behind a number."""
    found = (_name_at(text, m.end(), "på", words) for m in _BEHIND_NUMBER.finditer(text))
    return next((place for place in found if place is not None and place.strength > 1), None)


def _hosting(text: str, words: BookingWords) -> Place | None:
    """«Hotel Fjorden har lovet os plads i uge 46»: a name in front of what it does for us; «kroen» alone is none."""
    for sentence in (s.lstrip(" .,!") for s in sentences(text)):
        name = NAME.match(sentence)
        if (
            name is not None
            and " " in name.group()
            and words.hosts.search(" ".join(fold(sentence[name.end() :]).split()[:_VERB_WORDS]))
        ):
            place = _name_at(sentence, 0, "på", words)
            return place if place is not None and place.strength > 1 else None
    return None


def place_behind_to(text: str, words: BookingWords) -> Place | None:
    """«flyttes til Comwell Bakken, Strandvejen 1, 4600 Køge»: with a place's word or an address, or nothing."""
    for m in _TO.finditer(text):
        place = _name_at(text, m.end(), "til", words)
        if place is not None and place.strength > 1:
            return place
    return None


def place_of_line(text: str) -> Place | None:
    """An answer that is nothing but a place: «Rådhuskælderen», «Rådhuskælderen, Torvet 1, 8123 Fjordby»."""
    name, address = split_address(text.strip(" .!"))
    name = name.strip(" .,;:")
    if not name or len(name.split()) > 6 or NAME.fullmatch(name) is None or set(fold(name).split()) & _DAYS:
        return None
    return Place(name, address, text, 3 if address else 2)


def labelled_place(value: str, words: BookingWords) -> Place | None:
    """The value of «Sted:»: the whole of it, its address cut off; not «følger», nor when («Afholdes: torsdag»)."""
    name, address = split_address(value)
    name = name.strip(" .,;:-–?")
    is_told = name and not name.isdigit() and not _WHEN.match(name) and words.pending.fullmatch(fold(name)) is None
    return Place(name, address, value, 3) if is_told else None


def _known(text: str, known: Iterable[str], words: BookingWords) -> list[str]:
    """The known names in the text, none that is part of another; of several those behind «hos» or «på», if one is."""
    folded = f" {fold(text)} "
    hits = [name for name in known if name and any(f" {said} " in folded for said in _as_said(name, words))]
    hits = [n for n in hits if not any(n != m and f" {fold(n)} " in f" {fold(m)} " for m in hits)]
    if len(hits) < 2:
        return hits
    behind = [fold(text[m.end() :]) for m in words.before_place.finditer(text)]
    at = [n for n in hits if any(b.startswith(fold(n)) for b in behind)]
    return at if len(at) == 1 else hits


def _as_said(name: str, words: BookingWords) -> Iterator[str]:
    """«Horsens Vest Fysioterapi», «Horsens Vest Fysioterapis», «Horsens Vest Fys»"""
    folded = fold(name)
    yield from (folded, f"{folded}s")
    for whole, shorter in words.place_shortened.items():
        if folded.endswith(f" {whole}"):
            yield from (f"{folded.removesuffix(whole)}{short}" for short in shorter)


def _called(text: str, known: Iterable[str]) -> Place | None:
    """«på musikcaféen», where the network has met at one place alone that is one: Holstebro Musikcafé. A place that has
    the very word in its name goes first.
    """
    said = [m.groupdict() for m in _DEFINITE.finditer(f" {fold(text)} ")]
    hits: dict[str, str] = {}
    for form in ("whole", "bare"):
        told = {one[form] for one in said}
        hits = hits or {fold(name): name for name in known if told.intersection(fold(name).split())}
    return Place(next(iter(hits.values())), None, text, 1) if len(hits) == 1 else None


def _name_at(text: str, start: int, before: str, words: BookingWords) -> Place | None:
    match = NAME.match(text, start)
    if match is None:
        return None
    name = match.group().strip(" .,;:-/")
    first = fold(name).split()[:1]
    if not first or first[0] in _DAYS or first[0].isdigit():
        return None
    if first[0] in words.not_name and not _ARTICLE.match(name):
        return None
    rest = text[match.end() :]
    address = None
    if rest.lstrip().startswith(","):
        head, found = split_address(text[start:].split("\n", maxsplit=1)[0])
        if found and fold(head) == fold(name):
            address = found
    elif bracket := _IN_BRACKET.match(rest):
        # «Brasserie Fjorden i Aalborg (Havnegade 19, 9000 Aalborg)»: the town is the address's.
        _, town = split_address(bracket["inside"])
        address = bracket["inside"].strip() if town else None
        its_town = bracket["inside"].strip().rpartition(" ")[2]
        name = re.sub(rf" (?:i|ved|på) {re.escape(its_town)}\Z", "", name) if town else name
    is_place = bool(words.place_word.search(fold(name)))
    host, *at = _AT.split(name, maxsplit=1)
    if at and words.place_word.search(fold(at[0])) and not words.place_word.search(fold(host)):
        name = at[0]  # «hos Maria Skov på Fjord Fys»
    if address or is_place:
        return Place(name, address, name, 2)
    # «hos Kirstine» may be a person; «i Kildeby» is a town; «booket Kildens Hus» is a place.
    return Place(name, None, name, 1) if before not in words.before_place_only and " " in name else None


def _in_commas(text: str, words: BookingWords) -> Place | None:
    """«…, kl. 18-21, Kilde Fys.»: a part of its own with a place's word in it."""
    # Any point, not only a sentence's, for «kl. 18. Kilde Fys.» has no other sign.
    for part in re.split(r"[,;\t\n()]|[.:]\s|\s[-–]\s|\.\Z", text):
        name = without_greeting(words.that_is.sub("", part.strip(" .")), words)
        if 0 < len(name.split()) <= 5 and NAME.fullmatch(name) and words.place_word.search(fold(name)):
            return Place(name, None, name, 2)
    return None


def without_greeting(name: str, words: BookingWords) -> str:
    """«Hilsen Café Møllen» → «Café Møllen»; "" where nothing but such words is left."""
    parts = name.split()
    while parts and (fold(parts[0]) in words.not_name | _DAYS or " ".join(map(fold, parts[:2])) in words.not_name):
        if _ARTICLE.match(" ".join(parts)):
            break
        parts = parts[1:]
    return " ".join(parts)


def at_home(text: str, words: BookingWords) -> Place | None:
    """«hjemme hos mig, Rosenvænget 12, 8123 Fjordby»: the address is the place."""
    if words.home.search(fold(text)) is None:
        return None
    town = TOWN.search(text)
    street = STREET_IN.search(text)
    if street is None:
        return None
    name = street["street"].strip()
    end = f"{town['zip']} {town['town'].strip(' .')}" if town is not None and town.start() >= street.end() else None
    return Place(name, end, text, 2)


def without_former(text: str, words: BookingWords) -> str:
    """Without what stands behind «i stedet for», and without the clause that calls the former place off, or says of
    one that it cannot have us («Hotel Fjorden har selskab den aften»).
    """
    # The mark goes with the break between two parts, for those that are kept are put together again.
    parts = _CLAUSES.split(text)
    kept: list[str] = []
    for part in parts:
        elsewhere = words.not_there.search(fold(part)) is not None
        if not elsewhere and (len(parts) == 1 or not words.was.search(fold(part))):
            kept.append(part)
        elif fold(part).startswith("at "):
            # «Hotel Fjorden beklager, at de har dobbeltbooket»: what the clause hangs on goes with it.
            while kept and not _ENDS.match(kept[-1]):
                kept.pop()
    text = "".join(kept)
    for m in re.finditer(r"\S+", text):
        if words.instead.match(fold(text[m.start() :])):
            return text[: m.start()]
    return text
