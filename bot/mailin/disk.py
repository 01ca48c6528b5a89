"""Mail that lies on disk: ``.eml`` files, Maildirs, mbox files, folders of them. Reads only. ★ touches the file system.

mbox is split here and not by ``mailbox.mbox``, which cuts a mail in two wherever a line of its text begins with «From
».
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

_ENVELOPE = re.compile(rb"From \S+ .*\d{2}:\d{2}.*\d{4}|From - .*\d{4}|From \S+@\S+")
_ESCAPED = re.compile(rb">+From ")
_MAIL_SUFFIXES = frozenset({".eml", ".mbox", ".mbx"})


def messages_on_disk(path: Path) -> Iterator[tuple[str, bytes]]:
    """(source, bytes) of each mail under ``path``, in the order of the names.

    ``source`` is the file's path as given, with ``#n`` counted from 1 for the mails of an mbox. A folder is searched
    with all its folders for ``.eml``, ``.mbox`` and Maildirs (``new`` and ``cur``); a file that is named itself is
    always taken. Raises ``OSError`` where something cannot be read.
    """
    if path.is_dir():
        for file in _files(path):
            yield from _messages_in(file)
    else:
        yield from _messages_in(path)


def _files(folder: Path) -> Iterator[Path]:
    if _is_maildir(folder):
        mails = [file for part in ("new", "cur") for file in (folder / part).iterdir() if file.is_file()]
        yield from sorted((file for file in mails if not file.name.startswith(".")), key=lambda file: file.name)
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        inside_maildir = entry.name in ("new", "cur", "tmp") and _is_maildir(folder)
        if entry.is_dir(follow_symlinks=False) and not inside_maildir:
            yield from _files(folder / entry.name)
        elif entry.is_file() and (Path(entry.name).suffix.lower() in _MAIL_SUFFIXES or entry.name == "mbox"):
            yield folder / entry.name


def _is_maildir(folder: Path) -> bool:
    return (folder / "new").is_dir() and (folder / "cur").is_dir()


def _messages_in(file: Path) -> Iterator[tuple[str, bytes]]:
    with file.open("rb") as stream:
        is_mbox = _ENVELOPE.match(stream.readline(1000)) is not None
    if not is_mbox or file.suffix.lower() == ".eml":
        yield str(file), file.read_bytes()
        return
    for number, raw in enumerate(_split_mbox(file), start=1):
        yield f"{file}#{number}", raw


def _split_mbox(file: Path) -> Iterator[bytes]:
    """A mail begins at a «From …» line with an envelope in it, first in the file or after an empty line (RFC 4155)."""
    lines: list[bytes] = []
    after_blank, begun = True, False
    with file.open("rb") as stream:
        for line in stream:
            if after_blank and line.startswith(b"From ") and _ENVELOPE.match(line):
                if begun:
                    yield _joined(lines)
                lines, begun = [], True
            else:
                lines.append(line[1:] if _ESCAPED.match(line) else line)
            after_blank = not line.strip(b"\r\n")
    if begun:
        yield _joined(lines)


def _joined(lines: list[bytes]) -> bytes:
    """Without the empty line that separates it from the next."""
    if lines and not lines[-1].strip(b"\r\n"):
        lines = lines[:-1]
    return b"".join(lines)
