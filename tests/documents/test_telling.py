"""Why one candidate won and another lost, as a person at the secretariat reads it."""

from typing import Any

import pytest

from bot.documents.telling import Telling
from bot.model.invoice import InvoiceFields
from tests.documents.fields.paper import vocabulary
from tests.documents.fields.test_evidence import traced

TELLING = Telling(vocabulary())
WORDS: dict[str, Any] = vocabulary()["evidence"]


def told(field: str) -> dict[str, str]:
    explained = dict(TELLING.explained(traced()))
    return {row.candidate.value: row.why for row in reversed(explained[field])}


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        pytest.param("due_date", "2026-04-12", "står ved «Forfaldsdato»", id="the winner by its label"),
        pytest.param("due_date", "2026-02-02", "«Ordredato» siger, at det er en anden dato", id="another label"),
        pytest.param("due_date", "2026-03-12", "intet på siden siger, at det er betalingsfrist", id="no label"),
        pytest.param("total", "854.40", "«Moms» siger, at det er momsen", id="another sum"),
        pytest.param("supplier", "Restaurant Møllen ApS", "står, hvor sådan noget plejer at stå", id="by its place"),
        pytest.param("invoice_number", "77001", "«Kundenummer» siger, at det er et andet nummer", id="another number"),
    ],
)
def test_why(field: str, value: str, why: str) -> None:
    assert told(field)[value] == why


def test_every_field_has_a_name_and_a_colour_of_its_own() -> None:
    fields = InvoiceFields.__dataclass_fields__.keys()
    assert WORDS["fields"].keys() == fields == WORDS["colours"].keys()
    assert len(set(WORDS["colours"].values())) == len(fields)
    assert len(set(WORDS["fields"].values())) == len(fields)


def test_every_group_of_labels_has_a_word() -> None:
    groups = vocabulary()["labels"].keys() - {"parts", "weak", "stems"}
    assert groups <= WORDS["groups"].keys()
