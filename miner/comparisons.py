"""Comparisons stated without an effect estimate."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.comparison_claims import Claim, claims_in
from miner.comparison_direction import group_words, oriented
from miner.contrasts import contrast_for
from miner.document import Document, Sentence
from miner.endpoints import class_in_context, endpoint_for
from miner.model import Arm, Comparison, Effect
from miner.rules import load_rules

__all__ = ["find_comparisons"]

_HINT = re.compile(
    r"\bp\s?[=<>≤]|signific|similar|comparable|\bno\s|\bnot\b|equivalent|the\ssame|equal|superior|without|fail|differ|identical|neither|\bns\b|n\.s\.",
    re.IGNORECASE,
)

_BETWEEN = re.compile(
    r"\b(?:between|across|than|versus|vs|control|placebo|compared\swith\s(?!baseline))\b(?:\s(?:the\s)?(?:\w+\s)?(?:groups|arms))?",
    re.IGNORECASE,
)

_SUMS_UP = re.compile(
    r"\b(?:conclu\w+|suggest\w*|our|these|this|in\ssummary|overall|therefore|thus|may|might|should|can|could|appears?|seems?|is|are|does|do|has|we|study|trial|demonstrate[ds]?|showed|well)\b",
    re.IGNORECASE,
)
_FINDS = re.compile(
    r"\bbetween\s(?:the\s)?(?:\w+\s){0,3}(?:groups|arms)\b|\bsignificantly\b|\d\s?%", re.IGNORECASE
)
_NEXT_CLAUSE = re.compile(
    r";|,\s(?:but|whereas|while|although)\b|\bwhereas\b|\bwhile\b|\bp\s?[=<>]", re.IGNORECASE
)
# "there was also no difference in incidence": of what, the words before tell.
_BARE = re.compile(
    r"(?:overall\s)?(?:incidence|rates?|frequency|severity|risk|levels?|scores?|duration|occurrence)",
    re.IGNORECASE,
)


def find_comparisons(doc: Document, arms: Sequence[Arm], effects: Sequence[Effect]) -> tuple[Comparison, ...]:
    """Every stated comparison, in the order of the text."""
    found: list[Comparison] = []
    for sentence in (
        doc.role("results", "conclusion")
        if doc.role("results")
        else doc.role("methods", "background", "conclusion")
    ):
        if not _HINT.search(sentence.text) or _passed_over(sentence.text):
            continue
        for claim in claims_in(sentence.text):
            comparison = _comparison(doc, sentence, claim, arms)
            told_of = claim.name and claim.start < claim.wording[0]
            if not (told_of and _is_group_name(comparison, arms)) and _is_news(
                sentence, claim, comparison, found, effects
            ):
                found.append(comparison)
    return tuple(found)


def _passed_over(text: str) -> bool:
    """Whether the sentence is of baseline characteristics, of changes within a group, or of correlations."""
    for rule in load_rules("contrasts").rules:
        if rule.pattern.search(text) and not (rule.data.get("unless_between") and _BETWEEN.search(text)):
            return True
    return False


def _is_group_name(new: Comparison, arms: Sequence[Arm]) -> bool:
    """``A was superior to B``: the subject is a group, not an endpoint."""
    named = group_words(new.endpoint)
    groups = group_words(new.contrast).union(*(group_words(arm.label) for arm in arms))
    return new.endpoint_class == "other" and (not named or named <= groups)


def _told_by(effect: Effect, new: Comparison, sentence: Sentence, claim: Claim) -> bool:
    """Whether an effect of the same sentence is on the comparison's endpoint, or has its p-value."""
    if new.p is not None and effect.p == new.p:
        return True
    if _in_its_clause(effect, sentence, claim) and "other" in (effect.endpoint_class, new.endpoint_class):
        return True
    if effect.endpoint_class != new.endpoint_class:
        return False
    return new.endpoint_class != "other" or bool(group_words(effect.endpoint) & group_words(new.endpoint))


def _in_its_clause(effect: Effect, sentence: Sentence, claim: Claim) -> bool:
    """Whether the effect's value is printed behind the claim, before the next clause or p-value."""
    behind = _NEXT_CLAUSE.split(sentence.text[max(claim.end, claim.wording[1]) :], maxsplit=1)[0]
    printed = re.escape(f"{effect.value:g}").replace(r"\.", "[.·]").removeprefix("0")
    return claim.p is None and bool(re.search(rf"(?<![\d.·]){printed}|0{printed}", behind))


def _is_news(
    sentence: Sentence,
    claim: Claim,
    new: Comparison,
    found: Sequence[Comparison],
    effects: Sequence[Effect],
) -> bool:
    """Neither an effect of the same sentence nor an earlier comparison says the same."""
    here = [e for e in effects if e.evidence.start < sentence.end and sentence.start < e.evidence.end]
    if any(_told_by(e, new, sentence, claim) for e in here):
        return False
    if _concludes(sentence, new):
        known = {c.endpoint_class for c in found} | {e.endpoint_class for e in effects}
        return new.endpoint_class not in known | {"other"}
    return not any(_repeats(new, c) for c in found)


def _concludes(sentence: Sentence, new: Comparison) -> bool:
    """Whether the sentence sums up; where no heading says so, its own words must."""
    if sentence.role != "conclusion" or sentence.section.role is not None:
        return sentence.role == "conclusion"
    return new.p is None and not (_FINDS.search(sentence.text) and not _SUMS_UP.search(sentence.text))


def _repeats(new: Comparison, old: Comparison) -> bool:
    """The same endpoint, direction and contrast, unless each has a p-value of its own."""
    if (new.endpoint.lower(), new.direction, new.contrast) != (
        old.endpoint.lower(),
        old.direction,
        old.contrast,
    ):
        return False
    return new.p is None or old.p is None or new.p == old.p


def _comparison(doc: Document, sentence: Sentence, claim: Claim, arms: Sequence[Arm]) -> Comparison:
    start, end = sentence.start + claim.start, sentence.start + claim.end
    if claim.name and not _BARE.fullmatch(claim.name):
        endpoint, endpoint_class = claim.name, class_in_context(doc, sentence.text, claim.name)
    else:
        endpoint, endpoint_class = endpoint_for(doc, sentence, start, end)
    begin, stop = claim.wording
    contrast = contrast_for(doc, sentence, sentence.start + begin, sentence.start + stop, arms)
    contrast, direction = oriented(sentence.text, claim, contrast, arms)
    return Comparison(
        endpoint=endpoint,
        endpoint_class=endpoint_class,
        direction=direction,
        contrast=contrast,
        p=claim.p,
        evidence=doc.evidence(sentence.start, sentence.end, claim.rule),
    )
