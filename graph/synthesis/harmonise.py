"""What may be pooled: one effect for each study, endpoint and contrast, and why the others are not.

The order of choice within a study, first difference decides: the treatment nearest to the one asked
for; an analysis of the whole study before one of a part; intention-to-treat before per-protocol; in
cohorts a landmark or time-dependent analysis before others, and adjusted before crude; a printed
interval before a derived one; the latest report, which has followed longest, and in it the longest
follow-up named; the figure printed first. Of cohorts that share a data source and years, the largest is
kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from graph.hierarchy import Hierarchy
from graph.model import Graph
from graph.sides import NO_LOCAL_TREATMENT
from graph.synthesis.cohort_overlap import Overlaps
from graph.synthesis.eligibility import DesignClass
from graph.synthesis.estimates import Estimate, LeftOut, read_estimates
from graph.synthesis.standard_error import PrintedRatio

__all__ = ["Group", "GroupKey", "Harmonised", "by_year", "select"]

# The concept that stands for the omission of local treatment, in whatever words.
_WITHHELD = "mbc:no_local_treatment"


@dataclass(frozen=True, slots=True, order=True)
class GroupKey:
    """What is pooled together: a treatment and all beneath it, against one comparator, on one endpoint.

    ``population`` is empty for the whole population, else the subgroup's concept.
    """

    intervention: str
    comparator: str
    endpoint: str
    measure: str
    design: DesignClass
    population: str = ""

    @property
    def against(self) -> str:
        """The comparator's concept, which the omission of local treatment has too."""
        return self.comparator or _WITHHELD

    @property
    def id(self) -> str:
        """By which the pool goes in the graph, in JSON and in what is exported."""
        parts = (
            self.intervention,
            self.against,
            self.endpoint,
            self.measure,
            self.design,
            self.population,
        )
        return "mbc:synthesis/" + "/".join(part.removeprefix("mbc:") for part in parts if part)


@dataclass(frozen=True, slots=True)
class Group:
    """The estimates of a key, one a study, and what stood for the same key but was not taken.

    ``overlapping`` are those of ``left_out`` that a larger cohort's patients may include: the other choice.
    ``equals`` are those that only the order of printing put second: another arm against the same third.
    """

    key: GroupKey
    kept: tuple[Estimate, ...]
    left_out: tuple[LeftOut, ...]
    overlapping: tuple[Estimate, ...] = ()
    equals: tuple[Estimate, ...] = ()


@dataclass(frozen=True, slots=True)
class Harmonised:
    """Groups fit to be pooled; ``left_out`` could not be part of any."""

    groups: tuple[Group, ...]
    left_out: tuple[LeftOut, ...]


def select(graph: Graph) -> Harmonised:
    """Sort every effect of the graph into groups that may be pooled, or leave it out with a reason."""
    estimates: list[Estimate] = []
    left_out: list[LeftOut] = []
    for found in read_estimates(graph):
        estimates.append(found) if isinstance(found, Estimate) else left_out.append(found)
    treatments, endpoints = Hierarchy.of(graph, "Intervention"), Hierarchy.of(graph, "Endpoint")
    tops = treatments.tops()
    overlaps = Overlaps(graph)
    by_key: dict[GroupKey, list[Estimate]] = {}
    for estimate in estimates:
        within = (
            (estimate.population,)
            if estimate.population
            else ("", *overlaps.restricted_to(estimate.study_id))
        )
        keys = list(_keys(estimate, within, treatments, endpoints, tops))
        for key in keys:
            by_key.setdefault(key, []).append(estimate)
        if not keys:
            left_out.append(_leave(estimate, "the treatment is named too broadly to be pooled"))
    told = sorted(key for key in by_key if not _is_the_whole(key, by_key))
    groups = (_group(key, by_key[key], treatments, endpoints, overlaps) for key in told)
    return Harmonised(tuple(groups), tuple(left_out))


def _is_the_whole(key: GroupKey, by_key: Mapping[GroupKey, list[Estimate]]) -> bool:
    """Whether a subgroup is all that the whole population holds: studies whose titles all speak of it."""
    return bool(key.population) and by_key[key] == by_key.get(replace(key, population=""))


def _keys(
    estimate: Estimate,
    within: Iterable[str],
    treatments: Hierarchy,
    endpoints: Hierarchy,
    tops: frozenset[str],
) -> Iterator[GroupKey]:
    """The estimate counts for its treatment and every broader one, for its endpoint and every broader one.

    ``within`` are the populations that it is of, "" for the whole: a study of one site is of that site too.

    The top of the treatments mixes the primary tumour with metastases, so it is never pooled.
    """
    above = [c for c in treatments.lineage(estimate.experimental) if c not in tops]
    if estimate.comparator != NO_LOCAL_TREATMENT:
        above = above[:1]
    for treatment, endpoint, population in product(above, endpoints.lineage(estimate.endpoint), within):
        yield GroupKey(
            treatment, estimate.comparator, endpoint, estimate.measure, estimate.design, population
        )


