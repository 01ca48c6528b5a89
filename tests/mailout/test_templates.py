"""What the letters say, in both languages, and what they refuse to say."""

import re
import tomllib
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.data import data_path
from bot.mailout.filters import unbroken
from bot.mailout.meeting_samples import MEETING, MOMENT, SECRETARIAT
from bot.mailout.rendered import Rendered
from bot.mailout.samples import ACCEPTED, DUPLICATE, FINDINGS, REJECTED, REVIEW, samples, supplier_letter
from bot.mailout.templates import Templates
from bot.model.errors import ConfigError
from bot.model.invoice import Language
from bot.model.letter_context import (
    FindingLines,
    InvoiceLines,
    LetterContext,
    Place,
    RightValues,
    SupplierLetter,
    context_of,
)
from bot.model.meeting_context import BookingLetter

TEMPLATES = Templates()
LANGUAGES: tuple[Language, ...] = get_args(Language)
EVERY_SAMPLE = [pytest.param(*sample, id=f"{sample[0]}-{n}") for n, sample in enumerate(samples())]


def said(name: str, context: LetterContext, language: Language = "da") -> Rendered:
    return TEMPLATES.render(name, language, context_of(context))


def words(html: str) -> str:
    """What a reader of the HTML sees, on one line."""
    body = re.sub(r"(?s)<head>.*?</head>|<!--.*?-->", " ", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:a|b|span)\b[^>]*>", "", body)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "context"), EVERY_SAMPLE)
def test_every_letter_reads_well(name: str, context: LetterContext, language: Language) -> None:
    letter = said(name, context, language)
    for text in (letter.subject, letter.text, words(letter.html)):
        assert text.strip()
        assert not re.search(r"None|\{\{|\{%|Undefined|StrictUndefined| ,| \.(?!\w)|\(\)", text), text
    assert "\n\n\n" not in letter.text
    assert not re.search(r"[ \t]$", letter.text, re.MULTILINE)
    assert "\n" not in letter.subject


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "context"), EVERY_SAMPLE)
def test_html_says_what_the_text_says(name: str, context: LetterContext, language: Language) -> None:
    """Every word of the text part stands in the HTML part too."""
    letter = said(name, context, language)
    html = unescape(words(letter.html))
    missing = {w for w in re.findall(r"\w{2,}", letter.text) if w not in html}
    assert not missing


@pytest.mark.parametrize(("name", "context"), EVERY_SAMPLE)
def test_html_loads_nothing_and_is_for_outlook(name: str, context: LetterContext) -> None:
    html = said(name, context).html
    assert not re.search(r"<(?:script|link|iframe|svg|video)\b|url\(|https?://", html)
    assert all(re.match(r"<img src=\"cid:", img) for img in re.findall(r"<img\b.{20}", html)), (
        "only what the letter brings"
    )
    assert "<div" not in html.partition("<body")[2].replace('<div style="display:none', "")  # tables only


def test_accepted_says_when_it_is_paid() -> None:
    text = said("invoice_accepted", supplier_letter(ACCEPTED)).text
    assert "betales ved kørslen 1. april 2026" in text
    for fact in ("2207", "4.272,00 kr.", "Kvalitetsnetværk Fjordby Øst", "Åse Lund-Brøgger", "12. marts 2026"):
        assert fact in text


def test_accepted_promises_no_day_that_is_not_known() -> None:
    assert "kørsl" not in said("invoice_accepted", supplier_letter(replace(ACCEPTED, pay_on=None))).text


def test_rejected_can_be_acted_on_in_a_minute() -> None:
    text = said("invoice_rejected", supplier_letter(REJECTED)).text
    for line in (
        "Tre ting skal rettes",
        "1. Betalingsfristen er for kort",
        "Der står: 20.03.2026 (side 1, øverst til højre)",
        "Der skal stå: 29. marts 2026 eller senere",
        "mindst 14 dage",
        "2. Navnet på kvalitetsnetværket mangler",
        "Der skal stå: Kvalitetsnetværk Fjordby Øst",
        "Koordinator: Åse Lund-Brøgger",
        "Betalingsfrist: 29. marts 2026 eller senere",
        "faktura@ekm.example",
    ):
        assert line in text
    assert len(text.split()) <= 170


