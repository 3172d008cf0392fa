"""How many people the study had."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Literal

from miner.document import Document
from miner.model import Arm, Design, SampleSize
from miner.participants import Mention, design_kind, find_mentions
from miner.weights import Candidate, crossed_weights, load_weights, note, score
from miner.word_starts import Sought

__all__ = ["find_sample_size", "size_traits"]

Unit = Literal["participants", "studies", "other"]
Kind = Literal["randomized", "enrolled", "analysed"]
# What a total cannot be: in a trial the groups add up to it at most, in a cohort it may be counted elsewhere.
_TOO_FEW = {"rct": {"an arm", "less than arms"}, "obs": {"an arm"}, "meta": {"an arm"}}
_PLANNED = re.compile(r"\b(?:planned|target(?:ed)?|required|anticipated|expected)\b", re.IGNORECASE)
_NEVER = frozenset(("R1:time role:other head:time <2").split())
_OF_A_PART = Sought(re.compile(
    r"\b(?:sub-?stud(?:y|ies)|sub-?set|secondary\sanalys[ie]s|post[\s-]?hoc|ancillary|companion\sstudy|nested|"
    r"(?:exploratory|unplanned|sub-?group|present|current|retrospective)\sanalys[ie]s|"
    r"were\savailable\s(?:for|from)|samples?\s(?:from|of)|data\sfrom)\b",
    re.IGNORECASE,
))  # fmt: skip
_TELLING = frozenset(
    (
        "greatest|of top all|of top <all|of top <90%|of top <50%|of top <20%|place first|place second|"
        "place third|place later|RC:random|L1:enrol|RC:identified|LC:identified|RC:enrol|sum of arms|"
        "more than arms|nearly the arms|less than arms|role:title|role:background|role:methods|role:results|"
        "out of a greater|counted out of|L1:of|denominator|key: randomised|key: kept out of a greater|"
        "key: one n|(n=|R1:people|L2:subset|L1:subset|RC:subset"
    ).split("|")
)
_REVIEWS = ("meta_analysis", "systematic_review", "narrative_review")


def find_sample_size(doc: Document, design: Design, arms: Sequence[Arm]) -> SampleSize:
    """The headline number of the whole study; None where the text gives only the groups' sizes."""
    kind = design_kind(design)
    kinds = () if kind == "rct" else (kind,)
    weights = crossed_weights("participant_weights", "total", kinds)
    fit = [m for m in find_mentions(doc) if not m.traits & _NEVER and not _is_planned(doc, m, design)]
    part = is_of_a_part(doc)
    told = [size_traits(m, design, arms, part=part) for m in fit]
    none = Candidate(None, "total", none_traits(design, arms))
    ranked = [(score(traits, weights), -i) for i, traits in enumerate(told)]
    bar = score(none.traits, load_weights("participant_weights", "total"))
    sizes = (Candidate(m, "total", traits, kinds) for m, traits in zip(fit, told, strict=True))
    note("participant_weights", chain(sizes, (none,)))
    top, place = max(ranked, default=(bar, 0))
    if top <= bar or _to_arms(fit[-place], arms) & _TOO_FEW[kind]:
        return SampleSize(None, kind=_kind(None, design))
    best = fit[-place]
    evidence = doc.evidence(best.sentence.start, best.sentence.end, "sample-size")
    return SampleSize(best.value, _unit(best, design), _kind(best, design), evidence)


def is_of_a_part(doc: Document) -> bool:
    """Is this a report on some of a study's participants, so that the number randomised is not its own?"""
    return _OF_A_PART.search(doc.words) is not None


def size_traits(mention: Mention, design: Design, arms: Sequence[Arm], *, part: bool) -> frozenset[str]:
    """The mention's traits, with what it is to the groups' sizes; more of them in a report on a part."""
    traits = mention.traits | _keys(mention, design_kind(design)) | _to_arms(mention, arms)
    return traits | {f"part, {t}" for t in traits & _TELLING} if part else traits


def none_traits(design: Design, arms: Sequence[Arm]) -> tuple[str, ...]:
    """What speaks for a text that states no total."""
    kind = design_kind(design)
    sized = any(a.n is not None for a in arms)
    return ("NONE", f"NONE {kind}", f"NONE {design}", *(("NONE arms", f"NONE arms {kind}") if sized else ()))


def _keys(mention: Mention, kind: str) -> set[str]:
    """Traits that decide almost alone."""
    has = mention.traits
    keys = set()
    if kind == "rct" and "RC:random" in has and not has & {"RC:group", "R1:to"}:
        keys.add("key: randomised")
    if has & {"out of a greater, random", "out of a greater, enrol", "out of a greater, identified"}:
        keys.add("key: kept out of a greater")
    if has & {"of which fewer, random", "of which fewer, enrol", "of which fewer, identified"}:
        keys.add("key: of which fewer kept")
    if has & {"RC:screened", "L1:screened", "L2:screened"} and "RC:random" not in has:
        keys.add("key: screened or planned")
    if "RC:event" in has and "RC:random" not in has:
        keys.add("key: had an event")
    if "(n=" in has and "one of several" not in has:
        keys.add("key: one n")
    return keys


def _to_arms(mention: Mention, arms: Sequence[Arm]) -> set[str]:
    sizes = [a.n for a in arms if a.n is not None]
    if len(sizes) < 2:
        return set()
    if mention.value == sum(sizes):
        return {"sum of arms"}
    if mention.value in sizes:
        return {"an arm"}
    more = mention.value > sum(sizes)
    near = sum(sizes) * 0.85 < mention.value < sum(sizes) * 1.18
    return {"more than arms" if more else "less than arms", *(["nearly the arms"] if near else [])}


def _is_planned(doc: Document, mention: Mention, design: Design) -> bool:
    """A number that was planned is a size in a protocol only."""
    before = doc.text[max(mention.sentence.start, mention.start - 45) : mention.start]
    return design != "other" and bool(_PLANNED.search(before))


def _unit(mention: Mention, design: Design) -> Unit:
    if design in _REVIEWS and "head:study" in mention.traits:
        return "studies"
    return "other" if "head:thing" in mention.traits else "participants"


def _kind(mention: Mention | None, design: Design) -> Kind:
    if mention is None or "RC:random" in mention.traits or "L:random&people" in mention.traits:
        return "randomized" if design == "randomized_trial" else "analysed"
    enrolled = mention.traits & {"RC:enrol", "L1:enrol"} and "RC:identified" not in mention.traits
    return "enrolled" if enrolled else "randomized" if design == "randomized_trial" else "analysed"
