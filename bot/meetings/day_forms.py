"""What days look like in bookings, besides the dates of ``danish.dates``: by place in a month, in words, alone."""

import re

from bot.danish.dates import ENGLISH_MONTHS, MONTHS, WEEKDAYS
from bot.danish.numbers import DAYS, ORDINALS

_WEEKDAY = r"(?P<weekday>" + "|".join(WEEKDAYS) + r")(?:en|s)?"
_MONTH = "|".join(MONTHS)
_SHORT_MONTHS = "|".join(month[:3] for month in MONTHS)
IN_WEEK = re.compile(r"uge \d", re.IGNORECASE)
MONTH_NAME = re.compile(_MONTH, re.IGNORECASE)
NTH = re.compile(
    rf"(?<![^\W_])(?:den )?(?P<nth>{'|'.join(map(re.escape, ORDINALS))}) {_WEEKDAY} i (?P<month>{_MONTH}|næste måned)"
    rf"(?P<more>(?:(?:, | og |, og | samt )(?:{_MONTH}))*)(?: (?P<year>20\d\d))?",
    re.IGNORECASE,
)
#: «torsdag den toogtyvende i samme måned», «den 22. samme måned»
SAME_MONTH = re.compile(
    rf"(?<![^\W_])(?:{_WEEKDAY},? )?(?:den |d\. ?)?(?P<day>{'|'.join(sorted(DAYS, key=len, reverse=True))}|[0-3]?\d)\.?"
    r" (?:i )?(?:den )?samme måned",
    re.IGNORECASE,
)
#: «samme tirsdag»: the day that was told before, and no coming one.
SAME_DAY = re.compile(r"\b(?:samme|den samme)\s\Z", re.IGNORECASE)
#: «28.10. hos os»: a point behind the month, and no word before it that makes it a clock time.
POINTED = re.compile(
    r"(?<![\w.,:/+-])(?<!kl )(?<!kl\. )(?<!til )(?<!fra )(?<!ved )(?<!ca\. )(?<!slut )(?<!klokken )(?<!slutter )"
    r"(?<!senest )"
    r"(?P<day>[0-3]?\d)\.(?P<month>1[0-2]|0?[1-9])\.(?=[\s:,;)]|\Z)(?!\s*(?:kr|[-–]\s*\d))",
    re.IGNORECASE,
)
#: «torsdag den femte november»
IN_WORDS = re.compile(
    rf"(?<![^\W_])(?:{_WEEKDAY},? )?(?:den )?(?P<day>{'|'.join(sorted(DAYS, key=len, reverse=True))}) (?:i )?"
    rf"(?P<month>{_MONTH})(?!\w)(?: (?P<year>20\d\d))?",
    re.IGNORECASE,
)
#: Between «tirsdagen» and «d. 29/9» where both are the one day: «udskudt til tirsdagen efter, d. 29/9».
TOLD_AGAIN = re.compile(
    r"(?: (?:efter|derpå|i ugen efter|ugen efter))?(?: ?[,(–-])?(?: ?(?:altså|nemlig|dvs\.?|det vil sige))? ?",
    re.IGNORECASE,
)
SAME_WEEK = re.compile(rf"(?:på )?{_WEEKDAY} (?:i|den) samme uge", re.IGNORECASE)
#: «torsdagen efter», «tirsdagen før»; not «torsdagen efter mødet».
BESIDE = re.compile(
    rf"{_WEEKDAY}(?<=en) (?:lige )?(?:efter|derpå|derefter|(?P<before>før|forinden|inden))"
    r"(?=\s*(?:[.,;:!?)–-]|\Z|(?:kl|klokken|på|hos|i stedet|og|fra|samme|med)\b))",
    re.IGNORECASE,
)
#: «den følgende onsdag»
FOLLOWING = re.compile(rf"(?<=følgende ){_WEEKDAY}", re.IGNORECASE)
OF_MONTH = re.compile(
    rf"(?<![^\W_])(?:{_WEEKDAY},? )?(?:d\.|den|d) ?(?P<day>[0-3]?\d)\.?,? (?:i )"
    r"(?P<which>næste|denne|indeværende) måned",
    re.IGNORECASE,
)
#: «maj: tirsdag den 12.», «i maj den 12.»: the month before its day.
MONTH_FIRST = re.compile(
    rf"(?<![^\W_])(?P<month>{_MONTH})(?:[ -]?møde[a-zæøå]*)?(?P<year> 20\d\d)?(?: er| bliver| ligger| holdes)?"
    rf"\s?[:,–-]?\s?(?:{_WEEKDAY},? )?(?:d\.|den|d) ?(?P<day>[0-3]?\d)"
    rf"(?:\.(?!\d)|(?=[\s,;)]|\Z))(?! ?(?:{_MONTH}|{_SHORT_MONTHS}))",
    re.IGNORECASE,
)
#: «on April 16», «Thursday, May 5th»: an English word before it or behind the number; «april 26» may be a year.
ENGLISH = re.compile(
    rf"(?<![^\W_])(?:(?:on|to|from|of|until|by|be|not|and) |(?P<weekday>[A-Z][a-z]+day),? )"
    rf"(?P<month>{'|'.join(ENGLISH_MONTHS)}) (?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\w./-]|:\d|,? 20\d\d)"
)
#: «den 3., 10. og 17. september»: days before the one that has the month.
EARLIER = re.compile(
    r"(?<![\w.,/:-])(?P<day>[0-3]?\d)\.?(?:, ?(?:d\. ?|den )?| (?:og|eller|&|\+|samt) (?:d\. ?|den )?)\Z"
)
#: «rykket fra den 17. til tirsdag den 24. marts»
FROM_EARLIER = re.compile(
    rf"\bfra (?:(?:{'|'.join(WEEKDAYS)}) )?(?:den |d\.? ?)?(?P<day>[0-3]?\d)\.? til "
    rf"(?:(?:{'|'.join(WEEKDAYS)}) )?(?:den |d\.? ?)?\Z",
    re.IGNORECASE,
)
#: «onsdag d. 18.» after a month was named: the day alone.
BARE = re.compile(
    rf"(?<![^\W_])(?:{_WEEKDAY},? )?(?:d\.|den|d) ?(?P<day>[0-3]?\d)(?:\.(?!\d)|(?=[\s,;)]|\Z))"
    rf"(?! ?(?:{_MONTH}|{_SHORT_MONTHS}))",
    re.IGNORECASE,
)
