"""Whose the numbers of a row are: of groups listed with it, compared near it, or told of by other numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from miner.arm_results.arm_keys import is_arm, label_of, labels_of, named_arms, places_of
from miner.arm_results.group_lists import (
    names_compared,
    subject_group,
)
from miner.arm_results.group_phrases import PEOPLE
from miner.arm_results.groups_beside import (
    UNNAMED,
    Names,
    groups_beside,
    is_of_endpoints,
    is_of_times,
    other_arm,
)
from miner.arm_results.number_rows import Row, row_at
from miner.arm_results.own_groups import own_group
from miner.model import Arm
from miner.phrases.clauses import enclosing_bracket, skeleton
from miner.phrases.groups import is_control
from miner.phrases.unnamed_groups import groups_counted, unnamed_group
from miner.phrases.versus_words import SET_AGAINST

__all__ = ["groups_of_row"]


_TWO = 2
_FIGURE = re.compile(r"(?<![\w.·,-])\d+(?:[.·]\d+)?")
_SET_APART = re.compile(r"\bthan\b|\b(?:groups?|arms?)\b[^;]{0,60}\b(?:groups?|arms?)\b", re.I)
_COMPARED = re.compile(r"\bthan\b|\bcompared\s(?:with|to)\b", re.I)
_PEOPLE_WITH = re.compile(
    rf"\b{PEOPLE}\s(?:who|whose|with|without|lacking|aged|in|undergoing)\s[^;]*\b(?:more|less|fewer|likelier|higher|lower|longer|shorter)\b",
    re.I,
)
_SIGNED = re.compile(r"[-−–]?\d+(?:[.·]\d+)?")
_SAID = re.compile(
    r"\b(?:(?P<unclear>(?:or|and|grade\s\d)\s(?:higher|greater|more)|not\b|no\b|reduc\w+|decreas\w+|declin\w+|increas\w+|improv\w+|loss\b|gain\b)|"
    r"(?P<more>higher|greater|longer|larger)|(?P<less>lower|shorter|smaller|fewer|rarer))\b",
    re.I,
)
_FRONTED = re.compile(
    r"(?:(?:as\s|when\s)?compared\s(?:with|to)|relative\sto|unlike|in\s(?:comparison|contrast)\s(?:with|to)|versus|against)\s[^,;]{3,80},\s",
    re.I,
)
_BEHIND_NUMBER = re.compile(
    r"\s?(?:%|months?|years?|days?|weeks?)?(?:\s[(\[][^()\[\]]*[)\]])?\s(?:with|in|on|for|after)\s[^,;:()\d]{2,60}"
)
_NEXT_CLAUSE = re.compile(r";|\.\s|,\sand\s(?:it|they|this|these|was|were|had)\b|\bwhereas\b|\bwhile\b", re.I)
# "Between patients who had surgery and those who | did not": named second.
_BETWEEN_AND = re.compile(r"\bbetween\s[^;.\d]{3,80}?\sand\s(?:[\w-]+\s){0,4}$", re.I)

# "The addition of radiotherapy was associated with longer survival (55% v 40%)": none of the groups before.
_OF_ANOTHER = re.compile(
    r"^(?:the\s)?(?:addition|use|receipt|administration)\sof\s(?!(?:this|that|these|it|either)\b)[^.;]{3,80}?"
    r"\b(?:was|were|improved|prolonged|reduced|increased|resulted|led)\b",
    re.I,
)


@lru_cache(maxsize=64)  # asked for each number of the row
def groups_of_row(text: str, row: Row, arms: Sequence[Arm], earlier: Sequence[str] = ()) -> Names:
    """The group of each number of the row; empty where the sentence and those before it do not tell.

    ``earlier``: the sentences before it, the nearest first.
    """
    arms = named_arms(arms)
    count = len(row.items)
    if is_of_endpoints(text, row):
        return ()
    if names := groups_beside(text, row, arms):
        return names
    if is_of_times(text, row):
        return ()
    told, in_words = _order_told(text, (row.start, row.end), count, arms)
    if told := told or _by_arms(text, row, arms):
        return _in_words(text, row, told) if in_words and count == _TWO else told
    before = _told_earlier(text, row, arms, earlier)
    if count == _TWO and (name := subject_group(text, row.start, row.end)):
        return _with_other(label_of(name, arms), before, arms)
    if before:
        return before
    some = 0 < len({i for _, i in places_of(text, arms)}) < count
    apart = _SET_APART.search(text, 0, row.start) or _COMPARED.search(text, row.end)
    apart = apart or _OF_ANOTHER.search(text, 0, row.start)
    in_order = "respective" in text or not (count == _TWO and _is_control_first(arms))
    if not some and not apart and len(arms) == count and in_order and _follows(text, row):
        return tuple([arm.label for arm in arms])  # in the order in which the text told of them
    return _unnamed(text, row)


def _unnamed(text: str, row: Row) -> Names:
    """Groups that the text sets against each other, or counts, without saying which is which."""
    count = len(row.items)
    if row.joined == "against" and count == _TWO:
        return UNNAMED
    counted = "respectively" in text and groups_counted(text) == count
    return tuple(map(unnamed_group, range(1, count + 1))) if counted else ()


def _is_control_first(arms: Sequence[Arm]) -> bool:
    """Whether the study told of its control first, so that mere numbers may stand in either order."""
    return bool(arms) and is_control(arms[0].label) and not is_control(arms[-1].label)


def _in_words(text: str, row: Row, names: Names) -> Names:
    """The two groups; turned or not told where "higher" and the numbers say that they stand the other way."""
    clause = max(text.rfind(mark, 0, row.start) for mark in (";", ", but ", ", and ", " whereas ", " while "))
    said = [m.lastgroup for m in _SAID.finditer(text, max(0, clause), row.start)]
    one, other = (_value(text, item) for item in row.items)
    if len(said) != 1 or said[0] == "unclear" or one == other or (said[0] == "more") == (one > other):
        return names
    return (names[1], names[0]) if _FRONTED.match(text) else UNNAMED


def _value(text: str, item: tuple[int, int]) -> float:
    m = _SIGNED.search(text, *item)
    return float(re.sub("[-−–]", "-", m[0].replace("·", "."))) if m else 0.0


def _order_told(text: str, place: tuple[int, int], count: int, arms: Sequence[Arm]) -> tuple[Names, bool]:
    """The order of groups that a sentence tells last before a place, and whether only its words tell it."""
    start, end = place
    sides = names_compared(text, start, end) if count == _TWO else None
    since = sides[0] if sides and sides[0] <= start else 0
    if told := _told_by_numbers(text, since, start, count, arms):
        return told, False
    return (_sides(sides[1], arms, behind=sides[0] > start) if sides else ()), True


def _told_by_numbers(text: str, since: int, start: int, count: int, arms: Sequence[Arm]) -> Names:
    """The groups of the last numbers before a place that have their own."""
    order: list[str] = []
    place = start
    for m in reversed(list(_FIGURE.finditer(text, since, start))):
        if m.start() >= place:
            continue
        if at := row_at(text, m.start()):
            row, place = at[0], at[0].start
            names = groups_beside(text, row, arms) if len(row.items) == count else ()
            if len(set(names)) == count:
                return names
            continue
        name = own_group(text, m.start(), m.end(), arms)
        if name and name not in order:
            order.insert(0, name)
        if len(order) == count:
            return tuple(order)
    return ()


def _sides(names: Names, arms: Sequence[Arm], *, behind: bool) -> Names:
    """The labels of a comparison's sides; ``behind`` the row, the other arm is beside one of two."""
    labels = labels_of(names, arms)
    if len(set(labels)) < _TWO:
        return ()
    known = [is_arm(label, arms) for label in labels]
    if behind and len(arms) == _TWO and sum(known) == 1:
        return labels if known[0] else (other_arm(labels[1], arms), labels[1])
    return labels


