"""Accounts that a narrow column tears in two: «Reg.nr. 1234 konto» with the number under it, in the same column; or
«Reg.nr.:» with both under it.
"""

import re
from collections.abc import Iterator, Sequence

from bot.danish.payments import find_payments
from bot.documents.fields.found import Placed
from bot.documents.layout import Layout
from bot.documents.line import Line, Span
from bot.model.payment import Account

#: What the line ends with: the label of a registration number, or that number and the label of an account.
_OPEN = re.compile(r"(?:\d{4}\D{0,6}(?:konto|kto)|\breg)[\w.]*[\s:.]*$", re.IGNORECASE)
#: No bank prints an account of fewer figures.
_FEWEST = 5


def torn_accounts(layout: Layout, lines: Sequence[Line]) -> Iterator[Placed]:
    """The place is the upper line's: the registration number with its label."""
    for line in lines:
        for cell in line.cells:
            text = line.text[cell.start : cell.end]
            below = layout.below(line, cell, reach=1.6) if _OPEN.search(text) else None
            if below is None:
                continue
            for found in find_payments(f"{text} {below[0].cell_text(below[1])}"):
                account = found.payment
                if found.labelled and isinstance(account, Account) and len(account.account) >= _FEWEST:
                    yield Placed(found, Span(line, cell.start + found.start, cell.end))
                    break
