"""Comparisons stated without an effect estimate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from miner.comparisons.associations import ASSOCIATION
from miner.comparisons.claim import Claim
from miner.comparisons.claims import claims_in
from miner.comparisons.direction import group_words, named_behind, oriented
from miner.contrasts.read import contrast_for
from miner.endpoints.of_results import endpoint_at
from miner.endpoints.read import class_in_context
from miner.model import Arm, Comparison, Effect, EndpointClass
from miner.phrases.endpoint_titles import endpoint_in_title
from miner.rules import Rule, load_rules
from miner.text.document import Document, Sentence
from miner.text.word_starts import Sought

__all__ = ["find_comparisons", "of_groups"]

_HINTS = (
    "signific similar comparable equivalent equal superior without fail differ identical neither n.s.".split()
)
_HINT = re.compile(
    r"\brisk\sfactors?\b|\bp[\s-]?(?:values?\s?)?(?:[=<>≤]|(?:(?:of|was)\s)?0?\.\d|(?:greater|less)\sthan)|the\ssame|\bno\s|\bnot\b|\bns\b|\bas\s(?:common|frequent|rare|severe|good|likely)\b"
)

_BETWEEN = re.compile(
    r"\b(?:between|across|than|versus|vs|control|placebo|compared\swith\s(?!baseline))\b(?:\s(?:the\s)?(?:\w+\s)?(?:groups|arms))?",
    re.IGNORECASE,
)

_SUMS_UP = re.compile(
    r"\b(?:conclu\w+|suggest\w*|our|these|this|in\ssummary|overall|therefore|thus|may|might|should|can|could|appears?|seems?|is|are|does|do|has|we|study|trial|demonstrate[ds]?|showed|well)\b",
    re.IGNORECASE,
)
_SUMMING_UP = re.compile(
    r"(?:thus|therefore|hence|in\s(?:conclusion|summary)|we\s(?:conclude|suggest)|our|these|taken\stogether|conclusions?)\b",
    re.IGNORECASE,
)
_AT_PRESENT = re.compile(
    r"\b(?:is|are|does|do|has|have|may|might|can|could|should|seems?|appears?|predicts?|affects?|influences?)\b"
)
_FINDS = re.compile(
    r"\bbetween\s(?:the\s)?(?:\w+\s){0,3}(?:groups|arms)\b|\bsignificantly\b|\d\s?%", re.IGNORECASE
)
_FIGURE = re.compile(r"\d")
_NEXT_CLAUSE = re.compile(
    r";|,\s(?:but|whereas|while|although)\b|\bwhereas\b|\bwhile\b|\bp\s?[=<>]", re.IGNORECASE
)
# Whose prognosis is worse dies sooner: unspecified survival.
_PROGNOSIS = re.compile(r"(?:(?:overall|long-term|patient|clinical)\s)?prognosis", re.IGNORECASE)
# "there was also no difference in incidence": of what, the words before tell.
_BARE = re.compile(
    r"(?:overall\s)?(?:incidence|rates?|frequency|severity|risk|levels?|scores?|duration|occurrence)(?:\s(?:in|among|with|for)\s.{2,60})?",
    re.IGNORECASE,
)


def find_comparisons(doc: Document, arms: Sequence[Arm], effects: Sequence[Effect]) -> tuple[Comparison, ...]:
    """Every stated comparison, in the order of the text."""
    found: list[Comparison] = []
    about = endpoint_in_title(doc.title)
    for sentence in (
        doc.role("results", "conclusion")
        if doc.role("results")
        else doc.role("methods", "background", "conclusion")
    ):
        if _is_passed_over(doc, sentence):
            continue
        for claim in claims_in(sentence.text, about):
            new = _news(doc, sentence, claim, arms, found, effects)
            if new is not None:
                found.append(new)
    return tuple(found)


def of_groups(comparisons: Sequence[Comparison]) -> tuple[Comparison, ...]:
    """Those that set groups against each other, without what bears on an endpoint as a mere factor."""
    return tuple(c for c in comparisons if c.evidence.rule != ASSOCIATION)


def _is_passed_over(doc: Document, sentence: Sentence) -> bool:
    """Whether the sentence compares nothing, or the baseline, or changes in a group, or correlates."""
    low = sentence.text.lower()
    if not any(hint in low for hint in _HINTS) and not _HINT.search(low):
        return True
    passage = doc.passage([sentence])
    fitting = load_rules("contrasts").sieve.fitting(sentence.text)
    for index, (rule, sought) in enumerate(_passed_over()):
        if (
            fitting >> index & 1
            and sought.search(passage)
            and not (rule.data.get("unless_between") and _BETWEEN.search(sentence.text))
        ):
            return True
    return False


@cache
def _passed_over() -> tuple[tuple[Rule, Sought], ...]:
    return tuple((rule, Sought(rule.pattern)) for rule in load_rules("contrasts").rules)


def _is_group_name(new: Comparison, arms: Sequence[Arm]) -> bool:
    """``A was superior to B``: the subject is a group, not an endpoint."""
    name = new.endpoint.lower()
    # A side longer than the name at whose edge the name stands was read off the list of endpoints.
    sides = [side for side in new.contrast.lower().split(" vs ") if side == name or not _is_edge(name, side)]
    named = group_words(name)
    groups = set().union(*(group_words(side) for side in sides), *(group_words(arm.label) for arm in arms))
    return new.endpoint_class == "other" and (not named or named <= groups)


def _is_edge(name: str, side: str) -> bool:
    """``A and | fatigue``, ``fatigue | of infants``: the list, or whose it was, was taken for a side."""
    whose = side.startswith(tuple(f"{name} {word} " for word in ("of", "in", "for", "among")))
    return whose or (" and " in side and side.startswith(name)) or side.endswith(f"and {name}")


def _told_by(effect: Effect, endpoint: tuple[str, str], sentence: Sentence, claim: Claim) -> bool:
    """Whether an effect of the same sentence is on the comparison's endpoint, or has its p-value."""
    name, endpoint_class = endpoint
    if claim.p is not None and effect.p == claim.p:
        return True
    if "other" in (effect.endpoint_class, endpoint_class) and _in_its_clause(effect, sentence, claim):
        return True
    if effect.endpoint_class != endpoint_class:
        return False
    return endpoint_class != "other" or bool(group_words(effect.endpoint) & group_words(name))


