"""Which documents of a mail are looked at as invoices, and what the rest are.

One mail brings one invoice with a menu, terms and a logo; or three invoices; or an invoice as its own text; or a
photo that cannot be read. Everything attached is filed; only what asks for money has a verdict.
"""

from dataclasses import dataclass

from bot.kinds.request import Read, Request
from bot.kinds.words import likeliest, says
from bot.model.invoice import MONEY, InvoiceReading
from bot.model.message import Attachment
from bot.sniffing import IMAGES

#: Kinds of files that invoices come in, as ``Attachment.sniffed`` names them; and those that hold none.
INVOICES = ("pdf", "docx", "xml", "odt", "xlsx", "rtf", "zip", "msg", "ole", "mail", "tnef")
NEVER = ("ics", "vcf")


@dataclass(frozen=True, slots=True)
class Selected:
    """One reading of one document, and what it is here."""

    read: Read
    reading: InvoiceReading
    #: Why a person must open it: ``Document.unreadable``.
    unreadable: str | None = None
    #: Whether it is another document's page or copy, which is judged with that one.
    is_copy: bool = False

    @property
    def sha256(self) -> str:
        return self.read.document.sha256

    @property
    def part(self) -> int:
        return self.reading.part or 1

    @property
    def is_judged(self) -> bool:
        """Whether it has a verdict: an invoice that is not paid, or something that nobody could read."""
        if self.unreadable is not None:
            return True
        return self.reading.kind == "invoice" and not self.reading.paid and not self.is_copy


def select(request: Request) -> tuple[Selected, ...]:
    """Every reading of every document, in the order of the mail; the mail's own text only where it is the invoice."""
    attached = [read for read in request.reads if not read.is_mail_text]
    found = any(read.is_about_money for read in attached)
    chosen = [
        Selected(read, reading, read.document.unreadable if _needs_a_person(request, read, found) else None)
        for read in attached
        for reading in read.readings
    ]
    if not found:
        bodies = [read for read in request.reads if read.is_mail_text]
        chosen += [Selected(b, r) for b in bodies for r in b.readings if r.kind in MONEY and _stands_alone(r, request)]
    return tuple(chosen)


def is_about_invoices(request: Request) -> bool:
    """Whether the mail is one: it has a document of that kind, or one that nobody could read where one is expected."""
    return any(s.unreadable is not None or s.reading.kind in MONEY for s in select(request))


def _needs_a_person(request: Request, read: Read, found: bool) -> bool:
    """An unreadable file is a person's; not so the logo under a readable invoice, or a list in the other inbox."""
    attachment = read.attachment
    if read.document.unreadable is None or attachment is None:
        return False
    if found:
        return attachment.sniffed in INVOICES and read.document.unreadable != "unsupported"
    if attachment.sniffed in NEVER or attachment.content_type.endswith("signature"):
        return False
    if is_picture(attachment) and read.document.size < _least_picture(request, attachment.inline):
        return False
    return expects_invoices(request, attachment)


def is_picture(attachment: Attachment) -> bool:
    """Perhaps a photo or a scan of an invoice, perhaps a logo."""
    return attachment.sniffed in IMAGES or attachment.content_type.startswith("image/")


def expects_invoices(request: Request, attachment: Attachment) -> bool:
    """Sent to the invoice address; or called an invoice by subject, file name, or a mail about nothing else."""
    message, secretariat = request.message, request.world.secretariat
    if secretariat is not None and message.mailbox == secretariat.invoice_address.lower():
        return True
    words = request.wording["invoice"]["words"]
    called = says(f"{message.subject} {attachment.name}", words)
    return called or (says(message.new_text, words) and likeliest(request) is None)


def _least_picture(request: Request, inline: bool) -> int:
    """Bytes. Phones put photos inside the text as well, so an inline one counts when it is large."""
    key = "least_inline_picture" if inline else "least_picture"
    return int(request.wording["invoice"][key])


def _stands_alone(reading: InvoiceReading, request: Request) -> bool:
    """«Hermed faktura 1042» is no invoice; the mail's text must say how much, and for what or where to.

    «Pris 1.450 kr., tilmelding senest 1. oktober» is none either: a day alone needs a word that speaks of an invoice.
    """
    fields = reading.fields
    if reading.kind == "reminder":
        return True
    if fields.total is None:
        return _lacks_only_the_amount(reading, request)
    if fields.payment is not None or fields.invoice_number is not None:
        return True
    return fields.due_date is not None and _speaks_of_invoices(request) and not _is_called_a_confirmation(request)


def _lacks_only_the_amount(reading: InvoiceReading, request: Request) -> bool:
    """An invoice that forgot how much, and its supplier must hear: its number, last day, account and sender are there,
    and the meeting. Not where a file or a link may have the rest.
    """
    fields, message = reading.fields, request.message
    needed = (fields.invoice_number, fields.due_date, fields.payment, fields.cvr, fields.network or fields.meeting_date)
    elsewhere = request.wording["invoice"]["elsewhere"]
    whole = reading.kind == "invoice" and all(field is not None for field in needed)
    return whole and not message.attachments and not says(f"{message.subject} {message.text}", elsewhere)


def _speaks_of_invoices(request: Request) -> bool:
    message = request.message
    return says("\n".join((message.subject, message.text)), request.wording["invoice"]["words"])


def _is_called_a_confirmation(request: Request) -> bool:
    """«Fwd: Ordrebekræftelse 4471» over what is ordered, which is invoiced later; not «Faktura for booking 4471»."""
    message = request.message
    subject = " ".join((message.subject, *(q.subject or "" for q in message.quoted if q.kind == "forwarded")))
    headings = request.world.rules.vocabulary["kinds"]["headings"]["booking"]
    return says(subject, headings) and not says(subject, request.wording["invoice"]["words"])
