"""Every part of a mail by name and hash, with what became of it: what lies in a file is a part as well."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.flow import Read
from bot.model.message import Message
from bot.store import MailPart
from bot.store.mail_rows import PartFate

#: Files that are for others than readers of documents, by what their bytes say.
_FOR_OTHERS: dict[str, PartFate] = {"ics": "calendar", "vcf": "contact"}
_FATES: dict[str, PartFate] = {"text": "text", "ornament": "ornament", "proof": "proof", "unread": "unread"}


def parts_of(message: Message, reads: Sequence[Read]) -> tuple[MailPart, ...]:
    """In the mail's order; each leaf once, and behind a file what lies in it."""
    files = [read for read in reads if read.attachment is not None]
    read_of = {index: list(group) for index, group in groupby(files, _index)}
    out: list[MailPart] = []
    for leaf in message.leaves:
        fate = _FATES.get(leaf.fate, "unread")
        whole = MailPart(leaf.path, leaf.name, leaf.content_type, leaf.size, leaf.sha256, fate)
        reading = read_of.get(leaf.attachment or 0)
        out += _read(whole, reading) if reading else [whole]
    return tuple(out)


def _index(read: Read) -> int:
    return read.attachment.index if read.attachment is not None else 0


def _read(whole: MailPart, reads: Sequence[Read]) -> Iterator[MailPart]:
    """A file as it was read, and what lies in it."""
    for number, read in enumerate(reads):
        document = read.document
        fate, detail = _became(read)
        if number == 0:
            path = whole.path
            yield MailPart(path, whole.name, whole.content_type, whole.size, whole.sha256, fate, detail)
        else:
            path = f"{whole.path}/{number}"
            yield MailPart(path, document.source, None, document.size, document.sha256, fate, detail)
        for name, reason in document.unread_parts:
            yield MailPart(f"{path}/-", f"{document.source}/{name}", None, None, None, "closed", reason)


def _became(read: Read) -> tuple[PartFate, str]:
    document, kind = read.document, read.attachment.sniffed if read.attachment is not None else ""
    if kind in _FOR_OTHERS:
        return _FOR_OTHERS[kind], document.unreadable or ""
    if document.unreadable:
        return "unreadable", document.unreadable
    if document.parts and not document.page_count:
        return "opened", document.format
    if document.is_mail_text:
        return "text", ""
    return "read", ", ".join(dict.fromkeys(reading.kind for reading in read.readings))
