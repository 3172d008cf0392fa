"""Retractions, errata and updates that come as records of their own, found by the search or only named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import graph
from miner.corpus import Corpus
from pipelines.status import status_json
from tests.entrez_server import TODAY, Pubmed
from tests.pubmed_records import Record, many
from tests.refreshing import figures, refresh


def test_a_notice_retracts_before_the_record_itself_says_so(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(4))
    refresh(tmp_path, corpus)
    notice = Record(
        "90300001", TODAY, TODAY, TODAY, "Retraction of a report",
        types=(("D016440", "Retraction of Publication"),), links=(("RetractionOf", "90100002"),),
    )  # fmt: skip
    pubmed.add(notice)
    done = refresh(tmp_path, corpus)
    assert done.summary["changes"] == {"new": 1, "retracted": 1}
    rows = graph.open(tmp_path, trust=True).query(
        "MATCH (n:Publication)-[a:AMENDS]->(p:Publication {retracted: true}) "
        "RETURN n.pmid AS n, p.pmid AS p, a.kind AS k"
    )
    assert [tuple(row.values()) for row in rows] == [("90300001", "90100002", "retraction")]


def test_a_notice_that_the_search_does_not_find_is_fetched(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(3))
    erratum = "We misprinted the hazard ratio, which is 0.50 (95% CI 0.40 to 0.60)."
    types = (("D016425", "Published Erratum"),)
    pubmed.add(Record("90300002", TODAY, TODAY, TODAY, "Erratum", erratum, types, matches=False))
    pubmed.change("90100001", links=(("ErratumIn", "90300002"), ("CommentIn", "90300003")))
    done = refresh(tmp_path, corpus)
    assert dict(done.changes) == {"new": 4}
    assert status_json(tmp_path)["records"] == {"current": 3, "notice": 1}
    assert "90300002" not in figures(tmp_path), "an erratum is no second study"
    assert done.summary["flow"]["identified"] == 3
    sent = pubmed.sent.total()
    refresh(tmp_path, corpus)
    assert pubmed.sent["90300002"] == 2, "no search tells whether a notice changed: it is asked for again"
    assert pubmed.sent.total() == sent + 2, "and the record changed today"


def _standing(folder: Path) -> dict[str, tuple[str, bool]]:
    rows = graph.open(folder, trust=True).query(
        "MATCH (p:Publication) WHERE p.in_corpus RETURN p.pmid AS pmid, p.title AS title, p.retracted AS r"
    )
    return {str(row["pmid"]): (str(row["title"]), bool(row["r"])) for row in rows}


_NAMED, _UPDATE = "90100001", "90300004"


def _leave_unnamed(pubmed: Pubmed) -> None:
    pubmed.change(_NAMED, links=())


def _retract(pubmed: Pubmed) -> None:
    pubmed.change(_UPDATE, types=(("D016441", "Retracted Publication"),))


def _revise(pubmed: Pubmed) -> None:
    pubmed.change(_UPDATE, title="Survival after resection of the primary, ten years on")


def _delete(pubmed: Pubmed) -> None:
    del pubmed.records[_UPDATE]


def _leave_the_search(pubmed: Pubmed) -> None:
    pubmed.change(_UPDATE, matches=False)


@pytest.mark.parametrize(
    ("found", "change", "told"),
    [
        (False, _retract, {"retracted": 1}),
        (False, _revise, {"revised": 1}),
        (False, _delete, {"deleted": 1, "no_longer_retracted": 1}),
        (False, _leave_unnamed, {"left_query": 1, "no_longer_retracted": 1}),
        (True, _leave_the_search, {"notice": 1}),
    ],
)
def test_what_a_record_names_is_kept_as_a_fresh_folder_would_have_it(
    tmp_path: Path,
    pubmed: Pubmed,
    corpus: Corpus,
    found: bool,
    change: Callable[[Pubmed], None],
    told: dict[str, int],
) -> None:
    pubmed.add(*many(3))
    links = (("UpdateOf", _NAMED), ("RetractionOf", _NAMED))
    (update,) = many(1, first=int(_UPDATE))
    pubmed.add(replace(update, links=links, matches=found))
    pubmed.change(_NAMED, links=(("UpdateIn", _UPDATE),))
    refresh(tmp_path / "kept", corpus)
    change(pubmed)
    changes = refresh(tmp_path / "kept", corpus).summary["changes"]
    assert changes == told
    refresh(tmp_path / "fresh", corpus)
    assert _standing(tmp_path / "kept") == _standing(tmp_path / "fresh")
    assert refresh(tmp_path / "kept", corpus).summary["changes"] == {}
