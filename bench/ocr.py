"""A scan from pixels to words, against the bare engine on the prepared page: ``python -m bench.ocr [WAY …]``.

Goal: at most 1.3 times. Also how many characters are wrong, by the text that the page was made of.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

from bench import scans
from bot.documents.ocr.engines import engines
from bot.documents.ocr.page import Picture, read_page
from bot.documents.ocr.upright import prepared
from bot.documents.ocr.witness import second_witness
from bot.documents.rows import rows
from bot.model.document import Page
from tests.documents.unprotected import read_document

#: Text PDFs with their truth in themselves.
DESIGNS = Path(__file__).parent.parent / "tests" / "documents" / "designs"
PAGES = 4
GOAL = 1.3


def text_of(page: Page) -> str:
    return " ".join(word.text for row in rows([w for w in page.words if not w.doubt]) for word in row)


def measured(way: str) -> str:
    """One line: seconds of each, their ratio, and the share of characters that are wrong."""
    found = engines()
    engine = found.reader()
    bare = whole = 0.0
    wrong = []
    for seed, file in enumerate(sorted(DESIGNS.glob("*.pdf"))[:PAGES]):
        content = file.read_bytes()
        picture = scans.WAYS[way](scans.rendered(content)[0], np.random.default_rng(seed))
        ready = prepared(picture).pixels
        start = time.perf_counter()
        engine.read(ready)
        middle = time.perf_counter()
        page = read_page(Picture(picture), engine, 1, 20_000, second_witness(found.witness) if found.witness else None)
        bare, whole = bare + middle - start, whole + time.perf_counter() - middle
        truth = text_of(read_document(content, file.name).pages[0])
        wrong.append(Levenshtein.distance(text_of(page), truth) / max(1, len(truth)))
    return (
        f"{way:10} engine {bare / PAGES:5.2f} s a page, whole {whole / PAGES:5.2f} s, {whole / bare:4.2f} x"
        f" (goal {GOAL})   characters wrong {100 * float(np.median(wrong)):.2f} %, at most {100 * max(wrong):.2f} %"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("ways", nargs="*", metavar="WAY", help=f"of {', '.join(scans.WAYS)}; all, if none is given")
    ways = arguments.parse_args().ways
    if strange := set(ways) - set(scans.WAYS):
        arguments.error(f"no such way: {', '.join(sorted(strange))}")
    found = engines()
    print("engines:", found.reader().name, "and", found.witness.name if found.witness else "no other")
    for way in ways or scans.WAYS:
        print(measured(way), flush=True)


if __name__ == "__main__":
    main()
