"""How many people the study had."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import add
from typing import Literal

from miner.model import REVIEW_DESIGNS, Arm, Design, SampleSize
from miner.participants.candidates import Mention, design_kind, find_mentions, is_only_planned
from miner.participants.in_turn import sizes_in_turn
from miner.participants.no_totals import numbers_asked, sizes_of_one_study, sums_excluded
from miner.participants.total_traits import (
    beside_arms,
    is_led_as_remainder,
    is_of_a_part,
    is_of_all_assigned,
    is_what_remains,
    none_traits,
    size_traits,
    telling_of_part,
    text_traits,
)
from miner.text.document import Document
from miner.weights import Candidate, crossed_weights, load_weights, note, score

__all__ = ["Totals", "find_sample_size", "find_totals"]

Unit = Literal["participants", "studies", "other"]
Kind = Literal["randomized", "enrolled", "analysed"]
# What a total cannot be: in a trial the groups add up to it at most, in a cohort it may be counted elsewhere.
_TOO_FEW = {
    "rct": {"an arm", "the one arm", "less than arms"},
    "obs": {"an arm", "the one arm"},
    "meta": {"an arm", "the one arm"},
}
_NEVER = frozenset(
    ("R1:time", "role:other", "head:time", "<2", "of each", "pair", "kin", "stage:asked", "people are told")
)
_ANSWERED = frozenset(("answering", "answered", "stage:completed", "stage:agreed"))
_IN_BRACKET = frozenset(("(n=", "(number"))


def find_sample_size(doc: Document, design: Design, arms: Sequence[Arm]) -> SampleSize:
    """The headline number of the whole study; None where the text gives only the groups' sizes."""
    totals, sizes = find_totals(doc, design), tuple([a.n for a in arms if a.n is not None])
    note("participant_weights", totals.candidates(sizes))
    best = totals.likeliest(sizes)[0]
    if best is None:
        return SampleSize(None, kind=_kind(None, design))
    evidence = doc.evidence(best.sentence.start, best.sentence.end, "sample-size")
    return SampleSize(best.value, _unit(best, design), _kind(best, design), evidence)


class Totals:
    """The numbers of a text that may be its headline number, weighed beside any sizes of groups."""

    def __init__(self, doc: Document, design: Design) -> None:
        self._kind, self._design = design_kind(design), design
        self._weights = crossed_weights("participant_weights", "total", _kinds(design))
        self._part = is_of_a_part(doc)
        self._text = text_traits(doc)
        told = [m for m in find_mentions(doc) if not is_only_planned(m, design)]
        self._things = {m.value for m in told if "people are told" in m.traits}
        fit = [m for m in told if not _is_never(m, self._kind)]
        others = sizes_of_one_study(doc) | sizes_in_turn(find_mentions(doc))
        others |= numbers_asked(doc) if design == "cross_sectional" else frozenset()
        fit = [m for m in fit if m.value not in others]
        self._excluded = sums_excluded(doc) if self._kind == "obs" else frozenset()
        left = [m.value for m in fit if is_what_remains(m, self._kind)] or self._left_unassigned(fit)
        fit = [m for m in fit if not left or m.value <= max(left)]
        self._known = [(m, score(size_traits(m, design, (), part=self._part), self._weights)) for m in fit]
        by_value: dict[int, tuple[list[Mention], list[float]]] = {}
        for mention, weight in self._known:
            places, weights = by_value.setdefault(mention.value, ([], []))
            places.append(mention)
            weights.append(weight)
        self._known_by_value = tuple(by_value.values())

    def _is_before_exclusions(self, value: int, sizes: Sequence[int]) -> bool:
        """Whether a cohort's groups are the number less those excluded: 221 less 18 is 77 and 126."""
        return len(sizes) > 1 and value - sum(sizes) in self._excluded

    def _left_unassigned(self, fit: Sequence[Mention]) -> list[int]:
        """What remains of a greater number in a trial that says of no number that it was randomised."""
        if self._kind != "rct" or any(is_of_all_assigned(m) for m in fit):
            return []
        return [m.value for m in fit if is_led_as_remainder(m)]

    def likeliest(self, sizes: tuple[int, ...]) -> tuple[Mention | None, float]:
        """The total beside groups of these sizes, None if none is likelier, and the log of its share.

        Sizes that add up to the things of the people are no people: 70 and 62 of 132 implants in 48 women.
        """
        sizes = () if sum(sizes) in self._things else sizes
        bar = score(
            none_traits(self._design, sizes, self._text), load_weights("participant_weights", "total")
        )
        best, top, all_of_them = None, bar, [bar]
        for places, alone in self._known_by_value:
            weights = list(map(add, alone, self._beside(places, sizes))) if sizes else alone
            weight = _sum_of_odds(weights)
            all_of_them.append(weight)
            refused = beside_arms(places[0], sizes) & _TOO_FEW[self._kind] or self._is_before_exclusions(
                places[0].value, sizes
            )
            if weight > top and not refused:
                best, top = places[weights.index(max(weights))], weight
        return best, top - _sum_of_odds(all_of_them)

    def _beside(self, places: Sequence[Mention], sizes: tuple[int, ...]) -> Iterator[float]:
        """What the sizes of groups add to the weight of each place of a number."""
        for mention in places:
            told = beside_arms(mention, sizes)
            yield score(telling_of_part(told, part=self._part), self._weights) if told else 0.0

    def candidates(self, sizes: tuple[int, ...]) -> Iterator[Candidate]:
        """All of them with their traits, and none, as whoever observes sees them."""
        for mention, _ in self._known:
            traits = size_traits(mention, self._design, sizes, part=self._part)
            yield Candidate(mention, "total", traits, _kinds(self._design))
        yield Candidate(None, "total", none_traits(self._design, sizes, self._text))


def _is_never(mention: Mention, kind: str) -> bool:
    """A time or a rest; silent places; in a review what a search yields, and studies in brackets."""
    has = mention.traits
    if has & _NEVER or ("head:place" in has and has.isdisjoint(_ANSWERED)):
        return True
    return kind == "meta" and ("retrieved" in has or ("head:study" in has and bool(has & _IN_BRACKET)))


def _sum_of_odds(weights: Sequence[float]) -> float:
    """The log-odds of any of several things, from those of each."""
    if len(weights) == 1:
        return weights[0]
    greatest = max(weights)
    return greatest + math.log(math.fsum([math.exp(w - greatest) for w in weights]))


@lru_cache(maxsize=4)
def find_totals(doc: Document, design: Design) -> Totals:
    """The candidates for the headline number of a report of this design."""
    return Totals(doc, design)


def _kinds(design: Design) -> tuple[str, ...]:
    kind = design_kind(design)
    return () if kind == "rct" else (kind, design) if design == "case_control" else (kind,)


def _unit(mention: Mention, design: Design) -> Unit:
    if design in REVIEW_DESIGNS and "head:study" in mention.traits:
        return "studies"
    return "other" if "head:thing" in mention.traits else "participants"


def _kind(mention: Mention | None, design: Design) -> Kind:
    if mention is None or "RC:random" in mention.traits or "L:random&people" in mention.traits:
        return "randomized" if design == "randomized_trial" else "analysed"
    enrolled = mention.traits & {"RC:enrol", "L1:enrol"} and "RC:identified" not in mention.traits
    return "enrolled" if enrolled else "randomized" if design == "randomized_trial" else "analysed"
