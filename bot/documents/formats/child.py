"""The process that reads strangers' bytes: ``python -m bot.documents.formats.child CHANNEL PARENT``.

Started by ``sandbox.Reader`` and by nobody else. It gets documents over one socket, one after the other, and
answers each with a frame; it has no secrets, no network and nothing to write to. Whatever goes wrong in
native code ends this process only.
"""

import gc
import os
import socket
import sys

from bot.documents import formats
from bot.documents.errors import UnreadableDocument
from bot.documents.formats import frames
from bot.documents.formats.confine import allow_processor_time, confine, die_with_parent
from bot.documents.limits import Limits
from bot.model.document import Document


def main(channel_number: int, parent: int) -> None:
    die_with_parent(parent)
    from bot.documents.formats import visible  # noqa: F401, PLC0415 - loads PDFium before the limits, and before there is work

    gc.freeze()  # what is imported by now stays; no collection needs to look at it again
    with socket.socket(fileno=channel_number) as channel:
        try:
            hello, _ = frames.receive(channel)
            limits = Limits(**hello)
            frames.send(channel, {"isolation": confine(limits.memory)})
            while True:
                _serve(channel, limits)
        except EOFError:
            return  # the parent is done with us


def _serve(channel: socket.socket, limits: Limits) -> None:
    """One document: a frame with its name and, beside it, the descriptor that holds its bytes; the answer is
    a frame too.
    """
    descriptors = socket.recv_fds(channel, 1, 1)[1]
    if not descriptors:
        raise EOFError
    request, _ = frames.receive(channel)
    with open(descriptors[0], "rb") as file:  # noqa: PTH123 - a descriptor, not a path
        content = os.pread(file.fileno(), request["size"], 0)
    allow_processor_time(limits.seconds)
    try:
        head, body = frames.packed(_read(content, request["name"], limits, second=request["second"]))
    except UnreadableDocument as problem:
        head, body = {"unreadable": problem.reason}, b""
    except MemoryError:
        head, body = {"unreadable": "memory"}, b""
    frames.send(channel, head, body)


def _read(content: bytes, name: str, limits: Limits, *, second: bool) -> Document:
    if second:
        # pdfplumber takes 200 ms to load, and few documents need it.
        from bot.documents.formats.second import second_opinion  # noqa: PLC0415

        return second_opinion(content, limits)
    return formats.read(content, name, limits)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
