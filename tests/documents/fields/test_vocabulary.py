"""The vocabulary is data that people edit: what would make it lie is found here."""

from bot.documents.fields.vocabulary import compiled
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
