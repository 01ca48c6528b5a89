"""The daily summary: sections of items from the day's figures, and the letter of them. It comes on quiet days too."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, is_dataclass, replace
from typing import Any

from bot.danish.dates import format_date, format_day
from bot.model.finding import Verdict
from bot.model.letter import Letter, LetterAttachment
from bot.model.letter_context import SecretariatLines
from bot.model.message import Address
from bot.model.summary import DayFigures, SummaryInvoice
from bot.reports import items
from bot.reports.items import Item
from bot.reports.workbook import XLSX, workbook


@dataclass(frozen=True, slots=True)
class Section:
    """``rows`` are the values behind ``items``, in the same order; ``empty`` is said where there are none."""

    key: str
    title: str
    rows: tuple[Any, ...]
    items: tuple[Item, ...]
    #: "" leaves an empty section out of the letter.
    empty: str = ""


#: The new invoices of a day, by what came of them. None: no verdict (credit notes, reminders, confirmations).
NEW: tuple[tuple[str, Verdict | None, str], ...] = (
    ("accepted", "accepted", "Nye: godkendt"),
    ("rejected", "rejected", "Nye: afvist"),
    ("review", "review", "Nye: til gennemsyn"),
    ("duplicate", "duplicate", "Nye: dubletter"),
    ("filed", None, "Nye: arkiveret uden afgørelse"),
)

#: What a summary of a day long ago cannot tell.
NOT_KEPT = (
    "Fremmøde, registrets personer og returpost er, som de er nu; "
    "svar på indkaldelser er udeladt, hvor de har ændret sig siden."
)


def sections(figures: DayFigures) -> tuple[Section, ...]:
    """All of them, in the order in which a secretary needs them: what to do first, what to know next, the rest."""
    return (
        _made("urgent", "Haster", urgent(figures), items.of_invoice),
        _made("waiting", "Venter på jer, ældste først", figures.waiting, items.of_invoice, "Intet venter på jer."),
        *(_new(figures, key, verdict, title) for key, verdict, title in NEW),
        _made("due", "Forfalder snart", figures.due, items.of_invoice),
        _made("without_invoice", "Holdte møder uden faktura", figures.without_invoice, items.of_meeting),
        _made("without_meeting", "Fakturaer uden møde", figures.without_meeting, _once),
        _made("pool", "Puljen, møde for møde", figures.pool, items.of_pool),
        _made("bookings", "Nyt om møder", figures.bookings, items.of_booking),
        _made("questions", "Koordinatorer, der er spurgt", figures.questions, items.of_question),
        _made("bounces", "Indkaldelser, der kom tilbage", figures.bounces, items.of_bounce),
        _made("coming", "Kommende møder", figures.coming, items.of_coming),
        _made("plans", "Mødeplaner, der mangler noget", figures.plans, items.of_plan),
        _made("mails", "Post, som botten ikke kunne tage sig af", figures.mails, items.of_mail),
        _made("letters", "Breve, der ikke er kommet frem", figures.letters, items.of_letter),
        _made(
            "inboxes",
            "Postkasserne",
            figures.inboxes,
            items.of_inbox,
            "Kan kun vises for i dag." if figures.looked_back else "Ingen postkasse er sat op.",
        ),
    )


def urgent(figures: DayFigures) -> tuple[SummaryInvoice, ...]:
    """What the day brought that money hangs on (dunning letters, credit notes, bills paid already), and changed payee
    accounts that nobody has looked at yet.
    """
    seen = [r for r in figures.new if any(code in items.ATTENTION for code in r.attention)]
    changed = [r for r in figures.waiting if r not in seen and any(f.code in items.ACCOUNT_DOUBTS for f in r.findings)]
    return (*seen, *changed)


def remarks(figures: DayFigures) -> tuple[str, ...]:
    """Sentences above the sections: rates not confirmed or missing, inboxes that are not read."""
    said = [f"{s} kan ikke læses." for s in (i.inbox for i in figures.inboxes if not i.ok)]
    said += [f"Satsen for {year} er foreløbig: bekræft den i rules/{figures.secretariat}/{year}.toml."
             for year in figures.provisional_years]  # fmt: skip
    said += [f"Der er ingen sats for {year}: puljen kan ikke kontrolleres, før den står i "
             f"rules/{figures.secretariat}/{year}.toml." for year in figures.years_without_rate]  # fmt: skip
    return tuple(said)


def hindsight(figures: DayFigures) -> str:
    """What a summary of a day that is past tells and cannot tell; "" of today's."""
    return f"Her står, hvad botten vidste {items.moment_of(figures.at)}. {NOT_KEPT}" if figures.looked_back else ""


