"""Which of the endpoints in a sentence a number belongs to: candidates scored by weighted signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from miner.endpoint_mentions import EndpointMention, class_of_name, mentions_in
from miner.rules import load_rules
from miner.series import place_in_series
from miner.weights import load_weights

__all__ = ["candidates_in", "tied_endpoint"]

# Where an arbitrary phrase ends: at a mark, or a word that cannot belong to a noun phrase.
_PHRASE_END = re.compile(
    r"[,;:()\[\]]|\.(?=\s|$)|\s(?:was|were|is|are|did|does|do|had|has|have|in|among|for|by|when|after|compared|versus|vs|than|who|"
    r"that|which|and|or|but|with|at|during|between|while|whereas|if|from|as|on|were|would|may|can|could|independent|"
    r"increased|decreased|compar\w+|using|remained|per|showed)\b|\s[v=<>≥≤]\s|$",
    re.IGNORECASE,
)
_NO_ENDPOINT = re.compile(
    r"(?:groups?|arms?|regimens?|women|men|patients|tertiles?|quartiles?|cohorts?|months?|years?)$|"
    r"^(?:patients?|women|men|those|participants?|subjects?|people|persons|all|both|each|groups?|arms?|treatment|therapy|surgery|"
    r"this|these|it|them|us|sex|age|which|\d|an?\s|the\s(?:group|arm|two|experimental|control|study|treatment|combination)|"
    r"experimental|control|intervention|placebo|years?|cases|treatment\s|no\b|every|adjust|multiv|univ|baseline|confound|"
    r"follow-?up|use\b|risk|results?|outcomes?|significance|mean|change|scores?|(?:primary|main|secondary|composite)\s|first\b|factors?|opposite|reverse|contrary|same)"
    r"|^(?:after|with|in|by|for|from|at|on|when|to|of|among|both|without)\b|^(?:an?\s)?events?$|^.$|^[a-z]{1,2}$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:treatment|therapy|surgery|drugs?|prophylaxis|medication|analgesics?|screening|radiotherapy|admitted|attributed)\s(?:for|of|to)\s(?:\w+\s)?$",
    re.I,
)
_HAVING = re.compile(
    r"\b(?:patients?|women|men|subjects|those|cases|residents|individuals|adults|children|survivors)\s(?:who\s)?(?:in|with|without|had|having|experienc\w+)?(?:\s(?:daily|chronic|severe|acute))?\s?(?:an?\s)?$|\b(?:whose|in\swhom)\s(?:the\s)?(?:\w+\s)?$",
    re.I,
)
_JOINED = re.compile(r"\s?,?\s?(?:(?:and|or)\s)?(?:with\s|in\s|on\s|for\s)?(?:\w+\s)?")
# "survival was associated with A": what stands after is no endpoint.
_IS = re.compile(r"\s(?:was|were|is|are|remained)\s(?:(?:\w+ly|also|not|no\slonger|only)\s){0,3}$")
_COUNT = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|fewer|more))\s(?:\w+\s){0,1}$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r";|,\s(?:but|whereas|while|although|however|and\s(?:was|were|had))\b|\b(?:whereas|while)\b",
    re.IGNORECASE,
)
# "hazard ratio for A versus B" names the groups, not the endpoint.
_SIDE = re.compile(r"\s(?:versus|vs|v|compared|relative|over|than)\b", re.IGNORECASE)
# What may stand between a number and the endpoint that a following "for ..." names.
_STATISTICS = re.compile(
    r"(?:[\s\d,;:()\[\]=<>≤≥.·%–−‒/-]|\b(?:95|CI|C\.I|confidence|intervals?|p|log-rank|test|to|both|and|value|two-sided|one-sided)\b)*+$",
    re.IGNORECASE,
)
# "0.51 (95% CI 0.4-0.6) and in X": X has its own number.
_NEXT_ITEM = re.compile(r"[)\]][,;]?\s*(?:and|or|,|;)\s*$|[)\]][;,]\s*$")
_TIE = re.compile(r"\b(?:for|in|on|regarding|of)\s(?:the\s|a\s|risk\sof\s|time\sto\s)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An endpoint that a sentence names; ``introduced`` says that a phrase presents it as one.

    ``strong``: that phrase says what a factor predicts; ``known``: the name itself tells the class; ``beside``:
    it only qualifies what was counted ("treatment for pain").
    """

    mention: EndpointMention
    introduced: bool
    known: bool
    strong: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phrase says that an endpoint stands."""

    start: int
    end: int
    strong: bool


def _weights() -> Mapping[str, float]:
    return load_weights("endpoint_ties", "weights")


@lru_cache(maxsize=256)
def candidates_in(text: str) -> tuple[Candidate, ...]:
    """Endpoints named in the text: those of a known class, and phrases in an endpoint's place."""
    known = mentions_in(text)
    places, subjects = _places(text, known)
    found = [_known_candidate(m, places, m in subjects) for m in known]
    for place in places:
        phrase = text[place.start : place.end].strip()
        if any(m.start < place.end and place.start < m.end for m in known) or _NO_ENDPOINT.search(phrase):
            continue
        mention = EndpointMention(
            phrase, place.start, place.start + len(phrase), class_of_name(phrase), "phrase"
        )
        found.append(Candidate(mention, introduced=True, known=False, strong=place.strong))
    return tuple(sorted(_conjoined(text, found), key=lambda c: c.mention.start))


