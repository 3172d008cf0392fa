"""The phrase that a row of numbers takes in its turn: ``A, B and C were predictors (0.5, 0.6 and 0.7)``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from miner.contrasts.looks import names_endpoint
from miner.phrases.clauses import ESTIMATE_IN_BRACKETS, enclosing_bracket, skeleton, trimmed
from miner.phrases.group_or_factor import group_name, is_factor
from miner.phrases.groups import is_named
from miner.phrases.series import place_in_series, start_of_series
from miner.phrases.versus import pairs_in

__all__ = ["behind_its_bracket", "in_its_turn"]

_RATIO = re.compile(
    r"\b(?:HRs?|ORs?|RRs?|IRRs?|PRs?|[am](?:HR|OR|RR)|SHRs?|(?:hazard|odds|risk|rate|prevalence)\sratios?|relative\srisks?|β|beta)\b\]?\)?[\s=:,]*(?:of\s|was\s)?[-−]?\d*[.·]?\d+",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\b(?:HRs?|ORs?|RRs?|[am](?:HR|OR|RR)|(?i:(?:hazard|odds|risk|rate)\sratios?|relative\srisks?)|intervals?|CI)\b"
)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_CLAUSE = re.compile(r";\s|\.\s(?=[A-Z])|,\s(?:whereas|while|but)\s")
# What a list of factors follows where the clause speaks of factors; endpoints stand behind other verbs.
_NAMES_THEM = re.compile(
    r":\s|\b(?:was|were|is|are|identified|included|including|retained|revealed|found|selected|singled\sout|namely)\b"
)
_BREAK = re.compile(
    rf"{_NAMES_THEM.pattern}|\b(?:had|has|have|did|showed|remained|became|predicted|increased|reduced|decreased|conferred|carried|that|as|emerged|"
    r"significantly|independently|correlated|associated|compared|than|versus|vs)\b"
    r"|,?\swith\s(?:an?\s|the\s)?(?=(?:[\w-]+\s){0,3}(?:ratios?|risks?|HRs?|ORs?|RRs?)\b)",
)
_FACTORS = re.compile(
    r"\b(?:predictors?|factors?|determinants?|correlates|regression|analys[ie]s|models?)\b", re.IGNORECASE
)
# "Falls and fractures were less common": a subject of endpoints.
_RELATES = re.compile(
    r"\b(?:predict\w*|factors?|determinants?|correlate[sd]?|associated|related|linked|(?<!was\s)(?<!were\s)(?:increased|reduced|raised|lowered|conferred|carried|affected|influenced|worsened|improved|shortened|prolonged))\b"
    r"|\b(?:had|showed|gained|enjoyed|derived)\s(?:an?\s)?(?:[\w-]+\s){0,4}"
    r"(?:benefits?|advantages?|survival|prognos[ie]s|outcomes?|risks?|mortality|hazards?)\b"
)
_TOLD_THAT = re.compile(
    r"^.{0,80}?\b(?:show|reveal|find|found|demonstrat|indicat|suggest|confirm)\w*\sthat\s(?:the\s)?"
)
_OF_RATIOS = re.compile(
    r"\b(?:ratios?|risks|HRs?|ORs?|RRs?|[am](?:HR|OR|RR)s?)\s(?:(?:of|for)\s[^,]{3,40}\s)?(?:for|in|among|with|at|of|between)\s(?:the\s)?"
    r"(?:(?:women|men|patients|people|those|participants|children)\s(?:with|who|in|on|aged|taking|using)\s)?"
)
_SAYS_NOTHING = re.compile(
    r"\b(?:crude|adjusted|unadjusted|univaria\w+|multivaria\w+|relative|absolute|differences?|effects?|sizes?|being|outcomes?|incidence|predictors?|factors?)\b"
    r"|^\d+\sin\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r",\s(?:and\s|or\s)?|\s(?:and|or|versus|vs\.?)\s")
# A word that needs the noun behind the last of the list.
_QUALITY = re.compile(
    r"^(?:very\s)?(?:severe|moderate|mild|slight|minor|major|low|lower|lowest|middle|medium|intermediate|high|higher|highest|upper|top|bottom|first|second|third|fourth|fifth|sixth|"
    r"last|current|former|past|never|ever|occasional|regular|heavy|light|early|late|partial|complete|left|right|proximal|distal|anterior|posterior|male|female|white|black|asian|hispanic|"
    r"rural|urban|single|double|triple|single|combined|recent|heterozygous|homozygous|homozygote|primary|secondary|tertiary|older|younger|acute|chronic|small|large|short|long|weekly|daily|"
    r"monthly|positive|negative|borderline|normal|underweight|overweight|obese|continuous|intermittent|partly|fully|non|low-dose|high-dose|grade\s\w+|stage\s\w+|type\s\w+|"
    r"[<>≥≤]?\s?\d[\d.,·]*(?:\s?[-–]\s?\d[\d.,·]*)?\s?%?|[ivx]{1,4}|[a-d]|q\d|t\d)-?$",
    re.IGNORECASE,
)
# "Compared with nobody, ...", ", with A as the reference,": what all names of the list are set against.
_REFERENCE = re.compile(
    r"^(?:(?:as\s)?compared\s(?:with|to)|relative\sto|versus|in\scomparison\swith)\s[^,;]{3,90},\s"
    r"|,?\s(?:with|using|taking)\s[^,;]{3,60}\sas\s(?:the\s)?referen\w+,?\s",
    re.IGNORECASE,
)
# "12 (HR 1.0) in the low, | 14 (HR 1.2) in the high group".
_BEHIND = re.compile(
    r"\s(?:in|among|for|with|at|on|after)\s(?:the\s|those\s(?:with|on)\s)?(?P<label>[^,;:()\[\]]{2,60}?)"
    r"(?=,?\s(?:and\s)?\d|[.;](?:\s|$)|,\s|\s(?:compared|respectively|as)\b|$)"
)
_FIGURE_NEXT = re.compile(r",?\s(?:and\s)?\d[\d.,·]*\s?(?:%\s?)?(?:(?:events?|deaths?|cases|patients)\s)?")
_LONGEST = 8


def in_its_turn(text: str, at: int, to: int) -> str:
    """The n-th phrase of the list that stands before a row, for its n-th number; or the empty string."""
    index, total, begin = _turn(text, at, to)
    if total < 2:
        return ""
    bones = skeleton(text)
    head = bones.text[: bones.at(begin)]
    clause = _REFERENCE.sub(" ", _CLAUSE.split(head)[-1].strip())
    for names in _lists(_TOLD_THAT.sub("", clause.strip(" ,")), total):
        return group_name(names[index])
    return ""


def behind_its_bracket(text: str, at: int) -> str:
    """``12 (HR 1.0) in the low, 14 (HR 1.2) in the high group``: the group behind its bracket, or nothing."""
    row: list[tuple[bool, str]] = []
    end = -1
    for m in ESTIMATE_IN_BRACKETS.finditer(text):
        label = _BEHIND.match(text, m.end()) if _RATIO.search(m[0]) else None
        if label is None or _FIGURE_NEXT.fullmatch(text, end, m.start()) is None:
            if any(own for own, _ in row):
                break
            row = []
        if label:
            row.append((m.start() <= at < m.end(), label["label"]))
            end = label.end()
    place = next((i for i, (own, _) in enumerate(row) if own), -1)
    if place < 0 or len(row) < 2:
        return ""
    listed = ", ".join(label for _, label in row)
    names = _names(listed, len(row), shared=True) or _names(listed, len(row), shared=False)
    return group_name(names[place]) if names else ""


def _turn(text: str, at: int, to: int) -> tuple[int, int, int]:
    """The number's place in its row, how many there are, and where the row begins."""
    index, total = place_in_series(text, at, to)
    if total > 1:
        return index, total, start_of_series(text, at, to)
    begin, end = enclosing_bracket(text, at)
    if begin == at or not _RESPECTIVELY.search(text, at, end + 20):
        return 0, 1, at
    row = [m.end() for m in _RATIO.finditer(text, begin, end)]
    place = [i for i, stop in enumerate(row) if at < stop <= to + 1]
    return (place[0], len(row), begin) if place else (0, 1, at)


