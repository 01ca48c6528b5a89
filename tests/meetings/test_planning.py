"""A network's plan: what it lacks, who is told of it and when, and that the answer is understood."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.meetings.planning import gaps, rounds
from bot.model.errors import ConfigError
from bot.model.register import BookedMeeting
from bot.model.rules import PlanRule
from bot.model.zone import COPENHAGEN
from bot.rulebook import Rulebook
from bot.service.summary import figures
from tests.meetings.desk import AASE, COORDINATORS, START, Desk, desk

BOOK = Rulebook.load()
RULES = BOOK.rules("EKM", date(2026, 3, 1))
TODAY = date(2026, 3, 1)


def meetings(*days: str, topic: str | None = "Knæ", mandatory: str | None = None) -> list[BookedMeeting]:
    return [
        BookedMeeting(f"M{d}", "N", datetime.fromisoformat(f"{d}T17:00").replace(tzinfo=COPENHAGEN), topic=topic,
                      mandatory_topic=mandatory)
        for d in days
    ]  # fmt: skip


MARCH = ("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04")
TURN = "[[wheel]]\nname = 'x'\nlate_days = 3\nof = 'this'\nsource = 'x'\n"
WHOLE = ("2026-05-07", "2026-09-17", "2027-05-06", "2027-09-16")


@pytest.mark.parametrize(
    ("planned", "today", "codes"),
    [
        pytest.param(meetings(*WHOLE), TODAY, [], id="two years, two meetings each"),
        pytest.param(meetings(*WHOLE[:3]), TODAY, ["short_plan"], id="one meeting next year"),
        pytest.param(meetings(*WHOLE[1:]), TODAY, ["too_few"], id="one this year"),
        pytest.param([], TODAY, ["too_few", "short_plan"], id="nothing at all"),
        pytest.param(meetings(*MARCH, *WHOLE[2:]), TODAY, [], id="four"),
        pytest.param(meetings(*MARCH, *WHOLE), TODAY, ["too_many"], id="six"),
        pytest.param(meetings(*WHOLE, topic=None), TODAY, ["no_topic"], id="no topics"),
        pytest.param(meetings("2026-02-07", "2026-02-17", topic=None) + meetings(*WHOLE[2:]), TODAY, [],
                     id="what was held needs no topic"),
        pytest.param(meetings(*WHOLE), date(2026, 8, 31), [], id="the mandatory topic has time until September"),
        pytest.param(meetings(*WHOLE), date(2026, 9, 1), ["no_mandatory_topic"], id="and none after"),
        pytest.param(meetings(*WHOLE, mandatory="ja"), date(2026, 9, 1), [], id="marked in the register"),
        pytest.param(meetings(*WHOLE, mandatory="nej"), date(2026, 9, 1), ["no_mandatory_topic"], id="marked as none"),
        pytest.param(meetings(*WHOLE, topic="Knæ (obligatorisk emne)"), date(2026, 9, 1), [], id="said by the topic"),
        pytest.param(meetings("2026-12-31", "2025-12-31", *WHOLE[2:]), TODAY, ["too_few"], id="years are Danish years"),
    ],
)  # fmt: skip
def test_gaps(planned: list[BookedMeeting], today: date, codes: list[str]) -> None:
    found = gaps(planned, RULES.plan_for(today.year), today, today.year)
    assert [g.code for g in found] == codes
    assert all(str(g.year) in g.detail for g in found)


def test_the_years_title_is_the_mandatory_topic_whatever_its_case() -> None:
    rule = replace(_rule(), mandatory_title="Lænd og ryg")
    late = date(2026, 10, 1)
    assert not gaps(meetings(*WHOLE, topic="LÆND OG RYG, del 1"), rule, late, 2026)
    assert [g.code for g in gaps(meetings(*WHOLE, topic="Knæ"), rule, late, 2026)] == ["no_mandatory_topic"]


def test_clusters_have_no_mandatory_topic_and_no_plan_of_two_years() -> None:
    rule = BOOK.rules("eKVIS", TODAY).plan_for(2026)
    assert not gaps(meetings(*WHOLE[:2]), rule, date(2026, 10, 1), 2026)


def _rule() -> PlanRule:
    rule = RULES.plan_for(2026)
    assert rule is not None
    return rule


@pytest.mark.parametrize(
    ("today", "planned", "names"),
    [
        pytest.param("2026-01-14", WHOLE, [], id="the day before"),
        pytest.param("2026-01-15", WHOLE, [("nytaar", 2026)], id="the day"),
        pytest.param("2026-02-14", WHOLE, [("nytaar", 2026)], id="thirty days late"),
        pytest.param("2026-02-15", WHOLE, [], id="too late"),
        pytest.param("2026-08-26", WHOLE, [], id="22 days before the last"),
        pytest.param("2026-08-27", WHOLE, [("sidste_moede", 2027)], id="21 days before the last"),
        pytest.param("2026-09-14", WHOLE, [("efteraar", 2026), ("sidste_moede", 2027)], id="two at once"),
        pytest.param(
            "2026-09-15", WHOLE, [("efteraar", 2026)], id="19 days late: the meeting is the day after tomorrow"
        ),
        pytest.param("2026-11-01", (), [], id="no meeting is no last meeting"),
    ],
)
def test_rounds(today: str, planned: tuple[str, ...], names: list[tuple[str, int]]) -> None:
    found = rounds(RULES.wheel, meetings(*planned), date.fromisoformat(today))
    assert [(r.name, r.of) for r in found] == names


@pytest.mark.parametrize(
    ("file", "line", "key"),
    [
        ("EKM/2026.toml", "[plan]\nfewest = 5\nsource = 'x'", "plan.fewest"),
        ("EKM/2026.toml", "[plan]\nfewset = 3\nsource = 'x'", "plan.fewset"),
        ("EKM/2026.toml", "[plan]\nfewest = 3", "plan.source"),
        ("meetings.toml", TURN + "lacks = ['too_few']\non = '02-29'", "on"),
        ("meetings.toml", TURN + "lacks = ['too_few']", "before_last"),
        ("meetings.toml", TURN + "lacks = ['to_few']\non = '02-28'", "lacks"),
    ],
)
def test_a_slip_in_the_rules_is_named(tmp_path: Path, file: str, line: str, key: str) -> None:
    shipped = Path("rules") / file
    (tmp_path / file).parent.mkdir(exist_ok=True, parents=True)
    (tmp_path / file).write_text(f"{shipped.read_text('utf-8')}\n{line}\n", "utf-8")
    with pytest.raises(ConfigError) as error:
        Rulebook.load(overlay=tmp_path)
    assert key in str(error.value)


def test_a_year_may_want_more(tmp_path: Path) -> None:
    (tmp_path / "EKM").mkdir()
    shipped = Path("rules/EKM/2026.toml").read_text("utf-8")
    (tmp_path / "EKM/2026.toml").write_text(f"{shipped}\n[plan]\nfewest = 3\nsource = 'aftale'\n", "utf-8")
    rules = Rulebook.load(overlay=tmp_path).rules("EKM", TODAY)
    assert [r.fewest for y in (2025, 2026, 2027) if (r := rules.plan_for(y))] == [2, 3, 2]


@pytest.fixture
def lone(at: Desk) -> Desk:
    """One meeting in the year, and summer has passed."""
    at.store.first_day(START.date())
    at.post(AASE, "Vi mødes torsdag den 10. december 2026 kl. 17-20 på Hotel Fjorden.")
    at.now = datetime(2026, 8, 31, 12, tzinfo=COPENHAGEN)
    at.tick()
    return at


def plan_letters(found: list[Any]) -> list[Any]:
    return [m for m in found if "ødeplanen" in m["Subject"] or "Næste års møder" in m["Subject"]]


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


def test_the_coordinator_is_reminded_once_for_each_turn_also_after_downtime(lone: Desk) -> None:
    lone.now = datetime(2026, 9, 13, 12, tzinfo=COPENHAGEN)
    assert plan_letters(lone.tick()) == [], "a Sunday"
    lone.now = datetime(2026, 9, 14, 6, tzinfo=COPENHAGEN)
    assert plan_letters(lone.tick()) == [], "night"
    lone.now = datetime(2026, 9, 14, 9, tzinfo=COPENHAGEN)
    (letter,) = plan_letters(lone.tick())
    assert str(letter["To"]) == "Åse Lund <aase@fjordfys.example>"
    assert "Der er booket ét møde i 2026. Der skal holdes mindst to." in text_of(letter)
    assert "obligatoriske emne" in text_of(letter)
    assert "torsdag den 10. december 2026 kl. 17.00-20.00, Hotel Fjorden" in text_of(letter)
    assert plan_letters(lone.pass_days(40)) == []
    (last,) = plan_letters(lone.pass_days(40))
    assert "Næste års møder" in last["Subject"]
    assert lone.now > datetime(2026, 11, 19, tzinfo=COPENHAGEN)


def test_answers_to_it_make_the_plan_whole(lone: Desk) -> None:
    lone.now = datetime(2026, 9, 1, 9, tzinfo=COPENHAGEN)
    (letter,) = plan_letters(lone.tick())
    lone.post(AASE, "Vi mødes 12/11 2026, 14/1 2027 og 18/5 2027 kl. 17-20 på Kroen ved Søen", answers=letter)
    lone.post(AASE, "Mødet den 12. november. Emne: Knæ (obligatorisk)", answers=letter)
    lone.post(AASE, "10/12: ryg\n14/1: hofter\n18/5: skulder", answers=letter)
    assert [m.topic for m in sorted(lone.meetings(), key=lambda m: m.start)] == [
        "Knæ (obligatorisk)", "ryg", "hofter", "skulder",
    ]  # fmt: skip
    assert plan_letters(lone.pass_days(100)) == []


def test_before_we_were_there_nobody_is_reminded(at: Desk) -> None:
    at.store.first_day(date(2026, 9, 2))
    at.now = datetime(2026, 9, 2, 12, tzinfo=COPENHAGEN)
    assert plan_letters(at.pass_days(25)) == []


def test_a_network_without_coordinator_is_told_of_in_the_summary_of_the_first_monday(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.store.first_day(START.date())
        at.change_register(coordinators=COORDINATORS.splitlines(keepends=True)[0])
        at.now = datetime(2026, 9, 3, 12, tzinfo=COPENHAGEN)
        assert plan_letters(at.tick()) == []
        told = {
            day: figures(at.around, at.store, "EKM", day, at.now).plans
            for day in (date(2026, 9, 6) + timedelta(days=n) for n in range(-3, 9))
        }
        (row,) = told.pop(date(2026, 9, 6))
        assert not any(told.values()), "once a month"
        assert (row.network_id, row.has_coordinator, row.reminded) == ("FYS-041", False, None)
        assert row.lacks[0] == "0 møder i 2026 (mindst 2)"


def test_the_summary_says_when_the_coordinator_was_reminded(lone: Desk) -> None:
    lone.now = datetime(2026, 9, 1, 9, tzinfo=COPENHAGEN)
    lone.tick()
    (row,) = figures(lone.around, lone.store, "EKM", date(2026, 9, 6), lone.now).plans
    assert row.reminded == date(2026, 9, 1)


def test_the_commands_show_it(at: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    config = ("--config", str(at.folder / "config.toml"))
    assert main([*config, "meetings", "plan", "--year", "2026", "--json"]) == 1
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {(row["network_id"], row["code"]) for row in told} >= {("FYS-041", "too_few"), ("FYS-041", "short_plan")}
    assert main([*config, "meetings", "list"]) == 0
    assert "meetings plan" in capsys.readouterr().err
