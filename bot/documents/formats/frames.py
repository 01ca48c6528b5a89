"""What parent and child say to each other: length-prefixed frames of JSON and bytes.

A frame is a JSON head and a body of bytes, with the length of each (32 bits, little endian) in front. What of it
becomes values of the program is ``codec``'s to say; whatever does not add up is refused (``BadFrame``).
"""

import json
import socket
import struct
import time
from typing import Any

_LENGTHS = struct.Struct("<II")
_MAX_HEAD = 1 << 20
_MAX_BODY = 1 << 27
#: Seconds in which what is there already is taken, though the time for it is over: its reader may have been busy.
TAKEN_LATE = 1.0


class BadFrame(Exception):  # noqa: N818
    """What came is no frame of ours. (Its sender is not to be trusted any more.)"""


def send(channel: socket.socket, head: dict[str, Any], body: bytes = b"") -> None:
    channel.sendall(packed(head, body))


def packed(head: dict[str, Any], body: bytes = b"") -> bytes:
    text = json.dumps(head, separators=(",", ":")).encode()
    return b"".join((_LENGTHS.pack(len(text), len(body)), text, body))


def receive(channel: socket.socket, deadline: float | None = None) -> tuple[dict[str, Any], bytes]:
    """The next frame, waited for until ``deadline`` (``time.monotonic``; None: for ever).

    What came before somebody asked is taken after the deadline too, but whoever drips wins no time.
    Raises ``TimeoutError``, ``EOFError`` where the other end is gone, ``BadFrame``.
    """
    end = None if deadline is None else max(deadline, time.monotonic() + TAKEN_LATE)
    head_size, body_size = _LENGTHS.unpack(_exactly(channel, _LENGTHS.size, deadline, end))
    if head_size > _MAX_HEAD or body_size > _MAX_BODY:
        raise BadFrame
    whole = _exactly(channel, head_size + body_size, deadline, end)
    try:
        head = json.loads(whole[:head_size])
    except ValueError as problem:
        raise BadFrame from problem
    if not isinstance(head, dict):
        raise BadFrame
    return head, whole[head_size:]


def _exactly(channel: socket.socket, size: int, deadline: float | None, end: float | None) -> bytes:
    buffer = bytearray(size)
    view = memoryview(buffer)
    while view:
        if deadline is not None and end is not None:
            now = time.monotonic()
            if now > end:
                raise TimeoutError
            channel.settimeout(max(0.001, deadline - now))
        try:
            got = channel.recv_into(view)
        except ConnectionError:
            got = 0
        if not got:
            raise EOFError
        view = view[got:]
    return bytes(buffer)