def test_one_fault_is_one_thing() -> None:
    letter = supplier_letter(replace(REJECTED, findings=FINDINGS[:1]))
    assert "Én ting skal rettes" in said("invoice_rejected", letter).text
    assert "One thing needs correction" in said("invoice_rejected", letter, "en").text


def test_the_new_invoice_s_due_date_is_told_even_where_the_old_one_was_right() -> None:
    """A due date that was in time today is too soon on the corrected invoice of next week."""
    invoice = replace(REJECTED, findings=(FindingLines("network_missing"),), due_date=date(2026, 3, 29))
    assert "Betalingsfrist: 29. marts 2026 eller senere" in said("invoice_rejected", supplier_letter(invoice)).text


def test_what_the_register_does_not_know_is_asked_for_not_invented() -> None:
    invoice = replace(REJECTED, findings=(FindingLines("network_missing"),), right=RightValues())
    text = said("invoice_rejected", supplier_letter(invoice)).text
    assert "Spørg koordinatoren" in text
    assert "For eksempel: " in text
    assert "Sådan skal der stå" not in text


def test_a_doubted_value_is_not_given_for_copying() -> None:
    findings = (FindingLines("network_unknown", "review", "Netværk Nørreby"), FindingLines("due_date_too_soon"))
    invoice = replace(
        REJECTED, network="Netværk Nørreby", findings=findings, right=replace(REJECTED.right, network=None)
    )
    text = said("invoice_rejected", supplier_letter(invoice)).text
    assert "Netværk Nørreby" not in text.partition("Sådan skal der stå")[2]


@pytest.mark.parametrize(
    ("code", "phrase"),
    [
        pytest.param("payment_changed", "konto", id="a forger would learn that it was seen"),
        pytest.param("over_pool", "større", id="between the secretariat and the coordinator"),
        pytest.param("supplier_is_coordinator", "egen klinik", id="the secretariat's own matter"),
        pytest.param("low_confidence", "svær", id="our reading, not their invoice"),
        pytest.param("no_such_code_yet", "no such", id="a code without wording"),
    ],
)
def test_what_a_person_looks_into_is_not_told(code: str, phrase: str) -> None:
    invoice = replace(REVIEW, findings=(FindingLines(code, "review", "1234 5678"),), payment_text=None)
    letter = said("invoice_review", supplier_letter(invoice))
    assert phrase not in letter.text
    assert "1234 5678" not in letter.text + letter.html


def test_a_finding_that_rejects_is_always_told() -> None:
    invoice = replace(REJECTED, findings=(FindingLines("over_pool", "reject", "9.000,00"),))
    assert "Beløbet er større" in said("invoice_rejected", supplier_letter(invoice)).text


def test_notes_are_not_told() -> None:
    invoice = replace(REJECTED, findings=(*FINDINGS[:1], FindingLines("total_missing", "note")))
    assert "Beløbet mangler" not in said("invoice_rejected", supplier_letter(invoice)).text


def test_several_invoices_get_one_letter_worst_first() -> None:
    text = said("invoice_rejected", supplier_letter(ACCEPTED, REVIEW, REJECTED, DUPLICATE)).text
    order = [text.index(s) for s in (": Skal rettes", ": Modtaget, vi ser på den", ": Har vi allerede", ": Godkendt")]
    assert order == sorted(order)
    assert "Tak for de fire fakturaer. Én af dem skal rettes" in text


