"""Reads corpus invoices as they would be read, judges them by the shipped rules, and compares with the truth.

    nice -n 10 python -m tests.corpus.judge [--split judging] [--seed 2000] [--count 1140] [--scans] [--pictures DIR]

Each invoice is drawn to a PDF (or a scan of it), read from its bytes, and judged against the corpus' register with an
empty ledger. ``--pictures`` writes the page of every mistake as PNG; ``--worst N`` prints so many.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import NamedTuple

from bot.checks import Case, judge
from bot.documents.formats.sandbox import Reader
from bot.documents.job import Job as ReadingJob
from bot.documents.job import Known
from bot.documents.reading import read_invoices
from bot.model.document import Document
from bot.model.invoice import InvoiceReading
from bot.rulebook import Rulebook
from tests.corpus.curve import svg
from tests.corpus.families import FRESH, JUDGING, TRAINING
from tests.corpus.make import Made, corpus
from tests.corpus.reliability import reliability
from tests.corpus.score import Outcome, Score, outcome
from tests.corpus.world import Split, world
from tests.documents.unprotected import read_document
from tests.judging import Filed


class Job(NamedTuple):
    split: Split
    seed: int
    family: str
    number: int
    scans: bool = False
    pictures: str | None = None


@lru_cache(maxsize=1)
def _book() -> Rulebook:
    return Rulebook.load()


class Page(NamedTuple):
    """What was read of one invoice, and the bytes that it was read from."""

    document: Document
    readings: tuple[InvoiceReading, ...]
    content: bytes


def read(made: Made, split: Split, *, scans: bool = False) -> Page:
    """A PDF of text in this process; a scan as in production, by the children of ``Reader``."""
    content, register, received = made.pdf(), world(split).register, made.facts.received
    if not scans:
        document = read_document(content, f"{made.name}.pdf")
        return Page(document, read_invoices(document, register, (), _book().vocabulary, received), content)
    from tests.corpus.scans import scan

    scanned = scan(content, Random(made.name))
    known = _known(split)
    answer = _reader().answer(ReadingJob(scanned.content, f"{made.name}{scanned.suffix}", received), known)
    return Page(answer.document, answer.readings, scanned.content)


@lru_cache(maxsize=1)
def _reader() -> Reader:
    return Reader()


@lru_cache(maxsize=2)
def _known(split: Split) -> Known:
    return Known(world(split).register, (), _book().vocabulary)


def judged(made: Made, page: Page, split: Split) -> Outcome:
    """The outcome of one invoice: checked, and compared with its truth."""
    register, received, document = world(split).register, made.facts.received, page.document
    secretariat = "eKVIS" if "EKVIS" in made.facts.buyer[0].upper() else "EKM"
    rules = _book().rules(secretariat, received)
    verdicts = [
        judge(Case(reading, document.sha256, received, register, Filed(), rules, unreadable=document.unreadable))
        for reading in page.readings
    ]
    worst = max((v or "" for _, v in verdicts), key=lambda v: v == "accepted")
    codes = tuple(sorted({f.code for findings, _ in verdicts for f in findings}))
    return outcome(made.name, made.family, made.facts, made.truth, page.readings, worst or None, codes)


def run(job: Job) -> list[Outcome]:
    out = []
    for made in corpus(job.split, job.seed, job.number, job.family):
        page = read(made, job.split, scans=job.scans)
        got = judged(made, page, job.split)
        if got.mistakes and job.pictures:
            _picture(page.content, Path(job.pictures) / f"{made.family}-{made.name}.png")
        out.append(got)
    return out


def jobs(
    split: Split, seed: int, count: int, *, scans: bool, pictures: str | None, families: Iterable[str] = ()
) -> Iterator[Job]:
    """One for each family: ``count`` invoices in all."""
    names = list(families) or list(TRAINING if split == "training" else JUDGING)
    for number, name in enumerate(names):
        yield Job(split, seed, name, count // len(names) + (number < count % len(names)), scans, pictures)


def outcomes(work: Iterable[Job], processes: int = 2) -> Iterator[Outcome]:
    if processes == 1:
        for job in work:
            yield from run(job)
        return
    with ProcessPoolExecutor(processes) as pool:
        for part in pool.map(run, work):
            yield from part


def score(work: Iterable[Job], processes: int = 1) -> Score:
    out = Score()
    for one in outcomes(work, processes):
        out.add(one)
    return out


def _picture(content: bytes, path: Path) -> None:
    if content[:4] == b"%PDF":
        import pypdfium2

        image = pypdfium2.PdfDocument(content)[0].render(scale=1.4).to_pil()
    else:
        from PIL import Image

        image = Image.open(BytesIO(content))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.convert("RGB").save(path)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=["training", "judging"], default="judging")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--count", type=int, default=1140)
    parser.add_argument("--family", action="append", default=[])
    parser.add_argument("--scans", action="store_true")
    parser.add_argument("--pictures")
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--curve", type=Path, help="write the reliability curve there, as SVG")
    args = parser.parse_args()
    seed = args.seed or (FRESH if args.split == "judging" else 1)
    work = jobs(args.split, seed, args.count, scans=args.scans, pictures=args.pictures, families=args.family)
    result = score(work, args.processes)
    print(f"{args.split} families, seed {seed}, {args.count} {'scans' if args.scans else 'text PDFs'}, {date.today()}")
    print(result.table())
    print(reliability(result.given).table())
    if args.curve:
        args.curve.write_text(
            svg(reliability(result.given), f"{len(result.given)} felter, kuld {seed}"), encoding="utf-8"
        )
    for o in [*result.false_accepts, *result.outcomes][: args.worst]:
        print(f"{o.family} {o.name}: " + "; ".join(o.mistakes))
    return int(bool(result.false_accepts))


if __name__ == "__main__":
    sys.exit(main())
