"""Endpoints that a text names: by a name of their class, or by a phrase in an endpoint's place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from miner.endpoints.beside import is_beside
from miner.endpoints.no_endpoints import is_cut, names_no_endpoint
from miner.phrases.clauses import outside_brackets
from miner.phrases.endpoint_mentions import EndpointMention, ShortForm, class_of_name, mentions_in
from miner.rules import Rule, load_rules

__all__ = ["Candidate", "candidates_in"]

# Where an arbitrary phrase ends: at a mark, or a word that cannot belong to a noun phrase.
_PHRASE_END = re.compile(
    r"[,;:()\[\]]|\.(?=\s|$)|\s(?:was|were|is|are|did|does|do|had|has|have|in|among|for|by|when|after|compared|versus|vs|than|who|"
    r"that|which|and|or|but|with|at|during|between|while|whereas|if|from|as|on|were|would|may|can|could|independent|"
    r"increased|decreased|compar\w+|using|remained|per|showed)\b|\s[v=<>≥≤]\s|$",
    re.IGNORECASE,
)
_NO_ENDPOINT = re.compile(
    r"\b(?:groups?|arms?|regimens?|women|men|patients|tertiles?|quartiles?|cohorts?|months?|years?|populations?|sub(?:groups?|sets?))$|^(?:hours?|days?|weeks?|months?)\b|"
    r"^(?:patients?|women|men|those|participants?|subjects?|people|persons|all|both|each|groups?|arms?|this|these|it|them|us|sex|age)\b|"
    r"\b(?:(?:hazards?|odds|risk|rate|incidence|prevalence)\sratios?|relative\srisks?)$|"
    r"^(?:treatment|therapy|surgery|which|\d|an?\s|the\s(?:group|arm|two|experimental|control|study|treatment|combination)|"
    r"experimental|control|intervention|placebo|years?|cases|treatment\s|no\b|every|adjust|multiv|univ|baseline|confound|"
    r"follow-?up|use\b|risk|results?|outcomes?|significance|mean|change|scores?|(?:primary|main|secondary|composite)\s|first\b|factors?|opposite|reverse|contrary|same|compar(?:ison|ation)\b|"
    r"(?:occur|happen|arise|develop|exist|persist|hazards?)$|(?:some|several|certain|various|many|different|numerous|the\sfollowing)\s|(?:[\w-]+\s){0,2}(?:co-?medications|variables|comorbidities|co-morbidities|characteristics|exposures|covariates)$|"
    r"(?:(?:very|the|those|each|per)\s)?(?:low|high|mild|moderate|severe|medium|intermediate|lower|higher|middle|upper|top|bottom|lowest|highest|small|large|first|second|third|fourth|fifth|borderline|current|former|past|ever|never|heavy|light|young|old)(?:est|er)?(?:$|,\s|\s(?:and|or|to|versus|vs\.?)\s))"
    r"|^(?:after|with|in|by|for|from|at|on|when|to|of|among|both|without|during|over|throughout|until|between|and|or)\b|^(?:an?\s)?events?$|^.$|^[a-z]{1,2}$|^[^A-Za-z]|"
    r"^(?:incidences?|rates?|frequency|percentages?|proportions?)$|^(?:study\s|assigned\s)?(?:drugs?|medication)$|^(?:homo|hetero)zygous|\b(?:genotypes?|alleles?)$|\brs\d{3,}|"
    r"^(?:(?:higher|lower|greater|increased|more|reduced)\s)?(?:frequenc(?:y|ies)|severit(?:y|ies)|prevalences?|comparisons?|overall|probabilit(?:y|ies)|stages?\s\S+)$|"
    r"^(?:significant|substantial|marked|modest|greater|higher|lower|similar|clinical|statistical)\s(?:increases?|decreases?|reductions?|improvements?|differences?|"
    r"changes?|benefits?|effects?|associations?|trends?)$|\b(?:administration|schedules?)$|^(?:[\w-]+\s)?benefits?$",
    re.IGNORECASE,
)
_QUALIFIES = re.compile(
    r"(?!(?:\w+\s)*(?:of|for|in|with|after|and|or|by|on|to|from)\s)(?:[\w/-]+\s){1,3}", re.IGNORECASE
)
_JOINED = re.compile(
    r"(?:\s(?:at|within|by|after|over|during|in)\s(?:the\s)?(?:first\s)?(?:day\s|week\s|month\s|year\s)?(?:\d+|one|two|three|five|ten)(?:[\s-](?:days?|weeks?|months?|years?|hours?))?)?\s?(?:,?\s?(?:HR|OR|RR)\s?[=:]?\s?[\d.·]+)?\s?,?\s?(?:(?:and|or|but|nor|as\swell\sas|plus)\s)?(?:(?:also|not|neither)\s)?(?:with\s|in\s|on\s|for\s|had\s|to\s|of\s)?(?:an?\s|the\s)?(?:\w+ly\s)?"
    r"(?:(?:lower|higher|shorter|longer|better|worse|poorer|greater|fewer|less|more|reduced|increased|decreased|improved)\s)?(?:[\w-]+\s)?",
    re.IGNORECASE,
)
# "survival was associated with A": what stands after is no endpoint.
_IS = re.compile(
    r"(?:\s(?:at|within|by|after|over|during|in)\s(?:the\s)?(?:first\s)?(?:an?|\d+|one|two|three|five|ten)[\s-](?:days?|weeks?|months?|years?))?"
    r"\s(?:was|were|is|are|remained)\s(?:(?:\w+ly|also|not|no\slonger|only)\s){0,3}$"
)
# "hazard ratio for A versus B" names the groups, not the endpoint.
_SIDE = re.compile(r"\s(?:versus|vs|v|compared|relative|over|than)\b", re.IGNORECASE)
# "Per 10-unit | increase in BMI": a factor's step.
_PER = re.compile(
    r"\b(?:per|each|every|for\sa)\s(?:(?!(?:was|were|is|are|had|has|remained)\s)[^\s,;]+\s){0,4}$",
    re.IGNORECASE,
)
_VERSUS = re.compile(r"\s(?:versus|vs)\b", re.IGNORECASE)
_NEXT_IN_LIST = re.compile(
    r"\s?[(\[][^()\[\]]{0,90}(?:[(\[][^()\[\]]{0,40}[)\]][^()\[\]]{0,60}){0,2}[)\]](?:,\s(?:and\s|or\s)?|\s(?:and|or)\s)(?!(?:as|versus|vs|compared|than|but|while|whereas|although|though|with|which|respectively|although|medium|small|large|no)\s)(?:(?:fewer|more|less|higher|lower|better|worse|greater|shorter|longer|reduced|increased)\s(?!likely))?((?:[\w/-]+\s){0,4}[\w/-]+)(?=\s[(\[])"
)
# What follows the first of several endpoints before as many numbers.
_ROW = re.compile(
    r"((?:,\s[\w' -]{2,50}?){0,6},?\sand\s[\w' -]{2,50}?)\s(?:was|were)\s[^;]{0,160}?\d[^;]{0,80}\sand\s",
    re.IGNORECASE,
)
_IN_ROW = re.compile(r"(?:,\s(?:and\s)?|\sand\s)([\w'-]+(?:\s(?!and\b)[\w'-]+){0,6})", re.IGNORECASE)
# "Mortality due to cancer and | all causes": as much a death as that of the one cause.
_ANY_CAUSE = re.compile(
    r"(?:\s?[(\[][^()\[\]]{0,90}[)\]])?,?\s(?:and|or|as\swell\sas)\s(?:from\s|of\s|due\sto\s)?((?:all|any)(?:\sother)?[\s-]causes?)\b(?![\s-](?:death|mortality|hospital))",
    re.IGNORECASE,
)
_NEED = re.compile(r"(?:the\s|an?\s)?(?:needs?|requirements?|demand)\sfor\s(?:an?\s|the\s)?", re.IGNORECASE)
_LONGEST_LIST = 8
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


@dataclass(frozen=True, slots=True)
class Candidate:
    """An endpoint that a sentence names; ``introduced`` says that a phrase presents it as one.

    ``strong``: that phrase says what a factor predicts; ``known``: the name itself tells the class;
    ``ratio``: it is but the phrase behind "hazard ratio for", which may be a factor as well.
    ``beside``: it only qualifies what was counted ("treatment for pain").
    """

    mention: EndpointMention
    introduced: bool
    known: bool
    strong: bool = False
    beside: bool = False
    ratio: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phrase says that an endpoint stands."""

    start: int
    end: int
    strong: bool
    ratio: bool = False


