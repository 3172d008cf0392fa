"""What "both" points back at: ``0.9 with A, 0.8 with B and 0.7 with both``."""

from __future__ import annotations

import re
from typing import NamedTuple

from miner.phrases.clauses import trimmed
from miner.phrases.group_or_factor import is_group

__all__ = ["Both", "of_both"]

_WORD = (
    r"(?:both|the\scombination|the\stwo)(?:\s(?:together|combined|treatments|therapies|modalities|of\sthem))?"
    r"(?=\s?(?:[,.;:()\[\]]|$)|\s(?:against|versus|vs|than|compared|relative|were|was|in\scomparison)\b)"
)
_BRACKET = r"[(\[][^()\[\]]{1,90}[)\]]"
_LED = r"(?:with|for|after|by|from|on)\s(?:the\s)?"
_BEHIND = re.compile(rf"(?:\s?{_BRACKET})?,?\s{_LED}{_WORD}", re.IGNORECASE)
_AHEAD = re.compile(
    rf"(?:,\s(?:and\s)?|\sand\s)(?:{_LED})?(?:both(?:\s(?:together|combined|treatments|therapies))?|the\scombination)"
    r"\s?[(\[][^()\[\]\d]{0,30}$",
    re.IGNORECASE,
)
_NAMED_BEHIND = re.compile(
    rf"(?<![\d.·])(?P<number>\d+[.·]\d+)(?:\s?{_BRACKET})?\s{_LED}(?P<name>[A-Za-z][\w\s/-]{{2,40}}?)(?=,|\sand\b|\sor\b)",
    re.IGNORECASE,
)
_NAMED_AHEAD = re.compile(
    r"(?:^|,\s(?:and\s|or\s)?|[:;]\s|\band\s|\b(?:after|with|for|by)\s)(?P<name>[A-Za-z][\w/-]*(?:\s(?!and\b|or\b|after\b|with\b)[\w/-]+){0,4})"
    r"\s?[(\[][^()\[\]\d]{0,30}(?P<number>\d+[.·]\d+)[^()\[\]]{0,90}[)\]]",
    re.IGNORECASE,
)
_ALONE = re.compile(r"^(?:exclusive|sole)\s|\s(?:alone|only)$", re.IGNORECASE)


class Both(NamedTuple):
    """The two treatments given together, and where the number of one of them alone is printed."""

    name: str
    start: int
    end: int


def of_both(text: str, at: int, to: int) -> Both | None:
    """The two that a number "with both" is of, by the numbers before it; None where it is of others.

    >>> text = "The HRs were 0.9 with drug A, 0.8 with drug B and 0.7 with both, against neither."
    >>> of_both(text, text.index("0.7"), text.index("0.7") + 3).name, of_both(text, text.index("0.8"), 33)
    ('drug A plus drug B', None)
    """
    if "both" not in text and "combination" not in text and "the two" not in text:
        return None
    if _BEHIND.match(text, to):
        named = list(_NAMED_BEHIND.finditer(text, 0, at))
    elif _AHEAD.search(text, max(0, at - 80), at):
        named = list(_NAMED_AHEAD.finditer(text, 0, at))
    else:
        return None
    names = [_ALONE.sub("", trimmed(m["name"])) for m in named[-2:]]
    if len(names) < 2 or names[0] == names[1] or not all(map(is_group, names)):
        return None
    return Both(" plus ".join(names), *named[-1].span("number"))
