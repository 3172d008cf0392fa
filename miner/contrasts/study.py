"""The two groups that a study compares: its arms, or the pair that its text keeps setting side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from miner.contrasts.looks import content_of
from miner.contrasts.sense import can_stand, tidied
from miner.model import Arm
from miner.phrases.clauses import skeleton, subject_of, trimmed
from miner.phrases.denial import denies
from miner.phrases.endpoint_mentions import mentions_in
from miner.phrases.endpoint_titles import endpoint_in_title
from miner.phrases.group_or_factor import is_group
from miner.phrases.group_order import oriented
from miner.phrases.groups import is_named
from miner.phrases.versus import Pair, labelled_pairs, pairs_in
from miner.text.document import Document

__all__ = [
    "arms_compared",
    "group_key",
    "groups_of_study",
    "left_of",
    "names_the_number",
    "other_group",
]

# What is said of an endpoint, not what it is.
_COMING_ABOUT = frozenset(
    (
        "onset incidence occurrence risk risks development rate rates event events incident new overall any "
        "all cause causes total first subsequent future diagnosis hazard odds likelihood probability higher "
        "lower increased reduced"
    ).split()
)
_SHORT = 50
_BRACKET = re.compile(r"[(\[]([^()\[\]]{3,120})[)\]]")
_NOT_A_LABEL = re.compile(
    r"\b(?:were|was|compare\w*|evaluate|includes?|who|group\s?\d)\b|^[^(]*\)|(?:^|\s)(?:of|in|and|with|the|to|among)$",
    re.IGNORECASE,
)
# Cases and controls differ in the endpoint: they are not what an odds ratio of theirs compares.
_CASES = re.compile(r"\bcases\b|^case\b", re.IGNORECASE)
# "A higher risk of B than C": B is what there is a risk of.
_RISK_OF = re.compile(
    r"\b(?:risks?|odds|likelihood|probability|chances?|incidence|prevalence|frequency)\s(?:of|for)\s(?:the\s|an?\s|developing\s|having\s)*$",
    re.IGNORECASE,
)
# "In A, the odds were higher than in B".
_SETTING = re.compile(r"(?:In|Among|After|With|For)\s(?:the\s)?([^,;:.]{3,70}),\s")
_THAN_IN = re.compile(r"\sthan\s(?:in|among|after|with|for)\s")
# "Less bleeding than B": bleeding is no group, whichever endpoint the number has.
_MORE_OF = re.compile(r"(?:less|fewer|more)\s", re.IGNORECASE)
# The subject is the number itself or what it shows.
_THE_NUMBER = re.compile(
    r"^(?:the\s)?(?:(?:\w+\s)?(?:HRs?|ORs?|RRs?|(?:hazard|odds|risk)\sratios?)|it|they|(?:\w+\s)?(?:effect|benefit|association|difference|advantage|estimates?))$",
    re.IGNORECASE,
)
_LONGEST_LABEL = 8
_OFTEN = 2


def groups_of_study(doc: Document, text: str, arms: Sequence[Arm]) -> str:
    """The pair that the text keeps comparing, else the arms where they read as names, else nothing."""
    if any(_is_cases(arm.label) for arm in arms):
        return ""
    main = _main_pair(doc)
    if main is not None:
        return str(main)
    return arms_compared(doc, text, arms) if _reads_well(arms) else ""


def _reads_well(arms: Sequence[Arm]) -> bool:
    return all(_is_name(arm.label) for arm in arms)


@lru_cache(maxsize=256)
def _is_name(label: str) -> bool:
    """Whether an arm's label reads as a name."""
    short = len(label.split()) <= _LONGEST_LABEL
    return is_group(label) and is_named(label) and short and not _NOT_A_LABEL.search(label)


@lru_cache(maxsize=256)
def _is_cases(label: str) -> bool:
    return _CASES.search(label) is not None


@lru_cache(maxsize=256)
def _label_words(label: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9.+-]{2,}", label.lower()))


def arms_compared(doc: Document, text: str, arms: Sequence[Arm]) -> str:
    """The study's arms, experimental first: of more than two, those that the sentence names."""
    if len(arms) < 2 or any(_is_cases(arm.label) for arm in arms):
        return ""
    low = text.lower()
    named = [arm for arm in arms if any(w in low for w in _label_words(arm.label))]
    if len(arms) > 2 and len(named) < 2:
        return ""
    chosen = named[:2] if len(arms) > 2 else list(arms)
    return " vs ".join(oriented(doc, *(arm.label for arm in chosen)))


