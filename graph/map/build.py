"""The evidence map of a graph: interventions against endpoints, with the studies behind each cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.map.data import EndpointEntry, InterventionEntry, MapData, SourceEntry, TrialEntry
from graph.map.flow import FlowLine, flow_steps
from graph.map.glance import first_answers
from graph.map.pools import left_out_entries, pool_entries, reasons
from graph.map.render import render_map
from graph.map.rows import GROUPS, endpoint_columns, intervention_rows
from graph.map.studies import Places, study_entry
from graph.model import Graph, Node
from graph.synthesis.cues import is_silent
from graph.synthesis.harmonise import Harmonised, select
from graph.synthesis.synthesize import Synthesis, synthesize

__all__ = ["build_map", "evidence_map"]

# The registry's words for a trial that is not over.
_UNDER_WAY = frozenset(
    ("NOT_YET_RECRUITING", "RECRUITING", "ENROLLING_BY_INVITATION", "ACTIVE_NOT_RECRUITING")
)


def evidence_map(graph: Graph, *, title: str, question: str = "", notice: str = "") -> str:
    """The evidence map of a graph as one HTML page that needs no network."""
    return render_map(build_map(graph, title=title, question=question, notice=notice))


def build_map(  # noqa: PLR0913 - each is a part of the page
    graph: Graph,
    *,
    title: str,
    question: str = "",
    notice: str = "",
    flow: Sequence[FlowLine] = (),
    changes: Sequence[str] = (),
    pooled: tuple[Harmonised, Sequence[Synthesis]] | None = None,
) -> MapData:
    """What the map shows, as plain values.

    ``notice`` is printed at the foot (what the corpus is); ``flow`` are the counts of records from search
    to map in order (:mod:`graph.map.flow`); ``changes`` tell what moved since the last refresh;
    ``pooled`` spares pooling again what the caller has pooled.
    """
    harmonised, syntheses = pooled or _pooled(graph)
    trials = sorted(graph.nodes["Trial"].values(), key=_trial_order)
    trial_places = {str(trial["id"]): i for i, trial in enumerate(trials)}
    interventions, endpoints = intervention_rows(graph, trial_places), endpoint_columns(graph)
    populations, sources = _named(graph, "Population", "INCLUDES"), _named(graph, "DataSource", "DRAWS_ON")
    places = Places(_places(interventions), _places(endpoints), _places(populations), _places(sources))
    why = reasons(harmonised)
    ordered = sorted(graph.nodes["Study"].values(), key=_newest_first)
    studies = [study_entry(graph, study, places, why) for study in ordered]
    by_id = {study["id"]: i for i, study in enumerate(studies)}
    pools = pool_entries(graph, syntheses, places, by_id)
    return MapData(
        title=title,
        question=question,
        notice=notice,
        generated=_generated(graph),
        interventions=interventions,
        endpoints=endpoints,
        groups=list(GROUPS),
        populations=populations,
        sources=sources,
        studies=studies,
        pools=pools,
        trials=[_trial(graph, trial) for trial in trials],
        left_out=left_out_entries(graph, harmonised, places, by_id),
        glance=first_answers(pools, interventions, endpoints),
        flow=flow_steps(flow),
        changes=list(changes),
    )


def _pooled(graph: Graph) -> tuple[Harmonised, Sequence[Synthesis]]:
    harmonised = select(graph)
    return harmonised, synthesize(graph, harmonised=harmonised)


def _named(graph: Graph, label: str, kind: str) -> list[SourceEntry]:
    """Concepts that some study names, by name."""
    used = {edge.target for edge in graph.edges[kind]}
    entries = [SourceEntry(id=i, name=str(graph.nodes[label][i]["name"] or i)) for i in used]
    return sorted(entries, key=lambda entry: (entry["name"], entry["id"]))


def _places(
    entries: Iterable[InterventionEntry] | Iterable[EndpointEntry] | Iterable[SourceEntry],
) -> Mapping[str, int]:
    return {entry["id"]: i for i, entry in enumerate(entries)}


def _newest_first(study: Node) -> tuple[int, str, str]:
    year = study["year"]
    return (-year if isinstance(year, int) else 0, str(study["label"]), str(study["id"]))


def _generated(graph: Graph) -> str:
    """When the pooled estimates in the graph were computed: the graph has no clock of its own."""
    return max((str(node["computed_at"] or "") for node in graph.nodes["Synthesis"].values()), default="")


def _trial_order(trial: Node) -> tuple[bool, str, str]:
    """Those under way first, then by start."""
    under_way = str(trial["status"] or "").upper() in _UNDER_WAY
    return not under_way, str(trial["start_date"] or ""), str(trial["id"])


def _trial(graph: Graph, trial: Node) -> TrialEntry:
    tested = graph.targets("TESTS", str(trial["id"]), "Intervention")
    size = trial["enrollment"]
    return TrialEntry(
        id=str(trial["id"]),
        label=str(trial["acronym"] or trial["registry_id"] or trial["id"]),
        title=str(trial["title"] or ""),
        status=str(trial["status"] or "").replace("_", " ").lower(),
        phase=str(trial["phase"] or ""),
        n=size if isinstance(size, int) else None,
        start=str(trial["start_date"] or ""),
        end=str(trial["completion_date"] or ""),
        url=str(trial["url"] or ""),
        interventions=[str(node["name"]) for node in tested],
        reported=not is_silent(graph, trial),
    )
