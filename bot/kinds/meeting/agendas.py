"""The agenda that goes with a meeting's letters: the coordinator's own where one was sent, else the rules'. Pure."""

from dataclasses import dataclass

from bot.meetings.agenda import Item, agenda, as_lines, own_agenda
from bot.meetings.agenda_pdf import Sheet, SheetWords, agenda_pdf
from bot.model.letter import LetterAttachment
from bot.model.letter_context import SecretariatLines
from bot.model.meeting import OwnAgenda
from bot.model.register import BookedMeeting, Coordinator, Network
from bot.model.rules import Rules
from bot.model.zone import COPENHAGEN

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Agenda:
    """``lines`` stand in the letter and in the calendar; ``file`` goes with it. Both may be missing, never one half."""

    lines: tuple[str, ...] = ()
    file: LetterAttachment | None = None
    #: ``OwnAgenda.key``; empty: the rules'.
    key: str = ""

    @property
    def files(self) -> tuple[LetterAttachment, ...]:
        return (self.file,) if self.file is not None else ()

    def text(self, rules: Rules) -> str:
        """For the calendar."""
        words = rules.calendar["event"]
        if self.lines:
            return "\n".join((words["agenda"], *self.lines))
        return words["agenda_attached"].format(file=self.file.name) if self.file is not None else ""


def agenda_of(
    meeting: BookedMeeting, own: OwnAgenda | None, network: Network, head: Coordinator | None,
    rules: Rules, secretariat: SecretariatLines,
) -> Agenda:  # fmt: skip
    """``own``: the one that ``meeting.agenda`` names."""
    if own is not None and own.content:
        return Agenda((), LetterAttachment(own.name, own.content_type, own.content), own.key)
    items = _items(meeting, own, rules)
    if not items:
        return Agenda()
    start, end = (m.astimezone(COPENHAGEN) if m is not None else None for m in (meeting.start, meeting.end))
    assert start is not None
    sheet = Sheet(
        network=network.name,
        start=start,
        end=end,
        place=", ".join(filter(None, (meeting.venue, meeting.address))),
        topic=meeting.topic or "",
        head=rules.words.get("head", "koordinator"),
        coordinator=head.name if head is not None else "",
        secretariat=secretariat.name,
        items=items,
        words=SheetWords(**rules.calendar["sheet"]),
    )
    file = LetterAttachment(sheet.file_name, PDF, agenda_pdf(sheet))
    return Agenda(as_lines(items), file, own.key if own is not None else "")


def _items(meeting: BookedMeeting, own: OwnAgenda | None, rules: Rules) -> tuple[Item, ...]:
    if own is not None:
        return own_agenda(own.items, meeting.start)
    if meeting.end is None or not rules.agenda:
        return ()
    return agenda(rules.agenda, meeting.start, meeting.end, meeting.topic)
