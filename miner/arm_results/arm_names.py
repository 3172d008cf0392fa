"""Which group a number belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.arm_results.arm_keys import are_scraps, is_arm, label_of, labels_of, named_arms, places_of
from miner.arm_results.bracket_labels import labels_beside
from miner.arm_results.group_lists import side_compared
from miner.arm_results.group_phrases import HEAD, PEOPLE, group
from miner.arm_results.groups_beside import is_of_endpoints
from miner.arm_results.number_rows import Row, row_at
from miner.arm_results.own_groups import own_group
from miner.arm_results.row_groups import groups_of_row
from miner.model import Arm
from miner.numbers.quantities import Quantity
from miner.phrases.clauses import enclosing_bracket

__all__ = ["ALL", "name_of_group", "number_of_groups"]

ALL = "all patients"
_NEAR, _FAR = 90, 120  # characters
_BOTH = re.compile(
    r"[^.;\d]{0,30}\b(?:both|each|either)\s(?:of\sthe\s)?(?:treatment\s|study\s|two\s)?(?:groups?|arms?)\b",
    re.I,
)
# A number that explains the one before it: "20 (10%", "six women (0.3%".
_OF_NUMBER = re.compile(
    r"(?:\b\d[\d.,·]*(?:/\d+)?\s?%?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?)|"
    r"\b[\w-]+\s(?:wom[ae]n|patients?|participants|men|children|cases|deaths?|events?|infants|subjects))\s?[(\[]$",
    re.I,
)
_FIGURE = re.compile(r"(?<![\w.·])\d+(?:[.·]\d+)?")
_IS_COUNT = re.compile(r"(?:n\s?=\s?)?(?:\d+|\w+)\s?(?:/|of)\s?\d")
_CLAUSES = re.compile(r"[();]|\b(?:and|versus|vs|compared|than)\b", re.I)
_PARTED = re.compile(
    r";|\b(?:than|compared|versus|vs)\b|(?<![\w.·-])\d[\d.·]*\s?(?:%|months?|years?\b|patients|[)\]])", re.I
)
_CLOSES = re.compile(r"[)\]]")
_COMPARES = re.compile(
    r"\b(?:than|compared|versus|vs?|relative|between|both|each|either|whereas|while|groups|arms)\b|\b(?:higher|lower|longer|shorter)\b",
    re.I,
)
_OPENS = re.compile(
    r"(?:^|[;.]\s|,\s(?:and|while|whereas|but)\s)(?:in|among|for|with|after|on|of)\s(?P<name>(?:(?!\s\d)[^,;:()]){2,70})(?:,\s|(?:(?<=group)|(?<=arm))\s(?=\d|they\swere|it\swas))",
    re.I,
)
_GROUP_OR_TREATED = re.compile(
    rf"\b(?:{HEAD})\b|\b{PEOPLE}\s(?:on|receiving|given|taking|treated\swith|assigned\sto|randomi[sz]ed\sto|undergoing|who\s(?:received|underwent))\b",
    re.I,
)
_OF_ALL = re.compile(r"\b(?:overall|in\stotal|all|entire|whole|total)\b[^;,]{0,60}$", re.I)
_CALLED = re.compile(
    r"\b(?i:in|of|for|with|among|from|on)\s(?:the\s)?(?P<name>(?:[\w+/-]+\s){1,4}?(?:group|arm)\b(?:\s(?:[A-Z]|\d|I{1,3}|IV)\b)?"
    r"|(?:[Gg]roup|[Aa]rm|[Cc]ohort)\s(?:[A-Z]|\d|I{1,3}|IV)\b)"
)


def number_of_groups(quantity: Quantity) -> int:
    """Two where the number is said of both groups, else one."""
    after = quantity.sentence.text[quantity.end - quantity.sentence.start :]
    return 2 if _BOTH.match(after) else 1


def name_of_group(quantity: Quantity, arms: Sequence[Arm], earlier: Sequence[str] = ()) -> str:
    """The group that the number is about: an arm's label or a printed name; all patients if none.

    ``earlier``: the sentences before its own, the nearest first.
    """
    text, at = quantity.sentence.text, quantity.start - quantity.sentence.start
    if label := _labelled(text, at, arms):
        return label
    if found := row_at(text, at):
        name = _of_row(text, *found, arms, earlier)
        return name if any(map(str.isalpha, name)) else ALL
    start, end = _with_count(text, quantity)
    return own_group(text, start, end, arms) or _of_clause(text, start, arms) or ALL


def _of_row(text: str, row: Row, index: int, arms: Sequence[Arm], earlier: Sequence[str]) -> str:
    """The group of one number of a row; both of "from 12 to 9" are of one group."""
    if names := groups_of_row(text, row, arms, earlier):
        return names[index]
    if is_of_endpoints(text, row):
        return _opening(text, row.start, arms)
    if row.joined != "times":
        return ""
    return own_group(text, row.items[-1][0], row.end, arms) or _only_group(text, row.start, arms)


def _of_clause(text: str, start: int, arms: Sequence[Arm]) -> str:
    """The group that the words before the number's bracket, its clause, or the whole sentence tell."""
    begin, stop = enclosing_bracket(text, start)
    if begin < stop:
        if side := side_compared(text, begin):
            return label_of(side, arms)
        if prior := _of_number_before(text, begin, arms):
            return prior
    if only := _opening(text, start, arms) or _only_group(text, start, arms):
        return only
    return _nearest(text, start, arms)