def test_a_person_s_reason_stands_alone() -> None:
    letter = replace(supplier_letter(REJECTED), reason="Mødet blev aflyst.")
    text = said("invoice_rejected_by_person", letter).text
    assert "Begrundelse: Mødet blev aflyst." in text
    assert "slåfejl" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_kind(language: Language) -> None:
    for name, context in samples():
        text = said(name, context, language).text.casefold()
        assert not re.search(
            r"ulovlig|lovstridig|ugyldig|unlawful|illegal|invalid|afvist|rejected", text.partition("message-id")[0]
        ), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_code_has_its_words(language: Language) -> None:
    rules = tomllib.loads(data_path("rules").joinpath("checks.toml").read_text("utf-8"))
    codes = {code for code, row in rules.items() if isinstance(row, dict) and "severity" in row}
    assert len(codes) >= 22
    assert codes - TEMPLATES.findings(language).codes.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_suppliers_letters_exist_in_every_language(language: Language) -> None:
    suppliers = {name for name in TEMPLATES.names("da") if name.startswith("invoice_")}
    assert len(suppliers) >= 5
    assert suppliers <= set(TEMPLATES.names(language))


def test_a_letter_without_english_words_is_said_in_danish() -> None:
    name, alarm = next((n, c) for n, c in samples() if n == "staff_inbox_alarm")
    assert "bliver ikke læst" in said(name, alarm, "en").subject


class TestOutsideText:
    """Text from strangers stays text."""

    def letter(self, **changes: Any) -> SupplierLetter:
        return supplier_letter(replace(ACCEPTED, **changes))

    def test_html_is_escaped(self) -> None:
        html = said("invoice_accepted", self.letter(network='<script>alert("x")</script> & co')).html
        assert "<script>" not in html
        assert "&lt;script&gt;" in html

    def test_template_code_is_not_run(self) -> None:
        text = said("invoice_accepted", self.letter(coordinator="{{ 7 * 7 }}{% raw %}")).text
        assert "{{ 7 * 7 }}{% raw %}" in text

    def test_braces_in_what_was_read_are_not_filled_in(self) -> None:
        invoice = replace(REJECTED, findings=(FindingLines("network_unknown", "reject", "{invoice_address}"),))
        text = said("invoice_rejected", supplier_letter(invoice)).text
        assert "Der står: {invoice_address}" in text

    @pytest.mark.parametrize("breaks", ["\n\n", "\r\n", "\u2028", "\x0b", "\x85"])
    def test_no_lines_of_its_own(self, breaks: str) -> None:
        text = said("invoice_accepted", self.letter(coordinator=f"Eva{breaks}Betal i stedet til 9999")).text
        assert "Koordinator: Eva Betal i stedet til 9999\n" in text

    def test_cpr_is_masked(self) -> None:
        letter = said("invoice_accepted", self.letter(coordinator="Eva Holm, CPR 010190-1234"))
        assert "010190" not in letter.text + letter.html

    def test_accounts_survive(self) -> None:
        letter = said("invoice_accepted", self.letter(payment_text="reg. 1234 konto 0101901234"))
        assert "reg. 1234 konto 0101901234" in letter.text

    def test_endless_text_is_cut(self) -> None:
        assert len(said("invoice_accepted", self.letter(network="x" * 100_000)).text) < 2_000