def _in_its_clause(effect: Effect, sentence: Sentence, claim: Claim) -> bool:
    """Whether the effect's value is printed behind the claim, before the next clause or p-value."""
    behind = _NEXT_CLAUSE.split(sentence.text[max(claim.end, claim.wording[1]) :], maxsplit=1)[0]
    printed = re.escape(f"{effect.value:g}").replace(r"\.", "[.·]").removeprefix("0")
    return claim.p is None and bool(re.search(rf"(?<![\d.·]){printed}|0{printed}", behind))


def _news(
    doc: Document,
    sentence: Sentence,
    claim: Claim,
    arms: Sequence[Arm],
    found: Sequence[Comparison],
    effects: Sequence[Effect],
) -> Comparison | None:
    """The claim's comparison, unless an effect of the sentence or an earlier comparison says the same."""
    endpoint = _endpoint(doc, sentence, claim)
    here = [e for e in effects if e.evidence.start < sentence.end and sentence.start < e.evidence.end]
    if any(_told_by(e, endpoint, sentence, claim) for e in here):
        return None
    if _restates(sentence, claim, endpoint, effects):
        return None
    if claim.rule == ASSOCIATION and (here or _is_known(sentence, claim, endpoint[1], effects)):
        return None
    concludes = _concludes(sentence, claim)
    if concludes:
        known = {c.endpoint_class for c in found} | {e.endpoint_class for e in effects}
        if endpoint[1] in known | {"other"}:
            return None
    # Groups are read last: they take longest.
    new = _comparison(doc, sentence, claim, arms, endpoint)
    told_of = claim.name and claim.start < claim.wording[0]
    if told_of and _is_group_name(new, arms):
        return None
    is_told = claim.rule != "continued" and not concludes and any(_repeats(new, c) for c in found)
    return None if is_told else new


