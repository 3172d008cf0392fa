"""Numbers in a row, numbers labelled in a bracket, and that no text trips the search for their groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.arm_results.bracket_labels import labels_beside
from miner.arm_results.group_lists import names_compared, side_compared, subject_group
from miner.arm_results.number_rows import row_at, rows_of
from miner.arm_results.own_groups import own_group
from miner.arm_results.row_groups import groups_of_row
from miner.model import Arm

ARMS = (Arm("surgery", 150), Arm("systemic therapy alone", 150))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("rash (29 [11%] vs two [1%]) and fever (14 [5%] vs none)",
         [(["29 [11%]", "two [1%]"], "against"), (["14 [5%]", "none"], "against")]),
        ("12%, 9% and 4% of them", [(["12%", "9%", "4%"], "listed")]),
        ("9.9 [7.0-16.6] months vs 14.9 [9.9-19.3] months",
         [(["9.9 [7.0-16.6] months", "14.9 [9.9-19.3] months"], "against")]),
        ("95 ± 22 versus 109 ± 25 min, and 412 ± 83 versus 456 ± 69 mL",
         [(["95 ± 22", "109 ± 25 min"], "against"), (["412 ± 83", "456 ± 69 mL"], "against")]),
        ("from 64.5 to 60.8%", [(["64.5", "60.8%"], "times")]),
        ("at 24 months, 12% had died", []),  # a time and a share
        ("4% in cohort 2 compared with 12% in cohort 1", []),
        ("20%, 95% CI 11 to 29", []),
        ("26/60, 43%", []),  # one number told twice
        ("4% in the 20 mg, 40 mg and placebo arms", [(["20 mg", "40 mg"], "listed")]),
    ],
)  # fmt: skip
def test_rows_hold_numbers_of_one_kind(text: str, rows: list[tuple[list[str], str]]) -> None:
    assert [([text[a:b] for a, b in row.items], row.joined) for row in rows_of(text)] == rows


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("pain (surgery: 31%; control: 22%)", {"31": "surgery", "22": "control"}),
        ("pain (31% surgery; 22% control)", {"31": "surgery", "22": "control"}),
        ("pain (surgery, 12 [5.7%]; control, 17 [8.3%])",
         {"12": "surgery", "5.7": "surgery", "17": "control", "8.3": "control"}),
        ("events (nausea, 31%; fatigue, 22%)", {}),
        ("events (grade 3: 31%; grade 4: 22%)", {}),
        ("pain (surgery: 31%; p = 0.04)", {}),
    ],
)  # fmt: skip
def test_labels_in_a_bracket_are_groups_and_no_events(text: str, labels: dict[str, str]) -> None:
    assert labels_beside(text) == {text.index(number): label for number, label in labels.items()}


@given(
    st.text(alphabet="in the A group (12%) vs and 3.4 than, without [5/7] n=±:;", max_size=200),
    st.integers(0, 200),
)
def test_any_place_of_any_text_can_be_asked_for_its_group(text: str, place: int) -> None:
    at = min(place, len(text))
    found = row_at(text, at)
    assert found is None or found[0].items[found[1]][0] <= at < found[0].items[found[1]][1]
    for row in rows_of(text):
        assert row.start < row.end <= len(text)
        for arms in ((), ARMS):
            names = groups_of_row(text, row, arms, ("12% with surgery and 9% without.",))
            assert not names or (len(names) == len(row.items) and all(names))
    assert isinstance(own_group(text, at, at, ARMS), str)
    assert isinstance(side_compared(text, at), str)
    assert isinstance(subject_group(text, at, at), str)
    assert names_compared(text, at, at) is None or all(names_compared(text, at, at)[1])  # type: ignore[index]
    assert all(0 <= start < len(text) for start in labels_beside(text))
