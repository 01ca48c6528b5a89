"""The second witness where a printed name fits several networks: whose coordinator is named, and who met on the day.

It says which of them a person should look at first; a network is never accepted on half a name.
"""

from collections.abc import Sequence
from datetime import date

from bot.danish.names import name_tokens
from bot.documents.fields.sheet import Sheet
from bot.documents.fields.standing import stands_on
from bot.model.register import Network
from bot.model.zone import COPENHAGEN


def witnessed(sheet: Sheet, rivals: Sequence[str]) -> Network | None:
    """The one of the networks whose coordinator is named in full and which had a meeting on a day that is printed.

    None where another's coordinator is named too: half a name and half a witness decide nothing.
    """
    days = {placed.found.value for placed in sheet.dates}
    met = {r: _meetings(sheet, r) & days for r in dict.fromkeys(rivals)}
    named = {r for r, common in met.items() if _coordinator_named(sheet, r, common or frozenset(days))}
    both = [r for r in met if met[r] and r in named]
    if len(both) != 1 or len(named) != 1:
        return None
    return sheet.register.network(both[0])


def _meetings(sheet: Sheet, network_id: str) -> frozenset[date]:
    return frozenset(m.start.astimezone(COPENHAGEN).date() for m in sheet.register.meetings_of(network_id))


def _coordinator_named(sheet: Sheet, network_id: str, days: frozenset[date]) -> bool:
    office = (c for c in sheet.register.coordinators_of(network_id) if any(c.in_office(day) for day in days))
    return any(len(name_tokens(c.name)) > 1 and stands_on(sheet, c.name) for c in office)