@lru_cache(maxsize=256)
def candidates_in(text: str, short_forms: tuple[ShortForm, ...] = ()) -> tuple[Candidate, ...]:
    """Endpoints named in the text: those of a known class, and phrases in an endpoint's place."""
    named = [m for m in mentions_in(text, short_forms) if not is_cut(text, m.end)]
    known = sorted([*named, *_any_cause(text)], key=lambda m: m.start)
    places, subjects = _places(text, known)
    found = [_known_candidate(text, m, places, m in subjects) for m in known]
    for place in dict.fromkeys(places):
        phrase = text[place.start : place.end].strip()
        if any(m.start < place.end and place.start < m.end for m in known) or _NO_ENDPOINT.search(phrase):
            continue
        if names_no_endpoint(phrase, text):
            continue
        mention = EndpointMention(
            phrase, place.start, place.start + len(phrase), class_of_name(phrase), "phrase"
        )
        found.append(Candidate(mention, introduced=True, known=False, strong=place.strong, ratio=place.ratio))
    return tuple(sorted(_conjoined(text, found), key=lambda c: c.mention.start))


def _any_cause(text: str) -> Iterator[EndpointMention]:
    """``death from cancer and | from any cause``: the second, which lacks its noun."""
    for m in mentions_in(text) if "cause" in text else ():
        beside = _ANY_CAUSE.match(text, m.end) if m.endpoint_class == "disease_specific_survival" else None
        if beside:
            yield EndpointMention(beside[1], *beside.span(1), "overall_survival", "any-death")


