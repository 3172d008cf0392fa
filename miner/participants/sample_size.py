"""How many people the study had."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from operator import add
from typing import Literal

from miner.model import REVIEW_DESIGNS, Arm, Design, SampleSize
from miner.participants.candidates import Mention, design_kind, find_mentions
from miner.participants.no_totals import FEWEST, sizes_of_one_study, sums_excluded
from miner.rules import load_rules
from miner.text.document import Document
from miner.text.word_starts import Sought
from miner.weights import Candidate, crossed_weights, load_weights, note, score

__all__ = ["Totals", "find_sample_size", "find_totals", "size_traits"]

Unit = Literal["participants", "studies", "other"]
Kind = Literal["randomized", "enrolled", "analysed"]
# What a total cannot be: in a trial the groups add up to it at most, in a cohort it may be counted elsewhere.
_TOO_FEW = {
    "rct": {"an arm", "the one arm", "less than arms"},
    "obs": {"an arm", "the one arm"},
    "meta": {"an arm", "the one arm"},
}
_PLANNED = re.compile(
    r"\b(?:planned|target(?:ed)?|required|anticipated|expected|plan(?:s|ning)?\sto|designed\sto\s(?:enrol|recruit|include|accrue|randomi)\w*|"
    r"(?:aim(?:s|ed)?|intend(?:s|ed)?|hoped)\sto\s(?:enrol|recruit|include|accrue|randomi)\w*)\b",
    re.IGNORECASE,
)
_NEEDED = re.compile(
    r"\s(?:planned|intended|required|needed|targeted|anticipated|expected|projected)\b|[^.;:()]{0,60}?\b(?:(?:were|was|are|is|would\sbe|will\sbe)\s(?:needed|required|necessary|planned|sufficient|calculated|"
    r"anticipated|expected|estimated\sto)|(?:would|will|should|to)\sbe\s(?:enrolled|recruited|randomi[sz]ed|included|accrued)|"
    r"(?:will|would)\s(?:provide|give|have|allow|suffice|be))\b",
    re.IGNORECASE,
)
_NEVER = frozenset(("R1:time", "role:other", "head:time", "<2", "of each", "pair", "kin", "stage:asked"))
_PEOPLE = frozenset(("head:people", "head:case"))
_IN_BRACKET = frozenset(("(n=", "(number"))
_KEPT = frozenset(f"stage:{stage}" for stage in ("randomised", "enrolled", "analysed", "found", "agreed"))
_FEWER = frozenset(f"fewer {stage}" for stage in _KEPT)
_ASSIGNED, _TO_A_GROUP = (
    frozenset(("RC:random", "stage:randomised")),
    frozenset(("RC:group", "R1:to", "stage~randomised")),
)
_KEYS = (
    ("key: kept out of a greater", frozenset(("out of a greater",)), _KEPT),
    ("key: of which fewer kept", frozenset(("of which fewer",)), _FEWER),
    ("key: fewer than asked", frozenset(("stage:asked",)), _FEWER),
    ("key: fewer than eligible", frozenset(("stage:eligible",)), _FEWER),
    ("key: share of all", frozenset(("share itself",)), frozenset(("stage:befell", "stage:refused"))),
)
_NOT_ASSIGNED = (
    ("key: screened or planned", frozenset(("RC:screened", "L1:screened", "L2:screened"))),
    ("key: had an event", frozenset(("RC:event",))),
)
_OF_A_PART = Sought(re.compile(
    r"\b(?:sub-?stud(?:y|ies)|sub-?set|secondary\sanalys[ie]s|post[\s-]?hoc|ancillary|companion\sstudy|nested|"
    r"(?:exploratory|unplanned|sub-?group|present|current|retrospective)\sanalys[ie]s|"
    r"were\savailable\s(?:for|from)|samples?\s(?:from|of)|data\sfrom)\b",
    re.IGNORECASE,
))  # fmt: skip
_SEVERAL = Sought(re.compile(
    r"\b(?:two|three|four|five|both|several|these|[2-5])\s(?:[\w-]+,?\s){0,5}?"
    r"(?:trials|studies|cohorts|experiments|databases|registries)\b"
    r"|\b(?:study|trial|cohort|part|experiment)[\s-](?:A|B|1|2|I|II)\b|\b(?:trials|studies|cohorts)\s(?:were|was|of)\b",
    re.IGNORECASE,
))  # fmt: skip
_CASES = Sought(re.compile(r"\bcase[\s-](?:control|referent)|\bcontrols\b", re.IGNORECASE))  # fmt: skip
_DERIVED = Sought(re.compile(
    r"\b(?:derivation|training|development|discovery|learning|modell?ing|construction)\s(?:and\s\w+\s)?"
    r"(?:cohort|set|sample|group|dataset|population)s?\b|\bderived?\b",
    re.IGNORECASE,
))  # fmt: skip
_VALIDATED = Sought(
    re.compile(r"\b(?:validation|validated|testing|test|replication|verification)\b", re.IGNORECASE)
)
_TELLING = frozenset(
    (
        "greatest|of top all|of top <all|of top <90%|of top <50%|of top <20%|place first|place second|"
        "place third|place later|RC:random|L1:enrol|RC:identified|LC:identified|RC:enrol|sum of arms|"
        "more than arms|nearly the arms|less than arms|role:title|role:background|role:methods|role:results|"
        "out of a greater|counted out of|L1:of|denominator|key: randomised|key: kept out of a greater|"
        "key: one n|(n=|R1:people|L2:subset|L1:subset|RC:subset"
    ).split("|")
)
_LEFT = load_rules("remainders")
_BEFORE, _AFTER = _LEFT["remains-before"].pattern, _LEFT["remains-after"].pattern
_NEAR = 160  # characters


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
        fit = [
            m for m in find_mentions(doc) if not _is_never(m, self._kind) and not _is_planned(doc, m, design)
        ]
        of_one = sizes_of_one_study(doc)
        fit = [m for m in fit if m.value not in of_one]
        self._excluded = sums_excluded(doc) if self._kind == "obs" else frozenset()
        left = [m.value for m in fit if _is_what_remains(m, self._kind)] or self._left_unassigned(fit)
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
        if self._kind != "rct" or any("key: randomised" in _keys(m, "rct") for m in fit):
            return []
        return [m.value for m in fit if _is_left(m) and _BEFORE.search(_ahead_of(m))]

    def likeliest(self, sizes: tuple[int, ...]) -> tuple[Mention | None, float]:
        """The total beside groups of these sizes, None if none is likelier, and the log of its share."""
        bar = score(
            none_traits(self._design, sizes, self._text), load_weights("participant_weights", "total")
        )
        best, top, all_of_them = None, bar, [bar]
        for places, alone in self._known_by_value:
            weights = list(map(add, alone, self._beside(places, sizes))) if sizes else alone
            weight = _sum_of_odds(weights)
            all_of_them.append(weight)
            refused = _to_arms(places[0], sizes) & _TOO_FEW[self._kind] or self._is_before_exclusions(
                places[0].value, sizes
            )
            if weight > top and not refused:
                best, top = places[weights.index(max(weights))], weight
        return best, top - _sum_of_odds(all_of_them)

    def _beside(self, places: Sequence[Mention], sizes: tuple[int, ...]) -> Iterator[float]:
        """What the sizes of groups add to the weight of each place of a number."""
        for mention in places:
            told = _to_arms(mention, sizes)
            yield score(_told(told, part=self._part), self._weights) if told else 0.0

    def candidates(self, sizes: tuple[int, ...]) -> Iterator[Candidate]:
        """All of them with their traits, and none, as whoever observes sees them."""
        for mention, _ in self._known:
            traits = size_traits(mention, self._design, sizes, part=self._part)
            yield Candidate(mention, "total", traits, _kinds(self._design))
        yield Candidate(None, "total", none_traits(self._design, sizes, self._text))


def _is_never(mention: Mention, kind: str) -> bool:
    """A time or a rest; in a review also what a search yields, and studies that a bracket counts."""
    has = mention.traits
    if has & _NEVER:
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


def is_of_a_part(doc: Document) -> bool:
    """Is this a report on some of a study's participants, so that the number randomised is not its own?"""
    return _OF_A_PART.search(doc.words) is not None


