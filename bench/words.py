"""Words with places from PDFs: our child against the same library in process, and against pdfplumber, in one run.

    python -m bench.words [N] [--rounds R]

Every way reads every file in turn, R times, and the best time of each file counts: only the ratios mean anything, since
they come from the same moments on the same machine.

``plain``        in this process, words and boxes only: two native calls a word.
``charboxes``    in this process, pypdfium2's own helpers: one call a character.
``in process, looked``  and whether a person would see the words, as it is asked of documents about money.
``child``        words and boxes through ``sandbox.Reader``; ``child, looked``: with that question too.
``pdfplumber``   ``extract_words(x_tolerance_ratio=.15)``; its default for ``pdfplumber, default``.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pdfplumber
import pypdfium2

from bench.corpus import make_corpus
from bot.documents.formats import pdf_words, pdfium
from bot.documents.formats.sandbox import Reader
from bot.documents.job import Job, Look
from bot.documents.limits import Limits
from tests.documents.unprotected import read_document

#: What is compared, and what it is to be: the child at most, pdfplumber at least.
GOALS = (("child", "plain", "≤ 1.25"), ("pdfplumber", "child", "≥ 8"), ("child, looked", "in process, looked", "none"))


def plain(content: bytes) -> None:
    with pdfium.opened(content) as document:
        for index in range(pdfium.page_count(document)):
            with pdfium.loaded(document, index) as page:
                pdf_words.words(page.text, pdfium.frame_of(page.handle), 20_000)


def charboxes(content: bytes) -> None:
    document = pypdfium2.PdfDocument(content)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        for index in range(text.count_chars()):
            text.get_charbox(index)
    document.close()


def in_process(content: bytes) -> None:
    assert read_document(content, "x.pdf").unreadable is None


def plumbed(content: bytes, **options: float) -> None:
    with pdfplumber.open(BytesIO(content)) as document:
        for page in document.pages:
            page.extract_words(**options)
            page.close()


def measured(
    ways: Mapping[str, Callable[[bytes], object]],
    contents: Sequence[bytes],
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """Seconds by ``clock`` of each way for all files: the best of rounds for each; ways take turns within a file."""
    best: dict[tuple[str, int], float] = {}
    for _ in range(rounds):
        for number, content in enumerate(contents):
            for name, way in ways.items():
                began = clock()
                way(content)
                took = clock() - began
                best[name, number] = min(took, best.get((name, number), took))
    total = dict.fromkeys(ways, 0.0)
    for (name, _), took in best.items():
        total[name] += took
    return total


def first_document(content: bytes) -> float:
    began = time.perf_counter()
    with Reader() as reader:
        reader.read(content, "x.pdf")
        return time.perf_counter() - began


def main() -> None:
    arguments = argparse.ArgumentParser(description="Words with places from PDFs, as ratios of one run.")
    arguments.add_argument("n", nargs="?", type=int, default=36, help="invoices, of nine styles in turn")
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, Reader(Limits()) as reader:
        contents = [path.read_bytes() for path in make_corpus(Path(folder), options.n)]
        pages = sum(read_document(content, "x.pdf").page_count for content in contents)
        ways: dict[str, Callable[[bytes], None]] = {
            "plain": plain,
            "charboxes": charboxes,
            "in process, looked": in_process,
            "child": lambda content: _read(reader, content, "never"),
            "child, looked": lambda content: _read(reader, content, "always"),
        }
        slow: dict[str, Callable[[bytes], None]] = {
            "pdfplumber": lambda content: plumbed(content, x_tolerance_ratio=0.15),
            "pdfplumber, default": plumbed,
        }
        seconds = measured(ways, contents, options.rounds)
        seconds.update(measured(slow, contents, 1))
        start = min(first_document(contents[0]) for _ in range(3))
    print(f"{len(contents)} invoices, {pages} pages; first document of a new child: {1000 * start:.0f} ms")
    print(f"{'':22}{'ms a page':>10}{'× plain':>9}")
    for name, took in seconds.items():
        print(f"{name:22}{1000 * took / pages:10.2f}{took / seconds['plain']:9.2f}")
    for name, base, goal in GOALS:
        print(f"{name} / {base}: {seconds[name] / seconds[base]:.2f} (goal {goal})")


def _read(reader: Reader, content: bytes, look: Look) -> None:
    assert reader.answer(Job(content, "x.pdf", look=look, words=True)).document.pages


if __name__ == "__main__":
    main()
