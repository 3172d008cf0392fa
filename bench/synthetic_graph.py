"""A graph of any size that looks like an evidence graph and is none: every number in it is drawn by lot.

Concepts are those of the bundled corpus, drawn with a long tail as in the literature; the same arguments give
the same graph.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate

from graph.build import build_graph
from graph.contents.summaries import add_summaries
from graph.model import Graph, Value
from miner.corpus import load_corpus

__all__ = ["FULL", "Size", "synthetic_graph"]

_DESIGNS = ("retrospective_cohort", "registry_cohort", "randomized_trial", "case_series", "meta_analysis")
_DESIGN_WEIGHTS = (50, 25, 6, 15, 4)
_COUNTRIES = ("United States", "China", "Japan", "India", "Turkey", "Netherlands", "France")
_JOURNAL = "Journal of Invented Surgery"
_MEASURES = ("HR", "OR", "RR", "RD")
_ENDPOINT_CLASSES = ("overall_survival", "progression_free_survival", "other")


@dataclass(frozen=True, slots=True)
class Size:
    """How many studies, and how many effects, arm results, claims and references each has on average."""

    studies: int
    effects: int = 4
    arm_results: float = 0.2
    claims: float = 0.1
    trials: float = 0.02
    cites: float = 1.0


FULL = Size(100_000)
Ends = dict[str, tuple[tuple[str, ...], list[float]]]


def synthetic_graph(size: Size, *, seed: int = 0, changed: float = 0.0) -> Graph:
    """A graph of this size; ``changed`` is the share of studies that have other findings than without it."""
    corpus = load_corpus("mbc-surgery")
    graph = build_graph([], [], corpus.vocabulary)
    concepts = {label: _long_tail(graph, label, seed) for label in ("Intervention", "Endpoint", "Population")}
    concepts["DataSource"] = _long_tail(graph, "DataSource", seed)
    trials = max(1, int(size.studies * size.trials))
    for n in range(trials):
        _add_trial(graph, n, random.Random(f"{seed}/trial/{n}"), concepts)
    revised = random.Random(f"{seed}/revised")
    for n in range(size.studies):
        version = 1 if revised.random() < changed else 0
        _Study(graph, n, version, random.Random(f"{seed}/{n}/{version}"), concepts).add(size, trials)
    add_summaries(graph)
    _add_syntheses(graph, random.Random(f"{seed}/syntheses"), concepts, size.studies // 200)
    return graph


def _add_syntheses(graph: Graph, chance: random.Random, concepts: Ends, some: int) -> None:
    effects = sorted(e for e in graph.nodes["Effect"])
    for n in range(some if effects else 0):
        synthesis = ("Synthesis", f"mbc:synthesis/{n}")
        graph.add_node(
            *synthesis, measure="HR", model="random", design="observational", k=20, estimate=0.7, i2=50.0
        )
        graph.add_edge("OF", synthesis, ("Intervention", _pick(chance, concepts, "Intervention")))
        graph.add_edge("ON", synthesis, ("Endpoint", _pick(chance, concepts, "Endpoint")))
        for i, effect in enumerate(chance.sample(effects, min(30, len(effects)))):
            if i < 20:
                graph.add_edge("POOLS", synthesis, ("Effect", effect), weight=5.0, ci_derived=False)
            else:
                graph.add_edge("LEAVES_OUT", synthesis, ("Effect", effect), reason="no interval")


def _long_tail(graph: Graph, label: str, seed: int) -> tuple[tuple[str, ...], list[float]]:
    """The ids of a label in an order of lot, with cumulative weights 1, 1/2, 1/3, ..."""
    ids = sorted(graph.nodes[label])
    random.Random(f"{seed}/{label}").shuffle(ids)
    return tuple(ids), list(accumulate(1 / (n + 1) for n in range(len(ids))))


def _add_trial(graph: Graph, n: int, chance: random.Random, concepts: Ends) -> None:
    number = f"NCT{n:08d}"
    graph.add_node(
        "Trial",
        f"NCT:{number}",
        registry="ClinicalTrials.gov",
        registry_id=number,
        title=f"Trial {n} of surgery in metastatic breast cancer",
        status=chance.choice(("RECRUITING", "COMPLETED", "UNKNOWN", "TERMINATED")),
        phase="PHASE3",
        enrollment=chance.randrange(20, 600),
        start_date=f"{chance.randrange(1995, 2026)}-01",
        has_results=chance.random() < 0.2,
        in_registry=chance.random() < 0.9,
        countries=(chance.choice(_COUNTRIES),),
    )
    graph.add_edge(
        "TESTS", ("Trial", f"NCT:{number}"), ("Intervention", _pick(chance, concepts, "Intervention"))
    )


def _pick(chance: random.Random, concepts: Ends, label: str) -> str:
    ids, weights = concepts[label]
    return chance.choices(ids, cum_weights=weights)[0]


class _Study:
    """One study under construction, with its report."""

    def __init__(self, graph: Graph, n: int, version: int, chance: random.Random, concepts: Ends) -> None:
        self.graph, self.n, self.version, self.chance, self.concepts = graph, n, version, chance, concepts
        self.publication = f"PMID:{80_000_000 + n}"
        self.id = f"mbc:study/PMID{80_000_000 + n}"
        self.year = chance.randrange(1990, 2027)
        self.design = chance.choices(_DESIGNS, _DESIGN_WEIGHTS)[0]
        # The findings of one study are about few things: one contrast, one or two endpoints.
        self.treatment, self.control = self._some("Intervention"), self._some("Intervention")
        self.endpoints = [self._some("Endpoint") for _ in range(chance.randrange(1, 3))]

    def add(self, size: Size, trials: int) -> None:
        """Put the study, its report and its findings into the graph."""
        study, chance = ("Study", self.id), self.chance
        self._add_nodes(reports=1 + (self.n % 50 == 0))
        self.graph.add_edge(
            "REPORTS", ("Publication", self.publication), study, main=True, design=self.design
        )
        for role, concept in (("experimental", self.treatment), ("comparator", self.control)):
            self.graph.add_edge("EVALUATES", study, ("Intervention", concept), role=role)
        if chance.random() < 0.8:
            self.graph.add_edge("INCLUDES", study, ("Population", self._some("Population")))
        if chance.random() < 0.5:
            self.graph.add_edge("DRAWS_ON", study, ("DataSource", self._some("DataSource")))
        if self.design == "randomized_trial":
            number = f"NCT:NCT{chance.randrange(trials):08d}"
            self.graph.add_edge("REGISTERED_AS", study, ("Trial", number), via="databank")
        self._cite(size.cites)
        for kind, each in (("Effect", size.effects), ("ArmResult", size.arm_results), ("Claim", size.claims)):
            for i in range(int(each) + (chance.random() < each % 1)):
                self._add_finding(kind, i)

    def _cite(self, cites: float) -> None:
        for _ in range(int(cites * 2 * self.chance.random() + 0.5) if self.n else 0):
            # Early publications are cited most, as reviews and guidelines are.
            cited = int(self.n * self.chance.random() ** 2)
            self.graph.add_edge(
                "CITES", ("Publication", self.publication), ("Publication", f"PMID:{80_000_000 + cited}")
            )

    def _some(self, label: str) -> str:
        return _pick(self.chance, self.concepts, label)

    def _add_nodes(self, reports: int) -> None:
        n, chance = self.n, self.chance
        author = f"Author{n % 7919}"
        self.graph.add_node(
            "Publication",
            self.publication,
            pmid=self.publication[5:],
            title=f"{self.treatment} in metastatic breast cancer: an invented report {n}",
            journal=_JOURNAL,
            year=self.year,
            date=str(self.year),
            language="eng",
            publication_types=("Journal Article",),
            mesh=("Breast Neoplasms", "Neoplasm Metastasis"),
            authors=(f"{author} A", f"Author{(n * 31) % 7919} B"),
            first_author=author,
            retracted=n % 4999 == 0,
            concern=False,
            in_corpus=True,
            extractor="synthetic",
            url=f"https://example.org/{n}",
        )
        self.graph.add_node(
            "Study",
            self.id,
            label=f"{author} {self.year}-{n}",
            design=self.design,
            sample_size=chance.randrange(20, 20_000) if chance.random() < 0.8 else None,
            sample_size_unit="participants",
            conclusion="favours_intervention",
            in_scope=chance.random() < 0.8,
            year=self.year,
            first_author=author,
            years_from=self.year - chance.randrange(5, 20),
            years_to=self.year - chance.randrange(1, 5),
            countries=(chance.choice(_COUNTRIES),),
            main_publication_id=self.publication,
            publications=reports,
            retracted=n % 4999 == 0,
        )
        for later in range(1, reports):
            again = ("Publication", f"PMID:{90_000_000 + n}")
            self.graph.add_node(*again, pmid=again[1][5:], title=f"Report {n}, later", year=self.year + later)
            self.graph.add_edge("REPORTS", again, ("Study", self.id), main=False, design=self.design)
            self.graph.add_edge("AMENDS", again, ("Publication", self.publication), kind="update")

    def _add_finding(self, kind: str, i: int) -> None:
        chance, node = self.chance, (kind, f"mbc:{kind.lower()}/{self.n}/{self.version}/{i}")
        endpoint = ("Endpoint", chance.choice(self.endpoints))
        quote = f"In invented sentence {i} of study {self.n} the groups differed (p={chance.random():.3f})."
        shared: dict[str, Value] = {
            "endpoint_name": endpoint[1].removeprefix("mbc:").replace("_", " "),
            "endpoint_class": chance.choice(_ENDPOINT_CLASSES),
            "publication_id": self.publication,
            "section": "Results",
            "quote": quote,
            "quote_start": 1000 + 100 * i,
            "quote_end": 1000 + 100 * i + len(quote),
            "rule": "synthetic",
        }
        self.graph.add_node(*node, **shared, **self._values(kind))
        self.graph.add_edge("FOUND", ("Study", self.id), node)
        self.graph.add_edge("STATED_IN", node, ("Publication", self.publication))
        if chance.random() < 0.95:
            self.graph.add_edge("ON", node, endpoint)
            self.graph.add_edge("MEASURES", ("Study", self.id), endpoint)
        if kind == "Effect" and chance.random() < 0.9:
            self.graph.add_edge("EXPERIMENTAL", node, ("Intervention", self.treatment))
            self.graph.add_edge("COMPARATOR", node, ("Intervention", self.control))
            if chance.random() < 0.1:
                self.graph.add_edge("WITHIN", node, ("Population", self._some("Population")))

    def _values(self, kind: str) -> dict[str, Value]:
        chance = self.chance
        if kind == "ArmResult":
            statistic = chance.choice(("median_time", "rate", "count"))
            return {"arm": "surgery", "statistic": statistic, "value": round(chance.uniform(1, 99), 1)}
        p: dict[str, Value] = {
            "p_op": "=",
            "p_value": round(chance.random(), 3),
            "contrast": "surgery vs none",
        }
        if kind == "Claim":
            return {"direction": chance.choice(("higher", "lower", "no_difference")), **p}
        value = round(chance.lognormvariate(-0.3, 0.4), 2)
        whole = chance.random() < 0.93
        return {
            **p,
            "measure": chance.choices(_MEASURES, (80, 12, 6, 2))[0],
            "value": value,
            "ci_low": round(value * 0.7, 2) if whole else None,
            "ci_high": round(value * 1.4, 2) if whole else None,
            "ci_level": (95.0 if chance.random() < 0.98 else 90.0) if whole else None,
            "adjusted": chance.choice((True, False, None)),
            "favours": chance.choice(("experimental", "comparator", "neither")),
            "subgroup": f"subgroup {i}" if (i := chance.randrange(60)) < 8 else None,
            "checks": ("interval_and_p_disagree",) if chance.random() < 0.02 else (),
            "confidence": round(chance.betavariate(8, 2), 2),
            "curated": chance.random() < 0.01,
        }
