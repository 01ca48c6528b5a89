"""Bytes → words with places: a module for each format, all of them listed in ``registry``, and the child that reads.

Nothing is imported here: who only hands documents to the child needs none of the formats.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    """What ``registry`` has, under the package's own name."""
    if name.startswith("__"):
        raise AttributeError(name)
    from bot.documents.formats import registry  # noqa: PLC0415 - the reason for this function

    return getattr(registry, name)
