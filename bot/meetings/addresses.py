"""Streets and towns in a line of text, and what stands before them."""

import re

TOWN = re.compile(
    r"(?<!\d)(?:DK-?\s?)?(?P<zip>[1-9]\d{3})\s+"
    # A full stop ends the town, but for «Nr. Nebel» and «St. Heddinge»: what follows is another sentence.
    r"(?P<town>(?:[A-ZÆØÅ][a-zæøåé]{0,3}\. ?)?[A-ZÆØÅ][a-zæøåé]+(?:[ -](?:[A-ZÆØÅ][a-zæøåé]+|[A-ZÆØÅ]{1,2}\b))*)"
)
STREET = re.compile(
    r"(?P<street>[A-ZÆØÅÉ][\w.'’ -]{1,40}?\s\d{1,4}\s?[A-Za-z]?"
    r"(?:,\s?(?:st|kl|\d{1,2})\.?\s?(?:sal|th|tv|mf)?\.?)?)\s*[,\t]?\s*\Z"
)
#: A street and number in the middle of a line.
STREET_IN = re.compile(r"(?P<street>[A-ZÆØÅ][\w.'’-]+(?: [A-ZÆØÅ][\w.'’-]+){0,3} \d{1,4} ?[A-Za-z]?)(?=[\s,.;]|\Z)")
#: Between a name, its street and its town in a signature: «Kroen · Havnevej 3 · 4720 Præstø».
_APART = re.compile(r"\s*[,\t;·•|]\s*|\s+[.–—-]\s+")
_JOINED = re.compile(r"\s*[,\t;·|]\s*")


def split_address(text: str) -> tuple[str, str | None]:
    """«Restaurant Kilden, Kildevej 3, 1234 Kildeby» → name and address; address None where none stands there."""
    town = TOWN.search(text)
    if town is None:
        street = STREET.search(text)
        if street is None or street.start() == 0 or text[: street.start()].rstrip()[-1:] not in ",\t":
            return text, None
        return _JOINED.sub(", ", text[: street.start()].rstrip(" ,\t")), street["street"].strip()
    before = _bare_end(text[: town.start()])
    place = f"{town['zip']} {town['town'].strip(' .')}"
    # The last part alone first: in «Kroen . Havnevej 3 .» the street begins behind the point.
    start = max((m.end() for m in _APART.finditer(before)), default=0)
    street = STREET.match(before, start) or STREET.search(before)
    if street is None:
        return before, place
    return _bare_end(before[: street.start()]), f"{street['street'].strip()}, {place}"


def _bare_end(text: str) -> str:
    """Without what divides it from what follows."""
    return re.sub(r"(?:[\s,;·•|]|\s[.–—-])+\Z", "", text)