@lru_cache(maxsize=32)
def _main_pair(doc: Document) -> Pair | None:
    """The two groups that the text most often sets against each other; None where it does so but once."""
    votes: Counter[frozenset[str]] = Counter()
    pairs: dict[frozenset[str], Pair] = {}
    for sentence in doc.sentences:
        bracketed = [p for m in _BRACKET.finditer(sentence.text) for p in pairs_in(m[1])]
        for pair in (*_pairs(sentence.text), *bracketed):
            if (
                pair.left
                and is_named(pair.left)
                and is_named(pair.right, other=True)
                and max(len(pair.left), len(pair.right)) < _SHORT
            ):
                key = frozenset((group_key(pair.left), group_key(pair.right)))
                votes[key] += 1
                pairs.setdefault(key, pair)
    best = votes.most_common(1)
    if not best or best[0][1] < _OFTEN:
        return None
    pair = pairs[best[0][0]]
    left, right = oriented(doc, pair.left, pair.right)
    return Pair(pair.start, left, right)


def group_key(name: str) -> str:
    """The group's name without the words that every group shares, for comparing names."""
    return re.sub(
        r"\b(?:groups?|arms?|patients|the|alone|treatment|therapy)\b|\W+", " ", name.lower()
    ).strip()


def other_group(pair: Pair, arms: Sequence[Arm]) -> str:
    """The arm that the pair's right side is not, or the empty string."""
    words = set(re.findall(r"[a-z0-9]{3,}", pair.right.lower()))
    for arm in arms:
        told = set(re.findall(r"[a-z0-9]{3,}", arm.label.lower()))
        if not words & told and not (denies(pair.right) and denies(arm.label)):
            return arm.label
    return ""


def left_of(doc: Document, bones: str, pair: Pair, endpoint: str, arms: Sequence[Arm]) -> str:
    """Who is on the left of a pair read from ``bones``: the subject, where its own left side is nobody.

    In "a higher risk of B than C" B is an endpoint, so that the subject is set against C. Empty where none is
    told.
    """
    about = content_of(endpoint) | content_of(endpoint_in_title(doc.title)) | _COMING_ABOUT
    named = pair.left
    if named and (arm := _arm_set_against(pair, arms, about)):
        return arm
    how_often = _MORE_OF.match(named) is not None and bool(mentions_in(named))
    risk_of = _RISK_OF.search(bones[: pair.start].removesuffix(named)) is not None
    if named and (how_often or risk_of or content_of(named) <= about):
        others = (subject_of(bones, pair.start), other_group(pair, arms))
        named = next((o for o in others if _is_somebody(o) and not content_of(o) <= about), named)
    if named and can_stand(tidied(f"{named} vs {pair.right}")):
        return named
    subject = subject_of(bones, pair.start)
    if pair.kind != "order" or _is_somebody(subject):
        return subject if pair.kind == "order" else ""
    setting = _SETTING.match(bones) if _THAN_IN.match(bones, pair.start) else None
    return trimmed(setting[1]) if setting and _is_somebody(trimmed(setting[1])) else ""


def _arm_set_against(pair: Pair, arms: Sequence[Arm], about: frozenset[str]) -> str:
    """The other arm, where the text sets an endpoint against one: "more nausea than placebo"."""
    left, right = content_of(pair.left), content_of(pair.right)
    if len(arms) != 2 or not left & about:
        return ""
    words = [content_of(arm.label) for arm in arms]
    if not all(map(left.isdisjoint, words)) or sum(not right.isdisjoint(w) for w in words) != 1:
        return ""
    other = arms[0] if right.isdisjoint(words[0]) else arms[1]
    return other.label if _is_somebody(other.label) else ""


def names_the_number(subject: str) -> bool:
    """Whether the subject is but the estimate itself: "the hazard ratio", "this effect", "it"."""
    return _THE_NUMBER.search(subject) is not None


def _is_somebody(name: str) -> bool:
    return is_group(name) and can_stand(name) and not names_the_number(name)


def _pairs(text: str) -> list[Pair]:
    return [*pairs_in(skeleton(text).text), *labelled_pairs(text)]
