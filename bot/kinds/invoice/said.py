"""What a mail's own words say of its invoice: where to pay, that it is paid, a draft, called off. Not believed, but
held against what the invoice says.
"""

from collections.abc import Iterator

from bot.danish.payments import find_payments
from bot.documents.fields.wordings import folded_sentences, looked_for, said_in
from bot.kinds.request import Request
from bot.kinds.words import LOOKED_AT
from bot.model.invoice import MONEY, InvoiceReading
from bot.model.payment import Payment

#: A letter beside the invoice has so many characters at most; terms of trade have more.
_LETTER = 2_000


def said_payments(request: Request, judged: InvoiceReading) -> tuple[Payment, ...]:
    """Valid ways to pay that stand in what was written, passed on or enclosed as a letter, and on no invoice of the
    mail.
    """
    readings = (judged, *(r for read in request.reads for r in read.readings if r.kind in MONEY))
    known = {field.value.key for r in readings for field in (r.fields.payment, *r.other_payments) if field is not None}
    text = "\n\n".join((_words(request), *_letters(request)))
    found = (f.payment for f in find_payments(text) if f.labelled and f.payment is not None)
    return tuple(dict.fromkeys(p for p in found if p.is_valid and p.key not in known))


def said_against(request: Request) -> tuple[str, ...]:
    """Codes of what the mail says against simply paying, by the words that are looked for on invoices
    (``cautions.toml``); of letters beside the invoice only that the account is new.
    """
    among = looked_for(request.world.rules.vocabulary["cautions"], "mail")
    codes = list(said_in(folded_sentences(f"{request.message.subject}\n{_words(request)}"), among))
    for letter in _letters(request):
        codes += (code for code in said_in(folded_sentences(letter), among) if code == "new_account")
    return tuple(dict.fromkeys(codes))


def _words(request: Request) -> str:
    """Without what is quoted from an earlier letter of ours."""
    message = request.message
    passed_on = (quoted.text for quoted in message.quoted if quoted.kind == "forwarded")
    return "\n\n".join((message.new_text, *passed_on))[:LOOKED_AT]


def _letters(request: Request) -> Iterator[str]:
    """What lies beside the invoice and asks for no money itself: «Vi har skiftet bank»."""
    for read in request.reads:
        if read.attachment is not None and not read.is_about_money and len(read.text) < _LETTER:
            yield read.text
