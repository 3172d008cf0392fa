"""How many a counted group holds, where the text prints it: beside the count, or as the size of its arm.

"12 of 173", "12/173" give both numbers. A count that stands alone takes the printed size of the arm that it
was read for, unless its sentence speaks of a part of the people. Nothing is computed from a percentage; one
that is printed beside a count must agree with it, else the group was another one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.studies.local_treatment import given_or_withheld
from graph.studies.reports import Report
from miner.checks.sides import side_of
from miner.model import Arm, ArmResult
from miner.vocabulary import Vocabulary

__all__ = ["GroupSize", "group_sizes_of_counts"]

_BESIDE, _OF_ARM = "printed with the count", "printed size of the arm"
_WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_PEOPLE = r"(?:patients|women|men|cases|participants|people|individuals|subjects)"
# "12 of 45 deaths": a share of events, not of people.
_OF_EVENTS = (
    r"(?:deaths|events|relapses|recurrences|failures|progressions|complications|lesions|metastases|tumou?rs"
    r"|sites|nodes|specimens|margins|procedures|operations|resections|cycles|responses|responders|survivors)"
)
_OUT_OF = (
    rf"\s?(?:/\s?|(?:{_PEOPLE}\s)?(?:[(\[][^()\[\]]*[)\]]\s)?(?:out\s)?of\s(?:the\s|a\stotal\sof\s)?)(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d+)"
    rf"(?![\d.·/]|,\d|\s?%)(?P<events>\s(?:\w+\s)?{_OF_EVENTS}\b)?"
)
# Words by which a sentence tells that it counts but a part of those in the groups.
_PART = re.compile(
    r"\b(?:among|amongst|sub-?groups?|sub-?sets?|of (?:these|those|them|whom|which|the (?:\d|\w+s\b))"
    r"|evaluable|assessable|analy[sz]\w+|available|per[- ]protocol|as[- ]treated|match(?:ed|ing)|completed"
    r"|remaining|respond\w+|(?:patients|women|men|those) (?:with|who|aged|under|over))\b",
    re.IGNORECASE,
)
_EVERYONE = "all patients"
_ROUNDING = 0.6  # percent


@dataclass(frozen=True, slots=True)
class GroupSize:
    """People of the group that a count is of; ``source`` says how they are printed, ``quote`` where.

    ``local_treatment`` is given, withheld, or None where the group's name does not say.
    """

    n: int
    source: str
    quote: str
    local_treatment: str | None


def group_sizes_of_counts(report: Report, vocabulary: Vocabulary) -> Mapping[int, GroupSize]:
    """The size of each counted group by its place among the report's arm results, where one is printed."""
    results, arms = report.extraction.arm_results, report.extraction.arms
    found: dict[int, GroupSize] = {}
    for i, result in enumerate(results):
        sized = _sized(result, arms) if result.statistic == "count" else None
        if sized and _agrees(result, sized[0], results):
            group = given_or_withheld(result.arm, report.article.text, vocabulary)
            found[i] = GroupSize(*sized, group)
    return found


def _sized(count: ArmResult, arms: Sequence[Arm]) -> tuple[int, str, str] | None:
    if count.value != round(count.value) or count.arm == _EVERYONE:
        return None
    quote, arm = count.evidence.quote, _arm_of(count.arm, arms)
    whole = arm.n if arm else None
    beside = _printed_beside(round(count.value), quote)
    if beside:
        (n, *others) = beside
        fits = not others and count.value <= n and (whole is None or n <= whole)
        return (n, _BESIDE, quote) if fits else None
    if arm is None or arm.evidence is None or whole is None or count.value > whole or _PART.search(quote):
        return None
    return whole, _OF_ARM, arm.evidence.quote


def _printed_beside(value: int, quote: str) -> list[int]:
    """The different numbers of people that a sentence prints the count as a part of; 0 stands for events.

    >>> _printed_beside(12, "It recurred in 12/84 (14%) and 12 [1%] of 1,090 women.")
    [84, 1090]
    >>> _printed_beside(2, "Two of 45 deaths were early.")
    [0]
    """
    written = {str(value), f"{value:,}", *_WORDS[value : value + 1]} | ({"none"} if value == 0 else set())
    count = "|".join(re.escape(one) for one in sorted(written, key=len, reverse=True))
    places = re.finditer(rf"(?<![\w.,·/])(?:{count}){_OUT_OF}", quote, re.IGNORECASE)
    return sorted({0 if m["events"] else int(m["n"].replace(",", "")) for m in places})


def _arm_of(name: str, arms: Sequence[Arm]) -> Arm | None:
    """The arm of that name or, of two, the one whose name says the same."""
    same = [arm for arm in arms if arm.label.lower() == name.lower()]
    if len(same) == 1:
        return same[0]
    side = side_of(name, [arm.label for arm in arms]) if len(arms) == 2 and not same else None
    return None if side is None else arms[side]


def _agrees(count: ArmResult, n: int, results: Sequence[ArmResult]) -> bool:
    """Whether the percentages printed for the group beside the count, if any, are its share of ``n``."""
    shares = [
        r.value
        for r in results
        if r.statistic == "rate"
        and (r.arm, r.endpoint, r.timepoint) == (count.arm, count.endpoint, count.timepoint)
        and r.evidence.start == count.evidence.start
        and r.unit == "%"
    ]
    return n > 0 and (not shares or any(abs(s - 100 * count.value / n) <= _ROUNDING for s in shares))
