"""Each printed effect, read for pooling: an estimate on the log scale, or the reason it is none.

An estimate compares a local treatment with its omission or with another one. The text's own words decide
which; :mod:`graph.sides` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from graph.hierarchy import Hierarchy
from graph.model import Graph, Node
from graph.printed import places_of
from graph.sides import Sides, only, sides_of, sides_of_trial
from graph.studies.traits import AGAINST_IMMORTAL_TIME, ways_named
from graph.synthesis.doubts import doubt_about, doubt_in_direction, doubt_in_p
from graph.synthesis.eligibility import (
    DesignClass,
    design_class,
    given_by_hand,
    in_brackets,
    participants_of,
    reason_against,
    size_by_hand,
    whole,
)
from graph.synthesis.medians import settled_by_medians
from graph.synthesis.standard_error import LogRatio, NoStandardError, PrintedRatio, log_ratio

__all__ = [
    "Estimate",
    "LeftOut",
    "numbers_of",
    "read_estimates",
]


_RATIOS = frozenset({"HR", "OR", "RR", "IRR"})
_PER_PROTOCOL = re.compile(r"\b(?:per[- ]protocol|as[- ]treated)\b", re.IGNORECASE)
_SUBGROUPS = re.compile(r"\bsub-?(?:groups?|sets?)\b", re.IGNORECASE)
# "HR 0.6 (0.5-0.7), the same across all subgroups": printed before, the number is of everyone.
_ACROSS = re.compile(
    r"\b(?:across|throughout|irrespective of|regardless of|in (?:all|every|each)(?: of)?)"
    r"(?: (?:all|any|the|most|key|main|major|clinical|relevant|pre-?specified|pre-?defined|examined|"
    r"stud(?:y|ied)|analy[sz]ed|patient|of))* sub-?(?:groups?|sets?)\b",
    re.IGNORECASE,
)
# "(HR 0.6, 95% CI 0.5-0.7), and the mastectomy subgroup ...": what follows is of others.
_NEXT_CLAUSE = re.compile(r"[)\]](?:;|,\s(?:and|but|while|whereas))\s")
_CREDIBLE = re.compile(
    r"\bcredib(?:le|ility)\b|\bB?Cr[IL]s?\b|\bHPDI?s?\b|\bhighest (?:posterior )?density\b"
)
# "At 10 years", "10-year", "follow-up of 54 months": a median survival in months is none of these.
_FOLLOW_UP = re.compile(
    r"(?:\bat |follow(?:ed)?[- ]?up[^.;\d]{0,30})(\d{1,3}(?:[.·]\d+)?)[- ](year|month)s?\b"
    r"|\b(\d{1,2})-(year)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One effect fit to be pooled, always "local treatment against its comparator".

    ``inverted`` says that it was printed the other way round. ``notes`` tell in words what was done to it.
    ``follow_up_months`` is 0 where the sentence gives none. ``year`` is the one that the study goes by,
    ``report_year`` that of the report which states the figure. ``size_by_hand``: a person gave the
    ``participants``.
    """

    effect_id: str
    study_id: str
    label: str
    year: int | None
    measure: str
    printed: PrintedRatio
    log: LogRatio
    experimental: str
    comparator: str
    endpoint: str
    population: str | None
    design: DesignClass
    participants: int | None
    adjusted: bool | None
    inverted: bool
    per_protocol: bool
    minds_immortal_time: bool
    follow_up_months: float
    report_year: int | None
    part_of_study: bool
    position: int
    notes: tuple[str, ...] = ()
    size_by_hand: bool = False

    @property
    def counted(self) -> int | None:
        """Participants that it is an estimate of: ``participants`` of its study, or None of a subgroup."""
        return None if self.population else self.participants


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An effect that is not pooled, and why, in words."""

    effect_id: str
    study_id: str
    label: str
    reason: str
    experimental: str | None = None
    endpoint: str | None = None


def numbers_of(estimates: Iterable[Estimate]) -> tuple[list[float], list[float]]:
    """Log ratios and their variances."""
    pairs = [(estimate.log.estimate, estimate.log.se**2) for estimate in estimates]
    return [y for y, _ in pairs], [v for _, v in pairs]


def read_estimates(graph: Graph) -> Iterator[Estimate | LeftOut]:
    """Every effect of every study, in the order of the studies' ids."""
    treatments = Hierarchy.of(graph, "Intervention")
    for study_id in sorted(graph.nodes["Study"]):
        study = graph.nodes["Study"][study_id]
        for effect in graph.targets("FOUND", study_id, "Effect"):
            yield _read(graph, treatments, study, effect)