def headline(figures: DayFigures) -> str:
    """The day in one line: the subject, and the first thing read on a phone."""
    counted = {key: sum(r.verdict == verdict for r in figures.new) for key, verdict, _ in NEW}
    if not figures.received and not figures.waiting:
        return "stille dag, intet venter"
    words = (
        (counted["accepted"], "godkendt"),
        (counted["rejected"], "afvist"),
        (counted["review"], "til gennemsyn"),
        (counted["duplicate"], "dublet" if counted["duplicate"] == 1 else "dubletter"),
    )
    told = ", ".join(f"{n} {word}" for n, word in words if n) or "ingen nye fakturaer"
    return f"{told}; {len(figures.waiting) or 'intet'} venter på jer"


def daily_summary(
    figures: DayFigures, cause: str, to: Sequence[Address], secretariat: SecretariatLines
) -> Letter:  # fmt: skip
    """The letter with the same rows as a spreadsheet."""
    shown = [s for s in sections(figures) if s.items or s.empty]
    context = {
        "secretariat": secretariat,
        "day": format_day(figures.day),
        "subject_day": format_date(figures.day),
        "headline": headline(figures),
        "received": figures.received,
        "answered": figures.answered,
        "hindsight": hindsight(figures),
        "remarks": remarks(figures),
        "sections": shown,
    }
    name = f"opsamling-{figures.secretariat}-{figures.day}.xlsx"
    return Letter(
        cause,
        "daily_summary",
        figures.secretariat,
        tuple(to),
        context=context,
        attachments=(LetterAttachment(name, XLSX, workbook(sections(figures))),),
        auto_submitted="auto-generated",
    )


def as_json(figures: DayFigures) -> Iterator[dict[str, Any]]:
    """One object a section: ``{"section": "waiting", "title": …, "rows": [{…}]}``, and first the day itself."""
    yield {
        "section": "day",
        "day": figures.day,
        "received": figures.received,
        "answered": figures.answered,
        "headline": headline(figures),
        "hindsight": hindsight(figures),
        "remarks": list(remarks(figures)),
    }
    for section in sections(figures):
        yield {"section": section.key, "title": section.title, "rows": [_row(r) for r in section.rows]}


def as_text(figures: DayFigures) -> str:
    """The summary for a terminal."""
    first = f"{figures.secretariat}, {format_day(figures.day)}: {headline(figures)}"
    lines = [line for line in (first, hindsight(figures), *remarks(figures)) if line]
    for section in sections(figures):
        if not section.items and not section.empty:
            continue
        lines += ["", section.title.upper()]
        lines += [f"  {section.empty}"] if not section.items else []
        for item in section.items:
            number = f"[{item.number}] " if item.number else ""
            lines += [f"  {number}{item.title}", f"      {item.facts}", *(f"      – {n}" for n in item.notes)]
    return "\n".join(lines)


def _row(row: Any) -> dict[str, Any]:
    return asdict(row) if is_dataclass(row) and not isinstance(row, type) else {"value": row}


def _new(figures: DayFigures, key: str, verdict: Verdict | None, title: str) -> Section:
    rows = tuple(r for r in figures.new if r.verdict == verdict)
    empty = "Ingen nye fakturaer." if key == "accepted" and not figures.new else ""
    return _made(f"new_{key}", title, rows, _once, empty)


def _once(row: SummaryInvoice) -> Item:
    """One that is told in full above is only named here."""
    item = items.of_invoice(row)
    if row.verdict == "review":
        return replace(item, facts="Står under «Venter på jer».", notes=())
    return (
        replace(item, facts="Står under «Haster».", notes=())
        if any(code in items.ATTENTION for code in row.attention)
        else item
    )


def _made(key: str, title: str, rows: tuple[Any, ...], item: Callable[[Any], Item], empty: str = "") -> Section:
    return Section(key, title, rows, tuple(item(r) for r in rows), empty)