def size_traits(mention: Mention, design: Design, sizes: Sequence[int], *, part: bool) -> frozenset[str]:
    """The mention's traits, with what it is to the groups' sizes; more of them in a report on a part."""
    traits = mention.traits | _keys(mention, design_kind(design)) | _to_arms(mention, sizes)
    return _told(traits, part=part)


def _told(traits: Set[str], *, part: bool) -> frozenset[str]:
    return frozenset(traits | {f"part, {t}" for t in traits & _TELLING} if part else traits)


def text_traits(doc: Document) -> tuple[str, ...]:
    """What in a text tells whether it states a total: several studies, cases and controls, a pair."""
    told = {
        "several studies": bool(_SEVERAL.search(doc.words)),
        "derived and validated": bool(_DERIVED.search(doc.words) and _VALIDATED.search(doc.words)),
        "cases and controls": bool(_CASES.search(doc.words)),
        "pair first": any({"pair", "place first"} <= m.traits for m in find_mentions(doc)),
    }
    return tuple([name for name, holds in told.items() if holds])


def none_traits(design: Design, sizes: Sequence[int], text: Sequence[str] = ()) -> tuple[str, ...]:
    """What speaks for a text that states no total."""
    kind = design_kind(design)
    told = (*text, *(("arms",) if sizes else ()))
    return (
        "NONE",
        f"NONE {kind}",
        f"NONE {design}",
        *(f"NONE {t}{k}" for t in told for k in ("", f" {kind}")),
    )


