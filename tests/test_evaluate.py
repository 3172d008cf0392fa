"""The figures of the annotation guide: what counts as a hit, and what counts neither way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.errors import InputError
from pipelines.evaluate import FIGURES, evaluate, read_records


def effect(**fields: Any) -> dict[str, Any]:
    base = {
        "endpoint": "overall survival",
        "endpoint_class": "overall_survival",
        "measure": "HR",
        "value": 0.7,
        "ci": [0.5, 0.9],
        "p": {"op": "=", "value": 0.01},
        "contrast": "surgery vs no surgery",
        "adjusted": True,
    }
    return base | fields


def score(name: str, gold: dict[str, Any], predicted: dict[str, Any]) -> float:
    figures = evaluate({"a": {"id": "a"} | gold}, {"a": {"id": "a"} | predicted})
    return next(f.score for f in figures if f.name == name)


@pytest.mark.parametrize(
    ("change", "number", "p", "endpoint", "full"),
    [
        ({}, 1, 1, 1, 1),
        ({"value": 0.71}, 0, 0, 0, 0),
        ({"ci": None}, 0, 0, 0, 0),
        ({"p": None}, 1, 0, 1, 0),
        ({"endpoint_class": "other"}, 1, 1, 0, 0),
        ({"contrast": "age per year"}, 1, 1, 1, 0),
        ({"contrast": "primary tumour surgery versus none"}, 1, 1, 1, 1),
    ],
)
def test_an_effect_is_right_by_the_fields_a_figure_names(
    change: dict[str, Any], number: int, p: int, endpoint: int, full: int
) -> None:
    gold, predicted = {"effects": [effect()]}, {"effects": [effect(**change)]}
    names = ("effect_number", "effect_p", "effect_endpoint", "effect_full")
    assert [score(n, gold, predicted) for n in names] == [number, p, endpoint, full]


def test_a_matter_of_taste_counts_neither_way() -> None:
    rate = {"statistic": "rate", "value": 41.9, "unit": "%", "endpoint_class": "overall_survival"}
    assert (
        score("arm_result", {"arm_results": [], "arm_results_optional": [rate]}, {"arm_results": [rate]})
        == 0.0
    )
    figures = evaluate(
        {"a": {"id": "a", "arm_results_optional": [rate]}}, {"a": {"id": "a", "arm_results": [rate]}}
    )
    assert next(f.predicted for f in figures if f.name == "arm_result") == 0


def test_a_document_without_a_prediction_is_an_empty_one() -> None:
    figures = {
        f.name: f for f in evaluate({"a": {"id": "a", "design": "case_control", "effects": [effect()]}}, {})
    }
    assert figures["design"].score == 0
    assert (figures["effect_number"].gold, figures["effect_number"].predicted) == (1, 0)


def test_units_and_registry_numbers_are_compared_as_people_read_them() -> None:
    month = {"statistic": "median_time", "value": 12, "unit": "mo"}
    assert score("arm_result", {"arm_results": [month]}, {"arm_results": [month | {"unit": "months"}]}) == 1
    assert score("trial_ids", {"trial_ids": ["NCT 00193778"]}, {"trial_ids": ["nct00193778"]}) == 1


def test_a_number_where_none_is_stated_is_spurious() -> None:
    none, some = {"sample_size": {"value": None}}, {"sample_size": {"value": 12}}
    assert score("sample_size_spurious", none, some) == 1
    assert score("sample_size_spurious", none, none) == 0


@given(st.lists(st.sampled_from([0.5, 0.6, 0.7, 0.8]), max_size=6))
def test_a_record_against_itself_is_always_right(values: list[float]) -> None:
    record = {"id": "a", "effects": [effect(value=v) for v in values]}
    for figure in evaluate({"a": record}, {"a": record}):
        assert figure.hits == (figure.gold if figure.name != "sample_size_spurious" else 0)


def test_records_come_as_an_array_or_as_lines_and_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text('{"id": "a"}\n\n{"id": "b"}\n')
    assert list(read_records(path)) == ["a", "b"]
    path.write_text('{"id": "a\u2028"}\n{"id": "b\x85"}', "utf-8")
    assert list(read_records(path)) == ["a\u2028", "b\x85"], "only line feeds end a line of JSON"
    path.write_text(json.dumps([{"id": "c"}]))
    assert list(read_records(path)) == ["c"]
    path.write_text('{"id": "a"}\n{broken\n')
    with pytest.raises(InputError, match="line 2 is not JSON"):
        read_records(path)
    path.write_text('{"name": "a"}\n')
    with pytest.raises(InputError, match="without an id"):
        read_records(path)


def test_every_figure_of_the_guide_is_there() -> None:
    assert len(FIGURES) == 14
