"""Which arm of the study a printed name means, and where a sentence names which arm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from miner.model import Arm
from miner.phrases.denial import left_out
from miner.phrases.groups import is_control
from miner.phrases.unnamed_groups import is_unnamed

__all__ = ["are_scraps", "is_arm", "label_of", "labels_of", "named_arms", "places_of"]

_PLAIN = frozenset(
    (
        "group arm patients women the and or with for plus followed by alone therapy treatment of in who to "
        "a an no mg day daily weekly every days weeks months cycles dose from on at"
    ).split()
)  # fmt: skip
_CONTROL = re.compile(r"\b(?:controls?|comparison|standard|usual)\b", re.I)
_TESTED = re.compile(r"intervention|experimental|study|treatment|treated")
_STUDY = re.compile(r"\b(?:intervention|experimental|study|treatment)\s(?:group|arm)s?\b", re.I)


_SCRAP = re.compile(
    r"\b(?:included?|analysis|were|was|had|has|showed|experienced|per\sarm|patients?\sand)\b|\d{2,}\s(?:patients|women|cases)|"
    r"^(?:group|arm|\d+|\w+ly)$|\bof$|\bin$|%|\bif\s(?:there|they|it)\b|"
    r"\band\sa\s\w+\sgroup$|"
    r"^(?:treated|baseline|women|men|once|for\swomen|and|whereas|affecting|other|study)$",
    re.I,
)
_EITHER = re.compile(r"\bwith\s(?:or|and|/)\s?without\b", re.I)
_DENIED = re.compile(r"(?:\b(?:no|not|non|without)[\s-]|\bnon|\bun)$", re.I)
# "Surgery plus | systemic therapy" is not the arm of systemic therapy.
_ADDS = re.compile(r"\s(?:plus|and|with|followed|then)\s|[+]", re.I)
_TOKEN = re.compile(r"[\w+/-]+")
_JOINS = r"(?:plus|and|with|followed\sby|then|\+)"


def _is_scrap(label: str) -> bool:
    """Whether an arm's label is a torn piece of its sentence, against which nothing can be held."""
    return _SCRAP.search(label) is not None


def named_arms(arms: Sequence[Arm]) -> Sequence[Arm]:
    """The arms that the study names; none where one of the labels is torn."""
    return () if are_scraps(arms) else [arm for arm in arms if not is_unnamed(arm.label)]


def are_scraps(arms: Sequence[Arm]) -> bool:
    """Whether the label of one of the arms is torn."""
    return any(_is_scrap(arm.label) for arm in arms)


def is_arm(label: str, arms: Sequence[Arm]) -> bool:
    """Whether the words are the label of one of the arms."""
    return any(label == arm.label for arm in arms)


def label_of(name: str, arms: Sequence[Arm]) -> str:
    """The label of the only arm that the name's words fit, else the name as printed."""
    words = name.lower()
    labels = tuple(arm.label for arm in arms)
    keys = _keys(labels)
    fitting = [
        i
        for i, key in enumerate(keys)
        if key
        and any(not _is_of_another(words, m, keys, i) for m in key.finditer(words))
        and not _SCRAP.search(labels[i])
    ]
    if len(arms) == 2 and not any(_SCRAP.search(label) for label in labels):
        controls = [i for i, label in enumerate(labels) if _is_none(label)]
        if len(controls) == 1 and is_control(words):
            return labels[controls[0]]
        if len(controls) == 1 and not fitting and _TESTED.fullmatch(words):
            return labels[1 - controls[0]]
        if not fitting and (part := _part(labels)) and part[1].search(words) and not _ADDS.search(words):
            return labels[part[0]]
    if len(fitting) != 1 or (is_control(words) and not _is_none(labels[fitting[0]])):
        return name
    if left_out(labels[fitting[0]]) is not None and not is_control(words):
        return name  # "those treated with it" are not the arm without it
    return labels[fitting[0]]


def _is_none(label: str) -> bool:
    """Whether a label is that of those without; "with or without radiotherapy" denies nothing."""
    return is_control(_EITHER.sub("with", label))


def labels_of(names: Sequence[str], arms: Sequence[Arm]) -> tuple[str, ...]:
    """The labels of several names; as printed where two of them would have one label."""
    labels = tuple([label_of(name, arms) for name in names])
    return labels if len(set(labels)) == len(labels) else tuple(names)


