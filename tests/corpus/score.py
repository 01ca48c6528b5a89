# ruff: noqa: E501 - rows of tables read better as long lines
"""How well invoices were read: precision, recall and F1 of each field, kinds, verdicts, and the confidences given.

As the contract counts: fields of invoices only; a wrong value is both a false find and a miss.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.model.invoice import InvoiceReading
from tests.corpus.facts import Facts, same

FIELDS = (
    "network", "coordinator", "meeting_date", "invoice_number", "invoice_date", "due_date", "supplier", "cvr", "total",
    "vat", "currency", "participants", "payment",
)  # fmt: skip


class Given(NamedTuple):
    """One value that was given: how sure the reader was, and whether it is right."""

    name: str
    confidence: float
    right: bool


class Outcome(NamedTuple):
    """One document, judged."""

    name: str
    family: str
    kind: tuple[str, str]
    verdict: tuple[str | None, str | None]
    codes: tuple[tuple[str, ...], tuple[str, ...]]
    #: Network, amount and account: what a payment would be made by.
    payable_is_right: bool
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    given: tuple[Given, ...]
    mistakes: tuple[str, ...]


def outcome(
    name: str,
    family: str,
    f: Facts,
    wanted: dict[str, Any],
    readings: tuple[InvoiceReading, ...],
    verdict: str | None,
    codes: tuple[str, ...],
) -> Outcome:
    """Of one document; several readings where one was due count as the first and a wrong kind."""
    got = readings[0]
    kind = got.kind if len(readings) == 1 else f"{len(readings)} parts"
    right, wrong, missed, given, mistakes = [], [], [], [], []
    values = dict(got.fields.found())
    for field_name, want in wanted.items() if f.kind == "invoice" else ():
        value = values.get(field_name)
        meant = [w for w in (want, *f.also.get(field_name, [])) if w is not None]
        good = value is not None and any(same(field_name, value.value, w) for w in meant)
        if value is not None and (want is not None or not good):
            given.append(Given(field_name, value.confidence, good))
        if good and want is not None:
            right.append(field_name)
        if value is not None and not good:
            wrong.append(field_name)
        if want is not None and not good:
            missed.append(field_name)
        if not good and (value is not None or want is not None):
            sure = f" ({value.confidence:.2f})" if value else ""
            mistakes.append(f"{field_name}: {value.value if value else None!r}{sure} for {want!r}")
    if kind != f.kind:
        mistakes.append(f"kind: {kind} for {f.kind}")
    if verdict != f.verdict:
        mistakes.append(f"verdict: {verdict} {list(codes)} for {f.verdict} {sorted(f.codes)}")
    safe = (f.network_id is None or got.network_id == f.network_id) and not {"total", "payment"} & set(wrong)
    return Outcome(
        name,
        family,
        (f.kind, kind),
        (f.verdict, verdict),
        (tuple(sorted(f.codes)), codes),
        safe,
        tuple(right),
        tuple(wrong),
        tuple(missed),
        tuple(given),
        tuple(mistakes),
    )


@dataclass
class Score:
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    verdicts: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    by_family: dict[str, Counter[str]] = field(default_factory=dict)
    given: list[Given] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def add(self, o: Outcome) -> None:
        self.right.update(o.right)
        self.wrong.update(o.wrong)
        self.missed.update(o.missed)
        self.kinds[o.kind] += 1
        self.verdicts[o.verdict] += 1
        family = self.by_family.setdefault(o.family, Counter())
        family.update(right=len(o.right), wrong=len(o.wrong), missed=len(o.missed))
        self.given.extend(o.given)
        if o.mistakes:
            self.outcomes.append(o)

    def rates(self, name: str) -> tuple[float, float, float]:
        """Precision, recall, F1."""
        return _rates(self.right[name], self.wrong[name], self.missed[name])

    def f1(self, name: str) -> float:
        return self.rates(name)[2]

    @property
    def kind_accuracy(self) -> float:
        return sum(n for (want, got), n in self.kinds.items() if want == got) / max(1, sum(self.kinds.values()))

    @property
    def false_accepts(self) -> list[Outcome]:
        """Accepted though it should not have been, or for the wrong network, amount or account."""
        return [
            o
            for o in self.outcomes
            if o.verdict[1] == "accepted" and (o.verdict[0] != "accepted" or not o.payable_is_right)
        ]

    @property
    def false_rejects(self) -> list[Outcome]:
        """Sent back to the supplier, or put before a person, though nothing was wrong with it."""
        return [o for o in self.outcomes if o.verdict[0] == "accepted" and o.verdict[1] != "accepted"]

    @property
    def acceptable(self) -> int:
        return sum(n for (want, _), n in self.verdicts.items() if want == "accepted")

    def table(self) -> str:
        out = [f"{'field':16} precision  recall      F1     right  wrong  missed"]
        for name in FIELDS:
            p, r, f1 = self.rates(name)
            out.append(
                f"{name:16} {p:9.4f} {r:7.4f} {f1:7.4f} {self.right[name]:9d} {self.wrong[name]:6d} {self.missed[name]:7d}"
            )
        every = _rates(self.right.total(), self.wrong.total(), self.missed.total())
        out.append(f"{'all':16} {every[0]:9.4f} {every[1]:7.4f} {every[2]:7.4f} {self.right.total():9d}")
        out.append(
            f"kinds right: {self.kind_accuracy:.4f}  "
            + ", ".join(f"{a} as {b}: {n}" for (a, b), n in self.kinds.items() if a != b)
        )
        rows = sorted(self.verdicts.items(), key=str)
        out.append("verdicts (due → given): " + ", ".join(f"{a or '-'} → {b or '-'}: {n}" for (a, b), n in rows))
        share = len(self.false_rejects) / max(1, self.acceptable)
        out.append(
            f"false accepts: {len(self.false_accepts)}   false rejects: {len(self.false_rejects)} of {self.acceptable} ({share:.1%})"
        )
        families = sorted((_rates(n["right"], n["wrong"], n["missed"])[2], name) for name, n in self.by_family.items())
        out.append("families, F1: " + ", ".join(f"{name} {f1:.3f}" for f1, name in families))
        return "\n".join(out)


def _rates(right: int, wrong: int, missed: int) -> tuple[float, float, float]:
    p = right / (right + wrong) if right + wrong else 1.0
    r = right / (right + missed) if right + missed else 1.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0
