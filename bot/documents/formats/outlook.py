"""Outlook's .msg (MS-OXMSG): the mail's text, its files, and the mails that lie in it.

``extract-msg`` is under the GPL and ``python-oxmsg`` does not open a mail inside a mail; so ``olefile`` reads the
compound file, and the few properties wanted are read here.
"""

from typing import Any

from bot.documents.errors import UnreadableDocument
from bot.documents.formats import ole
from bot.documents.formats.inside import Inside

FORMAT = "msg"
#: Property tags as they stand in stream names (MS-OXPROPS): body as text and as HTML; an attachment's data, names.
_BODY, _HTML, _DATA, _LONG_NAME, _SHORT_NAME, _SHOWN_NAME = "1000", "1013", "3701", "3707", "3704", "3001"
_ATTACHMENT = "__attach_version1.0_#"
_UNICODE, _EIGHT_BIT, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
#: A name is short.
_NAME = 4_096


def recognise(name: str, head: bytes) -> bool:  # noqa: ARG001 - the bytes say it; the same signature for every format
    return head.startswith(ole.SIGNATURE)


def open_into(content: bytes, inside: Inside) -> None:
    """Raises ``UnreadableDocument``: ``damaged``; ``encrypted`` or ``unsupported`` where it is no .msg."""
    with ole.opened(content) as file:
        _open(file, [], "", inside, inside.depth)


def _open(file: Any, path: list[str], prefix: str, inside: Inside, depth: int) -> None:
    """One mail: the storage at ``path``. Mails inside it are opened at once, for they are no files of their own."""
    html = _bytes(file, [*path], _HTML, inside)
    text = _text(file, path, _BODY, inside.room())
    if html and html.strip():
        inside.take(f"{prefix}mail.html", html, "mail.html", is_mail_text=True)
    elif text and text.strip():
        inside.take(f"{prefix}mail.txt", text.encode("utf-8", "replace"), "mail.txt", is_mail_text=True)
    here = len(path)
    storages = sorted({
        entry[here] for entry in file.listdir(streams=True, storages=True)
        if len(entry) > here and entry[:here] == path and entry[here].startswith(_ATTACHMENT)
    })  # fmt: skip
    for number, storage in enumerate(storages, start=1):
        _attachment(file, [*path, storage], number, inside, depth)


def _attachment(file: Any, path: list[str], number: int, inside: Inside, depth: int) -> None:
    tags = (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME)
    name = next((found for tag in tags if (found := _text(file, path, tag, _NAME))), None)
    inner = [*path, f"__substg1.0_{_DATA}{_OBJECT}"]
    try:
        if file.exists(inner) and file.exists([*inner, "__properties_version1.0"]):
            if depth + 1 >= inside.limits.depth:
                raise UnreadableDocument("too_large")
            _open(file, inner, f"{name or 'besked'} - ", inside, depth + 1)
            return
        content = _bytes(file, path, _DATA, inside)
    except UnreadableDocument as problem:
        inside.refuse(name, problem.reason, f"fil-{number}")
        return
    if content is not None:
        inside.take(name, content, f"fil-{number}")
    else:
        inside.refuse(name, "unsupported", f"fil-{number}")  # a link, or an object of another program


def _bytes(file: Any, path: list[str], tag: str, inside: Inside) -> bytes | None:
    return ole.stream(file, [*path, f"__substg1.0_{tag}{_BINARY}"], inside.room())


def _text(file: Any, path: list[str], tag: str, limit: int) -> str | None:
    """Unicode, or in the sender's code page, which for Danes is Windows-1252."""
    wide = ole.stream(file, [*path, f"__substg1.0_{tag}{_UNICODE}"], limit)
    if wide is not None:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    narrow = ole.stream(file, [*path, f"__substg1.0_{tag}{_EIGHT_BIT}"], limit)
    return None if narrow is None else narrow.decode("cp1252", "replace").rstrip("\0")