@lru_cache(maxsize=256)
def _lists(clause: str, total: int) -> tuple[tuple[str, ...], ...]:
    """Lists of so many names, nearest to the row first."""
    return tuple(dict.fromkeys(_found(clause, total)))


def _found(clause: str, total: int) -> Iterator[tuple[str, ...]]:
    if any(pair.left for pair in pairs_in(clause)):
        return
    for piece in reversed(list(_pieces(clause))):
        listed = [one.strip(" ,") for one in _openings(piece)]
        for shared in (True, False):
            yield from filter(None, (_names(one, total, shared=shared) for one in listed))


def _pieces(clause: str) -> Iterator[str]:
    """The subject, and what a clause about factors names."""
    breaks = list(_BREAK.finditer(clause))
    subject = clause[: breaks[0].start()] if breaks else clause
    if _MEASURE.search(subject) or _RELATES.search(clause, len(subject)):
        yield subject
    for i, one in enumerate(breaks):
        end = breaks[i + 1].start() if i + 1 < len(breaks) else len(clause)
        if _NAMES_THEM.fullmatch(one[0]) and _FACTORS.search(clause, 0, one.start()):
            yield clause[one.end() : end]


def _openings(piece: str) -> Iterator[str]:
    """The piece; of "the odds ratios of death for A and B", what the ratios are for."""
    if _MEASURE.search(piece):
        yield from (piece[m.end() :] for m in _OF_RATIOS.finditer(piece))
    else:
        yield piece


def _names(listed: str, total: int, *, shared: bool) -> tuple[str, ...]:
    """The parts of a list, if there are so many and each can be a factor's name.

    With ``shared``, if only the last of them has the noun that all need: "mild, moderate and severe pain".
    """
    parts = [part.strip(" ,-") for part in _JOINT.split(listed) if part.strip(" ,-")]
    if len(parts) != total or len({part.lower() for part in parts}) != total:
        return ()
    noun = parts[-1].partition(" ")[2]
    if shared != (bool(noun) and all(_QUALITY.match(part) for part in parts[:-1])):
        return ()
    if shared:
        parts[:-1] = [f"{part} {noun}" for part in parts[:-1]]
    names = tuple(trimmed(part) for part in parts)
    return names if all(map(_is_factor, names)) else ()


def _is_factor(name: str) -> bool:
    if not is_factor(name) or not is_named(name) or len(name.split()) > _LONGEST:
        return False
    return not _SAYS_NOTHING.search(name) and not names_endpoint(name)
