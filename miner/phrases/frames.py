"""A sentence as a frame: which of its phrases are factors and which endpoints, where it relates the two.

"Age (HR 1.02) and grade (HR 1.6) were predictors of relapse": the numbers' own phrases are factors, and
relapse is the endpoint of both. "Surgery led to longer survival (HR 0.6) and fewer relapses (HR 0.7)": the
other way round.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from miner.phrases.clauses import (
    CLAUSE_ENDS,
    CONTROLLED_FOR,
    ESTIMATE_IN_BRACKETS,
    Skeleton,
    enclosing_bracket,
    has_verb,
    skeleton,
)
from miner.phrases.elided import with_its_factor
from miner.phrases.frame_sides import leads_risks, left_is_factor, without_setting
from miner.rules import Rule, load_rules

__all__ = ["Frame", "frame_of"]

_NEXT_ITEM = re.compile(r"(?:\s?,\s(?:(?:and|or|as\swell\sas)\s)?|\s(?:and|or)\s)(?:an?\s|the\s)?")
# "... with (OR 6) or without (OR 4) | stones, | gout (OR 2)": what is left of the item before.
_LEFT_OVER = re.compile(r"\s(?!and\b|or\b|but\b)[\w\s-]{2,40},\s(?:and\s|or\s)?")
_NEW_SUBJECT = re.compile(r"^[,\s]*(?:and\s|or\s|as\swell\sas\s)?(?:also\s|\w+ly\s)*$")
_JOINT = re.compile(
    r"^[\s,;:]*(?:(?:that|and|or|but\snot|but|nor|as\swell\sas|plus|including|namely|both|either|followed\sby|along\swith|together\swith|in\saddition\sto|to\sa\s(?:\w+\s)?(?:lesser|smaller|greater)\s(?:degree|extent)[\s,]+)\s?)*(?:also\s)?(?:(?:with|for|in|of|by|to|on)\s)?(?:the\s|an?\s)?",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:in|on|by)\s(?:the\s|an?\s)?(?:[\w-]+\s){0,3}?(?:analys[ie]s|models?|regressions?|modelling)\s(?!(?:of|for|with|in|on|by|adjust\w+|and|or|stratif\w+|includ\w+|was|were|show\w+|reveal\w+|identif\w+)\b)|(?:and\s)?(?:on|in|by|at|after|using|from|with|when|for|among|over|during|set\sagainst|regardless\sof|irrespective\sof|compared\s(?:with|to)|relative\sto)\s(?:the\s|a\s)?(?:[^,]|,(?=\d{3}\b)){2,70},\s|(?:by\scontrast|however|moreover|furthermore|additionally|overall|conversely|similarly|finally|notably|importantly),\s|only\s|"
    r"(?:[^,]{0,60}\b(?:showed|revealed|demonstrated|found|identified|indicated|confirmed|suggested)\s(?:that\s)?))",
    re.IGNORECASE,
)
# "Mortality was significantly | reduced", "there was a | reduced risk": nobody reduces anything here.
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|be|been|being|as|an?|the|of|with|no|by)\s(?:\w+ly\s|also\s|not\s|[\d.·]+\s?(?:%|-?fold|per\s?cent|times)\s|\w+-?fold\s){0,2}$",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"^[\s,]*(?:than|versus|vs|compared)\b", re.IGNORECASE)
_IDENTIFIED = re.compile(
    r"\b(?:showed|revealed|demonstrated|found|identified|indicated|confirmed|suggested|estimated)\s(?:that\s)?(?:the\s)?",
    re.IGNORECASE,
)
# "Sitting time and | prolonged bouts": no verb before, no verb after.
_COORDINATE = re.compile(r"\b(?:and|or|nor)\s$")
# "A was a predictor of death, as was | B".
_LIKEWISE = re.compile(
    r",?\s(?:and\s|just\s)?as\s(?:was|were|is|are|did|does|do|had|has|have)\s(?:also\s)?(?:(?:those|patients|women|men|people)\s(?:with|who\shad)\s)?(?:the\s|an?\s)?"
)
_ADVERB = re.compile(r"\w+ly")  # "A and B improved slowly": nothing is changed
_PRONOUN = re.compile(
    r"^(?:it|they|this|these|that|those|which|who|there|we|no|both|none|neither|all|such|results?|(?:[\w-]+\s){0,4}(?:analys[ie]s|regression|models?))$|"
    r"^(?:there\s(?:was|were|is)|they\salso|were|was|than|compared|this\s(?:difference|association|effect))\b",
    re.IGNORECASE,
)
_RIGHT_END = re.compile(
    r"\s(?:in|on|by|at)\s(?:the\s)?(?:univariate|univariable|multivariate|multivariable|adjusted|unadjusted|cox|both|our|subgroup|sensitivity|matched)\b|"
    r",?\sas\s(?:was|were|is|are|did|does|had|has|have)\s|\s(?:than(?!\s(?:\d|one\b|two\b|three\b|four\b|five\b|six\b|ten\b))|compared\s(?:with|to)|versus|vs\.?|relative\sto|after\sadjust\w+|when\s|whether\s|independent(?:ly)?\sof)\s?|\s(?:with|at|yielding|giving)\s(?:an?\s)?(?:adjusted\s|unadjusted\s|pooled\s)?(?:(?-i:HRs?|ORs?|RRs?)\b|hazard|odds|relative|risk\sratio)|\srespectively\b",
    re.IGNORECASE,
)
# "Fish might | reduce the risk": of the verb.
_AUXILIARY = re.compile(
    r"(?:\s(?:would|might|may|could|can|will|shall|should|also|still|then|significantly|independently|strongly))+$"
)
# "..., whereas C and D | did not": what they did is told before.
_LEFT_OUT = re.compile(
    r"\s(?:was|were|did|had|does|do|is|are)\s(?:not|so|too|likewise)(?:\s(?:so|significantly))?[\s.]*$"
)
_LONGEST = 12  # words of a phrase
_BESIDE = 2  # how much the number's own phrase is rather a factor than an endpoint
_FEWEST = 2  # estimates of a list


class Frame(NamedTuple):
    """The factor and the endpoint of one number; either may be empty where only the other is told."""

    factor: str
    endpoint: str
    rule: str
    factors: tuple[int, int] = (0, 0)  # where in the text the phrases stand that are factors
    listed: bool = False  # whether the factor is one of several that have one relation, and surely so
    told: bool = False  # whether the relation's own words tell the endpoint, on the number's side


class _Cut(NamedTuple):
    """One relation in the skeleton: where its words begin and end, and what stands on its left."""

    start: int
    end: int
    rule: Rule
    other: str


class _Spot(NamedTuple):
    """A number's place in the skeleton: its clause, and where the estimates before it, and all, end."""

    text: str
    place: int
    clause: tuple[int, int]
    stops: Sequence[int]
    ends: Sequence[int]


