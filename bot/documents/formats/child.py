"""The process that reads strangers' bytes, forked by ``child_nursery`` for ``sandbox.Reader``.

It gets documents over one socket, one after the other, and answers each with a frame; it has no secrets, no network
and nothing to write to. Whatever goes wrong in native code ends this process only.
"""

import gc
import os
import pickle
import socket
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from bot.documents.answering import BETWEEN_COLLECTIONS, answer
from bot.documents.formats import frames
from bot.documents.formats.confine import allow_processor_time, confine, die_with_parent
from bot.documents.job import Answer, Job, Known
from bot.documents.limits import Limits
from bot.model import codec
from bot.model.document import Document

#: Share of a document's time after which no more files are taken out of it: what was read of it by then is answered.
_FOR_PARTS = 0.6
#: What is known of the world, by the numbers that the parent gave it.
Memory = dict[int, Any]


def main(channel_number: int, parent: int) -> None:
    """All that reading needs is imported by now, and PDFium loaded: the limits come first thing after this."""
    die_with_parent(parent)
    with socket.socket(fileno=channel_number) as channel:
        try:
            hello, _ = frames.receive(channel)
            limits = Limits(**hello)
            isolation = confine(limits.memory, _load_engines(limits))
            frames.send(channel, {"isolation": isolation})
            gc.set_threshold(BETWEEN_COLLECTIONS)  # not only while a document is read: else one follows each
            memory: Memory = {}
            while True:
                channel.settimeout(limits.idle or None)
                _serve(channel, limits, memory)
        except (EOFError, TimeoutError):
            return  # the parent is done with us, or has had no work for us for long


def _load_engines(limits: Limits) -> Callable[[], object]:
    """What OCR needs, before the child may start no threads any more."""
    if not limits.ocr:
        return lambda: None
    try:
        from bot.documents.ocr import engines, reading, sources  # noqa: F401, PLC0415 - a second and half a gigabyte
    except ImportError:
        return lambda: None  # the answer to every picture is then ``no_text``
    return partial(engines.engines, limits.ocr_threads)


def _serve(channel: socket.socket, limits: Limits, memory: Memory) -> None:
    """One request: a frame that says what is wanted and, before it, the descriptor of the bytes; a document's answer
    is a frame too, and so is word of which file in it is read from now on.
    """
    descriptor = _descriptor(channel)
    request, _ = frames.receive(channel)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
        content = os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0)
    if "learn" in request:
        memory.pop(request["forget"], None)
        memory[request["learn"]] = pickle.loads(content)  # noqa: S301 - from our parent, never from a document
        gc.freeze()
        return
    channel.settimeout(None)
    allow_processor_time(limits.seconds * (limits.ocr_threads if limits.ocr else 1))

    def begins(part: str) -> None:
        frames.send(channel, {"begins": part})

    frames.send(channel, *_answered(request, content, limits, memory, begins))


def _descriptor(channel: socket.socket) -> int:
    """The next file's. Raises ``EOFError``, also where there is no room for it; then the parent is told first."""
    try:
        came, descriptors, _, _ = socket.recv_fds(channel, 1, 1)
    except TimeoutError:
        raise
    except OSError:
        came, descriptors = b"\0", []
    if descriptors:
        return descriptors[0]
    if came:  # recvmsg(2) leaves out the descriptor that it has no room for
        frames.send(channel, {"lacks": "descriptor"})
    raise EOFError


def _answered(
    request: dict[str, Any], content: bytes, limits: Limits, memory: Memory, begins: Callable[[str], None]
) -> tuple[dict[str, Any], bytes]:
    job = _job(request, content)
    known = None if request["known"] is None else Known(*(memory[number] for number in request["known"]))
    try:
        late = time.monotonic() + request["seconds"] * _FOR_PARTS
        found = answer(job, known, limits, lambda: time.monotonic() > late, begins)
    except MemoryError:
        found = Answer(Document(job.name, "", len(job.content), unreadable="memory"))
    except Exception as error:  # noqa: BLE001 - a mistake of ours is told to the parent, which knows what to do
        return {"failed": _where(error)}, b""
    text, beside = codec.pack(found, Answer)
    return {"json": len(text)}, text + beside


def _job(request: dict[str, Any], content: bytes) -> Job:
    size, received = request["size"], request["received"]
    end = len(content) - request["framings"]
    return Job(
        content=content[:size],
        name=request["name"],
        received=received and date.fromisoformat(received),
        second=request["second"],
        look=request["look"],
        words=request["words"],
        traced=request["traced"],
        dpi=request["dpi"],
        framings=pickle.loads(content[end:]) if end < len(content) else (),  # noqa: S301 - from our parent, too
        copy=request["copy"],
        is_mail=request["is_mail"],
        shown=content[size:end],
        passwords=tuple(request["passwords"]),
        left_out=tuple((sha256, reason) for sha256, reason in request["left_out"]),
    )


def _where(error: Exception) -> str:
    """Its type and the place that raised it; its text may quote the document."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"  # noqa: PTH119
    return type(error).__name__ + place
