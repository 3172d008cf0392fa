"""Records, what was read from them, and registered trials, made into the evidence graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from graph.contents.findings import add_findings
from graph.contents.notices import add_notices
from graph.contents.summaries import add_summaries
from graph.model import Graph, Value
from graph.studies.gist import Gist, read_gist
from graph.studies.join import Joins, StudyGroup, join_reports
from graph.studies.labels import study_labels
from graph.studies.mentions import Mentions
from graph.studies.registrations import read_number, trial_id
from graph.studies.reports import Report, read_reports
from graph.studies.traits import Traits, join_traits
from miner.article import Article
from miner.model import Extraction
from miner.trial import Trial
from miner.vocabulary import Concept, Facet, Vocabulary

__all__ = ["FACETS", "build_graph"]

FACETS: Mapping[str, Facet] = MappingProxyType(
    {
        "Intervention": "interventions",
        "Endpoint": "endpoints",
        "Population": "populations",
        "DataSource": "data_sources",
    }
)
"""The facet of the vocabulary whose concepts are the nodes of a label."""


def build_graph(
    entries: Iterable[tuple[Article, Extraction]],
    trials: Iterable[Trial],
    vocabulary: Vocabulary,
    joins: Joins | None = None,
    gists: Mapping[str, Gist] = MappingProxyType({}),
) -> Graph:
    """The evidence graph; the order of the input makes no difference. ``joins`` overrides what reports join.

    ``gists`` by publication id spare the reading of records whose extraction is still the same.

    Raises:
        GraphError: an extraction does not belong to its record or names an unknown concept.
    """
    graph = Graph()
    _add_concepts(graph, vocabulary)
    trials = sorted(trials, key=lambda t: (trial_id(t), repr(t)))
    for trial in trials:
        _add_trial(graph, trial, vocabulary)
    reports = read_reports(entries)
    for report in reports:
        _add_publication(graph, report)
    studies = join_reports([r for r in reports if not r.is_notice], trials, joins)
    labels = study_labels(studies)
    for group in studies:
        read = [_gist(report, gists, vocabulary) for report in group.reports]
        mentions = [gist.mentions for gist in read]
        standing = group.standing
        told = [gist.traits for gist, r in zip(read, group.reports, strict=True) if r in standing]
        _add_study(graph, group, labels[group.id], mentions, join_traits(told))
        for report in group.reports:
            add_findings(graph, report, group.id, vocabulary)
        _add_described(graph, group, mentions)
    add_notices(graph, reports)
    add_summaries(graph)
    return graph


def _gist(report: Report, known: Mapping[str, Gist], vocabulary: Vocabulary) -> Gist:
    gist = known.get(report.id)
    if gist and gist.extraction == report.extraction:
        return gist
    return read_gist(report.article, report.extraction, vocabulary)


def _add_concepts(graph: Graph, vocabulary: Vocabulary) -> None:
    for label, facet in FACETS.items():
        for concept in vocabulary.facet(facet).values():
            graph.add_node(label, concept.curie, **_concept(concept, vocabulary))
        for concept in vocabulary.facet(facet).values():
            if concept.parent:
                parent = vocabulary.concept(concept.parent).curie
                graph.add_edge("BROADER", (label, concept.curie), (label, parent))


def _concept(concept: Concept, vocabulary: Vocabulary) -> dict[str, Value]:
    properties: dict[str, Value] = {
        "name": concept.name,
        "category": concept.category or None,
        "parent": vocabulary.concept(concept.parent).curie if concept.parent else None,
        "mesh_id": f"MESH:{concept.mesh_id}" if concept.mesh_id else None,
        "ncit_id": f"NCIT:{concept.ncit_id}" if concept.ncit_id else None,
    }
    if concept.facet == "endpoints":
        properties |= {
            "endpoint_class": concept.endpoint_class,
            "event_good": concept.event_good,
            "value_good": concept.value_good,
        }
    if concept.facet == "data_sources":
        properties["country"] = concept.country
    return properties


def _add_trial(graph: Graph, trial: Trial, vocabulary: Vocabulary) -> None:
    number = read_number(trial.registry_id)
    node = ("Trial", trial_id(trial))
    graph.add_node(
        *node,
        registry=trial.registry,
        registry_id=trial.registry_id,
        acronym=trial.acronym,
        title=trial.title,
        status=trial.status,
        phase=trial.phase,
        study_type=trial.study_type,
        allocation=trial.allocation,
        enrollment=trial.enrollment,
        start_date=trial.start_date,
        completion_date=trial.completion_date,
        has_results=trial.has_results,
        sponsor=trial.sponsor,
        countries=trial.countries,
        other_ids=trial.other_ids,
        primary_endpoints=trial.primary_endpoints,
        in_registry=True,
        url=number.url if number else None,
    )
    matcher = vocabulary.matcher("interventions")
    for text in (trial.title or "", *trial.interventions):
        for mention in matcher.find(text):
            graph.add_edge("TESTS", node, ("Intervention", vocabulary.concept(mention.concept_id).curie))


def _add_publication(graph: Graph, report: Report) -> None:
    a = report.article
    graph.add_node(
        "Publication",
        report.id,
        pmid=a.pmid,
        pmcid=a.pmcid,
        doi=a.doi,
        title=a.title,
        journal=a.journal,
        year=a.year,
        date=a.published,
        volume=a.volume,
        issue=a.issue,
        pages=a.pages,
        language="/".join(a.languages) or None,
        publication_types=tuple(name for _, name in a.publication_types),
        mesh=tuple(h.name for h in a.mesh),
        authors=tuple(
            " ".join(x for x in (w.last_name, w.initials) if x) or w.collective or "" for w in a.authors
        ),
        first_author=report.first_author,
        retracted=a.retracted,
        concern=a.concern,
        in_corpus=True,
        extractor=report.extraction.extractor,
        url=a.url,
    )


def _add_study(
    graph: Graph, group: StudyGroup, label: str, mentions: Sequence[Mentions], traits: Traits
) -> None:
    main, designed = group.main.extraction, group.designed_by.extraction
    sized = group.sized_by.extraction.sample_size
    years = next((m.years for m in mentions if m.years), None)
    stated = sized.value is not None
    for number in group.registrations:
        _add_number(graph, number)
    graph.add_node(
        "Study",
        group.id,
        label=label,
        design=designed.design,
        design_quote=designed.design_evidence.quote if designed.design_evidence else None,
        sample_size=sized.value,
        sample_size_unit=sized.unit if stated else None,
        sample_size_kind=sized.kind if stated else None,
        sample_size_quote=sized.evidence.quote if sized.evidence else None,
        conclusion=main.conclusion,
        conclusion_quote=main.conclusion_evidence.quote if main.conclusion_evidence else None,
        in_scope=group.scope.in_scope,
        scope_reasons=group.scope.reasons,
        given_by_hand=group.by_hand,
        year=group.main.article.year,
        first_author=group.main.first_author,
        years_from=years[0] if years else None,
        years_to=years[1] if years else None,
        countries=_countries(graph, group, mentions),
        bias_handling=traits.handling,
        adjusted_for=traits.adjusted_for,
        n_treated=traits.treated,
        n_untreated=traits.untreated,
        main_publication_id=group.main.id,
        publications=len(group.reports),
        joined_by=group.joined_by,
        retracted=all(r.article.retracted for r in group.reports),
    )
    for number, via in group.registrations.items():
        graph.add_edge("REGISTERED_AS", ("Study", group.id), ("Trial", number), via=via)
    for report in group.reports:
        size = report.extraction.sample_size
        graph.add_edge(
            "REPORTS",
            ("Publication", report.id),
            ("Study", group.id),
            main=report is group.main,
            design=report.extraction.design,
            sample_size=size.value,
            sample_size_kind=size.kind if size.value is not None else None,
            conclusion=report.extraction.conclusion,
        )


def _add_number(graph: Graph, node_id: str) -> None:
    """A registration known only by its number, unless the registry's own record is there."""
    number = read_number(node_id.partition(":")[2])
    if node_id not in graph.nodes["Trial"] and number:
        graph.add_node(
            "Trial",
            node_id,
            registry=number.registry,
            registry_id=number.number,
            in_registry=False,
            url=number.url,
        )


def _countries(graph: Graph, group: StudyGroup, mentions: Sequence[Mentions]) -> tuple[str, ...]:
    found: set[str] = set()
    for number in group.registrations:
        countries = graph.nodes["Trial"][number]["countries"]
        found.update(countries if isinstance(countries, tuple) else ())
    for source in {s for m in mentions for s in m.data_sources}:
        country = graph.nodes["DataSource"][f"mbc:{source}"]["country"]
        found.update((country,) if isinstance(country, str) else ())
    return tuple(sorted(found))


def _add_described(graph: Graph, group: StudyGroup, mentions: Sequence[Mentions]) -> None:
    """Populations, sources, and treatments that no finding already gives a role."""
    study = ("Study", group.id)
    evaluated = {e.target for e in graph.out("EVALUATES", group.id)}
    for m in mentions:
        for concept in m.populations:
            graph.add_edge("INCLUDES", study, ("Population", f"mbc:{concept}"))
        for concept in m.data_sources:
            graph.add_edge("DRAWS_ON", study, ("DataSource", f"mbc:{concept}"))
        for concept in m.interventions:
            if f"mbc:{concept}" not in evaluated:
                graph.add_edge("EVALUATES", study, ("Intervention", f"mbc:{concept}"), role="described")
