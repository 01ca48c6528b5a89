"""What is wrong with an invoice: one pure function a finding code, all of them run, and what they come to.

A check's name is its finding code, its key in ``rules/checks.toml`` and its heading in ``docs/rules.md``. Checks do
not see each other: the supplier gets every fault in one letter. See docs/rules.md and docs/interface.md.
"""

from collections.abc import Callable, Iterable

from bot.checks.amounts import amount_unusual, amounts_inconsistent, currency_not_dkk, nothing_due, total_missing
from bot.checks.case import Case
from bot.checks.due_date import due_date_differs, due_date_missing, due_date_too_soon, earliest_due_date
from bot.checks.meeting import meeting_date_missing, meeting_not_booked
from bot.checks.network import (
    coordinator_mismatch,
    coordinator_missing,
    network_missing,
    network_unknown,
    other_secretariat,
    wrong_secretariat,
)
from bot.checks.payment import (
    payment_changed,
    payment_differs,
    payment_in_mail,
    payment_invalid,
    payment_missing,
    payment_not_danish,
    payment_text,
)
from bot.checks.pool import over_pool, rate_missing
from bot.checks.readability import (
    contradictory,
    doubtful,
    einvoice_differs,
    hidden_text,
    low_confidence,
    said_in_mail,
    unreadable,
)
from bot.checks.repeats import (
    correction_of,
    credited,
    duplicate,
    first_of,
    is_mere_repeat,
    possible_duplicate,
    same_invoice,
)
from bot.checks.supplier import sender_unverified, supplier_is_coordinator, supplier_missing
from bot.model.finding import VERDICTS, Finding, Severity, Verdict

__all__ = [
    "CHECKS", "Case", "correction_of", "earliest_due_date", "first_of", "judge", "payment_text", "same_invoice",
    "verdict", "worst",
]  # fmt: skip

Check = Callable[[Case], Finding | None]

#: In the order in which a supplier should read them: whose meeting, when, how to be paid, how much; then staff's.
CHECKS: tuple[Check, ...] = (
    unreadable,
    network_missing, network_unknown, wrong_secretariat, other_secretariat,
    coordinator_missing, coordinator_mismatch,
    meeting_date_missing, meeting_not_booked,
    due_date_missing, due_date_too_soon, due_date_differs,
    payment_missing, payment_not_danish, payment_invalid, payment_changed,
    payment_differs, payment_in_mail,
    total_missing, nothing_due, amount_unusual, amounts_inconsistent, currency_not_dkk, over_pool, rate_missing,
    supplier_missing, supplier_is_coordinator, sender_unverified,
    duplicate, possible_duplicate, credited,
    einvoice_differs, hidden_text, contradictory, doubtful, said_in_mail, low_confidence,
)  # fmt: skip

VERDICT_OF: dict[Severity, Verdict] = {
    "reject": "rejected",
    "review": "review",
    "duplicate": "duplicate",
    "note": "accepted",
}


def judge(case: Case) -> tuple[tuple[Finding, ...], Verdict | None]:
    """Findings and verdict; ``((), None)`` where there is nothing to judge.

    A file that cannot be read has one finding. A repeat has one too: the first one's faults were told when it came,
    and days have passed since, so a due date that was in time then must not become a rejection now. A repeat that
    names another account is no mere repeat.
    """
    if case.unreadable is not None:
        findings = _speak(case, (unreadable,))
        return findings, verdict(findings)
    if not case.is_judged:
        return (), None
    findings = _speak(case, (duplicate,) if is_mere_repeat(case) else CHECKS)
    return findings, verdict(findings)


def verdict(findings: Iterable[Finding]) -> Verdict:
    """What the findings come to: the worst of them, "accepted" where there is none (or only notes)."""
    return worst(VERDICT_OF[finding.severity] for finding in findings) or "accepted"


def worst(verdicts: Iterable[Verdict | None]) -> Verdict | None:
    """The worst of those that are verdicts; None where there is none."""
    return max((v for v in verdicts if v is not None), key=VERDICTS.index, default=None)


def _speak(case: Case, checks: Iterable[Check]) -> tuple[Finding, ...]:
    return tuple(finding for check in checks if (finding := check(case)) is not None)
