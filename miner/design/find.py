"""Which design the report has.

Every rule of ``rules/design.toml`` that matches speaks for one or more designs with its weight, stronger
from the title and the methods than from the background, where designs of other studies are named. Publication
types and MeSH headings take part with lower weights, since they err. The sum, and the classes of words of
``rules/design_words.toml`` by weights fitted on labelled abstracts (``rules/design_weights.toml``), decide: a
report that names no design of its own is known by whom it counts, from where and how it analyses them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from operator import or_
from typing import cast, get_args

from miner.design.lines import Line, design_lines
from miner.design.traits import design_traits
from miner.model import Design, Evidence
from miner.rules import Rule, load_rules
from miner.text.document import Document, Role
from miner.text.word_starts import Sought, WordStarts
from miner.weights import Candidate, load_weights, note, score

__all__ = ["find_design"]

_DESIGNS: tuple[Design, ...] = get_args(Design)
_OBSERVATIONAL: frozenset[Design] = frozenset((
    "prospective_cohort", "registry_cohort", "retrospective_cohort",
    "case_control", "cross_sectional", "case_series",
))  # fmt: skip
_SEARCHED = frozenset(("title-systematic-review", "databases-searched", "studies-included"))
_POOLED = frozenset(("pooling", "meta-analysis-done"))
_OF_ITS_KIN = 0.2  # what the weaker rules of a family count for
_BY_CHANCE = 0.2  # what a text without any cue has for a review of patients


@dataclass(frozen=True, slots=True)
class _Cue:
    """A rule's best match: its rule, how strongly it speaks, and where it stands (None: metadata)."""

    rule: Rule
    factor: float
    start: int | None


@lru_cache(maxsize=4)
def find_design(doc: Document) -> tuple[Design, Evidence | None]:
    """The design of the report and the sentence that shows it best; ``other`` where nothing shows any."""
    points: dict[Design, float] = dict.fromkeys(_DESIGNS, 0.0)
    points["retrospective_cohort"] = _BY_CHANCE
    cues = find_cues(doc)
    for cue, share in _shares(cues):
        for design, weight in cue.rule.data["gives"].items():
            points[cast("Design", design)] += weight * cue.factor * share
    traits = design_traits(doc)
    note("design_weights", (Candidate((d, points[d]), _section(d), tuple(traits)) for d in _DESIGNS))
    best = max(_DESIGNS, key=lambda design: _odds(design, points[design], traits))
    shown = _evidence(doc, best, cues) or _by_its_words(doc, best, traits)
    silent = shown is None and not doc.publication_types and not doc.mesh
    return ("other", None) if silent else (best, shown)


def _section(design: Design) -> str:
    """The section of the weights that a design has: its own, or that of all which are not observational."""
    return design if design in _OBSERVATIONAL else "not_observational"


def _odds(design: Design, points: float, traits: Iterable[str]) -> float:
    weights = load_weights("design_weights", _section(design))
    return (
        points * load_weights("design_weights", "rules")["points"] + weights["BIAS"] + score(traits, weights)
    )


def _shares(cues: Sequence[_Cue]) -> Iterator[tuple[_Cue, float]]:
    """How much each cue counts: all but the strongest of a family little, for they say the same."""
    strongest: dict[str, _Cue] = {}
    for cue in cues:
        family = cue.rule.data.get("family")
        if family and (family not in strongest or _voice(cue) > _voice(strongest[family])):
            strongest[family] = cue
    for cue in cues:
        family = cue.rule.data.get("family")
        yield cue, 1.0 if family is None or strongest[family] is cue else _OF_ITS_KIN


def _voice(cue: _Cue) -> float:
    return cue.factor * float(max(cue.rule.data["gives"].values(), default=0.0))


def find_cues(doc: Document) -> list[_Cue]:
    """All that speaks for a design, in the order of the table."""
    sieve = load_rules("design").sieve
    lines = [(line, sieve.fitting(line.text)) for line in design_lines(doc)]
    by_place = {place: [told for told in lines if _stands(told[0].role, place)] for place in _places()}
    fitting = {place: reduce(or_, [bits for _, bits in told], 0) for place, told in by_place.items()}
    words = doc.words
    printed = [
        cue
        for told in _told()
        if told.bit & fitting[told.place] and (cue := _best(told, words, by_place[told.place]))
    ]
    told_beside = _metadata(doc, {cue.rule.id for cue in printed})
    shown: frozenset[str] = frozenset().union(*map(_in_metadata, told_beside))
    return printed + [_Cue(rule, 1.0, None) for rule in load_rules("design").rules if rule.id in shown]


