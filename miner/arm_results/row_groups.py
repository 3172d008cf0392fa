"""Whose the numbers of a row are: of groups listed with it, compared near it, or told of by other numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.arm_results.arm_keys import is_arm, label_of, labels_of, named_arms, places_of
from miner.arm_results.group_lists import (
    names_behind,
    names_compared,
    names_in_bracket,
    names_in_front,
    subject_group,
)
from miner.arm_results.group_phrases import PEOPLE, name_in_bracket, names_of_list, of_times
from miner.arm_results.number_rows import Row, row_at
from miner.arm_results.own_groups import own_group
from miner.model import Arm
from miner.phrases.clauses import enclosing_bracket, skeleton
from miner.phrases.endpoint_mentions import mentions_in
from miner.phrases.versus import is_group

__all__ = ["groups_of_row"]

Names = tuple[str, ...]

_UNNAMED = ("one group", "the other group")
_TWO = 2
_PRINTED = re.compile(r"[-−–+]?[\w.,·]*\w")
_GROUPS = re.compile(
    r"[^.;:()\d]{0,120}\b(?:groups|arms|cohorts|regimens)\b|[^.;:(),\d]{0,60}\sand\s(?:the\s)?[^.;:(),\d]{1,40}\s(?:group|arm)\b",
    re.I,
)
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
_COMPARED_WITH = re.compile(
    r"\b(?:vs?\.?|versus|than|compared\s(?:with|to)|relative\sto|against|over)\s(?:[\w-]+\s){0,4}$", re.I
)
_CLOSED = re.compile(r"[^()\[\]]{0,40}[)\]]")


def groups_of_row(text: str, row: Row, arms: Sequence[Arm], earlier: Sequence[str] = ()) -> Names:
    """The group of each number of the row; empty where the sentence and those before it do not tell.

    ``earlier``: the sentences before it, the nearest first.
    """
    arms = named_arms(arms)
    count = len(row.items)
    if names := _direct(text, row, arms):
        return names
    if row.joined == "times" or of_times(text, row.start, row.end):
        return ()
    told, in_words = _order_told(text, row.start, count, arms)
    if told := told or _by_arms(text, row, arms):
        return _in_words(text, row, told) if in_words and count == _TWO else told
    before = _told_earlier(text, row, arms, earlier)
    if count == _TWO and (name := subject_group(text, row.start, row.end)):
        return _with_other(label_of(name, arms), before, arms)
    if before:
        return before
    some = 0 < len({i for _, i in places_of(text, arms)}) < count
    apart = _SET_APART.search(text, 0, row.start) or _COMPARED.search(text, row.end)
    if not some and not apart and len(arms) == count and _follows(text, row):
        return tuple([arm.label for arm in arms])  # in the order in which the text told of them
    return _UNNAMED if row.joined == "against" and count == _TWO else ()


def _in_words(text: str, row: Row, names: Names) -> Names:
    """The two groups; turned or not told where "higher" and the numbers say that they stand the other way."""
    clause = max(text.rfind(mark, 0, row.start) for mark in (";", ", but ", ", and ", " whereas ", " while "))
    said = [m.lastgroup for m in _SAID.finditer(text, max(0, clause), row.start)]
    one, other = (_value(text, item) for item in row.items)
    if len(said) != 1 or said[0] == "unclear" or one == other or (said[0] == "more") == (one > other):
        return names
    return (names[1], names[0]) if _FRONTED.match(text) else _UNNAMED


def _value(text: str, item: tuple[int, int]) -> float:
    m = _SIGNED.search(text, *item)
    return float(re.sub("[-−–]", "-", m[0].replace("·", "."))) if m else 0.0


def _direct(text: str, row: Row, arms: Sequence[Arm]) -> Names:
    """The groups that the words around the row give it."""
    bracketed = [name_in_bracket(text, _number_end(text, item)) for item in row.items]
    if all(bracketed):
        return labels_of(bracketed, arms)
    if len(bracketed) == _TWO and any(bracketed) and row.joined == "against":
        labels = [label_of(name, arms) if name else "" for name in bracketed]
        return (labels[0] or _other(labels[1], arms), labels[1] or _other(labels[0], arms))
    if listed := _listed(text, row, arms):
        return listed
    if row.joined == "times" or of_times(text, row.start, row.end):
        return ()
    return _same(text, row, arms) or (_of_two(text, row, arms) if len(row.items) == _TWO else ())


def _number_end(text: str, item: tuple[int, int]) -> int:
    printed = _PRINTED.match(text, item[0])
    return min(printed.end(), item[1]) if printed else item[1]


def _listed(text: str, row: Row, arms: Sequence[Arm]) -> Names:
    """The groups listed behind or before the row, if they are arms, are called groups, or follow in order."""
    count = len(row.items)
    ends = [_number_end(text, item) for item in row.items]
    found = None
    if count == _TWO:
        found = names_of_list(text, row.start, ends[0]) or names_of_list(text, row.items[1][0], ends[1])
    for names, called in filter(
        None, (found, names_behind(text, row.end, count), names_in_front(text, row.start, count))
    ):
        labels = labels_of(names, arms)
        in_order = "respectively" in text[row.end :] and all(map(_is_no_endpoint, names))
        if len(set(labels)) == count and (called or in_order or any(is_arm(label, arms) for label in labels)):
            return labels
    return ()


def _is_no_endpoint(name: str) -> bool:
    return is_group(name) and not mentions_in(name)


def _same(text: str, row: Row, arms: Sequence[Arm]) -> Names:
    """``94% and 61% in the SBRT arm``: numbers of several endpoints and of one group."""
    if row.joined != "listed" or "/" in text[row.items[0][1] : row.items[1][0]]:
        return ()
    start, end = row.items[-1][0], _number_end(text, row.items[-1])
    name = own_group(text, start, end, arms, listed=True)
    return (name,) * len(row.items) if name and not _GROUPS.match(text, row.end) else ()


def _of_two(text: str, row: Row, arms: Sequence[Arm]) -> Names:
    """The two groups that a bracket, a comparison, or the words at the second number give the row."""
    slashed = "/" in text[row.items[0][1] : row.items[1][0]]
    if row.joined != "against" and not slashed:
        return ()
    if names := names_in_bracket(text, row.start, row.end):
        labels = labels_of(names, arms)
        if slashed or any(is_arm(label, arms) for label in labels):
            return labels
    start, end = row.items[1][0], _number_end(text, row.items[1])
    second = own_group(text, start, end, arms, listed=True)
    if second and not _CLOSED.match(text, row.end):
        return _other(second, arms), second
    return ()


def _other(label: str, arms: Sequence[Arm]) -> str:
    """The arm that is not this one, where the study has two."""
    if len(arms) == _TWO and is_arm(label, arms):
        return next(arm.label for arm in arms if arm.label != label)
    return _UNNAMED[1]


def _order_told(text: str, start: int, count: int, arms: Sequence[Arm]) -> tuple[Names, bool]:
    """The order of groups that a sentence tells last before a place, and whether only its words tell it."""
    sides = names_compared(text, start) if count == _TWO else None
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
            names = _direct(text, row, arms) if len(row.items) == count else ()
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
        return labels if known[0] else (_other(labels[1], arms), labels[1])
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
    for sentence in earlier:
        told, _ = _order_told(sentence, len(sentence), len(row.items), arms)
        if told:
            return told if not arms or any(is_arm(name, arms) for name in told) else ()
    return ()


def _with_other(name: str, told: Names, arms: Sequence[Arm]) -> Names:
    """The group that the sentence speaks of, and the one that it is compared with without naming it."""
    words, others = set(name.lower().split()), [set(other.lower().split()) for other in told]
    like = [i for i, own in enumerate(others) if words & (own - others[1 - i])]
    if not is_arm(name, arms) and len(like) == 1:
        return name, told[1 - like[0]]
    return name, _other(name, arms)


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
    if _COMPARED_WITH.search(text, max(0, place - 40), place):
        return [1 - named, named]
    return [named, 1 - named]
