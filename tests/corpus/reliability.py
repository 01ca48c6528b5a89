"""What the confidences are worth: of the fields given p, is a share p right? A table, and the curve as SVG.

Expected calibration error: Naeini, Cooper and Hauskrecht, «Obtaining Well Calibrated Probabilities Using Bayesian
Binning», AAAI 2015: over ten bins of equal width, the share of fields in the bin times the distance between the mean
confidence and the share that is right.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.corpus.score import FIELDS, Given

BINS = 10


@dataclass(frozen=True)
class Bin:
    """Fields given between two tenths: how many, mean confidence, share right."""

    count: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Reliability:
    bins: tuple[Bin | None, ...]
    error: float
    by_field: dict[str, float]
    #: Of the fields given 0.9 or more: how many, and how many of them are right.
    sure: tuple[int, int]

    def table(self) -> str:
        rows = [
            f"  {k / BINS:.1f}–{(k + 1) / BINS:.1f}: {b.count:6d} given, mean {b.confidence:.3f}, right {b.right:.3f}"
            for k, b in enumerate(self.bins)
            if b
        ]
        given, right = self.sure
        fields = ", ".join(f"{name} {error:.3f}" for name, error in self.by_field.items())
        return "\n".join(
            [
                "confidence:",
                *rows,
                f"expected calibration error: {self.error:.4f}   of those given 0.9 or more right: {right}/{given}",
                f"by field: {fields}",
            ]
        )


def reliability(given: Sequence[Given]) -> Reliability:
    bins = _bins(given)
    fields = {name: _error(_bins([g for g in given if g.name == name])) for name in FIELDS}
    sure = [g for g in given if g.confidence >= 0.9]
    return Reliability(bins, _error(bins), fields, (len(sure), sum(g.right for g in sure)))


def _bins(given: Iterable[Given]) -> tuple[Bin | None, ...]:
    held: dict[int, list[Given]] = defaultdict(list)
    for g in given:
        held[min(int(g.confidence * BINS), BINS - 1)].append(g)
    return tuple(
        Bin(
            len(held[k]),
            sum(g.confidence for g in held[k]) / len(held[k]),
            sum(g.right for g in held[k]) / len(held[k]),
        )
        if held[k]
        else None
        for k in range(BINS)
    )


def _error(bins: Sequence[Bin | None]) -> float:
    total = sum(b.count for b in bins if b)
    return sum(b.count / total * abs(b.confidence - b.right) for b in bins if b) if total else 0.0
