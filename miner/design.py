"""Which design the report has.

Every rule of ``rules/design.toml`` that matches speaks for one or more designs with its weight, stronger
from the title and the methods than from the background, where designs of other studies are named. The
sum decides. Publication types and MeSH headings take part with lower weights, since they err.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple, cast, get_args

from miner.document import Document, Role, Sentence
from miner.model import Design, Evidence
from miner.rules import Rule, load_rules
from miner.word_starts import Sought

__all__ = ["find_design"]

_DESIGNS: tuple[Design, ...] = get_args(Design)
# How far a sentence of each role speaks of this study rather than of others.
_FACTORS: Mapping[Role, float] = {
    "title": 1.5,
    "background": 0.35,
    "methods": 1.0,
    "results": 0.7,
    "conclusion": 0.45,
    "other": 0.3,
}
_AIM = re.compile(
    r"\b(?:aim|aims|aimed|objectives?|purpose|goal|we|this study|present study|our study|sought"
    r"|to (?:determine|evaluate|assess|compare|investigate|examine|describe|report|explore|identify|study"
    r"|analy[sz]e|test|review))\b",
    re.IGNORECASE,
)
# "A randomised controlled trial." after a title's full stop; a sentence of its own would hold a verb.
_SUBTITLE = re.compile(
    r"(?!.*\b(?:is|are|was|were|be|been|ha[sd]|have|may|can|will|we|to)\b)(?:[\w-]+,?\s){0,12}?"
    r"(?:trial|stud(?:y|ies)|analys[ie]s|review|series|report|survey|cohort)\b(?:\s(?:of|in|from|for|with|on|at|by|using|among)\b[^.?]{0,60})?[.?]?",
    re.IGNORECASE,
)
_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")
_LONGEST_SUBTITLE = 120
_SEARCHED = frozenset(("title-systematic-review", "databases-searched", "studies-included"))
_POOLED = frozenset(("pooling", "meta-analysis-done"))
_OF_AN_AIM = 0.9  # a sentence of the background that says what this study is for
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
    """The design of the report and the sentence that shows it best."""
    scores: dict[Design, float] = dict.fromkeys(_DESIGNS, 0.0)
    scores["retrospective_cohort"] = _BY_CHANCE
    cues = find_cues(doc)
    for cue, share in _shares(cues):
        for design, weight in cue.rule.data["gives"].items():
            scores[cast("Design", design)] += weight * cue.factor * share
    best = max(_DESIGNS, key=scores.__getitem__)
    return best, _evidence(doc, best, cues)


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
    lines = sorted((_line(s) for s in doc.sentences), key=lambda line: -line.factor)
    by_place = {place: [line for line in lines if _stands(line.role, place)] for place in _places()}
    printed = [cue for told in _told() if (cue := _best(told, doc, by_place[told.place]))]
    told_beside = _metadata(doc, {cue.rule.id for cue in printed})
    shown: frozenset[str] = frozenset().union(*map(_in_metadata, told_beside))
    return printed + [_Cue(rule, 1.0, None) for rule in load_rules("design").rules if rule.id in shown]


class _Line(NamedTuple):
    """A sentence as the rules read it, all hyphens as one; as bits the rules that can match in it."""

    factor: float
    role: Role
    start: int
    end: int
    text: str
    fitting: int


def _line(sentence: Sentence) -> _Line:
    text = sentence.text if sentence.text.isascii() else sentence.text.translate(_DASHES)
    role = _role(sentence)
    fitting = load_rules("design").sieve.fitting(text)
    return _Line(_factor(role, text), role, sentence.start, sentence.end, text, fitting)


@dataclass(frozen=True, slots=True)
class _Told:
    """A rule that sentences are read with, the place that it reads, and its bit among the fitting ones."""

    rule: Rule
    sought: Sought
    place: str | None
    bit: int

    def search(self, line: _Line, places: Sequence[int] | None) -> re.Match[str] | None:
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


def _best(told: _Told, doc: Document, lines: Sequence[_Line]) -> _Cue | None:
    """The match of the rule in the sentence that speaks most of this study."""
    lines = [line for line in lines if line.fitting & told.bit]
    if not lines:
        return None
    starts = told.sought.starts
    places = None if starts is None else doc.words.places(starts)
    for line in lines:
        if m := told.search(line, places):
            least = 1.0 if told.rule.data.get("anywhere") else 0.0
            return _Cue(told.rule, max(least, line.factor), line.start + m.start())
    return None


def _role(sentence: Sentence) -> Role:
    """The sentence's role; a second sentence of the title is title as well."""
    if sentence.index != 1 or sentence.section.label or len(sentence.text) > _LONGEST_SUBTITLE:
        return sentence.role
    return "title" if _SUBTITLE.fullmatch(sentence.text) else sentence.role


def _factor(role: Role, text: str) -> float:
    if role == "background" and _AIM.search(text):
        return _OF_AN_AIM
    return _FACTORS[role]


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