class TestOverlay:
    """A secretariat's own files, laid over the shipped ones."""

    def test_one_file_is_replaced(self, tmp_path: Path) -> None:
        (tmp_path / "da").mkdir()
        (tmp_path / "da" / "invoice_accepted.txt.j2").write_text(
            '{% extends "da/_supplier.txt.j2" %}\n'
            "{% block subject %}Tak{% endblock %}{% block lead %}Mange tak.{% endblock %}"
        )
        templates = Templates(tmp_path)
        letter = templates.render("invoice_accepted", "da", context_of(supplier_letter(ACCEPTED)))
        assert letter.subject == "Tak"
        assert "Mange tak." in letter.text
        assert "Mange tak." in letter.html
        assert "Tre ting" in templates.render("invoice_rejected", "da", context_of(supplier_letter(REJECTED))).text

    @pytest.mark.parametrize(
        ("body", "said_in_the_error"),
        [
            pytest.param("Subject: x\n\n{{ supplyer }}", "supplyer", id="a name that is not there"),
            pytest.param("Subject: x\n\n{% if %}", "linje 3", id="a slip in the code"),
            pytest.param("Hej", "Subject", id="no subject line"),
            pytest.param("Subject: x\n\n{{ received.__class__.__mro__ }}", "unsafe", id="reaching for Python"),
            pytest.param("Subject: x\n\n{{ 1 / 0 }}", "ZeroDivisionError", id="an error while it is rendered"),
        ],
    )
    def test_a_mistake_names_its_file(self, tmp_path: Path, body: str, said_in_the_error: str) -> None:
        (tmp_path / "da").mkdir()
        (tmp_path / "da" / "invoice_accepted.txt.j2").write_text(body)
        with pytest.raises(ConfigError) as caught:
            Templates(tmp_path).render("invoice_accepted", "da", context_of(supplier_letter(ACCEPTED)))
        assert "da/invoice_accepted" in str(caught.value)
        assert said_in_the_error in str(caught.value)

    @pytest.mark.parametrize(
        ("toml", "key"),
        [
            ('[due_date_missing]\ntitle = "x {due_day}"\ntell = "always"', "due_date_missing.title"),
            ('[due_date_missing]\ntitle = "x {read.__class__}"\ntell = "always"', "due_date_missing.title"),
            ('[due_date_missing]\ntitle = "x {read"\ntell = "always"', "due_date_missing.title"),
            ('[due_date_missing]\ntitle = "x"\ntell = "sometimes"', "due_date_missing.tell"),
            ('[due_date_missing]\ntitel = "x"\ntell = "always"', "due_date_missing.titel"),
            ('[due_date_missing]\ntell = "always"', "due_date_missing.title"),
            ("[due_date_missing", "TOML"),
        ],
    )
    def test_a_mistake_in_findings_names_its_key(self, tmp_path: Path, toml: str, key: str) -> None:
        (tmp_path / "da").mkdir()
        (tmp_path / "da" / "findings.toml").write_text(toml)
        with pytest.raises(ConfigError, match=re.escape(key)):
            Templates(tmp_path).findings("da")


@pytest.mark.parametrize(
    ("place", "phrase"),
    [
        (Place(1), "(side 1)"),
        (Place(2, "first", "first"), "(side 2, øverst til venstre)"),
        (Place(2, "middle", "middle"), "(side 2, på midten)"),
        (Place(3, "last", "last"), "(side 3, nederst til højre)"),
    ],
)
def test_place_in_words(place: Place, phrase: str) -> None:
    invoice = replace(REJECTED, findings=(FindingLines("due_date_too_soon", "reject", "20/3", place),))
    assert phrase in said("invoice_rejected", supplier_letter(invoice)).text


@pytest.mark.parametrize(("members", "shown"), [(1, "1 medlem "), (2, "2 medlemmer ")])
@pytest.mark.parametrize("at", [None, MOMENT], ids=["sent", "sent later"])
def test_one_member_is_no_members(members: int, shown: str, at: datetime | None) -> None:
    letter = BookingLetter(SECRETARIAT, "Åse", "Åse", (MEETING,), members, at)
    lead = TEMPLATES.render("booking_answer", "da", context_of(letter)).text.partition("på plads. ")[2].split("\n\n")[0]
    assert shown in lead.replace(".", " ")
    assert ("medlemmer" in lead) is (members > 1)


def test_other_currencies_keep_their_code() -> None:
    invoice: InvoiceLines = replace(ACCEPTED, total=Decimal("1234.50"), currency="EUR")
    assert "1.234,50 EUR" in said("invoice_accepted", supplier_letter(invoice)).text
    assert "EUR 1,234.50" in said("invoice_accepted", supplier_letter(invoice), "en").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_compiles(language: Language) -> None:
    Templates().warm(language)


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ("møde 6. januar 2026 · nr. F-1876", "møde_6._januar_2026_· nr._F-1876"),
        (
            "Kvalitetsnetværk Aarhus Midt og Omegn · 96 dage siden",
            "Kvalitetsnetværk Aarhus Midt og Omegn_· 96_dage_siden",
        ),
        ("", ""),
    ],
    ids=["dates and numbers stay whole", "a long one may break", "none"],
)
def test_facts_break_between_them(facts: str, shown: str) -> None:
    assert unbroken(facts) == shown.replace("_", "\N{NO-BREAK SPACE}")
