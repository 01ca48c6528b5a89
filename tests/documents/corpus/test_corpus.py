"""The corpus as a test: a development seed and one nobody looked into, straight as words and through real PDFs."""

from pathlib import Path

import pytest

from bot.documents import read_document
from bot.documents.reading import read_invoices
from tests.documents.corpus.layouts import LAYOUTS
from tests.documents.corpus.make import corpus
from tests.documents.corpus.score import score
from tests.documents.corpus.world import register
from tests.documents.fields.paper import vocabulary


@pytest.mark.parametrize("seed", [7, 107])
def test_every_field_is_read(seed: int) -> None:
    result = score(seed, 4 * len(LAYOUTS))
    table = result.table(20)
    for name in result.right:
        assert result.f1(name) >= 0.97, table
    assert result.kind_accuracy >= 0.98, table
    assert result.sure() >= 0.97, table
    assert not {n for n in ("network", "network_id", "meeting_date", "due_date") if result.invented[n]}, table


@pytest.mark.parametrize("writer", ["reportlab", "fpdf"])
def test_a_pdf_says_what_its_words_say(writer: str, tmp_path: Path) -> None:
    world = register()
    for made in corpus(11, 6, world):
        path = tmp_path / f"{made.name}.pdf"
        getattr(made.canvas, writer)(path)
        through_pdf = read_document(path.read_bytes(), path.name)
        direct = made.canvas.document(path.name)
        (a,), (b,) = (read_invoices(d, world, (), vocabulary(), made.facts.received) for d in (through_pdf, direct))
        assert a.kind == b.kind, made.layout
        assert a.network_id == b.network_id, made.layout
        assert {n: f.value for n, f in a.fields.found()} == {n: f.value for n, f in b.fields.found()}, made.layout