def _labelled(text: str, start: int, arms: Sequence[Arm]) -> str:
    """The group that stands beside the number in its bracket; of a study with arms, if one stands there."""
    beside = labels_beside(text)
    if start not in beside:
        return ""
    known = any(is_arm(label, arms) for label in labels_of(list(beside.values()), arms))
    if not known and arms and not are_scraps(arms):
        return ""
    return label_of(beside[start], arms)


def _with_count(text: str, quantity: Quantity) -> tuple[int, int]:
    """Where the number stands, with the count that it explains: "20 (10%)", "six women [0.3%]"."""
    start, end = quantity.start - quantity.sentence.start, quantity.end - quantity.sentence.start
    count = _OF_NUMBER.search(text, max(0, start - 40), start)
    closed = _CLOSES.search(text, end) if count else None
    return (count.start(), closed.end()) if count and closed else (start, end)


def _of_number_before(text: str, bracket: int, arms: Sequence[Arm]) -> str:
    """``63% of the treated (27 of 43)``: the group of the number whose count the bracket tells."""
    before = list(_FIGURE.finditer(text, max(0, bracket - _NEAR), bracket))
    if not before or not _IS_COUNT.match(text, bracket):
        return ""
    last = before[-1]
    between = _CLAUSES.search(text, last.end(), bracket - 1)
    return "" if between else own_group(text, last.start(), last.end(), arms)


def _opening(text: str, start: int, arms: Sequence[Arm]) -> str:
    """The group with which the clause opens: "In the surgery arm, ...", "Among women on aspirin, ..."."""
    openings = list(_OPENS.finditer(text, 0, start))
    if not openings or _COMPARES.search(text, openings[-1].end(), start):
        return ""
    printed = openings[-1]["name"]
    label = label_of(group(printed), arms) if group(printed) else ""
    return label if is_arm(label, arms) or (label and _GROUP_OR_TREATED.search(printed)) else ""


def _only_group(text: str, start: int, arms: Sequence[Arm]) -> str:
    """The one group of a sentence that compares nothing: "seroma in 14%, fever in 3% in the X arm"."""
    if _COMPARES.search(text) or _OF_ALL.search(text, 0, start):
        return ""
    called = {label_of(name, arms) for m in _CALLED.finditer(text) if (name := group(m["name"]))}
    others = {arms[i].label for _, i in places_of(text, arms)} - called
    return called.pop() if len(called) == 1 and not others else ""


def _nearest(text: str, at: int, arms: Sequence[Arm]) -> str:
    """The arm that is named last before the number in its clause, with no other number between."""
    named = named_arms(arms)
    before = [(place, i) for place, i in places_of(text, named) if at - _FAR < place < at]
    if len(arms) < 2 or not before or _PARTED.search(text, before[-1][0], at):
        return ""
    return named[before[-1][1]].label
