"""What is remarkable about a number that may be the study's total, and about a text that may state none."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from miner.model import Design
from miner.participants.candidates import Mention, design_kind, find_mentions
from miner.participants.no_totals import FEWEST
from miner.rules import load_rules
from miner.text.document import Document
from miner.text.word_starts import Sought

__all__ = [
    "beside_arms",
    "is_led_as_remainder",
    "is_of_a_part",
    "is_of_all_assigned",
    "is_what_remains",
    "none_traits",
    "size_traits",
    "telling_of_part",
    "text_traits",
]

_PEOPLE = frozenset(("head:people", "head:case"))
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


def is_of_a_part(doc: Document) -> bool:
    """Is this a report on some of a study's participants, so that the number randomised is not its own?"""
    return _OF_A_PART.search(doc.words) is not None


def size_traits(mention: Mention, design: Design, sizes: Sequence[int], *, part: bool) -> frozenset[str]:
    """The mention's traits, with what it is to the groups' sizes; more of them in a report on a part."""
    traits = mention.traits | _keys(mention, design_kind(design)) | beside_arms(mention, sizes)
    return telling_of_part(traits, part=part)


def telling_of_part(traits: Set[str], *, part: bool) -> frozenset[str]:
    """The traits; in a report on a part, the telling ones of them a second time, as those of a part."""
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
    if kind == "rct" and is_of_all_assigned(mention):
        keys.add("key: randomised")
    if "RC:random" not in has:
        keys |= {name for name, words in _NOT_ASSIGNED if has & words}
    if "(n=" in has and "one of several" not in has:
        keys.add("key: one n")
    if is_what_remains(mention, kind):
        keys.add("key: what remains")
    if "role:title" in has and has & _PEOPLE:
        keys.add("key: people of the title")
    return keys


def is_of_all_assigned(mention: Mention) -> bool:
    """Whether the number is said to be of those randomised, and not of one group of them."""
    return bool(mention.traits & _ASSIGNED) and not mention.traits & _TO_A_GROUP


def is_what_remains(mention: Mention, kind: str) -> bool:
    """Whether the number is what is left of a greater one in a cohort: ``leaving 1041 for analysis``."""
    if kind != "obs" or not _is_left(mention):
        return False
    after = mention.sentence.text[mention.end - mention.sentence.start :][:_NEAR]
    return is_led_as_remainder(mention) or _AFTER.match(after) is not None


def is_led_as_remainder(mention: Mention) -> bool:
    """Whether the words before the number say that it is what is left of a greater one."""
    return _is_left(mention) and _BEFORE.search(_ahead_of(mention)) is not None


def _is_left(mention: Mention) -> bool:
    """Whether there is a greater number, and this is no handful."""
    return "greatest" not in mention.traits and mention.value >= FEWEST


def _ahead_of(mention: Mention) -> str:
    start = mention.start - mention.sentence.start
    return mention.sentence.text[max(0, start - _NEAR) : start]


def beside_arms(mention: Mention, sizes: Sequence[int]) -> set[str]:
    """What the number is to the sizes of the groups: their sum, one of them, more or less than all."""
    if not sizes:
        return set()
    if len(sizes) == 1:
        return {"the one arm"} if mention.value == sizes[0] else set()
    if mention.value == sum(sizes):
        told = {"n=": "n is sum of arms", "befell them": "befell all arms"}
        return {"sum of arms", *(name for trait, name in told.items() if trait in mention.traits)}
    if mention.value in sizes:
        return {"an arm"}
    more = mention.value > sum(sizes)
    near = sum(sizes) * 0.85 < mention.value < sum(sizes) * 1.18
    return {"more than arms" if more else "less than arms", *(["nearly the arms"] if near else [])}
