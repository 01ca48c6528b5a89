"""PDFs made to be paid wrongly, the whole way from bytes to decision: not one may be accepted.

The faultless page beside them is; so what stops each attack is the attack.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from reportlab.lib.colors import black, white
from reportlab.pdfgen.canvas import Canvas

from bot.flow import handle
from bot.model.decision import Decision
from tests.judging import NOW, Filed, attachment, filed, message, read_by, world

HEIGHT = 842
Row = tuple[Any, ...]
#: x, y of the baseline from the top, text; then colour and size where they are not black and 10.
PAGE: dict[str, Row] = {
    "supplier": (50, 60, "Restaurant Møllen ApS"),
    "street": (50, 75, "Åvej 1, 8000 Aarhus C"),
    "cvr": (50, 90, "CVR-nr. 12345674"),
    "title": (50, 130, "FAKTURA"),
    "number": (50, 150, "Fakturanr.: 1042"),
    "issued": (50, 165, "Fakturadato: 13-03-2026"),
    "due": (50, 180, "Forfaldsdato: 12-04-2026"),
    "buyer": (50, 210, "Til: Enhed for Kvalitet og Modernisering (EKM)"),
    "network": (50, 240, "Kvalitetsnetværk Aarhus Midt, møde 12. marts 2026"),
    "coordinator": (50, 255, "Koordinator: Mette Holm Sørensen"),
    "food": (50, 300, "Middag"),
    "heads": (300, 300, "4"),
    "price": (350, 300, "534,00"),
    "sum": (450, 300, "2.136,00"),
    "total": (50, 340, "At betale i alt DKK"),
    "amount": (450, 340, "2.136,00"),
    "vat": (50, 355, "Heraf moms 25 %"),
    "vat amount": (450, 355, "427,20"),
    "account": (50, 400, "Betales til reg.nr. 1234 konto 0012345678"),
}
OTHER = "Betales til reg.nr. 5678 konto 0087654321"


def decide(changes: dict[str, Row | None], draw: Callable[[Canvas], None] | None = None, **asked: Any) -> Decision:
    """The page with rows changed, added, or (None) left out; ``draw`` paints on top. ``asked`` is ``Job``'s."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, HEIGHT), invariant=1)
    for row in {**PAGE, **changes}.values():
        if row is not None:
            x, y, text, colour, size = (*row, black, 10)[:5] if len(row) == 3 else (*row, 10)[:5]
            canvas.setFont("Helvetica", size)
            canvas.setFillColor(colour)
            canvas.drawString(x, HEIGHT - y, text)
    if draw:
        draw(canvas)
    canvas.showPage()
    canvas.save()
    file = attachment("faktura.pdf", content=out.getvalue())
    around = world(Filed((filed(),)))
    return handle(replace(message(), attachments=(file,)), [read_by(around, file, file.content, **asked)], around, NOW)


def over(y: int, text: str) -> Callable[[Canvas], None]:
    """A white box over the row at ``y``, and other text on it."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(white)
        canvas.rect(40, HEIGHT - y - 5, 500, 15, fill=1, stroke=0)
        canvas.setFillColor(black)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, HEIGHT - y, text)

    return draw


def test_the_faultless_page_is_accepted() -> None:
    assert decide({}).verdict == "accepted"


def test_what_nobody_has_looked_at_is_accepted_by_nobody() -> None:
    """Whoever decides not to ask for the ink has not decided that there is some."""
    decision = decide({}, look="never")
    assert (decision.verdict, [f.code for f in decision.documents[0].findings]) == ("review", ["hidden_text"])


@pytest.mark.parametrize(
    ("changes", "draw"),
    [
        pytest.param({"account": (50, 400, OTHER)}, None, id="another account"),
        pytest.param(
            {"account": (*PAGE["account"], white), "other": (50, 420, OTHER)}, None, id="the known one in white"
        ),
        pytest.param({"other": (50, 420, OTHER, white)}, None, id="the known one to be seen, another in white"),
        pytest.param({"other": (50, 385, OTHER, white)}, None, id="another in white before the known one"),
        pytest.param({"other": (50, 420, f"NY BANK: {OTHER}")}, None, id="two accounts to be seen"),
        pytest.param({"account": (50, 400, PAGE["account"][2], black, 1)}, None, id="the known one too small to see"),
        pytest.param({"account": (50, 1900, PAGE["account"][2])}, None, id="the known one off the page"),
        pytest.param({}, over(400, OTHER), id="the known one painted over with another"),
        pytest.param({}, over(340, "At betale i alt DKK 9.136,00"), id="the amount painted over"),
        pytest.param({"due": (50, 1900, PAGE["due"][2])}, None, id="the due date off the page"),
        pytest.param({"due": (*PAGE["due"], white)}, None, id="the due date in white"),
        pytest.param({"second": (50, 195, "Betalingsfrist: 20-03-2026")}, None, id="two due dates"),
        pytest.param({"second": (50, 370, "At betale"), "more": (450, 370, "4.136,00")}, None, id="two totals"),
        pytest.param({"amount": (450, 340, "21.360,00")}, None, id="ten times the amount"),
        pytest.param(
            {"supplier": (50, 60, "Restaurant Mollen ApS"), "cvr": None, "account": (50, 400, OTHER)},
            None,
            id="a name nearly the known one's",
        ),
        pytest.param(
            {"network": (50, 240, "Kvalitetsnetværk Aarhus, møde 12. marts 2026")}, None, id="half a network's name"
        ),
        pytest.param({"coordinator": (50, 255, "Vor ref.: Mette Holm Sørensen")}, None, id="the seller's own person"),
        pytest.param({"title": (50, 130, "KREDITNOTA")}, None, id="a credit note"),
        pytest.param({"title": (50, 130, "RYKKER")}, None, id="a reminder"),
        pytest.param({"title": (50, 130, "PROFORMAFAKTURA")}, None, id="pro forma"),
        pytest.param({"title": (50, 130, "TILBUD")}, None, id="an offer"),
        pytest.param({"stamp": (200, 500, "BETALT", black, 30)}, None, id="paid already"),
    ],
)
def test_no_attack_is_accepted(changes: dict[str, Row | None], draw: Callable[[Canvas], None] | None) -> None:
    decision = decide(changes, draw)
    assert decision.verdict != "accepted"
    assert all(document.verdict != "accepted" for document in decision.documents)
    assert not any(letter.template == "invoice_accepted" for letter in decision.letters)
