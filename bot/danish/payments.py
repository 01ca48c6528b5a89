"""Every means of payment that a text names, with its place: what the others here find, put together.

Danish accounts, IBANs, FIK and giro slips, NemKonto; foreign accounts so that ``payment_not_danish`` can be
told from ``payment_missing``. MobilePay, cards, Betalingsservice and links are no accepted means and are not
returned. Sources stand in the modules that find each.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.danish.accounts import find_accounts
from bot.danish.iban import find_ibans
from bot.danish.scan import Taken, lowered, matches_at
from bot.danish.slips import find_slips
from bot.model.payment import NemKonto, Payment

_NEMKONTO = re.compile(r"(?<![^\W_])nem[ -]?konto(?:en|nr|nummer)?(?![^\W_])", re.IGNORECASE)
_NEM = ("nem",)
#: NemKonto by CVR, SE or P number is not what the secretariats accept: then the word alone is no means of
#: payment.
_BY_FIRM = re.compile(
    r"\W{0,4}(?:(?:for|via|på|til|med|tilknyttet|knyttet til|vores|jeres|vort)\s){0,3}(?:CVR|SE-?nr|P-?n(?:r|ummer))",
    re.IGNORECASE,
)
_FIRM_BEFORE = re.compile(r"(?:CVR|SE|P)-?(?:nr|nummer)?\.?[ -]{0,2}(?:via |på |til )?\Z", re.IGNORECASE)
_PERSON = re.compile(r"CPR|person(?:nr|nummer)|[0-9]{6}[ -]?[0-9]{4}|\*{6}-?\*{4}", re.IGNORECASE)
_NEAR = 60


class FoundPayment(NamedTuple):
    """A means of payment and its place. ``text`` never holds a CPR number: of NemKonto only the word is kept."""

    #: None: a foreign account without a type of its own (bankgiro, a Norwegian account number, a sort code).
    payment: Payment | None
    start: int
    end: int
    text: str
    #: Whether words beside it say that it is one; False: its form alone does.
    labelled: bool
    foreign: bool = False


def find_payments(text: str) -> list[FoundPayment]:
    """All means of payment in order of place. Valid or not: ``payment.is_valid`` says."""
    taken = Taken()
    groups = (_slips(text), _ibans(text), _nemkonto(text), _accounts(text))
    found = [payment for group in groups for payment in group if taken.take(payment.start, payment.end)]
    return sorted(found, key=lambda f: f.start)


def _slips(text: str) -> Iterator[FoundPayment]:
    for payment, start, end in find_slips(text):
        yield FoundPayment(payment, start, end, text[start:end], True)


def _ibans(text: str) -> Iterator[FoundPayment]:
    for payment, start, end, labelled in find_ibans(text):
        yield FoundPayment(payment, start, end, text[start:end], labelled, not payment.is_danish)


def _accounts(text: str) -> Iterator[FoundPayment]:
    for payment, start, end, labelled in find_accounts(text):
        yield FoundPayment(payment, start, end, text[start:end], labelled, payment is None)


def _nemkonto(text: str) -> Iterator[FoundPayment]:
    for match in matches_at(_NEMKONTO, _NEM, text, lowered(text)):
        start, end = match.span()
        if _BY_FIRM.match(text, end) or _FIRM_BEFORE.search(text, max(0, start - 16), start):
            continue
        person = _PERSON.search(text, max(0, start - _NEAR), min(len(text), end + _NEAR))
        yield FoundPayment(NemKonto(), start, end, match.group(), person is not None)
