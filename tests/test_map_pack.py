"""Packing loses nothing: what a browser unpacks is what was packed, to the type of each number."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.map.pack import pack

_LEAVES = st.sampled_from([None, "", "a", "1", 0, 1, 1.0, 0.5, True, False])
_LISTS = st.lists(_LEAVES, max_size=3)


def _unpacked(column: Any) -> list[Any]:
    """As ``templates/unpack.js`` does it."""
    if isinstance(column, list):
        return column
    if "at" in column:
        return [column["values"][place] for place in column["at"]]
    if "lengths" in column:
        flat = iter(_unpacked(column["all"]))
        return [[next(flat) for _ in range(length)] for length in column["lengths"]]
    columns = [_unpacked(one) for one in column["columns"]]
    return [dict(zip(column["keys"], values, strict=True)) for values in zip(*columns, strict=True)]


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True)


@given(
    st.lists(st.fixed_dictionaries({"one": _LEAVES, "some": _LISTS, "pairs": st.lists(_LISTS)}), min_size=1)
)
def test_records_come_back_as_they_were(records: list[dict[str, Any]]) -> None:
    assert _json(_unpacked(pack({"studies": records})["studies"])) == _json(records)


def test_a_value_that_repeats_is_written_once() -> None:
    packed = pack({"studies": [{"n": n} for n in (7, 7, 9, 7)]})
    assert packed["studies"]["columns"] == [{"values": [7, 9], "at": [0, 0, 1, 0]}]


def test_numbers_of_other_types_are_not_one_value() -> None:
    (column,) = pack({"studies": [{"n": n} for n in (1, 1.0, True, 1, 1.0, True)]})["studies"]["columns"]
    assert _json(column["values"]) == "[1, 1.0, true]"


def test_lists_of_other_types_are_not_one_value() -> None:
    (column,) = pack({"studies": [{"n": [n]} for n in (1, True, 1, True)]})["studies"]["columns"]
    assert _json(column["values"]) == "[[1], [true]]"
