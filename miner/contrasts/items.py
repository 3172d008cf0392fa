"""The item of a list that a number stands behind: ``A (HR 1.7), B (HR 1.6) and C rather than D (HR 1.5)``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from miner.contrasts.factors import led_name, named_after, subject_factor
from miner.contrasts.labels import label_ahead, label_in_bracket
from miner.contrasts.listed import is_group_there, labelled_behind, listed_item, may_be_group
from miner.contrasts.looks import content_of, names_endpoint, words_of
from miner.contrasts.rows import in_its_turn
from miner.endpoints.factors import factor_list_at, is_in_factor_list
from miner.model import Arm
from miner.phrases.clauses import (
    ESTIMATE_IN_BRACKETS,
    enclosing_bracket,
    has_verb,
    skeleton,
    subject_of,
    trimmed,
)
from miner.phrases.endpoint_mentions import mentions_in
from miner.phrases.frames import frame_of
from miner.phrases.group_or_factor import is_factor, is_group
from miner.phrases.groups import is_named
from miner.phrases.versus import Pair, pairs_in

__all__ = [
    "against_own_item",
    "against_reference",
    "is_beside_groups",
    "is_of_another",
    "item_of_list",
    "item_of_subject",
    "names_no_group",
    "own_segment",
]

_JOINT = re.compile(
    r"^\s?(?:[,;]\s?)?(?:(?:and|or|nor|but\snot|but|neither|both|as\swell\sas|(?:along|together)\swith|followed\sby)\s)?(?:also\s|(?:negatively|inversely|positively)\s(?=with\s))?(?:(?:with|for|in|of|by|to|those|patients|women|who|whose)\s)*(?:the\s|an?\s)?",
    re.IGNORECASE,
)
_AND = re.compile(r"\s?,?\s?(?:and|or)\s", re.IGNORECASE)
# "... (HR 0.9), with stronger associations in A than in B": of whom it holds, not what is compared.
_STRONGER = re.compile(
    r"\b(?:stronger|weaker|more\spronounced|less\spronounced|more\sevident)\s(?:\w+\s)?(?:associations?|effects?|relation\w*|benefits?|in|among|for)\b"
)
_ANOTHER = re.compile(r"\s?,?\s(?:and\s|or\s)?(?:the\s|an?\s)?", re.IGNORECASE)
# What follows is a list of factors: the endpoint itself, "it", or that there are predictors.
_NO_FACTOR = re.compile(
    r"^(?:those\s(?:of|for|with|in)|neither|both|only)\b|\b(?:predictors?|factors?|determinants?|survival|mortality|risks?|hazards?|odds|it|this|which|independently|variables|OS|PFS|DFS)\b|^(?:lower|higher|better|worse|longer|shorter|poorer|increased|reduced|greater)\s",
    re.IGNORECASE,
)
# What follows is where a treatment works: parts of the patients, endpoints.
_BENEFIT = re.compile(
    r"\b(?:reductions?|benefits?|effects?|improvements?|advantages?|differences?|favou?r\w*)\b", re.IGNORECASE
)
_GOES_WITH = re.compile(
    r"\b(?:associated|correlated|related|linked)\s(?:\w+ly\s)?(?:with|to)\s(?!\w*\s?(?:better|longer|worse|shorter|lower|higher|improved|reduced|increased|greater))",
    re.IGNORECASE,
)
_SUBGROUPS = re.compile(
    r"\b(?:sub-?groups?|subsets?|regardless|irrespective|across|consistent)\b", re.IGNORECASE
)
# "In multivariate analysis, ...", "Cox regression showed that ...": where a subject follows.
_LEAD = re.compile(
    r"^(?:(?:the\s)?(?:\w+\s){0,4}(?:analys[ie]s|regressions?|models?|results?|data|we|findings)(?:\s\([^()]*\))?\s(?:also\s)?"
    r"(?:showed|shows|revealed|indicated|demonstrated|found|identified|suggested|confirmed)\sthat\s(?:the\s)?"
    r"|(?:(?:in|on|by|at|after|once|when|using|from|among|over|during|with|within|for)\s[^,;]{3,70}|however|moreover|furthermore|finally|similarly|overall),\s)",
    re.IGNORECASE,
)
_PREDICTORS = re.compile(
    r"\b(?:predictors?|factors?|determinants?|predicted|correlates|covariates|variables)\b", re.IGNORECASE
)
# The next item of a list follows.
_ITEM_ENDS = re.compile(
    r"(?:,\s(?:and\s|or\s)?|\s(?:and|or|as\swell\sas)\s)(?!(?:\w+ly\s|not\s|also\s)?(?:was|were|is|are|had|has|have|did|showed|reduced|increased|improved|lowered|raised|there|we|it|they)\b)"
)
_LED = re.compile(
    r"\b(?:with|after|in|for|for\sthe|among|following|by|from|of)\s(?:the\s)?((?:(?!\b(?:with|after|in|for|among|following|by|from)\b)[^,;:.]){2,60})$",
    re.IGNORECASE,
)
_CALLED_GROUP = re.compile(r"\bin\sthe\s([\w\s+/-]{2,40}?\s(?:group|arm))\b", re.IGNORECASE)
# "20.7 months (16.9-23.8)", "41 % (n=60)": a bracket that says more of the figure before it.
_OF_A_FIGURE = re.compile(
    r"\d\s?(?:%|percent|per\scent|months?|mos?|years?|weeks?|days?|points?|patients|women|deaths|events)\s?$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"\s([A-Z])$")  # "type A", "luminal A"
_NEW_CLAUSE = re.compile(r"(?:;|,\s(?:whereas|while|but))\s(?:that\sof\s)?")
_BE = re.compile(r"\b(?:were|was|are|is)\s", re.IGNORECASE)


def own_segment(text: str, at: int) -> str:
    """The words outside brackets from the estimate before the number (or the start) to the number."""
    bones = skeleton(text)
    begin, _ = enclosing_bracket(text, at)
    last = 0
    for m in ESTIMATE_IN_BRACKETS.finditer(text, 0, begin):
        if m.end() <= begin:
            last = bones.at(m.end())
    return bones.text[last : bones.at(at)]


def against_own_item(text: str, at: int, pair: Pair) -> Pair:
    """``A compared with B (RR 0.4) and C (RR 0.7)``: the item of the right side before the number."""
    bones = skeleton(text)
    place, begin = bones.at(at), bones.text.find(pair.right, pair.start)
    own = place - len(own_segment(text, at))
    end = begin + len(pair.right)
    within = begin < place <= end + 1 and (begin < own or place < end)
    beyond = end <= own <= end + 1 and _AND.match(bones.text, own) is not None
    if begin < 0 or not (within or beyond):
        return pair
    name = trimmed(_JOINT.sub("", bones.text[max(own, begin) : place], count=1).strip(" ,"))
    told = (
        is_group(name)
        and is_named(name, other=True)
        and not (beyond and (mentions_in(name) or has_verb(name)))
    )
    return replace(pair, right=name) if told else pair


def is_of_another(text: str, at: int, pair: Pair) -> bool:
    """Whether the pair is another number's: the next item of a list, or torn by estimates of its parts.

    ``A (HR 4.6), and B compared with C (HR 1.3)``; ``surgery (OR 5), with (OR 6) or without (OR 4) drugs``.
    """
    bones = skeleton(text)
    begin = bones.text.find(pair.right.removeprefix("no "), pair.start)
    if begin < 0 or _STRONGER.search(bones.text, bones.at(at), max(pair.start, bones.at(at))):
        return begin >= 0
    end = begin + len(pair.right.removeprefix("no "))
    estimates = [(bones.at(m.start()), m) for m in ESTIMATE_IN_BRACKETS.finditer(text)]
    if pair.right.startswith("no ") and any(pair.start < place < begin for place, _ in estimates):
        return not any(m.start() <= at < m.end() and pair.start < place <= end for place, m in estimates)
    behind = next((m for place, m in estimates if abs(place - end) <= 1), None)
    before = [place for place, m in estimates if place <= pair.start and m.end() > at]
    if behind is None or behind.start() <= at or not before or not pair.left:
        return False
    return _ANOTHER.fullmatch(bones.text[max(before) : pair.start].removesuffix(pair.left)) is not None


@lru_cache(maxsize=256)
def item_of_list(text: str, at: int) -> str:
    """The factor before the number's bracket where several stand in a row, or the empty string."""
    inside, _ = enclosing_bracket(text, at)
    place = factor_list_at(text, at)
    if inside == at or not (place or _several_estimates(text)) or _SUBGROUPS.search(text):
        return ""
    clause = max(
        (
            m.end()
            for m in _NEW_CLAUSE.finditer(text, 0, inside)
            if enclosing_bracket(text, m.start())[0] == m.start()
        ),
        default=0,
    )
    clause = max(clause, place[0]) if place else clause
    return _item(text[clause:], at - clause, listed=place is not None)


