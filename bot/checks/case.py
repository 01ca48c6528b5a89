"""One invoice with everything that a check may look at. Frozen: a check's only way out is its finding."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from bot.danish.text import firm_key
from bot.model.finding import Finding, Severity
from bot.model.invoice import InvoiceFields, InvoiceReading
from bot.model.letter_context import Place
from bot.model.message import Address, Authentication
from bot.model.payment import Payment
from bot.model.register import BookedMeeting, Coordinator, Network, Register
from bot.model.rules import Rules
from bot.model.world import FiledInvoice, Ledger
from bot.model.zone import COPENHAGEN

#: Our server said nothing of the sender.
NO_WORD = Authentication("none")


@dataclass(frozen=True)
class Case:
    """``received`` is the Danish day of receipt; ``together`` are the other invoices of the same mail."""

    reading: InvoiceReading
    sha256: str
    received: date
    register: Register
    ledger: Ledger
    rules: Rules
    part: int = 1
    #: Why the document could not be read (``Document.unreadable``), None where it could.
    unreadable: str | None = None
    #: What its bytes say it is (``Document.format``).
    format: str = ""
    sender: Address | None = None
    #: Whether somebody passed on a mail of somebody else.
    forwarded: bool = False
    authentication: Authentication = NO_WORD
    together: tuple[InvoiceReading, ...] = ()
    #: Credit notes of the same mail.
    credit_notes: tuple[InvoiceReading, ...] = ()
    #: Ways to pay that the mail's own words name and none of its invoices does.
    said_payments: tuple[Payment, ...] = ()
    #: What the mail's own words say against simply paying: codes of ``vocabulary/cautions.toml``.
    said_against: tuple[str, ...] = ()
    #: Every secretariat that has an inbox here.
    secretariats: frozenset[str] = frozenset()

    @property
    def fields(self) -> InvoiceFields:
        return self.reading.fields

    @property
    def is_judged(self) -> bool:
        """Whether there is something to judge: an invoice that is not paid already."""
        return self.reading.kind == "invoice" and not self.reading.paid

    @property
    def is_pictured(self) -> bool:
        """Whether OCR read it, or a part of it."""
        return self.reading.method in ("ocr", "mixed")

    @cached_property
    def network(self) -> Network | None:
        """The register's network, where the name on the page decides which."""
        if self.fields.network is None or self.reading.network_rivals:
            return None
        return self.register.network(self.reading.network_id)

    @property
    def day(self) -> date | None:
        return self.fields.meeting_date.value if self.fields.meeting_date else None

    @cached_property
    def coordinators(self) -> tuple[Coordinator, ...]:
        """Those in office on the meeting date; all the network ever had where no date is known."""
        return self.register.coordinators_of(self.network.network_id, self.day) if self.network else ()

    @cached_property
    def meeting(self) -> BookedMeeting | None:
        """The network's booked meeting on that Danish date."""
        if self.network is None or self.day is None:
            return None
        booked = self.register.meetings_of(self.network.network_id)
        return next((m for m in booked if m.start.astimezone(COPENHAGEN).date() == self.day), None)

    @property
    def supplier_key(self) -> str | None:
        """``firm_key`` of the supplier's name; None where there is none."""
        return (firm_key(self.fields.supplier.value) or None) if self.fields.supplier else None

    @property
    def cvr(self) -> str | None:
        return self.fields.cvr.value if self.fields.cvr else None

    @cached_property
    def earlier(self) -> tuple[FiledInvoice, ...]:
        """Invoices filed before for the same supplier, by CVR or by name, oldest first."""
        if self.cvr is None and self.supplier_key is None:
            return ()
        return tuple(i for i in self.ledger.invoices_of(self.cvr, self.supplier_key) if i.kind == "invoice")

    @cached_property
    def same_file(self) -> FiledInvoice | None:
        """What was filed before with these very bytes."""
        return self.ledger.by_sha256(self.sha256, self.part)

    def numbers(self, code: str) -> Mapping[str, Decimal]:
        """The rule's numbers."""
        return self.rules.checks[code].numbers

    def missing(self, code: str, field: str, *, sentence: str = "said", **values: object) -> Finding:
        """A required field was not found. Where it may stand on the page unread, a person looks before a supplier is
        asked for what is there.
        """
        if field not in self.reading.unread or self.rules.checks[code].severity != "reject":
            return self.finding(code, field, sentence=sentence, **values)  # type: ignore[arg-type]
        return self.finding(code, field, sentence="unread", severity="review", **values)  # type: ignore[arg-type]

    def say(self, code: str, sentence: str, **values: object) -> str:
        """A text of the code's table in ``rules/findings.toml``; the secretariat's nouns may be named in it too."""
        return str(self.rules.findings[code][sentence]).format(**{**self.rules.words, **values})

    def told(self, table: str) -> Mapping[str, str]:
        """A table of ``rules/findings.toml`` that has words for codes."""
        words: Mapping[str, str] = self.rules.findings[table]
        return words

    def finding(
        self,
        code: str,
        field: str | None = None,
        *,
        sentence: str = "said",
        expected: str | None = None,
        severity: Severity | None = None,
        **values: object,
    ) -> Finding:
        """A finding in one of its code's sentences, with the rule's severity where none is given; what was read and
        where follow from ``field``.
        """
        read = getattr(self.fields, field) if field else None
        return Finding(
            code=code,
            severity=severity or self.rules.checks[code].severity,
            detail=self.say(code, sentence, **values),
            read=read.text or str(read.value) if read else None,
            place=place_text(Place.of(read.page, read.box), self.rules.findings["places"]) if read else None,
            expected=expected,
            field=field,
        )


def place_text(place: Place | None, words: Mapping[str, Any]) -> str | None:
    """«side 1, øverst til højre», by ``[places]`` of ``rules/findings.toml``; None where the document has no pages."""
    if place is None:
        return None
    if place.down is None or place.across is None:
        return str(words["page"]).format(page=place.page)
    if place.down == place.across == "middle":
        return str(words["centre"]).format(page=place.page)
    down, across = words["down"][place.down], words["across"][place.across]
    return str(words["spot"]).format(page=place.page, down=down, across=across)
