"""Which group a number belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from miner.arm_results.group_phrases import name_after, name_before, names_of_list, of_times, words_after
from miner.model import Arm
from miner.numbers.quantities import Quantity
from miner.phrases.clauses import enclosing_bracket

__all__ = ["ALL", "name_of_group", "number_of_groups"]

ALL = "all patients"
_BOTH = re.compile(
    r"[^.;\d]{0,30}\b(?:both|each|either)\s(?:of\sthe\s)?(?:treatment\s|study\s|two\s)?(?:groups?|arms?)\b",
    re.I,
)
_PLAIN = frozenset(
    (
        "group arm patients women the and or with for plus followed by alone therapy treatment of in who to "
        "a an no mg day daily weekly every days weeks months cycles dose from on at"
    ).split()
)  # fmt: skip
_CONTROL = re.compile(r"\b(?:controls?|comparison|standard|usual)\b", re.I)
_STUDY = re.compile(r"\b(?:intervention|experimental|study|treatment)\s(?:group|arm)s?\b", re.I)


_SCRAP = re.compile(
    r"\b(?:included?|analysis|were|was|had|has|showed|experienced|per\sarm|patients?\sand)\b|\d{2,}\s(?:patients|women|cases)|"
    r"^(?:group|arm|\d+|\w+ly)$|\bof$|\bin$|%", re.I
)  # fmt: skip
_SIDES = ("one group", "the other group")
_NONE = re.compile(
    r"\b(?:no|not|non\w*|without|only|alone|controls?|placebo|standard|usual|observation|un(?:treated|operated|exposed)|"
    r"continued\s(?:\w+\s)?(?:therapy|treatment|care))\b|^non-",
    re.I,
)
_DENIED = re.compile(r"(?:\b(?:no|not|non|without)[\s-]|\bnon|\bun)$", re.I)
# "Surgery plus | systemic therapy" is not the arm of systemic therapy.
_JOINS = r"(?:plus|and|with|followed\sby|then|\+)"
_FIGURE = re.compile(r"(?<![\w.·])\d+(?:[.·]\d+)?")
_CALLED_GROUP = re.compile(
    r"[^,;:]{0,90}?\b(?:groups?|arms?|cohort|controls?|placebo|recipients)\b|[^,;:()\d]{0,20}\b(?:without|(?:wo)?men|males|females)\b",
    re.I,
)
_SET_APART = re.compile(r"\bthan\b|\b(?:groups?|arms?)\b[^;]{0,60}\b(?:groups?|arms?)\b", re.I)
# A number that explains the one before it: "20 (10%", "six women (0.3%".
_OF_NUMBER = re.compile(
    r"(?:\b\d[\d.,·]*(?:/\d+)?\s?%?|\b[\w-]+)"
    r"(?:(?<=\d)|(?<=%)|\s(?:wom[ae]n|patients?|participants|men|children|cases|deaths?|events?|infants|subjects))\s?[(\[]$",
    re.I,
)
# "12 (3%) of 40, ", "4.5 ± 2.2 v ": a number of a list and what joins it to the next.
_NEXT = re.compile(
    r"[-–−]?\d+(?:[.·]\d+)?(?:/\d+)?(?:\s?(?:±|\+/-)\s?\d+(?:[.·]\d+)?)?\s?(?:%|[a-z]{2,7})?"
    r"(?:\s?[(\[][^()\[\]]*[)\]])?(?:\sof\s\d+)?"
    r"\s?(?:,|/|,?\s(?:vs?\.?|versus|and|compared\s(?:with|to)|to))\s(?:and\s)?(?:n\s?=\s?)?"
)
_LIST_SO_FAR = re.compile(rf"((?:{_NEXT.pattern}){{1,4}})[-–−]?$")
_LIST_GOES_ON = re.compile(rf"{_NEXT.pattern}(?:only\s)?\d")
_CLOSES = re.compile(r"[)\]]")
_FRONTED = re.compile(
    r"(?:(?:as\s|when\s)?compared\s(?:with|to)|relative\sto|unlike|in\s(?:comparison|contrast)\s(?:with|to)|versus|against)\s[^,;]{3,80},\s",
    re.I,
)
_COMPARED_WITH = re.compile(
    r"\b(?:vs?\.?|versus|than|compared\s(?:with|to)|relative\sto|against|over)\s(?:[\w-]+\s){0,4}$", re.I
)
_AGAINST = re.compile(r"\d[^;]{0,40}?\b(?:vs?|versus|compared|against|than)\b[^;]{0,40}?\d", re.I)
_WITH = re.compile(r"\bwith\s([\w-]+(?:\s(?:therapy|treatment))?)", re.I)


def number_of_groups(quantity: Quantity) -> int:
    """Two where the number is said of both groups, else one."""
    after = quantity.sentence.text[quantity.end - quantity.sentence.start :]
    return 2 if _BOTH.match(after) else 1


def name_of_group(quantity: Quantity, arms: Sequence[Arm]) -> str:
    """The group that the number is about: an arm's label or a printed name; all patients if none."""
    text = quantity.sentence.text
    start, end = _with_count(text, quantity)
    order = _turn(text, start)
    if order is not None and order < 2 and (listed := _listed(text, start, end, arms)):
        return listed[order]
    if own := _named_here(text, start, end, arms, listed=order is not None):
        return own
    places = _places(quantity, arms)
    if order is None:
        return _nearest(start, places, arms) if len(arms) > 1 else ALL
    named = list(dict.fromkeys(i for _, i in places))
    against = bool(_AGAINST.search(text, max(0, start - 60), min(len(text), end + 60)))
    if not named and "respectively" in text and len(arms) == 2 and not of_times(text, start, end):
        named = [0, 1]  # in the order in which the text told of them
    if (not against and len(named) < 2) or of_times(text, start, end):
        return ALL
    unknown = not named and _SET_APART.search(text, 0, start)  # "longer in the X group than in Y (41 v 29)"
    if len(arms) < 2 or unknown or any(_SCRAP.search(arm.label) for arm in arms):
        return _SIDES[order] if order < 2 else ALL
    named = _in_turn(text, start, places, arms) or named
    sequence = named if len(named) > 1 else list(range(len(arms)))
    return arms[sequence[order % len(sequence)]].label


