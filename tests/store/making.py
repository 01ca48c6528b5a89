"""Values for the store's tests: a mail, a reading, a decision, a letter, each with what the test wants different."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from bot.model.decision import Decision, DocumentDecision
from bot.model.field import Box, Field
from bot.model.finding import Finding
from bot.model.invoice import Amounts, InvoiceFields, InvoiceReading, Line
from bot.model.letter import ComposedLetter
from bot.model.message import Address, Authentication, Message
from bot.model.payment import Account
from bot.model.zone import COPENHAGEN
from bot.store import Access, Incoming, Store

NOW = datetime(2026, 3, 15, 9, 0, tzinfo=COPENHAGEN)
MAILBOX = "faktura@sekretariat.example"
INBOX = "faktura@imap.example:993/INBOX"
ONE_MINUTE = timedelta(minutes=1)


def mail(number: int = 1, body: str = "Hermed faktura.", *, trace: str = "", message_id: str | None = None) -> bytes:
    known_as = message_id if message_id is not None else f"Message-ID: <{number}@kro.example>\r\n"
    head = f"{trace}From: Kroen <kroen@kro.example>\r\nTo: {MAILBOX}\r\nSubject: Faktura {number}\r\n{known_as}"
    return f"{head}\r\n{body}\r\n".encode()


def incoming(uid: int | None = 1, raw: bytes | None = None, **kwargs: Any) -> Incoming:
    given: dict[str, Any] = {"received": NOW, "mailbox": MAILBOX, "secretariat": "EKM"} | kwargs
    return Incoming(uid, mail(uid or 0) if raw is None else raw, **given)


def message(number: int = 1, **kwargs: Any) -> Message:
    given: dict[str, Any] = {
        "mailbox": MAILBOX,
        "secretariat": "EKM",
        "message_id": f"<{number}@kro.example>",
        "sha256": sha256(mail(number)).hexdigest(),
        "size": len(mail(number)),
        "received": NOW,
        "headers": (),
        "subject": f"Faktura {number}",
        "from_": Address("kroen@kro.example", "Kroen ved Åen"),
        "authentication": Authentication("pass", "dmarc=pass"),
    }
    return Message(**(given | kwargs))


def field(value: Any, text: str | None = None, confidence: float = 0.97) -> Field[Any]:
    return Field(value, confidence, str(value) if text is None else text, 1, Box(72.0, 310.25, 251.5, 321.0))


def reading(number: str = "1042", **fields: Any) -> InvoiceReading:
    """A full reading; ``fields`` replace single fields (None: not found)."""
    values: dict[str, Any] = {
        "meeting_date": field(date(2026, 3, 12), "12. marts 2026"),
        "invoice_number": field(number),
        "invoice_date": field(date(2026, 3, 13)),
        "due_date": field(date(2026, 4, 12)),
        "supplier": field("Kroen ved Åen ApS"),
        "cvr": field("12345674"),
        "total": field(Decimal("4272.00"), "4.272,00"),
        "vat": field(Decimal("854.40")),
        "currency": field("DKK"),
        "participants": field(8),
        "payment": Field(Account("1234", "0012345678"), 0.99, "Reg. 1234 konto 12345678"),
    }
    amounts = Amounts(
        (Line("Menu", Decimal(8), Decimal("427.20"), Decimal("3417.60")),),
        net=Decimal("3417.60"),
        vat=Decimal("854.40"),
        gross=Decimal("4272.00"),
        payable=Decimal("4272.00"),
    )
    return InvoiceReading("invoice", InvoiceFields(**(values | fields)), amounts=amounts, supplier_phone="12 34 56 78")


def document(what: InvoiceReading | None = None, **kwargs: Any) -> DocumentDecision:
    what = what or reading()
    given: dict[str, Any] = {
        "attachment": "faktura.pdf",
        "sha256": sha256(repr(what.fields).encode()).hexdigest(),
        "part": 1,
        "reading": what,
        "verdict": "accepted",
        "pay_on": date(2026, 4, 1),
    }
    return DocumentDecision(**(given | kwargs))


def judged(*documents: DocumentDecision, **kwargs: Any) -> Decision:
    documents = documents or (document(),)
    given: dict[str, Any] = {
        "kind": "invoice",
        "verdict": documents[0].verdict,
        "outcome": documents[0].verdict or "other",
        "documents": documents,
    }
    return Decision(**(given | kwargs))


def too_soon() -> Finding:
    return Finding(
        "due_date_too_soon", "reject", "Fristen er for kort.", "20. marts", "side 1", "29. marts", "due_date"
    )


def letter(number: int = 1, **kwargs: Any) -> ComposedLetter:
    given: dict[str, Any] = {
        "cause": f"invoice:{number}:accepted",
        "template": "invoice_accepted",
        "secretariat": "EKM",
        "message_id": f"<letter-{number}@sekretariat.example>",
        "raw": b"From: x\r\n\r\nTak.\r\n",
        "sender": Address("bot@sekretariat.example"),
        "to": (Address("kroen@kro.example"),),
        "cc": (Address("mette@klinik.example"),),
        "subject": f"Re: Faktura {number}",
        "text": "Tak.",
        "html": "<p>Tak.</p>",
        "in_reply_to": f"<{number}@kro.example>",
        "attachments": ("kvittering.pdf",),
    }
    return ComposedLetter(**(given | kwargs))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def original(store: Store, message: int) -> bytes:
    """The original, as the service reads it."""
    return store.original(message, Access("kvalitetsbot", "handling"), NOW)
