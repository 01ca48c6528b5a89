"""Where a sentence ends: which points end one, and which stand behind a short form («Gl. Kongevej») or in a date
(«den 12. Marts»).

Readers that part a text at other places too, as at commas or between cells, put these patterns into their own.
"""

import re

from bot.danish.dates import MONTHS

#: Short forms that a name, an address or a number follows. Single letters («d. 12», «bl.a. Bo») need no naming; those
#: that close a sentence as often («osv.», «m.fl.», «kr.») are not named.
_SHORT_FORMS = (
    "adr", "afd", "att", "attn", "ca", "dir", "dr", "eks", "ekskl", "evt", "fr", "frk", "gl", "hhv", "hr", "incl",
    "inkl", "jf", "kl", "lok", "mob", "ndr", "nr", "pkt", "pr", "prof", "ref", "sct", "sdr", "skt", "st", "str", "tel",
    "tlf", "vedr", "vs",
)  # fmt: skip
#: Written with a capital letter behind an ordinal by some.
_COUNTED = (*(month.capitalize() for month in MONTHS), "Sal")

#: Right behind a point: it is no short form's.
NOT_SHORT = "".join(rf"(?<!\b(?i:{form})\.)" for form in _SHORT_FORMS)
#: Between two sentences, of which the first keeps its mark: a capital letter follows, or a quotation mark.
END = (
    rf"(?<=[\w)\]»%]{{2}}[.!?]){NOT_SHORT}(?!(?<=\d\.)\s(?:{'|'.join(_COUNTED)})\b)"
    r'\s+(?=[A-ZÆØÅ«"])'
)
#: Between why and what is told: «Torsdagen efter kan de fleste ikke, så vi holder mødet her i stedet».
BEHIND_WHY = r",?\s+(?=så\s)"
#: Also before a small letter, as on a telephone: behind a word of three letters or a year, for nothing else tells then
#: that «kl. 17», «d. 3», «12. marts» go on.
END_BEFORE_ANY = rf"(?:(?<=[^\W\d_]{{3}}[.!?])|(?<=\d{{4}}[.!?])){NOT_SHORT}\s+"

_SENTENCES = re.compile(rf"{END}|(?<=[?!])\s+")


def sentences(text: str) -> list[str]:
    """Each with its mark, as they stand; a question or a cry also ends before a small letter."""
    return [s for s in _SENTENCES.split(text) if s.strip()]
