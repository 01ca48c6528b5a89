# ruff: noqa: E501 - lists of wordings and places read better as long lines
"""How well the corpus is read: precision, recall and F1 for each field, kinds, and what the confidences are worth."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from bot.documents.reading import read_invoices
from tests.documents.corpus.facts import same
from tests.documents.corpus.make import corpus
from tests.documents.corpus.world import register
from tests.documents.fields.paper import vocabulary


@dataclass
class Score:
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    #: confidence's first digit → [given, right]
    calibration: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    mistakes: list[str] = field(default_factory=list)
    #: Values given for fields that are not on the page.
    invented: Counter[str] = field(default_factory=Counter)

    def f1(self, name: str) -> float:
        found = 2 * self.right[name] + self.wrong[name] + self.missed[name]
        return 2 * self.right[name] / found if found else 1.0

    @property
    def kind_accuracy(self) -> float:
        return sum(n for (want, got), n in self.kinds.items() if want == got) / max(1, sum(self.kinds.values()))

    def sure(self) -> float:
        """Of the fields given 0.9 or more, how many are right."""
        given, right = self.calibration[9]
        return right / given if given else 1.0

    def table(self, worst: int = 0) -> str:
        names = sorted({*self.right, *self.wrong, *self.missed})
        out = [
            f"{n:16} F1 {self.f1(n):.4f}  right {self.right[n]}  wrong {self.wrong[n]}  missed {self.missed[n]}  invented {self.invented[n]}"
            for n in names
        ]
        out.append(f"kinds {self.kind_accuracy:.4f}  " + str({k: n for k, n in self.kinds.items() if k[0] != k[1]}))
        out.append("confidence " + ", ".join(f"{b / 10}: {r}/{g}" for b, (g, r) in sorted(self.calibration.items())))
        return "\n".join([*out, *self.mistakes[:worst]])


def score(seed: int, count: int) -> Score:
    out = Score()
    world = register()
    for made in corpus(seed, count, world):
        readings = read_invoices(made.canvas.document(f"{made.name}.pdf"), world, (), vocabulary(), made.facts.received)
        got = readings[0]
        out.kinds[made.facts.kind, got.kind if len(readings) == 1 else f"{len(readings)} parts"] += 1
        if len(readings) > 1 or got.kind != made.facts.kind:
            out.mistakes.append(f"{made.name} {made.layout}: kind {[r.kind for r in readings]} for {made.facts.kind}")
        values = {"network_id": got.network_id, **{n: f.value for n, f in got.fields.found()}}
        confidences = {n: f.confidence for n, f in got.fields.found()}
        for name, want in {"network_id": made.facts.network_id, **made.truth}.items():
            _count(
                out,
                made.name,
                made.layout,
                name,
                values.get(name),
                want,
                made.facts.also.get(name, []),
                confidences.get(name),
            )
    return out


def _count(
    out: Score, name: str, layout: str, field_name: str, got: Any, want: Any, also: list[Any], confidence: float | None
) -> None:
    good = got is not None and any(same(field_name, got, w) for w in [want, *also] if w is not None)
    if want is None and (got is None or good):
        return
    if confidence is not None:
        bucket = out.calibration[min(9, int(confidence * 10))]
        bucket[0] += 1
        bucket[1] += good
    if good:
        out.right[field_name] += 1
        return
    if got is not None:
        out.wrong[field_name] += 1
        out.invented[field_name] += want is None
    if want is not None:
        out.missed[field_name] += 1
    out.mistakes.append(f"{name} {layout}: {field_name} {got!r} for {want!r} ({confidence})")
