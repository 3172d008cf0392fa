"""What moved between refreshes, told once and in the order that matters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.errors import InputError
from miner.model import PValue
from pipelines.changes import as_json, net_events, shift_line, shifts, told_on_the_map
from pipelines.correction_fields import ADDED, EFFECT_FIELDS, RECORD_FIELDS, read_value


def pooled(estimate: float, low: float, high: float, k: int = 3) -> dict[str, Any]:
    return {
        "label": "surgery v none, survival",
        "measure": "HR",
        "k": k,
        "estimate": estimate,
        "ci": [low, high],
    }


def test_an_estimate_that_did_not_move_is_not_told() -> None:
    same = {"a": pooled(0.7, 0.6, 0.8)}
    assert shifts(same, {"a": pooled(0.7, 0.6, 0.8)}) == []


def test_the_map_tells_what_else_may_have_moved_an_estimate() -> None:
    moved = as_json(shifts({"a": pooled(0.7, 0.6, 0.8)}, {"a": pooled(0.9, 0.8, 1.1)}))
    why = "the program changed"
    assert told_on_the_map({}, [why], moved) == ["no record changed", why, shift_line(moved[0])]
    assert told_on_the_map({"new": 2}, [why], []) == ["2 new"]


@pytest.mark.parametrize(
    ("before", "after", "crossed"),
    [
        ((0.7, 0.6, 0.8), (0.9, 0.8, 1.1), True),
        ((0.9, 0.8, 1.1), (0.7, 0.6, 0.8), True),
        ((0.7, 0.6, 0.8), (1.4, 1.2, 1.6), True),
        ((1.1, 0.9, 1.3), (1.4, 1.2, 1.6), True),
        ((1.4, 1.2, 1.6), (1.1, 0.9, 1.3), True),
        ((1.4, 1.2, 1.6), (1.5, 1.3, 1.7), False),
        ((0.7, 0.6, 0.8), (0.8, 0.7, 0.9), False),
        ((0.9, 0.8, 1.1), (1.1, 0.9, 1.3), False),
    ],
)
def test_an_interval_that_comes_to_hold_one_or_ceases_to_has_crossed(
    before: tuple[float, float, float], after: tuple[float, float, float], crossed: bool
) -> None:
    (shift,) = shifts({"a": pooled(*before)}, {"a": pooled(*after)})
    assert shift.crossed is crossed
    assert shift.percent == pytest.approx(100 * (after[0] / before[0] - 1), abs=0.01)


def test_those_that_crossed_come_first_then_the_largest_moves_then_new_and_gone() -> None:
    before = {"small": pooled(0.7, 0.6, 0.8), "large": pooled(0.5, 0.4, 0.6), "over": pooled(0.9, 0.8, 0.99)}
    after = {"small": pooled(0.71, 0.6, 0.8), "large": pooled(0.7, 0.6, 0.8), "over": pooled(0.91, 0.8, 1.01)}
    found = shifts(before | {"gone": pooled(1, 0.9, 1.1)}, after | {"new": pooled(1, 0.9, 1.1)})
    assert [s.id for s in found] == ["over", "large", "small", "gone", "new"]
    told = [shift_line(s) for s in as_json(found)]
    assert told[0] == (
        "surgery v none, survival: HR 0.90 (0.80 to 0.99; k = 3) → HR 0.91 (0.80 to 1.01; k = 3), +1.1 %"
        "; crosses the line of no effect"
    )
    assert told[3].startswith("gone: ")
    assert told[4].startswith("new: ")


@pytest.mark.parametrize(
    ("words", "net"),
    [
        (["new", "revised"], "new"),
        (["revised", "retracted"], "retracted"),
        (["retracted", "revised"], "retracted"),
        (["retracted", "no_longer_retracted"], "no_longer_retracted"),
        (["no_longer_retracted", "revised"], "no_longer_retracted"),
        (["notice", "revised"], "notice"),
        (["notice", "left_query"], None),
        (["revised", "deleted"], "deleted"),
        (["left_query", "restored"], "restored"),
        (["new", "deleted"], None),
    ],
)
def test_several_runs_make_one_word_a_record(words: list[str], net: str | None) -> None:
    events = [(run, "90000001", what) for run, what in enumerate(words, 1)]
    assert net_events(events).get("90000001") == net


@given(st.sampled_from(["<", ">", "<=", ">=", "=", ""]), st.integers(0, 999))
def test_a_p_value_is_read_as_it_is_written(operator: str, thousandths: int) -> None:
    read = read_value("line 2", EFFECT_FIELDS["p"], f"{operator}0.{thousandths:03d}")
    assert read == PValue(operator or "=", thousandths / 1000)  # type: ignore[arg-type]  # of the list above


@pytest.mark.parametrize(
    "field", sorted({**RECORD_FIELDS, **EFFECT_FIELDS}.keys() - {"endpoint", "contrast", ADDED})
)
def test_every_field_refuses_nonsense_or_keeps_it_as_text(field: str) -> None:
    reader = {**RECORD_FIELDS, **EFFECT_FIELDS}[field]
    if field in ("endpoint_id", "intervention", "comparator", "population", "subgroup"):
        assert reader("") is None
        return
    with pytest.raises(InputError, match="correct the line"):
        read_value("line 2", reader, "n/a")