def _speaks_of_subgroups(effect: Node) -> bool:
    """Whether the clause that prints the effect speaks of subgroups otherwise than as all alike."""
    quote = str(effect["quote"] or "")
    place = next(iter(places_of(float(str(effect["value"])), quote)), None)
    if place is None:
        return _SUBGROUPS.search(quote) is not None
    following = _NEXT_CLAUSE.search(quote, place.end())
    behind = quote[place.end() : following.start() if following else len(quote)]
    return _SUBGROUPS.search(quote[: place.start()] + _ACROSS.sub("", behind)) is not None


def _read(graph: Graph, treatments: Hierarchy, study: Node, effect: Node) -> Estimate | LeftOut:
    effect_id = str(effect["id"])
    endpoint = only(graph, "ON", effect_id)
    cohort = design_class(study["design"]) == "observational"
    sides = sides_of(graph, treatments, effect, observational=cohort)
    if isinstance(sides, str) and not cohort:
        sides = sides_of_trial(graph, treatments, str(study["id"]), effect) or sides
    leave = partial(
        LeftOut,
        effect_id=effect_id,
        study_id=str(study["id"]),
        label=str(study["label"]),
        experimental=sides.experimental
        if isinstance(sides, Sides)
        else only(graph, "EXPERIMENTAL", effect_id),
        endpoint=endpoint,
    )
    reason = reason_against(graph, study, effect) or _against_effect(effect)
    if reason:
        return leave(reason=reason)
    if endpoint is None and not isinstance(sides, str):
        printed = effect["endpoint_name"]
        return leave(
            reason=f"endpoint not in the vocabulary: {printed}" if printed else "no endpoint is named"
        )
    if isinstance(sides, str) or endpoint is None:
        return leave(reason=str(sides))
    population = only(graph, "WITHIN", effect_id)
    if population is None and (effect["subgroup"] or _speaks_of_subgroups(effect)):
        which = effect["subgroup"] or "its sentence speaks of subgroups, not saying which"
        return leave(reason=f"estimate for a subgroup only: {which}")
    if doubt := doubt_about(graph, treatments, study, effect, endpoint, sides):
        return leave(reason=doubt)
    sides, log = settled_by_medians(graph, study, effect, endpoint, sides), log_ratio(_printed(effect))
    if isinstance(sides, str) or isinstance(log, NoStandardError):
        return leave(reason=sides if isinstance(sides, str) else str(log))
    against = doubt_in_p(effect) if log.source == "p-value" else None
    against = against or doubt_in_direction(graph, effect, endpoint, log)
    return (
        leave(reason=against)
        if against
        else _estimate(graph, study, effect, sides, log, (endpoint, population))
    )


def _against_effect(effect: Node) -> str | None:
    # Whether medians say for which side a ratio was printed is settled in medians.py, with both at hand.
    found = effect["checks"] if isinstance(effect["checks"], tuple) else ()
    checks = tuple(c for c in found if not c.startswith("direction-against-medians"))
    if checks and (effect["entered"] or not effect["curated"]):
        return "the printed figures do not agree" + in_brackets(checks)
    if effect["measure"] in _RATIOS:
        return None
    if effect["measure"] in ("MD", "SMD"):
        return "a difference of means: instruments and scales differ between studies"
    return f"measure {effect['measure']}: only ratios (HR, OR, RR, IRR) are pooled"


