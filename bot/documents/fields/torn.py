"""Accounts that the end of a line tears in two: «Reg.nr. 1234 konto» with the number under it, in the same column;
«Reg.nr.:» with both under it; «vores bank 1234» over «0012345678»; «1234 001 234» over «567 8» in a sentence; an IBAN
or a payment slip's code in a narrow column.
"""

import re
from collections.abc import Iterator

from bot.danish.payments import FoundPayment, find_payments
from bot.documents.fields.found import Placed
from bot.documents.fields.labelling import Labelled
from bot.documents.fields.openings import ACCOUNT
from bot.documents.line import Span
from bot.model.payment import Account, Fik, Giro

#: What the line ends with: the label of a registration number, or that number and the label of an account.
_OPEN = re.compile(r"(?:\d{4}\D{0,6}(?:konto|kto|account)|\breg)[\w.]*[\s:.]*$", re.IGNORECASE)
#: Or with a registration number, or with groups of an account.
_BEGUN = re.compile(r"\d(?<![\d./,-]\d)\d{3}(?: \d{1,4})*[\s:.,/-]*$")
#: Or with an IBAN or a payment slip's code that has begun.
_CODE = re.compile(r"[A-Z+](?:(?<![^\W_].)(?<=[A-Z])[A-Z]\d{2}[\d ]+|(?<=\+)\s?\d\d\s?<[\d<+ ]*)$")
#: What a cell of the last two ends with, where that is no figure.
_ENDS = "<+:.,/-"
#: What then begins the next line; and all of it, where the number might as well be whole already.
_GOES_ON, _NOTHING_ELSE = re.compile(r"\d{1,10}\b"), re.compile(r"\d[\d ]*[.,;)]?")
#: Words of a line that fills its column: a sentence's.
_SENTENCE = 6
#: No bank prints an account of fewer figures.
_FEWEST = 5


def torn_accounts(sheet: Labelled) -> Iterator[Placed]:
    """The place is the upper line's: the registration number with its label."""
    for line, opens in zip(sheet.lines, sheet.opens, strict=True):
        is_named = bool(opens & ACCOUNT)
        for cell in line.cells if is_named or line.has_figure else ():
            text = line.text[cell.start : cell.end]
            if not (is_named or text[-1].isdecimal() or text[-1] in _ENDS):
                continue
            is_open = is_named and _OPEN.search(text) is not None
            code = line.has_figure and _CODE.search(text) is not None
            if not (is_open or code) and _BEGUN.search(text) is None:
                continue
            below = sheet.layout.below(line, cell, reach=1.6)
            rest = below[0].cell_text(below[1]) if below else ""
            found = _code_across(text, rest) if code else _across(text, rest, is_open=is_open)
            if found is not None:
                yield Placed(found, Span(line, cell.start + found.start, cell.end))


def _across(text: str, rest: str, *, is_open: bool) -> FoundPayment | None:
    """The labelled account of the two texts; but for a line that ends in a label, only one that runs over the end."""
    if not rest or not (is_open or _GOES_ON.match(rest)):
        return None
    for found in find_payments(f"{text} {rest}"):
        account = found.payment
        if not found.labelled or not isinstance(account, Account) or len(account.account) < _FEWEST:
            continue
        if is_open or (found.start < len(text) < found.end and _is_torn(text, rest, account)):
            return found
    return None


def _code_across(text: str, rest: str) -> FoundPayment | None:
    """The one whose check digits fit only with what stands on the next line; a slip's code is none the less one where
    they do not.
    """
    across = [
        found
        for joined, end in ((f"{text} {rest}", len(text)), (f"{text}{rest}", len(text) - 1))
        for found in (find_payments(joined) if rest else ())
        if found.start < end < found.end - 1 and not isinstance(found.payment, Account | None)
    ]
    fitting = (f for f in across if f.payment is not None and f.payment.is_valid)
    return next(fitting, next((f for f in across if isinstance(f.payment, Fik | Giro)), None))


def _is_torn(text: str, rest: str, account: Account) -> bool:
    """What is under a whole number («Konto 1234 567890» over «7100 Vejle») does not go on with it."""
    begun = "".join(c for c in text[-24:] if c.isdigit())
    if begun.endswith(account.registration):
        return True
    return len(text.split()) >= _SENTENCE and _NOTHING_ELSE.fullmatch(rest.strip()) is not None
