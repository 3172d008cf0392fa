"""What a trial set against what, as its title, its allocation or its aim say it: "A or B", "A versus B"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from miner.contrasts.looks import content_of
from miner.contrasts.sense import can_stand, tidied
from miner.phrases.clauses import skeleton, trimmed
from miner.phrases.contrast_titles import named_in_title
from miner.phrases.denial import denies
from miner.phrases.group_or_factor import is_group
from miner.phrases.groups import is_control, is_surely_control
from miner.phrases.omission import is_of_omission
from miner.phrases.versus import pairs_in
from miner.text.document import Document
from miner.text.sieve import Guarded

__all__ = ["groups_by_design", "set_against"]

_TO = (
    r"(?:to|into|between|for)\s(?:(?:receive|undergo|have|take|get|use|be\sgiven|start|continue|either|"
    r"treatment\swith|one\sof\stwo\s\w+:?|an?|the|two\sgroups:?|arms?\sof|\d:\d)\s)*"
)
_SIDE = r"[^.;:]{2,110}?"
# "Patients were randomly assigned to A or (to) B", "received A or B".
_ALLOCATED = Guarded(re.compile(
    rf"\b(?:randomi[sz]ed|randomly\s(?:assigned|allocated|selected)|assigned|allocated|randomi[sz]ation|allocation)\b[^.;:]{{0,50}}?\s{_TO}(?P<one>{_SIDE}),?\s"
    rf"(?:or|versus|vs\.?|and(?=\s(?:to|the|a)\s))\s(?:to\s)?(?P<two>{_SIDE})(?=[.;:,]|$|\s(?:in|for|at|every|during|as|with\sa|using|while|followed|twice|once|over|and\s(?:women|men|patients|those|were|followed))\b)",
    re.IGNORECASE,
))  # fmt: skip
_COMPARED = Guarded(re.compile(
    rf"\b(?:compar(?:e|ed|es|ing)|(?:comparisons?|(?:comparative|head-to-head)\s(?:\w+\s){{1,3}}?)\s?(?:of|between)|differences?\sbetween|versus)\s(?:the\s)?(?:(?:effects?|efficacy|effectiveness|safety|outcomes?|results?|impact|benefits?|value|use)(?:\s(?:and|or)\s\w+)*\s(?:of|with|after|between)\s(?:the\s)?)?(?P<one>{_SIDE})\s"
    rf"(?:with|to|and|versus|vs\.?|against)\s(?P<two>{_SIDE})(?=[.;:,]|$|\s(?:in|for|on|among|at|as|during|after|by|with\srespect|regarding|using|to\s)\b)",
    re.IGNORECASE,
))  # fmt: skip
_TITLE = Guarded(re.compile(
    r"^(?:[^:]{3,60}:\s)?(?P<one>[^:;?]{3,80}?)\s(?:versus|vs\.?|(?<!with\s)or(?!\swithout\b)|compared\s(?:with|to))\s(?P<two>[^:;?]{3,80}?)(?=[:;,.?]|$|\s(?:in|for|on|among|as|at|after|during|to|before)\b)",
    re.IGNORECASE,
))  # fmt: skip
# "Patients received A or B", "treated with A or B".
_GIVEN = Guarded(re.compile(
    rf"\b(?:receiv(?:e|ed|ing)|(?:treated|managed)\swith|given|underwent|undergo(?:ing)?|took|had)\s(?:either\s)?(?P<one>[^.;:,]{{2,80}}?),?\s(?:or|versus|vs\.?)\s(?P<two>{_SIDE})"
    r"(?=[.;:,]|$|\s(?:in|for|at|every|during|as|between|while|followed|twice|once|over|from|were|was)\b)",
    re.IGNORECASE,
))  # fmt: skip
_HEAD = re.compile(
    r"^.*\b(?:trial|study|comparison|comparing|analysis|effects?|efficacy|effectiveness|safety|evaluation|induction|use|impact|outcomes?|management|treatment)\s(?:and\s\w+\s)?(?:of|comparing|with|by|between)\s",
    re.IGNORECASE,
)
_AGAINST = Guarded(re.compile(
    r"\b(?P<control>placebo|sham|vehicle|wait(?:ing)?[\s-]?list|usual[\s-]care|no[\s-]treatment|attention)"
    r"[\s-]controlled\b", re.IGNORECASE
))  # fmt: skip
# Where the name of a side ends and how it was given begins.
_HOW = re.compile(
    r",?\s(?:for\s\d.*|for\s(?:one|two|three|four|five|six|up\sto)\b.*|every\s.*|at\s(?:a\s)?(?:dose|\d).*|once\b.*|twice\b.*|(?:three|four)\stimes\b.*|daily\b.*|weekly\b.*|during\s.*|until\s.*|over\s.*|in\saddition\b.*|starting\b.*|"
    r"given\s.*|administered\s.*|in\sa\s(?:\d|ratio|randomi|double|blind|1).*|by\s(?:means|random)\b.*|delivered\s.*|orally\b.*|intravenously\b.*|subcutaneously\b.*|before\s.*|after\srandomi.*|according\s.*|as\s(?:adjuvant|first|initial|part)\b.*)$",
    re.IGNORECASE,
)
_DOSE = re.compile(
    r"\s?\b\d[\d.,·]*\s?(?:mg|µg|mcg|g|IU|U|mL|ml|Gy)(?:/(?:m2|m\(2\)|kg|day|d|week|\w+))*(?:/day|/d)?\b"
)
_NO_SIDE = re.compile(
    r"^(?:prevention|treatment\sof|prophylaxis|diagnosis|remove|review|provide|serve|does|do)\b|\b(?:whether|if|patients\swho|groups?\s(?:were|was)|hypothes\w+|significan\w+|years?\sof\sage|months?|aged?|between|baseline|differences?|"
    r"one\sof|both|each|respectively|other|others|arm\s\w$|stage|risk|mortality|survival)\b",
    re.IGNORECASE,
)
# "Completeness of surgery", "response before surgery": how, where or with what result, not whether.
_GRADES = re.compile(
    r"\b(?:complete\w*|extent|timing|times?|type|respon\w+|recurr\w+|number|duration|delays?|interval|refusal|history|"
    r"previous|prior|volume|margins?|before|after|hospitals?|cent(?:re|er)s?|surgeons?|complications?)\b"
)
_STUDIES = re.compile(r"^(?:\w+\s)*(?:studies|trials|RCTs|comparisons?)\s(?:of|on)\s", re.IGNORECASE)
# What does not tell one treatment from another, and what stands for an amount of a factor.
_SHARED = frozenset(
    "treatment treatments therapy addition adding use users supplementation alone strategy".split()
)
_AMOUNT = re.compile(r"(?<![\w-])\d|\bper\b|[<>≥≤]")
_LONGEST = 9


def groups_by_design(doc: Document, text: str) -> str:
    """What the study sets against each other; of several pairs, the one nearest to ``text``."""
    pairs = _pairs(doc)
    if not pairs:
        return ""
    low = text.lower()
    return max(pairs, key=lambda pair: sum(word in low for word in pair.lower().split() if len(word) > 3))


def set_against(doc: Document, name: str) -> str:
    """``A vs B`` for a lone A, where the study sets just that against B; else the name as it is."""
    if " vs " in name or _AMOUNT.search(skeleton(name).text):
        return name
    for pair in _named_pairs(doc):
        left, _, right = pair.partition(" vs ")
        for side, other in ((left, right), (right, left)):
            if _is_side(name, side, other):
                whole = f"{name} vs {other}"
                return whole if can_stand(whole) else name
    return name


def _is_side(name: str, side: str, other: str) -> bool:
    """Whether the words of the name are those of one side, and none of them is the other side's alone."""
    if denies(name) != denies(side):  # "without surgery" is not the side that had it, nor the reverse
        return False
    if any(word not in side.lower() for word in _GRADES.findall(name.lower())):
        return False
    ours, theirs, others = _own_words(name), _own_words(side), _own_words(other)
    told = ours & theirs
    if ours & (others - theirs) or 2 * len(told) < min(len(ours), len(theirs)):
        return False
    return bool(told - others) or (bool(told) and denies(other) and not denies(side))


