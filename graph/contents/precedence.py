"""How many rows of a named question stand before those of each node, in the question's own order.

With it the embedded engine finds the first rows from one column of numbers, without sorting all of them
(``WHERE s._flagged_before < $limit``), and the first pairs without making every pair.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from operator import itemgetter
from typing import Any, TypeVar

from graph.model import Edge, Graph, Node, Value
from graph.tables import Property

__all__ = ["EDGES", "NODES", "edge_precedence", "node_precedence", "nulls_last"]

_BEFORE = "Rows of `{}` before its own; null where it has none"


def _before(name: str, question: str) -> Property:
    return Property(name, "INT64", _BEFORE.format(question))


NODES: Mapping[str, tuple[Property, ...]] = {
    "Study": (
        _before("_claims_before", "claims-without-effect"),
        _before("_flagged_before", "flagged-effects"),
        _before("_no_interval_before", "effects-without-interval"),
        _before("_other_interval_before", "other-intervals"),
        _before("_unadjusted_before", "unadjusted-cohorts"),
        _before("_missing_before", "reviews-missing-trials"),
        Property("_trial_year", "INT64", "Year of a randomised trial in scope; null of any other"),
    ),
    "Effect": (
        _before("_doubt_before", "uncertain-readings"),
        Property("_unadjusted", "BOOL", "A row of `unadjusted-cohorts`"),
    ),
    "Trial": (_before("_shared_before", "shared-registration"),),
    "Publication": (
        _before("_notices_before", "notices"),
        Property("_missing", "INT64", "Rows of `reviews-missing-trials`; null where it has none"),
    ),
    "Synthesis": (_before("_left_out_before", "left-out-of-synthesis"),),
}
EDGES: Mapping[str, tuple[Property, ...]] = {
    "DRAWS_ON": (
        _before("_overlaps_before", "overlapping-cohorts"),
        Property("_overlaps", "INT64", "Rows of `overlapping-cohorts`"),
        _before("_same_before", "same-source"),
    )
}
_COHORTS = frozenset({"registry_cohort", "retrospective_cohort", "prospective_cohort", "case_control"})
_SYNTHESES = frozenset({"meta_analysis", "systematic_review"})
# Rows of one finding in a question; an effect is a row or none.
_LISTS: Mapping[str, tuple[str, Callable[[Graph, Node], int]]] = {
    "_claims_before": ("Claim", lambda graph, claim: max(1, len(graph.out("ON", str(claim["id"]))))),
    "_flagged_before": ("Effect", lambda _, effect: bool(effect["checks"])),
    "_no_interval_before": ("Effect", lambda _, effect: effect["ci_low"] is None),
    "_other_interval_before": ("Effect", lambda _, effect: effect["ci_level"] not in (None, 95)),
    "_unadjusted_before": (
        "Effect",
        lambda _, effect: effect["study_design"] in _COHORTS and not effect["adjusted"],
    ),
}
K = TypeVar("K", bound=Hashable)
Columns = dict[str, Mapping[str, int]]


def nulls_last(*values: Value) -> tuple[Any, ...]:
    """What to sort by so that values stand as both engines put them."""
    parts: list[Any] = []
    for value in values:
        parts += (True, 0) if value is None else (False, value)
    return tuple(parts)


def node_precedence(graph: Graph) -> dict[str, Columns]:
    """By label and property, the values of the nodes that have rows."""
    labels = {study: nulls_last(node["label"]) for study, node in graph.nodes["Study"].items()}
    studies: Columns = {name: _precede(rows, labels.__getitem__) for name, rows in _findings(graph).items()}
    trials = _trials(graph)
    missing = _missing(graph, trials)
    reports: Counter[str] = Counter()
    reviews: Counter[str] = Counter()
    for (report, review), n in missing.items():
        reports[report] += n
        reviews[review] += n
    studies |= {"_missing_before": _precede(reviews, labels.__getitem__), "_trial_year": trials}
    notices = Counter(edge.target for edge in graph.edges["AMENDS"])
    left_out = Counter(edge.source for edge in graph.edges["LEAVES_OUT"])
    return {
        "Study": studies,
        "Effect": {"_doubt_before": _doubts(graph), "_unadjusted": _unadjusted(graph)},
        "Trial": {"_shared_before": _by(graph, "Trial", "registry_id", _shared(graph))},
        "Publication": {
            "_notices_before": _by(graph, "Publication", "pmid", notices),
            "_missing": {report: n for report, n in reports.items() if n},
        },
        "Synthesis": {"_left_out_before": _by(graph, "Synthesis", "id", left_out)},
    }


def edge_precedence(graph: Graph) -> dict[str, dict[str, dict[tuple[str, str], int]]]:
    """By type and property, the values of the edges that have rows, each edge given as its two ends."""
    groups: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges["DRAWS_ON"]:
        groups[edge.target].append(edge)
    overlaps: dict[tuple[str, str], int] = {}
    same: dict[tuple[str, str], int] = {}
    for source, edges in groups.items():
        if _is_named(graph.nodes["DataSource"][source]):
            overlaps |= {(study, source): n for study, n in _overlapping(graph, edges).items()}
        members = sorted(edge.source for edge in edges)
        pairs = {(study, source): len(members) - 1 - n for n, study in enumerate(members)}
        same |= _precede(pairs, lambda ends: nulls_last(graph.nodes["Study"][ends[0]]["label"]))

    def place(ends: tuple[str, str]) -> Any:
        study, source = graph.nodes["Study"][ends[0]], graph.nodes["DataSource"][ends[1]]
        return nulls_last(source["name"], study["label"])

    before = _precede(overlaps, place)
    return {"DRAWS_ON": {"_overlaps_before": before, "_overlaps": overlaps, "_same_before": same}}


def _precede(rows: Mapping[K, int], place: Callable[[K], Any]) -> dict[K, int]:
    """How many rows stand before each key's in the order of ``place``; keys in one place share the number."""
    before: dict[K, int] = {}
    total, shared, last = 0, 0, None
    for here, key in sorted([(place(key), key) for key, n in rows.items() if n], key=itemgetter(0)):
        if here != last:
            shared, last = total, here
        before[key] = shared
        total += rows[key]
    return before


