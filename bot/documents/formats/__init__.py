"""Bytes → words with places: a module for each format, all of them listed in ``registry``, and the child that reads.

Nothing is imported here: who only hands documents to the child needs none of the formats.
"""

from importlib import import_module
from typing import Any

#: What ``registry`` has, under the package's own name as well.
_OFFERED = ("CONTAINERS", "FORMATS", "HEAD", "read", "unreadable")


def __getattr__(name: str) -> Any:
    if name not in _OFFERED:
        raise AttributeError(name)
    return getattr(import_module("bot.documents.formats.registry"), name)
