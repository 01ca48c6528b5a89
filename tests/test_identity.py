"""Results kept by the identity of what they were made of."""

from bot.identity import by_identity


def test_each_object_is_looked_at_once_and_equal_ones_apart() -> None:
    made: list[list[int]] = []

    @by_identity
    def doubled(given: list[int]) -> list[int]:
        made.append(given)
        return given * 2

    first, second = [1], [1]
    assert doubled(first) is doubled(first)
    assert doubled(second) is not doubled(first)
    assert len(made) == 2


def test_several_are_looked_at_together() -> None:
    @by_identity
    def joined(a: list[int], b: list[int]) -> list[int]:
        return a + b

    first, second = [1], [2]
    assert joined(first, second) is joined(first, second)
    assert joined(second, first) == [2, 1]


def test_what_is_gone_is_never_taken_for_what_has_its_place_in_memory() -> None:
    @by_identity
    def told(given: list[int]) -> int:
        return given[0]

    assert [told([n]) for n in range(1000)] == list(range(1000))
