"""Mails made to be paid wrongly, through the program's outer door: none may be accepted, and what is right still is."""

from collections.abc import Iterator

import pytest

from tests.cli.attacks import OTHER_ACCOUNT, Installation, codes, installed, mail, pdf, text, verdicts


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("attacked")) as installation:
        yield installation


def page(words: str, style: str = "", more: str = "") -> str:
    return f"<html><head><style>{style}</style></head><body><pre>{words}</pre>{more}</body></html>"


def test_the_faultless_invoice_is_accepted(bot: Installation) -> None:
    [by_file] = bot.process(mail(pdf()))
    [by_text] = bot.process(mail(body=text()))
    [by_html] = bot.process(mail(body=text(), html=page(text())))
    assert [verdicts(shown) for shown in (by_file, by_text, by_html)] == [["accepted"]] * 3


@pytest.mark.parametrize(
    ("body", "html"),
    [
        pytest.param(text(), page(text(account=OTHER_ACCOUNT)), id="the HTML that people see names another account"),
        pytest.param(text(), page(text(account=None)), id="the HTML that people see names no account"),
        pytest.param(text(), page(text(due="Forfaldsdato: 20.03.2026")), id="the HTML has another due date"),
        pytest.param(text(), page(text(total_amount="21.360,00")), id="the HTML has another amount"),
        pytest.param("Se HTML", page(text(account=None), ".x{color:#fff}", f"<p class=x>{OTHER_ACCOUNT}"), id="white"),
        pytest.param("Se HTML", page(text(account=None), "", f"<p style='left:-9in;position:absolute'>{OTHER_ACCOUNT}"),
                     id="off the screen"),
        pytest.param(text(account="Betales til NemKonto, CPR 010190-1234"), page(text(account=None)), id="NemKonto"),
    ],
)  # fmt: skip
def test_a_mail_that_shows_something_else_than_its_text_is_not_accepted(
    bot: Installation, body: str, html: str
) -> None:
    [shown] = bot.process(mail(body=body, html=html))
    assert "accepted" not in verdicts(shown)
    assert not codes(shown) or {"hidden_text", "payment_missing"} & codes(shown)