def _with_count(text: str, quantity: Quantity) -> tuple[int, int]:
    """Where the number stands, with the count that it explains: "20 (10%)", "six women [0.3%]"."""
    start, end = quantity.start - quantity.sentence.start, quantity.end - quantity.sentence.start
    count = _OF_NUMBER.search(text, max(0, start - 40), start)
    closed = _CLOSES.search(text, end) if count else None
    return (count.start(), closed.end()) if count and closed else (start, end)


def _in_turn(text: str, start: int, places: Sequence[tuple[int, int]], arms: Sequence[Arm]) -> list[int]:
    """Of two arms the one whose number comes first, where the order of their names does not tell.

    ``more frequent with A (30% versus 20%)``; ``than with B (30% versus 20%)``; ``compared with B, A had less
    (20% versus 30%)``.
    """
    ahead = [(place, i) for place, i in places if place < start]
    if len(arms) != 2 or not ahead:
        return []
    fronted = _FRONTED.match(text)
    if fronted and ahead[0][0] < fronted.end() <= ahead[-1][0]:
        return [1 - ahead[0][1], ahead[0][1]]
    if len({i for _, i in places}) > 1:
        return []
    place, named = ahead[-1]
    if _COMPARED_WITH.search(text, max(0, place - 40), place):
        return [1 - named, named]
    return [named, 1 - named]


def _listed(text: str, start: int, end: int, arms: Sequence[Arm]) -> tuple[str, ...]:
    """The labels of the two groups in whose order numbers follow, if they are arms or called groups."""
    found = names_of_list(text, start, end)
    if found is None:
        return ()
    names, called = found
    labels = tuple([_label(name, arms) for name in names])
    return labels if called or labels != names else ()


def _named_here(text: str, start: int, end: int, arms: Sequence[Arm], *, listed: bool) -> str:
    """The group named at the number, if it is an arm, is called a group, or another number has its like."""
    begin, stop = enclosing_bracket(text, start)
    inside = begin < stop
    own = text[:stop] if inside else text  # what stands in the number's own bracket comes first
    if name := _after(own, start, end, arms) or _right_behind(own, end, arms):
        return name
    for look in (_before, _after) if inside else (_before,):
        if (name := look(text, start, end, arms)) and not (listed and look is _before):
            return name
    return ""


def _is_arm(label: str, arms: Sequence[Arm]) -> bool:
    return any(label == arm.label for arm in arms)


def _right_behind(text: str, end: int, arms: Sequence[Arm]) -> str:
    name = words_after(text, end)
    label = _label(name, arms) if name else ""
    return label if _is_arm(label, arms) else ""


def _after(text: str, start: int, end: int, arms: Sequence[Arm]) -> str:
    name = name_after(text, end)
    if not name:
        return ""
    label = _label(name, arms)
    if _is_arm(label, arms) or _CALLED_GROUP.match(text, end) or _has_like(text, start, end, name):
        return _whole(label, text, start)
    return ""


def _whole(name: str, text: str, start: int) -> str:
    """``12 months with surgery and 9 without``: without surgery."""
    had = _WITH.findall(text, 0, start) if name == "without" else []
    return f"without {had[-1]}" if had else name


def _before(text: str, start: int, end: int, arms: Sequence[Arm]) -> str:  # noqa: ARG001  # called as _after is
    last = max((m.end() for m in _FIGURE.finditer(text, max(0, start - 130), start)), default=0)
    name, called = name_before(text, start, last)
    label = _label(name, arms) if name else ""
    return label if called or _is_arm(label, arms) else ""