def _own_words(side: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in content_of(side) - _SHARED)


@lru_cache(maxsize=32)
def _named_pairs(doc: Document) -> tuple[str, ...]:
    """Every pair that title, aim and methods name."""
    return (*_pairs(doc), *dict.fromkeys(_told(doc)))


def _told(doc: Document) -> Iterator[str]:
    for sentence in doc.role("title", "background", "methods", "other"):
        bones = skeleton(sentence.text).text
        for m in _GIVEN.finditer(bones):
            if pair := _pair(m["one"], m["two"]):
                yield pair
        for named in pairs_in(bones):
            if named.left and (pair := _pair(_STUDIES.sub("", named.left), named.right)):
                yield pair


@lru_cache(maxsize=32)
def _pairs(doc: Document) -> tuple[str, ...]:
    pairs = dict.fromkeys(_found(doc))
    return tuple(map(_omission_first, pairs)) if is_of_omission(doc) else tuple(pairs)


def _omission_first(pair: str) -> str:
    """The pair with the side first that leaves a treatment out."""
    left, _, right = pair.partition(" vs ")
    return f"{right} vs {left}" if denies(right) and not denies(left) else pair


def _found(doc: Document) -> Iterator[str]:
    titled = _TITLE.search(skeleton(doc.title).text.strip(" ."))
    if titled and (pair := _pair(_HEAD.sub("", titled["one"]), titled["two"])):
        yield pair
    for text in (doc.title, *[s.text for s in doc.role("background", "methods", "other")]):
        bones = skeleton(text).text
        for pattern in (_ALLOCATED, _COMPARED):
            for m in pattern.finditer(bones):
                if pair := _pair(m["one"], m["two"]):
                    yield pair
    control = _AGAINST.search(doc.text)
    name = named_in_title(doc.title) if control else ""
    if control and name and not is_control(name):
        yield f"{name} vs {control['control'].lower()}"


def _pair(one: str, two: str) -> str:
    left, right = _side(one), _side(two)
    if not left or not right or left.lower() == right.lower():
        return ""
    if is_surely_control(left) and not is_surely_control(right):
        left, right = right, left
    pair = tidied(f"{left} vs {right}")
    return pair if can_stand(pair) else ""


def _side(phrase: str) -> str:
    name = trimmed(_DOSE.sub("", _HOW.sub("", phrase.strip(" ,"))))
    if not name or len(name.split()) > _LONGEST or _NO_SIDE.search(name) or not is_group(name):
        return ""
    return name
