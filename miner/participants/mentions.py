"""Whole numbers that may count people, and what each is to the others of its text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from miner.numbers.shares import Share
from miner.participants.pairs import side_by_side
from miner.text.document import Sentence

__all__ = ["Mention", "share_heads", "share_of", "with_relations"]

_SHARES = ((0.05, "<5%"), (0.2, "<20%"), (0.5, "<50%"), (0.9, "<90%"), (1.0, "<all"))
_REFUSED = frozenset(("stage:refused", "stage~refused"))
_MANY = 4  # percentages with the same whole
_FEW = 6  # numbers of those refused that are taken from others
_PLACES = ("place first", "place second", "place third", "place later")
_TWIN_FORMS = ("n=", "head:people", "head:case", "head:thing")
_TWINS_REACH = 160  # characters between the sizes of two groups named one after the other
_STAGES = frozenset(
    f"{side}:{verb}" for side in ("RC", "L1", "R1") for verb in ("screened", "enrol", "random", "identified")
)
_PASSED = frozenset(("RC:screened", "R1:to", "RC:group", "RC:event"))
_NO_HEADS = frozenset(("head:none", "head:event"))
_SHARED_HEADS = frozenset(("head:people", "head:case", "head:thing"))
_ELLIPSIS = re.compile(
    r"(?:\s(?!(?:was|were|had|have|has|are|is|who|that|to|received|underwent|died|of)\b)[^\W\d_][\w/+'-]*){1,5}"
    r"(?:,\s|,?\s(?:and|or|versus|vs\.?)\s(?:the\s)?)",
    re.I,
)
_FIT = frozenset(f"stage{how}{stage}" for how in ":~" for stage in ("eligible", "asked"))
_TOLD_OF = frozenset(("answering", "for analysis"))
_TAKEN_IN = frozenset(("stage:enrolled", "stage:agreed"))
_REACHED = ("randomised", "enrolled", "analysed", "found", "agreed", "asked")


@dataclass(frozen=True)
class Mention:
    """A whole number that may count people, with its place and the traits of its surroundings."""

    value: int
    start: int
    end: int
    sentence: Sentence
    traits: frozenset[str] = field(repr=False)


def share_heads(found: Sequence[Mention]) -> list[Mention]:
    """Let a number without a noun count what the next one counts: "48 treated and 52 untreated women"."""
    told: list[Mention] = []
    for m in reversed(found):
        after = told[-1] if told else m
        head = after.traits & _SHARED_HEADS
        if head and after is not m and not m.traits.isdisjoint(_NO_HEADS):
            between = m.sentence.text[m.end - m.sentence.start : after.start - m.sentence.start]
            if _ELLIPSIS.fullmatch(between) and ("head:event" not in m.traits or "positive" in between):
                m = replace(m, traits=m.traits - _NO_HEADS | head | {"shares its noun"})
        told.append(m)
    return told[::-1]


def with_relations(found: Sequence[Mention], shares: Sequence[Share] = ()) -> tuple[Mention, ...]:
    """Add to each mention what it is to the others: a sum, the greatest, the first, what shares are of."""
    people = [m for m in found if "R1:unit" not in m.traits and "L0:-" not in m.traits and m.value > 3]
    whole = _Whole(found, people, shares)
    return tuple(
        [Mention(m.value, m.start, m.end, m.sentence, m.traits.union(whole.traits(m))) for m in found]
    )


class _Whole:
    """What the numbers of a text are together."""

    def __init__(self, found: Sequence[Mention], people: Sequence[Mention], shares: Sequence[Share]) -> None:
        self._shares = shares
        self._shared = {share.number for share in shares}
        self._explained = {v: sum(s.is_of(v) for s in shares) for v in {m.value for m in found}}
        self._most = max(self._explained.values(), default=0)
        self._people = people
        self._values = [m.value for m in people]
        self._sums, self._parts = _sums(people)
        self._rests, self._lessened = _rests(people)
        self._top = max(self._values, default=0)
        self._randomised = {m.value for m in people if "RC:random" in m.traits and m.value > 9}
        self._kept = {
            stage: {
                m.value for m in people if m.value > 9 and f"RC:{verb}" in m.traits and not m.traits & _PASSED
            }
            for stage, verb in (("randomised", "random"), ("enrolled", "enrol"), ("analysed", "identified"))
        }
        self._reached = {
            stage: {m.value for m in people if m.value > 9 and f"stage:{stage}" in m.traits}
            for stage in _REACHED
        }
        self._first = min((m.sentence.index for m in people if "head:people" in m.traits), default=-1)
        self._bases = {m.value for m in found if "denominator" in m.traits}
        self._beside: dict[int, set[str]] = defaultdict(set)
        for start, trait in side_by_side(found):
            self._beside[start].add(trait)
        self._places = {m.start: _PLACES[min(i, 3)] for i, m in enumerate(people)}

    def traits(self, m: Mention) -> set[str]:
        """What one number is to the others."""
        told = {
            "counted out of": m.value in self._bases,
            "sum": m.value in self._sums and m.value > 9,
            "part": (m.value, m.sentence.index) in self._parts,
            "greatest": m.value == self._top,
            "first sentence with people": m.sentence.index == self._first,
            "fewer randomised": "RC:random" not in m.traits and any(v < m.value for v in self._randomised),
            "repeated": self._values.count(m.value) > 1,
            "rest of those kept": m.value in self._rests,
            "less those refused": m.value in self._lessened,
        }
        traits = {name for name, holds in told.items() if holds} | _funnel(m, self._people)
        traits |= _twins(m, self._people) | self._others(m.value)
        traits |= self._base(m.value) | self._elsewhere(m)
        traits |= {_size(m.value), f"of top {share_of(m.value, self._top)}"}
        traits |= self._beside.get(m.start, set())
        return traits | {self._places.get(m.start, "place none")}

    def _others(self, value: int) -> set[str]:
        """Whether a greater or a smaller number is said to be randomised, enrolled or analysed."""
        traits = set()
        for stage, values in self._kept.items():
            if value in values:
                traits.add("one of the " + stage if len(values) > 1 else "the only one " + stage)
            elif values:
                traits.add(f"{'fewer' if min(values) < value else 'more'} were {stage}")
        return traits

    def _elsewhere(self, m: Mention) -> set[str]:
        """Whether other numbers of people are said to have got so far as a stage, greater or smaller ones."""
        traits = set()
        for stage, values in self._reached.items():
            if m.value in values:
                traits.add(f"{'one' if len(values) > 1 else 'only'} stage:{stage}")
            elif values:
                traits.add(f"{'fewer' if min(values) < m.value else 'more'} stage:{stage}")
        return traits

    def _base(self, value: int) -> set[str]:
        """Of how many of the text's percentages the number is the whole."""
        if not self._shares:
            return {"base unknown"}
        times = self._explained[value]
        traits = {f"base of {'none' if not times else 'one' if times == 1 else 'several'}"}
        if times and times == self._most:
            traits.add("base of most")
        if not times and len(self._shares) > 2:
            traits.add("base of none of many")
        if times > 1 and not self._explained.get(self._top, 0):
            traits.add("base, the greatest not")
            if times >= _MANY:
                traits.add("base of many, the greatest not")
        if value in self._shared:
            traits.add("share itself")
        return traits


