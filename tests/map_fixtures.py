"""Graphs of invented studies for the tests of pooling and mapping: every name and figure is made up."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import count
from random import Random
from typing import Any

from graph.build import build_graph
from graph.model import Graph, Value
from graph.synthesis.synthesize import Synthesis, synthesize
from miner.corpus import load_corpus

__all__ = ["Evidence", "many_studies", "realistic", "widest_pool"]


@cache
def _concepts() -> Graph:
    return build_graph([], [], load_corpus("mbc-surgery").vocabulary)


@dataclass
class Evidence:
    """A graph with the bundled vocabulary, to which invented studies are added."""

    graph: Graph = field(default_factory=lambda: Graph().merge(_concepts()))
    _pmids: count[int] = field(default_factory=lambda: count(90_000_001))

    def study(
        self,
        label: str,
        design: str = "randomized_trial",
        n: int | None = 300,
        *,
        sources: tuple[str, ...] = (),
        years: tuple[int, int] | None = None,
        populations: tuple[str, ...] = ("de_novo_metastatic",),
        treatments: tuple[str, ...] = (),
        trial: str | None = None,
        **more: Value,
    ) -> str:
        """A study with one report; ``label`` is "Author year"."""
        author, year = label.rsplit(" ", 1)
        study_id = f"mbc:study/{label.replace(' ', '-')}"
        properties: dict[str, Value] = {
            "label": label,
            "design": design,
            "sample_size": n,
            "sample_size_unit": "participants",
            "in_scope": True,
            "year": int(year),
            "first_author": author,
            "years_from": years[0] if years else None,
            "years_to": years[1] if years else None,
            "retracted": False,
            "conclusion": "no_difference",
            **more,
        }
        self.graph.add_node("Study", study_id, **properties)
        self.report(study_id, int(year), main=True, sample_size=n)
        for source in sources:
            self.graph.add_edge("DRAWS_ON", ("Study", study_id), ("DataSource", f"mbc:{source}"))
        for population in populations:
            self.graph.add_edge("INCLUDES", ("Study", study_id), ("Population", f"mbc:{population}"))
        for treatment in treatments:
            self._evaluates(study_id, f"mbc:{treatment}", "described")
        if trial:
            self.graph.add_node(
                "Trial",
                f"NCT:{trial}",
                registry="ClinicalTrials.gov",
                registry_id=trial,
                in_registry=True,
                url=f"https://clinicaltrials.gov/study/{trial}",
            )
            self.graph.add_edge("REGISTERED_AS", ("Study", study_id), ("Trial", f"NCT:{trial}"), via="text")
        return study_id

    def report(
        self, study_id: str, year: int, *, main: bool = False, sample_size: int | None = None, **more: Value
    ) -> str:
        """A further publication of a study."""
        pmid = str(next(self._pmids))
        study = self.graph.nodes["Study"][study_id]
        properties: dict[str, Value] = {
            "pmid": pmid,
            "title": f"Local treatment in stage IV breast cancer: report {pmid} by {study['first_author']}",
            "journal": "Journal of Invented Results",
            "year": year,
            "retracted": False,
            "concern": False,
            "in_corpus": True,
            "doi": f"10.1000/{pmid}",
            "url": f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
            **more,
        }
        self.graph.add_node("Publication", f"PMID:{pmid}", **properties)
        self.graph.add_edge(
            "REPORTS",
            ("Publication", f"PMID:{pmid}"),
            ("Study", study_id),
            main=main,
            sample_size=sample_size,
        )
        return f"PMID:{pmid}"

    def effect(
        self,
        study_id: str,
        value: float,
        ci: tuple[float, float] | None,
        *,
        experimental: str | None = "primary_tumour_surgery",
        comparator: str | None = "no_surgery",
        endpoint: str | None = "overall_survival",
        population: str | None = None,
        report: str | None = None,
        p: tuple[str, float] | None = None,
        **more: Value,
    ) -> str:
        """One printed estimate; the quote is made from its figures."""
        effect_id = f"{study_id}/effect/{len(self.graph.nodes['Effect'])}"
        level = more.get("ci_level", 95)
        interval = f"; {level}% CI {ci[0]:g} to {ci[1]:g}" if ci else ""
        p_text = f"; p{p[0]}{p[1]:g}" if p else ""
        words = str(endpoint).replace("_", " ")
        main = self.graph.sources("REPORTS", study_id)[0]["id"]
        properties: dict[str, Value] = {
            "measure": "HR",
            "value": value,
            "ci_low": ci[0] if ci else None,
            "ci_high": ci[1] if ci else None,
            "ci_level": 95 if ci else None,
            "p_op": p[0] if p else None,
            "p_value": p[1] if p else None,
            "contrast": f"{_words(experimental)} vs {_words(comparator)}",
            "endpoint_name": words,
            "endpoint_class": "other",
            "confidence": 0.9,
            "curated": False,
            "publication_id": report or main,
            "section": "RESULTS",
            "quote": f"For {words} the two groups were compared (HR {value:g}{interval}{p_text}).",
            "quote_start": 100,
            "quote_end": 180,
            **more,
        }
        self.graph.add_node("Effect", effect_id, **properties)
        self.graph.add_edge("FOUND", ("Study", study_id), ("Effect", effect_id))
        if endpoint:
            self.graph.add_edge("ON", ("Effect", effect_id), ("Endpoint", f"mbc:{endpoint}"))
            self.graph.add_edge("MEASURES", ("Study", study_id), ("Endpoint", f"mbc:{endpoint}"))
        for kind, concept in (("EXPERIMENTAL", experimental), ("COMPARATOR", comparator)):
            if concept:
                self.graph.add_edge(kind, ("Effect", effect_id), ("Intervention", f"mbc:{concept}"))
                self._evaluates(study_id, f"mbc:{concept}", kind.lower())
        if population:
            self.graph.add_edge("WITHIN", ("Effect", effect_id), ("Population", f"mbc:{population}"))
        return effect_id

    def arm_result(
        self,
        study_id: str,
        arm: str,
        value: float,
        unit: str,
        endpoint: str = "overall_survival",
        **more: Value,
    ) -> str:
        """One result of one group."""
        result_id = f"{study_id}/arm/{len(self.graph.nodes['ArmResult'])}"
        properties: dict[str, Value] = {
            "arm": arm,
            "statistic": "median_time",
            "value": value,
            "unit": unit,
            "endpoint_name": endpoint.replace("_", " "),
            "publication_id": self.graph.sources("REPORTS", study_id)[0]["id"],
            "quote": f"Median {endpoint.replace('_', ' ')} was {value:g} {unit} in the {arm} group.",
            **more,
        }
        self.graph.add_node("ArmResult", result_id, **properties)
        self.graph.add_edge("FOUND", ("Study", study_id), ("ArmResult", result_id))
        self.graph.add_edge("ON", ("ArmResult", result_id), ("Endpoint", f"mbc:{endpoint}"))
        self.graph.add_edge("MEASURES", ("Study", study_id), ("Endpoint", f"mbc:{endpoint}"))
        return result_id

    def trial(self, number: str, *treatments: str, **more: Value) -> str:
        """A registration without a report."""
        properties: dict[str, Value] = {
            "registry": "ClinicalTrials.gov",
            "registry_id": number,
            "title": f"Registered trial {number} of local treatment",
            "status": "RECRUITING",
            "has_results": False,
            "in_registry": True,
            "url": f"https://clinicaltrials.gov/study/{number}",
            **more,
        }
        self.graph.add_node("Trial", f"NCT:{number}", **properties)
        for treatment in treatments:
            self.graph.add_edge("TESTS", ("Trial", f"NCT:{number}"), ("Intervention", f"mbc:{treatment}"))
        return f"NCT:{number}"

    def _evaluates(self, study_id: str, concept: str, role: str) -> None:
        self.graph.add_edge("EVALUATES", ("Study", study_id), ("Intervention", concept), role=role)


def widest_pool(evidence: Evidence, design: str = "observational") -> Synthesis:
    """Overall survival with any local treatment against none, in all patients."""
    wanted = ("mbc:locoregional_treatment", "mbc:overall_survival", "", design)
    (found,) = [
        s
        for s in synthesize(evidence.graph)
        if (s.key.intervention, s.key.endpoint, s.key.population, s.key.design) == wanted
    ]
    return found


def _words(concept: str | None) -> str:
    return (concept or "others").replace("_", " ")


def realistic() -> Graph:
    """A small field: five trials, cohorts that overlap, series without a comparison, gaps, trouble."""
    evidence = Evidence()
    _trials(evidence)
    _cohorts(evidence)
    _metastases(evidence)
    _trouble(evidence)
    evidence.trial(
        "NCT90000101", "primary_tumour_surgery", acronym="NORTH", enrollment=516, status="TERMINATED"
    )
    evidence.trial("NCT90000102", "stereotactic_body_radiotherapy", acronym="EAST", enrollment=402)
    evidence.trial("NCT90000103", "hepatic_metastasectomy", enrollment=60, status="UNKNOWN")
    return evidence.graph


def _trials(evidence: Evidence) -> None:
    rows: list[tuple[str, int, float, tuple[float, float], int, str, str]] = [
        ("Ashworth 2015", 350, 1.04, (0.81, 1.34), 95, "locoregional_treatment", "no_locoregional_treatment"),
        ("Demirel 2018", 274, 0.71, (0.59, 0.86), 95, "primary_tumour_surgery", "systemic_therapy_alone"),
        ("Gruber 2019", 90, 0.69, (0.36, 1.33), 95, "primary_tumour_surgery", "no_surgery"),
        ("Kowalski 2022", 256, 1.11, (0.82, 1.52), 90, "locoregional_treatment", "systemic_therapy_alone"),
        ("Nakagawa 2024", 407, 0.86, (0.69, 1.07), 90, "primary_tumour_surgery", "systemic_therapy_alone"),
    ]
    for i, (label, n, value, ci, level, first, second) in enumerate(rows):
        study = evidence.study(label, n=n, trial=f"NCT9000000{i}")
        pair: dict[str, Any] = {"experimental": first, "comparator": second}
        if label.startswith("Gruber"):
            pair = {"experimental": second, "comparator": first}
            value, ci = 1.45, (0.75, 2.78)
        evidence.effect(study, value, ci, ci_level=level, **pair)
        evidence.arm_result(study, "surgery", 30.0 + 4 * i, "months")
        if i in (0, 1, 4):
            evidence.effect(
                study,
                0.4 + 0.02 * i,
                (0.27 + 0.02 * i, 0.58 + 0.03 * i),
                endpoint="locoregional_progression_free_survival",
                **pair,
            )
        if i == 1:
            bone: dict[str, Any] = {"population": "bone_only_metastases", "subgroup": "bone only"}
            evidence.effect(study, 0.47, (0.23, 0.98), **pair, **bone)
    evidence.effect(
        "mbc:study/Ashworth-2015", 1.42, (1.08, 1.86), endpoint="distant_progression_free_survival"
    )
    evidence.effect("mbc:study/Kowalski-2022", 1.2, (0.7, 2.1), endpoint="quality_of_life", measure="OR")


_COUNTRIES: dict[str, tuple[str, ...]] = {
    "seer": ("United States",),
    "ncdb": ("United States",),
    "netherlands_cancer_registry": ("Netherlands",),
    "esme": ("France",),
}


def _cohorts(evidence: Evidence) -> None:
    rows: list[tuple[str, int, float, tuple[float, float], str, tuple[int, int]]] = [
        ("Abbot 2002", 16_023, 0.61, (0.58, 0.65), "ncdb", (1990, 1993)),
        ("Castellanos 2006", 300, 0.6, (0.4, 1.0), "geneva_cancer_registry", (1977, 1996)),
        ("Ferrante 2007", 9734, 0.63, (0.6, 0.66), "seer", (1988, 2003)),
        ("Haugen 2008", 395, 0.71, (0.56, 0.91), "institutional_database", (1996, 2005)),
        ("Ito 2011", 1011, 0.62, (0.51, 0.76), "institutional_database", (2000, 2008)),
        ("Lindqvist 2013", 8761, 0.6, (0.57, 0.63), "seer", (1988, 2009)),
        ("Marchetti 2016", 29_916, 0.51, (0.46, 0.57), "seer", (1988, 2011)),
        ("Okafor 2018", 11_694, 0.68, (0.65, 0.71), "ncdb", (2004, 2013)),
        ("Pereira 2019", 4276, 0.65, (0.55, 0.76), "esme", (2008, 2014)),
        ("Quist 2020", 5352, 0.69, (0.64, 0.74), "netherlands_cancer_registry", (2000, 2013)),
        ("Rasmussen 2021", 2136, 0.74, (0.61, 0.9), "dbcg", (2009, 2019)),
        ("Sandoval 2022", 505, 0.4, (0.3, 0.53), "bomet", (2014, 2018)),
        ("Tanaka 2023", 812, 0.88, (0.7, 1.1), "japan_ncd", (2012, 2018)),
    ]
    for label, n, value, ci, source, years in rows:
        design = "retrospective_cohort" if source == "institutional_database" else "registry_cohort"
        study = evidence.study(
            label,
            design,
            n,
            sources=(source,),
            years=years,
            conclusion="favours_intervention",
            countries=_COUNTRIES.get(source, ()),
            given_by_hand=("design", "sample_size", "in_scope") if n == 505 else (),
        )
        method = " after propensity matching" if n in (11_694, 812) else ""
        words = f"Surgery went with longer survival{method} (HR {value:g}, 95% CI {ci[0]:g}–{ci[1]:g})."
        evidence.effect(study, value, ci, adjusted=True, quote=words, curated=n == 812)


def _metastases(evidence: Evidence) -> None:
    sites = (
        ("hepatic_metastasectomy", "liver_metastases", 5),
        ("pulmonary_metastasectomy", "lung_metastases", 4),
        ("brain_metastasectomy", "brain_metastases", 2),
    )
    random = Random(7)
    for treatment, population, many in sites:
        for i in range(many):
            label = f"{'UVWXY'[i]}{population[:3]}son {2004 + 4 * i}"
            size = random.randint(18, 140)
            study = evidence.study(
                label, "case_series", size, populations=(population,), treatments=(treatment,)
            )
            evidence.arm_result(study, "resected", random.randint(24, 60), "months")
    study = evidence.study("Zetterberg 2022", n=125, populations=("oligometastatic",), trial="NCT90000011")
    evidence.effect(
        study,
        0.92,
        (0.71, 1.17),
        ci_level=70,
        experimental="stereotactic_body_radiotherapy",
        comparator="standard_of_care",
        endpoint="progression_free_survival",
    )
    study = evidence.study("Bellamy 2019", n=99, populations=("oligometastatic",), trial="NCT90000012")
    pair: dict[str, Any] = {
        "experimental": "stereotactic_body_radiotherapy",
        "comparator": "standard_of_care",
    }
    evidence.effect(study, 0.57, (0.3, 1.1), **pair)
    evidence.effect(study, 0.47, (0.3, 0.76), endpoint="progression_free_survival", **pair)


def _trouble(evidence: Evidence) -> None:
    study = evidence.study("Quill 2010", "retrospective_cohort", 120, retracted=True)
    evidence.effect(study, 0.3, (0.2, 0.5))
    study = evidence.study("Noone 2012", "retrospective_cohort", 210)
    evidence.effect(study, 0.7, None, p=("<", 0.05))
    study = evidence.study("Verity 2014", "retrospective_cohort", 180)
    evidence.effect(study, 0.8, (0.5, 1.2), checks=("interval_and_p_disagree",))
    study = evidence.study("Weir 2017", "meta_analysis", 28_693)
    evidence.effect(study, 0.65, (0.61, 0.7))
    study = evidence.study("Xylander 2020", "retrospective_cohort", 88)
    evidence.effect(study, 1.7, (1.2, 2.4), experimental=None, comparator=None, contrast="age over 65")


def many_studies(number: int, seed: int = 1) -> Graph:
    """``number`` invented studies over the whole vocabulary, for the tests of size and speed."""
    evidence, random = Evidence(), Random(seed)
    nodes = evidence.graph.nodes
    locals_ = [i for i, node in nodes["Intervention"].items() if node["category"] not in ("none", "systemic")]
    endpoints, populations = list(nodes["Endpoint"]), list(nodes["Population"])
    sources = list(nodes["DataSource"])
    designs = (
        "randomized_trial",
        "registry_cohort",
        "retrospective_cohort",
        "case_series",
        "prospective_cohort",
    )
    for i in range(number):
        study = evidence.study(
            f"Author{i} {random.randint(1990, 2025)}",
            random.choices(designs, (1, 3, 8, 6, 2))[0],
            int(10 ** random.uniform(1.2, 3.6)),
            sources=(random.choice(sources).removeprefix("mbc:"),),
            populations=(random.choice(populations).removeprefix("mbc:"),),
        )
        value = round(0.3 + random.random(), 2)
        evidence.effect(
            study,
            value,
            (round(value * 0.7, 2), round(value / 0.7, 2)),
            experimental=random.choice(locals_).removeprefix("mbc:"),
            endpoint=random.choice(endpoints).removeprefix("mbc:"),
        )
    return evidence.graph
