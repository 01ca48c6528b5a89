"""★ ``privacy.toml``: who may read an original, and how long it is kept."""

from collections import Counter
from typing import get_args

from bot.model.decision import MessageKind
from bot.model.privacy import PrivacyRules, Retention
from bot.rulebook.table import Table

KINDS: tuple[MessageKind, ...] = get_args(MessageKind)
SPANS = ("days", "months", "financial_years")


def read_privacy(table: Table) -> PrivacyRules:
    """Raises ``ConfigError``, also where a kind of mail has no period, or two."""
    originals, retention = table.table("originals"), table.table("retention")
    readers = originals.texts("readers")
    for part in (originals, retention):
        part.source()
    starts = retention.whole("financial_year_starts")
    if not 1 <= starts <= 12:
        raise retention.error("financial_year_starts", "skal være en måned fra 1 til 12")
    rules = PrivacyRules(
        frozenset(readers), retention.flag("confirmed"), starts, tuple(map(_keep, retention.tables("keep")))
    )
    for part in (table, originals, retention):
        part.done()
    named = Counter(kind for rule in rules.keep for kind in rule.kinds)
    for kind in KINDS:
        if named[kind] != 1:
            raise retention.error("keep", f"{kind!r} skal stå præcis ét sted, ikke {named[kind]}")
    return rules


def _keep(table: Table) -> Retention:
    kinds = table.texts("kinds", KINDS)
    spans = {key: table.whole(key) for key in SPANS if table.has(key)}
    if len(spans) != 1 or 0 in spans.values():
        raise table.error(next(iter(spans), "days"), f"der skal stå præcis én af {', '.join(SPANS)}, over nul")
    source = table.source()
    table.done()
    return Retention(kinds, source, **spans)  # type: ignore[arg-type]  # ``texts`` let no other kinds by
