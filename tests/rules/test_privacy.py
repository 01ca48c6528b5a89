"""``privacy.toml``: who may read an original, when a mail has been kept long enough, and what is wrong with a file."""

from datetime import date
from pathlib import Path

import pytest

from bot.data import data_path
from bot.model.errors import ConfigError
from bot.model.privacy import Retention
from bot.rulebook import Rulebook
from bot.rulebook.privacy import KINDS

SHIPPED = (data_path("rules") / "privacy.toml").read_text(encoding="utf-8")
PAGE = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("span", "today", "before"),
    [
        pytest.param({"financial_years": 5}, date(2031, 12, 31), date(2026, 1, 1), id="2026's last day of five years"),
        pytest.param({"financial_years": 5}, date(2032, 1, 1), date(2027, 1, 1), id="2026 is over"),
        pytest.param({"months": 6}, date(2026, 8, 31), date(2026, 2, 28), id="no 31 February"),
        pytest.param({"months": 12}, date(2026, 3, 15), date(2025, 3, 15), id="a year"),
        pytest.param({"months": 24}, date(2028, 2, 29), date(2026, 2, 28), id="a leap day"),
        pytest.param({"days": 30}, date(2026, 3, 15), date(2026, 2, 13), id="thirty days"),
    ],
)
def test_what_was_received_before_has_been_kept_long_enough(span: dict[str, int], today: date, before: date) -> None:
    assert Retention(("invoice",), "x", **span).before(today, 1) == before


def test_a_financial_year_that_begins_in_july() -> None:
    rule = Retention(("invoice",), "x", financial_years=5)
    assert rule.before(date(2032, 6, 30), 7) == date(2026, 7, 1)
    assert rule.before(date(2032, 7, 1), 7) == date(2027, 7, 1)


def test_nothing_is_deleted_as_shipped_and_every_kind_has_its_time() -> None:
    rules = Rulebook.load().privacy
    assert not rules.confirmed
    assert sorted(kind for kind, _ in rules.expiring(date(2026, 3, 15))) == sorted(KINDS)
    assert rules.may_read("anybody")
    assert all(rule.source for rule in rules.keep)


def test_the_page_tells_every_kind_and_number() -> None:
    for rule in Rulebook.load().privacy.keep:
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{rule.kinds[0]}`"))
        assert all(f"`{kind}`" in row for kind in rule.kinds)
        assert str(rule.days or rule.months or rule.financial_years) in row


@pytest.mark.parametrize(
    ("old", "new", "key", "why"),
    [
        ('readers = ["*"]', 'readers = "*"', "originals.readers", "liste"),
        ("confirmed = false", 'confirmed = "ja"', "retention.confirmed", "true eller false"),
        ("confirmed = false", "confirmd = false", "retention.confirmed", "mangler"),
        ("financial_year_starts = 1", "financial_year_starts = 13", "retention.financial_year_starts", "1 til 12"),
        ("days = 30", "days = 0", "keep 5.days", "præcis én"),
        ("days = 30", "days = 30\nmonths = 1", "keep 5.days", "præcis én"),
        ('"rsvp", ', "", "retention.keep", "'rsvp' skal stå præcis ét sted, ikke 0"),
        ('"unknown"]', '"unknown", "rsvp"]', "retention.keep", "'rsvp' skal stå præcis ét sted, ikke 2"),
        ('"bounce"]', '"bonce"]', "keep 5.kinds", "bounce"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, old: str, new: str, key: str, why: str) -> None:
    assert old in SHIPPED
    (tmp_path / "privacy.toml").write_text(SHIPPED.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        Rulebook.load(overlay=tmp_path)
    assert key in str(told.value)
    assert why in str(told.value)


def test_only_those_named_may_read(tmp_path: Path) -> None:
    (tmp_path / "privacy.toml").write_text(SHIPPED.replace('readers = ["*"]', 'readers = ["mette"]'), encoding="utf-8")
    rules = Rulebook.load(overlay=tmp_path).privacy
    assert rules.may_read("mette")
    assert not rules.may_read("ole")