@lru_cache(maxsize=256)
def _cuts(bones: str) -> tuple[_Cut, ...]:
    """The relations that the sentence states, in order; of overlapping ones the first in the table."""
    found: list[_Cut] = []
    for rule in load_rules("frames").fitting(bones):
        for m in rule.pattern.finditer(bones):
            if rule.data.get("active") and _PASSIVE.search(bones, max(0, m.start() - 40), m.start()):
                continue
            if not any(c.start < m.end() and m.start() < c.end for c in found):
                found.append(_Cut(m.start(), m.end(), rule, m.groupdict().get("other") or ""))
    return tuple(sorted(found))


@lru_cache(maxsize=1024)
def frame_of(text: str, at: int, known: str = "") -> Frame | None:
    """The frame of the number at ``text[at]``, or None where the sentence states no relation for it.

    ``known`` is the endpoint that the study is known to be about.
    """
    bones = skeleton(text)
    cuts = _cuts(bones.text)
    if not cuts:
        return None
    inside, _ = enclosing_bracket(text, at)
    ends = [(m.end(), bones.at(m.end())) for m in ESTIMATE_IN_BRACKETS.finditer(text)]
    stops = [s for end, s in ends if end <= inside and bones.text[:s].strip()]
    place = bones.at(inside if inside < at else at)
    begin, end = _clause(bones.text, place)
    here = [c for c in cuts if begin <= c.start and c.end <= end]
    here = _relating(bones.text, here, begin, [s for _, s in ends])
    if not here:
        told = [e for e, s in ends if s <= begin and _LEFT_OUT.search(bones.text, begin, end)]
        earlier = frame_of(text, told[-1] - 2, known) if told else None
        last = max((s for s in stops if begin <= s < place), default=begin)
        return _left_out(bones, (begin, last, place, end), earlier) if earlier else None
    before = [c for c in here if c.end <= place]
    cut = before[-1] if before else here[0]
    frame = _read(_Spot(bones.text, place, (begin, end), stops, [s for _, s in ends]), cut, here, known)
    if frame is None:
        return None
    side = (cut.end, end) if _stands_in(frame.factor, bones.text[cut.end : end]) else (begin, cut.start)
    return frame._replace(factors=(bones.origin(side[0]), bones.origin(max(side[1] - 1, side[0]))))


