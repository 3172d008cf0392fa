"""Which group a number belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from miner.model import Arm
from miner.quantities import Quantity

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


def number_of_groups(quantity: Quantity) -> int:
    """Two where the number is said of both groups, else one."""
    after = quantity.sentence.text[quantity.end - quantity.sentence.start :]
    return 2 if _BOTH.match(after) else 1


def name_of_group(quantity: Quantity, arms: Sequence[Arm]) -> str:
    """The label of the group that the number is about; all patients where no group is named."""
    if len(arms) < 2:
        return arms[0].label if arms and _places(quantity, arms) else ALL
    text = quantity.sentence.text
    at = quantity.start - quantity.sentence.start
    places = _places(quantity, arms)
    order = _turn(text, at)
    if order is None:
        return _nearest(text, at, quantity, places, arms)
    named = list(dict.fromkeys(i for _, i in places))
    sequence = named if len(named) > 1 else list(range(len(arms)))
    beside = _beside(text, quantity, places)
    if beside is not None:
        return arms[beside].label
    return arms[sequence[order % len(sequence)]].label


def _turn(text: str, at: int) -> int | None:
    """The place of the number in its own list of numbers, None where it stands alone."""
    n = r"[-–]?\d+(?:[.·]\d+)?\s?(?:%|[a-z]{2,7})?(?:\s?[(\[][^()\[\]]*[)\]])?"
    join = r"\s?(?:,|/|,?\s(?:vs?\.?|versus|and|compared\s(?:with|to)|to))\s(?:and\s)?"
    before = re.search(rf"((?:{n}{join}){{1,4}})$", text[max(0, at - 120) : at])
    if before:
        return len(re.findall(rf"{n}{join}", before[1]))
    return 0 if re.match(rf"{n}{join}(?:only\s)?\d", text[at : at + 120]) else None


def _beside(text: str, quantity: Quantity, places: Sequence[tuple[int, int]]) -> int | None:
    """The group named right at the number: "45% in the surgery arm", "45% (surgery)"."""
    end = quantity.end - quantity.sentence.start
    stop = re.search(r"\d", text[end:])
    limit = end + (stop.start() if stop else 60)
    follows = [i for place, i in places if end <= place < min(limit, end + 60)]
    link = re.match(r"[^,;]{0,20}?(?:\bin\b|\bfor\b|\bwith\b|\bamong\b|\bof\b|\bafter\b|[(\[])", text[end:])
    return follows[0] if follows and link else None


def _nearest(
    text: str, at: int, quantity: Quantity, places: Sequence[tuple[int, int]], arms: Sequence[Arm]
) -> str:
    beside = _beside(text, quantity, places)
    if beside is not None:
        return arms[beside].label
    before = [i for place, i in places if at - 120 < place < at]
    return arms[before[-1]].label if before else ALL


def _places(quantity: Quantity, arms: Sequence[Arm]) -> list[tuple[int, int]]:
    """Where the sentence names which group, in order."""
    text = quantity.sentence.text.lower()
    found = [
        (m.start(), i)
        for i, key in enumerate(_keys(tuple(a.label for a in arms)))
        if key
        for m in key.finditer(text)
    ]
    control = next(
        (i for i, a in enumerate(arms) if _CONTROL.search(a.label) or "placebo" in a.label.lower()), None
    )
    if control is not None and len(arms) == 2:
        found += [(m.start(), control) for m in _CONTROL.finditer(text)]
        found += [(m.start(), 1 - control) for m in _STUDY.finditer(text)]
    return sorted(set(found))


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