@dataclass(frozen=True, slots=True)
class _Told:
    """A rule that sentences are read with, the place that it reads, and its bit among the fitting ones."""

    rule: Rule
    sought: Sought
    place: str | None
    bit: int

    def search(self, line: Line, places: Sequence[int] | None) -> re.Match[str] | None:
        """The first match in the sentence, which begins at one of the places of the text, if given."""
        if places is None:
            return self.rule.pattern.search(line.text)
        first = bisect_left(places, line.start)
        inside = places[first : bisect_left(places, line.end, first)]
        return self.sought.search_at(line.text, [p - line.start for p in inside]) if inside else None


@cache
def _told() -> tuple[_Told, ...]:
    return tuple(
        _Told(rule, Sought(rule.pattern), _place(rule), 1 << index)
        for index, rule in enumerate(load_rules("design").rules)
        if rule.data.get("place") != "metadata"
    )


@cache
def _places() -> frozenset[str | None]:
    return frozenset(told.place for told in _told())


def _place(rule: Rule) -> str | None:
    """Only results and conclusions report: methods name p-values, backgrounds the results of others."""
    return "report" if rule.id == "results-reported" else cast("str | None", rule.data.get("place"))


@lru_cache(maxsize=4096)
def _in_metadata(line: str) -> frozenset[str]:
    """Ids of the rules that a line of metadata fits."""
    rules = (rule for rule in load_rules("design").rules if rule.data.get("place") == "metadata")
    return frozenset(rule.id for rule in rules if rule.pattern.search(line))


def _best(told: _Told, words: WordStarts, lines: Sequence[tuple[Line, int]]) -> _Cue | None:
    """The match of the rule in the sentence that speaks most of this study."""
    starts = told.sought.starts
    places = None if starts is None else words.places(starts)
    for line in [line for line, bits in lines if bits & told.bit] if places is None or places else ():
        if m := told.search(line, places):
            least = 1.0 if told.rule.data.get("anywhere") else 0.0
            return _Cue(told.rule, max(least, line.factor), line.start + m.start())
    return None


def _metadata(doc: Document, seen: set[str]) -> list[str]:
    """Publication types, headings of both kinds, and what the text lacks, as lines that rules can read."""
    lines = [f"type: {name}" for name in doc.publication_types] + [f"mesh: {name}" for name in doc.mesh]
    lines += [f"heading: {section.label}" for section in doc.sections if section.label]
    if "results-reported" not in seen:
        lines.append("no results")
        if seen & {"planned", "present-tense-trial"}:
            lines.append("planned, no results")
    if seen & _SEARCHED and seen & _POOLED:
        lines.append("searched, pooled")
    if "factors-or-groups" not in seen:
        lines.append("nothing compared")
    return lines


def _stands(role: Role, place: str | None) -> bool:
    """Whether a rule for this place reads a sentence of this role; "body" is all but the title."""
    if place == "report":
        return role in ("results", "conclusion")
    return place is None or role == place or (place == "body" and role != "title")


def _evidence(doc: Document, design: Design, cues: Sequence[_Cue]) -> Evidence | None:
    """The sentence of the cue that spoke most for the design."""

    def voice(cue: _Cue) -> float:
        return float(cue.rule.data["gives"].get(design, 0.0)) * cue.factor

    printed = [cue for cue in cues if cue.start is not None and voice(cue) > 0]
    if not printed:
        return None
    best = max(printed, key=voice)
    sentence = doc.sentence_at(best.start or 0)
    return doc.evidence(sentence.start, sentence.end, best.rule.id)


def _by_its_words(doc: Document, design: Design, traits: Mapping[str, int | None]) -> Evidence | None:
    """The sentence with the word that speaks most for the design, where no rule does."""
    weights = load_weights("design_weights", _section(design))
    shown = [(weights.get(trait, 0.0), -start) for trait, start in traits.items() if start is not None]
    weight, place = max(shown, default=(0.0, 0))
    if weight <= 0:
        return None
    sentence = doc.sentence_at(-place)
    return doc.evidence(sentence.start, sentence.end, "design_words")