def _left_out(bones: Skeleton, spot: tuple[int, int, int, int], earlier: Frame) -> Frame | None:
    """``A raised the risk of B (HR 1.4), whereas | C (HR 1.0) did not``: C in the place of A.

    The spot: where in the skeleton the clause begins, the estimate before ends, the number is and the clause
    ends; ``earlier`` is the frame of the clause before.
    """
    begin, last, place, end = spot
    subject = _phrase(_led_off(bones.text[last:place]))
    if not subject or has_verb(bones.text[begin:place]) or not (earlier.factor and earlier.endpoint):
        return None
    span = bones.origin(begin), bones.origin(max(end - 1, begin))
    if bones.text.find(earlier.endpoint) < bones.at(earlier.factors[0]):
        return earlier._replace(endpoint=subject, factors=earlier.factors)
    return earlier._replace(factor=subject, factors=span, listed=True)


def _relating(bones: str, cuts: Sequence[_Cut], begin: int, stops: Sequence[int]) -> list[_Cut]:
    """The relations but those that only look like one within an item of a list of factors."""
    kept: list[_Cut] = []
    for cut in cuts:
        verbs = bool(kept) and bool(kept[0].rule.data.get("active"))
        if not verbs and _opens_item(bones, cut, begin, stops):
            continue
        # "Return to work was less likely in those | with lower income": which people, not what they had.
        if kept and kept[-1].rule.data["left"] == "endpoint" and bones.startswith("with ", cut.start):
            continue
        kept.append(cut)
    return kept


def _opens_item(bones: str, cut: _Cut, begin: int, stops: Sequence[int]) -> bool:
    """``Age (HR 1.1), increased intake (HR 1.4)``: what opens a clause or an item of its list is no verb."""
    if not cut.rule.data.get("active"):
        return False
    if not bones[begin : cut.start].strip(" ,") or _COORDINATE.search(bones, begin, cut.start):
        return True
    last = max((s for s in stops if s <= cut.start), default=-1)
    return last >= 0 and _NEXT_ITEM.fullmatch(bones, last, cut.start) is not None


def _stands_in(phrase: str, text: str) -> bool:
    return bool(phrase) and phrase in text


def _clause(bones: str, place: int) -> tuple[int, int]:
    begin, end = 0, len(bones)
    for m in CLAUSE_ENDS.finditer(bones):
        if m.end() <= place:
            begin = m.end()
        elif m.start() >= place:
            end = m.start()
            break
    return begin, end


