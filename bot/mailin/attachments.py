"""Which parts of a mail are files: decided by content and size, not by Content-Disposition, which Apple Mail and
others set as they like. PDFs inside the text count, logos of signatures do not; forwarded mails are opened,
archives are not.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.danish import filenames
from bot.mailin.headers import decode_words
from bot.mailin.mime import Part
from bot.model.message import Attachment, Fate, Leaf
from bot.sniffing import IMAGES, image_size, sniff

MAX_ATTACHMENTS = 200
#: Pictures inside the text are ornament when they are no larger than this, in bytes or on their shorter side in pixels:
#: an A4 page that a person can read has at least twice as many.
_ORNAMENT_BYTES = 6_000
_ORNAMENT_SIDE = 350
_PIXEL = 16

_EXTENSIONS = {
    "application/pdf": "pdf", "text/plain": "txt", "text/html": "html", "text/csv": "csv", "text/calendar": "ics",
    "application/xml": "xml", "text/xml": "xml", "message/rfc822": "eml", "message/delivery-status": "txt",
    "text/rfc822-headers": "txt", "image/jpeg": "jpg", "image/png": "png", "image/tiff": "tif",
    "application/zip": "zip",
}  # fmt: skip
_SNIFFED_EXTENSION = {"text": "txt", "ole": "bin", "tnef": "dat", "odf": "odt"}
#: Proofs, not files: signatures of S/MIME and OpenPGP (RFC 8551 §3.5.3, RFC 3156 §5).
_PROOFS = frozenset({
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
    "application/pgp-encrypted",
})  # fmt: skip
#: Parts of a report (RFC 3462) that say what became of a mail; kept as they are, never opened.
REPORT_PARTS = frozenset({
    "message/delivery-status", "message/global-delivery-status", "text/rfc822-headers", "message/rfc822",
    "message/disposition-notification",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """A file found, before it gets its number."""

    name: str | None
    content_type: str
    content: bytes
    inline: bool
    content_id: str | None
    container: str


def is_body(part: Part) -> bool:
    """Whether a leaf is text of the mail itself: no name, not declared an attachment, and not a PDF in disguise."""
    if part.content_type.startswith("multipart/"):
        return not part.children
    if part.content_type not in ("text/plain", "text/html", "text/enriched"):
        return False
    return part.disposition != "attachment" and part.file_name is None


class Found(NamedTuple):
    attachments: tuple[Attachment, ...]
    #: Every leaf of the mail, once.
    leaves: tuple[Leaf, ...]


def find_files(root: Part, html: str | None, defects: dict[str, None]) -> Found:
    """All files of the mail in its order; what lies in archives is for those who read documents. Adds to ``defects``
    what could not be looked at.
    """
    shown = frozenset(re.findall(r"cid:([^\"'\s<>)]+)", html or ""))
    attachments: list[Attachment] = []
    leaves: list[Leaf] = []
    for part, container, path in _leaves(root):
        content = part.content()
        inline = part.disposition == "inline"
        file = File(part.file_name, part.content_type, content, inline, _content_id(part), container)
        fate = _fate(part, file, shown)
        if part.content_type in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
            defects["smime"] = None
        if fate == "file" and len(attachments) == MAX_ATTACHMENTS:
            defects["too_many_attachments"] = None
            fate = "unread"
        if fate == "file":
            made = _attachment(len(attachments) + 1, file)
            attachments.append(made)
            leaves.append(Leaf(path, made.name, part.content_type, len(content), made.sha256, fate, made.index))
        else:
            digest = hashlib.sha256(content).hexdigest()
            leaves.append(Leaf(path, safe_name(part.file_name), part.content_type, len(content), digest, fate))
    return Found(tuple(attachments), tuple(leaves))


def _fate(part: Part, file: File, shown: frozenset[str]) -> Fate:
    if part.content_type in _PROOFS:
        return "proof"
    if is_body(part) and b"%PDF-" not in file.content[:64]:
        return "text"
    return "ornament" if _is_ornament(file, sniff(file.content), shown) else "file"


def _leaves(root: Part) -> Iterator[tuple[Part, str, str]]:
    """(leaf, container, path). What a report brings back is a leaf: a bounce that quotes an invoice is a bounce."""
    stack: list[tuple[Part, str, str, bool]] = [(root, "", "", False)]
    while stack:
        part, container, path, in_report = stack.pop()
        if not part.children or part.content_type in _PROOFS or (in_report and part.content_type in REPORT_PARTS):
            yield part, container, path
            continue
        inner = "rfc822" if part.content_type.startswith("message/") else container
        report = part.content_type == "multipart/report"
        inside = [(c, inner, f"{path}.{n}".lstrip("."), report) for n, c in enumerate(part.children, start=1)]
        stack.extend(reversed(inside))


def _content_id(part: Part) -> str | None:
    value = part.raw_header("content-id")
    return value.decode("ascii", "replace").strip().strip("<>") or None if value else None


def _is_ornament(file: File, kind: str, shown: frozenset[str]) -> bool:
    """A picture that belongs to the looks of the mail: small, and shown inside the text."""
    if kind not in IMAGES:
        return False
    size = image_size(file.content, kind)
    if size and max(size) <= _PIXEL:
        return True  # a counting pixel, wherever it stands
    if not (file.inline or file.content_id in shown):
        return False
    return len(file.content) <= _ORNAMENT_BYTES or (size is not None and min(size) < _ORNAMENT_SIDE)


def _attachment(index: int, file: File) -> Attachment:
    kind = sniff(file.content)
    told = _EXTENSIONS.get(file.content_type)
    extension = told if told and kind in ("", "text") else _SNIFFED_EXTENSION.get(kind, kind) or "bin"
    return Attachment(
        index=index,
        name=safe_name(file.name) or f"del-{index}.{extension}",
        content_type=file.content_type,
        sniffed=kind,
        content=file.content,
        sha256=hashlib.sha256(file.content).hexdigest(),
        inline=file.inline,
        content_id=file.content_id,
        container=file.container,
    )


def safe_name(name: str | None) -> str | None:
    """As ``filenames.safe_name``, of a name that may still be encoded (RFC 2047, which forbids it there)."""
    return filenames.safe_name(decode_words(name) if name and "=?" in name else name)


def nested_messages(root: Part) -> Iterator[Part]:
    """The mails that were forwarded as attachments, outermost first; those that a report brings back are left out."""
    stack = [root]
    while stack:
        part = stack.pop()
        if part.content_type == "multipart/report":
            continue
        if part.content_type.startswith("message/") and part.children:
            yield part.children[0]
        stack.extend(reversed(part.children))