def _by(graph: Graph, label: str, name: str, rows: Mapping[str, int]) -> dict[str, int]:
    return _precede(rows, lambda key: nulls_last(graph.nodes[label][key][name]))


def _findings(graph: Graph) -> dict[str, Counter[str]]:
    """By property and study: rows of its findings."""
    found: dict[str, Counter[str]] = {name: Counter() for name in _LISTS}
    lists: defaultdict[str, list[tuple[Counter[str], Callable[[Graph, Node], int]]]] = defaultdict(list)
    for name, (label, rows) in _LISTS.items():
        lists[label].append((found[name], rows))
    for edge in graph.edges["FOUND"]:
        finding = graph.nodes[edge.target_label][edge.target]
        for counter, rows in lists[edge.target_label]:
            if n := rows(graph, finding):
                counter[edge.source] += n
    return found


def _doubts(graph: Graph) -> dict[str, int]:
    """Effects that nobody has looked at, the least sure first: those below any bound stand in front."""
    effects = graph.nodes["Effect"]
    unseen = {
        key: 1
        for key, effect in effects.items()
        if effect["curated"] is False and effect["confidence"] is not None
    }
    order = itemgetter("confidence", "study_label", "value", "quote")
    return _precede(unseen, lambda key: nulls_last(*order(effects[key])))


def _shared(graph: Graph) -> Counter[str]:
    studies = Counter(edge.target for edge in graph.edges["REGISTERED_AS"])
    return Counter({trial: n * (n - 1) // 2 for trial, n in studies.items()})


def _unadjusted(graph: Graph) -> dict[str, bool]:
    rows = _LISTS["_unadjusted_before"][1]
    return {key: True for key, effect in graph.nodes["Effect"].items() if rows(graph, effect)}


def _trials(graph: Graph) -> dict[str, int]:
    """Years of the randomised trials in scope."""
    return {
        study: year
        for study, node in graph.nodes["Study"].items()
        if node["design"] == "randomized_trial" and node["in_scope"] and isinstance(year := node["year"], int)
    }


def _missing(graph: Graph, trials: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """By report and review: earlier trials that the report, which has references, does not cite."""
    years = sorted(trials.values())
    missing: dict[tuple[str, str], int] = {}
    for edge in graph.edges["REPORTS"]:
        review, year = edge.target, graph.nodes["Study"][edge.target]["year"]
        cited = graph.out("CITES", edge.source)
        if graph.nodes["Study"][review]["design"] in _SYNTHESES and cited and isinstance(year, int):
            reached = {e.target for c in cited for e in graph.out("REPORTS", c.target)}
            known = sum(1 for study in reached if study in trials and trials[study] < year)
            missing[edge.source, review] = bisect_left(years, year) - known
    return missing


def _is_named(source: Node) -> bool:
    return source["category"] not in (None, "institutional") and not str(source["id"]).endswith(
        "_unspecified"
    )


def _overlapping(graph: Graph, edges: Iterable[Edge]) -> dict[str, int]:
    """By study: those of one source with greater ids and overlapping years."""
    found: dict[str, int] = {}
    spans: list[tuple[int, int]] = []
    backward: list[tuple[int, int]] = []
    starts: list[int] = []
    ends: list[int] = []
    for study in sorted((edge.source for edge in edges), reverse=True):
        node = graph.nodes["Study"][study]
        first, last = node["years_from"], node["years_to"]
        if not isinstance(first, int) or not isinstance(last, int):
            continue
        if first <= last:
            # All but those that begin after its last year and those that end before its first.
            apart = len(starts) - bisect_right(starts, last) + bisect_left(ends, first)
            found[study] = len(starts) - apart + _meeting(backward, first, last)
            insort(starts, first)
            insort(ends, last)
        else:
            # Years printed the wrong way round may be both after and before; such studies are few.
            found[study] = _meeting(spans, first, last)
            backward.append((first, last))
        spans.append((first, last))
    return found


def _meeting(spans: Iterable[tuple[int, int]], first: int, last: int) -> int:
    return sum(1 for start, end in spans if first <= end and start <= last)
