"""The studies of the evidence map, each with what it found and the cells it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from graph.map.data import FindingEntry, StudyEntry
from graph.model import Edge, Graph, Node
from graph.prefixes import title_search
from graph.printed import arm_words, claim_words, effect_words, figures_of
from graph.synthesis.eligibility import design_class, participants_of
from miner.model import REVIEW_DESIGNS

__all__ = ["Places", "endpoint_of", "study_entry"]

_WORDS = {"Effect": effect_words, "Claim": claim_words, "ArmResult": arm_words}
_SERIES = frozenset({"case_series", "case_report"})


class Places:
    """Where each concept stands in the map's lists."""

    def __init__(
        self,
        interventions: Mapping[str, int],
        endpoints: Mapping[str, int],
        populations: Mapping[str, int],
        sources: Mapping[str, int],
    ) -> None:
        self.interventions = interventions
        self.endpoints = endpoints
        self.populations = populations
        self.sources = sources


def study_entry(graph: Graph, study: Node, places: Places, reasons: Mapping[str, str]) -> StudyEntry:
    """A study as the map shows it; ``reasons`` tell why an effect is in no pooled estimate."""
    study_id = str(study["id"])
    reports = sorted(
        graph.into("REPORTS", study_id), key=lambda edge: (not edge.properties.get("main"), edge.source)
    )
    main = graph.nodes["Publication"][reports[0].source] if reports else {}
    countries, given = study["countries"], study["given_by_hand"]
    by_hand = list(given) if isinstance(given, tuple) else []
    ends = ((edge, endpoint_of(graph, edge.target, places)) for edge in graph.out("FOUND", study_id))
    found = [(edge, endpoint) for edge, endpoint in ends if endpoint is not None]
    return StudyEntry(
        id=study_id,
        label=str(study["label"]),
        year=_whole(study["year"]),
        design=str(study["design"] or "other"),
        kind=_kind(str(study["design"])),
        n=participants_of(study),
        title=str(main.get("title") or ""),
        journal=str(main.get("journal") or ""),
        conclusion=str(study["conclusion"] or ""),
        scope=bool(study["in_scope"]),
        by_hand=by_hand,
        flags=_flags(graph, study, reports),
        populations=_placed(graph.out("INCLUDES", study_id), places.populations),
        sources=_placed(graph.out("DRAWS_ON", study_id), places.sources),
        countries=list(countries) if isinstance(countries, tuple) else [],
        curated=bool(by_hand)
        or any(effect["curated"] for effect in graph.targets("FOUND", study_id, "Effect")),
        links=list(_links(graph, study_id, reports)),
        at=_cells(graph, study_id, found, places),
        findings=[
            _finding(graph, edge, endpoint, reasons, several=len(reports) > 1) for edge, endpoint in found
        ],
    )


def _kind(design: str) -> str:
    """How a design is drawn: randomized, observational, series, review or other."""
    if design in _SERIES:
        return "series"
    if design in REVIEW_DESIGNS:
        return "review"
    return design_class(design) or "other"


def _flags(graph: Graph, study: Node, reports: list[Edge]) -> list[str]:
    flags = ["retracted"] if study["retracted"] else []
    if any(graph.nodes["Publication"][edge.source]["concern"] for edge in reports):
        flags.append("expression of concern")
    return flags


def _links(graph: Graph, study_id: str, reports: list[Edge]) -> Iterator[tuple[str, str]]:
    published = [graph.nodes["Publication"][edge.source] for edge in reports]
    yield from [page for report in published for page in _pages(report)] or _searches(published[:1])
    for trial in graph.targets("REGISTERED_AS", study_id, "Trial"):
        if trial["url"]:
            yield str(trial["registry_id"]), str(trial["url"])


def _pages(report: Node) -> Iterator[tuple[str, str]]:
    if report["url"] and "pubmed" in str(report["url"]):
        yield f"PubMed {report['pmid']}", str(report["url"])
    if report["doi"]:
        yield f"doi:{report['doi']}", f"https://doi.org/{report['doi']}"


def _searches(reports: Iterable[Node]) -> Iterator[tuple[str, str]]:
    """Where a report has no page of its own, the way to one."""
    for report in reports:
        if report["title"]:
            yield "its title in PubMed", title_search(str(report["title"]))


def _cells(
    graph: Graph, study_id: str, found: list[tuple[Edge, int]], places: Places
) -> list[tuple[int, int]]:
    """A finding stands under the treatment it compares; without one, under those the study evaluates."""
    otherwise = _evaluated(graph, study_id, places)
    cells: set[tuple[int, int]] = set()
    for edge, endpoint in found:
        sides = [*graph.out("EXPERIMENTAL", edge.target), *graph.out("COMPARATOR", edge.target)]
        compared = _placed(sides, places.interventions)
        if sides and not compared:
            continue
        cells.update((treatment, endpoint) for treatment in compared or otherwise)
    return sorted(cells)


def _evaluated(graph: Graph, study_id: str, places: Places) -> list[int]:
    """Treatments under test: those with a role in a finding, else those described."""
    by_role: dict[str, list[Edge]] = {"": [], "described": []}
    for edge in graph.out("EVALUATES", study_id):
        by_role["described" if edge.properties.get("role") == "described" else ""].append(edge)
    return _placed(by_role[""], places.interventions) or _placed(by_role["described"], places.interventions)


def endpoint_of(graph: Graph, finding_id: str, places: Places) -> int | None:
    """The column a finding stands in; nothing where it names no endpoint of the map."""
    edges = graph.out("ON", finding_id)
    return places.endpoints.get(edges[0].target) if edges else None


def _finding(
    graph: Graph, edge: Edge, endpoint: int, reasons: Mapping[str, str], *, several: bool
) -> FindingEntry:
    """What was found; of a study with several reports, with the one that prints it and whether it stands."""
    node = graph.nodes[edge.target_label][edge.target]
    words, about = _WORDS[edge.target_label](node)
    report = graph.nodes["Publication"].get(str(node["publication_id"]), {}) if several else {}
    printed = " ".join(str(report[name]) for name in ("journal", "year") if report.get(name))
    standing = "report retracted" if report.get("retracted") else ""
    doubted = "expression of concern" if report.get("concern") else ""
    about = " · ".join(part for part in (about, printed, standing or doubted) if part)
    checks = node.get("checks")
    return FindingEntry(
        kind=edge.target_label,
        endpoint=endpoint,
        text=words,
        about=about,
        quote=str(node["quote"] or ""),
        figures=figures_of(node),
        checks=[check.replace("_", " ") for check in checks] if isinstance(checks, tuple) else [],
        reason=reasons.get(edge.target, ""),
    )


def _placed(edges: list[Edge], places: Mapping[str, int]) -> list[int]:
    return sorted({places[edge.target] for edge in edges if edge.target in places})


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None