def _by_arms(text: str, row: Row, arms: Sequence[Arm]) -> Names:
    """The arms in the order in which the sentence tells of them."""
    count = len(row.items)
    taken = _own_of_others(text, row)
    places = [
        (place, i)
        for place, i in places_of(text, arms)
        if not any(a <= place < b for a, b in taken)
        and (place > row.start or not _is_aside(text, place, row.start))
        and (place < row.start or not _is_aside(text, place, row.end))
    ]
    named = list(dict.fromkeys(i for _, i in places))
    if not named or (row.joined != "against" and len(named) < _TWO):
        return ()
    named = _in_turn(text, row.start, places, arms) or named
    if len(named) == count or len(named) > count == _TWO:
        return tuple([arms[i].label for i in named[:count]])
    return ()


def _is_aside(text: str, place: int, at: int) -> bool:
    """Whether the place stands in a bracket in which the other does not."""
    begin, stop = enclosing_bracket(text, place)
    return begin < stop and not begin <= at <= stop


def _own_of_others(text: str, row: Row) -> list[tuple[int, int]]:
    """Where groups stand behind other numbers, so that they are not told of this row."""
    others = (m.end() for m in _FIGURE.finditer(text) if not row.start <= m.start() < row.end)
    return [
        (end, end + found.end()) for end in others if (found := _BEHIND_NUMBER.match(text[end : end + 90]))
    ]


