"""The booking's own reference («KN041-26C-7»): a match is certain, for its check character tells a slip of the pen.

Where something else on the page names another network or another day, the two contradict each other.
"""

from dataclasses import replace

from bot.danish.references import find_references
from bot.documents.fields.draft import Draft, make
from bot.documents.fields.sheet import Sheet
from bot.documents.line import Span
from bot.model.register import BookedMeeting
from bot.model.zone import COPENHAGEN


def read_reference(sheet: Sheet, draft: Draft) -> Draft:
    found = list(_found(sheet))
    if len({meeting.meeting_id for meeting, _ in found}) != 1:
        return draft.doubting("several_references") if found else draft
    meeting, span = found[0]
    return _with_day(sheet, _with_network(sheet, draft, meeting, span), meeting, span)


def _found(sheet: Sheet) -> list[tuple[BookedMeeting, Span]]:
    known = {m.reference: m for m in sheet.register.meetings if m.reference}
    if not known:
        return []
    return [
        (known[text], Span(line, start, end))
        for line in sheet.lines
        if "-" in line.text or "–" in line.text or "/" in line.text
        for text, start, end in find_references(line.text)
        if text in known
    ]


def _with_network(sheet: Sheet, draft: Draft, meeting: BookedMeeting, span: Span) -> Draft:
    network, scores = sheet.register.network(meeting.network_id), sheet.scores("network")
    if network is None:
        return draft
    if draft.network_id not in (None, meeting.network_id):
        field = make(sheet, network.name, scores["reference_contradicted"], span, "contradicted", how="register")
        return draft.having(network=field).doubting("several_networks")
    field = make(sheet, network.name, scores["by_reference"], span, how="register")
    return draft.having(network=field).changed(network_id=network.network_id, network_rivals=())


def _with_day(sheet: Sheet, draft: Draft, meeting: BookedMeeting, span: Span) -> Draft:
    day, printed = meeting.start.astimezone(COPENHAGEN).date(), draft.fields.meeting_date
    certain, contradicted = (sheet.scores("network")[name] for name in ("by_reference", "reference_contradicted"))
    if printed is None:
        return draft.having(meeting_date=make(sheet, day, certain, span, how="register"))
    if printed.value == day:
        return draft.having(meeting_date=replace(printed, confidence=certain, how="register"))
    doubts = (*printed.doubts, "contradicted")
    return draft.having(meeting_date=replace(printed, confidence=min(printed.confidence, contradicted), doubts=doubts))