def _group(
    key: GroupKey,
    estimates: list[Estimate],
    treatments: Hierarchy,
    endpoints: Hierarchy,
    overlaps: Overlaps,
) -> Group:
    def rank(estimate: Estimate) -> tuple[float | str, ...]:
        return _rank(estimate, key, treatments, endpoints)

    best: dict[str, Estimate] = {}
    equals: list[Estimate] = []
    estimates, left = _without_contradictions(estimates)
    for estimate in sorted(estimates, key=rank):
        taken = best.setdefault(estimate.study_id, estimate)
        if taken is not estimate:
            why = next(w for w, a, b in zip(_ORDER, rank(taken), rank(estimate), strict=True) if a != b)
            words = f"second estimate of the same study; {taken.printed.value:g} is taken, {why}"
            left.append(_leave(estimate, words))
            if why == _FIRST:
                equals.append(estimate)
    kept, twice = _told_once(best.values())
    left += twice
    overlapping: list[tuple[Estimate, str]] = []
    if key.design == "observational":
        kept, overlapping = overlaps.keep_largest(kept)
        left += [_leave(estimate, reason) for estimate, reason in overlapping]
    noted = (
        _whole_studies_noted(kept, key, overlaps) if key.population else _with_their_patients(kept, overlaps)
    )
    return Group(
        key,
        tuple(sorted(noted, key=by_year)),
        tuple(sorted(left, key=lambda out: (out.label, out.effect_id))),
        tuple(sorted((estimate for estimate, _ in overlapping), key=by_year)),
        tuple(estimate for estimate in equals if best[estimate.study_id] in kept),
    )


def _with_their_patients(kept: Collection[Estimate], overlaps: Overlaps) -> list[Estimate]:
    """The estimates, those noted whose titles speak of part of the patients while others' do not."""
    titled = [overlaps.titled(estimate.study_id) for estimate in kept]
    common = frozenset.intersection(*titled)
    return [
        replace(
            estimate, notes=(*estimate.notes, f"its title speaks of {' and '.join(sorted(own - common))}")
        )
        if own - common
        else estimate
        for estimate, own in zip(kept, titled, strict=True)
    ]


def _whole_studies_noted(kept: Iterable[Estimate], key: GroupKey, overlaps: Overlaps) -> list[Estimate]:
    """The estimates of a subgroup, those noted that are of a whole study whose title speaks of it alone."""
    words = f"the whole study: its title speaks of {overlaps.in_words(key.population)}"
    return [e if e.population else replace(e, notes=(*e.notes, words)) for e in kept]


def _told_once(estimates: Iterable[Estimate]) -> tuple[list[Estimate], list[LeftOut]]:
    """The estimates without those that another study of as many people prints figure for figure.

    Two records of one study that nothing else joined: chance prints no ratio, interval and size twice.
    """
    kept: list[Estimate] = []
    left: list[LeftOut] = []
    first: dict[tuple[PrintedRatio, int], Estimate] = {}
    for estimate in sorted(estimates, key=by_year):
        if estimate.participants is None or estimate.printed.ci_high is None:
            kept.append(estimate)
            continue
        figures = replace(estimate.printed, p_op=None, p_value=None)
        taken = first.setdefault((figures, estimate.participants), estimate)
        if taken is estimate:
            kept.append(estimate)
        else:
            words = f"prints the figures of {taken.label}, of as many people: one study told twice"
            left.append(_leave(estimate, words))
    return kept, left


_FIRST = "printed first"
# What each place of the rank says of the estimate taken.
_ORDER = (
    "closer to the treatment asked for",
    "closer to the endpoint asked for",
    "from the whole study",
    "by intention to treat",
    "by a landmark or time-dependent analysis",
    "adjusted",
    "printed with its interval",
    "from the latest report",
    "after longer follow-up",
    _FIRST,
    _FIRST,
)


def _rank(
    estimate: Estimate, key: GroupKey, treatments: Hierarchy, endpoints: Hierarchy
) -> tuple[float | str, ...]:
    """The order of choice among the estimates of a study, as ``_ORDER`` words it; the least is taken."""
    return (
        treatments.steps(estimate.experimental, key.intervention),
        endpoints.steps(estimate.endpoint, key.endpoint),
        estimate.part_of_study,
        estimate.per_protocol,
        key.design == "observational" and not estimate.minds_immortal_time,
        key.design == "observational" and estimate.adjusted is not True,
        estimate.log.source != "interval",
        -(estimate.report_year or 0),
        -estimate.follow_up_months,
        estimate.position,
        estimate.effect_id,
    )


def _without_contradictions(estimates: list[Estimate]) -> tuple[list[Estimate], list[LeftOut]]:
    """Drop a ratio that was turned round where the same study prints one as it is that says the opposite."""
    plain: dict[str, Estimate] = {}
    for estimate in estimates:
        if not estimate.inverted:
            plain.setdefault(estimate.study_id, estimate)
    kept: list[Estimate] = []
    left: list[LeftOut] = []
    for estimate in estimates:
        other = plain.get(estimate.study_id)
        if estimate.inverted and other and estimate.log.estimate * other.log.estimate < 0:
            words = f"contrast not clear: turned round, {estimate.printed.value:g} would contradict"
            left.append(_leave(estimate, f"{words} {other.printed.value:g} of the same study"))
        else:
            kept.append(estimate)
    return kept, left


def by_year(estimate: Estimate) -> tuple[int, str, str]:
    """The order of a pool's lines; a study whose record states no year came in nobody knows when: last."""
    return estimate.year or 9999, estimate.label, estimate.effect_id


def _leave(estimate: Estimate, reason: str) -> LeftOut:
    return LeftOut(
        effect_id=estimate.effect_id,
        study_id=estimate.study_id,
        label=estimate.label,
        reason=reason,
        experimental=estimate.experimental,
        endpoint=estimate.endpoint,
    )
