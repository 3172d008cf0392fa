"""A conditional logit with an L2 penalty: which option of a case is right, by the weights of its traits.

The likelihood of a case is the share of the right options in the sum of exp(score) over all of them, so that
several right ones share it. A yes or no is a case of two options, the second of which has no traits.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from miner.weights import Candidate

__all__ = [
    "BASES",
    "FOLDS",
    "Case",
    "Figures",
    "Likelihood",
    "Option",
    "Trait",
    "cross_validated",
    "fit",
    "fold_of",
    "judge",
    "traits_of",
]

Trait = tuple[str, str]  # section of the table, name in it
Array = npt.NDArray[np.float64]

FOLDS = 8
BASES = ("BIAS", "NONE", "always")  # how often anything is right at all: hardly pulled towards zero
_FEWEST = 5  # documents; a trait of fewer gets no weight
_BASE_SHARE = 0.01  # of the penalty
# Single words beside a number: there are very many of them, and each tells little.
_NEIGHBOUR = re.compile(r"(?:\w+: )?(?:all |some |first |part, )*(?:[LR](?:[012C]|3-5)?:|\w+&R:)")
_NEIGHBOUR_SHARE = 4.0


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen: how much of each trait it has, and whether the label has it."""

    traits: Mapping[Trait, float]
    right: bool


@dataclass(frozen=True, slots=True)
class Case:
    """Options of which one was to be chosen in a document."""

    doc_id: str
    options: tuple[Option, ...]

    @property
    def tells(self) -> bool:
        """Whether some options are right and some are not."""
        return len({option.right for option in self.options}) == 2


@dataclass(frozen=True, slots=True)
class Figures:
    """How well weights choose: cases asked, cases whose likeliest option is right, log loss of all cases."""

    asked: int = 0
    right: int = 0
    loss: float = 0.0

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.asked + other.asked, self.right + other.right, self.loss + other.loss)


def traits_of(candidate: Candidate, *more: str) -> dict[Trait, float]:
    """The candidate's traits as the tables name them: plain, and of each of its kinds."""
    crossed = [f"{kind}: {trait}" for kind in candidate.kinds for trait in candidate.traits]
    return dict.fromkeys(((candidate.section, t) for t in (*candidate.traits, *crossed, *more)), 1.0)


def _strength(name: str) -> float:
    """How strongly a trait is pulled towards zero, against the others."""
    return _BASE_SHARE if name in BASES else _NEIGHBOUR_SHARE if _NEIGHBOUR.match(name) else 1.0


class Likelihood:
    """The penalised negative log-likelihood of cases that tell, with its gradient, of weights."""

    def __init__(self, cases: Sequence[Case], traits: Sequence[Trait], penalty: float) -> None:
        place = {trait: i for i, trait in enumerate(traits)}
        options = [option for case in cases for option in case.options]
        rows = [[(place[t], x) for t, x in o.traits.items() if t in place] for o in options]
        ends = np.cumsum([0, *(len(row) for row in rows)])
        cells = [cell for row in rows for cell in row]
        self._x = csr_matrix(
            ([x for _, x in cells], [i for i, _ in cells], ends), shape=(len(rows), len(traits)), dtype=float
        )
        self._right = np.array([o.right for o in options], dtype=float)
        sizes = [len(case.options) for case in cases]
        self._starts = np.cumsum([0, *sizes])[:-1]
        self._case = np.repeat(np.arange(len(cases)), sizes)
        self._pull = penalty * np.array([_strength(name) for _, name in traits])

    def __call__(self, weights: Array) -> tuple[float, Array]:
        """Value and gradient."""
        scores = self._x @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, self._starts)[self._case])
        right = odds * self._right
        whole, good = np.add.reduceat(odds, self._starts), np.add.reduceat(right, self._starts)
        good = np.maximum(good, np.finfo(float).tiny)
        loss = np.log(whole) - np.log(good)
        slope = odds / whole[self._case] - right / good[self._case]
        pulled = self._pull * weights
        return float(loss.sum() + pulled @ weights / 2), np.asarray(self._x.T @ slope + pulled)


def fit(cases: Iterable[Case], penalty: float) -> dict[Trait, float]:
    """The weights (log-odds) that make the right options likeliest, pulled towards zero by the penalty."""
    telling = [case for case in cases if case.tells]
    traits = _known(telling)
    if not traits:
        return {}
    likelihood = Likelihood(telling, traits, penalty)
    found = minimize(likelihood, np.zeros(len(traits)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return dict(zip(traits, map(float, found.x), strict=True))


def _known(cases: Iterable[Case]) -> list[Trait]:
    """Traits of enough documents to learn anything from."""
    documents: dict[Trait, set[str]] = defaultdict(set)
    for case in cases:
        for option in case.options:
            for trait in option.traits:
                documents[trait].add(case.doc_id)
    return sorted(trait for trait, ids in documents.items() if len(ids) >= _FEWEST)


def judge(cases: Iterable[Case], weights: Mapping[Trait, float]) -> Figures:
    """How often the option with the highest score is right, over the cases that tell."""
    return sum((_judged(case, weights) for case in cases if case.tells), Figures())


def _judged(case: Case, weights: Mapping[Trait, float]) -> Figures:
    scores = [sum(weights.get(t, 0.0) * x for t, x in option.traits.items()) for option in case.options]
    top = max(scores)
    odds = [math.exp(score - top) for score in scores]
    good = math.fsum(o for o, option in zip(odds, case.options, strict=True) if option.right)
    loss = math.log(math.fsum(odds)) - math.log(max(good, 1e-300))
    return Figures(1, int(case.options[scores.index(top)].right), loss)


def cross_validated(cases: Sequence[Case], penalty: float) -> Figures:
    """How well each eighth of the documents is chosen in by weights fitted on the other seven."""
    total = Figures()
    for fold in range(FOLDS):
        weights = fit([case for case in cases if fold_of(case.doc_id) != fold], penalty)
        total += judge([case for case in cases if fold_of(case.doc_id) == fold], weights)
    return total


def fold_of(doc_id: str) -> int:
    """The part that a document falls into, the same in every run and on every machine."""
    return int(hashlib.sha256(f"fold {doc_id}".encode()).hexdigest(), 16) % FOLDS
