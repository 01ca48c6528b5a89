"""Time grows with the length of the text, whatever stands in it, and an ordinary page is read at once.

Wall time is compared within one run only. Each seed is repeated to 25 kB; one that takes longer than most is tried at
100 kB, and may take at most ten times as long there (four would be linear, sixteen quadratic).
"""

import time
from collections.abc import Callable
from datetime import date

import pytest

from bot.danish.amounts import find_amounts
from bot.danish.clock import find_times
from bot.danish.cpr import mask_cpr
from bot.danish.cvr import find_cvr
from bot.danish.dates import find_dates
from bot.danish.names import name_tokens
from bot.danish.payments import find_payments
from bot.danish.terms import find_terms
from bot.danish.text import firm_key, fold, network_tokens, one_line, repair

FINDERS: dict[str, Callable[[str], object]] = {
    "amounts": find_amounts,
    "dates": lambda text: find_dates(text, date(2026, 3, 1), compact=True),
    "payments": find_payments,
    "cpr": mask_cpr,
    "terms": find_terms,
    "cvr": find_cvr,
    "clock": lambda text: find_times(text, bare=True),
    "fold": fold,
    "firm_key": firm_key,
    "network_tokens": network_tokens,
    "one_line": one_line,
    "repair": repair,
    "name_tokens": name_tokens,
}
#: What begins like something and never gets there.
SEEDS = (
    "1", " ", "\n", "\t", "12 ", "1.", "1,", "1 000", "1.000", "12/3-", "12.", "12.3.", "010190", "010190 ",
    "010190-", "0\u200b", "\u00ad", "1\u00a0",
    "+71<0", "+71<", "+", "71 ", "+1", "reg ", "reg. 1234 ", "konto ", "konto 1 ", "bank\n", "bank ", "1234 ",
    "1234-", "DK50", "DK50 ", "A1", "IBAN ",
    "BIC ", "-", "÷", "(", "kr.", "kr 1", "./.", "cpr", "cpr 1", "NemKonto for ", "netto ", "netto 1", "14 dage ",
    "lb. md. ", "betal ", "betalt ",
    "marts ", "12. ", "mandag ", "den ", "2026-", "og ", "kl. ", "kl. 17-", "halv ", "fem min i ", "CVR ", "CVR 1",
    "v/", "kval. ", "Ã", "giro ",
    "FIK 71 ", "kreditornr 81234567 ", "betalings-id 1 ", "kortart 71 ", "reg 1234 konto ", "sort code 1",
    "bankgiro 1-", "N.", "I ", "as ", "a.", ", ",
)  # fmt: skip
SIZE = 100_000


def seconds(finder: Callable[[str], object], text: str) -> float:
    """Processor time: what the machine does beside does not count."""
    begin = time.process_time()
    finder(text)
    return time.process_time() - begin


@pytest.mark.parametrize("name", FINDERS)
def test_linear(name: str) -> None:
    finder = FINDERS[name]
    for seed in SEEDS:
        quarter = seconds(finder, seed * (SIZE // 4 // len(seed)))
        if quarter > 0.1:
            # Four times the text: four times the work where it is linear, sixteen times where it is quadratic.
            # The best of a few tries: a neighbour on the machine can double one of them.
            tries = (seconds(finder, seed * (SIZE // len(seed))) for _ in range(6))
            assert any(whole < 12 * quarter for whole in tries), f"{seed!r}: {quarter:.3f} s for a quarter"


@pytest.mark.parametrize("name", FINDERS)
def test_a_hundred_kilobytes_of_everything(name: str) -> None:
    text = "".join(seed * (SIZE // len(SEEDS) // len(seed)) for seed in SEEDS)
    assert seconds(FINDERS[name], text) < 60.0
