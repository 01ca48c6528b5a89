"""Makes the corpus: invented Danish invoices in thirty layouts with the truth of each.

    python -m tests.documents.corpus.make OUT [--seed 1] [--count 300]     PDFs and .json beside them
    python -m tests.documents.corpus.make --score [--seed 2] [--count 600] reads them as words and prints the score

Seeds below 100 are for development, 100 and up are held out: looked at as figures only.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from bot.model.register import Register
from tests.documents.corpus.canvas import Canvas
from tests.documents.corpus.facts import Facts, facts, truth
from tests.documents.corpus.layouts import draw, layout_of
from tests.documents.corpus.world import register


class Made(NamedTuple):
    name: str
    layout: str
    facts: Facts
    truth: dict[str, Any]
    canvas: Canvas


def corpus(seed: int, count: int, world: Register | None = None) -> Iterator[Made]:
    world = world or register()
    for i in range(count):
        rnd = Random(f"{seed}/{i}")
        layout = layout_of(rnd, i)
        f = facts(rnd, world, english=layout.special == "english")
        canvas = draw(f, layout)
        yield Made(f"{seed}-{i:04d}", layout.name, f, truth(f), canvas)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", nargs="?", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--score", action="store_true")
    parser.add_argument("--worst", type=int, default=0, help="print so many of the mistakes")
    args = parser.parse_args()
    if args.score:
        from tests.documents.corpus.score import score

        print(score(args.seed, args.count).table(args.worst))
        return 0
    if args.out is None:
        parser.error("say where to write, or --score")
    args.out.mkdir(parents=True, exist_ok=True)
    for made in corpus(args.seed, args.count):
        path = args.out / f"{made.name}-{made.layout}.pdf"
        made.canvas.reportlab(path) if hash(made.name) % 2 else made.canvas.fpdf(path)
        plain = {k: v.as_json() if hasattr(v, "as_json") else v if v is None else str(v) for k, v in made.truth.items()}
        path.with_suffix(".json").write_text(
            json.dumps(
                {"kind": made.facts.kind, "network_id": made.facts.network_id, "fields": plain},
                ensure_ascii=False,
                indent=1,
            )
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
