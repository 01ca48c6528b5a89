"""Names of files as strangers give them → names that are safe to show and to keep."""

import re

from bot.danish.text import nfc

#: A name's length that every file system and mail program takes.
MAX_NAME = 120
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
#: A name longer than this is not looked at beyond: only its end counts.
_LOOKED_AT = 4_000


def safe_name(name: str | None) -> str | None:
    """A base name that is safe on every file system: no folders, no control or direction characters, NFC, not too long.

    None where nothing is left of it.
    """
    if not name:
        return None
    text = name[-_LOOKED_AT:].encode("utf-8", "replace").decode()  # half a surrogate pair is no character
    base = nfc(text.replace("\\", "/")).rpartition("/")[2]
    base = re.sub(r"\s+", " ", re.sub(r"[\r\n\t]+", " ", base))
    base = _FORBIDDEN.sub("", base).strip(" .")
    if len(base) > MAX_NAME:
        stem, dot, extension = base.rpartition(".")
        base = (
            stem[: MAX_NAME - len(extension) - 1] + dot + extension if dot and len(extension) <= 8 else base[:MAX_NAME]
        )
    if _DEVICE.match(base):
        base = f"_{base}"
    return base or None
