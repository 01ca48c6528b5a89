"""The summary's words: ``rules/summary.toml``, which says of each table what it is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SummaryWords:
    """The file's tables by their names. A code that a table has no words for is shown as it is."""

    titles: Mapping[str, str]
    empty: Mapping[str, str]
    headline: Mapping[str, Any]
    remarks: Mapping[str, str]
    said: Mapping[str, Any]
    kinds: Mapping[str, str]
    attention: Mapping[str, str]
    unanswered: Mapping[str, str]
    why: Mapping[str, str]
    acts: Mapping[str, str]
    asked: Mapping[str, str]
    inbox_errors: Mapping[str, str]
    columns: Mapping[str, str]

    @classmethod
    def of(cls, tables: Mapping[str, Any]) -> "SummaryWords":
        """Of ``Rules.summary``, whose shape has been checked."""
        machines = tables["machines"]
        unanswered = dict.fromkeys(machines["codes"], machines["said"]) | tables["unanswered"]
        given = {name: tables[name] for name in cls.__dataclass_fields__}
        return cls(**given | {"unanswered": unanswered})

    def say(self, key: str, **values: object) -> str:
        """A text of ``[said]`` with its places filled in."""
        return str(self.said[key]).format(**values)

    def count(self, key: str, count: int, **values: object) -> str:
        """As ``say``, where the number has its own words for ``one`` and for ``many``."""
        return counted(self.said[key], count, **values)


def counted(texts: Mapping[str, str], count: int, **values: object) -> str:
    """``texts`` "one" or "many", as Danish has it for ``count``, which fills ``{count}``."""
    return texts["one" if count == 1 else "many"].format(count=count, **values)