def places_of(text: str, arms: Sequence[Arm]) -> list[tuple[int, int]]:
    """Where the sentence names which group, in order."""
    text = text.lower()
    labels = tuple(a.label for a in arms)
    keys = _keys(labels)
    found = [
        (m.start(), own)
        for i, key in enumerate(keys)
        if key
        for m in key.finditer(text)
        if not _is_of_another(text, m, keys, i) and (own := _own(labels, i, text, m.start())) is not None
    ]
    if part := _part(labels):
        named = {m.end() for m in part[2].finditer(text)}  # "every-3-weeks | paclitaxel" is the other's name
        found += [
            (m.start(), part[0])
            for m in part[1].finditer(text)
            if not _is_joined(text, m, part[2]) and not named & {m.start(), m.start() - 1}
        ]
    control = next(
        (i for i, a in enumerate(arms) if _CONTROL.search(a.label) or "placebo" in a.label.lower()), None
    )
    if control is not None and len(arms) == 2:
        found += [(m.start(), control) for m in _CONTROL.finditer(text)]
        found += [(m.start(), 1 - control) for m in _STUDY.finditer(text)]
    return sorted(set(found))


def _own(labels: Sequence[str], index: int, text: str, place: int) -> int | None:
    """Which arm a label's words name: the other of two, or none, where just one of them is denied."""
    denied = _DENIED.search(text, max(0, place - 8), place) is not None
    if left_out(labels[index]) is not None:
        return index if denied or len(labels) < 3 else None
    return 1 - index if denied and len(labels) == 2 else index


def _is_of_another(text: str, m: re.Match[str], keys: Sequence[re.Pattern[str] | None], own: int) -> bool:
    """``RT`` in "B-RT": whether the whole word is the key of another label."""
    word = next((w for w in _TOKEN.finditer(text, max(0, m.start() - 30)) if w.end() >= m.end()), m)
    return any(key is not None and key.fullmatch(word[0]) for j, key in enumerate(keys) if j != own)


@lru_cache(maxsize=64)
def _part(labels: tuple[str, ...]) -> tuple[int, re.Pattern[str], re.Pattern[str]] | None:
    """Of two arms of which one only adds to the other: that other, its words, and what is added to it."""
    keys = _keys(labels)
    if len(labels) != 2 or (keys[0] is None) == (keys[1] is None):
        return None
    index = 0 if keys[0] is None else 1
    words = [w for w in re.findall(r"[a-z0-9][\w/-]*", labels[index].lower()) if w not in _PLAIN]
    added = keys[1 - index]
    return (index, re.compile(rf"(?<![\w/+-]){re.escape(words[0])}\b"), added) if words and added else None


def _is_joined(text: str, m: re.Match[str], added: re.Pattern[str]) -> bool:
    """Whether the words are told together with what the other arm adds to them."""
    before, after = text[max(0, m.start() - 60) : m.start()], text[m.end() : m.end() + 60]
    led = re.search(rf"{_JOINS}\s(?:\w+\s){{0,2}}$", before)
    follows = re.match(rf"\s(?:\w+\s){{0,2}}{_JOINS}\s(?:\w+\s){{0,2}}", after)
    return bool((led and added.search(before)) or (follows and added.match(after, follows.end())))


def _is_denial(labels: Sequence[str], own: int, other: int) -> bool:
    """Whether the other of two labels is "no" this one, so that the words of both name this one."""
    return len(labels) == 2 and left_out(labels[other]) is not None and left_out(labels[own]) is None


@lru_cache(maxsize=64)
def _keys(labels: tuple[str, ...]) -> tuple[re.Pattern[str] | None, ...]:
    """For each label a pattern of the words that no other label has."""
    words = [
        [w for w in re.findall(r"[a-z0-9][\w+/-]*", label.lower()) if w not in _PLAIN] for label in labels
    ]
    keys: list[re.Pattern[str] | None] = []
    for i, own in enumerate(words):
        others = {w for j, ws in enumerate(words) if j != i for w in ws if not _is_denial(labels, i, j)}
        unique = [re.escape(w) for w in own if w not in others and len(w) > 1]
        keys.append(re.compile(r"\b(?:" + "|".join(unique) + r")s?\b") if unique else None)
    return tuple(keys)