def _item(text: str, at: int, *, listed: bool) -> str:
    """The item in the number's own clause; an endpoint's name only where the list is one of factors."""
    segment = own_segment(text, at)
    bones = skeleton(text)
    place = bones.at(at)
    local = [p for p in pairs_in(segment) if p.left and p.kind == "local"]
    if local:
        return f"{_bare(local[-1].left)} vs {local[-1].right}"
    head = bones.text[: place - len(segment)]
    others = [p for p in pairs_in(bones.text) if p.kind != "local"]
    if not all(_of_another(p, bones.text, place - len(segment)) for p in others):
        return ""
    led = _LEAD.match(bones.text)
    in_subject = not has_verb(bones.text[led.end() if led and led.end() < place else 0 : place])
    subject = subject_of(bones.text, place) or bones.text[:40]
    listing = others or in_subject or _NO_FACTOR.search(subject) or _GOES_WITH.search(head)
    if _BENEFIT.search(head or subject) or not listing or _lists_endpoints(text, at, segment):
        return ""
    name = _bare(_JOINT.sub("", segment, count=1).strip())
    if not head.strip():
        name = _first(_LEAD.sub("", segment), in_subject=in_subject)
    if not name or has_verb(name) or len(name.split()) > 9 or re.search(r"[,;]", name):
        return ""
    may_stand = is_factor(name) and is_named(name) and (listed or not names_endpoint(name))
    return trimmed(name) if may_stand else ""


