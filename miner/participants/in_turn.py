"""Sizes printed in a row before the names of their groups, which follow in the same order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from miner.participants.mentions import Mention

__all__ = ["names_in_turn", "sizes_in_turn"]

_LONGEST = 4

_SHARE = r"(?:\s?[(\[]\d[\d.·]*\s?%[)\]])?"
_JOINT = re.compile(rf"{_SHARE}(?:,\s(?:and\s|or\s)?|\s(?:and|or)\s)(?:another\s)?(?:n\s?=\s?)?")
_TOLD = re.compile(
    rf"{_SHARE}(?P<lead>\s(?:[^\W\d][\w-]*\s){{1,7}}?(?:received|underwent|had|given|with|in|on|to|by)\s(?:the\s|either\s)?)"
    r"(?P<names>(?!(?:receiv|undergo)\w*\s|the\s)[^;:.\d()]{5,240}?)"
    r"(?:\s(?:groups|arms|cohorts))?(?:,?\sas\s[^;:.,\d()]{3,40})?,?\srespectively\b"
)
_ASIDE = re.compile(r"\s?\([^()]*\)")
_BETWEEN = re.compile(r",\s(?:and\s|or\s)?(?:the\s)?|\s(?:and|or)\s(?:the\s)?")


def names_in_turn(sizes: Sequence[Mention]) -> tuple[str, ...]:
    """``40, 30 and 20 women received A, B and C, respectively``: each size its name, or nothing."""
    sentence = sizes[0].sentence
    if len(set(map(id, sizes))) < 2 or any(m.sentence is not sentence for m in sizes):
        return ()
    text, begin = sentence.text, sentence.start
    if "respectively" not in text or not all(
        _JOINT.fullmatch(text, a.end - begin, b.start - begin) for a, b in pairwise(sizes)
    ):
        return ()
    told = _TOLD.match(_ASIDE.sub(_shares_only, text[sizes[-1].end - begin :]))
    names = _BETWEEN.split(told["names"].strip()) if told else []
    return tuple(names) if len(names) == len(sizes) else ()


def sizes_in_turn(mentions: Sequence[Mention]) -> frozenset[int]:
    """The numbers of one text that are sizes named in turn, so that none of them is the total."""
    told = [m for m in mentions if "respectively" in m.sentence.text]
    runs = (told[i : i + length] for i in range(len(told)) for length in range(2, _LONGEST + 1))
    return frozenset(m.value for run in runs if names_in_turn(run) for m in run)


def _shares_only(aside: re.Match[str]) -> str:
    return aside[0] if "%" in aside[0] else ""