def _keys(mention: Mention, kind: str) -> set[str]:
    """Traits that decide almost alone."""
    has = mention.traits
    keys = {name for name, one, other in _KEYS if has & one and has & other}
    if kind == "rct" and has & _ASSIGNED and not has & _TO_A_GROUP:
        keys.add("key: randomised")
    if "RC:random" not in has:
        keys |= {name for name, words in _NOT_ASSIGNED if has & words}
    if "(n=" in has and "one of several" not in has:
        keys.add("key: one n")
    if _is_what_remains(mention, kind):
        keys.add("key: what remains")
    if "role:title" in has and has & _PEOPLE:
        keys.add("key: people of the title")
    return keys


def _is_what_remains(mention: Mention, kind: str) -> bool:
    """Whether the number is what is left of a greater one in a cohort: ``leaving 1041 for analysis``."""
    if kind != "obs" or not _is_left(mention):
        return False
    after = mention.sentence.text[mention.end - mention.sentence.start :][:_NEAR]
    return bool(_BEFORE.search(_ahead_of(mention)) or _AFTER.match(after))


def _is_left(mention: Mention) -> bool:
    """Whether there is a greater number, and this is no handful."""
    return "greatest" not in mention.traits and mention.value >= FEWEST


def _ahead_of(mention: Mention) -> str:
    start = mention.start - mention.sentence.start
    return mention.sentence.text[max(0, start - _NEAR) : start]


def _to_arms(mention: Mention, sizes: Sequence[int]) -> set[str]:
    if not sizes:
        return set()
    if len(sizes) == 1:
        return {"the one arm"} if mention.value == sizes[0] else set()
    if mention.value == sum(sizes):
        return {"sum of arms", "n is sum of arms"} if "n=" in mention.traits else {"sum of arms"}
    if mention.value in sizes:
        return {"an arm"}
    more = mention.value > sum(sizes)
    near = sum(sizes) * 0.85 < mention.value < sum(sizes) * 1.18
    return {"more than arms" if more else "less than arms", *(["nearly the arms"] if near else [])}


def _is_planned(doc: Document, mention: Mention, design: Design) -> bool:
    """A number that was planned is a size in a protocol only."""
    before = doc.text[max(mention.sentence.start, mention.start - 45) : mention.start]
    if design == "other":
        return False
    return bool(_PLANNED.search(before) or _NEEDED.match(doc.text, mention.end, mention.sentence.end))


def _unit(mention: Mention, design: Design) -> Unit:
    if design in REVIEW_DESIGNS and "head:study" in mention.traits:
        return "studies"
    return "other" if "head:thing" in mention.traits else "participants"


def _kind(mention: Mention | None, design: Design) -> Kind:
    if mention is None or "RC:random" in mention.traits or "L:random&people" in mention.traits:
        return "randomized" if design == "randomized_trial" else "analysed"
    enrolled = mention.traits & {"RC:enrol", "L1:enrol"} and "RC:identified" not in mention.traits
    return "enrolled" if enrolled else "randomized" if design == "randomized_trial" else "analysed"