def _known_candidate(m: EndpointMention, places: Sequence[Place], subject: bool) -> Candidate:
    inside = [p for p in places if m.start < p.end and p.start < m.end]
    return Candidate(
        m, introduced=bool(inside) or subject, known=True, strong=subject or any(p.strong for p in inside)
    )


def _places(text: str, known: Sequence[EndpointMention]) -> tuple[list[Place], list[EndpointMention]]:
    """Where phrases say that an endpoint stands, and the endpoints that are "associated with" something."""
    places: list[Place] = []
    subjects: list[EndpointMention] = []
    for rule in load_rules("endpoint_ties").rules:
        for m in rule.pattern.finditer(text):
            stop = _PHRASE_END.search(text, m.end(), m.end() + 90)
            if stop is None or stop.start() <= m.end():
                continue
            owner = _owner(text, m.start(), known) if rule.data.get("turns") else None
            if owner is not None:
                subjects.append(owner)
            elif not (rule.data.get("ratio") and _SIDE.match(text, stop.start())):
                places.append(Place(m.end(), stop.start(), bool(rule.data.get("strong"))))
    return places, subjects


def _owner(text: str, cue: int, known: Sequence[EndpointMention]) -> EndpointMention | None:
    """The survival endpoint that is the subject of the cue: ``survival was | associated with age``."""
    for m in known:
        if m.end <= cue and m.rule in _SURVIVALS and _IS.fullmatch(text, m.end, cue):
            return m
    return None


def _conjoined(text: str, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """``risk of A and B``: what a phrase introduces, or makes a mere circumstance, it does for the whole list."""
    done: list[Candidate] = []
    for c in sorted(found, key=lambda c: c.mention.start):
        c = replace(c, beside=bool(_BESIDE.search(text, max(0, c.mention.start - 30), c.mention.start)))
        for before in reversed(done[-3:]):
            joined = _JOINED.fullmatch(_outside(text[before.mention.end : c.mention.start]))
            if joined and (before.introduced or before.beside):
                c = replace(c, introduced=before.introduced, strong=before.strong, beside=before.beside)
                break
        done.append(c)
        yield c


def tied_endpoint(text: str, start: int, end: int) -> EndpointMention | None:
    """The endpoint of the number at ``text[start:end]``, or None where the text names none for it."""
    shared = _sharing_its_head(text, start)
    if shared is not None:
        return shared
    found = candidates_in(text)
    if not found:
        return None
    scored = [(_score(text, start, end, c, found), c.mention) for c in found]
    best, mention = max(scored, key=lambda pair: pair[0])
    if best < _weights()["least"]:
        return None
    mention = _in_order(text, start, end, mention, found)
    return _made_precise(text, mention, found)


_SHARED = re.compile(
    r"\b((?:in-)?hospital|overall|(?:disease|progression|relapse|recurrence|event|metastasis)[\s-]free|(?:cancer|disease|cause)[\s-]specific|local|distant|regional|"
    r"locoregional|30-day|post-?operative)\s?[(\[][^()\[\]]{0,60}$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"[)\]],?\s(?:and|or)\s(?:[\w-]+\s){1,2}?(survival|mortality|recurrence|relapse|control|failure)\b",
    re.IGNORECASE,
)


def _sharing_its_head(text: str, start: int) -> EndpointMention | None:
    """``overall (HR 0.7) and disease-free survival (HR 0.6)``: the first lacks the second's noun."""
    first = _SHARED.search(text, max(0, start - 90), start)
    head = _HEAD.search(text, start, start + 160) if first else None
    if first is None or head is None:
        return None
    name = f"{first[1]} {head[1]}"
    return EndpointMention(name, first.start(1), first.end(1), class_of_name(name), "shared-head")


