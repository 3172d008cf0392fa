"""Whether a ratio points the way its own sentence does: against the groups' results, and against the words.

"Median survival rose from 20 months without surgery to 63 months with surgery (HR 0.42)" read as "no surgery
against surgery" would turn the finding round. A ratio that contradicts its sentence is marked, not mended:
either the contrast was read the wrong way round or the text errs.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from miner.checks.sides import only_side_in, side_of, sides_of_two
from miner.model import ArmResult, Effect, EndpointClass, Extraction
from miner.phrases.denial import is_negated
from miner.rules import load_rules

__all__ = ["direction_checks", "excludes_chance", "results_of_sides"]

# Classes in which a hazard ratio counts a bad event.
_BAD_EVENTS: frozenset[EndpointClass] = frozenset(
    {
        "overall_survival",
        "disease_specific_survival",
        "progression_free_survival",
        "disease_free_survival",
        "locoregional_control",
        "distant_metastasis",
    }
)
_COUNTED: frozenset[EndpointClass] = frozenset({"response", "adverse_event"})
_GOOD_RATE = re.compile(r"(?i:surviv|alive|free|control|remission)|\b[A-Za-z]{0,6}(?:FS|OS|SS)\b")
_BAD_RATE = re.compile(
    r"(?i:death|mortality|dying|died|recurr|relaps|progressed|failure|metasta|incidence|loss)"
)
_PLURAL = {"median_time": "medians", "rate": "rates", "mean": "means"}
_SIDES = re.compile(r"\s+(?:vs?\.?|versus)\s+")
_UP_TO_NEXT = re.compile(r"[^\d,;()\[\]]{0,80}")
_RULES = load_rules("statistics")
_FIRST_BETTER, _FIRST_WORSE = _RULES["said-better"].pattern, _RULES["said-worse"].pattern
# "In favour of surgery", "favouring surgery": which side did better.
_FAVOURED = re.compile(
    r"\b(?:in\sfavou?r\sof|favou?r(?:ed|ing|s))\s(?:the\s)?([^,;:.()\[\]]{2,60}?)"
    r"(?=\s(?:over|versus|vs|v|compared|than|against|rather)\b|[,;:.()\[\]]|$)",
    re.I,
)
_CLAUSE = re.compile(r"\.\s|\b(?:but|whereas|while|although|however)\b", re.I)
_COMPARED_WITH = re.compile(
    r"\b(?:than|(?:when\s)?compared\s(?:with|to)|in\scomparison\s(?:with|to)|relative\sto|versus|vs\.?|over)\s[^,;:()\[\]]*",
    re.I,
)
# Ratios this near 1 point nowhere, nor do results this near each other.
_LEAST_LOG_RATIO = 0.05
_CLEAR_LOG_RATIO = 0.25
_LEAST_SHARE = 0.02
_SIGNIFICANT = 0.05


def direction_checks(record: Extraction) -> Iterator[tuple[int, str]]:
    """For each effect that contradicts its sentence its index and "id: explanation"."""
    together = Counter(map(_sentence_and_class, record.effects))
    for index, effect in enumerate(record.effects):
        sides = _SIDES.split(effect.contrast) if effect.contrast else []
        sides = [*sides, f"no {sides[0]}"] if len(sides) == 1 else sides
        if len(sides) != 2 or (effect.ci is None and effect.p is None) or effect.value <= 0:
            continue
        # Another ratio of its endpoint class in its sentence: results there may belong to either.
        if effect.measure not in ("HR", "OR", "RR") or together[_sentence_and_class(effect)] > 1:
            continue
        if abs(math.log(effect.value)) >= _LEAST_LOG_RATIO:
            yield from ((index, check) for check in _against_results(effect, sides, record.arm_results))
            yield from ((index, check) for check in _against_words(effect, sides))


def _sentence_and_class(effect: Effect) -> tuple[int, EndpointClass]:
    return effect.evidence.start, effect.endpoint_class


def _against_results(e: Effect, sides: Sequence[str], results: Sequence[ArmResult]) -> Iterator[str]:
    for statistic, own, other in results_of_sides(e, sides, results):
        lower = _should_be_below_one(e, own, other) if statistic != "mean" else None
        if lower is not None and lower != (e.value < 1) and _is_clear(e):
            yield (
                f"direction-against-{_PLURAL[statistic]}: {e.measure} {e.value:g} for {e.contrast}, but "
                f"{own.value:g} against {other.value:g} {own.unit}"
            )


def results_of_sides(
    e: Effect, sides: Sequence[str], results: Sequence[ArmResult]
) -> Iterator[tuple[str, ArmResult, ArmResult]]:
    """The statistic and the results of the first and the second side that the effect's own sentence prints.

    Only where it prints two of a kind, each of which is told to be one side's.
    """
    inside = [
        r
        for r in results
        if e.evidence.start <= r.evidence.start < e.evidence.end and r.endpoint_class == e.endpoint_class
    ]
    for statistic in _PLURAL:
        pair = [r for r in inside if r.statistic == statistic]
        if len(pair) != 2 or (pair[0].unit, pair[0].timepoint) != (pair[1].unit, pair[1].timepoint):
            continue
        named = sides_of_two([r.arm for r in pair], sides)
        if None in named:
            named = [side_of(_words_after(r, e.evidence.quote), sides) for r in pair]
        first = named[0]
        if first is not None and named[1] == 1 - first:
            yield statistic, pair[first], pair[1 - first]


def _is_clear(e: Effect) -> bool:
    """Whether the ratio is far from 1 or chance is excluded: near 1, curves that cross disagree."""
    return abs(math.log(e.value)) >= _CLEAR_LOG_RATIO or excludes_chance(e)


def excludes_chance(e: Effect) -> bool:
    """Whether the interval of a ratio excludes 1 or, without one, its p-value is at most .05."""
    if e.ci is not None:
        return not min(e.ci) <= 1 <= max(e.ci)
    return e.p is not None and e.p.op in ("=", "<", "<=") and e.p.value <= _SIGNIFICANT


def _should_be_below_one(e: Effect, own: ArmResult, other: ArmResult) -> bool | None:
    """Whether the first group's result calls for a ratio below 1; None where it does not tell."""
    if abs(own.value - other.value) <= _LEAST_SHARE * max(abs(own.value), abs(other.value)):
        return None
    more = own.value > other.value
    if e.measure == "HR" and e.endpoint_class in _BAD_EVENTS:
        good = own.statistic == "median_time" or bool(_GOOD_RATE.search(own.endpoint))
        bad = own.statistic == "rate" and bool(_BAD_RATE.search(own.endpoint))
        return None if good == bad else more if good else not more
    return not more if own.statistic == "rate" and e.endpoint_class in _COUNTED else None


