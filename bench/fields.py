"""A text PDF from bytes to fields, against bare PDFium words, pdfplumber and invoice2data, in one run.

    python -m bench.fields [N] [--rounds R] [--invoice2data PYTHON]

Processor time counts, the best of the rounds for each file: the machine's other work moves it least. invoice2data (1.0,
with ``pdftotext``) runs in an interpreter of its own where it is installed, with one template for all these files: it
knows the labels that they were printed with, which is more than a supplier's next invoice would tell it.

``words``          bare pypdfium2 words in this process, two native calls a word (``bench.floor``): the floor.
``rows``           the same on the page as it is shown, in rows: what reading fields can begin with at the least.
``fields``         words to fields as well, ink not looked at.
``fields, looked`` and whether a person would see the words, as in the service.
``two children``   wall clock of all files by two children, which the goals do not speak of.
"""

import argparse
import gc
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2

from bench import floor
from bench.corpus import _COORDINATORS, _NETWORKS, make_corpus
from bench.words import measured, plumbed
from bot.documents.answering import BETWEEN_COLLECTIONS, answer
from bot.documents.formats.sandbox import Reader
from bot.documents.job import Job, Known, Look
from bot.model.register import Coordinator, Network, Register
from bot.rulebook import Rulebook

DAY = date(2026, 6, 1)
#: What both are asked for, as the corpus' truth names it.
ASKED = ("invoice_number", "invoice_date", "due_date", "cvr", "network", "total", "meeting_date")
TEMPLATE = r"""
issuer: Leverandør
keywords: ['Fakturamodtagelse', 'CVR-nr']
fields:
  invoice_number: Faktura nr\.\s+(\S+)
  date: (?m)Fakturadato\s+(\S.*?)\s*$
  due_date: (?m)Forfaldsdato\s+(\S.*?)\s*$
  cvr: CVR-nr\.\s+(\d{8})
  network: (?m)Møde i (Kvalitets(?:netværk|klynge) .*?)\s*$
  amount: At betale DKK\s+([\d.,]+)
  meeting_date: '(?m)Mødedato:\s+(.*?)\s*$'
options:
  currency: DKK
  decimal_separator: ','
  languages: [da]
"""
#: Run by the other interpreter: a line of JSON a file, with the processor time of itself and of pdftotext.
OTHER = """
import json, logging, os, sys
logging.disable(50)
from invoice2data import extract_data
from invoice2data.extract.loader import read_templates
own = read_templates(sys.argv[1])
def used():
    t = os.times(); return t.user + t.system + t.children_user + t.children_system
for file in sys.argv[2:]:
    began = used()
    try: found = extract_data(file, own, "pdftotext") or {}
    except Exception: found = {}
    print(json.dumps({"spent": used() - began, "found": {k: str(v) for k, v in found.items()}}))
"""


def main() -> None:
    given = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        paths = make_corpus(Path(folder), given.n)
        contents = [path.read_bytes() for path in paths]
        truths = [json.loads(path.with_suffix(".json").read_text("utf-8"))["fields"] for path in paths]
        known = _known()
        ways: dict[str, Callable[[bytes], object]] = {
            "words": bare,
            "rows": in_rows,
            "fields": lambda content: _answered(content, known, "never"),
            "fields, looked": lambda content: _answered(content, known, "money"),
        }
        with _settled():
            spent = measured(ways, contents, given.rounds, time.process_time)
        spent |= measured(
            {"pdfplumber": lambda content: plumbed(content, x_tolerance_ratio=0.15)}, contents, 1, time.process_time
        )
        right = sum(_right(_ours(content, known), truth) for content, truth in zip(contents, truths, strict=True))
        others = _other(given.invoice2data, paths, truths)
        if others:
            spent["invoice2data"] = others[0]
        print(f"{len(contents)} invoices; processor milliseconds an invoice")
        for name, took in spent.items():
            print(f"{name:18}{1000 * took / len(contents):9.2f}{took / spent['words']:8.2f} × words")
        print(f"fields right, ours: {right} of {len(ASKED) * len(contents)}")
        print(f"fields right, invoice2data: {others[1]}" if others else "invoice2data is not installed: left out")
        for children in (1, 2):
            print(f"{children} child(ren), wall: {_throughput(contents, known, children):.1f} invoices a second")
    for base, goal in (("words", 2.0), ("rows", 2.0), ("invoice2data", 1.0), ("pdfplumber", 0.125)):
        if base in spent:
            ratios = [spent[name] / spent[base] for name in ("fields", "fields, looked")]
            print(f"fields / {base}: {ratios[0]:.3f}, looked at {ratios[1]:.3f} (goal ≤ {goal})")