def share_of(value: int, whole: int) -> str:
    """How great the value is against the whole, as a trait."""
    for share, name in _SHARES:
        if value < share * whole:
            return name
    return "all" if value == whole else "more"


def _funnel(m: Mention, people: Sequence[Mention]) -> set[str]:
    """Tell A and B of each other in "of A assessed, B were enrolled"."""
    same = [o for o in people if o.sentence.index == m.sentence.index]
    traits: set[str] = set()
    if any(o.start < m.start and o.value > m.value and "L1:of" in o.traits for o in same):
        traits.add("out of a greater")
    later = [o for o in same if o.start > m.start and o.value < m.value]
    if "L1:of" in m.traits and later:
        traits.add("of which fewer")
        taken_in = _fit_to_ask(m) and any(not _TAKEN_IN.isdisjoint(o.traits) for o in later)
        if taken_in or any(not _TOLD_OF.isdisjoint(o.traits) for o in later):
            traits.add("of which fewer taken in")
    taken_in = "out of a greater" in traits and not _TAKEN_IN.isdisjoint(m.traits)
    if taken_in and any(o.start < m.start and o.value > m.value and _fit_to_ask(o) for o in same):
        traits.add("taken in out of the eligible")
    if same and m.start > same[0].start:
        traits.add("later in sentence")
    if len(same) > 1:
        traits.add("one of several")
    return traits


def _fit_to_ask(m: Mention) -> bool:
    """Whether a number is said to be of those who were eligible, approached or screened."""
    return not _FIT.isdisjoint(m.traits)


def _twins(m: Mention, people: Sequence[Mention]) -> set[str]:
    """Does a number of the same form stand beside this one, as the sizes of two groups do?"""
    form = next((f for f in _TWIN_FORMS if f in m.traits), None)
    if form is None or "denominator" in m.traits:
        return set()
    kin = [
        o
        for o in people
        if o is not m
        and o.sentence.index == m.sentence.index
        and form in o.traits
        and abs(o.start - m.start) < _TWINS_REACH
        and "denominator" not in o.traits
    ]
    if not kin:
        return set()
    traits = {f"twin {form}", "twin"}
    if any(o.value > m.value for o in kin):
        traits.add("twin smaller")
    if any("sum" in o.traits or "L1:subset" in o.traits for o in kin):
        traits.add("twin of a subset")
    if any(not o.traits & _STAGES for o in kin) and not m.traits & _STAGES:
        traits.add("twin no stage")
    return traits


def _rests(people: Sequence[Mention]) -> tuple[set[int], set[int]]:
    """What is left of a printed number without those who were excluded or lost, and such greater numbers."""
    refused = list(dict.fromkeys(m.value for m in people if not m.traits.isdisjoint(_REFUSED)))[:_FEW]
    if not refused:
        return set(), set()
    values = {m.value for m in people if m.value > 9}
    away = {*refused, *(a + b for a, b in combinations(refused, 2))}
    found = [(whole - out, whole) for whole in values for out in away if whole - out in values]
    told = [(rest, whole) for rest, whole in found if rest not in refused]
    return {rest for rest, _ in told}, {whole for _, whole in told}


def _size(value: int) -> str:
    for limit in (2, 5, 10, 20, 50, 100, 500, 5000):
        if value < limit:
            return f"<{limit}"
    return ">=5000"


def _sums(found: Sequence[Mention]) -> tuple[set[int], set[tuple[int, int]]]:
    """Totals whose two or three parts stand near each other, and the parts with their sentence."""
    totals = {m.value for m in found}
    sums: set[int] = set()
    parts: set[tuple[int, int]] = set()
    for i, a in enumerate(found):
        for j in range(i + 1, min(i + 6, len(found))):
            b = found[j]
            if b.sentence.index - a.sentence.index > 1:
                break
            for c in (None, *found[j + 1 : j + 4]):
                total = a.value + b.value + (c.value if c else 0)
                if total in totals and (c is None or c.sentence.index == a.sentence.index):
                    sums.add(total)
                    parts |= {(m.value, m.sentence.index) for m in (a, b, c) if m}
    return sums, parts