def _words_after(r: ArmResult, quote: str) -> str:
    """What follows the result up to the next number: "months without surgery to"."""
    at = re.search(rf"(?<![\d.]){re.escape(f'{r.value:g}')}(?:\.?0)?(?![\d.]\d)", quote.replace("·", "."))
    following = _UP_TO_NEXT.match(quote, at.end()) if at else None
    return following[0] if following else ""


def _against_words(e: Effect, sides: Sequence[str]) -> Iterator[str]:
    """Whether the clause says that the first group did better, or worse, and the ratio the opposite."""
    if e.measure != "HR" or e.endpoint_class not in _BAD_EVENTS:
        return
    quote = e.evidence.quote.replace("·", ".")
    favoured = _FAVOURED.search(quote)
    side = side_of(favoured[1], sides) if favoured and _is_clear(e) else None
    if favoured and side is not None and (side == 0) != (e.value < 1):
        yield f"direction-against-words: HR {e.value:g} for {e.contrast}, but the text says {favoured[0]!r}"
        return
    clause = next((c for c in _CLAUSE.split(quote) if f"{e.value:g}" in c), "")
    spoken = _COMPARED_WITH.sub(" ", clause)
    better, worse = _FIRST_BETTER.search(spoken), _FIRST_WORSE.search(spoken)
    said = better or worse
    if said is None or (better and worse) or is_negated(spoken) or only_side_in(spoken, sides) != 0:
        return
    if bool(better) != (e.value < 1):
        yield f"direction-against-words: HR {e.value:g} for {e.contrast}, but the text says {said[0]!r}"
