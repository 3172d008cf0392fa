"""A small fictional literature for the tests of the graph: no study here exists."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from graph.build import build_graph
from graph.model import Graph
from miner.article import AbstractSection, Article, Author, Correction, Registration
from miner.model import (
    Arm,
    ArmResult,
    Comparison,
    Effect,
    Evidence,
    Extraction,
    PValue,
    SampleSize,
    Scope,
)
from miner.trial import Trial
from miner.vocabulary import FACETS, Concept, Facet, Vocabulary

__all__ = ["ENTRIES", "TRIALS", "VOCABULARY", "effect", "entry", "sample_graph", "synthesised"]

Entry = tuple[Article, Extraction]


def _concept(facet: Facet, concept_id: str, name: str, *synonyms: str, **more: Any) -> Concept:
    blank: dict[str, Any] = {
        "parent": None,
        "category": facet,
        "ambiguous": frozenset(),
        "context": frozenset(),
        "mesh_id": None,
        "ncit_id": None,
        "source": "",
        "note": "",
    }
    return Concept(id=concept_id, name=name, facet=facet, synonyms=synonyms, **{**blank, **more})


def _vocabulary() -> Vocabulary:
    concepts = [
        _concept("interventions", "local_treatment", "local treatment"),
        _concept(
            "interventions",
            "primary_tumour_surgery",
            "primary tumour surgery",
            "surgery of the primary tumour",
            "primary surgery",
            "surgery",
            parent="local_treatment",
            mesh_id="D008408",
            source="test",
        ),
        _concept("interventions", "hepatic_metastasectomy", "liver resection", parent="local_treatment"),
        _concept("interventions", "systemic_therapy", "systemic therapy", "systemic therapy alone"),
        _concept(
            "endpoints",
            "overall_survival",
            "overall survival",
            "OS",
            endpoint_class="overall_survival",
            event_good="fewer",
            value_good="more",
        ),
        _concept(
            "endpoints",
            "locoregional_control",
            "locoregional control",
            endpoint_class="locoregional_control",
            event_good="fewer",
            value_good="more",
        ),
        _concept("endpoints", "quality_of_life", "quality of life", endpoint_class="quality_of_life"),
        _concept("populations", "de_novo_metastatic", "de novo metastatic", "de novo"),
        _concept("populations", "bone_only_metastases", "bone-only", "bone-only metastases"),
        _concept("populations", "liver_metastases", "liver metastases"),
        _concept("data_sources", "seer", "SEER", country="United States"),
        _concept("data_sources", "ncdb", "National Cancer Database", "NCDB", country="United States"),
    ]
    return Vocabulary({f: {c.id: c for c in concepts if c.facet == f} for f in FACETS})


VOCABULARY = _vocabulary()


def _evidence(quote: str, start: int = 100) -> Evidence:
    return Evidence("RESULTS", quote, start, start + len(quote), "test")


def effect(value: float, **more: Any) -> Effect:
    """An overall-survival hazard ratio of surgery against systemic therapy, unless told otherwise."""
    given: dict[str, Any] = {
        "endpoint": "overall survival",
        "endpoint_class": "overall_survival",
        "measure": "HR",
        "contrast": "surgery v systemic therapy",
        "intervention": "primary_tumour_surgery",
        "comparator": "systemic_therapy",
        "endpoint_id": "overall_survival",
        "confidence": 0.9,
        "evidence": _evidence(f"HR {value}"),
    }
    return Effect(**{"value": value, **given, **more})


def entry(pmid: str, author: str, year: int, title: str, methods: str = "", **more: Any) -> Entry:
    """A record and its extraction; keywords go to whichever of the two has them."""
    of_article = {k: more.pop(k) for k in list(more) if k in Article.__dataclass_fields__}
    article = Article(
        pmid=pmid,
        title=title,
        abstract=(AbstractSection("METHODS", "METHODS", methods),) if methods else (),
        authors=(Author(author, "Ada", "A"),),
        journal="Journal of Invented Surgery",
        published=f"{year}-03",
        languages=("eng",),
        **{"doi": f"10.5555/{pmid}", **of_article},
    )
    given: dict[str, Any] = {
        "design": "retrospective_cohort",
        "scope": Scope(True, ("metastatic", "surgery")),
    }
    return article, Extraction(id=pmid, extractor="test-1", **{**given, **more})


def _numbers(*numbers: str) -> tuple[Registration, ...]:
    return tuple(Registration("ClinicalTrials.gov", n) for n in numbers)


def _entries() -> Iterator[Entry]:
    yield entry(
        "90000900",
        "Larch",
        2015,
        "Primary tumour surgery in de novo metastatic breast cancer: a randomised trial",
        "Women with de novo metastatic breast cancer were randomly assigned to surgery or not.",
        registrations=_numbers("NCT90000001"),
        design="randomized_trial",
        sample_size=SampleSize(300, "participants", "randomized", _evidence("300 were randomised")),
        arms=(Arm("surgery", 150), Arm("systemic therapy", 150)),
        effects=(
            effect(1.05, ci=(0.8, 1.38), ci_level=95, p=PValue("=", 0.72), favours="neither", adjusted=False),
            effect(
                0.5,
                ci=(0.3, 0.83),
                ci_level=95,
                endpoint="locoregional progression",
                endpoint_class="locoregional_control",
                endpoint_id="locoregional_control",
                favours="experimental",
            ),
        ),
        arm_results=(
            _result("surgery", 19.5),
            _result("systemic therapy", 20.1),
        ),
        conclusion="no_difference",
    )
    yield entry(
        "90000901",
        "Larch",
        2019,
        "Quality of life after primary tumour surgery in metastatic breast cancer",
        trial_ids=("NCT90000001",),
        design="randomized_trial",
        sample_size=SampleSize(120, "participants", "analysed"),
        comparisons=(
            Comparison(
                endpoint="quality of life",
                endpoint_class="quality_of_life",
                direction="no_difference",
                contrast="surgery v systemic therapy",
                intervention="primary_tumour_surgery",
                comparator="systemic_therapy",
                endpoint_id="quality_of_life",
                evidence=_evidence("did not differ"),
            ),
        ),
        references=("90000900",),
    )
    yield entry(
        "90000902",
        "Rowan",
        2021,
        "Early surgery of the primary tumour in stage IV breast cancer: the ZX-2108 trial",
        registrations=_numbers("NCT90000002"),
        design="randomized_trial",
        sample_size=SampleSize(250, "participants", "randomized"),
        effects=(
            effect(0.7, ci=(0.52, 0.94), ci_level=90, favours="experimental"),
            effect(3.3, subgroup="triple-negative", favours="comparator", evidence=_evidence("HR 3.3", 400)),
        ),
        corrections=(Correction("ErratumIn", "90000908", None),),
        references=("90000900", "90000903", "1"),
        conclusion="favours_intervention",
    )
    yield entry(
        "90000903",
        "Alder",
        2012,
        "Primary surgery in stage IV breast cancer: a SEER study",
        "Patients with bone-only disease diagnosed from 2004 to 2010 were identified in SEER. "
        "Patients with liver metastases were excluded.",
        design="registry_cohort",
        sample_size=SampleSize(9000),
        trial_ids=("NCT90000001",),
        effects=(
            effect(0.6, ci=(0.5, 0.72), ci_level=95, adjusted=True, favours="experimental"),
            effect(
                0.45,
                ci=(0.35, 0.58),
                ci_level=95,
                p=PValue("<", 0.001),
                subgroup="bone-only",
                population="bone_only_metastases",
                adjusted=True,
                favours="experimental",
                evidence=_evidence("HR 0.45", 300),
            ),
        ),
    )
    yield entry(
        "90000904",
        "Alder",
        2012,
        "Margins after surgery for stage IV breast cancer",
        "We studied women in the SEER registries between 2005 and 2011.",
        design="registry_cohort",
        sample_size=SampleSize(4000),
        effects=(effect(0.62, ci=(0.7, 0.9), ci_level=95, checks=("value outside interval",)),),
    )
    yield entry(
        "90000905",
        "Hazel",
        2018,
        "Liver resection for metastatic breast cancer",
        "We reviewed 48 patients with liver metastases.",
        design="case_series",
        sample_size=SampleSize(48),
        arm_results=(_result("all patients", 41.0),),
        corrections=(Correction("RetractionIn", "90000999", "J Invent Surg. 2020"),),
    )
    yield entry(
        "90000906",
        "Holly",
        2022,
        "Surgery of the primary tumour in metastatic breast cancer: a meta-analysis",
        design="meta_analysis",
        sample_size=SampleSize(5, "studies"),
        trial_ids=("NCT90000001", "NCT90000002"),
        effects=(effect(0.81, ci=(0.6, 1.1), ci_level=95),),
        references=("90000900", "90000902", "90000903"),
    )
    yield entry(
        "90000907",
        "Thorn",
        2023,
        "Locoregional treatment of two trials revisited",
        registrations=_numbers("NCT90000001", "NCT90000002"),
        design="prospective_cohort",
        scope=Scope(False, ("no local treatment",)),
    )
    yield entry(
        "90000908",
        "Rowan",
        2022,
        "Correction to: Early surgery of the primary tumour",
        publication_types=(("D016425", "Published Erratum"),),
        corrections=(Correction("ErratumFor", "90000902", None),),
        design="other",
    )


def _result(arm: str, months: float) -> ArmResult:
    return ArmResult(
        arm=arm,
        endpoint="overall survival",
        endpoint_class="overall_survival",
        statistic="median_time",
        value=months,
        unit="months",
        endpoint_id="overall_survival",
        evidence=_evidence(f"median {months} months"),
    )


def _cedar() -> Entry:
    """A small unregistered trial with whatever the others lack."""
    return entry(
        "90000909",
        "Cedar",
        2010,
        "A small randomised trial of surgery",
        design="randomized_trial",
        sample_size=SampleSize(60, "participants", "randomized"),
        effects=(
            effect(
                1.8,
                ci=(1.1, 2.9),
                ci_level=95,
                endpoint="locoregional progression",
                endpoint_class="locoregional_control",
                endpoint_id="locoregional_control",
                favours="comparator",
                confidence=0.4,
            ),
            effect(
                0.9,
                ci=(0.5, 1.6),
                ci_level=95,
                endpoint="wound comfort",
                endpoint_class="other",
                endpoint_id=None,
                evidence=Evidence("RESULTS", "HR 0.9", 500, 506, "curated"),
            ),
        ),
        arm_results=(
            ArmResult(
                arm="surgery",
                endpoint="overall survival",
                endpoint_class="overall_survival",
                statistic="rate",
                value=41.5,
                unit="%",
                timepoint="3 years",
                endpoint_id="overall_survival",
                evidence=_evidence("41.5% at 3 years"),
            ),
        ),
    )


def synthesised(graph: Graph) -> Graph:
    """A copy of the graph with one pooled estimate, over the two larger trials."""
    whole = Graph().merge(graph)
    pooled, left = [
        next(n for n in whole.targets("FOUND", f"mbc:study/{study}", "Effect") if n["subgroup"] is None)
        for study in ("NCT90000001", "PMID90000904")
    ]
    synthesis = ("Synthesis", "mbc:synthesis/1")
    whole.add_node(
        *synthesis,
        measure="HR",
        model="random",
        design="randomized",
        k=1,
        estimate=1.05,
        ci_low=0.8,
        ci_high=1.38,
        i2=0.0,
        tau2=0.0,
        computed_at="2026-01-01",
    )
    whole.add_edge("OF", synthesis, ("Intervention", "mbc:primary_tumour_surgery"))
    whole.add_edge("COMPARATOR", synthesis, ("Intervention", "mbc:systemic_therapy"))
    whole.add_edge("ON", synthesis, ("Endpoint", "mbc:overall_survival"))
    whole.add_edge("POOLS", synthesis, ("Effect", str(pooled["id"])), weight=100.0, ci_derived=False)
    whole.add_edge("LEAVES_OUT", synthesis, ("Effect", str(left["id"])), reason="its numbers do not add up")
    return whole


ENTRIES: tuple[Entry, ...] = (*_entries(), _cedar())
TRIALS: tuple[Trial, ...] = (
    Trial(
        registry="ClinicalTrials.gov",
        registry_id="NCT90000001",
        title="Surgery of the primary tumour in metastatic breast cancer",
        status="COMPLETED",
        enrollment=300,
        start_date="2005-02",
        countries=("India",),
        interventions=("Surgery", "Systemic therapy"),
        other_ids=("ISRCTN90000001",),
    ),
    Trial(
        registry="ClinicalTrials.gov",
        registry_id="NCT90000002",
        acronym="ZX-2108",
        status="ACTIVE_NOT_RECRUITING",
        start_date="2011-02-08",
        interventions=("Surgery of the primary tumour",),
    ),
    Trial(
        registry="ClinicalTrials.gov",
        registry_id="NCT90000003",
        title="Liver resection or systemic therapy",
        status="COMPLETED",
        completion_date="2016-01",
        interventions=("Liver resection",),
    ),
)


@functools.cache
def sample_graph() -> Graph:
    """The graph of the fictional literature; build it anew to change it."""
    return build_graph(ENTRIES, TRIALS, VOCABULARY)
