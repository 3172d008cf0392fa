"""The evidence table that a textbook chapter prints: a row a study, randomised first, then by year.

What an abstract does not state is None, in every cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph.evidence_table.group_medians import group_medians, series_median
from graph.figures.choose import Wanted, choose, within
from graph.figures.frame import title_of
from graph.hierarchy import Hierarchy
from graph.model import Graph, Node
from graph.printed import number
from graph.synthesis.eligibility import design_class, given_by_hand, participants_of, size_by_hand
from graph.synthesis.estimates import Estimate
from graph.synthesis.harmonise import GroupKey, Harmonised, select
from graph.synthesis.standard_error import ratio_of
from graph.synthesis.synthesize import synthesize
from miner.vocabulary import Vocabulary

__all__ = ["COLUMNS", "EvidenceTable", "Row", "evidence_table"]

COLUMNS: Mapping[str, str] = {
    "study": "Study",
    "years": "Years",
    "source": "Data source",
    "design": "Design",
    "n": "n",
    "treated": "n treated",
    "untreated": "n not",
    "median_treated": "Median, treated",
    "median_untreated": "Median, not",
    "effect": "Ratio (interval)",
    "adjusted": "Adjusted for",
    "conclusion": "Conclusion",
    "reference": "Reference",
}
"""The columns in order: their names in JSON and CSV, and their headings."""

_CONCLUSIONS: Mapping[str, str] = {
    "favours_intervention": "favours treatment",
    "favours_comparator": "favours comparator",
    "no_difference": "no difference",
    "mixed": "mixed",
    "not_comparative": "no comparison",
}
_DEFAULT_ENDPOINT = "mbc:overall_survival"

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A study's cells by column, and notes in words on how its estimate was read."""

    cells: Mapping[str, Cell]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """The rows in order under a title that says what is compared."""

    title: str
    rows: tuple[Row, ...]
    about: Wanted = field(default_factory=Wanted)


def evidence_table(graph: Graph, vocabulary: Vocabulary, wanted: Wanted) -> EvidenceTable:
    """Every study in scope of the treatment and endpoint wanted, or of the comparison with most evidence.

    Reviews, retracted studies and what is no study of patients are not in it. The estimate is the one that
    the pooled ratio takes, on its own comparison.
    """
    harmonised = select(graph)
    key = _key(graph, harmonised, wanted)
    asked = Wanted(intervention=key.intervention, endpoint=key.endpoint, design=wanted.design)
    taken = _taken(harmonised, key)
    studies = [s for s in graph.nodes["Study"].values() if _belongs(graph, s, asked)]
    rows = (_row(graph, vocabulary, s, key, taken.get(str(s["id"]))) for s in sorted(studies, key=_order))
    return EvidenceTable(title_of(graph, key), tuple(rows), asked)


def _key(graph: Graph, harmonised: Harmonised, wanted: Wanted) -> GroupKey:
    """The comparison of the table: of those pooled the one with most evidence, else what was asked for."""
    chosen = choose(synthesize(graph, harmonised=harmonised), wanted)
    if chosen:
        return chosen[0].key
    top = min(Hierarchy.of(graph, "Intervention").tops(), default="")
    return GroupKey(
        wanted.intervention or top, "", wanted.endpoint or _DEFAULT_ENDPOINT, "HR", "observational"
    )


def _taken(harmonised: Harmonised, key: GroupKey) -> dict[str, Estimate]:
    """For each study the estimate that its pool keeps, or would but for a larger cohort."""
    found: dict[str, Estimate] = {}
    for group in harmonised.groups:
        same = (group.key.intervention, group.key.endpoint) == (key.intervention, key.endpoint)
        if same and not group.key.population and group.key.comparator == key.comparator:
            # The measure of the pool wins; another (an odds ratio beside hazard ratios) fills in.
            for estimate in (*group.kept, *group.overlapping):
                if group.key.measure == key.measure or estimate.study_id not in found:
                    found[estimate.study_id] = estimate
    return found


def _belongs(graph: Graph, study: Node, wanted: Wanted) -> bool:
    kind = design_class(study["design"])
    if kind is None or not study["in_scope"] or study["retracted"] or wanted.design not in (None, kind):
        return False
    return within(graph, str(study["id"]), wanted)


def _order(study: Node) -> tuple[bool, int, str]:
    year = study["year"]
    return study["design"] != "randomized_trial", year if isinstance(year, int) else 9999, str(study["label"])


