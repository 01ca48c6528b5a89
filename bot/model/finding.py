"""What a check says, and what it comes to."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["reject", "review", "duplicate", "note"]
Verdict = Literal["accepted", "review", "rejected", "duplicate"]

#: From best to worst: a message's verdict is the worst of its documents'.
VERDICTS: tuple[Verdict, ...] = ("accepted", "duplicate", "review", "rejected")


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's word on one document. ``code`` is the check's function name and the rule's key (docs/rules.md).

    ``detail`` is one Danish sentence for staff. The rest is for the supplier's letter: what was read, where on
    the page, and what should stand there (a correct example); each None where there is nothing to say.
    """

    code: str
    severity: Severity
    detail: str
    read: str | None = None
    place: str | None = None
    expected: str | None = None
    #: The field it is about, by its outer name ("due_date"), None where it is about the whole document.
    field: str | None = None
