"""Bank accounts that are no IBAN: Danish ones (reg.nr. and kontonr.), and foreign ones as far as they must
not be taken for Danish.

A Danish account has 4 digits and 1 to 10 digits and no check digit, so the words around it decide. Customer
numbers («Kto.nr.» of a debtor), phones, CVR, P and EAN numbers and MobilePay have the same shapes and are no
accounts. Source: nordea.dk («up to 10»); OIOUBL F-LIB130/131.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.danish.account_groups import GROUP, LONGEST, SHORTEST, account_number
from bot.danish.late import late
from bot.danish.scan import Taken, lowered, matches_at
from bot.model.payment import Account

_NR = r"[ .-]{0,2}(?:nr|nummer|no|number)?\.?"
_REG = rf"(?:bank)?(?:registrerings(?:nummer|nr)|reg|r(?=\.?[ ]?nr)){_NR}(?![^\W\d_])"
_KONTO = rf"(?:bank)?(?:kontonummer|kontonr|konto|kto|account|acct|acc|a/c){_NR}(?![^\W\d_])"
_REG_LABEL = re.compile(rf"(?<![^\W_]){_REG}", re.IGNORECASE)
_KONTO_LABEL = re.compile(rf"(?<![^\W_]){_KONTO}", re.IGNORECASE)
#: Words that promise an account with its reg.nr.; «Danske Bank», «Sparekassen Nord», «Konto i banken».
_BANK_LABEL = re.compile(
    rf"(?<![^\W_]){_KONTO}|(?:bank|sparekasse|andelskasse|pengeinstitut|nordea|nykredit|lunar|overfør"
    rf"|indbetal)[^\W\d_]{{0,16}}|(?:betales|betal|indsættes|sættes ind) (?:til|på|ind på)(?![^\W_])",
    re.IGNORECASE,
)
#: After a reg. label: maybe the account's label («Reg.nr. / Kontonr.:»), then the four digits.
_REG_NUMBER = re.compile(
    rf"(?P<gap>[\s:./&,#+-]{{0,8}}(?:og\s)?(?:(?P<both>{_KONTO})[\s:./#-]{{0,8}})?)(?P<reg>[0-9]{{3,5}})(?![0-9])",
    re.IGNORECASE,
)
_TO_KONTO = re.compile(
    rf"[\s,.;:/|)–-]{{0,8}}(?:og\s)?(?:{_KONTO}|k\.?[ ]?nr\.?|kt\.?|k:|nr\.?)[\s:.#/–-]{{0,8}}(?=[0-9])", re.IGNORECASE
)
#: The rest of a line of headings with the account's among them, and the next line up to the two numbers.
_HEADED_ROW = late(
    rf"[^0-9\n]{{0,40}}(?<![^\W_]){_KONTO}[^0-9\n]{{0,60}}\n[^0-9\n"
    f"]{{0,30}}(?<![^\\W_])(?P<reg>[0-9]{{4}})[ \t](?=[0-9])(?![0-9]{{1,2}}[-./ ][0-9]{{1,2}}[-./ ][0-9]{{2}})",
    re.IGNORECASE,
)
_AFTER_KONTO = late(r"[\s:.#/–-]{0,8}(?=[0-9])")
_TO_ACCOUNT = late(r"(?:[ \u00a0]{0,3}[-/.–|)][ \u00a0]{0,3}|[ \u00a0\t]{1,6})(?=[0-9])")
_GAP = re.compile(r"[^0-9]{0,40}(?=[0-9])")
#: Between a label and its number, or just before the label: the number is something else.
_NO_ACCOUNT = re.compile(
    r"kunde|debitor|customer|client|mobile\s?pay|tlf|telefon|phone|mobil|cvr|(?<![^\W_])se-?nr|ean|gln|faktura"
    r"|invoice|ordre|order|rekv|booking|reserv"
    r"|p-?n(?:r|um)|prod|swift|bic|iban|giro|kredi|cpr|personn|bilag|nemkonto|deres|jeres|medlem|bordnr|kort"
    r"|(?<![^\W_])pbs",
    re.IGNORECASE,
)
_NO_ACCOUNT_BEFORE = re.compile(
    r"(?:kunde|debitor|customer|client|cvr|deres|jeres|your|medlems?|moms|finans|mobile\s?pay)[- ]{0,2}(?:nr|nummer"
    r"|no)?[ ./:-]{0,4}(?:og|/)?[ ]?\Z",
    re.IGNORECASE,
)
_NORWEGIAN = re.compile(r"[0-9](?<![0-9][0-9])[0-9]{3}(?P<sep>[ .]?)[0-9]{2}(?P=sep)[0-9]{5}(?![0-9]|[.,-][0-9])")
#: Swedish bankgiro and plusgiro, British sort code, German BLZ, American routing number.
_FOREIGN = late(
    r"(?<![^\W_])(?:bank-?giro(?:t|nr)?|bg(?=[ .:-]{0,3}[0-9]{3,4}-)|plus-?giro(?:t|nr)?"
    r"|pg(?=[ .:-]{0,3}[0-9 ]{2,9}-)|sort[ -]?code|BLZ|bankleitzahl"
    r"|routing(?: number| no\.?)?|clearing(?:nr|nummer|[ -]?no)?)[ .:-]{0,4}(?:nr\.?"
    r"|nummer)?[ .:]{0,3}(?P<number>[0-9](?:[ -]?[0-9]){3,11})(?![0-9])",
    re.IGNORECASE,
)
#: Nothing but the form: 4 digits, then 10, or with a hyphen or slash 7 to 10.
_BARE = re.compile(
    r"(?P<reg>[0-9](?<![0-9.,/+<-][0-9])(?<![0-9] [0-9])[0-9]{3})(?:[ \u00a0](?P<ten>[0-9]{10})"
    r"| ?[-/–] ?(?P<rest>[0-9]{7,10}))(?![0-9]|[.,/<+-][0-9]|\s?<)"
)
#: The words behind the number: «2374-6282 190 047 (reg-konto, Nordea)».
_NAMED_BEHIND = late(
    r"\s{0,3}(?:\((?:bank-?)?konto|\(?(?:bank)?reg(?:istrerings?)?\.?(?:nr|nummer)?\.?[ ]?(?:[-/+&,]|og)?[ ]?konto)"
    r"(?![^\n)]{0,12}[0-9])",
    re.IGNORECASE,
)
_FOUR = re.compile(r"[0-9](?<![0-9.,/+<-][0-9])(?<![0-9] [0-9])[0-9]{3}[ \u00a0]?[-/ \u00a0][ \u00a0]?(?=[0-9])")
_NEAR = 150

#: The first letters of each of the words above.
_REG_STARTS = ("reg", "bankr", "rnr", "r.nr", "r nr", "r. nr")
_BANK_STARTS = (
    *("konto", "kto", "acc", "a/c", "bank", "sparekasse", "andelskasse", "pengeinst"),
    *("nordea", "nykredit", "lunar", "overfør", "indbetal", "betal", "indsættes", "sættes ind"),
)
_FOREIGN_STARTS = ("bank", "bg", "plus", "pg", "sort", "blz", "routing", "clearing")


class FoundAccount(NamedTuple):
    """An account and its place: offsets into the text. ``labelled``: words beside it say what it is."""

    #: None: a foreign account that has no type here.
    payment: Account | None
    start: int
    end: int
    labelled: bool


def find_accounts(text: str) -> list[FoundAccount]:
    """Accounts in order of place. Labelled ones first decide; what they cover is not read again."""
    low = lowered(text)
    taken = Taken()
    groups = (
        _foreign(text, low), _with_reg_label(text, low), _with_bank_label(text, low),
        _named_behind(text, low), _bare(text),
    )  # fmt: skip
    found = [account for group in groups for account in group if taken.take(account.start, account.end)]
    return sorted(found, key=lambda f: f.start)


def _with_reg_label(text: str, low: str) -> Iterator[FoundAccount]:
    labels = list(matches_at(_REG_LABEL, _REG_STARTS, text, low))
    for i, label in enumerate(labels):
        reg = _REG_NUMBER.match(text, label.end())
        if _NO_ACCOUNT_BEFORE.search(text, max(0, label.start() - 20), label.start()):
            continue
        if reg is None:
            if (below := _under_headings(text, label)) is not None:
                yield below
            continue
        limit = labels[i + 1].start() if i + 1 < len(labels) else len(text)
        account = _directly_after(text, reg) or _further_on(text, reg.end(), limit) or _before(text, label.start())
        if account is None:
            continue
        digits, start, end = account
        beside = not any(c.isdigit() for c in text[min(reg.end(), end) : max(reg.start("reg"), start)])
        if len(reg["reg"]) != 4 and not (beside and abs(start - reg.end()) <= 30):
            continue  # a number of another length is a slip only where the account stands beside it
        if beside:
            start, end = min(reg.start("reg"), start), max(reg.end(), end)
        yield FoundAccount(Account(reg["reg"], digits), start, end, True)


def _directly_after(text: str, reg: re.Match[str]) -> tuple[str, int, int] | None:
    """«Reg. 1234 Konto 12 345 678», «Reg.nr./Kontonr. 1234 12345678», «Reg. 1234-12345678»."""
    labelled = _TO_KONTO.match(text, reg.end())
    gap = labelled or (_TO_ACCOUNT.match(text, reg.end()) if len(reg["reg"]) == 4 else None)
    if gap is None:
        return None
    account = account_number(text, gap.end())
    return account if account and len(account[0]) >= (1 if labelled or reg["both"] else 5) else None


def _further_on(text: str, start: int, limit: int) -> tuple[str, int, int] | None:
    """The account label on the next line or in the next column."""
    for label in _KONTO_LABEL.finditer(text, start, min(limit, start + _NEAR)):
        gap = _AFTER_KONTO.match(text, label.end())
        if gap and not _NO_ACCOUNT_BEFORE.search(text, max(start, label.start() - 20), label.start()):
            return account_number(text, gap.end())
    return None


def _before(text: str, end: int) -> tuple[str, int, int] | None:
    """«Kontonr. 0012345678, reg.nr. 1234»"""
    labels = list(_KONTO_LABEL.finditer(text, max(0, end - 60), end))
    if not labels or _NO_ACCOUNT_BEFORE.search(text, max(0, labels[-1].start() - 20), labels[-1].start()):
        return None
    gap = _AFTER_KONTO.match(text, labels[-1].end())
    account = account_number(text, gap.end()) if gap else None
    return account if account and account[2] <= end and not any(c.isdigit() for c in text[account[2] : end]) else None


def _under_headings(text: str, label: re.Match[str]) -> FoundAccount | None:
    """«Reg.nr.  Kontonr.  IBAN  SWIFT» and the numbers on the line below."""
    row = _HEADED_ROW.match(text, label.end())
    account = account_number(text, row.end("reg") + 1) if row else None
    if row is None or account is None or not 5 <= len(account[0]) <= 10:
        return None
    return FoundAccount(Account(row["reg"], account[0]), row.start("reg"), account[2], True)


def _with_bank_label(text: str, low: str) -> Iterator[FoundAccount]:
    """«Konto i banken: 1234 0012345678», «Danske Bank 1234-12345678», «Kto. 1234 1234 567 890», 14 digits in
    one.
    """
    for label in matches_at(_BANK_LABEL, _BANK_STARTS, text, low):
        gap = _GAP.match(text, label.end())
        if gap is None or gap.group().count("\n") > 2 or _NO_ACCOUNT.search(gap.group()):
            continue
        if _NO_ACCOUNT_BEFORE.search(text, max(0, label.start() - 20), label.start()) or _REG_LABEL.search(gap.group()):
            continue
        first = GROUP.match(text, gap.end())
        if first is None or text[first.start() - 1].isalpha():
            continue  # «Konto» over «FA2481 30-10-26»: a customer's, in a row of other numbers
        if len(first.group()) == 14:
            yield FoundAccount(Account(first.group()[:4], first.group()[4:]), first.start(), first.end(), True)
        elif len(first.group()) == 4 and (
            to := _TO_ACCOUNT.match(text, first.end()) or _TO_KONTO.match(text, first.end())
        ):
            account = account_number(text, to.end())
            if account and 5 <= len(account[0]) <= 10:
                yield FoundAccount(Account(first.group(), account[0]), first.start(), account[2], True)


def _named_behind(text: str, low: str) -> Iterator[FoundAccount]:
    """«2374-6282 190 047 (reg-konto, Nordea)»"""
    if "konto" not in low:
        return
    for four in _FOUR.finditer(text):
        account = account_number(text, four.end())
        if account and SHORTEST <= len(account[0]) <= LONGEST and _NAMED_BEHIND.match(text, account[2]):
            yield FoundAccount(Account(four.group()[:4], account[0]), four.start(), account[2], True)


def _bare(text: str) -> Iterator[FoundAccount]:
    for match in _BARE.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()].rpartition("\n")[2]
        before = re.split(r"[0-9]", before)[-1]  # «CVR 12345674. Betaling: 1234 …»: the word before has its number
        if _NO_ACCOUNT.search(before) or re.search(r"(?:nr|no|ref|id|nummer)\.?[ :]{0,3}\Z", before, re.IGNORECASE):
            continue
        account = match["ten"] or match["rest"]
        if match["reg"] == "0045" or account.strip("0") == "":
            continue
        yield FoundAccount(Account(match["reg"], account), match.start(), match.end(), False)


def _foreign(text: str, low: str) -> Iterator[FoundAccount]:
    for match in matches_at(_FOREIGN, _FOREIGN_STARTS, text, low):
        yield FoundAccount(None, match.start("number"), match.end("number"), True)
    for match in _NORWEGIAN.finditer(text):
        digits = "".join(c for c in match.group() if c.isdecimal())
        before = text[max(0, match.start() - 40) : match.start()]
        if _KONTO_LABEL.search(before) and not _REG_LABEL.search(before) and _is_norwegian(digits):
            yield FoundAccount(None, match.start(), match.end(), True)


def _is_norwegian(digits: str) -> bool:
    from stdnum.no import kontonr  # noqa: PLC0415 - 12 ms, and few papers have such a number

    return bool(kontonr.is_valid(digits))
