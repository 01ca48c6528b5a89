# ruff: noqa: E501 - lists read better as long lines
"""Fits the weights of ``rules/reading/confidence.toml`` on the training families. Needs ``pip install -e '.[train]'``.

    nice -n 10 python -m tests.corpus.train [--count 6000] [--scans 108] [--write]

A third of the pages is as its family makes it, a third made strange (``strange``), a third misread as by OCR
(``misread``); and so many are scans read by OCR itself, seconds each, which count for more. For each field a logistic regression; how well it does on layouts it has not seen is measured on training
families left out in turn. ``--write`` rewrites the file. The judging families are not touched.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from bot.documents.confidence import probability
from bot.documents.limits import DEFAULTS
from bot.documents.marks import Marks, marks, seen_of
from bot.documents.reading import read_invoices
from bot.model.document import Document
from tests.corpus.facts import same
from tests.corpus.families import TRAINING
from tests.corpus.make import Made, corpus
from tests.corpus.misread import misread
from tests.corpus.reliability import reliability
from tests.corpus.scans import scan
from tests.corpus.score import FIELDS, Given
from tests.corpus.strange import strange
from tests.corpus.world import world
from tests.documents.fields.paper import ROOT, vocabulary
from tests.documents.unprotected import read_document

TARGET = ROOT / "rules" / "reading" / "confidence.toml"
HEADER = """\
# How sure a field is, from what was seen of it: for each field the weights of a logistic regression over the marks of
# bot/documents/confidence.py. Fitted, not written by hand: do not edit; take the file away to have the readers' own scores.
# To fit again after the readers have changed: pip install -e '.[train]' && python -m tests.corpus.train --write
# Source: {count} readings of invented invoices of the training families (tests/corpus/families.py), seeds below 1000.
"""


LOOK_TABLE = """\
[look]
# Below this score of its own a reader wants a person to look: what speaks for the field then lifts it no more. Not above
# the limits of low_confidence in rules/checks.toml; a due date lower: terms beside a date that stands alone are enough.
network = 0.75
coordinator = 0.65
meeting_date = 0.75
due_date = 0.7
total = 0.85
payment = 0.85
"""


#: What OCR itself has read says more than what ``misread`` makes up, and there is little of it.
SCAN_COUNTS = 8.0
#: Names and days are misread worse on purpose than by OCR: there, such a page counts for less.
MISREAD_COUNTS = {"supplier": 0.3, "invoice_date": 0.3}


class Example(NamedTuple):
    family: str
    name: str
    marks: Marks
    right: bool
    weight: float = 1.0


def examples(family: str, count: int) -> list[Example]:
    """All fields read on so many pages of a family."""
    out: list[Example] = []
    for number, made in enumerate(corpus("training", 500, count, family)):
        out.extend(_of(made, number % 3))
    return out


def scanned(family: str, count: int) -> list[Example]:
    """All fields read on so many scans of a family's pages. Needs ``kvalitetsbot[ocr]``."""
    out: list[Example] = []
    for made in corpus("training", 800, count, family):
        picture = scan(made.pdf(), Random(made.name))
        document = read_document(picture.content, f"{made.name}{picture.suffix}", DEFAULTS.pictures())
        out.extend(e._replace(weight=SCAN_COUNTS) for e in _read(made, document))
    return out


def _of(made: Made, way: int) -> Iterator[Example]:
    rnd = Random(f"{made.family} {made.name}")
    if way == 1:
        strange(made.canvas, rnd)
    document = made.canvas.document(f"{made.name}.pdf")
    if way == 2:
        document = misread(document, rnd)
    yield from _read(made, document)


def _read(made: Made, document: Document) -> Iterator[Example]:
    if made.facts.kind != "invoice":
        return
    register = world("training").register
    words = _uncalibrated()
    (reading, *_) = read_invoices(document, register, (), words, made.facts.received)
    seen = seen_of(reading, document, register)
    for name, field in reading.fields.found():
        wanted = [w for w in (made.truth[name], *made.facts.also.get(name, [])) if w is not None]
        good = any(same(name, field.value, w) for w in wanted)
        if not field.doubts and (made.truth[name] is not None or not good):
            of = marks(seen, name, field)
            yield Example(made.family, name, of, good, MISREAD_COUNTS.get(name, 1.0) if "ocr" in of else 1.0)


@cache
def _uncalibrated() -> dict[str, Any]:
    """One mapping: what is compiled of it is kept by its identity."""
    return {**vocabulary(), "confidence": {}}


def gather(count: int, scans: int = 0, processes: int = 2) -> list[Example]:
    each = ((examples, count // len(TRAINING)), (scanned, scans // len(TRAINING)))
    with ProcessPoolExecutor(processes) as pool:
        parts = [pool.map(made, TRAINING, [number] * len(TRAINING)) for made, number in each if number]
        return [e for made in parts for part in made for e in part]


def fit(chosen: Iterable[Example], strength: float = 1.0) -> dict[str, float]:
    """Weights by mark, and ``intercept``; rounded as the file has them."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    held = list(chosen)
    if all(e.right for e in held) or not any(e.right for e in held):
        share = (sum(e.right for e in held) + 1) / (len(held) + 2)
        from math import log

        return {"intercept": round(log(share / (1 - share)), 3)}
    table = DictVectorizer(sparse=True)
    model = LogisticRegression(C=strength, max_iter=2000)
    rows = table.fit_transform([e.marks for e in held])
    model.fit(rows, [e.right for e in held], sample_weight=[e.weight for e in held])
    weights = {name: round(float(w), 3) for name, w in zip(table.feature_names_, model.coef_[0], strict=True)}
    return {"intercept": round(float(model.intercept_[0]), 3), **{n: w for n, w in weights.items() if w}}


def left_out(rows: list[Example], parts: int = 6) -> list[Given]:
    """What would be said of families that were not fitted on."""
    names = sorted({e.family for e in rows})
    out: list[Given] = []
    for part in range(parts):
        held = set(names[part::parts])
        for name in FIELDS:
            own = [e for e in rows if e.name == name]
            weights = fit(e for e in own if e.family not in held)
            out += [Given(name, probability(weights, e.marks), e.right) for e in own if e.family in held]
    return out


def write(weights: dict[str, dict[str, float]], count: int) -> None:
    lines = [HEADER.format(count=count), LOOK_TABLE]
    for name, values in weights.items():
        lines.append(f"[{name}]")
        lines += [f"{mark} = {float(value)}" for mark, value in values.items()]
        lines.append("")
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join(lines), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=6000)
    parser.add_argument("--scans", type=int, default=0)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    rows = gather(args.count, args.scans)
    wrong: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for e in rows:
        wrong[e.name][0] += 1
        wrong[e.name][1] += not e.right
    print("read, of them wrong: " + ", ".join(f"{n} {a}/{b}" for n, (a, b) in wrong.items()))
    print("families left out in turn:")
    print(reliability(left_out(rows)).table())
    if args.write:
        write({name: fit(e for e in rows if e.name == name) for name in FIELDS}, len(rows))
        print(f"written: {TARGET.relative_to(Path.cwd())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
