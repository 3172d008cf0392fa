"""Registrations that records name or the registry finds, its outages, and those it lets go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import graph
from miner.corpus import Corpus
from pipelines.status import changes_json, changes_text, status_json
from pipelines.summary import refresh_text
from tests.entrez_server import Pubmed
from tests.pubmed_records import many
from tests.refreshing import publications, refresh, told


def study(number: str, **more: Any) -> dict[str, Any]:
    return {"protocolSection": {"identificationModule": {"nctId": number, **more}}}


def test_trials_named_and_matching_come_and_an_outage_of_the_registry_is_survived(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(3))
    pubmed.change("90100001", numbers=("NCT90000001", "NCT90000009"))
    pubmed.studies = {n: study(n) for n in ("NCT90000001", "NCT90000002", "NCT90000003")}
    pubmed.matching_studies = {"NCT90000002"}
    pubmed.faults.registry_down = True
    done = refresh(tmp_path, corpus)
    assert "ClinicalTrials.gov does not answer" in done.summary["trials"]["unavailable"]
    assert len(publications(tmp_path)) == 3
    assert any(line.startswith("the registry has not answered any run yet: ") for line in told(tmp_path))
    pubmed.faults.registry_down = False
    trials = refresh(tmp_path, corpus).summary["trials"]
    assert (trials["received"], trials["changed"], trials["not_in_registry"]) == (2, 2, ["NCT90000009"])
    rows = graph.open(tmp_path, trust=True).query(
        "MATCH (t:Trial {in_registry: true}) RETURN t.registry_id AS n ORDER BY n"
    )
    assert [row["n"] for row in rows] == ["NCT90000001", "NCT90000002"]
    assert "NCT90000001" not in pubmed.asked("studies")[-2].get("filter.ids", "")
    answered = status_json(tmp_path)["refreshed"]
    pubmed.faults.registry_down = True
    refresh(tmp_path, corpus)
    assert any(line.startswith(f"trials are those of {answered}: ") for line in told(tmp_path))


def _registered(folder: Path) -> dict[str, bool]:
    rows = graph.open(folder, trust=True).query(
        "MATCH (t:Trial) RETURN t.registry_id AS n, t.in_registry AS r"
    )
    return {str(row["n"]): bool(row["r"]) for row in rows}


def test_a_registration_that_is_gone_merged_or_of_another_question_is_let_go(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(3))
    pubmed.change("90100001", numbers=("NCT90000001", "NCT90000002"))
    pubmed.studies = {n: study(n) for n in ("NCT90000001", "NCT90000002", "NCT90000003", "NCT90000004")}
    pubmed.matching_studies = {"NCT90000003", "NCT90000004"}
    refresh(tmp_path / "kept", corpus)
    del pubmed.studies["NCT90000001"], pubmed.studies["NCT90000002"]
    pubmed.studies["NCT90000003"] = study("NCT90000003", nctIdAliases=["NCT90000001"])
    pubmed.matching_studies = {"NCT90000003"}
    pubmed.faults.registry_down = True
    assert refresh(tmp_path / "kept", corpus).summary["trials"]["gone"] == [], "an outage says nothing"
    pubmed.faults.registry_down = False
    done = refresh(tmp_path / "kept", corpus)
    gone = ["NCT:NCT90000001", "NCT:NCT90000002", "NCT:NCT90000004"]
    assert done.summary["trials"]["gone"] == gone
    assert "1 trials new or changed, 3 gone" in "\n".join(refresh_text(done))
    refresh(tmp_path / "fresh", corpus)
    assert _registered(tmp_path / "kept") == _registered(tmp_path / "fresh")
    changes = changes_json(tmp_path / "kept", 2)
    assert changes["trials"] == {"changed": ["NCT:NCT90000003"], "gone": gone}
    assert f"  gone: {', '.join(gone)}" in changes_text(changes)


def test_a_registry_that_suddenly_gives_far_less_is_taken_for_an_outage(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(1))
    pubmed.studies = {f"NCT9000{n:04}": study(f"NCT9000{n:04}") for n in range(60)}
    pubmed.matching_studies = set(pubmed.studies)
    refresh(tmp_path, corpus)
    pubmed.matching_studies = set()
    done = refresh(tmp_path, corpus)
    assert "gives 0 studies where 60 are known" in done.summary["trials"]["unavailable"]
    assert len(_registered(tmp_path)) == 60
    assert len(refresh(tmp_path, corpus, full=True).summary["trials"]["gone"]) == 60
    assert _registered(tmp_path) == {}


def test_a_number_that_no_registry_knows_is_no_trial_found(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(1))
    pubmed.change("90100000", numbers=("NCT99999999",))
    summary = refresh(tmp_path, corpus).summary
    assert (summary["graph"]["Trial"], summary["flow"]["registered_trials"]) == (1, 0)
    assert summary["trials"]["not_in_registry"] == ["NCT99999999"]


def test_changes_name_trials_as_the_graph_does(bundled: Path) -> None:
    changes = changes_json(bundled, 0)
    there = graph.open(bundled, trust=True).query("MATCH (t:Trial {in_registry: true}) RETURN t.id AS id")
    assert changes["trials"] == {"changed": sorted(row["id"] for row in there), "gone": []}
    assert any(line.startswith("  new or changed: ") for line in changes_text(changes))
