"""Which cells the map names before anything is pressed."""

from __future__ import annotations

from typing import Any, cast

import pytest

from graph.map.data import EndpointEntry, InterventionEntry, PoolEntry
from graph.map.glance import first_answers

# Survival with progression beside it, and locoregional progression beneath that; surgery beneath local
# treatment, and mastectomy beneath surgery.
SURVIVAL, PROGRESSION, BENEATH, QUALITY, HARM = range(5)
LOCAL, SURGERY, MASTECTOMY = range(3)
ENDPOINTS = [cast("EndpointEntry", {"parent": PROGRESSION if n == BENEATH else None}) for n in range(5)]
ROWS = [cast("InterventionEntry", {"depth": depth}) for depth in range(3)]


def pool(row: int = LOCAL, column: int = SURVIVAL, studies: str = "ab", **more: Any) -> PoolEntry:
    """A pool of these studies, a letter each, of a hundred people each."""
    entry = {
        "intervention": row,
        "endpoint": column,
        "design": "randomized",
        "measure": "HR",
        "comparator": "",
        "population": "",
        "direction": "better",
        "certainty": "firm",
        "k": len(studies),
        "n": 100 * len(studies),
        "studies": [{"study": study} for study in studies],
        **more,
    }
    return cast("PoolEntry", entry)


def answers(*pools: PoolEntry) -> list[tuple[int, int]]:
    return first_answers(pools, ROWS, ENDPOINTS)


@pytest.mark.parametrize("direction", ["better", "worse", "unclear"])
def test_a_pool_with_a_direction_answers(direction: str) -> None:
    assert answers(pool(direction=direction)) == [(LOCAL, SURVIVAL)]


@pytest.mark.parametrize(
    "more",
    [
        {"direction": "neutral"},
        {"certainty": "wide"},
        {"population": "Bone-only metastases"},
        {"comparator": "Radiotherapy"},
        {"column": BENEATH},
    ],
)
def test_what_is_of_some_against_another_or_too_wide_answers_nothing(more: dict[str, Any]) -> None:
    assert answers(pool(**more)) == []


def test_three_endpoints_are_named_at_most_and_each_once() -> None:
    found = answers(
        pool(column=SURVIVAL, studies="abcde"),
        pool(SURGERY, SURVIVAL, studies="xy"),
        pool(column=HARM, studies="ab"),
        pool(column=QUALITY, studies="abc"),
        pool(column=PROGRESSION, studies="abcd"),
    )
    assert found == [(LOCAL, SURVIVAL), (LOCAL, PROGRESSION), (LOCAL, QUALITY)]


def test_pooled_trials_come_before_single_ones_and_these_before_cohorts() -> None:
    cohorts: dict[str, Any] = {"design": "observational"}
    found = answers(
        pool(SURGERY, HARM, studies="vwx", **cohorts),
        pool(SURGERY, QUALITY, studies="a", n=9999),
        pool(SURGERY, SURVIVAL, studies="bc"),
    )
    assert found == [(SURGERY, SURVIVAL), (SURGERY, QUALITY), (SURGERY, HARM)]
    one, two = pool(SURGERY, studies="v", n=9999, **cohorts), pool(LOCAL, studies="wx", **cohorts)
    assert answers(one, two) == [(LOCAL, SURVIVAL)]


def test_of_single_studies_the_largest_comes_first_and_of_these_the_narrowest_row() -> None:
    assert answers(pool(LOCAL, studies="a", n=90), pool(SURGERY, studies="b", n=100)) == [(SURGERY, SURVIVAL)]
    assert answers(pool(LOCAL, studies="a", n=None), pool(SURGERY, studies="b", n=1)) == [(SURGERY, SURVIVAL)]
    rows = [pool(row, studies="ab") for row in (LOCAL, MASTECTOMY, SURGERY)]
    assert answers(*rows) == [(MASTECTOMY, SURVIVAL)]


def test_a_row_with_some_of_the_studies_of_a_broader_one_is_passed_over() -> None:
    assert answers(pool(LOCAL, studies="abc"), pool(SURGERY, HARM, studies="ab")) == [
        (LOCAL, SURVIVAL),
        (SURGERY, HARM),
    ]
    whole, part = pool(LOCAL, studies="abc", n=100), pool(SURGERY, studies="a", n=900)
    assert answers(part, whole) == [(LOCAL, SURVIVAL)]
    wide = pool(LOCAL, studies="abc", certainty="wide")
    assert answers(part, wide) == [], "the broader row tells that there is more, though it tells nothing"
    others: list[dict[str, Any]] = [{"measure": "OR"}, {"design": "observational"}]
    for other in others:
        assert answers(part, pool(LOCAL, studies="abc", certainty="wide", **other)) == [(SURGERY, SURVIVAL)]
