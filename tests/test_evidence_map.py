"""The map's data and its page, before any script runs. All studies are invented."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

import graph
from graph.map.build import build_map
from graph.map.data import MapData, PoolEntry
from graph.map.render import render_map
from graph.model import Graph
from graph.printed import number
from graph.synthesis.synthesize import add_to_graph, synthesize
from tests.map_fixtures import Evidence, many_studies, realistic

PRIMARY, BROAD, OVERALL = "mbc:primary_tumour_surgery", "mbc:locoregional_treatment", "mbc:overall_survival"


def _map(source: Graph, **more: Any) -> MapData:
    return build_map(source, title="Invented field", question="Does it help?", notice="A sample.", **more)


def _pool(data: MapData, intervention: str, design: str) -> PoolEntry:
    return next(
        pool
        for pool in data["pools"]
        if data["interventions"][pool["intervention"]]["id"] == intervention
        and data["endpoints"][pool["endpoint"]]["id"] == OVERALL
        and (pool["design"], pool["population"]) == (design, "")
    )


def test_the_matrix_is_a_table_with_a_button_where_there_are_studies() -> None:
    page = _read(render_map(_map(realistic())))
    (table,) = page.xpath("//table[@id='matrix']")
    rows, columns = table.xpath(".//tbody/tr"), table.xpath(".//tr[@class='names']/th[@data-e]")
    assert all(len(row.xpath("./td")) == len(columns) for row in rows)
    buttons = table.xpath(".//td/button[@data-intervention]")
    assert len(buttons) < len(rows) * len(columns)
    (button,) = [
        b for b in buttons if (b.get("data-intervention"), b.get("data-endpoint")) == (BROAD, OVERALL)
    ]
    assert button.get("data-studies") == "22"
    assert page.xpath("//*[@id='studies']")
    assert page.xpath("//*[@id='forest']")


def test_a_broader_row_counts_each_study_once() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.8, (0.6, 1.1), experimental="mastectomy")
    evidence.effect(study, 0.9, (0.7, 1.2), experimental="breast_conserving_surgery")
    page = _read(render_map(_map(evidence.graph)))
    counts = {b.get("data-intervention"): b.get("data-studies") for b in page.xpath("//td/button")}
    assert counts[PRIMARY] == counts["mbc:mastectomy"] == "1"


def test_the_matrix_stands_for_studies_in_scope() -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001", in_scope=False), 0.8, (0.6, 1.1))
    assert not _read(render_map(_map(evidence.graph))).xpath("//td/button[@data-intervention]")


def test_a_pool_shows_the_ratio_its_studies_and_why_others_are_missing() -> None:
    data = _map(realistic())
    trials, cohorts = _pool(data, BROAD, "randomized"), _pool(data, BROAD, "observational")
    assert (trials["k"], trials["direction"], cohorts["direction"]) == (5, "unclear", "better")
    assert [line["label"] for line in trials["studies"]][:2] == ["Ashworth 2015", "Demirel 2018"]
    assert sum(line["weight"] for line in trials["studies"]) == pytest.approx(100, abs=0.01)
    assert any("SEER" in reason for _, reason in cohorts["left_out"])
    assert data["studies"][trials["studies"][0]["study"]]["label"] == "Ashworth 2015"


def test_a_figure_of_a_study_with_several_reports_names_its_own() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.8, (0.6, 1.1))
    (entry,) = _map(evidence.graph)["studies"]
    assert "Journal of Invented Results" not in entry["findings"][0]["about"]
    evidence.effect(study, 0.7, (0.5, 1.0), report=evidence.report(study, 2004))
    (entry,) = _map(evidence.graph)["studies"]
    ends = [finding["about"].rpartition(" · ")[2] for finding in entry["findings"]]
    assert ends == ["Journal of Invented Results 2001", "Journal of Invented Results 2004"]


def test_one_trial_of_several_is_no_first_answer() -> None:
    evidence = Evidence()
    for label, treatment, value in (
        ("Alpha 2001", "mastectomy", 0.5),
        ("Beta 2002", "axillary_surgery", 0.95),
    ):
        study = evidence.study(label)
        evidence.effect(study, value, (value * 0.8, value * 1.25), experimental=treatment)
    assert _map(evidence.graph)["glance"] == []
    alone = Evidence()
    alone.effect(alone.study("Alpha 2001"), 0.5, (0.4, 0.625), experimental="mastectomy")
    data = _map(alone.graph)
    ((row, column),) = data["glance"]
    assert (data["interventions"][row]["id"], data["endpoints"][column]["id"]) == ("mbc:mastectomy", OVERALL)


def test_every_effect_is_pooled_or_listed_as_left_out() -> None:
    source = realistic()
    data = _map(source)
    findings = [f for study in data["studies"] for f in study["findings"] if f["kind"] == "Effect"]
    assert len(findings) == len(source.nodes["Effect"])
    pooled = {edge.target for edge in _pooled(source).edges["POOLS"]}
    assert sum(not f["reason"] for f in findings) == len(pooled)


def test_an_effect_on_no_endpoint_of_the_map_is_listed_beside_it() -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001"), 0.8, (0.6, 1.1), endpoint=None)
    (entry,) = _map(evidence.graph)["left_out"]
    assert entry["text"].startswith("HR 0.8")
    assert entry["reason"]


def test_the_head_counts_what_was_left_out_of_studies_in_scope() -> None:
    evidence = Evidence()
    for name, ratio in (("Alpha 2001", 0.8), ("Beta 2002", 0.7)):
        evidence.effect(evidence.study(name), ratio, None)
    standing = _read(render_map(_map(evidence.graph))).xpath("string(//p[@class='standing'])")
    assert "0 of their effects pooled, 2 left out" in standing
    for study in evidence.graph.nodes["Study"].values():
        study["in_scope"] = study["label"] != "Beta 2002"
    standing = _read(render_map(_map(evidence.graph))).xpath("string(//p[@class='standing'])")
    assert "0 of their effects pooled, 1 left out" in standing


def test_a_small_p_value_is_printed_in_full() -> None:
    assert [number(x) for x in (0.00001, 0.05, 1.10, 227889, 2_000_000)] == [
        "0.00001", "0.05", "1.1", "227889", "2000000",
    ]  # fmt: skip


def test_trials_without_results_are_counted_at_their_treatment() -> None:
    data = _map(realistic())
    silent = {trial["label"] for trial in data["trials"] if not trial["reported"]}
    assert silent == {"NORTH", "EAST", "NCT90000103"}
    awaited = {row["id"]: row["awaited"] for row in data["interventions"]}
    assert [data["trials"][place]["label"] for place in awaited[PRIMARY]] == ["NORTH"]
    assert len(awaited["mbc:local_treatment"]) == 3, "a broader row counts those beneath it, each once"


def test_a_series_without_contrast_stands_under_the_treatment_it_describes() -> None:
    data = _map(realistic())
    names = [row["id"] for row in data["interventions"]]
    study = next(study for study in data["studies"] if study["label"] == "Ulivson 2004")
    assert {names[i] for i, _ in study["at"]} == {"mbc:hepatic_metastasectomy"}


def test_the_page_names_no_place_but_records_and_registries() -> None:
    page = render_map(_map(realistic()))
    body = _read(page)
    assert not body.xpath("//script[@src] | //link[@rel='stylesheet'] | //img | //iframe")
    assert "default-src 'none'" in page
    hosts = set(re.findall(r"https?://([^/\"' <\\]+)", page)) - {"www.w3.org"}
    assert hosts == {"pubmed.ncbi.nlm.nih.gov", "doi.org", "clinicaltrials.gov"}


def test_words_from_records_never_become_markup() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evil = "</script><script>alert(1)</script>"
    evidence.effect(study, 0.8, (0.6, 1.1), quote=evil)
    data = build_map(evidence.graph, title=evil, question=evil, notice=evil)
    page = render_map(data)
    assert evil not in page
    held = _read(page).xpath("//script[@id='data']")[0].text
    assert json.loads(held)["studies"][0]["findings"][0]["quote"] == evil


def test_the_notice_the_flow_and_the_changes_are_printed() -> None:
    page = render_map(_map(realistic(), flow=[("records found", 1200)], changes=["One study came in."]))
    text = _read(page).text_content()
    for words in ("A sample.", "1\u202f200", "records found", "One study came in."):
        assert words in text


def test_an_empty_graph_gives_a_page() -> None:
    page = render_map(build_map(Graph(), title="Nothing yet"))
    assert "Nothing yet" in page
    assert not _read(page).xpath("//td/button")


def test_the_same_graph_gives_the_same_page_and_its_own_date() -> None:
    source = realistic()
    add_to_graph(source, synthesize(source), "2026-03-04T05:06:07Z")
    page = render_map(_map(source))
    assert "as of 2026-03-04" in page
    assert page == render_map(_map(source))


def test_the_public_function_is_the_page() -> None:
    assert graph.evidence_map(realistic(), title="Invented field").startswith("<!DOCTYPE html>")


def test_scripts_and_styles_keep_to_the_size_of_a_module() -> None:
    sizes = {path.name: path.read_text("utf-8").count("\n") for path in _templates()}
    assert {name: size for name, size in sizes.items() if size > 300} == {}


@pytest.mark.slow
def test_ten_thousand_studies_fit_into_five_megabytes() -> None:
    assert len(render_map(_map(many_studies(10_000))).encode()) <= 5_000_000


def _pooled(source: Graph) -> Graph:
    add_to_graph(source, synthesize(source), "2026-03-04T05:06:07Z")
    return source


def _read(page: str) -> Any:
    """The parsed page; lxml's stubs leave every XPath result open."""
    return html.fromstring(page)


def _templates() -> list[Path]:
    folder = Path(graph.__file__ or "").parent / "map" / "templates"
    return [path for path in sorted(folder.iterdir()) if path.is_file()]