def _several_estimates(text: str) -> bool:
    """Whether two brackets or more hold figures of their own, as the items of a list have them."""
    brackets = ESTIMATE_IN_BRACKETS.finditer(text)
    return sum(not _OF_A_FIGURE.search(text, max(0, m.start() - 20), m.start()) for m in brackets) > 1


def _of_another(pair: Pair, bones: str, begin: int) -> bool:
    """Whether the pair is but an item before the one that begins there, or tells where factors are sought."""
    if not pair.left or pair.start >= begin or pair.kind == "reference":
        return False
    if _PREDICTORS.search(bones, pair.start, begin) and not _PREDICTORS.search(bones, 0, pair.start):
        return True
    behind = bones.find(pair.right, pair.start)
    return behind >= 0 and _ITEM_ENDS.match(bones, behind + len(pair.right)) is not None


def _lists_endpoints(text: str, at: int, segment: str) -> bool:
    """``A was associated with B (OR 1.2) and C (OR 1.5)``: where A is the factor, B and C are endpoints."""
    frame = frame_of(text, at)
    return frame is not None and bool(frame.factor) and frame.factor not in segment and frame.factors[1] < at


def _first(segment: str, *, in_subject: bool) -> str:
    """The first item: the whole subject, or what the last preposition leads."""
    if in_subject:
        return segment.rpartition(", ")[2].strip()
    led = _LED.search(segment)
    return _bare(led[1]) if led else ""


def _bare(name: str) -> str:
    return _BE.split(name)[-1].strip()


def _group_led(text: str, at: int) -> str:
    """``more women in the intervention group met ...``: the group that is called one."""
    found = _CALLED_GROUP.findall(own_segment(text, at))
    return found[-1] if found else ""


def is_beside_groups(text: str, at: int, item: str, arms: Sequence[Arm]) -> bool:
    """``surgery (HR 0.6) and response (HR 0.5) were significant``: response, which is none of the groups."""
    return is_in_factor_list(text, at) and names_no_group(item, arms)


def names_no_group(name: str, arms: Sequence[Arm]) -> bool:
    """Whether the study sets groups side by side, and the name shares no word with any of them."""
    return bool(arms) and not any(content_of(name) & content_of(arm.label) for arm in arms)


def item_of_subject(text: str, at: int) -> str:
    """``Takers of A (OR 2.0) and B (OR 1.8) fell more often than others``: A, and B; else nothing."""
    bones = skeleton(text)
    inside, _ = enclosing_bracket(text, at)
    if inside == at or has_verb(bones.text[: bones.at(at)]) or not _several_estimates(text):
        return ""
    name = _bare(_JOINT.sub("", own_segment(text, at), count=1).strip(" ,"))
    return trimmed(name) if is_factor(name) and is_named(name) and "," not in name else ""


# "The median survival of the operated group was longer": whose it was.
_OF_GROUP = re.compile(
    r"\b(?:of|for|in|among)\s(?:the\s)?(?P<name>[a-z][\w-]*(?:\s[\w-]+){0,3}?\s(?:group|arm|cohort))\s(?:was|were|is)\b",
    re.IGNORECASE,
)


def against_reference(
    text: str, at: int, to: int, reference: str, about: frozenset[str], *, labelled: bool = False
) -> str:
    """``After A (HR 0.6) and after B (HR 0.7)``, each compared with a reference: "A vs reference", ...

    What only names the endpoint, which the words ``about`` tell, is no group. With ``labelled`` only a label
    of the number's own counts: the sentence has a subject that others are set beside.
    """
    begin, _ = enclosing_bracket(text, at)
    after = named_after(text, at, to)
    listed = listed_item(text, at)
    names = [label_in_bracket(text, at), labelled_behind(text, at, to)]
    names += [label_ahead(text, at, to), in_its_turn(text, at, to)]
    if not labelled or listed.in_subject:
        names.append(listed.item)
    if not labelled:
        led = _LED.search(own_segment(text, at))
        names += [after if begin == at else "", _group_led(text, at), _bare(led[1]) if led else ""]
        whose = _OF_GROUP.search(own_segment(text, at))
        names += [after, led_name(text, at), subject_factor(text, at), whose["name"] if whose else ""]
    letter = _LETTER.search(reference)
    known = content_of(reference) | ({letter[1].lower()} if letter else set())
    for name in names:
        if not name or known <= words_of(name) or not may_be_group(name):
            continue
        if is_group_there(name, reference, about):
            return f"{name if name[0].isdigit() else trimmed(name)} vs {reference}"
    return ""