def _row(graph: Graph, vocabulary: Vocabulary, study: Node, key: GroupKey, estimate: Estimate | None) -> Row:
    study_id = str(study["id"])
    report = _report(graph, study, estimate)
    asked = (graph, vocabulary, study_id, key.endpoint, report)
    medians = group_medians(*asked) or (series_median(*asked), None)
    return Row(
        {
            "study": str(study["label"]),
            "years": _years(study),
            "source": "; ".join(str(s["name"]) for s in _sources(graph, study_id)) or None,
            "design": str(study["design"]).replace("_", " ").replace("randomized", "randomised"),
            "n": participants_of(study),
            "treated": _whole(study["n_treated"]),
            "untreated": _whole(study["n_untreated"]),
            "median_treated": medians[0],
            "median_untreated": medians[1],
            "effect": _effect(estimate) if estimate else None,
            "adjusted": _adjusted(study, estimate),
            "conclusion": _CONCLUSIONS.get(str(study["conclusion"])),
            "reference": _reference(graph.nodes["Publication"].get(report)),
        },
        tuple(_notes(study, estimate)),
    )


def _years(study: Node) -> str | None:
    first, last = study["years_from"], study["years_to"]
    return None if first is None or last is None else f"{first}–{last}" if first != last else str(first)


def _sources(graph: Graph, study_id: str) -> list[Node]:
    """Sources by name; that a registry was used is not said twice where the registry is named."""
    found = graph.targets("DRAWS_ON", study_id, "DataSource")
    named = [source for source in found if "unspecified" not in str(source["id"])]
    return sorted(named or found, key=lambda source: str(source["name"]))


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _effect(e: Estimate) -> str:
    """The ratio of treated against not, with its interval at the level that was printed."""
    p = e.printed
    if p.ci_low is None or p.ci_high is None:
        exact = f"p = {p.p_value:g}" if p.p_value is not None else "no interval"
        return f"{e.measure} {_figure(ratio_of(e.log.estimate), p.value, turned=e.inverted)} ({exact})"
    low, high = (p.ci_low, p.ci_high) if not e.inverted else (_turned(p.ci_high), _turned(p.ci_low))
    value = _figure(ratio_of(e.log.estimate), p.value, turned=e.inverted)
    level = f"{p.ci_level:g}% CI" if p.ci_level is not None else "CI"
    return f"{e.measure} {value} ({level} {_as_printed(low)}–{_as_printed(high)})"


def _figure(turned_value: float, printed: float, *, turned: bool) -> str:
    return f"{turned_value:.2f}" if turned else _as_printed(printed)


def _as_printed(value: float) -> str:
    """Two decimals at least: journals print 0.60, a number keeps 0.6."""
    return max(f"{value:.2f}", number(value), key=len)


def _turned(bound: float) -> float:
    return round(1 / bound, 2) if bound > 0 else float("inf")


def _adjusted(study: Node, estimate: Estimate | None) -> str | None:
    """Factors as printed, and ways of handling bias; a trial's arms were alike by chance."""
    if study["design"] == "randomized_trial":
        return "randomised"
    ways = study["bias_handling"] if isinstance(study["bias_handling"], tuple) else ()
    words = [str(study["adjusted_for"])] if study["adjusted_for"] else []
    words += [way for way in ways if way != "immortal time named"]
    if words or estimate is None or estimate.adjusted is None:
        return "; ".join(words) or None
    return "yes, factors not stated" if estimate.adjusted else "not adjusted"


def _report(graph: Graph, study: Node, estimate: Estimate | None) -> str:
    """The report that the estimate stands in, else the study's main one."""
    effect = graph.nodes["Effect"][estimate.effect_id] if estimate else {}
    return str(effect.get("publication_id") or study["main_publication_id"])


def _reference(report: Node | None) -> str | None:
    """A report as reference lists print it, as far as its record states it."""
    if report is None:
        return None
    authors = report["authors"] if isinstance(report["authors"], tuple) else ()
    pages = ((";", "volume"), (":", "pages"))
    volume = "".join(f"{sign}{report[name]}" for sign, name in pages if report[name])
    where = " ".join(str(report[name]) for name in ("journal", "year") if report[name]) + volume
    link = f"doi:{report['doi']}" if report["doi"] else ""
    if not link and "pubmed" in str(report["url"] or ""):
        link = f"PMID {report['pmid']}"
    parts = (f"{authors[0]}{' et al' if len(authors) > 1 else ''}." if authors else "", f"{where}.", link)
    return " ".join(part for part in parts if part.strip(" .:")) or None


def _notes(study: Node, e: Estimate | None) -> Iterator[str]:
    """What was done to the printed figures, or to n; what the cell itself shows is not said again."""
    size = size_by_hand(study)
    if size and (e is None or size not in e.notes):
        yield size
    if e is None:
        yield from given_by_hand(study)
        return
    shown = ("standard error from a", "no interval printed")
    yield from (note for note in e.notes if not note.startswith(shown))
