"""Comparisons that a list of p-values carries: of factors on one endpoint, or one claim in further places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from miner.comparisons.claim import Claim, is_significant
from miner.model import Direction
from miner.numbers.p_values import PMention
from miner.phrases.denial import is_negated
from miner.phrases.endpoint_mentions import EndpointMention, mentions_in
from miner.phrases.frames import frame_of

__all__ = ["continued", "of_factors"]

# A frame tells what bears on what; these words say that the sentence has one.
_RELATES = re.compile(
    r"\b(?:predict\w*|factors?|determinants?|associat\w+|related|relation\w*|linked|tied|went\swith|came\swith|"
    r"confer\w*|carried|portend\w*|prognos\w+)\b",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"\b(?:worse\w*|poor(?:er)?|shorter|shortened|lower|inferior|reduced|decreased|impaired|unfavou?rable|diminished|"
    r"adverse|dismal|fewer|less|protective)\b",
    re.IGNORECASE,
)
_BETTER = re.compile(
    r"\b(?:better|longer|improved|prolonged|superior|favou?rable|higher|increased|greater|elevated|excess|raised|more)\b",
    re.IGNORECASE,
)
# An event is more of what is bad: a risk factor for it raises it, a poor prognosis does not lower it.
_EVENT = re.compile(
    r"\b(?:mortality|deaths?|dying|recurrences?|relapses?|progression|failure|metastas[ei]s|complications?|morbidity|toxicity|"
    r"leakage|infections?|anxiety|depression|pain|fatigue|distress|readmissions?|events?)\b",
    re.IGNORECASE,
)
_FREE = re.compile(r"\b(?:free|time\sto|survival|control)\b", re.IGNORECASE)
_RAISES = re.compile(
    r"\b(?:risk\sfactors?|predict\w+|predispos\w+|associated|related|linked|tied)\b", re.IGNORECASE
)
_MOST = 40  # p-values of one sentence whose factors are sought
_NEAR = 60  # characters before an endpoint in which its degree is told

# The words before a list of factors, and the item of it that ends at a p-value.
_LISTED = re.compile(
    r"\b(?:factors|variables|predictors|determinants|characteristics|parameters)\b[^:;()]{3,160}:\s",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:[,;:)\]]|\band\b)\s?(?:and\s)?((?:(?!\band\b)[^,;:()\[\]]){2,70})\s?[,;(\[]\s?$")

# What stands between a claim's p-value and the next one that belongs to it: a place, a time, a group.
_FURTHER = re.compile(
    r"[\s)\]]*[,;]?\s?(?:(?:and|or|but|also|as\swell\sas|both|even|again|especially)\s)*(?P<not>not\s|nor\s)?(?:also\s)?"
    r"(?:(?:in|for|among|with|at|after|within|on|by|during|when|before|of|to)\s|"
    r"(?=(?:those|(?:the\s)?(?:[\w.-]+\s(?:and\s|or\s)?){1,2}(?:h|hrs?|hours?|min(?:utes)?|days?|weeks?|months?|years?)\b|"
    r"(?:days?|weeks?|months?|years?|cycles?|visits?|hours?)\s\d)))(?P<rest>[^;:]{2,90})"
)
_PREDICATE = re.compile(
    r"\b(?:was|were|is|are|had|has|did|does|than|versus|vs|showed|higher|lower|better|worse|longer|shorter|more|less|fewer|"
    r"differed|similar|but|whereas|while|which|p\s?[=<>])\b",
    re.IGNORECASE,
)


def continued(text: str, ps: Sequence[PMention], used: set[int], found: Sequence[Claim]) -> list[Claim]:
    """``survival was longer with A (P = .01), also after B (P = .02), not after C (P = .3)``."""
    told = {c.p: c for c in found if c.p is not None and not c.factor}
    more: list[Claim] = []
    for last, p in pairwise(ps):
        claim = told.get(last.p) if last.start in used else None
        if p.start in used or claim is None or last.end <= claim.wording[0]:
            continue
        m = _FURTHER.fullmatch(text, last.end, p.start)
        if m is None or _PREDICATE.search(m["rest"]) or _other_endpoint(m["rest"], claim):
            continue
        direction = _again(claim.direction, p, denied=bool(m["not"]))
        if direction is None:
            continue
        used.add(p.start)
        told[p.p] = again = replace(claim, direction=direction, p=p.p, rule="continued")
        more.append(again)
    return more


def _other_endpoint(text: str, claim: Claim) -> bool:
    named = mentions_in(claim.name)
    return any(m.endpoint_class not in {n.endpoint_class for n in named} for m in mentions_in(text))


def _again(direction: Direction, p: PMention, *, denied: bool) -> Direction | None:
    if not is_significant(p.p):
        return "no_difference"
    return None if denied or direction == "no_difference" else direction


def of_factors(text: str, ps: Sequence[PMention], used: set[int]) -> Iterator[Claim]:
    """``Age (P = .01) and grade (P = .02) were risk factors for relapse``: each with its own p-value."""
    if len(used) == len(ps) or not _RELATES.search(text):
        return
    for p in ps[:_MOST]:
        told = None if p.start in used else _in_list(text, p) or _in_frame(text, p)
        if told is None:
            continue
        factor, at, mention = told
        direction = _direction(text, at, mention, p)
        if direction is not None:
            used.add(p.start)
            span = (at, at + len(mention.text))
            yield Claim(mention.text, *span, span, direction, p.p, "factor-with-p", factor)


def _in_frame(text: str, p: PMention) -> tuple[str, int, EndpointMention] | None:
    """The factor of the p-value, where its endpoint begins, and the endpoint, as the sentence has it."""
    frame = frame_of(text, p.start)
    if frame is None or not frame.factor or not frame.endpoint:
        return None
    at, named = text.find(frame.endpoint), mentions_in(frame.endpoint)
    return (frame.factor, at + named[0].start, named[0]) if at >= 0 and named else None


def _in_list(text: str, p: PMention) -> tuple[str, int, EndpointMention] | None:
    """``Three factors marked shorter survival: age (P = .01), grade (P = .02) and stage (P = .04)``."""
    lead = _LISTED.search(text, 0, p.start)
    named = mentions_in(lead[0]) if lead else ()
    if lead is None or not named:
        return None
    factor = _ITEM.search(text, lead.end() - 2, p.start)
    return (factor[1].strip(), lead.start() + named[0].start, named[0]) if factor else None


def _direction(text: str, begin: int, mention: EndpointMention, p: PMention) -> Direction | None:
    """What the factor does to the endpoint, from the words right before it; None where they do not tell."""
    if not is_significant(p.p):
        return "no_difference"
    before = text[max(0, begin - _NEAR) : begin]
    if is_negated(before):
        return None
    worse, better = _WORSE.search(before), _BETTER.search(before)
    if bool(worse) != bool(better):
        return "lower" if worse else "higher"
    is_event = bool(_EVENT.search(mention.text)) and not _FREE.search(mention.text)
    return "higher" if is_event and not worse and _RAISES.search(before) else None
