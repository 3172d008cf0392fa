"""The groups that stand at a row of numbers: listed beside it, in brackets, or behind its last number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.arm_results.arm_keys import is_arm, label_of, labels_of
from miner.arm_results.group_lists import names_behind, names_in_bracket, names_in_front
from miner.arm_results.group_phrases import name_in_bracket, names_of_list, of_times
from miner.arm_results.number_rows import Row, rows_of
from miner.arm_results.own_groups import own_group
from miner.model import Arm
from miner.phrases.endpoint_mentions import mentions_in
from miner.phrases.group_or_factor import is_group

__all__ = ["UNNAMED", "Names", "groups_beside", "is_of_endpoints", "is_of_times", "other_arm"]

Names = tuple[str, ...]

UNNAMED = ("one group", "the other group")
"""The two groups of a pair that the text does not name."""

_TWO = 2
_PRINTED = re.compile(r"(?:[<>≤≥]\s?)?[-−–+]?[\w.,·]*\w")
_GROUPS = re.compile(
    r"(?:[^.;:()\d]|\d+(?=[\s-]?(?:m?g|µg|mcg|Gy)\b|,\s\d)){0,120}\b(?:groups|arms|cohorts|regimens)\b|[^.;:(),\d]{0,60}\sand\s(?:the\s)?[^.;:(),\d]{1,40}\s(?:group|arm)\b",
    re.I,
)
_CLOSES = re.compile(r"(?:,?\srespectively)?(?:[;.]|$)")
_AND = re.compile(r",?\s(?:and\s)?(?:the\s)?")
_WAS = re.compile(r"\s(?:rates?\s)?(?:was|were)\s")
_THEY = re.compile(r"(?:,?\srespectively)?[;,.]\s[^;]{0,60}\bthey\swere\s$")
_CLOSED = re.compile(r"[^()\[\]]{0,40}[)\]]")


def groups_beside(text: str, row: Row, arms: Sequence[Arm]) -> Names:
    """The groups that the words around the row give it."""
    bracketed = [name_in_bracket(text, _number_end(text, item)) for item in row.items]
    if all(bracketed):
        return labels_of(bracketed, arms)
    if len(bracketed) == _TWO and any(bracketed) and row.joined == "against":
        labels = [label_of(name, arms) if name else "" for name in bracketed]
        return (labels[0] or other_arm(labels[1], arms), labels[1] or other_arm(labels[0], arms))
    if listed := _listed(text, row, arms):
        return listed
    if same := _same(text, row, arms):
        return same
    if len(row.items) != _TWO or is_of_times(text, row):
        return ()
    return _of_two(text, row, arms)


def is_of_times(text: str, row: Row) -> bool:
    """Whether the numbers are of one group at two times: "from 12 to 9", "12 and 30% at 2 and 5 years"."""
    return row.joined == "times" or (row.joined == "listed" and of_times(text, row.start, row.end))


def is_of_endpoints(text: str, row: Row) -> bool:
    """Whether they are one group's, told before: "LRFS and OS were 27% and 50%;", and then "they were"."""
    if row.joined != "listed" or not _CLOSES.match(text, row.end):
        return False
    named = list(mentions_in(text[: row.start]))[-len(row.items) :]
    if not named:
        return False
    ends = [*(m.start for m in named[1:]), row.start]
    gaps = [text[m.end : end] for m, end in zip(named, ends, strict=True)]
    if len(named) == len(row.items) and _WAS.fullmatch(gaps[-1]) and all(map(_AND.fullmatch, gaps[:-1])):
        return True
    again = _THEY.search(text[: row.start])
    before = [other for other in rows_of(text) if again and other.end <= again.start()]
    return bool(before) and is_of_endpoints(text, before[-1])


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
        return other_arm(second, arms), second
    return ()


def other_arm(label: str, arms: Sequence[Arm]) -> str:
    """The arm that is not this one, where the study has two."""
    if len(arms) == _TWO and is_arm(label, arms):
        return next(arm.label for arm in arms if arm.label != label)
    return UNNAMED[1]
