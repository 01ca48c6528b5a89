"""The figures of a Danish account number in the groups in which people print them («12 345 678», «48.63.453.885»).

An account has 1 to 10 digits and no check digit, and what stands behind it may be figures too («… 345 678 14 dage»):
which groups are one number is told by their lengths, by what divides them and by what comes after. Source: nordea.dk.
"""

import re

GROUP = re.compile(r"[0-9]{1,20}")
#: «30-10-26»: no groups of an account.
_DATE = re.compile(r"(?:0?[1-9]|[12][0-9]|3[01])([-./])(?:0?[1-9]|1[0-2])\1(?:20)?[0-9]{2}(?![0-9]|[-./][0-9])")
#: «2026-01-30»: none either.
_ISO_DATE = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?![0-9])")
#: Groups in which people print an account number: 3-3-4 is «123 456 7890».
_PRINTED = (
    "1-6 1-9 2-3 2-4 2-6 2-8 3-3 3-4 3-5 3-7 4-3 4-4 4-5 4-6 5-2 5-3 5-4 5-5 6-3 6-4 7-3 8-2 1-3-3 2-2-2 "
    "2-3-3 2-3-5 2-4-4 2-5-3 3-2-3 3-3-2 3-3-3 3-3-4 3-4-3 4-1-5 4-2-4 4-3-3 4-4-2 1-3-3-3 2-2-2-2 "
    "3-3-3-1 2-2-2-2-2 "
)
_SHAPES = frozenset(tuple(map(int, shape.split("-"))) for shape in _PRINTED.split())
#: Figures of a whole account, and of a group in one of an unusual shape.
LONGEST, _LONGEST_GROUP = 10, 4
#: Figures of a number in any groups; and of a first group that needs no more.
SHORTEST, _ENOUGH = 5, 6
#: Signs that make a group the beginning of a date, a clock time or an amount.
_GOES_ON = frozenset("-/:,.+")
#: Words that the figures before them count for.
_COUNTED = re.compile(r"\s?(?:dag|dg|day|kr|dkk|stk|pers|kuv|%|pct|kl)", re.IGNORECASE)


def account_number(text: str, start: int) -> tuple[str, int, int] | None:
    """The account number from ``start``: its first group, and the further groups that make a known shape of
    at most 10 digits.
    """
    first = GROUP.match(text, start)
    if first is None or _DATE.match(text, start) or _ISO_DATE.match(text, start):
        return None
    groups, ends = [first.group()], [first.end()]
    while len(groups) < 5 and text[ends[-1] : ends[-1] + 1] in (" ", "\u00a0", ".", "-"):
        following = GROUP.match(text, ends[-1] + 1)
        if following is None or _ISO_DATE.match(text, following.start()):
            break
        groups.append(following.group())
        ends.append(following.end())
    if text[ends[0] : ends[0] + 1] == "." and (dotted := _dotted(text, groups, ends)):
        return "".join(groups[:dotted]), start, ends[dotted - 1]
    for known in (_has_known_shape, _is_one_number):
        for size in range(len(groups), 1, -1):
            if _may_end(text, ends[:size]) and known(text, groups, ends, size):
                return "".join(groups[:size]), start, ends[size - 1]
    return groups[0], start, ends[0]


def _may_end(text: str, ends: list[int]) -> bool:
    """One sign divides the groups, and the last begins no date, clock time or amount."""
    behind = text[ends[-1] : ends[-1] + 2]
    return len({text[end] for end in ends[:-1]}) == 1 and not (behind[:1] in _GOES_ON and behind[1:].isdigit())


def _has_known_shape(text: str, groups: list[str], ends: list[int], size: int) -> bool:
    del text, ends
    return tuple(map(len, groups[:size])) in _SHAPES and (size == len(groups) or len(groups[0]) < _ENOUGH)


def _is_one_number(text: str, groups: list[str], ends: list[int], size: int) -> bool:
    """Short groups of ten figures («5 542 354 492») or all that stand there («21 33 876»), but for a count of days."""
    lengths = [len(group) for group in groups[:size]]
    whole = len(groups) - bool(_COUNTED.match(text, ends[-1]))
    if max(lengths) > _LONGEST_GROUP or size > whole:
        return False
    return sum(lengths) == LONGEST or (size == whole and SHORTEST <= sum(lengths) <= LONGEST)


def _dotted(text: str, groups: list[str], ends: list[int]) -> int:
    """How many groups points join: «48.63.453.885» in whatever shape, where it has at most 10 digits; else 0."""
    size = next((n for n in range(1, len(groups)) if text[ends[n - 1]] != "."), len(groups))
    digits = sum(map(len, groups[:size]))
    return size if size > 1 and 5 <= digits <= 10 and all(len(g) > 1 for g in groups[1:size]) else 0
