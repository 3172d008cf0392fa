"""Records on their way from the search into the synthesis, each counted once."""

from __future__ import annotations

from typing import Any

from graph.map.flow import flow_rows, flow_steps
from miner.article import Correction
from miner.duplicates import Duplicate
from miner.model import Scope
from pipelines.prisma import Flow, count_flow
from tests.graph_fixtures import Entry, effect, entry

NOTICE = (("D016425", "Published Erratum"),)


def record(last: int, *reasons: str, in_scope: bool = True, **more: Any) -> Entry:
    return entry(f"9000000{last}", "Elm", 2015, f"Report {last}", scope=Scope(in_scope, reasons), **more)


def field() -> Flow:
    """Twelve records of the search, one of which could not be read, and two notices that others name."""
    retracted = (Correction("RetractionIn", "90000099", None),)
    entries = [
        record(1, effects=(effect(0.7),)),
        record(2, effects=(effect(0.7), effect(0.8)), corrections=retracted),
        record(3),
        record(4, "other_cancer", "no_surgery", in_scope=False),
        record(5, "no_surgery", in_scope=False, effects=(effect(0.7),), corrections=retracted),
        record(6, "no_surgery", in_scope=False),
        record(7, in_scope=False),
        record(8, effects=(effect(0.7),)),
        record(9, publication_types=NOTICE),
        entry("90000010", "Elm", 2015, "A notice that is named", publication_types=NOTICE),
        entry("90000011", "Elm", 2015, "A copy"),
    ]
    copies = [
        Duplicate("90000008", "90000001", "same DOI"),
        Duplicate("90000011", "90000003", "preprint of an article"),
    ]
    return count_flow(entries, copies, {"90000010", "90000013"}, ["90000012", "90000012", "90000013"])


def test_each_record_of_the_search_counts_once() -> None:
    assert field().to_json() == {
        "identified": 11,
        "registered_trials": 0,
        "duplicates": {"same DOI": 1, "preprint of an article": 1},
        "notices": 1,
        "unread": 1,
        "screened": 7,
        "out_of_scope": {"no_surgery": 2, "other_cancer": 1, "no reason given": 1},
        "included": 3,
        "retracted": 1,
        "with_effects": 2,
        "studies": 0,
        "effects_pooled": 0,
    }


def test_what_comes_in_goes_out_or_on() -> None:
    flow = field()
    assert flow.identified == flow.duplicates.total() + flow.notices + flow.unread + flow.screened
    assert flow.screened == flow.out_of_scope.total() + flow.included


def test_the_steps_stand_in_order_with_what_was_taken_out_beside_them() -> None:
    rows = flow_rows(flow_steps(field().steps()))
    drawn = [
        (
            [(box["words"], box["count"]) for box in row.boxes],
            [(side["words"], side["count"], [r["words"] for r in reasons]) for side, reasons in row.sides],
        )
        for row in rows
    ]
    assert drawn == [
        (
            [("records identified in PubMed", 11), ("trials found in registries", 0)],
            [
                ("duplicates", 2, ["same DOI", "preprint of an article"]),
                ("notices of retraction, concern or correction", 1, []),
                ("set aside, could not be read", 1, []),
            ],
        ),
        ([("records screened", 7)], [("out of scope", 4, ["no surgery", "other cancer", "no reason given"])]),
        ([("publications included", 3)], [("of them retracted", 1, [])]),
        ([("studies that they report", 0)], []),
        ([("publications with effect estimates", 2)], []),
        ([("effect estimates pooled", 0)], []),
    ]


def test_a_step_without_a_kind_is_a_main_one() -> None:
    (step,) = flow_steps([("records_screened", 3)])
    assert step == {"words": "records screened", "count": 3, "kind": "main"}
