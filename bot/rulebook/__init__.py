"""★ ``rules/`` as frozen values, checked whole before any mail is touched.

::

    checks.toml            every finding code: severity, numbers, source
    findings.toml          what each code says to staff
    bankdays.toml          days on which Danish banks are closed
    privacy.toml           who may read a mail as it came, and how long it is kept
    meetings.toml          when who is told what about a meeting
    agenda.toml            the agenda of a meeting that has no other
    calendar.toml          the words of calendars and of the agenda's sheet
    summary.toml           the words of the daily summary
    vocabulary/*.toml      words for reading, given on as they stand
    reading/*.toml         numbers for reading, given on as they stand
    EKM/secretariat.toml   names, payment means, payment runs, what counts for the pool
    EKM/2026.toml          that secretariat's amounts for that year, and numbers that differ that year

The folder from the configuration is laid over the shipped one file by file: a file there takes the place of the shipped
file of the same name. Only ``checks.toml`` is laid over key by key, so that a code which a later version adds has its
rule. A further secretariat is a further folder. What is wrong is a ``ConfigError`` naming file and key.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.rulebook.book import Rulebook

__all__ = ["Rulebook"]


def __getattr__(name: str) -> Any:
    """Imported when it is asked for: who only reads documents (``words``) needs none of it."""
    if name != "Rulebook":
        raise AttributeError(name)
    from bot.rulebook.book import Rulebook  # noqa: PLC0415

    return Rulebook
