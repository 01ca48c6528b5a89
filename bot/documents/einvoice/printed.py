"""What stands on a page for everybody to see, whatever it is said to be: a stated value that stands there has been
seen.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.danish.amounts import find_amounts
from bot.danish.dates import find_dates
from bot.danish.text import fold
from bot.documents.layout import within_limits
from bot.documents.rows import rows
from bot.model.document import Document


@dataclass(frozen=True, slots=True)
class Printed:
    """``words``: folded, without spaces, between bars."""

    words: str
    amounts: frozenset[Decimal]
    days: frozenset[date]

    @classmethod
    def on(cls, document: Document) -> "Printed":
        lines = [
            " ".join(word.text for word in row if not word.doubt)
            for page in within_limits(document.pages)
            for row in rows(page.words)
        ]
        text = "\n".join(lines)
        return cls(
            "|".join(fold(word).replace(" ", "") for line in lines for word in ("", *line.split(), "")),
            frozenset(found.value for found in find_amounts(text)),
            frozenset(found.value for found in find_dates(text)),
        )

    def has(self, value: object) -> bool:
        """Whether an amount, a day, or an identifier without spaces in it stands there."""
        match value:
            case Decimal():
                return value in self.amounts
            case date():
                return value in self.days
            case str():
                key = fold(value).replace(" ", "")
                return key != "" and f"|{key}|" in self.words
        return False