def _is_known(sentence: Sentence, claim: Claim, kind: str, effects: Sequence[Effect]) -> bool:
    """Whether what is said of a factor sums up, or an estimate of it on such an endpoint is printed."""
    begin, end = claim.wording
    if sentence.role == "conclusion" or (
        claim.p is None
        and (_SUMMING_UP.match(sentence.text) or _AT_PRESENT.search(sentence.text, begin, end))
    ):
        return True
    words = group_words(claim.factor)
    return any(e.endpoint_class == kind and words & group_words(e.contrast) for e in effects)


def _restates(
    sentence: Sentence, claim: Claim, endpoint: tuple[str, EndpointClass], effects: Sequence[Effect]
) -> bool:
    """Whether a difference told without figures is one whose estimate the text printed before."""
    if claim.p is not None or claim.direction == "no_difference" or _FIGURE.search(sentence.text):
        return False
    named, before = group_words(endpoint[0]), group_words(sentence.text[: claim.wording[0]])
    return any(
        e.evidence.end <= sentence.start
        and e.endpoint_class == endpoint[1]
        and not named.isdisjoint(group_words(e.endpoint))
        and not before.isdisjoint(group_words(e.contrast))
        for e in effects
    )


def _concludes(sentence: Sentence, claim: Claim) -> bool:
    """Whether the sentence sums up; where no heading says so, its own words must."""
    if sentence.role != "conclusion" or sentence.section.role is not None:
        return sentence.role == "conclusion"
    return claim.p is None and not (_FINDS.search(sentence.text) and not _SUMS_UP.search(sentence.text))


def _repeats(new: Comparison, old: Comparison) -> bool:
    """The same endpoint, direction and contrast, unless each has a p-value of its own."""
    if (new.endpoint.lower(), new.direction, new.contrast) != (
        old.endpoint.lower(),
        old.direction,
        old.contrast,
    ):
        return False
    if new.p is None or old.p is None:
        return True
    # "P < .05" is printed beside many results, "P = .013" beside one.
    return new.p == old.p and (new.p.op == "=" or new.evidence.start == old.evidence.start)


def _endpoint(doc: Document, sentence: Sentence, claim: Claim) -> tuple[str, EndpointClass]:
    """Name and class of what is compared."""
    if _PROGNOSIS.fullmatch(claim.name):
        return claim.name, "overall_survival"
    if claim.name and not _BARE.fullmatch(claim.name):
        return claim.name, class_in_context(doc, sentence.text, claim.name)
    return endpoint_at(doc, sentence, sentence.start + claim.start, sentence.start + claim.end)


def _comparison(
    doc: Document, sentence: Sentence, claim: Claim, arms: Sequence[Arm], endpoint: tuple[str, EndpointClass]
) -> Comparison:
    contrast, direction = claim.factor, claim.direction
    if not claim.factor:
        begin, stop = claim.wording
        contrast = _contrast_at(doc, sentence, sentence.start + begin, sentence.start + stop, tuple(arms))
        if claim.name and claim.name in contrast.split(" vs "):
            behind = named_behind(sentence.text, claim)
            contrast = contrast if behind is None else behind
        contrast, direction = oriented(sentence.text, claim, contrast, arms)
    return Comparison(
        endpoint=endpoint[0],
        endpoint_class=endpoint[1],
        direction=direction,
        contrast=contrast,
        p=claim.p,
        evidence=doc.evidence(sentence.start, sentence.end, claim.rule),
    )


# The items of a list share their wording, and so their groups.
@lru_cache(maxsize=4)
def _contrast_at(doc: Document, sentence: Sentence, start: int, end: int, arms: tuple[Arm, ...]) -> str:
    return contrast_for(doc, sentence, start, end, arms)