def _arguments() -> argparse.Namespace:
    arguments = argparse.ArgumentParser(description="Text PDFs from bytes to fields, as ratios of one run.")
    arguments.add_argument("n", nargs="?", type=int, default=36, help="invoices, of nine styles in turn")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--invoice2data", metavar="PYTHON", help="an interpreter that has invoice2data")
    return arguments.parse_args()


@contextmanager
def _settled() -> Iterator[None]:
    """As a child is before it reads, for ours and the floors; pdfplumber is measured as it comes."""
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(BETWEEN_COLLECTIONS)
    yield
    gc.unfreeze()
    gc.set_threshold(*usual)


def _known() -> Known:
    networks = tuple(Network(f"N{n}", name, "EKM", "", "") for n, name in enumerate(_NETWORKS))
    people = tuple(Coordinator(f"N{n}", name, "x@netvaerk.example") for n, name in enumerate(_COORDINATORS))
    return Known(Register(networks=networks, coordinators=people), (), Rulebook.load().vocabulary)


def bare(content: bytes) -> None:
    """Written apart from the program on purpose: what makes ours quicker must not make the floor sink with it."""
    document = pypdfium2.PdfDocument(content)
    for page in document:
        floor.words(page)
        page.close()
    document.close()


def in_rows(content: bytes) -> None:
    document = pypdfium2.PdfDocument(content)
    for page in document:
        floor.rows(page)
        page.close()
    document.close()


def _answered(content: bytes, known: Known, look: Look) -> object:
    return answer(Job(content, "x.pdf", DAY, look=look), known)


def _ours(content: bytes, known: Known) -> dict[str, str]:
    reading = answer(Job(content, "x.pdf", DAY), known).readings[0]
    return {name: str(field.value) for name, field in reading.fields.found()}


def _right(found: dict[str, str], truth: dict[str, Any]) -> int:
    return sum(found.get(name) == str(truth[name]) for name in ASKED)


def _other(python: str | None, paths: Sequence[Path], truths: Sequence[dict[str, Any]]) -> tuple[float, str] | None:
    """Processor seconds, and how many fields are right; None where there is no such interpreter."""
    if python is None or shutil.which("pdftotext") is None:
        return None
    from bot.danish.amounts import parse_amount
    from bot.danish.dates import parse_date

    folder = paths[0].parent / "templates"
    folder.mkdir()
    (folder / "own.yml").write_text(TEMPLATE, "utf-8")
    command = [python, "-W", "ignore", "-c", OTHER, str(folder), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": ""})
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    right = 0
    for line, truth in zip(lines, truths, strict=True):
        found = line["found"]
        found["total"] = str(parse_amount(found.get("amount", "").replace(".", ",")) or "")
        found["invoice_date"] = found.get("date", "")[:10]
        for name in ("invoice_date", "due_date", "meeting_date"):  # read for it, where it left them as they stood
            day = parse_date(found.get(name, ""), DAY)
            found[name] = day.isoformat() if day else found.get(name, "")[:10]
        right += _right(found, truth)
    return sum(line["spent"] for line in lines), f"{right} of {len(ASKED) * len(paths)}"


def _throughput(contents: Sequence[bytes], known: Known, children: int) -> float:
    with Reader(children=children) as reader:
        for _ in range(2 * children):
            reader.submit(Job(contents[0], "warm.pdf", DAY), known)
        reader.result(reader.submit(Job(contents[0], "warm.pdf", DAY), known))
        began = time.perf_counter()
        tickets = [reader.submit(Job(content, "x.pdf", DAY), known) for content in contents]
        for ticket in tickets:
            reader.result(ticket)
        return len(contents) / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