def _score(text: str, start: int, end: int, c: Candidate, found: Sequence[Candidate]) -> float:
    w, m = _weights(), c.mention
    score = m.weight + (w["generic"] if m.generic else 0.0) + (0.0 if c.known else w["unnamed_class"])
    if m.end <= start:
        score += _before(text, start, c)
        between = [
            o
            for o in found
            if m.end <= o.mention.start < start and o.mention.endpoint_class != m.endpoint_class
        ]
    else:
        score += _after(text, end, c)
        between = [o for o in found if end <= o.mention.start < m.start]
    if _HAVING.search(text, max(0, m.start - 40), m.start):
        score += w["population"]
    if _COUNT.search(text, max(0, m.start - 16), m.start):
        score += w["counted"]
    if c.beside:
        score += w["beside"]
    if not c.introduced and any(o.strong for o in found):
        score += w["factor"]
    return score + w["another_between"] * len(between)


def _before(text: str, start: int, c: Candidate) -> float:
    w, m = _weights(), c.mention
    gap = text[m.end : start]
    score = w["predicted"] if c.strong else w["introduced"] if c.introduced else 0.0
    if not c.strong:
        score += w["clause_between"] * len(_CLAUSE.findall(_outside(gap)))
    if _closes_bracket(gap):
        score += w["closed_bracket"]
    return score + (w["subject"] if m.start < 3 else 0.0)


def _after(text: str, end: int, c: Candidate) -> float:
    w, m = _weights(), c.mention
    gap = text[end : m.start]
    tie = _TIE.search(gap)
    if (
        tie
        and len(gap) < 140
        and _STATISTICS.match(gap[: tie.start()])
        and not _NEXT_ITEM.search(gap[: tie.start()])
    ):
        return w["tied_after"]
    score = w["introduced_after"] if c.strong else 0.0 if c.known else w["unnamed_after"]
    return score + w["after"] + w["clause_between"] * len(_CLAUSE.findall(_outside(_left_bracket(gap))))


def _outside(gap: str) -> str:
    """The gap without closed brackets and without what follows an opened one."""
    depth, kept = 0, []
    for char in gap:
        if char in "([":
            depth += 1
        if depth == 0:
            kept.append(char)
        if char in ")]" and depth:
            depth -= 1
    return "".join(kept)


def _left_bracket(gap: str) -> str:
    """The gap from where it leaves the bracket that it began in."""
    depth = 0
    for i, char in enumerate(gap):
        depth += (char in "([") - (char in ")]")
        if depth < 0:
            return gap[i + 1 :]
    return gap


def _closes_bracket(gap: str) -> bool:
    depth = 0
    for char in gap:
        depth += (char in "([") - (char in ")]")
        if depth < 0:
            return True
    return False


def _in_order(
    text: str, start: int, end: int, chosen: EndpointMention, found: Sequence[Candidate]
) -> EndpointMention:
    """``A and B ... 0.7 and 0.8``: the n-th number of a series goes to the n-th of as many endpoints."""
    index, total = place_in_series(text, start, end)
    names = [c.mention for c in found if c.mention.end <= start]
    if total < 2 or chosen not in names or len(names) < total:
        return chosen
    last = names.index(chosen)
    group = names[max(0, last - total + 1) : last + 1]
    if len(group) == total and all(
        re.fullmatch(r"(?:\s\([^()]{0,60}\))?,?\s?(?:(?:and|or)\s)?(?:the\s|\w+\s)?", text[a.end : b.start])
        for a, b in pairwise(group)
    ):
        return group[index]
    return chosen


_SURVIVALS = (
    "overall-survival",
    "progression-free",
    "disease-free",
    "specific-death",
    "any-death",
    "distant",
    "local",
    "recurrence",
)
_FAMILY = {
    "any-death": ("specific-death", "perioperative-death", "any-death"),
    "recurrence": ("local", "distant", "recurrence"),
    "plain-progression": ("local", "progression-free"),
    "plain-response": ("early-response",),
}


def _made_precise(text: str, chosen: EndpointMention, found: Sequence[Candidate]) -> EndpointMention:
    """``breast cancer mortality, with 30 deaths (HR 0.6``: the longer name says which deaths."""
    earlier = [
        c.mention
        for c in found
        if c.mention.end <= chosen.start and not _CLAUSE.search(text, c.mention.end, chosen.start)
    ]
    return made_precise(chosen, earlier)


def made_precise(chosen: EndpointMention, earlier: Sequence[EndpointMention]) -> EndpointMention:
    """The last of the earlier names that is of the chosen one's family and says more, else the chosen one."""
    if chosen.rule not in _FAMILY or re.search(r"\b(?:all|overall|any|total)\b", chosen.text, re.IGNORECASE):
        return chosen
    for mention in reversed(earlier):
        if mention.rule in _FAMILY[chosen.rule] and mention.rule != chosen.rule:
            return mention
    return chosen
