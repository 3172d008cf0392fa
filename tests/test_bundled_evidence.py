"""The bundled corpus from its records to the evidence: what it must show, and what can be made of it."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graph.embedded.ladybug import load
from graph.map.build import build_map
from graph.model import Graph
from miner.errors import QueryRefused
from pipelines.asked import concept_of, vocabulary_of
from pipelines.cli import app
from pipelines.demo import run_demo
from pipelines.drawing_figures import FIGURES, draw_figure
from pipelines.synthesis_words import synthesis_text
from pipelines.synthesizing import synthesis_json

RUNNER = CliRunner()
SURVIVAL = {"intervention": "locoregional treatment", "endpoint": "OS"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundled") / "demo"
    run_demo(folder, lambda *_: lambda *_: None)
    return folder


def one(data: Path, design: str, **filters: str) -> dict[str, Any]:
    """The one synthesis of hazard ratios in the whole population that matches."""
    found = synthesis_json(data, "reml", {**SURVIVAL, "design": design, **filters})["syntheses"]
    (synthesis,) = (s for s in found if s["measure"] == "HR" and s["population"] is None)
    return dict(synthesis)


def test_what_is_absent_is_null_never_an_empty_text(data: Path) -> None:
    empty = [
        (label, node["id"], name)
        for label, nodes in load(data).nodes.items()
        for node in nodes.values()
        for name, value in node.items()
        if value == ""
    ]
    assert not empty


def test_each_study_of_the_map_leads_to_its_record_or_a_search_for_it(data: Path) -> None:
    studies = [s for s in build_map(load(data), title="Bundled")["studies"] if s["at"]]
    addresses = [dict(study["links"]) for study in studies]
    searches = [words["its title in PubMed"] for words in addresses if "its title in PubMed" in words]
    assert all(addresses)
    assert 0 < len(searches) < len(studies) / 2
    assert all(re.fullmatch(r"https://pubmed\.ncbi\.nlm\.nih\.gov/\?term=[\w%./-]+", url) for url in searches)


class TestTrials:
    def test_five_trials_each_once_show_no_survival_benefit(self, data: Path) -> None:
        trials = one(data, "randomised")
        names = [study["study"] for study in trials["studies"]]
        assert trials["k"] == len({*names}) == 5
        assert trials["ci"][0] < 1 < trials["ci"][1]

    def test_the_estimate_is_recomputed_from_the_figures_it_names(self, data: Path) -> None:
        """Restricted likelihood by bisection on its score, sharing nothing with the program."""
        trials = one(data, "randomised")
        effects = []
        for study in trials["studies"]:
            z = {90: 1.6448536269514722, 95: 1.959963984540054}[study["ci_level"]]
            low, high = (math.log(bound) for bound in study["ci"])
            sign = -1 if study["inverted"] else 1
            effects.append((sign * math.log(study["value"]), ((high - low) / (2 * z)) ** 2))
        assert round(trials["estimate"], 3) == round(math.exp(_restricted_mean(effects)), 3)

    def test_one_trial_was_printed_for_the_other_side(self, data: Path) -> None:
        (turned,) = (study for study in one(data, "randomised")["studies"] if study["inverted"])
        assert turned["value"] == 0.691
        assert turned["pooled_as"]["estimate"] == pytest.approx(1 / 0.691)
        assert "medians of 34.6 and 54.8" in " ".join(turned["notes"])

    def test_the_report_with_the_longest_follow_up_is_taken(self, data: Path) -> None:
        values = {study["study"]: study["value"] for study in one(data, "randomised")["studies"]}
        assert values["Soran 2018"] == 0.71

    def test_a_figure_of_a_later_report_says_so_and_is_quoted(self, data: Path) -> None:
        (soran,) = (s for s in one(data, "randomised")["studies"] if s["study"] == "Soran 2018")
        assert soran["notes"] == ["from its report of 2021"]
        assert soran["publication"] == "PMID:90000004"
        assert "0.71" in soran["quote"]

    def test_locoregional_control_is_better(self, data: Path) -> None:
        control = one(data, "randomised", endpoint="locoregional progression-free survival")
        assert control["ci"][1] < 1

    def test_cohorts_pooled_apart_show_the_opposite(self, data: Path) -> None:
        cohorts = one(data, "observational")
        assert cohorts["k"] >= 10
        assert cohorts["ci"][1] < 1
        assert not {s["effect"] for s in cohorts["studies"]} & {
            s["effect"] for s in one(data, "randomised")["studies"]
        }

    def test_the_older_four_agree_with_the_published_pool(self, data: Path) -> None:
        """Reinhorn 2021: 0.97 (0.72 to 1.29) of the four known then; docs/synthesis.md says what differs."""
        without_newest = next(
            step for step in one(data, "randomised")["leave_one_out"] if step["study"] == "Shien 2025"
        )
        assert without_newest["estimate"] == pytest.approx(0.97, abs=0.02)


class TestSensitivity:
    def test_every_analysis_of_the_cohorts_is_in_the_json(self, data: Path) -> None:
        cohorts = one(data, "observational")
        assert cohorts["alternatives"]
        assert cohorts["alternatives"][-1]["k"] > cohorts["k"]
        assert {a["trait"] for a in cohorts["subgroups"]} >= {"design", "data source", "immortal time"}
        assert cohorts["asymmetry"]["test"] == "Egger"
        assert len(cohorts["cumulative"]) == len(cohorts["leave_one_out"]) == cohorts["k"]
        assert cohorts["tau2_ci"][0] <= cohorts["tau2"] <= cohorts["tau2_ci"][1]

    def test_between_the_studies_of_one_study_there_is_nothing(self, data: Path) -> None:
        single = [s for s in synthesis_json(data, "reml", {})["syntheses"] if s["k"] == 1]
        assert single
        assert {(s["tau2"], s["q"], s["q_p"], s["i2"], s["tau2_ci"]) for s in single} == {(None,) * 5}

    def test_a_narrow_row_names_the_broader_one(self, data: Path) -> None:
        narrow = one(data, "randomised", intervention="primary tumour surgery")
        assert narrow["k"] == 2
        assert max(b["k"] for b in narrow["broader"]) == 5

    def test_the_same_stands_in_words(self, data: Path) -> None:
        text = "\n".join(synthesis_text(synthesis_json(data, "reml", SURVIVAL)))
        assert (
            "prediction 0.38 to 0.89 (of a further study); I2 81 % (share of scatter beyond chance)" in text
        )
        assert "tau2 0.033 (0.008 to 0.129), log-scale variance" in text
        assert "leaving one out" in text
        assert "instead of" in text
        assert "Egger's test" in text
        assert "between them p = 0.032 (1 of 3 groups holds one study)" in text

    def test_an_endpoint_nobody_reports_is_a_sentence(self, data: Path) -> None:
        found = synthesis_json(data, "reml", {"endpoint": "cost"})
        assert (
            synthesis_text(found)[0] == "No study gives an estimate that could be pooled for endpoint cost."
        )


class TestWhatIsInNoPool:
    """Included and left out add up, for the whole corpus and for what is asked."""

    def test_every_effect_of_the_graph_is_counted_once(self, data: Path) -> None:
        import graph

        counts = synthesis_json(data, "reml", {})["counts"]
        assert counts["effects"] == len(graph.open(data).load().nodes["Effect"])
        assert counts["effects"] == counts["pooled"] + counts["behind_another"] + counts["in_no_pool"]

    def test_what_is_known_to_be_of_another_endpoint_is_not_counted(self, data: Path) -> None:
        import graph

        found = synthesis_json(data, "reml", {"endpoint": "quality of life"})
        whole = graph.open(data).load()
        ends = {edge.target for out in found["left_out"] for edge in whole.out("ON", out["effect"])}
        assert "mbc:overall_survival" not in ends
        assert f"{len(found['left_out'])} in no pooled estimate" in "\n".join(synthesis_text(found))

    @pytest.mark.parametrize(
        ("filters", "listed"),
        [
            ({"intervention": "PTR", "endpoint": "OS"}, True),  # "initial surgery" may be it
            ({"endpoint": "OS", "design": "observational"}, True),
            ({"endpoint": "OS", "design": "randomised"}, False),
            ({"intervention": "metastasectomy", "endpoint": "PFS"}, False),
            ({"endpoint": "OS", "population": "bone-only"}, False),
        ],
    )
    def test_what_may_be_of_the_question_is_listed(
        self, data: Path, filters: dict[str, str | None], listed: bool
    ) -> None:
        found = synthesis_json(data, "reml", filters)
        assert ("Thomas 2016" in {out["study"] for out in found["left_out"]}) is listed


class TestNames:
    @pytest.mark.parametrize(
        ("label", "asked", "concept"),
        [
            ("Endpoint", "OS", "mbc:overall_survival"),
            ("Endpoint", "os", "mbc:overall_survival"),
            ("Endpoint", "Overall survival", "mbc:overall_survival"),
            ("Endpoint", "overall_survival", "mbc:overall_survival"),
            ("Endpoint", "mbc:overall_survival", "mbc:overall_survival"),
            ("Endpoint", "PFS", "mbc:progression_free_survival"),
            ("Intervention", "PTR", "mbc:primary_tumour_surgery"),
            ("Intervention", "primary tumor surgery", "mbc:primary_tumour_surgery"),
            ("Intervention", "locoregional therapy", "mbc:locoregional_treatment"),
            ("Population", "bone-only", "mbc:bone_only_metastases"),
        ],
    )
    def test_a_concept_goes_by_any_word_of_the_vocabulary(
        self, data: Path, label: str, asked: str, concept: str
    ) -> None:
        import graph

        assert concept_of(graph.open(data).load(), vocabulary_of(data), label, asked) == concept

    def test_a_misspelt_one_is_refused_with_the_nearest(self, data: Path) -> None:
        import graph

        whole: Graph = graph.open(data).load()
        with pytest.raises(QueryRefused, match="Overall survival"):
            concept_of(whole, vocabulary_of(data), "Endpoint", "overal survivl")

    def test_no_study_is_labelled_by_a_number(self, data: Path) -> None:
        import graph

        labels = [str(s["label"]) for s in graph.open(data).load().nodes["Study"].values()]
        assert not [label for label in labels if label.startswith("PMID")]


class TestFiles:
    @pytest.mark.parametrize("kind", FIGURES)
    def test_every_figure_is_drawn(self, data: Path, tmp_path: Path, kind: str) -> None:
        for form, begins in (("svg", b"<svg"), ("pdf", b"%PDF"), ("png", b"\x89PNG")):
            out, title = draw_figure(data, kind, tmp_path / f"a.{form}", {})
            assert out.read_bytes().startswith(begins)
            assert title

    @pytest.mark.parametrize("kind", ["forest", "network"])
    def test_the_pictures_of_the_pages_are_those_drawn_today(
        self, data: Path, tmp_path: Path, kind: str
    ) -> None:
        shown = Path(__file__).parents[1] / "docs" / "images" / f"{kind}.svg"
        drawn, _ = draw_figure(data, kind, tmp_path / f"{kind}.svg", {"endpoint": "OS"})
        again = f"mbc-miner map --data mbc-demo --figure {kind} --endpoint OS -o docs/images/{kind}.svg"
        assert drawn.read_bytes() == shown.read_bytes(), f"draw it anew: {again}"

    def test_an_empty_figure_is_a_sentence_and_no_file(self, data: Path, tmp_path: Path) -> None:
        done = RUNNER.invoke(
            app,
            [
                "map",
                "--data",
                str(data),
                "--figure",
                "funnel",
                "--endpoint",
                "cost",
                "-o",
                str(tmp_path / "a.png"),
            ],
        )
        assert "3 studies" in str(done.exception)
        assert getattr(done.exception, "exit_code", None) == 1
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        "arguments",
        [
            ["--figure", "pie"],
            ["--figure", "forest", "-o", "a.gif"],
            ["--figure", "matrix", "--width", "84"],
            ["--figure", "forest", "--width", "90"],
            ["--width", "84"],
            ["-o", "a.png"],
            ["--endpoint", "OS"],
            ["--figure", "forest", "--design", "blind"],
        ],
    )
    def test_what_makes_no_sense_is_misuse(self, data: Path, arguments: list[str]) -> None:
        done = RUNNER.invoke(app, ["map", "--data", str(data), *arguments])
        assert getattr(done.exception, "exit_code", None) == 2

    def test_the_table_is_printed_and_written(self, data: Path, tmp_path: Path) -> None:
        printed = RUNNER.invoke(app, ["table", "--data", str(data), "--design", "randomised"])
        assert printed.exit_code == 0, printed.output
        assert "Badwe 2015" in printed.stdout
        out = tmp_path / "table.csv"
        RUNNER.invoke(app, ["table", "--data", str(data), "--format", "csv", "-o", str(out)])
        assert out.read_text("utf-8-sig").startswith("study,years,source,design,n,treated")
        as_json = RUNNER.invoke(app, ["table", "--data", str(data), "--json"])
        rows = json.loads(as_json.stdout)
        assert rows[0]["study"] == "Badwe 2015"
        assert rows[0]["median_treated"] == "19.2 months"
        assert any(row["n"] is None for row in rows)

    def test_a_table_of_nothing_is_a_sentence(self, data: Path) -> None:
        done = RUNNER.invoke(app, ["table", "--data", str(data), "--endpoint", "cost"])
        assert "no study in scope" in str(done.exception)


def _restricted_mean(effects: list[tuple[float, float]]) -> float:
    """The weighted mean at the between-study variance where the restricted score is 0."""

    def mean(tau2: float) -> float:
        total = sum(1 / (v + tau2) for _, v in effects)
        return sum(y / (v + tau2) for y, v in effects) / total

    def score(tau2: float) -> float:
        weights = [1 / (v + tau2) for _, v in effects]
        spread = sum((w * (y - mean(tau2))) ** 2 for w, (y, _) in zip(weights, effects, strict=True))
        return spread - sum(weights) + sum(w * w for w in weights) / sum(weights)

    low, high = 0.0, 10.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if score(middle) > 0 else (low, middle)
    return mean(low)