def _known_candidate(text: str, m: EndpointMention, places: Sequence[Place], subject: bool) -> Candidate:
    """The name as a candidate, with the words that qualify it where a phrase introduces it."""
    inside = [p for p in places if m.start < p.end and p.start < m.end]
    strong = subject or any(p.strong for p in inside)
    for place in inside:
        if place.start < m.start and _QUALIFIES.fullmatch(text, place.start, m.start):
            m = replace(m, text=text[place.start : m.end], start=place.start)
    return Candidate(m, introduced=bool(inside) or subject, known=True, strong=strong)


def _places(text: str, known: Sequence[EndpointMention]) -> tuple[list[Place], list[EndpointMention]]:
    """Where phrases say that an endpoint stands, and the endpoints that are "associated with" something."""
    places: list[Place] = []
    subjects: list[EndpointMention] = []
    for rule, cue, start, stop in _ties(text):
        turns, strong = rule.data.get("turns"), bool(rule.data.get("strong"))
        if _PER.search(text, max(0, cue - 30), cue):
            continue
        owner = _owner(text, cue, start, known) if turns else None
        if owner is not None:
            subjects.append(owner)
        elif not (_SIDE if rule.data.get("ratio") else _VERSUS).match(text, stop):
            places.append(Place(start, stop, strong, bool(rule.data.get("ratio"))))
            places.extend(_listed(text, stop, strong))
            places.extend(_in_row(text, stop, strong))
    return places, subjects


@lru_cache(maxsize=256)
def _ties(text: str) -> tuple[tuple[Rule, int, int, int], ...]:
    """Where a phrase that presents an endpoint begins, and where the presented phrase begins and ends."""
    return tuple(
        (rule, m.start(), begin, stop.start())
        for rule in load_rules("endpoint_ties").fitting(text)
        for m in rule.pattern.finditer(text)
        if (stop := _PHRASE_END.search(text, begin := _behind_need(text, m.end()), m.end() + 90))
        and stop.start() > m.end()
    )


def _behind_need(text: str, start: int) -> int:
    """Where the phrase begins behind "the need for": what was needed was counted."""
    need = _NEED.match(text, start)
    return need.end() if need else start


def _listed(text: str, end: int, strong: bool) -> Iterator[Place]:
    """``incidence of A (1%), | B (2%) and | C (3%)``: the items after the first, each with its bracket."""
    for _ in range(_LONGEST_LIST):
        m = _NEXT_IN_LIST.match(text, end)
        if m is None:
            return
        end = m.end(1)
        yield Place(m.start(1), end, strong)


def _in_row(text: str, end: int, strong: bool) -> Iterator[Place]:
    """``the risks of A, | B and | C were 0.7, 0.8 and 0.9``: the items after the first."""
    row = _ROW.match(text, end)
    for item in _IN_ROW.finditer(row[1]) if row else ():
        yield Place(end + item.start(1), end + item.end(1), strong)


def _owner(text: str, cue: int, end: int, known: Sequence[EndpointMention]) -> EndpointMention | None:
    """The endpoint that is the subject of the cue: ``survival was | associated with age``.

    Any other than survival only where what it is associated with is no endpoint, or where it is qualified:
    ``events | related to treatment``.
    """
    for m in known:
        if m.end > cue:
            return None
        if text[m.end : cue] == " ":
            return m
        if not _IS.fullmatch(text, m.end, cue):
            continue
        rest = text[end : end + 90].partition(";")[0]
        if m.rule in _SURVIVALS or not any(end <= k.start < end + len(rest) for k in known):
            return m
    return None


def _conjoined(text: str, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """``risk of A and B``: what a phrase does to the first of a list, it does to all."""
    done: list[Candidate] = []
    for c in sorted(found, key=lambda c: c.mention.start):
        c = replace(c, beside=is_beside(text, c.mention))
        for before in reversed(done[-3:]):
            if c.mention.start < before.mention.end:
                continue
            joined = _JOINED.fullmatch(outside_brackets(text[before.mention.end : c.mention.start]))
            if joined and (before.introduced or before.beside):
                c = replace(c, introduced=before.introduced, strong=before.strong, beside=before.beside)
                break
        done.append(c)
        yield c
