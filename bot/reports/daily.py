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
from bot.reports.words import SummaryWords, counted
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
NEW: tuple[tuple[str, Verdict | None], ...] = (
    ("accepted", "accepted"),
    ("rejected", "rejected"),
    ("review", "review"),
    ("duplicate", "duplicate"),
    ("filed", None),
)


def sections(figures: DayFigures, words: SummaryWords) -> tuple[Section, ...]:
    """All of them, in the order in which a secretary needs them: what to do first, what to know next, the rest."""

    def made(key: str, rows: tuple[Any, ...], item: Callable[[Any, SummaryWords], Item], empty: str = "") -> Section:
        return Section(key, words.titles[key], rows, tuple(item(r, words) for r in rows), words.empty.get(empty, ""))

    def new(key: str, verdict: Verdict | None) -> Section:
        rows = tuple(r for r in figures.new if r.verdict == verdict)
        return made(f"new_{key}", rows, _once, "new" if key == "accepted" and not figures.new else "")

    return (
        made("urgent", urgent(figures, words), items.of_invoice),
        made("waiting", figures.waiting, items.of_invoice, "waiting"),
        *(new(key, verdict) for key, verdict in NEW),
        made("due", figures.due, items.of_invoice),
        made("without_invoice", figures.without_invoice, items.of_meeting),
        made("without_meeting", figures.without_meeting, _once),
        made("pool", figures.pool, items.of_pool),
        made("bookings", figures.bookings, items.of_booking),
        made("questions", figures.questions, items.of_question),
        made("bounces", figures.bounces, items.of_bounce),
        made("coming", figures.coming, items.of_coming),
        made("plans", figures.plans, items.of_plan),
        made("mails", figures.mails, items.of_mail),
        made("letters", figures.letters, items.of_letter),
        made("inboxes", figures.inboxes, items.of_inbox, "inboxes_then" if figures.looked_back else "inboxes"),
    )


def urgent(figures: DayFigures, words: SummaryWords) -> tuple[SummaryInvoice, ...]:
    """What the day brought that money hangs on (dunning letters, credit notes, bills paid already), and changed payee
    accounts that nobody has looked at yet.
    """
    seen = [r for r in figures.new if _is_urgent(r, words)]
    changed = [r for r in figures.waiting if r not in seen and any(f.code in items.ACCOUNT_DOUBTS for f in r.findings)]
    return (*seen, *changed)


def remarks(figures: DayFigures, words: SummaryWords) -> tuple[str, ...]:
    """Sentences above the sections: rates not confirmed or missing, inboxes that are not read."""
    said, of_rates = words.remarks, {"secretariat": figures.secretariat}
    return (
        *(said["unread_inbox"].format(inbox=i.inbox) for i in figures.inboxes if not i.ok),
        *(said["provisional_rate"].format(year=year, **of_rates) for year in figures.provisional_years),
        *(said["no_rate"].format(year=year, **of_rates) for year in figures.years_without_rate),
    )


def hindsight(figures: DayFigures, words: SummaryWords) -> str:
    """What a summary of a day that is past tells and cannot tell; "" of today's."""
    if not figures.looked_back:
        return ""
    return words.remarks["hindsight"].format(moment=items.moment_of(figures.at, words))


def headline(figures: DayFigures, words: SummaryWords) -> str:
    """The day in one line: the subject, and the first thing read on a phone."""
    said, waiting = words.headline, len(figures.waiting)
    if not figures.received and not waiting:
        return str(said["quiet"])
    counts = [(key, sum(r.verdict == verdict for r in figures.new)) for key, verdict in NEW if verdict]
    told = ", ".join(counted(said[key], n) for key, n in counts if n) or said["nothing_new"]
    return str(said["waiting" if waiting else "nothing_waiting"]).format(told=told, count=waiting)


def daily_summary(
    figures: DayFigures, cause: str, to: Sequence[Address], secretariat: SecretariatLines, words: SummaryWords
) -> Letter:
    """The letter with the same rows as a spreadsheet."""
    told = sections(figures, words)
    context = {
        "secretariat": secretariat,
        "day": format_day(figures.day),
        "subject_day": format_date(figures.day),
        "headline": headline(figures, words),
        "received": figures.received,
        "answered": figures.answered,
        "hindsight": hindsight(figures, words),
        "remarks": remarks(figures, words),
        "sections": [s for s in told if s.items or s.empty],
    }
    name = f"opsamling-{figures.secretariat}-{figures.day}.xlsx"
    return Letter(
        cause,
        "daily_summary",
        figures.secretariat,
        tuple(to),
        context=context,
        attachments=(LetterAttachment(name, XLSX, workbook(told, words)),),
        auto_submitted="auto-generated",
    )


def as_json(figures: DayFigures, words: SummaryWords) -> Iterator[dict[str, Any]]:
    """One object a section: ``{"section": "waiting", "title": …, "rows": [{…}]}``, and first the day itself."""
    yield {
        "section": "day",
        "day": figures.day,
        "received": figures.received,
        "answered": figures.answered,
        "headline": headline(figures, words),
        "hindsight": hindsight(figures, words),
        "remarks": list(remarks(figures, words)),
    }
    for section in sections(figures, words):
        yield {"section": section.key, "title": section.title, "rows": [_row(r) for r in section.rows]}


def as_text(figures: DayFigures, words: SummaryWords) -> str:
    """The summary for a terminal."""
    first = f"{figures.secretariat}, {format_day(figures.day)}: {headline(figures, words)}"
    lines = [line for line in (first, hindsight(figures, words), *remarks(figures, words)) if line]
    for section in sections(figures, words):
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


def _once(row: SummaryInvoice, words: SummaryWords) -> Item:
    """One that is told in full above is only named here."""
    item = items.of_invoice(row, words)
    if row.verdict == "review":
        return replace(item, facts=words.say("see_waiting"), notes=())
    return replace(item, facts=words.say("see_urgent"), notes=()) if _is_urgent(row, words) else item


def _is_urgent(row: SummaryInvoice, words: SummaryWords) -> bool:
    return any(code in words.attention for code in row.attention)
