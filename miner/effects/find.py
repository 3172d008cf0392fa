"""Stated estimates of a contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from miner.checks.of_effect import check_effect
from miner.contrasts.read import read_contrast
from miner.effects.adjustment import AdjustmentCues, adjustment_cues, is_adjusted
from miner.effects.endpoints import endpoint_of_effect
from miner.effects.marks import Head, ShortForms, find_heads, short_forms
from miner.effects.numbers import Estimate, read_estimates
from miner.effects.p_of_effect import attach_p_values
from miner.effects.percent_changes import is_restated, percent_changes
from miner.effects.scan import RATIOS, Scan, scan
from miner.effects.subgroups import subgroup_of
from miner.model import Arm, Effect
from miner.rules import load_rules
from miner.text.abbreviations import find_abbreviations
from miner.text.document import Document, Sentence
from miner.text.sentences import LONGEST

__all__ = ["find_effects"]

_MOST_JOINED = 3  # sentences
_LEADING = 300  # characters
_BRACKET = re.compile(r"[()\[\]]")
_BY_OTHERS = load_rules("statistics")["found-by-others"].pattern
_LOGISTIC = re.compile(r"\blogistic\s(?:regression|model)", re.I)
_HAZARDS = re.compile(r"\bcox\b|\bproportional[\s-]hazards?\b", re.I)
_OTHER_MODEL = re.compile(r"\b(?:cox|proportional|poisson|binomial|hazards?)\b", re.I)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences that were cut apart inside a bracket, as one piece of text."""

    start: int
    end: int
    first: Sentence


@dataclass(frozen=True, slots=True)
class Context:
    """What the effects of one text share."""

    doc: Document
    arms: Sequence[Arm]
    cues: AdjustmentCues


def find_effects(doc: Document, arms: Sequence[Arm]) -> tuple[Effect, ...]:
    """Every stated estimate, in the order of the text."""
    read = list(_read(doc))
    if not any(estimates for _, estimates in read):
        return ()
    context = Context(doc, arms, adjustment_cues(doc))
    ratios = [e.value.value for _, estimates in read for e in estimates if e.measure in RATIOS]
    found: list[Effect] = []
    for stretch, estimates in read:
        for e in estimates:
            if not is_restated(e, estimates, ratios):
                effect = _effect(context, stretch, e)
                if not _repeats(context, stretch, effect, found):
                    found.append(effect)
    return tuple(found)


def _read(doc: Document) -> Iterator[tuple[Stretch, list[Estimate]]]:
    """The estimates of each stretch; a measure named in one may govern a list in the next."""
    forms = short_forms(doc.text, find_abbreviations(doc.text))
    inherited: Head | None = None
    before: Scan | None = None
    told: list[Estimate] = []
    for stretch in _stretches(doc):
        text = doc.text[stretch.start : stretch.end]
        if not _DIGIT.search(text):
            inherited = None
            continue
        leading = doc.text[max(0, stretch.start - _LEADING) : stretch.start]
        seen = scan(text, forms, before=leading, continued=inherited is not None)
        if not seen.numbers:
            inherited, before, told = None, seen, []
            continue
        estimates = attach_p_values(
            seen, read_estimates(seen, inherited, lambda: _usual_ratio(doc.text, forms))
        )
        inherited = estimates[-1].head if estimates else None
        estimates = [e for e in estimates if _may_stand(doc, stretch, e)]
        if stretch.first.role in ("results", "conclusion"):
            concluding = stretch.first.role == "conclusion"
            changes = percent_changes(seen, estimates, before, told, concluding=concluding)
            estimates += attach_p_values(seen, changes)
        before, told = seen, estimates
        yield stretch, estimates


