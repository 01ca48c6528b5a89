"""Who wrote a quoted mail, and when: the values of its header lines, as mail programs print them for people.

Not RFC 5322: «Fra: Kroen [mailto:kro@aakro.example]», «Sendt: torsdag, 28. oktober 2021 kl. 12.06».
"""

import re
from datetime import datetime, timedelta, timezone

from bot.danish.dates import find_dates
from bot.mailin.addresses import parse_addresses
from bot.mailin.headers import parse_date
from bot.model.message import Address
from bot.model.zone import COPENHAGEN

#: «kl. 17.03», «5:03:00 PM».
CLOCK = re.compile(r"(?<![\d.:])(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?(?!\d)(?:\s?([AP])\.?M\b)?", re.IGNORECASE)
_OFFSET = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?\b")
#: Hours east of UTC of the zone names that Danish mail programs print.
_ZONES = {
    "CEST": 2,
    "CET": 1,
    "EEST": 3,
    "EET": 2,
    "WEST": 1,
    "WET": 0,
    "BST": 1,
    "GMT": 0,
    "UTC": 0,
    "MEST": 2,
    "MET": 1,
}
_ZONE = re.compile(r"\b(CEST|CET|EEST|EET|WEST|WET|BST|MEST|MET|UTC|GMT)\b(?!\s*[+-])")
_MAILTO = re.compile(r"[\[(]\s*mailto:\s*([^\s\])]+)\s*[\])]|<mailto:([^>\s]+)>", re.IGNORECASE)


def quoted_sender(text: str) -> Address | None:
    """The address of a «Fra:» line; None where only a name stands there, as Outlook prints people of its own house."""
    plain = _MAILTO.sub(lambda m: f"<{m[1] or m[2]}>", text).replace("*", "")
    plain = re.sub(r"<([^<>]+)>\s*<\1>", r"<\1>", plain)
    found = parse_addresses(plain)
    return found[0] if found else None


def quoted_date(text: str) -> datetime | None:
    """The moment of a «Sendt:» line in Europe/Copenhagen; midnight where only a day stands there.

    Where no zone is printed the clock is taken as Danish.
    """
    text = " ".join(text[:200].split())
    moment = parse_date(text) if re.match(r"[A-Z][a-z]{2}, \d", text) and re.search(r"[+-]\d{4}", text) else None
    if moment is not None:
        return moment.astimezone(COPENHAGEN)
    found = find_dates(text)
    if not found:
        return None
    rest = text[found[0].end :]
    clock = CLOCK.search(rest)
    hour, minute, second = _clock(clock) if clock else (0, 0, 0)
    day = found[0].value
    try:
        local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_zone(rest) or COPENHAGEN)
        return local.astimezone(COPENHAGEN)
    except (ValueError, OverflowError):
        return None


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    hour = int(match[1])
    if match[4]:
        hour = hour % 12 + (12 if match[4] in "pP" else 0)
    return hour, int(match[2]), int(match[3] or 0)


def _zone(text: str) -> timezone | None:
    offset = _OFFSET.search(text)
    if offset and ("GMT" in text or "UTC" in text or re.search(r"[+-]\d{4}", text)):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes <= 14 * 60:
            return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    named = _ZONE.search(text)
    return timezone(timedelta(hours=_ZONES[named[1]])) if named else None


def name_at_end(text: str) -> str:
    """The name and address that end a text, without the date and clock before them."""
    text = text.rstrip(" ,")
    clocks = [found.end() for found in CLOCK.finditer(text)]
    rest = text[max([text.rfind(",") + 1, *clocks]) :]
    bare = _ZONE.sub("", _OFFSET.sub("", rest, count=1), count=1)
    return re.sub(r"\(([^()\s]+@[^()\s]+)\)", r"<\1>", bare).strip()
