"""Letters of a series are to the byte what each would have been by itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.mailout.rendered import Rendered
from bot.mailout.samples import samples
from bot.mailout.series import MARK, Series
from bot.mailout.templates import Templates
from bot.model.invoice import Language
from bot.model.letter_context import context_of

NAMES = ("Bo Holm", "Eva <b>Dam</b> & Søn", "Ib\nRask", "O'Neill «Å»", "010203-1234 Navn", "", "x" * 500)
SERIES = ("meeting_invitation", "meeting_update", "meeting_cancelled", "reminder_unanswered", "reminder_all")
WHOLE = Templates()


@pytest.mark.parametrize("template", SERIES)
def test_filled_in_it_is_the_letter_rendered_whole(template: str) -> None:
    templates = Templates()
    for context in (context_of(c) for name, c in samples() if name == template):
        for name in NAMES:
            one = {**context, "name": name}
            assert templates.series.render(template, "da", one, "name") == WHOLE.render(template, "da", one)


def test_a_template_that_does_more_with_the_name_is_rendered_whole_each_time() -> None:
    calls = []

    def first_name(template: str, language: Language, context: Mapping[str, Any]) -> Rendered:
        calls.append(context["name"])
        return Rendered(template, f"{language} {context['name'].split()[0]}", "")

    series = Series(first_name)
    told = [series.render("t", "da", {"name": name}, "name").text for name in ("Bo Holm", "Eva Dam")]
    assert told == ["da Bo", "da Eva"]
    assert calls == ["Bo Holm", MARK, "Eva Dam"]


def test_other_values_are_another_series() -> None:
    series = Series(lambda _t, _l, context: Rendered("", f"{context['name']} {context['words']}", ""))
    for words in (["a"], ["b"]):
        assert series.render("t", "da", {"name": "Bo", "words": words}, "name").text == f"Bo {words}"


def test_a_secretariats_own_templates_are_no_series(tmp_path: Path) -> None:
    assert WHOLE.are_shipped
    assert not Templates(tmp_path).are_shipped
