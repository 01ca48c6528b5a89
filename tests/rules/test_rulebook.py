"""Rule files: what ships, what an overlay changes, and what every mistake is answered with."""

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.checks import CHECKS
from bot.checks.amounts import total_missing
from bot.data import data_path
from bot.model.errors import ConfigError
from bot.rulebook import Rulebook
from tests.judging import case, reading

DAY = date(2026, 3, 15)
MEETINGS = (data_path("rules") / "meetings.toml").read_text(encoding="utf-8")


def overlay(folder: Path, **files: str) -> Path:
    """``EKM__2026="…"`` is the file ``EKM/2026.toml``."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_shipped_rules_load() -> None:
    book = Rulebook.load()
    assert set(book.secretariats) >= {"EKM", "eKVIS"}
    assert book.years("EKM") == (2025, 2026)


@pytest.mark.parametrize(
    ("secretariat", "year", "amounts", "provisional", "level"),
    [
        pytest.param("EKM", 2025, ["534.00"], False, 2025, id="EKM's own price level"),
        pytest.param("EKM", 2026, ["534.00"], True, 2025, id="2026 not known: 2025's figure, provisional"),
        pytest.param(
            "eKVIS", 2026, ["500.00", "750.00"], True, None, id="by kind of venue, no price level in the source"
        ),
        pytest.param("EKM", 2027, [], None, None, id="no file, no rate"),
        pytest.param("EKM", 2024, [], None, None, id="a year before the first file has none either"),
    ],
)
def test_pool_rates(
    secretariat: str, year: int, amounts: list[str], provisional: bool | None, level: int | None
) -> None:
    rates = Rulebook.load().rules(secretariat, DAY).pool_rates_for(year)
    assert [str(r.amount) for r in rates] == amounts
    assert all(r.provisional is provisional and r.price_level == level and r.source for r in rates)


def test_fee_has_the_price_level_of_2022() -> None:
    rates = Rulebook.load().rules("EKM", DAY).fee_rates
    assert {(r.amount, r.price_level, r.provisional) for r in rates} == {(Decimal("20000.00"), 2022, True)}
    assert Rulebook.load().rules("eKVIS", DAY).fee_rates == ()


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        pytest.param(date(2026, 5, 15), True, id="day after Ascension, no public holiday"),
        pytest.param(date(2026, 6, 5), True, id="Constitution Day"),
        pytest.param(date(2026, 12, 31), True, id="New Year's Eve"),
        pytest.param(date(2026, 5, 1), False, id="Store Bededag was abolished (2026: 1 May)"),
        pytest.param(date(2027, 5, 7), True, id="2027 is there too"),
    ],
)
def test_bank_days(day: date, closed: bool) -> None:
    assert (day in Rulebook.load().rules("EKM", DAY).closed_days) is closed


def test_every_code_has_its_sentences_in_the_order_of_the_checks() -> None:
    findings = Rulebook.load().rules("EKM", DAY).findings
    assert [name for name, table in findings.items() if "said" in table] == [check.__name__ for check in CHECKS]


def test_a_secretariat_says_a_finding_in_its_own_words(tmp_path: Path) -> None:
    shipped = (data_path("rules") / "findings.toml").read_text(encoding="utf-8")
    overlay(tmp_path, findings=shipped.replace("intet beløb at betale", "ikke noget beløb"))
    own = Rulebook.load(None, tmp_path).rules("EKM", DAY)
    without_total = replace(case(reading(total=None)), rules=own)
    assert total_missing(without_total).detail == "Fakturaen har ikke noget beløb."  # type: ignore[union-attr]


def test_overlay_changes_one_number_of_one_code(tmp_path: Path) -> None:
    overlay(tmp_path, checks="[due_date_too_soon]\nminimum_days = 21\n")
    rules = Rulebook.load(None, tmp_path).rules("EKM", DAY)
    shipped = Rulebook.load().rules("EKM", DAY)
    changed = {code for code in rules.checks if rules.checks[code] != shipped.checks[code]}
    assert changed == {"due_date_too_soon"}
    assert rules.checks["due_date_too_soon"].numbers["minimum_days"] == 21
    assert rules.checks["due_date_too_soon"].severity == "reject"


def test_overlay_takes_the_place_of_a_whole_file(tmp_path: Path) -> None:
    overlay(tmp_path, EKM__2026="# no rate known\n")
    book = Rulebook.load(None, tmp_path)
    assert book.rules("EKM", DAY).pool_rates_for(2026) == ()
    assert book.rules("EKM", DAY).pool_rates_for(2025) != ()
    assert book.rules("eKVIS", DAY).pool_rates_for(2026) != ()


def test_a_year_file_sets_numbers_for_mail_received_that_year(tmp_path: Path) -> None:
    overlay(tmp_path, EKM__2027="[checks.due_date_too_soon]\nminimum_days = 30\n")
    book = Rulebook.load(None, tmp_path)
    days = {
        y: book.rules("EKM", date(y, 1, 1)).checks["due_date_too_soon"].numbers["minimum_days"] for y in (2026, 2027)
    }
    assert days == {2026: 14, 2027: 30}
    assert book.rules("eKVIS", date(2027, 1, 1)).checks["due_date_too_soon"].numbers["minimum_days"] == 14


def test_a_further_secretariat_is_a_further_folder(tmp_path: Path) -> None:
    (tmp_path / "XYZ").mkdir()
    text = (data_path("rules") / "EKM" / "secretariat.toml").read_text(encoding="utf-8")
    (tmp_path / "XYZ" / "secretariat.toml").write_text(text.replace('name = "EKM"', 'name = "XYZ"'), encoding="utf-8")
    assert Rulebook.load(None, tmp_path).rules("XYZ", DAY).words["name"] == "XYZ"


RATE = '[[pool]]\namount = 540.00\nprovisional = false\nsource = "brev fra EKM"\n'


@pytest.mark.parametrize(
    ("files", "file", "key", "says"),
    [
        pytest.param(
            {"checks": "[due_date_to_soon]\nminimum_days = 21\n"},
            "checks.toml",
            "due_date_to_soon",
            "due_date_too_soon",
            id="misspelt code",
        ),
        pytest.param(
            {"checks": "[due_date_too_soon]\nminimum_day = 21\n"},
            "checks.toml",
            "due_date_too_soon.minimum_day",
            "minimum_days",
            id="misspelt number",
        ),
        pytest.param(
            {"checks": '[duplicate]\nseverity = "reviev"\n'},
            "checks.toml",
            "duplicate.severity",
            '"review"',
            id="bad severity",
        ),
        pytest.param(
            {"checks": "[due_date_too_soon]\nminimum_days = 14.5\n"},
            "checks.toml",
            "due_date_too_soon.minimum_days",
            "helt tal",
            id="half a day",
        ),
        pytest.param(
            {"checks": "[due_date_too_soon]\nminimum_days = -1\n"},
            "checks.toml",
            "due_date_too_soon.minimum_days",
            "nul eller derover",
            id="negative",
        ),
        pytest.param(
            {"checks": "[due_date_too_soon]\nminimum_days = true\n"},
            "checks.toml",
            "due_date_too_soon.minimum_days",
            "tal",
            id="true is no number",
        ),
        pytest.param(
            {"checks": "[over_pool]\ntolerance = nan\n"},
            "checks.toml",
            "over_pool.tolerance",
            "tal",
            id="nan is no number",
        ),
        pytest.param(
            {"checks": "[low_confidence]\ntotal = 60\n"},
            "checks.toml",
            "low_confidence.total",
            "mellem 0 og 1",
            id="per cent",
        ),
        pytest.param(
            {"checks": '[duplicate]\nsource = " "\n'}, "checks.toml", "duplicate.source", "tekst", id="empty source"
        ),
        pytest.param({"checks": "[duplicate\n"}, "checks.toml", "", "TOML", id="no TOML"),
        pytest.param({"checks": "duplicate = 3\n"}, "checks.toml", "duplicate", "tabel", id="no table"),
        pytest.param({"cheks": ""}, "cheks.toml", "cheks.toml", "checks.toml", id="misspelt file"),
        pytest.param({"EMK__2026": RATE}, "2026.toml", "EMK/2026.toml", "EKM/", id="misspelt folder"),
        pytest.param({"EKM__rates": RATE}, "rates.toml", "EKM/rates.toml", "kendes ikke", id="no year"),
        pytest.param(
            {"EKM__2026": RATE.replace('source = "brev fra EKM"\n', "")},
            "2026.toml",
            "pool 1.source",
            "mangler",
            id="no source",
        ),
        pytest.param(
            {"EKM__2026": RATE.replace("provisional = false\n", "")},
            "2026.toml",
            "pool 1.provisional",
            "provisional = true",
            id="example given",
        ),
        pytest.param(
            {"EKM__2026": RATE.replace("540.00", '"540,00"')}, "2026.toml", "pool 1.amount", "tal", id="amount as text"
        ),
        pytest.param(
            {"EKM__2026": RATE + "prise_level = 2026\n"},
            "2026.toml",
            "pool 1.prise_level",
            "price_level",
            id="misspelt key",
        ),
        pytest.param(
            {"EKM__2026": RATE.replace("[[pool]]", "[pool]")}, "2026.toml", "pool", "liste", id="single brackets"
        ),
        pytest.param(
            {"bankdays": 'source = "x"\nclosed = ["24. december"]\n'},
            "bankdays.toml",
            "closed",
            "datoer",
            id="dates as text",
        ),
        pytest.param(
            {"EKM__secretariat": 'name = "EKM"\n'}, "secretariat.toml", "payment_run", "mangler", id="half a file"
        ),
        pytest.param(
            {"meetings": MEETINGS.replace("earliest = 06:30:00", 'earliest = "6:30"')},
            "meetings.toml",
            "booking.earliest",
            "fx 06:30:00",
            id="a clock time as text",
        ),
    ],
)
def test_mistakes_are_one_clear_sentence(tmp_path: Path, files: dict[str, str], file: str, key: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Rulebook.load(None, overlay(tmp_path, **files))
    assert caught.value.file.endswith(file)
    assert caught.value.key == key
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        pytest.param('accepted = ["account"', 'accepted = ["mobilepay"', "payment.accepted", id="unknown means"),
        pytest.param(
            'iban_countries = ["DK"]', 'iban_countries = ["Danmark"]', "payment.iban_countries", id="no country code"
        ),
        pytest.param("month_days = []", "month_days = [0]", "payment_run.month_days", id="day 0"),
        pytest.param('weekdays = ["torsdag"]', "weekdays = []", "payment_run.month_days", id="never pays"),
        pytest.param('weekdays = ["torsdag"]', 'weekdays = ["tordag"]', "payment_run.weekdays", id="misspelt weekday"),
        pytest.param('move = "before"', 'move = "never"', "payment_run.move", id="bad move"),
        pytest.param('count = "ydernumre"', 'count = "heads"', "pool.count", id="bad count"),
        pytest.param(
            'unit = "kvalitetsnetværk"', 'unitt = "kvalitetsnetværk"', "words.unit", id="a noun that is missing"
        ),
        pytest.param('name = "EKM"', 'naem = "EKM"', "name", id="name missing"),
    ],
)
def test_mistakes_in_a_secretariat(tmp_path: Path, old: str, new: str, key: str) -> None:
    text = (data_path("rules") / "EKM" / "secretariat.toml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(ConfigError) as caught:
        Rulebook.load(None, overlay(tmp_path, EKM__secretariat=text.replace(old, new)))
    assert caught.value.key == key


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="findes ikke"):
        Rulebook.load(None, tmp_path / "nope")


def test_an_unknown_secretariat_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match="EKM"):
        Rulebook.load().rules("EMK", DAY)


def test_shipped_rules_can_lie_anywhere(tmp_path: Path) -> None:
    shutil.copytree(data_path("rules"), tmp_path / "rules")
    assert Rulebook.load(tmp_path / "rules") == Rulebook.load()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        pytest.param(date(2026, 10, 31), [], id="October: nothing is asked yet"),
        pytest.param(date(2026, 11, 1), ["EKM/2027.toml"], id="November: next year's rates"),
        pytest.param(date(2027, 1, 1), ["EKM/2027.toml"], id="January: this year's"),
        pytest.param(date(2027, 11, 1), ["EKM/2027.toml", "EKM/2028.toml", "bankdays.toml"], id="and bank days"),
    ],
)
def test_what_is_missing_is_said_in_time(day: date, said: list[str]) -> None:
    told = Rulebook.load().missing("EKM", day)
    assert len(told) == len(said)
    assert all(name in sentence for name, sentence in zip(said, told, strict=True))