def _has_like(text: str, start: int, end: int, name: str) -> bool:
    """Whether another number near by has a group of its own behind it."""
    near = _FIGURE.finditer(text, max(0, start - 110), min(len(text), end + 110))
    return any(
        other not in ("", name)
        for m in near
        if not start <= m.start() < end
        for other in [name_after(text, m.end())]
    )


def _label(name: str, arms: Sequence[Arm]) -> str:
    """The label of the only arm that the name's words fit, else the name as printed."""
    words = name.lower()
    labels = tuple(arm.label for arm in arms)
    fitting = [
        i for i, key in enumerate(_keys(labels)) if key and key.search(words) and not _SCRAP.search(labels[i])
    ]
    if len(arms) == 2 and not any(_SCRAP.search(label) for label in labels):
        control = next((i for i, label in enumerate(labels) if _NONE.search(label)), None)
        if control is not None and _NONE.search(words):
            return labels[control]
        if not fitting and (part := _part(labels)) and part[1].search(words):
            return labels[part[0]]
    if len(fitting) != 1 or (_NONE.search(words) and not _NONE.search(labels[fitting[0]])):
        return name
    return labels[fitting[0]]


def _turn(text: str, at: int) -> int | None:
    """The place of the number in its own list of numbers, None where it stands alone."""
    if before := _LIST_SO_FAR.search(text[max(0, at - 120) : at]):
        return len(_NEXT.findall(before[1]))
    return 0 if _LIST_GOES_ON.match(text[at : at + 120]) else None


def _nearest(at: int, places: Sequence[tuple[int, int]], arms: Sequence[Arm]) -> str:
    before = [i for place, i in places if at - 120 < place < at]
    return arms[before[-1]].label if before and not _SCRAP.search(arms[before[-1]].label) else ALL


def _places(quantity: Quantity, arms: Sequence[Arm]) -> list[tuple[int, int]]:
    """Where the sentence names which group, in order."""
    text = quantity.sentence.text.lower()
    labels = tuple(a.label for a in arms)
    found = [
        (m.start(), 1 - i if len(arms) == 2 and _DENIED.search(text, max(0, m.start() - 8), m.start()) else i)
        for i, key in enumerate(_keys(labels))
        if key
        for m in key.finditer(text)
    ]
    if part := _part(labels):
        found += [(m.start(), part[0]) for m in part[1].finditer(text) if not _is_joined(text, m, part[2])]
    control = next(
        (i for i, a in enumerate(arms) if _CONTROL.search(a.label) or "placebo" in a.label.lower()), None
    )
    if control is not None and len(arms) == 2:
        found += [(m.start(), control) for m in _CONTROL.finditer(text)]
        found += [(m.start(), 1 - control) for m in _STUDY.finditer(text)]
    return sorted(set(found))


@lru_cache(maxsize=64)
def _part(labels: tuple[str, ...]) -> tuple[int, re.Pattern[str], re.Pattern[str]] | None:
    """Of two arms of which one only adds to the other: that other, its words, and what is added to it."""
    keys = _keys(labels)
    if len(labels) != 2 or (keys[0] is None) == (keys[1] is None):
        return None
    index = 0 if keys[0] is None else 1
    words = [w for w in re.findall(r"[a-z0-9][\w/-]*", labels[index].lower()) if w not in _PLAIN]
    added = keys[1 - index]
    return (index, re.compile(rf"\b{re.escape(words[0])}\b"), added) if words and added else None


def _is_joined(text: str, m: re.Match[str], added: re.Pattern[str]) -> bool:
    """Whether the words are told together with what the other arm adds to them."""
    before, after = text[max(0, m.start() - 60) : m.start()], text[m.end() : m.end() + 60]
    led = re.search(rf"{_JOINS}\s(?:\w+\s){{0,2}}$", before)
    follows = re.match(rf"\s(?:\w+\s){{0,2}}{_JOINS}\s(?:\w+\s){{0,2}}", after)
    return bool((led and added.search(before)) or (follows and added.match(after, follows.end())))


@lru_cache(maxsize=64)
def _keys(labels: tuple[str, ...]) -> tuple[re.Pattern[str] | None, ...]:
    """For each label a pattern of the words that no other label has."""
    words = [
        [w for w in re.findall(r"[a-z0-9][\w+/-]*", label.lower()) if w not in _PLAIN] for label in labels
    ]
    keys: list[re.Pattern[str] | None] = []
    for i, own in enumerate(words):
        others = {w for j, ws in enumerate(words) if j != i for w in ws}
        unique = [re.escape(w) for w in own if w not in others and len(w) > 1]
        keys.append(re.compile(r"\b(?:" + "|".join(unique) + r")\b") if unique else None)
    return tuple(keys)
