"""The vocabulary is data that people edit: what would make it lie is found here."""

from hypothesis import given
from hypothesis import strategies as st

from bot.danish.scan import matches_from
from bot.danish.text import fold
from bot.documents.fields.phrases import expand
from bot.documents.fields.vocabulary import compiled
from bot.documents.fields.wordings import looked_for
from tests.documents.fields.paper import vocabulary


def test_no_phrase_stands_in_two_groups() -> None:
    assert compiled(vocabulary()).labels.contested == []


def test_every_weak_phrase_is_a_label() -> None:
    words = compiled(vocabulary())
    weak = vocabulary()["labels"]["weak"]
    unknown = [
        phrase for name in ("alone", "at_start") for phrase in weak[name] if words.labels.contains(phrase) is None
    ]
    assert unknown == []


def test_compiled_once_for_one_vocabulary() -> None:
    assert compiled(vocabulary()) is compiled(vocabulary())


def _words_of_cautions() -> list[str]:
    cautions = vocabulary()["cautions"]
    phrases = [phrase for entry in cautions["wordings"] for phrase in entry["words"]]
    written = " ".join(whole for phrase in phrases for whole in expand(phrase, cautions["parts"]))
    return sorted({*fold(written).split(), "ikke", "|", "kaffe", "1042"})


@given(words=st.lists(st.sampled_from(_words_of_cautions()), max_size=30))
def test_every_wording_is_found_where_one_may_begin(words: list[str]) -> None:
    text = f" {' '.join(words)} "
    among = looked_for(vocabulary()["cautions"], "page")
    found = {w.words: [m.span() for m in matches_from(w.words, at, text)] for w, at in among.places_in(text)}
    for wording in among.each:
        assert found.get(wording.words, []) == [match.span() for match in wording.words.finditer(text)]
