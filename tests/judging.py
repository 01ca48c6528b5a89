"""A small world to judge in: one network with a meeting, one faultless invoice, a ledger in memory. All invented.

``reading(due_date=None, total="5000.00")`` is the faultless invoice with those fields changed.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.checks import CHECKS, Case, judge
from bot.danish.text import firm_key
from bot.documents.answering import answer
from bot.documents.job import Job, Known
from bot.kinds import Read, Request
from bot.model.document import Document
from bot.model.field import Box, Field
from bot.model.finding import Finding
from bot.model.invoice import InvoiceFields, InvoiceReading
from bot.model.letter_context import SecretariatLines
from bot.model.message import Address, Attachment, Authentication, Message
from bot.model.payment import Account
from bot.model.register import Attendance, BookedMeeting, Coordinator, Member, Network, Register
from bot.model.rules import Rules
from bot.model.world import FiledInvoice, Supplier, World
from bot.model.zone import COPENHAGEN
from bot.rulebook import Rulebook

RECEIVED = date(2026, 3, 15)
MEETING_DAY = date(2026, 3, 12)
ACCOUNT = Account("1234", "0012345678")
OTHER_ACCOUNT = Account("5678", "0087654321")
SUPPLIER = "Restaurant Møllen ApS"
CVR = "12345674"
BOOK = Rulebook.load()


def rules(secretariat: str = "EKM", day: date = RECEIVED) -> Rules:
    return BOOK.rules(secretariat, day)


def moment(day: date, hour: int = 17) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=COPENHAGEN)


def meeting(network_id: str = "FYS-041", day: date = MEETING_DAY, meeting_id: str = "M-1") -> BookedMeeting:
    return BookedMeeting(
        meeting_id, network_id, moment(day), moment(day, 20), "Restaurant Møllen", "Åvej 1, 8000 Aarhus C"
    )


REGISTER = Register(
    networks=(
        Network("FYS-041", "Kvalitetsnetværk Aarhus Midt", "EKM", "Midtjylland", "fysioterapi"),
        Network("FYS-042", "Kvalitetsnetværk Aarhus Nord", "EKM", "Midtjylland", "fysioterapi"),
        Network("SPL-007", "Klynge Øjenlæger Fyn", "eKVIS", "Syddanmark", "øjensygdomme"),
    ),
    coordinators=(
        Coordinator("FYS-041", "Mette Holm Sørensen", "mette@holmfys.example", None, date(2024, 1, 1)),
        Coordinator("FYS-041", "Anders Vinge", "anders@vinge.example", None, date(2023, 1, 1), date(2026, 2, 28)),
        Coordinator("FYS-042", "Bo Riis", "bo@riis.example"),
        Coordinator("SPL-007", "Karen Ø. Lund", "karen@lund.example"),
    ),
    members=(
        Member("FYS-041", "012345", "Mette Holm Sørensen", "Holms Fysioterapi ApS", "mette@holmfys.example"),
        *(Member("FYS-041", f"01234{n}", f"Medlem {n}", f"Klinik {n}", f"m{n}@medlem.example") for n in range(6, 10)),
    ),
    meetings=(meeting(), meeting(day=date(2026, 6, 10), meeting_id="M-2"), meeting("SPL-007", meeting_id="M-3")),
)


def attended_by(*people: tuple[str, str, str], meeting_id: str = "M-1") -> tuple[Attendance, ...]:
    """(ydernummer, role, state) of each."""
    return tuple(
        Attendance(meeting_id, number, f"Deltager {n}", role, state) for n, (number, role, state) in enumerate(people)
    )


def said(value: Any, confidence: float = 0.97, text: str | None = None, doubts: tuple[str, ...] = ()) -> Field[Any]:
    return Field(value, confidence, text if text is not None else str(value), 1, Box(72, 300, 200, 312), doubts)


FAULTLESS: dict[str, Any] = {
    "network": "Kvalitetsnetværk Aarhus Midt",
    "coordinator": "Mette Holm Sørensen",
    "meeting_date": MEETING_DAY,
    "invoice_number": "1042",
    "invoice_date": date(2026, 3, 13),
    "due_date": date(2026, 4, 12),
    "supplier": SUPPLIER,
    "cvr": CVR,
    "total": Decimal("2136.00"),
    "currency": "DKK",
    "payment": ACCOUNT,
}


def fields(**changes: Any) -> InvoiceFields:
    """None leaves a field out; a ``Field`` stands as it is; text for ``total`` is a ``Decimal``."""
    values = {**FAULTLESS, **changes}
    made = {}
    for name, value in values.items():
        if value is None:
            continue
        exact = Decimal(value) if name in ("total", "vat") and isinstance(value, str) else value
        made[name] = exact if isinstance(exact, Field) else said(exact)
    return InvoiceFields(**made)


#: What of ``InvoiceReading`` is not a field of the invoice.
_READING = {f for f in InvoiceReading.__dataclass_fields__ if f != "fields"}


def reading(**changes: Any) -> InvoiceReading:
    own = {key: changes.pop(key) for key in list(changes) if key in _READING}
    own.setdefault("network_id", "FYS-041")
    own.setdefault("kind", "invoice")
    return InvoiceReading(fields=fields(**changes), **own)


def filed(number: int = 1, **changes: Any) -> FiledInvoice:
    """The faultless invoice as it was filed and accepted three months ago, with changes."""
    base = FiledInvoice(
        invoice_id=number, message_id=f"<{number}@filed.example>", sha256=f"{number:064x}", part=1, kind="invoice",
        supplier=SUPPLIER, cvr=CVR, invoice_number="0900", total=Decimal("1602.00"), meeting_date=date(2025, 12, 10),
        due_date=date(2026, 1, 10), network_id="FYS-041", meeting_id=None, verdict="accepted", payment=ACCOUNT,
        received=moment(RECEIVED - timedelta(days=90)),
    )  # fmt: skip
    return replace(base, **changes)


@dataclass
class Filed:
    """``bot.model.world.Ledger`` over a list."""

    invoices: tuple[FiledInvoice, ...] = ()
    agreed: frozenset[str] = frozenset()
    answers: dict[str, int] = field(default_factory=dict)
    own_letters: frozenset[str] = frozenset()
    #: Whose address they came from.
    sent_by: str = ""

    def by_sha256(self, sha256: str, part: int) -> FiledInvoice | None:
        return next((i for i in self.invoices if (i.sha256, i.part) == (sha256, part)), None)

    def invoices_of(self, cvr: str | None, supplier_key: str | None) -> tuple[FiledInvoice, ...]:
        return tuple(
            i
            for i in self.invoices
            if (cvr and i.cvr == cvr) or (supplier_key and i.supplier and firm_key(i.supplier) == supplier_key)
        )

    def invoices_numbered(self, invoice_number: str) -> tuple[FiledInvoice, ...]:
        return tuple(i for i in self.invoices if i.invoice_number == invoice_number)

    def invoices_of_meeting(self, meeting_id: str) -> tuple[FiledInvoice, ...]:
        return tuple(i for i in self.invoices if i.meeting_id == meeting_id)

    def invoices_from(self, address: str) -> tuple[FiledInvoice, ...]:
        return self.invoices if address == self.sent_by else ()

    def suppliers(self) -> tuple[Supplier, ...]:
        names = {(i.supplier, i.cvr) for i in self.invoices if i.supplier and i.verdict == "accepted"}
        return tuple(Supplier(name, cvr) for name, cvr in sorted(names, key=str) if name)

    def own_firm_agreed(self, network_id: str, day: date) -> bool:
        return network_id in self.agreed

    def answers_to(self, address: str, since: datetime) -> int:
        return self.answers.get(address, 0)

    def is_own_letter(self, message_id: str) -> bool:
        return message_id in self.own_letters


def case(
    invoice: InvoiceReading | None = None,
    *,
    earlier: Iterable[FiledInvoice] = (),
    attendance: tuple[Attendance, ...] = (),
    secretariat: str = "EKM",
    **changes: Any,
) -> Case:
    """The faultless case with changes to ``Case``."""
    made = Case(
        reading=invoice or reading(),
        sha256="ab" * 32,
        received=RECEIVED,
        register=replace(REGISTER, attendance=attendance),
        ledger=Filed(tuple(earlier)),
        rules=rules(secretariat),
        sender=Address("faktura@moellen.example", "Restaurant Møllen"),
    )
    return replace(made, **changes)


BY_NAME = {check.__name__: check for check in CHECKS}


def finding(code: str, of: Case) -> Finding | None:
    """What one check alone says."""
    return BY_NAME[code](of)


def codes(of: Case) -> set[str]:
    """What all of them say."""
    return {f.code for f in judge(of)[0]}


# -- mails -----------------------------------------------------------------------------------------------------------

INVOICE_ADDRESS = "faktura-ekm@ekm.example"
NETWORK_ADDRESS = "netvaerk@ekm.example"
SUPPLIER_ADDRESS = "bogholderi@moellen.example"
STAFF = "sekretariat@ekm.example"
NOW = moment(RECEIVED, 9)
LINES = SecretariatLines("EKM", INVOICE_ADDRESS, NETWORK_ADDRESS, rules().words)


def message(**changes: Any) -> Message:
    """A supplier's mail with nothing special about it; ``from_`` and ``reply_to`` may be plain addresses."""
    for name in ("from_",):
        if isinstance(changes.get(name), str):
            changes[name] = Address(changes[name])
    if "reply_to" in changes:
        changes["reply_to"] = tuple(Address(a) for a in changes["reply_to"])
    if "headers" in changes:
        changes["headers"] = tuple(changes["headers"].items())
    if "text" in changes:
        changes.setdefault("new_text", changes["text"])
    base = Message(
        mailbox=INVOICE_ADDRESS, secretariat="EKM", message_id="<1@moellen.example>", sha256="cd" * 32, size=1000,
        received=NOW, headers=(), subject="Faktura 1042", from_=Address(SUPPLIER_ADDRESS, "Restaurant Møllen"),
        return_path=SUPPLIER_ADDRESS, authentication=Authentication("pass"),
    )  # fmt: skip
    return replace(base, **changes)


