"""What a mail's own words say of where to pay: not believed, but held against what its invoices say."""

from bot.danish.payments import find_payments
from bot.kinds.request import Request
from bot.kinds.words import LOOKED_AT, says
from bot.model.invoice import InvoiceReading
from bot.model.payment import Payment


def said_payments(request: Request, judged: InvoiceReading) -> tuple[Payment, ...]:
    """Valid ways to pay that stand in what was written or passed on, and in no document of the mail."""
    readings = (judged, *(reading for read in request.reads for reading in read.readings))
    known = {field.value.key for r in readings for field in (r.fields.payment, *r.other_payments) if field is not None}
    found = (f.payment for f in find_payments(_words(request)) if f.labelled and f.payment is not None)
    return tuple(dict.fromkeys(p for p in found if p.is_valid and p.key not in known))


def says_new_account(request: Request) -> bool:
    """«Vi har skiftet bank», by the phrases that are looked for in documents."""
    cautions = request.world.rules.vocabulary.get("kinds", {}).get("cautions", {})
    phrases = cautions.get("sentences", {}).get("new_account", ())
    return bool(phrases) and says(_words(request), phrases)


def _words(request: Request) -> str:
    """Without what is quoted from an earlier letter of ours."""
    message = request.message
    passed_on = (quoted.text for quoted in message.quoted if quoted.kind == "forwarded")
    return "\n\n".join((message.new_text, *passed_on))[:LOOKED_AT]
