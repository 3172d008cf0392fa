"""A small graph by lot in which every case is met: what is unknown, what is no row, years turned round.

Labels differ, as `graph.studies.labels` sees to, so that the order of a question's rows is determined.
"""

from __future__ import annotations

import random

from graph.build import build_graph
from graph.contents.summaries import add_summaries
from graph.model import Graph, Value
from miner.corpus import load_corpus

__all__ = ["dense_graph"]

_STUDIES = 60
_DESIGNS = "randomized_trial registry_cohort case_control case_series meta_analysis systematic_review".split()
_TREATMENTS = (
    "primary_tumour_surgery mastectomy hepatic_metastasectomy pulmonary_metastasectomy radiotherapy "
    "brain_metastasectomy".split()
)
_UNCONTROLLED = "axillary_dissection radiofrequency_ablation microwave_ablation cryoablation".split()
_ENDPOINTS = "overall_survival complication quality_of_life symptom_control".split()
_SOURCES = "seer ncdb institutional_database registry_unspecified".split()
Node = tuple[str, str]


def dense_graph() -> Graph:
    """The graph, the same each time."""
    graph = build_graph([], [], load_corpus("mbc-surgery").vocabulary)
    graph.add_node("DataSource", "mbc:registry_unspecified", name="A registry", category="clinical_registry")
    for n in range(4):
        graph.add_node("Trial", f"NCT:NCT{n:08}", registry_id=f"NCT{n:08}", in_registry=True)
        graph.add_node("Synthesis", f"mbc:synthesis/{n}", measure="HR", k=2)
    _Lot(graph).add_studies()
    add_summaries(graph)
    return graph


class _Lot:
    def __init__(self, graph: Graph) -> None:
        self.graph, self.chance = graph, random.Random(5)

    def some(self, *values: Value) -> Value:
        return self.chance.choice(values)

    def is_so(self) -> bool:
        return self.chance.random() < 0.5

    def add_studies(self) -> None:
        numbers = list(range(_STUDIES))
        self.chance.shuffle(numbers)
        for n, label in enumerate(numbers):
            study, report = ("Study", f"mbc:study/{n:02}"), ("Publication", f"PMID:{n}")
            self._add_study(study, f"Author {label:02}")
            self._add_report(report, study, n)
            self._add_surroundings(study)
            treatment = (
                "Intervention",
                f"mbc:{self.some(*4 * _TREATMENTS[:2], *_TREATMENTS[2:], *_UNCONTROLLED)}",
            )
            role = self.some("experimental", "comparator", "described")
            self.graph.add_edge("EVALUATES", study, treatment, role=role)
            for i in range(self.chance.randrange(4)):
                self._add_finding(study, treatment, f"{n}/{i}")

    def _add_study(self, study: Node, label: str) -> None:
        self.graph.add_node(
            *study,
            label=label,
            design=self.some(None, *_DESIGNS),
            year=self.some(None, *range(2000, 2006)),
            in_scope=self.some(True, True, False),
            sample_size=self.some(None, 10, 20, 30),
            sample_size_unit=self.some(None, "participants", "lesions"),
            years_from=self.some(None, *range(1990, 1996)),
            years_to=self.some(None, *range(1990, 1996)),
        )

    def _add_report(self, report: Node, study: Node, n: int) -> None:
        title = self.some(None, "Primary", "On primary tumours", "On others")
        self.graph.add_node(*report, pmid=str(n), title=title, in_corpus=True)
        self.graph.add_edge("REPORTS", report, study, main=True)
        for cited in self.chance.sample(range(n), min(n, self.chance.randrange(5))):
            other = ("Publication", f"PMID:{cited}")
            self.graph.add_edge("CITES", report, other)
            if self.is_so():
                self.graph.add_edge("AMENDS", report, other, kind=self.some("update", "comment"))

    def _add_surroundings(self, study: Node) -> None:
        for source in _SOURCES:
            if self.is_so():
                self.graph.add_edge("DRAWS_ON", study, ("DataSource", f"mbc:{source}"))
        if self.is_so():
            trial = ("Trial", f"NCT:NCT{self.chance.randrange(4):08}")
            self.graph.add_edge("REGISTERED_AS", study, trial, via="text")

    def _add_finding(self, study: Node, treatment: Node, name: str) -> None:
        controlled = treatment[1].removeprefix("mbc:") in _TREATMENTS
        finding = ("Effect" if controlled and self.chance.random() < 0.8 else "Claim", f"mbc:finding/{name}")
        if finding[0] == "Effect":
            self._add_effect(finding, name)
        else:
            self.graph.add_node(*finding, quote=name, direction="lower")
        self.graph.add_edge("FOUND", study, finding)
        if self.chance.random() < 0.8:
            endpoint = ("Endpoint", f"mbc:{self.some(*_ENDPOINTS)}")
            self.graph.add_edge("ON", finding, endpoint)
            self.graph.add_edge("MEASURES", study, endpoint)
        if self.chance.random() < 0.8:
            self.graph.add_edge("EXPERIMENTAL", finding, treatment)

    def _add_effect(self, effect: Node, name: str) -> None:
        self.graph.add_node(
            *effect,
            quote=name,
            measure=self.some("HR", "OR"),
            value=self.some(0.5, 0.7, 1.4),
            ci_low=self.some(None, 0.3),
            ci_level=self.some(None, 90.0, 95.0),
            adjusted=self.some(None, True, False),
            favours=self.some(None, "experimental", "comparator", "neither"),
            subgroup=self.some(None, None, "bone only"),
            checks=self.some((), ("p_disagrees",)),
            confidence=self.some(None, 0.2, 0.5, 0.9),
            curated=self.some(True, False, False),
        )
        if self.is_so():
            left_out = ("Synthesis", f"mbc:synthesis/{self.chance.randrange(4)}")
            self.graph.add_edge("LEAVES_OUT", left_out, effect, reason=name)