def attachment(name: str = "faktura-1042.pdf", index: int = 1, **changes: Any) -> Attachment:
    content = changes.pop("content", name.encode())
    base = Attachment(
        index=index, name=name, content_type="application/pdf", sniffed=name.rpartition(".")[2], content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    return replace(base, **changes)


def read(
    *readings: InvoiceReading, name: str = "faktura-1042.pdf", unreadable: str | None = None, **changes: Any
) -> Read:
    """An attachment with these readings in it; none given: nothing of ours."""
    file = attachment(name, **changes)
    document = Document(name, file.sha256, len(file.content), unreadable=unreadable)
    nothing = reading(kind="other", network_id=None, **dict.fromkeys(FAULTLESS))
    return Read(file, document, readings or (nothing,))


def body(*readings: InvoiceReading) -> Read:
    """The mail's own text, read."""
    return Read(None, Document("", "ef" * 32, 100, format="text"), readings)


def read_by(around: World, file: Attachment | None, content: bytes, **asked: Any) -> Read:
    """An attachment (None: the mail's own text), read in this process by what that world knows; ``asked`` is
    ``Job``'s.
    """
    return reads_by(around, file, content, **asked)[0]


def reads_by(around: World, file: Attachment | None, content: bytes, **asked: Any) -> list[Read]:
    """The same, with the documents that lie in it."""
    job = Job(content, file.name if file else "mail", RECEIVED, is_mail=file is None, **asked)
    done = answer(job, Known(around.register, around.ledger.suppliers(), around.rules.vocabulary))
    return list(Read.of(file, done)) if file else [Read(None, done.document, done.readings)]


def world(ledger: Filed | None = None, secretariat: str = "EKM", **changes: Any) -> World:
    base = World(
        register=REGISTER,
        ledger=ledger or Filed(),
        rules=rules(secretariat),
        own_addresses=frozenset({INVOICE_ADDRESS, NETWORK_ADDRESS}),
        staff={"EKM": (STAFF,)},
        secretariat=LINES,
    )
    return replace(base, **changes)


def request(*reads: Read, mail: Message | None = None, ledger: Filed | None = None, **changes: Any) -> Request:
    """``changes`` are ``World``'s."""
    chosen = mail or message()
    files = tuple(r.attachment for r in reads if r.attachment is not None)
    return Request(replace(chosen, attachments=files), reads, world(ledger, **changes), NOW)