def _usual_ratio(text: str, forms: ShortForms) -> Head | None:
    """The ratio that a text names, where it names one only; where it names none, that of its model."""
    ratios = [h for h in find_heads(text, forms) if h.measure in RATIOS]
    if ratios:
        return ratios[0] if len({h.measure for h in ratios}) == 1 else None
    if _LOGISTIC.search(text) and not _OTHER_MODEL.search(text):
        return Head("OR", 0, 0, "odds-ratio")
    if _HAZARDS.search(text) and not _LOGISTIC.search(text):
        return Head("HR", 0, 0, "hazard-ratio")
    return Head("OTHER", 0, 0, "plain-ratio")


def _may_stand(doc: Document, stretch: Stretch, e: Estimate) -> bool:
    """Whether an estimate can be a result where it stands: under "Background" it is another study's.

    So it is where a text without headings begins with what others found. Under "Methods" a difference
    without an interval is one that was planned for.
    """
    heading = stretch.first.section.role
    if heading == "background":
        return not any(s.role == "results" for s in doc.sections)
    if heading is None and stretch.first.role == "background" and _BY_OTHERS.search(stretch.first.text):
        return False
    return heading != "methods" or e.interval is not None or e.measure in RATIOS


def _repeats(context: Context, stretch: Stretch, effect: Effect, found: Sequence[Effect]) -> bool:
    """Whether a conclusion says again what the results said: same measure and value, no other interval."""
    if stretch.first.role != "conclusion":
        return False
    return any(
        f.measure == effect.measure and f.value == effect.value and effect.ci in (None, f.ci)
        for f in found
        if context.doc.sentence_at(f.evidence.start).role != "conclusion"
    )


def _effect(context: Context, stretch: Stretch, e: Estimate) -> Effect:
    doc = context.doc
    start, end = stretch.start + e.start, stretch.start + e.end
    sentence = doc.sentence_at(start)
    endpoint, endpoint_class = endpoint_of_effect(doc, sentence, start, end)
    contrast, clarity = read_contrast(doc, sentence, start, end, context.arms, endpoint)
    ci = _bounds(e)
    effect = Effect(
        endpoint=endpoint,
        endpoint_class=endpoint_class,
        measure=e.measure,
        value=e.value.value,
        ci=ci,
        ci_level=e.interval.level if e.interval is not None and ci else None,
        p=e.p.p if e.p else None,
        contrast=contrast,
        clarity=clarity,
        adjusted=is_adjusted(doc, context.cues, (start, end), contrast, context.arms),
        subgroup=subgroup_of(doc, sentence, start, end, contrast),
        evidence=doc.evidence(stretch.start, stretch.end, e.head.rule),
    )
    return replace(effect, checks=check_effect(effect))


def _bounds(e: Estimate) -> tuple[float, float] | None:
    """The interval, lower bound first; bounds that do not hold the value stay in printed order."""
    if e.interval is None or e.interval.low is None or e.interval.high is None:
        return None
    low, high = e.interval.low, e.interval.high
    return (high, low) if low > high and high <= e.value.value <= low else (low, high)


def _stretches(doc: Document) -> Iterator[Stretch]:
    """Sentences, joined where a cut fell inside a bracket."""
    group: list[Sentence] = []
    for sentence in doc.sentences:
        if group and not _continues(group, sentence):
            yield Stretch(group[0].start, group[-1].end, group[0])
            group = []
        group.append(sentence)
    if group:
        yield Stretch(group[0].start, group[-1].end, group[0])


def _continues(group: Sequence[Sentence], following: Sentence) -> bool:
    """Whether a bracket opened in the sentences so far is closed at once in the following one."""
    depth = sum([_depth(s.text) for s in group])
    if depth <= 0 or len(group) >= _MOST_JOINED or following.section is not group[0].section:
        return False
    if following.end - group[0].start > LONGEST:
        return False
    bracket = _BRACKET.search(following.text)
    return bracket is not None and bracket[0] in ")]"


def _depth(text: str) -> int:
    """How many brackets a text leaves open."""
    return text.count("(") + text.count("[") - text.count(")") - text.count("]")
