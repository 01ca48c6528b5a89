"""What parent and child say to each other: length-prefixed frames, and a ``Document`` as plain columns of
values.

Not pickle: the child reads bytes from strangers, and a child that was broken into must not be able to make
its parent run anything. A frame can only become numbers and text, and whatever does not add up is refused
(``BadFrame``).

A frame is a JSON head and a body of bytes, with the length of each (32 bits, little endian) in front. A
document's body holds, for all its words together: the boxes (4 doubles each, little endian), one byte of
doubt each, and the texts in UTF-8, a line each.
"""

import json
import socket
import struct
import sys
import time
from array import array
from collections.abc import Iterator
from itertools import islice
from typing import Any, get_args

from bot.documents.errors import Reason
from bot.model.document import Document, Method, Page, Word

_LENGTHS = struct.Struct("<II")
_MAX_HEAD = 1 << 20
_MAX_BODY = 1 << 28
#: A word's doubt as a byte: its place in this list.
_DOUBTS = ("", "hidden", "overprinted")
_BOX = 4 * 8


class BadFrame(Exception):  # noqa: N818
    """What came is no frame of ours. (Its sender is not to be trusted any more.)"""


def send(channel: socket.socket, head: dict[str, Any], body: bytes = b"") -> None:
    text = json.dumps(head, separators=(",", ":")).encode()
    channel.sendall(b"".join((_LENGTHS.pack(len(text), len(body)), text, body)))


def receive(channel: socket.socket, deadline: float | None = None) -> tuple[dict[str, Any], bytes]:
    """The next frame, waited for until ``deadline`` (``time.monotonic``; None: for ever).

    Raises ``TimeoutError``, ``EOFError`` where the other end is gone, ``BadFrame``.
    """
    head_size, body_size = _LENGTHS.unpack(_exactly(channel, _LENGTHS.size, deadline))
    if head_size > _MAX_HEAD or body_size > _MAX_BODY:
        raise BadFrame
    whole = _exactly(channel, head_size + body_size, deadline)
    try:
        head = json.loads(whole[:head_size])
    except ValueError as problem:
        raise BadFrame from problem
    if not isinstance(head, dict):
        raise BadFrame
    return head, whole[head_size:]


def _exactly(channel: socket.socket, size: int, deadline: float | None) -> bytes:
    buffer = bytearray(size)
    view = memoryview(buffer)
    while view:
        if deadline is not None:
            channel.settimeout(max(0.001, deadline - time.monotonic()))
        try:
            got = channel.recv_into(view)
        except ConnectionError:
            got = 0
        if not got:
            raise EOFError
        view = view[got:]
    return bytes(buffer)


def packed(document: Document) -> tuple[dict[str, Any], bytes]:
    """A document as the head and body of a frame. Its source, hash and size are the parent's to know."""
    boxes, doubts, texts = array("d"), bytearray(), []
    for page in document.pages:
        for word in page.words:
            boxes.extend(word[1:5])
            doubts.append(_DOUBTS.index(word.doubt) if word.doubt else 0)
        texts += [word.text for word in page.words]
    if sys.byteorder == "big":
        boxes.byteswap()
    head = {
        "pages": [(page.number, page.width, page.height, len(page.words)) for page in document.pages],
        "page_count": document.page_count,
        "paged": document.paged,
        "method": document.method,
        "format": document.format,
        "second_opinion": document.second_opinion,
        "unread_pages": document.unread_pages,
    }
    return head, b"".join((boxes.tobytes(), doubts, "\n".join(texts).encode("utf-8", "replace")))


def unpacked(head: dict[str, Any], body: bytes, source: str, sha256: str, size: int) -> Document:
    """The inverse of ``packed``, or the document that could not be read. Raises ``BadFrame``."""
    try:
        if (reason := head.get("unreadable")) is not None:
            return unreadable(source, sha256, size, reason)
        words = _words(body, sum(count for _, _, _, count in head["pages"]))
        pages = tuple(
            Page(int(number), float(width), float(height), tuple(islice(words, count)))
            for number, width, height, count in head["pages"]
        )
        return Document(
            source=source,
            sha256=sha256,
            size=size,
            method=_one_of(head["method"], get_args(Method)),
            pages=pages,
            page_count=int(head["page_count"]),
            paged=bool(head["paged"]),
            format=str(head["format"]),
            second_opinion=bool(head["second_opinion"]),
            unread_pages=tuple(map(int, head["unread_pages"])),
        )
    except (KeyError, ValueError, TypeError, IndexError) as problem:
        raise BadFrame from problem


def unreadable(source: str, sha256: str, size: int, reason: str) -> Document:
    return Document(source=source, sha256=sha256, size=size, unreadable=_one_of(reason, get_args(Reason)))


def _words(body: bytes, count: int) -> Iterator[Word]:
    """The body's words. Raises ``ValueError`` where the columns are not all of that length."""
    boxes = array("d")
    boxes.frombytes(body[: count * _BOX])
    if sys.byteorder == "big":
        boxes.byteswap()
    doubts = [_DOUBTS[code] for code in body[count * _BOX : count * (_BOX + 1)]]
    texts = body[count * (_BOX + 1) :].decode("utf-8").split("\n") if count else []
    if not len(boxes) // 4 == len(doubts) == len(texts) == count:
        raise ValueError
    return map(Word, texts, boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4], doubts)


def _one_of(value: Any, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        raise ValueError
    return value