def _read(spot: _Spot, cut: _Cut, cuts: Sequence[_Cut], known: str) -> Frame | None:
    text, place, clause, stops, ends = spot
    index = cuts.index(cut)
    left = cut.other or _left(spot, cuts, index)
    following = cuts[index + 1].start if index + 1 < len(cuts) else clause[1]
    likewise = _LIKEWISE.search(text, cut.end, place)
    if place >= cut.end:  # the number stands behind the relation
        one, other = left, _item(spot._replace(place=likewise.start()) if likewise else spot, cut)
    else:
        last = max((s for s in stops if clause[0] <= s < place), default=clause[0])
        one, other = _phrase(_led_off(text[last:place])), _phrase(_right(text[cut.end : following]))
    side = text[clause[0] : cut.start], text[cut.end : clause[1]]
    lean = _BESIDE if place <= cut.start else 0
    goes_on = bool(index) and _NEW_SUBJECT.match(
        text[max([0, *(s for s in stops if s <= cut.start)]) : cut.start]
    )
    several = place >= cut.end and (bool(goes_on) or sum(cut.end <= s <= clause[1] for s in ends) >= _FEWEST)
    factor_left = left_is_factor(cut.rule.data["left"], (one, other), side, known, lean, several=several)
    # A list that only the title tells to be one of factors is none for sure.
    surely = several and not left_is_factor(cut.rule.data["left"], (one, other), side, "", several=True)
    factor, endpoint = (one, other) if factor_left else (other, one)
    if likewise:
        factor = _phrase(text[max([likewise.end(), *(s for s in stops if s < place)]) : place])
    factor, endpoint = _usable(factor), _usable(without_setting(endpoint))
    row = factor_left and _in_row(spot, cut, endpoint)
    listed = (likewise is not None or row or (surely and not factor_left)) and bool(factor and endpoint)
    by_words = cut.rule.data["left"] == "factor" and not text.startswith("with", cut.start)
    told = factor_left and place >= cut.end and (by_words or leads_risks(side[1]))
    return Frame(factor, endpoint, cut.rule.id, listed=listed, told=told) if factor or endpoint else None


def _in_row(spot: _Spot, cut: _Cut, endpoint: str) -> bool:
    """``A (1.2) and B (1.4) raised the risk``: whether the number is in a row before the verb of factors."""
    if spot.place >= cut.start or cut.rule.data["left"] != "factor" or _ADVERB.fullmatch(endpoint):
        return False
    return sum(spot.clause[0] <= s <= cut.start for s in spot.ends) >= _FEWEST


def _item(spot: _Spot, cut: _Cut) -> str:
    """The phrase before the number, back to the number before it or to the relation."""
    text, place, _, stops, _ = spot
    last = max((s for s in stops if cut.end <= s < place), default=cut.end)
    while _COMPARED.match(text, last) and (
        earlier := [t for t in stops if cut.end <= t < last] or [cut.end]
    ) != [last]:
        last, place = earlier[-1], last
    rest = _LEFT_OVER.match(text, last, place) if last > cut.end else None
    item = _phrase(text[rest.end() if rest else last : place]) or _phrase(text[cut.end : last])
    before = max((s for s in stops if cut.end <= s < last), default=cut.end)
    return with_its_factor(item, _phrase(text[before:last]))


def _left(spot: _Spot, cuts: Sequence[_Cut], index: int) -> str:
    """The subject of the relation: back to the clause's start, or to the number before it."""
    cut, start = cuts[index], spot.clause[0]
    if index:
        before = cuts[index - 1]
        start = max((s for s in spot.stops if before.end <= s <= cut.start), default=before.end)
        if _NEW_SUBJECT.match(spot.text[start : cut.start]):
            return before.other or _left(spot, cuts, index - 1)
    return _phrase(_led_off(spot.text[start : cut.start]))


def _led_off(text: str) -> str:
    """The text behind what only leads it in: "In multivariable analysis,", "Cox regression showed that"."""
    text = text.strip(" ,;:")
    for m in _IDENTIFIED.finditer(text):
        if text[m.end() :].strip():
            text = text[m.end() :]
            break
    controlled = CONTROLLED_FOR.match(text)
    text = text[controlled.end() :] if controlled else text
    while (led := _LEAD.match(text)) and text[led.end() :].strip():
        text = text[led.end() :]
    return _JOINT.sub("", text, count=1)


def _right(text: str) -> str:
    m = _RIGHT_END.search(text)
    return text[: m.start()] if m else text


def _phrase(text: str) -> str:
    text = _AUXILIARY.sub("", _right(_JOINT.sub("", text, count=1)).strip(" ,;:."))
    return text if len(text.split()) <= _LONGEST else ""


def _usable(phrase: str) -> str:
    return "" if _PRONOUN.match(phrase) or not re.search(r"[A-Za-z]{2}", phrase) else phrase
