# ruff: noqa: E501 - lists of families read better as long lines
"""Which layouts are trained on and which are judged by. The two sets share no layout, no seed, no name and no firm.

Confidence weights (``rules/reading/confidence.toml``) are fitted on ``TRAINING`` alone. Figures in docs/reading.md are
of ``JUDGING`` alone. A reader may be mended because of what a judging page showed; figures are then taken again
with seeds from ``FRESH`` on, which nobody has looked at.
"""

from collections.abc import Mapping

from tests.corpus.blocks import LAYOUTS, drawing
from tests.corpus.family import Family
from tests.corpus.judging import forms, houses, panels, programs
from tests.corpus.training import pages

#: Seeds: training below, judging from here, and for figures that nobody has mended by.
FIRST_JUDGING_SEED = 1000
FRESH = 2000

TRAINING: Mapping[str, Family] = {
    f.name: f
    for f in (
        *(Family(f"blocks_{layout.name}", drawing(layout), layout.special == "english") for layout in LAYOUTS),
        *(Family(draw.__name__, draw) for draw in (pages.ledger, pages.menu_card, pages.wide, pages.panel, pages.strip, pages.carried)),
        Family("deposit_slip", pages.deposit_slip, prefer="slip"),
    )
}  # fmt: skip
JUDGING: Mapping[str, Family] = {
    f.name: f
    for f in (
        *(Family(draw.__name__, draw) for draw in (programs.economic, programs.dinero, programs.billy, programs.uniconta, programs.navision, programs.visma, programs.mono, programs.spreadsheet)),
        *(Family(draw.__name__, draw) for draw in (houses.folio, houses.conference, houses.till, houses.inn, houses.hall, houses.canteen, houses.cook, forms.pages, forms.halves, panels.captions, panels.margin, panels.narrow)),
        Family("slip", forms.slip, prefer="slip"),
        Family("chain", forms.chain, english=True),
    )
}  # fmt: skip
