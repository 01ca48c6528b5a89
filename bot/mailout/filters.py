"""How templates write values: dates, amounts, paragraphs, findings. One set for each language."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bot.danish import dates
from bot.danish.amounts import kroner
from bot.mailout.wording import NOUNS, FindingsTable, Wording
from bot.model.invoice import Language
from bot.model.letter_context import FindingLines, InvoiceLines, SecretariatLines
from bot.model.zone import COPENHAGEN

if TYPE_CHECKING:
    from markupsafe import Markup

#: Characters of a fact that fits a phone's line with room to spare.
SHORT = 28
#: Findings about a value that ``RightValues`` may hold, by the value's name there.
_ABOUT = {
    "network": ("network_missing", "network_unknown"),
    "coordinator": ("coordinator_missing", "coordinator_mismatch"),
    "meeting_date": ("meeting_date_missing", "meeting_not_booked"),
    "earliest_due_date": ("due_date_missing", "due_date_too_soon"),
}


def write_date(day: date, language: Language) -> str:
    """``12. marts 2026``, ``12 March 2026``."""
    return dates.format_date(day) if language == "da" else dates.format_date_en(day)


def write_day(day: date, language: Language) -> str:
    """``torsdag den 12. marts 2026``, ``Thursday 12 March 2026``."""
    return dates.format_day(day) if language == "da" else dates.format_day_en(day)


def write_moment(moment: datetime, language: Language) -> str:
    """Danish local time: ``12. marts 2026 kl. 7.05``, ``12 March 2026 at 07:05``."""
    local = moment.astimezone(COPENHAGEN)
    clock = f"kl. {local.hour}.{local.minute:02}" if language == "da" else f"at {local:%H:%M}"
    return f"{write_date(local.date(), language)} {clock}"


def write_clock(clock: time, language: Language) -> str:
    """``17.00``, ``17:00``."""
    return f"{clock.hour}.{clock.minute:02}" if language == "da" else f"{clock:%H:%M}"


def write_amount(amount: Decimal, currency: str, language: Language) -> str:
    """``4.272,00 kr.``, ``DKK 4,272.00``; other currencies by their ISO 4217 code."""
    if language != "da":
        return f"{currency} {amount:,.2f}"
    return kroner(amount) if currency == "DKK" else f"{kroner(amount).removesuffix(' kr.')} {currency}"


def told(invoice: InvoiceLines, table: FindingsTable) -> list[FindingLines]:
    """The findings that the supplier reads, those that reject first."""
    return sorted((f for f in invoice.findings if table.is_told(f)), key=lambda f: f.severity != "reject")


def copyable(invoice: InvoiceLines) -> dict[str, Any]:
    """What the corrected invoice should say, each None where it is not known.

    The right value where it is known, else what was read, unless a finding doubts it. The earliest due date stands
    there even where the one read is in time: the corrected invoice comes later. Empty where nothing is known from
    elsewhere than the invoice.
    """
    right = {name: getattr(invoice.right, name) for name in _ABOUT}
    if not any(right.values()):
        return {}
    codes = {f.code for f in invoice.findings}
    for name in ("network", "coordinator", "meeting_date"):
        if right[name] is None and not codes.intersection(_ABOUT[name]):
            right[name] = getattr(invoice, name)
    return right


def paragraphs(text: str, style: str, link: str = "", link_style: str = "") -> "Markup":
    """Plain text as HTML paragraphs, escaped; blank lines part them; our own address ``link`` becomes a mailto link."""
    from markupsafe import Markup, escape  # noqa: PLC0415 - comes with jinja2

    # Put together as ``str``, all of it escaped before: ``Markup`` looks at each piece anew at every step.
    parts = [str(escape(part)).replace("\n", "<br>") for part in text.strip().split("\n\n") if part.strip()]
    if link:
        shown = str(escape(link))
        anchor = f'<a class="link" href="mailto:{escape(mailto(link))}" style="{escape(link_style)}">{shown}</a>'
        parts = [part.replace(shown, anchor) for part in parts]
    return Markup("\n".join(f'<p style="{escape(style)}">{part}</p>' for part in parts))  # noqa: S704 - escaped


def unbroken(facts: str) -> str:
    """``12. marts 2026 · nr. 7 · …``: a short fact stays whole at a line's end, on a phone above all."""
    spaces = (fact.replace(" ", "\N{NO-BREAK SPACE}") if len(fact) <= SHORT else fact for fact in facts.split(" · "))
    return "\N{NO-BREAK SPACE}· ".join(spaces)


def mailto(address: str) -> str:
    """The address in a mailto URL (RFC 6068 §2): nothing in it may start header fields."""
    return quote(address, safe="@+-._")


def values_of(
    finding: FindingLines, invoice: InvoiceLines, secretariat: SecretariatLines, table: FindingsTable
) -> Mapping[str, str]:
    """The known ``wording.NAMES``, written out."""
    language: Language = "da" if table.language == "da" else "en"
    values: dict[str, Any] = {name: getattr(invoice.right, name) for name in (*_ABOUT, "minimum_days")}
    values |= {"read": finding.read, "expected": finding.expected, "number": invoice.number}
    values |= {"supplier": invoice.supplier, "due_date": invoice.due_date, "secretariat": secretariat.name}
    values |= {name: table.noun(secretariat, name) for name in NOUNS}
    values |= {"invoice_address": secretariat.invoice_address, "network_address": secretariat.network_address}
    values["total"] = None if invoice.total is None else write_amount(invoice.total, invoice.currency, language)
    return {
        name: write_date(value, language) if isinstance(value, date) else str(value)
        for name, value in values.items()
        if value is not None
    }


def filters(language: Language, table: FindingsTable) -> dict[str, Callable[..., Any]]:
    """All filters by name, for the environment of one language. An absent value (None) stays absent."""

    def known(write: Callable[..., str]) -> Callable[..., str | None]:
        return lambda value, *arguments: None if value is None else write(value, *arguments, language)

    def wording(finding: FindingLines, invoice: InvoiceLines, secretariat: SecretariatLines) -> Wording:
        return table.word(finding, values_of(finding, invoice, secretariat, table))

    return {
        "date": known(write_date),
        "day": known(write_day),
        "clock": known(write_clock),
        "moment": known(write_moment),
        "amount": known(write_amount),
        "wording": wording,
        "noun": table.noun,
        "told": lambda invoice: told(invoice, table),
        "copyable": copyable,
        "paragraphs": paragraphs,
        "unbroken": unbroken,
        "first_line": lambda text: text.strip().partition("\n")[0],
    }
