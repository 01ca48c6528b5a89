"""Makes the corpus: invented Danish invoices with the truth of each.

    python -m tests.corpus.make OUT [--split judging] [--seed 1001] [--count 300] [--family hall] [--scan]

PDFs (or pictures, with ``--scan``) and a ``.json`` with the truth beside each.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tests.corpus.canvas import Canvas
from tests.corpus.facts import Facts, facts, truth
from tests.corpus.families import FIRST_JUDGING_SEED, JUDGING, TRAINING
from tests.corpus.world import Split, world


class Made(NamedTuple):
    name: str
    family: str
    facts: Facts
    truth: dict[str, Any]
    canvas: Canvas

    def pdf(self) -> bytes:
        """By ReportLab or fpdf2, in turn."""
        return self.canvas.fpdf() if int(self.name[-1]) % 2 else self.canvas.reportlab()


def corpus(split: Split, seed: int, count: int, family: str | None = None) -> Iterator[Made]:
    """``count`` invoices, the families in turn; the same for the same seed. Raises ``ValueError`` for a seed that
    belongs to the other split.
    """
    if (seed >= FIRST_JUDGING_SEED) != (split == "judging"):
        raise ValueError(f"seed {seed} is not for {split}")
    families = TRAINING if split == "training" else JUDGING
    chosen = [families[family]] if family else list(families.values())
    for number in range(count):
        form = chosen[number % len(chosen)]
        rnd = Random(f"{split}/{seed}/{form.name}/{number}")
        f = facts(rnd, world(split), english=form.english, prefer=form.prefer, kind=form.kind)
        canvas = form.draw(f)
        yield Made(f"{seed}-{number:04d}", form.name, f, truth(f), canvas)


def as_json(made: Made) -> str:
    plain = {k: v.as_json() if hasattr(v, "as_json") else v if v is None else str(v) for k, v in made.truth.items()}
    f = made.facts
    return json.dumps(
        {
            "family": made.family, "kind": f.kind, "network_id": f.network_id, "received": f.received.isoformat(),
            "verdict": f.verdict, "findings": sorted(f.codes), "fields": plain,
        },
        ensure_ascii=False, indent=1,
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--split", choices=["training", "judging"], default="training")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--count", type=int, default=36)
    parser.add_argument("--family")
    parser.add_argument("--scan", action="store_true")
    args = parser.parse_args()
    seed = args.seed or (1 if args.split == "training" else FIRST_JUDGING_SEED)
    args.out.mkdir(parents=True, exist_ok=True)
    for made in corpus(args.split, seed, args.count, args.family):
        path = args.out / f"{made.name}-{made.family}.pdf"
        content = made.pdf()
        if args.scan:
            from tests.corpus.scans import scan

            scanned = scan(content, Random(made.name))
            path, content = path.with_suffix(scanned.suffix), scanned.content
        path.write_bytes(content)
        path.with_suffix(".json").write_text(as_json(made), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
