"""The part each sentence plays in a text without headings, read from its words and its place.

The cues are data (``rules/roles.toml``). A text tells its story in order, so the roles are chosen for
all sentences at once: the best sum of cues over the orders background, methods, results, conclusion.
A background sentence that holds a percentage therefore stays background.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import sub
from typing import Any

from miner.text.headings import Role

__all__ = ["ORDER", "roles_in_order"]

ORDER: tuple[Role, ...] = ("background", "methods", "results", "conclusion")

_FIGURE = re.compile(r"\d+(?:[.,·]\d+)*")


@dataclass(frozen=True, slots=True)
class _Cue:
    """A row of the table: the phrases of one row count together."""

    row: int
    role: Role
    weight: float
    opens: bool
    phrase: str


@dataclass(frozen=True, slots=True)
class _Cues:
    """Cues by the first word of their phrase where that is a whole word, the others in ``loose``."""

    by_word: Mapping[str, Sequence[tuple[str, _Cue]]]
    loose: Sequence[tuple[str, _Cue]]
    weights: Mapping[str, float]


def roles_in_order(sentences: Sequence[str], allowed: Sequence[Role] = ORDER) -> tuple[Role, ...]:
    """A role for each sentence, in the order in which abstracts tell; only ``allowed`` roles are given."""
    states = tuple(role for role in ORDER if role in allowed)
    if len(states) < 2 or not sentences:
        return tuple(states[0] if states else "background" for _ in sentences)
    worded = [_FIGURE.sub("#", sentence.lower()).split() for sentence in sentences]
    texts = [f" {' '.join(words)} " for words in worded]
    scores = [_score(text, words) for text, words in zip(texts, worded, strict=True)]
    _add_places(texts, scores)
    return _best_path(scores, states)


def _score(text: str, words: Sequence[str]) -> dict[Role, float]:
    """What the words of one sentence (in lower case, figures as #) say for each role."""
    score: dict[Role, float] = dict.fromkeys(ORDER, 0.0)
    seen: dict[int, int] = {}
    for cue in _candidates(text, words):
        if not cue.opens or text.startswith(cue.phrase, 1):
            before = seen.get(cue.row, 0)
            seen[cue.row] = before + 1
            # many words of one kind say little more than one
            score[cue.role] += cue.weight / (1 + 2 * before)
    if text.count("#") > 1:
        score["results"] += _cues().weights["figures_results"]
    return score


def _candidates(text: str, words: Sequence[str]) -> list[_Cue]:
    """The cues whose phrases stand in the text."""
    cues = _cues()
    found = [cue for phrase, cue in cues.loose if phrase in text]
    for word in dict.fromkeys(words):
        if word in cues.by_word:
            found += [cue for phrase, cue in cues.by_word[word] if phrase in text]
    return found


def _add_places(texts: Sequence[str], scores: Sequence[dict[Role, float]]) -> None:
    weights = _cues().weights
    scores[0]["background"] += weights["first_sentence_background"]
    if len(scores) > 2:
        scores[-1]["conclusion"] += weights["last_sentence_conclusion"]
        scores[-2]["conclusion"] += weights["late_conclusion"]
        for text, score in zip(texts[-3:], scores[-3:], strict=True):
            score["conclusion"] += 0.0 if "#" in text else weights["late_without_figures"]


def _best_path(scores: Sequence[Mapping[Role, float]], states: tuple[Role, ...]) -> tuple[Role, ...]:
    """The sequence of states with the best sum of scores and prices of steps (Viterbi)."""
    skipped = _cues().weights["skipped_role"]
    best = [scores[0][role] - skipped * i for i, role in enumerate(states)]
    steps: list[list[int]] = []
    for score in scores[1:]:
        came_from: list[int] = []
        sums: list[float] = []
        for state, prices in zip(states, _prices(states), strict=True):
            values = list(map(sub, best, prices))
            sums.append(max(values))
            came_from.append(values.index(sums[-1]))
            sums[-1] += score[state]
        best = sums
        steps.append(came_from)
    path = [max(range(len(states)), key=best.__getitem__)]
    for came_from in reversed(steps):
        path.append(came_from[path[-1]])
    return tuple(states[i] for i in reversed(path))


@cache
def _prices(states: tuple[Role, ...]) -> tuple[tuple[float, ...], ...]:
    """For each state, what it costs to come to it from each."""
    numbers = range(len(states))
    return tuple(tuple(_price(states, a, b) for a in numbers) for b in numbers)


def _price(states: tuple[Role, ...], a: int, b: int) -> float:
    weights = _cues().weights
    if b >= a:
        return weights["skipped_role"] * max(0, b - a - 1)
    return weights["step_back"] if (states[a], states[b]) == ("results", "methods") else float("inf")


@cache
def _cues() -> _Cues:
    raw: dict[str, Any] = tomllib.loads(files("miner").joinpath("rules", "roles.toml").read_text("utf-8"))
    by_word: dict[str, list[tuple[str, _Cue]]] = {}
    loose: list[tuple[str, _Cue]] = []
    for number, row in enumerate(raw.pop("cue")):
        for phrase in row["phrases"]:
            cue = _Cue(number, row["role"], row["weight"], row.get("opens", False), _FIGURE.sub("#", phrase))
            first, space, _ = cue.phrase.lstrip().partition(" ")
            whole = space and (cue.opens or cue.phrase.startswith(" "))
            (by_word.setdefault(first, []) if whole else loose).append((cue.phrase, cue))
    return _Cues(by_word, loose, raw)
