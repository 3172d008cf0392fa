"""Which of the endpoints in a sentence a number belongs to: candidates scored by weighted signs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from miner.endpoints.candidates import Candidate, candidates_in
from miner.endpoints.factors import is_in_factor_list
from miner.endpoints.in_whom import gives_share_in, is_group_name, is_grouped, names_a_group, tells_whom
from miner.endpoints.precise import made_precise
from miner.endpoints.rows import in_order
from miner.endpoints.shared_head import sharing_its_head
from miner.model import SURVIVALS
from miner.phrases.clauses import outside_brackets
from miner.phrases.endpoint_mentions import EndpointMention, ShortForm
from miner.text.possessive import possessive
from miner.weights import load_weights

__all__ = ["tied_endpoint"]

# What may stand between a count and its event: "62 (27%) of 231 patients | survived".
_EVENTS = re.compile(
    r"\s?%?\)?\s?(?:\([^()]{0,30}\)\s?)?(?:of\s)?(?:the\s|all\s|these\s|those\s|them\s)*(?:\d+\s(?:\([^()]{0,30}\)\s?)?)?(?:(?:[\w/+-]+\s){0,3}?(?:patients|women|participants|men|subjects|cases|children|individuals|people|infants|controls|eyes|knees|hips)\s?(?:\([^()]{0,30}\)\s?)?)?"
    r"(?:in\sthe\s[\w-]{1,30}\s(?:group|arm)\s)?(?:(?:had|have|has|experienc(?:ed|ing)|develop(?:ed|ing)|suffered(?:\sfrom)?|suffering(?:\sfrom)?|report(?:ed|ing)|achiev(?:ed|ing)|attain(?:ed|ing)|reach(?:ed|ing)|obtain(?:ed|ing)|met|requir(?:ed|ing)|need(?:ed|ing)|underwent|received|show(?:ed|ing)|sustain(?:ed|ing)|exhibit(?:ed|ing)|manifested|displayed|demonstrat(?:ed|ing)|present(?:ed|ing)(?:\swith)?|complain(?:ed|ing)\sof|encountered|acquired|contracted)\s)?"
    r"(?:an?\s|any\s|total\s|further\s|another\s|some\s|(?:clinically\s)?(?:significant|relevant|meaningful|important)\s|marked\s|substantial\s|considerable\s|new(?:-onset)?\s|persistent\s|transient\s|early\s|late\s|isolated\s|confirmed\s|documented\s)*",
    re.IGNORECASE,
)
_INTERVAL = re.compile(r"\d[.·]\d+(?:\s?[,;–-]|\sto)\s?-?\d*[.·]\d")
# "A (OR 1.3, 95% CI 1.1-1.6)": its own estimate has been told.
_TOLD = re.compile(
    r"\s?[(\[](?:[^()\[\]]|[(\[][^()\[\]]*[)\]])*?\d[.·]\d(?:[^()\[\]]|[(\[][^()\[\]]*[)\]])*[)\]]"
)
_COUNT = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten))\s(?:(?!patients|women|men|participants|subjects|people|children)\w+\s)?$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r";|\sbut\s(?:there|no|not|was|were|the|significantly|more|fewer)\b|,\s(?:but|whereas|while|although|however|and\s(?:was|were|had))\b|\b(?:whereas|while)\b",
    re.IGNORECASE,
)
# What may stand between a number and the endpoint that a following "for ..." names.
_STATISTICS = re.compile(
    possessive(
        "statistics",
        r"(?:[\s\d,;:()\[\]=<>≤≥.·%–−‒/-]|\b(?:95|CI|C\.I|confidence|intervals?|p|log-rank|test|to|both|and|value|two-sided|one-sided|relative|absolute|risk|odds|reductions?|increases?|decreases?|lower|higher|excess)\b)*",
    )
    + "$",
    re.IGNORECASE,
)
# "(DFS; HR | 0.5": the number's own label.
_LABELLED = re.compile(
    r"\s?[;:,=]\s(?:adjusted\s)?(?:[as]?HRs?|a?ORs?|a?RRs?|(?:hazard|odds|risk)\sratio)\s?[=:,]?\s?"
)
# "0.51 (95% CI 0.4-0.6) and in X": X has its own number.
_NEXT_ITEM = re.compile(r"[)\]][,;]?\s*(?:and|or|,|;)\s*$|[)\]][;,]\s*$")
_TIE = re.compile(r"\b(?:for|in|on|regarding|of)\s(?:the\s|a\s|risk\sof\s|time\sto\s)?$", re.IGNORECASE)


# "Survival of | 12 months": what the number is said to be of.
_HELD = re.compile(r"\s(?:rates?\s|times?\s)?(?:of|was|were)\s(?:only\s|about\s)?")


_RATIO_OF = re.compile(r"\b(?:\w+\sratios?|relative\srisks?|HRs?|ORs?|RRs?)\s(?:for|of)\s(?:the\s)?$")
_WAS = re.compile(r"\s(?:was|were)\s")


def _weights() -> Mapping[str, float]:
    return load_weights("endpoint_ties", "weights")


def tied_endpoint(
    text: str, start: int, end: int, short_forms: tuple[ShortForm, ...] = ()
) -> EndpointMention | None:
    """The endpoint of the number at ``text[start:end]``, or None where the text names none for it."""
    shared = sharing_its_head(text, start)
    if shared is not None:
        return shared
    found = candidates_in(text, short_forms)
    if not found:
        return None
    scored = [(_score(text, start, end, c, found), -_distance(c, start, end), c.mention) for c in found]
    best, _, mention = max(scored, key=lambda each: each[:2])
    if best < _weights()["least"]:
        return None
    mention = in_order(text, start, end, mention, [c.mention for c in found])
    return _made_precise(text, mention, found)


def _distance(c: Candidate, start: int, end: int) -> int:
    return start - c.mention.end if c.mention.end <= start else c.mention.start - end


def _score(text: str, start: int, end: int, c: Candidate, found: Sequence[Candidate]) -> float:
    w, m = _weights(), c.mention
    score = m.weight + (w["generic"] if m.generic else 0.0) + (0.0 if c.known else w["unnamed_class"])
    score += _before(text, start, c) if m.end <= start else _after(text, end, c)
    if m.start >= end and _counts(text, start, end, m) and not is_grouped(text, m.end):
        score += w["counted_by_it"]
    else:
        if is_group_name(text, c):
            score += w["group_name"]
        elif tells_whom(text, c) or names_a_group(text, start, c, found):
            score += w["population"]
        if _COUNT.search(text, max(0, m.start - 16), m.start):
            score += w["counted"]
    score += _as_other(text, c)
    if c.ratio and any(o.known and o.mention.end <= m.start and not o.beside for o in found):
        score += w["factor"]
    score += _as_label(text, start, m, found)
    if _is_held(text, start, m):
        score += w["held"]
    elif not c.introduced and any(o.strong and _same_clause(text, end, o) for o in found):
        score += w["factor"]
    return score + w["another_between"] * len(_between(text, start, end, c, found))


def _as_label(text: str, start: int, m: EndpointMention, found: Sequence[Candidate]) -> float:
    """``the hazard ratio for death was 0.5 for A and 0.9 for B``: A and B are what bears on death.

    Not so in "the hazard ratio of A was 0.5 for death": survival bears on nothing.
    """
    labelled = any(
        o.mention.end < m.start
        and (o.mention.endpoint_class in SURVIVALS or m.endpoint_class not in SURVIVALS)
        and _is_ratio_of(text, start, o.mention)
        for o in found
    )
    return _weights()["labelled"] if labelled and not _WAS.match(text, m.end) else 0.0


def _is_ratio_of(text: str, start: int, m: EndpointMention) -> bool:
    told = m.end <= start and _RATIO_OF.search(text, max(0, m.start - 30), m.start)
    return bool(told and _WAS.match(text, m.end)) and ";" not in text[m.end : start]


def _is_held(text: str, start: int, m: EndpointMention) -> bool:
    return m.endpoint_class in SURVIVALS and m.end <= start and bool(_HELD.fullmatch(text, m.end, start))


def _counts(text: str, start: int, end: int, m: EndpointMention) -> bool:
    """Whether the number counts what is named right behind it; an estimate does not."""
    return bool(_EVENTS.fullmatch(text, end, m.start)) and not _INTERVAL.search(text, start, end)


def _as_other(text: str, c: Candidate) -> float:
    """What a name loses that is one of a list of factors, or qualifies what was counted."""
    m = c.mention
    if not c.strong and is_in_factor_list(text, m.start):
        return _weights()["listed_factor"]
    return _weights()["beside"] if c.beside else 0.0


def _between(text: str, start: int, end: int, c: Candidate, found: Sequence[Candidate]) -> list[Candidate]:
    """The other endpoints between the name and the number that do not only say in whom, or after what."""
    m = c.mention
    if m.end > start:
        return [
            o
            for o in found
            if end <= o.mention.start < m.start and not is_in_factor_list(text, o.mention.start)
        ]
    told = _TOLD.match(text, m.end, start) is not None
    return [
        o
        for o in found
        if m.end <= o.mention.start < start
        and (told or o.mention.endpoint_class != m.endpoint_class)
        and (o.introduced or not c.strong)
        and not (tells_whom(text, o) or names_a_group(text, start, o, (c,)))
    ]


def _same_clause(text: str, end: int, c: Candidate) -> bool:
    """Whether no clause ends between the number and a candidate that follows it."""
    return c.mention.start < end or not _CLAUSE.search(outside_brackets(text[end : c.mention.start]))


def _before(text: str, start: int, c: Candidate) -> float:
    w, m = _weights(), c.mention
    gap = text[m.end : start]
    score = w["predicted"] if c.strong else w["introduced"] if c.introduced else 0.0
    if not c.strong:
        score += w["clause_between"] * len(_CLAUSE.findall(outside_brackets(gap)))
    if _closes_bracket(gap):
        score += w["closed_bracket"]
    elif m.endpoint_class in SURVIVALS and _LABELLED.fullmatch(gap):
        score += w["label"]
    return score + (w["subject"] if m.start < 3 else 0.0)


def _after(text: str, end: int, c: Candidate) -> float:
    w, m = _weights(), c.mention
    gap = text[end : m.start]
    tie = _TIE.search(gap)
    if (
        tie
        and len(gap) < 140
        and not gives_share_in(gap, 0, len(gap))
        and not is_grouped(text, m.end)
        and _STATISTICS.match(gap[: tie.start()])
        and not _NEXT_ITEM.search(gap[: tie.start()])
    ):
        return w["tied_after"]
    score = w["introduced_after"] if c.strong else 0.0 if c.known else w["unnamed_after"]
    return (
        score + w["after"] + w["clause_between"] * len(_CLAUSE.findall(outside_brackets(_left_bracket(gap))))
    )


def _left_bracket(gap: str) -> str:
    """The gap from where it leaves the bracket that it began in."""
    if ")" not in gap and "]" not in gap:
        return gap
    depth = 0
    for i, char in enumerate(gap):
        depth += (char in "([") - (char in ")]")
        if depth < 0:
            return gap[i + 1 :]
    return gap


def _closes_bracket(gap: str) -> bool:
    return _left_bracket(gap) != gap


def _made_precise(text: str, chosen: EndpointMention, found: Sequence[Candidate]) -> EndpointMention:
    """``breast cancer mortality, with 30 deaths (HR 0.6``: the longer name says which deaths."""
    earlier = [
        c.mention
        for c in found
        if c.mention.end <= chosen.start
        and not _CLAUSE.search(outside_brackets(text[c.mention.end : chosen.start]))
    ]
    return made_precise(chosen, earlier)