def _printed(effect: Node) -> PrintedRatio:
    return PrintedRatio(
        value=_number(effect["value"]) or 0.0,
        ci_low=_number(effect["ci_low"]),
        ci_high=_number(effect["ci_high"]),
        ci_level=_number(effect["ci_level"]),
        p_op=str(effect["p_op"]) if effect["p_op"] else None,
        p_value=_number(effect["p_value"]),
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _estimate(
    graph: Graph, study: Node, effect: Node, sides: Sides, log: LogRatio, about: tuple[str, str | None]
) -> Estimate:
    report = graph.nodes["Publication"].get(str(effect["publication_id"]), {})
    words = f"{effect['quote'] or ''} {effect['contrast'] or ''} {effect['endpoint_name'] or ''}"
    design = design_class(study["design"])
    return Estimate(
        effect_id=str(effect["id"]),
        study_id=str(study["id"]),
        label=str(study["label"]),
        year=whole(study["year"]),
        measure=str(effect["measure"]),
        printed=_printed(effect),
        log=log.inverted() if sides.inverted else log,
        experimental=sides.experimental,
        comparator=sides.comparator,
        endpoint=about[0],
        population=about[1],
        design=design or "observational",
        participants=participants_of(study),
        adjusted=effect["adjusted"] if isinstance(effect["adjusted"], bool) else None,
        inverted=sides.inverted,
        per_protocol=bool(_PER_PROTOCOL.search(words)),
        minds_immortal_time=not AGAINST_IMMORTAL_TIME.isdisjoint(ways_named(words)),
        follow_up_months=_follow_up(str(effect["quote"] or "")),
        report_year=whole(report.get("year")),
        part_of_study=_is_part(graph, study, effect),
        position=_position(effect),
        size_by_hand=bool(size_by_hand(study)),
        notes=(*_of_study(study, report, population=about[1]), *_notes(effect, sides, log)),
    )


def _of_study(study: Node, report: Node, *, population: str | None) -> Iterator[str]:
    """Which report states it, where that is not the study's of its year, and what of it a person gave.

    How many a subgroup holds is not read, so their number counts for none.
    """
    size = size_by_hand(study)
    if size and population is None:
        yield size
    yield from given_by_hand(study)
    if report.get("year") and study["year"] and report["year"] != study["year"]:
        yield f"from its report of {report['year']}"


def _notes(effect: Node, sides: Sides, log: LogRatio) -> Iterator[str]:
    if effect["curated"]:
        yield "entered by hand" if effect["entered"] else "corrected or confirmed by hand"
    if sides.note:
        yield sides.note
    if sides.inverted:
        yield f"turned to 1/{effect['value']:g}, printed for {effect['contrast']}"
    if log.source == "p-value":
        yield f"no interval printed: standard error derived from p = {effect['p_value']:g}"
    elif log.source == "upper bound":
        yield "lower bound printed as 0: standard error derived from the upper bound"
    elif effect["ci_level"] not in (None, 95):
        yield f"standard error from a {effect['ci_level']:g} % interval, shown as 95 %"
    if log.source != "p-value" and _CREDIBLE.search(str(effect["quote"] or "")):
        yield "a Bayesian credible interval, weighed as a confidence interval"


def _is_part(graph: Graph, study: Node, effect: Node) -> bool:
    """The report that states it covers clearly fewer people than the study: an analysis of a part."""
    people = participants_of(study)
    for edge in graph.into("REPORTS", str(study["id"])):
        size = whole(edge.properties.get("sample_size"))
        if edge.source == effect["publication_id"] and size and people:
            return size < 0.75 * people
    return False


def _position(effect: Node) -> int:
    """Where the figure stands in its report, characters; its sentence, where that does not print it so."""
    found = places_of(_number(effect["value"]) or 0.0, str(effect["quote"] or ""))
    inside = next((m.start() for m in found), 0)
    return (whole(effect["quote_start"]) or 0) + inside


def _follow_up(quote: str) -> float:
    """The longest time span the sentence names, months."""
    found = [(a or c, b or d) for a, b, c, d in _FOLLOW_UP.findall(quote)]
    spans = [float(n.replace("·", ".")) * (12 if unit.lower() == "year" else 1) for n, unit in found]
    return max(spans, default=0.0)