def _follows(text: str, row: Row) -> bool:
    return row.joined == "against" or "respective" in text or "orresponding" in text


def _told_earlier(text: str, row: Row, arms: Sequence[Arm], earlier: Sequence[str]) -> Names:
    """The order in which the sentences before tell of groups, where this one only follows it."""
    if (not _follows(text, row) and " and " in text[: row.start]) or _PEOPLE_WITH.search(text, 0, row.start):
        return ()
    if _OF_ANOTHER.search(text, 0, row.start):
        return ()
    for sentence in earlier:
        told, _ = _order_told(sentence, (len(sentence), len(sentence)), len(row.items), arms)
        if told:
            return told if not arms or any(is_arm(name, arms) for name in told) else ()
    return ()


def _with_other(name: str, told: Names, arms: Sequence[Arm]) -> Names:
    """The group that the sentence speaks of, and the one that it is compared with without naming it."""
    words, others = set(name.lower().split()), [set(other.lower().split()) for other in told]
    like = [i for i, own in enumerate(others) if words & (own - others[1 - i])]
    if not is_arm(name, arms) and len(like) == 1:
        return name, told[1 - like[0]]
    return name, other_arm(name, arms)


def _in_turn(text: str, start: int, places: Sequence[tuple[int, int]], arms: Sequence[Arm]) -> list[int]:
    """Of two arms the one whose number comes first, where the order of their names does not tell.

    ``more frequent with A (30% versus 20%)``; ``than with B (30% versus 20%)``; ``compared with B, A had less
    (20% versus 30%)``; ``(30% versus 20%) was more frequent with A``.
    """
    if len(arms) != _TWO or not places:
        return []
    ahead = [(place, i) for place, i in places if place < start]
    fronted = _FRONTED.match(text)
    if ahead and fronted and ahead[0][0] < fronted.end() <= ahead[-1][0]:
        return [1 - ahead[0][1], ahead[0][1]]
    if len({i for _, i in places}) > 1:
        return []
    bare = skeleton(text)
    if not ahead and _NEXT_CLAUSE.search(bare.text, bare.at(start), bare.at(places[0][0])):
        return []
    place, named = (ahead or places)[-1]
    if SET_AGAINST.search(text, max(0, place - 40), place) or _BETWEEN_AND.search(text, 0, place):
        return [1 - named, named]
    return [named, 1 - named]
