"""Lists of numbers that may be the sizes of the compared groups, each described by its traits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from miner.participants import Mention

__all__ = ["ArmList", "Family", "by_design", "find_lists"]

Family = Literal["n", "counted", "denominator"]
_LONGEST = 4
_FAMILIES: tuple[Family, ...] = ("n", "counted", "denominator")
_CROSS = tuple(
    (
        "assigns|reports|percents|rank|sum printed|shares|all role|length|apart|gap|same form|"
        "all RC|all head|has p|more"
    ).split("|")
)
_JOINS = re.compile(r"\b(?:or|and|versus|vs?|while|whereas|compared|other)\b")
_GROUPS = re.compile(r"\b(?:groups?|arms?|controls?|placebo|received?)\b")
_SHARE = re.compile(r"\s?\w{0,12}\s?[(;,]\s?(\d+(?:[.·]\d+)?)\s?%")
_ASSIGNS = re.compile(
    r"randomi[sz]|randomly|assigned|allocated|divided|received|matched|enrol|includ|cases|controls"
)
_EVENTS = re.compile(
    r"\b(?:died|deaths?|events?|recurren|relaps|respon|surviv|toxicit|complication|incidence|rates?|adverse)"
)
_P = re.compile(r"\bp\s?[=<>]|\bci\b|ratio")
_EACH = re.compile(
    r"\s(?:\w+\s)?(?:per|in\seach|to\seach|for\seach|in\sboth)\s(?:of\sthe\s)?"
    r"(?:two\s|treatment\s|study\s|matched\s){0,3}(?:arm|group)s?\b"
)
_NO_SIZE = frozenset(
    (
        "R0:% is:year is:range-plain is:time-point is:time-adjective is:age is:grade is:date is:follow-up "
        "R1:time is:threshold is:scale is:arithmetic-change head:place head:time head:study"
    ).split()
)


@dataclass(frozen=True, slots=True)
class ArmList:
    """Up to four numbers of the same printed form, and what is remarkable about them.

    A single number is the size of the one group that the text counts ("of 120 women, 45 were operated on");
    a number that is said of each of two groups stands twice.
    """

    members: tuple[Mention, ...]
    family: Family
    traits: frozenset[str]


def find_lists(mentions: Sequence[Mention], text: str) -> list[ArmList]:
    """All runs of up to four numbers of one printed form within two neighbouring sentences."""
    fit = [m for m in mentions if m.value > 2 and not m.traits & _NO_SIZE]
    sums = {m.value: "head:people" in m.traits or "opens with of" in m.traits for m in fit}
    bases = {m.value for m in fit if "denominator" in m.traits}
    lists: list[ArmList] = []
    for family in _FAMILIES:
        rank = 0
        kin = [m for m in fit if family in _families(m)]
        for run in (*_runs(kin), *((m, m) for m in kin if _EACH.match(text, m.end))):
            beyond = _beyond(run, kin)
            if _is_fragment(run, beyond, family):
                continue
            traits = _traits(run, text, sums) | {f"rank {min(rank, 3)}"} | beyond
            if family != "denominator" and all(m.value in bases for m in run):
                traits.add("denominators elsewhere")
            lists.append(ArmList(run, family, _crossed(family, traits)))
            rank += len(run) == 2
    return lists


def _is_fragment(run: Sequence[Mention], beyond: set[str], family: Family) -> bool:
    """A list with its own total in it, part of a longer list in brackets, or two lists run together."""
    values = [m.value for m in run]
    if len(run) > 2 and 2 * max(values) == sum(values):
        return True
    if family != "n" or run[0] is run[-1]:
        return False
    if beyond and len(run) < _LONGEST and run[0].sentence is run[-1].sentence:
        return True
    firsts = sum(m.sentence is run[0].sentence for m in run)
    return 1 < firsts < len(run)


def by_design(traits: Iterable[str], kind: str) -> set[str]:
    """The traits, and again by kind of design those that mean different things in trials and in cohorts."""
    return {*traits, *(f"{kind}: {t}" for t in traits if t.startswith(_CROSS))}


def _beyond(run: Sequence[Mention], kin: Sequence[Mention]) -> set[str]:
    """Does the list go on with a number of the same form in the same sentence?"""
    first, last = kin.index(run[0]), kin.index(run[-1])
    total = sum(m.value for m in run)
    traits = set()
    for name, place, edge in (("more before", first - 1, run[0]), ("more after", last + 1, run[-1])):
        if not 0 <= place < len(kin) or kin[place].value == total:
            continue
        if kin[place].sentence is edge.sentence and _same_form((kin[place], edge)):
            traits.add(name)
    return traits


def _crossed(family: Family, traits: set[str]) -> frozenset[str]:
    """The traits, and again by family those that mean different things in different forms."""
    return frozenset(
        traits | {f"family {family}"} | {f"{family}: {t}" for t in traits if t.startswith(_CROSS)}
    )


def _families(mention: Mention) -> tuple[str, ...]:
    if "denominator" in mention.traits:
        return ("denominator",)
    if "numerator" in mention.traits:
        return ()
    if "n=" in mention.traits:
        return ("n",)
    return ("n", "counted") if mention.traits & {"(number", "(number)"} else ("counted",)


def _runs(members: Sequence[Mention]) -> Iterator[tuple[Mention, ...]]:
    for i in range(len(members)):
        if "RC:treated" in members[i].traits and "L0:(" not in members[i].traits:
            yield (members[i],)
        for length in range(2, _LONGEST + 1):
            run = tuple(members[i : i + length])
            if len(run) < length or run[-1].sentence.index - run[0].sentence.index > 1:
                break
            yield run


def _traits(run: Sequence[Mention], text: str, sums: dict[int, bool]) -> set[str]:
    shared = frozenset.intersection(*(m.traits for m in run))
    some = frozenset.union(*(m.traits for m in run)) - shared
    traits = {f"all {t}" for t in shared} | {f"some {t}" for t in some}
    traits |= {f"first {t}" for t in run[0].traits if t[:2] in ("L1", "L2", "LC", "R1", "RC")}
    return traits | _arithmetic(run, text, sums) | _layout(run, text) | _sentence(run, text)


def _arithmetic(run: Sequence[Mention], text: str, sums: dict[int, bool]) -> set[str]:
    """What the numbers are to each other and to the totals that the text prints."""
    values = [m.value for m in run]
    traits = set()
    if sum(values) in sums:
        traits |= {"sum printed", f"sum printed, {'people' if sums[sum(values)] else 'other'}"}
    ratio = max(values) / min(values)
    traits.add("ratio " + next((str(limit) for limit in (1.2, 2.2, 5) if ratio < limit), "more"))
    shares = [_SHARE.match(text, m.end) for m in run]
    if all(shares):
        whole = abs(sum(float(s[1].replace("·", ".")) for s in shares if s) - 100) < 1.5
        traits.add("shares of the whole" if whole else "shares of each")
    return traits


def _layout(run: Sequence[Mention], text: str) -> set[str]:
    """How far apart the numbers are printed and what joins them."""
    between = [text[a.end : b.start].lower() for a, b in pairwise(run)]
    widest = max((len(b) for b in between), default=0)
    traits = {"gap " + next((str(limit) for limit in (25, 60, 120, 240) if widest < limit), "more")}
    traits |= {"joined"} if between and _JOINS.search(between[-1]) else set()
    traits |= {"each"} if len(run) > 1 and run[0] is run[1] else set()
    traits |= {"groups between"} if any(_GROUPS.search(b) for b in between) else set()
    traits |= {f"apart {run[-1].sentence.index - run[0].sentence.index}", f"length {len(run)}"}
    return traits | ({"same form"} if _same_form(run) else set())


def _sentence(run: Sequence[Mention], text: str) -> set[str]:
    """What the sentences of the numbers speak of."""
    words = text[run[0].sentence.start : run[-1].sentence.end].lower()
    traits = {"assigns"} if _ASSIGNS.search(words) else set()
    traits |= {"reports events"} if _EVENTS.search(words) else set()
    traits |= {"has p-value"} if _P.search(words) else set()
    percents = words.count("%")
    return traits | {"percents " + ("none" if not percents else "few" if percents < 3 else "many")}


def _same_form(run: Sequence[Mention]) -> bool:
    keep = ("R1:", "head:", "(n", "n=", "number(")
    forms = [{t for t in m.traits if t.startswith(keep)} for m in run]
    return len(forms[0] & forms[-1]) * 2 > max(len(forms[0]), len(forms[-1]))
