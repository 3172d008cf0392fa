"""What the reader chose among in labelled texts, and which candidates the labels call right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import cast, get_args

from miner.model import Conclusion, Design
from miner.numbers.quantities import Quantity
from miner.participants.arm_lists import ArmList
from miner.participants.candidates import Mention
from miner.weights import Candidate, Choice
from pipelines.evaluate import arm_result_key
from pipelines.fitting.confidence import confidence_cases
from pipelines.fitting.contrasts import contrast_cases
from pipelines.fitting.logit import Case, Option, Trait, traits_of
from pipelines.fitting.texts import Read

__all__ = ["KINDS", "Kind", "Learnt"]

_HALF = 0.5  # of what a label lists: with less a candidate is not the right one


class Learnt(StrEnum):
    """The choices that the reader makes by fitted weights."""

    SIZES = "sizes"
    ARMS = "arms"
    RESULTS = "results"
    CONTRASTS = "contrasts"
    CONCLUSIONS = "conclusions"
    DESIGNS = "designs"
    CONFIDENCE = "confidence"


@dataclass(frozen=True, slots=True)
class Kind:
    """One learned choice: its table in ``miner/rules``, the sections fitted, its cases in texts."""

    table: str
    sections: tuple[str, ...]
    cases: Callable[[Sequence[Read]], Iterator[Case]]


def _of_section(read: Read, table: str, section: str) -> Iterator[Choice]:
    for choice in read.choices:
        if choice.table == table and choice.candidates and choice.candidates[0].section == section:
            yield choice


def _best_or_none(read: Read, section: str, merit: Callable[[object], float]) -> Iterator[Case]:
    """Right are the candidates of the highest merit; the empty one, where none has at least half."""
    for choice in _of_section(read, "participant_weights", section):
        merits = [0.0 if c.value is None else merit(c.value) for c in choice.candidates]
        best = max(merits)
        yield Case(
            read.doc_id,
            tuple(
                Option(traits_of(c), m == best if best >= _HALF else c.value is None)
                for c, m in zip(choice.candidates, merits, strict=True)
            ),
        )


def _sizes(read: Read) -> Iterator[Case]:
    wanted = (read.label.get("sample_size") or {}).get("value")
    yield from _best_or_none(
        read, "total", lambda size: float(isinstance(size, Mention) and size.value == wanted)
    )


def _arms(read: Read) -> Iterator[Case]:
    wanted = Counter(arm["n"] for arm in read.label.get("arms") or () if arm.get("n") is not None)

    def shared(found: object) -> float:
        given = Counter(m.value for m in found.members) if isinstance(found, ArmList) else Counter[int]()
        return 2 * (given & wanted).total() / (given.total() + wanted.total())

    yield from _best_or_none(read, "arms", shared)


def _results(read: Read) -> Iterator[Case]:
    """Whether each number is a result; the members of one comparison share their traits, as when read."""
    wanted, optional = (
        {arm_result_key(r) for r in read.label.get(key) or ()}
        for key in ("arm_results", "arm_results_optional")
    )
    for choice in _of_section(read, "arm_result_weights", "result"):
        shared: dict[Trait, float] = defaultdict(float)
        for candidate in choice.candidates:
            for trait, x in traits_of(candidate).items():
                shared[trait] += x / len(choice.candidates)
        shared["result", "BIAS"] = 1.0
        for q in (c.value for c in choice.candidates if isinstance(c.value, Quantity)):
            key = arm_result_key({"statistic": q.statistic, "value": q.value, "unit": q.unit})
            if key in wanted or key not in optional:
                yield Case(read.doc_id, (Option(shared, key in wanted), Option({}, key not in wanted)))


def _conclusions(read: Read) -> Iterator[Case]:
    for choice in read.choices:
        if choice.table == "conclusion_weights":
            options = [
                Option(traits_of(c, "BIAS"), c.value == read.label.get("conclusion"))
                for c in choice.candidates
            ]
            yield Case(read.doc_id, tuple(options))


def _designs(read: Read) -> Iterator[Case]:
    """Which design, by the traits of the text and by the points that the rules give each."""
    for choice in read.choices:
        if choice.table == "design_weights":
            yield Case(
                read.doc_id, tuple(_design_option(c, read.label.get("design")) for c in choice.candidates)
            )


def _design_option(candidate: Candidate, wanted: object) -> Option:
    design, points = cast("tuple[Design, float]", candidate.value)
    return Option(traits_of(candidate, "BIAS") | {("rules", "points"): points}, design == wanted)


def _each(cases: Callable[[Read], Iterator[Case]]) -> Callable[[Sequence[Read]], Iterator[Case]]:
    return lambda reads: chain.from_iterable(map(cases, reads))


_DESIGN_SECTIONS = (
    "rules",
    "not_observational",
    "prospective_cohort",
    "registry_cohort",
    "retrospective_cohort",
    "case_control",
    "cross_sectional",
    "case_series",
)
KINDS: Mapping[Learnt, Kind] = {
    Learnt.SIZES: Kind("participant_weights", ("total",), _each(_sizes)),
    Learnt.ARMS: Kind("participant_weights", ("arms",), _each(_arms)),
    Learnt.RESULTS: Kind("arm_result_weights", ("result",), _each(_results)),
    Learnt.CONTRASTS: Kind("contrast_weights", ("contrast",), _each(contrast_cases)),
    Learnt.CONCLUSIONS: Kind("conclusion_weights", tuple(get_args(Conclusion)), _each(_conclusions)),
    Learnt.DESIGNS: Kind("design_weights", _DESIGN_SECTIONS, _each(_designs)),
    Learnt.CONFIDENCE: Kind("confidence", ("weights",), confidence_cases),
}
