"""Bytes of an attachment → a ``Document``, with the documents that lie in it. A new format is a module with
``recognise`` and ``read``, and a line in ``FORMATS``; one that holds others a module with ``open_into`` and a line in
``CONTAINERS``.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.documents.errors import UnreadableDocument
from bot.documents.formats import (
    archive,
    calendar,
    docx,
    html,
    mail,
    odf,
    ole,
    outlook,
    pdf,
    picture,
    plain,
    rtf,
    winmail,
    xlsx,
    xml,
)
from bot.documents.formats.inside import Account, Inside, Member
from bot.documents.limits import DEFAULTS, Limits
from bot.model.document import Document
from bot.sniffing import sniff


class Format(Protocol):
    """What every module of this package offers."""

    def recognise(self, name: str, head: bytes) -> bool:
        """Whether a file with that name and those first bytes (``HEAD`` of them) is one of ours."""
        ...

    def read(self, content: bytes, source: str, limits: Limits = ...) -> Document:
        """Raises ``UnreadableDocument``."""
        ...


class Container(Protocol):
    """A format that holds others and has no pages itself."""

    FORMAT: str

    def recognise(self, name: str, head: bytes) -> bool: ...

    def open_into(self, content: bytes, inside: Inside) -> None:
        """Hands to ``inside`` what lies in it. Raises ``UnreadableDocument`` where it can't be opened at all."""
        ...


#: So many bytes are enough to tell what a file is.
HEAD = 4096

#: The first that recognises a file reads it. Those with a signature in their bytes come first, whatever their
#: names say; plain text, which has none, is last.
FORMATS: tuple[Format, ...] = (pdf, picture, docx, xlsx, odf, rtf, xml, html, calendar, plain)
#: Asked before: an archive may begin with a PDF that is not packed, and a mail is text.
CONTAINERS: tuple[Container, ...] = (archive, outlook, winmail, mail)
#: Office files, which are archives or compound files, by what is in them.
_OFFICE: dict[str, Format] = {"docx": docx, "xlsx": xlsx, "odt": odf, "ods": odf}


def read(content: bytes, name: str, limits: Limits = DEFAULTS, passwords: Sequence[str] = ()) -> Document:
    """In this process. Raises ``UnreadableDocument``: ``too_large``, ``unsupported``, or what the format
    says. What lies in the document is read as well, and only ever tells of itself.

    Bytes from strangers belong in the child (``sandbox.Reader``): PDFium can abort the process it runs in.
    """
    return read_by(content, name, Account(limits, passwords))


def read_by(content: bytes, name: str, account: Account) -> Document:
    """As ``read``, by an account that says more of how, and is told what lies in the document."""
    return _read(content, name, Inside(account))


def _read(content: bytes, source: str, inside: Inside) -> Document:
    if len(content) > inside.limits.size:
        raise UnreadableDocument("too_large")
    head = content[:HEAD]
    office = _office(content, head)
    for container in () if office else CONTAINERS:
        if container.recognise(source, head):
            return _opened(container, content, source, inside)
    if office and office not in _OFFICE:
        raise UnreadableDocument("encrypted" if office == "encrypted" else "unsupported", office)
    form = _OFFICE.get(office) or next((form for form in FORMATS if form.recognise(source, head)), None)
    if form is None:
        raise UnreadableDocument("unsupported", sniff(content))
    if form is pdf:
        return _pdf(content, source, inside)
    if form is xml:
        return _with_parts(xml.read(content, source, inside.limits, inside), inside)
    return form.read(content, source, replace(inside.limits, unpacked=inside.account.bytes_left))


def _pdf(content: bytes, source: str, inside: Inside) -> Document:
    """Pages that can't be read take nothing from the files embedded beside them."""
    try:
        document = pdf.read(content, source, inside.limits, inside.account.matters, inside)
    except UnreadableDocument as problem:
        if not inside.members:
            raise
        document = unreadable(content, source, problem)
    return _with_parts(document, inside)


def _office(content: bytes, head: bytes) -> str:
    """The office format of an archive or a compound file; "" for anything else."""
    if archive.recognise("", head):
        return archive.office_format(content)
    if outlook.recognise("", head):
        kind = ole.kind_of(content)
        return "" if kind == "msg" else kind
    return ""


def _opened(container: Container, content: bytes, source: str, inside: Inside) -> Document:
    """A container with all that could be taken out of it; unreadable where that is nothing."""
    if inside.is_deep_enough:
        raise UnreadableDocument("too_large", container.FORMAT)
    try:
        container.open_into(content, inside)
    except UnreadableDocument as problem:
        if not inside.members:
            raise UnreadableDocument(problem.reason, container.FORMAT) from None
        inside.refuse("resten", problem.reason)
    if not inside.members and inside.first_reason:
        raise UnreadableDocument(inside.first_reason, container.FORMAT)
    digest = hashlib.sha256(content).hexdigest()
    return _with_parts(Document(source, digest, len(content), format=container.FORMAT), inside)


def _with_parts(document: Document, inside: Inside) -> Document:
    if not inside.members and not inside.unread:
        return document
    parts = tuple(
        _part(member, f"{document.source}/{member.name}", Inside(inside.account, inside.depth + 1))
        for member in inside.members
    )
    return replace(document, parts=parts, unread_parts=tuple(inside.unread))


def _part(member: Member, source: str, inside: Inside) -> Document:
    """Never raises: what one of them is does not touch the one beside it."""
    content, account = member.content, inside.account
    digest = hashlib.sha256(content).hexdigest()
    try:
        if digest in account.left_out:
            raise UnreadableDocument(account.left_out[digest], sniff(content))
        if account.is_late():
            raise UnreadableDocument("timeout", sniff(content))
        account.begins(digest)
        document = _read(content, source, inside)
        account.keep(document, content)
        return replace(document, is_mail_text=True) if member.is_mail_text else document
    except UnreadableDocument as problem:
        return unreadable(content, source, problem)
    except (MemoryError, RecursionError):
        return unreadable(content, source, UnreadableDocument("memory", sniff(content)))


def unreadable(content: bytes, source: str, problem: UnreadableDocument) -> Document:
    """The document that could not be read."""
    return Document(
        source=source,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        unreadable=problem.reason,
        format=problem.form or sniff(content),
    )
