"""Numbers of which each stands beside its group in one bracket: "(A: 31%; B: 22%)", "(54% A; 55% B)"."""

from __future__ import annotations

import re
from functools import lru_cache

from miner.arm_results.group_phrases import group
from miner.arm_results.number_rows import BRACKET
from miner.phrases.endpoint_mentions import mentions_in
from miner.phrases.group_or_factor import is_group

__all__ = ["labels_beside"]

_BRACKET = re.compile(rf"[(\[]([^()\[\]]*+(?:{BRACKET}[^()\[\]]*+)*)[)\]]")
_PART = re.compile(
    r";\s?|,?\s(?:vs?\.?|versus|and|compared\swith)\s|,\s(?=[A-Za-z][^,:;()]{0,30}(?::\s?|,\s)[-−–\d])"
)
_NUMBER = r"[-−–+]?\d+(?:[.·]\d+)?"
_BEFORE = re.compile(
    rf"\s?(?P<name>[A-Za-z][^\d:;,()=<>]{{0,40}}|[\w/+-]{{2,20}})(?::|,|=)\s?(?P<number>{_NUMBER})(?:\s?[(\[]\s?(?P<share>{_NUMBER}))?"
)
_BEHIND = re.compile(
    rf"\s?(?P<number>{_NUMBER})\s?(?:%|per\s?cent|months?|years?|days?|points?|[a-zµ]{{1,5}}/[a-z]{{1,5}}[23]?)?(?:\s[(\[][^()\[\]]*[)\]])?"
    r",?\s(?P<name>[A-Za-z][^\d:;,()=<>]{0,40})$"
)


@lru_cache(maxsize=256)
def labels_beside(text: str) -> dict[int, str]:
    """The printed group of each number that stands so in the text's brackets, by the number's place."""
    found: dict[int, str] = {}
    for bracket in _BRACKET.finditer(text):
        parts = list(_parts(bracket[1], bracket.start(1)))
        for form in (_BEFORE, _BEHIND):
            told = [(begin, m) for begin, part in parts if (m := form.match(part))]
            names = [(begin, m, named) for begin, m in told if (named := _named(m["name"]))]
            if len(names) > 1 and len({name.lower() for *_, name in names}) == len(names) >= len(told) - 1:
                for begin, m, name in names:
                    found |= {begin + m.start(g): name for g in ("number", "share") if m.groupdict().get(g)}
                break
    return found


def _parts(inner: str, start: int) -> list[tuple[int, str]]:
    begins = [0, *(m.end() for m in _PART.finditer(inner))]
    ends = [*(m.start() for m in _PART.finditer(inner)), len(inner)]
    return [(start + begin, inner[begin:end]) for begin, end in zip(begins, ends, strict=True)]


def _named(name: str) -> str:
    """The group of that name; empty where it is an endpoint or a harm."""
    named = group(name.strip())
    return named if named and is_group(named) and not mentions_in(named) else ""
