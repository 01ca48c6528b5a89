"""From how sure a reader is of its own field to how often such a field is right.

A reader's score says how well its own candidate did; only what other fields and the register say of it (``marks``)
makes a probability. For each field a logistic regression, whose weights lie in ``rules/reading/confidence.toml`` and
were fitted on invented invoices (``python -m tests.corpus.train``).

Source: Platt, «Probabilistic Outputs for Support Vector Machines», 1999; docs/reading.md, «Sikkerhed».
"""

from collections.abc import Mapping
from dataclasses import replace
from math import exp
from typing import Any

from bot.documents.marks import LEAST, MOST, Marks, Seen, marks, seen_of
from bot.model.document import Document
from bot.model.field import Field
from bot.model.invoice import InvoiceReading
from bot.model.register import Register

#: Field → mark → weight, and the field's "intercept".
Weights = Mapping[str, Mapping[str, float]]

#: Found otherwise than by reading: what is stated is not guessed, and what a person taught is not ours to doubt.
UNTOUCHED = ("e-invoice", "taught")
#: The table of the file of weights that says below which score of its own a reader wants a person to look.
LOOK = "look"


def calibrated(reading: InvoiceReading, document: Document, register: Register, weights: Weights) -> InvoiceReading:
    """The reading with every confidence a probability; as it was where ``weights`` has no table for a field."""
    if not weights:
        return reading
    seen = seen_of(reading, document, register)
    changed = {
        name: replace(field, confidence=_confidence(weights, seen, name, field))
        for name, field in reading.fields.found()
        if name in weights and field.how not in UNTOUCHED
    }
    return replace(reading, fields=replace(reading.fields, **changed))


def _confidence(weights: Weights, seen: Seen, name: str, field: Field[Any]) -> float:
    """Of a field with a doubt of its own, or one that its reader wants a person to look at, never more than the reader
    said: half a network's name that two witnesses vouch for is right as a rule, and is looked at all the same.
    """
    p = round(probability(weights[name], marks(seen, name, field)), 3)
    wants_a_look = field.confidence < weights.get(LOOK, {}).get(name, 0.0)
    return min(p, field.confidence) if field.doubts or wants_a_look else p


def probability(weights: Mapping[str, float], of: Marks) -> float:
    """How often a field with these marks is right."""
    total = weights["intercept"]
    for name, value in of.items():
        total += weights.get(name, 0.0) * value
    p = 1 / (1 + exp(-max(-20.0, min(20.0, total))))
    return max(LEAST, min(p, MOST))
