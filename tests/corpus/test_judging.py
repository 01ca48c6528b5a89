"""A small sample of the judging families, read from PDF bytes: floors for each field, nothing wrongly accepted.

The whole judging is ``python -m tests.corpus.judge`` (docs/reading.md, «Eget korpus»).
"""

import pytest

from tests.corpus.families import FIRST_JUDGING_SEED, JUDGING, TRAINING
from tests.corpus.judge import jobs, score
from tests.corpus.make import corpus
from tests.corpus.reliability import reliability
from tests.corpus.score import FIELDS, Score
from tests.corpus.world import world

#: One of each family and then some: 4 to a family.
_COUNT = 4 * len(JUDGING)
_FLOOR = 0.97
_FLOORS = {"coordinator": 0.95, "meeting_date": 0.95}


@pytest.fixture(scope="module")
def judged() -> Score:
    return score(jobs("judging", FIRST_JUDGING_SEED + 77, _COUNT, scans=False, pictures=None))


@pytest.mark.parametrize("field", FIELDS)
def test_fields_are_read(judged: Score, field: str) -> None:
    assert judged.f1(field) >= _FLOORS.get(field, _FLOOR), judged.table()


def test_nothing_is_accepted_that_should_not_be(judged: Score) -> None:
    assert [o.mistakes for o in judged.false_accepts] == []


def test_kinds_are_told_apart(judged: Score) -> None:
    assert judged.kind_accuracy >= 0.97


def test_confidence_is_what_it_says(judged: Score) -> None:
    """Wide, as the sample is small; the figure of a thousand invoices stands in docs/reading.md."""
    got = reliability(judged.given)
    given, right = got.sure
    assert right / given >= 0.95
    assert got.error <= 0.04


def test_training_and_judging_share_nothing() -> None:
    ours, theirs = world("training"), world("judging")
    assert not set(TRAINING) & set(JUDGING)
    assert not {n.name for n in ours.register.networks} & {n.name for n in theirs.register.networks}
    assert not set(ours.firms) & set(theirs.firms)
    assert not {c.name for c in ours.register.coordinators} & {c.name for c in theirs.register.coordinators}
    with pytest.raises(ValueError, match="not for judging"):
        next(corpus("judging", 1, 1))


def test_the_same_seed_draws_the_same() -> None:
    first, second = ([m.pdf() for m in corpus("training", 7, 3)] for _ in range(2))
    assert first[0] == second[0]
    assert [len(p) for p in first] == [len(p) for p in second]
